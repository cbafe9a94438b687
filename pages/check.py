"""Check a patient: three inputs, then every label and trial, criterion by criterion."""

from datetime import date

import streamlit as st

from ruxcheck.export.table import bullets, state_of
from ruxcheck.store.evidence_files import load_evidence
from ruxcheck.store.reading import load, load_documents
from ruxcheck.web import downloads
from ruxcheck.web.check.amount import amount_panel
from ruxcheck.web.check.documents import documents_panel, results_table
from ruxcheck.web.check.margins import eligibility_map_panels, margins_panel
from ruxcheck.web.check.verdict import criteria_panel, matching_trials_text, start_table, tiles
from ruxcheck.web.display import show_table
from ruxcheck.web.markup import paragraphs, show_html
from ruxcheck.web.patient_form import profile_form

rules, documents = load(), load_documents()
labels = rules.field_names

st.title("Ruxolitinib cream in atopic dermatitis")
form, answer = st.columns([1, 3], gap="medium")
with form:
    query = profile_form(rules)
    report = query.answer(rules)
    downloads.set_state(state_of(rules, query))
    if not query.is_empty:
        documents_panel(query, report, rules, documents)
        downloads.register("results", lambda: (results_table(report, rules),))
seeds = tuple(result for result in report.trials if result.record.seed)
further = tuple(result for result in report.trials if not result.record.seed)

with answer:
    if query.on > date.today():
        st.info(
            f"{query.on} is in the future: answered as of the newest record of each label; a newer label may exist by then."
        )
    if query.is_empty:
        show_table(start_table(report), "start")
    else:
        show_html(tiles(report.labels + seeds, further, labels))
    eligibility_map_panels(report, query.profile, rules)
    if not query.is_empty:
        st.header("Evidence in patients like this")
        show_html(matching_trials_text(report, load_evidence(), labels))

if not query.is_empty:
    amount_panel(report, rules, documents)
    margins_panel(query, report, rules)
    criteria_panel(report, documents, labels)
    st.header("What was not checked")
    show_html(paragraphs(bullets(report.not_checked)))
