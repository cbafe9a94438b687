"""Every figure that a sentence names is true: at it, just inside and just outside the kernel gives what the words say."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruxcheck.kernel import wording
from ruxcheck.kernel.check import Query, check_record, results_by_bsa
from ruxcheck.kernel.criteria import CANNOT_TELL, INFINITY, MET, Range, range_in_words
from ruxcheck.kernel.json_contract import as_json
from ruxcheck.kernel.possible_values import Interval
from tests.kernel.test_check import CORE, ON, RULES, drawn_profile, every_record, thoroughly

FIGURE = r"(\d+(?:\.\d+)?)"
# how words name a stretch of values, and which of its ends are inside
WORDS = (
    (rf"^under {FIGURE}", lambda high: Range(high=float(high), high_outside=True)),
    (rf"^above {FIGURE}%?$", lambda low: Range(low=float(low), low_outside=True)),
    (rf"^above {FIGURE} to {FIGURE}", lambda low, high: Range(float(low), float(high), low_outside=True)),
    (rf"^{FIGURE} to under {FIGURE}", lambda low, high: Range(float(low), float(high), high_outside=True)),
    (rf"^{FIGURE} to {FIGURE}", lambda low, high: Range(float(low), float(high))),
    (rf"^{FIGURE}.* or (?:more|older)$", lambda low: Range(low=float(low))),
    (rf"^{FIGURE}.* or (?:less|younger)$", lambda high: Range(high=float(high))),
    (rf"^from {FIGURE}", lambda low: Range(low=float(low))),
    (rf"^up to {FIGURE}", lambda high: Range(high=float(high))),
    (rf"^{FIGURE}%?(?: y)?$", lambda only: Range(float(only), float(only))),
    (r"^at any %BSA$", lambda: Range()),
)


def named(words: str) -> Range:
    """The stretch of values that words name."""
    for pattern, made in WORDS:
        if found := re.match(pattern, words):
            return made(*found.groups())
    raise AssertionError(f"no stretch of values in '{words}'")


def beside(admitted: Range, field) -> list[tuple[float, bool]]:
    """Both ends of a stretch and a value on either side of each, with whether it is inside."""
    step = 1 if field.kind == "integer" else 0.001
    ends = [end for end in admitted[:2] if abs(end) != INFINITY]
    points = {end + side for end in ends for side in (-step, 0, step)}
    inside = {point: admitted.admits(Interval(point, point)) == MET for point in points}
    return [(point, known) for point, known in inside.items() if field.low <= point <= field.high]


@pytest.mark.parametrize(
    ("words", "stretch"),
    [
        ("under 2 y", Range(high=2, high_outside=True)),
        ("12 y or older", Range(low=12)),
        ("above 20%", Range(low=20, low_outside=True)),
        ("20% or less", Range(high=20)),
        ("2 to under 12 y", Range(2, 12, high_outside=True)),
        ("3 to 20%", Range(3, 20)),
        ("IGA 4", Range(4, 4)),
    ],
)
def test_words_are_read_back_as_the_stretch_that_they_name(words, stretch):
    field = RULES.fields["age_years" if " y" in words else "iga" if "IGA" in words else "bsa_percent"]
    words = words.removeprefix("IGA ")
    assert named(words) == stretch
    assert range_in_words(field, stretch) == words


@every_record
@thoroughly
@given(data=st.data())
def test_a_margin_is_true_at_and_beside_every_figure_it_names(record, data):
    profile = drawn_profile(data, record, points_only=True)
    result = check_record(profile, record, ON, RULES)
    for margin in result.margins:
        sentence = wording.margin_in_words(margin)
        words = re.search(r"\((?:IGA )?(.*?)\) changes|limit; (.*?) changes", sentence)
        stretch = named(words[1] or words[2])
        becomes = re.search(r"changes the answer to (.*)$", sentence)[1]
        for point, inside in beside(stretch, margin.field):
            there = check_record(profile | {margin.field.id: Interval(point, point)}, record, ON, RULES).core
            assert (there == becomes) == inside, f"{sentence}: at {point} the answer is {there}"


@every_record
@thoroughly
@given(data=st.data())
def test_what_would_settle_an_open_figure_does(record, data):
    profile = drawn_profile(data, record)
    for item in check_record(profile, record, ON, RULES).criteria:
        rule = item.criterion
        if not (item.would_settle and rule.core and item.answered and rule.when is None):
            continue
        words = re.search(r": (.*) would be met$", item.would_settle)[1]
        for point, inside in beside(named(words), RULES.fields[rule.field]):
            possible = profile[rule.field]
            if possible.low <= point <= possible.high:
                there = rule.judge(Interval(point, point))
                assert (there == MET) == inside, f"{item.would_settle}: at {point} {there}"


@every_record
@thoroughly
@given(data=st.data())
def test_a_failed_figure_lies_outside_the_limit_beside_it(record, data):
    profile = drawn_profile(data, record, points_only=True)
    result = check_record(profile, record, ON, RULES)
    for item in result.failed_core:
        if item.criterion.range is None:
            continue
        limit = named(item.criterion.limit)
        assert limit.admits(profile[item.criterion.field]) != MET
        for point, inside in beside(limit, RULES.fields[item.criterion.field]):
            assert (item.criterion.range.admits(Interval(point, point)) == MET) == inside


@thoroughly
@given(data=st.data())
def test_the_stretches_of_bsa_are_true_at_and_beside_their_ends(data):
    record = data.draw(st.sampled_from(RULES.labels + RULES.trials))
    drawn = drawn_profile(data, record)
    profile = {name: drawn[name] for name in CORE}
    query = Query(profile, ON, ("us", "ca", "eu"), {})
    for place, sweep in enumerate(results_by_bsa(query, query.answer(RULES), RULES)):
        covered = []
        for stretch in sweep.stretches:
            words = named(wording.stretch_in_words(stretch.admitted))
            for point, inside in beside(words, RULES.fields["bsa_percent"]):
                there = query._replace(profile=profile | {"bsa_percent": Interval(point, point)}).answer(RULES)
                assert not inside or there.results[place].core == stretch.result, f"{words} {stretch}: {point}"
                covered += [point] * inside
        assert len(covered) == len(set(covered))


@every_record
@thoroughly
@given(data=st.data())
def test_the_json_says_of_a_margin_whether_its_bound_is_inside(record, data):
    profile = drawn_profile(data, record, points_only=True)
    query = Query(profile, ON, ("us", "ca"), {})
    for told, result in zip(as_json(query.answer(RULES), RULES.fields)["results"], query.answer(RULES).results):
        for margin in told.get("margins", []):
            moved = profile | {margin["field"]: Interval(margin["bound"], margin["bound"])}
            there = check_record(moved, result.record, ON, RULES).core
            assert (there == margin["becomes"]) == margin["at_bound"]
            assert result.core != CANNOT_TELL
