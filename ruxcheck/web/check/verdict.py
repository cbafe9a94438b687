"""The answer on the Check page: tiles, the evidence in patients like this, and each record criterion by criterion."""

from functools import partial

import streamlit as st
from markupsafe import Markup

from ruxcheck.evidence.figures import Evidence
from ruxcheck.evidence.matching_trials import matching_trials, no_match_in_words
from ruxcheck.export.table import (
    Rich,
    Table,
    bold,
    bullets,
    heading,
    lines,
    marked_result,
    result_mark,
    run,
    small,
    source_link,
)
from ruxcheck.kernel import wording
from ruxcheck.kernel.criteria import MET, NOT_MET, NOT_REVIEWED
from ruxcheck.kernel.parsing import CORE_FIELDS
from ruxcheck.kernel.records import Documents
from ruxcheck.kernel.results import CautionResult, CriterionResult, RecordResult, Report
from ruxcheck.web.display import table_if
from ruxcheck.web.markup import paragraphs

INTRODUCTION = (
    "Type age, IGA or %BSA: each label and trial answers as soon as one figure settles something.",
    "What you leave out is never assumed: the answer then names what it needs.",
    "Every answer names its label version, its day and the place in the source.",
)


def start_table(report: Report) -> Table:
    """The introduction and, for each record, the limits on age, IGA and %BSA that the inputs will meet. No verdict."""
    return limits_table(tuple(limits_row(result) for result in report.results if result.record), INTRODUCTION)


def limits_table(rows: tuple[tuple, ...], above: tuple[str, ...] = ()) -> Table:
    """The limits of several records on age, IGA and %BSA."""
    heads = ("Record", "Age settles", "IGA settles", "%BSA settles")
    source = "Source: the rules of each record, as the Sources page lists them."
    return Table("Limits on age, IGA and %BSA", heads, rows, above=above, source=source)


def limits_row(result: RecordResult) -> tuple:
    """The limits of one record on age, IGA and %BSA."""
    limits = {item.criterion.field: item.criterion.limit for item in result.criteria if item.criterion.core}
    name = wording.heading(result)
    if None in limits:
        return name, f"for {limits[None]}"
    return name, *(limits.get(field, "not read") for field in CORE_FIELDS)


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
        Markup('<div class="word">{}{}</div>').format(result_mark(result.mark), wording.verdict(result)),
        *_paragraphs("why", _why(result, labels)),
        *_paragraphs("more", [wording.near_margin(result)]),
        *_paragraphs("caution", [f"⚠ {wording.caution_in_words(item)}" for item in result.applying]),
        *_paragraphs(
            "caution",
            [
                f"✘ {wording.excluded_by(item, result, labels)}"
                for item in wording.failed_facts(result)
                if result.core == NOT_MET
            ],
        ),
        *_paragraphs("more wide", [_foot(result)]),
    ]
    return Markup('<section class="rux-tile rux-{}">{}</section>').format(
        result.mark.replace(" ", "-"), Markup().join(lines)
    )


def _why(result: RecordResult, labels: dict[str, str]) -> list[str]:
    """The deciding reason; nothing where the verdict has said it: that the figures fit, and what was not reviewed."""
    if result.verdict in (MET, NOT_REVIEWED):
        return [] if not result.also_possible else [_sentence(wording.reason(result, labels))]
    return [wording.parts_line(result), _sentence(wording.reason(result, labels))]


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
    texts = (
        [wording.as_last_seen(result) or f"verified {result.record.verified_on}"]
        if result.record.kind == "label"
        else []
    )
    if result.core != NOT_MET and result.to_confirm:
        texts.append(wording.facts_to_confirm(result))
    if result.verdict == MET and result.overall != MET and not result.to_confirm:
        texts.append("parts of the text were not read")
    return " · ".join(texts)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _others(results: tuple[RecordResult, ...], labels: dict[str, str]) -> Markup:
    lines = [
        Markup('<p class="why" title="{}">{} <b>{}</b> {}</p>').format(
            wording.reason(result, labels),
            result_mark(result.mark),
            result.record.short,
            wording.verdict(result),
        )
        for result in results
    ]
    return Markup('<section class="rux-tile rux-others"><h3>Further trials</h3>{}</section>').format(
        Markup().join(lines)
    )


# The evidence that speaks about this patient, on the Check page.


def matching_trials_text(report: Report, evidence: Evidence, labels: dict[str, str]) -> Markup:
    """One to three lines a trial that fits, or the nearest trial and what of it does not carry over."""
    matching = matching_trials(report, evidence)
    shown: list[Rich | str] = [
        lines(run(bold(trial.title), " ", small(trial.design)), trial.benefit or "", trial.harm or "")
        for trial in matching
        if trial.benefit or trial.harm
    ]
    silent = ", ".join(trial.title for trial in matching if not (trial.benefit or trial.harm))
    if silent:
        shown.append(small(f"Also admits this patient, results not read: {silent}."))
    return paragraphs(*shown or [no_match_in_words(report, labels)])


# Criterion by criterion: value against limit, what to confirm, cautions, what was not read.

CRITERIA_HEADS = ("Criterion", "Patient", "Limit", "Result", "Where")
ORDER = {applies: place for place, applies in enumerate(wording.APPLIES)}


def criteria_table(result: RecordResult, documents: Documents, labels: dict[str, str]) -> Table:
    """The core criteria of one record."""
    core = [item for item in result.criteria if item.criterion.core]
    return _criteria(f"{wording.heading(result)}: age, IGA and %BSA", core, documents, labels)


def facts_table(result: RecordResult, documents: Documents, labels: dict[str, str]) -> Table:
    """The criteria beyond age, IGA and %BSA: unanswered ones are to confirm and leave the core result alone."""
    further = [item for item in result.criteria if not item.criterion.core]
    caption = f"{wording.heading(result)}: to confirm, criteria that need further facts"
    return _criteria(caption, further, documents, labels)


def _criteria(caption: str, items: list[CriterionResult], documents: Documents, labels: dict[str, str]) -> Table:
    rows = tuple(_row(item, documents, labels) for item in items)
    return Table(caption, CRITERIA_HEADS, rows, unbroken=(1, 2))


def _row(item: CriterionResult, documents: Documents, labels: dict[str, str]) -> tuple:
    rule, extra = item.criterion, item.sentence or item.would_settle
    return (
        lines(
            run(bold(labels[rule.field] if rule.field else "Indication"), " ", small(rule.part)),
            rule.statement,
            small(extra) if extra else "",
        ),
        item.value,
        rule.limit,
        marked_result(item.result),
        source_link(documents, rule.source, rule.locator),
    )


def cautions_table(result: RecordResult, documents: Documents) -> Table:
    """The cautions of a label, those that apply to this patient first; they never change a result."""
    ordered = sorted(result.cautions, key=lambda item: ORDER[item.applies])
    caption = f"{wording.heading(result)}: cautions, which do not change a result"
    rows = tuple(_caution(item, documents) for item in ordered)
    return Table(caption, ("Caution", "Label says", "For this patient", "Where"), rows)


def _caution(item: CautionResult, documents: Documents) -> tuple:
    caution = item.caution
    return (
        bold(caution.statement) if item.applies == "yes" else caution.statement,
        caution.level,
        wording.APPLIES[item.applies],
        source_link(documents, caution.source, caution.locator),
    )


def with_rows(*tables: Table) -> tuple[Table, ...]:
    """Those of the tables that hold anything."""
    return tuple(table for table in tables if table.rows)


def record_details(result: RecordResult, documents: Documents, labels: dict[str, str]) -> tuple[Table, ...]:
    """Everything about one record and this patient: its criteria and cautions, below them what was not read."""
    record = result.record
    title = heading(result_mark(result.mark), f" {wording.heading(result)}: {wording.verdict(result)}")
    first, *others = with_rows(
        criteria_table(result, documents, labels),
        facts_table(result, documents, labels),
        cautions_table(result, documents),
    )
    *tables, last = first._replace(above=(title, _dated(result, documents))), *others
    gaps = [f"{gap.part}: {gap.what}" for gap in record.not_read]
    beside = [
        run(note.statement, " ", small(source_link(documents, note.source, note.locator))) for note in record.notes
    ]
    return *tables, last._replace(notes=(*_listed("Not read", gaps), *_listed("Beside the rules", beside)))


def _dated(result: RecordResult, documents: Documents) -> Rich:
    """The version of a label and what dates it; when the record was last seen as current."""
    record = result.record
    seen = wording.last_verified(record, result.overdue) + wording.heard_of(record)
    seen = f"{seen[0].upper()}{seen[1:]} ({record.checked_locator}){'; overdue.' if result.overdue else '.'}"
    if record.kind != "label":
        return small(seen)
    start = source_link(documents, record.in_force_source, record.in_force_locator)
    return small(f"Version: {record.version}. In force from: ", start, f". {seen}")


def _listed(title: str, items: list) -> tuple[Rich, ...]:
    return (bold(title), bullets(items)) if items else ()


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
        table_if(name == chosen, partial(record_details, result, documents, labels), f"details_{name}")
