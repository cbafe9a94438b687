"""From three figures to a note in the clipboard: by mouse, by keys alone, and on a phone; every interaction is counted."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, picture, settled, tile
from tests.browser.test_take_away import CLIPBOARD

FEW = 10
MOVING = {"reduced_motion": "no-preference"}  # as most people have it
# what a control is called; the part that scrolls has the focus too, and is called nothing
ACTIVE = """() => {
  const here = document.activeElement;
  return here.getAttribute("aria-label") ?? (here.matches("a, button, summary") ? (here.querySelector("p") ?? here).innerText : "");
}"""


def copied(page: Page) -> list[str]:
    """The lines of the note in the clipboard."""
    page.wait_for_function("async () => (await navigator.clipboard.readText()).startsWith('RuxCheck')")
    return page.evaluate("navigator.clipboard.readText()").strip().splitlines()


CHILD = "Age: 8 y; IGA: 3; %BSA: 20%"


class Hand:
    """Clicks or taps, and counts them; typing one entry counts once."""

    def __init__(self, page: Page, touches: bool):
        self.page, self.touches, self.times = page, touches, 0

    def press(self, target) -> None:
        self.times += 1
        target.tap() if self.touches else target.click()

    def type(self, text: str) -> None:
        self.times += 1
        self.page.keyboard.type(text)


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_three_figures_become_a_note_in_under_ten_interactions(visit, screen):
    page = visit(**CLIPBOARD | (PHONE if screen == "phone" else {}) | MOVING)
    hand = Hand(page, touches=screen == "phone")
    hand.press(page.get_by_role("textbox", name="Age, years"))
    hand.type("8")
    hand.press(page.get_by_role("radiogroup", name="IGA").get_by_role("radio").nth(3))
    hand.press(page.get_by_role("textbox", name="%BSA affected"))
    hand.type("20")
    expect(tile(page, "United States label")).to_contain_text("Within label")
    settled(page)
    hand.press(page.get_by_role("button", name="Note", exact=True))
    expect(page.get_by_role("button", name="Copy to clipboard")).to_be_visible()
    picture(page, f"note-{screen}")
    hand.press(page.get_by_role("button", name="Copy to clipboard"))
    assert copied(page)[1] == CHILD
    assert len(copied(page)) <= 12
    assert hand.times < FEW


def tab_to(page: Page, name: str) -> None:
    """Tab until the control of this name has the focus, as somebody does who hears the names."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(ACTIVE).startswith(name):
            return
    raise AssertionError(f"Tab never came to {name}")


def test_keys_alone_lead_from_the_top_of_the_page_to_a_note(visit):
    page = visit(**CLIPBOARD)
    tab_to(page, "Age, years")
    page.keyboard.type("8")
    tab_to(page, "0 clear")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    tab_to(page, "%BSA affected")
    page.keyboard.type("20")
    expect(tile(page, "United States label")).to_contain_text("Within label")
    tab_to(page, "Note")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Copy to clipboard")).to_be_visible()
    tab_to(page, "Copy to clipboard")
    page.keyboard.press("Enter")
    assert copied(page)[1] == CHILD
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Note", exact=True)).to_be_focused()


def test_tab_goes_through_the_page_to_its_end_and_into_a_table_behind_a_chart(visit):
    page = visit("/maximum-use")
    expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible()
    tab_to(page, "Table and downloads")
    page.keyboard.press("Enter")
    table = page.locator("details[open]").get_by_role("region").first
    expect(table).to_be_visible()
    page.keyboard.press("Tab")
    expect(table).to_be_focused()
    tab_to(page, "Download everything on this page")
    # nothing holds the focus back: behind the last control the page begins again
    tab_to(page, "Check")


def test_a_tile_reads_as_record_and_result(visit):
    page = visit("/?age=8&iga=3&bsa=20&on=2026-11-22&jurisdiction=us")
    results = page.get_by_role("region", name="Verdict")
    expect(results).to_match_aria_snapshot(
        """
        - heading "Verdict" [level=2]
        - heading "United States label 2026-06-30" [level=3]
        - text: Within label so far
        """
    )
