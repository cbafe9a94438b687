"""The fit map: age against %BSA, the area each label or trial admits, and the patient."""

from functools import lru_cache

import altair as alt
import pandas as pd

from ruxcheck.areas import Area
from ruxcheck.charts.frame import INK
from ruxcheck.criteria import MET
from ruxcheck.values import Interval

AGE_TICKS = [2, 6, 12, 18, 30, 45, 60, 80]
BSA_TICKS = [3, 10, 20, 35, 50, 75, 100]
AGE_END = 90
COLOURS = {"label": "#2f76b5", "trial": "#937222"}
PATIENT = "#c2410c"
DASHES = [[1, 0], [7, 4], [2, 3], [9, 3, 2, 3], [4, 4], [1, 4], [12, 4]]
CORNERS = ["age_low", "age_high", "bsa_low", "bsa_high"]
COLUMNS = ["name", *CORNERS, "name_top"]
# on the square-root axes: width of a letter and height of a line, for a panel of about 400 x 190 pixels
LETTER, LINE = 0.15, 0.75


def fit_map(areas: pd.DataFrame, kind: str, paper: str) -> alt.LayerChart:
    """The areas of one kind of record ("label" or "trial"), their names written inside, and the patient over them.

    `areas` has the columns of COLUMNS: age in years, %BSA in percent. The patient is a dataset named "patient" with one
    row of CORNERS or none, filled in by `fit_map_spec`. Square-root axes give children and small areas room. `paper` is
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
        start, top = area.age_low**0.5, area.bsa_high**0.5
        end = start + LETTER * len(name)
        while any(
            start < other_end and other_start < end and abs(top - line) < LINE
            for other_start, other_end, line in written
        ):
            top -= LINE
        written.append((start, end, top))
        rows.append([name, area.age_low, min(area.age_high, AGE_END), area.bsa_low, area.bsa_high, top**2])
    return pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(COLUMNS[1:], float) | {"name": "str"})


def _name(area: Area) -> str:
    unread = "" if area.bsa_read else ", area not read"
    return area.short + unread + ("" if area.severity == MET else " ?")


@lru_cache(maxsize=256)
def _areas_spec(areas: tuple[Area, ...], kind: str, paper: str) -> dict:
    return fit_map(area_rows(areas), kind, paper).to_dict()


def fit_map_spec(
    areas: tuple[Area, ...], kind: str, patient: tuple[Interval, Interval] | None = None, paper: str = "light"
) -> dict:
    """The Vega-Lite specification of one panel for a patient's possible age and %BSA; None draws no patient.

    The areas are the same for many patients and cost most of the time, so they are kept; only the patient's row is new.
    """
    spec = _areas_spec(tuple(area for area in areas if area.kind == kind), kind, paper)
    rows = [dict(zip(CORNERS, (*patient[0], *patient[1])))] if patient else []
    return spec | {"datasets": spec["datasets"] | {"patient": rows}}


def common_map_spec(areas: tuple[Area, ...], paper: str = "light") -> dict:
    """Labels and trials on one map without a patient, each kind in its colour: for a few areas, which stay apart."""
    named = tuple(area._replace(short=_inside(area)) for area in areas)
    label, trial = (fit_map_spec(named, kind, None, paper) for kind in COLOURS)
    return trial | {"layer": label["layer"] + trial["layer"], "datasets": label["datasets"] | trial["datasets"]}


def _inside(area: Area) -> str:
    """The name of an area, on two lines where one would leave the area."""
    width = (min(area.age_high, AGE_END) ** 0.5 - area.age_low**0.5) / LETTER
    return area.short if len(area.short) < width else area.short.replace(" ", "\n", 1)


def alt_text(areas: tuple[Area, ...], kind: str, words: str) -> str:
    """What a panel shows, for people who do not see it: each area in figures, then the patient."""
    listed = "; ".join(_area_in_words(area) for area in areas if area.kind == kind) or "no record admits this IGA"
    return f"Map of age against affected body surface. Areas that the {kind}s admit at this IGA: {listed}. Patient: {words}."


def _area_in_words(area: Area) -> str:
    surface = f"{area.bsa_low:g} to {area.bsa_high:g}% of body surface" if area.bsa_read else "area limits not read"
    uncertain = "" if area.severity == MET else ", if the IGA fits"
    return f"{area.short}: age {area.age_low:g} to {area.age_high:g} years, {surface}{uncertain}"
