"""A picture for a room: the step's heading says the finding, the source line stands below, and no word is small."""

import textwrap

from ruxcheck.charts.frame import Picture

SMALLEST = 12  # before the page is magnified
SOURCE = 15  # the size of the source line on screen, and how many letters of it fit the picture's part of the screen
SOURCE_LINE = 84
SIZES = ("fontSize", "labelFontSize", "titleFontSize")
ROOM = ("labelPadding", "labelLimit", "labelLineHeight")  # what words in an axis are given


def large(shown: Picture, magnified: float, height: int | dict | None = None) -> Picture:
    """The same picture for a room that magnifies it so many times; `height`, or the step of a row, replaces its own."""
    title = {
        "text": textwrap.wrap(shown.footer, SOURCE_LINE, break_on_hyphens=False),
        "orient": "bottom",
        "anchor": "start",
        "fontSize": SOURCE / magnified,
        "fontWeight": "normal",
        "offset": 8,
    }
    spec = _grown(shown.spec) | {"title": title} | ({"height": height} if height else {})
    return shown._replace(spec=spec)


def _grown(part):
    """A specification with every word at least SMALLEST, and axes with room for words that grew."""
    if isinstance(part, list):
        return [_grown(item) for item in part]
    if not isinstance(part, dict):
        return part
    grown = {key: _grown(value) for key, value in part.items()}
    sizes = {key: max(part[key], SMALLEST) for key in SIZES if key in part}
    more = SMALLEST / part.get("labelFontSize", SMALLEST)
    room = {key: round(part[key] * more) for key in ROOM if key in part and more > 1}
    axis = {"labelFontSize": SMALLEST, "titleFontSize": SMALLEST}
    axes = {"axis": axis | grown["axis"]} if isinstance(part.get("axis"), dict) else {}
    return grown | sizes | room | axes
