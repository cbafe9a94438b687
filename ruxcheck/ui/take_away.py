"""What a clinician takes along: the note, the report and the link, each made when asked for."""

from collections.abc import Callable
from functools import partial
from importlib.util import find_spec

import streamlit as st

from ruxcheck.asked import Asked
from ruxcheck.charts.drawings import drawings
from ruxcheck.charts.export import pictures_possible
from ruxcheck.document import Document
from ruxcheck.document_html import as_html
from ruxcheck.document_typst import as_pdf
from ruxcheck.evidence_files import load_evidence
from ruxcheck.model import Documents, Rules
from ruxcheck.note import note
from ruxcheck.printable import printable
from ruxcheck.report import Report
from ruxcheck.ui import address
from ruxcheck.ui.report_pictures import report_pictures

KEEP_HELP = (
    "Puts what you enter into the page's address, so that reload, bookmark and link restore it. "
    "Addresses end up in histories and logs."
)


def take_away(asked: Asked, report: Report, rules: Rules, documents: Documents) -> None:
    """The note to copy, the report to save and the link, each behind its button; nothing is made before it is asked for."""
    with st.container(horizontal=True, gap="small"):
        with st.popover("Note", key="note_open", on_change="rerun") as box:
            if box.open:
                _note(note(asked, report, rules, documents))
        with st.popover("Report", key="report_open", on_change="rerun") as box:
            if box.open:
                _report(asked, report, rules, documents)
        with st.popover("Link", key="link_open", on_change="rerun") as box:
            if box.open:
                _link(asked)


def _note(text: str) -> None:
    with st.container(key="note_text", width=720):
        st.caption("Copy takes the whole note. It holds no identifier and no advice.")
        st.download_button("Save as text", text, "ruxcheck-note.txt", "text/plain", on_click="ignore")
        # without a height of its own: the panel scrolls, and keys reach what is in it
        st.code(text, language=None, wrap_lines=True)


def _report(asked: Asked, report: Report, rules: Rules, documents: Documents) -> None:
    with st.container(key="report_files", width=420):
        st.caption("The whole answer with sources, for print or file. It opens without a network and holds no script.")
        possible = pictures_possible()
        with_pictures = possible and st.toggle("with pictures", True, key="report_pictures", persist_state="session")
        if not possible:
            st.caption('Without pictures: `pip install ".[pictures]"` on the server adds them.')

        def content() -> Document:
            drawn = drawings(report_pictures(asked, report, rules)) if with_pictures else ()
            return printable(asked, report, rules, documents, load_evidence(), drawn)

        _save("HTML", lambda: as_html(content()), "ruxcheck-report.html", "text/html")
        if find_spec("typst") is None:
            st.caption(
                'PDF: print the HTML file from a browser; `pip install ".[report]"` on the server makes it here.'
            )
            return
        with st.container(horizontal=True, gap="small"):
            for paper, name in (("a4", "PDF, A4"), ("letter", "PDF, Letter")):
                _save(
                    name,
                    partial(_pdf, content, paper),
                    f"ruxcheck-report-{paper}.pdf",
                    "application/pdf",
                )


def _pdf(content: Callable[[], Document], paper: str) -> bytes:
    return as_pdf(content(), paper)


def _save(label: str, made: Callable[[], bytes], name: str, kind: str) -> None:
    st.download_button(label, made, name, kind, key=f"save_{name}", on_click="ignore")


def _link(asked: Asked) -> None:
    with st.container(key="link_text", width=520):
        st.caption(
            "Opens this page with these inputs, labels and day. It holds what you typed: share it as you would the figures."
        )
        st.code(address.link(asked), language=None, wrap_lines=True)
        st.toggle("keep inputs in the address", key="keep", persist_state="session", help=KEEP_HELP)
