"""The result of each record over %BSA for this age and IGA, and where the patient stands."""

import altair as alt
import pandas as pd

from ruxcheck import summary
from ruxcheck.charts.fit_map import PATIENT
from ruxcheck.charts.frame import GREY, Picture, picture
from ruxcheck.criteria import CANNOT_TELL, MET, NOT_MET, NOT_READ
from ruxcheck.sweep import Stretch, Sweep
from ruxcheck.values import Interval

COLUMNS = ["row", "result", "low", "high", "word"]
RESULTS = [MET, CANNOT_TELL, NOT_MET]
FILLS = {MET: "#16808a", CANNOT_TELL: "transparent", NOT_MET: "transparent"}
EDGES = {MET: "#16808a", CANNOT_TELL: "#7b6fb0", NOT_MET: GREY}
WORD_WIDTH = 1.9  # on the square-root axis: what the word of a result needs in a panel on a phone
TICKS = [0, 3, 10, 20, 35, 50, 75, 100]
ROW_HEIGHT = 34


def over_bsa_chart(rows: pd.DataFrame) -> alt.LayerChart:
    """One row a record: stretches of %BSA filled where met, an open bar where not met, dashed where it cannot be told.

    `rows` has COLUMNS, low and high in percent. The patient is a dataset named "patient" with one row or none. Raises
    ValueError for other columns.
    """
    if list(rows.columns) != COLUMNS:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {COLUMNS}")
    scale = alt.Scale(type="sqrt", domain=[0, 100], nice=False)
    axis = alt.Axis(values=TICKS, title="%BSA affected", grid=False, labelOverlap=False)
    x = alt.X(field="low", type="quantitative", scale=scale, axis=axis)
    x2 = alt.X2(field="high")
    labels = alt.Axis(title=None, labelExpr="split(datum.value, ', ')", labelLimit=150, domain=False, ticks=False)
    order = alt.Scale(domain=list(dict.fromkeys(rows["row"])))
    y = alt.Y(field="row", type="nominal", scale=order, axis=labels)
    bars = [_bar(rows[rows["result"] == result], result).encode(x, y, x2) for result in RESULTS]
    patient = alt.Chart(alt.NamedData("patient"))
    span = patient.mark_rect(fill=PATIENT, fillOpacity=0.15, aria=False).encode(x, x2)
    line = patient.mark_rule(color=PATIENT, strokeWidth=2, aria=False).encode(x)
    words = [_words(rows[(rows["result"] == MET) == on_fill], on_fill).encode(x, y) for on_fill in (True, False)]
    return alt.layer(*bars, span, line, *words).properties(width="container", height={"step": ROW_HEIGHT})


def _bar(rows: pd.DataFrame, result: str) -> alt.Chart:
    dash = [4, 3] if result == CANNOT_TELL else [1, 0]
    height = 20 if result == MET else 12
    return alt.Chart(rows).mark_bar(
        height=height, fill=FILLS[result], stroke=EDGES[result], strokeWidth=1.5, strokeDash=dash
    )


def _words(rows: pd.DataFrame, on_fill: bool) -> alt.Chart:
    """The results as words: white on the filled bars, else in the ink of the paper."""
    colour = {"color": "#ffffff"} if on_fill else {}
    mark = alt.Chart(rows).mark_text(align="left", dx=4, fontSize=11, aria=False, **colour)
    return mark.encode(text=alt.Text(field="word", type="nominal"))


def over_bsa_rows(sweeps: tuple[Sweep, ...]) -> pd.DataFrame:
    """Rows for `over_bsa_chart`: each stretch of each record, in the order of the report."""
    rows = [
        [_short(sweep), stretch.result, stretch.low, stretch.high, _word(stretch)]
        for sweep in sweeps
        for stretch in sweep.stretches
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _word(stretch: Stretch) -> str:
    """The result as a word, as its mark where the stretch is narrow."""
    return stretch.result if stretch.high**0.5 - stretch.low**0.5 > WORD_WIDTH else summary.SYMBOLS[stretch.result]


def _short(sweep: Sweep) -> str:
    """The record as on the map; where its area was not read, that %BSA changes nothing proves nothing."""
    record = sweep.answer.record
    if record is None:
        return f"{sweep.answer.title} label"
    unread = sweep.answer.parts.get("dosing") == NOT_READ and sweep.answer.core != NOT_MET
    return f"{record.short}, area not read" if unread else record.short


def over_bsa_picture(sweeps: tuple[Sweep, ...], bsa: Interval | None, words: str, footer: str) -> Picture:
    """The chart with its finding; `bsa` is the patient's %BSA (None: not recorded), `words` the age and IGA."""
    met = sum(sweep.answer.core == MET for sweep in sweeps)
    finding = (
        f"{words}: met by {met} of {len(sweeps)} records at the %BSA entered" if bsa else f"{words}: results over %BSA"
    )
    said = "; ".join(f"{_short(sweep)}: {_stretches_in_words(sweep)}" for sweep in sweeps)
    patient = f" Patient: {bsa.low:g} to {bsa.high:g}%." if bsa else " Patient's %BSA not recorded."
    shown = picture(
        over_bsa_chart(over_bsa_rows(sweeps)),
        finding,
        footer,
        f"Filled: met; dashed: cannot tell; open: not met. {said}.{patient}",
    )
    rows = [{"low": bsa.low, "high": bsa.high}] if bsa else []
    return shown._replace(spec=shown.spec | {"datasets": shown.spec["datasets"] | {"patient": rows}})


def _stretches_in_words(sweep: Sweep) -> str:
    return ", ".join(f"{stretch.result} {stretch.low:g} to {stretch.high:g}%" for stretch in sweep.stretches)
