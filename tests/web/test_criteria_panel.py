"""Criterion by criterion on the Check page: one record's tables at a time, the first label's before anybody chooses."""

import pytest
from streamlit.testing.v1 import AppTest

US, CANADA, TRIAL = "us/2026-06-30", "ca/2025-10-15", "true-ad"


@pytest.fixture
def page() -> AppTest:
    page = AppTest.from_file("../../ruxcheck/web/main.py", default_timeout=30).run()
    page.text_input(key="age").set_value("8")
    page.text_input(key="bsa").set_value("20").run()
    return page.button_group(key="more_about").set_value("Criteria").run()


def shown(page: AppTest) -> list[str]:
    """The headings of the records whose tables are shown."""
    pieces = [piece.proto.body for piece in page.get("html")]
    return [body for body in pieces if body.startswith('<div translate="yes" class="rux"><h3>')]


def choose(page: AppTest, record: str) -> AppTest:
    return page.button_group(key="criteria_of").set_value(record).run()


def test_every_record_can_be_chosen_and_the_first_label_is_shown(page):
    options = page.button_group(key="criteria_of").options
    assert options[:2] == ["US label", "Canada label"]
    assert len(options) == 12
    (body,) = shown(page)
    assert "United States label 2026-06-30: Need" in body


@pytest.mark.parametrize(("record", "said"), [
    (CANADA, "Canada label 2025-10-15: Need"),
    (TRIAL, "TRuE-AD1 and TRuE-AD2: Not eligible"),
])  # fmt: skip
def test_one_record_is_shown_at_a_time_and_stays_chosen_while_figures_change(page, record, said):
    choose(page, record).text_input(key="age").set_value("9").run()
    (body,) = shown(page)
    assert said in body
    assert "9 y" in body


def test_where_the_chosen_label_is_no_longer_asked_about_the_first_stands_there(page):
    choose(page, CANADA).button_group(key="jurisdictions").set_value(["eu"]).run()
    assert not page.exception
    (body,) = shown(page)
    assert "United States label" in body


def test_without_a_patient_there_is_nothing_to_choose():
    page = AppTest.from_file("../../ruxcheck/web/main.py", default_timeout=30).run()
    assert "criteria_of" not in [group.key for group in page.button_group]


def verdict(page: AppTest) -> str:
    (body,) = [piece.proto.body for piece in page.get("html") if 'aria-label="Verdict"' in piece.proto.body]
    return body


def test_the_mark_is_an_outline_until_every_fact_is_confirmed(page):
    page.button_group(key="iga").set_value(3).run()
    assert "Within label so far" in verdict(page)
    assert "rux-met rux-so-far" in verdict(page)
    open_facts = [
        group for group in page.button_group if group.key.startswith("fact_") and group.options == ["yes", "no"]
    ]
    for group in open_facts:
        group.set_value("no" if "immuno" in group.key else "yes")
    page.run()
    assert "Within label, all confirmed" in verdict(page)
    assert "rux-so-far" not in verdict(page)


def test_a_weight_that_hardly_belongs_to_the_age_is_asked_about_beside_its_box(page):
    page.button_group(key="more_about").set_value("Amount of cream").run()
    page.text_input(key="fact_weight_kg").set_value("250").run()
    assert [warning.value for warning in page.warning] == [
        "Weight 250 kg and age 8 y: is one of them mistyped? The answer takes both as typed."
    ]
    page.text_input(key="fact_weight_kg").set_value("25").run()
    assert not page.warning
