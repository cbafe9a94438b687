"""The labs in a real browser: each opens by link and by control, fits a phone, and says its numbers as text."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, ROOM, picture, settled, turn_to

LABS = {
    "framing": ("Framing", "Number needed. IGA treatment success, 12 y and older: NNT 2.4 (2.1 to 2.9)"),
    "disagreement": ("Disagreement", "35% read above 35%: not met"),
    "zero": ("Zero events", "Counted, 0 of 29: up to 11.9 of 100"),
}


@pytest.mark.parametrize("lab", LABS)
def test_a_lab_opens_by_link_says_its_numbers_and_fits_a_phone(visit, lab):
    name, told = LABS[lab]
    page = visit(f"/labs?lab={lab}", **PHONE)
    expect(page.get_by_role("radio", name=name)).to_be_checked()
    expect(page.get_by_label(told).first).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    picture(page, f"labs-{lab}-phone")


def test_a_lab_is_opened_by_its_control_and_the_address_follows(visit):
    page = visit("/labs")
    expect(page.get_by_role("radio", name="Framing")).to_be_checked()
    for lab in ("zero", "disagreement", "framing"):
        name, told = LABS[lab]
        page.get_by_role("radio", name=name).click()
        expect(page.get_by_label(told).first).to_be_attached()
        expect(page).to_have_url(re.compile(f"lab={lab}$"))
    turn_to(page, "Check a patient")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Labs")
    settled(page)
    expect(page.get_by_text("could not be read")).to_have_count(0)


def test_made_up_patients_are_named_so_on_the_page_and_in_the_file(visit):
    page = visit("/labs?lab=framing")
    expect(page.get_by_role("cell", name="HYPOTHETICAL", exact=True)).to_have_count(3)
    page.get_by_text("Table and downloads: 8 rows").first.click()
    button = page.locator(".st-key-labs_hypothetical_arms_success_csv_download").get_by_role("button")
    with page.expect_download() as saved:
        button.click()
    text = saved.value.path().read_text(encoding="utf-8")
    assert text.startswith("# HYPOTHETICAL sizes")
    assert text.count('"HYPOTHETICAL"') == 6


@pytest.mark.parametrize(("lab", "slides"), [("framing", 6), ("disagreement", 3), ("zero", 2)])
def test_in_a_room_a_lab_is_one_picture_a_slide_and_each_fits_the_screen(visit, lab, slides):
    page = visit(f"/labs?lab={lab}", **ROOM)
    page.get_by_role("button", name="Presenter size").click()
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    findings = []
    for number in range(1, slides + 1):
        expect(page.get_by_text(f"Slide {number} of {slides}")).to_be_visible()
        settled(page)
        findings.append(page.get_by_role("heading", level=1).inner_text())
        expect(page.locator("svg.marks")).to_have_count(1)
        bottom = page.locator(".st-key-lab_slide").evaluate("slide => slide.getBoundingClientRect().bottom")
        assert bottom <= ROOM["viewport"]["height"], findings[-1]
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= ROOM["viewport"]["width"]
        picture(page, f"labs-{lab}-room-{number}")
        page.keyboard.press("ArrowRight" if number % 2 else "PageDown")  # by hand, and by a remote control
    assert len(set(findings)) == slides
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text(f"Slide {slides - 1} of {slides}")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Labs: the same evidence")
