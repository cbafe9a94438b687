"""The estimate of the amount: the formula by hand, what must hold for every patient, and the JSON."""

import json
from datetime import date
from math import sqrt

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ruxcheck.kernel.amount import Amount, amount_of, body_surface, tube_limits
from ruxcheck.kernel.check import check, check_record
from ruxcheck.kernel.criteria import CANNOT_TELL, MET, NOT_MET, Criterion
from ruxcheck.kernel.json_contract import amount_as_json, as_json
from ruxcheck.kernel.parsing import parse_value
from ruxcheck.kernel.possible_values import YES, Interval
from ruxcheck.kernel.records import amount_facts_of
from ruxcheck.store.files import DATA
from ruxcheck.store.reading import load, parsed_files

RULES = load()
FIELDS, FACTS = RULES.fields, RULES.amount_facts
LIMITED = {f"{record.id} {rule.id}": rule for record in RULES.labels for rule in record.criteria if rule.amount_limits}
SIZES = ("weight_kg", "height_cm", "bsa_percent")

exhaustively = settings(derandomize=True, max_examples=200, deadline=None)


def estimate(**typed: str) -> Amount | None:
    return amount_of({name: parse_value(FIELDS[name], text) for name, text in typed.items()}, FACTS, FIELDS)


def limited_to(grams: int, days: int) -> Criterion:
    """A label's tube limit with another tube."""
    return LIMITED["us/2026-06-30 tube-limit-2-to-11"]._replace(
        amount_limits=({"tube_g": grams, "tubes": 1, "days": days},)
    )


@st.composite
def patients(draw, unknown=True) -> tuple[dict, dict]:
    """A patient known in ranges, and the same patient known exactly; with `unknown`, inputs may be missing."""
    ranged, exact = {}, {}
    for name in ("age_years", *SIZES, "body_surface_m2"):
        if name == "body_surface_m2" and draw(st.booleans()):
            continue
        low, point, high = sorted(draw(st.floats(*FIELDS[name].domain)) for _ in range(3))
        exact[name] = Interval(point, point)
        if not (unknown and draw(st.booleans())):
            ranged[name] = Interval(low, high)
    return ranged, exact


@pytest.mark.parametrize(
    ("weight", "height", "surface"),
    [
        pytest.param(25, 144, 1.0, id="25 kg x 144 cm are 3600"),
        pytest.param(16, 81, 0.6, id="16 kg x 81 cm are 1296, 36 squared"),
        pytest.param(70, 170, sqrt(11900) / 60, id="70 kg x 170 cm are 11900"),
    ],
)
def test_mosteller_by_hand(weight, height, surface):
    profile = {"weight_kg": Interval(weight, weight), "height_cm": Interval(height, height)}
    assert body_surface(profile, FIELDS) == ("Mosteller", Interval(surface, surface))


@exhaustively
@given(patients(unknown=False), st.sampled_from(SIZES), st.floats(0, 1))
def test_the_amount_grows_with_area_weight_and_height(patient, name, share):
    profile = {key: value for key, value in patient[1].items() if key != "body_surface_m2"}
    more = profile[name].low + share * (FIELDS[name].high - profile[name].low)
    small, large = (amount_of(p, FACTS, FIELDS) for p in (profile, profile | {name: Interval(more, more)}))
    for before, after in ((small.per_application, large.per_application), (small.over(14), large.over(14))):
        assert before.low <= after.low
        assert before.high <= after.high


@exhaustively
@given(patients(unknown=False))
def test_the_estimate_of_a_patient_lies_inside_that_of_a_range_around_it(patient):
    wide, exact = (amount_of(profile, FACTS, FIELDS) for profile in patient)
    if wide and wide.basis == exact.basis:
        assert wide.over(14).low <= exact.over(14).low <= exact.over(14).high <= wide.over(14).high


@exhaustively
@given(patients(), st.sampled_from(list(LIMITED)))
def test_each_tube_says_where_the_estimate_lies_and_never_from_the_table_by_age(patient, rule):
    amount, limits = amount_of(patient[0], FACTS, FIELDS), LIMITED[rule].amount_limits
    expected = set()
    for limit in limits:
        grams, most = amount.over(limit["days"]) if amount else None, limit["tube_g"] * limit["tubes"]
        sized = amount is not None and amount.basis != "table by age"
        expected.add(MET if sized and grams.high <= most else NOT_MET if sized and grams.low > most else CANNOT_TELL)
    assert {limit.result for limit in tube_limits(amount, LIMITED[rule])} == expected


@exhaustively
@given(patients(), st.sampled_from(list(LIMITED)))
def test_an_estimate_settles_no_tube_limit(patient, rule):
    profile = {name: value for name, value in patient[0].items() if name != "amount_within_tube_limit"}
    record = next(record for record in RULES.labels if LIMITED[rule] in record.criteria)
    item = next(
        i
        for i in check_record(profile, record, date(2026, 11, 22), RULES).criteria
        if i.criterion.id == LIMITED[rule].id
    )
    assert item.result in ({CANNOT_TELL} if item.applies else {MET})


@exhaustively
@given(patients(unknown=False), st.sampled_from([7, 14]), st.sampled_from([60, 100]))
def test_where_a_limit_is_reached_the_amount_equals_it(patient, days, grams):
    amount = amount_of(patient[0], FACTS, FIELDS)
    assume(amount)
    first, last = (amount._replace(bsa_percent=Interval(at, at)).over(days) for at in amount.reaches(grams, days))
    assert first.high == pytest.approx(grams, abs=0.0001)
    assert last.low == pytest.approx(grams, abs=0.0001)


@pytest.mark.parametrize(
    ("tube_g", "answer"), [pytest.param(62, NOT_MET, id="just over"), pytest.param(63, MET, id="exactly on the limit")]
)
def test_an_amount_exactly_on_a_limit_is_within(tube_g, answer):
    amount = estimate(age_years="1", body_surface_m2="0.75", bsa_percent="20")
    assert amount.over(14) == (63, 63)
    assert [limit.result for limit in tube_limits(amount, limited_to(tube_g, 14))] == [answer]


def test_a_limit_is_not_missed_by_rounding_each_application():
    amount = estimate(age_years="1", body_surface_m2="1", bsa_percent="0")
    on_it = amount._replace(bsa_percent=Interval(100 / 4.2, 100 / 4.2))
    assert on_it.over(14) == (100, 100)


@pytest.mark.parametrize("bound", [{"min": 12, "min_exclusive": True}, {"max": 12, "max_exclusive": True}])
def test_an_excluded_age_bound_is_outside(bound):
    entry = parsed_files(DATA, "rules")[0]["amount.toml"]
    item = {key: entry["observed"][0][key] for key in ("id", "g_per_percent", "statement", "source", "locator")}
    facts = amount_facts_of(entry | {"observed": [item | bound]})
    assert facts.observed[0].ages.admits(Interval(12, 12)) == NOT_MET


def test_the_json_of_an_amount():
    typed = {"age_years": "8", "body_surface_m2": "1", "bsa_percent": "10"}
    assert json.loads(json.dumps(amount_as_json(estimate(**typed)))) == {
        "basis": "given",
        "body_surface_m2": [1, 1],
        "grams_per_application": [0.7, 1.5],
        "grams_per_week": [9.8, 21],
        "grams_per_2_weeks": [19.6, 42],
        "estimates": ["assumed", "must-paediatric"],
    }
    del typed["body_surface_m2"]
    assert amount_as_json(estimate(**typed)) | {"basis": "table by age", "body_surface_m2": None} == amount_as_json(
        estimate(**typed)
    )


TEN_PERCENT = {"bsa_percent": Interval(10, 10)}


@pytest.mark.parametrize(
    ("profile", "basis", "estimated"),
    [
        pytest.param({}, None, {False}, id="nothing recorded"),
        pytest.param({"body_surface_m2": Interval(1, 1)}, None, {False}, id="no %BSA"),
        pytest.param(TEN_PERCENT | {"age_years": Interval(8, 8)}, "table by age", {False}, id="no body size"),
        pytest.param(TEN_PERCENT | {"body_surface_m2": Interval(1, 1)}, "given", {True}, id="a body size"),
        pytest.param(
            TEN_PERCENT | {"body_surface_m2": Interval(1, 1), "amount_within_tube_limit": YES},
            "given",
            {False},
            id="answered",
        ),
    ],
)
def test_the_json_of_the_whole_answer(profile, basis, estimated):
    told = as_json(check(profile, date(2026, 11, 22), RULES, ("us",)), FIELDS)
    assert list(told) == ["as_of", "rules", "version", "profile", "amount", "results", "not_checked"]
    assert (told["amount"] and told["amount"]["basis"]) == basis
    tubes = [item for item in told["results"][0]["criteria"] if item["field"] == "amount_within_tube_limit"]
    assert {item["estimated"] for item in tubes} == estimated
    assert not any(item["estimated"] for item in told["results"][0]["criteria"] if item not in tubes)
