"""Screen a list: every label and trial for each patient of a list that somebody uploads."""

from pathlib import Path

import streamlit as st

from ruxcheck.intake.worker import UploadedList
from ruxcheck.kernel.possible_values import how_many
from ruxcheck.screening.upload import ScreenedList
from ruxcheck.store.reading import load, load_documents
from ruxcheck.web import downloads
from ruxcheck.web.check import list_results
from ruxcheck.web.check.list_columns import (
    columns_form,
    looked_through,
    measured_on_form,
    preview_table,
    questions_form,
)
from ruxcheck.web.check.list_upload import ANSWER, asked_of, list_form, run_form, state_of
from ruxcheck.web.markup import show_html, table_html
from ruxcheck.web.patient_form import labels_form

CHECK = Path(__file__).with_name("check.py")
rules, documents = load(), load_documents()


def ask(held: UploadedList) -> ScreenedList | None:
    """What the columns tell of, the labels and the day; then the answer, once it was asked for."""
    with st.expander("Columns, labels and day", expanded=ANSWER not in st.session_state):
        columns = columns_form(held, rules)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            jurisdictions, on = labels_form(rules)
            measured_on = measured_on_form(columns, on)
        looked = looked_through(held, columns, rules, measured_on)
        questions_form(looked, rules)
        if columns:
            show_html(table_html(preview_table(held, looked, rules, measured_on)))
    options = asked_of(on, jurisdictions, measured_on)
    return run_form(held, looked.columns, bool(looked.questions), options, rules)


def show(found: ScreenedList) -> None:
    """The results by record beside one record step by step, what was not usable, and the rows."""
    downloads.set_state(state_of(found, rules))
    st.header(f"{how_many(found.summary.rows, 'row')} as of {found.options.on}")
    every, one = st.columns(2, gap="large")
    with one:
        prefix = list_results.record_form(found, rules)
        list_results.show_steps(found, prefix, rules, documents)
    with every:
        list_results.show_results(found, rules)
    st.header("Cells that were not usable")
    list_results.show_reasons(found)
    st.header("Row by row")
    list_results.offer_files(found)
    if list_results.show_rows(found, prefix, list_results.name_of(prefix, found, rules), rules):
        st.switch_page(CHECK)


st.title("Screen a list of patients")
if (held := list_form(rules)) and (found := ask(held)):
    show(found)
