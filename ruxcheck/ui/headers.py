"""What every answer of the server tells the browser: what a page may load, who may frame it, what may be kept."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import streamlit as st
from starlette.responses import PlainTextResponse

FRONT_PAGE = Path(st.__file__).with_name("static") / "index.html"
SCRIPTS = re.compile(r"<script>(.*?)</script>", re.DOTALL)
# absent here means refused: no eval, no frames, no forms, no workers, no address but our own
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",  # the framework sets styles from scripts, and presenter size stands in the page
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
UNUSED = ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "usb", "xr-spatial-tracking")


def content_security_policy(front_page: str) -> str:
    """The policy for an installed front page: its inline scripts are known by their hash, others do not run."""
    hashes = [b64encode(sha256(script.encode()).digest()).decode() for script in SCRIPTS.findall(front_page)]
    allowed = POLICY | {"script-src": " ".join([POLICY["script-src"], *(f"'sha256-{found}'" for found in hashes)])}
    return "; ".join(f"{name} {sources}" for name, sources in allowed.items())


HEADERS = {
    "content-security-policy": content_security_policy(FRONT_PAGE.read_text("utf-8")),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": ", ".join(f"{name}=()" for name in UNUSED),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_RAW = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
_KEEP_NOTHING = (b"cache-control", b"no-store")


class Headers:
    """Middleware that adds the headers to every answer; websockets pass straight through."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        """Serve one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message):
            if message["type"] == "http.response.start":
                said = list(message.get("headers", ()))
                # what says nothing of caching may hold what a visitor entered: a report, a list
                silent = all(name.lower() != b"cache-control" for name, _ in said)
                message["headers"] = said + _RAW + [_KEEP_NOTHING] * silent
            await send(message)

        await self.app(scope, receive, send_with_headers)


def fault(_request, _error) -> PlainTextResponse:
    """The answer where the server itself fails, which no middleware sees: no detail, the same headers."""
    return PlainTextResponse("The server could not answer. Its log says why.", 500, HEADERS)
