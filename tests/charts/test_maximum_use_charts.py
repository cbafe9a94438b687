"""The page on the paediatric maximum-use trial: its pictures and sentences come from the data rows."""

from pathlib import Path

import pandas as pd
import pytest
from markupsafe import escape
from streamlit.testing.v1 import AppTest

from ruxcheck.charts.exposure import COURSE_COLUMNS, COURSE_END, course_chart
from ruxcheck.evidence.figures import interval_in_words
from ruxcheck.store.evidence_files import evidence_label, load_evidence
from ruxcheck.store.reading import load_documents
from ruxcheck.web.evidence import exposure, maximum_use

ROOT = Path(__file__).parents[2]
EVIDENCE, DOCUMENTS = load_evidence(), load_documents()
TRIAL = maximum_use.part("record")


def weeks(percent: float = 58.0) -> pd.DataFrame:
    return pd.DataFrame([[0, percent, "a"], [4, 11.4, "b"], [8, 10.2, "c"], [52, 2.2, "d"]], columns=COURSE_COLUMNS)


@pytest.mark.parametrize(("week", "printed"), [(0, "58"), (4, "11.4"), (8, "10.2"), (52, "2.2")])
def test_the_course_of_the_area_as_the_summary_prints_it(week, printed):
    picture, rows = maximum_use.area()
    (row,) = [row for row in rows if row.week == week]
    assert row.value == printed
    assert row.source == "summary-must-paediatric"
    assert f"{printed}% at {row.time}" in picture.finding
    drawn = {cell["week"]: cell for cells in picture.spec["datasets"].values() for cell in cells if len(cell) == 3}
    assert drawn[week]["percent"] == row.number


def test_the_line_of_the_label_comes_from_its_record():
    picture, _ = maximum_use.area()
    rule = maximum_use.criterion_on(evidence_label(), "bsa_percent")
    assert rule.range.high == 20
    drawn = [
        cell for cells in picture.spec["datasets"].values() for cell in cells if "area limit" in str(cell.get("text"))
    ]
    assert {cell["percent"] for cell in drawn} == {rule.range.high}
    assert f"{rule.range.high:g}%: area limit of the US label" in picture.alt


def test_the_course_has_a_fixed_axis_that_says_where_it_ends():
    spec = course_chart(weeks(), 20, "limit").to_dict()
    for layer in spec["layer"]:
        y = layer["encoding"]["y"]
        assert (y["field"], y["type"], y["scale"]["domain"]) == ("percent", "quantitative", [0, COURSE_END])
        assert f"axis ends at {COURSE_END}" in y["axis"]["title"]


def test_wrong_columns_and_values_beyond_the_axis_are_refused():
    with pytest.raises(ValueError, match="mistake"):
        course_chart(weeks().rename(columns={"week": "mistake"}), 20, "limit")
    with pytest.raises(ValueError, match="80"):
        course_chart(weeks(80), 20, "limit")
    with pytest.raises(ValueError, match="70"):
        course_chart(weeks(), 70, "limit")


def test_responses_are_single_arm_proportions_with_their_interval():
    picture, rows = maximum_use.responses()
    effects = maximum_use.responses_of()
    assert [(effect.endpoint, effect.week, effect.n, effect.N) for _, effect in effects] == [
        ("easi-75", 4, 20, 26),
        ("easi-75", 8, 21, 25),
        ("iga-ts", 4, 14, 26),
    ]
    for label, effect in effects:
        assert f"{label} {interval_in_words(effect)}" in picture.alt
        assert effect.counts in picture.footer
        assert (effect.rd, effect.nnt) == (None, None)
    assert {row.value for row in rows} == {"76.9", "84", "53.8"}
    assert "no comparison" in picture.footer
    assert "counts derived from printed percentages" in picture.footer


def test_a_response_without_a_count_is_said_and_not_drawn():
    (row,) = EVIDENCE.find(trial=TRIAL, endpoint="iga-ts", time="week 52")
    assert row not in maximum_use.responses()[1]
    said = maximum_use.response(EVIDENCE)
    assert f"{row.value}%" in said
    assert escape(row.note) in said


def test_how_each_count_was_derived_is_said():
    said = maximum_use.response(EVIDENCE)
    for row in maximum_use.responses()[1]:
        assert escape(row.n_origin.removeprefix("derived: ")) in said


def test_adverse_events_are_said_with_their_counts():
    picture, rows = maximum_use.harms()
    assert [(row.n, row.N) for row in rows] == [(9, 29), (0, 29), (1, 29)]
    assert "9/29" in picture.finding
    assert "0 of 29: up to 11.9 of 100" in picture.finding
    assert "n/N" not in picture.footer
    assert "29" in picture.footer
    said = maximum_use.harms_words(EVIDENCE, DOCUMENTS)
    for name in ("folliculitis", "application-site-paraesthesia"):
        (row,) = EVIDENCE.find(trial=TRIAL, endpoint=name)
        assert row.counts in said


def test_paper_and_label_levels_stand_apart():
    picture, rows = exposure.children()
    values = {row.source: [] for row in rows if row.endpoint == "css"}
    for row in rows:
        if row.endpoint == "css":
            values[row.source].append((row.value, row.N))
    assert values == {"hamad-2025": [("98.2", 26)], "us-pi-v14": [("84.1", 12), ("109", 15)]}
    assert "news summary" in picture.alt
    assert "7 to under 12 years, label, N 12" in picture.alt


def test_amounts_of_cream_are_those_of_the_rows():
    said = maximum_use.exposure(DOCUMENTS)
    assert "8.5 g/day in weeks 0 to 4, then 3.2 g/day in weeks 8 to 52" in said
    assert "27 children, mean area 58.9% (SD 20.6, range 35 to 92), 8.5 g/day (SD 6.3)" in said


def test_the_label_limit_a_day_is_computed_from_the_record():
    rule = next(rule for rule in evidence_label().criteria if rule.id == maximum_use.part("tube_limit"))
    (limit,) = rule.amount_limits
    said = maximum_use.area_words()
    assert f"{limit['tube_g']} g in {limit['days']} days" in said
    assert f"{limit['tube_g'] * limit['tubes'] / limit['days']:.1f} g/day" in said


@pytest.fixture(scope="module")
def page() -> AppTest:
    app = AppTest.from_file(str(ROOT / "ruxcheck/web/main.py"), default_timeout=20).run()
    app.switch_page(str(ROOT / "pages/maximum_use.py")).run()
    for name in ("entry_conflicts", "amounts"):
        app.session_state[f"maximum_use_{name}_open"] = True
    return app.run()


def test_the_page_runs(page):
    assert not page.exception
    assert page.title[0].value.startswith("Maximum use")


@pytest.mark.parametrize("name", ["must-paediatric-area", "must-paediatric-patients", "reference-281-nm"])
def test_the_page_shows_the_conflict(page, name):
    shown = " ".join(element.proto.body for element in page.get("html"))
    conflict = next(conflict for conflict in DOCUMENTS.conflicts if conflict.id == name)
    assert escape(conflict.title) in shown
    assert all(escape(said.text) in shown for said in conflict.says)


def test_the_page_shows_the_entry_rules_in_the_records_words(page):
    shown = " ".join(element.proto.body for element in page.get("html"))
    for rule in maximum_use.trial_record().criteria:
        assert not rule.core or escape(rule.statement) in shown
