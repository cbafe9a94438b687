"""Signing in through the framework's own OpenID Connect: off until `.streamlit/secrets.toml` holds a section `[auth]`."""

import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import streamlit as st

from ruxcheck.ui.markup import literal, prose

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
    st.html(prose(WHY))
    for provider in _providers():
        where = f" with {literal(provider)}" if provider else ""
        st.button(f"Sign in{where}", key=f"sign_in_{provider}", on_click=st.login, args=(provider,))


def offer_way_out() -> None:
    """A button to sign out, for who has signed in."""
    st.button("Sign out", key="sign_out", on_click=st.logout)


def _providers() -> list[str | None]:
    """The names of the sections below `[auth]` that are providers, or the one without a name."""
    sections = st.secrets["auth"].items()
    return [name for name, value in sections if isinstance(value, Mapping) and "client_id" in value] or [None]
