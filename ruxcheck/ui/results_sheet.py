"""The results of a check as a sheet: one row a record, for the files that a visitor takes along."""

from ruxcheck import summary
from ruxcheck.model import Rules
from ruxcheck.report import RecordResult, Report
from ruxcheck.sheet import Sheet

HEADS = (
    "record",
    "title",
    "version",
    "in_force_from",
    "checked_on",
    "overdue",
    "core",
    "overall",
    "reason",
    "to_confirm",
)
SOURCE = "Source: every criterion with its place stands in the tables of each record."


def results_sheet(report: Report, rules: Rules) -> Sheet:
    """Every label and trial with its core and overall result and the deciding reason."""
    rows = tuple(_row(result, rules.field_names) for result in report.results)
    return Sheet("Results", (SOURCE,), HEADS, rows)


def _row(result: RecordResult, names: dict[str, str]) -> tuple:
    record = result.record
    dated = (record.version, record.in_force_from, record.checked_on) if record else (None, None, None)
    told = (summary.heading(result), *dated, result.overdue, result.core, result.overall)
    return (result.id or result.jurisdiction, *told, summary.reason(result, names), len(result.to_confirm))
