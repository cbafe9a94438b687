"""A bulk export of a health record screened: one row a patient, and the answer of `check` for each."""

import csv
import json
from datetime import date, timedelta

import pytest

from ruxcheck.ehr.settings import EhrSettings
from ruxcheck.intake.bulk_export import open_export
from ruxcheck.intake.columns import IntakeError
from ruxcheck.kernel.check import check
from ruxcheck.kernel.parsing import parse_value
from tests.ehr.building import CODES_TOML, ON, RULES, SETTINGS, condition, observation, person, weight

THEIRS = {"subject": {"reference": "Patient/p2"}}
SENT = (
    observation("IGA", 3), person(), observation("BSA", 15, "%"), weight(25), {"resourceType": "Practitioner", "id": "d1"},
    person("2025", id="p2"), observation("BSA", 9, "m2", **THEIRS), condition(**THEIRS),
    observation("IGA", 2, subject={"reference": "Patient/p3"}), observation("IGA", 4, subject=None),
)  # fmt: skip


@pytest.fixture
def export(tmp_path):
    def write(*lines: str) -> str:
        (tmp_path / "export.ndjson").write_text("\n".join(lines) + "\n", "utf-8")
        return str(tmp_path / "export.ndjson")

    return write


def rows(path: str, settings: EhrSettings = SETTINGS) -> list[dict]:
    return [row for batch in open_export(path, ON, RULES, settings).batches for row in batch.to_pylist()]


def test_one_row_a_patient_in_whatever_order_the_lines_come(export):
    first, second, third = rows(export(*map(json.dumps, SENT)))
    assert {name: first[name] for name in ("patient", "age", "iga", "bsa", "weight_kg", "not_taken")} == {
        "patient": "p1", "age": "8y8m", "iga": "3", "bsa": "15", "weight_kg": "25", "not_taken": "",
    }  # fmt: skip
    assert (second["patient"], second["age"], second["bsa"], second["diagnosis_ad"]) == ("p2", "0y10m-1y10m", "", "yes")
    assert second["not_taken"] == "%BSA, an Observation: its unit is not known for it"
    assert (third["patient"], third["age"], third["iga"]) == ("p3", "", "2")


def test_without_a_map_of_the_site_scores_are_left_empty(export):
    bare = EhrSettings(public_url="http://localhost", open=True)
    assert rows(export(*map(json.dumps, SENT)), bare)[0]["iga"] == ""


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["{", "{}"], "line 1 is no JSON; needed is NDJSON, a resource a line"),
        (["{}", "[1, 2]"], "no Patient and no Observation of one; needed is NDJSON, a resource a line"),
        (
            [json.dumps({"resourceType": "Patient"})],
            "no Patient and no Observation of one; needed is NDJSON, a resource a line",
        ),
    ],
)
def test_an_export_that_cannot_be_used(export, lines, words):
    path = export(*lines)
    with pytest.raises(IntakeError) as told:
        open_export(path, ON, RULES, SETTINGS)
    assert str(told.value) == f"{path}: {words}"


def test_the_command_screens_an_export_as_check_answers(cli, export, tmp_path, monkeypatch):
    (tmp_path / "ehr.toml").write_text(f'public_url = "http://localhost:8501"\nopen = true\n{CODES_TOML}')
    monkeypatch.setenv("RUXCHECK_EHR", str(tmp_path / "ehr.toml"))
    lines = []
    for number in range(60):
        born, subject = date(2026 - number, 3, 1), {"reference": f"Patient/n{number}"}
        lines += [
            person(str(born), id=f"n{number}"),
            observation("IGA", number % 5, subject=subject),
            observation("BSA", number * 1.5, "%", str(ON - timedelta(days=number)), subject=subject),
        ]
    out = tmp_path / "out.csv"
    code, _, said = cli(
        "screen", export(*map(json.dumps, lines)), "--out", str(out), "--on", str(ON), "--jurisdiction", "us"
    )
    assert code == 0, said
    with out.open(encoding="utf-8") as file:
        screened = list(csv.DictReader(file))
    assert len(screened) == 60
    for row in screened:
        profile = {
            field: parse_value(RULES.fields[field], row[name])
            for name, field in (("age", "age_years"), ("iga", "iga"), ("bsa", "bsa_percent"))
        }
        assert row["label_us_core"] == check(profile, ON, RULES, ("us",)).labels[0].core
