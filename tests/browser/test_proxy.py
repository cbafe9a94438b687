"""Behind a proxy: a line that goes dead, and two processes behind one address."""

import contextlib
import re

import pytest
from playwright.sync_api import expect

from ruxcheck.web.downloads import LABEL
from tests.browser.conftest import DESKTOP, enter, picture, settled, tile
from tests.browser.test_screen_page import upload
from tests.own_server import OwnServer
from tests.small_proxy import SmallProxy

US = "United States label"
PENDING = re.compile("rux-pending")


@pytest.fixture
def new_page(browser):
    with contextlib.ExitStack() as contexts:

        def opened(address: str):
            context = contexts.enter_context(contextlib.closing(browser.new_context(**DESKTOP)))
            page = context.new_page()
            page.goto(address)
            settled(page)
            return page

        yield opened


def test_an_answer_to_older_figures_is_marked_as_soon_as_a_box_differs(new_page, server):
    with SmallProxy([int(server.rpartition(":")[2])]) as proxy:
        page = new_page(proxy.address)
        enter(page, age="8", iga="3", bsa="15")
        body = page.locator("body")
        expect(body).not_to_have_class(PENDING)
        expect(tile(page, US)).to_contain_text("%BSA 15%")

        proxy.stall()
        area = page.get_by_role("textbox", name="%BSA affected")
        area.fill("25")
        expect(body).to_have_class(PENDING)
        verdict = page.get_by_role("region", name="Verdict")
        expect(verdict).to_have_attribute("aria-busy", "true")
        page.wait_for_timeout(1000)
        said = verdict.evaluate("part => getComputedStyle(part, '::before').content")
        assert said.startswith('"Not yet for what stands in the boxes')
        assert tile(page, US).evaluate("part => getComputedStyle(part).opacity") == "0.3"
        expect(tile(page, US)).to_contain_text("%BSA 15%")  # it names the figure that it answers
        picture(page, "pending-answer")
        area.fill("15")  # what it answers stands in the box again
        expect(body).not_to_have_class(PENDING)
        area.fill("25")
        expect(body).to_have_class(PENDING)
        page.get_by_role("radiogroup", name="IGA").get_by_role("radio", name="2").click()

        proxy.flow()
        expect(body).not_to_have_class(PENDING, timeout=30_000)
        expect(tile(page, US)).to_contain_text("%BSA 25%")
        expect(tile(page, US)).to_contain_text("IGA 2")


@pytest.mark.parametrize("path", ["/", "/compare"])
def test_boxes_filled_from_a_link_are_not_taken_for_newer_figures(new_page, server, path):
    page = new_page(f"{server}{path}?age=8&iga=3&bsa=15")
    expect(page.get_by_role("textbox", name="%BSA affected")).to_have_value("15")
    expect(page.locator(".rux-answered")).to_have_attribute("data-bsa", "15")
    page.wait_for_timeout(1000)
    expect(page.locator("body")).not_to_have_class(PENDING)


def test_an_answer_to_older_facts_is_marked_too(new_page, server):
    with SmallProxy([int(server.rpartition(":")[2])]) as proxy:
        page = new_page(f"{proxy.address}/?age=8&iga=3&bsa=15")
        body = page.locator("body")
        confirm = page.locator(".st-key-confirm")
        expect(confirm).to_contain_text("To confirm")
        fact = confirm.get_by_role("radiogroup").first
        fact.get_by_role("radio", name="yes").click()
        settled(page)
        expect(body).not_to_have_class(PENDING)  # answered

        proxy.stall()
        fact.get_by_role("radio", name="no").click()
        expect(body).to_have_class(PENDING)
        fact.get_by_role("radio", name="yes").click()
        expect(body).not_to_have_class(PENDING)
        page.locator(".st-key-estimate label").click()
        expect(body).to_have_class(PENDING)

        proxy.flow()
        expect(body).not_to_have_class(PENDING, timeout=30_000)
        expect(tile(page, US)).to_contain_text("10 to 20%")


def test_two_processes_behind_one_address_serve_each_visitor_from_one(new_page, server):
    with OwnServer() as other, SmallProxy([int(server.rpartition(":")[2]), other.port]) as proxy:
        visitors = {}
        while len(visitors) < 2:  # until both have one
            page = new_page(f"{proxy.address}/?age=8&iga=3&bsa=15")
            visitors[proxy.websockets[-1]] = page
        for page in visitors.values():  # a link, and an edit
            expect(tile(page, US)).to_contain_text("%BSA 15%")
            enter(page, bsa="12")
            expect(tile(page, US)).to_contain_text("%BSA 12%")

        page = visitors[0]
        with page.expect_download() as download:  # a file lies in the memory of the process that made it
            page.get_by_role("button", name=LABEL).click()
        assert download.value.failure() is None
        page.goto(f"{proxy.address}/screen")
        settled(page)
        upload(page, "mine.csv", b"age,iga,bsa\n8,3,12\n")
        expect(page.get_by_role("button", name="Screen 1 row")).to_be_visible(timeout=30_000)

        page, before = visitors[1], len(proxy.websockets)
        other.kill()
        for _ in range(300):  # until the page has connected to the other process by itself
            if 0 in proxy.websockets[before:]:
                break
            page.wait_for_timeout(100)
        settled(page)
        expect(tile(page, US)).to_contain_text("%BSA 12%")  # what stood in its boxes
        enter(page, bsa="14")
        expect(tile(page, US)).to_contain_text("%BSA 14%")
