"""One row a reading, one column a patient: the result as word and mark, and which patients are judged differently."""

from typing import Any

import altair as alt
import pandas as pd

from ruxcheck.charts.frame import Picture, picture
from ruxcheck.charts.over_bsa import EDGES, FILLS, RESULTS
from ruxcheck.criteria import CANNOT_TELL, MET
from ruxcheck.readings import Reading, differing
from ruxcheck.summary import SYMBOLS

COLUMNS = ["reading", "patient", "result", "sign"]
ROW_HEIGHT = 58


def readings_chart(rows: pd.DataFrame) -> alt.LayerChart:
    """A cell for each reading and patient: filled where met, open where not met, dashed where it cannot be told.

    `rows` has COLUMNS. Raises ValueError for other columns.
    """
    if list(rows.columns) != COLUMNS:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {COLUMNS}")
    x, y = _axis(alt.X, rows["patient"], orient="top", labelAngle=0), _axis(alt.Y, rows["reading"])
    base = alt.Chart(rows).encode(x, y)
    cells = [_cells(base, result) for result in RESULTS]
    words = [
        _words(base, on_fill, *word) for on_fill in (True, False) for word in (("sign", -9, 15), ("result", 10, 12))
    ]
    return alt.layer(*cells, *words).properties(width="container", height={"step": ROW_HEIGHT})


def _axis(channel: type, names: pd.Series, **look) -> alt.X | alt.Y:
    """Names in the order of the rows: each layer has some of them only, so the order is given and not found."""
    axis = alt.Axis(title=None, domain=False, ticks=False, labelExpr="split(datum.value, ', ')", labelFontSize=12, labelLimit=120, **look)  # fmt: skip
    scale = alt.Scale(domain=list(dict.fromkeys(names)), padding=0.08)
    return channel(field=names.name, type="nominal", axis=axis, scale=scale)


def _cells(base: alt.Chart, result: str) -> alt.Chart:
    dash = [4, 3] if result == CANNOT_TELL else [1, 0]
    mark = base.mark_rect(fill=FILLS[result], stroke=EDGES[result], strokeWidth=1.5, strokeDash=dash, aria=False)
    return mark.transform_filter(f"datum.result == '{result}'")


def _words(base: alt.Chart, on_fill: bool, field: str, dy: int, size: int) -> alt.Chart:
    """Sign or word of the result: white on the filled cells, else in the ink of the paper."""
    colour: dict[str, Any] = {"color": "#ffffff"} if on_fill else {}
    mark = base.mark_text(dy=dy, fontSize=size, fontWeight=600, aria=False, **colour)
    shown = mark.transform_filter(f"datum.result {'==' if on_fill else '!='} '{MET}'")
    return shown.encode(text=alt.Text(field=field, type="nominal"))


def readings_picture(readings: tuple[Reading, ...], finding: str, footer: str) -> Picture:
    """The readings as a picture with finding, source line and alternative text."""
    others = differing(readings)
    rows = [[_named(row), _patient(row, others), row.result, SYMBOLS[row.result]] for row in readings]
    said = "; ".join(f"{row.patient} read {row.reading}: {row.result}" for row in readings)
    return picture(readings_chart(pd.DataFrame(rows, columns=COLUMNS)), finding, footer, f"Results: {said}.")


def _named(row: Reading) -> str:
    return f"{row.reading}, (this tool)" if row.taken else row.reading


def _patient(row: Reading, others: tuple[str, ...]) -> str:
    return f"{row.patient}: differs" if row.patient in others else row.patient
