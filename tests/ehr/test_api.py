"""One patient over HTTP: the contract of the command line, and its description."""

import json
from datetime import date

import jsonschema
import pytest
from openapi_spec_validator import validate

from ruxcheck.cli.main import main
from ruxcheck.ehr.api import check_patient, openapi
from tests.ehr.building import ON, RULES

DESCRIPTION = openapi("http://localhost:8501", RULES)
SCHEMAS = DESCRIPTION["components"]["schemas"]


def test_the_description_is_valid_openapi():
    validate(DESCRIPTION)


@pytest.mark.parametrize(
    ("request_", "options"),
    [
        ({}, []),
        ({"age": "8", "iga": 3, "bsa": "20"}, ["--age", "8", "--iga", "3", "--bsa", "20"]),
        ({"age": "11y11m", "bsa": "15-25"}, ["--age", "11y11m", "--bsa", "15-25"]),
        (
            {"age": 40, "iga": "?", "facts": {"pregnant": "yes"}},
            ["--age", "40", "--iga", "?", "--fact", "pregnant=yes"],
        ),
        ({"age": 40, "jurisdictions": ["ca", "eu"]}, ["--age", "40", "--jurisdiction", "ca", "eu"]),
        ({"age": 40, "on": "2023-01-01"}, ["--age", "40", "--on", "2023-01-01"]),
    ],
)
def test_the_answer_is_that_of_the_command_line_and_as_described(capsys, request_, options):
    asked = {"on": str(ON)} | request_
    assert main(["check", "--json", *(["--on", str(ON)] if "on" not in request_ else []), *options]) == 0
    told = json.loads(capsys.readouterr().out)
    del told["notices"]
    said = check_patient(asked, ON, RULES)
    assert said.status == 200
    assert json.loads(json.dumps(said.body)) == told
    jsonschema.validate(asked, SCHEMAS["Patient"])
    jsonschema.validate(told, SCHEMAS["Report"])


def test_without_a_day_it_is_today():
    assert check_patient({"age": "8"}, date(2022, 5, 1), RULES).body["as_of"] == "2022-05-01"


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ([], "the request is no JSON object; allowed: an object with age, iga, bsa, facts, on, jurisdictions"),
        ({"name": "x"}, "a key is not known; allowed: age, "),
        ({"age": "old"}, "Age: 'old' was given, not understood; allowed: "),
        ({"iga": 5}, "IGA: '5' was given, out of range"),
        ({"age": True}, "age_years: neither a text of up to 100 letters nor a number"),
        ({"age": "8" + " " * 100}, "age_years: neither a text of up to 100 letters nor a number"),
        ({"age": "8" + " " * 99 + "x"}, "age_years: neither a text of up to 100 letters nor a number"),
        ({"facts": {"shoe_size": 40}}, "facts: no object, or an unknown fact; allowed: diagnosis_ad, "),
        ({"on": "2026-13-01"}, "on: no day from 2000-01-01 to 2100-01-01; allowed: YYYY-MM-DD"),
        ({"on": "1999-12-31"}, "on: no day from 2000-01-01"),
        ({"jurisdictions": "us"}, "jurisdictions: no list of known ones; allowed: us, "),
        ({"jurisdictions": ["xx"]}, "jurisdictions: no list of known ones"),
    ],
)
def test_what_is_wrong_and_what_is_allowed(request_, words):
    said = check_patient(request_, ON, RULES)
    assert said.status == 400
    assert said.body["error"].startswith(words)
