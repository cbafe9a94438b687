"""What every evidence chart shares: finding and source inside the picture, one look for each arm."""

import textwrap

import altair as alt

from ruxcheck.frozen import Frozen

LINE = 50  # letters of a title or source line that fit a phone
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


INK = {"light": "#18222c", "dark": "#e8edf2"}


def on_paper(spec: dict, paper: str) -> dict:
    """The same picture with its words in ink that can be read on "light" or "dark" paper."""
    ink = INK[paper]
    words = {"text": {"color": ink}, "title": {"color": ink, "subtitleColor": ink}, "header": {"labelColor": ink}}
    words["axis"] = {"labelColor": ink, "titleColor": ink}
    return without_datasets(spec) | {"config": spec.get("config", {}) | words}


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


def picture(chart: alt.TopLevelMixin, finding: str, footer: str, described: str) -> Picture:
    """A chart with its finding as title and its source line as subtitle, and a text that says the same and the numbers."""
    return titled(chart.to_dict(), finding, footer, f"{finding}. {described} {footer}")


def titled(spec: dict, finding: str, footer: str, said: str) -> Picture:
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
    return Picture(spec | {"title": title}, said, finding, footer)


def short_name(arm: str) -> str:
    """The arm in a sentence: "vehicle", "0.75%", "1.5%"; other arms by their id."""
    return ARM_NAMES.get(arm, arm).split(",")[0].replace("Vehicle", "vehicle")


def by_arm(field: str, values: dict[str, str]) -> alt.Scale:
    """A scale that gives each arm its own look everywhere; `field` is only named in errors."""
    if not values:
        raise ValueError(f"no arms for {field}")
    return alt.Scale(domain=list(values), range=list(values.values()))


def arm_look() -> tuple[alt.Stroke, alt.Fill, alt.Shape]:
    """Edge, filling and shape by arm, the same in every picture; arms are told by labels, not by a legend."""
    edge = alt.Stroke(field="arm", type="nominal", scale=by_arm("arm", ARM_EDGES), legend=None)
    fill = alt.Fill(field="arm", type="nominal", scale=by_arm("arm", ARM_FILLS), legend=None)
    shape = alt.Shape(field="arm", type="nominal", scale=by_arm("arm", ARM_SHAPES), legend=None)
    return edge, fill, shape


def quantity(name: str, title: str, low: float, high: float, **axis) -> alt.X:
    """A horizontal axis in the unit its title names, with its domain given and not guessed."""
    return alt.X(
        field=name,
        type="quantitative",
        scale=alt.Scale(domain=[low, high], nice=False),
        axis=alt.Axis(title=title, **axis),
    )


def rows_in_order(name: str = "label") -> alt.Y:
    """A vertical axis of labels in the order of the rows, a new line after each comma so that phones keep room for the plot."""
    lines = "split(datum.value, ', ')"
    axis = alt.Axis(title=None, labelExpr=lines, labelLimit=170, domain=False, ticks=False, labelLineHeight=12)
    return alt.Y(field=name, type="nominal", sort=None, axis=axis)


def words_above(chart: alt.Chart, start: float, y: alt.Y) -> alt.Chart:
    """The figures of each row in words, written above its mark from the left edge of the plot, where no phone cuts them off."""
    mark = chart.mark_text(align="left", baseline="bottom", dx=2, dy=-8, fontSize=12)
    return mark.encode(x=alt.XDatum(start), y=y, text=alt.Text(field="text", type="nominal"))
