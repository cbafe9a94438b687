"""What a visitor has answered, and to which cases the tool has: kept for the session, stored nowhere."""

import streamlit as st

from ruxcheck.cases import Case, Question, questions
from ruxcheck.frozen import Frozen
from ruxcheck.model import Rules

SHOWN = "cases_shown"
ANSWER = "case_answer_"


class Score(Frozen):
    """How many answers were given to cases that the tool has answered too, and how many of them were the tool's."""

    same: int
    given: int

    @property
    def words(self) -> str:
        if not self.given:
            return "This session: no answers compared yet. Nothing is stored."
        return (
            f"This session: {self.same} of {self.given} answers as the tool. Not stored, gone when the page is closed."
        )


def key_of(question: Question) -> str:
    """Under which an answer stands in the session."""
    return ANSWER + question.id


def given(question: Question) -> str | None:
    """What was answered; None where nothing was, which counts neither as right nor as wrong."""
    return st.session_state.get(key_of(question))


def is_shown(case: Case) -> bool:
    return case.id in st.session_state.get(SHOWN, ())


def show(case: Case) -> None:
    """The tool answers this case from now on."""
    st.session_state[SHOWN] = {*st.session_state.get(SHOWN, ()), case.id}


def again(case: Case, rules: Rules) -> None:
    """Take back the answers to a case, the tool's and the visitor's."""
    st.session_state[SHOWN] = st.session_state.get(SHOWN, set()) - {case.id}
    for question in questions(case, rules):
        st.session_state[key_of(question)] = None


def reset(cases: tuple[Case, ...], rules: Rules) -> None:
    for case in cases:
        again(case, rules)


def score(cases: tuple[Case, ...], rules: Rules) -> Score:
    """The score of this session over every case that the tool has answered."""
    answered = [
        given(question) == question.answer
        for case in cases
        if is_shown(case)
        for question in questions(case, rules)
        if given(question)
    ]
    return Score(sum(answered), len(answered))
