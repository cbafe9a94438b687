"""What a person waits for in Chromium: an edit on the Check page, and the first load over a slow line, each against a baseline."""

import contextlib
import statistics
import time

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.stream import ROOT, default_start, our_start, serving
from tests import chromium

EDITS, LOADS = 60, 3
EMPTY_PORT, OUR_PORT, UNTUNED_PORT = 8741, 8742, 8743
LINE = {"offline": False, "latency": 40, "downloadThroughput": 3e6 / 8, "uploadThroughput": 3e6 / 8}  # 3 Mbit/s
READY = "[data-testid=stApp][data-test-script-state=notRunning][data-test-connection-state=CONNECTED]"
QUIET_MS = 400  # nothing has come for so long: the answer is complete
# when Enter was pressed, the second frame after the newest message (what was answered is painted then), and that after the verdict
# first changed
WATCH = """
window.began = window.painted = window.judged = 0;
document.addEventListener('keydown', event => { if (event.key === 'Enter') window.began = performance.now(); }, true);
document.addEventListener('DOMContentLoaded', () => new MutationObserver(() => {
  const verdict = document.querySelector('[aria-label="Verdict"]')?.textContent;
  if (verdict === window.verdict) return;
  window.verdict = verdict;
  requestAnimationFrame(() => { window.judged = performance.now(); });
}).observe(document.body, { subtree: true, childList: true, characterData: true }));
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
    """Rows of (what, value, note): medians; the edits of both apps alternate, each load has the machine to itself."""
    empty_start = default_start(ROOT / "benchmarks" / "empty_app.py", EMPTY_PORT)
    with opened_chromium() as browser:
        with serving(empty_start, EMPTY_PORT), serving(our_start(OUR_PORT), OUR_PORT):
            empty, ours, verdict = _alternating_edits(browser)
        with serving(our_start(OUR_PORT), OUR_PORT) as port:
            tuned = _loads(browser, port)
        main = ROOT / "ruxcheck" / "web" / "main.py"
        with serving(default_start(main, UNTUNED_PORT), UNTUNED_PORT) as port:
            untuned = _loads(browser, port)
    return [
        ("empty app, an edit in Chromium, ms", empty, "baseline"),
        ("Check page, an edit in Chromium, ms", ours, ""),
        ("Check page / empty app, last frame", ours / empty, "at most 1.5"),
        ("Check page / empty app, frame of the verdict", verdict / empty, "at most 1.0"),
        ("untuned app, first load at 3 Mbit/s, s", untuned, "baseline: started the default way"),
        ("our app, first load at 3 Mbit/s, s", tuned, ""),
        ("our app / untuned app, first load", tuned / untuned, "at most 0.6"),
    ]


@contextlib.contextmanager
def opened_chromium():
    """A browser, closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)
        yield browser
        browser.close()


def _alternating_edits(browser: Browser) -> tuple[float, float, float]:
    """Medians in ms from Enter: the empty app's last frame, ours, and that of our verdict, for a patient of 8 years with IGA 3."""
    empty, ours = (_opened(browser, port) for port in (EMPTY_PORT, OUR_PORT))
    _edit(ours, "Age, years", "8")
    ours.get_by_role("radio", name="3 moderate").click()
    rows = []
    for number in range(EDITS):
        baseline, _ = _edit(empty, "figure", str(number))
        rows.append((baseline, *_edit(ours, "%BSA affected", f"{10 + number / 4:g}")))
    for page in (empty, ours):
        page.context.close()
    return tuple(statistics.median(column) for column in zip(*rows))


def _opened(browser: Browser, port: int) -> Page:
    page = browser.new_context().new_page()
    page.add_init_script(WATCH)
    page.goto(f"http://localhost:{port}/")
    page.locator(READY).wait_for()
    return page


def _edit(page: Page, label: str, text: str) -> tuple[float, float]:
    """From Enter to the painted answer and to the painted verdict, in ms."""
    page.get_by_role("textbox", name=label).fill(text)
    page.keyboard.press("Enter")
    page.wait_for_function(ANSWERED)
    return page.evaluate("() => [window.painted - window.began, window.judged - window.began]")


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
