"""The note: inputs and answer as plain text for a record; its first block reads back to the same question."""

import re
import textwrap
from datetime import date

from ruxcheck import __version__
from ruxcheck.evidence.figures import Evidence
from ruxcheck.evidence.matching_trials import matching_trials, no_match_in_words
from ruxcheck.kernel import wording
from ruxcheck.kernel.amount import tube_limits
from ruxcheck.kernel.check import Query
from ruxcheck.kernel.criteria import MET, NOT_MET
from ruxcheck.kernel.parsing import CORE_FIELDS, InputError, parse_value
from ruxcheck.kernel.possible_values import Field, Interval, how_many, plain, value_in_words
from ruxcheck.kernel.records import Documents, Rules
from ruxcheck.kernel.results import RecordResult, Report

HEAD = "RuxCheck: ruxolitinib cream in atopic dermatitis"
LABELS, AS_OF = "Labels asked", "As of"
TYPED = re.compile(r" \(typed: [^)]*\)$")
NOT_RECORDED, NOT_READ = "not recorded", "not read"


class NoteError(ValueError):
    """A text is not a note of this tool; the message names the line and what is allowed."""


def input_lines(query: Query, rules: Rules) -> list[str]:
    """The inputs, one a line, with how they were typed where that says more; then the labels and the day."""
    names = [*CORE_FIELDS, *(name for name in rules.fields if name in query.profile and name not in CORE_FIELDS)]
    texts = [_line(rules.fields[name], query) for name in names]
    return [*texts, f"{LABELS}: {', '.join(query.jurisdictions)}", f"{AS_OF}: {query.on}"]


def exact_words(field: Field, value: Interval) -> str:
    """The value in words that read back as exactly this value: "8 y", "15 to 25%", "24.9476 kg"."""
    words = value_in_words(field, value)
    try:
        if parse_value(field, words) == value:
            return words
    except InputError:
        pass  # words that round, such as months of an age typed as a decimal
    ends = [f"{plain(end)}" for end in (value.low, value.high)]
    space = "" if field.unit in ("%", "") else " "
    return ("-".join(dict.fromkeys(ends))) + space + field.unit


def _line(field: Field, query: Query) -> str:
    value = query.profile.get(field.id)
    if value is None or value == field.domain:
        return f"{field.label}: {NOT_RECORDED}"
    words = exact_words(field, value)
    typed = query.typed.get(field.id, "")
    as_typed = typed.strip("() ") and _same(typed) not in (
        _same(words),
        _same(words.removesuffix(f" {field.unit}").removesuffix("%")),
    )
    return f"{field.label}: {words}" + (f" (typed: {typed.replace(')', '')})" if as_typed else "")


def _same(text: str) -> str:
    return "".join(text.lower().split())


def read_note(text: str, rules: Rules) -> Query:
    """What a note asked, from its first block; the rest of the text is not read.

    Raises NoteError where the text does not begin with a note's head, a line is unknown or stands twice, a value cannot
    be read, or the day or the labels are missing.
    """
    lines = [line.strip() for line in text.strip().splitlines()]
    if not lines or lines[0] != HEAD:
        raise NoteError(f"The text does not begin with '{HEAD}'; paste the note from its first line on")
    block = lines[1 : lines.index("")] if "" in lines else lines[1:]
    given = _pairs(block)
    day, labels = _day(given.pop(AS_OF, None)), given.pop(LABELS, None)
    if labels is None:
        raise NoteError(f"The line '{LABELS}' is missing; allowed: the ids of the labels asked, such as us, ca")
    known = tuple(_jurisdiction(name.strip(), rules) for name in labels.split(","))
    by_label = {field.label: field for field in rules.fields.values()}
    read = {
        by_label[name].id: _value(by_label[name], text) for name, text in given.items() if _is_field(name, by_label)
    }
    profile = {name: value for name, value in read.items() if value != rules.fields[name].domain}
    return Query(profile, day, known, {})


def _pairs(block: list[str]) -> dict[str, str]:
    given: dict[str, str] = {}
    for line in block:
        name, colon, text = line.partition(": ")
        if not colon or name in given:
            raise NoteError(f"'{line[:60]}' cannot be read; allowed: each input once, as 'Age: 8 y'")
        given[name] = TYPED.sub("", text)
    return given


def _is_field(name: str, by_label: dict[str, Field]) -> bool:
    if name not in by_label:
        raise NoteError(f"'{name[:60]}' is not an input of this tool; allowed: {', '.join(by_label)}")
    return True


def _value(field: Field, text: str) -> Interval:
    if text == NOT_RECORDED:
        return field.domain
    try:
        return parse_value(field, text)
    except InputError as error:
        raise NoteError(str(error)) from error


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        raise NoteError(f"The line '{AS_OF}' is missing or no day; allowed: YYYY-MM-DD") from None


def _jurisdiction(name: str, rules: Rules) -> str:
    if name not in rules.jurisdictions:
        raise NoteError(f"'{name[:20]}' is not a jurisdiction; allowed: {', '.join(rules.jurisdictions)}")
    return name


# The short note: what a clinician pastes into a record.


def short_note(query: Query, report: Report, rules: Rules, documents: Documents, evidence: Evidence) -> str:
    """The answer for the first label in at most 12 lines: verdict, open facts, benefit, harm, warning, amount, sources, day.

    It holds no identifier, and does not read back: the long note does.
    """
    core = "; ".join(_line(rules.fields[name], query) for name in CORE_FIELDS)
    lines = [
        f"{HEAD}; as of {query.on}",
        core,
        *summary_lines(report, rules, documents, evidence),
        f"{INTENDED} RuxCheck {__version__}, rules {report.rules[:12]}",
    ]
    return "\n".join(lines) + "\n"


def summary_lines(report: Report, rules: Rules, documents: Documents, evidence: Evidence) -> list[str]:
    """What a clinician wants first, a line each: verdict, open facts, other labels, benefit, harm, warning, amount, sources."""
    own = report.labels[0]
    open_facts = "; ".join(rules.field_names[item.criterion.field] for item in own.to_confirm)
    others = "; ".join(f"{wording.heading(result)}: {wording.standing(result)}" for result in report.labels[1:])
    trials = matching_trials(report, evidence)
    told = next((trial for trial in trials if trial.benefit), None) or next(iter(trials), None)
    boxed = next((item.caution.statement for item in own.cautions if item.caution.id == "boxed-warning"), "")
    sources = [own.record.source] if own.record else []
    sources += told.sources if told else ()
    lines = [
        f"{wording.heading(own)}: {wording.standing(own)}{_because(own, rules)}",
        f"To confirm: {open_facts}" if open_facts and own.core != NOT_MET else "",
        f"Cautions that apply: {'; '.join(map(wording.caution_in_words, own.applying))}" if own.applying else "",
        f"Other labels: {others}" if others else "",
        f"Benefit ({told.title}): {told.benefit or NOT_READ}" if told else "",
        no_match_in_words(report, evidence),
        f"Harm ({told.title}): {told.harm or NOT_READ}" if told else "",
        boxed.partition(". ")[0],
        _amount_line(report),
        f"Sources: {'; '.join(dict.fromkeys(documents.sources[name].title for name in sources))}" if sources else "",
    ]
    return [line for line in lines if line]


def _because(result: RecordResult, rules: Rules) -> str:
    if result.record is None or result.verdict == MET:
        return ""
    return f" ({wording.reason(result, rules.field_names)})"


def _amount_line(report: Report) -> str:
    if report.amount is None:
        return ""
    return f"Cream: estimated {wording.grams_in_words(report.amount.over(14))} in 2 weeks, twice daily; an estimate settles no tube limit"


# The note: what was asked and answered, as plain text to paste into a record.

WIDTH = 96
INTENDED = "For health professionals and education. States what labels and trials say about the figures above; it gives no advice."


def note(query: Query, report: Report, rules: Rules, documents: Documents) -> str:
    """The answer about one patient as text: inputs, labels, trials, amount, what was not checked, sources, versions.

    Its first block reads back with `read_note` and gives the same report. It holds no identifier.
    """
    blocks = [
        [HEAD, *input_lines(query, rules)],
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
    head = f"{wording.verdict(result)}: {wording.heading(result)}"
    if result.record is None:
        return [head, *_indented(result.explanation)]
    texts = [
        f"Version: {dated(result)}" if dated(result) else "",
        wording.parts_line(result),
        wording.reason(result, rules.field_names),
        _changes(result),
    ]
    texts += [
        wording.answered_fact(item)
        for item in result.criteria
        if not item.criterion.core and item.answered and item.applies
    ]
    texts += [f"Caution that applies: {wording.caution_in_words(item)}" for item in result.applying]
    texts += _open(result)
    return [head, *(line for text in texts if text for line in _indented(text))]


def _changes(result: RecordResult) -> str:
    return f"Nearest changes: {wording.margins_in_words(result)}" if result.margins else ""


def _open(result: RecordResult) -> list[str]:
    """What keeps the overall result open: for a label in full, for a trial that may fit as a count."""
    if result.core == NOT_MET:
        return []
    texts = (
        [f"Overall, with further facts: {wording.result_in_words(result.overall)}"]
        if result.overall != result.core
        else []
    )
    if result.record.kind == "label":
        words = "; ".join(item.criterion.statement for item in result.to_confirm)
        texts += [f"To confirm: {words}"] if words else []
        return texts + [f"Not read, {gap.part}: {gap.what}" for gap in result.record.not_read]
    if result.to_confirm:
        texts.append(
            how_many(len(result.to_confirm), "further entry criterion", "further entry criteria") + " to confirm"
        )
    return texts + (["Entry criteria not read to their end"] if result.record.not_read else [])


def dated(result: RecordResult) -> str:
    """Version, start and last sighting of a label; empty for a trial, whose criteria do not change."""
    record = result.record
    if record.kind != "label":
        return ""
    start = str(record.in_force_from)
    if record.in_force_from_latest != record.in_force_from:
        start = f"a day between {start} and {record.in_force_from_latest}"
    seen = wording.last_verified(record, result.overdue)
    return f"{record.version}; in force from {start}; {seen}"


def amount_lines(report: Report) -> list[str]:
    """The estimated amount against each tube limit; empty where nothing known allows one."""
    amount = report.amount
    if amount is None:
        return []
    texts = [
        f"Body surface: {wording.surface_in_words(amount)}",
        f"{wording.grams_in_words(amount.per_application)} an application, "
        f"{wording.ends_in_words(amount.fingertip_units)} fingertip units",
        *(
            f"{wording.grams_in_words(amount.over(days))} in {words}"
            for days, words in ((7, "1 week"), (14, "2 weeks"))
        ),
        *(f"Estimate: {usage.statement}" for usage in amount.usages),
        *amount_against_labels(report),
    ]
    return ["AMOUNT OF CREAM, an estimate at two applications a day", *(_item(text) for text in texts)]


def amount_against_labels(report: Report) -> list[str]:
    """Each tube limit that may apply to this patient, with where the estimate lies and the %BSA at which it is reached."""
    return [
        f"{wording.heading(result)}, {wording.tube_in_words(limit)}: {wording.ESTIMATES[limit.result]}; "
        f"reached at {wording.ends_in_words(limit.reached_at)}% of body surface"
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
