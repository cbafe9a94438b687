"""Every command line that the documents show is run as it stands, on the sample list."""

import csv
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from ruxcheck.cli.main import COMMANDS
from ruxcheck.cli.options import joined, option_parser
from tests import written
from tests.written import ROOT, Said

RUXCHECK = (sys.executable, "-m", "ruxcheck")
NOTED = ("check", "--age", "8", "--note")  # a note to ask again, where a command line reads one
PATIENTS = 50  # of the sample list: as many as tell a command that works from one that does not


def shown(program: str) -> list[Said]:
    """The command lines of all code blocks that run a program, with what is typed after it."""
    lines = [said for document in written.documents() for said in written.code(document)]
    return [said._replace(text=said.text.split(program, 1)[1].strip()) for said in lines if program in said.text]


def arguments_of(said: Said) -> list[str]:
    """The arguments, up to what the shell does with the answer."""
    words = shlex.split(said.text, comments=True)
    return words[: next((place for place, word in enumerate(words) if word in ("|", ">", "&&", ";")), None)]


def sample_list(path: Path, mapped: dict[str, str]) -> None:
    """The first patients of the sample list under the name and the column names that a command line uses."""
    with open(ROOT / "samples" / "registry.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[: PATIENTS + 1]
    called = {column: name for field, name in mapped.items() for column in rows[0] if column.split("_")[0] == field}
    rows[0] = [called.get(column, column) for column in rows[0]]
    assert set(mapped.values()) <= set(rows[0]), f"samples/registry.csv has no column for {mapped}; map other inputs"
    _write(path, rows)


def _write(path: Path, rows: list[list[str]]) -> None:
    if path.suffix == ".csv":
        with open(path, "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        return
    assert path.suffix == ".parquet", (
        f"no sample of the kind '{path.suffix}' is made here; teach sample_list to make it"
    )
    import pyarrow
    from pyarrow import parquet

    parquet.write_table(pyarrow.table(dict(zip(rows[0], map(list, zip(*rows[1:]))))), path)


def test_a_sample_list_has_the_columns_that_a_command_names(tmp_path):
    sample_list(tmp_path / "visits.csv", {"age": "years_at_visit", "bsa": "area"})
    head, *rows = (tmp_path / "visits.csv").read_text("utf-8-sig").splitlines()
    assert head.split(",")[:4] == ["id", "years_at_visit", "iga", "area"]
    assert len(rows) == PATIENTS


@pytest.mark.parametrize("said", shown("python -m ruxcheck "), ids=lambda said: said.text)
def test_a_command_line_runs(said, tmp_path):
    arguments = arguments_of(said)
    if arguments[0] == "watch":  # a test asks no official source: that the options exist has to do
        option_parser(COMMANDS).parse_args(arguments)
        return
    if arguments[0] == "screen":
        options = option_parser(COMMANDS).parse_args(joined(arguments))
        sample_list(tmp_path / options.list, dict(pair.split("=") for pair in options.map or ()))
    if "--from-note" in arguments:
        noted = subprocess.run([*RUXCHECK, *NOTED], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
        (tmp_path / arguments[arguments.index("--from-note") + 1]).write_text(noted.stdout, encoding="utf-8")
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    command = [*RUXCHECK, *arguments]
    surroundings = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=surroundings, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, f"{said.place}: exit code {done.returncode}: {done.stderr}"


@pytest.mark.parametrize("said", shown("spark-submit "), ids=lambda said: said.text)
def test_a_spark_command_names_a_script_and_options_that_exist(said):
    # only its parts: a cluster takes half a minute to start, and test_spark.py runs the engine itself
    script, *arguments = arguments_of(said)
    assert script in written.files(), f"{said.place}: '{script}' is not there"
    assert option_parser(COMMANDS).parse_args(joined(arguments)).engine == ["spark"]
