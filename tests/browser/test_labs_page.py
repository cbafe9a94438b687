"""The labs in a real browser: each opens by link and by control, fits a phone, and says its numbers as text."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, picture, settled, turn_to

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
