"""Exposure: plasma levels against the laboratory reference, affected area over the weeks, grams of cream against tube limits."""

from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from ruxcheck.charts.eligibility_map import PATIENT
from ruxcheck.charts.proportions import GROUPED_ROW_HEIGHT, grouped_axis, row_key, with_headings
from ruxcheck.charts.theme import (
    ARM_NAMES,
    BLUE,
    GREY,
    Picture,
    arm_encodings,
    picture,
    quantity_axis,
    specification,
    titled,
)
from ruxcheck.evidence.figures import Figure
from ruxcheck.kernel import wording
from ruxcheck.kernel.amount import Amount, TubeLimit
from ruxcheck.kernel.possible_values import Interval

LEVEL_COLUMNS = ["group", "label", "words", "arm", "mean", "top"]
LEVEL_END = 900
TICKS = [0, 300, 600, 900]
LEVEL_AXIS = "Mean plasma level at steady state, nM"


def level_chart(rows: pd.DataFrame, reference: float) -> alt.LayerChart:
    """One row a group of patients: the mean as a dot, a line up to mean + SD where an SD is printed, the reference drawn through.

    `rows` has COLUMNS, mean and top in nM; top is empty where no SD is printed. The line only goes upwards, because
    below the mean these SDs would reach under zero. Raises ValueError for other columns or a value beyond the axis.
    """
    if list(rows.columns) != LEVEL_COLUMNS:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {LEVEL_COLUMNS}")
    if rows[["mean", "top"]].max().max() > LEVEL_END:
        raise ValueError(f"top reaches {rows['top'].max()} nM; the axis ends at {LEVEL_END}")
    rows, keys = with_headings(rows)
    y = grouped_axis(keys)
    edge, fill, shape = arm_encodings()
    spread = (
        alt.Chart(rows[rows["top"].notna()])
        .mark_rule(strokeWidth=2)
        .encode(
            quantity_axis("mean", LEVEL_AXIS, 0, LEVEL_END, values=TICKS, titleAnchor="end"),
            y,
            edge,
            x2=alt.X2(field="top"),
        )
    )
    dot = (
        alt.Chart(rows)
        .mark_point(size=110, strokeWidth=2, opacity=1)
        .encode(quantity_axis("mean", LEVEL_AXIS, 0, LEVEL_END, values=TICKS, titleAnchor="end"), y, edge, fill, shape)
    )
    means = alt.layer(spread, dot)
    return (
        alt.layer(_reference(reference), means)
        .resolve_axis(x="independent")
        .properties(width="container", height={"step": GROUPED_ROW_HEIGHT})
    )


def _reference(reference: float) -> alt.Chart:
    """The reference as a dashed line, named on an axis of its own above the picture."""
    top = quantity_axis(
        "nM",
        None,
        0,
        LEVEL_END,
        values=[reference],
        orient="top",
        grid=False,
        labelExpr="datum.label + ' nM reference'",
    )
    return (
        alt.Chart(pd.DataFrame({"nM": [reference]})).mark_rule(color=GREY, strokeDash=[5, 3], strokeWidth=2).encode(top)
    )


def level_rows(figures: list[tuple[str, str, Figure]]) -> pd.DataFrame:
    """Rows for `levels` from figures with their heading and their patients in words."""
    return pd.DataFrame(
        [
            [
                group,
                _name(label, row),
                level_in_words(row),
                row.arm,
                row.number,
                None if row.sd is None else row.number + row.sd,
            ]
            for group, label, row in figures
        ],
        columns=LEVEL_COLUMNS,
    ).astype({"top": float})


def _name(label: str, row: Figure) -> str:
    name = label or ARM_NAMES[row.arm]
    return f"{name}, N {row.N}" if row.N else name


def level_in_words(row: Figure) -> str:
    """ "mean 274 nM (SD 539)"; without an SD it says that none was found."""
    if row.sd is None:
        return f"mean {row.value} {row.unit} (SD not found)"
    return f"mean {row.value} {row.unit} (SD {sd_in_words(row)})"


def sd_in_words(row: Figure) -> str:
    """The standard deviation as these sources print it: one decimal below 100, none above."""
    return f"{row.sd:.1f}" if row.sd < 100 else f"{row.sd:.0f}"


def exposure_picture(figures: list[tuple[str, str, Figure]], reference: Figure, finding: str, footer: str) -> Picture:
    """Mean levels below their headings as a picture with finding, source line and alternative text."""
    rows = level_rows(figures)
    words = "; ".join(f"{row_key(row.group, row.label)}: {row.words}" for row in rows.itertuples())
    described = (
        f"Dots are means, lines reach up to mean plus one SD, a dashed line marks {reference.value} {reference.unit}: {words}."
        " A mean below the line does not say that every patient is below it."
    )
    return picture(level_chart(rows, reference.number), finding, footer, described)


# A mean over the weeks of a trial, against a limit that a label sets.

COURSE_COLUMNS = ["week", "percent", "text"]
LAST_WEEK, COURSE_END, HEIGHT = 54, 60, 240
COURSE_AXIS = f"Mean %BSA affected (axis ends at {COURSE_END})"
# where each figure stands beside its point, so that near weeks do not run into each other
LABEL_PLACES: dict[str, list] = {
    "align": ["left", "center", "left", "center"],
    "dx": [9, 0, 2, 0],
    "dy": [0, 16, -12, -14],
}


def course_chart(rows: pd.DataFrame, limit: float, limit_words: str) -> alt.LayerChart:
    """Points in time joined by a line, each figure beside its point, and the limit as a dashed line with its name.

    `rows` has COLUMNS, four weeks in order, percent from 0 to END. Raises ValueError for other columns or values beyond.
    """
    if list(rows.columns) != COURSE_COLUMNS:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {COURSE_COLUMNS}")
    if rows["percent"].max() > COURSE_END or limit > COURSE_END:
        raise ValueError(f"percent reaches {max(rows['percent'].max(), limit)}; the axis ends at {COURSE_END}")
    x, y = _weeks(list(rows["week"])), _area("percent")
    base = alt.Chart(rows).encode(x, y)
    line = base.mark_line(color=BLUE, strokeWidth=2)
    points = base.mark_point(size=110, filled=True, color=BLUE, opacity=1)
    figures = [
        alt.Chart(rows.iloc[[number]])
        .mark_text(fontSize=12, fontWeight=600, **{name: values[number % 4] for name, values in LABEL_PLACES.items()})
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
        scale=alt.Scale(domain=[0, COURSE_END], nice=False),
        axis=alt.Axis(title=COURSE_AXIS, values=list(range(0, COURSE_END + 1, 20))),
    )


def course_picture(figures: list[Figure], limit: float, limit_words: str, finding: str, footer: str) -> Picture:
    """A mean over time as a picture with finding, source line and alternative text."""
    rows = pd.DataFrame([[row.week, row.number, f"{row.value}%"] for row in figures], columns=COURSE_COLUMNS)
    words = "; ".join(f"{row.time} {row.value}%" for row in figures)
    return picture(
        course_chart(rows, limit, limit_words), finding, footer, f"Over time: {words}. Dashed line: {limit_words}."
    )


# Grams of cream in two weeks against %BSA, with the label's limits as lines.

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
    return specification(amount_chart(end))


def amount_picture(
    amount: Amount, limits: tuple[TubeLimit, ...], area_limit: float | None, finding: str, footer: str
) -> Picture:
    """The chart for one patient with its finding, source line and alternative text; `area_limit` in percent, None: not read."""
    bsa = amount.bsa_percent
    end = next(end for end in ENDS if end >= min(bsa.high * 1.2, 100))
    words = "; ".join(
        f"{wording.tube_in_words(limit)}, {_per_two_weeks(limit):g} g in 2 weeks, reached at "
        f"{wording.ends_in_words(limit.reached_at)}%"
        for limit in limits
    )
    words = f"Estimated {wording.grams_in_words(amount.over(DAYS))} in 2 weeks at {bsa.low:g} to {bsa.high:g}%. Limits: {words or 'none read'}."
    rows = {
        "band": [_at(amount, end * step / 10) for step in range(11)],
        "limits": [{"grams": _per_two_weeks(limit), "words": wording.tube_in_words(limit)} for limit in limits],
        "area": [{"bsa": area_limit, "words": f"area limit {area_limit:g}%"}] if area_limit is not None else [],
        "patient": [{"low": bsa.low, "high": bsa.high}],
    }
    return titled(_spec(end) | {"datasets": rows}, finding, footer, f"{finding}. {words} {footer}")


def _at(amount: Amount, percent: float) -> dict:
    over = amount._replace(bsa_percent=Interval(percent, percent)).over(DAYS)
    return {"bsa": percent, "low": over.low, "high": over.high}


def _per_two_weeks(limit: TubeLimit) -> float:
    return limit.limit_g * DAYS / limit.days


def prepare() -> None:
    """Build the drawing for every end of the axis once."""
    for end in ENDS:
        _spec(end)
