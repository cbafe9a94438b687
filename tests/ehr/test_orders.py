"""Which draft is the cream, and which is meant for something else."""

import pytest

from ruxcheck.ehr.fhir import ICD10, SNOMED
from ruxcheck.ehr.orders import NDC, RXNORM
from ruxcheck.ehr.settings import EhrSettings, Medication
from tests.ehr.building import bundle, call, cards, condition, figures, order, person

OUTSIDE = figures(bsa=45)  # a patient for whom an order of the cream gives a card


def coded(system: str, code: str, display: str | None = None) -> dict:
    return order(medicationCodeableConcept={"coding": [{"system": system, "code": code, "display": display}]})


def is_cream(draft: dict, **settings) -> bool:
    site = EhrSettings(public_url="http://localhost:8501", open=True, **settings)
    return bool(cards(call(drafts=[draft], patient=person("2025-06-01")), site))


@pytest.mark.parametrize(
    "draft",
    [
        coded(NDC, "50881-007"),
        coded(NDC, "50881-007-05"),
        coded(NDC, "50881000705"),
        coded(RXNORM, "0", "ruxolitinib 15 MG/ML Topical Cream [Opzelura]"),
        order(medicationCodeableConcept={"text": "OPZELURA 1.5%"}),
        order(medicationReference={"display": "Ruxolitinib 1.5 % cream"}),
        order(medicationReference={"reference": "#m"}, contained=[{"resourceType": "Medication", "id": "m", "code": {"text": "opzelura"}}]),
        order(medicationCodeableConcept={"coding": [None, {"display": "Opzelura"}]}),
        order(medication={"concept": {"text": "ruxolitinib cream"}}),
        {key: part for key, part in order().items() if key not in ("status", "intent")},
    ],
)  # fmt: skip
def test_the_cream_by_code_then_by_its_words(draft):
    assert is_cream(draft)


@pytest.mark.parametrize(
    "draft",
    [
        coded(RXNORM, "1193343", "ruxolitinib 5 MG Oral Tablet"),
        coded(RXNORM, "1193345", "ruxolitinib cream"),
        order(medicationCodeableConcept={"text": "ruxolitinib 5 mg tablet"}),
        order(medicationCodeableConcept={"text": "ruxolitinib"}),
        order(medicationCodeableConcept={"text": "hydrocortisone cream"}),
        coded(NDC, "50881-010"),
        coded("http://elsewhere", "50881-007"),
        {"resourceType": "MedicationRequest", "id": "1"},
        order(medicationCodeableConcept={"coding": None}),
        order(medicationCodeableConcept="cream"),
        order() | {"status": "cancelled"},
        order() | {"doNotPerform": True},
        {"resourceType": "ServiceRequest", "id": "1"},
    ],
)
def test_another_drug_the_oral_one_and_no_drug_are_not_the_cream(draft):
    assert not is_cream(draft)


def test_a_medication_that_stands_beside_the_draft_is_found():
    pointing = order(medicationReference={"reference": "Medication/m9"})
    drafts = [pointing, {"resourceType": "Medication", "id": "m9", "code": {"text": "Opzelura"}}]
    assert cards(call(drafts=drafts, **OUTSIDE))
    assert not cards(call(drafts=[pointing], **OUTSIDE))


def test_a_site_names_its_own_code_of_the_cream():
    own = coded("https://ehr.example.org/drugs", "RUX15")
    assert not is_cream(own)
    assert is_cream(own, medications=[Medication(system="https://ehr.example.org/drugs", code="RUX15")])


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        pytest.param({}, True, id="no reason leaves it open"),
        pytest.param({"reasonCode": [{"coding": [{"system": ICD10, "code": "L20.9"}]}]}, True, id="atopic dermatitis"),
        pytest.param({"reasonCode": [{"text": "Atopic dermatitis, moderate"}]}, True, id="by its name"),
        pytest.param({"reasonCode": [{"text": "eczema"}]}, True, id="a word that may mean it"),
        pytest.param({"reasonCode": [{"text": "Vitiligo"}]}, False, id="vitiligo"),
        pytest.param({"reasonCode": [{"coding": [{"system": SNOMED, "code": "56727007"}]}]}, False, id="another code"),
        pytest.param({"reasonCode": [{"text": "Vitiligo"}, {"text": "atopic eczema"}]}, True, id="one of two"),
        pytest.param({"reasonReference": [{"display": "Hand eczema, contact"}]}, False, id="a pointer by its words"),
        pytest.param({"reasonReference": [{"reference": "Condition/unknown"}]}, True, id="a pointer to nothing sent"),
        pytest.param({"reason": [{"concept": {"text": "Vitiligo"}}]}, False, id="as later versions have it"),
    ],
)
def test_an_order_for_another_diagnosis_is_left_alone(reason, told):
    assert bool(cards(call(drafts=[order() | reason], **OUTSIDE))) is told


def test_a_reason_that_points_to_a_condition_sent_along():
    pointing = order() | {"reasonReference": [{"reference": "Condition/c1"}]}
    vitiligo = condition("56727007")
    assert cards(call(drafts=[pointing], conditions=bundle(condition()), **OUTSIDE))
    assert not cards(call(drafts=[pointing], conditions=bundle(vitiligo), **OUTSIDE))
