"""A patient from FHIR: what is taken, with its day, and what is left out and why."""

import json
from datetime import timedelta

import pytest
from fhir.resources.R4B.condition import Condition
from fhir.resources.R4B.medicationrequest import MedicationRequest
from fhir.resources.R4B.observation import Observation
from fhir.resources.R4B.patient import Patient
from hypothesis import given, settings
from hypothesis import strategies as st

from ruxcheck.ehr.fhir import ICD10, LOINC, SNOMED, completed_months, days_of
from ruxcheck.kernel.possible_values import YES, Interval
from tests.ehr.building import CODES, ON, RULES, SETTINGS, bundle, condition, observation, order, person, read, weight


def value(name: str, *sent):
    return read(person(), *sent).profile.get(name)


def why(*sent) -> list[str]:
    return [f"{item.what}: {item.why}" for item in read(person(), *sent).ignored]


@pytest.mark.parametrize(
    ("born", "typed", "low", "high"),
    [
        pytest.param("2018-11-28", "8y0m", 8, 8, id="on the birthday"),
        pytest.param("2018-11-29", "7y11m", 7.9166, 7.9167, id="the day before it"),
        pytest.param("2024-11-28", "2y0m", 2, 2, id="two years to the day"),
        pytest.param("2024-11-29", "1y11m", 1.9166, 1.9167, id="one day short of two years"),
        pytest.param("2018-11", "8y0m", 8, 8, id="the month alone: no day of it is later than today"),
        pytest.param("2018", "7y10m-8y10m", 7.8333, 8.8334, id="the year alone is a range"),
        pytest.param("2026-11-28", "0y0m", 0, 0, id="born today"),
    ],
)
def test_the_age_in_completed_months_from_a_date_of_birth(born, typed, low, high):
    (found,) = read(person(born)).found
    if born == "2018-11":
        typed, low = "7y11m-8y0m", 7.9166
    assert found.typed == typed
    assert low - 0.001 <= found.value.low <= found.value.high <= high + 0.001


@pytest.mark.parametrize(
    ("born", "reason"),
    [
        (None, "the age: no date of birth"),
        ("", "the age: no date of birth"),
        ("yesterday", "the age: the date of birth is no day up to the one asked about"),
        ("2018-02-30", "the age: the date of birth is no day up to the one asked about"),
        ("2026-11-29", "the age: the date of birth is no day up to the one asked about"),
        ("1826-11-28", "the age: over 120 years"),
    ],
)
def test_a_date_of_birth_that_gives_no_age_says_why(born, reason):
    patient = read(person(born))
    assert patient.found == ()
    assert [f"{item.what}: {item.why}" for item in patient.ignored] == [reason]


def test_the_birthday_of_29_february_is_on_1_march_in_other_years():
    assert completed_months(days_of("2024-02-29")[0], days_of("2026-02-28")[0]) == 23
    assert completed_months(days_of("2024-02-29")[0], days_of("2026-03-01")[0]) == 24


@pytest.mark.parametrize(
    ("sent", "name", "expected"),
    [
        pytest.param(observation("IGA", 3), "iga", 3, id="IGA, a code of the site"),
        pytest.param(observation("IGA", 3, "{score}"), "iga", 3, id="with the unit of a score"),
        pytest.param(observation("BSA", 15.5, "%"), "bsa_percent", 15.5, id="%BSA"),
        pytest.param(weight(25), "weight_kg", 25, id="weight"),
        pytest.param(observation("29463-7", 55, "[lb_av]", system=LOINC), "weight_kg", 24.9476, id="pounds"),
        pytest.param(observation("8302-2", 1.28, "m", system=LOINC), "height_cm", 128, id="metres"),
        pytest.param(
            observation("8277-6", 1.1, "m2", system=LOINC), "body_surface_m2", 1.1, id="body surface, never %BSA"
        ),
        pytest.param(
            observation("IGA", None, valueQuantity=None, valueInteger=2), "iga", 2, id="a whole number without a unit"
        ),
        pytest.param(
            observation("IGA", None, valueQuantity=None, valueCodeableConcept={"coding": [{"code": "mod"}]}),
            "iga",
            3,
            id="a coded answer that the site maps",
        ),
    ],
)
def test_a_figure_is_taken_in_the_unit_of_its_field(sent, name, expected):
    assert value(name, sent) == Interval(expected, expected)
    found = next(item for item in read(person(), sent).found if item.field == name)
    assert found.day == "2026-11-20"


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (observation("BSA", 1.2, "m2"), "%BSA, an Observation: its unit is not known for it"),
        (observation("BSA", 15, ""), "%BSA, an Observation: its unit is not known for it"),
        (observation("BSA", 101, "%"), "%BSA, an Observation: out of range; possible is 0 to 100"),
        (observation("IGA", 2.5), "IGA, an Observation: out of range; possible is 0 to 4"),
        (observation("IGA", 5), "IGA, an Observation: out of range; possible is 0 to 4"),
        (
            observation("IGA", 3, status="entered-in-error"),
            "IGA, an Observation: its status is neither final, amended nor corrected",
        ),
        (observation("IGA", 3, status=None), "IGA, an Observation: its status is neither final, amended nor corrected"),
        (observation("IGA", 3, day=""), "IGA, an Observation: without a day"),
        (observation("IGA", 3, day="2026-08-29"), "IGA, an Observation: may be older than 90 days"),
        (observation("IGA", 3, day="2026-11-30"), "IGA, an Observation: later than the day asked about"),
        (observation("IGA", None), "IGA, an Observation: without a figure that can be read"),
        (
            observation("IGA", 3, valueQuantity={"value": 3, "comparator": "<"}),
            "IGA, an Observation: a bound and no figure",
        ),
        (
            observation("IGA", None, valueQuantity=None, valueCodeableConcept={"coding": [{"code": "??"}]}),
            "IGA, an Observation: its coded answer is not mapped",
        ),
        (observation("IGA", 3, subject={"reference": "Patient/p2"}), "IGA, an Observation: of another patient"),
        (observation("IGA", 3) | {"code": "broken"}, "an Observation: its shape cannot be read"),
        ("<html>busy</html>", "a part of what was sent: no FHIR resource"),
        ({"resourceType": "OperationOutcome"}, "an OperationOutcome: the record reports an error in place of data"),
        ({"no": "type"}, "a part of what was sent: no resourceType"),
        (bundle(link=[{"relation": "next"}]), "further pages of a Bundle: only the page that was sent is read"),
    ],
)
def test_what_is_not_taken_says_why(sent, reason):
    assert why(sent) == [reason]
    assert set(read(person(), sent).profile) == {"age_years"}


@pytest.mark.parametrize("sent", [None, [], {}, bundle(), bundle() | {"entry": None}, bundle() | {"entry": [None, {}]}])
def test_nothing_sent_is_nothing_recorded(sent):
    assert set(read(person(), sent).profile) == {"age_years"}


def test_on_the_bound_of_age_a_figure_counts():
    assert value("iga", observation("IGA", 3, day="2026-08-30")) == Interval(3, 3)


def test_the_newest_day_counts_and_figures_that_disagree_on_it_are_both_possible():
    older, newer, other = (
        observation("BSA", n, "%", day)
        for n, day in ((40, "2026-11-01"), (12, "2026-11-20"), (18, "2026-11-20T10:00:00Z"))
    )
    assert value("bsa_percent", older, newer) == Interval(12, 12)
    assert value("bsa_percent", bundle(older, newer, other)) == Interval(12, 18)
    assert read(person(), newer, other).typed["bsa_percent"] == "12-18"


def test_without_a_map_the_scores_are_not_recorded_and_body_surface_is_no_area():
    bare = read(person(), observation("IGA", 3), observation("8277-6", 1.1, "m2", system=LOINC), settings=_unmapped())
    assert set(bare.profile) == {"age_years", "body_surface_m2"}


def _unmapped():
    return type(SETTINGS)(public_url="http://localhost", open=True)


@pytest.mark.parametrize("code", ["L20.0", "L20.81", "L20.82", "L20.83", "L20.84", "L20.89", "L20.9"])
def test_atopic_dermatitis_by_its_codes(code):
    assert value("diagnosis_ad", condition(code, ICD10)) == YES
    assert value("diagnosis_ad", condition("200775004", SNOMED)) == YES


@pytest.mark.parametrize(
    "sent",
    [
        condition("L20.9", SNOMED),
        condition("L30.9", ICD10),
        condition(clinicalStatus={"coding": [{"code": "resolved"}]}),
        condition(verificationStatus={"coding": [{"code": "entered-in-error"}]}),
        condition(verificationStatus={"coding": [{"code": "provisional"}]}),
        condition(subject={"reference": "Patient/p2"}),
    ],
)
def test_another_inactive_or_doubtful_condition_is_no_diagnosis_and_never_a_no(sent):
    assert value("diagnosis_ad", sent) is None


def test_of_several_patients_nothing_is_taken():
    assert read(person(), person(id="p2"), observation("IGA", 3)).found == ()
    asked = read(person(), person("2000-01-01", id="p2"), observation("IGA", 3), patient_id="p1")
    assert asked.typed["age_years"] == "8y8m"


RESOURCE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["resourceType", "entry", "resource", "status", "code", "coding", "system", "value", "valueQuantity", "birthDate",
             "effectiveDateTime", "subject", "id", "link", "unit"]
        ),
        inner | st.sampled_from(["Bundle", "Patient", "Observation", "Condition", "2018", "final", "IGA", CODES[0].system]),
        max_size=5,
    ),
    max_leaves=20,
)  # fmt: skip


@settings(derandomize=True, max_examples=300, deadline=None)
@given(RESOURCE, RESOURCE)
def test_whatever_is_sent_gives_figures_in_their_domain_or_none(one, other):
    patient = read(one, other)
    for name, found in patient.profile.items():
        assert RULES.fields[name].low <= found.low <= found.high <= RULES.fields[name].high


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.floats(0, 100), st.integers(0, 89), st.sampled_from(["%", "m2", ""]))
def test_what_is_read_as_a_valid_resource_is_read_alike_from_the_reference_model(figure, days, unit):
    """The reference model of the standard accepts what our tests send, and gives it back unchanged in what is read."""
    sent = observation("BSA", round(figure, 2), unit, str(ON - timedelta(days=days)))
    again = json.loads(Observation.model_validate(sent).model_dump_json())
    assert read(person(), again).profile == read(person(), sent).profile


@pytest.mark.parametrize(
    ("model", "sent"),
    [
        (Patient, person()),
        (Condition, condition(subject={"reference": "Patient/p1"})),
        (MedicationRequest, order() | {"subject": {"reference": "Patient/p1"}}),
        (Observation, observation("IGA", 3)),
    ],
    ids=lambda of: getattr(of, "__name__", ""),
)
def test_what_these_tests_send_is_valid_by_the_reference_model(model, sent):
    assert json.loads(model.model_validate(sent).model_dump_json())["resourceType"] == sent["resourceType"]
