"""A patient from a health record: FHIR resources pasted or chosen as a file, each figure with where it came from, then the form filled."""

from datetime import date

import streamlit as st

from ruxcheck.ehr.fhir import NotFhir, RecordedPatient, Resources, recorded_patient, sent_in
from ruxcheck.ehr.settings import VARIABLE, codes_in_use
from ruxcheck.export.table import Table, small
from ruxcheck.kernel.possible_values import value_in_words
from ruxcheck.kernel.records import Rules
from ruxcheck.web import session
from ruxcheck.web.markup import escape_markdown, paragraphs, show_html, table_html
from ruxcheck.web.patient_form import form_keys, form_state

MOST_LETTERS = 2_000_000
INTRODUCTION = (
    "A FHIR R4 Bundle, or resources as NDJSON. It is read here and kept nowhere; names and identifiers are not read. "
    "Nothing is filled in before you say so."
)
NO_MAP = (
    "IGA, %BSA and itch have no code that holds everywhere. They are read where the server's settings name the codes of your "
    f"site ({VARIABLE}, docs/ehr.md); here none are named."
)


def record_button(on: date, rules: Rules) -> None:
    """Offer to fill the form from a health record."""
    if st.button("From a record", key="from_record", help="Fill the form from FHIR resources"):
        _dialog(on, rules)


@st.dialog("A patient from a health record", width="large")
def _dialog(on: date, rules: Rules) -> None:
    settings = codes_in_use(tuple(rules.jurisdictions))
    st.markdown(INTRODUCTION)
    if not settings.codes:
        st.caption(NO_MAP)
    pasted = st.text_area("FHIR resources", key="record_text", height=140, max_chars=MOST_LETTERS)
    chosen = st.file_uploader("or a file", type=["json", "ndjson"], key="record_file")
    if chosen is None and not pasted:
        return
    try:
        sent = sent_in(chosen.getvalue().decode("utf-8-sig") if chosen else pasted)
    except NotFhir as error:
        st.error(escape_markdown(f"{error}."))
        return
    except UnicodeDecodeError:
        st.error("The file is not UTF-8 text; allowed: a FHIR Bundle, or resources as NDJSON.")
        return
    patient = recorded_patient(Resources(*sent), on, rules.fields, settings)
    show_html(table_html(_found_table(patient, rules)))
    if patient.ignored:
        show_html(table_html(_ignored_table(patient)))
    if patient.found:
        filled = (form_keys(rules), form_state(patient.typed, rules))
        if st.button("Fill the form", key="record_use", on_click=session.replace_patient, args=filled):
            st.rerun()
    else:
        show_html(paragraphs("Nothing in it can fill the form."))


def _found_table(patient: RecordedPatient, rules: Rules) -> Table:
    rows = tuple(
        (
            rules.fields[item.field].label,
            value_in_words(rules.fields[item.field], item.value),
            item.day or small("no day of its own"),
            item.source,
        )
        for item in patient.found
    )
    return Table("What is taken", ("Figure", "Value", "Day", "From"), rows)


def _ignored_table(patient: RecordedPatient) -> Table:
    return Table(
        "What is not taken, and why", ("What", "Why"), tuple((item.what, item.why) for item in patient.ignored)
    )
