"""Every shipped record against brute force: a result about possible values must hold for each value it could be."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruxcheck.kernel.check import check, check_record
from ruxcheck.kernel.criteria import CANNOT_TELL, INFINITY, MET, NOT_MET
from ruxcheck.kernel.parsing import parse_value
from ruxcheck.kernel.possible_values import Interval
from ruxcheck.store.reading import load
from tests.brute_force import holds

RULES = load()
ON = date(2026, 11, 22)
CORE = ("age_years", "iga", "bsa_percent")
thoroughly = settings(derandomize=True, max_examples=40, deadline=None)
every_record = pytest.mark.parametrize("record", [pytest.param(r, id=r.id) for r in RULES.labels + RULES.trials])


def ranges_on(record, name: str) -> list:
    """Every range that a record's rules, or the conditions of these, put on one field."""
    own = [rule.range for rule in record.criteria if rule.field == name]
    return own + [rule.when.range for rule in record.criteria if rule.when and rule.when.field == name]


def corners(record, name: str) -> list[float]:
    """The domain's ends, every bound of the record on this field, and a value just beside each."""
    field = RULES.fields[name]
    bounds = {end for admitted in ranges_on(record, name) for end in admitted[:2] if abs(end) != INFINITY}
    beside = 1 if field.kind != "number" else 0.01
    near = {bound + side for bound in bounds for side in (-beside, 0, beside)}
    return sorted(point for point in near | {field.low, field.high} if field.low <= point <= field.high)


def names_in(record) -> list[str]:
    conditions = [rule.when.field for rule in record.criteria if rule.when]
    return list(dict.fromkeys([*CORE, *conditions, *(rule.field for rule in record.criteria if rule.field)]))


def drawn_profile(data, record, points_only=False) -> dict[str, Interval]:
    ends = {name: st.sampled_from(corners(record, name)) for name in names_in(record)}
    pairs = {name: (data.draw(end), data.draw(end)) for name, end in ends.items()}
    return {
        name: Interval(low, low) if points_only else Interval(*sorted((low, high)))
        for name, (low, high) in pairs.items()
    }


def satisfied(rule, at: dict[str, float]) -> str:
    """One rule at one exactly known patient, straight from its bounds."""
    if rule.range is None:
        return NOT_MET
    if rule.when and not holds(rule.when.range, at[rule.when.field]):
        return MET
    return MET if holds(rule.range, at[rule.field]) else rule.if_not


def at_point(rules: list, at: dict[str, float]) -> str:
    results = {satisfied(rule, at) for rule in rules}
    return next((result for result in (NOT_MET, CANNOT_TELL) if result in results), MET)


def inside(record, name: str, value: Interval) -> list[float]:
    return [*value, *(point for point in corners(record, name) if value.low < point < value.high)]


@every_record
@thoroughly
@given(data=st.data())
def test_the_core_result_is_what_every_possible_patient_says(record, data):
    profile = drawn_profile(data, record)
    rules = [rule for rule in record.criteria if rule.core]
    grid = product(*(sorted(set(inside(record, name, profile[name]))) for name in CORE))
    found = {at_point(rules, dict(zip(CORE, point))) for point in grid}
    expected = found.pop() if len(found) == 1 else CANNOT_TELL
    assert check_record(profile, record, ON, RULES).core == expected


@every_record
@thoroughly
@given(data=st.data())
def test_the_overall_result_holds_for_every_patient_drawn(record, data):
    profile = drawn_profile(data, record)
    choices = {name: st.sampled_from(inside(record, name, value)) for name, value in profile.items()}
    at = {name: data.draw(choice) for name, choice in choices.items()}
    truth, overall = at_point(record.criteria, at), check_record(profile, record, ON, RULES).overall
    assert overall in (truth, CANNOT_TELL)


@every_record
@thoroughly
@given(data=st.data())
def test_knowing_less_never_turns_a_result_round(record, data):
    profile, other = drawn_profile(data, record), drawn_profile(data, record)
    wider = {
        name: Interval(min(one.low, two.low), max(one.high, two.high))
        for (name, one), two in zip(profile.items(), other.values())
    }
    before, after = (check_record(known, record, ON, RULES) for known in (profile, wider))
    assert after.core in (before.core, CANNOT_TELL)
    assert after.overall in (before.overall, CANNOT_TELL)


@every_record
@thoroughly
@given(data=st.data())
def test_a_blank_input_leaves_the_rules_that_need_it_open(record, data):
    profile = drawn_profile(data, record, points_only=True)
    blank = data.draw(st.sampled_from(names_in(record)))
    result = check_record({name: v for name, v in profile.items() if name != blank}, record, ON, RULES)
    for item in result.criteria:
        rule = item.criterion
        applies = rule.when is None or holds(rule.when.range, profile[rule.when.field].low)
        if rule.field == blank:
            assert item.result == (CANNOT_TELL if applies else MET)


@every_record
def test_with_nothing_recorded_only_a_rule_that_needs_nothing_is_settled(record):
    result = check_record({}, record, ON, RULES)
    settled = [item.criterion.field for item in result.criteria if item.result != CANNOT_TELL]
    assert settled == [rule.field for rule in record.criteria if rule.field is None]
    assert result.core == (NOT_MET if settled else CANNOT_TELL)


@every_record
@thoroughly
@given(data=st.data())
def test_a_margin_is_the_nearest_change_and_its_absence_means_none(record, data):
    profile = drawn_profile(data, record, points_only=True)
    before = check_record(profile, record, ON, RULES)
    distances = {margin.field.id: margin.distance for margin in before.margins}
    for name in CORE:
        for point in corners(record, name):
            changed = check_record(profile | {name: Interval(point, point)}, record, ON, RULES).core != before.core
            assert not changed or abs(point - profile[name].low) >= distances[name] - 1e-9


@every_record
@thoroughly
@given(data=st.data())
def test_just_past_a_margin_the_core_result_is_the_one_announced(record, data):
    profile = drawn_profile(data, record, points_only=True)
    for margin in check_record(profile, record, ON, RULES).margins:
        past = 0 if margin.field.kind == "integer" else 0.001 if margin.side == "higher" else -0.001
        moved = profile | {margin.field.id: Interval(margin.bound + past, margin.bound + past)}
        assert check_record(moved, record, ON, RULES).core == margin.becomes
        assert margin.becomes != check_record(profile, record, ON, RULES).core


@every_record
@thoroughly
@given(data=st.data())
def test_a_result_that_cannot_be_told_has_no_margin(record, data):
    result = check_record(drawn_profile(data, record), record, ON, RULES)
    assert result.core != CANNOT_TELL or result.margins == ()


def report_for(**typed: str):
    return check({name: parse_value(RULES.fields[name], text) for name, text in typed.items()}, ON, RULES)


def asked(report) -> set[str]:
    return set().union(*(result.open_fields for result in report.results))


@pytest.mark.parametrize(
    ("typed", "among", "not_among"),
    [
        pytest.param({"age_years": "1", "iga": "3", "bsa_percent": "10"}, set(), {"pregnant"}, id="ruled out everywhere"),
        pytest.param({"age_years": "8", "iga": "3", "bsa_percent": "12"}, {"immunocompromised", "itch_nrs", "uv_2_weeks"}, {"ast_or_alt_x_uln"}, id="a child is not asked for an adult trial's liver tests"),
        pytest.param({"age_years": "30", "iga": "3", "bsa_percent": "12"}, {"ast_or_alt_x_uln", "bilirubin_x_uln"}, {"asthma_high_dose_inhaled_steroid"}, id="an adult is not asked for a child's blood count"),
        pytest.param({"age_years": "30", "iga": "4", "bsa_percent": "12"}, set(), {"strong_cyp3a4_inhibitor"}, id="outside the label, none of its cautions"),
        pytest.param({"age_years": "30", "iga": "3", "bsa_percent": "12", "bilirubin_x_uln": "1"}, set(), {"bilirubin_isolated_direct_below_35"}, id="an exception that is not needed"),
        pytest.param({"age_years": "30", "iga": "3", "bsa_percent": "12", "diagnosis_ad": "no"}, {"earlier_jak_inhibitor"}, {"smoker", "diagnosis_ad"}, id="a label ruled out by a fact"),
    ],
)  # fmt: skip
def test_only_facts_that_can_still_change_something_are_open(typed, among, not_among):
    found = asked(report_for(**typed))
    assert among <= found
    assert not found & not_among


def test_with_nothing_recorded_every_fact_that_a_record_asks_about_is_open():
    report = report_for()
    fields = set().union(*(result.record.fields for result in report.results if result.record))
    of_no_indication = set().union(*(r.record.fields for r in report.results if r.record and r.overall == NOT_MET))
    assert asked(report) >= fields - set(CORE) - of_no_indication - {"bsa_without_scalp"}
