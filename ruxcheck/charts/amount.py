"""Grams of cream in two weeks against %BSA, with the label's limits as lines."""

import altair as alt
import pandas as pd

from ruxcheck import amount_words
from ruxcheck.amount import Amount, TubeLimit
from ruxcheck.charts.fit_map import PATIENT
from ruxcheck.charts.frame import BLUE, Picture, picture
from ruxcheck.values import Interval

DAYS = 14
COLUMNS = ["bsa", "low", "high"]
LIMIT_COLUMNS = ["grams", "words"]
LIMIT = "#937222"


def amount_chart(band: pd.DataFrame, limits: pd.DataFrame, area_limit: float | None, end: float) -> alt.LayerChart:
    """The band between the estimates over %BSA, each tube limit as a level line, the area limit as an upright one.

    `band` has COLUMNS (percent; grams in two weeks), `limits` LIMIT_COLUMNS; `end` is where the axis of %BSA ends. The
    patient is a dataset named "patient" with `low` and `high` in percent, one row. Raises ValueError for other columns.
    """
    if list(band.columns) != COLUMNS or list(limits.columns) != LIMIT_COLUMNS:
        raise ValueError(
            f"columns {list(band.columns)}, {list(limits.columns)}; allowed are {COLUMNS}, {LIMIT_COLUMNS}"
        )
    x = alt.X(
        field="bsa",
        type="quantitative",
        scale=alt.Scale(domain=[0, end], nice=False),
        axis=alt.Axis(title="%BSA affected", grid=False, tickCount=6),
    )
    top = alt.Scale(domain=[0, max(band["high"].max(), limits["grams"].max() if len(limits) else 0) * 1.12], nice=False)
    axis = alt.Axis(title="Grams in 2 weeks", grid=False)
    grams = alt.Y(field="low", type="quantitative", scale=top, axis=axis)
    base = alt.Chart(band)
    layers = [
        base.mark_area(color=BLUE, opacity=0.25).encode(x, grams, alt.Y2(field="high")),
        *(base.mark_line(color=BLUE, strokeWidth=2).encode(x, _y(name, top)) for name in ("low", "high")),
        *_limits(limits, top),
        *_area(area_limit, end),
        *_patient(),
    ]
    return alt.layer(*layers).properties(width="container", height=280)


def _y(name: str, scale: alt.Scale) -> alt.Y:
    return alt.Y(field=name, type="quantitative", scale=scale)


def _limits(limits: pd.DataFrame, top: alt.Scale) -> list[alt.Chart]:
    base = alt.Chart(limits)
    y = _y("grams", top)
    rule = base.mark_rule(color=LIMIT, strokeWidth=2, strokeDash=[7, 4]).encode(y)
    words = base.mark_text(align="left", baseline="bottom", dx=4, dy=-2, fontSize=11, aria=False)
    return [rule, words.encode(y, x=alt.XDatum(0), text=alt.Text(field="words", type="nominal"))]


def _area(area_limit: float | None, end: float) -> list[alt.Chart]:
    if area_limit is None or area_limit > end:
        return []
    rows = pd.DataFrame({"bsa": [area_limit], "words": [f"area limit {area_limit:g}%"]})
    x = alt.X(field="bsa", type="quantitative")
    rule = alt.Chart(rows).mark_rule(strokeWidth=1.5, strokeDash=[2, 3], color=LIMIT).encode(x)
    words = alt.Chart(rows).mark_text(align="left", baseline="bottom", dx=4, dy=-4, fontSize=11, aria=False)
    return [rule, words.encode(x, y=alt.YDatum(0), text=alt.Text(field="words", type="nominal"))]


def _patient() -> list[alt.Chart]:
    base = alt.Chart(alt.NamedData("patient"))
    low, high = alt.X(field="low", type="quantitative"), alt.X2(field="high")
    span = base.mark_rect(fill=PATIENT, fillOpacity=0.15, aria=False).encode(low, high)
    return [span, base.mark_rule(color=PATIENT, strokeWidth=2, aria=False).encode(low)]


def amount_picture(
    amount: Amount, limits: tuple[TubeLimit, ...], area_limit: float | None, finding: str, footer: str
) -> Picture:
    """The chart for one patient with its finding, source line and alternative text; `area_limit` in percent, None: not read."""
    bsa = amount.bsa_percent
    end = min(max(30.0, bsa.high * 1.25, (area_limit or 0) * 1.5), 100.0)
    band = pd.DataFrame([_at(amount, end * step / 20) for step in range(21)], columns=COLUMNS)
    lines = pd.DataFrame([_line(limit) for limit in limits], columns=LIMIT_COLUMNS).astype({"grams": float})
    said = "; ".join(
        f"{amount_words.tube_in_words(limit)}, {_per_two_weeks(limit):g} g in 2 weeks, reached at "
        f"{amount_words.ends_in_words(limit.reached_at)}%"
        for limit in limits
    )
    told = f"Estimated {amount_words.grams_in_words(amount.over(DAYS))} in 2 weeks at {bsa.low:g} to {bsa.high:g}%. Limits: {said or 'none read'}."
    shown = picture(amount_chart(band, lines, area_limit, end), finding, footer, told)
    rows = [{"low": bsa.low, "high": bsa.high}]
    return shown._replace(spec=shown.spec | {"datasets": shown.spec["datasets"] | {"patient": rows}})


def _at(amount: Amount, percent: float) -> list[float]:
    over = amount._replace(bsa_percent=Interval(percent, percent)).over(DAYS)
    return [percent, over.low, over.high]


def _per_two_weeks(limit: TubeLimit) -> float:
    return limit.limit_g * DAYS / limit.days


def _line(limit: TubeLimit) -> list:
    return [_per_two_weeks(limit), amount_words.tube_in_words(limit)]
