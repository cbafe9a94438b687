"""The result of each record over %BSA for this age and IGA, and where the patient stands."""

from functools import lru_cache
from typing import Any

import altair as alt

from ruxcheck import summary
from ruxcheck.charts.fit_map import PATIENT
from ruxcheck.charts.frame import GREY, Picture, titled
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


def over_bsa_chart(records: list[str]) -> alt.LayerChart:
    """One row a record: stretches of %BSA filled where met, an open bar where not met, dashed where it cannot be told.

    The stretches are a dataset named "stretches" with COLUMNS, low and high in percent; the patient is one named "patient"
    with low and high, one row or none. `records` are the rows from top to bottom. The marks are
    silent to screen readers, because one without rows would be announced without a name: the text says it all.
    """
    scale = alt.Scale(type="sqrt", domain=[0, 100], nice=False)
    axis = alt.Axis(values=TICKS, title="%BSA affected", grid=False, labelOverlap=False)
    x = alt.X(field="low", type="quantitative", scale=scale, axis=axis)
    x2 = alt.X2(field="high")
    labels = alt.Axis(title=None, labelExpr="split(datum.value, ', ')", labelLimit=150, domain=False, ticks=False)
    y = alt.Y(field="row", type="nominal", scale=alt.Scale(domain=records), axis=labels)
    stretches, patient = (alt.Chart(alt.NamedData(name)) for name in ("stretches", "patient"))
    bars = [result_bar(stretches, result).encode(x, y, x2) for result in RESULTS]
    span = patient.mark_rect(fill=PATIENT, fillOpacity=0.15, stroke=PATIENT, strokeWidth=1, aria=False).encode(x, x2)
    line = patient.mark_rule(color=PATIENT, strokeWidth=2, aria=False).encode(x)
    words = [_words(stretches, on_fill).encode(x, y) for on_fill in (True, False)]
    return alt.layer(*bars, span, line, *words).properties(width="container", height={"step": ROW_HEIGHT})


def result_bar(stretches: alt.Chart, result: str) -> alt.Chart:
    """The bars of one result: filled where met, open and lower where not met, dashed where it cannot be told."""
    dash = [4, 3] if result == CANNOT_TELL else [1, 0]
    height = 20 if result == MET else 12
    look: dict[str, Any] = {"fill": FILLS[result], "stroke": EDGES[result], "strokeDash": dash}
    return stretches.mark_bar(height=height, strokeWidth=1.5, aria=False, **look).transform_filter(
        f"datum.result == '{result}'"
    )


def _words(stretches: alt.Chart, on_fill: bool) -> alt.Chart:
    """The results as words: white on the filled bars, else in the ink of the paper."""
    colour: dict[str, Any] = {"color": "#ffffff"} if on_fill else {}
    mark = stretches.mark_text(align="left", dx=4, fontSize=11, aria=False, **colour)
    shown = mark.transform_filter(f"datum.result {'==' if on_fill else '!='} '{MET}'")
    return shown.encode(text=alt.Text(field="word", type="nominal"))


@lru_cache(maxsize=64)
def _spec(records: tuple[str, ...]) -> dict:
    """The chart without its rows, which are all that changes from patient to patient."""
    return over_bsa_chart(list(records)).to_dict()


def over_bsa_rows(sweeps: tuple[Sweep, ...]) -> list[dict]:
    """Each stretch of each record as a row with COLUMNS, in the order of the report."""
    return [
        dict(zip(COLUMNS, (_short(sweep), stretch.result, stretch.low, stretch.high, _word(stretch))))
        for sweep in sweeps
        for stretch in sweep.stretches
    ]


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
    rows, where = over_bsa_rows(sweeps), [{"low": bsa.low, "high": bsa.high}] if bsa else []
    spec = _spec(tuple(_short(sweep) for sweep in sweeps)) | {"datasets": {"stretches": rows, "patient": where}}
    told = f"{finding}. Filled: met; dashed: cannot tell; open: not met. {said}.{patient} {footer}"
    return titled(spec, finding, footer, told)


def _stretches_in_words(sweep: Sweep) -> str:
    return ", ".join(f"{stretch.result} {stretch.low:g} to {stretch.high:g}%" for stretch in sweep.stretches)
