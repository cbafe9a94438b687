"""Every page for those who do not see it, see it otherwise or have no mouse: each is opened once, filled, and unfolded."""

from collections import Counter
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, picture, settled
from tests.browser.router import PATHS, name_of
from tests.browser.shown import fill, look_at, unfold

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
}  # all that dark paper can change
MEASURES = Path(__file__).with_name("measures.js").read_text(encoding="utf-8")
# axe-core finds nothing, in the framework's parts neither. What is left of it: names that several controls of a page share.
# By role and name: the component, and a page on which it has to be found, so that what is mended there is taken out here.
FRAMEWORK_NAMES = {
    ("link", "Link to heading"): ("st.title, st.header: the anchor goes to the heading it stands in", ""),
    ("button", "Open"): (
        "st.selectbox: the arrow is no stop of the Tab key, the box beside it has the name",
        "compare",
    ),
    ("button", "Choose date"): ("st.date_input: the calendar stands in the group that has the name", "compare"),
}
CONTROLS = [
    "button",
    "checkbox",
    "combobox",
    "DisclosureTriangle",
    "link",
    "menuitem",
    "option",
    "radio",
    "searchbox",
    "slider",
    "spinbutton",
    "switch",
    "tab",
    "textbox",
]
PLACES = ["banner", "dialog", "grid", "group", "navigation", "radiogroup", "region", "table", "toolbar"]


# with groups of pages the framework's menu of a phone names each group within a list, outside its items
FRAMEWORK_LIST = "[data-testid=stSidebarNav]"


def violations(page: Page, within: str | dict | None = None, rules: dict = RULES) -> list[str]:
    """What axe-core finds against WCAG 2.2 A and AA."""
    within = within or {"exclude": [[FRAMEWORK_LIST]]}
    # passes are not looked up one by one: that takes most of the time
    found = Axe().run(page, context=within, options=rules | {"resultTypes": ["violations"]}).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def measured(page: Page, what: str) -> list[str]:
    """One of the measures in measures.js."""
    return page.evaluate(f"() => {MEASURES}.{what}()")


@pytest.fixture(scope="module", params=PATHS, ids=name_of)
def page(request, lend):
    """One page for every test of this file."""
    with lend(f"/{request.param}", **DESKTOP) as opened:
        fill(opened, request.param)
        unfold(opened)
        yield opened


@pytest.fixture(autouse=True)
def look(request, page):
    """Each test begins on the paper and screen it asks for; tests of one look stand together, as each change draws every chart anew."""
    look_at(page, getattr(request, "param", "desktop light"))


def looks(*names: str):
    return pytest.mark.parametrize("look", names, indirect=True)


@looks("desktop light", "phone dark")
def test_no_rule_is_broken_with_everything_unfolded(page):
    # charts are measured below: axe-core leaves the contrast of drawn words open, after a long look at each
    assert violations(page, {"exclude": [["svg.marks"], [FRAMEWORK_LIST]]}) == []


@looks("phone light", "desktop light")
def test_the_room_kept_for_a_picture_is_as_high_as_the_picture(page):
    assert measured(page, "jumping") == []


@pytest.fixture(scope="module")
def opened_before():
    """The buttons that were pressed on another page: the form of a patient stands on several."""
    return set()


def test_what_a_button_opens_breaks_no_rule_is_entered_by_tab_and_left_by_escape(page, opened_before):
    for button in page.locator(
        "[data-testid=stPopover] button:visible, .st-key-count_bsa button:visible, .st-key-from_record button:visible"
    ).all():
        if (name := button.inner_text()) in opened_before:
            continue
        opened_before.add(name)
        button.press("Enter")
        opened = page.locator("[data-testid=stPopoverBody], [role=dialog]").first
        expect(opened).to_be_visible()
        for paper, rules in (("light", RULES), ("dark", COLOURS)):
            page.emulate_media(color_scheme=paper)
            settled(page)
            assert violations(page, "[role=dialog]", rules) == []
        page.keyboard.press("Tab")
        assert opened.evaluate("panel => panel.contains(document.activeElement)")
        page.keyboard.press("Escape")
        expect(opened).to_have_count(0)
        expect(button).to_be_focused()


def controls(page: Page) -> list[dict]:
    """Every control as assistive technology has it: role, name, the named places it stands in, and where it leads."""
    devtools = page.context.new_cdp_session(page)
    nodes = devtools.send("Accessibility.getFullAXTree")["nodes"]
    devtools.detach()
    by_id = {node["nodeId"]: node for node in nodes}
    told = {node["nodeId"]: (node["role"]["value"], node.get("name", {}).get("value", "").strip()) for node in nodes if not node.get("ignored")}  # fmt: skip

    def places(node: dict):
        while node := by_id.get(node.get("parentId")):
            if told.get(node["nodeId"], ("", ""))[0] in PLACES and told[node["nodeId"]][1]:
                yield told[node["nodeId"]][1]

    found = [node for node in nodes if told.get(node["nodeId"], ("",))[0] in CONTROLS]
    return [
        {
            "role": told[node["nodeId"]][0],
            "name": told[node["nodeId"]][1],
            "in": tuple(places(node)),
            "to": next((one["value"]["value"] for one in node.get("properties", ()) if one["name"] == "url"), ""),
        }
        for node in found
    ]


def test_every_control_has_a_name_and_no_two_that_differ_share_one(page):
    found = controls(page)
    assert [control for control in found if not control["name"]] == []
    # links of one name are one thing as long as they lead to one place
    links = {(link["role"], link["name"], link["to"]) for link in found if link["role"] == "link"}
    others = [(control["role"], control["name"], control["in"]) for control in found if control["role"] != "link"]
    times = Counter((role, name) for role, name, _ in links)
    times += Counter(what[:2] for what, number in Counter(others).items() if number > 1 for _ in range(number))
    shared = {what for what, number in times.items() if number > 1}
    assert shared - FRAMEWORK_NAMES.keys() == set()
    path = urlsplit(page.url).path.strip("/")
    gone = {what for what, (_, where) in FRAMEWORK_NAMES.items() if where == path} - shared
    assert gone == set(), "the framework has mended this: take it out of the table"


def test_language_landmarks_and_headings_are_in_order(page):
    assert page.evaluate("document.documentElement.lang") == "en"
    for role, name in (("banner", None), ("navigation", "App pages"), ("main", None)):
        expect(page.get_by_role(role, name=name)).to_have_count(1)
    levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(head => head.checkVisibility()).map(head => Number(head.tagName[1]))")  # fmt: skip
    assert levels.count(1) == 1
    assert levels[0] == 1 or page.url.endswith("/story")
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_chart_says_its_numbers_and_has_its_table_behind_it(page):
    assert measured(page, "untold") == []


def test_whatever_has_the_focus_wears_a_ring(page):
    page.keyboard.press("Tab")
    assert measured(page, "unringed") == []


def test_tab_follows_the_order_of_the_page(page):
    expect(page.locator("[tabindex]:not([tabindex='0']):not([tabindex^='-'])")).to_have_count(0)


def test_nothing_moves_for_those_who_ask_for_stillness(page):
    assert measured(page, "moving") == []  # as every page of these tests asks for it


@looks("desktop light", "desktop dark")
def test_marks_and_words_of_charts_stand_out_from_what_is_below_them(page):
    assert measured(page, "faint") == []


@looks("forced dark")
def test_forced_colours_keep_what_is_chosen_and_the_words_of_charts(page, request):
    ground = "choice => getComputedStyle(choice).backgroundColor"
    for choice in page.get_by_role("radiogroup").all():
        chosen = {radio.evaluate(ground) for radio in choice.get_by_role("radio", checked=True).all()}
        assert not chosen & {radio.evaluate(ground) for radio in choice.get_by_role("radio", checked=False).all()}
    assert measured(page, "faint") == []
    picture(page, f"forced-{name_of(request.node.callspec.params['page'])}")


@looks("200% of 1440 x 900", "400% of 1280 x 1024")
def test_magnified_nothing_is_cut_off_and_nothing_scrolls_sideways(page):
    assert measured(page, "cut") == []
