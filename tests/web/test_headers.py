"""What every answer carries, and how the framework's files are sent: without a server, with the framework's own routes."""

import gzip
from base64 import b64encode
from hashlib import sha256
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from streamlit.web.server.starlette.starlette_app import create_streamlit_middleware
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_assets_routes

from ruxcheck.web import server
from ruxcheck.web.server import FRONT_PAGE, HEADERS, CompressedFiles, OwnOrigin, content_security_policy
from tests.asgi import ask, run

SCRIPT, SCRIPT_FILE = next((name, file) for name, file in server.addresses().items() if "/js/index." in name)
STYLE = next(name for name in server.addresses() if name.endswith(".css"))
FONT = f"/static/{next(server.INSTALLED.glob('static/media/*.woff2')).relative_to(server.INSTALLED / 'static')}"
FOR_EVER = "public, immutable, max-age=31536000"


def plain(_request):
    return PlainTextResponse("a report")


def broken(_request):
    raise RuntimeError("a secret of the server")


@pytest.fixture(scope="module")
def app():
    """The framework's static files, a download and a fault, behind all middleware."""
    return Starlette(
        routes=[Route("/media/1", plain), Route("/broken", broken), *create_streamlit_static_assets_routes("")],
        middleware=[Middleware(server.SecurityHeaders), Middleware(CompressedFiles), *create_streamlit_middleware()],
        exception_handlers={500: server.fault},
    )


ANSWERS = [
    ("/", "GET", 200),
    ("/", "HEAD", 200),
    ("/", "POST", 405),
    ("/efficacy", "GET", 200),
    ("/efficacy/", "GET", 301),
    (SCRIPT, "GET", 200),
    (SCRIPT, "PUT", 405),
    ("/media/1", "GET", 200),
    ("/page/_stcore/health", "GET", 404),
    ("//elsewhere.example", "GET", 400),
    ("/../app.py", "GET", 400),
    ("/static/../../__init__.py", "GET", 400),
    ("/static/\0", "GET", 400),
]


@pytest.mark.parametrize(("path", "method", "status"), ANSWERS)
def test_every_answer_carries_the_headers_also_where_it_refuses(app, path, method, status):
    answer = ask(app, path, method)
    assert answer.status == status
    assert answer.headers.items() >= HEADERS.items()


def test_a_fault_carries_the_headers_and_tells_nothing(app):
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/broken", "query_string": b"", "headers": []}
    with pytest.raises(RuntimeError):  # the framework passes it on to the server's log after it has answered
        run(app(scope, None, send))
    assert {name.decode() for name, _ in sent[0]["headers"]} >= HEADERS.keys()
    assert sent[0]["status"] == 500
    assert b"secret" not in sent[1]["body"]


@pytest.mark.parametrize(
    ("path", "kept"),
    [("/", "no-cache"), ("/efficacy", "no-cache"), (SCRIPT, FOR_EVER), (FONT, FOR_EVER), ("/media/1", "no-store")],
    ids=["front page", "page", "script", "font", "download"],
)
def test_only_the_framework_s_own_files_may_be_kept(app, path, kept):
    assert ask(app, path).headers["cache-control"] == kept
    assert ask(app, path, accept_encoding="gzip").headers["cache-control"] == kept


def test_the_policy_names_no_other_origin_and_no_eval():
    policy = dict(part.split(" ", 1) for part in HEADERS["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["connect-src"] == "'self'"
    assert "unsafe" not in policy["script-src"]
    assert not any("//" in sources or "*" in sources for sources in policy.values())


def test_the_installed_inline_script_is_known_by_its_hash():
    script = FRONT_PAGE.read_text().split("<script>")[1].split("</script>")[0]
    digest = b64encode(sha256(script.encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in HEADERS["content-security-policy"]


@pytest.mark.parametrize(
    ("page", "scripts"),
    [
        ("<p>", 0),
        ("<script src=x></script>", 0),
        ("<script>1</script>", 1),
        ("<script>1</script><script>2</script>", 2),
    ],
)
def test_each_inline_script_of_another_front_page_gets_its_own_hash(page, scripts):
    assert content_security_policy(page).count("sha256-") == scripts


def test_websockets_pass_straight_through():
    passed = []

    async def inner(*connection):
        passed.append(connection)

    connection = ({"type": "websocket", "path": SCRIPT}, object(), object())
    run(server.SecurityHeaders(CompressedFiles(inner))(*connection))
    assert passed == [connection]


OTHERS = ["https://elsewhere.example", "http://localhost:9999", "http://localhost", "null", "", "http://[", "file://"]


@pytest.fixture
def own(monkeypatch):
    """What passes the guard of origins, with one further origin allowed in the settings."""
    monkeypatch.setattr(server.st, "get_option", lambda _name: ["https://intranet.example"])
    return Starlette(routes=[Route("/", plain)], middleware=[Middleware(server.SecurityHeaders), Middleware(OwnOrigin)])


@pytest.mark.parametrize("origin", [None, "http://localhost:8501", "https://intranet.example"])
def test_a_page_of_this_server_is_answered(own, origin):
    said = {"origin": origin} if origin else {}
    assert ask(own, "/", host="localhost:8501", **said).status == 200


@pytest.mark.parametrize("origin", OTHERS)
def test_a_page_of_another_site_is_refused_in_words(own, origin):
    answer = ask(own, "/", host="localhost:8501", origin=origin)
    assert (answer.status, answer.body.decode()) == (403, server.REFUSED)
    assert answer.headers.items() >= HEADERS.items()


@pytest.mark.parametrize("origin", OTHERS)
def test_a_websocket_of_another_site_is_closed_before_it_opens(origin):
    sent = []

    async def send(message):
        sent.append(message["type"])

    scope = {"type": "websocket", "headers": [(b"host", b"localhost:8501"), (b"origin", origin.encode())]}
    run(OwnOrigin(None)(scope, None, send))
    assert sent == ["websocket.close"]


@pytest.mark.parametrize("path", [SCRIPT, STYLE])
def test_a_file_of_the_framework_is_sent_compressed_and_whole(app, path):
    answer = ask(app, path, accept_encoding="gzip, deflate, br")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["content-length"] == str(len(answer.body))
    assert answer.headers["content-type"] == ask(app, path).headers["content-type"]
    assert gzip.decompress(answer.body) == ask(app, path).body


def test_a_file_is_compressed_once(app, monkeypatch):
    server.compressed.cache_clear()
    calls = []
    monkeypatch.setattr(
        server, "gzip", SimpleNamespace(compress=lambda *_, **__: calls.append(1) or b"small"), raising=True
    )
    assert [ask(app, SCRIPT, accept_encoding="gzip").body for _ in range(3)] == [b"small"] * 3
    assert len(calls) == 1
    server.compressed.cache_clear()


def test_head_tells_of_the_compressed_file_without_its_content(app):
    head = ask(app, SCRIPT, "HEAD", accept_encoding="gzip")
    assert head.body == b""
    assert head.headers == ask(app, SCRIPT, accept_encoding="gzip").headers


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip", "gzip"),
        ("GZIP;q=0.5", "gzip"),
        ("*", "gzip"),
        ("br;q=1, gzip", "gzip"),
        ("gzip;q=0", None),
        ("gzip; q=0.0, *", None),
        ("br", None),
        ("x-gzipped", None),
        ("", None),
    ],
)
def test_what_a_browser_takes_is_what_it_gets(app, accepted, encoding):
    answer = ask(app, SCRIPT, accept_encoding=accepted)
    assert answer.status == 200
    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["vary"] == "Accept-Encoding"


def test_a_part_is_a_part_of_the_plain_file(app):
    answer = ask(app, SCRIPT, accept_encoding="gzip", range="bytes=10-19")
    assert answer.status == 206
    assert "content-encoding" not in answer.headers
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.body == SCRIPT_FILE.read_bytes()[10:20]


def test_a_file_that_has_not_changed_is_not_sent_again(app):
    known = ask(app, SCRIPT, accept_encoding="gzip").headers["etag"]
    assert known != ask(app, SCRIPT).headers["etag"]
    again = ask(app, SCRIPT, accept_encoding="gzip", if_none_match=known)
    assert (again.status, again.body) == (304, b"")
    assert again.headers["vary"] == "Accept-Encoding"
    assert ask(app, SCRIPT, accept_encoding="gzip", if_none_match='"other"').status == 200


def test_below_a_base_path_files_are_sent_compressed_too(monkeypatch):
    monkeypatch.setattr(server.st, "get_option", lambda _name: "/clinic/rux/")
    assert f"/clinic/rux{SCRIPT}" in CompressedFiles(None).files


def test_no_address_that_was_not_listed_opens_a_file():
    listed = server.addresses()
    assert all(file.resolve().is_relative_to(server.INSTALLED.resolve()) for file in listed.values())
    assert not any(".." in name or "index.html" in name for name in listed)
