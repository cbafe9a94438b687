"""The design of a trial along its weeks: one bar a period, what happened in it written above."""

import altair as alt
import pandas as pd

from ruxcheck.charts.frame import BLUE, Picture, picture, quantity, rows_in_order, words_above
from ruxcheck.model import Period

COLUMNS = ["label", "start", "end", "text"]
ROW_HEIGHT = 40


def timeline(rows: pd.DataFrame) -> alt.LayerChart:
    """One bar a period from its first to its last week, on an axis in weeks that starts at 0.

    `rows` has COLUMNS. Raises ValueError for other columns.
    """
    if list(rows.columns) != COLUMNS:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {COLUMNS}")
    weeks = sorted({*rows["start"], *rows["end"]})
    y = rows_in_order()
    bar = alt.Chart(rows).mark_bar(height=12, color=BLUE, opacity=1)
    bars = bar.encode(quantity("start", "Week", 0, weeks[-1], values=weeks), y, x2=alt.X2(field="end"))
    words = words_above(alt.Chart(rows), 0, y)
    return alt.layer(bars, words).properties(width="container", height={"step": ROW_HEIGHT})


def timeline_picture(periods: tuple[Period, ...], finding: str, footer: str) -> Picture:
    """The periods of a trial as a picture with finding, source line and alternative text."""
    rows = [[weeks_in_words(p), p.start_week, p.end_week, p.title[0].upper() + p.title[1:]] for p in periods]
    said = "; ".join(f"{row[0]} {period.title}" for row, period in zip(rows, periods))
    return picture(timeline(pd.DataFrame(rows, columns=COLUMNS)), finding, footer, f"Periods: {said}.")


def weeks_in_words(period: Period) -> str:
    """ "Week 0 to 8"."""
    return f"Week {period.start_week} to {period.end_week}"
