"""Proportions of patients: with their intervals, over the weeks, as icons of 100, by event; means without an interval."""

import textwrap

import altair as alt
import pandas as pd

from ruxcheck.charts.theme import (
    ARM_EDGES,
    ARM_FILLS,
    ARM_NAMES,
    GREY,
    Picture,
    arm_encodings,
    arm_scale,
    axis_side,
    picture,
    quantity_axis,
    row_axis,
    short_name,
    with_figures_beside,
)
from ruxcheck.evidence.figures import (
    APPROVED_STRENGTH,
    COMPARATOR,
    OTHER_STRENGTH,
    Effect,
    Figure,
    interval_in_words,
    percent_of,
    whole_percent,
)

PROPORTION_COLUMNS = ["label", "arm", "percent", "low", "high", "text"]
PROPORTION_ROW_HEIGHT = 40


def dot_interval_chart(rows: pd.DataFrame) -> alt.LayerChart:
    """One row a group: the proportion as a dot in the look of its arm, its 95% interval as a line, the figures beside.

    `rows` has COLUMNS: percent, low and high from 0 to 100, `arm` an id of the three trial arms. Raises ValueError for
    other columns.
    """
    if list(rows.columns) != PROPORTION_COLUMNS:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {PROPORTION_COLUMNS}")
    y, side = row_axis(), axis_side(rows)
    x = quantity_axis("percent", "Patients, of 100", 0, 100, values=list(range(0, 101, 20)), orient=side)
    edge, fill, shape = arm_encodings()
    base = alt.Chart(rows)
    line = base.mark_rule(strokeWidth=2).encode(
        quantity_axis("low", "Patients, of 100", 0, 100, orient=side), y, edge, x2=alt.X2(field="high")
    )
    dot = base.mark_point(size=130, strokeWidth=2, opacity=1).encode(x, y, edge, fill, shape)
    return with_figures_beside([line, dot], rows, y, PROPORTION_ROW_HEIGHT)


def rows_of(effects: list[tuple[str, Effect]]) -> pd.DataFrame:
    """Rows for `dot_interval_chart` from labelled effects; the printed percent where there is one, else n of N."""
    return pd.DataFrame([_proportion_row(label, effect) for label, effect in effects], columns=PROPORTION_COLUMNS)


def _proportion_row(label: str, effect: Effect) -> list:
    return [label, effect.arm, percent_of(effect), effect.ci_low, effect.ci_high, interval_in_words(effect)]


def proportions_picture(effects: list[tuple[str, Effect]], finding: str, footer: str) -> Picture:
    """Labelled proportions as a picture with finding, source line and alternative text."""
    words = "; ".join(f"{label} {interval_in_words(effect)}, {effect.counts}" for label, effect in effects)
    return picture(
        dot_interval_chart(rows_of(effects)), finding, footer, f"Patients of 100 with 95% interval: {words}."
    )


# Proportions over the weeks by arm: points with their intervals, joined by a line only within an arm.

WEEKS_COLUMNS = ["arm", "week", "at", "percent", "low", "high", "text", "text_at"]
WEEKS_HEIGHT = 380
APART = 8  # of 100: names beside the last dots nearer than this would cover each other
BESIDE = {
    COMPARATOR: -0.16,
    OTHER_STRENGTH: 0.0,
    APPROVED_STRENGTH: 0.16,
}  # weeks, so that intervals do not cover each other


def weeks_chart(rows: pd.DataFrame) -> alt.LayerChart:
    """The course of each arm: dots in its look, 95% intervals as lines, the last figure beside its dot.

    `rows` has COLUMNS: percent, low and high from 0 to 100, `at` the week moved a little by arm, `text_at` where the name of
    the arm stands. Raises ValueError for other columns.
    """
    if list(rows.columns) != WEEKS_COLUMNS:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {WEEKS_COLUMNS}")
    weeks = sorted(set(rows["week"]))
    domain = alt.Scale(domain=[0, weeks[-1] + 2.6], nice=False)
    x = alt.X(field="at", type="quantitative", scale=domain, axis=alt.Axis(title="Week", values=weeks, grid=False))
    y, low = (_of_100(name) for name in ("percent", "low"))
    edge, fill, shape = arm_encodings()
    base, last = alt.Chart(rows), alt.Chart(rows[rows["week"] == weeks[-1]])
    return alt.layer(
        base.mark_line(strokeWidth=1.5).encode(x, y, edge),
        base.mark_rule(strokeWidth=2).encode(x, low, edge, alt.Y2(field="high")),
        base.mark_point(size=110, strokeWidth=2, opacity=1).encode(x, y, edge, fill, shape),
        last.mark_text(align="left", dx=12, fontSize=12).encode(
            alt.XDatum(weeks[-1] + max(BESIDE.values())),
            _of_100("text_at"),
            text=alt.Text(field="text", type="nominal"),
        ),
    ).properties(width="container", height=WEEKS_HEIGHT)


def _of_100(name: str) -> alt.Y:
    axis = alt.Axis(title="Patients, of 100", values=list(range(0, 101, 20)))
    return alt.Y(field=name, type="quantitative", scale=alt.Scale(domain=[0, 100], nice=False), axis=axis)


def weeks_picture(effects: list[Effect], finding: str, footer: str) -> Picture:
    """Proportions over the weeks by arm as a picture with finding, source line and alternative text."""
    places = _apart({e.arm: percent_of(e) for e in effects if e.week == max(effect.week for effect in effects)})
    rows = [_week_row(effect, places.get(effect.arm, 0.0)) for effect in effects]
    words = "; ".join(f"{short_name(e.arm)}, week {e.week}: {interval_in_words(e)}, {e.counts}" for e in effects)
    chart = weeks_chart(pd.DataFrame(rows, columns=WEEKS_COLUMNS))
    return picture(chart, finding, footer, f"Patients of 100 with 95% interval, by arm and week: {words}.")


def _week_row(effect: Effect, text_at: float) -> list:
    figures = [percent_of(effect), effect.ci_low, effect.ci_high]
    text = f"{short_name(effect.arm)} {whole_percent(effect)}"
    return [effect.arm, effect.week, effect.week + BESIDE[effect.arm], *figures, text, text_at]


def _apart(percents: dict[str, float]) -> dict[str, float]:
    """Where each arm's name stands: at its figure, or so much higher that it does not cover the one below."""
    places: dict[str, float] = {}
    for arm, percent in sorted(percents.items(), key=lambda item: item[1]):
        places[arm] = max([percent, *(place + APART for place in places.values())])
    return places


# Means and medians that the sources print without an interval: a dot and its figure, nothing more.

VALUE_COLUMNS = ["label", "arm", "value", "text"]
VALUE_ROW_HEIGHT = 36


def dot_chart(rows: pd.DataFrame, axis: str, low: float, high: float) -> alt.LayerChart:
    """One row a group: its value as a dot in the look of its arm, on an axis from `low` to `high` in the unit `axis` names.

    `rows` has COLUMNS. Raises ValueError for other columns.
    """
    if list(rows.columns) != VALUE_COLUMNS:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {VALUE_COLUMNS}")
    x, y = quantity_axis("value", axis, low, high), row_axis()
    edge, fill, shape = arm_encodings()
    dot = alt.Chart(rows).mark_point(size=130, strokeWidth=2, opacity=1).encode(x, y, edge, fill, shape)
    return with_figures_beside([dot], rows, y, VALUE_ROW_HEIGHT)


def values_picture(
    rows: list[tuple[str, Figure]], axis: str, low: float, high: float, finding: str, footer: str
) -> Picture:
    """Labelled figures without an interval as a picture; the text says that none is printed."""
    cells = [[label, row.arm, row.number, _value_in_words(row)] for label, row in rows]
    words = "; ".join(f"{cell[0]} {cell[3]}" for cell in cells)
    chart = dot_chart(pd.DataFrame(cells, columns=VALUE_COLUMNS), axis, low, high)
    return picture(chart, finding, footer, f"{axis}, no interval printed: {words}.")


def _value_in_words(row: Figure) -> str:
    """ "-67.24% (SD 28.711, N 230)", "-0.6 points": as printed, with the spread and number where they are printed too."""
    beside = [
        f"SD {row.sd_printed or row.sd}" if row.sd is not None else "",
        f"N {row.N}" if row.N and not row.n else "",
    ]
    words = ", ".join(part for part in beside if part)
    return f"{row.value} {row.unit}".replace(" %", "%") + (f" ({words})" if words else "")


# Rows below bold headings, with every word in the vertical axis: readable on any paper and on a phone.

SPLIT = "|"
GROUPED_ROW_HEIGHT = 36
LABEL_WIDTH = 196
LABEL_LETTERS = 34  # of a heading that fit LABEL_WIDTH


def with_headings(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The rows with a column "key", and every key of the axis in order, headings included.

    `rows` has the columns "group", "label" and "words": a heading stands above the first row of each new group; an empty
    group stands without one.
    """
    keys, kept, last = [], [], ""
    for number, row in enumerate(rows.itertuples()):
        if row.group != last and row.group:
            keys.append(SPLIT.join([f"#{number}", *textwrap.wrap(row.group, LABEL_LETTERS)]))
        last = row.group
        kept.append(SPLIT.join([str(number), row.label, row.words]))
        keys.append(kept[-1])
    return rows.assign(key=kept), keys


def grouped_axis(keys: list[str]) -> alt.Y:
    """The vertical axis of these keys: headings bold, below them each row's name and its figures on two lines."""
    return alt.Y(
        field="key",
        type="nominal",
        sort=None,
        scale=alt.Scale(domain=keys, paddingOuter=0),
        axis=alt.Axis(
            title=None,
            domain=False,
            ticks=False,
            labelAlign="left",
            labelPadding=LABEL_WIDTH,
            labelLimit=LABEL_WIDTH + 30,
            labelOverlap=False,
            labelFontSize=11,
            labelLineHeight=13,
            labelExpr=f"slice(split(datum.label, '{SPLIT}'), 1)",
            labelFontWeight={
                "condition": {"test": "substring(datum.label, 0, 1) === '#'", "value": "bold"},
                "value": "normal",
            },
        ),
    )


def row_key(group: str, label: str) -> str:
    """A row in a sentence: its heading, where it stands under one, and its name."""
    return f"{group}, {label}" if group else label


# Adverse events by arm: proportions of patients with their intervals, on an axis that ends where it says.

EVENT_COLUMNS = ["group", "label", "words", "arm", "percent", "low", "high"]


def event_chart(rows: pd.DataFrame, end: int = 100) -> alt.LayerChart:
    """One row an arm below its event: the proportion as a dot in the look of its arm, its 95% interval as a line.

    `rows` has COLUMNS, percent, low and high from 0 to 100. An axis that ends before 100 says so. Raises ValueError for
    other columns, and where an interval reaches beyond the end of the axis.
    """
    if list(rows.columns) != EVENT_COLUMNS:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {EVENT_COLUMNS}")
    if rows["high"].max() > end:
        raise ValueError(f"high reaches {rows['high'].max()}; the axis ends at {end}")
    title = "Patients, of 100" + (f" (axis ends at {end})" if end < 100 else "")
    rows, keys = with_headings(rows)
    y = grouped_axis(keys)
    ticks = list(range(0, end + 1, 10 if end < 100 else 20))
    edge, fill, shape = arm_encodings()
    base = alt.Chart(rows)
    line = base.mark_rule(strokeWidth=2).encode(
        quantity_axis("low", title, 0, end, values=ticks, titleAnchor="end"), y, edge, x2=alt.X2(field="high")
    )
    dot = base.mark_point(size=120, strokeWidth=2, opacity=1).encode(
        quantity_axis("percent", title, 0, end, values=ticks, titleAnchor="end"), y, edge, fill, shape
    )
    return alt.layer(line, dot).properties(width="container", height={"step": GROUPED_ROW_HEIGHT})


def event_rows(effects: list[tuple[str, Effect]]) -> pd.DataFrame:
    """Rows for `event_chart` from effects, each with the heading it belongs to."""
    return pd.DataFrame([_event_row(group, effect) for group, effect in effects], columns=EVENT_COLUMNS)


def _event_row(group: str, effect: Effect) -> list:
    figures = [percent_of(effect), effect.ci_low, effect.ci_high]
    return [group, ARM_NAMES[effect.arm], counted(effect), effect.arm, *figures]


def counted(effect: Effect) -> str:
    """ "131/499: 26.3 of 100 (22.6 to 30.3)"; with no event "0 of 29: up to 11.9 of 100"."""
    return interval_in_words(effect) if effect.n == 0 else f"{effect.counts}: {interval_in_words(effect)}"


def events_picture(effects: list[tuple[str, Effect]], finding: str, footer: str, end: int = 100) -> Picture:
    """Proportions below their headings as a picture with finding, source line and alternative text."""
    rows = event_rows(effects)
    words = "; ".join(f"{row_key(row.group, row.label)}, {row.words}" for row in rows.itertuples())
    return picture(event_chart(rows, end), finding, footer, f"Patients of 100 with 95% interval: {words}.")


# One hundred patients as icons, for each arm: the same denominator, side by side, nothing moving.

SIDE = 10
ICON_COLUMNS = ["arm", "name", "across", "down", "counted"]


def icon_array(rows: pd.DataFrame) -> alt.FacetChart:
    """Ten by ten dots an arm: filled where counted, small and empty where not.

    `rows` has COLUMNS with 100 rows an arm. Raises ValueError for other columns.
    """
    if list(rows.columns) != ICON_COLUMNS:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {ICON_COLUMNS}")
    base = alt.Chart().encode(
        alt.X(field="across", type="ordinal", axis=None), alt.Y(field="down", type="ordinal", axis=None)
    )
    fill = alt.Fill(field="arm", type="nominal", scale=arm_scale("arm", ARM_FILLS | {COMPARATOR: GREY}), legend=None)
    edge = alt.Stroke(field="arm", type="nominal", scale=arm_scale("arm", ARM_EDGES), legend=None)
    # read aloud, an icon says nothing: its panel's heading and the text of the picture do
    counted = base.mark_point(size=48, opacity=1, aria=False).encode(fill, edge).transform_filter("datum.counted")
    others = base.mark_point(size=10, color=GREY, opacity=1, aria=False).transform_filter("!datum.counted")
    heads = alt.Header(
        title=None,
        labelExpr="split(datum.value, '\\n')",
        labelFontSize=12,
        labelFontWeight=600,
        labelAlign="left",
        labelAnchor="start",
    )
    panel = alt.layer(others, counted, data=rows).properties(width=104, height=104)
    return panel.facet(
        alt.Facet(field="name", type="nominal", sort=list(dict.fromkeys(rows["name"])), header=heads),
        columns=3,
        spacing=14,
    )


def icons_picture(effects: list[Effect], finding: str, footer: str) -> Picture:
    """The arms' proportions as icons, each rounded to whole patients of 100."""
    rows = [row for effect in effects for row in _icons(effect)]
    words = "; ".join(
        f"{ARM_NAMES[effect.arm]} {whole_percent(effect)} of 100 icons filled ({interval_in_words(effect)})"
        for effect in effects
    )
    return picture(
        icon_array(pd.DataFrame(rows, columns=ICON_COLUMNS)), finding, footer, f"One hundred icons an arm: {words}."
    )


def _icons(effect: Effect) -> list[list]:
    name = "\n".join(textwrap.wrap(f"{ARM_NAMES[effect.arm]}: {whole_percent(effect)} of 100", 17))
    return [
        [effect.arm, name, place % SIDE, place // SIDE, place < whole_percent(effect)] for place in range(SIDE * SIDE)
    ]
