"""Every spec table is run row by row; every record has one, and every bound is tested on it and just outside."""

import os
from datetime import date

import pytest

from ruxcheck.kernel.check import check, check_record
from ruxcheck.kernel.criteria import CANNOT_TELL, INFINITY, NOT_MET
from ruxcheck.kernel.parsing import parse_value
from ruxcheck.kernel.possible_values import Interval
from ruxcheck.store.files import SPEC, read_spec, spec_path
from ruxcheck.store.reading import load

RULES = load()
RECORDS = {(record.kind, record.id): record for record in RULES.labels + RULES.trials}
ON = date(2026, 11, 22)
EXPECTED = ("core", "overall", "indication", "dosing", "result", "applies", "version")


def all_rows():
    for (kind, name), record in RECORDS.items():
        for table in read_spec(spec_path(kind, name)):
            for row in table.rows:
                yield pytest.param(record, row, id=f"{name}: {row['because']}")


def profile_of(row: dict) -> dict:
    given = {name: row[name] for name in RULES.fields if row.get(name)}
    if row.get("value"):
        given[row["field"]] = row["value"]
    return {name: parse_value(RULES.fields[name], text) for name, text in given.items()}


def answer(record, row: dict):
    if "on" not in row:
        return check_record(profile_of(row), record, ON, RULES)
    return check(profile_of(row), date.fromisoformat(row["on"]), RULES, (record.jurisdiction,)).results[0]


def told(result, row: dict) -> dict:
    found = {"core": result.core, "overall": result.overall, "version": result.id or ""} | result.parts
    if "criterion" in row:
        found["result"] = next(item.result for item in result.criteria if item.criterion.id == row["criterion"])
    if "caution" in row:
        found["applies"] = next(item.applies for item in result.cautions if item.caution.id == row["caution"])
    return {name: found.get(name) for name in EXPECTED if name in row}


@pytest.mark.parametrize(("record", "row"), list(all_rows()))
def test_record_answers_as_its_spec_says(record, row):
    assert told(answer(record, row), row) == {name: row[name] for name in EXPECTED if name in row}


def test_every_record_has_a_spec_and_every_spec_a_record():
    found = {os.path.relpath(os.path.join(place, name), SPEC) for place, _, names in os.walk(SPEC) for name in names}
    assert found == {os.path.relpath(spec_path(*key), SPEC) for key in RECORDS} | {
        "amount.md"
    }  # test_amount.py runs it


@pytest.mark.parametrize("record", [pytest.param(record, id=name) for (_, name), record in RECORDS.items()])
def test_every_reason_is_said_once(record):
    reasons = [row["because"] for table in read_spec(spec_path(record.kind, record.id)) for row in table.rows]
    assert reasons
    assert sorted(reasons) == sorted(set(reasons))


def values_in_spec(record, field: str) -> set:
    """Every value the spec of a record gives for a field, as possible values; None for an empty cell."""
    found = set()
    for table in read_spec(spec_path(record.kind, record.id)):
        for row in table.rows:
            if field in row:
                found.add(parse_value(RULES.fields[field], row[field]) if row[field] else None)
            if row.get("field") == field:
                found.add(parse_value(RULES.fields[field], row["value"]) if row["value"] else None)
    return found


def bounds_of(record):
    for rule in record.criteria:
        ranges = [(rule.field, rule.range)] if rule.field else []
        ranges += [(rule.when.field, rule.when.range)] if rule.when else []
        for field, admitted in ranges:
            for bound, exclusive, outward in (
                (admitted.low, admitted.low_outside, -1),
                (admitted.high, admitted.high_outside, 1),
            ):
                if abs(bound) != INFINITY:
                    yield rule.id, RULES.fields[field], bound, outward * (-1 if exclusive else 1)


BOUNDS = [
    pytest.param(record, field, bound, side, id=f"{name} {rule} {field.id} {bound:g}")
    for (_, name), record in RECORDS.items()
    for rule, field, bound, side in bounds_of(record)
]


@pytest.mark.parametrize(("record", "field", "bound", "side"), BOUNDS)
def test_every_bound_has_a_row_on_it_and_one_just_beyond(record, field, bound, side):
    points = {value.low for value in values_in_spec(record, field.id) if value and value.is_point}
    assert bound in points
    beyond = [point for point in points if 0 < side * (point - bound) <= field.step * 1.001]
    assert beyond or bound in (field.low, field.high), f"no row within {field.step} beyond {bound}"


@pytest.mark.parametrize(
    ("record", "field"),
    [
        pytest.param(record, rule.field, id=f"{name} {rule.field}")
        for (_, name), record in RECORDS.items()
        for rule in record.criteria
        if rule.field
    ],
)
def test_every_field_has_a_row_where_it_is_not_recorded(record, field):
    assert None in values_in_spec(record, field)


def test_a_label_is_met_overall_only_when_every_fact_is_answered():
    facts = {
        "diagnosis_ad": "yes",
        "immunocompromised": "no",
        "topical_rx_inadequate_or_inadvisable": "yes",
        "amount_within_tube_limit": "yes",
    }
    core = {"age_years": "30", "iga": "3", "bsa_percent": "10"}
    record = RECORDS["label", "us/2026-06-30"]
    complete = {name: parse_value(RULES.fields[name], text) for name, text in (core | facts).items()}
    assert check_record(complete, record, ON, RULES).overall == "met"
    for name in facts:
        assert check_record(complete | {name: RULES.fields[name].domain}, record, ON, RULES).overall == CANNOT_TELL
    immune = complete | {"immunocompromised": parse_value(RULES.fields["immunocompromised"], "yes")}
    assert check_record(immune, record, ON, RULES).overall == NOT_MET


def answered_as_asked(record) -> dict:
    """A profile that answers every criterion of a trial as it asks."""
    texts = {"age_years": "8" if record.id == "true-ad3" else "30", "iga": "3", "bsa_percent": "10"}
    texts |= {"ad_duration_years": "5", "target_lesion_cm2": "20", "itch_nrs": "6", "bilirubin_x_uln": "1"}
    texts |= {"ast_or_alt_x_uln": "1", "alkaline_phosphatase_x_uln": "1"}
    texts |= {"haemoglobin_g_dl": "12", "neutrophils_per_ul": "3000", "platelets_per_ul": "250000"}
    for rule in record.criteria:
        texts.setdefault(rule.field, "yes" if rule.range.low == 1 else "no")
    return {name: parse_value(RULES.fields[name], text) for name, text in texts.items()}


@pytest.mark.parametrize("name", ["true-ad", "true-ad3"])
def test_a_trial_read_to_its_end_is_met_overall_only_when_every_question_is_answered(name):
    record = RECORDS["trial", name]
    complete = answered_as_asked(record)
    assert check_record(complete, record, ON, RULES).overall == "met"
    for rule in record.criteria:
        # bilirubin at 1 time the limit: its exception need not be answered
        if rule.when is None or rule.when.field == "age_years":
            without = {field: value for field, value in complete.items() if field != rule.field}
            assert check_record(without, record, ON, RULES).overall == CANNOT_TELL, rule.id


@pytest.mark.parametrize("name", [record.id for record in RULES.trials if record.is_unread])
def test_a_trial_whose_exclusions_were_not_all_read_is_never_met_overall(name):
    record = RECORDS["trial", name]
    profile = {rule.field: RULES.fields[rule.field].domain for rule in record.criteria}
    for rule in record.criteria:
        low, high = (max(rule.range.low, profile[rule.field].low), min(rule.range.high, profile[rule.field].high))
        profile[rule.field] = (
            Interval(low, high)
            if not (rule.range.low_outside or rule.range.high_outside)
            else Interval((low + high) / 2, (low + high) / 2)
        )
    result = check_record(profile, record, ON, RULES)
    assert {item.result for item in result.criteria} == {"met"}
    assert (result.core, result.overall) == ("met", CANNOT_TELL)
