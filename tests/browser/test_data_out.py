"""What a visitor takes away from a page in a real browser: the whole page, one table, one picture."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import enter, settled
from tests.zips import files_of, told_in

EVERYTHING = "Download everything on this page"


def saved(page, button) -> tuple[str, bytes]:
    """The name and the content of the file that a button gives."""
    with page.expect_download() as download:
        button.click()
    return download.value.suggested_filename, download.value.path().read_bytes()


def button(page, key: str):
    """The button of one file: many are called CSV."""
    return page.locator(f".st-key-{key}_download").get_by_role("button")


@pytest.mark.parametrize(
    ("path", "figure", "table"),
    [
        ("efficacy", "responders_true-ad_iga-ts", "stated-in-words-without-a-number-in-the-text-read"),
        ("safety", "safety_events", "conflicts-on-counts-to-52-weeks"),
        ("trials", "flow_true-ad", "baseline-all-randomised-patients"),
    ],
)
def test_a_page_is_saved_as_a_whole(visit, path, figure, table):
    page = visit(f"/{path}")
    name, content = saved(page, page.get_by_role("button", name=EVERYTHING))
    assert name.startswith(f"ruxcheck-{path}-")
    files = files_of(content)
    assert {f"figures/{figure}.{kind}" for kind in ("csv", "svg", "png")} <= set(files)
    assert told_in(files[f"tables/{table}.csv"])[-1].startswith("As of ")
    assert all(file in files["README.txt"].decode() for file in files if file != "README.txt")


def test_a_page_about_a_patient_leaves_with_what_was_entered_in_this_session_alone(visit):
    page, other = visit("/trials"), visit("/trials")
    enter(page, age="8", bsa="12")
    expect(page.get_by_label("This patient: 12%").first).to_be_attached()
    settled(page)
    for visitor, entered in ((page, "entered: Age 8 y, %BSA 12%"), (other, "entered: nothing")):
        _, content = saved(visitor, visitor.get_by_role("button", name=EVERYTHING))
        assert entered in files_of(content)["README.txt"].decode()


def test_one_table_and_one_picture_are_saved_alone(visit):
    page = visit("/efficacy")
    page.get_by_text("Table and downloads: 3 figures").first.click()
    expect(page.get_by_role("table", name="The figures behind this picture").first).to_be_visible()
    name, content = saved(page, button(page, "responders_true-ad_iga-ts_png"))
    assert (name, content[:4]) == ("responders_true-ad_iga-ts.png", b"\x89PNG")
    name, content = saved(page, button(page, "responders_true-ad_iga-ts_svg"))
    assert name == "responders_true-ad_iga-ts.svg"
    assert b"As of " in content
    page.get_by_role("radio", name="IGA 0 or 1 to week 52").click()
    name, content = saved(page, button(page, "efficacy_later_0"))
    assert name == "after-week-8.csv"
    assert told_in(content)[0] == "After week 8"
