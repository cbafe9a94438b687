"""Trials: design, participant flow, who was in it, and where a patient would have stood."""

import streamlit as st

from ruxcheck.check import check_record
from ruxcheck.evidence_files import load_evidence
from ruxcheck.participants import baseline_of, flow_of, studies_of
from ruxcheck.records import load, load_documents
from ruxcheck.ui.catalogue import conflicts_list
from ruxcheck.ui.details import criteria_table
from ruxcheck.ui.figure import figures_table, show
from ruxcheck.ui.markup import listed, literal
from ruxcheck.ui.participant_boxes import baseline_tables, flow_boxes, flow_in_words, noted
from ruxcheck.ui.patient_standing import standing_pictures, standing_words
from ruxcheck.ui.periods_figure import show_periods
from ruxcheck.ui.profile_form import profile_form
from ruxcheck.ui.trials_figures import design

rules, documents, evidence = load(), load_documents(), load_evidence()

st.title("Trials: who was in them, and where a patient would have stood")
record = st.selectbox(
    "Trial", rules.trials, key="trials_record", persist_state="session",
    format_func=lambda record: f"{record.title} ({', '.join(record.registry_ids) or 'no registry number'})",
)  # fmt: skip
flow, baseline = flow_of(evidence, record.id), baseline_of(evidence, record.id)

st.header("Design")
show_periods(record)
drawn = design(record.id)
if drawn:
    show(*drawn, evidence, documents, f"design_{record.id}")
elif not flow.started:
    st.markdown("No figures of this trial were read.")
st.html(listed(noted(record, documents)))

st.header("Participant flow")
if flow.started:
    st.markdown(f"**{literal(flow_in_words(flow))}**")
st.html(flow_boxes(flow, evidence))
parts = [name for name in studies_of(evidence, record.id) if name != record.id]
rows = flow.rows + tuple(row for name in parts for row in flow_of(evidence, name).rows if row not in flow.rows)
if rows:
    with st.expander(f"Table of the figures ({len(rows)})"):
        st.html(figures_table(rows, evidence, documents))

st.header("Who was in it")
st.html(baseline_tables(baseline, evidence, documents))

st.header("Where would this patient have stood?")
form, answer = st.columns([1, 2], gap="large")
with form:
    asked = profile_form(rules)
result = check_record(asked.profile, record, asked.on, rules)
with answer:
    if asked.is_empty:
        st.markdown("Enter age, IGA or %BSA to see the patient beside the trial.")
    else:
        st.html(standing_words(result, asked.profile, rules, evidence, documents))
        with st.expander("Age, IGA and %BSA against the entry criteria"):
            st.html(criteria_table(result, documents, rules.field_names))
standing_pictures(record.id, asked.profile, rules, evidence, documents)

disputed = tuple(conflict for conflict in documents.conflicts if record.id in conflict.concerns)
if disputed:
    with st.expander(f"Where sources disagree about this trial: {len(disputed)}"):
        st.html(conflicts_list(documents._replace(conflicts=disputed)))
