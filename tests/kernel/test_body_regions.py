"""Counting %BSA by region or by palm: the charts as they were read, by age, and what they add up to."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruxcheck.kernel.amount import affected
from ruxcheck.kernel.parsing import parse_value
from ruxcheck.kernel.possible_values import Interval
from ruxcheck.store.evidence_files import load_regions
from ruxcheck.store.reading import load

REGIONS = load_regions()
AGE = load().fields["age_years"]
LUND_BROWDER, RULE_OF_NINES = REGIONS.charts

exhaustively = settings(derandomize=True, max_examples=200, deadline=None)

# as it stands in the facts, limbs per side: under 1 year, 1 to 4, 5 to 9, 10 to 14, 15 years
AS_READ = {
    "Head": (19, 17, 13, 11, 9),
    "Neck": (2, 2, 2, 2, 2),
    "Trunk, front": (13, 13, 13, 13, 13),
    "Trunk, back": (13, 13, 13, 13, 13),
    "Buttock, right": (2.5, 2.5, 2.5, 2.5, 2.5),
    "Buttock, left": (2.5, 2.5, 2.5, 2.5, 2.5),
    "Genitalia": (1, 1, 1, 1, 1),
    "Upper arm, right": (4, 4, 4, 4, 4),
    "Upper arm, left": (4, 4, 4, 4, 4),
    "Lower arm, right": (3, 3, 3, 3, 3),
    "Lower arm, left": (3, 3, 3, 3, 3),
    "Hand, right": (2.5, 2.5, 2.5, 2.5, 2.5),
    "Hand, left": (2.5, 2.5, 2.5, 2.5, 2.5),
    "Thigh, right": (5.5, 6.5, 8, 8.5, 9),
    "Thigh, left": (5.5, 6.5, 8, 8.5, 9),
    "Lower leg, right": (5, 5, 5.5, 6, 6.5),
    "Lower leg, left": (5, 5, 5.5, 6, 6.5),
    "Foot, right": (3.5, 3.5, 3.5, 3.5, 3.5),
    "Foot, left": (3.5, 3.5, 3.5, 3.5, 3.5),
}
NINES_AS_READ = {
    "Head, with neck": (9,),
    "Arm, right": (9,),
    "Arm, left": (9,),
    "Trunk, front": (18,),
    "Trunk, back": (18,),
    "Leg, right": (18,),
    "Leg, left": (18,),
    "Genitalia": (1,),
}
COLUMNS = [
    pytest.param(chart, column, id=f"{chart.id}, {ages}")
    for chart in REGIONS.charts
    for column, (ages, _) in enumerate(chart.columns)
]


@pytest.mark.parametrize(
    ("chart", "as_read"),
    [(LUND_BROWDER, AS_READ), (RULE_OF_NINES, NINES_AS_READ)],
    ids=lambda given: getattr(given, "id", ""),
)
def test_every_share_is_the_one_that_was_read(chart, as_read):
    assert {name: region.percent for region in chart.regions for _, name in region.parts} == as_read


@pytest.mark.parametrize(("chart", "column"), COLUMNS)
def test_the_parts_of_every_column_add_to_the_whole_body(chart, column):
    shares = chart.shares(column)
    assert sum(shares.values()) == 100
    assert affected(shares, dict.fromkeys(shares, 100)) == 100
    assert affected(shares, {}) == affected(shares, dict.fromkeys(shares, 0)) == 0


def test_the_adult_column_that_nobody_verified_is_left_out():
    assert [chart.id for chart in REGIONS.charts] == ["lund-browder", "rule-of-nines"]
    assert [ages[:2] for _, ages in LUND_BROWDER.columns] == [(0, 1), (1, 5), (5, 10), (10, 15), (15, 16)]
    assert [ages.low for _, ages in RULE_OF_NINES.columns] == [18]


@pytest.mark.parametrize(
    ("age", "chart", "ages"),
    [
        ("0", "lund-browder", "under 1 year"),
        ("11 months", "lund-browder", "under 1 year"),
        ("1", "lund-browder", "1 to 4 years"),
        ("4y11m", "lund-browder", "1 to 4 years"),
        ("5", "lund-browder", "5 to 9 years"),
        ("9y11m", "lund-browder", "5 to 9 years"),
        ("10", "lund-browder", "10 to 14 years"),
        ("14y11m", "lund-browder", "10 to 14 years"),
        ("15", "lund-browder", "15 years"),
        ("15y11m", "lund-browder", "15 years"),
        ("18", "rule-of-nines", "adults, 18 years and older"),
        ("120", "rule-of-nines", "adults, 18 years and older"),
        ("5-9", "lund-browder", "5 to 9 years"),
        ("18-60", "rule-of-nines", "adults, 18 years and older"),
    ],
)
def test_the_chart_for_an_age(age, chart, ages):
    found, column = REGIONS.chart_for(parse_value(AGE, age))
    assert (found.id, found.columns[column][0]) == (chart, ages)


@pytest.mark.parametrize(
    "age",
    [
        pytest.param("16", id="16 years: no verified chart"),
        pytest.param("17y11m", id="one month before the eighteenth birthday: no verified chart"),
        pytest.param("4-5", id="two columns of one chart"),
        pytest.param("15-16", id="partly outside every chart"),
        pytest.param("15-18", id="two charts with a gap between them"),
        pytest.param("?", id="age not recorded"),
    ],
)
def test_no_chart_where_none_holds_every_possible_age(age):
    assert REGIONS.chart_for(parse_value(AGE, age)) is None


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0, 0), (0.5, 0.4, 0.5), (1, 0.8, 1), (12, 9.6, 12), (100, 80, 100), (110, 88, 100), (200, 100, 100)],
)
def test_palms_count_from_the_measured_to_the_usual_share(count, low, high):
    assert REGIONS.of_palms(count) == Interval(low, high)


@pytest.mark.parametrize(
    ("parts", "percent"),
    [
        pytest.param({"head": 100}, 13, id="the whole head at 8 years"),
        pytest.param({"head": 50}, 6.5, id="half of the head"),
        pytest.param({"hand-right": 100, "hand-left": 100}, 5, id="both hands"),
        pytest.param({"thigh-left": 100}, 8, id="one thigh"),
        pytest.param({"genitalia": 4}, 0, id="under 0.05% reads as none"),
        pytest.param({"genitalia": 6}, 0.1, id="rounded to a tenth"),
    ],
)
def test_affected_parts_add_up(parts, percent):
    chart, column = REGIONS.chart_for(Interval(8, 8))
    assert affected(chart.shares(column), parts) == percent


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        pytest.param({"nose": 10}, "nose: 10 was given", id="a part of no chart"),
        pytest.param({"arm": 10}, "arm: 10 was given", id="a paired part without its side"),
        pytest.param({"head": -0.1}, "head: -0.1 was given", id="just under 0"),
        pytest.param({"head": 100.1}, "head: 100.1 was given", id="just over 100"),
        pytest.param({"head": float("nan")}, "head: nan was given", id="no number"),
    ],
)
def test_a_part_that_cannot_be_counted_is_refused_with_what_is_allowed(parts, words):
    shares = RULE_OF_NINES.shares(0)
    names = "head, arm-right, arm-left, trunk-front, trunk-back, leg-right, leg-left, genitalia"
    with pytest.raises(ValueError, match="allowed") as refused:
        affected(shares, {"trunk-front": 10} | parts)
    assert str(refused.value) == f"{words}; allowed: 0 to 100 percent of {names}"


@exhaustively
@given(st.sampled_from(COLUMNS), st.data())
def test_no_choice_of_parts_leaves_0_to_100(column, data):
    chart, number = column.values
    shares = chart.shares(number)
    parts = data.draw(st.dictionaries(st.sampled_from(sorted(shares)), st.floats(0, 100)))
    assert 0 <= affected(shares, parts) <= 100
