"""The answer on the Check page: tiles, the evidence in patients like this, and each record criterion by criterion."""

from functools import partial

import streamlit as st
from markupsafe import Markup

from ruxcheck.evidence.figures import Evidence
from ruxcheck.evidence.matching_trials import matching_trials, no_match_in_words
from ruxcheck.kernel import wording
from ruxcheck.kernel.criteria import MET, NOT_MET
from ruxcheck.kernel.parsing import CORE_FIELDS
from ruxcheck.kernel.records import Documents
from ruxcheck.kernel.results import CautionResult, CriterionResult, RecordResult, Report
from ruxcheck.web.display import table_if
from ruxcheck.web.markup import CLASSES, bullet_list, result_mark, source_link, table

INTRODUCTION = (
    "Type age, IGA or %BSA: each label and trial answers as soon as one figure settles something.",
    "A result is met, not met or cannot tell; what you leave out is never assumed.",
    "Every answer names its label version, its day and the place in the source.",
)

START_HEADS = ("Record", "Age settles", "IGA settles", "%BSA settles")


def start_text(report: Report) -> Markup:
    """The introduction and, for each record, the limits on age, IGA and %BSA that the inputs will meet. No verdict."""
    lines = Markup().join(Markup("<p>{}</p>").format(line) for line in INTRODUCTION)
    rows = Markup().join(limits_row(result) for result in report.results if result.record)
    head = Markup().join(Markup('<th scope="col">{}</th>').format(name) for name in START_HEADS)
    return Markup(
        '<div class="rux">{}<table class="rux-table"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(lines, head, rows)


def limits_row(result: RecordResult) -> Markup:
    """The limits of one record on age, IGA and %BSA."""
    limits = {item.criterion.field: item.criterion.limit for item in result.criteria if item.criterion.core}
    name = wording.heading(result)
    if None in limits:
        return Markup('<tr><td>{}</td><td colspan="3">for {}</td></tr>').format(name, limits[None])
    cells = Markup().join(Markup("<td>{}</td>").format(limits.get(field, "not read")) for field in CORE_FIELDS)
    return Markup("<tr><td>{}</td>{}</tr>").format(name, cells)


# The first lines: one tile a record, readable from two metres; on a phone one line a record.

HEADING = Markup('<h2 class="rux-unseen">Results</h2>')


def tiles(results: tuple[RecordResult, ...], others: tuple[RecordResult, ...], labels: dict[str, str]) -> Markup:
    """A tile for each result and one that lists the others, as one piece of HTML, announced politely when it changes."""
    inner = Markup().join(tile(result, labels) for result in results) + _others(others, labels)
    return Markup('<div class="rux rux-tiles" role="region" aria-label="Results" aria-live="polite">{}{}</div>').format(
        HEADING, inner
    )


def tile(result: RecordResult, labels: dict[str, str]) -> Markup:
    """One record: its name, the result as shape and word, the deciding reason, what applies, when it was last seen."""
    lines = [
        Markup("<h3>{}</h3>").format(_heading(result)),
        Markup('<div class="word">{}{}</div>').format(result_mark(result.core), wording.verdict(result)),
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
    return Markup('<section class="rux-tile rux-{}">{}</section>').format(CLASSES[result.core], Markup().join(lines))


def _heading(result: RecordResult) -> Markup:
    """The full name; on a phone the short one, so that a record keeps to its line."""
    full = wording.heading(result)
    short = full.replace(result.record.title, result.record.short) if result.record else full
    return Markup('<span class="rux-desk">{}</span><span class="rux-phone">{}</span>').format(full, short)


def _paragraphs(kind: str, texts: list[str]) -> list[str]:
    return [Markup('<p class="{}">{}</p>').format(kind, text) for text in texts if text]


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


def _others(results: tuple[RecordResult, ...], labels: dict[str, str]) -> Markup:
    lines = [
        Markup('<p class="why" title="{}">{} <b>{}</b> {}</p>').format(
            wording.reason(result, labels),
            result_mark(result.core),
            result.record.short,
            wording.result_in_words(result.core),
        )
        for result in results
    ]
    return Markup('<section class="rux-tile rux-others"><h3>Further trials</h3>{}</section>').format(
        Markup().join(lines)
    )


# The evidence that speaks about this patient, on the Check page.


def matching_trials_text(report: Report, evidence: Evidence, labels: dict[str, str]) -> Markup:
    """One to three lines a trial that fits, or the nearest trial and what of it does not carry over."""
    told = matching_trials(report, evidence)
    spoken = [voice for voice in told if voice.benefit or voice.harm]
    silent = [voice.title for voice in told if not (voice.benefit or voice.harm)]
    lines = [_matching_trial(voice) for voice in spoken]
    if silent:
        lines.append(
            Markup("<p><small>Also admits this patient, results not read: {}.</small></p>").format(", ".join(silent))
        )
    return Markup('<div class="rux">{}</div>').format(
        Markup().join(lines) or Markup("<p>{}</p>").format(no_match_in_words(report, labels))
    )


def _matching_trial(voice) -> Markup:
    lines = Markup("<br>").join(line for line in (voice.benefit, voice.harm) if line)
    return Markup("<p><b>{}</b> <small>{}</small><br>{}</p>").format(voice.title, voice.design, lines)


# Criterion by criterion: value against limit, what to confirm, cautions, what was not read.

CRITERIA_HEADS = ("Criterion", "Patient", "Limit", "Result", "Where")
ORDER = {applies: place for place, applies in enumerate(wording.APPLIES)}


def criteria_table(result: RecordResult, documents: Documents, labels: dict[str, str]) -> Markup:
    """The core criteria of one record as a table."""
    core = [item for item in result.criteria if item.criterion.core]
    rows = [_row(item, documents, labels) for item in core]
    return table(f"{wording.heading(result)}: age, IGA and %BSA", CRITERIA_HEADS, rows)


def _row(item: CriterionResult, documents: Documents, labels: dict[str, str]) -> Markup:
    rule = item.criterion
    extra = item.sentence or item.would_settle
    name = labels[rule.field] if rule.field else "Indication"
    note = Markup("<br><small>{}</small>").format(extra) if extra else ""
    return Markup(
        '<tr><td><b>{}</b> <small>{}</small><br>{}{}</td><td class="figure">{}</td><td class="figure">{}</td>'
        '<td class="result">{}{}</td><td>{}</td></tr>'
    ).format(
        name,
        rule.part,
        rule.statement,
        note,
        item.value,
        rule.limit,
        result_mark(item.result),
        wording.result_in_words(item.result),
        source_link(documents, rule.source, rule.locator),
    )


def facts_table(result: RecordResult, documents: Documents, labels: dict[str, str]) -> Markup:
    """The criteria beyond age, IGA and %BSA: unanswered ones are to confirm and leave the core result alone."""
    further = [item for item in result.criteria if not item.criterion.core]
    if not further:
        return Markup()
    rows = [_row(item, documents, labels) for item in further]
    return table(f"{wording.heading(result)}: to confirm, criteria that need further facts", CRITERIA_HEADS, rows)


def cautions_list(result: RecordResult, documents: Documents) -> Markup:
    """The cautions of a label, those that apply to this patient first; they never change a result."""
    ordered = sorted(result.cautions, key=lambda item: ORDER[item.applies])
    rows = [_caution(item, documents) for item in ordered]
    caption = f"{wording.heading(result)}: cautions, which do not change a result"
    return table(caption, ("Caution", "Label says", "For this patient", "Where"), rows) if rows else Markup()


def _caution(item: CautionResult, documents: Documents) -> tuple:
    caution = item.caution
    return (
        Markup("<b>{}</b>").format(caution.statement) if item.applies == "yes" else caution.statement,
        caution.level,
        wording.APPLIES[item.applies],
        source_link(documents, caution.source, caution.locator),
    )


def not_read_list(result: RecordResult) -> Markup:
    """What nobody here has read of this record's sources, and the facts kept beside the rules."""
    gaps = [Markup("{}: {}").format(gap.part, gap.what) for gap in result.record.not_read]
    return Markup("<div class='rux'><b>Not read</b>{}</div>").format(bullet_list(gaps)) if gaps else Markup()


def record_details(result: RecordResult, documents: Documents, labels: dict[str, str]) -> Markup:
    """Everything about one record and this patient as one piece of HTML."""
    record = result.record
    dated = (
        Markup("Version: {}. In force from: {}. ").format(
            record.version, source_link(documents, record.in_force_source, record.in_force_locator)
        )
        if record.kind == "label"
        else ""
    )
    seen = Markup("Last seen as current on {} ({})").format(record.checked_on, record.checked_locator) + (
        "; overdue." if result.overdue else "."
    )
    notes = [
        Markup("{} <small>{}</small>").format(note.statement, source_link(documents, note.source, note.locator))
        for note in record.notes
    ]
    beside = Markup("<div class='rux'><b>Beside the rules</b>{}</div>").format(bullet_list(notes)) if notes else ""
    tables = [
        criteria_table(result, documents, labels),
        facts_table(result, documents, labels),
        cautions_list(result, documents),
    ]
    return (
        Markup('<div class="rux"><p><small>{}{}</small></p></div>').format(dated, seen)
        + Markup().join(tables)
        + not_read_list(result)
        + beside
    )


# Criterion by criterion: the tables of the record chosen, the first label's before anybody chooses.


def criteria_panel(report: Report, documents: Documents, labels: dict[str, str]) -> None:
    """Let a reader choose a record and show its tables; those of every record are among the page's downloads."""
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
        table_if(name == chosen, partial(_titled, result, documents, labels), f"details_{name}")


def _titled(result: RecordResult, documents: Documents, labels: dict[str, str]) -> Markup:
    title = Markup("{} {}: {}").format(
        result_mark(result.core), wording.heading(result), wording.result_in_words(result.core)
    )
    return Markup('<div class="rux"><h3>{}</h3></div>{}').format(title, record_details(result, documents, labels))
