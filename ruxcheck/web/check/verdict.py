"""The answer on the Check page: the verdict, the other labels and trials, the warnings, and each record criterion by criterion."""

from functools import partial

import streamlit as st
from markupsafe import Markup

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
from ruxcheck.kernel.criteria import CANNOT_TELL, MET, NOT_MET, NOT_REVIEWED
from ruxcheck.kernel.parsing import CORE_FIELDS
from ruxcheck.kernel.possible_values import listed
from ruxcheck.kernel.records import Caution, Documents
from ruxcheck.kernel.results import CautionResult, CriterionResult, RecordResult, Report
from ruxcheck.watch.standing import watching
from ruxcheck.web.display import table_if
from ruxcheck.web.markup import paragraphs, show_html

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


# The answer for the clinician's own country, large; the other labels and the trials in quiet lines below it.

HEADING = Markup('<h2 class="rux-unseen">Verdict</h2>')
VITILIGO_ONLY = f"{wording.NO_INDICATION} (vitiligo only)"


def verdict_card(report: Report, labels: dict[str, str]) -> Markup:
    """The verdict of the first label, announced politely when it changes."""
    own = report.labels[0]
    return Markup('<div class="rux rux-tiles" role="region" aria-label="Verdict" aria-live="polite">{}{}</div>').format(
        HEADING, tile(own, labels, wording.standing(own))
    )


def other_lines(report: Report, labels: dict[str, str]) -> Markup:
    """The trials that the patient could have entered, every other label, and the trials that would not have taken the patient."""
    fitting, others = _trials(report.trials, labels)
    inner = [*fitting, *_other_labels(report.labels[1:], labels), *others]
    return Markup('<div class="rux" role="region" aria-label="Trials and other labels">{}</div>').format(
        Markup().join(inner)
    )


def tile(result: RecordResult, labels: dict[str, str], said: str = "") -> Markup:
    """One record: its name, the result as shape and word, each figure against its limit, what applies, when it was last seen."""
    parts = [
        Markup("<h3>{}</h3>").format(wording.heading(result)),
        Markup('<div class="word">{}{}</div>').format(result_mark(result.mark), said or wording.verdict(result)),
        _figures(result, labels),
        *_paragraphs("why", _why(result, labels)),
        *_paragraphs("more", [wording.near_margin(result)]),
        *_paragraphs("caution", [f"⚠ {wording.caution_in_words(item)}" for item in result.applying]),
        *_paragraphs("caution", [f"✘ {text}" for text in _excluded(result, labels)]),
        *_paragraphs("more", [_foot(result)]),
    ]
    return Markup('<section class="rux-tile rux-{}{}">{}</section>').format(
        result.mark.replace(" ", "-"), _so_far(result), Markup().join(parts)
    )


def _so_far(result: RecordResult) -> str:
    """The look of a result that more facts can still turn: its mark is an outline, and only what is settled is filled."""
    return " rux-so-far" if result.is_met_so_far else ""


def _figures(result: RecordResult, labels: dict[str, str]) -> Markup:
    """Each core figure with its mark and its limit: "✔ Age 8 y: 2 y or older"."""
    core = [item for item in result.criteria if item.criterion.core and item.criterion.field]
    shown = (
        Markup("<li>{} <b>{} {}</b> <span>{}</span></li>").format(
            result_mark(item.result), labels[item.criterion.field], item.value, item.criterion.limit
        )
        for item in core
    )
    return Markup('<ul class="rux-against">{}</ul>').format(Markup().join(shown)) if core else Markup()


def _excluded(result: RecordResult, labels: dict[str, str]) -> list[str]:
    if result.core != NOT_MET:
        return []
    return [wording.excluded_by(item, result, labels) for item in wording.failed_facts(result)]


def _why(result: RecordResult, labels: dict[str, str]) -> list[str]:
    """The deciding reason; nothing where the figures against their limits say it, or the verdict has."""
    if result.verdict in (MET, NOT_REVIEWED):
        return [] if not result.also_possible else [_sentence(wording.reason(result, labels))]
    if result.failed_core and not any(item.sentence for item in result.failed_core):
        return [wording.parts_line(result)]
    return [wording.parts_line(result), _sentence(wording.reason(result, labels))]


def _paragraphs(kind: str, texts: list[str]) -> list[Markup]:
    return [Markup('<p class="{}">{}</p>').format(kind, text) for text in texts if text]


def _foot(result: RecordResult) -> str:
    if result.record is None:
        return ""
    is_label = result.record.kind == "label"
    texts = [wording.last_verified(result.record, result.overdue)] if is_label else []
    if is_label and watching().has_proposal(result.record.jurisdiction):
        texts.append("a change is proposed, not yet read")
    if result.core != NOT_MET and result.to_confirm:
        texts.append(wording.facts_to_confirm(result))
    if result.is_met_so_far and not result.to_confirm:
        texts.append("parts of the text were not read")
    return " · ".join(texts)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _other_labels(results: tuple[RecordResult, ...], labels: dict[str, str]) -> list[Markup]:
    """One line a label; those without an indication together in one, for they say the same."""
    without = [result for result in results if wording.verdict(result) == wording.NO_INDICATION]
    shown = [
        _line(result, wording.standing(result), _aside(result, labels)) for result in results if result not in without
    ]
    return shown + _together(NOT_MET, VITILIGO_ONLY, [(wording.heading(result), _foot(result)) for result in without])


def _aside(result: RecordResult, labels: dict[str, str]) -> str:
    parts = [_sentence(wording.reason(result, labels))] if result.verdict not in (MET, NOT_REVIEWED) else []
    return " · ".join(part for part in (*parts, wording.near_margin(result), _foot(result)) if part)


def _trials(results: tuple[RecordResult, ...], labels: dict[str, str]) -> tuple[list[Markup], list[Markup]]:
    """Those that the patient could have entered, then those still open, a line each; the rest in one, with the figure that fails."""
    rest = [result for result in results if result.verdict == NOT_MET]
    first = [result for wanted in (MET, CANNOT_TELL) for result in results if result.mark == wanted]
    lines = [_line(result, wording.verdict(result), wording.facts_to_confirm(result)) for result in first]
    told = [(result.record.short, wording.reason(result, labels).partition("; ")[0]) for result in rest]
    return lines, _together(NOT_MET, wording.VERDICTS["trial", NOT_MET], told)


def _together(mark: str, said: str, named: list[tuple[str, str]]) -> list[Markup]:
    """Several records of which the same is said, in one line: each by name with its own reason."""
    if not named:
        return []
    names = Markup(" · ").join(Markup("{} <small>{}</small>").format(name, aside) for name, aside in named)
    return [Markup('<p class="rux-tile rux-line">{} <b>{}</b>: {}</p>').format(result_mark(mark), said, names)]


def _line(result: RecordResult, said: str, aside: str) -> Markup:
    words = '<p class="rux-tile rux-line{}">{} <b>{}</b>: {} <small>{}</small></p>'
    return Markup(words).format(_so_far(result), result_mark(result.mark), wording.heading(result), said, aside)


# What the label warns of, in one line that opens in place.


def warnings_panel(result: RecordResult, documents: Documents) -> None:
    """The boxed warning and the contraindications of a label; that they were not read, where nobody did."""
    if result.record is None:
        return
    stated = {item.caution.id: item.caution for item in result.cautions}
    boxed = stated.get("boxed-warning")
    against = [item.caution for item in result.cautions if item.caution.level == "contraindicated"]
    if boxed is None and not against:
        unread = "caution" in result.record.unreviewed_parts
        st.caption("Warnings and contraindications: not read." if unread else "No boxed warning in what was read.")
        return
    heads = [boxed.statement.partition(". ")[0]] if boxed else []
    heads += [f"Contraindicated: {listed(_named(caution) for caution in against)}"] if against else []
    with st.expander(". ".join(heads), icon=":material/warning:", key="warnings"):
        texts = [
            run(f"{caution.statement} ", small(source_link(documents, caution.source, caution.locator)))
            for caution in ([boxed] if boxed else []) + against
        ]
        show_html(paragraphs(bullets(texts)))


def _named(caution: Caution) -> str:
    return caution.statement.partition(":")[0].lower()


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
