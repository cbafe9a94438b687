"""A mean over the weeks of a trial, against a limit that a label sets."""

import altair as alt
import pandas as pd

from ruxcheck.charts.frame import BLUE, GREY, Picture, picture
from ruxcheck.evidence import Figure

COLUMNS = ["week", "percent", "text"]
LAST_WEEK, END, HEIGHT = 54, 60, 240
AXIS = f"Mean %BSA affected (axis ends at {END})"
# where each figure stands beside its point, so that near weeks do not run into each other
BESIDE: dict[str, list] = {"align": ["left", "center", "left", "center"], "dx": [9, 0, 2, 0], "dy": [0, 16, -12, -14]}


def course(rows: pd.DataFrame, limit: float, limit_words: str) -> alt.LayerChart:
    """Points in time joined by a line, each figure beside its point, and the limit as a dashed line with its name.

    `rows` has COLUMNS, four weeks in order, percent from 0 to END. Raises ValueError for other columns or values beyond.
    """
    if list(rows.columns) != COLUMNS:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {COLUMNS}")
    if rows["percent"].max() > END or limit > END:
        raise ValueError(f"percent reaches {max(rows['percent'].max(), limit)}; the axis ends at {END}")
    x, y = _weeks(list(rows["week"])), _area("percent")
    base = alt.Chart(rows).encode(x, y)
    line = base.mark_line(color=BLUE, strokeWidth=2)
    points = base.mark_point(size=110, filled=True, color=BLUE, opacity=1)
    figures = [
        alt.Chart(rows.iloc[[number]])
        .mark_text(fontSize=12, fontWeight=600, **{name: values[number % 4] for name, values in BESIDE.items()})
        .encode(x, y, text=alt.Text(field="text", type="nominal"))
        for number in range(len(rows))
    ]
    return alt.layer(*_limit(limit, limit_words), line, points, *figures).properties(
        width="container", height=HEIGHT, autosize=alt.AutoSizeParams(type="fit-x", contains="padding")
    )


def _limit(limit: float, words: str) -> tuple[alt.Chart, alt.Chart]:
    base = alt.Chart(pd.DataFrame({"week": [LAST_WEEK], "percent": [limit], "text": [words]}))
    rule = base.mark_rule(color=GREY, strokeDash=[5, 3], strokeWidth=2).encode(_area("percent"))
    name = base.mark_text(align="right", dy=-9, fontSize=12).encode(
        alt.X(field="week", type="quantitative"), _area("percent"), text=alt.Text(field="text", type="nominal")
    )
    return rule, name


def _weeks(weeks: list[int]) -> alt.X:
    return alt.X(
        field="week",
        type="quantitative",
        scale=alt.Scale(domain=[0, LAST_WEEK], nice=False),
        axis=alt.Axis(title="Week", values=weeks, grid=False, labelOverlap=False),
    )


def _area(name: str) -> alt.Y:
    return alt.Y(
        field=name,
        type="quantitative",
        scale=alt.Scale(domain=[0, END], nice=False),
        axis=alt.Axis(title=AXIS, values=list(range(0, END + 1, 20))),
    )


def course_picture(figures: list[Figure], limit: float, limit_words: str, finding: str, footer: str) -> Picture:
    """A mean over time as a picture with finding, source line and alternative text."""
    rows = pd.DataFrame([[row.week, row.number, f"{row.value}%"] for row in figures], columns=COLUMNS)
    said = "; ".join(f"{row.time} {row.value}%" for row in figures)
    return picture(course(rows, limit, limit_words), finding, footer, f"Over time: {said}. Dashed line: {limit_words}.")
