"""Maximum use: one open trial in children with extensive disease, told for a class."""

import streamlit as st

from ruxcheck.evidence_files import load_evidence
from ruxcheck.records import load_documents
from ruxcheck.ui import exposure_figures
from ruxcheck.ui import maximum_use_figures as figures
from ruxcheck.ui import maximum_use_texts as texts
from ruxcheck.ui.figure import figures_table, show
from ruxcheck.ui.safety_tables import chosen_conflicts
from ruxcheck.ui.tables import fold_table, show_table

evidence, documents = load_evidence(), load_documents()


def draw(shown: figures.Shown, key: str) -> None:
    show(*shown, evidence, documents, key)


st.title("Maximum use: what reaches the blood when much skin is treated")

why, who = st.columns(2, gap="large")
with why:
    st.header("Why such a trial")
    st.html(texts.why(documents))
with who:
    st.header("Who took part, and how they were treated")
    show_table(texts.who(documents), "maximum_use_entry")
fold_table(
    "Where the sources disagree on the entry rules",
    lambda: chosen_conflicts(
        documents, "must-paediatric-area", "must-paediatric-duration", "must-paediatric-long-term-gate"
    ),
    "maximum_use_entry_conflicts",
)

st.header("Exposure")
picture, words = st.columns([3, 2], gap="large")
with picture:
    draw(exposure_figures.children(), "maximum_use_exposure")
with words:
    st.html(texts.exposure(documents))
fold_table(
    "News summary and label: two accounts of the trial",
    lambda: (
        figures_table(texts.amounts(), evidence, documents, "Patients, amounts and levels, as printed")
        + chosen_conflicts(documents, "must-paediatric-patients", "reference-281-nm")
    ),
    "maximum_use_amounts",
)

SECTIONS = (
    ("Affected area over time", figures.area(), "maximum_use_area", texts.area()),
    ("Response, without a comparison", figures.responses(), "maximum_use_responses", texts.response(evidence)),
    ("Safety", figures.harms(), "maximum_use_harms", texts.harms(evidence, documents)),
)
for heading, shown, key, said in SECTIONS:
    st.header(heading)
    picture, words = st.columns([3, 2], gap="large")
    with picture:
        draw(shown, key)
    with words:
        st.html(said)

st.header("What this trial cannot tell")
st.html(texts.limits(documents))
