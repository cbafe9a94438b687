"""Cases: invented patients; the class answers first, then the tool, criterion by criterion."""

from functools import partial

import streamlit as st

from ruxcheck.store.evidence_files import load_cases
from ruxcheck.store.reading import load, load_documents
from ruxcheck.teaching.cases import questions
from ruxcheck.teaching.wording import ASKED
from ruxcheck.web import downloads
from ruxcheck.web.markup import show_html
from ruxcheck.web.teaching import cases as session
from ruxcheck.web.teaching import story
from ruxcheck.web.teaching.cases import (
    ask,
    choose,
    compared,
    lesson,
    open_on_check_page,
    patient_card,
    show_criteria,
    show_limits,
    state_of_case,
)

rules, documents, cases = load(), load_documents(), load_cases()

st.title("Cases: answer first, then ask the tool")
case = choose(cases)
story.toggle(whole=True)
all_questions = questions(case, rules)
downloads.set_state(state_of_case(case, rules))
shown = session.is_shown(case)

st.header(case.title)
columns = st.columns(2, gap="large")
for number in range(len(case.patients)):
    # one patient beside the questions, or two patients beside each other
    beside = columns[number] if len(case.patients) > 1 else columns[1]
    about = tuple(question for question in all_questions if question.number == number)
    with columns[number]:
        show_html(patient_card(case, number, rules))
    with beside:
        if shown:
            show_html(compared(about, rules))
        else:
            st.caption(f"What does each record say? {ASKED[case.asked_of]}.")
            for question in about:
                ask(question)

if shown:
    show_html(lesson(case))
else:
    show_limits(all_questions, rules)
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

if shown and any(question.result.record for question in all_questions):
    st.header("Criterion by criterion")
    for question in all_questions:
        show_criteria(question, rules, documents)
st.caption(
    "Every patient here is invented. The answers come from the rules of this tool and were not written for a case."
)
