"""Only pages of this server may speak to it: what a page of another site asks is refused before the framework sees it."""

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocketClose

REFUSED = (
    "Refused: a page of another origin asked. Allowed: pages of this server, as its header Host names it, "
    "and server.corsAllowedOrigins in .streamlit/config.toml. A proxy has to pass Host on (docs/serving.md)."
)


class OwnOrigin:
    """Middleware that refuses foreign origins, also for websockets.

    The framework would refuse most of them too, but first asks a service on the internet for its own address, and lets
    every other visitor wait until that answers.
    """

    def __init__(self, app):
        self.app = app
        self.others = {_host(origin) for origin in st.get_option("server.corsAllowedOrigins")}

    async def __call__(self, scope, receive, send):
        """Serve one connection."""
        if scope["type"] == "lifespan" or self._is_own(Headers(scope=scope)):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose()(scope, receive, send)
        else:
            await PlainTextResponse(REFUSED, 403)(scope, receive, send)

    def _is_own(self, asked: Headers) -> bool:
        origin = asked.get("origin")
        return origin is None or (_host(origin) or None) in {asked.get("host", ""), *self.others}


def _host(origin: str) -> str:
    return origin.rstrip("/").partition("://")[2]
