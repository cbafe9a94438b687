"""What leaves the machine, what the browser refuses, what is never interpreted, and which requests are turned away."""

import http.client
import subprocess
import sys
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, ROOT, SECTIONS, enter, running_server, settled, tile, turn_to

SAMPLE = ROOT / "samples" / "registry.csv"
UPLOADS = "input[type=file]"
ELSEWHERE = "https://elsewhere.example"


def ask(server: str, path: str, method: str = "GET", **headers: str):
    """One request with exactly this path, which a browser would tidy up."""
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=10)
    connection.putrequest(method, path)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


class Watched:
    """A page whose requests to other origins and refused contents are written down."""

    def __init__(self, page, server: str):
        self.page, self.server, self.faults = page, server, []
        page.set_default_timeout(20_000)
        page.on("request", lambda request: self._ask(request.url))
        page.on("websocket", lambda socket: self._ask(socket.url))
        page.on("console", lambda message: self._hear(message.text))
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _ask(self, url: str) -> None:
        if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).netloc != urlsplit(self.server).netloc:
            self.faults.append(url)

    def _hear(self, text: str) -> None:
        if "Content Security Policy" in text:
            self.faults.append(text)

    def turn_to(self, name: str) -> None:
        """Turn to a page, and open the first thing that is folded there."""
        turn_to(self.page, name)
        settled(self.page)
        if (folded := self.page.locator("details:not([open]) > summary")).count():
            folded.first.click()
        settled(self.page)

    def take(self, button) -> None:
        """Download one file."""
        with self.page.expect_download() as waiting:
            button.click()
        assert waiting.value.failure() is None


def use_everything(watched: Watched) -> None:
    """Every page; with an answer, its popovers, copies and files; a list uploaded, screened, shown and taken away."""
    page = watched.page
    page.goto(f"{watched.server}/sources")
    settled(page)
    for name in (title for titles in SECTIONS.values() for title in titles):
        watched.turn_to(name)
        if name == "Safety":
            page.get_by_text("Table and downloads").first.click()
            files = page.locator("details[open]").get_by_role("button")
            watched.take(files.get_by_text("PNG").first)
            watched.take(files.get_by_text("CSV").first)
    watched.turn_to("Check a patient")
    enter(page, age="8", iga="3", bsa="20")
    expect(tile(page, "United States label")).to_contain_text("Within label")
    for name in ("Note", "Link", "Report"):
        page.get_by_role("button", name=name, exact=True).click()
        settled(page)
    watched.take(page.get_by_role("button", name="HTML", exact=True))
    page.keyboard.press("Escape")
    watched.turn_to("Screen a list")
    page.locator(UPLOADS).set_input_files(SAMPLE)
    page.get_by_role("button", name="Screen 1,000 rows").click()
    expect(page.locator(".stDataFrame canvas").first).to_be_visible()
    expect(page.locator(".stVegaLiteChart").first).to_be_visible()
    watched.take(page.get_by_role("button", name="CSV of").first)


def test_neither_page_nor_server_asks_another_machine_and_the_browser_refuses_nothing(browser, tmp_path):
    record = tmp_path / "asked.txt"
    with running_server((str(ROOT / "tests" / "browser" / "recorded_server.py"), str(record))) as server:
        context = browser.new_context(**DESKTOP)
        watched = Watched(context.new_page(), server)
        use_everything(watched)
        context.close()
        for path in ("/_stcore/health", "/_stcore/host-config", "/_stcore/stream"):
            assert ask(server, path, Origin=ELSEWHERE)[0] == 403
    assert watched.faults == []
    assert not record.exists(), record.read_text()


def test_the_record_would_show_a_server_that_asks(tmp_path):
    record = tmp_path / "asked.txt"
    recorded = str(ROOT / "tests" / "browser" / "recorded_server.py")
    asks = f"import sys; sys.argv = ['', {str(record)!r}]; import runpy, socket;"
    asks += f"hook = runpy.run_path({recorded!r})['write_down']; sys.addaudithook(hook);"
    asks += "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('192.0.2.1', 9))"
    subprocess.run([sys.executable, "-c", asks], check=True)
    assert record.read_text() == "socket.connect 192.0.2.1\n"


OUTSIDE = [
    "/../../etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/..%2f..%2fetc%2fpasswd",
    "//etc/passwd",
    "/%2fetc%2fpasswd",
    "/app.py%00",
    "/static/../../__init__.py",
    "/static/%2e%2e/%2e%2e/__init__.py",
    "/static/..%5c..%5c__init__.py",
    "/static/js/%00",
    "/static//etc/passwd",
    "/media/../app.py",
    "/media/%2e%2e%2fapp.py",
    "/_stcore/../app.py",
    "/_stcore/upload_file/../../app.py",
    "/_stcore/upload_file/%2e%2e/%2e%2e%2fapp.py",
    "/_stcore/bidi-components/x/..%2f..%2fapp.py",
    "/component/x/%2e%2e/%2e%2e/app.py",
    "/app/static/../config.toml",
    "/app.py",
    "/.streamlit/config.toml",
    "/.streamlit/secrets.toml",
]


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "POST", "DELETE"])
def test_no_path_leads_out_of_what_is_served(server, method):
    front_page = ask(server, "/")[2]
    for path in OUTSIDE:
        status, headers, body = ask(server, path, method)
        assert status < 500, path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert body == front_page or len(body) < 200, path


def test_other_programs_and_other_sites_find_no_way_in(server):
    assert ask(server, "/_stcore/agent/interact", "POST")[0] == 403
    assert ask(server, "/_stcore/health", Origin=ELSEWHERE)[0] == 403
    assert ask(server, "/_stcore/health", Origin=server)[0] == 200


def test_an_upload_needs_the_token_and_keeps_to_size_and_type(visit):
    page = visit("/screen")
    with page.expect_request("**/_stcore/upload_file/**") as sent:
        page.locator(UPLOADS).set_input_files(SAMPLE)
    token = {"X-Xsrftoken": sent.value.all_headers()["x-xsrftoken"]}
    file = {"name": "list.csv", "mimeType": "text/csv", "buffer": b"age\n8\n"}
    address = sent.value.url.rsplit("/", 1)[0] + "/another"

    def put(headers, **what) -> int:
        return page.request.put(address, headers=headers, **what).status

    assert put({}, multipart={"file": file}) == 403
    assert put({"X-Xsrftoken": "made-up"}, multipart={"file": file}) == 403
    assert put(token, multipart={"file": file}) == 204
    most = 200 * 1024 * 1024
    path = urlsplit(address).path
    cookie = "; ".join(f"{part['name']}={part['value']}" for part in page.context.cookies())
    large = {"Content-Length": str(most + 1), "Cookie": cookie} | token
    assert ask(address, path, "PUT", **large)[0] == 413


def test_a_file_of_another_type_is_not_taken(visit):
    page = visit("/screen")
    page.locator(UPLOADS).set_input_files({"name": "list.exe", "mimeType": "text/csv", "buffer": b"age\n8\n"})
    expect(page.get_by_text("files are not allowed")).to_be_visible()
    expect(page.get_by_role("button", name="Use the sample: 1,000 made-up rows")).to_be_visible()


HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<svg onload=alert(1)>",
    '"><iframe src=javascript:alert(1)>',
    "[a](javascript:alert(1))",
    "![a](https://elsewhere.example/a.png)",
    "$\\alpha$",
    "$\\href{javascript:alert(1)}{x}$",
    ":material/home: :red[x] **x**",
    "=cmd|' /C calc'!A1",
]
LONGEST_AGE = 24  # letters
MADE_OF_IT = (
    "[onerror], [onload], iframe, .stApp script, .stApp svg[onload], [src*='elsewhere'], [href^='javascript:'], "
    ".stMain .katex, .stMain :is(p, li) strong:text-is('x'), .stMain span:text-is('home')"
)


def harmless(page, fired: list[str], text: str) -> None:
    """The text stands there letter by letter, and nothing was made of it."""
    settled(page)
    expect(page.locator(".stMain").get_by_text(text).first).to_be_visible()
    assert page.locator(MADE_OF_IT).count() == 0
    assert fired == []


def listening(page) -> list[str]:
    fired = []
    page.on("dialog", lambda dialog: (fired.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: fired.append(request.url) if request.url.startswith(ELSEWHERE) else None)
    return fired


def test_what_is_typed_or_linked_is_never_interpreted(visit):
    page = visit()
    fired = listening(page)
    for text in (text for text in HOSTILE if len(text) <= LONGEST_AGE):
        page.get_by_role("textbox", name="Age, years").fill(text)
        page.keyboard.press("Enter")
        harmless(page, fired, text)
    for text in HOSTILE[::2]:
        page.goto(f"{page.url.split('?')[0]}?fact={quote(text)}")
        harmless(page, fired, text.split(":")[0][:20])


def test_what_a_list_holds_is_never_interpreted(visit):
    page = visit("/screen")
    fired = listening(page)
    quoted = ['"' + text.replace('"', '""') + '"' for text in HOSTILE]
    rows = "".join(f"{text},3,12{',x' * len(quoted)}\n" for text in quoted)
    content = f"age,iga,bsa,{','.join(quoted)}\n{rows}".encode()
    name = "<img src=x onerror=alert(1)> [a](b) $x$.csv"
    page.locator(UPLOADS).set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    harmless(page, fired, name)
    harmless(page, fired, HOSTILE[0])
    page.get_by_role("button", name=f"Screen {len(HOSTILE)} rows").click()
    expect(page.get_by_role("heading", name="Row by row")).to_be_visible()
    harmless(page, fired, HOSTILE[0])
