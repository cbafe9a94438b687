"""Results as pictures: over %BSA for one patient, step by step for a list, and for several readings of one text."""

from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from ruxcheck.charts.eligibility_map import PATIENT
from ruxcheck.charts.theme import GREY, Picture, picture, quantity_axis, specification, titled
from ruxcheck.kernel import wording
from ruxcheck.kernel.check import BsaStretch, BsaSweep
from ruxcheck.kernel.criteria import CANNOT_TELL, MET, NOT_MET, NOT_READ, NOT_REVIEWED
from ruxcheck.kernel.possible_values import Interval
from ruxcheck.kernel.wording import SYMBOLS
from ruxcheck.screening.upload import AttritionStep
from ruxcheck.teaching.labs import Interpretation, judged_differently

STRETCH_COLUMNS = ["row", "result", "low", "high", "word"]
RESULTS = [MET, CANNOT_TELL, NOT_MET]
FILLS = {MET: "#16808a", CANNOT_TELL: "transparent", NOT_MET: "transparent"}
EDGES = {MET: "#16808a", CANNOT_TELL: "#7b6fb0", NOT_MET: GREY}
WORD_WIDTH = 1.9  # on the square-root axis: what the word of a result needs in a panel on a phone
TICKS = [0, 3, 10, 20, 35, 50, 75, 100]
STRETCH_ROW_HEIGHT = 34


def results_by_bsa_chart(records: list[str]) -> alt.LayerChart:
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
    words = [_stretch_in_words(stretches, on_fill).encode(x, y) for on_fill in (True, False)]
    return alt.layer(*bars, span, line, *words).properties(width="container", height={"step": STRETCH_ROW_HEIGHT})


def result_bar(stretches: alt.Chart, result: str) -> alt.Chart:
    """The bars of one result: filled where met, open and lower where not met, dashed where it cannot be told."""
    dash = [4, 3] if result == CANNOT_TELL else [1, 0]
    height = 20 if result == MET else 12
    look: dict[str, Any] = {"fill": FILLS[result], "stroke": EDGES[result], "strokeDash": dash}
    return stretches.mark_bar(height=height, strokeWidth=1.5, aria=False, **look).transform_filter(
        f"datum.result == '{result}'"
    )


def _stretch_in_words(stretches: alt.Chart, on_fill: bool) -> alt.Chart:
    """The results as words: white on the filled bars, else in the ink of the paper."""
    colour: dict[str, Any] = {"color": "#ffffff"} if on_fill else {}
    mark = stretches.mark_text(align="left", dx=4, fontSize=11, aria=False, **colour)
    shown = mark.transform_filter(f"datum.result {'==' if on_fill else '!='} '{MET}'")
    return shown.encode(text=alt.Text(field="word", type="nominal"))


@lru_cache(maxsize=64)
def _spec(records: tuple[str, ...]) -> dict:
    """The chart without its rows, which are all that changes from patient to patient."""
    return specification(results_by_bsa_chart(list(records)))


def results_by_bsa_rows(sweeps: tuple[BsaSweep, ...]) -> list[dict]:
    """Each stretch of each record as a row with COLUMNS, in the order of the report."""
    return [
        dict(
            zip(
                STRETCH_COLUMNS,
                (_short(sweep), _mark(sweep, stretch), stretch.low, stretch.high, _word(sweep, stretch)),
            )
        )
        for sweep in sweeps
        for stretch in sweep.stretches
    ]


def _mark(sweep: BsaSweep, stretch: BsaStretch) -> str:
    """What a stretch looks like: where dosing was not read, a fitting age and IGA look as open as what cannot be told."""
    return CANNOT_TELL if stretch.result == MET and _unreviewed(sweep) else stretch.result


def _unreviewed(sweep: BsaSweep) -> bool:
    record = sweep.answer.record
    return record is not None and bool(record.unreviewed_parts)


def _in_words(sweep: BsaSweep, stretch: BsaStretch) -> str:
    if stretch.result == MET and _unreviewed(sweep):
        return NOT_REVIEWED
    return wording.result_in_words(stretch.result)


def _word(sweep: BsaSweep, stretch: BsaStretch) -> str:
    """The result as a word, as its mark where the stretch is narrow."""
    wide = stretch.high**0.5 - stretch.low**0.5 > WORD_WIDTH
    return _in_words(sweep, stretch) if wide else wording.SYMBOLS[_mark(sweep, stretch)]


def _short(sweep: BsaSweep) -> str:
    """The record as on the map; where its area was not read, that %BSA changes nothing proves nothing."""
    record = sweep.answer.record
    if record is None:
        return f"{sweep.answer.title} label"
    unread = sweep.answer.parts.get("dosing") == NOT_READ and sweep.answer.core != NOT_MET
    return f"{record.short}, area not read" if unread else record.short


def results_by_bsa_picture(sweeps: tuple[BsaSweep, ...], bsa: Interval | None, words: str, footer: str) -> Picture:
    """The chart with its finding; `bsa` is the patient's %BSA (None: not recorded), `words` the age and IGA."""
    met = sum(sweep.answer.verdict == MET for sweep in sweeps)
    finding = (
        f"{words}: met by {met} of {len(sweeps)} records at the %BSA entered" if bsa else f"{words}: results over %BSA"
    )
    sentence = "; ".join(f"{_short(sweep)}: {_stretches_in_words(sweep)}" for sweep in sweeps)
    patient = f" Patient: {bsa.low:g} to {bsa.high:g}%." if bsa else " Patient's %BSA not recorded."
    rows, where = results_by_bsa_rows(sweeps), [{"low": bsa.low, "high": bsa.high}] if bsa else []
    spec = _spec(tuple(_short(sweep) for sweep in sweeps)) | {"datasets": {"stretches": rows, "patient": where}}
    sentence = f"{finding}. Filled: met; dashed: cannot tell; open: not met. {sentence}.{patient} {footer}"
    return titled(spec, finding, footer, sentence)


def _stretches_in_words(sweep: BsaSweep) -> str:
    return ", ".join(
        f"{_in_words(sweep, stretch)} {wording.stretch_in_words(stretch.admitted)}" for stretch in sweep.stretches
    )


# How many rows of a list remain after each core criterion of a record, and of how many it cannot be told.

STEP_RESULTS = (MET, CANNOT_TELL, NOT_MET)
BOTH_VERSIONS = "Both label versions that may be in force"
# pixels: a heading, below it two lines of words, below them the bar in the middle of its row
STEP_ROW_HEIGHT, HEADING_UP, WORDS_UP, LINE_HEIGHT = 84, 54, 37, 15
ROOM_ABOVE = 0.15  # of a row: the first heading stands higher than a row begins


def attrition_chart(steps: list[dict], bars: list[dict]) -> alt.LayerChart:
    """One row a step, from top to bottom: a heading, the counts in words, and one bar from 0 to 100% of the rows.

    `steps` has "step", "heading" and "words" (lines), `bars` has "step", "result", "low" and "high" in percent of all
    rows. The marks are silent to screen readers: the text says it all.
    """
    axis = alt.Axis(title=None, labels=False, ticks=False, domain=False)
    order = alt.Scale(domain=[row["step"] for row in steps], paddingOuter=ROOM_ABOVE, align=1)
    y = alt.Y(field="step", type="nominal", sort=None, scale=order, axis=axis)
    x = quantity_axis("low", "% of all rows", 0, 100, values=[0, 25, 50, 75, 100], grid=False)
    spans, named = alt.Chart(alt.Data(values=bars)), alt.Chart(alt.Data(values=steps))
    drawn = [result_bar(spans, result).encode(x, alt.X2(field="high"), y) for result in STEP_RESULTS]
    texts = [
        _text(named, "heading", HEADING_UP, fontWeight="bold", fontSize=13).encode(y),
        _text(named, "words", WORDS_UP, fontSize=12, lineHeight=LINE_HEIGHT).encode(y),
    ]
    return alt.layer(*drawn, *texts).properties(width="container", height={"step": STEP_ROW_HEIGHT})


def _text(rows: alt.Chart, field: str, up: int, **look) -> alt.Chart:
    mark = rows.mark_text(align="left", baseline="middle", dx=1, dy=-up, aria=False, **look)
    return mark.encode(x=alt.XDatum(0), text=alt.Text(field=field, type="nominal"))


def step_name(step: AttritionStep, names: dict[str, str]) -> str:
    """ "Age 2 y or older"; `names` are the labels of the fields."""
    if step.criterion is None:
        return BOTH_VERSIONS
    if step.criterion.field is None:
        return f"Indication: only {step.criterion.limit}"
    return f"{names[step.criterion.field]} {step.criterion.limit}"


def counted(count: int, rows: int) -> str:
    """ "611 (61.1%)"."""
    return f"{count:,} ({100 * count / rows:.1f}%)"


def attrition_picture(name: str, steps: tuple[AttritionStep, ...], names: dict[str, str], footer: str) -> Picture:
    """The steps of one record; `name` is the record's, `names` are the labels of the fields."""
    rows, last = steps[0].rows, steps[-1]
    finding = (
        f"{name}: {counted(last.met, rows)} of {rows:,} rows meet every core criterion, "
        f"{counted(last.cannot_tell, rows)} cannot be told"
    )
    heads = [f"{number}. {step_name(step, names)}" for number, step in enumerate(steps, start=1)]
    lines = [_lines(step) for step in steps]
    shown = [
        {"step": number, "heading": head, "words": words} for number, (head, words) in enumerate(zip(heads, lines))
    ]
    bars = [bar | {"step": number} for number, step in enumerate(steps) for bar in _bars(step)]
    sentence = "; ".join(f"after {head}: {', '.join(words)}" for head, words in zip(heads, lines))
    return picture(
        attrition_chart(shown, bars), finding, footer, f"Filled: met; dashed: cannot tell; open: not met. {sentence}."
    )


def _lines(step: AttritionStep) -> tuple[str, str]:
    texts = [counted(count, step.rows) for count in (step.met, step.cannot_tell, step.not_met)]
    return f"met so far {texts[0]}", f"cannot tell {texts[1]}, not met {texts[2]}"


def _bars(step: AttritionStep) -> list[dict]:
    """The three results end to end; one that no row has is not drawn."""
    bars, low = [], 0.0
    for result, count in zip(STEP_RESULTS, (step.met, step.cannot_tell, step.not_met)):
        high = low + 100 * count / step.rows
        if count:
            bars.append({"result": result, "low": low, "high": high})
        low = high
    return bars


# One row a reading, one column a patient: the result as word and mark, and which patients are judged differently.

INTERPRETATION_COLUMNS = ["reading", "patient", "result", "sign"]
INTERPRETATION_ROW_HEIGHT = 58


def interpretations_chart(rows: pd.DataFrame) -> alt.LayerChart:
    """A cell for each reading and patient: filled where met, open where not met, dashed where it cannot be told.

    `rows` has COLUMNS. Raises ValueError for other columns.
    """
    if list(rows.columns) != INTERPRETATION_COLUMNS:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {INTERPRETATION_COLUMNS}")
    x, y = _axis(alt.X, rows["patient"], orient="top", labelAngle=0), _axis(alt.Y, rows["reading"])
    base = alt.Chart(rows).encode(x, y)
    cells = [_cells(base, result) for result in RESULTS]
    words = [
        _interpretation_in_words(base, on_fill, *word)
        for on_fill in (True, False)
        for word in (("sign", -9, 15), ("result", 10, 12))
    ]
    return alt.layer(*cells, *words).properties(width="container", height={"step": INTERPRETATION_ROW_HEIGHT})


def _axis(channel: type, names: pd.Series, **look) -> alt.X | alt.Y:
    """Names in the order of the rows: each layer has some of them only, so the order is given and not found."""
    axis = alt.Axis(title=None, domain=False, ticks=False, labelExpr="split(datum.value, ', ')", labelFontSize=12, labelLimit=120, **look)  # fmt: skip
    scale = alt.Scale(domain=list(dict.fromkeys(names)), padding=0.08)
    return channel(field=names.name, type="nominal", axis=axis, scale=scale)


def _cells(base: alt.Chart, result: str) -> alt.Chart:
    dash = [4, 3] if result == CANNOT_TELL else [1, 0]
    mark = base.mark_rect(fill=FILLS[result], stroke=EDGES[result], strokeWidth=1.5, strokeDash=dash, aria=False)
    return mark.transform_filter(f"datum.result == '{result}'")


def _interpretation_in_words(base: alt.Chart, on_fill: bool, field: str, dy: int, size: int) -> alt.Chart:
    """Sign or word of the result: white on the filled cells, else in the ink of the paper."""
    colour: dict[str, Any] = {"color": "#ffffff"} if on_fill else {}
    mark = base.mark_text(dy=dy, fontSize=size, fontWeight=600, aria=False, **colour)
    shown = mark.transform_filter(f"datum.result {'==' if on_fill else '!='} '{MET}'")
    return shown.encode(text=alt.Text(field=field, type="nominal"))


def interpretations_picture(readings: tuple[Interpretation, ...], finding: str, footer: str) -> Picture:
    """The readings as a picture with finding, source line and alternative text."""
    others = judged_differently(readings)
    rows = [[_named(row), _patient(row, others), row.result, SYMBOLS[row.result]] for row in readings]
    words = "; ".join(f"{row.patient} read {row.reading}: {wording.result_in_words(row.result)}" for row in readings)
    return picture(
        interpretations_chart(pd.DataFrame(rows, columns=INTERPRETATION_COLUMNS)), finding, footer, f"Results: {words}."
    )


def _named(row: Interpretation) -> str:
    return f"{row.reading}, (this tool)" if row.taken else row.reading


def _patient(row: Interpretation, others: tuple[str, ...]) -> str:
    return f"{row.patient}: differs" if row.patient in others else row.patient
