"""Which lab is open: chosen on the page, or named in the address as ?lab=..., and written there when it is changed."""

import streamlit as st

from ruxcheck.ui.markup import literal

LABS = {"framing": "Framing", "disagreement": "Disagreement", "zero": "Zero events"}


def chosen_lab() -> str:
    """Draw the choice and read it; an address that names no lab is explained."""
    named = st.query_params.get("lab")
    if named in LABS and named != st.session_state.get("lab_in_address"):
        st.session_state["lab"] = named
    st.session_state["lab_in_address"] = named
    st.session_state.setdefault("lab", next(iter(LABS)))
    if named is not None and named not in LABS:
        st.warning(literal(f"lab: '{named[:20]}' is no lab; allowed: {', '.join(LABS)}. Choose one below."))
    return st.segmented_control(
        "Lab",
        list(LABS),
        key="lab",
        required=True,
        format_func=LABS.get,
        on_change=_into_address,
        persist_state="session",
    )


def _into_address() -> None:
    st.query_params["lab"] = st.session_state["lab"]
