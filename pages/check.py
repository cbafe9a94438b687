"""Check a patient: three inputs, then every label and trial, criterion by criterion."""

from datetime import date

import streamlit as st

from ruxcheck.evidence_files import load_evidence
from ruxcheck.records import load, load_documents
from ruxcheck.state import state_of
from ruxcheck.ui import shelf
from ruxcheck.ui.amount_panel import amount_panel
from ruxcheck.ui.criteria_panel import criteria_panel
from ruxcheck.ui.fit_panels import fit_panels
from ruxcheck.ui.margins_panel import margins_panel
from ruxcheck.ui.markup import listed
from ruxcheck.ui.profile_form import profile_form
from ruxcheck.ui.results_sheet import results_sheet
from ruxcheck.ui.start import start_text
from ruxcheck.ui.take_away import take_away
from ruxcheck.ui.tiles import tiles
from ruxcheck.ui.voices import voices_text

rules, documents = load(), load_documents()
labels = rules.field_names

st.title("Ruxolitinib cream in atopic dermatitis")
form, answer = st.columns([1, 3], gap="medium")
with form:
    asked = profile_form(rules)
    report = asked.answer(rules)
    shelf.about(state_of(rules, asked))
    if not asked.is_empty:
        take_away(asked, report, rules, documents)
        shelf.put("results", lambda: (results_sheet(report, rules),))
seeds = tuple(result for result in report.trials if result.record.seed)
further = tuple(result for result in report.trials if not result.record.seed)

with answer:
    if asked.on > date.today():
        st.info(
            f"{asked.on} is in the future: answered as of the newest record of each label; a newer label may exist by then."
        )
    st.html(start_text(report) if asked.is_empty else tiles(report.labels + seeds, further, labels))
    fit_panels(report, asked.profile, rules)
    if not asked.is_empty:
        st.header("Evidence that speaks about this patient")
        st.html(voices_text(report, load_evidence(), labels))

if not asked.is_empty:
    amount_panel(report, rules, documents)
    margins_panel(asked, report, rules)
    criteria_panel(report, documents, labels)
    st.header("What was not checked")
    st.html(listed(list(report.not_checked)))
