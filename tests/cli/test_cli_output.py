"""What people read: text that fits 100 columns, colours on request, the list of labels, and the check of the data."""

import codecs
import json
import os
import re
import subprocess
import sys
from datetime import date

import pytest

from ruxcheck.cli.console import HANDLER, _spelled
from ruxcheck.cli.main import report_table
from ruxcheck.kernel.check import check
from ruxcheck.kernel.possible_values import Interval
from ruxcheck.store.files import DATA
from ruxcheck.store.reading import load

ESCAPE = "\033"
EVERYONE = [
    pytest.param((), id="nothing recorded"),
    pytest.param(("--age", "8", "--iga", "3", "--bsa", "12"), id="a child"),
    pytest.param(("--age", "11y11m-12y6m", "--iga", "2-3", "--bsa", "15.25-25.75"), id="ranges"),
    pytest.param(("--age", "1", "--iga", "4", "--bsa", "90"), id="outside every limit"),
    pytest.param(("--age", "30", "--fact", "pregnant=yes", "smoker=yes", "immunocompromised=yes"), id="cautions"),
    pytest.param(("--age", "8", "--on", "2025-09-18"), id="inside a window"),
    pytest.param(("--age", "8", "--on", "2019-01-01"), id="before the first label"),
    pytest.param(("--age", "8", "--jurisdiction", "cn", "hk", "mo", "au", "jp", "ae"), id="no records"),
    pytest.param(("--age", "8", "--on", "2999-01-01"), id="a future day"),
]


@pytest.mark.parametrize("typed", EVERYONE)
def test_the_answer_fits_100_columns_without_escape_codes(cli, typed):
    answer = cli("check", *typed)
    assert answer.code == 0
    assert ESCAPE not in answer.out
    assert [line for line in answer.out.splitlines() if len(line) > 100] == []


@pytest.mark.parametrize("day", ["2019-01-01", "2025-09-18", "2026-11-22", "2999-01-01"])
def test_the_labels_fit_100_columns_without_escape_codes(cli, day):
    answer = cli("labels", "--on", day)
    assert answer.code == 0
    assert ESCAPE not in answer.out
    assert [line for line in answer.out.splitlines() if len(line) > 100] == []


@pytest.mark.parametrize(
    "words",
    [
        "Age 8 y, IGA 3, %BSA 12%; as of 2026-11-22",
        "✔ United States label 2026-06-30: Within label on age, IGA and BSA",
        "indication met; dosing limits, cautions not read",
        "no atopic dermatitis indication in the text read",
        "Age 8 y, limit 12 y or older",
        "Not checked: -",
        "no advice",
    ],
)
def test_the_answer_says(cli, words):
    answer = cli("check", "--age", "8", "--iga", "3", "--bsa", "12", "--on", "2026-11-22")
    assert words in " ".join(answer.out.split())


@pytest.mark.parametrize(("colour", "codes"), [(True, {"\033[32m", "\033[31m", "\033[33m", "\033[0m"}), (False, set())])
def test_results_are_coloured_only_on_request(colour, codes):
    rules = load()
    known = {"age_years": Interval(30, 30), "iga": Interval(3, 3), "bsa_percent": Interval(8, 8)}
    report = check(known, date(2026, 11, 22), rules)
    assert set(re.findall(r"\033\[\d+m", report_table(report, rules, [], colour=colour))) == codes


def test_colours_change_no_word():
    rules = load()
    report = check({"age_years": Interval(30, 30), "iga": Interval(3, 3)}, date(2026, 11, 22), rules)
    coloured = report_table(report, rules, [], colour=True)
    assert re.sub(r"\033\[\d+m", "", coloured) == report_table(report, rules, [])


def test_labels_as_json_have_their_keys(cli):
    told = json.loads(cli("labels", "--on", "2026-11-22", "--json").out)
    assert told.keys() == {"as_of", "rules", "version", "labels", "notices"}
    keys = {"id", "jurisdiction", "title", "version", "in_force_from", "in_force_from_latest", "in_force"}
    assert all(
        row.keys() == keys | {"checked_on", "verified_on", "overdue", "limits", "source"} for row in told["labels"]
    )
    assert [row["id"] for row in told["labels"]] == [record.id for record in load().labels]


@pytest.mark.parametrize(
    ("day", "states"),
    [
        pytest.param("2019-01-01", ["no", "no", "no", "no"], id="before the first"),
        pytest.param("2021-09-21", ["yes", "no", "no", "no"], id="first day of the first"),
        pytest.param("2025-09-18", ["no", "may be", "may be", "no"], id="inside a window"),
        pytest.param("2026-11-22", ["no", "no", "no", "yes"], id="today's newest"),
    ],
)
def test_labels_say_which_version_is_in_force(cli, day, states):
    rows = json.loads(cli("labels", "--on", day, "--json").out)["labels"]
    assert [row["in_force"] for row in rows if row["jurisdiction"] == "us"] == states


def test_the_label_in_force_shows_its_limits(cli):
    rows = json.loads(cli("labels", "--on", "2026-11-22", "--json").out)["labels"]
    newest = next(row for row in rows if row["id"] == "us/2026-06-30")
    assert newest["limits"] == {"age": "2 y or older", "severity": "2 to 3", "area": "20% or less"}


def test_validate_counts_the_files_of_good_data(cli):
    answer = cli("validate")
    assert (answer.code, answer.err) == (0, "")
    assert re.fullmatch(r"\d+ data files are valid\n", answer.out)


def test_validate_prints_every_fault_on_a_line(cli, copy_of_data, faults_of, monkeypatch):
    folder = copy_of_data("min_above_max", "unknown_jurisdiction", "conflict_about_an_unknown_record")
    monkeypatch.setattr("ruxcheck.cli.main.DATA", folder)
    answer = cli("validate")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.splitlines() == faults_of(folder)
    assert len(answer.err.splitlines()) >= 3


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_are_printed(cli, capsys, option):
    with pytest.raises(SystemExit) as stopped:
        cli(option)
    assert stopped.value.code == 0
    assert len(capsys.readouterr().out) > 4


def test_a_pipe_without_the_signs_gets_letters_instead_of_a_traceback():
    done = subprocess.run(
        [sys.executable, "-m", "ruxcheck", "check", "--age", "8"],
        cwd=os.path.dirname(DATA), env=os.environ | {"PYTHONIOENCODING": "cp1252"}, capture_output=True, check=True,
    )  # fmt: skip
    assert b"x European Union label 2023-04-19: No AD indication" in done.stdout
    assert done.stderr == b""


PLAIN = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PATH": os.environ["PATH"]}


def in_ascii(*arguments: str | bytes) -> subprocess.CompletedProcess:
    """The command on a machine that knows no letters beyond ASCII."""
    command = [sys.executable, "-m", "ruxcheck", *arguments]
    return subprocess.run(command, cwd=os.path.dirname(DATA), env=PLAIN, capture_output=True, check=False)


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--age", "8", "--iga", "3", "--bsa", "15", "--json"),
        ("check", "--age", "8", "--iga", "3", "--bsa", "15", "--note"),
        ("labels",),
        ("evidence",),
        ("validate",),
        ("--help",),
    ],
)
def test_nothing_is_lost_where_only_ascii_can_be_printed(arguments):
    done = in_ascii(*arguments)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.isascii()


def test_units_are_spelled_and_never_a_question_mark():
    done = in_ascii("check", "--age", "8", "--fact", "platelets_per_ul=250")
    assert b"very low per uL; if it is x10^9/L, write 250 x10^9/L" in done.stderr
    assert b"?" not in done.stderr.replace(b"or ? for", b"")


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("✔ ✘", "+ x"),
        ("≥20 % – µL", ">=20 % - uL"),
        ("10⁹", "10^9"),
        ("Zoë Müller", "Zoe Muller"),
        ("l\udcffst", "l\\xffst"),
        ("日", "\\u65e5"),
    ],
)
def test_a_sign_is_spelled_with_those_there_are(text, spelled):
    codecs.register_error(HANDLER, _spelled)
    assert text.encode("ascii", HANDLER).decode() == spelled


def test_a_name_that_is_no_text_is_told_and_written(tmp_path):
    path = os.fsencode(tmp_path) + b"/l\xffst.csv"
    with open(path, "wb") as file:
        file.write(b"age,iga,bsa\n8,3,12\n")
    out = os.fsencode(tmp_path) + b"/\xfcber.csv"
    done = in_ascii("screen", path, "--out", out)
    assert done.returncode == 0, done.stderr
    assert os.path.exists(out)
    assert b"written to " in done.stderr
    missing = in_ascii("screen", os.fsencode(tmp_path) + b"/\xff.csv", "--out", out)
    assert missing.returncode == 1
    assert b"\\xff.csv: there is no such file" in missing.stderr
