"""The Cases page: choosing a case, the class's answers, the tool's answers beside them, and what leaves the page."""

from functools import partial
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from ruxcheck import HOME
from ruxcheck.compare.label_differences import amount_limits
from ruxcheck.export.table import State, Table, marked_result, state_of
from ruxcheck.kernel import Frozen
from ruxcheck.kernel.check import check_record
from ruxcheck.kernel.criteria import CANNOT_TELL, MET, NOT_MET
from ruxcheck.kernel.parsing import CORE_FIELDS
from ruxcheck.kernel.records import Documents, Record, Rules
from ruxcheck.kernel.results import RecordResult
from ruxcheck.teaching.cases import Case, Patient, Question, questions
from ruxcheck.teaching.wording import AnswerText, answer_text, inputs, named
from ruxcheck.web.check.list_results import form_of
from ruxcheck.web.check.verdict import cautions_table, criteria_table, facts_table, limits_row, limits_table, with_rows
from ruxcheck.web.display import table_in_expander
from ruxcheck.web.link import CASE_PARAMETER, TYPED_INPUTS, from_address
from ruxcheck.web.markup import escape_markdown, paragraphs, with_days_unbroken

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


# Choosing a case: by list, by back and next, by an address. The address is what counts; without a case in it the first is open.
LISTED = "case_listed"


def choose(cases: tuple[Case, ...]) -> Case:
    """Draw the choice and return the case that is open; an address that names no case is refused in words."""
    by_id = {case.id: case for case in cases}
    chosen = by_id[_opened(list(by_id))]
    place = cases.index(chosen)
    st.session_state[LISTED] = chosen.id
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="case_choice"):
        _step("Back", cases[place - 1].id if place else None, "Left")
        _step("Next", cases[place + 1].id if place + 1 < len(cases) else None, "Right")
        st.selectbox(
            "Case",
            list(by_id),
            key=LISTED,
            format_func=lambda name: f"{list(by_id).index(name) + 1} of {len(cases)}: {by_id[name].title}",
            on_change=lambda: _open(st.session_state[LISTED]),
            label_visibility="collapsed",
            width=420,
        )
    return chosen


def _opened(ids: list[str]) -> str:
    """The case that the address asks for; an address that names none is refused in words."""
    values = st.query_params.get_all(CASE_PARAMETER)
    if values and not (len(values) == 1 and values[0] in ids):
        words = f"'{values[0][:40]}' is no case" if len(values) == 1 else "case stands more than once"
        st.warning(
            escape_markdown(f"The address could not be read: {words}. Allowed: case= and one of {', '.join(ids)}.")
        )
    return from_address(CASE_PARAMETER, ids, LISTED)


def _step(label: str, to: str | None, key: str) -> None:
    st.button(label, key=f"case_{label.lower()}", disabled=to is None, shortcut=key, on_click=_open, args=(to,))


def _open(name: str) -> None:
    st.query_params[CASE_PARAMETER] = name


# A case taken elsewhere: to the Check page when asked for, and into the files that leave the page.

CHECK = Path(HOME) / "pages" / "check.py"


def open_on_check_page(case: Case, rules: Rules) -> None:
    """A button for each patient of a case that fills the form of the Check page; nothing enters the address."""
    for number, patient in enumerate(case.patients):
        which = f", {'first' if number == 0 else 'second'} patient" if len(case.patients) > 1 else ""
        if st.button(f"Open on Check a patient{which}", key=f"case_open_{number}"):
            st.session_state.update(_form(patient, rules))
            st.switch_page(CHECK)


def _form(patient: Patient, rules: Rules) -> dict:
    """Every input of the form; age and %BSA as they were typed."""
    questions = patient.query
    typed = {box: questions.typed.get(field, "") for box, field in TYPED_INPUTS.items()}
    return form_of(questions.profile, questions, rules) | typed


def state_of_case(case: Case, rules: Rules) -> State:
    """The state of every patient of a case, because the tables of one page hold them all."""
    first, *others = (state_of(rules, patient.query) for patient in case.patients)
    inputs = "; ".join([first.inputs, *(f"then as of {state.on}: {state.inputs}" for state in others)])
    return first._replace(inputs=f"invented patient, {inputs}")


# Tables of a case: the limits before anybody answers, and the criteria behind each answer of the tool.


def show_limits(questions: tuple[Question, ...], rules: Rules) -> None:
    """What each record asks for, for who would rather read than guess; of two possible versions both."""
    if any(question.result.record for question in questions):
        table_in_expander(
            "The limits of these records", partial(_limits, questions, rules), f"limits_{questions[0].case.id}"
        )


def _limits(questions: tuple[Question, ...], rules: Rules) -> Table:
    records = {
        record.id: (record, question)
        for question in questions
        for record in (question.result.also_possible, question.result.record)
        if record
    }
    return limits_table(tuple(row for record, question in records.values() for row in _rows(record, question, rules)))


def _rows(record: Record, question: Question, rules: Rules) -> list[tuple]:
    """The limits of a record, and its limits on the amount where the case counts that."""
    limits = limits_row(check_record({}, record, question.patient.query.on, rules))
    if question.case.asked_of == "core" or record.kind == "trial":
        return [limits]
    return [limits, (f"{record.title}, amount", "; ".join(amount_limits(record)))]


def show_criteria(question: Question, rules: Rules, documents: Documents) -> None:
    """One record criterion by criterion below a line that folds it; nothing where no record answers."""
    if question.result.record is None:
        return
    title = f"{named(question.result)}, on {question.patient.query.on}"
    made = partial(_criteria, question.result, documents, rules.field_names)
    table_in_expander(title, made, f"case_{question.id}".replace("/", "_"), expanded=True)


def _criteria(result: RecordResult, documents: Documents, labels: dict[str, str]) -> tuple[Table, ...]:
    """The core criteria, then only what was answered of the rest and the cautions that this brings into force."""
    answered = tuple(item for item in result.criteria if item.answered and item.applies)
    return with_rows(
        criteria_table(result, documents, labels),
        facts_table(result._replace(criteria=answered), documents, labels),
        cautions_table(result._replace(cautions=result.applying), documents),
    )


# A case on screen: the patient with the figures large, one question a record, and beside each answer the tool's.

CHOICES = (MET, NOT_MET, CANNOT_TELL)
SAME, OTHER, NONE = ("=", "the same"), ("≠", "differs"), ("–", "not answered")


def patient_card(case: Case, number: int, rules: Rules) -> Markup:
    """The words, the day, and the three figures large; what changed against the first patient is marked."""
    patient = case.patients[number]
    pairs = inputs(patient, rules)
    before = dict(inputs(case.patients[0], rules))
    figures = Markup().join(_figure(*pair, before) for pair in pairs[: len(CORE_FIELDS)])
    facts = Markup("; ").join(Markup("{}: <b>{}</b>").format(name, value) for name, value in pairs[len(CORE_FIELDS) :])
    return paragraphs(
        Markup('<span class="rux-case-words">{}</span>').format(with_days_unbroken(patient.words)),
        Markup('<span class="rux-figures">{}</span>').format(figures),
        *([facts] if facts else []),
        _day(patient, case.patients[0]),
    )


def _figure(name: str, value: str, before: dict[str, str]) -> Markup:
    changed = "" if before[name] == value else Markup(" <small>changed</small>")
    return Markup('<span class="rux-figure"><small>{}</small>{}<b>{}</b></span>').format(name, changed, value)


def _day(patient: Patient, first: Patient) -> Markup:
    changed = "" if patient.query.on == first.query.on else Markup(" <small>changed</small>")
    return Markup("As of <b>{}</b>{}").format(patient.query.on, changed)


def ask(question: Question) -> None:
    """One question: a record, and three answers to choose from."""
    st.segmented_control(_titled(question), CHOICES, key=key_of(question), persist_state="session")


def _titled(question: Question) -> str:
    """The record with its version and the day; the criteria of a trial do not depend on a day."""
    record = question.result.record
    day = "" if record and record.kind == "trial" else f", on {question.patient.query.on}"
    return f"{named(question.result)}{day}"


def compared(questions: tuple[Question, ...], rules: Rules) -> Markup:
    """For each question the visitor's answer beside the tool's, then why. Announced when it appears."""
    words = Markup().join(_compared(question, answer_text(question, rules)) for question in questions)
    return Markup('<div class="rux rux-case" role="region" aria-label="Answers" aria-live="polite">{}</div>').format(
        words
    )


def _compared(question: Question, answer: AnswerText) -> Markup:
    sign, word = _agreement(question)
    yours = marked_result(given(question)) if given(question) else "no answer"
    lines = [
        Markup("<h3>{}</h3>").format(_titled(question)),
        Markup(
            '<p class="rux-said"><span>You: {}</span> <span>Tool: <b>{}</b></span> '
            '<span class="rux-agree" data-agree="{}"><span aria-hidden="true">{}</span> {}</span></p>'
        ).format(yours, marked_result(answer.result), word, sign, word),
        *(Markup('<p class="caution">⚠ {}</p>').format(text) for text in answer.cautions),
        Markup('<p class="why">{}</p>').format(answer.reason),
        *(Markup('<p class="more">{}</p>').format(text) for text in answer.more),
    ]
    return Markup('<section class="rux-tile">{}</section>').format(Markup().join(lines))


def _agreement(question: Question) -> tuple[str, str]:
    if given(question) is None:
        return NONE
    return SAME if given(question) == question.answer else OTHER


def lesson(case: Case) -> Markup:
    """The one thing that the case teaches."""
    return Markup('<div class="rux rux-lesson"><p><b>What this case teaches</b></p><p>{}</p></div>').format(
        case.teaches
    )
