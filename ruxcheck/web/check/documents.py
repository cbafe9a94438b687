"""What a clinician takes from a check: the note, the printable report with its pictures, the link, and the results as rows."""

from collections.abc import Callable
from functools import partial
from importlib.util import find_spec

import streamlit as st

from ruxcheck import __version__
from ruxcheck.charts.images import pictures_possible, vector_images
from ruxcheck.charts.theme import Picture
from ruxcheck.export.document import Document
from ruxcheck.export.note import note, short_note
from ruxcheck.export.patient_report import printable
from ruxcheck.export.render import as_html, as_pdf
from ruxcheck.export.table import Table
from ruxcheck.kernel import wording
from ruxcheck.kernel.check import Query, results_by_bsa
from ruxcheck.kernel.records import Documents, Rules
from ruxcheck.kernel.results import RecordResult, Report
from ruxcheck.store.evidence_files import load_evidence
from ruxcheck.web import link
from ruxcheck.web.check.amount import amount_shown
from ruxcheck.web.check.margins import PANELS, eligibility_map_shown, margins_shown

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


def results_table(report: Report, rules: Rules) -> Table:
    """Every label and trial with its core and overall result and the deciding reason."""
    rows = tuple(_row(result, rules.field_names) for result in report.results)
    return Table("Results", HEADS, rows, source=SOURCE)


def _row(result: RecordResult, names: dict[str, str]) -> tuple:
    record = result.record
    dated = (record.version, record.in_force_from, record.checked_on) if record else (None, None, None)
    texts = (wording.heading(result), *dated, result.overdue, result.core, result.overall)
    return (result.id or result.jurisdiction, *texts, wording.reason(result, names), len(result.to_confirm))


# The pictures that go into a report: the fit maps, the results over %BSA, the amount of cream.


def report_pictures(query: Query, report: Report, rules: Rules) -> tuple[Picture, ...]:
    """For white paper, in the order of the Check page; no amount where none can be estimated."""
    maps = [eligibility_map_shown(kind, report, query.profile, rules, "light")[0] for kind in PANELS]
    amount = [amount_shown(report)] if report.amount else []
    return (*maps, *amount, margins_shown(query, results_by_bsa(query, report, rules), rules))


# What a clinician takes along: the note, the report and the link, each made when asked for.

KEEP_HELP = (
    "Puts what you enter into the page's address, so that reload, bookmark and link restore it. "
    "Addresses end up in histories and logs."
)


def documents_panel(query: Query, report: Report, rules: Rules, documents: Documents) -> None:
    """The note to copy, the report to save and the link, each behind its button; nothing is made before it is asked for."""
    with st.container(horizontal=True, gap="small"):
        with st.popover("Note", key="note_open", on_change="rerun") as box:
            if box.open:
                _note(query, report, rules, documents)
        with st.popover("Report", key="report_open", on_change="rerun") as box:
            if box.open:
                _report(query, report, rules, documents)
        with st.popover("Report a wrong figure", key="wrong_open", on_change="rerun") as box:
            if box.open:
                _wrong_figure(report)
        with st.popover("Link", key="link_open", on_change="rerun") as box:
            if box.open:
                _link(query)


def _note(query: Query, report: Report, rules: Rules, documents: Documents) -> None:
    with st.container(key="note_text", width=720):
        st.caption("Copy takes the whole note. It holds no identifier and no advice.")
        long = st.toggle("long form, which reads back to the same answer", key="note_long", persist_state="session")
        text = (
            note(query, report, rules, documents)
            if long
            else short_note(query, report, rules, documents, load_evidence())
        )
        st.download_button("Save as text", text, "ruxcheck-note.txt", "text/plain", on_click="ignore")
        # without a height of its own: the panel scrolls, and keys reach what is in it
        st.code(text, language=None, wrap_lines=True)


def _report(query: Query, report: Report, rules: Rules, documents: Documents) -> None:
    with st.container(key="report_files", width=420):
        st.caption("The whole answer with sources, for print or file. It opens without a network and holds no script.")
        possible = pictures_possible()
        with_pictures = possible and st.toggle("with pictures", True, key="report_pictures", persist_state="session")
        if not possible:
            st.caption('Without pictures: `pip install ".[pictures]"` on the server adds them.')

        def content() -> Document:
            drawn = vector_images(report_pictures(query, report, rules)) if with_pictures else ()
            return printable(query, report, rules, documents, load_evidence(), drawn)

        _save("HTML", lambda: as_html(content()), "ruxcheck-report.html", "text/html")
        if find_spec("typst") is None:
            st.caption(
                'PDF: print the HTML file from a browser; `pip install ".[report]"` on the server makes it here.'
            )
            return
        with st.container(horizontal=True, gap="small"):
            for paper, name in (("a4", "PDF, A4"), ("letter", "PDF, Letter")):
                _save(name, partial(_pdf, content, paper), f"ruxcheck-report-{paper}.pdf", "application/pdf")


def _pdf(content: Callable[[], Document], paper: str) -> bytes:
    return as_pdf(content(), paper)


def _save(label: str, made: Callable[[], bytes], name: str, kind: str) -> None:
    st.download_button(label, made, name, kind, key=f"save_{name}", on_click="ignore")


def _wrong_figure(report: Report) -> None:
    """A block to copy for whoever keeps the data: what the answer rests on, and what is missing to correct it. No patient in it."""
    records = ", ".join(result.id for result in report.results if result.id)
    text = "\n".join((
        f"RuxCheck {__version__}, rules {report.rules}, as of {report.as_of}",
        f"Records: {records}",
        "Record and criterion, or figure: ",
        "It says: ",
        "The source says: ",
        "Source and place: ",
    ))  # fmt: skip
    with st.container(key="wrong_text", width=560):
        st.caption(
            "Copy, fill in the last four lines, and send it to who runs this tool. It holds nothing of the patient."
        )
        st.code(text, language=None, wrap_lines=True)


def _link(query: Query) -> None:
    with st.container(key="link_text", width=520):
        st.caption(
            "Opens this page with these inputs, labels and day. It holds what you typed: share it as you would the figures."
        )
        st.code(link.link(query), language=None, wrap_lines=True)
        st.toggle("keep inputs in the address", key="keep", persist_state="session", help=KEEP_HELP)
