"""The evidence pages in a real browser: their numbers as text, their filters, their tables and files."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import enter


def test_every_picture_says_its_numbers_to_those_who_do_not_see_it(visit):
    page = visit("/efficacy")
    expect(page.get_by_label("52.6 of 100 (48.1 to 57.0)").first).to_be_attached()
    expect(page.get_by_label("41.1 more of 100 (34.7 to 46.7)").first).to_be_attached()


def test_a_filter_changes_what_is_shown_and_page_changes_change_no_number(visit):
    page = visit("/efficacy")
    page.get_by_role("radiogroup", name="Endpoint").get_by_role("radio", name="EASI-75").click()
    expect(page.get_by_label("62.0 of 100 (57.5 to 66.2)").first).to_be_attached()
    page.get_by_role("link", name="Safety").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Safety")
    page.get_by_role("link", name="Efficacy").click()
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
    expect(page.get_by_text("45.7 more of 100 (32.7 to 55.6) than on vehicle")).to_be_visible()
    page.get_by_role("textbox", name="%BSA affected").fill("30")
    expect(page.get_by_text("No trial here admitted a patient like this.")).to_be_visible()
