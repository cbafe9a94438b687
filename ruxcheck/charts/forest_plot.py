"""Forest plots: differences, ratios, numbers needed and bounds with their intervals; what is made up is dashed and named so."""

from typing import Literal

import altair as alt
import pandas as pd

from ruxcheck.charts.proportions import counted
from ruxcheck.charts.theme import (
    BLUE,
    GREY,
    Picture,
    Side,
    arm_encodings,
    axis_side,
    in_lines,
    picture,
    quantity_axis,
    row_axis,
    short_name,
    with_figures_beside,
)
from ruxcheck.evidence.figures import APPROVED_STRENGTH, HYPOTHETICAL, Effect, difference_in_words, percent_of
from ruxcheck.kernel import Frozen
from ruxcheck.teaching.labs import Bound, Chance, Pair

INTERVAL_COLUMNS = ["label", "arm", "kind", "value", "low", "high", "text"]
COUNTED = "counted"
INTERVAL_ROW_HEIGHT = 40
PLAIN = "replace('' + datum.value, '-', '\u2212')"  # 0.05 and 400 on one axis, as they are
SHAPES = {COUNTED: "circle", HYPOTHETICAL: "triangle-up"}
DASHES = {COUNTED: [1, 0], HYPOTHETICAL: [5, 4]}


class Axis(Frozen):
    """A horizontal axis with its ends given and not guessed; `at` is a value to draw a line through, None for none."""

    title: str
    low: float
    high: float
    ticks: tuple[float, ...]
    at: float | None = None
    kind: Literal["linear", "log"] = "linear"

    def channel(self, field: str, side: Side = "bottom") -> alt.X:
        """The axis for one field of the rows, below or above them."""
        scale = alt.Scale(type=self.kind, domain=[self.low, self.high], nice=False)
        axis = alt.Axis(title=self.title, values=list(self.ticks), labelOverlap=False, labelExpr=PLAIN, orient=side)
        return alt.X(field=field, type="quantitative", scale=scale, axis=axis)


def interval_rows(rows: pd.DataFrame, axis: Axis) -> alt.LayerChart:
    """One row a figure: a mark in the look of its arm, its interval as a line, its words in a column on the right.

    `rows` has COLUMNS; `kind` is COUNTED or HYPOTHETICAL. Raises ValueError for other columns, and where an interval reaches
    beyond the axis.
    """
    if list(rows.columns) != INTERVAL_COLUMNS:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {INTERVAL_COLUMNS}")
    if rows["low"].min() < axis.low or rows["high"].max() > axis.high:
        raise ValueError(
            f"intervals from {rows['low'].min()} to {rows['high'].max()}; the axis goes from {axis.low} to {axis.high}"
        )
    y, side = row_axis(), axis_side(rows)
    edge, fill, _ = arm_encodings()
    base = alt.Chart(rows)
    line = base.mark_rule(strokeWidth=2).encode(axis.channel("low", side), y, edge, _dash(), x2=alt.X2(field="high"))
    mark = base.mark_point(size=120, strokeWidth=2, opacity=1).encode(
        axis.channel("value", side), y, edge, fill, _shape()
    )
    return with_figures_beside([*_line_through(axis, side), line, mark], rows, y, INTERVAL_ROW_HEIGHT)


def _dash() -> alt.StrokeDash:
    scale = alt.Scale(domain=list(DASHES), range=list(DASHES.values()))
    return alt.StrokeDash(field="kind", type="nominal", scale=scale, legend=None)


def _shape() -> alt.Shape:
    scale = alt.Scale(domain=list(SHAPES), range=list(SHAPES.values()))
    return alt.Shape(field="kind", type="nominal", scale=scale, legend=None)


def _line_through(axis: Axis, side: Side) -> list[alt.Chart]:
    if axis.at is None:
        return []
    base = alt.Chart(pd.DataFrame({"value": [axis.at]}))
    return [base.mark_rule(color=GREY, strokeDash=[4, 3], aria=False).encode(axis.channel("value", side))]


# Differences against vehicle with their intervals: a forest plot around zero.

DIFFERENCE_COLUMNS = ["label", "rd", "low", "high", "text"]
DIFFERENCE_ROW_HEIGHT = 40
FINE = 20  # percentage points: an axis no longer than this has a tick every two
AXIS = "Difference against vehicle, percentage points"


def forest(rows: pd.DataFrame, low: float, high: float) -> alt.LayerChart:
    """One row a comparison: the difference as a square, its 95% interval as a line, zero drawn through.

    `rows` has COLUMNS in percentage points; the axis runs from `low` to `high`. Raises ValueError for other columns.
    """
    if list(rows.columns) != DIFFERENCE_COLUMNS:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {DIFFERENCE_COLUMNS}")
    y, side = row_axis(), axis_side(rows)
    ticks = list(range(-100, 101, 20 if high - low > FINE else 2))
    base = alt.Chart(rows)
    zero = (
        alt.Chart(pd.DataFrame({"rd": [0.0]}))
        .mark_rule(color=GREY, strokeDash=[4, 3])
        .encode(quantity_axis("rd", AXIS, low, high, values=ticks, orient=side))
    )
    line = base.mark_rule(strokeWidth=2, color=BLUE).encode(
        quantity_axis("low", AXIS, low, high, orient=side), y, x2=alt.X2(field="high")
    )
    square = base.mark_point(shape="square", filled=True, size=90, color=BLUE, opacity=1).encode(
        quantity_axis("rd", AXIS, low, high, orient=side), y
    )
    return with_figures_beside([zero, line, square], rows, y, DIFFERENCE_ROW_HEIGHT)


def forest_picture(effects: list[tuple[str, Effect]], finding: str, footer: str, low: float, high: float) -> Picture:
    """Labelled differences as a picture with finding, source line and alternative text."""
    rows = [
        [in_lines(label), effect.rd, effect.rd_low, effect.rd_high, difference_in_words(effect)]
        for label, effect in effects
    ]
    words = "; ".join(f"{label} {difference_in_words(effect)}" for label, effect in effects)
    return picture(
        forest(pd.DataFrame(rows, columns=DIFFERENCE_COLUMNS), low, high),
        finding,
        footer,
        f"Against vehicle, 95% interval: {words}.",
    )


# A ratio and a number needed with their intervals, on axes that stay the same for every result.

RATIO = Axis("Times as many as on vehicle (log axis)", 0.04, 16, (0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16), 1, "log")
NEEDED = Axis("Patients treated (log axis)", 1, 400, (1, 2, 5, 10, 20, 50, 100, 200, 400), None, "log")


def ratio_picture(effect: Effect, words: str, finding: str, footer: str) -> Picture:
    """The risk ratio of 1.5% against vehicle; the line through 1 is "as many on both"."""
    figures = (effect.rr, effect.rr_low, effect.rr_high)
    return _one(
        figures, words, RATIO, finding, footer, "Ratio of 1.5% against vehicle, 95% interval; 1 is as many on both"
    )


def needed_picture(effect: Effect, words: str, finding: str, footer: str) -> Picture:
    """The number needed, with the ends of its interval."""
    figures = (effect.nnt, effect.nnt_low, effect.nnt_high)
    return _one(figures, words, NEEDED, finding, footer, "Number needed, 95% interval")


def _one(figures: tuple, words: str, axis: Axis, finding: str, footer: str, described: str) -> Picture:
    row = ["1.5% against, vehicle", APPROVED_STRENGTH, COUNTED, *figures, words]
    chart = interval_rows(pd.DataFrame([row], columns=INTERVAL_COLUMNS), axis)
    return picture(chart, finding, footer, f"{described}: {words}.")


# The same proportions in trials of other sizes, beside the trial as it was: what is made up says so in every row.

ARMS = Axis("Patients, of 100", 0, 100, tuple(range(0, 101, 20)))
DIFFERENCE = Axis("Difference, percentage points", -40, 80, tuple(range(-40, 81, 20)), 0)


def kind_of(effect: Effect) -> str:
    """Whether somebody counted these patients, or the size of the trial is made up."""
    return HYPOTHETICAL if effect.n_origin.startswith(HYPOTHETICAL) else COUNTED


def arms_picture(pairs: list[Pair], finding: str, footer: str) -> Picture:
    """Both arms of every size with their intervals."""
    rows = [_arm(effect) for pair in pairs for effect in (pair.vehicle, pair.treated)]
    return _drawn(rows, ARMS, finding, footer, "Patients of 100 with 95% interval")


def differences_picture(pairs: list[Pair], finding: str, footer: str) -> Picture:
    """The difference between the arms of every size."""
    rows = [_difference(pair) for pair in pairs]
    return _drawn(rows, DIFFERENCE, finding, footer, "Difference of 1.5% against vehicle, 95% interval")


def _drawn(rows: list[list], axis: Axis, finding: str, footer: str, described: str) -> Picture:
    words = "; ".join(f"{row[0]}: {row[-1]}" for row in rows)
    return picture(
        interval_rows(pd.DataFrame(rows, columns=INTERVAL_COLUMNS), axis), finding, footer, f"{described}: {words}."
    )


def _arm(effect: Effect) -> list:
    kind = kind_of(effect)
    label = f"{_named(kind)}, {effect.N:,} on {short_name(effect.arm)}"
    figures = [percent_of(effect), effect.ci_low, effect.ci_high]
    return [label, effect.arm, kind, *figures, counted(effect)]


def _difference(pair: Pair) -> list:
    effect = pair.treated
    kind = kind_of(effect)
    label = f"{_named(kind)}, {pair.in_all:,} patients"
    return [label, effect.arm, kind, effect.rd, effect.rd_low, effect.rd_high, difference_in_words(effect)]


def _named(kind: str) -> str:
    return kind.upper() if kind == HYPOTHETICAL else kind.capitalize()


# No event in a small group: the chance of seeing none at given true rates, and the upper bounds that remain.

CHANCES = ["label", "of_100", "text"]
BOUND_ROW_HEIGHT = 40
BOUNDS = Axis("Events, of 100 patients (axis ends at 40)", 0, 40, (0, 10, 20, 30, 40))


def chance_bars(rows: pd.DataFrame) -> alt.LayerChart:
    """One bar a true rate: of 100 such trials, those that would see no event.

    `rows` has CHANCES, of_100 from 0 to 100. Raises ValueError for other columns.
    """
    if list(rows.columns) != CHANCES:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {CHANCES}")
    y = row_axis()
    base = alt.Chart(rows)
    x = quantity_axis("of_100", "Trials without any event, of 100 such trials", 0, 100, values=list(range(0, 101, 20)))
    bar = base.mark_bar(height=10, color=BLUE).encode(x, y)
    return with_figures_beside([bar], rows, y, BOUND_ROW_HEIGHT)


def chances_picture(chances: tuple[Chance, ...], finding: str, footer: str) -> Picture:
    """The chance of seeing no event at each true rate."""
    rows: list[list] = [[rate_in_words(chance), chance.of_100, chance_in_words(chance)] for chance in chances]
    words = "; ".join(f"{row[0].replace(', ', ' ')}: {row[2]}" for row in rows)
    return picture(chance_bars(pd.DataFrame(rows, columns=CHANCES)), finding, footer, f"{words}.")


def rate_in_words(chance: Chance) -> str:
    """ "True rate, 11.9 of 100"."""
    return f"True rate, {float(f'{chance.rate:.1f}'):g} of 100"


def chance_in_words(chance: Chance) -> str:
    """ "none seen in 74.7 of 100 trials"; never 0.0, which would say that it cannot happen."""
    return f"none seen in {f'{chance.of_100:.1f}' if chance.of_100 >= 0.05 else 'fewer than 0.1'} of 100 trials"


def bounds_picture(bounds: tuple[Bound, ...], finding: str, footer: str) -> Picture:
    """The upper bound after no event, by number of patients."""
    rows = [_bound(bound) for bound in bounds]
    words = "; ".join(f"{row[0]}: {row[-1]}" for row in rows)
    return picture(
        interval_rows(pd.DataFrame(rows, columns=INTERVAL_COLUMNS), BOUNDS), finding, footer, f"95% interval: {words}."
    )


def _bound(bound: Bound) -> list:
    kind = COUNTED if bound.counted else HYPOTHETICAL
    label = f"{'Counted' if bound.counted else kind.upper()}, 0 of {bound.patients:,}"
    return [label, APPROVED_STRENGTH, kind, 0, 0, bound.high, bound_in_words(bound)]


def bound_in_words(bound: Bound) -> str:
    """ "up to 11.9 of 100"; below 1 two figures that count: "up to 0.37 of 100"."""
    return f"up to {bound.high:{'.1f' if bound.high >= 1 else '.2g'}} of 100"
