"""Sources: every record with its spec tables, every document, every conflict."""

from datetime import date

import streamlit as st

from ruxcheck.evidence_files import load_evidence
from ruxcheck.records import load, load_documents
from ruxcheck.spec import read_spec, spec_path
from ruxcheck.ui.catalogue import conflicts_list, documents_table, records_table, spec_html
from ruxcheck.ui.figure_index import effect_rows, figure_rows

rules, documents, evidence = load(), load_documents(), load_evidence()
records = rules.labels + rules.trials

st.title("Sources: what the answers rest on")
st.html(records_table(rules, documents, date.today()))

st.header("Spec tables: the cases each record is tested with")
chosen = st.selectbox(
    "Record", records, index=None, format_func=lambda record: f"{record.title} ({record.id})", placeholder="Choose a record",
    key="spec_record",
)  # fmt: skip
if chosen:
    st.html(spec_html(read_spec(spec_path(chosen.kind, chosen.id)), rules))

st.header(f"Conflicts: {len(documents.conflicts)} places where sources disagree")
st.html(conflicts_list(documents))

st.header(f"Figures: {len(evidence.figures)} and the {len(evidence.effects)} effects computed from them")
st.caption("Every number on the evidence pages stands here with its source and place.")
st.dataframe(figure_rows(), hide_index=True, key="figures")
st.dataframe(effect_rows(), hide_index=True, key="effects")

st.header(f"Documents: {len(documents.sources)}")
st.html(documents_table(documents))
