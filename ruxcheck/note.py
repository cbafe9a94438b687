"""The note: what was asked and answered, as plain text to paste into a record."""

import textwrap

from ruxcheck import __version__, amount_words, summary
from ruxcheck.amount import tube_limits
from ruxcheck.asked import Asked
from ruxcheck.criteria import NOT_MET
from ruxcheck.item_results import CriterionResult
from ruxcheck.model import Documents, Rules
from ruxcheck.note_inputs import HEAD, input_lines
from ruxcheck.report import RecordResult, Report
from ruxcheck.values import how_many

WIDTH = 96
INTENDED = "For health professionals and education. States what labels and trials say about the figures above; it gives no advice."


def note(asked: Asked, report: Report, rules: Rules, documents: Documents) -> str:
    """The answer about one patient as text: inputs, labels, trials, amount, what was not checked, sources, versions.

    Its first block reads back with `note_inputs.read_note` and gives the same report. It holds no identifier.
    """
    blocks = [
        [HEAD, *input_lines(asked, rules)],
        ["LABELS", *(line for result in report.labels for line in _record(result, rules))],
        [
            "TRIALS: would this patient have been admitted",
            *(line for result in report.trials for line in _record(result, rules)),
        ],
        amount_lines(report),
        ["NOT CHECKED", *(_item(text) for text in report.not_checked)],
        ["SOURCES", *(_item(line) for line in source_lines(report, documents))],
        [*textwrap.wrap(INTENDED, WIDTH), f"RuxCheck {__version__}", f"Rules {report.rules}"],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _record(result: RecordResult, rules: Rules) -> list[str]:
    head = f"{result.core.upper()}: {summary.heading(result)}"
    if result.record is None:
        return [head, *_indented(result.explanation)]
    told = [
        f"Version: {dated(result)}" if dated(result) else "",
        summary.parts_line(result),
        summary.reason(result, rules.field_names),
        _changes(result),
    ]
    told += [_answered(item) for item in result.criteria if not item.criterion.core and item.answered and item.applies]
    told += [f"Caution that applies: {summary.caution_in_words(item)}" for item in result.applying]
    told += _open(result)
    return [head, *(line for text in told if text for line in _indented(text))]


def _changes(result: RecordResult) -> str:
    return f"Nearest changes: {'; '.join(margin.words for margin in result.margins)}" if result.margins else ""


def _open(result: RecordResult) -> list[str]:
    """What keeps the overall result open: for a label in full, for a trial that may fit as a count."""
    if result.core == NOT_MET:
        return []
    told = [f"Overall, with further facts: {result.overall}"] if result.overall != result.core else []
    if result.record.kind == "label":
        asked = "; ".join(item.criterion.statement for item in result.to_confirm if not item.estimated)
        told += [f"To confirm: {asked}"] if asked else []
        return told + [f"Not read, {gap.part}: {gap.what}" for gap in result.record.not_read]
    if result.to_confirm:
        told.append(
            how_many(len(result.to_confirm), "further entry criterion", "further entry criteria") + " to confirm"
        )
    return told + (["Entry criteria not read to their end"] if result.record.not_read else [])


def dated(result: RecordResult) -> str:
    """Version, start and last sighting of a label; empty for a trial, whose criteria do not change."""
    record = result.record
    if record.kind != "label":
        return ""
    start = str(record.in_force_from)
    if record.in_force_from_latest != record.in_force_from:
        start = f"a day between {start} and {record.in_force_from_latest}"
    seen = summary.as_last_seen(result) or f"checked on {record.checked_on}"
    return f"{record.version}; in force from {start}; {seen}"


def _answered(item: CriterionResult) -> str:
    return f"{item.criterion.statement}: {summary.answer_in_words(item)}, {item.result}"


def amount_lines(report: Report) -> list[str]:
    """The estimated amount against each tube limit; empty where nothing known allows one."""
    amount = report.amount
    if amount is None:
        return []
    told = [
        f"Body surface: {amount_words.surface_in_words(amount)}",
        f"{amount_words.grams_in_words(amount.per_application)} an application, "
        f"{amount_words.ends_in_words(amount.fingertip_units)} fingertip units",
        *(
            f"{amount_words.grams_in_words(amount.over(days))} in {words}"
            for days, words in ((7, "1 week"), (14, "2 weeks"))
        ),
        *(f"Estimate: {usage.statement}" for usage in amount.usages),
        *amount_against_labels(report),
    ]
    return ["AMOUNT OF CREAM, an estimate at two applications a day", *(_item(text) for text in told)]


def amount_against_labels(report: Report) -> list[str]:
    """Each tube limit that may apply to this patient, with its result and the %BSA at which it is reached."""
    return [
        f"{summary.heading(result)}, {amount_words.tube_in_words(limit)}: {limit.result}; "
        f"reached at {amount_words.ends_in_words(limit.reached_at)}% of body surface"
        for result in report.labels
        for item in result.criteria
        if item.criterion.amount_limits and item.applies
        for limit in tube_limits(report.amount, item.criterion)
    ]


def source_lines(report: Report, documents: Documents) -> list[str]:
    """The documents that the records and the amount of the answer rest on, each with its address or else its citation."""
    records = [result.record for result in report.results if result.record]
    named = [name for record in records for name in (record.source, record.in_force_source)]
    named += [usage.source for usage in report.amount.usages] if report.amount else []
    sources = [documents.sources[name] for name in dict.fromkeys(name for name in named if name)]
    return [f"{source.title}: {source.url or source.citation}" for source in sources]


def _indented(text: str) -> list[str]:
    text = text[:1].upper() + text[1:]
    return textwrap.wrap(
        text, WIDTH, initial_indent="  ", subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )


def _item(text: str) -> str:
    return "\n".join(
        textwrap.wrap(
            text, WIDTH, initial_indent="- ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
        )
    )
