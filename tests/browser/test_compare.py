"""The same child on two days or in two places, in a real browser: the finding first, readable on paper of any size and colour."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, enter, picture, settled
from tests.browser.test_accessibility import violations

CHILD = "age=8&iga=3&bsa=12&on=2026-11-22&jurisdiction=us"
LOOKS = {"desktop": {}, "dark": {"color_scheme": "dark"}, "phone": PHONE}
WENT = "the age limit went from 12 y or older to 2 y or older."


def ask(page: Page, side: str, day: str = "", place: str = "") -> None:
    """Choose a side as a clinician does: the country from the list, the day typed."""
    if place:
        page.get_by_role("combobox", name=f"{side} label").click()
        page.keyboard.type(place)
        page.get_by_role("option", name=place).click()
    if day:
        page.get_by_role("spinbutton", name=f"year, {side} day").click()
        page.keyboard.type(day.replace("-", ""))
        page.keyboard.press("Escape")
        page.get_by_role("heading", level=1).click()


def found(page: Page, text: str):
    return expect(page.get_by_role("heading", level=2, name=text)).to_be_visible()


def sides(page: Page):
    return page.get_by_role("region", name="Finding").locator(".rux-tile")


@pytest.mark.parametrize("look", LOOKS)
def test_a_child_before_and_after_the_label_changed(visit, look):
    page = visit(f"/compare?{CHILD}", **LOOKS[look])
    ask(page, "First", "2025-09-01")
    found(page, f"Not met on 2025-09-01, met on 2026-11-22: {WENT}")
    expect(sides(page).nth(0)).to_contain_text("Outside label")
    expect(sides(page).nth(0)).to_contain_text("Age 8 y 12 y or older")
    expect(sides(page).nth(1).locator(".word")).to_have_text(re.compile("Within label on age, IGA and BSA$"))
    expect(page.get_by_text("Overdue: not verified against a label since 2024-12-07.")).to_be_visible()
    row = (
        page.get_by_role("table", name="Results and rules that differ").get_by_role("row").filter(has_text="8 y; limit")
    )
    expect(row).to_contain_text(re.compile("12 y or older.*2 y or older"))
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    first, second = (sides(page).nth(number).bounding_box() for number in (0, 1))
    below = second["y"] >= first["y"] + first["height"]
    assert below == (look == "phone")
    assert violations(page) == []
    picture(page, f"compare-{look}")


def test_swapping_exchanges_the_sides_by_keyboard(visit):
    page = visit(f"/compare?{CHILD}")
    ask(page, "First", "2025-09-01")
    found(page, "Not met on 2025-09-01")
    page.get_by_role("button", name="Swap").press("Enter")
    found(page, f"Met on 2026-11-22, not met on 2025-09-01: {WENT}")
    expect(sides(page).nth(1)).to_contain_text("Outside label")


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (
            "Canada",
            "cannot tell under the Canada label: the dosing limits and cautions of the Canada label were not reviewed",
        ),
        ("European Union", "the European Union label has no atopic dermatitis indication in the text read"),
        ("Australia", "Australia, 2026-11-22: no label record, so nothing is established there"),
    ],
)
def test_two_places_on_one_day(visit, place, said):
    page = visit(f"/compare?{CHILD}")
    ask(page, "First", "2026-11-22")
    ask(page, "Second", place=place)
    found(page, said)
    if place == "Australia":
        expect(sides(page).nth(1)).to_contain_text("Not established here")
        expect(sides(page).nth(1)).not_to_contain_text("Outside label")
    assert violations(page) == []


def test_a_day_on_which_two_versions_are_possible(visit):
    page = visit("/compare?age=8&iga=3&bsa=12&on=2025-09-18&jurisdiction=us")
    found(page, "Not met on 2025-09-17, cannot tell on 2025-09-18")
    expect(page.get_by_text("The version before it (2022-07-18) is possible on this day too.")).to_be_visible()
    picture(page, "compare-window")


def test_without_a_patient_limits_differ_and_nothing_is_judged(visit):
    page = visit("/compare")
    ask(page, "First", "2025-09-01")
    found(page, "Limits that differ: age 12 y or older → 2 y or older")
    expect(page.locator(".rux-tile, .rux-shape")).to_have_count(0)
    picture(page, "compare-empty")
    enter(page, age="8")
    found(page, "Not met on 2025-09-01, cannot tell on")
    assert page.evaluate("location.search") == ""


def test_a_name_that_is_no_input_is_told_here_too(visit):
    page = visit("/compare?age=8&left=us")
    expect(page.get_by_role("alert")).to_contain_text("'left' in the link is not an input and was not read")
    expect(page.get_by_role("textbox", name="Age, years")).to_have_value("8")


def test_cautions_and_what_is_the_same_stand_folded_below(visit):
    page = visit(f"/compare?{CHILD}")
    ask(page, "First", "2025-09-01")
    found(page, "Not met on 2025-09-01")
    same = page.get_by_role("table", name="Results, rules and cautions without a difference")
    expect(same).to_be_hidden()
    page.get_by_text("The same on both").click()
    expect(same).to_contain_text("12%; limit 20% or less")
    page.get_by_text("Cautions that differ (23)").click()
    expect(page.get_by_role("table", name="Cautions: they do not change a result")).to_contain_text("22 cautions")
    settled(page)
    assert violations(page) == []
