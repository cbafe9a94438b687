"""What every chart shares: finding and source inside the picture, one look for each arm, and the height kept for it on a page."""

import re
import textwrap
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Literal

import altair as alt
import pandas as pd
from altair.utils import schemapi

from ruxcheck.evidence.figures import APPROVED_STRENGTH, COMPARATOR, OTHER_STRENGTH, Evidence, Figure
from ruxcheck.kernel import Frozen
from ruxcheck.kernel.records import Documents

LINE = 50  # letters of a title or source line that fit a phone
GREY, BLUE = "#77818b", "#2f76b5"
ARM_NAMES = {COMPARATOR: "Vehicle", OTHER_STRENGTH: "0.75%, not an approved strength", APPROVED_STRENGTH: "1.5%"}
ARM_FILLS = {COMPARATOR: "transparent", OTHER_STRENGTH: "#a9c8e4", APPROVED_STRENGTH: BLUE}
ARM_EDGES = {COMPARATOR: GREY, OTHER_STRENGTH: BLUE, APPROVED_STRENGTH: BLUE}
ARM_SHAPES = {COMPARATOR: "circle", OTHER_STRENGTH: "diamond", APPROVED_STRENGTH: "circle"}


class Picture(Frozen):
    """A chart ready to be shown: its Vega-Lite specification, its alternative text, the finding and the source line."""

    spec: dict
    alt: str
    finding: str
    footer: str

    @property
    def source(self) -> str:
        """The documents of the source line, which stand below the picture on a page."""
        return self.footer.partition("; ")[0].removesuffix(".") + "."

    @property
    def about(self) -> str:
        """The rest of it, which stands above the picture: in whom, how many, when; empty where it names documents alone."""
        rest = self.footer.partition("; ")[2]
        return rest[:1].upper() + rest[1:]

    @property
    def untitled(self) -> dict:
        """The specification without finding and source line, for a page that says them around the picture."""
        return {name: part for name, part in self.spec.items() if name != "title"}


INK = {"light": "#18222c", "dark": "#e8edf2"}


def with_theme_colours(spec: dict, paper: str) -> dict:
    """The same picture with its words in ink that can be read on "light" or "dark" paper."""
    ink = INK[paper]
    words: dict[str, dict] = {
        "text": {"color": ink},
        "title": {"color": ink, "subtitleColor": ink},
        "header": {"labelColor": ink},
    }
    # an axis is read aloud with the names that order its rows: the text of the whole picture says the same in words
    words["axis"] = {"labelColor": ink, "titleColor": ink, "aria": False}
    return said_in_words(without_datasets(spec)) | {"config": spec.get("config", {}) | words}


def without_datasets(spec: dict) -> dict:
    """The same picture with its rows where they are used: named datasets are converted to Arrow at every redrawing."""
    rows = {name: {"values": values} for name, values in spec.get("datasets", {}).items()}

    def inlined(part):
        if isinstance(part, dict):
            return {
                key: rows.get(value.get("name"), value) if key == "data" else inlined(value)
                for key, value in part.items()
            }
        return [inlined(item) for item in part] if isinstance(part, list) else part

    return inlined({key: value for key, value in spec.items() if key != "datasets"})


# What a mark says when it is pointed at or read aloud: its row in words, and never the names that a chart is built from.

SAYS = "says"
SILENT = ("rule", "text", "tick")  # what stands beside a point or a bar and says the same


def said_in_words(spec):
    """The same picture, each row with its sentence; bars, points and areas show and speak it, other marks only show it."""
    if isinstance(spec, list):
        return [said_in_words(part) for part in spec]
    if not isinstance(spec, dict):
        return spec
    said = {key: value if key == "data" else said_in_words(value) for key, value in spec.items()}
    if isinstance(spec.get("data"), dict) and "values" in spec["data"]:
        rows = [row | {SAYS: sentence(row)} if isinstance(row, dict) else row for row in spec["data"]["values"]]
        said["data"] = spec["data"] | {"values": rows}
    if "mark" in spec:
        mark = spec["mark"] if isinstance(spec["mark"], dict) else {"type": spec["mark"]}
        told = {"field": SAYS, "type": "nominal"}
        said["mark"] = mark | ({"aria": False} if mark["type"] in SILENT else {})
        said["encoding"] = spec.get("encoding", {}) | {"tooltip": told, "description": told}
    return said


def sentence(row: dict) -> str:
    """One row of a chart in words: "1.5%: 56.5 of 100 (47.9 to 64.7)"; empty where nothing of it is for a reader."""
    if "age_low" in row:
        ages, areas = ((row[f"{name}_low"], row[f"{name}_high"]) for name in ("age", "bsa"))
        return f"Age {_number(ages[0])} to {_number(ages[1])} y, %BSA {_number(areas[0])} to {_number(areas[1])}%"
    if "counted" in row:  # an icon, one of its arm's hundred
        return " ".join(row["name"].split())
    *_, name, text = ["", "", *str(row.get("key") or row.get("label") or row.get("row") or "").split("|")]
    if "key" in row:
        return text if name.startswith("#") or not name else f"{name}: {text}"
    name = text
    if row.get("text"):
        return f"{name}: {row['text']}" if name else str(row["text"])
    if "start" in row and "end" in row:
        start, end = _place(row["start"]), _place(row["end"])
        # what is still in force is drawn up to some day too
        return f"{name}: week {start} to {end}" if start.isdigit() else f"{name}: from {start}, drawn to {end}"
    if "percent" in row:
        return f"{name}: {_number(row['percent'])} of 100"
    if "low" in row and "high" in row and "arm" in row:
        return f"{name}: 95% CI {_number(row['low'])} to {_number(row['high'])} of 100"
    return name


def _number(figure: float) -> str:
    return f"{round(figure, 1):g}"


def _place(figure: float) -> str:
    """A week, or a day where the figure is a moment in milliseconds."""
    if figure < 1e10:
        return f"{figure:g}"
    return str((datetime(1970, 1, 1) + timedelta(milliseconds=figure)).date())


def picture(chart: alt.TopLevelMixin, finding: str, footer: str, described: str) -> Picture:
    """A chart with its finding as title and its source line as subtitle, and a text that says the same and the numbers."""
    return titled(specification(chart), finding, footer, f"{finding}. {described} {footer}")


def trust_charts() -> None:
    """Charts are built without being held against the schema of Vega-Lite from now on: it takes half of a server's start.

    The tests, the command line and `derive` do hold them against it.
    """
    schemapi.disable_debug_mode()


def specification(chart: alt.TopLevelMixin) -> dict:
    """The chart as Vega-Lite, held against its schema unless charts are trusted."""
    return chart.to_dict(validate=schemapi.DEBUG_MODE)


def titled(spec: dict, finding: str, footer: str, described: str) -> Picture:
    """A finished specification with its finding and source line inside the picture."""
    title = {
        "text": textwrap.wrap(finding, LINE, break_on_hyphens=False),
        "subtitle": textwrap.wrap(footer, LINE + 14, break_on_hyphens=False),
        "anchor": "start",
        "fontSize": 14,
        "subtitleFontSize": 11,
        "subtitlePadding": 4,
        "offset": 12,
    }
    return Picture(spec | {"title": title}, described, finding, footer)


def short_name(arm: str) -> str:
    """The arm in a sentence: "vehicle", "0.75%", "1.5%"; other arms by their id."""
    return ARM_NAMES.get(arm, arm).split(",")[0].replace(ARM_NAMES[COMPARATOR], ARM_NAMES[COMPARATOR].lower())


def arm_scale(field: str, values: dict[str, str]) -> alt.Scale:
    """A scale that gives each arm its own look everywhere; `field` is only named in errors."""
    if not values:
        raise ValueError(f"no arms for {field}")
    return alt.Scale(domain=list(values), range=list(values.values()))


def arm_encodings() -> tuple[alt.Stroke, alt.Fill, alt.Shape]:
    """Edge, filling and shape by arm, the same in every picture; arms are told by labels, not by a legend."""
    edge = alt.Stroke(field="arm", type="nominal", scale=arm_scale("arm", ARM_EDGES), legend=None)
    fill = alt.Fill(field="arm", type="nominal", scale=arm_scale("arm", ARM_FILLS), legend=None)
    shape = alt.Shape(field="arm", type="nominal", scale=arm_scale("arm", ARM_SHAPES), legend=None)
    return edge, fill, shape


def quantity_axis(name: str, title: str, low: float, high: float, **axis) -> alt.X:
    """A horizontal axis in the unit its title names, with its domain given and not guessed."""
    return alt.X(
        field=name,
        type="quantitative",
        scale=alt.Scale(domain=[low, high], nice=False),
        axis=alt.Axis(title=title, **axis),
    )


Side = Literal["top", "bottom"]
MOST_ROWS_ABOVE_AXIS = 6


def axis_side(rows: pd.DataFrame) -> Side:
    """Where a horizontal axis stands: with many rows above them, so that it is seen with the first of them."""
    return "top" if len(rows) > MOST_ROWS_ABOVE_AXIS else "bottom"


LABEL_LINE = 28  # letters of a line of a row's name
LABEL_LINE_HEIGHT = 12  # px


def in_lines(label: str) -> str:
    """A row's name with a comma where a part too long for its line goes on in the next."""
    parts = (part for whole in label.split(", ") for part in textwrap.wrap(whole, LABEL_LINE))
    return ", ".join(parts)


def label_height(label: str) -> int:
    """The room in px that a row's name takes, one line after each comma; with less, names beside it would be hidden."""
    return LABEL_LINE_HEIGHT * (label.count(", ") + 1) + 8


def row_axis(name: str = "label") -> alt.Y:
    """A vertical axis of labels in the order of the rows, a new line after each comma so that phones keep room for the plot."""
    lines = "split(datum.value, ', ')"
    axis = alt.Axis(
        title=None,
        labelExpr=lines,
        labelLimit=170,
        labelOverlap=False,
        domain=False,
        ticks=False,
        labelLineHeight=LABEL_LINE_HEIGHT,
    )
    return alt.Y(field=name, type="nominal", sort=None, axis=axis)


FIGURES_LINE = 18  # letters of a line right of the plot


def with_figures_beside(layers: list[alt.Chart], rows: pd.DataFrame, y: alt.Y, least: int) -> alt.LayerChart:
    """Rows with their figures in words in a column right of the plot, where they cover no mark; `least` is the height of a row.

    `rows` has the columns `label` and `text`.
    """
    beside = rows["text"].map(_in_column)
    mark = alt.Chart(rows.assign(text=beside)).mark_text(
        align="left", baseline="middle", lineBreak="\n", lineHeight=LABEL_LINE_HEIGHT, fontSize=11
    )
    words = mark.encode(x=alt.value(alt.ExprRef(expr="width + 8")), y=y, text=alt.Text(field="text", type="nominal"))
    lines = max(text.count("\n") + 1 for text in beside)
    height = max(least, LABEL_LINE_HEIGHT * lines + 8, *(label_height(label) for label in rows["label"]))
    return alt.layer(*layers, words).properties(width="container", height={"step": height})


def _in_column(text: str) -> str:
    """A new line before a bracket, after a colon, and where a line would be too long."""
    parts = re.split(r" (?=\()|(?<=:) ", text)
    return "\n".join(line for part in parts for line in textwrap.wrap(part, FIGURES_LINE))


def row_labels(chart: alt.Chart, start: float, y: alt.Y) -> alt.Chart:
    """The figures of each row in words, written above its mark from the left edge of the plot, where no phone cuts them off."""
    mark = chart.mark_text(align="left", baseline="bottom", dx=2, dy=-8, fontSize=12)
    return mark.encode(x=alt.XDatum(start), y=y, text=alt.Text(field="text", type="nominal"))


# The line under every picture: where its figures come from, in whom, how many, when, and how gaps were filled.


def source_line(rows: tuple[Figure, ...], evidence: Evidence, documents: Documents) -> str:
    """ "Source: ...; efficacy population; n/N vehicle 28/244, 1.5% 253/481; week 8; missing counted as non-response"."""
    parts = [
        "Source: " + _once(documents.sources[row.source].title for row in rows),
        _once(evidence.populations[row.population] for row in rows),
        _counts(rows),
        _once(row.time for row in rows),
        _once(row.imputation for row in rows),
        "counts derived from printed percentages" if any("printed percent" in row.n_origin for row in rows) else "",
    ]
    return "; ".join(part for part in parts if part) + "."


def _once(texts) -> str:
    return ", ".join(dict.fromkeys(text for text in texts if text))


def _counts(rows: tuple[Figure, ...]) -> str:
    one_study = len({row.trial for row in rows}) == 1
    named = (f"{short_name(row.arm)} {row.counts}" if one_study else row.counts for row in rows if row.counts)
    counts = ", ".join(dict.fromkeys(named))
    return f"n/N {counts}" if counts else "n/N not printed"


# How much room a picture needs on a page, so that nothing below it moves when it is drawn.

TITLE_LINE, SOURCE_LINE = 16, 13  # px of a line of the finding and of the source line, in the sizes `frame` gives them
PADDING = 50  # px between title, plot and edges
EDGES = 36  # px around a plot without a title
LABELS, LABELS_AND_NAME = 15, 35  # px of a horizontal axis without and with its name
RESERVED_HEIGHTS = range(0, 1300, 10)  # px; the stylesheet has a rule for each


def reserved_height(spec: dict) -> int:
    """One of RESERVED_HEIGHTS: what a picture takes at least, and hardly more than that, on every width of a page."""
    return RESERVED_HEIGHTS[min(int(_height(spec)) // RESERVED_HEIGHTS.step, len(RESERVED_HEIGHTS) - 1)]


def _height(spec: dict) -> int:
    height = spec["spec"]["height"] if "facet" in spec else spec["height"]
    if not isinstance(height, dict) and "facet" not in spec and spec.get("autosize", {}).get("type", "fit") == "fit":
        return height  # title and axes are within it
    title = spec.get("title", {})
    words = TITLE_LINE * len(title.get("text", ())) + SOURCE_LINE * len(title.get("subtitle", ()))
    words += PADDING if title else EDGES
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
