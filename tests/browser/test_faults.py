"""Faults as somebody at the screen meets them: the server goes and comes back, a list is too large, a box holds nonsense, the clock is wrong."""

import contextlib
import re

import pytest
from playwright.sync_api import Page, expect

from ruxcheck.web.check.list_upload import most_megabytes
from ruxcheck.web.session import WHAT_IS_GONE
from tests.browser.conftest import DESKTOP, enter, more, picture, settled, tile
from tests.browser.test_accessibility import violations
from tests.browser.test_compare import ask
from tests.browser.test_screen_page import UPLOADS, upload
from tests.own_server import OwnServer
from tests.web.test_faults_clock import LATER, moved

COMMAND = "python -m ruxcheck screen FILE --out screened.parquet"


@pytest.fixture
def open_page(browser):
    """Pages of a server of the test's own, each in a context of its own."""
    contexts = []

    def opened(server: OwnServer, path: str = "/", **context) -> Page:
        contexts.append(browser.new_context(**(DESKTOP | context)))
        page = contexts[-1].new_page()
        page.goto(server.address + path)
        settled(page)
        return page

    yield opened
    for context in contexts:
        context.close()


def inputs(page: Page) -> tuple:
    """What the form holds, and what the United States tile answers."""
    boxes = [
        page.get_by_role("textbox", name=name).input_value() for name in ("Age, years", "and months", "%BSA affected")
    ]
    iga = page.get_by_role("radiogroup", name="IGA").get_by_role("radio", checked=True).all_inner_texts()
    return *boxes, *iga, tile(page, "United States label").locator(".word").inner_text()


def a_patient_with_everything_entered(page: Page) -> None:
    """Figures, an answered fact, one label less, and body size with another unit."""
    enter(page, age="8", iga="3", bsa="20")
    page.get_by_role("textbox", name="and months").fill("5")
    expect(tile(page, "Canada label")).to_be_visible()
    page.get_by_role("button", name="More facts").click()
    page.locator(".st-key-facts").get_by_role("radio", name="yes").first.click()
    expect(page.get_by_text("1 answered")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".st-key-facts")).to_have_count(0)
    page.get_by_role("button", name="Country and date").click()
    page.get_by_test_id("stPopoverBody").get_by_role("button", name="Canada").click()
    expect(tile(page, "Canada label")).to_have_count(0)
    page.keyboard.press("Escape")
    more(page, "Amount of cream")
    size = page.locator(".st-key-body_size")
    size.get_by_role("textbox", name="Weight").fill("55")
    size.get_by_role("radio", name="lb", exact=True).click()
    size.get_by_role("textbox", name="Height").fill("128")
    expect(amount(page)).to_be_visible()
    settled(page)


def amount(page: Page):
    return page.get_by_text(re.compile("Estimated .* g in 2 weeks")).first


def test_a_server_that_goes_and_comes_back_finds_what_stands_on_the_page_and_says_what_is_gone(open_page):
    with OwnServer() as server:
        patient = open_page(server)
        a_patient_with_everything_entered(patient)
        pair, listed, kept = (
            open_page(server, path) for path in ("/compare?age=8&iga=3&bsa=20", "/screen", "/?age=8&fact=pregnant:no")
        )
        ask(pair, "First", "2023-03-01")
        expect(pair.get_by_text("As of 2023-03-01", exact=True)).to_be_visible()
        upload(listed, "mine.csv", b"age,iga,bsa\n8,3,12\n")
        listed.get_by_role("button", name="Screen 1 row").click()
        expect(listed.get_by_role("heading", name="Row by row")).to_be_visible()
        before, grams = inputs(patient), amount(patient).text_content()

        server.kill()
        notice = patient.get_by_role("dialog", name="Connection error")
        expect(notice).to_be_visible(timeout=30_000)
        assert "streamlit" not in notice.inner_text().lower()
        said = notice.locator("h2 + div").evaluate("part => getComputedStyle(part, '::before').content")
        assert said.startswith('"The server does not answer. This page tries again by itself')
        picture(patient, "faults-connection-lost")

        server.start()
        for page in (patient, pair, listed, kept):
            expect(page.get_by_role("alert").filter(has_text=WHAT_IS_GONE)).to_be_visible(timeout=30_000)
            settled(page)
        expect(patient.get_by_role("dialog")).to_have_count(0)
        expect(amount(patient)).to_have_text(grams)
        assert inputs(patient) == before
        expect(tile(patient, "Canada label")).to_have_count(0)
        expect(patient.get_by_text("1 answered")).to_have_count(0)
        expect(pair.get_by_text("As of 2023-03-01", exact=True)).to_be_visible()
        expect(listed.locator(UPLOADS)).to_be_attached()
        expect(kept.get_by_text("1 answered", exact=True)).to_be_visible()
        assert violations(patient, "[role=alert]") == []
        picture(patient, "faults-new-session")

        patient.get_by_role("button", name="Close this notice").click()
        expect(patient.get_by_text(WHAT_IS_GONE)).to_have_count(0)
        assert inputs(patient) == before


def test_a_connection_that_only_breaks_off_loses_nothing_and_warns_of_nothing(browser, server):
    with contextlib.closing(browser.new_context(**DESKTOP)) as context:
        page, wires = context.new_page(), []

        def through(wire):
            wires.append((wire, wire.connect_to_server()))

        page.route_web_socket("**/_stcore/stream", through)
        page.goto(server)
        settled(page)
        enter(page, age="8", iga="3", bsa="20")
        page.get_by_role("button", name="More facts").click()
        page.locator(".st-key-facts").get_by_role("radio", name="yes").first.click()
        expect(page.get_by_text("1 answered")).to_be_visible()
        page.keyboard.press("Escape")
        settled(page)
        for end in wires.pop():
            end.close()
        while not wires:  # until the page has connected anew
            page.wait_for_timeout(100)
        settled(page)
        expect(page.get_by_text("1 answered")).to_be_visible()
        expect(page.get_by_text(WHAT_IS_GONE)).to_have_count(0)


def test_a_list_above_the_limit_is_refused_in_words_beside_the_command(visit, tmp_path):
    path = tmp_path / "huge.csv"
    with open(path, "wb") as file:
        file.truncate((most_megabytes() << 20) + 1)
    page = visit("/screen")
    page.locator(UPLOADS).set_input_files(path)
    expect(page.get_by_text(f"File must be {most_megabytes()}.0MB or smaller.")).to_be_visible()
    expect(page.get_by_text("A list of any size, on the command line:")).to_be_visible()
    expect(page.get_by_text(COMMAND)).to_be_visible()
    page.locator(UPLOADS).set_input_files({"name": "good.csv", "mimeType": "text/csv", "buffer": b"age\n8\n"})
    expect(page.get_by_text("1 row, 1 column")).to_be_visible()


ODD_LINKS = ["age=%00", "bsa=%ED%A0%80", f"bsa={'9' * 5000}"]


def test_odd_links_are_explained_in_a_browser(visit):
    page = visit()
    for link in ODD_LINKS:
        page.goto(f"{page.url.partition('?')[0]}?{link}")
        settled(page)
        expect(page.get_by_role("alert")).to_contain_text("The link could not be read, so the form is empty.")
        expect(page.get_by_test_id("stException")).to_have_count(0)


ODD_TEXTS = ["NaN", "inf", "1e999", "8²", "8\x1b[31m", "\u202e8", "🦠", "<b>8</b>"]


def test_odd_things_typed_are_explained_in_a_browser(visit):
    page = visit()
    box = page.get_by_role("textbox", name="%BSA affected")
    for text in ODD_TEXTS:
        box.evaluate("box => box.focus()")
        page.evaluate(
            "text => { document.activeElement.select(); document.execCommand('insertText', false, text) }", text
        )
        expect(page.get_by_role("alert").filter(has_text="%BSA: '")).to_be_visible()
        box.fill("12")
        expect(page.get_by_role("alert")).to_have_count(0)
        expect(tile(page, "United States label")).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_in_2030_pages_with_dates_stand_in_a_browser(open_page):
    with OwnServer(**{name: moved(LATER)[name] for name in ("PYTHONPATH", "RUXCHECK_TEST_TODAY")}) as server:
        page = open_page(server, "/?age=8&iga=3&bsa=20")
        expect(tile(page, "United States label")).to_contain_text("not verified against a label since 2026-09-29")
        for path in ("labels", "sources"):
            page.goto(f"{server.address}/{path}")
            settled(page)
            expect(page.get_by_test_id("stException")).to_have_count(0)
            picture(page, f"faults-2030-{path or 'check'}")
