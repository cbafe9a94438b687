"""`check --fhir`: one patient from a health record, with where each figure came from."""

import json

import pytest

from ruxcheck.ehr.settings import VARIABLE
from tests.ehr.building import CODES_TOML, bundle, observation, person, weight

SETTINGS = f'public_url = "http://localhost:8501"\nopen = true\n{CODES_TOML}'
ON = ("--on", "2026-11-28")


@pytest.fixture
def record(tmp_path, monkeypatch):
    """Write a file of resources, and settings that map the codes of the site; give the name of the file."""
    (tmp_path / "ehr.toml").write_text(SETTINGS)
    monkeypatch.setenv(VARIABLE, str(tmp_path / "ehr.toml"))

    def write(text: str) -> str:
        (tmp_path / "patient.json").write_text(text, "utf-8")
        return str(tmp_path / "patient.json")

    return write


SENT = (person(), observation("IGA", 3), observation("BSA", 15, "%"), weight(25, "2020-01-01"))


@pytest.mark.parametrize(
    "text", [json.dumps(bundle(*SENT)), "\n".join(map(json.dumps, SENT)) + "\n"], ids=["Bundle", "NDJSON"]
)
def test_figures_are_read_and_each_says_where_it_came_from(cli, record, text):
    code, out, err = cli("check", "--fhir", record(text), "--json", *ON)
    told = json.loads(out)
    assert (code, err) == (0, "")
    assert told["profile"] == {"age_years": [8.6667, 8.6667], "iga": [3, 3], "bsa_percent": [15, 15], "facts": {}}
    assert told["notices"] == [
        "Age 8 y 8 mo: the date of birth",
        "IGA 3: Observation, code IGA, 2026-11-20",
        "%BSA 15%: Observation, code BSA, 2026-11-20",
        "Not taken: Weight, an Observation: may be older than 90 days",
    ]
    assert "Plantedname" not in out


def test_what_is_typed_counts_before_what_the_record_holds(cli, record):
    _, out, _ = cli("check", "--fhir", record(json.dumps(bundle(*SENT))), "--bsa", "30", "--json", *ON)
    assert json.loads(out)["profile"]["bsa_percent"] == [30, 30]


def test_without_a_map_of_the_site_iga_and_area_are_not_recorded(cli, record, monkeypatch):
    monkeypatch.delenv(VARIABLE)
    _, out, _ = cli("check", "--fhir", record(json.dumps(bundle(*SENT))), "--json", *ON)
    assert json.loads(out)["profile"]["iga"] == [0, 4]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "nothing in it; allowed: a FHIR Bundle, or resources as NDJSON, one a line"),
        ("Patient, IGA", "line 1 is no JSON; allowed: a FHIR Bundle, or resources as NDJSON, one a line"),
        (
            '{"resourceType": "Patient"}\n{',
            "line 2 is no JSON; allowed: a FHIR Bundle, or resources as NDJSON, one a line",
        ),
    ],
)
def test_a_text_without_resources_is_refused_in_one_line(cli, record, text, words):
    file = record(text)
    assert tuple(cli("check", "--fhir", file)) == (2, "", f"--fhir: '{file}': {words}\n")


def test_bad_settings_are_told_in_one_line(cli, record, monkeypatch, tmp_path):
    monkeypatch.setenv(VARIABLE, str(tmp_path / "none.toml"))
    code, out, err = cli("check", "--fhir", record("{}"))
    assert (code, out) == (2, "")
    assert err.endswith(f"cannot be read (No such file or directory); name a TOML file, or unset {VARIABLE}\n")
    assert err.count("\n") == 1
