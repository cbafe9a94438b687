"""The evidence pages in a real browser: their numbers as text, their filters, their tables and files."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import enter, turn_to


def test_every_picture_says_its_numbers_to_those_who_do_not_see_it(visit):
    page = visit("/efficacy")
    expect(page.get_by_label("52.6 of 100 (48.1 to 57.0)").first).to_be_attached()
    expect(page.get_by_label("41.1 more of 100 (34.7 to 46.7)").first).to_be_attached()


def test_a_filter_changes_what_is_shown_and_page_changes_change_no_number(visit):
    page = visit("/efficacy")
    page.get_by_role("radiogroup", name="Endpoint").get_by_role("radio", name="EASI-75").click()
    expect(page.get_by_label("62.0 of 100 (57.5 to 66.2)").first).to_be_attached()
    turn_to(page, "Safety")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Safety")
    turn_to(page, "Efficacy")
    expect(page.get_by_role("radiogroup", name="Endpoint").get_by_role("radio", name="EASI-75")).to_be_checked()
    expect(page.get_by_label("62.0 of 100 (57.5 to 66.2)").first).to_be_attached()


def test_the_table_behind_a_picture_opens_and_its_rows_can_be_saved(visit):
    page = visit("/efficacy")
    page.get_by_text("Table and downloads: 3 figures").first.click()
    expect(page.get_by_role("table", name="The figures behind this picture").first).to_contain_text("253/481")
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV of IGA treatment success at week 8").first.click()
    text = saved.value.path().read_text(encoding="utf-8")
    assert text.startswith("# IGA treatment success at week 8")
    assert "poster-true-ad" in text


# a transition may wait for its time to dim what is old; what slides is an animation of the framework
MOVES = """async line => {
  line.click();
  const slides = (motion) => motion.playState === "running" && !(motion instanceof CSSTransition) && motion.effect.target.closest("details");
  for (let frame = 0; frame < 20; frame++) {
    await new Promise(requestAnimationFrame);
    if (document.getAnimations().some(slides)) return true;
  }
  return false;
}"""


@pytest.mark.parametrize(("wish", "slides"), [("no-preference", True), ("reduce", False)])
def test_what_opens_slides_but_not_for_those_who_ask_for_stillness(visit, wish, slides):
    page = visit("/efficacy", reduced_motion=wish)
    assert page.get_by_text("Table and downloads: 3 figures").first.evaluate(MOVES) == slides
    expect(page.get_by_role("table", name="The figures behind this picture").first).to_be_visible()


def test_the_evidence_for_a_patient_stands_on_the_check_page(visit):
    page = visit()
    enter(page, age="8", iga="3", bsa="12")
    finding = page.get_by_text(
        "TRuE-AD3: IGA treatment success, week 8, 56% v 11% on vehicle: 46 more per 100 (95% CI 33 to 56 more)"
    ).first
    expect(finding).to_be_visible()
    page.get_by_text("The same, of 100 patients").click()
    expect(page.get_by_label("1.5% 56 of 100 icons filled").first).to_be_attached()
    page.get_by_role("textbox", name="%BSA affected").fill("30")
    expect(page.get_by_text("No trial here admitted a patient like this. Nearest randomised: TRuE-AD3")).to_be_visible()
    expect(finding).to_be_visible()


def test_the_patient_entered_is_carried_over_to_the_evidence_and_said(visit):
    page = visit()
    enter(page, age="8", iga="3", bsa="12")
    expect(page.get_by_text("Within label so far")).to_be_visible()
    turn_to(page, "Efficacy")
    expect(page.get_by_text("Patient entered: 8 y, IGA 3, 12%")).to_be_visible()
    expect(
        page.get_by_role("radiogroup", name="Study").get_by_role("radio", name="TRuE-AD3, 2 to 11 y")
    ).to_be_checked()
    page.get_by_role("radiogroup", name="Study").get_by_role("radio", name="TRuE-AD1", exact=True).click()
    turn_to(page, "Safety")
    turn_to(page, "Efficacy")
    expect(
        page.get_by_role("radiogroup", name="Study").get_by_role("radio", name="TRuE-AD1", exact=True)
    ).to_be_checked()
