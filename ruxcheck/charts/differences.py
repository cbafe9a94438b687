"""Differences against vehicle with their intervals: a forest plot around zero."""

import altair as alt
import pandas as pd

from ruxcheck.charts.frame import BLUE, GREY, Picture, picture, quantity, rows_in_order, words_above
from ruxcheck.effect_words import difference_in_words
from ruxcheck.evidence import Effect

COLUMNS = ["label", "rd", "low", "high", "text"]
ROW_HEIGHT = 46
AXIS = "Difference against vehicle, percentage points"


def forest(rows: pd.DataFrame, low: float, high: float) -> alt.LayerChart:
    """One row a comparison: the difference as a square, its 95% interval as a line, zero drawn through.

    `rows` has COLUMNS in percentage points; the axis runs from `low` to `high`. Raises ValueError for other columns.
    """
    if list(rows.columns) != COLUMNS:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {COLUMNS}")
    y = rows_in_order()
    ticks = list(range(-100, 101, 20))
    base = alt.Chart(rows)
    zero = (
        alt.Chart(pd.DataFrame({"rd": [0.0]}))
        .mark_rule(color=GREY, strokeDash=[4, 3])
        .encode(quantity("rd", AXIS, low, high, values=ticks))
    )
    line = base.mark_rule(strokeWidth=2, color=BLUE).encode(
        quantity("low", AXIS, low, high), y, x2=alt.X2(field="high")
    )
    square = base.mark_point(shape="square", filled=True, size=90, color=BLUE, opacity=1).encode(
        quantity("rd", AXIS, low, high), y
    )
    text = words_above(base, low, y)
    return alt.layer(zero, line, square, text).properties(width="container", height={"step": ROW_HEIGHT})


def forest_picture(effects: list[tuple[str, Effect]], finding: str, footer: str, low: float, high: float) -> Picture:
    """Labelled differences as a picture with finding, source line and alternative text."""
    rows = [[label, effect.rd, effect.rd_low, effect.rd_high, difference_in_words(effect)] for label, effect in effects]
    said = "; ".join(f"{row[0]} {row[4]}" for row in rows)
    return picture(
        forest(pd.DataFrame(rows, columns=COLUMNS), low, high),
        finding,
        footer,
        f"Against vehicle, 95% interval: {said}.",
    )
