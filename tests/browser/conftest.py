"""The real server and a real browser: nothing is mocked."""

import collections
import contextlib
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests import chromium

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / "tests" / "screenshots"
# nothing slides while it is clicked: that what moves can be clicked too is tested where it is asked for
STILL = {"reduced_motion": "reduce"}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True} | STILL
DESKTOP = {"viewport": {"width": 1440, "height": 900}} | STILL
ROOM = {"viewport": {"width": 1280, "height": 720}}
READY = "[data-testid=stApp][data-test-script-state=notRunning][data-test-connection-state=CONNECTED]"
# a chart is drawn by itself, after the answer that brought it; what is stale waits for an answer
DRAWN = """() => !document.querySelector('[data-testid=stSkeleton], [data-stale=true]')
  && [...document.querySelectorAll('[data-testid=stVegaLiteChart]')].every(chart => chart.querySelector('svg.marks, canvas.marks'))"""
MOTIONLESS = "() => document.getAnimations().every(moves => moves.playState !== 'running')"


def free_port() -> int:
    with contextlib.closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


UVICORN = ("-m", "uvicorn")


@contextlib.contextmanager
def running_server(started_by: tuple[str, ...] = UVICORN):
    """The app as the README starts it, on a free port; yields its address."""
    port = free_port()
    command = [
        sys.executable,
        *started_by,
        "app:app",
        "--port",
        str(port),
        "--log-level",
        "warning",
        "--no-access-log",
        "--ws-per-message-deflate",
        "false",
    ]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://localhost:{port}"
    try:
        _wait_until_healthy(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_until_healthy(address: str, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped at start with exit code {process.returncode}")
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not answer within 60 seconds")


@pytest.fixture(scope="session")
def server():
    with running_server() as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)
        yield chrome
        chrome.close()


@pytest.fixture(scope="session")
def lend(browser, server):
    """Lend a page of the app, drawn, in a context that nobody else has in hand: a new visitor each time.

    What comes back is lent again: a browser that has loaded the app once opens it in a third of the time.
    """
    idle = collections.defaultdict(list)

    @contextlib.contextmanager
    def lent(path: str = "/", *, viewport, reduced_motion, color_scheme="light", **context):
        kind = str(context)  # what a page cannot change later
        page = idle[kind].pop() if idle[kind] else browser.new_context(**context).new_page()
        page.set_default_timeout(20_000)
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=color_scheme, reduced_motion=reduced_motion, forced_colors="none")
        page.mouse.move(0, 0)
        page.goto(server + path)
        settled(page)
        yield page
        page.evaluate("localStorage.clear(), sessionStorage.clear()")
        page.context.clear_cookies(name="ruxcheck_country")
        idle[kind].append(page)

    return lent


@pytest.fixture
def visit(lend):
    """Open a path of the app and wait until it is drawn."""
    with contextlib.ExitStack() as lent:
        yield lambda path="/", **context: lent.enter_context(lend(path, **(DESKTOP | context)))


def settled(page: Page) -> None:
    """Nothing runs, nothing moves, and every chart is there and has the width it was given."""
    expect(page.locator(READY)).to_be_visible(timeout=30_000)
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=30_000)
    page.wait_for_function(DRAWN)
    page.wait_for_function(MOTIONLESS)
    page.evaluate("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


def enter(page: Page, age: str = "", iga: str = "", bsa: str = "") -> None:
    """Type what a clinician types; the answer follows by itself."""
    for label, text in (("Age, years", age), ("%BSA affected", bsa)):
        if text:
            page.get_by_role("textbox", name=label).fill(text)
    if iga:
        page.get_by_role("radiogroup", name="IGA").get_by_role("radio").nth(int(iga)).click()


def tile(page: Page, record: str):
    """The first line of one record."""
    return page.locator(".rux-tile").filter(has_text=record)


def more(page: Page, name: str) -> None:
    """Open one of the parts below the answer, which are drawn when they are asked for."""
    page.get_by_role("radiogroup", name="More about this answer").get_by_role("radio", name=name).click()


SECTIONS = {
    "Check": ("Check a patient", "Compare", "Screen a list"),
    "Evidence": ("Efficacy", "Safety", "Maximum use", "Trials", "Labels"),
    "Teach": ("Story", "Cases", "Teaching labs"),
    "Sources": ("Sources",),
}


def turn_to(page: Page, title: str) -> None:
    """Go to a page by the navigation on top."""
    section = next(name for name, titles in SECTIONS.items() if title in titles)
    page.get_by_role("navigation", name="App pages").get_by_role("button", name=section, exact=True).click()
    page.get_by_role("menuitem", name=title, exact=True).click()
    expect(page).to_have_title(titled(title))


def titled(title: str) -> str:
    """What the tab of a page says."""
    return f"{title} · RuxCheck"


def picture(page: Page, name: str) -> None:
    """A screenshot for people to look at."""
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png")
