"""Nothing entered yet: three lines about the page, and what each input would settle."""

from functools import partial
from html import escape

import streamlit as st

from ruxcheck.evidence.figures import Evidence
from ruxcheck.evidence.matching_trials import voices, without_in_words
from ruxcheck.kernel import wording
from ruxcheck.kernel.criteria import MET, NOT_MET
from ruxcheck.kernel.records import Documents
from ruxcheck.kernel.results import CautionResult, CriterionResult, RecordResult, Report
from ruxcheck.web.display import table_where
from ruxcheck.web.markup import CLASSES, listed, located, shape, table

INTRODUCTION = (
    "Type age, IGA or %BSA: each label and trial answers as soon as one figure settles something.",
    "A result is met, not met or cannot tell; what you leave out is never assumed.",
    "Every answer names its label version, its day and the place in the source.",
)

START_HEADS = ("Record", "Age settles", "IGA settles", "%BSA settles")


def start_text(report: Report) -> str:
    """The introduction and, for each record, the limits on age, IGA and %BSA that the inputs will meet. No verdict."""
    lines = "".join(f"<p>{line}</p>" for line in INTRODUCTION)
    rows = "".join(limits_row(result) for result in report.results if result.record)
    head = "".join(f'<th scope="col">{name}</th>' for name in START_HEADS)
    return f'<div class="rux">{lines}<table class="rux-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def limits_row(result: RecordResult) -> str:
    """The limits of one record on age, IGA and %BSA."""
    limits = {item.criterion.field: item.criterion.limit for item in result.criteria if item.criterion.core}
    name = escape(wording.heading(result))
    if None in limits:
        return f'<tr><td>{name}</td><td colspan="3">for {escape(limits[None])}</td></tr>'
    cells = "".join(
        f"<td>{escape(limits.get(field, 'not read'))}</td>" for field in ("age_years", "iga", "bsa_percent")
    )
    return f"<tr><td>{name}</td>{cells}</tr>"


# The first lines: one tile a record, readable from two metres; on a phone one line a record.

HEADING = '<h2 class="rux-unseen">Results</h2>'


def tiles(results: tuple[RecordResult, ...], others: tuple[RecordResult, ...], labels: dict[str, str]) -> str:
    """A tile for each result and one that lists the others, as one piece of HTML, announced politely when it changes."""
    inner = "".join(tile(result, labels) for result in results) + _others(others, labels)
    return f'<div class="rux rux-tiles" role="region" aria-label="Results" aria-live="polite">{HEADING}{inner}</div>'


def tile(result: RecordResult, labels: dict[str, str]) -> str:
    """One record: its name, the result as shape and word, the deciding reason, what applies, when it was last seen."""
    lines = [
        f"<h3>{_heading(result)}</h3>",
        f'<div class="word">{shape(result.core)}{result.core.upper()}</div>',
        *_paragraphs("why", [wording.parts_line(result), _sentence(wording.reason(result, labels))]),
        *_paragraphs("more", [wording.near_margin(result)]),
        *_paragraphs(
            "caution",
            [f"⚠ {wording.caution_in_words(item)}" for item in result.applying],
        ),
        *_paragraphs(
            "caution",
            [f"✘ {item.criterion.statement}: {wording.answer_in_words(item)}" for item in wording.failed_facts(result)],
        ),
        *_paragraphs("more wide", [_foot(result)]),
    ]
    return f'<section class="rux-tile rux-{CLASSES[result.core]}">{"".join(lines)}</section>'


def _heading(result: RecordResult) -> str:
    """The full name; on a phone the short one, so that a record keeps to its line."""
    full = wording.heading(result)
    short = full.replace(result.record.title, result.record.short) if result.record else full
    return f'<span class="rux-desk">{escape(full)}</span><span class="rux-phone">{escape(short)}</span>'


def _paragraphs(kind: str, texts: list[str]) -> list[str]:
    return [f'<p class="{kind}">{escape(text)}</p>' for text in texts if text]


def _foot(result: RecordResult) -> str:
    if result.record is None:
        return ""
    told = (
        [wording.as_last_seen(result) or f"checked {result.record.checked_on}"] if result.record.kind == "label" else []
    )
    if result.core != NOT_MET and result.to_confirm:
        told.append(wording.facts_to_confirm(result))
    if result.core == MET and result.overall != MET and not result.to_confirm:
        told.append("parts of the text were not read")
    return " · ".join(told)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _others(results: tuple[RecordResult, ...], labels: dict[str, str]) -> str:
    lines = [
        f'<p class="why" title="{escape(wording.reason(result, labels))}">{shape(result.core)} <b>{escape(result.record.short)}</b> {result.core}</p>'
        for result in results
    ]
    return f'<section class="rux-tile rux-others"><h3>Further trials</h3>{"".join(lines)}</section>'


# The evidence that speaks about this patient, on the Check page.


def voices_text(report: Report, evidence: Evidence, labels: dict[str, str]) -> str:
    """One to three lines a trial that fits, or the nearest trial and what of it does not carry over."""
    told = voices(report, evidence)
    spoken = [voice for voice in told if voice.benefit or voice.harm]
    silent = [voice.title for voice in told if not (voice.benefit or voice.harm)]
    lines = [_voice(voice) for voice in spoken]
    if silent:
        lines.append(f"<p><small>Also admits this patient, results not read: {escape(', '.join(silent))}.</small></p>")
    return f'<div class="rux">{"".join(lines) or f"<p>{escape(without_in_words(report, labels))}</p>"}</div>'


def _voice(voice) -> str:
    lines = "<br>".join(escape(line) for line in (voice.benefit, voice.harm) if line)
    return f"<p><b>{escape(voice.title)}</b> <small>{escape(voice.design)}</small><br>{lines}</p>"


# Criterion by criterion: value against limit, what to confirm, cautions, what was not read.

CRITERIA_HEADS = ("Criterion", "Patient", "Limit", "Result", "Where")
ORDER = {applies: place for place, applies in enumerate(wording.APPLIES)}


def criteria_table(result: RecordResult, documents: Documents, labels: dict[str, str]) -> str:
    """The core criteria of one record as a table."""
    core = [item for item in result.criteria if item.criterion.core]
    rows = [_row(item, documents, labels) for item in core]
    return table(f"{wording.heading(result)}: age, IGA and %BSA", CRITERIA_HEADS, rows)


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
    return table(f"{wording.heading(result)}: to confirm, criteria that need further facts", CRITERIA_HEADS, rows)


def cautions_list(result: RecordResult, documents: Documents) -> str:
    """The cautions of a label, those that apply to this patient first; they never change a result."""
    ordered = sorted(result.cautions, key=lambda item: ORDER[item.applies])
    rows = [_caution(item, documents) for item in ordered]
    caption = f"{wording.heading(result)}: cautions, which do not change a result"
    return table(caption, ("Caution", "Label says", "For this patient", "Where"), rows) if rows else ""


def _caution(item: CautionResult, documents: Documents) -> str:
    caution = item.caution
    weight = ("<b>", "</b>") if item.applies == "yes" else ("", "")
    return (
        f"<tr><td>{weight[0]}{escape(caution.statement)}{weight[1]}</td><td>{caution.level}</td>"
        f"<td>{wording.APPLIES[item.applies]}</td><td>{located(documents, caution.source, caution.locator)}</td></tr>"
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


# Criterion by criterion: the tables of the record chosen, the first label's before anybody chooses.


def criteria_panel(report: Report, documents: Documents, labels: dict[str, str]) -> None:
    """Let a reader choose a record and show its tables; those of every record lie on the shelf."""
    st.header("Criterion by criterion")
    results = {result.id: result for result in report.results if result.record}
    chosen = st.pills(
        "Show the criteria of",
        list(results),
        default=next(iter(results)),
        required=True,
        key="criteria_of",
        format_func=lambda name: results[name].record.short,
        persist_state="session",
    )
    for name, result in results.items():
        table_where(name == chosen, partial(_titled, result, documents, labels), f"details_{name}")


def _titled(result: RecordResult, documents: Documents, labels: dict[str, str]) -> str:
    title = f"{shape(result.core)} {escape(wording.heading(result))}: {result.core}"
    return f'<div class="rux"><h3>{title}</h3></div>{record_details(result, documents, labels)}'
