"""The two panels of the fit map beside one another: labels and trials."""

from collections.abc import Callable
from html import escape
from itertools import product

import streamlit as st

from ruxcheck.areas import Area, open_areas
from ruxcheck.charts.fit_map import alt_text, fit_map_spec
from ruxcheck.charts.frame import Picture, titled
from ruxcheck.criteria import MET
from ruxcheck.model import Rules
from ruxcheck.report import Report
from ruxcheck.sheet import Sheet
from ruxcheck.ui.figure import sheet_of, show_with
from ruxcheck.ui.markup import table
from ruxcheck.values import Interval, Profile, how_many, value_in_words

PANELS = {"label": "Labels", "trial": "Trials"}
HEADS = ("Record", "Age from, y", "Age to, y", "%BSA from", "%BSA to", "IGA fits")
PAPERS = ("light", "dark")


def fit_panels(report: Report, profile: Profile, rules: Rules) -> None:
    """Draw what the records of a report admit at the IGA entered, and where the patient stands."""
    paper = st.context.theme.type or PAPERS[0]
    for column, kind in zip(st.columns(2, gap="small"), PANELS):
        with column:
            shown, drawn = fit_shown(kind, report, profile, rules, paper)
            show_with(
                shown,
                how_many(len(drawn), "area"),
                areas_table(drawn),
                areas_sheet(drawn, shown),
                f"fit_{kind}",
                keep=False,
            )


def fit_shown(
    kind: str, report: Report, profile: Profile, rules: Rules, paper: str
) -> tuple[Picture, tuple[Area, ...]]:
    """One panel, "label" or "trial", on "light" or "dark" paper, and the areas it draws."""
    fields = [rules.fields[name] for name in ("age_years", "bsa_percent")]
    age, bsa = (profile.get(field.id) or field.domain for field in fields)
    areas = _areas(report, profile.get("iga") or rules.fields["iga"].domain, rules)
    words = ", ".join(f"{field.label} {value_in_words(field, value)}" for field, value in zip(fields, (age, bsa)))
    placed = (age, bsa) if "age_years" in profile or "bsa_percent" in profile else None
    finding = _finding(kind, report, profile)
    said = f"{finding}. {alt_text(areas, kind, words)}"
    shown = titled(fit_map_spec(areas, kind, placed, paper), finding, _footer(kind, report, profile, rules), said)
    return shown, tuple(area for area in areas if area.kind == kind)


def _finding(kind: str, report: Report, profile: Profile) -> str:
    """The records this patient meets, or what is drawn while nothing is entered."""
    if not profile:
        return f"{PANELS[kind]}: the age and area each admits"
    results = report.labels if kind == "label" else report.trials
    met = ", ".join(result.record.short for result in results if result.core == MET)
    return f"{PANELS[kind]} met: {met or 'none'}"


def _footer(kind: str, report: Report, profile: Profile, rules: Rules) -> str:
    iga = profile.get("iga")
    severity = (
        f"at IGA {value_in_words(rules.fields['iga'], iga)}" if iga else "IGA not recorded, so a ? where it decides"
    )
    return f"Source: {kind} records, each with its place below; areas {severity}; as of {report.as_of}."


def areas_table(areas: tuple[Area, ...]) -> Callable[[], str]:
    """The areas of a map as a table, made when it is asked for."""
    rows = ["<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in _row(area)) + "</tr>" for area in areas]
    return lambda: table("Areas of the map", HEADS, rows)


def areas_sheet(areas: tuple[Area, ...], shown: Picture) -> Callable[[], Sheet]:
    """The same rows to take away."""
    return lambda: sheet_of(shown, HEADS, [_row(area) for area in areas])


def _row(area: Area) -> tuple:
    surface = (f"{area.bsa_low:g}", f"{area.bsa_high:g}") if area.bsa_read else ("not read", "not read")
    return (area.short, f"{area.age_low:g}", f"{area.age_high:g}", *surface, area.severity)


def prepare(report: Report, rules: Rules) -> None:
    """Build the maps of every IGA once, so that no visitor waits for them."""
    scale = rules.fields["iga"].domain
    scores = [scale, *(Interval(score, score) for score in range(int(scale.low), int(scale.high) + 1))]
    for iga, kind, paper in product(scores, PANELS, PAPERS):
        fit_map_spec(_areas(report, iga, rules), kind, None, paper)


def _areas(report: Report, iga: Interval, rules: Rules) -> tuple[Area, ...]:
    return open_areas(tuple(result.record for result in report.results if result.record), iga, rules)
