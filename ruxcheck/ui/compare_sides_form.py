"""Which two labels are compared: a jurisdiction and a day for each side, kept for the session."""

import streamlit as st

from ruxcheck.asked import Asked
from ruxcheck.compare import day_before_change
from ruxcheck.compare_sides import Side
from ruxcheck.model import Rules
from ruxcheck.ui import anew
from ruxcheck.ui.profile_form import FIRST_DAY, LAST_DAY

SIDES = ("first", "second")
PLACES, DAYS = ([f"compare_{side}_{what}" for side in SIDES] for what in ("place", "day"))
CHOSEN = "compare_chosen"


def sides_form(asked: Asked, rules: Rules) -> tuple[Side, Side]:
    """Draw both pickers and read them. Until somebody chooses, they follow the form: the day before its label changed, and its day."""
    if anew.is_returning():
        _choose()  # what the browser still shows counts as chosen
    if not st.session_state.get(CHOSEN):
        _follow(asked, rules)
    columns = st.columns([4, 4, 1], gap="medium", vertical_alignment="bottom")
    left, right = (_picker(number, column, asked, rules) for number, column in enumerate(columns[:2]))
    columns[2].button("Swap", key="compare_swap", on_click=_swap, help="Exchange the first and the second side")
    return left, right


def _follow(asked: Asked, rules: Rules) -> None:
    place = asked.jurisdictions[0]
    days = (day_before_change(rules, place, asked.on), asked.on)
    st.session_state.update(dict.fromkeys(PLACES, place) | dict(zip(DAYS, days)))


def _picker(number: int, column, asked: Asked, rules: Rules) -> Side:
    name = SIDES[number].capitalize()
    with column, st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        place = st.selectbox(
            f"{name} label",
            list(rules.jurisdictions),
            key=PLACES[number],
            format_func=lambda place: rules.jurisdictions[place].name,
            on_change=_choose,
            persist_state="session",
        )
        day = st.date_input(
            f"{name} day",
            key=DAYS[number],
            format="YYYY-MM-DD",
            min_value=FIRST_DAY,
            max_value=LAST_DAY,
            on_change=_choose,
            persist_state="session",
        )
    return Side(place, day or asked.on)


def _choose() -> None:
    st.session_state[CHOSEN] = True


def _swap() -> None:
    for keys in (PLACES, DAYS):
        first, second = (st.session_state[key] for key in keys)
        st.session_state.update(zip(keys, (second, first)))
    _choose()
