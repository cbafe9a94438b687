"""How far this patient is from another answer: the nearest change of every result, and the results over %BSA."""

from html import escape

import streamlit as st

from ruxcheck import summary
from ruxcheck.asked import Asked
from ruxcheck.charts.frame import Picture
from ruxcheck.charts.over_bsa import over_bsa_picture
from ruxcheck.criteria import CANNOT_TELL
from ruxcheck.model import Rules
from ruxcheck.report import RecordResult, Report
from ruxcheck.sheet import Sheet
from ruxcheck.sweep import Sweep, over_bsa
from ruxcheck.ui.figure import sheet_of, show_with
from ruxcheck.ui.markup import shape, table
from ruxcheck.ui.tables import show_table
from ruxcheck.values import value_in_words

HEADS = ("Record", "Result", "Nearest change")
SOURCE = "Source: the rules of each record, each with its place below."
CSV_HEADS = ("record", "percent_from", "percent_to", "result")


def margins_panel(asked: Asked, report: Report, rules: Rules) -> None:
    """Draw the results over %BSA for this age and IGA, and beside them the nearest change of every record."""
    st.header("How near another answer is")
    sweeps = over_bsa(asked, report, rules)
    left, right = st.columns(2, gap="large")
    with left:
        shown = margins_shown(asked, sweeps, rules)
        show_with(shown, "stretches", lambda: _stretches(sweeps), lambda: _sheet(shown, sweeps), "over_bsa", keep=False)
    with right:
        show_table(nearest_table(report), "nearest_changes", SOURCE)


def nearest_table(report: Report) -> str:
    """The nearest change of each core result, nearest figure first; a result that cannot be told says what would settle it."""
    rows = [
        f"<tr><td>{escape(summary.heading(result))}</td><td>{shape(result.core)}{result.core}</td><td>{_nearest(result)}</td></tr>"
        for result in report.results
    ]
    return table("Nearest change of each result", HEADS, rows)


def _nearest(result: RecordResult) -> str:
    if result.margins:
        return "<br>".join(escape(margin.words) for margin in result.margins)
    if result.core == CANNOT_TELL:
        return "still open: a figure is missing or a range" if result.record else "no record"
    return "no change of one figure alone changes this"


def margins_shown(asked: Asked, sweeps: tuple[Sweep, ...], rules: Rules) -> Picture:
    """The picture of the results over %BSA for the age and IGA asked about."""
    age, iga = (rules.fields[name] for name in ("age_years", "iga"))
    words = ", ".join(
        f"{field.label} {value_in_words(field, asked.profile.get(field.id) or field.domain)}" for field in (age, iga)
    )
    footer = f"Source: the rules of each record, each with its place below; as of {asked.on}."
    return over_bsa_picture(sweeps, asked.profile.get("bsa_percent"), words, footer)


def _rows(sweeps: tuple[Sweep, ...]) -> list[tuple]:
    return [
        (summary.heading(sweep.answer), f"{stretch.low:g}", f"{stretch.high:g}", stretch.result)
        for sweep in sweeps
        for stretch in sweep.stretches
    ]


def _stretches(sweeps: tuple[Sweep, ...]) -> str:
    rows = ["<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in _rows(sweeps)]
    return table("Results over %BSA", ("Record", "%BSA from", "%BSA to", "Result"), rows)


def _sheet(shown: Picture, sweeps: tuple[Sweep, ...]) -> Sheet:
    return sheet_of(shown, CSV_HEADS, _rows(sweeps))
