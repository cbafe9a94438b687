"""Tables of a case: the limits before anybody answers, and the criteria behind each answer of the tool."""

from functools import partial
from html import escape

from ruxcheck.case_words import named
from ruxcheck.cases import Question
from ruxcheck.check import check_record
from ruxcheck.label_versions import amount_limits
from ruxcheck.model import Documents, Record, Rules
from ruxcheck.report import RecordResult
from ruxcheck.ui.details import cautions_list, criteria_table, facts_table
from ruxcheck.ui.markup import table
from ruxcheck.ui.start import HEADS, limits_row
from ruxcheck.ui.tables import fold_table


def show_limits(asked: tuple[Question, ...], rules: Rules) -> None:
    """What each record asks for, for who would rather read than guess; of two possible versions both."""
    if any(question.result.record for question in asked):
        fold_table("The limits of these records", partial(_limits, asked, rules), f"limits_{asked[0].case.id}")


def _limits(asked: tuple[Question, ...], rules: Rules) -> str:
    rows: dict[str, str] = {}
    for question in asked:
        for record in (question.result.also_possible, question.result.record):
            if record:
                rows[record.id] = _row(record, question, rules)
    return table("Limits on age, IGA and %BSA", HEADS, list(rows.values()))


def _row(record: Record, question: Question, rules: Rules) -> str:
    """The limits of a record, and its limits on the amount where the case counts that."""
    row = limits_row(check_record({}, record, question.patient.asked.on, rules))
    if question.case.asked_of == "core" or record.kind == "trial":
        return row
    amounts = escape("; ".join(amount_limits(record)))
    return f'{row}<tr><td>{escape(record.title)}, amount</td><td colspan="3">{amounts}</td></tr>'


def show_criteria(question: Question, rules: Rules, documents: Documents) -> None:
    """One record criterion by criterion below a line that folds it; nothing where no record answers."""
    if question.result.record is None:
        return
    title = f"{named(question.result)}, on {question.patient.asked.on}"
    made = partial(_criteria, question.result, documents, rules.field_names)
    fold_table(title, made, f"case_{question.id}".replace("/", "_"), expanded=True)


def _criteria(result: RecordResult, documents: Documents, labels: dict[str, str]) -> str:
    """The core criteria, then only what was answered of the rest and the cautions that this brings into force."""
    answered = tuple(item for item in result.criteria if item.answered and item.applies)
    return (
        criteria_table(result, documents, labels)
        + facts_table(result._replace(criteria=answered), documents, labels)
        + cautions_list(result._replace(cautions=result.applying), documents)
    )
