"""Calls and resources as health records send them, made by hand after the examples of the standards."""

from datetime import date

from ruxcheck.ehr.card import Knowledge
from ruxcheck.ehr.fhir import LOINC, SNOMED, Resources, recorded_patient
from ruxcheck.ehr.service import answer
from ruxcheck.ehr.settings import Code, EhrSettings
from ruxcheck.store.evidence_files import load_evidence
from ruxcheck.store.reading import load, load_documents

RULES = load()
KNOWLEDGE = Knowledge(RULES, load_documents(), load_evidence())
ON = date(2026, 11, 28)
SITE = "https://ehr.example.org/codes"
CODES = [
    Code(field="iga", system=SITE, code="IGA", values={"mod": 3, "sev": 4}),
    Code(field="bsa_percent", system=SITE, code="BSA"),
    Code(field="itch_nrs", system=SITE, code="ITCH"),
]
# the same as a file of settings has it
CODES_TOML = "".join(
    f'[[codes]]\nfield = "{code.field}"\nsystem = "{code.system}"\ncode = "{code.code}"\n' for code in CODES
)
SETTINGS = EhrSettings(public_url="http://localhost:8501", open=True, codes=CODES)
INSTANCE = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"


def bundle(*resources, **more) -> dict:
    return {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": each} for each in resources]} | more


def person(born: str | None = "2018-03-01", **more) -> dict:
    return {"resourceType": "Patient", "id": "p1", "name": [{"family": "Plantedname"}], "birthDate": born} | more


def observation(
    code: str, value: float | None, unit: str = "", day: str = "2026-11-20", system: str = SITE, **more
) -> dict:
    return {
        "resourceType": "Observation",
        "id": "o1",
        "status": "final",
        "subject": {"reference": "Patient/p1"},
        "code": {"coding": [{"system": system, "code": code}]},
        "effectiveDateTime": day,
        "valueQuantity": {"value": value} | ({"unit": unit} if unit else {}),
    } | more


def condition(code: str = "24079001", system: str = SNOMED, **more) -> dict:
    return {"resourceType": "Condition", "id": "c1", "code": {"coding": [{"system": system, "code": code}]}} | more


def weight(kg: float, day: str = "2026-11-20") -> dict:
    return observation("29463-7", kg, "kg", day, LOINC)


def order(number: str = "1", **medication) -> dict:
    return {
        "resourceType": "MedicationRequest",
        "id": number,
        "status": "draft",
        "intent": "order",
        **(medication or {"medicationCodeableConcept": {"text": "ruxolitinib 1.5 % topical cream"}}),
    }


def call(hook: str = "order-sign", *, drafts=None, selections=None, **prefetch) -> dict:
    """A call with one draft of the cream unless `drafts` says otherwise; what is given by name is prefetched."""
    context = {"userId": "Practitioner/1", "patientId": "p1"}
    if hook != "patient-view":
        context["draftOrders"] = bundle(*(drafts if drafts is not None else [order()]))
    if hook == "order-select":
        context["selections"] = selections if selections is not None else ["MedicationRequest/1"]
    return {"hook": hook, "hookInstance": INSTANCE, "context": context, "prefetch": {"patient": person()} | prefetch}


def figures(iga: float | None = 3, bsa: float | None = 15) -> dict:
    """The prefetch of both figures of this site."""
    return {"iga": bundle(observation("IGA", iga)), "bsa_percent": bundle(observation("BSA", bsa, "%"))}


def answered(request: object, settings: EhrSettings = SETTINGS):
    return answer(request, ON, KNOWLEDGE, settings)


def cards(request: object, settings: EhrSettings = SETTINGS) -> list[dict]:
    said = answered(request, settings)
    assert said.status == 200, said
    return said.body["cards"]


def read(*sent: object, settings: EhrSettings = SETTINGS, patient_id: str = ""):
    return recorded_patient(Resources(*sent), ON, RULES.fields, settings, patient_id)
