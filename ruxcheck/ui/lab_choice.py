"""Which lab is open: chosen on the page, or named in the address as ?lab=..., and written there when it is changed."""

import streamlit as st

from ruxcheck.ui.address_choice import from_address
from ruxcheck.ui.markup import literal

IN_ADDRESS = "lab"
CHOICE = "lab"
LABS = {"framing": "Framing", "disagreement": "Disagreement", "zero": "Zero events"}


def chosen_lab() -> str:
    """Draw the choice and read it; an address that names no lab is explained."""
    named = st.query_params.get(IN_ADDRESS)
    if named is not None and named not in LABS:
        st.warning(literal(f"lab: '{named[:20]}' is no lab; allowed: {', '.join(LABS)}. Choose one below."))
    st.session_state[CHOICE] = from_address(IN_ADDRESS, list(LABS), CHOICE)
    return st.segmented_control(
        "Lab", list(LABS), key=CHOICE, required=True, format_func=LABS.get, on_change=_into_address
    )


def _into_address() -> None:
    st.query_params[IN_ADDRESS] = st.session_state[CHOICE]
