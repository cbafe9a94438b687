"""Differences against vehicle with their intervals: a forest plot around zero."""

import altair as alt
import pandas as pd

from ruxcheck.charts.frame import BLUE, GREY, Picture, picture, quantity, rows_in_order
from ruxcheck.evidence import Effect

COLUMNS = ["label", "rd", "low", "high", "text"]
ROW_HEIGHT = 32
AXIS = "Difference against vehicle, percentage points"


def forest(rows: pd.DataFrame, low: float, high: float) -> alt.LayerChart:
    """One row a comparison: the difference as a square, its 95% interval as a line, zero drawn through.

    `rows` has COLUMNS in percentage points; the axis runs from `low` to `high`. Raises ValueError for other columns.
    """
    if list(rows.columns) != COLUMNS:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {COLUMNS}")
    y = rows_in_order()
    base = alt.Chart(rows)
    zero = (
        alt.Chart(pd.DataFrame({"rd": [0.0]}))
        .mark_rule(color=GREY, strokeDash=[4, 3])
        .encode(quantity("rd", AXIS, low, high))
    )
    line = base.mark_rule(strokeWidth=2, color=BLUE).encode(
        quantity("low", AXIS, low, high), y, x2=alt.X2(field="high")
    )
    square = base.mark_point(shape="square", filled=True, size=90, color=BLUE, opacity=1).encode(
        quantity("rd", AXIS, low, high), y
    )
    text = base.mark_text(align="left", dx=8, fontSize=12).encode(
        quantity("high", AXIS, low, high), y, text=alt.Text(field="text", type="nominal")
    )
    return alt.layer(zero, line, square, text).properties(width="container", height={"step": ROW_HEIGHT})


def difference_in_words(effect: Effect) -> str:
    """ "41.1 more of 100 (34.7 to 46.7)" or "7.3 fewer of 100 (0.5 to 14.4 fewer)"; across zero both directions."""
    low, high = effect.rd_low, effect.rd_high
    if low > 0:
        return f"{effect.rd:.1f} more of 100 ({low:.1f} to {high:.1f})"
    if high < 0:
        return f"{-effect.rd:.1f} fewer of 100 ({-high:.1f} to {-low:.1f})"
    word = "more" if effect.rd > 0 else "fewer"
    return f"{abs(effect.rd):.1f} {word} of 100 ({-low:.1f} fewer to {high:.1f} more)"


def number_needed_in_words(effect: Effect, direction: str) -> str:
    """ "NNT 2.4 (2.1 to 2.9)", "NNH ...", "one fewer for every ..."; empty where the interval holds zero."""
    if effect.nnt is None:
        return ""
    figures = f"{effect.nnt:.1f} ({effect.nnt_low:.1f} to {effect.nnt_high:.1f})"
    if effect.rd > 0:
        return f"{'NNT' if direction == 'higher is better' else 'NNH'} {figures}"
    return f"one fewer for every {figures} treated"


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
