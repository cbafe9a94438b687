"""What every evidence chart shares: finding and source inside the picture, one look for each arm."""

import textwrap

import altair as alt

from ruxcheck.frozen import Frozen

LINE = 62  # letters of a title or source line that fit a phone
GREY, BLUE = "#77818b", "#2f76b5"
ARM_NAMES = {"vehicle": "Vehicle", "rux-0.75": "0.75%, not an approved strength", "rux-1.5": "1.5%"}
ARM_FILLS = {"vehicle": "transparent", "rux-0.75": "#a9c8e4", "rux-1.5": BLUE}
ARM_EDGES = {"vehicle": GREY, "rux-0.75": BLUE, "rux-1.5": BLUE}
ARM_SHAPES = {"vehicle": "circle", "rux-0.75": "diamond", "rux-1.5": "circle"}


class Picture(Frozen):
    """A chart ready to be shown: its Vega-Lite specification, its alternative text, the finding and the source line."""

    spec: dict
    alt: str
    finding: str
    footer: str


def picture(chart: alt.TopLevelMixin, finding: str, footer: str, described: str) -> Picture:
    """A chart with its finding as title and its source line as subtitle, and a text that says the same and the numbers."""
    title = alt.Title(
        text=textwrap.wrap(finding, LINE),
        subtitle=textwrap.wrap(footer, LINE + 14),
        anchor="start",
        fontSize=14,
        subtitleFontSize=11,
        subtitlePadding=4,
        offset=12,
    )
    spec = chart.properties(title=title).to_dict()
    return Picture(spec, f"{finding}. {described} {footer}", finding, footer)


def by_arm(field: str, values: dict[str, str]) -> alt.Scale:
    """A scale that gives each arm its own look everywhere; `field` is only named in errors."""
    if not values:
        raise ValueError(f"no arms for {field}")
    return alt.Scale(domain=list(values), range=list(values.values()))


def quantity(name: str, title: str, low: float, high: float, **axis) -> alt.X:
    """A horizontal axis in the unit its title names, with its domain given and not guessed."""
    return alt.X(
        field=name,
        type="quantitative",
        scale=alt.Scale(domain=[low, high], nice=False),
        axis=alt.Axis(title=title, **axis),
    )


def rows_in_order(name: str = "label") -> alt.Y:
    """A vertical axis of labels in the order of the rows."""
    return alt.Y(
        field=name, type="nominal", sort=None, axis=alt.Axis(title=None, labelLimit=260, domain=False, ticks=False)
    )
