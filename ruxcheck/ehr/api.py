"""One patient as JSON over HTTP: the contract of the command line, and its description for programs."""

from datetime import date
from typing import Any

from ruxcheck import __version__
from ruxcheck.ehr.service import SERVICE, Answer, operation_outcome
from ruxcheck.kernel.check import check
from ruxcheck.kernel.json_contract import as_json
from ruxcheck.kernel.parsing import CORE_INPUTS, FIRST_DAY, LAST_DAY, InputError, parse_value
from ruxcheck.kernel.records import Rules

LONGEST_TEXT = 100
KEYS = (*CORE_INPUTS, "facts", "on", "jurisdictions")


class _Refused(ValueError):
    """What is wrong with a request, and what is allowed."""


def check_patient(request: Any, today: date, rules: Rules) -> Answer:
    """The answer of `check --json` for inputs typed as on the command line; 400 with what is wrong and what is allowed."""
    try:
        profile, on, jurisdictions = _read(request, today, rules)
    except (_Refused, InputError) as error:
        return Answer(400, {"error": str(error)})
    return Answer(200, as_json(check(profile, on, rules, jurisdictions), rules.fields))


def _read(request: Any, today: date, rules: Rules) -> tuple[dict, date, tuple[str, ...]]:
    if not isinstance(request, dict):
        raise _Refused(f"the request is no JSON object; allowed: an object with {', '.join(KEYS)}")
    if any(name not in KEYS for name in request):
        raise _Refused(f"a key is not known; allowed: {', '.join(KEYS)}")
    facts = request.get("facts") or {}
    allowed = [field.id for field in rules.fields.values() if not field.core]
    if not isinstance(facts, dict) or any(name not in allowed for name in facts):
        raise _Refused(f"facts: no object, or an unknown fact; allowed: {', '.join(allowed)}")
    given = {field: request[name] for name, field in CORE_INPUTS.items() if request.get(name) is not None} | facts
    profile = {name: parse_value(rules.fields[name], _text(name, value)) for name, value in given.items()}
    return profile, _day(request.get("on"), today), _jurisdictions(request.get("jurisdictions"), rules)


def _text(name: str, value: object) -> str:
    if isinstance(value, str) and len(value) <= LONGEST_TEXT:
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value}"
    raise _Refused(
        f"{name}: neither a text of up to {LONGEST_TEXT} letters nor a number; allowed: what the command line takes"
    )


def _day(given: object, today: date) -> date:
    if given is None:
        return today
    try:
        day = date.fromisoformat(given) if isinstance(given, str) and len(given) == 10 else None
    except ValueError:
        day = None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise _Refused(f"on: no day from {FIRST_DAY} to {LAST_DAY}; allowed: YYYY-MM-DD")
    return day


def _jurisdictions(given: object, rules: Rules) -> tuple[str, ...]:
    if given is None:
        return ()
    if not isinstance(given, list) or any(
        not isinstance(name, str) or name not in rules.jurisdictions for name in given
    ):
        raise _Refused(f"jurisdictions: no list of known ones; allowed: {', '.join(rules.jurisdictions)}")
    return tuple(dict.fromkeys(given))


# The description that programs read: OpenAPI 3.1.


def openapi(base: str, rules: Rules) -> dict:
    """What can be asked and what is answered, for the server at an address."""
    asked, answered = _asked(rules), _answered(rules)
    hooks = {"type": "object", "description": "A CDS Hooks 2.0 object."}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "RuxCheck",
            "version": __version__,
            "description": "Ruxolitinib cream in atopic dermatitis: labels and trials for one patient. No advice; nothing is stored.",
        },
        "servers": [{"url": base}],
        "components": {
            "securitySchemes": {"client": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
            "schemas": {"Patient": asked, "Report": answered},
        },
        "paths": {
            "/api/check": {
                "post": {
                    "operationId": "check",
                    "summary": "One patient against every label in force and every trial",
                    "security": [{"client": []}, {}],
                    "requestBody": {"required": True, "content": _json({"$ref": "#/components/schemas/Patient"})},
                    "responses": {
                        "200": {"description": "The answer", "content": _json({"$ref": "#/components/schemas/Report"})},
                        "400": {"description": "What is wrong and what is allowed"},
                    },
                }
            },
            "/cds-services": {
                "get": {
                    "operationId": "discovery",
                    "summary": "The services offered",
                    "responses": {"200": {"description": "CDS Hooks discovery", "content": _json(hooks)}},
                }
            },
            f"/cds-services/{SERVICE}": {
                "post": {
                    "operationId": "hook",
                    "summary": "At most one card for a draft order",
                    "security": [{"client": []}, {}],
                    "requestBody": {"required": True, "content": _json(hooks)},
                    "responses": {
                        "200": {"description": "The cards", "content": _json(hooks)},
                        "412": {"description": "The patient was not sent"},
                    },
                }
            },
        },
    }


def _json(schema: dict) -> dict:
    return {"application/json": {"schema": schema}}


def _asked(rules: Rules) -> dict:
    typed = {"type": ["string", "number"]}
    facts = {field.id: typed | {"description": field.question} for field in rules.fields.values() if not field.core}
    core = {name: typed | {"description": rules.fields[field].label} for name, field in CORE_INPUTS.items()}
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            **core,
            "facts": {"type": "object", "additionalProperties": False, "properties": facts},
            "on": {"type": "string", "format": "date", "description": "The day asked about; without it, today."},
            "jurisdictions": {"type": "array", "items": {"enum": list(rules.jurisdictions)}},
        },
    }


def _answered(rules: Rules) -> dict:
    result = {"enum": ["met", "not met", "cannot tell"]}
    record = {
        "type": "object",
        "required": ["kind", "id", "title", "core", "overall", "verdict"],
        "properties": {
            "kind": {"enum": ["label", "trial"]},
            "id": {"type": ["string", "null"]},
            "title": {"type": "string"},
            "core": result,
            "overall": result,
            "verdict": {"enum": [*result["enum"], "not reviewed"]},
            "criteria": {"type": "array", "items": {"type": "object", "properties": {"result": result}}},
        },
    }
    core = {field: {"type": "array", "items": {"type": "number"}} for field in CORE_INPUTS.values()}
    return {
        "type": "object",
        "required": ["as_of", "rules", "version", "profile", "amount", "results", "not_checked"],
        "properties": {
            "as_of": {"type": "string", "format": "date"},
            "rules": {"const": rules.sha256},
            "version": {"type": "string"},
            "profile": {"type": "object", "required": list(core), "properties": core | {"facts": {"type": "object"}}},
            "amount": {"type": ["object", "null"]},
            "results": {"type": "array", "items": record},
            "not_checked": {"type": "array", "items": {"type": "string"}},
        },
    }


def not_found() -> Answer:
    """The answer where no health record is connected, or where an address does not exist."""
    return Answer(
        404, operation_outcome("not-found", "Nothing here. Connecting a health record is described in docs/ehr.md.")
    )
