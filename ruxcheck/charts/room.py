"""How much room a picture needs on a page, so that nothing below it moves when it is drawn."""

from collections.abc import Iterator

TITLE_LINE, SOURCE_LINE = 16, 13  # px of a line of the finding and of the source line, in the sizes `frame` gives them
AROUND = 50  # px between title, plot and edges
LABELS, LABELS_AND_NAME = 15, 35  # px of a horizontal axis without and with its name
ROOMS = range(0, 1000, 10)  # px; the stylesheet has a rule for each


def room(spec: dict) -> int:
    """One of ROOMS: what a picture takes at least, and hardly more than that, on every width of a page."""
    return ROOMS[min(int(_height(spec)) // ROOMS.step, len(ROOMS) - 1)]


def _height(spec: dict) -> int:
    height = spec["spec"]["height"] if "facet" in spec else spec["height"]
    if not isinstance(height, dict) and "facet" not in spec and spec.get("autosize", {}).get("type", "fit") == "fit":
        return height  # title and axes are within it
    title = spec.get("title", {})
    words = TITLE_LINE * len(title.get("text", ())) + SOURCE_LINE * len(title.get("subtitle", ())) + AROUND
    parts = list(_parts(spec))
    plot = height["step"] * _rows(parts) if isinstance(height, dict) else height
    return words + plot + max((_axis(part.get("x")) for part in parts), default=0)


def _axis(channel) -> int:
    if not isinstance(channel, dict) or "field" not in channel or channel.get("axis", {}) is None:
        return 0
    return LABELS if channel.get("axis", {}).get("title", "") is None else LABELS_AND_NAME


def _rows(parts: list[dict]) -> int:
    """How many rows the vertical axis has: those it names itself, or the different values in the data."""
    channels = [part["y"] for part in parts if isinstance(part.get("y"), dict) and "field" in part["y"]]
    named = [len((channel.get("scale") or {}).get("domain", ())) for channel in channels]
    data = [row for part in parts for rows in part.values() if isinstance(rows, list) for row in rows]
    found = [len({row[name] for row in data if _has(row, name)}) for name in {channel["field"] for channel in channels}]
    return max(named + found, default=0)


def _has(row, field: str) -> bool:
    return isinstance(row, dict) and isinstance(row.get(field), str | int)


def _parts(part) -> Iterator[dict]:
    if isinstance(part, dict):
        yield part
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _parts(inner)
