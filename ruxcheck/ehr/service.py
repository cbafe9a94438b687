"""The CDS Hooks service: what it offers, what it answers to one call, and what it counts of the answers' fate."""

import re
from collections import Counter
from datetime import date
from typing import Any

from ruxcheck.ehr.card import OVERRIDES, Knowledge, card_for
from ruxcheck.ehr.fhir import (
    AD_CODES,
    STANDARD,
    Found,
    RecordedPatient,
    Resources,
    recorded_patient,
)
from ruxcheck.ehr.orders import is_for_another_diagnosis, names_ad, orders_of_the_cream
from ruxcheck.ehr.settings import EhrSettings
from ruxcheck.kernel import Frozen
from ruxcheck.kernel.check import Query
from ruxcheck.kernel.possible_values import YES

SERVICE = "ruxolitinib-cream"
ORDER_HOOKS, CHART_HOOK = ("order-select", "order-sign"), "patient-view"
UUID = re.compile(r"(urn:uuid:)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
NO_CARDS: dict = {"cards": []}
TITLE = "Ruxolitinib cream in atopic dermatitis"
DESCRIPTION = (
    "Says where a draft order of ruxolitinib cream lies outside the label in force, or which figure is missing to tell. "
    "Silent within the label. Gives no advice, changes nothing, stores nothing."
)
OF_PATIENT = "patient={{context.patientId}}"


class Answer(Frozen):
    """An HTTP status and what is sent as JSON."""

    status: int
    body: dict


def operation_outcome(code: str, words: str) -> dict:
    """An error as FHIR has it; `words` are ours, never those of the request."""
    return {
        "resourceType": "OperationOutcome",
        "issue": [{"severity": "error", "code": code, "diagnostics": words}],
    }


def _refused(words: str) -> Answer:
    return Answer(400, operation_outcome("invalid", words))


def _hooks(settings: EhrSettings) -> list[str]:
    return [*ORDER_HOOKS, *([CHART_HOOK] if settings.patient_view else [])]


def discovery(settings: EhrSettings) -> dict:
    """The services offered: one, under the same id for each hook."""
    service = {"id": SERVICE, "title": TITLE, "description": DESCRIPTION, "prefetch": prefetch_templates(settings)}
    return {"services": [{"hook": hook, **service} for hook in _hooks(settings)]}


def prefetch_templates(settings: EhrSettings) -> dict[str, str]:
    """What is asked for along with a call: searches by patient and code alone, newest first."""
    by_field: dict[str, list[str]] = {}
    for (system, code), field in STANDARD.items():
        by_field.setdefault(field, []).append(f"{system}|{code}")
    diagnosis = [f"{system}|{code}" for system, code in sorted(AD_CODES)]
    for mapped in settings.codes:
        told = f"{mapped.system}|{mapped.code}"
        (diagnosis if mapped.field == "diagnosis_ad" else by_field.setdefault(mapped.field, [])).append(told)
    searches = {
        name: f"Observation?{OF_PATIENT}&code={','.join(codes)}&_sort=-date&_count=10"
        for name, codes in by_field.items()
    }
    return {
        "patient": "Patient/{{context.patientId}}",
        "conditions": f"Condition?{OF_PATIENT}&code={','.join(diagnosis)}",
        **searches,
    }


def answer(request: Any, on: date, knowledge: Knowledge, settings: EhrSettings) -> Answer:
    """At most one card for one call; 400 for a call that the standard does not know, 412 where the patient was not sent."""
    fault = _fault(request, settings)
    if fault:
        return _refused(fault)
    hook, context = request["hook"], request["context"]
    prefetch = request.get("prefetch")
    beside = Resources(*(prefetch.values() if isinstance(prefetch, dict) else ()))
    orders = []
    if hook in ORDER_HOOKS:
        selections = context["selections"] if hook == "order-select" else None
        drafts = Resources(context["draftOrders"])
        orders = [
            order
            for order in orders_of_the_cream(drafts, selections, beside, settings)
            if not is_for_another_diagnosis(order, beside, settings)
        ]
        if not orders:
            return Answer(200, NO_CARDS)
    patient = recorded_patient(beside, on, knowledge.rules.fields, settings, context["patientId"].rpartition("/")[2])
    if any(names_ad(order, beside, settings) for order in orders):
        patient = _with_diagnosis(patient)
    if not patient.has_patient:
        words = "The Patient is needed and was not in the prefetch; this service never asks a FHIR server."
        return Answer(412, operation_outcome("required", words))
    if hook == CHART_HOOK and "diagnosis_ad" not in patient.profile:
        return Answer(200, NO_CARDS)
    query = Query(patient.profile, on, (settings.jurisdiction,), patient.typed)
    card = card_for(query, patient, knowledge, settings, interrupts=hook != CHART_HOOK)
    return Answer(200, {"cards": [card]} if card else NO_CARDS)


def _with_diagnosis(patient: RecordedPatient) -> RecordedPatient:
    if "diagnosis_ad" in patient.profile:
        return patient
    return patient._replace(found=(*patient.found, Found("diagnosis_ad", YES, "yes", "reason of the order", "")))


def _fault(request: object, settings: EhrSettings) -> str:
    """What the call lacks, in words; empty where nothing."""
    if not isinstance(request, dict):
        return "The request is no JSON object."
    hooks = _hooks(settings)
    if request.get("hook") not in hooks:
        return f"hook: not offered here; allowed: {', '.join(hooks)}."
    instance = request.get("hookInstance")
    if not isinstance(instance, str) or not UUID.fullmatch(instance):
        return "hookInstance: missing or no UUID."
    if request.get("fhirAuthorization") is not None and not isinstance(request.get("fhirServer"), str):
        return "fhirAuthorization: given without fhirServer."
    context = request.get("context")
    if not isinstance(context, dict) or not isinstance(context.get("patientId"), str) or not context["patientId"]:
        return "context.patientId: missing."
    if request["hook"] in ORDER_HOOKS and not isinstance(context.get("draftOrders"), dict):
        return "context.draftOrders: missing or no Bundle."
    if request["hook"] == "order-select":
        selections = context.get("selections")
        if not isinstance(selections, list) or not all(isinstance(each, str) for each in selections):
            return "context.selections: missing or no list of references."
    return ""


class Feedback:
    """What became of the cards, counted by outcome and reason, in memory; comments and card ids are dropped."""

    def __init__(self):
        self.counts: Counter[str] = Counter()

    def take(self, request: object) -> Answer:
        """Count what a call of the feedback address says."""
        entries = request.get("feedback") if isinstance(request, dict) else None
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            return _refused("feedback: missing or no list of objects.")
        outcomes = [entry.get("outcome") for entry in entries]
        if any(outcome not in ("accepted", "overridden") for outcome in outcomes):
            return _refused("outcome: allowed are accepted and overridden.")
        for entry, outcome in zip(entries, outcomes):
            self.counts[f"{outcome}{self._reason(entry)}"] += 1
        return Answer(200, {})

    @staticmethod
    def _reason(entry: dict) -> str:
        given = entry.get("overrideReason")
        reason = given.get("reason") if isinstance(given, dict) else None
        code = reason.get("code") if isinstance(reason, dict) else None
        if code is None:
            return ""
        return f": {code if isinstance(code, str) and code in OVERRIDES else 'a reason of the record'}"
