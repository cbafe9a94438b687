"""The picture of the amount: its rows come from the kernel, its axis leaves the patient room, its text says every limit."""

from datetime import date

import pytest

from ruxcheck.charts.exposure import amount_picture
from ruxcheck.kernel.amount import tube_limits
from ruxcheck.kernel.check import check
from ruxcheck.kernel.parsing import parse_value
from ruxcheck.kernel.possible_values import Interval
from ruxcheck.store.reading import load

RULES = load()


def shown_for(area_limit: float | None = 20, **typed: str):
    profile = {name: parse_value(RULES.fields[name], text) for name, text in typed.items()}
    report = check(profile, date(2026, 11, 22), RULES, ("us",))
    rules = [item.criterion for item in report.results[0].criteria if item.criterion.amount_limits and item.applies]
    limits = tuple(limit for rule in rules for limit in tube_limits(report.amount, rule))
    return report.amount, amount_picture(report.amount, limits, area_limit, "Finding", "Source: facts.")


def test_the_band_is_the_estimate_at_every_percent():
    amount, shown = shown_for(age_years="8", iga="3", bsa_percent="20", body_surface_m2="0.94")
    band = shown.spec["datasets"]["band"]
    assert (band[0]["bsa"], band[0]["high"], band[-1]["bsa"]) == (0, 0, 30)
    for row in band:
        there = amount._replace(bsa_percent=Interval(row["bsa"], row["bsa"])).over(14)
        assert (row["low"], row["high"]) == tuple(there)


@pytest.mark.parametrize(
    ("bsa", "end"), [("0", 30), ("25", 30), ("25.1", 50), ("41", 50), ("42", 75), ("62.5", 75), ("63", 100), ("100", 100)]
)  # fmt: skip
def test_the_axis_leaves_the_patient_room(bsa, end):
    _, shown = shown_for(age_years="8", bsa_percent=bsa, body_surface_m2="1")
    assert shown.spec["datasets"]["band"][-1]["bsa"] == end
    assert shown.spec["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, end]


def test_both_tube_limits_of_an_adult_stand_in_picture_and_text():
    _, shown = shown_for(age_years="30", iga="3", bsa_percent="20", body_surface_m2="1.8")
    assert [row["grams"] for row in shown.spec["datasets"]["limits"]] == [120, 100]
    assert "one 60 g tube in 1 week, 120 g in 2 weeks, reached at 15.5 to 15.9%" in shown.alt
    assert "one 100 g tube in 2 weeks, 100 g in 2 weeks, reached at 12.9 to 13.2%" in shown.alt
    assert "Estimated 151 to 155 g in 2 weeks at 20 to 20%" in shown.alt
    assert shown.spec["datasets"]["area"] == [{"bsa": 20, "words": "area limit 20%"}]


def test_an_area_limit_that_was_not_read_is_not_drawn():
    _, shown = shown_for(None, age_years="30", bsa_percent="20", body_surface_m2="1.8")
    assert shown.spec["datasets"]["area"] == []
