"""The server around the pages: what it does once at start, and what it sends with every answer (headers, compressed files, front page)."""

import asyncio
import gc
import gzip
import os
import re
import sys
from base64 import b64encode
from contextlib import asynccontextmanager, suppress
from datetime import date
from functools import cache
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.formparsers import MultiPartParser
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.websockets import WebSocketClose

from ruxcheck.charts import exposure
from ruxcheck.charts.theme import INK, RESERVED_HEIGHTS, trust_charts
from ruxcheck.kernel.check import check
from ruxcheck.store.evidence_files import load_cases, load_evidence, load_hypothetical, load_regions, load_story
from ruxcheck.store.files import DataErrors
from ruxcheck.store.reading import load, load_documents
from ruxcheck.watch.sources import WatchError
from ruxcheck.watch.standing import watching
from ruxcheck.web import session
from ruxcheck.web.check import margins
from ruxcheck.web.evidence import efficacy, labels, maximum_use, safety, trials
from ruxcheck.web.teaching import labs_figures, story

# What the server does once, before the first visitor.


def load_or_stop() -> None:
    """Load and check everything in `data/`; where something is wrong, end the process with the words of every fault.

    What is loaded here is kept: files that change later count from the next start on.
    """
    try:
        load(), load_documents(), load_evidence(), load_hypothetical(), load_cases(), load_story(), load_regions()
        watching(), frame_origins()
    except (DataErrors, WatchError, FrameError) as errors:
        # the words say which file and what to do; where in our code it was noticed helps nobody
        sys.exit(str(errors))


@asynccontextmanager
async def lifespan(app):  # noqa: ARG001 (the framework passes itself)
    """Prepare what every visitor needs, and keep it out of the collector's way."""
    keep_uploads_in_memory()
    trust_charts()
    rules = load()
    margins.prepare(check({}, date.today(), rules), rules)
    for prepare in (
        exposure.prepare,
        efficacy.prepare,
        safety.prepare,
        maximum_use.prepare,
        trials.prepare,
        labels.prepare,
        labs_figures.prepare,
        story.prepare,
    ):
        prepare()
    gc.collect()
    session.freeze_garbage()
    looking = asyncio.create_task(session.look_through_regularly())
    yield {}
    looking.cancel()


def keep_uploads_in_memory() -> None:
    """An upload of any allowed size stays in memory; the server would write a long one to a temporary file on its way."""
    MultiPartParser.spool_max_size = (st.get_option("server.maxUploadSize") + 1) << 20


# The framework's scripts and styles, compressed once and kept: a first visit loads 2.0 MB instead of 4.3 MB.

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


class CompressedFiles:
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
        elif scope["method"] in ("GET", "HEAD") and wants_gzip(headers := Headers(scope=scope)):
            answer = await _answer(file, headers, scope["method"])
            await answer(scope, receive, send)
        else:
            await self.app(scope, receive, _varying(send))


def _address(scope) -> str:
    return scope["path"].removeprefix(scope.get("root_path", ""))


def wants_gzip(headers: Headers) -> bool:
    """Whether the browser takes gzip; a part of a file is always a part of the plain one."""
    offers = [offer.partition(";") for offer in headers.get("accept-encoding", "").lower().split(",")]
    taken = {
        name.strip(): weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000") for name, _, weight in offers
    }
    return taken.get("gzip", taken.get("*", False)) and "range" not in headers


async def _answer(file: Path, headers: Headers, method: str) -> Response:
    """The file, or what is said of it, or that it has not changed."""
    known = {"etag": f'"{file.name}-gzip"', "cache-control": FOR_EVER, "vary": "Accept-Encoding"}
    if known["etag"] in headers.get("if-none-match", ""):
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


# What every answer of the server tells the browser: what a page may load, who may frame it, what may be kept.

FRONT_PAGE = Path(st.__file__).with_name("static") / "index.html"
INLINE_SCRIPTS = re.compile(r"<script>(.*?)</script>", re.DOTALL)
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
FRAME_ORIGIN = re.compile(r"https://[a-z0-9.-]+(:\d+)?|http://(localhost|127\.0\.0\.1)(:\d+)?", re.ASCII)
UNUSED = ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "usb", "xr-spatial-tracking")


class FrameError(Exception):
    """An origin that may frame the app cannot be used; the message names it and what is allowed."""


def frame_origins() -> tuple[str, ...]:
    """The origins whose pages may show this app in a frame, as RUXCHECK_FRAME_ORIGINS lists them; none where it is not set.

    Raises FrameError for anything but an origin with https, or with http on this machine.
    """
    origins = tuple(os.environ.get("RUXCHECK_FRAME_ORIGINS", "").split())
    for origin in origins:
        if not FRAME_ORIGIN.fullmatch(origin):
            raise FrameError(
                f"RUXCHECK_FRAME_ORIGINS: '{origin}' was given; allowed: origins without a path, such as https://lms.example.org, "
                "with blanks between them"
            )
    return origins


def content_security_policy(front_page: str) -> str:
    """The policy for an installed front page: its inline scripts are known by their hash, others do not run."""
    hashes = [b64encode(sha256(script.encode()).digest()).decode() for script in INLINE_SCRIPTS.findall(front_page)]
    allowed = POLICY | {"script-src": " ".join([POLICY["script-src"], *(f"'sha256-{found}'" for found in hashes)])}
    with suppress(FrameError):  # it ends the process at start, with its words
        if origins := frame_origins():
            allowed["frame-ancestors"] = " ".join(origins)
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
if "frame-ancestors 'none'" not in HEADERS["content-security-policy"]:
    del HEADERS["x-frame-options"]  # it knows no list of origins, and the policy says them
_RAW = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
_KEEP_NOTHING = (b"cache-control", b"no-store")


class SecurityHeaders:
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
                own = list(message.get("headers", ()))
                # what says nothing of caching may hold what a visitor entered: a report, a list
                silent = all(name.lower() != b"cache-control" for name, _ in own)
                message["headers"] = own + _RAW + [_KEEP_NOTHING] * silent
            await send(message)

        await self.app(scope, receive, send_with_headers)


def fault(_request, _error) -> PlainTextResponse:
    """The answer where the server itself fails, which no middleware sees: no detail, the same headers."""
    return PlainTextResponse("The server could not answer. Its log says why.", 500, HEADERS)


# Only pages of this server may speak to it: what a page of another site asks is refused before the framework sees it.

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

    def _is_own(self, headers: Headers) -> bool:
        origin = headers.get("origin")
        return origin is None or (_host(origin) or None) in {headers.get("host", ""), *self.others}


def _host(origin: str) -> str:
    return origin.rstrip("/").partition("://")[2]


# The stylesheet as it is sent: `style.css`, and what it takes from the look of the charts.

# words and edges that a chart draws in ink; the server learns of another theme only with the next run, and until then they
# take the colour of the page
INKED = "".join(
    f'svg.marks [{part}="{ink}"] {{ {part}: currentColor; }} ' for ink in INK.values() for part in ("fill", "stroke")
)
# a picture is drawn a moment after the page: nothing below it may move then. From low to high: _reserved_20 is in _reserved_200 too
KEPT = "".join(
    f'.stVerticalBlock[class*="_reserved_{height}"] {{ min-height: {height}px; }} ' for height in RESERVED_HEIGHTS
)
STYLE = f"{Path(__file__).with_name('style.css').read_text('utf-8')}{INKED}{KEPT}\n"


# The one stylesheet and the one script of our own: they come from this server, so the page's policy allows them.

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


# The framework's front page with our style and script in it: what is drawn has its place and size from the first moment.

EARLY_SCRIPTS = FRONT_PAGE.parent / "static" / "js"
# parts of the framework that every page draws with: asked for before they are missed, so that no page waits for one after
# the other and moves as each arrives
PARTS = ("Html", "TextInput", "ButtonGroup", "Checkbox", "Button", "DownloadButton", "ArrowVegaLiteChart")
IMPORTED = re.compile(r'(?:from|import)"\./([^"]+\.js)"')
TITLE = "<title>Streamlit</title>", "<title>RuxCheck</title>"


def ours(front_page: str) -> str:
    """The front page with our files behind the framework's styles, which they correct, and before what is drawn.

    Raises ValueError where the front page has no `<body>` to put them into.
    """
    head, body, rest = front_page.partition("<body>")
    if not body:
        raise ValueError(
            f"{FRONT_PAGE}: has no <body>, so the stylesheet cannot be put into it; install the pinned streamlit"
        )
    loaded_early = "".join(
        f'<link rel="modulepreload" crossorigin href="./static/js/{name}">' for name in needed() if name not in head
    )
    # a translator that rewrites what the framework redraws breaks the page; our own words may be translated (markup.py)
    head = head.replace(*TITLE).replace("<html ", '<html translate="no" ', 1)
    return head.replace("</head>", loaded_early + "</head>") + body + tags() + rest


def needed() -> list[str]:
    """The scripts of PARTS, and those they import, by name."""
    found = [file.name for part in PARTS for file in EARLY_SCRIPTS.glob(f"{part}.*.js")]
    for name in found:  # it grows while it is gone through
        imported = IMPORTED.findall((EARLY_SCRIPTS / name).read_text("utf-8"))
        found += [other for other in dict.fromkeys(imported) if other not in found]
    return found


class FrontPage:
    """Middleware that answers with our front page wherever the framework would with its own; everything else passes through."""

    def __init__(self, app):
        self.app = app
        self.page = ours(FRONT_PAGE.read_text("utf-8")).encode()
        self.small = gzip.compress(self.page, 9, mtime=0)
        # a report is HTML too: the framework's page is known by the mark that its file has, also where a browser is told that
        # it has not changed
        self.etag = FileResponse(FRONT_PAGE, stat_result=FRONT_PAGE.stat()).headers["etag"]

    async def __call__(self, scope, receive, send):
        """Serve one connection."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        is_front_page = False

        async def send_ours(message):
            nonlocal is_front_page
            if message["type"] == "http.response.start":
                is_front_page = Headers(raw=message["headers"]).get("etag") == self.etag
                if is_front_page:
                    await self._answer(scope)(scope, receive, send)
            if not is_front_page:
                await send(message)

        await self.app(scope, receive, send_ours)

    def _answer(self, scope) -> Response:
        small = wants_gzip(Headers(scope=scope))
        page = self.small if small else self.page
        known = {"cache-control": "no-cache", "vary": "Accept-Encoding", "content-length": str(len(page))}
        encoded = {"content-encoding": "gzip"} if small else {}
        content = page if scope["method"] == "GET" else b""
        return Response(content, headers=known | encoded, media_type="text/html")
