"""Proportions of patients with their intervals: a dot and a line on an axis from 0 to 100."""

import altair as alt
import pandas as pd

from ruxcheck.charts.frame import Picture, arm_look, picture, quantity, rows_in_order, words_above
from ruxcheck.effect_words import interval_in_words, percent_of
from ruxcheck.evidence import Effect

COLUMNS = ["label", "arm", "percent", "low", "high", "text"]
ROW_HEIGHT = 46


def dot_interval(rows: pd.DataFrame) -> alt.LayerChart:
    """One row a group: the proportion as a dot in the look of its arm, its 95% interval as a line, the figures beside.

    `rows` has COLUMNS: percent, low and high from 0 to 100, `arm` an id of the three trial arms. Raises ValueError for
    other columns.
    """
    if list(rows.columns) != COLUMNS:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {COLUMNS}")
    y = rows_in_order()
    x = quantity("percent", "Patients, of 100", 0, 100, values=list(range(0, 101, 20)))
    edge, fill, shape = arm_look()
    base = alt.Chart(rows)
    line = base.mark_rule(strokeWidth=2).encode(
        quantity("low", "Patients, of 100", 0, 100), y, edge, x2=alt.X2(field="high")
    )
    dot = base.mark_point(size=130, strokeWidth=2, opacity=1).encode(x, y, edge, fill, shape)
    text = words_above(base, 0, y)
    return alt.layer(line, dot, text).properties(width="container", height={"step": ROW_HEIGHT})


def rows_of(effects: list[tuple[str, Effect]]) -> pd.DataFrame:
    """Rows for `dot_interval` from labelled effects; the printed percent where there is one, else n of N."""
    return pd.DataFrame([_row(label, effect) for label, effect in effects], columns=COLUMNS)


def _row(label: str, effect: Effect) -> list:
    return [label, effect.arm, percent_of(effect), effect.ci_low, effect.ci_high, interval_in_words(effect)]


def proportions_picture(effects: list[tuple[str, Effect]], finding: str, footer: str) -> Picture:
    """Labelled proportions as a picture with finding, source line and alternative text."""
    said = "; ".join(f"{label} {interval_in_words(effect)}, {effect.counts}" for label, effect in effects)
    return picture(dot_interval(rows_of(effects)), finding, footer, f"Patients of 100 with 95% interval: {said}.")
