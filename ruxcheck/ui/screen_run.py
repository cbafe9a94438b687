"""Screening the list of this session, with a bar that moves while batches run."""

from datetime import date
from typing import Literal

import streamlit as st

from ruxcheck.cohort_values import TableError
from ruxcheck.intake import Column, IntakeError
from ruxcheck.lists.answer import Answer, answer
from ruxcheck.lists.engines import engine_named
from ruxcheck.lists.held import Held
from ruxcheck.lists.screening import Asked
from ruxcheck.model import Rules
from ruxcheck.state import State, state_on
from ruxcheck.ui.markup import literal
from ruxcheck.ui.screen_list import ANSWER
from ruxcheck.values import how_many

RUNS = "screen_runs"


def asked_of(on: date, jurisdictions: tuple[str, ...], measured_on: date) -> Asked:
    """What is asked of the list, on the fastest engine there is."""
    return Asked(on, jurisdictions, measured_on, engine_named(None), codes=True)


def run_form(held: Held, columns: tuple[Column, ...], asked: Asked, rules: Rules) -> Answer | None:
    """The button that screens, and the answer of this session; where what is asked has changed since, that is said."""
    found = st.session_state.get(ANSWER)
    is_answered = found is not None and (found.columns, found.asked) == (columns, asked)
    look: Literal["primary", "secondary"] = "secondary" if is_answered else "primary"
    if st.button(f"Screen {how_many(held.rows, 'row')}", type=look, key="screen_run", disabled=not columns):
        _run(held, columns, asked, rules)
    if not columns:
        st.info("Choose the column of at least one input.")
    elif found and not is_answered:
        st.warning("The choices have changed since the list was screened: what stands below is as it was asked then.")
    return found


def _run(held: Held, columns: tuple[Column, ...], asked: Asked, rules: Rules) -> None:
    bar = st.progress(0.0, "Screening")
    st.session_state.pop(ANSWER, None)

    def told(rows: int) -> None:
        bar.progress(rows / held.rows, f"Screening: {rows:,} of {held.rows:,} rows")

    try:
        st.session_state[ANSWER] = answer(held, columns, asked, rules, told)
        st.session_state[RUNS] = st.session_state.get(RUNS, 0) + 1
    except (IntakeError, TableError) as error:
        bar.empty()
        st.error(literal(str(error)))
        return
    st.rerun()  # the page is drawn anew with the answer, and what was chosen folded


def state_of(found: Answer, rules: Rules) -> State:
    """The state of what was screened: how many rows, never what stands in them."""
    names = ", ".join(rules.jurisdictions[name].name for name in found.asked.jurisdictions)
    return state_on(rules, found.asked.on)._replace(
        inputs=f"a list of {how_many(found.summary.rows, 'row')}; labels asked: {names}"
    )
