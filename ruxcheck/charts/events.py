"""Adverse events by arm: proportions of patients with their intervals, on an axis that ends where it says."""

import altair as alt
import pandas as pd

from ruxcheck.charts.frame import ARM_NAMES, Picture, arm_look, picture, quantity
from ruxcheck.charts.headed import ROW_HEIGHT, headed_axis, keyed, named
from ruxcheck.effect_words import interval_in_words, percent_of
from ruxcheck.evidence import Effect

COLUMNS = ["group", "label", "words", "arm", "percent", "low", "high"]


def event_intervals(rows: pd.DataFrame, end: int = 100) -> alt.LayerChart:
    """One row an arm below its event: the proportion as a dot in the look of its arm, its 95% interval as a line.

    `rows` has COLUMNS, percent, low and high from 0 to 100. An axis that ends before 100 says so. Raises ValueError for
    other columns, and where an interval reaches beyond the end of the axis.
    """
    if list(rows.columns) != COLUMNS:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {COLUMNS}")
    if rows["high"].max() > end:
        raise ValueError(f"high reaches {rows['high'].max()}; the axis ends at {end}")
    title = "Patients, of 100" + (f" (axis ends at {end})" if end < 100 else "")
    rows, keys = keyed(rows)
    y = headed_axis(keys)
    ticks = list(range(0, end + 1, 10 if end < 100 else 20))
    edge, fill, shape = arm_look()
    base = alt.Chart(rows)
    line = base.mark_rule(strokeWidth=2).encode(
        quantity("low", title, 0, end, values=ticks, titleAnchor="end"), y, edge, x2=alt.X2(field="high")
    )
    dot = base.mark_point(size=120, strokeWidth=2, opacity=1).encode(
        quantity("percent", title, 0, end, values=ticks, titleAnchor="end"), y, edge, fill, shape
    )
    return alt.layer(line, dot).properties(width="container", height={"step": ROW_HEIGHT})


def event_rows(effects: list[tuple[str, Effect]]) -> pd.DataFrame:
    """Rows for `event_intervals` from effects, each with the heading it belongs to."""
    return pd.DataFrame([_row(group, effect) for group, effect in effects], columns=COLUMNS)


def _row(group: str, effect: Effect) -> list:
    figures = [percent_of(effect), effect.ci_low, effect.ci_high]
    return [group, ARM_NAMES[effect.arm], counted(effect), effect.arm, *figures]


def counted(effect: Effect) -> str:
    """ "131/499: 26.3 of 100 (22.6 to 30.3)"; with no event "0 of 29: up to 11.9 of 100"."""
    return interval_in_words(effect) if effect.n == 0 else f"{effect.counts}: {interval_in_words(effect)}"


def events_picture(effects: list[tuple[str, Effect]], finding: str, footer: str, end: int = 100) -> Picture:
    """Proportions below their headings as a picture with finding, source line and alternative text."""
    rows = event_rows(effects)
    said = "; ".join(f"{named(row.group, row.label)}, {row.words}" for row in rows.itertuples())
    return picture(event_intervals(rows, end), finding, footer, f"Patients of 100 with 95% interval: {said}.")
