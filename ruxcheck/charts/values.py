"""Means and medians that the sources print without an interval: a dot and its figure, nothing more."""

import altair as alt
import pandas as pd

from ruxcheck.charts.frame import Picture, arm_look, picture, quantity, rows_in_order
from ruxcheck.evidence import Figure

COLUMNS = ["label", "arm", "value", "text"]
ROW_HEIGHT = 46


def dots(rows: pd.DataFrame, axis: str, low: float, high: float) -> alt.LayerChart:
    """One row a group: its value as a dot in the look of its arm, on an axis from `low` to `high` in the unit `axis` names.

    `rows` has COLUMNS. Raises ValueError for other columns.
    """
    if list(rows.columns) != COLUMNS:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {COLUMNS}")
    x, y = quantity("value", axis, low, high), rows_in_order()
    edge, fill, shape = arm_look()
    dot = alt.Chart(rows).mark_point(size=130, strokeWidth=2, opacity=1).encode(x, y, edge, fill, shape)
    text = (
        alt.Chart(rows)
        .mark_text(align="left", dx=11, fontSize=12)
        .encode(x, y, text=alt.Text(field="text", type="nominal"))
    )
    return alt.layer(dot, text).properties(width="container", height={"step": ROW_HEIGHT})


def values_picture(
    rows: list[tuple[str, Figure]], axis: str, low: float, high: float, finding: str, footer: str
) -> Picture:
    """Labelled figures without an interval as a picture; the text says that none is printed."""
    cells = [[label, row.arm, row.number, f"{row.value} {row.unit}".replace(" %", "%")] for label, row in rows]
    said = "; ".join(f"{cell[0]} {cell[3]}" for cell in cells)
    chart = dots(pd.DataFrame(cells, columns=COLUMNS), axis, low, high)
    return picture(chart, finding, footer, f"{axis}, no interval printed: {said}.")
