"""Sources: every record with its spec tables, every document, every conflict."""

from functools import partial
from os.path import dirname, relpath

import streamlit as st

from ruxcheck.store.evidence_files import load_evidence
from ruxcheck.store.files import DATA, read_spec, spec_path
from ruxcheck.store.reading import load, load_documents
from ruxcheck.watch.standing import watching
from ruxcheck.web import session
from ruxcheck.web.display import holding, show_frame, show_table, table_in_expander
from ruxcheck.web.downloads import slug
from ruxcheck.web.evidence.sources import (
    conflicts_table,
    documents_table,
    effect_rows,
    figure_rows,
    known_trials_table,
    not_found_table,
    records_table,
    spec_tables,
    watching_table,
)

rules, documents, evidence = load(), load_documents(), load_evidence()

st.title("Sources: what the answers rest on")
wanted = st.text_input(
    "Search in records, conflicts and documents", key="sources_wanted", placeholder="a word or several", icon=":material/search:",
    live="400ms", persist_state="session", max_chars=80, width=520,
)  # fmt: skip
made = {
    "Records": records_table(rules, documents, session.today()),
    "Conflicts between sources": conflicts_table(documents),
    "Searched for and not found": not_found_table(documents),
    "Known trials, not evaluated": known_trials_table(documents),
    "Documents": documents_table(documents),
    "Official sources watched": watching_table(watching(), session.today()),
}
for name, table in made.items():
    found = partial(holding, table, wanted or "")
    count = len(found().rows)
    of = f"{count} of {len(table.rows)}" if wanted else f"{len(table.rows)}"
    table_in_expander(f"{name}: {of}", found, f"sources_{slug(name)}", bool(wanted and count))

st.header("Spec tables: the cases each record is tested with")
by_id = {record.id: record for record in rules.labels + rules.trials}
name = st.selectbox(
    "Record", list(by_id), index=None, format_func=lambda name: f"{by_id[name].title} ({name})", placeholder="Choose a record",
    key="spec_record",
)  # fmt: skip
if name:
    path = spec_path(by_id[name].kind, name)
    show_table(spec_tables(read_spec(path), rules, f"Source: {relpath(path, dirname(DATA))}"), "spec")

st.header(f"Figures: {len(evidence.figures)} and the {len(evidence.effects)} effects computed from them")
st.caption(
    "Every number on the evidence pages stands here with its source and place; the head of a column sorts, the magnifier searches."
)
for caption, rows, key in (
    ("Figures, as printed", figure_rows, "figures"), ("Effects, computed from the figures", effect_rows, "effects")
):  # fmt: skip
    with st.expander(caption, key=f"{key}_open", on_change="rerun") as box:
        if box.open:
            show_frame(rows(), caption, key)
