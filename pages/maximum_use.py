"""Maximum use: one open trial in children with extensive disease, told for a class."""

import streamlit as st

from ruxcheck.store.evidence_files import load_displays, load_evidence
from ruxcheck.store.reading import load_documents
from ruxcheck.web.display import figures_table, show_figures, show_table, table_in_expander
from ruxcheck.web.evidence import exposure
from ruxcheck.web.evidence import maximum_use as figures
from ruxcheck.web.evidence import maximum_use as texts
from ruxcheck.web.evidence.safety import chosen_conflicts
from ruxcheck.web.markup import show_html

evidence, documents, displays = load_evidence(), load_documents(), load_displays()


def draw(shown: figures.Shown, key: str) -> None:
    show_figures(*shown, evidence, documents, key)


st.title("Maximum use: what reaches the blood when much skin is treated")

why, who = st.columns(2, gap="large")
with why:
    st.header("Why such a trial")
    show_html(texts.why(documents))
with who:
    st.header("Who took part, and how they were treated")
    show_table(texts.who(documents), "maximum_use_entry")
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
    show_html(texts.exposure(documents))
table_in_expander(
    "News summary and label: two accounts of the trial",
    lambda: (
        figures_table(texts.amounts(), evidence, documents, displays["maximum-use-amounts"].title)
        + chosen_conflicts(documents, *displays["maximum-use-amounts"].conflicts)
    ),
    "maximum_use_amounts",
)

SECTIONS = (
    ("Affected area over time", figures.area(), "maximum_use_area", texts.area_words()),
    ("Response, without a comparison", figures.responses(), "maximum_use_responses", texts.response(evidence)),
    ("Safety", figures.harms(), "maximum_use_harms", texts.harms_words(evidence, documents)),
)
for heading, shown, key, said in SECTIONS:
    st.header(heading)
    picture, words = st.columns([3, 2], gap="large")
    with picture:
        draw(shown, key)
    with words:
        show_html(said)

st.header("What this trial cannot tell")
show_html(texts.limits(documents))
