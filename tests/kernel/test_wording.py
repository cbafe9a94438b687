"""The first line about a record: the one deciding reason, the margin, what was not read."""

from datetime import date

import pytest

from ruxcheck.kernel import wording
from ruxcheck.kernel.check import check
from ruxcheck.kernel.parsing import parse_value
from ruxcheck.store.reading import load

RULES = load()
LABELS = RULES.field_names
DAY = date(2026, 11, 22)


def result_of(record: str, on: date = DAY, **typed: str):
    profile = {name: parse_value(RULES.fields[name], text) for name, text in typed.items()}
    results = check(profile, on, RULES).results
    return next(result for result in results if result.id == record or result.jurisdiction == record)


@pytest.mark.parametrize(
    ("record", "typed", "reason"),
    [
        ("us/2026-06-30", {"age_years": "8", "iga": "3", "bsa_percent": "12"}, "age, IGA and BSA within the limits read"),
        ("ca/2025-10-15", {"age_years": "8", "iga": "3"}, "age and IGA within the limits read"),
        ("true-ad", {"age_years": "8"}, "Age 8 y, limit 12 y or older"),
        ("true-ad", {"age_years": "8", "bsa_percent": "2"}, "Age 8 y, limit 12 y or older; %BSA 2%, limit 3 to 20%"),
        ("us/2026-06-30", {"iga": "4"}, "IGA 4, limit 2 to 3. IGA 4 is severe, outside mild to moderate"),
        ("us/2026-06-30", {"age_years": "8", "iga": "3", "bsa_percent": "15-25"}, "%BSA 15 to 25%: 20% or less would be met"),
        ("us/2026-06-30", {"age_years": "8", "bsa_percent": "12"}, "IGA not recorded; met with IGA 2 to 3"),
        ("eu/2023-04-19", {}, "no atopic dermatitis indication in the text read, only non-segmental vitiligo with facial involvement, 12 years or older"),
    ],
)  # fmt: skip
def test_the_deciding_reason(record, typed, reason):
    assert wording.reason(result_of(record, **typed), LABELS) == reason


def test_an_iga_of_1_is_told_in_its_own_sentence():
    said = wording.reason(result_of("us/2026-06-30", age_years="8", iga="1", bsa_percent="5"), LABELS)
    assert "No active mild-to-moderate disease recorded" in said
    assert "stop when signs and symptoms resolve" in said


@pytest.mark.parametrize(
    ("record", "bsa", "line"),
    [
        ("us/2026-06-30", "12", ""),
        ("us/2026-06-30", "21", "indication met; dosing limits not met"),
        ("us/2026-06-30", "15-25", "indication met; dosing limits cannot tell"),
        ("ca/2025-10-15", "12", "indication met; dosing limits, cautions not read"),
    ],
)
def test_parts_are_told_where_they_differ(record, bsa, line):
    assert wording.parts_line(result_of(record, age_years="8", iga="3", bsa_percent=bsa)) == line


@pytest.mark.parametrize(
    ("age", "bsa", "margin"),
    [
        ("30", "20", "20% is exactly on the limit; above 20% changes the answer to not met"),
        ("30", "19", "more than 1 point of %BSA higher (above 20%) changes the answer to not met"),
        ("30", "22", "2 points of %BSA lower (20% or less) changes the answer to met"),
        ("30", "10", ""),
        ("1y11m", "10", "1 mo older (2 y or older) changes the answer to met"),
        ("30", "15-25", ""),
    ],
)
def test_a_near_margin_is_told_in_the_unit_of_the_field(age, bsa, margin):
    assert wording.near_margin(result_of("us/2026-06-30", age_years=age, iga="3", bsa_percent=bsa)) == margin


def test_a_window_names_both_versions():
    said = wording.reason(
        result_of("us/2025-09-18", on=date(2025, 9, 18), age_years="8", iga="3", bsa_percent="5"), LABELS
    )
    assert "2025-09-18 to 2025-09-19" in said
    assert "(2022-07-18)" in said


def test_no_record_says_why():
    profile = {"age_years": parse_value(RULES.fields["age_years"], "30")}
    before = check(profile, date(2020, 1, 1), RULES, ("us",)).results[0]
    never = check(profile, DAY, RULES, ("au",)).results[0]
    assert wording.reason(before, LABELS) == "Not established here. The earliest label version read starts 2021-09-21."
    assert wording.reason(never, LABELS) == "Not established here. Nothing was found."


def test_an_overdue_record_says_when_it_was_last_seen():
    assert (
        wording.as_last_seen(result_of("ca/2025-10-15"))
        == "never verified against a label, last heard of on 2025-10-15"
    )
    assert wording.as_last_seen(result_of("us/2026-06-30")) == ""


@pytest.mark.parametrize(
    ("answered", "words"),
    [
        ({}, "2 facts to confirm"),
        ({"diagnosis_ad": "yes"}, "1 fact to confirm"),
        ({"diagnosis_ad": "yes", "tcs_tci_inadequate_or_inadvisable": "yes"}, ""),
    ],
    ids=["two", "one", "none"],
)
def test_open_facts_are_counted(answered, words):
    asked = {"age_years": "8", "iga": "3", "bsa_percent": "12"} | answered
    assert wording.facts_to_confirm(result_of("ca/2025-10-15", **asked)) == words
