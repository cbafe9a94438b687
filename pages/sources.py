"""Sources: every record with its spec tables, every document, every conflict."""

from datetime import date
from os.path import dirname, relpath

import streamlit as st

from ruxcheck.store.evidence_files import load_evidence
from ruxcheck.store.files import DATA, read_spec, spec_path
from ruxcheck.store.reading import load, load_documents
from ruxcheck.web.display import show_fixed, show_frame, show_table
from ruxcheck.web.evidence.sources import (
    conflicts_table,
    documents_table,
    effect_rows,
    figure_rows,
    known_trials_table,
    not_found_table,
    records_table,
    spec_tables,
)

rules, documents, evidence = load(), load_documents(), load_evidence()

st.title("Sources: what the answers rest on")
show_table(records_table(rules, documents, date.today()), "records")

st.header("Spec tables: the cases each record is tested with")
by_id = {record.id: record for record in rules.labels + rules.trials}
name = st.selectbox(
    "Record", list(by_id), index=None, format_func=lambda name: f"{by_id[name].title} ({name})", placeholder="Choose a record",
    key="spec_record",
)  # fmt: skip
if name:
    path = spec_path(by_id[name].kind, name)
    show_table(spec_tables(read_spec(path), rules, f"Source: {relpath(path, dirname(DATA))}"), "spec")

st.header(f"Conflicts: {len(documents.conflicts)} places where sources disagree")
show_fixed(lambda: conflicts_table(documents), "conflicts")

st.header("Searched for and not found; known and not evaluated")
show_fixed(lambda: (not_found_table(documents), known_trials_table(documents)), "not_found")

st.header(f"Figures: {len(evidence.figures)} and the {len(evidence.effects)} effects computed from them")
st.caption("Every number on the evidence pages stands here with its source and place.")
show_frame(figure_rows(), "Figures, as printed", "figures")
show_frame(effect_rows(), "Effects, computed from the figures", "effects")

st.header(f"Documents: {len(documents.sources)}")
show_fixed(lambda: documents_table(documents), "documents")
