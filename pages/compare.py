"""Compare: one patient under two labels, on two days or in two places, what differs first."""

import streamlit as st

from ruxcheck.compare.comparison import CAUTION, compare
from ruxcheck.export.table import bullets, state_of
from ruxcheck.store.reading import load, load_documents
from ruxcheck.web import downloads, session
from ruxcheck.web.check import side_by_side
from ruxcheck.web.check.side_by_side import sides_form
from ruxcheck.web.display import show_table
from ruxcheck.web.markup import paragraphs, show_html
from ruxcheck.web.patient_form import answered_mark, profile_form

rules, documents = load(), load_documents()

st.title("Compare: one patient, two days or two places")
form, answer = st.columns([1, 3], gap="medium")
with form:
    query = profile_form(rules)
downloads.set_state(state_of(rules, query))
with answer:
    left, right = sides_form(query, rules)
    comparison = compare(query.profile, left, right, rules)
    ahead = max(left.day, right.day)
    if ahead > session.today():
        st.info(f"{ahead} is in the future: answered as of the newest version read; a newer label may exist by then.")
    show_html(side_by_side.answer(comparison, documents, rules.field_names))
    st.caption("Trials depend neither on the day nor on the place: they stand on Check a patient.")

cautions = tuple(row for row in comparison.differing if row.kind == CAUTION)
others = tuple(row for row in comparison.differing if row.kind != CAUTION)
heading = "Results and rules that differ" if comparison.known else "Rules that differ"
if (shown := side_by_side.rows_table(heading, others, comparison, documents)).rows:
    show_table(shown, "compare_differs")
folded = (
    (f"Cautions that differ ({len(cautions)})", "Cautions: they do not change a result", cautions),
    ("The same on both", "Results, rules and cautions without a difference", comparison.same),
)
for number, (title, caption, rows) in enumerate(folded):
    if (shown := side_by_side.rows_table(caption, rows, comparison, documents)).rows:
        with st.expander(title, key=f"compare_folded_{number}"):
            show_table(shown, f"compare_table_{number}")
with st.expander("What was not read, and what was not checked", key="compare_not_read"):
    show_html(side_by_side.not_read_lists(comparison))
    show_html(paragraphs(bullets(rules.not_checked)))
answered_mark(rules)
