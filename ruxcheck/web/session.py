"""A visitor's session: memory given back after reruns, the notice of a lost session, and the optional login."""

import asyncio
import gc
import sys
from collections.abc import Mapping
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

import streamlit as st

from ruxcheck.web.markup import escape_markdown, paragraphs, show_html

SECONDS_BETWEEN = 60


def freeze_garbage() -> None:
    """Put what exists out of the collector's way: at start, and as each page begins to be drawn.

    Streamlit collects in full after every rerun, and walks all that the imports and every open session hold: with fifty
    visitors that was half of the server's time. Putting aside costs nothing; no object is looked at.
    """
    gc.freeze()


def collect_garbage() -> None:
    """Look through what was put aside too, in about 0.1 s: what nobody holds any more is gone then."""
    gc.unfreeze()
    gc.collect()


async def look_through_regularly() -> None:
    """Do so once a minute: what visitors left goes within that time, and the next page puts the rest aside again."""
    while True:
        await asyncio.sleep(SECONDS_BETWEEN)
        collect_garbage()


# A session that begins where another was before: the server was started again, or the page was left for too long.

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


# Signing in through the framework's own OpenID Connect: off until `.streamlit/secrets.toml` holds a section `[auth]`.

WHY = "This server shows its pages only to those who have signed in."


def stop_where_it_cannot_work() -> None:
    """End the process where somebody asked for a login that would not be there: never leave it out in silence."""
    files = [file for file in st.get_option("secrets.files") if Path(file).exists()]
    if files and not st.secrets.load_if_toml_exists():
        sys.exit(f"{', '.join(files)}: cannot be read; allowed: TOML. Correct or remove it (docs/serving.md, Login).")
    missing = [name for name in ("authlib", "httpx") if not find_spec(name)] if configured() else []
    if missing:
        sys.exit(
            f"secrets.toml: [auth] asks for a login, which needs {' and '.join(missing)}, not installed here. "
            "Install requirements-login.txt or remove [auth] (docs/serving.md, Login)."
        )


def configured() -> bool:
    """Whether visitors have to sign in."""
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets


def ask_first() -> bool:
    """Whether a login is configured; where it is, who has not signed in sees a way to do so and nothing else."""
    restricted = configured()
    if restricted and st.user.get("is_logged_in") is not True:
        _ask()
        st.stop()
    return restricted


def _ask() -> None:
    st.set_page_config(page_title="RuxCheck")
    st.title("RuxCheck")
    show_html(paragraphs(WHY))
    for provider in _providers():
        where = f" with {escape_markdown(provider)}" if provider else ""
        st.button(f"Sign in{where}", key=f"sign_in_{provider}", on_click=st.login, args=(provider,))


def offer_way_out() -> None:
    """A button to sign out, for who has signed in."""
    st.button("Sign out", key="sign_out", on_click=st.logout)


def _providers() -> list[str | None]:
    """The names of the sections below `[auth]` that are providers, or the one without a name."""
    sections = st.secrets["auth"].items()
    return [name for name, value in sections if isinstance(value, Mapping) and "client_id" in value] or [None]
