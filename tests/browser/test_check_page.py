"""The clinician's path in a real browser: three inputs, an answer, nothing lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, enter, more, picture, settled, tile
from tests.browser.shown import with_patient


def test_nothing_entered_gives_no_verdict(visit):
    page = visit()
    expect(page.get_by_text("each label and trial answers as soon as one figure settles something")).to_be_visible()
    expect(page.locator(".rux-tile")).to_have_count(0)
    expect(page.get_by_role("alert")).to_have_count(0)
    picture(page, "check-empty")


def test_one_input_that_settles_something_answers_at_once(visit):
    page = visit()
    enter(page, age="8")
    expect(tile(page, "TRuE-AD1/2")).to_contain_text("Not eligible")
    expect(tile(page, "United States label")).to_contain_text("Need")


def test_three_inputs_answer_with_reason_margin_and_date(visit):
    page = visit()
    enter(page, age="8", iga="3", bsa="20")
    united_states = tile(page, "United States label 2026-06-30")
    expect(united_states).to_contain_text("Within label")
    expect(united_states).to_contain_text("20% is exactly on the limit")
    expect(tile(page, "Canada label")).to_contain_text("dosing limits and cautions not reviewed")
    expect(tile(page, "European Union label")).to_contain_text("No AD indication (vitiligo only)")
    expect(tile(page, "Paediatric max. use")).to_contain_text("%BSA 20%, limit 35% or more")
    picture(page, "check-desktop")


def test_an_estimate_that_straddles_the_limit_cannot_be_told(visit):
    page = visit()
    enter(page, age="8", iga="3", bsa="20")
    page.get_by_text("estimate ±5").click()
    expect(tile(page, "United States label")).to_contain_text("Need")
    expect(tile(page, "United States label")).to_contain_text("20% or less would be met")


@pytest.mark.parametrize(
    ("label", "typed", "said"),
    [
        ("Age, years", "130", "'130' was given, out of range"),
        ("%BSA affected", "-5", "'-5' was given, not understood"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_lost(visit, label, typed, said):
    page = visit()
    enter(page, age="8", iga="3", bsa="20")
    page.get_by_role("textbox", name=label).fill(typed)
    expect(page.get_by_role("alert")).to_contain_text(said)
    expect(page.get_by_role("textbox", name=label)).to_have_value(typed)
    expect(page.get_by_role("radiogroup", name="IGA").get_by_role("radio").nth(3)).to_be_checked()
    expect(page.locator(".rux-tile").first).to_be_visible()


def test_a_decimal_comma_is_a_point(visit):
    page = visit()
    enter(page, age="8", iga="3", bsa="7,5")
    more(page, "Criteria")
    page.get_by_role("radio", name="TRuE-AD3", exact=True).click()
    expect(page.get_by_role("cell", name="7.5%").first).to_be_visible()


def test_years_and_months(visit):
    page = visit()
    enter(page, age="11", iga="3", bsa="10")
    page.get_by_role("textbox", name="and months").fill("11")
    expect(tile(page, "TRuE-AD1/2")).to_contain_text("Age 11 y 11 mo, limit 12 y or older")
    more(page, "What would change this")
    expect(page.get_by_text("1 mo older (12 y or older)").first).to_be_visible()


def test_a_fact_counts_and_is_kept_while_its_panel_is_closed(visit):
    page = visit()
    enter(page, age="30", iga="3", bsa="10")
    page.get_by_role("button", name="More facts").click()
    strong = page.get_by_role("radiogroup", name="A strong CYP3A4 inhibitor at the same time?")
    strong.get_by_role("radio", name="yes").click()
    expect(tile(page, "United States label")).to_contain_text("Strong CYP3A4 inhibitor (label: avoid)")
    pregnant = page.get_by_role("radiogroup", name="Is the patient pregnant?")
    pregnant.get_by_role("radio", name="no").click()
    expect(page.get_by_text("2 answered")).to_be_visible()
    expect(strong).to_be_visible()
    picture(page, "check-facts")
    page.keyboard.press("Escape")
    expect(strong).to_be_hidden()
    expect(tile(page, "United States label")).to_contain_text("Strong CYP3A4 inhibitor (label: avoid)")


def test_another_day_asks_the_label_of_that_day(visit):
    page = visit("/?age=8&iga=3&bsa=12&on=2025-09-01&jurisdiction=us")
    expect(tile(page, "United States label 2022-07-18")).to_contain_text("Outside label")
    expect(tile(page, "United States label 2022-07-18")).to_contain_text(
        "not verified against a label since 2024-12-07"
    )


def test_a_day_to_come_is_answered_and_flagged(visit):
    page = visit("/?age=8&iga=3&bsa=12&on=2099-01-01&jurisdiction=us")
    expect(page.get_by_text("As of 2099-01-01, not today. It is in the future")).to_be_visible()
    expect(tile(page, "United States label 2026-06-30")).to_contain_text("Within label")


def test_a_day_before_the_first_label_is_not_established(visit):
    page = visit("/?age=30&iga=3&bsa=12&on=2020-01-01&jurisdiction=us&jurisdiction=au")
    expect(tile(page, "United States label")).to_contain_text("Not established here")
    expect(tile(page, "Australia label")).to_contain_text("Not established here")


def test_on_a_phone_the_verdict_is_in_sight_and_the_first_chart_within_two_screens(visit):
    page = visit(**PHONE)
    enter(page, age="8", iga="3", bsa="20")
    last = tile(page, "United States label")
    expect(last).to_contain_text("Within label so far")
    settled(page)
    assert last.evaluate("line => line.getBoundingClientRect().bottom") <= PHONE["viewport"]["height"]
    # the form folds by itself, as the score was tapped last
    expect(page.get_by_role("button", name="8 y, IGA 3, 20% edit")).to_be_visible()
    chart = page.get_by_test_id("stVegaLiteChart").first
    assert chart.evaluate("chart => chart.getBoundingClientRect().bottom") <= 2 * PHONE["viewport"]["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight") <= 2600
    picture(page, "check-phone")


def test_dark_paper_has_the_same_answer(visit):
    page = visit(color_scheme="dark")
    enter(page, age="8", iga="3", bsa="20")
    expect(tile(page, "United States label 2026-06-30")).to_contain_text("Within label")
    picture(page, "check-dark")


def test_the_map_has_a_text_for_those_who_do_not_see_it(visit):
    page = visit()
    enter(page, age="8", iga="3", bsa="20")
    more(page, "Map")
    said = re.compile("US label: age 2 y or older, 20% or less of body surface.*Patient: Age 8 y, %BSA 20%")
    expect(page.get_by_label(said).first).to_be_attached()
    settled(page)


# for each frame in which something waits for the answer: since when, and whether it is dimmed
DIMMED = """() => {
  window.waiting = [];
  let since = null;
  const look = (now) => {
    const old = [...document.querySelectorAll("[data-stale=true]")].filter((part) => part.innerText.trim());
    since = old.length ? since ?? now : null;
    if (old.length) window.waiting.push([now - since, old.some(part => getComputedStyle(part).opacity < 0.5)]);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""


@pytest.mark.parametrize("wish", ["no-preference", "reduce"])
def test_an_edit_does_not_flash(visit, wish):
    page = visit(reduced_motion=wish)
    with_patient(page)
    settled(page)
    page.evaluate(DIMMED)
    waiting = []
    for bsa, answer in (
        ("25", "area above the limit"),
        ("15", "Within label"),
        ("26", "area above the limit"),
        ("16", "Within label"),
    ):
        enter(page, bsa=bsa)
        expect(tile(page, "United States label 2026-06-30")).to_contain_text(answer)
        waiting += page.evaluate("window.waiting")  # an answer may come between two frames
    assert waiting
    # an answer that takes half a second and more may dim what it will replace
    assert [since for since, dimmed in waiting if dimmed and since < 300] == []


def test_verdict_evidence_and_warning_stand_on_the_first_screen_of_a_small_desktop(visit):
    page = visit(viewport={"width": 1366, "height": 768})
    enter(page, age="8", iga="3", bsa="15")
    expect(tile(page, "United States label")).to_contain_text("Within label so far")
    settled(page)
    first = page.get_by_test_id("stVegaLiteChart").first
    for part in (tile(page, "United States label"), page.get_by_text("Boxed warning: serious infections").first, first):
        assert part.evaluate("part => part.getBoundingClientRect().bottom") <= 768
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight") <= 1500
    picture(page, "check-first-screen")


def test_facts_to_confirm_are_asked_below_the_verdict_and_settle_it(visit):
    page = visit()
    enter(page, age="8", iga="3", bsa="15")
    asked = page.locator(".st-key-confirm")
    expect(asked).to_contain_text("To confirm: 4")
    for name, answer in (
        ("Is the diagnosis atopic dermatitis?", "yes"),
        ("Is the patient immunocompromised?", "no"),
        ("Was topical prescription treatment inadequate, or is it not advisable?", "yes"),
        ("Will the amount used stay within the label's tube limit shown for this age?", "yes"),
    ):
        asked.get_by_role("radiogroup", name=name).get_by_role("radio", name=answer).click()
    expect(tile(page, "United States label")).to_contain_text("Within label, all confirmed")
    expect(asked).to_contain_text("All confirmed")
    asked.get_by_role("radiogroup", name="Is the patient immunocompromised?").get_by_role("radio", name="yes").click()
    expect(tile(page, "United States label")).to_contain_text("Outside label")
    expect(tile(page, "United States label")).to_contain_text("Immunocompromised: yes; the label excludes this")


@pytest.mark.parametrize(
    ("age", "iga", "bsa", "said"),
    [
        ("8", "3", "45", "Indication fits, area above the limit"),
        ("13", "4", "12", "Outside label"),
        ("11y11m", "", "25", "Outside label"),
        ("14 months", "3", "10", "Outside label"),
        ("40", "", "2", "Need IGA"),
    ],
)
def test_the_verdict_says_no_more_than_is_known(visit, age, iga, bsa, said):
    page = visit()
    enter(page, age=age, iga=iga, bsa=bsa)
    expect(tile(page, "United States label").locator(".word")).to_contain_text(said)


def test_a_new_patient_begins_with_nothing_and_the_last_can_be_called_back(visit):
    page = visit()
    enter(page, age="8", iga="3", bsa="15")
    expect(tile(page, "United States label")).to_contain_text("Within label so far")
    page.locator(".st-key-confirm").get_by_role("radio", name="yes").first.click()
    expect(page.get_by_text("To confirm: 3")).to_be_visible()
    page.get_by_role("button", name="New patient").click()
    expect(page.get_by_role("textbox", name="Age, years")).to_have_value("")
    expect(page.get_by_role("textbox", name="%BSA affected")).to_have_value("")
    expect(page.get_by_role("radiogroup", name="IGA").get_by_role("radio", checked=True)).to_have_count(0)
    expect(page.locator(".rux-tile")).to_have_count(0)
    enter(page, age="30", iga="2", bsa="5")
    expect(page.get_by_text("To confirm: 4")).to_be_visible()
    page.get_by_role("button", name="Last patients").click()
    page.get_by_role("button", name="8 y, IGA 3, 15%").click()
    expect(page.get_by_role("textbox", name="Age, years")).to_have_value("8")
    expect(page.get_by_text("To confirm: 3")).to_be_visible()


def test_the_country_is_kept_in_the_browser_and_no_figure_is(visit):
    page = visit()
    enter(page, age="8", iga="3", bsa="15")
    page.get_by_role("button", name="Country and date").click()
    page.locator(".st-key-home").get_by_role("radio", name="Canada").click()
    expect(page.locator(".rux-tiles")).to_contain_text("Indication fits; dosing limits and cautions not reviewed")
    page.wait_for_function("() => document.cookie.includes('ruxcheck_country=ca')")
    kept = page.context.cookies()
    assert not [cookie for cookie in kept if cookie["value"] in ("8", "15")]
    page.reload()
    settled(page)
    enter(page, age="8", iga="3", bsa="15")
    expect(page.locator(".rux-tiles")).to_contain_text("Canada label")


def test_another_day_is_said_until_it_is_reset(visit):
    page = visit("/?age=8&iga=3&bsa=12&on=2025-09-01&jurisdiction=us")
    expect(page.get_by_text("As of 2025-09-01, not today.")).to_be_visible()
    page.get_by_role("button", name="Back to today").click()
    expect(tile(page, "United States label 2026-06-30")).to_contain_text("Within label so far")
    expect(page.get_by_text("not today")).to_have_count(0)


def test_on_a_phone_the_form_folds_into_one_line_and_opens_again(visit):
    page = visit(**PHONE)
    enter(page, age="8", iga="3")
    page.get_by_role("textbox", name="%BSA affected").fill("15")
    expect(tile(page, "United States label")).to_contain_text("Within label so far")
    expect(page.get_by_role("textbox", name="%BSA affected")).to_be_focused()
    page.locator(":focus").blur()
    line = page.get_by_role("button", name="8 y, IGA 3, 15% edit")
    expect(line).to_be_visible()
    expect(page.get_by_role("textbox", name="Age, years")).to_be_hidden()
    line.click()
    expect(page.get_by_role("textbox", name="Age, years")).to_be_visible()


@pytest.mark.parametrize("by", ["a link", "a score tapped last"])
def test_on_a_phone_the_form_folds_by_itself_where_no_box_is_being_typed_in(visit, by):
    page = visit("/?age=8&iga=3&bsa=15" if by == "a link" else "/", **PHONE)
    if by != "a link":
        enter(page, age="8", bsa="15")
        page.get_by_role("radiogroup", name="IGA").get_by_role("radio").nth(3).tap()
    expect(page.get_by_role("button", name="8 y, IGA 3, 15% edit")).to_be_visible()
    page.get_by_role("button", name="New patient").click()
    expect(page.get_by_role("textbox", name="Age, years")).to_be_visible()
