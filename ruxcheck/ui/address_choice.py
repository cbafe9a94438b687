"""Which of several things a page shows: the one in its address; the address follows each choice."""

import streamlit as st


def from_address(name: str, ids: list[str], widget: str) -> str:
    """The id that the address names; without one the first, or, for who comes from another page, the one shown last.

    `widget` is the key of the control that changes it. The address is written only where it says more than none would:
    each writing is a step of the browser's history, and one on arrival would hold whoever wants to go back.
    """
    asked, last = st.query_params.get_all(name), f"{name}_last"
    if len(asked) == 1 and asked[0] in ids:
        shown = asked[0]
    else:
        was_here = widget in st.session_state
        shown = ids[0] if was_here else st.session_state.get(last, ids[0])
        if not asked and shown != ids[0]:
            st.query_params[name] = shown
    st.session_state[last] = shown
    return shown
