"""How many rows of a list remain after each core criterion of a record, and of how many it cannot be told."""

import altair as alt

from ruxcheck.charts.frame import Picture, picture, quantity
from ruxcheck.charts.over_bsa import result_bar
from ruxcheck.criteria import CANNOT_TELL, MET, NOT_MET
from ruxcheck.lists.attrition import Step

RESULTS = (MET, CANNOT_TELL, NOT_MET)
BOTH_VERSIONS = "Both label versions that may be in force"
# pixels: a heading, below it two lines of words, below them the bar in the middle of its row
ROW_HEIGHT, HEADING_UP, WORDS_UP, LINE_HEIGHT = 84, 54, 37, 15
ROOM_ABOVE = 0.15  # of a row: the first heading stands higher than a row begins


def attrition_chart(steps: list[dict], bars: list[dict]) -> alt.LayerChart:
    """One row a step, from top to bottom: a heading, the counts in words, and one bar from 0 to 100% of the rows.

    `steps` has "step", "heading" and "words" (lines), `bars` has "step", "result", "low" and "high" in percent of all
    rows. The marks are silent to screen readers: the text says it all.
    """
    axis = alt.Axis(title=None, labels=False, ticks=False, domain=False)
    order = alt.Scale(domain=[row["step"] for row in steps], paddingOuter=ROOM_ABOVE, align=1)
    y = alt.Y(field="step", type="nominal", sort=None, scale=order, axis=axis)
    x = quantity("low", "% of all rows", 0, 100, values=[0, 25, 50, 75, 100], grid=False)
    spans, named = alt.Chart(alt.Data(values=bars)), alt.Chart(alt.Data(values=steps))
    drawn = [result_bar(spans, result).encode(x, alt.X2(field="high"), y) for result in RESULTS]
    texts = [
        _text(named, "heading", HEADING_UP, fontWeight="bold", fontSize=13).encode(y),
        _text(named, "words", WORDS_UP, fontSize=12, lineHeight=LINE_HEIGHT).encode(y),
    ]
    return alt.layer(*drawn, *texts).properties(width="container", height={"step": ROW_HEIGHT})


def _text(rows: alt.Chart, field: str, up: int, **look) -> alt.Chart:
    mark = rows.mark_text(align="left", baseline="middle", dx=1, dy=-up, aria=False, **look)
    return mark.encode(x=alt.XDatum(0), text=alt.Text(field=field, type="nominal"))


def step_name(step: Step, names: dict[str, str]) -> str:
    """ "Age 2 y or older"; `names` are the labels of the fields."""
    if step.criterion is None:
        return BOTH_VERSIONS
    if step.criterion.field is None:
        return f"Indication: only {step.criterion.limit}"
    return f"{names[step.criterion.field]} {step.criterion.limit}"


def counted(count: int, rows: int) -> str:
    """ "611 (61.1%)"."""
    return f"{count:,} ({100 * count / rows:.1f}%)"


def attrition_picture(name: str, steps: tuple[Step, ...], names: dict[str, str], footer: str) -> Picture:
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
    said = "; ".join(f"after {head}: {', '.join(words)}" for head, words in zip(heads, lines))
    return picture(
        attrition_chart(shown, bars), finding, footer, f"Filled: met; dashed: cannot tell; open: not met. {said}."
    )


def _lines(step: Step) -> tuple[str, str]:
    told = [counted(count, step.rows) for count in (step.met, step.cannot_tell, step.not_met)]
    return f"met so far {told[0]}", f"cannot tell {told[1]}, not met {told[2]}"


def _bars(step: Step) -> list[dict]:
    """The three results end to end; one that no row has is not drawn."""
    bars, low = [], 0.0
    for result, count in zip(RESULTS, (step.met, step.cannot_tell, step.not_met)):
        high = low + 100 * count / step.rows
        if count:
            bars.append({"result": result, "low": low, "high": high})
        low = high
    return bars
