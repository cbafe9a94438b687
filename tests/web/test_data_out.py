"""What leaves a page as a file: pictures, and the page as a whole, each with its source line and the state."""

import io
import re
from collections import Counter
from datetime import date
from html import unescape
from pathlib import Path
from subprocess import CalledProcessError

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from ruxcheck.charts.eligibility_map import eligibility_map_spec
from ruxcheck.charts.images import convert, draft_of, page_images
from ruxcheck.charts.theme import INK, titled
from ruxcheck.evidence.participants import flow_of
from ruxcheck.export.table import INTENDED_USE, State, Table
from ruxcheck.kernel.check import open_areas
from ruxcheck.kernel.possible_values import Interval
from ruxcheck.store.evidence_files import load_evidence
from ruxcheck.store.reading import load
from ruxcheck.web import display, downloads
from ruxcheck.web.evidence import efficacy, trials
from tests.zips import files_of, told_in

ROOT = Path(__file__).parents[2]
RULES, EVIDENCE = load(), load_evidence()
DAY = date(2026, 11, 22)
WORDS = "As of 2026-11-22; RuxCheck 9.9, rules 1a2b3c4d5e6f"
FLOWS = [record.id for record in RULES.trials if flow_of(EVIDENCE, record.id).started]
# the page that screens a list is empty without one, and keeps its rows out of the zip: see test_screen_page
PAGES = sorted(path.stem for path in ROOT.glob("pages/*.py") if path.stem != "screen")
KINDS = {"csv", "svg", "png"}
CAPTION = re.compile("<caption>(.*?)</caption>")


def words_in(svg: str) -> str:
    """The words that are drawn, without those that are only said."""
    drawn = " ".join(re.findall(r"<text.*?</text>", svg, re.DOTALL))
    return " ".join(unescape(re.sub("<[^>]*>", " ", drawn)).split())


@pytest.mark.parametrize("number", range(2))
def test_a_vector_image_holds_finding_source_line_and_state(number):
    shown = (efficacy.responders, efficacy.icons)[number]("true-ad", "iga-ts")[0]
    first, again = page_images([draft_of(shown, f"{WORDS}; entered: Age 8 y")] * 2)
    svg, png = first
    assert words_in(svg).count(f"{shown.footer} {WORDS}; entered: Age 8 y") == 1
    assert shown.finding in words_in(svg)
    assert f"<title>{shown.finding}</title>" in svg
    assert first == again
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20]) >= 1280


def test_a_picture_made_for_dark_paper_leaves_in_ink_for_white_paper():
    areas = open_areas(RULES.labels, Interval(3, 3), RULES)
    dark = titled(eligibility_map_spec(areas, "label", None, "dark"), "Labels", "Source: labels.", "Labels.")
    svg = page_images([draft_of(dark, WORDS)])[0].svg
    assert INK["dark"] in str(dark.spec)
    assert INK["dark"] not in svg
    assert 'fill="white"' in svg


def test_the_participant_flow_of_every_trial_is_drawn_with_every_count():
    flows = [flow_of(EVIDENCE, trial) for trial in FLOWS]
    drafts = [trials.drawn(flow, "Finding & more", "Source: poster.", EVIDENCE, WORDS) for flow in flows]
    for flow, image in zip(flows, page_images(drafts), strict=True):
        assert f"Finding & more Source: poster. {WORDS}" in words_in(image.svg)
        assert all(str(row.n) in words_in(image.svg) for row in flow.rows)
        assert image.png.startswith(b"\x89PNG")


def test_a_failing_converter_is_told_without_what_was_entered():
    with pytest.raises(CalledProcessError) as failed:
        convert([{"mark": "age-8"}])
    assert "converter.py" in str(failed.value)
    assert "age-8" not in str(failed.value)


def fold_under_changing_labels():
    import streamlit as st

    from ruxcheck.export.table import Table
    from ruxcheck.web import display, downloads

    downloads.start("Page")
    display.table_in_expander(st.session_state.get("label", "met"), lambda: Table("inside", ("a",), ()), "piece")


def test_a_fold_stays_as_it_was_left_when_its_label_changes():
    app = AppTest.from_function(fold_under_changing_labels).run()
    assert not app.get("html")
    app.session_state["piece_open"] = True
    assert app.run().get("html")
    app.session_state["label"] = "not met"
    assert app.run().get("html")
    assert app.run().get("html")


def opened(name: str, **entered: str) -> AppTest:
    """A page with these figures typed and every fold of tables open."""
    app = AppTest.from_file(str(ROOT / "ruxcheck/web/main.py"), default_timeout=40).run()
    app.switch_page(str(ROOT / f"pages/{name}.py")).run()
    for key, typed in entered.items():
        app.text_input(key=key).set_value(typed)
    app.run()
    for item in app.session_state["page_downloads"].items:
        if not item.drawn:
            app.session_state[f"{item.name}_open"] = True
    return app.run()


@pytest.fixture(scope="module", params=PAGES)
def page(request) -> tuple[AppTest, dict[str, bytes]]:
    """A page, and the files of its zip."""
    app = opened(request.param)
    return app, files_of(app.session_state["page_downloads"].everything())


def test_a_page_leaves_with_every_figure_and_every_table(page):
    app, files = page
    charts = len(app.get("vega_lite_chart")) + app.title[0].value.startswith("Trials")  # the flow is no chart
    stems = Counter(name.rpartition(".")[0] for name in files if name.startswith("figures/"))
    assert len(stems) == charts
    assert set(stems.values()) <= {len(KINDS)}
    tables = [told_in(files[name])[0] for name in files if name.startswith("tables/")]
    shown = [caption for element in app.get("html") for caption in CAPTION.findall(element.proto.body)]
    assert Counter(map(unescape, shown)) <= Counter(tables)
    assert len(tables) == len(shown) + len(app.dataframe)
    assert app.get("download_button")[-1].label == "Download everything on this page"


def test_every_file_of_a_page_carries_its_source_line_and_the_state(page):
    app, files = page
    state = app.session_state["page_downloads"].state.words
    for name, content in files.items():
        if name.endswith(".csv"):
            told = told_in(content)
            assert told[-1] == state
            assert any(line.startswith(("Source:", "Entry:")) for line in told)
            pd.read_csv(io.BytesIO(content), comment="#")
        if name.endswith(".svg"):
            assert state in words_in(content.decode())
    listed = files["README.txt"].decode()
    assert all(name in listed for name in files if name != "README.txt")
    assert f"{state}.\n\n{INTENDED_USE}" in listed


def test_the_same_state_gives_the_same_bytes():
    first, second = (opened("labels").session_state["page_downloads"].everything() for _ in range(2))
    assert first == second


def test_files_of_a_page_about_a_patient_say_what_was_entered():
    kept = opened("trials", age="8", bsa="12").session_state["page_downloads"]
    assert kept.state.inputs == "Age 8 y, %BSA 12%"
    files = files_of(kept.everything())
    assert all(b"entered: Age 8 y, %BSA 12%" in content for name, content in files.items() if not name.endswith(".png"))


def test_the_labels_page_leaves_with_the_day_asked_about():
    app = opened("labels")
    app.slider(key="labels_as_of").set_value(date(2025, 6, 1)).run()
    kept = app.session_state["page_downloads"]
    assert kept.state.on == date(2025, 6, 1)
    assert (
        "of the newer was not read"
        in files_of(kept.everything())["tables/age-area-and-amount-country-by-country.csv"].decode()
    )


def test_each_visitor_and_each_run_has_downloads_of_its_own():
    one, two = opened("efficacy"), opened("efficacy")
    before = one.session_state["page_downloads"]
    one.run()
    assert len({id(before), id(one.session_state["page_downloads"]), id(two.session_state["page_downloads"])}) == 3
    assert [item.name for item in before.items] == [item.name for item in one.session_state["page_downloads"].items]


def test_without_the_converter_rows_still_leave_and_the_page_says_what_is_missing(monkeypatch):
    monkeypatch.setattr(downloads, "pictures_possible", lambda: False)
    monkeypatch.setattr(display, "pictures_possible", lambda: False)
    app = opened("labels")
    app.session_state["label_versions_open"] = True
    app.run()
    assert display.PICTURES_MISSING in [caption.value for caption in app.caption]
    files = files_of(app.session_state["page_downloads"].everything())
    assert {name.rpartition(".")[2] for name in files} == {"csv", "txt"}
    assert downloads.PICTURES_MISSING in files["README.txt"].decode()


def test_tables_of_one_caption_get_a_number():
    table = Table("Conflicts", ("a",), ())
    items = [downloads.DownloadItem(name, lambda: (table,)) for name in ("first", "second")]
    files = files_of(downloads.zipped("Page", items, State(DAY, "0" * 64, "9.9")))
    assert list(files) == ["README.txt", "tables/conflicts.csv", "tables/conflicts-2.csv"]
