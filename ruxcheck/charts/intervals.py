"""Figures with their intervals on one axis of any kind; what is made up is dashed, has its own mark, and is named so."""

from typing import Literal

import altair as alt
import pandas as pd

from ruxcheck.charts.frame import GREY, arm_look, rows_in_order, words_above
from ruxcheck.effect_names import HYPOTHETICAL
from ruxcheck.frozen import Frozen

COLUMNS = ["label", "arm", "kind", "value", "low", "high", "text"]
COUNTED = "counted"
ROW_HEIGHT = 48
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

    def channel(self, field: str) -> alt.X:
        """The axis for one field of the rows."""
        scale = alt.Scale(type=self.kind, domain=[self.low, self.high], nice=False)
        axis = alt.Axis(title=self.title, values=list(self.ticks), labelOverlap=False, labelExpr=PLAIN)
        return alt.X(field=field, type="quantitative", scale=scale, axis=axis)


def interval_rows(rows: pd.DataFrame, axis: Axis) -> alt.LayerChart:
    """One row a figure: a mark in the look of its arm, its interval as a line, its words above.

    `rows` has COLUMNS; `kind` is COUNTED or HYPOTHETICAL. Raises ValueError for other columns, and where an interval reaches
    beyond the axis.
    """
    if list(rows.columns) != COLUMNS:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {COLUMNS}")
    if rows["low"].min() < axis.low or rows["high"].max() > axis.high:
        raise ValueError(
            f"intervals from {rows['low'].min()} to {rows['high'].max()}; the axis goes from {axis.low} to {axis.high}"
        )
    y = rows_in_order()
    edge, fill, _ = arm_look()
    base = alt.Chart(rows)
    line = base.mark_rule(strokeWidth=2).encode(axis.channel("low"), y, edge, _dash(), x2=alt.X2(field="high"))
    mark = base.mark_point(size=120, strokeWidth=2, opacity=1).encode(axis.channel("value"), y, edge, fill, _shape())
    layers = [*_line_through(axis), line, mark, words_above(base, axis.low, y)]
    return alt.layer(*layers).properties(width="container", height={"step": ROW_HEIGHT})


def _dash() -> alt.StrokeDash:
    scale = alt.Scale(domain=list(DASHES), range=list(DASHES.values()))
    return alt.StrokeDash(field="kind", type="nominal", scale=scale, legend=None)


def _shape() -> alt.Shape:
    scale = alt.Scale(domain=list(SHAPES), range=list(SHAPES.values()))
    return alt.Shape(field="kind", type="nominal", scale=scale, legend=None)


def _line_through(axis: Axis) -> list[alt.Chart]:
    if axis.at is None:
        return []
    base = alt.Chart(pd.DataFrame({"value": [axis.at]}))
    return [base.mark_rule(color=GREY, strokeDash=[4, 3], aria=False).encode(axis.channel("value"))]
