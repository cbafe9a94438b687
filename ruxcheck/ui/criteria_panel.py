"""Criterion by criterion: the tables of the record chosen, the first label's before anybody chooses."""

from functools import partial
from html import escape

import streamlit as st

from ruxcheck import summary
from ruxcheck.model import Documents
from ruxcheck.report import RecordResult, Report
from ruxcheck.ui.details import record_details
from ruxcheck.ui.markup import shape
from ruxcheck.ui.tables import table_where


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
    title = f"{shape(result.core)} {escape(summary.heading(result))}: {result.core}"
    return f'<div class="rux"><h3>{title}</h3></div>{record_details(result, documents, labels)}'
