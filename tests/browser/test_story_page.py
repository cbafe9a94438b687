"""The story in a real browser: by button, by key and by address; in a room on one screen; on a phone without sideways scrolling."""

import pytest
from playwright.sync_api import Page, expect

from ruxcheck.store.evidence_files import load_story
from tests.browser.conftest import PHONE, ROOM, picture, settled

STEPS = load_story()
# the size of a picture's words as they stand on the screen, however the page magnifies or shrinks it
WORDS = """svg => { const scale = svg.getBoundingClientRect().width / svg.width.baseVal.value;
  return Math.%s(...[...svg.querySelectorAll("text")].map(word => scale * parseFloat(getComputedStyle(word).fontSize))); }"""
SMALLEST_WORDS, LARGEST_WORDS = WORDS % "min", WORDS % "max"
# nothing to scroll to, and the picture, which is drawn again at the width it is given, is inside
FITS = """() => {
  const page = document.querySelector("[data-testid=stMain]"), box = document.querySelector("svg.marks")?.getBoundingClientRect();
  return box && page.scrollHeight <= innerHeight && page.scrollWidth <= innerWidth && box.right <= innerWidth && box.bottom <= innerHeight;
}"""


def shows(page: Page, number: int) -> None:
    """The step with this number, counted from 1, is on screen."""
    expect(page.get_by_role("heading", level=1)).to_have_text(STEPS[number - 1].heading)
    expect(page.get_by_role("progressbar", name="Story")).to_have_attribute("aria-valuenow", str(number))
    settled(page)


def address(page: Page, step: str) -> None:
    page.wait_for_function("step => new URLSearchParams(location.search).get('step') === step", arg=step)


def test_buttons_and_arrow_keys_go_on_and_back_and_the_address_follows(visit):
    page = visit("/story")
    shows(page, 1)
    expect(page.get_by_role("button", name="Back")).to_be_disabled()
    page.keyboard.press("ArrowRight")
    shows(page, 2)
    address(page, "design")
    page.get_by_role("button", name="Next").click()
    shows(page, 3)
    page.keyboard.press("ArrowLeft")
    shows(page, 2)
    page.get_by_role("button", name="Back").click()
    shows(page, 1)
    address(page, "question")


def test_an_arrow_key_in_a_field_is_left_to_the_field(visit):
    page = visit("/story?step=result")
    page.evaluate("document.querySelector('[data-testid=stMain]').append(document.createElement('input'))")
    page.locator("[data-testid=stMain] > input").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)
    shows(page, 4)


def test_a_link_opens_its_step_and_reload_back_and_forward_keep_it(visit):
    page = visit("/story?step=harms")
    shows(page, 7)
    page.get_by_role("button", name="Next").click()
    shows(page, 8)
    address(page, "exposure")
    page.reload()
    settled(page)
    shows(page, 8)
    page.go_back()
    shows(page, 7)
    page.go_forward()
    shows(page, 8)
    page.get_by_role("navigation", name="All steps").get_by_role("link", name=STEPS[1].heading).click()
    shows(page, 2)
    address(page, "design")


def test_an_unknown_step_is_said_and_the_first_is_shown(visit):
    page = visit("/story?step=conclusion")
    expect(page.get_by_text("The address asks for step 'conclusion'; allowed: question, design")).to_be_visible()
    shows(page, 1)


def test_in_a_room_every_step_fits_one_screen_in_large_words(visit):
    page = visit("/story", **ROOM)
    expect(page.locator("svg.marks")).to_be_visible()
    page.keyboard.press("p")
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    for number, step in enumerate(STEPS, start=1):
        shows(page, number)
        chart = page.get_by_test_id("stVegaLiteChart").locator("svg.marks")
        expect(chart).to_contain_text("Source:" if step.figure != "patients" else "Entry:")
        page.wait_for_function(FITS)
        assert chart.evaluate(SMALLEST_WORDS) > 14.9, f"{step.id}: words too small for a room"
        assert chart.evaluate(LARGEST_WORDS) > 17.9, f"{step.id}: words too small for a room"
        picture(page, f"story-room-{step.id}")
        page.keyboard.press("PageDown")
    size = "e => parseFloat(getComputedStyle(e).fontSize)"
    assert page.get_by_role("heading", level=1).evaluate(size) >= 40
    assert page.locator(".rux-words p").evaluate(size) >= 26
    expect(page.locator(".rux-rests")).to_be_visible()
    expect(page.get_by_text("Table and downloads")).to_be_hidden()
    expect(page.get_by_text("Nothing entered is stored")).to_be_hidden()


@pytest.mark.parametrize("key", ["p", "Escape"])
def test_presenter_size_is_left_by_key(visit, key):
    page = visit("/story", **ROOM)
    page.get_by_role("button", name="Presenter size").click()
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    settled(page)  # the style comes before the button that Esc presses
    page.keyboard.press(key)
    expect(page.get_by_test_id("stHeader")).to_be_visible()


def test_on_a_phone_a_step_reads_downwards(visit):
    page = visit("/story?step=result", **PHONE)
    shows(page, 4)
    expect(page.get_by_test_id("stVegaLiteChart").locator("svg.marks")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.get_by_role("button", name="Next").bounding_box()["height"] >= 44
    words, drawn = (page.locator(place).bounding_box() for place in (".rux-words", "svg.marks"))
    assert drawn["y"] > words["y"] + words["height"]
    picture(page, "story-phone")


def test_handout_and_slides_are_saved_from_the_page(visit):
    page = visit("/story")
    page.get_by_role("button", name="Handout, slides").click()
    for label, name, begins in (
        ("Handout, HTML", "ruxcheck-handout.html", b"<!doctype html>"),
        ("Slides", "ruxcheck-slides.zip", b"PK"),
    ):
        with page.expect_download(timeout=60_000) as saving:
            page.get_by_role("button", name=label, exact=True).click()
        assert saving.value.suggested_filename == name
        with open(saving.value.path(), "rb") as file:
            assert file.read(15).startswith(begins)


def test_cases_have_the_presenter_size_too(visit):
    page = visit("/cases", **ROOM)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_css("font-size", "21.75px")  # the page's own style is there
    before = heading.evaluate("line => line.getBoundingClientRect().height")
    page.get_by_role("button", name="Presenter size").click()
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    settled(page)
    assert heading.evaluate("line => line.getBoundingClientRect().height") > 1.3 * before
    # charts take their new width a moment later
    page.wait_for_function("() => document.querySelector('[data-testid=stMain]').scrollWidth <= 1280")
    picture(page, "cases-room")
    page.get_by_role("button", name="Leave presenter size", exact=False).first.click()
    expect(page.get_by_test_id("stHeader")).to_be_visible()
