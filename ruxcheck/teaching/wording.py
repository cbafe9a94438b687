"""Teaching cases in words: what is asked and what the tool answers, for the page and for paper."""

from datetime import date

from ruxcheck.kernel import Frozen, wording
from ruxcheck.kernel.criteria import CANNOT_TELL
from ruxcheck.kernel.parsing import CORE_FIELDS
from ruxcheck.kernel.possible_values import how_many, value_in_words
from ruxcheck.kernel.records import Rules
from ruxcheck.kernel.results import RecordResult
from ruxcheck.teaching.cases import Case, Patient, Question, questions

ASKED = {"core": "By age, IGA and %BSA alone", "overall": "With further facts"}


class PatientText(Frozen):
    """One patient as a class reads it; `inputs` are pairs of name and value, `records` the names of what is asked about."""

    words: str
    inputs: tuple[tuple[str, str], ...]
    on: date
    records: tuple[str, ...]


class CaseQuestions(Frozen):
    """What a case asks, without an answer; `about` says which result is meant."""

    title: str
    about: str
    patients: tuple[PatientText, ...]


class AnswerText(Frozen):
    """What the tool answers on one record: the result that was asked for, the deciding reason, cautions that apply, and what else it says."""

    patient: int
    record: str
    on: date
    result: str
    reason: str
    cautions: tuple[str, ...]
    more: tuple[str, ...]


class CaseAnswers(Frozen):
    """The answers to a case, one a record and patient, and the sentence that they teach."""

    title: str
    rows: tuple[AnswerText, ...]
    teaches: str


def case_questions(case: Case, rules: Rules) -> CaseQuestions:
    """What a class is asked: the patients, and the records with version and day."""
    questions_of_case = questions(case, rules)
    patients = tuple(
        PatientText(
            patient.words,
            inputs(patient, rules),
            patient.query.on,
            tuple(named(question.result) for question in questions_of_case if question.number == number),
        )
        for number, patient in enumerate(case.patients)
    )
    return CaseQuestions(case.title, ASKED[case.asked_of], patients)


def case_answers(case: Case, rules: Rules) -> CaseAnswers:
    """What the tool answers, and what the case teaches."""
    rows = tuple(answer_text(question, rules) for question in questions(case, rules))
    return CaseAnswers(case.title, rows, case.teaches)


def inputs(patient: Patient, rules: Rules) -> tuple[tuple[str, str], ...]:
    """Age, IGA and %BSA with their values, "not recorded" where nothing is known, then every further fact that is."""
    profile = patient.query.profile
    names = [*CORE_FIELDS, *(name for name in profile if name not in CORE_FIELDS)]
    fields = [rules.fields[name] for name in names]
    return tuple((field.label, value_in_words(field, profile.get(field.id, field.domain))) for field in fields)


def named(result: RecordResult) -> str:
    """The record as a question names it: a label with its version, or with both where two are possible on that day."""
    if result.record is None:
        return f"{result.title} label, no version recorded"
    if result.also_possible:
        versions = " or ".join(record.id.partition("/")[2] for record in (result.also_possible, result.record))
        return f"{result.record.title} {versions}, either is possible"
    return wording.heading(result)


def answer_text(question: Question, rules: Rules) -> AnswerText:
    """The tool's answer to one question in words."""
    return AnswerText(
        question.number + 1,
        named(question.result),
        question.patient.query.on,
        question.answer,
        _reason(question, rules),
        tuple(wording.caution_in_words(item) for item in question.result.applying),
        _more(question),
    )


def _reason(question: Question, rules: Rules) -> str:
    """The deciding reason; of a result that counts further facts, the facts that decide it."""
    result = question.result
    if question.answer == result.core_reviewed:
        return _sentence(wording.reason(result, rules.field_names))
    failed = wording.failed_facts(result)
    if question.answer == CANNOT_TELL or not failed:
        return f"{how_many(len(result.to_confirm), 'fact is', 'facts are')} open, or parts of the text were not read"
    return "; ".join(f"{item.criterion.statement}: {wording.answer_in_words(item)}" for item in failed)


def _more(question: Question) -> tuple[str, ...]:
    """Parts that differ, a near margin, and that the record may be out of date."""
    result = question.result
    if result.record is None:
        return ()
    margin = wording.near_margin(result) if question.answer == result.core_reviewed else ""
    texts = [wording.parts_line(result), margin, wording.as_last_seen(result)]
    return tuple(_sentence(text) for text in texts if text)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
