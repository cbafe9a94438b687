"""The one stylesheet and the one script of our own: they come from this server, so the page's policy allows them."""

from hashlib import sha256
from pathlib import Path

import streamlit as st
from starlette.responses import Response
from starlette.routing import Route

from ruxcheck.ui.compressed import FOR_EVER
from ruxcheck.ui.style import STYLE

FILES = {
    "ruxcheck.css": (STYLE, "text/css"),
    "ruxcheck.js": (Path(__file__).with_name("script.js").read_text("utf-8"), "text/javascript"),
}


def below_base(name: str) -> str:
    """Where a file is served, also below a base path."""
    base = st.get_option("server.baseUrlPath").strip("/")
    return f"/{base}/{name}" if base else f"/{name}"


def routes() -> list[Route]:
    """The routes that serve them; a browser may keep what it has, for another content has another address."""
    return [Route(below_base(name), _serving(*file)) for name, file in FILES.items()]


def tags() -> str:
    """What a page has to say to load them. Addresses as the framework writes its own: they hold below a base path too."""
    style, script = (f"./{name}?v={sha256(text.encode()).hexdigest()[:12]}" for name, (text, _) in FILES.items())
    return f'<link rel="stylesheet" href="{style}"><script src="{script}" defer></script>'


def _serving(text: str, kind: str):
    return lambda _request: Response(text, headers={"cache-control": FOR_EVER}, media_type=kind)
