"""What a clinician takes along: amount, note, link and the count of %BSA, in a real browser."""

from io import BytesIO
from urllib.parse import urlsplit

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import PHONE, enter, more, picture, settled, tile

CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


def opened(page, button: str):
    page.get_by_role("button", name=button, exact=True).click()
    settled(page)


def copied(page, box: str) -> str:
    page.locator(f".st-key-{box}").get_by_role("button", name="Copy to clipboard").click()
    expect(page.locator(f".st-key-{box}")).to_be_visible()
    return page.evaluate("navigator.clipboard.readText()")


def test_a_note_tells_an_estimate_as_it_was_given(visit):
    page = visit(**CLIPBOARD)
    enter(page, age="8", iga="3", bsa="20")
    page.get_by_text("estimate ±5").click()
    expect(tile(page, "United States")).to_contain_text("Need")
    opened(page, "Note")
    page.get_by_text("long form, which reads back").click()
    settled(page)
    assert "%BSA: 15 to 25% (typed: 20, estimate ±5)" in copied(page, "note_text")


def test_a_link_is_made_on_request_and_restores_inputs_facts_and_day(visit):
    page = visit(**CLIPBOARD)
    enter(page, age="8", iga="3", bsa="15-25")
    expect(tile(page, "United States")).to_contain_text("Need")
    more(page, "Amount of cream")
    page.get_by_role("textbox", name="Weight").fill("55 lb")
    page.get_by_role("textbox", name="Height").fill("128")
    expect(page.get_by_text("in 2 weeks, twice daily").first).to_be_visible()
    assert urlsplit(page.url).query == ""
    opened(page, "Link")
    picture(page, "link")
    address = copied(page, "link_text")
    assert urlsplit(page.url).query == ""
    other = visit("/?" + urlsplit(address).query)
    expect(other.get_by_role("textbox", name="%BSA affected")).to_have_value("15-25")
    more(other, "Amount of cream")
    expect(other.get_by_role("textbox", name="Weight")).to_have_value("55 lb")
    expect(tile(other, "United States")).to_contain_text("Need")


def test_pounds_are_offered_and_a_height_in_metres_is_named(visit):
    page = visit()
    enter(page, age="8", iga="3", bsa="20")
    more(page, "Amount of cream")
    page.get_by_role("textbox", name="Weight").fill("55")
    page.get_by_role("radiogroup", name="Unit of weight").get_by_role("radio", name="lb").click()
    page.get_by_role("textbox", name="Height").fill("1.28")
    expect(page.get_by_text("if it is in m, write 1.28 m")).to_be_visible()
    page.get_by_role("textbox", name="Height").fill("128")
    expect(page.get_by_text("39.2 to 79.1 g").first).to_be_visible()
    page.get_by_role("textbox", name="Weight").fill("0")
    expect(page.get_by_text("out of range; allowed: 25, 24.5, 55 lb")).to_be_visible()


def test_the_amount_stands_beside_the_tube_limits_of_an_adult_and_settles_none(visit):
    page = visit()
    page.set_viewport_size({"width": 1440, "height": 2600})
    enter(page, age="30", iga="3", bsa="20")
    more(page, "Amount of cream")
    page.get_by_role("textbox", name="Body surface, m2").fill("1.8")
    expect(tile(page, "United States")).to_contain_text("Within label")
    expect(page.get_by_text("An estimate counts towards no result above").first).to_be_visible()
    expect(page.get_by_text("before the area limit of 20%").first).to_be_visible()
    picture(page, "amount")


def area(page, name: str):
    """One area of the body figure."""
    return page.locator(f'[data-area="{name}"]').first


def test_palms_and_a_body_figure_fill_in_only_when_told(visit):
    page = visit()
    enter(page, age="8", iga="3", bsa="5")
    opened(page, "Estimate BSA")
    page.get_by_text("by palm").click()
    page.get_by_role("spinbutton", name="Palms of the patient").fill("12")
    page.keyboard.press("Enter")
    use = page.get_by_role("button", name="Use 9.6 to 12% as %BSA")
    expect(use).to_be_visible()
    expect(page.get_by_role("textbox", name="%BSA affected", include_hidden=True)).to_have_value("5")
    use.click()
    expect(page.get_by_role("textbox", name="%BSA affected")).to_have_value("9.6-12")
    opened(page, "Estimate BSA")
    area(page, "Trunk, front").click()
    expect(page.get_by_text("13% of body surface")).to_be_visible()
    area(page, "Thigh, left, back").click()
    page.get_by_role("radiogroup", name="Thigh, left, back (4%)").get_by_role("radio", name="½").click()
    picture(page, "count-on-figure")
    page.get_by_role("button", name="Use 15% as %BSA").click()
    expect(page.get_by_role("textbox", name="%BSA affected")).to_have_value("15")


def test_the_list_beside_the_figure_does_the_same_by_keyboard_and_an_area_is_let_go_again(visit):
    page = visit(**PHONE)
    enter(page, age="17", iga="3")
    opened(page, "Estimate BSA")
    page.get_by_role("button", name="Trunk, front").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Use 13 to 18% as %BSA")).to_be_visible()
    expect(page.get_by_text("No chart that was read covers 16 and 17 years")).to_be_visible()
    picture(page, "count-phone")
    area(page, "Trunk, front").click()
    expect(page.get_by_text("0% of body surface")).to_be_visible()


def test_an_age_range_across_charts_has_no_figure(visit):
    page = visit()
    enter(page, age="8-40", iga="3")
    opened(page, "Estimate BSA")
    expect(page.get_by_text("type one age first")).to_be_visible()


def test_the_report_comes_as_one_html_file_and_as_pdf_on_both_papers(visit, tmp_path):
    page = visit()
    enter(page, age="8", iga="3", bsa="20")
    expect(tile(page, "United States")).to_contain_text("Within label")
    opened(page, "Report")
    files = {}
    for button in ("HTML", "PDF, A4", "PDF, Letter"):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=button, exact=True).click()
        waiting.value.save_as(tmp_path / waiting.value.suggested_filename)
        files[button] = (tmp_path / waiting.value.suggested_filename).read_bytes()
    assert files["HTML"].count(b"data:image/svg+xml") == 4
    assert b"<script" not in files["HTML"]
    sizes = [PdfReader(BytesIO(files[name])).pages[0].mediabox for name in ("PDF, A4", "PDF, Letter")]
    assert [(round(size.width), round(size.height)) for size in sizes] == [(595, 842), (612, 792)]
    page.goto((tmp_path / "ruxcheck-report.html").as_uri())
    expect(page.get_by_role("heading", level=1)).to_contain_text("RuxCheck report")
    picture(page, "report-html")
