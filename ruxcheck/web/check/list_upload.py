"""The list to be screened: uploaded or the sample, what has to be asked before it can be read, and the run with its progress."""

import time
from datetime import date
from pathlib import Path
from typing import Any, Literal

import streamlit as st
from markupsafe import Markup
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ruxcheck import HOME
from ruxcheck.export.table import State, state_on
from ruxcheck.intake.columns import Column, IntakeError, Undecided
from ruxcheck.intake.files import READABLE
from ruxcheck.intake.prepare import Said
from ruxcheck.intake.worker import MOST_ROWS, TooLarge, UploadedList, read_apart
from ruxcheck.kernel.possible_values import how_many
from ruxcheck.kernel.records import Rules
from ruxcheck.screening.expressions import TableError
from ruxcheck.screening.run import ScreeningOptions, engine_named, time_left
from ruxcheck.screening.upload import COMMAND, ScreenedList, answer, command_for
from ruxcheck.web import session
from ruxcheck.web.check.list_columns import LOOKED, suggest
from ruxcheck.web.markup import escape_markdown, paragraphs, show_html

LIST, ANSWER = "screen_list", "screen_answer"
AS_GIVEN = Said()
PROBLEM, UPLOADS, PENDING = "screen_problem", "screen_uploads", "screen_pending"
SAMPLE = Path(HOME) / "samples" / "registry.csv"
WHAT_IT_DOES = (
    "Every label and trial for each patient of a list, by the rules of Check a patient. Columns named age, date_of_birth, iga, "
    "bsa, weight or height are known, with a unit in the name or in a column beside it, and those named as the inputs of this tool; "
    "after the upload you see how each was read and can correct it, and what is in doubt is asked. Blank and unusable cells count as not recorded, never as no."
)
WHERE_IT_LIES = Markup(
    "The rows stay in the memory of this server, for this session alone: nothing is written to a "
    "disk or sent on. They go within three minutes after this tab is closed, or at once with <b>Drop "
    "these rows</b>."
)


def most_megabytes() -> int:
    """The largest upload, as `.streamlit/config.toml` sets it."""
    return st.get_option("server.maxUploadSize")


def list_form(rules: Rules) -> UploadedList | None:
    """The list of this session with the button that drops it; without one, the ways to choose one."""
    held = st.session_state.get(LIST)
    if held is None:
        _choose(rules)
        return None
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        show_html(
            Markup('<p class="rux"><b>{}</b>: {}, {}</p>').format(
                held.name, how_many(held.rows, "row"), how_many(len(held.columns), "column")
            )
        )
        st.button("Remove list", key="screen_drop", on_click=drop, help="Forgets the list and its results at once")
    return held


def drop() -> None:
    """Forget the list and everything that was made of it."""
    held = LIST in st.session_state
    for key in (LIST, ANSWER, PROBLEM, PENDING, LOOKED):
        st.session_state.pop(key, None)
    if held:
        session.collect_garbage()


def _choose(rules: Rules) -> None:
    if PENDING in st.session_state:
        _ask_how(rules)
        return
    show_html(paragraphs(WHAT_IT_DOES, WHERE_IT_LIES))
    number = st.session_state.setdefault(UPLOADS, 0)
    file = st.file_uploader(
        f"A list with a header line and one patient a row: up to {most_megabytes()} MB and {MOST_ROWS:,} rows",
        type=[ending.removeprefix(".") for ending in READABLE],
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


def _take(name: str, content: bytes, rules: Rules, said: Said = AS_GIVEN) -> None:
    """Hold a list and draw the page again; what is wrong with it, or has to be asked, stands there then."""
    drop()
    try:
        st.session_state[LIST] = held = read_apart(name, content, said)
        suggest(held, rules)
    except Undecided as question:
        st.session_state[PENDING] = (name, content, said, question)
    except IntakeError as error:
        st.session_state[PROBLEM] = (name, error)
    st.session_state[UPLOADS] += 1
    st.rerun()


def _ask_how(rules: Rules) -> None:
    """The question that is open before a list can be read: which sheet, which header, which encoding, which shape."""
    name, content, said, question = st.session_state[PENDING]
    meanings = dict(question.answers)
    answer_ = st.radio(
        escape_markdown(question.words),
        list(meanings),
        format_func=lambda key: escape_markdown(f"{key.strip(chr(39))}: {meanings[key]}".removesuffix(": ")),
        index=None,
        key="screen_how",
    )
    with st.container(horizontal=True):
        if st.button("Read the list", key="screen_read", disabled=answer_ is None):
            with st.spinner("Reading the list"):
                _take(name, content, rules, _with_answer(said, question.option, answer_.strip("'")))
        if st.button("Choose another list", key="screen_other"):
            drop()
            st.rerun()


def _with_answer(said: Said, option: str, answer_: str) -> Said:
    if option == "--long":
        return said._replace(long=answer_)
    if option == "--header-row":
        return said._replace(read_as=said.read_as._replace(header_row=int(answer_)))
    if option == "--sheet":
        return said._replace(read_as=said.read_as._replace(sheet=answer_))
    return said._replace(read_as=said.read_as._replace(encoding=answer_))


def _forget_upload(file) -> None:
    """The framework would keep the bytes of an upload until the session ends."""
    context = get_script_run_ctx()
    manager: Any = context.uploaded_file_mgr  # the interface that it declares lacks the method
    manager.remove_file(context.session_id, file.file_id)


def _say_problem() -> None:
    name, problem = st.session_state.get(PROBLEM, ("", None))
    if problem:
        st.error(escape_markdown(str(problem)))
    if isinstance(problem, TooLarge):
        st.code(command_for(name), language=None, wrap_lines=True)


# Screening the list of this session, with a bar that moves while batches run.

RUNS = "screen_runs"


def asked_of(on: date, jurisdictions: tuple[str, ...], measured_on: date) -> ScreeningOptions:
    """What is asked of the list, on the fastest engine there is."""
    return ScreeningOptions(on, jurisdictions, measured_on, engine_named(None), codes=True)


def run_form(
    held: UploadedList, columns: tuple[Column, ...], is_open: bool, options: ScreeningOptions, rules: Rules
) -> ScreenedList | None:
    """The button that screens, closed while a question about the list is open, and the answer of this session; where what is asked has changed since, that is said."""
    found = st.session_state.get(ANSWER)
    is_answered = found is not None and (found.columns, found.options) == (columns, options)
    look: Literal["primary", "secondary"] = "secondary" if is_answered else "primary"
    if st.button(f"Screen {how_many(held.rows, 'row')}", type=look, key="screen_run", disabled=not columns or is_open):
        _run(held, columns, options, rules)
    if not columns:
        st.info("Choose the column of at least one input.")
    elif found and not is_answered:
        st.warning("The choices have changed since the list was screened: what stands below is as it was asked then.")
    return found


def _run(held: UploadedList, columns: tuple[Column, ...], options: ScreeningOptions, rules: Rules) -> None:
    bar, started = st.progress(0.0, "Screening"), time.monotonic()
    st.session_state.pop(ANSWER, None)

    def show_progress(rows: int) -> None:
        share = rows / held.rows
        bar.progress(share, f"Screening: {rows:,} of {held.rows:,} rows{time_left(started, share)}")

    try:
        st.session_state[ANSWER] = answer(held, columns, options, rules, show_progress)
        st.session_state[RUNS] = st.session_state.get(RUNS, 0) + 1
    except (IntakeError, TableError) as error:
        bar.empty()
        st.error(escape_markdown(str(error)))
        return
    st.rerun()  # the page is drawn again with the answer, and what was chosen folded


def state_of(found: ScreenedList, rules: Rules) -> State:
    """The state of what was screened: how many rows, never what stands in them."""
    names = ", ".join(rules.jurisdictions[name].name for name in found.options.jurisdictions)
    return state_on(rules, found.options.on)._replace(
        inputs=f"a list of {how_many(found.summary.rows, 'row')}; labels asked: {names}"
    )
