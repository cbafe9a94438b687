"""What is derived from `data/` is reproduced byte for byte, and a file that is not is named with what to do."""

import os
import subprocess
import sys

import pytest

from ruxcheck.cli import derive
from ruxcheck.store.files import DataErrors


def test_everything_derived_is_reproduced_byte_for_byte():
    assert derive.differences() == []


@pytest.fixture
def derived_copy(copy_of_data):
    """A copy of data/ with its derived files; its path."""
    folder = copy_of_data()
    derive.write(folder)
    return folder


def place(folder: str, name: str) -> str:
    return os.path.join(folder, "derived", name)


def test_a_fresh_copy_has_no_differences(derived_copy):
    assert derive.differences(derived_copy) == []


def test_a_changed_file_is_named_with_its_first_line_that_differs(derived_copy):
    with open(place(derived_copy, "effects.csv"), "rb+") as file:
        lines = file.read().split(b"\n")
        lines[2] = b"edited by hand"
        file.seek(0)
        file.truncate()
        file.write(b"\n".join(lines))
    assert derive.differences(derived_copy) == [
        "data/derived/effects.csv: differs from what data/ gives, first in line 3; run make derive, never edit it"
    ]


def test_a_missing_file_is_named(derived_copy):
    os.remove(place(derived_copy, "rules.json"))
    assert derive.differences(derived_copy) == ["data/derived/rules.json: the file is missing; run make derive"]


def test_a_file_that_nothing_gives_is_named(derived_copy):
    with open(place(derived_copy, "left-over.csv"), "w", encoding="utf-8"):
        pass
    assert derive.differences(derived_copy) == [
        "data/derived/left-over.csv: nothing in data/ gives this file; delete it"
    ]


def test_without_a_derived_folder_every_file_is_missing(copy_of_data):
    told = derive.differences(copy_of_data())
    assert told
    assert all(words.endswith("the file is missing; run make derive") for words in told)


def test_a_changed_fact_makes_the_files_differ(derived_copy):
    with open(os.path.join(derived_copy, "fields.toml"), "a", encoding="utf-8") as file:
        file.write("# a remark\n")
    assert any("effects.sha256: differs" in words for words in derive.differences(derived_copy))


def test_bad_data_is_told_instead(copy_of_data):
    with pytest.raises(DataErrors):
        derive.differences(copy_of_data("min_above_max"))


def test_the_command_is_silent_where_nothing_differs():
    done = subprocess.run([sys.executable, "-m", "ruxcheck.cli.derive", "--check"], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_command_says_what_differs_and_fails(monkeypatch, capsys):
    monkeypatch.setattr(derive, "differences", lambda: ["data/derived/effects.csv: differs"])
    assert derive.main(["--check"]) == 1
    assert capsys.readouterr().err == "data/derived/effects.csv: differs\n"
