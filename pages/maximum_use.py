"""Maximum use: one open trial in children with extensive disease, told for a class."""

import streamlit as st

from ruxcheck.store.evidence_files import load_displays, load_evidence
from ruxcheck.store.reading import load_documents
from ruxcheck.web.display import figures_table, show_figures, show_table, table_in_expander
from ruxcheck.web.evidence import exposure, maximum_use
from ruxcheck.web.evidence.sources import chosen_conflicts
from ruxcheck.web.markup import show_html

evidence, documents, displays = load_evidence(), load_documents(), load_displays()


def draw(shown: maximum_use.Shown, key: str) -> None:
    show_figures(*shown, evidence, documents, key)


st.title("Maximum use: what reaches the blood when much skin is treated")

why, who = st.columns(2, gap="large")
with why:
    st.header("Why such a trial")
    show_html(maximum_use.why(documents))
with who:
    st.header("Who took part, and how they were treated")
    show_table(maximum_use.who(documents), "maximum_use_entry")
table_in_expander(
    "Where the sources disagree on the entry rules",
    lambda: chosen_conflicts(documents, *displays["maximum-use"].conflicts),
    "maximum_use_entry_conflicts",
)

st.header("Exposure")
picture, words = st.columns([3, 2], gap="large")
with picture:
    draw(exposure.children(), "maximum_use_exposure")
with words:
    show_html(maximum_use.exposure(documents))
table_in_expander(
    "News summary and label: two accounts of the trial",
    lambda: (
        figures_table(maximum_use.amounts(), evidence, documents, displays["maximum-use-amounts"].title),
        chosen_conflicts(documents, *displays["maximum-use-amounts"].conflicts),
    ),
    "maximum_use_amounts",
)

SECTIONS = (
    ("Affected area over time", maximum_use.area(), "maximum_use_area", maximum_use.area_words()),
    (
        "Response, without a comparison",
        maximum_use.responses(),
        "maximum_use_responses",
        maximum_use.response(evidence),
    ),
    ("Safety", maximum_use.harms(), "maximum_use_harms", maximum_use.harms_words(evidence, documents)),
)
for heading, shown, key, below in SECTIONS:
    st.header(heading)
    picture, words = st.columns([3, 2], gap="large")
    with picture:
        draw(shown, key)
    with words:
        show_html(below)

st.header("What this trial cannot tell")
show_html(maximum_use.limits(documents))
