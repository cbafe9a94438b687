"""A list screened in a real browser: uploaded, looked through, one row opened, taken away, dropped."""

import io
import re

import pandas as pd
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, ROOT, picture, settled, tile, turn_to
from tests.browser.test_data_out import saved

SAMPLE = ROOT / "samples" / "registry.csv"
HEADER_HEIGHT = ROW_HEIGHT = 33  # pixels of the table of rows
UPLOADS = "input[type=file]"


def upload(page, name: str, content: bytes) -> None:
    # while the page is drawn anew, the box of the upload before may still stand beside the new one
    expect(page.locator(UPLOADS)).to_have_count(1)
    page.locator(UPLOADS).set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})


def screened(visit, **context):
    """The page with the sample uploaded, its columns known, and screened."""
    page = visit("/screen", **context)
    upload(page, SAMPLE.name, SAMPLE.read_bytes())
    expect(page.get_by_role("table", name="How the list is read")).to_be_visible()
    page.get_by_role("button", name="Screen 1,000 rows").click()
    drawn(page)
    return page


def drawn(page) -> None:
    """Wait until the answer stands: what is above the rows no longer moves them."""
    expect(page.get_by_role("heading", name="Row by row")).to_be_visible()
    expect(page.locator(".stVegaLiteChart svg, .stVegaLiteChart canvas").first).to_be_visible()
    settled(page)


def select_row(page, number: int) -> None:
    """Tick the row at this place of the table, counted from 1."""
    grid = page.locator(".stDataFrame .dvn-scroller").first
    grid.scroll_into_view_if_needed()
    grid.click(position={"x": 18, "y": HEADER_HEIGHT + (number - 0.5) * ROW_HEIGHT})
    expect(page.get_by_text(f"Row {number}:")).to_be_visible()


def whole_page(page, name: str) -> None:
    """A picture of everything on the page, not only of what fits the window."""
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": height + 40})
    settled(page)
    picture(page, name)


def test_a_list_is_uploaded_and_each_column_is_shown_as_it_was_read(visit):
    page = visit("/screen")
    picture(page, "screen-empty")
    upload(page, SAMPLE.name, SAMPLE.read_bytes())
    expect(page.get_by_text("1,000 rows, 9 columns")).to_be_visible()
    preview = page.get_by_role("table", name="How the list is read")
    area = preview.get_by_role("row").filter(has_text="bsa_percent")
    expect(area).to_contain_text(
        re.compile(r"\d{3} read, \d+ not recorded\s*\d+ cells not usable: .*'ca. 10' was given, not understood")
    )
    expect(area).to_contain_text(re.compile(r"1818%\s*3\.33\.3%\s*66-7666 to 76%"))
    expect(page.locator(UPLOADS)).to_have_count(0)
    picture(page, "screen-columns")


def test_a_row_opens_on_the_check_page_with_its_values_and_its_result(visit):
    page = screened(visit)
    select_row(page, 3)
    expect(page.get_by_text("Row 3: Age 12 y 6 mo, IGA 4, %BSA 66 to 76%")).to_be_visible()
    page.get_by_role("button", name="Open this row on the Check page").click()
    expect(page.get_by_role("textbox", name="Age, years")).to_have_value("12.5")
    expect(page.get_by_role("textbox", name="%BSA affected")).to_have_value("66-76")
    expect(page.get_by_role("radiogroup", name="IGA").get_by_role("radio").nth(4)).to_be_checked()
    expect(tile(page, "United States label")).to_contain_text("Outside label")
    expect(page.get_by_text("3 answered")).to_be_visible()
    settled(page)
    assert "?" not in page.url


def test_a_row_is_chosen_without_a_mouse(visit):
    page = screened(visit)
    page.get_by_test_id("data-grid-canvas").focus()
    for key in ("ArrowDown", "ArrowDown", "Shift+Space"):
        page.keyboard.press(key)
        page.wait_for_timeout(200)
    expect(page.get_by_role("button", name="Open this row on the Check page")).to_be_visible()


def test_the_table_offers_no_download_that_leaves_formulas_as_they_are(visit):
    page = screened(visit)
    page.locator(".stDataFrame").hover()
    expect(page.get_by_role("button", name="Search: Rows of the list")).to_be_visible()
    expect(page.get_by_role("button", name="Download as CSV: Rows of the list")).to_be_hidden()


def test_the_next_row_leaves_nothing_of_the_last(visit):
    page = screened(visit)
    select_row(page, 3)
    page.get_by_role("button", name="Open this row on the Check page").click()
    expect(page.get_by_role("textbox", name="Age, years")).to_have_value("12.5")
    turn_to(page, "Screen a list")
    drawn(page)
    select_row(page, 8)
    page.get_by_role("button", name="Open this row on the Check page").click()
    expect(page.get_by_role("textbox", name="%BSA affected")).to_have_value("11")
    expect(page.get_by_role("textbox", name="Age, years")).to_have_value("")
    expect(page.get_by_role("radiogroup", name="IGA").get_by_role("radio", checked=True)).to_have_count(0)


def test_the_screened_list_is_taken_away_and_can_be_read_again(visit):
    page = screened(visit)
    name, content = saved(page, page.get_by_role("button", name="Screened list as CSV"))
    assert name == "screened.csv"
    table = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)
    name, content = saved(page, page.get_by_role("button", name="Screened list as Parquet"))
    assert name == "screened.parquet"
    again = pd.read_parquet(io.BytesIO(content))
    assert len(table) == len(again) == 1000
    assert table["label_us_core"].tolist() == again["label_us_core"].tolist()
    met = (table["label_us_core"] == "met").sum()
    expect(page.get_by_role("row", name=f"United States label 2026-06-30 {met} ({met / 10:.1f}%)")).to_be_visible()


def test_a_list_that_cannot_be_read_is_explained_in_words(visit):
    page = visit("/screen")
    upload(page, "<b>bold</b>.csv", b"")
    expect(page.get_by_role("alert")).to_contain_text("<b>bold</b>.csv: the file is empty")
    expect(page.get_by_text("Traceback")).to_have_count(0)
    upload(page, "good.csv", b"age\n8\n")
    expect(page.get_by_text("1 row, 1 column")).to_be_visible()


def test_dropping_the_rows_leaves_nothing_on_the_page(visit):
    page = screened(visit)
    page.get_by_role("button", name="Remove list").click()
    expect(page.locator(UPLOADS)).to_be_attached()
    expect(page.get_by_role("heading", name="Row by row")).to_have_count(0)
    expect(page.get_by_text("synthetic-")).to_have_count(0)
    page.reload()
    settled(page)
    expect(page.locator(UPLOADS)).to_be_attached()


@pytest.mark.parametrize(("name", "context"), [("dark", {"color_scheme": "dark"}), ("phone", PHONE)])
def test_a_screened_list_is_photographed(visit, name, context):
    page = screened(visit, **context)
    page.get_by_text("Table and downloads: 3 steps").click()
    expect(page.get_by_role("table", name="Rows after each core criterion")).to_be_visible()
    page.get_by_text("Table and downloads: 3 steps").click()
    select_row(page, 2)
    whole_page(page, f"screen-{name}")
