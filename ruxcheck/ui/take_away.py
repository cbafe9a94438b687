"""What a clinician takes along: the note and the link, made when asked for."""

import streamlit as st

from ruxcheck.asked import Asked
from ruxcheck.model import Documents, Rules
from ruxcheck.note import note
from ruxcheck.report import Report
from ruxcheck.ui import address

KEEP_HELP = (
    "Puts what you enter into the page's address, so that reload, bookmark and link restore it. "
    "Addresses end up in histories and logs."
)


def take_away(asked: Asked, report: Report, rules: Rules, documents: Documents) -> None:
    """The note to copy and the link, each behind its button; nothing is made before it is opened."""
    with st.container(horizontal=True, gap="small"):
        with st.popover("Note", key="note_open", on_change="rerun") as box:
            if box.open:
                _note(note(asked, report, rules, documents))
        with st.popover("Link", key="link_open", on_change="rerun") as box:
            if box.open:
                _link(asked)


def _note(text: str) -> None:
    with st.container(key="note_text", width=720):
        st.caption("Copy takes the whole note. It holds no identifier and no advice.")
        st.code(text, language=None, wrap_lines=True, height=360)
        st.download_button("Save as text", text, "ruxcheck-note.txt", "text/plain", on_click="ignore")


def _link(asked: Asked) -> None:
    with st.container(key="link_text", width=520):
        st.caption(
            "Opens this page with these inputs, labels and day. It holds what you typed: share it as you would the figures."
        )
        st.code(address.link(asked), language=None, wrap_lines=True)
        st.toggle("keep inputs in the address", key="keep", persist_state="session", help=KEEP_HELP)
