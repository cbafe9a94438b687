"""Grams of cream: every row of `tests/spec/amount.md`, and that the table leaves no age, input or limit out."""

import os
from datetime import date

import pytest

from ruxcheck.kernel.amount import Amount, amount_of, tube_limits
from ruxcheck.kernel.check import check
from ruxcheck.kernel.criteria import CANNOT_TELL, MET, NOT_MET
from ruxcheck.kernel.parsing import parse_value
from ruxcheck.kernel.possible_values import Interval, Profile
from ruxcheck.store.files import SPEC, read_spec
from ruxcheck.store.reading import load

RULES = load()
FIELDS, FACTS = RULES.fields, RULES.amount_facts
TABLES = read_spec(os.path.join(SPEC, "amount.md"))
ARITHMETIC, ROWS = TABLES[0].rows, [row for table in TABLES[1:] for row in table.rows]
LIMITED = [(record.id, rule.id) for record in RULES.labels for rule in record.criteria if rule.amount_limits]
TUBES = ("60 g in 2 weeks", "60 g in 1 week", "100 g in 2 weeks")


def profile_of(**typed: str) -> Profile:
    return {name: parse_value(FIELDS[name], text) for name, text in typed.items() if name in FIELDS and text}


def assumed_only(amount: Amount | None) -> Amount | None:
    """The amount at the assumption alone; none where the table by age stands in for it."""
    return amount._replace(usages=(FACTS.assumed,)) if amount and FACTS.assumed in amount.usages else None


def as_printed(ends: Interval, cell: str) -> str:
    """The ends of an estimate with as many decimals as the cell of the table has, once where both read the same."""
    places = [len(part.partition(".")[2]) for part in cell.split(" to ")]
    return " to ".join(dict.fromkeys(f"{end:.{n}f}" for end, n in zip(ends, (places[0], places[-1]))))


FIGURES = {
    "surface": lambda amount: amount.surface_m2,
    "fingertip_units": lambda amount: amount.fingertip_units,
    "per_application": lambda amount: amount.per_application,
    "per_1_week": lambda amount: amount.over(7),
    "per_2_weeks": lambda amount: amount.over(14),
}


def told(row: dict) -> dict:
    """What the kernel says for each expected column of a row."""
    profile = profile_of(**row)
    amount = amount_of(profile, FACTS, FIELDS)
    found = {"basis": amount.basis if amount else "none"}
    found["estimates"] = ", ".join(usage.id for usage in amount.usages) if amount else "none"
    for name, cell in row.items():
        of = assumed_only(amount) if name.startswith("assumed_") else amount
        figure = FIGURES.get(name.removeprefix("assumed_"))
        if figure:
            ends = figure(of) if of else None
            found[name] = as_printed(ends, cell) if ends else "none"
    if "on" in row:
        result = check(profile, date.fromisoformat(row["on"]), RULES, ("us",)).results[0]
        results = {item.criterion.id: item.result for item in result.criteria}
        found |= {"version": result.id, "core": result.core, "overall": result.overall}
        found["result"] = results.get(row.get("criterion"))
        if row.get("estimate", "-") != "-":
            found["estimate"] = _where_it_lies(amount, row["version"], row["criterion"])
    return {name: found[name] for name in row if name in found}


def _where_it_lies(amount: Amount | None, version: str, criterion: str) -> str:
    """The estimate against every tube of a limit: met within all, not met over all, else cannot tell."""
    record = next(record for record in RULES.labels if record.id == version)
    rule = next(rule for rule in record.criteria if rule.id == criterion)
    found = {limit.result for limit in tube_limits(amount, rule)}
    return found.pop() if len(found) == 1 else CANNOT_TELL


@pytest.mark.parametrize("row", [pytest.param(row, id=row["because"]) for row in ROWS])
def test_an_amount_is_what_its_spec_says(row):
    answer = told(row)
    assert answer
    assert answer == {name: row[name] for name in answer}


@pytest.mark.parametrize("row", [pytest.param(row, id=row["because"]) for row in ARITHMETIC])
def test_the_arithmetic_of_the_assumption(row):
    profile = profile_of(body_surface_m2=row["body_surface_m2"], bsa_percent="20")
    amount = assumed_only(amount_of(profile, FACTS, FIELDS))
    assert as_printed(amount.per_percent, row["g for 1%"]) == row["g for 1%"]
    assert as_printed(amount.over(14), row["2 weeks at 20%"]) == row["2 weeks at 20%"]
    for tube in TUBES:
        grams, number, _ = tube.replace(" g in", "").split()
        reached = amount.reaches(int(grams), int(number) * 7)
        if row[tube] == "20 (area limit)":
            assert reached.low > 20
        elif row[tube] != "-":
            assert as_printed(reached, row[tube]) == row[tube]


def test_every_reason_is_said_once():
    reasons = [row["because"] for row in (*ARITHMETIC, *ROWS)]
    assert sorted(reasons) == sorted(set(reasons))


@pytest.mark.parametrize("usage", [*FACTS.observed, *FACTS.bands], ids=lambda usage: usage.id)
def test_every_age_from_which_an_estimate_counts_has_a_row_on_it_and_one_just_before(usage):
    sized = usage in FACTS.observed
    ages = [profile_of(**row) for row in ROWS if bool(row.get("body_surface_m2")) == sized and row.get("age_years")]
    points = {age["age_years"].low for age in ages if age["age_years"].is_point}
    assert usage.ages.low in points
    assert [age for age in points if 0 < usage.ages.low - age <= 1 / 12 + 0.0001]


@pytest.mark.parametrize(
    ("missing", "given_"),
    [
        ("age_years", ("body_surface_m2", "bsa_percent")),
        ("age_years", ("bsa_percent",)),
        ("bsa_percent", ("age_years", "body_surface_m2")),
        ("bsa_percent", ("age_years",)),
        ("weight_kg", ("age_years", "height_cm", "bsa_percent")),
        ("height_cm", ("age_years", "weight_kg", "bsa_percent")),
        ("body_surface_m2", ("age_years", "weight_kg", "height_cm", "bsa_percent")),
        ("body_surface_m2", ("age_years", "bsa_percent")),
    ],
)
def test_every_input_has_a_row_where_it_is_not_recorded(missing, given_):
    assert [row for row in ROWS if row.get(missing, "") == "" and all(row.get(name) for name in given_)]


def test_every_tube_limit_of_every_label_has_a_row_for_each_result():
    rows = {(row["version"], row["criterion"], row["estimate"]) for row in ROWS if row.get("estimate", "-") != "-"}
    assert rows == {(*limit, result) for limit in LIMITED for result in (MET, CANNOT_TELL, NOT_MET)}
