"""Grams of cream in two weeks against %BSA, with the label's limits as lines."""

from functools import lru_cache
from typing import Any

import altair as alt

from ruxcheck import amount_words
from ruxcheck.amount import Amount, TubeLimit
from ruxcheck.charts.fit_map import PATIENT
from ruxcheck.charts.frame import BLUE, Picture, titled
from ruxcheck.values import Interval

DAYS = 14
LIMIT = "#937222"
ENDS = (30, 50, 75, 100)  # the axis of %BSA ends at the first of these that leaves the patient room


def amount_chart(end: float) -> alt.LayerChart:
    """The band between the estimates over %BSA, each tube limit as a level line, the area limit as an upright one.

    Datasets: "band" (bsa in percent; low and high in grams over two weeks), "limits" (grams, words), "area" (bsa, words;
    no row where no area limit was read) and "patient" (low and high in percent). `end` is where the axis of %BSA ends.
    The marks are silent to screen readers, because one without rows would be announced without a name: the text says it all.
    """
    band, limits, area, patient = (alt.Chart(alt.NamedData(name)) for name in ("band", "limits", "area", "patient"))
    axis = alt.Axis(title="%BSA affected", grid=False, tickCount=6)
    x = alt.X(field="bsa", type="quantitative", scale=alt.Scale(domain=[0, end], nice=False), axis=axis)
    words = alt.Text(field="words", type="nominal")
    label: dict[str, Any] = {"align": "left", "baseline": "bottom", "dx": 4, "fontSize": 11, "aria": False}
    low, high = alt.X(field="low", type="quantitative"), alt.X2(field="high")
    return alt.layer(
        band.mark_area(color=BLUE, opacity=0.25, aria=False).encode(x, _grams("low"), alt.Y2(field="high")),
        *(band.mark_line(color=BLUE, strokeWidth=2, aria=False).encode(x, _grams(name)) for name in ("low", "high")),
        limits.mark_rule(color=LIMIT, strokeWidth=2, strokeDash=[7, 4], aria=False).encode(_grams("grams")),
        limits.mark_text(dy=-2, **label).encode(_grams("grams"), words, x=alt.XDatum(0)),
        area.mark_rule(strokeWidth=1.5, strokeDash=[2, 3], color=LIMIT, aria=False).encode(x),
        area.mark_text(dy=-4, **label).encode(x, words, y=alt.YDatum(0)),
        patient.mark_rect(fill=PATIENT, fillOpacity=0.15, stroke=PATIENT, strokeWidth=1, aria=False).encode(low, high),
        patient.mark_rule(color=PATIENT, strokeWidth=2, aria=False).encode(low),
    ).properties(width="container", height=280)  # fmt: skip


def _grams(name: str) -> alt.Y:
    return alt.Y(field=name, type="quantitative", axis=alt.Axis(title="Grams in 2 weeks", grid=False))


@lru_cache(maxsize=len(ENDS))
def _spec(end: float) -> dict:
    """The chart without its rows, which are all that changes from patient to patient."""
    return amount_chart(end).to_dict()


def amount_picture(
    amount: Amount, limits: tuple[TubeLimit, ...], area_limit: float | None, finding: str, footer: str
) -> Picture:
    """The chart for one patient with its finding, source line and alternative text; `area_limit` in percent, None: not read."""
    bsa = amount.bsa_percent
    end = next(end for end in ENDS if end >= min(bsa.high * 1.2, 100))
    said = "; ".join(
        f"{amount_words.tube_in_words(limit)}, {_per_two_weeks(limit):g} g in 2 weeks, reached at "
        f"{amount_words.ends_in_words(limit.reached_at)}%"
        for limit in limits
    )
    told = f"Estimated {amount_words.grams_in_words(amount.over(DAYS))} in 2 weeks at {bsa.low:g} to {bsa.high:g}%. Limits: {said or 'none read'}."
    rows = {
        "band": [_at(amount, end * step / 10) for step in range(11)],
        "limits": [{"grams": _per_two_weeks(limit), "words": amount_words.tube_in_words(limit)} for limit in limits],
        "area": [{"bsa": area_limit, "words": f"area limit {area_limit:g}%"}] if area_limit is not None else [],
        "patient": [{"low": bsa.low, "high": bsa.high}],
    }
    return titled(_spec(end) | {"datasets": rows}, finding, footer, f"{finding}. {told} {footer}")


def _at(amount: Amount, percent: float) -> dict:
    over = amount._replace(bsa_percent=Interval(percent, percent)).over(DAYS)
    return {"bsa": percent, "low": over.low, "high": over.high}


def _per_two_weeks(limit: TubeLimit) -> float:
    return limit.limit_g * DAYS / limit.days


def prepare() -> None:
    """Build the drawing for every end of the axis once."""
    for end in ENDS:
        _spec(end)
