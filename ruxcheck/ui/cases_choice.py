"""Choosing a case: by list, by back and next, by an address. The address is what counts; without a case in it the first is open."""

import streamlit as st

from ruxcheck.cases import Case
from ruxcheck.ui.address_choice import from_address
from ruxcheck.ui.markup import literal

IN_ADDRESS = "case"
LISTED = "case_listed"


def choose(cases: tuple[Case, ...]) -> Case:
    """Draw the choice and return the case that is open; an address that names no case is refused in words."""
    by_id = {case.id: case for case in cases}
    chosen = by_id[_opened(list(by_id))]
    place = cases.index(chosen)
    st.session_state[LISTED] = chosen.id
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="case_choice"):
        _step("Back", cases[place - 1].id if place else None, "Left")
        _step("Next", cases[place + 1].id if place + 1 < len(cases) else None, "Right")
        st.selectbox(
            "Case",
            list(by_id),
            key=LISTED,
            format_func=lambda name: f"{list(by_id).index(name) + 1} of {len(cases)}: {by_id[name].title}",
            on_change=lambda: _open(st.session_state[LISTED]),
            label_visibility="collapsed",
            width=420,
        )
    return chosen


def _opened(ids: list[str]) -> str:
    """The case that the address asks for; an address that names none is refused in words."""
    asked = st.query_params.get_all(IN_ADDRESS)
    if asked and not (len(asked) == 1 and asked[0] in ids):
        said = f"'{asked[0][:40]}' is no case" if len(asked) == 1 else "case stands more than once"
        st.warning(literal(f"The address could not be read: {said}. Allowed: case= and one of {', '.join(ids)}."))
    return from_address(IN_ADDRESS, ids, LISTED)


def _step(label: str, to: str | None, key: str) -> None:
    st.button(label, key=f"case_{label.lower()}", disabled=to is None, shortcut=key, on_click=_open, args=(to,))


def _open(name: str) -> None:
    st.query_params[IN_ADDRESS] = name
