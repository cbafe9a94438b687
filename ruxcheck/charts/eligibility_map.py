"""The eligibility map: age against %BSA, the area each label or trial admits, and where the patient stands in it and in a trial."""

from functools import lru_cache
from typing import Literal

import altair as alt
import pandas as pd

from ruxcheck.charts.theme import BLUE, GREY, INK, Picture, picture, specification
from ruxcheck.evidence.figures import Figure
from ruxcheck.evidence.participants import printed
from ruxcheck.kernel.check import Area
from ruxcheck.kernel.criteria import MET, Criterion
from ruxcheck.kernel.possible_values import Field, Interval, value_in_words

AGE_TICKS = [2, 6, 12, 18, 30, 45, 60, 80]
BSA_TICKS = [3, 10, 20, 35, 50, 75, 100]
AGE_END = 90
COLOURS = {"label": "#2f76b5", "trial": "#937222"}
PATIENT = "#c2410c"
DASHES = [[1, 0], [7, 4], [2, 3], [9, 3, 2, 3], [4, 4], [1, 4], [12, 4]]
CORNERS = ["age_low", "age_high", "bsa_low", "bsa_high"]
AREA_COLUMNS = ["name", *CORNERS, "name_top"]
# on the square-root axes: width of a letter and height of a line, for a panel of about 400 x 190 pixels
LETTER, LINE = 0.15, 0.75


def eligibility_map(areas: pd.DataFrame, kind: str, paper: str) -> alt.LayerChart:
    """The areas of one kind of record ("label" or "trial"), their names written inside, and the patient over them.

    `areas` has the columns of COLUMNS: age in years, %BSA in percent. The patient is a dataset named "patient" with one
    row of CORNERS or none, filled in by `eligibility_map_spec`. Square-root axes give children and small areas room. `paper` is
    "light" or "dark".
    """
    patient = alt.NamedData("patient")
    ends = _ends()
    outlines = [_outline(areas.iloc[[number]], kind, number).encode(**ends) for number in range(len(areas))]
    names = alt.Chart(areas).mark_text(
        align="left",
        baseline="top",
        dx=4,
        dy=3,
        fontSize=11,
        fontWeight=600,
        color=INK[paper],
        lineBreak="\n",
        aria=False,
    )
    name_place = {"x": ends["x"], "y": ends["y"].copy(deep=False)}
    name_place["y"].field = "name_top"
    box = alt.Chart(patient).mark_rect(
        fill=PATIENT, fillOpacity=0.2, stroke=PATIENT, strokeWidth=2, clip=True, aria=False
    )
    point = alt.Chart(patient).mark_point(
        shape="diamond", size=220, filled=True, color=PATIENT, stroke=INK[paper], aria=False
    )
    exact = "datum.age_low == datum.age_high && datum.bsa_low == datum.bsa_high"
    return alt.layer(
        *outlines,
        names.encode(**name_place, text=alt.Text(field="name", type="nominal")),
        box.encode(**ends),
        point.encode(ends["x"], ends["y"]).transform_filter(exact),
    ).properties(width="container", height=300)


def _outline(area: pd.DataFrame, kind: str, number: int) -> alt.Chart:
    """One area as its own layer: rectangles take a dash pattern only as a whole, and shared edges need to differ."""
    return alt.Chart(area).mark_rect(
        fill=COLOURS[kind],
        fillOpacity=0.1,
        stroke=COLOURS[kind],
        strokeWidth=1.75,
        strokeDash=DASHES[number % len(DASHES)],
        clip=True,
    )


def _ends() -> dict:
    age_axis = alt.Axis(values=AGE_TICKS, grid=False, title="Age, years")
    bsa_axis = alt.Axis(values=BSA_TICKS, grid=False, title="%BSA", labelOverlap=False)
    age_scale = alt.Scale(type="sqrt", domain=[0, AGE_END], nice=False)
    bsa_scale = alt.Scale(type="sqrt", domain=[0, 100], nice=False)
    return {
        "x": alt.X(field="age_low", type="quantitative", scale=age_scale, axis=age_axis),
        "y": alt.Y(field="bsa_low", type="quantitative", scale=bsa_scale, axis=bsa_axis),
        "x2": alt.X2(field="age_high"),
        "y2": alt.Y2(field="bsa_high"),
    }


def area_rows(areas: tuple[Area, ...]) -> pd.DataFrame:
    """One row an area; names that would run into each other are set on lines below one another."""
    rows: list[list] = []
    written: list[tuple] = []
    for area in areas:
        name = _name(area)
        start, top = area.ages.low**0.5, area.shares.high**0.5
        end = start + LETTER * len(name)
        while any(
            start < other_end and other_start < end and abs(top - line) < LINE
            for other_start, other_end, line in written
        ):
            top -= LINE
        written.append((start, end, top))
        rows.append([name, area.ages.low, min(area.ages.high, AGE_END), area.shares.low, area.shares.high, top**2])
    return pd.DataFrame(rows, columns=AREA_COLUMNS).astype(dict.fromkeys(AREA_COLUMNS[1:], float) | {"name": "str"})


def _name(area: Area) -> str:
    unread = "" if area.bsa_read else ", area not read"
    return area.short + unread + ("" if area.severity == MET else " ?")


@lru_cache(maxsize=256)
def _areas_spec(areas: tuple[Area, ...], kind: str, paper: str) -> dict:
    return specification(eligibility_map(area_rows(areas), kind, paper))


def eligibility_map_spec(
    areas: tuple[Area, ...], kind: str, patient: tuple[Interval, Interval] | None = None, paper: str = "light"
) -> dict:
    """The Vega-Lite specification of one panel for a patient's possible age and %BSA; None draws no patient.

    The areas are the same for many patients and cost most of the time, so they are kept; only the patient's row is new.
    """
    spec = _areas_spec(tuple(area for area in areas if area.kind == kind), kind, paper)
    rows = [dict(zip(CORNERS, (*patient[0], *patient[1])))] if patient else []
    return spec | {"datasets": spec["datasets"] | {"patient": rows}}


def combined_map_spec(areas: tuple[Area, ...], paper: str = "light") -> dict:
    """Labels and trials on one map without a patient, each kind in its colour: for a few areas, which stay apart."""
    named = tuple(area._replace(short=_inside(area)) for area in areas)
    label, trial = (eligibility_map_spec(named, kind, None, paper) for kind in COLOURS)
    return trial | {"layer": label["layer"] + trial["layer"], "datasets": label["datasets"] | trial["datasets"]}


def _inside(area: Area) -> str:
    """The name of an area, on two lines where one would leave the area."""
    width = (min(area.ages.high, AGE_END) ** 0.5 - area.ages.low**0.5) / LETTER
    return area.short if len(area.short) < width else area.short.replace(" ", "\n", 1)


def alt_text(areas: tuple[Area, ...], kind: str, words: str) -> str:
    """What a panel shows, for people who do not see it: each area in figures, then the patient."""
    listed = "; ".join(_area_in_words(area) for area in areas if area.kind == kind) or "no record admits this IGA"
    return f"Map of age against affected body surface. Areas that the {kind}s admit at this IGA: {listed}. Patient: {words}."


def _area_in_words(area: Area) -> str:
    surface = f"{area.bsa_limit} of body surface" if area.bsa_read else "area limits not read"
    uncertain = "" if area.severity == MET else ", if the IGA fits"
    return f"{area.short}: age {area.age_limit}, {surface}{uncertain}"


# Where one patient would have stood in a trial: who could enter, who was in it, and the patient, on one axis.

POSITION_COLUMNS = ["row", "kind", "low", "high", "middle"]
ENTRY, SEEN = "Could enter", "Took part"
PATIENT_ROW = "This patient"
ROW_HEIGHT = 44
ENDS = {"age_years": AGE_END, "bsa_percent": 100}
TICKS = {"age_years": AGE_TICKS, "bsa_percent": [0, 20, 40, 60, 80, 100]}
SCALES: dict[str, Literal["sqrt", "linear"]] = {
    "age_years": "sqrt",
    "bsa_percent": "linear",
}  # as on the fit map, children need room on the age axis


def patient_position_chart(rows: pd.DataFrame, field: Field, you: bool = True) -> alt.LayerChart:
    """The entry range as a bar, the spread of those who took part as a line with a dot, and the patient below, over all.

    `rows` has COLUMNS in the field's unit. The patient is a dataset named "patient" with one row or none;
    without `you` there is no place for one. Raises
    ValueError for other columns.
    """
    if list(rows.columns) != POSITION_COLUMNS:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {POSITION_COLUMNS}")
    x, middle = _x("low", field), _x("middle", field)
    names = [*rows["row"], PATIENT_ROW] if you else list(rows["row"])
    axis = alt.Axis(title=None, labelExpr="split(datum.value, ', ')", labelLimit=170, domain=False, ticks=False)
    y = alt.Y(field="row", type="nominal", scale=alt.Scale(domain=names), axis=axis)
    entry, seen = (alt.Chart(rows[rows["kind"] == kind]) for kind in (ENTRY, SEEN))
    patient = alt.Chart(alt.NamedData("patient"))
    upto = alt.X2(field="high")
    return alt.layer(
        entry.mark_bar(height=14, fill=GREY, fillOpacity=0.3, stroke=GREY, clip=True).encode(x, y, upto),
        seen.mark_rule(strokeWidth=2, color=BLUE, clip=True).encode(x, y, upto),
        seen.mark_point(size=110, filled=True, color=BLUE, opacity=1).encode(middle, y),
        patient.mark_rect(fill=PATIENT, fillOpacity=0.15, stroke=PATIENT, strokeWidth=1, aria=False).encode(x, upto),
        patient.mark_rule(color=PATIENT, strokeWidth=1.5, strokeDash=[4, 3], aria=False).encode(x),
        patient.mark_point(shape="diamond", size=170, filled=True, color=PATIENT, opacity=1, aria=False).encode(middle, y),
        patient.mark_text(align="left", dx=11, fontSize=12, fontWeight=600, aria=False).encode(x, y, text=alt.Text(field="text", type="nominal")),
    ).properties(width="container", height={"step": ROW_HEIGHT})  # fmt: skip


def _x(name: str, field: Field) -> alt.X:
    scale = alt.Scale(type=SCALES[field.id], domain=[0, ENDS[field.id]], nice=False)
    title = f"{field.label}, years" if field.is_age else field.label
    return alt.X(
        field=name, type="quantitative", scale=scale, axis=alt.Axis(title=title, values=TICKS[field.id], grid=False)
    )


def patient_position_rows(rule: Criterion, figure: Figure | None, field: Field) -> pd.DataFrame:
    """The entry range of a trial and what is known of those who took part: mean with SD, or median with range."""
    low, high = max(rule.range.low, 0), min(rule.range.high, ENDS[field.id])
    rows = [[f"{ENTRY}, {rule.limit}", ENTRY, low, high, (low + high) / 2]]
    if figure is not None:
        rows.append([f"{SEEN}, {figure.statistic} {printed(figure)}", SEEN, *spread(figure), figure.number])
    return pd.DataFrame(rows, columns=POSITION_COLUMNS)


def spread(figure: Figure) -> tuple[float, float]:
    """One SD to either side of the mean, or the printed range; the figure alone where neither was printed."""
    if figure.sd is not None:
        return max(figure.number - figure.sd, 0), figure.number + figure.sd
    return (figure.low, figure.high) if figure.low is not None else (figure.number, figure.number)


def patient_position_picture(
    rule: Criterion, figure: Figure | None, field: Field, finding: str, footer: str, you: bool = True
) -> Picture:
    """A trial on one axis with finding, source line and alternative text; the patient is added by `with_patient`."""
    rows = patient_position_rows(rule, figure, field)
    words = "; ".join(rows["row"])
    return picture(patient_position_chart(rows, field, you), finding, footer, f"{field.label} on one axis. {words}.")


def with_patient(shown: Picture, value: Interval | None, field: Field) -> Picture:
    """The same picture with the patient's possible values, or without a patient: only one row of data is new."""
    words = value_in_words(field, value or field.domain)
    rows = []
    if value is not None:
        low, high = (min(end, ENDS[field.id]) for end in value)
        rows = [{"row": PATIENT_ROW, "low": low, "high": high, "middle": (low + high) / 2, "text": words}]
    spec = shown.spec | {"datasets": shown.spec["datasets"] | {"patient": rows}}
    return shown._replace(spec=spec, alt=f"{shown.alt} {PATIENT_ROW}: {words}.")
