"""The one script of our own, for keys and quick hands. It comes from this server, so the page's policy allows it."""

from pathlib import Path

import streamlit as st
from starlette.responses import FileResponse
from starlette.routing import Route

NAME = "ruxcheck.js"
SCRIPT = Path(__file__).with_name("script.js")


def address() -> str:
    """Where the script is served, also below a base path."""
    base = st.get_option("server.baseUrlPath").strip("/")
    return f"/{base}/{NAME}" if base else f"/{NAME}"


def route() -> Route:
    """The route that serves it; the browser asks whether it has changed."""
    return Route(address(), lambda _: FileResponse(SCRIPT, headers={"cache-control": "no-cache"}))


def start() -> None:
    """Have the page load it; it runs once, however often the page is drawn."""
    st.html(f'<script src="{address()}"></script>', unsafe_allow_javascript=True)
