"""The framework's front page as we send it: with our style and script, to every address of a page, whole and never an older one."""

import gzip
import re

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from streamlit.web.server.starlette.starlette_app import create_streamlit_middleware
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_assets_routes

from ruxcheck.web import server
from ruxcheck.web.server import EARLY_SCRIPTS, FRONT_PAGE, PARTS, FrontPage, needed, ours
from tests.asgi import ask

FAVICON = "/favicon.png"


@pytest.fixture(scope="module")
def app():
    """The framework's own pages and files, and reports as text and as HTML."""
    routes = [
        Route("/media/1.txt", lambda _: PlainTextResponse("a report")),
        Route("/media/1.html", lambda _: HTMLResponse("<body>a report</body>")),
    ]
    return Starlette(
        routes=[*routes, *create_streamlit_static_assets_routes("")],
        middleware=[Middleware(FrontPage), *create_streamlit_middleware()],
    )


@pytest.mark.parametrize("path", ["/", "/efficacy", "/no-such-page"])
def test_every_page_loads_our_style_and_script(app, path):
    answer = ask(app, path)
    assert answer.status == 200
    assert answer.body.decode() == ours(FRONT_PAGE.read_text("utf-8"))
    assert answer.body.decode().count(server.tags()) == 1
    assert answer.headers["content-length"] == str(len(answer.body))
    assert answer.headers["cache-control"] == "no-cache"


def test_our_style_stands_behind_the_styles_it_corrects_and_before_what_is_drawn():
    page = ours(FRONT_PAGE.read_text("utf-8"))
    assert page.index("</head>") < page.index("ruxcheck.css") < page.index('id="root"')


def test_the_page_has_our_name_before_anything_is_drawn():
    assert "<title>RuxCheck</title>" in ours(FRONT_PAGE.read_text("utf-8"))


def test_what_the_framework_put_there_stays():
    page = ours(FRONT_PAGE.read_text("utf-8"))
    lines = FRONT_PAGE.read_text("utf-8").splitlines()
    assert [line.strip() for line in lines if line.strip() not in page] == [
        '<html lang="en">',
        "<title>Streamlit</title>",
    ]
    assert '<html translate="no" lang="en">' in page


@pytest.mark.parametrize("accepted", ["gzip, deflate, br", "identity", ""])
def test_a_page_is_sent_compressed_to_who_takes_it(app, accepted):
    answer = ask(app, "/efficacy", accept_encoding=accepted)
    small = answer.headers.get("content-encoding") == "gzip"
    assert small == ("gzip" in accepted)
    assert (gzip.decompress(answer.body) if small else answer.body) == ask(app, "/efficacy").body
    assert answer.headers["vary"] == "Accept-Encoding"


def test_head_tells_of_the_page_without_its_content(app):
    head = ask(app, "/efficacy", "HEAD")
    assert head.body == b""
    assert head.headers["content-length"] == ask(app, "/efficacy").headers["content-length"]


@pytest.mark.parametrize("condition", [{"if_none_match": "*"}, {"if_modified_since": "Fri, 01 Jan 2100 00:00:00 GMT"}])
def test_a_browser_that_kept_an_older_page_is_sent_this_one(app, condition):
    accept = "text/html,application/xhtml+xml"
    etag = ask(Starlette(routes=create_streamlit_static_assets_routes("")), "/").headers["etag"]
    condition = {name: etag if value == "*" else value for name, value in condition.items()}
    assert ask(app, "/", accept=accept, **condition).status == 200
    assert server.tags().encode() in ask(app, "/", accept=accept, **condition).body


def test_files_keep_their_conditions(app):
    etag = ask(app, FAVICON).headers["etag"]
    assert ask(app, FAVICON, accept="image/png", if_none_match=etag).status == 304


@pytest.mark.parametrize(
    ("path", "method", "status", "body"),
    [
        ("/media/1.txt", "GET", 200, b"a report"),
        ("/media/1.html", "GET", 200, b"<body>a report</body>"),
        ("/efficacy", "POST", 405, b"Method Not Allowed"),
    ],
)
def test_what_is_no_page_passes_through(app, path, method, status, body):
    answer = ask(app, path, method)
    assert (answer.status, answer.body) == (status, body)


@pytest.mark.parametrize("part", PARTS)
def test_the_parts_that_are_loaded_early_exist_once(part):
    assert len(list(EARLY_SCRIPTS.glob(f"{part}.*.js"))) == 1


def test_what_is_loaded_early_is_all_there_and_named_once():
    named = re.findall(r'modulepreload" crossorigin href="\./static/js/([^"]+)"', ours(FRONT_PAGE.read_text("utf-8")))
    assert len(named) == len(set(named))
    assert set(needed()) <= {*named, *re.findall(r'src="\./static/js/([^"]+)"', FRONT_PAGE.read_text("utf-8"))}
    assert all((EARLY_SCRIPTS / name).is_file() for name in named)


def test_a_front_page_that_cannot_take_them_stops_the_program():
    with pytest.raises(ValueError, match="has no <body>, so the stylesheet cannot be put into it; install the pinned"):
        ours("<html></html>")
