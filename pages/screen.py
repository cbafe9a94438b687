"""Screen a list: every label and trial for each patient of a list that somebody uploads."""

from pathlib import Path

import streamlit as st

from ruxcheck.lists.answer import Answer
from ruxcheck.lists.held import Held
from ruxcheck.records import load, load_documents
from ruxcheck.ui import screen_answer, screen_rows, shelf
from ruxcheck.ui.profile_form import labels_form
from ruxcheck.ui.screen_columns import columns_form, measured_on_form
from ruxcheck.ui.screen_list import ANSWER, list_form
from ruxcheck.ui.screen_preview import preview_table
from ruxcheck.ui.screen_run import asked_of, run_form, state_of
from ruxcheck.values import how_many

CHECK = Path(__file__).with_name("check.py")
rules, documents = load(), load_documents()


def ask(held: Held) -> Answer | None:
    """What the columns tell of, the labels and the day; then the answer, once it was asked for."""
    with st.expander("Columns, labels and day", expanded=ANSWER not in st.session_state):
        columns = columns_form(held, rules)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            jurisdictions, on = labels_form(rules)
            measured_on = measured_on_form(columns, on)
        if columns:
            st.html(preview_table(held, columns, rules, measured_on))
    return run_form(held, columns, asked_of(on, jurisdictions, measured_on), rules)


def show(found: Answer) -> None:
    """The results by record beside one record step by step, what was not usable, and the rows."""
    shelf.about(state_of(found, rules))
    st.header(f"{how_many(found.summary.rows, 'row')} as of {found.asked.on}")
    every, one = st.columns(2, gap="large")
    with one:
        prefix = screen_answer.record_form(found, rules)
        screen_answer.show_steps(found, prefix, rules, documents)
    with every:
        screen_answer.show_results(found, rules)
    st.header("Cells that were not usable")
    screen_answer.show_reasons(found)
    st.header("Row by row")
    screen_rows.offer_files(found)
    if screen_rows.show_rows(found, prefix, screen_answer.name_of(prefix, found, rules), rules):
        st.switch_page(CHECK)


st.title("Screen a list of patients")
if (held := list_form(rules)) and (found := ask(held)):
    show(found)
