"""The two panels of the fit map beside one another: labels and trials."""

from itertools import product

import streamlit as st

from ruxcheck.areas import Area, open_areas
from ruxcheck.charts.fit_map import alt_text, fit_map_spec
from ruxcheck.charts.frame import without_datasets
from ruxcheck.criteria import MET
from ruxcheck.model import Rules
from ruxcheck.report import Report
from ruxcheck.values import Interval, Profile, value_in_words

PANELS = {"label": "Labels", "trial": "Trials"}
PAPERS = ("light", "dark")


def fit_panels(report: Report, profile: Profile, rules: Rules) -> None:
    """Draw what the records of a report admit at the IGA entered, and where the patient stands."""
    fields = [rules.fields[name] for name in ("age_years", "bsa_percent")]
    age, bsa = (profile.get(field.id) or field.domain for field in fields)
    areas = _areas(report, profile.get("iga") or rules.fields["iga"].domain, rules)
    words = ", ".join(f"{field.label} {value_in_words(field, value)}" for field, value in zip(fields, (age, bsa)))
    placed = (age, bsa) if "age_years" in profile or "bsa_percent" in profile else None
    paper = st.context.theme.type or PAPERS[0]
    for column, (kind, title) in zip(st.columns(2, gap="small"), PANELS.items()):
        with column:
            st.markdown(_title(title, kind, report, profile))
            st.vega_lite_chart(
                without_datasets(fit_map_spec(areas, kind, placed, paper)),
                key=f"fit_{kind}",
                alt=alt_text(areas, kind, words),
            )


def _title(title: str, kind: str, report: Report, profile: Profile) -> str:
    """What the panel shows: the records this patient meets, or the areas while nothing is entered."""
    undecided = "" if "iga" in profile else " (? where the IGA decides)"
    if not profile:
        return f"**{title}: age and area admitted**{undecided}"
    results = report.labels if kind == "label" else report.trials
    met = ", ".join(result.record.short for result in results if result.core == MET)
    return f"**{title} met: {met or 'none'}**{undecided}"


def prepare(report: Report, rules: Rules) -> None:
    """Build the maps of every IGA once, so that no visitor waits for them."""
    scale = rules.fields["iga"].domain
    scores = [scale, *(Interval(score, score) for score in range(int(scale.low), int(scale.high) + 1))]
    for iga, kind, paper in product(scores, PANELS, PAPERS):
        fit_map_spec(_areas(report, iga, rules), kind, None, paper)


def _areas(report: Report, iga: Interval, rules: Rules) -> tuple[Area, ...]:
    return open_areas(tuple(result.record for result in report.results if result.record), iga, rules)
