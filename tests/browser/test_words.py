"""What is said beside what is seen: marks of charts in words, pages that survive a translator, and the visitor's own day."""

import contextlib
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, enter, settled, tile

# names that a chart is built from, and moments as numbers
INTERNAL = re.compile(r"\||e\+\d|rux-\d|\b(arm|key|low|high|start|end|row)\b:|undefined|NaN|null|_")
MARKS = """() => [...document.querySelectorAll('svg.marks [aria-label]')]
  .map(mark => mark.getAttribute('aria-label')).filter(text => text)"""
TOOLTIP = "() => document.querySelector('.vg-tooltip.visible, #vg-tooltip-element.visible')?.innerText"


@pytest.mark.parametrize(
    "path", ["?age=8&iga=3&bsa=15", "efficacy", "safety", "maximum-use", "trials", "labels", "labs"]
)
def test_every_mark_of_a_chart_speaks_and_shows_words(visit, path):
    page = visit(f"/{path}")
    assert [text for text in page.evaluate(MARKS) if INTERNAL.search(text)] == []
    marks = page.locator("svg.marks :is(.mark-symbol, .mark-rect) path[aria-label]:not([aria-label=''])")
    for mark in marks.all()[:6]:
        with contextlib.suppress(Exception):  # one that another lies upon is shown by that one
            mark.hover(timeout=1000)
            page.wait_for_timeout(150)
            shown = page.evaluate(TOOLTIP)
            assert not shown or not INTERNAL.search(shown), shown


# what a browser's translator does: every text that it may touch is put into elements of its own
TRANSLATE = """() => {
  const may = (node) => { for (let at = node.parentElement; at; at = at.parentElement)
    if (at.translate === false) return false; else if (at.getAttribute('translate') === 'yes') return true; return true; };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [];
  while (walker.nextNode()) if (walker.currentNode.data.trim() && may(walker.currentNode)) texts.push(walker.currentNode);
  for (const text of texts) {
    const outer = document.createElement('font'), inner = document.createElement('font');
    inner.textContent = text.data.toUpperCase();
    outer.append(inner);
    text.replaceWith(outer);
  }
  return texts.length;
}"""


def test_a_translated_page_answers_the_next_figures(visit):
    page = visit("/")
    enter(page, age="8", iga="3", bsa="15")
    expect(tile(page, "United States label")).to_contain_text("15%")
    settled(page)
    assert page.evaluate("document.documentElement.translate") is False
    assert page.evaluate(TRANSLATE) > 20
    enter(page, bsa="25")
    expect(tile(page, "United States label")).to_contain_text("25%")
    enter(page, bsa="abc")
    expect(page.get_by_text("'abc' was given, not understood")).to_be_visible()
    enter(page, bsa="12")
    expect(page.get_by_text("'abc' was given")).to_have_count(0)
    expect(page.get_by_text(re.compile("removeChild|insertBefore"))).to_have_count(0)


def test_a_translated_story_turns_its_pages(visit):
    page = visit("/story")
    for _ in range(3):
        before = page.get_by_role("heading", level=2).first.text_content()
        page.evaluate(TRANSLATE)
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("heading", level=2).first).not_to_have_text(before)
        settled(page)
    expect(page.get_by_text(re.compile("removeChild|insertBefore"))).to_have_count(0)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_today_is_the_day_where_the_browser_is(browser, server, zone):
    with contextlib.closing(browser.new_context(**DESKTOP, timezone_id=zone)) as context:
        page = context.new_page()
        days = {datetime.now(ZoneInfo(zone)).date()}
        page.goto(f"{server}/?age=8&iga=3&bsa=15")
        settled(page)
        page.get_by_role("button", name="Country and date").click()
        shown = page.get_by_test_id("stPopoverBody").get_by_test_id("stDateInput").locator("input").input_value()
        days.add(datetime.now(ZoneInfo(zone)).date())  # unless midnight came in between
        assert shown in {str(day) for day in days}
        other = {datetime.now(ZoneInfo("UTC")).date() + timedelta(days=step) for step in (-1, 0, 1)}
        assert days <= other
        page.goto(f"{server}/labels")
        heading = page.get_by_role("heading", name=re.compile("^In force on ")).inner_text()
        days.add(datetime.now(ZoneInfo(zone)).date())
        assert heading.splitlines()[0].removeprefix("In force on ") in {str(day) for day in days}


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_with_letters_twice_as_large_every_iga_can_be_chosen(browser, server, size):
    width, height = size
    with contextlib.closing(browser.new_context(viewport={"width": width, "height": height})) as context:
        page = context.new_page()
        page.goto(server)
        settled(page)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        settled(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        for choice in page.get_by_role("radiogroup", name="IGA").get_by_role("radio").all():
            box = choice.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert width < 500 or box["y"] + box["height"] <= height


def test_what_is_printed_from_a_dark_page_is_black_on_white(browser, server):
    with contextlib.closing(browser.new_context(**DESKTOP, color_scheme="dark")) as context:
        page = context.new_page()
        page.goto(f"{server}/?age=8&iga=3&bsa=15")
        settled(page)
        page.emulate_media(media="print")
        looks = page.evaluate(
            """() => [...document.querySelectorAll('.stMainBlockContainer *, .stMainBlockContainer input')]
              .filter(part => part.checkVisibility() && !part.closest('.rux-shape') && !part.closest('svg.marks > g'))
              .map(part => [getComputedStyle(part).backgroundColor, part.className?.toString() ?? part.tagName])"""
        )
        dark = [look for look in looks if look[0] not in ("rgba(0, 0, 0, 0)", "rgb(255, 255, 255)")]
        assert [look for look in dark if "rgb(17, 23, 29)" in look[0] or "rgb(27, 36, 45)" in look[0]] == []
        words = page.locator("svg.marks text").evaluate_all("texts => texts.map(text => getComputedStyle(text).fill)")
        assert set(words) == {"rgb(0, 0, 0)"}
        paper = page.locator("svg.marks").evaluate_all(
            "marks => marks.map(mark => getComputedStyle(mark).backgroundColor)"
        )
        assert set(paper) == {"rgb(255, 255, 255)"}
