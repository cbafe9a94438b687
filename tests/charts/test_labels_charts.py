"""The timeline of label versions and the page around it: every bar, limit and day from the records."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ruxcheck.charts.timelines import (
    INDICATED,
    NOT_INDICATED,
    WINDOW,
    epoch_milliseconds,
    label_timeline,
    lines_of,
    version_rows,
)
from ruxcheck.compare.label_differences import age_limit, amount_limits, area_limit, in_force, versions
from ruxcheck.kernel.records import NoLabelInForce
from ruxcheck.store.reading import load, load_documents
from ruxcheck.web.evidence.labels import (
    difference_table,
    label_versions,
    label_versions_on,
    on_day_table,
    versions_rows,
    versions_table,
)
from ruxcheck.web.markup import table_html

ROOT = Path(__file__).parents[2]
RULES, DOCUMENTS = load(), load_documents()
LABELS = {record.id: record for record in RULES.labels}
UNTIL = date(2026, 11, 22)
FIRST = date(2021, 1, 1)
VERSIONS = versions(RULES)
BY_ID = {version.record.id: version for version in VERSIONS}


@pytest.mark.parametrize(
    ("name", "age", "area"),
    [
        ("us/2021-09-21", "12 y or older", "20% or less"),
        ("us/2025-09-18", "2 y or older", "20% or less"),
        ("ca/2024-10-16", "12 y or older", "area limit not read"),
        ("ca/2025-10-15", "2 y or older", "area limit not read"),
        ("eu/2023-04-19", "no atopic dermatitis indication", ""),
    ],
)
def test_the_words_of_a_version_are_those_of_its_record(name, age, area):
    assert (age_limit(LABELS[name]), area_limit(LABELS[name])) == (age, area)
    assert " ".join(lines_of(BY_ID[name])) == (f"{age} {area if 'not read' in area else f'area {area}'}" if area else age)  # fmt: skip


def test_amounts_are_the_statements_of_the_record_or_not_read():
    assert len(amount_limits(LABELS["us/2026-06-30"])) == 2
    assert "60 g" in amount_limits(LABELS["us/2021-09-21"])[0]
    assert amount_limits(LABELS["ca/2025-10-15"]) == ("not read",)
    assert amount_limits(LABELS["eu/2023-04-19"]) == ()


def test_a_version_runs_until_the_next_may_have_started():
    assert BY_ID["us/2021-09-21"].until == date(2022, 7, 18)
    assert BY_ID["ca/2024-10-16"].until == date(2025, 3, 22)
    assert BY_ID["ca/2025-10-15"].has_window
    assert not BY_ID["us/2026-06-30"].has_window
    assert [v.record.id for v in VERSIONS if v.until is None] == [
        [record.id for record in RULES.labels if record.jurisdiction == name][-1]
        for name in dict.fromkeys(record.jurisdiction for record in RULES.labels)
    ]


def test_every_version_and_every_uncertain_start_is_a_bar():
    rows = version_rows(VERSIONS, FIRST, UNTIL)
    assert (rows["kind"] != WINDOW).sum() == len(VERSIONS)
    assert (rows["kind"] == WINDOW).sum() == sum(version.has_window for version in VERSIONS)
    assert (rows["start"] <= rows["end"]).all()
    bars = rows[rows["kind"] != WINDOW]
    assert list(bars["start"]) == [epoch_milliseconds(version.certain) for version in VERSIONS]
    assert set(bars.loc[bars["row"].isin(["EU label", "UK label", "Swiss label"]), "kind"]) == {NOT_INDICATED}
    assert set(bars.loc[bars["row"].isin(["US label", "Canada label"]), "kind"]) == {INDICATED}


def test_other_columns_are_refused_by_name():
    rows = version_rows(VERSIONS, FIRST, UNTIL).rename(columns={"words": "remark"})
    with pytest.raises(ValueError, match="remark"):
        label_timeline(rows, FIRST, UNTIL)


def test_the_axis_is_fixed_and_the_start_window_is_dashed():
    spec = label_versions(UNTIL)[0].spec
    domains = {tuple(layer["encoding"]["x"]["scale"]["domain"]) for layer in spec["layer"]}
    assert domains == {(epoch_milliseconds(FIRST), epoch_milliseconds(UNTIL))}
    assert sum("strokeDash" in layer["mark"] for layer in spec["layer"]) == 1


def test_only_the_row_of_the_day_changes_with_the_day():
    first, second = (label_versions_on(UNTIL, day)[0] for day in (date(2022, 1, 1), date(2025, 6, 1)))
    assert first.spec["datasets"].pop("day") == [
        {"on": epoch_milliseconds(date(2022, 1, 1)), "told": "as of 2022-01-01"}
    ]
    assert second.spec["datasets"].pop("day") == [
        {"on": epoch_milliseconds(date(2025, 6, 1)), "told": "as of 2025-06-01"}
    ]
    assert first.spec == second.spec
    assert "day" not in label_versions(UNTIL)[0].spec["datasets"] or not label_versions(UNTIL)[0].spec["datasets"]["day"]  # fmt: skip
    assert label_versions(UNTIL) is label_versions(UNTIL)


def test_the_text_says_every_version_with_its_start_and_the_day():
    shown, rows = label_versions_on(UNTIL, date(2025, 6, 1))
    for version in rows:
        assert f"{version.record.short} from " in shown.alt
        assert str(version.certain) in shown.alt
        assert age_limit(version.record) in shown.alt
    assert "from a day between 2025-03-22 and 2025-10-15" in shown.alt
    assert shown.alt.endswith("Day asked about: 2025-06-01.")
    assert f"Source: {len(RULES.labels)} label versions" in shown.footer


def test_the_rows_to_take_away_hold_every_version():
    rows = versions_rows(*label_versions(UNTIL)).rows
    assert len(rows) == len(RULES.labels)
    days = (date(2021, 9, 21), date(2021, 9, 21), date(2022, 7, 18))
    assert rows[0][:6] == ("us/2021-09-21", *days, "12 y or older", "20% or less")


def test_inside_the_window_both_canadian_versions_stand_in_the_table():
    found = in_force(RULES, date(2025, 6, 1))
    assert [record.id for record in found["ca"]] == ["ca/2024-10-16", "ca/2025-10-15"]
    assert isinstance(found["ch"], NoLabelInForce)
    text = table_html(on_day_table(RULES, DOCUMENTS, date(2025, 6, 1)))
    assert "12 y or older" in text
    assert "may be in force" in text
    assert "no version read was in force" in text


def test_an_overdue_label_says_as_last_seen():
    assert "never verified against a label, last heard of on 2025-10-15" in table_html(
        on_day_table(RULES, DOCUMENTS, UNTIL)
    )


def test_the_tables_hold_every_version_and_both_sides_of_a_difference():
    table = table_html(versions_table(VERSIONS, DOCUMENTS))
    assert all(str(version.certain) in table for version in VERSIONS)
    text = table_html(difference_table(LABELS["us/2022-07-18"], LABELS["us/2025-09-18"], RULES, DOCUMENTS))
    assert "12 y or older" in text
    assert "2 y or older" in text
    assert "The same in both:</b> IGA; Atopic dermatitis diagnosed; Immunocompromised; " in text


@pytest.fixture
def page():
    app = AppTest.from_file(str(ROOT / "ruxcheck/web/main.py"), default_timeout=20).run()
    return app.switch_page(str(ROOT / "pages" / "labels.py")).run()


def test_the_page_runs(page):
    assert not page.exception
    assert page.title[0].value.startswith("Labels")


def test_the_day_moves_the_heading(page):
    page.slider(key="labels_as_of").set_value(date(2022, 1, 1)).run()
    assert not page.exception
    assert "In force on 2022-01-01" in [header.value for header in page.header]


@pytest.mark.parametrize(("first", "second"), [("us/2022-07-18", "us/2025-09-18"), ("eu/2023-04-19", "us/2026-06-30"), ("ca/2024-10-16", "ca/2024-10-16")])  # fmt: skip
def test_any_two_versions_can_be_chosen(page, first, second):
    page.selectbox(key="labels_first").select(first)
    page.selectbox(key="labels_second").select(second).run()
    assert not page.exception
