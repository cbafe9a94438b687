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
LUND_BROWDER, RULE_OF_NINES, BETWEEN = REGIONS.charts

exhaustively = settings(derandomize=True, max_examples=200, deadline=None)

# as it stands in the facts, one side of paired regions: under 1 year, 1 to 4, 5 to 9, 10 to 14, 15 years
AS_READ = {
    "Head": (19, 17, 13, 11, 9),
    "Neck": (2, 2, 2, 2, 2),
    "Trunk, front": (13, 13, 13, 13, 13),
    "Trunk, back": (13, 13, 13, 13, 13),
    "Buttock": (2.5, 2.5, 2.5, 2.5, 2.5),
    "Genitalia": (1, 1, 1, 1, 1),
    "Upper arm": (4, 4, 4, 4, 4),
    "Lower arm": (3, 3, 3, 3, 3),
    "Hand": (2.5, 2.5, 2.5, 2.5, 2.5),
    "Thigh": (5.5, 6.5, 8, 8.5, 9),
    "Lower leg": (5, 5, 5.5, 6, 6.5),
    "Foot": (3.5, 3.5, 3.5, 3.5, 3.5),
}
NINES_AS_READ = {
    "Head, with neck": (9,),
    "Arm": (9,),
    "Trunk, front": (18,),
    "Trunk, back": (18,),
    "Leg": (18,),
    "Genitalia": (1,),
}
# which regions of Lund and Browder make up one of the rule of nines
TOGETHER = {
    "head": ("head", "neck"),
    "arm": ("upper-arm", "lower-arm", "hand"),
    "trunk-front": ("trunk-front",),
    "trunk-back": ("trunk-back", "buttock", "buttock"),
    "leg": ("thigh", "lower-leg", "foot"),
    "genitalia": ("genitalia",),
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
    shares = {region.label: tuple(percent.low for percent in region.percent) for region in chart.regions}
    assert shares == as_read
    assert all(percent.is_point for region in chart.regions for percent in region.percent)


def test_between_15_years_and_adults_a_share_goes_from_the_lower_to_the_higher_of_both_charts():
    at_15 = {region.id: region.percent[-1].low for region in LUND_BROWDER.regions}
    adults = {region.id: region.percent[0].low for region in RULE_OF_NINES.regions}
    for region in BETWEEN.regions:
        shares = sorted((sum(at_15[name] for name in TOGETHER[region.id]), adults[region.id]))
        assert region.percent == (Interval(*shares),), region.label


@pytest.mark.parametrize(("chart", "column"), COLUMNS)
def test_the_parts_of_every_column_add_to_the_whole_body(chart, column):
    shares = chart.shares(column)
    low, high = (sum(ends) for ends in zip(*shares.values()))
    assert (low, high) == ((95, 105) if chart is BETWEEN else (100, 100))
    assert affected(shares, dict.fromkeys(shares, 100)) == Interval(min(low, 100), 100)
    assert affected(shares, {}) == affected(shares, dict.fromkeys(shares, 0)) == Interval(0, 0)


def test_a_region_seen_from_both_sides_is_counted_half_and_half():
    chart, column = REGIONS.chart_for(Interval(8, 8))
    names = {part: name for region in chart.regions for part, name in region.parts}
    assert names["hand-left-back"] == "Hand, left, back"
    assert names["buttock-right"] == "Buttock, right"
    assert names["trunk-front"] == "Trunk, front"
    shares = chart.shares(column)
    assert shares["hand-left-back"] == shares["hand-left-front"] == Interval(1.25, 1.25)
    assert shares["trunk-front"] == Interval(13, 13)


def test_the_adult_column_that_nobody_verified_is_left_out():
    assert [chart.id for chart in REGIONS.charts] == ["lund-browder", "rule-of-nines", "between-charts"]
    assert [ages[:2] for _, ages in LUND_BROWDER.columns] == [(0, 1), (1, 5), (5, 10), (10, 15), (15, 16)]
    assert [ages.low for _, ages in RULE_OF_NINES.columns] == [18]
    assert [ages[:2] for _, ages in BETWEEN.columns] == [(16, 18)]


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
        ("16", "between-charts", "16 and 17 years"),
        ("17y11m", "between-charts", "16 and 17 years"),
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
        pytest.param("4-5", id="two columns of one chart"),
        pytest.param("15-16", id="two charts"),
        pytest.param("15-18", id="three charts"),
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
        pytest.param({"head-front": 100, "head-back": 100}, 13, id="the whole head at 8 years"),
        pytest.param({"head-front": 100}, 6.5, id="half of the head"),
        pytest.param({"hand-right-back": 100, "hand-left-back": 100}, 2.5, id="the backs of both hands"),
        pytest.param({"thigh-left-front": 100, "thigh-left-back": 50}, 6, id="three quarters of one thigh"),
        pytest.param({"genitalia": 4}, 0, id="under 0.05% reads as none"),
        pytest.param({"genitalia": 6}, 0.1, id="rounded to a tenth"),
    ],
)
def test_affected_parts_add_up(parts, percent):
    chart, column = REGIONS.chart_for(Interval(8, 8))
    assert affected(chart.shares(column), parts) == Interval(percent, percent)


def test_a_share_that_is_a_range_gives_a_range():
    chart, column = REGIONS.chart_for(Interval(17, 17))
    assert affected(chart.shares(column), {"trunk-front": 100, "arm-left-front": 100}) == Interval(17.5, 22.8)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        pytest.param({"nose": 10}, "nose: 10 was given", id="a part of no chart"),
        pytest.param({"arm": 10}, "arm: 10 was given", id="a paired part without its side"),
        pytest.param({"trunk-back": -0.1}, "trunk-back: -0.1 was given", id="just under 0"),
        pytest.param({"trunk-back": 100.1}, "trunk-back: 100.1 was given", id="just over 100"),
        pytest.param({"trunk-back": float("nan")}, "trunk-back: nan was given", id="no number"),
    ],
)
def test_a_part_that_cannot_be_counted_is_refused_with_what_is_allowed(parts, words):
    shares = RULE_OF_NINES.shares(0)
    names = (
        "head-front, head-back, arm-right-front, arm-right-back, arm-left-front, arm-left-back, trunk-front, trunk-back, "
        "leg-right-front, leg-right-back, leg-left-front, leg-left-back, genitalia"
    )
    with pytest.raises(ValueError, match="allowed") as refused:
        affected(shares, {"trunk-front": 10} | parts)
    assert str(refused.value) == f"{words}; allowed: 0 to 100 percent of {names}"


@exhaustively
@given(st.sampled_from(COLUMNS), st.data())
def test_no_choice_of_parts_leaves_0_to_100(column, data):
    chart, number = column.values
    shares = chart.shares(number)
    parts = data.draw(st.dictionaries(st.sampled_from(sorted(shares)), st.floats(0, 100)))
    low, high = affected(shares, parts)
    assert 0 <= low <= high <= 100
