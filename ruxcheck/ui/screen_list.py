"""The list on the page Screen a list: uploaded or the sample, held for this session alone, dropped on request."""

from html import escape
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ruxcheck.intake import IntakeError
from ruxcheck.lists.held import COMMAND, MOST_ROWS, Held, TooLarge, hold
from ruxcheck.lists.source import ENDINGS
from ruxcheck.model import Rules
from ruxcheck.ui import collector, screen_columns
from ruxcheck.ui.markup import literal, prose
from ruxcheck.values import how_many

LIST, ANSWER = "screen_list", "screen_answer"
PROBLEM, UPLOADS = "screen_problem", "screen_uploads"
SAMPLE = Path(__file__).parents[2] / "samples" / "registry.csv"
WHAT_IT_DOES = (
    "Every label and trial for each patient of a list, by the rules of Check a patient. Columns named age, date_of_birth, iga, "
    "bsa, weight or height are known, and those named as the inputs of this tool; after the upload you see how each was read and "
    "can correct it. Blank and unusable cells count as not recorded, never as no."
)
WHERE_IT_LIES = (
    "The rows stay in the memory of this server, for this session alone: nothing is written to a disk or sent on. They go "
    "within three minutes after this tab is closed, or at once with <b>Drop these rows</b>."
)


def most_megabytes() -> int:
    """The largest upload, as `.streamlit/config.toml` sets it."""
    return st.get_option("server.maxUploadSize")


def list_form(rules: Rules) -> Held | None:
    """The list of this session with the button that drops it; without one, the ways to choose one."""
    held = st.session_state.get(LIST)
    if held is None:
        _choose(rules)
        return None
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.html(
            f'<p class="rux"><b>{escape(held.name)}</b>: {how_many(held.rows, "row")}, {how_many(len(held.columns), "column")}</p>'
        )
        st.button("Drop these rows", key="screen_drop", on_click=drop, help="Forgets the list and its results at once")
    return held


def drop() -> None:
    """Forget the list and everything that was made of it."""
    held = LIST in st.session_state
    for key in (LIST, ANSWER, PROBLEM):
        st.session_state.pop(key, None)
    if held:
        collector.look_through_all()


def _choose(rules: Rules) -> None:
    st.html(prose(WHAT_IT_DOES, WHERE_IT_LIES))
    number = st.session_state.setdefault(UPLOADS, 0)
    file = st.file_uploader(
        f"A list with a header line and one patient a row: up to {most_megabytes()} MB and {MOST_ROWS:,} rows",
        type=[ending.removeprefix(".") for ending in ENDINGS],
        key=f"screen_upload_{number}",
    )
    if st.button("Use the sample: 1,000 made-up rows", key="screen_sample"):
        _take(SAMPLE.name, SAMPLE.read_bytes(), rules)
    if file:
        with st.spinner("Reading the list"):
            _forget_upload(file)
            _take(file.name, file.getvalue(), rules)
    _say_problem()
    st.caption("A list of any size, on the command line:")
    st.code(COMMAND, language=None, wrap_lines=True)


def _take(name: str, content: bytes, rules: Rules) -> None:
    """Hold a list and draw the page anew; what is wrong with it stands there then."""
    drop()
    try:
        st.session_state[LIST] = held = hold(name, content)
        screen_columns.suggest(held, rules)
    except IntakeError as error:
        st.session_state[PROBLEM] = error
    st.session_state[UPLOADS] += 1
    st.rerun()


def _forget_upload(file) -> None:
    """The framework would keep the bytes of an upload until the session ends."""
    context = get_script_run_ctx()
    manager: Any = context.uploaded_file_mgr  # the interface that it declares lacks the method
    manager.remove_file(context.session_id, file.file_id)


def _say_problem() -> None:
    problem = st.session_state.get(PROBLEM)
    if problem:
        st.error(literal(str(problem)))
    if isinstance(problem, TooLarge):
        st.code(problem.command, language=None, wrap_lines=True)
