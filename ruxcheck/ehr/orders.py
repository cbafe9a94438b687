"""Whether a draft order is for the cream, and whether it is meant for atopic dermatitis: by code, then by its words."""

import re
from collections.abc import Iterator

import msgspec

from ruxcheck.ehr.fhir import Coding, Concept, Condition, Reference, Resources, is_ad, read_as
from ruxcheck.ehr.settings import EhrSettings

NDC, RXNORM = "http://hl7.org/fhir/sid/ndc", "http://www.nlm.nih.gov/research/umls/rxnorm"
CREAM_NDC = re.compile(r"50881-?0?007(-?\d{1,2})?")  # labeler and product; the package may follow
ORAL_RXNORM = ("1193343", "1193345")
INGREDIENT, BRAND = re.compile(r"\bruxolitinib\b", re.IGNORECASE), re.compile(r"\bopzelura\b", re.IGNORECASE)
ON_THE_SKIN = re.compile(r"\b(cream|topical)\b", re.IGNORECASE)
BY_MOUTH = re.compile(r"\b(oral|tablets?|tabs?)\b", re.IGNORECASE)
AD_WORDS = re.compile(r"\batopic (dermatitis|eczema)\b", re.IGNORECASE)
ECZEMA = re.compile(r"\b(eczema|dermatitis)\b", re.IGNORECASE)
NOT_AN_ORDER = ("cancelled", "entered-in-error", "stopped")


class CodeableReference(msgspec.Struct):
    """A concept or a pointer, as later versions of the standard have it."""

    concept: Concept | None = None
    reference: Reference | None = None


class MedicationRequest(msgspec.Struct):
    """What is read of an order."""

    id: str | None = None
    status: str | None = None
    doNotPerform: bool | None = None
    medicationCodeableConcept: Concept | None = None
    medicationReference: Reference | None = None
    medication: CodeableReference | None = None
    reasonCode: list[Concept] | None = None
    reasonReference: list[Reference] | None = None
    reason: list[CodeableReference] | None = None
    contained: list[dict] | None = None


class Medication(msgspec.Struct):
    """What is read of a medication that an order points to."""

    id: str | None = None
    code: Concept | None = None


def orders_of_the_cream(
    drafts: Resources, selections: list[str] | None, beside: Resources, settings: EhrSettings
) -> Iterator[MedicationRequest]:
    """Each draft for the cream; `selections` are the only ones that count, where they are given ("MedicationRequest/103")."""
    for resource in drafts.of("MedicationRequest"):
        order = read_as(resource, MedicationRequest)
        if order is None or order.status in NOT_AN_ORDER or order.doNotPerform:
            continue
        if selections is not None and order.id not in {each.rpartition("/")[2] for each in selections}:
            continue
        if _is_cream(_medication(order, [*drafts.of("Medication"), *beside.of("Medication")]), settings):
            yield order


def _medication(order: MedicationRequest, around: list[dict]) -> Concept:
    """Every code and word that an order has for what it orders."""
    later = order.medication
    concepts = [order.medicationCodeableConcept, later.concept if later else None]
    for reference in (order.medicationReference, later.reference if later else None):
        if reference is None:
            continue
        concepts.append(Concept(text=reference.display))
        named = (reference.reference or "").rpartition("/")[2].removeprefix("#")
        told = [read_as(each, Medication) for each in (*(order.contained or ()), *around) if each.get("id") == named]
        concepts += [medication.code for medication in told if medication and named]
    given = [concept for concept in concepts if concept]
    codings = [coding for concept in given for coding in concept.codings]
    return Concept([*codings, *(Coding(display=concept.text) for concept in given if concept.text)])


def _is_cream(medication: Concept, settings: EhrSettings) -> bool:
    codes = medication.codes
    if any(system == RXNORM and code in ORAL_RXNORM for system, code in codes):
        return False
    own = {(each.system, each.code) for each in settings.medications}
    if codes & own or any(system == NDC and CREAM_NDC.fullmatch(code) for system, code in codes):
        return True
    return any(
        (BRAND.search(text) or (INGREDIENT.search(text) and ON_THE_SKIN.search(text))) and not BY_MOUTH.search(text)
        for text in medication.texts
    )


def is_for_another_diagnosis(order: MedicationRequest, beside: Resources, settings: EhrSettings) -> bool:
    """Whether the order gives reasons and none of them can be atopic dermatitis; an order without one leaves it open."""
    reasons = _reasons(order, beside)
    return bool(reasons) and not any(_may_be_ad(reason, settings) for reason in reasons)


def names_ad(order: MedicationRequest, beside: Resources, settings: EhrSettings) -> bool:
    """Whether a reason of the order is atopic dermatitis, by code or by its full name."""
    return any(
        is_ad(reason, settings) or any(AD_WORDS.search(text) for text in reason.texts)
        for reason in _reasons(order, beside)
    )


def _reasons(order: MedicationRequest, beside: Resources) -> list[Concept]:
    found = list(order.reasonCode or ())
    found += [reason.concept for reason in order.reason or () if reason.concept]
    pointers = [*(order.reasonReference or ()), *(each.reference for each in order.reason or () if each.reference)]
    for pointer in pointers:
        named = (pointer.reference or "").rpartition("/")[2]
        around = [*(order.contained or ()), *beside.of("Condition")]
        told = [read_as(each, Condition) for each in around if named and each.get("id") == named.removeprefix("#")]
        found += [condition.code for condition in told if condition and condition.code]
        found += [Concept(text=pointer.display)] if pointer.display else []
    return [concept for concept in found if concept.texts or any(code for _, code in concept.codes)]


def _may_be_ad(reason: Concept, settings: EhrSettings) -> bool:
    """A code of atopic dermatitis, or without such a code words that do not exclude it."""
    return is_ad(reason, settings) or any(
        AD_WORDS.search(text) or ECZEMA.fullmatch(text.strip()) for text in reason.texts
    )
