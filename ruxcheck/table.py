"""Results as plain text that fits 100 columns."""

import textwrap
from datetime import date

from ruxcheck import summary
from ruxcheck.criteria import CANNOT_TELL, MET, NOT_MET
from ruxcheck.labels import NoLabelInForce, label_on
from ruxcheck.model import Rules
from ruxcheck.note import amount_lines
from ruxcheck.report import CORE_FIELDS, RecordResult, Report
from ruxcheck.values import value_in_words

WIDTH = 100
COLOURS = {MET: "\033[32m", NOT_MET: "\033[31m", CANNOT_TELL: "\033[33m"}
RESET = "\033[0m"
MARKS = {"yes": "* in force", "may be": "? may be", "no": ""}


def report_table(report: Report, rules: Rules, notices: list[str], colour: bool = False) -> str:
    """Patient, one row a record with its reason, what to confirm, cautions that apply, what was not checked."""
    names = rules.field_names
    patient = ", ".join(
        f"{names[name]} {value_in_words(rules.fields[name], report.profile.get(name) or rules.fields[name].domain)}"
        for name in CORE_FIELDS
    )
    lines = [f"{patient}; as of {report.as_of}", *_wrapped_lines(notices), ""]
    for result in report.results:
        lines += _row(result, names, colour)
    amount = amount_lines(report)
    lines += ["", *amount] if amount else []
    lines += ["", *_wrapped("Not checked:", report.not_checked)]
    lines.append(f"rules {report.rules[:12]}; for health professionals and education; no advice")
    return "\n".join(lines)


def _row(result: RecordResult, names: dict[str, str], colour: bool) -> list[str]:
    word = f"{summary.SYMBOLS[result.core]} {result.core.upper():<11}"
    shown = f"{COLOURS[result.core]}{word}{RESET}" if colour else word
    texts = [summary.parts_line(result), summary.reason(result, names), summary.near_margin(result)]
    if result.record:
        texts += [summary.as_last_seen(result), summary.facts_to_confirm(result)]
    texts += [
        f"{item.criterion.statement}: {summary.answer_in_words(item)}, not met" for item in summary.failed_facts(result)
    ]
    lines = [
        f"{shown} {summary.heading(result)}"
        + (f" (overall: {result.overall})" if result.overall != result.core else "")
    ]
    lines += _indented("; ".join(text for text in texts if text))
    return lines + [line for item in result.applying for line in _indented(f"! {summary.caution_in_words(item)}")]


def _indented(text: str, indent: str = " " * 14) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent)


def _wrapped(title: str, items: tuple[str, ...]) -> list[str]:
    return [
        title,
        *(line for item in items for line in textwrap.wrap(item, WIDTH, initial_indent="- ", subsequent_indent="  ")),
    ]


def label_rows(rules: Rules, day: date) -> list[dict]:
    """Every label version with whether it is in force on a day: "yes", "may be" (its start day was not read exactly) or "no"."""
    return [_label_row(record, _in_force(rules, record, day), day) for record in rules.labels]


def _in_force(rules: Rules, record, day: date) -> str:
    try:
        versions = label_on(rules.labels, record.jurisdiction, day)
    except NoLabelInForce:
        return "no"
    if record not in versions:
        return "no"
    return "yes" if len(versions) == 1 else "may be"


def _label_row(record, in_force: str, day: date) -> dict:
    return {
        "id": record.id,
        "jurisdiction": record.jurisdiction,
        "title": record.title,
        "version": record.version,
        "in_force_from": str(record.in_force_from),
        "in_force_from_latest": str(record.in_force_from_latest),
        "in_force": in_force,
        "checked_on": str(record.checked_on),
        "overdue": record.is_overdue(day),
        "limits": {rule.id: rule.limit for rule in record.criteria if rule.core},
        "source": record.source,
    }


def labels_table(rows: list[dict], day: date, notices: list[str]) -> str:
    """One line a label version, the one in force on the day marked."""
    lines = [f"Label versions, and which is in force on {day}", *_wrapped_lines(notices), ""]
    for row in rows:
        exact = row["in_force_from"] == row["in_force_from_latest"]
        start = row["in_force_from"] if exact else f"by {row['in_force_from_latest']}"
        late = ", overdue" if row["overdue"] and row["in_force"] != "no" else ""
        lines.append(
            f"{row['jurisdiction']:<3}{start:<14}{MARKS[row['in_force']]:<12}checked {row['checked_on']}{late}"
        )
        limits = "; ".join(f"{name}: {limit}" for name, limit in row["limits"].items())
        lines += [line for text in (row["version"], limits) for line in _indented(text, " " * 17)]
    return "\n".join(lines)


def _wrapped_lines(texts: list[str]) -> list[str]:
    return [line for text in texts for line in textwrap.wrap(text, WIDTH)]
