"""Every page against axe-core's rules of WCAG 2 A and AA, on light and dark paper, empty and with an answer."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import enter

PAGES = [
    "",
    "compare",
    "screen",
    "efficacy",
    "safety",
    "maximum-use",
    "trials",
    "labels",
    "story",
    "cases",
    "labs",
    "labs?lab=disagreement",
    "labs?lab=zero",
    "sources",
]
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def violations(page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("paper", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_breaks_no_rule(visit, path, paper):
    page = visit(f"/{path}", color_scheme=paper)
    page.wait_for_timeout(1000)
    assert violations(page) == []


@pytest.mark.parametrize("paper", ["light", "dark"])
def test_an_answer_breaks_no_rule(visit, paper):
    page = visit(color_scheme=paper)
    enter(page, age="8", iga="3", bsa="20")
    expect(page.locator(".rux-tile").first).to_be_visible()
    page.wait_for_timeout(1000)
    assert violations(page) == []
