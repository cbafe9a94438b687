"""Criterion by criterion: value against limit, what to confirm, cautions, what was not read."""

from html import escape

from ruxcheck import summary
from ruxcheck.item_results import CautionResult, CriterionResult
from ruxcheck.model import Documents
from ruxcheck.report import RecordResult
from ruxcheck.ui.markup import listed, located, shape, table

HEADS = ("Criterion", "Patient", "Limit", "Result", "Where")
ORDER = {applies: place for place, applies in enumerate(summary.APPLIES)}


def criteria_table(result: RecordResult, documents: Documents, labels: dict[str, str]) -> str:
    """The core criteria of one record as a table."""
    core = [item for item in result.criteria if item.criterion.core]
    rows = [_row(item, documents, labels) for item in core]
    return table(f"{summary.heading(result)}: age, IGA and %BSA", HEADS, rows)


def _row(item: CriterionResult, documents: Documents, labels: dict[str, str]) -> str:
    rule = item.criterion
    extra = item.sentence or item.would_settle
    name = escape(labels[rule.field]) if rule.field else "Indication"
    note = f"<br><small>{escape(extra)}</small>" if extra else ""
    return (
        f"<tr><td><b>{name}</b> <small>{rule.part}</small><br>{escape(rule.statement)}{note}</td>"
        f'<td class="figure">{escape(item.value)}</td><td class="figure">{escape(rule.limit)}</td>'
        f'<td class="result">{shape(item.result)}{item.result}</td><td>{located(documents, rule.source, rule.locator)}</td></tr>'
    )


def facts_table(result: RecordResult, documents: Documents, labels: dict[str, str]) -> str:
    """The criteria beyond age, IGA and %BSA: unanswered ones are to confirm and leave the core result alone."""
    further = [item for item in result.criteria if not item.criterion.core]
    if not further:
        return ""
    rows = [_row(item, documents, labels) for item in further]
    return table(f"{summary.heading(result)}: to confirm, criteria that need further facts", HEADS, rows)


def cautions_list(result: RecordResult, documents: Documents) -> str:
    """The cautions of a label, those that apply to this patient first; they never change a result."""
    ordered = sorted(result.cautions, key=lambda item: ORDER[item.applies])
    rows = [_caution(item, documents) for item in ordered]
    caption = f"{summary.heading(result)}: cautions, which do not change a result"
    return table(caption, ("Caution", "Label says", "For this patient", "Where"), rows) if rows else ""


def _caution(item: CautionResult, documents: Documents) -> str:
    caution = item.caution
    weight = ("<b>", "</b>") if item.applies == "yes" else ("", "")
    return (
        f"<tr><td>{weight[0]}{escape(caution.statement)}{weight[1]}</td><td>{caution.level}</td>"
        f"<td>{summary.APPLIES[item.applies]}</td><td>{located(documents, caution.source, caution.locator)}</td></tr>"
    )


def not_read_list(result: RecordResult) -> str:
    """What nobody here has read of this record's sources, and the facts kept beside the rules."""
    gaps = [f"{escape(gap.part)}: {escape(gap.what)}" for gap in result.record.not_read]
    return f"<div class='rux'><b>Not read</b>{listed(gaps)}</div>" if gaps else ""


def record_details(result: RecordResult, documents: Documents, labels: dict[str, str]) -> str:
    """Everything about one record and this patient as one piece of HTML."""
    record = result.record
    dated = (
        f"Version: {escape(record.version)}. In force from: {located(documents, record.in_force_source, record.in_force_locator)}. "
        if record.kind == "label"
        else ""
    )
    seen = f"Last seen as current on {record.checked_on} ({escape(record.checked_locator)})" + (
        "; overdue." if result.overdue else "."
    )
    notes = [
        f"{escape(note.statement)} <small>{located(documents, note.source, note.locator)}</small>"
        for note in record.notes
    ]
    beside = f"<div class='rux'><b>Beside the rules</b>{listed(notes)}</div>" if notes else ""
    tables = [
        criteria_table(result, documents, labels),
        facts_table(result, documents, labels),
        cautions_list(result, documents),
    ]
    return (
        f'<div class="rux"><p><small>{dated}{seen}</small></p></div>' + "".join(tables) + not_read_list(result) + beside
    )
