"""A case on screen: the patient with the figures large, one question a record, and beside each answer the tool's."""

from html import escape

import streamlit as st

from ruxcheck.case_words import AnswerText, answer_text, inputs, named
from ruxcheck.cases import Case, Patient, Question
from ruxcheck.criteria import CANNOT_TELL, MET, NOT_MET
from ruxcheck.model import Rules
from ruxcheck.report import CORE_FIELDS
from ruxcheck.ui.cases_state import given, key_of
from ruxcheck.ui.markup import prose, shape, unbroken

CHOICES = (MET, NOT_MET, CANNOT_TELL)
SAME, OTHER, NONE = ("=", "the same"), ("≠", "differs"), ("–", "not answered")


def patient_card(case: Case, number: int, rules: Rules) -> str:
    """The words, the day, and the three figures large; what changed against the first patient is marked."""
    patient = case.patients[number]
    pairs = inputs(patient, rules)
    before = dict(inputs(case.patients[0], rules))
    figures = "".join(_figure(*pair, before) for pair in pairs[: len(CORE_FIELDS)])
    facts = "; ".join(f"{escape(name)}: <b>{escape(value)}</b>" for name, value in pairs[len(CORE_FIELDS) :])
    return prose(
        f'<span class="rux-case-words">{unbroken(patient.words)}</span>',
        f'<span class="rux-figures">{figures}</span>',
        *([facts] if facts else []),
        _day(patient, case.patients[0]),
    )


def _figure(name: str, value: str, before: dict[str, str]) -> str:
    changed = "" if before[name] == value else " <small>changed</small>"
    return f'<span class="rux-figure"><small>{escape(name)}</small>{changed}<b>{escape(value)}</b></span>'


def _day(patient: Patient, first: Patient) -> str:
    changed = "" if patient.asked.on == first.asked.on else " <small>changed</small>"
    return f"As of <b>{patient.asked.on}</b>{changed}"


def ask(question: Question) -> None:
    """One question: a record, and three answers to choose from."""
    st.segmented_control(
        _titled(question),
        CHOICES,
        key=key_of(question),
        persist_state="session",
    )


def _titled(question: Question) -> str:
    """The record with its version and the day; the criteria of a trial do not depend on a day."""
    record = question.result.record
    day = "" if record and record.kind == "trial" else f", on {question.patient.asked.on}"
    return f"{named(question.result)}{day}"


def compared(asked: tuple[Question, ...], rules: Rules) -> str:
    """For each question the visitor's answer beside the tool's, then why. Announced when it appears."""
    told = "".join(_compared(question, answer_text(question, rules)) for question in asked)
    return f'<div class="rux rux-case" role="region" aria-label="Answers" aria-live="polite">{told}</div>'


def _compared(question: Question, told: AnswerText) -> str:
    sign, word = _agreement(question)
    yours = _result(given(question)) if given(question) else "no answer"
    lines = [
        f"<h3>{escape(_titled(question))}</h3>",
        f'<p class="rux-said"><span>You: {yours}</span> <span>Tool: <b>{_result(told.result)}</b></span> '
        f'<span class="rux-agree" data-agree="{word}"><span aria-hidden="true">{sign}</span> {word}</span></p>',
        *(f'<p class="caution">⚠ {escape(text)}</p>' for text in told.cautions),
        f'<p class="why">{escape(told.reason)}</p>',
        *(f'<p class="more">{escape(text)}</p>' for text in told.more),
    ]
    return f'<section class="rux-tile">{"".join(lines)}</section>'


def _agreement(question: Question) -> tuple[str, str]:
    if given(question) is None:
        return NONE
    return SAME if given(question) == question.answer else OTHER


def _result(result: str) -> str:
    return f"{shape(result)} {result}"


def lesson(case: Case) -> str:
    """The one thing that the case teaches."""
    return f'<div class="rux rux-lesson"><p><b>What this case teaches</b></p><p>{escape(case.teaches)}</p></div>'
