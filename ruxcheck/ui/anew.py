"""A session that begins where another was before: the server was started again, or the page was left for too long."""

from datetime import timedelta

import streamlit as st

LOST, RETURNING = "session_lost", "session_returning"
WHAT_IS_GONE = (
    "The connection was lost and the server began a new session. What stands in the boxes of this page came back from your browser, "
    "and the answer rests on that alone: look it over. Answers under More facts, entries on other pages and a list with its results "
    "are gone unless they are kept in the address."
)


def begin() -> None:
    """Before a page is drawn: where this browser comes from a session that is no more, say what is gone until that is closed."""
    if LOST not in st.session_state:
        st.session_state[LOST] = st.session_state[RETURNING] = _came_from_another_session()
    _notice()


def is_returning() -> bool:
    """Whether the browser is about to give back what stands in its boxes: nothing may be preset over it in this one run."""
    return st.session_state.get(RETURNING, False)


def settle() -> None:
    """After a page is drawn: what came back is known by its keys only now, so the page is drawn once more."""
    if is_returning():
        st.session_state[RETURNING] = False
        st.rerun()


@st.fragment(run_every=timedelta(days=1))
def _notice() -> None:
    """What is gone. A part of its own: closed, it goes alone, and nothing else on the page moves or is drawn again.

    Drawn where nothing is gone, too: on a new connection a browser asks for its page at once only where something on it
    renews itself. Without it an old answer would stand there until somebody types, and half of it would vanish then.
    """
    if st.session_state[LOST]:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.warning(WHAT_IS_GONE, width="stretch")
            st.button("Close this notice", key="close_session_lost", on_click=_close)


def _came_from_another_session() -> bool:
    """On a new connection the browser names, third, the session it had; were that still here, its state would be too."""
    named = st.context.headers.get("Sec-WebSocket-Protocol", "").split(",")
    return bool("".join(named[2:]).strip())


def _close() -> None:
    st.session_state[LOST] = False
