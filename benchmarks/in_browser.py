"""What a person waits for in Chromium: an edit on the Check page, and the first load over a slow line, each against a baseline."""

import contextlib
import statistics
import time

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.stream import ROOT, default_start, our_start, serving
from tests import chromium

EDITS, LOADS = 30, 3
EMPTY_PORT, OUR_PORT, UNTUNED_PORT = 8741, 8742, 8743
LINE = {"offline": False, "latency": 40, "downloadThroughput": 3e6 / 8, "uploadThroughput": 3e6 / 8}  # 3 Mbit/s
READY = "[data-testid=stApp][data-test-script-state=notRunning][data-test-connection-state=CONNECTED]"
QUIET_MS = 400  # nothing has come for so long: the answer is complete
# when Enter was pressed, and the second frame after the newest message: what was answered is painted then
WATCH = """
window.began = window.painted = 0;
document.addEventListener('keydown', event => { if (event.key === 'Enter') window.began = performance.now(); }, true);
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    const painted = () => { window.painted = performance.now(); };
    this.addEventListener('message', () => requestAnimationFrame(() => requestAnimationFrame(painted)));
  }
};
"""
ANSWERED = f"() => window.painted > window.began && performance.now() - window.painted > {QUIET_MS}"


def measure() -> list[tuple[str, float, str]]:
    """Rows of (what, value, note): medians, each server alone on the machine."""
    with _chromium() as browser:
        with serving(default_start(ROOT / "benchmarks" / "empty_app.py", EMPTY_PORT), EMPTY_PORT) as port:
            empty = _edits(browser, port, "figure", [str(number) for number in range(EDITS)])
        with serving(our_start(OUR_PORT), OUR_PORT) as port:
            areas = [f"{10 + number / 4:g}" for number in range(EDITS)]
            ours = _edits(browser, port, "%BSA affected", areas, {"Age, years": "8"})
            tuned = _loads(browser, port)
        main = ROOT / "ruxcheck" / "web" / "main.py"
        with serving(default_start(main, UNTUNED_PORT), UNTUNED_PORT) as port:
            untuned = _loads(browser, port)
    return [
        ("empty app, an edit in Chromium, ms", empty, "baseline"),
        ("Check page, an edit in Chromium, ms", ours, ""),
        ("Check page / empty app, in Chromium", ours / empty, "at most 1.0"),
        ("untuned app, first load at 3 Mbit/s, s", untuned, "baseline: started the default way"),
        ("our app, first load at 3 Mbit/s, s", tuned, ""),
        ("our app / untuned app, first load", tuned / untuned, "at most 0.6"),
    ]


@contextlib.contextmanager
def _chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)
        yield browser
        browser.close()


def _edits(browser: Browser, port: int, label: str, texts: list[str], before: dict[str, str] | None = None) -> float:
    with contextlib.closing(browser.new_context()) as context:
        page = context.new_page()
        page.add_init_script(WATCH)
        page.goto(f"http://localhost:{port}/")
        page.locator(READY).wait_for()
        for name, text in (before or {}).items():
            _edit(page, name, text)
        return statistics.median(_edit(page, label, text) for text in texts)


def _edit(page: Page, label: str, text: str) -> float:
    """From Enter to the painted answer, in ms."""
    page.get_by_role("textbox", name=label).fill(text)
    page.keyboard.press("Enter")
    page.wait_for_function(ANSWERED)
    return page.evaluate("() => window.painted - window.began")


def _loads(browser: Browser, port: int) -> float:
    """From opening the address, nothing cached, to the first drawn picture of the Check page, in seconds."""
    return statistics.median(_load(browser, port) for _ in range(LOADS))


def _load(browser: Browser, port: int) -> float:
    with contextlib.closing(browser.new_context()) as context:
        page = context.new_page()
        page.set_default_timeout(120_000)
        context.new_cdp_session(page).send("Network.emulateNetworkConditions", LINE)
        started = time.perf_counter()
        page.goto(f"http://localhost:{port}/", wait_until="commit")
        page.locator("[data-testid=stVegaLiteChart] svg, [data-testid=stVegaLiteChart] canvas").first.wait_for()
        return time.perf_counter() - started
