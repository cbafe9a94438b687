"""Check a patient: three inputs, then the verdict with evidence and warnings beside it; everything else when it is asked for."""

import streamlit as st

from ruxcheck.export.table import bullets, state_of
from ruxcheck.store.reading import load, load_documents
from ruxcheck.web import downloads
from ruxcheck.web.check.amount import amount_line, amount_panel
from ruxcheck.web.check.documents import documents_panel, results_table
from ruxcheck.web.check.margins import eligibility_map_panels, margins_panel
from ruxcheck.web.check.patient_evidence import evidence_panel
from ruxcheck.web.check.record_form import record_button
from ruxcheck.web.check.verdict import criteria_panel, other_lines, start_table, verdict_card, warnings_panel
from ruxcheck.web.display import show_table
from ruxcheck.web.markup import paragraphs, show_html
from ruxcheck.web.patient_form import answered_mark, confirm_form, day_banner, fold_line, profile_form

rules, documents = load(), load_documents()
labels = rules.field_names

with st.container(horizontal=True, vertical_alignment="center", key="top_line"):
    st.title("Ruxolitinib cream in atopic dermatitis")
    top = st.container(horizontal=True, width="content", gap="small")
query = profile_form(rules, confirms=True, top=top)
with top:
    record_button(query.on, rules)
report = query.answer(rules)
downloads.set_state(state_of(rules, query))
day_banner(query.on)

if query.is_empty:
    show_table(start_table(report), "start")
    eligibility_map_panels(report, query.profile, rules)
else:
    downloads.register("results", lambda: (results_table(report, rules),))
    fold_line(query, rules)
    answer, evidence = st.columns([5, 6], gap="medium")
    with answer:
        show_html(verdict_card(report, labels))
        warnings_panel(report.labels[0], documents)
        confirm_form(report.labels[0], rules)
        amount_line(report)
        show_html(other_lines(report, labels))
        documents_panel(query, report, rules, documents)
    with evidence:
        evidence_panel(report)
    panels = {
        "Criteria": lambda: criteria_panel(report, documents, labels),
        "Amount of cream": lambda: amount_panel(report, rules, documents),
        "What would change this": lambda: margins_panel(query, report, rules),
        "Map": lambda: eligibility_map_panels(report, query.profile, rules),
        "Not checked": lambda: show_html(paragraphs(bullets(report.not_checked))),
    }
    opened = st.pills("More about this answer", list(panels), key="more_about", persist_state="session")
    if opened:
        panels[opened]()
answered_mark(rules)
