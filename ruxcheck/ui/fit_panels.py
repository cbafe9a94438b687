"""The two panels of the fit map beside one another: labels and trials."""

import streamlit as st

from ruxcheck.areas import open_areas
from ruxcheck.charts.fit_map import alt_text, fit_map_spec
from ruxcheck.records import Rules
from ruxcheck.report import Report
from ruxcheck.values import Profile, value_in_words

PANELS = {"label": "Labels: age and area admitted", "trial": "Trials: age and area admitted"}


def fit_panels(report: Report, profile: Profile, rules: Rules) -> None:
    """Draw what the records of a report admit at the IGA entered, and where the patient stands."""
    fields = [rules.fields[name] for name in ("age_years", "bsa_percent")]
    age, bsa = (profile.get(field.id) or field.domain for field in fields)
    records = tuple(result.record for result in report.results if result.record)
    areas = open_areas(records, profile.get("iga") or rules.fields["iga"].domain, rules)
    words = ", ".join(f"{field.label} {value_in_words(field, value)}" for field, value in zip(fields, (age, bsa)))
    placed = (age, bsa) if "age_years" in profile or "bsa_percent" in profile else None
    for column, (kind, title) in zip(st.columns(2, gap="small"), PANELS.items()):
        with column:
            st.markdown(f"**{title}**" + ("" if "iga" in profile else " (? where the IGA decides)"))
            st.vega_lite_chart(fit_map_spec(areas, kind, placed), key=f"fit_{kind}", alt=alt_text(areas, kind, words))
