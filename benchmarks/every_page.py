"""Every page, served as the README says, against an empty Streamlit app served the default way, in one run."""

import contextlib
import time

from playwright.sync_api import sync_playwright

from benchmarks.stream import ROOT, Session, default_start, median_ms, memory_mb, our_start, serving
from tests import chromium

EVIDENCE = ("efficacy", "safety", "maximum-use", "trials", "labels")
OTHERS = ("", "compare", "screen", "story", "cases", "labs", "sources")
PAGES = (*EVIDENCE, *OTHERS)
RERUNS, SESSIONS, VISITS = 30, 20, 5
EMPTY_PORT, OUR_PORT, SINGLE_PORT = 8711, 8712, 8713


def measure() -> list[tuple[str, float, str]]:
    """Rows of (what, value, note): reruns, a first visit after a warm start, the first render in a browser, memory."""
    with serving(default_start(ROOT / "benchmarks" / "empty_app.py", EMPTY_PORT), EMPTY_PORT) as port:
        empty, _ = _reruns(port, "")
    with serving(our_start(OUR_PORT), OUR_PORT) as port:
        Session(port).close()
        measured = {page: _reruns(port, page) for page in PAGES}
        memory = _memory_per_session(port)
        rendered = {page: _first_render(port, page) for page in EVIDENCE}
    with serving(default_start(ROOT / "benchmarks" / "single_chart_app.py", SINGLE_PORT), SINGLE_PORT) as port:
        single = _first_render(port, "")
    rows = [("empty app, rerun, ms", empty, "baseline")]
    rows += [
        (f"{page or 'check'}, rerun / empty app", rerun / empty, "at most 0.3" if page in EVIDENCE else "reported")
        for page, (rerun, _) in measured.items()
    ]
    rows += [
        (f"{page or 'check'}, first visit / empty rerun", first / empty, "at most 8")
        for page, (_, first) in measured.items()
    ]
    rows += [("single-chart app, first render in Chromium, ms", single, "baseline")]
    rows += [
        (f"{page}, first render / single chart", time_ms / single, "under 2") for page, time_ms in rendered.items()
    ]
    return [*rows, ("memory for one more session, MB", memory, "reported")]


def _reruns(port: int, page: str) -> tuple[float, float]:
    """The median rerun and the first visit of a page, in ms."""
    started = time.perf_counter()
    with contextlib.closing(Session(port, page)) as session:
        first = 1000 * (time.perf_counter() - started)
        return median_ms([session.rerun() for _ in range(RERUNS)]), first


def _memory_per_session(port: int) -> float:
    before = memory_mb(port)
    sessions = [Session(port, PAGES[number % len(PAGES)]) for number in range(SESSIONS)]
    after = memory_mb(port)
    for session in sessions:
        session.close()
    return (after - before) / SESSIONS


def _first_render(port: int, page: str) -> float:
    """From opening the address in a fresh browser context to the first drawn chart or table, median in ms."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)
        times = [_visit(browser, f"http://localhost:{port}/{page}") for _ in range(VISITS)]
        browser.close()
    return median_ms(times)


def _visit(browser, address: str) -> float:
    with contextlib.closing(browser.new_context()) as context:
        page = context.new_page()
        started = time.perf_counter()
        page.goto(address)
        page.locator("[data-testid=stVegaLiteChart] svg, [data-testid=stVegaLiteChart] canvas").first.wait_for()
        return time.perf_counter() - started
