"""The rule kernel against brute force: a result must be what all possible values say, one by one."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ruxcheck.kernel.criteria import CANNOT_TELL, INFINITY, MET, NOT_MET, Criterion, Range, When, worst
from ruxcheck.kernel.possible_values import Interval
from tests.brute_force import holds

exhaustively = settings(derandomize=True, max_examples=300, deadline=None)
RESULTS = (NOT_MET, CANNOT_TELL, MET)
NUMBERS = st.one_of(st.integers(0, 12), st.floats(0, 12, allow_nan=False))


@st.composite
def intervals(draw, numbers=NUMBERS) -> Interval:
    return Interval(*sorted((draw(numbers), draw(numbers))))


@st.composite
def ranges(draw, numbers=NUMBERS, open_bounds=True) -> Range:
    """Ranges as the data files may give them: closed, open or without an end, never empty."""
    low, high = sorted((draw(numbers), draw(numbers)))
    low = -INFINITY if draw(st.booleans()) else low
    high = INFINITY if low != -INFINITY and draw(st.booleans()) else high
    exclusive = st.booleans() if open_bounds and low < high else st.just(False)
    return Range(low, high, draw(exclusive), draw(exclusive))


def points_of(value: Interval, *admitted: Range) -> list[float]:
    """The ends, every bound between them, and a point between each two of these: no stretch is missed."""
    bounds = [bound for range_ in admitted for bound in range_[:2]]
    ends = sorted({*value, *(bound for bound in bounds if value.low <= bound <= value.high)})
    return ends + [(low + high) / 2 for low, high in zip(ends, ends[1:])]


def by_brute_force(truths) -> str:
    found = set(truths)
    return {(True,): MET, (False,): NOT_MET}.get(tuple(found), CANNOT_TELL)


def rule(admitted: Range | None, **more) -> Criterion:
    return Criterion("id", "entry", "statement", "source", "locator", "limit", range=admitted, **more)


@exhaustively
@given(ranges(), intervals())
def test_a_range_admits_what_all_its_points_say(admitted, value):
    assert admitted.admits(value) == by_brute_force(holds(admitted, point) for point in points_of(value, admitted))


@exhaustively
@given(ranges(st.integers(0, 12), open_bounds=False), intervals(st.integers(0, 12)))
def test_a_range_over_whole_numbers_admits_what_each_of_them_says(admitted, value):
    whole = range(value.low, value.high + 1)
    assert admitted.admits(value) == by_brute_force(holds(admitted, point) for point in whole)


@exhaustively
@given(ranges(), intervals(), intervals())
def test_widening_never_turns_a_result_round(admitted, value, other):
    wider = Interval(min(value.low, other.low), max(value.high, other.high))
    assert admitted.admits(wider) in (admitted.admits(value), CANNOT_TELL)


@exhaustively
@given(ranges(), NUMBERS)
def test_a_value_known_exactly_is_always_settled(admitted, number):
    assert admitted.admits(Interval(number, number)) in (MET, NOT_MET)


@exhaustively
@given(ranges(), intervals())
def test_the_facing_bounds_are_those_that_settle_the_value(admitted, value):
    inside = [holds(admitted, point) for point in points_of(value, admitted)]
    facing = admitted.facing(value)
    assert [holds(facing, point) for point in points_of(value, admitted)] == inside
    assert set(facing[:2]) <= {*admitted[:2], -INFINITY, INFINITY}


@exhaustively
@given(ranges(), ranges(), intervals(), intervals())
def test_a_rule_with_when_is_not_applying_or_satisfied(admitted, applying, value, applies):
    result = rule(admitted, when=When("other", applying, "words")).judge(value, applies)
    pairs = [(x, y) for x in points_of(value, admitted) for y in points_of(applies, applying)]
    assert result == by_brute_force(not holds(applying, y) or holds(admitted, x) for x, y in pairs)


@exhaustively
@given(ranges(), intervals())
def test_a_condition_of_measurement_never_fails_a_patient(admitted, value):
    strict, lenient = rule(admitted).judge(value), rule(admitted, if_not=CANNOT_TELL).judge(value)
    assert lenient == {NOT_MET: CANNOT_TELL}.get(strict, strict)


@exhaustively
@given(ranges(), ranges(), intervals(), intervals())
def test_a_condition_of_measurement_outside_its_when_is_met(admitted, applying, value, applies):
    result = rule(admitted, if_not=CANNOT_TELL, when=When("other", applying, "words")).judge(value, applies)
    if not any(holds(applying, point) for point in points_of(applies, applying)):
        assert result == MET
    assert result != NOT_MET


def test_a_rule_that_nobody_can_satisfy_is_never_met():
    assert rule(None).judge(None) == NOT_MET


@exhaustively
@given(st.lists(st.sampled_from(RESULTS)))
def test_worst_is_kleene_and(results):
    expected = NOT_MET if NOT_MET in results else CANNOT_TELL if CANNOT_TELL in results else MET
    assert worst(results) == worst(iter(reversed(results))) == expected


@exhaustively
@given(st.lists(st.sampled_from(RESULTS)), st.lists(st.sampled_from(RESULTS)))
def test_worst_may_be_taken_in_any_grouping(some, others):
    assert worst([worst(some), worst(others)]) == worst(some + others)
