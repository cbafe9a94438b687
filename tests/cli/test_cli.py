"""The command line and its JSON contract: what other programs rely on, key by key."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from ruxcheck import __version__
from ruxcheck.store.files import DATA, file_contents, fingerprint

CHILD = ("check", "--age", "8", "--iga", "3", "--bsa", "12", "--on", "2026-11-22", "--json")
REPORT = {"as_of", "rules", "version", "profile", "amount", "results", "not_checked", "notices"}
LABEL = {
    "kind",
    "id",
    "jurisdiction",
    "title",
    "version",
    "in_force_from",
    "checked_on",
    "verified_on",
    "overdue",
    "core",
    "overall",
}
TRIAL = {"kind", "id", "title", "registry_ids", "checked_on", "overdue", "core", "overall"}
LISTS = {"verdict", "parts", "criteria", "to_confirm", "cautions", "not_read", "margins"}
CRITERION = {"id", "part", "field", "result", "value", "limit", "statement", "source", "locator"}
CAUTION = {"id", "statement", "locator", "source", "level", "field", "applies"}
ROOT = os.path.dirname(DATA)


@pytest.fixture
def told(cli):
    """The JSON that a command line prints, read back; the command must succeed in silence."""

    def read(*arguments: str) -> dict:
        answer = cli(*arguments)
        assert (answer.code, answer.err) == (0, "")
        assert answer.out.count("\n") == 1
        return json.loads(answer.out)

    return read


def result(report: dict, key: str, value: str) -> dict:
    return next(item for item in report["results"] if item.get(key) == value)


def test_the_report_has_its_keys_day_fingerprint_and_version(told):
    report = told(*CHILD)
    assert report.keys() == REPORT
    assert (report["as_of"], report["version"], report["notices"]) == ("2026-11-22", __version__, [])
    assert report["rules"] == fingerprint(file_contents(DATA))
    assert report["not_checked"]


def test_the_profile_is_possible_values_in_order_of_entry(told):
    expected = {"age_years": [8, 8], "iga": [3, 3], "bsa_percent": [12, 12], "facts": {}}
    assert told(*CHILD)["profile"] == expected


def test_every_result_has_the_keys_of_its_kind(told):
    optional = {"reason", "in_force_from_latest"}
    for item in told(*CHILD)["results"]:
        assert item.keys() - optional == (LABEL if item["kind"] == "label" else TRIAL) | LISTS


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("criteria", CRITERION | {"core", "when", "would_settle", "sentence", "estimated"}),
        ("cautions", CAUTION),
        ("not_read", {"part", "what"}),
        ("margins", {"field", "distance", "bound", "at_bound", "side", "becomes", "unit", "words"}),
    ],
)
def test_every_entry_of_a_list_has_its_keys(told, name, keys):
    entries = [entry for item in told(*CHILD)["results"] for entry in item[name]]
    assert entries
    assert all(entry.keys() == keys for entry in entries)


@pytest.mark.parametrize(
    ("jurisdiction", "expected"),
    [
        ("us", {"id": "us/2026-06-30", "core": "met", "overall": "cannot tell", "overdue": False}),
        ("ca", {"id": "ca/2025-10-15", "core": "met", "overall": "cannot tell", "overdue": True}),
        ("eu", {"id": "eu/2023-04-19", "core": "not met", "overall": "not met", "overdue": True}),
        ("gb", {"id": "gb/2023-11-13", "core": "not met", "overall": "not met", "overdue": True}),
        ("ch", {"id": "ch/2026-11-22", "core": "not met", "overall": "not met", "overdue": False}),
    ],
)
def test_label_answers_a_child_of_8_with_iga_3_on_12_percent(told, jurisdiction, expected):
    label = result(told(*CHILD), "jurisdiction", jurisdiction)
    assert {key: label[key] for key in expected} == expected
    assert ("reason" in label) == (label["core"] == "not met")


@pytest.mark.parametrize(
    ("jurisdiction", "parts"),
    [
        ("us", {"indication": "met", "dosing": "met"}),
        ("ca", {"indication": "met", "dosing": "not read", "caution": "not read"}),
        ("eu", {"indication": "not met"}),
    ],
)
def test_a_part_that_nobody_has_read_says_so(told, jurisdiction, parts):
    assert result(told(*CHILD), "jurisdiction", jurisdiction)["parts"] == parts


def test_a_label_without_the_indication_gives_that_as_its_reason(told):
    label = result(told(*CHILD), "jurisdiction", "eu")
    assert label["reason"] == "No atopic dermatitis indication stands in the record read"
    assert [item["field"] for item in label["criteria"]] == [None]


@pytest.mark.parametrize(
    ("trial", "core"),
    [
        ("true-ad", "not met"),
        ("true-ad3", "met"),
        ("true-ad4", "not met"),
        ("must-paediatric", "not met"),
        ("must-adult", "not met"),
        ("phase1-paediatric", "met"),
        ("phase2-adult", "not met"),
    ],
)
def test_trial_answers_the_same_child(told, trial, core):
    found = result(told(*CHILD), "id", trial)
    assert (found["kind"], found["core"]) == ("trial", core)
    assert found["overall"] == ("not met" if core == "not met" else "cannot tell")


def test_one_criterion_reads_as_the_contract_shows(told):
    age = result(told(*CHILD), "jurisdiction", "us")["criteria"][0]
    expected = {"id": "age", "part": "indication", "field": "age_years", "result": "met", "value": "8 y"}
    expected |= {"limit": "2 y or older", "source": "us-pi-v14", "locator": "1.1"}
    assert {key: age[key] for key in expected} == expected


def test_what_is_unanswered_is_to_confirm_and_leaves_the_core_alone(told):
    label = result(told(*CHILD), "jurisdiction", "us")
    unsettled = [item["statement"] for item in label["criteria"] if item["result"] == "cannot tell"]
    assert label["to_confirm"] == unsettled
    assert "Not immunocompromised" in unsettled


def test_all_jurisdictions_with_a_record_are_answered_in_the_order_of_the_data(told):
    labels = [item["jurisdiction"] for item in told(*CHILD)["results"] if item["kind"] == "label"]
    assert labels == ["us", "ca", "eu", "gb", "ch"]


def test_only_the_jurisdictions_asked_for_are_answered_each_once(told):
    report = told(*CHILD, "--jurisdiction", "ch", "us", "--jurisdiction", "ch")
    assert [item["jurisdiction"] for item in report["results"] if item["kind"] == "label"] == ["ch", "us"]


def test_a_jurisdiction_without_a_record_is_not_established(told):
    label = result(told(*CHILD, "--jurisdiction", "au"), "jurisdiction", "au")
    expected = {"kind": "label", "id": None, "jurisdiction": "au", "core": "cannot tell", "overall": "cannot tell"}
    expected |= {"verdict": "cannot tell", "reason": "no record", "title": "Australia"}
    assert label == expected | {"explanation": "Not established here. Nothing was found."}


def test_without_a_day_it_is_answered_for_today(cli):
    assert cli("check", "--age", "8").code == 0
    assert " in the future" not in cli("check", "--age", "8").out


def test_the_module_answers_as_the_function_does(cli):
    command = [sys.executable, "-m", "ruxcheck", *CHILD]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == tuple(cli(*CHILD))


def test_the_module_passes_its_exit_code_on():
    command = [sys.executable, "-m", "ruxcheck", "check", "--age", "abc"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_an_answer_imports_no_heavy_library():
    heavy = "{'pandas', 'altair', 'streamlit', 'msgspec', 'tomllib', 'narwhals'}"
    code = f"import sys; from ruxcheck.cli.main import main; main({list(CHILD)}); sys.exit(str({heavy} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stderr.strip() == "set()"


def test_bad_data_stops_an_answer_with_its_faults(tmp_path, copy_of_data):
    copy_of_data("min_above_max")
    shutil.copytree(os.path.join(ROOT, "ruxcheck"), tmp_path / "ruxcheck")
    command = [sys.executable, "-m", "ruxcheck", *CHILD]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("data/trials/invented.toml: criteria 'area': no value satisfies min 30 and max 20")
