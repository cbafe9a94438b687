"""The answer about one patient as JSON: a stable contract, in which results are codes and never the words of a screen."""

from ruxcheck import __version__
from ruxcheck.kernel.amount import Amount
from ruxcheck.kernel.criteria import NOT_MET
from ruxcheck.kernel.parsing import CORE_FIELDS
from ruxcheck.kernel.possible_values import Field, Interval, value_in_words
from ruxcheck.kernel.results import CautionResult, CriterionResult, Margin, RecordResult, Report
from ruxcheck.kernel.wording import margin_in_words


def as_json(report: Report, fields: dict[str, Field]) -> dict:
    """A whole answer: absent facts are left out, a core value that is not recorded is its whole domain.

    `fields` are those of the rules; numbers are in their units, a range is [lowest, highest].
    """
    core = {name: list(report.profile.get(name) or fields[name].domain) for name in CORE_FIELDS}
    facts = {
        name: _fact(fields[name], value)
        for name, value in report.profile.items()
        if name not in CORE_FIELDS and value != fields[name].domain
    }
    return {
        "as_of": str(report.as_of),
        "rules": report.rules,
        "version": __version__,
        "profile": core | {"facts": facts},
        "amount": amount_as_json(report.amount) if report.amount else None,
        "results": [_result(result) for result in report.results],
        "not_checked": list(report.not_checked) + _gaps(report),
    }


def amount_as_json(amount: Amount) -> dict:
    """The estimated amount of cream: grams from the lowest to the highest estimate, body surface in m2 or None."""
    return {
        "basis": amount.basis,
        "body_surface_m2": list(amount.surface_m2) if amount.surface_m2 else None,
        "grams_per_application": list(amount.per_application),
        "grams_per_week": list(amount.over(7)),
        "grams_per_2_weeks": list(amount.over(14)),
        "estimates": [usage.id for usage in amount.usages],
    }


def _fact(field: Field, value: Interval):
    return value_in_words(field, value) if field.kind == "yesno" else list(value)


def _gaps(report: Report) -> list[str]:
    return [
        f"{result.record.title}, {gap.part}: {gap.what}"
        for result in report.results
        if result.record
        for gap in result.record.not_read
    ]


def _taken(part, *names: str) -> dict:
    """The named values of a record, in this order."""
    return {name: getattr(part, name) for name in names}


def _result(result: RecordResult) -> dict:
    if result.record is None:
        entry = {"kind": "label", "id": None} | _taken(result, "jurisdiction", "core", "overall", "verdict")
        return entry | {"reason": "no record"} | _taken(result, "title", "explanation")
    entry = _identity(result) | _taken(result, "core", "overall", "verdict", "parts")
    never = next((item for item in result.criteria if item.criterion.range is None), None)
    if never and result.core == NOT_MET:
        entry["reason"] = never.criterion.statement
    return entry | {
        "criteria": [_criterion(item) for item in result.criteria],
        "to_confirm": [item.criterion.statement for item in result.to_confirm],
        "cautions": [_caution(item) for item in result.cautions],
        "not_read": [gap._asdict() for gap in result.record.not_read],
        "margins": [_margin(margin) for margin in result.margins],
    }


def _identity(result: RecordResult) -> dict:
    record = result.record
    if record.kind == "trial":
        entry = _taken(record, "kind", "id", "title") | {"registry_ids": list(record.registry_ids)}
    else:
        entry = _taken(record, "kind", "id", "jurisdiction", "title", "version")
        entry["in_force_from"] = str(record.in_force_from)
        if record.in_force_from_latest != record.in_force_from:
            entry["in_force_from_latest"] = str(record.in_force_from_latest)
        if result.also_possible:
            entry["also_possible"] = result.also_possible.id
    seen = {"verified_on": str(record.verified_on) if record.verified_on else None} if record.kind == "label" else {}
    return entry | {"checked_on": str(record.checked_on)} | seen | {"overdue": result.overdue}


def _criterion(item: CriterionResult) -> dict:
    rule = item.criterion
    entry = _taken(rule, "id", "part", "field") | _taken(item, "result", "value")
    entry |= _taken(rule, "limit", "statement", "source", "locator", "core")
    return entry | {
        "when": rule.when.words if rule.when else None,
        "would_settle": item.would_settle or None,
        "sentence": item.sentence or None,
        "estimated": item.estimated,
    }


def _caution(item: CautionResult) -> dict:
    entry = _taken(item.caution, "id", "statement", "locator", "source", "level", "field")
    return entry | {"applies": item.applies}


def _margin(margin: Margin) -> dict:
    entry = {"field": margin.field.id} | _taken(margin, "distance", "bound", "at_bound", "side", "becomes")
    return entry | {"unit": margin.field.unit, "words": margin_in_words(margin, margin.becomes)}
