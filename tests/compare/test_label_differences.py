"""What differs between two label versions: read off the records by hand, and never more certain than what was read."""

from itertools import permutations

import pytest

from ruxcheck.compare.label_differences import (
    CHANGED,
    ONLY_FIRST,
    ONLY_SECOND,
    SAME,
    absent_in_words,
    difference,
    in_short,
    limits,
    subject,
    unread_only,
)
from ruxcheck.store.reading import load

RULES = load()
LABELS = {record.id: record for record in RULES.labels}
US = ("us/2021-09-21", "us/2022-07-18", "us/2025-09-18", "us/2026-06-30")
CA = ("ca/2024-10-16", "ca/2025-10-15")
EU = "eu/2023-04-19"


def by_subject(first: str, second: str) -> dict:
    return {subject(change, RULES): change for change in difference(LABELS[first], LABELS[second])}


def of(first: str, second: str, status: str, part: str | None = None) -> set[str]:
    changes = difference(LABELS[first], LABELS[second])
    return {subject(c, RULES) for c in changes if c.status == status and (part is None or (c.part == "caution") == (part == "caution"))}  # fmt: skip


def test_the_age_of_2_came_with_the_version_of_september_2025():
    age = by_subject(US[1], US[2])["Age"]
    assert age.status == CHANGED
    assert (limits(age.first), limits(age.second)) == ("12 y or older", "2 y or older")
    assert "Age 12 y or older → 2 y or older" in in_short(LABELS[US[1]], LABELS[US[2]], RULES)


def test_a_tube_limit_that_became_two_counts_as_changed_and_not_as_removed_and_added():
    change = by_subject(US[1], US[2])["Amount within the label's tube limit"]
    assert change.status == CHANGED
    assert [rule.id for rule in change.first] == ["tube-limit"]
    assert [rule.id for rule in change.second] == ["tube-limit-12-and-over", "tube-limit-2-to-11"]


def test_the_100_g_tube_changes_the_amount_although_the_rule_keeps_its_name():
    assert of(US[0], US[1], CHANGED) == {"Amount within the label's tube limit", "Boxed warning"}


def test_the_area_limit_is_the_same_in_every_united_states_version():
    for first, second in zip(US, US[1:]):
        assert by_subject(first, second)["%BSA"].status == SAME


def test_hypoglycaemia_is_all_that_june_2026_adds():
    assert of(US[2], US[3], ONLY_SECOND) == {"Hypoglycaemia"}
    assert of(US[2], US[3], CHANGED) == of(US[2], US[3], ONLY_FIRST) == set()


def test_where_a_rule_stands_is_no_difference():
    lipids = by_subject(US[2], US[3])["Lipids"]
    assert lipids.first[0].locator != lipids.second[0].locator
    assert lipids.status == SAME


def test_the_canadian_versions_differ_in_age_alone():
    assert of(*CA, CHANGED) == {"Age"}
    assert of(*CA, ONLY_FIRST) == of(*CA, ONLY_SECOND) == set()
    assert limits(by_subject(*CA)["Age"].second) == "2 y or older"


def test_what_was_not_read_of_canada_is_not_called_absent():
    assert absent_in_words(LABELS[CA[1]], "dosing") == "not read"
    assert absent_in_words(LABELS[CA[1]], "caution") == "not read"
    assert "not all of this part was read" in absent_in_words(LABELS[CA[1]], "indication")
    assert absent_in_words(LABELS[US[3]], "caution") == "not in it"
    assert "of the second, some text on" in in_short(LABELS[US[3]], LABELS[CA[1]], RULES)


def test_the_united_states_against_canada():
    changes = by_subject(US[3], CA[1])
    assert changes["Age"].status == changes["IGA"].status == SAME
    assert changes["%BSA"].status == ONLY_FIRST
    assert changes["Topical corticosteroids, calcineurin inhibitors inadequate or not advisable"].status == ONLY_SECOND


def test_the_european_union_against_the_united_states():
    changes = by_subject(EU, US[3])
    assert changes["Indication"].status == ONLY_FIRST
    assert changes["Age"].status == ONLY_SECOND
    pregnancy = changes["Pregnancy"]
    assert (pregnancy.status, pregnancy.first[0].level, pregnancy.second[0].level) == (
        CHANGED,
        "contraindicated",
        "insufficient data",
    )
    assert "atopic dermatitis" in absent_in_words(LABELS[EU], "dosing")
    assert in_short(LABELS[EU], LABELS[US[3]], RULES).startswith("The first has no atopic dermatitis indication")


@pytest.mark.parametrize("name", LABELS)
def test_a_version_does_not_differ_from_itself(name):
    record = LABELS[name]
    assert {change.status for change in difference(record, record)} <= {SAME}
    assert in_short(record, record, RULES).endswith(
        ("Nothing differs in what was read", "no atopic dermatitis indication")
    )
    assert unread_only(record, record) == ()


@pytest.mark.parametrize(("first", "second"), list(permutations(LABELS, 2)))
def test_every_rule_and_caution_is_compared_once_and_the_other_way_round_is_the_mirror(first, second):
    there, back = (difference(LABELS[a], LABELS[b]) for a, b in ((first, second), (second, first)))
    for side, record in (("first", LABELS[first]), ("second", LABELS[second])):
        ids = [(change.part == "caution", item.id) for change in there for item in getattr(change, side)]
        own = [(False, rule.id) for rule in record.criteria] + [(True, caution.id) for caution in record.cautions]
        assert sorted(ids) == sorted(own)
    mirror = {ONLY_FIRST: ONLY_SECOND, ONLY_SECOND: ONLY_FIRST, CHANGED: CHANGED, SAME: SAME}
    assert {(c.first, mirror[c.status]) for c in map(strip, there)} == {(c.second, c.status) for c in map(strip, back)}


def strip(change):
    """The change with ids in place of its rules, in no order."""
    ids = [tuple(sorted(item.id for item in items)) for items in (change.first, change.second)]
    return change._replace(first=ids[0], second=ids[1])


def test_differences_stand_before_what_is_the_same():
    statuses = [change.status == SAME for change in difference(LABELS[US[1]], LABELS[US[2]])]
    assert statuses == sorted(statuses)
