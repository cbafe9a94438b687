"""The design of a randomised trial along its weeks: one row an arm, one bar a period, patients at its start."""

import altair as alt
import pandas as pd

from ruxcheck.charts.frame import (
    ARM_EDGES,
    ARM_FILLS,
    ARM_NAMES,
    GREY,
    Picture,
    by_arm,
    picture,
    quantity,
    rows_in_order,
)
from ruxcheck.evidence import Figure

COLUMNS = ["label", "arm", "start", "end", "text"]
ROW_HEIGHT = 46
LATER_NAMES = {"vehicle-to-rux-1.5": "Vehicle, then 1.5%", "vehicle-to-rux-0.75": "Vehicle, then 0.75%"}
LATER_LOOKS = {
    "rux-1.5-throughout": "rux-1.5",
    "rux-0.75-throughout": "rux-0.75",
    "vehicle-to-rux-1.5": "rux-1.5",
    "vehicle-to-rux-0.75": "rux-0.75",
    "all": "all",
}
FILLS, EDGES = ARM_FILLS | {"all": "#c9ced3"}, ARM_EDGES | {"all": GREY}


def lanes(rows: pd.DataFrame, last_week: int) -> alt.LayerChart:
    """Bars from week `start` to week `end` in the look of their arm, the number of patients above their start.

    `rows` has COLUMNS. Raises ValueError for other columns.
    """
    if list(rows.columns) != COLUMNS:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {COLUMNS}")
    weeks = sorted({*rows["start"], *rows["end"]})
    x, y = quantity("start", "Week", 0, last_week, values=weeks, grid=True), rows_in_order()
    fill = alt.Fill(field="arm", type="nominal", scale=by_arm("arm", FILLS), legend=None)
    edge = alt.Stroke(field="arm", type="nominal", scale=by_arm("arm", EDGES), legend=None)
    bar = alt.Chart(rows).mark_bar(height=12, strokeWidth=1.5, yOffset=8).encode(x, y, fill, edge, alt.X2(field="end"))
    text = alt.Chart(rows).mark_text(align="left", dx=2, dy=-8, fontSize=12)
    return alt.layer(bar, text.encode(x, y, text=alt.Text(field="text", type="nominal"))).properties(
        width="container", height={"step": ROW_HEIGHT}
    )


def lane_rows(arms: tuple[Figure, ...], later: tuple[Figure, ...], weeks: tuple[int, int, int]) -> pd.DataFrame:
    """Bars of the randomised arms up to the second of three weeks, then of the groups that went on up to the third."""
    start, middle, end = weeks
    rows: list[list] = [[ARM_NAMES[row.arm], row.arm, start, middle, str(row.n)] for row in arms]
    rows += [[_lane(row), LATER_LOOKS[row.arm], middle, end, f"{row.n} went on"] for row in later]
    order = {label: place for place, label in enumerate(ARM_NAMES[arm] for arm in reversed(ARM_NAMES))}
    rows.sort(key=lambda row: order.get(row[0], len(order)))
    return pd.DataFrame(rows, columns=COLUMNS)


def _lane(row: Figure) -> str:
    return LATER_NAMES.get(row.arm) or ARM_NAMES.get(LATER_LOOKS[row.arm], "All arms together")


def design_picture(arms: tuple[Figure, ...], later: tuple[Figure, ...], weeks: tuple[int, int, int], finding: str, footer: str) -> Picture:  # fmt: skip
    """The arms along the weeks with finding, source line and alternative text."""
    rows = lane_rows(arms, later, weeks)
    said = "; ".join(f"{row.label} {row.text}, weeks {row.start} to {row.end}" for row in rows.itertuples(index=False))
    return picture(lanes(rows, weeks[2]), finding, footer, f"Patients by arm and period: {said}.")
