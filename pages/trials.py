"""Trials: design, participant flow, who was in it, and where a patient would have stood."""

import streamlit as st

from ruxcheck.evidence.participants import baseline_of, flow_of
from ruxcheck.export.table import state_of
from ruxcheck.kernel.check import check_record
from ruxcheck.store.evidence_files import load_evidence
from ruxcheck.store.reading import load, load_documents
from ruxcheck.watch.standing import watching
from ruxcheck.web import downloads
from ruxcheck.web.check.verdict import criteria_table
from ruxcheck.web.display import show_figures, show_fixed, table_in_expander
from ruxcheck.web.evidence import safety
from ruxcheck.web.evidence.efficacy import single_trials
from ruxcheck.web.evidence.sources import conflicts_table, known_trials_table
from ruxcheck.web.evidence.trials import (
    baseline_tables,
    design,
    entitled,
    noted,
    show_flow,
    show_periods,
    standing_pictures,
    standing_words,
)
from ruxcheck.web.markup import paragraphs, show_html
from ruxcheck.web.patient_form import profile_form

rules, documents, evidence = load(), load_documents(), load_evidence()

st.title("Trials: who was in them, and where a patient would have stood")
by_id = {record.id: record for record in rules.trials}
# ids, not records: the framework copies what was chosen at every run
record = by_id[st.selectbox("Trial", list(by_id), key="trials_record", persist_state="session", format_func=lambda name: entitled(by_id[name]))]  # fmt: skip

st.header("Design")
show_periods(record)
drawn = design(record.id)
if drawn:
    show_figures(*drawn, evidence, documents, f"design_{record.id}")
elif not flow_of(evidence, record.id).started:
    st.markdown("No figures of this trial were read.")
show_html(paragraphs(noted(record, documents)))
st.caption(watching().recruiting(record.id))

st.header("Participant flow")
show_flow(record.id, evidence, documents)
registered = tuple(table for period in safety.PERIODS for table in safety.flow(period, single_trials(record.id)))
if registered:
    table_in_expander(
        "By the registry record: who left, when and why", lambda: registered, f"flow_registry_{record.id}"
    )

st.header("Who was in it")
if baseline := baseline_of(evidence, record.id):
    show_fixed(lambda: baseline_tables(baseline, evidence, documents), f"trial_baseline_{record.id}")
else:
    show_html(paragraphs("Baseline: not read."))

st.header("Where would this patient have stood?")
form, answer = st.columns([1, 2], gap="large")
with form:
    query = profile_form(rules)
downloads.set_state(state_of(rules, query))
result = check_record(query.profile, record, query.on, rules)
with answer:
    if query.is_empty:
        st.markdown("Enter age, IGA or %BSA to see the patient beside the trial.")
    else:
        show_html(standing_words(result, query.profile, rules, evidence, documents))
        table_in_expander(
            "Age, IGA and %BSA against the entry criteria",
            lambda: criteria_table(result, documents, rules.field_names),
            "trial_criteria",
        )
standing_pictures(record.id, query.profile, rules, evidence, documents)

disputed = tuple(conflict for conflict in documents.conflicts if record.id in conflict.concerns)
if disputed:
    table_in_expander(
        f"Where sources disagree about this trial: {len(disputed)}",
        lambda: conflicts_table(documents._replace(conflicts=disputed)),
        "trial_conflicts",
    )
show_fixed(lambda: known_trials_table(documents), "known_trials")
