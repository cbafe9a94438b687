"""The framework's front page with our style and script in it: what is drawn has its place and size from the first moment."""

import gzip
import re

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response

from ruxcheck.ui import own_files
from ruxcheck.ui.compressed import wants_gzip
from ruxcheck.ui.headers import FRONT_PAGE

SCRIPTS = FRONT_PAGE.parent / "static" / "js"
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
    return head.replace(*TITLE).replace("</head>", loaded_early + "</head>") + body + own_files.tags() + rest


def needed() -> list[str]:
    """The scripts of PARTS, and those they import, by name."""
    found = [file.name for part in PARTS for file in SCRIPTS.glob(f"{part}.*.js")]
    for name in found:  # it grows while it is gone through
        imported = IMPORTED.findall((SCRIPTS / name).read_text("utf-8"))
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
