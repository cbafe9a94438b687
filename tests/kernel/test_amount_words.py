"""Amounts of cream in words."""

import pytest

from ruxcheck.kernel.amount import TubeLimit, amount_of
from ruxcheck.kernel.criteria import MET
from ruxcheck.kernel.parsing import parse_value
from ruxcheck.kernel.possible_values import Interval
from ruxcheck.kernel.wording import (
    doubts_in_words,
    ends_in_words,
    figure_in_words,
    grams_in_words,
    limits_in_words,
    surface_in_words,
    tube_in_words,
)
from ruxcheck.store.reading import load

RULES = load()
LABEL = next(record for record in RULES.labels if record.id == "us/2026-06-30")
RULE = {rule.id: rule for rule in LABEL.criteria}


def estimate(**typed: str):
    profile = {name: parse_value(RULES.fields[name], text) for name, text in typed.items()}
    return amount_of(profile, RULES.amount_facts, RULES.fields)


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (0, "0"),
        (0.04, "0"),
        (0.06, "0.1"),
        (8, "8"),
        (8.44, "8.4"),
        (63.0, "63"),
        (99.94, "99.9"),
        (99.96, "100"),
        (100, "100"),
        (100.4, "100"),
        (151.2, "151"),
        (1234.6, "1235"),
    ],
)
def test_a_figure_has_one_decimal_below_100_and_none_from_there(figure, words):
    assert figure_in_words(figure) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        pytest.param(39.2, 63, "39.2 to 63", id="two ends"),
        pytest.param(63, 63, "63", id="one figure"),
        pytest.param(8.41, 8.44, "8.4", id="both round to the same"),
        pytest.param(99.8, 101.4, "99.8 to 101", id="on both sides of 100"),
        pytest.param(0, 399, "0 to 399", id="from nothing"),
    ],
)
def test_an_estimate_in_words(low, high, words):
    assert ends_in_words(Interval(low, high)) == words
    assert grams_in_words(Interval(low, high)) == f"{words} g"


@pytest.mark.parametrize(
    ("tube_g", "tubes", "days", "words"),
    [
        (60, 1, 7, "one 60 g tube in 1 week"),
        (60, 1, 14, "one 60 g tube in 2 weeks"),
        (100, 1, 14, "one 100 g tube in 2 weeks"),
        (5, 1, 1, "one 5 g tube in a day"),
        (60, 2, 7, "2 tubes of 60 g in 1 week"),
        (100, 3, 28, "3 tubes of 100 g in 28 days"),
    ],
)
def test_a_tube_limit_in_words(tube_g, tubes, days, words):
    assert tube_in_words(TubeLimit(tube_g, tubes, days, MET)) == words


@pytest.mark.parametrize(
    ("rule", "age", "surface", "bsa", "words"),
    [
        pytest.param(
            "tube-limit-2-to-11",
            "8",
            "0.95",
            "12",
            "estimated 23.5 to 47.9 g, within one 60 g tube in 2 weeks",
            id="one tube, within",
        ),
        pytest.param(
            "tube-limit-2-to-11",
            "8",
            "0.95",
            "16",
            "estimated 31.4 to 63.8 g, on both sides of one 60 g tube in 2 weeks",
            id="one tube, on both sides",
        ),
        pytest.param(
            "tube-limit-2-to-11",
            "8",
            "0.95",
            "40",
            "estimated 78.4 to 160 g, over one 60 g tube in 2 weeks",
            id="one tube, over",
        ),
        pytest.param(
            "tube-limit-12-and-over",
            "30",
            "1.8",
            "10",
            "estimated 37.8 to 38.8 g, within one 60 g tube in 1 week; "
            "estimated 75.6 to 77.6 g, within one 100 g tube in 2 weeks",
            id="within both tubes",
        ),
        pytest.param(
            "tube-limit-12-and-over",
            "30",
            "1.8",
            "14.5",
            "estimated 54.8 to 56.3 g, within one 60 g tube in 1 week; "
            "estimated 110 to 113 g, over one 100 g tube in 2 weeks. Depends on the tube",
            id="the tubes disagree",
        ),
        pytest.param(
            "tube-limit-12-and-over",
            "30",
            "1.8",
            "13",
            "estimated 49.1 to 50.5 g, within one 60 g tube in 1 week; "
            "estimated 98.3 to 101 g, on both sides of one 100 g tube in 2 weeks",
            id="within one tube, on both sides of the other",
        ),
    ],
)
def test_every_tube_limit_against_the_estimate_in_words(rule, age, surface, bsa, words):
    assert limits_in_words(estimate(age_years=age, body_surface_m2=surface, bsa_percent=bsa), RULE[rule]) == words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"body_surface_m2": "0.95"}, "0.95 m2, as given"),
        ({"body_surface_m2": "1"}, "1 m2, as given"),
        ({"body_surface_m2": "0.9-1"}, "0.9 to 1 m2, as given"),
        ({"body_surface_m2": "0.951-0.952"}, "0.95 m2, as given"),
        ({"weight_kg": "25", "height_cm": "144"}, "1 m2, by Mosteller's formula from weight and height"),
        ({"weight_kg": "70", "height_cm": "170"}, "1.82 m2, by Mosteller's formula from weight and height"),
        ({"weight_kg": "16-25", "height_cm": "144"}, "0.8 to 1 m2, by Mosteller's formula from weight and height"),
        ({"weight_kg": "25"}, "not known; the table of fingertip units by age stands in for it"),
        ({}, "not known; the table of fingertip units by age stands in for it"),
    ],
)
def test_the_body_surface_and_where_it_comes_from_in_words(typed, words):
    assert surface_in_words(estimate(age_years="8", bsa_percent="10", **typed)) == words


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        pytest.param(
            {"age_years": "8", "weight_kg": "250"},
            ["Weight 250 kg and age 8 y: is one of them mistyped?"],
            id="an adult's weight at 8 years",
        ),
        pytest.param({"age_years": "8", "weight_kg": "150"}, [], id="on the bound"),
        pytest.param(
            {"age_years": "8", "weight_kg": "150.1"},
            ["Weight 150.1 kg and age 8 y: is one of them mistyped?"],
            id="just outside",
        ),
        pytest.param({"age_years": "8-20", "weight_kg": "250"}, [], id="an age at which it may be right"),
        pytest.param({"age_years": "8", "weight_kg": "20-250"}, [], id="a weight that may be right"),
        pytest.param({"weight_kg": "250"}, [], id="without an age"),
        pytest.param({"age_years": "8"}, [], id="without a weight"),
        pytest.param(
            {"age_years": "4", "height_cm": "170"},
            ["Height 170 cm and age 4 y: is one of them mistyped?"],
            id="a height of an adult at 4 years",
        ),
        pytest.param(
            {"weight_kg": "170", "height_cm": "65"},
            ["Weight 170 kg and height 65 cm: is one of them mistyped?"],
            id="weight and height in each other's place",
        ),
        pytest.param(
            {"weight_kg": "25", "height_cm": "144", "body_surface_m2": "1.6"},
            ["Body surface 1.6 m2 and weight 25 kg: is one of them mistyped?"],
            id="a body surface far from the formula's 1.0 m2",
        ),
        pytest.param({"weight_kg": "25", "height_cm": "144", "body_surface_m2": "1.5"}, [], id="half as much again"),
    ],
)
def test_figures_that_hardly_belong_to_one_person_are_asked_about(typed, asked):
    profile = {name: parse_value(RULES.fields[name], text) for name, text in typed.items()}
    assert doubts_in_words(profile, RULES.fields) == asked
