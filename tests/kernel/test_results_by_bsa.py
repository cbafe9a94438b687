"""The results over %BSA agree with a check at every single %BSA."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruxcheck.charts.results import results_by_bsa_picture
from ruxcheck.kernel import wording
from ruxcheck.kernel.check import Query, results_by_bsa
from ruxcheck.kernel.parsing import parse_value
from ruxcheck.kernel.possible_values import Interval
from ruxcheck.store.reading import load

RULES = load()
ON = date(2026, 11, 22)


def asked_for(on: date = ON, **typed: str) -> Query:
    profile = {name: parse_value(RULES.fields[name], text) for name, text in typed.items() if text}
    return Query(profile, on, ("us", "ca", "eu", "au"), typed)


def sweeps_of(asked: Query):
    return results_by_bsa(asked, asked.answer(RULES), RULES)


def stretches(record: str, **typed: str) -> list[tuple]:
    return next(
        [(wording.stretch_in_words(stretch.admitted), stretch.result) for stretch in sweep.stretches]
        for sweep in sweeps_of(asked_for(**typed))
        if sweep.answer.id == record
    )


@pytest.mark.parametrize(
    ("record", "age", "iga", "expected"),
    [
        ("us/2026-06-30", "8", "3", [("up to 20%", "met"), ("above 20%", "not met")]),
        ("us/2026-06-30", "8", "", [("up to 20%", "cannot tell"), ("above 20%", "not met")]),
        ("us/2026-06-30", "", "3", [("up to 20%", "cannot tell"), ("above 20%", "not met")]),
        ("us/2026-06-30", "1", "3", [("at any %BSA", "not met")]),
        ("ca/2025-10-15", "8", "3", [("at any %BSA", "met")]),
        ("eu/2023-04-19", "30", "3", [("at any %BSA", "not met")]),
        ("true-ad", "30", "3", [("under 3%", "not met"), ("3 to 20%", "met"), ("above 20%", "not met")]),
        ("must-paediatric", "7", "3", [("under 35%", "not met"), ("from 35%", "met")]),
    ],
)  # fmt: skip
def test_the_stretches_of_a_record(record, age, iga, expected):
    assert stretches(record, age_years=age, iga=iga, bsa_percent="12") == expected


DAYS = [ON, date(2025, 9, 18), date(2025, 5, 1), date(2020, 1, 1)]  # today, both start-day windows, before any label


@given(
    st.sampled_from(DAYS),
    st.floats(0, 100),
    st.sampled_from(["", "1", "8", "11-13", "30"]),
    st.sampled_from(["", "1", "3", "2-4"]),
)
@settings(max_examples=60, deadline=None)
def test_every_percent_inside_a_stretch_has_its_result(on, percent, age, iga):
    asked = asked_for(on, age_years=age, iga=iga)
    there = asked._replace(profile=asked.profile | {"bsa_percent": Interval(percent, percent)}).answer(RULES)
    for sweep, result in zip(sweeps_of(asked), there.results):
        assert sweep.stretches[0].low == 0
        assert sweep.stretches[-1].high == 100
        found = {s.result for s in sweep.stretches if s.admitted.admits(Interval(percent, percent)) == "met"}
        assert found == {result.core}


def test_the_picture_says_every_stretch_and_the_patient():
    sweeps = sweeps_of(asked_for(age_years="8", iga="3"))
    shown = results_by_bsa_picture(sweeps, Interval(15, 25), "Age 8 y, IGA 3", "Source: rules.")
    assert shown.finding == "Age 8 y, IGA 3: met by 0 of 11 records at the %BSA entered"
    assert "US label: met up to 20%, not met above 20%" in shown.alt
    assert "Canada label, area not read: not reviewed at any %BSA" in shown.alt
    assert "Patient: 15 to 25%" in shown.alt
    assert shown.spec["datasets"]["patient"] == [{"low": 15, "high": 25}]
    without = results_by_bsa_picture(sweeps, None, "Age 8 y, IGA 3", "Source: rules.")
    assert "not recorded" in without.alt
    assert without.spec["datasets"]["patient"] == []
