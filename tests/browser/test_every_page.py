"""Every page of the router, whichever they are: by deep link, after a reload, back and forward, and as pictures for people."""

import contextlib
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from ruxcheck.web.link import OF_OTHER_PAGES
from tests.browser.conftest import DESKTOP, ROOT, enter, picture, settled, tile, titled, turn_to
from tests.browser.router import PAGES, PATHS, name_of
from tests.browser.shown import LOOKS, look_at, with_patient

# the framework asks below the page's address first whether a server is there
PROBES = re.compile(r"/[\w-]+/_stcore/(health|host-config)$")
PICTURES = {"desktop light": "desktop", "desktop dark": "dark", "phone light": "phone"}
TEXT = "() => document.querySelector('[data-testid=stMain]').innerText"


def text_of(page: Page) -> str:
    """Everything that can be read on the page, in charts too."""
    settled(page)
    return page.evaluate(TEXT)


def reads(page: Page, text: str) -> None:
    """The page shows exactly this text, at once or as soon as it is drawn."""
    with contextlib.suppress(TimeoutError):
        page.wait_for_function(f"text => ({TEXT})() === text", arg=text)
    assert page.evaluate(TEXT).splitlines() == text.splitlines()


@pytest.fixture(scope="module")
def watched(browser, server):
    """A page and what went wrong in it: errors on the console, and requests to another origin."""
    context = browser.new_context(**DESKTOP)
    page, faults = context.new_page(), []
    page.set_default_timeout(20_000)
    own = urlsplit(server).netloc
    page.on(
        "console",
        lambda message: (
            faults.append(message.text)
            if message.type == "error" and not PROBES.search(message.location["url"])
            else None
        ),
    )
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: faults.append(request.url) if request.url.startswith("http") and urlsplit(request.url).netloc != own else None)  # fmt: skip
    yield page, faults
    context.close()


def test_the_router_lists_every_page_file():
    assert {page.file for page in PAGES} == {file.name for file in (ROOT / "pages").glob("*.py")}


@pytest.mark.parametrize("path", PATHS, ids=name_of)
def test_a_page_opens_by_deep_link_stays_over_a_reload_and_faults_at_nothing(watched, server, path):
    page, faults = watched
    page.set_viewport_size(DESKTOP["viewport"])  # back from the phone of the page before
    page.goto(f"{server}/{path}")
    expect(page).to_have_title(titled(next(listed.title for listed in PAGES if listed.path == path.partition("?")[0])))
    before = text_of(page)
    page.reload()
    settled(page)
    reads(page, before)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    for look, name in PICTURES.items():
        look_at(page, look)
        assert page.evaluate("document.documentElement.scrollWidth") <= LOOKS[look][1]["width"]
        picture(page, f"{name_of(path)}-{name}")
    assert faults == []


def test_back_and_forward_through_all_pages_change_no_number(visit):
    page = visit()
    with_patient(page)
    seen = {PAGES[0].title: text_of(page)}
    for listed in PAGES[1:]:
        turn_to(page, listed.title)
        seen[listed.title] = text_of(page)
    titles = list(seen)
    for title in titles[-2::-1]:
        page.go_back()
        expect(page).to_have_title(titled(title))
        reads(page, seen[title])
    for title in titles[1:]:
        page.go_forward()
        expect(page).to_have_title(titled(title))
        reads(page, seen[title])


def test_what_is_entered_on_one_page_stands_on_the_others(visit):
    page = visit()
    with_patient(page)
    for title in ("Compare", "Trials", "Check a patient"):
        turn_to(page, title)
        expect(page.get_by_role("textbox", name="Age, years")).to_have_value("8")
        expect(page.get_by_role("textbox", name="%BSA affected")).to_have_value("20")
        expect(page.get_by_role("radiogroup", name="IGA").get_by_role("radio").nth(3)).to_be_checked()
    page.get_by_role("textbox", name="%BSA affected").fill("12")
    turn_to(page, "Trials")  # at once, before the pause after which a box sends what was typed
    expect(page.get_by_role("textbox", name="%BSA affected")).to_have_value("12")
    expect(page.get_by_role("textbox", name="Age, years")).to_have_value("8")


@pytest.mark.parametrize(
    ("title", "onwards", "shown"),
    [
        ("Cases", lambda page: page.get_by_role("button", name="Next"), "case="),
        ("Story", lambda page: page.get_by_role("button", name="Next"), "step="),
        ("Teaching labs", lambda page: page.get_by_role("radio", name="Zero events"), "lab="),
    ],
    ids=["cases", "story", "labs"],
)
def test_what_one_page_keeps_in_its_address_stays_there(visit, title, onwards, shown):
    page = visit("/labels")
    before = text_of(page)
    turn_to(page, title)
    entered = text_of(page)
    onwards(page).click()
    page.wait_for_function("shown => location.search.includes(shown)", arg=shown)
    opened, address = text_of(page), page.url
    for text in (entered, before):
        page.go_back()
        reads(page, text)
        assert urlsplit(page.url).query == ""
    for text in (entered, opened):
        page.go_forward()
        reads(page, text)
    assert page.url == address
    turn_to(page, "Check a patient")
    settled(page)
    assert urlsplit(page.url).query == ""


def test_an_address_that_another_page_left_behind_is_no_fault(visit):
    page = visit("/?" + "&".join(f"{name}=anything" for name in sorted(OF_OTHER_PAGES)) + "&age=8")
    expect(page.get_by_role("textbox", name="Age, years")).to_have_value("8")
    expect(page.get_by_role("alert")).to_have_count(0)
    enter(page, bsa="30")
    expect(tile(page, "United States label")).to_contain_text("Outside label")
