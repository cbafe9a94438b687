"""Cases: invented patients; the class answers first, then the tool, criterion by criterion."""

from functools import partial

import streamlit as st

from ruxcheck.case_words import ASKED
from ruxcheck.cases import load_cases, questions
from ruxcheck.records import load, load_documents
from ruxcheck.ui import cases_state as session
from ruxcheck.ui import presenter, shelf
from ruxcheck.ui.cases_choice import choose
from ruxcheck.ui.cases_open import open_on_check_page, state_of_case
from ruxcheck.ui.cases_tables import show_criteria, show_limits
from ruxcheck.ui.cases_view import ask, compared, lesson, patient_card

rules, documents, cases = load(), load_documents(), load_cases()

st.title("Cases: answer first, then ask the tool")
case = choose(cases)
presenter.toggle(whole=True)
asked = questions(case, rules)
shelf.about(state_of_case(case, rules))
shown = session.is_shown(case)

st.header(case.title)
columns = st.columns(2, gap="large")
for number in range(len(case.patients)):
    # one patient beside the questions, or two patients beside each other
    beside = columns[number] if len(case.patients) > 1 else columns[1]
    about = tuple(question for question in asked if question.number == number)
    with columns[number]:
        st.html(patient_card(case, number, rules))
    with beside:
        if shown:
            st.html(compared(about, rules))
        else:
            st.caption(f"What does each record say? {ASKED[case.asked_of]}.")
            for question in about:
                ask(question)

if shown:
    st.html(lesson(case))
else:
    show_limits(asked, rules)
with st.container(horizontal=True, vertical_alignment="center", gap="small", key="case_actions"):
    if shown:
        st.button("Answer again", on_click=session.again, args=(case, rules))
        open_on_check_page(case, rules)
    else:
        st.button("Show what the tool says", key="case_show", on_click=session.show, args=(case,))
    score = session.score(cases, rules)
    st.caption(score.words, width="content")
    if score.given:
        st.button("Reset the score", type="tertiary", on_click=partial(session.reset, cases, rules))

if shown and any(question.result.record for question in asked):
    st.header("Criterion by criterion")
    for question in asked:
        show_criteria(question, rules, documents)
st.caption(
    "Every patient here is invented. The answers come from the rules of this tool, nobody wrote them for a case."
)
