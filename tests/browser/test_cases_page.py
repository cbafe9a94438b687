"""Teaching cases in a real browser: answer, compare, keep the score, move on by key, come back by link."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, picture, settled
from tests.browser.test_accessibility import violations


def answer(page: Page, record: str, result: str, number: int = 0) -> None:
    """Choose an answer on one record by keyboard, of the first patient unless said otherwise."""
    choice = page.get_by_role("radiogroup", name=record).nth(number).get_by_role("radio", name=result, exact=True)
    settled(page)  # no key is pressed on what an earlier answer is about to draw anew
    choice.press("Space")
    expect(choice).to_be_checked()


def reveal(page: Page) -> None:
    page.get_by_role("button", name="Show what the tool says").click()
    expect(page.get_by_text("What this case teaches")).to_be_visible()
    settled(page)


def opened(page: Page, title: str):
    return expect(page.get_by_role("heading", level=2, name=title)).to_be_visible()


def answers(page: Page, number: int = 0):
    return page.get_by_role("region", name="Answers").nth(number).locator("section")


@pytest.mark.parametrize("paper", ["light", "dark"])
def test_an_answer_stands_beside_the_tools_and_counts(visit, paper):
    page = visit("/cases?case=widespread", color_scheme=paper)
    opened(page, "Widespread")
    answer(page, "Paediatric maximum-use trial", "met")
    answer(page, "United States label 2026-06-30", "met")
    reveal(page)
    expect(answers(page).nth(0)).to_contain_text("the same")
    expect(answers(page).nth(1)).to_contain_text("differs")
    expect(answers(page).nth(1)).to_contain_text("%BSA 40%, limit 20% or less")
    expect(answers(page).nth(2)).to_contain_text("not answered")
    expect(page.get_by_text("This session: 1 of 2 answers as the tool. Not stored")).to_be_visible()
    expect(page.get_by_role("table", name="United States label 2026-06-30: age, IGA and %BSA")).to_be_visible()
    assert violations(page) == []
    picture(page, f"cases-{paper}")
    page.get_by_role("button", name="Reset the score").click()
    expect(page.get_by_text("no answers compared yet")).to_be_visible()
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)


def test_arrow_keys_move_on_and_the_address_follows(visit):
    page = visit("/cases")
    opened(page, "Counted palm by palm")
    expect(page.get_by_role("button", name="Back")).to_be_disabled()
    page.keyboard.press("ArrowRight")
    opened(page, "The birthday is next month")
    settled(page)
    assert page.url.endswith("/cases?case=birthday-next-month")
    reveal(page)
    page.keyboard.press("ArrowLeft")
    opened(page, "Counted palm by palm")
    page.get_by_role("combobox", name="Case").click()
    page.keyboard.type("medicines")
    page.keyboard.press("Enter")
    opened(page, "Read the list of medicines")
    reveal(page)
    expect(answers(page)).to_contain_text("Strong CYP3A4 inhibitor (label: avoid)")


def test_two_patients_stand_beside_each_other_and_open_on_the_check_page(visit):
    page = visit("/cases?case=us-two-days")
    opened(page, "Two days, one child")
    answer(page, "United States label 2022-07-18", "not met")
    answer(page, "United States label 2025-09-18", "met")
    reveal(page)
    expect(page.get_by_text("2 of 2 answers as the tool")).to_be_visible()
    first, second = (answers(page, number).bounding_box() for number in (0, 1))
    assert first["x"] + first["width"] < second["x"]
    page.get_by_role("button", name="Open on Check a patient, first patient").click()
    expect(page.locator(".rux-tile").first).to_contain_text("Age 8 y")
    expect(page).to_have_url(re.compile("/$"))


def test_an_address_that_names_no_case_is_refused_in_words(visit):
    page = visit("/cases?case=nobody")
    expect(page.get_by_role("alert")).to_contain_text("'nobody' is no case. Allowed: case= and one of palm-by-palm")
    opened(page, "Counted palm by palm")


def test_limits_are_there_for_who_would_rather_read_than_guess(visit):
    page = visit("/cases?case=ca-july")
    page.get_by_text("The limits of these records").click()
    limits = page.get_by_role("table", name="Limits on age, IGA and %BSA")
    expect(limits).to_contain_text("12 y or older")
    expect(limits).to_contain_text("2 y or older")


def test_a_phone_is_wide_enough(visit):
    page = visit("/cases?case=by-eye", **PHONE)
    opened(page, "An estimate by eye")
    answer(page, "United States label 2026-06-30", "cannot tell")
    answer(page, "United States label 2026-06-30", "met", number=1)
    picture(page, "cases-phone")
    reveal(page)
    expect(page.get_by_text("2 of 2 answers as the tool")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    small = [button.bounding_box()["height"] for button in page.locator(".stButton button:visible").all()]
    assert min(small) >= 44
    assert violations(page) == []
    picture(page, "cases-phone-answers")
