"""The frame: page changes, back and forward, and the address."""

import shutil
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ROOT, enter, free_port, picture, settled, tile, turn_to


def test_inputs_survive_page_changes_edits_and_back_and_forward(visit):
    page = visit()
    enter(page, age="8", iga="3", bsa="20")
    expect(tile(page, "United States label")).to_contain_text("Within label")
    turn_to(page, "Sources")
    expect(page.get_by_role("heading", level=1, name="Sources")).to_be_visible()
    turn_to(page, "Check a patient")
    expect(page.get_by_role("textbox", name="%BSA affected")).to_have_value("20")
    for bsa, result in (("25", "area above the limit"), ("15", "Within label"), ("21", "area above the limit")):
        page.get_by_role("textbox", name="%BSA affected").fill(bsa)
        expect(tile(page, "United States label").locator(".word")).to_contain_text(result)
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Sources")).to_be_visible()
    page.go_forward()
    expect(page.get_by_role("textbox", name="Age, years")).to_have_value("8")
    expect(tile(page, "United States label").locator(".word")).to_contain_text("area above the limit")


def test_nothing_goes_into_the_address_unless_asked(visit):
    page = visit()
    enter(page, age="8", iga="3", bsa="20")
    expect(tile(page, "United States label")).to_contain_text("Within label")
    assert page.evaluate("location.search") == ""


def test_inputs_kept_in_the_address_come_back_after_a_reload(visit):
    page = visit()
    enter(page, age="8", iga="3", bsa="15-25")
    page.get_by_role("button", name="Link", exact=True).click()
    page.get_by_text("keep inputs in the address").click()
    page.wait_for_function("() => location.search.includes('bsa=15-25')")
    page.reload()
    settled(page)
    expect(page.get_by_role("textbox", name="%BSA affected")).to_have_value("15-25")
    expect(tile(page, "United States label")).to_contain_text("Need")
    page.get_by_role("button", name="Link", exact=True).click()
    page.get_by_text("keep inputs in the address").click()
    page.wait_for_function("() => location.search === ''")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("age=8&iga=7", "'7' was given, out of range"),
        ("age=%3Cscript%3Ealert(1)%3C/script%3E", "<script>alert(1)</script>"),
        ("age=!%5Bx%5D(http://example.invalid/x.png)", "![x](http://example.invalid/x.png)"),
    ],
)
def test_a_malformed_link_is_explained_and_leaves_the_form_empty(visit, query, said):
    page = visit(f"/?{query}")
    expect(page.get_by_role("alert")).to_contain_text("The link could not be read, so the form is empty.")
    expect(page.get_by_role("alert")).to_contain_text(said)
    expect(page.get_by_role("textbox", name="Age, years")).to_have_value("")
    expect(page.locator(".rux-tile")).to_have_count(0)


def test_sources_show_records_conflicts_documents_and_the_spec_table(visit):
    page = visit("/sources")
    for fold, name in (
        ("Records: ", "Records"),
        ("Conflicts between sources: ", "Conflicts"),
        ("Documents: ", "Documents"),
    ):
        page.get_by_text(fold).click()
        expect(page.get_by_role("table", name=name, exact=True)).to_be_visible()
    page.get_by_test_id("stSelectbox").get_by_role("combobox").click()
    page.keyboard.type("TRuE-AD1 and")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("cell", name="just under 3%").first).to_be_visible()
    picture(page, "sources-desktop")


def test_bad_data_stops_the_server_at_start_with_file_and_row(tmp_path):
    copy = tmp_path / "app"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*venv", ".git", "__pycache__", "screenshots"))
    figures = copy / "data" / "outcomes" / "must-adult.csv"
    figures.write_text(figures.read_text().replace(",13,41,31.7,", ",14,41,31.7,"))
    command = [sys.executable, "-m", "uvicorn", "app:app", "--port", str(free_port()), "--log-level", "warning"]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0
    assert "data/outcomes/must-adult.csv, row 5: 14 of 41 is 34.1%, but 31.7% stands there" in done.stderr
    assert "Traceback" not in done.stderr


def test_sources_are_searched_in_records_conflicts_and_documents(visit):
    page = visit("/sources")
    page.get_by_role("textbox", name="Search in records, conflicts and documents").fill("fingertip")
    expect(page.get_by_text("Conflicts between sources: 1 of ")).to_be_visible()
    expect(page.get_by_role("table", name="Conflicts", exact=True)).to_contain_text(
        "an adult's finger or the child's own"
    )
    expect(page.get_by_text("Records: 0 of ")).to_be_visible()


def test_a_glossary_opens_by_button_and_key(visit):
    page = visit("/efficacy")
    page.get_by_role("button", name="Glossary").click()
    expect(page.get_by_role("dialog", name="Glossary")).to_contain_text(
        "vIGA-AD: a validated IGA for atopic dermatitis."
    )
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("g")
    expect(page.get_by_role("dialog", name="Glossary")).to_contain_text("TEAE")
