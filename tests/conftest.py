"""Shared fixtures: a copy of the data files to break, and the command line with what it printed."""

import os
import shutil
from collections import namedtuple

import pytest

from ruxcheck.cli.main import main
from ruxcheck.store.files import DATA, DataErrors
from ruxcheck.store.reading import load

Answer = namedtuple("Answer", "code out err")


@pytest.fixture
def bad_data():
    """The folder that holds one folder for each mistake a data file can have."""
    return os.path.join(os.path.dirname(os.path.abspath(__file__)), "bad_data")


@pytest.fixture
def copy_of_data(tmp_path, bad_data):
    """A copy of data/ without derived/, with the files of the named folders of bad_data laid over it; its path."""

    def make(*mistakes: str) -> str:
        folder = tmp_path / "data"
        shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("derived"))
        for mistake in mistakes:
            source = os.path.join(bad_data, mistake)
            shutil.copytree(source, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("words.txt"))
        return str(folder)

    return make


@pytest.fixture
def faults_of():
    """Every fault that loading a data folder reports, as text."""

    def faults(folder: str) -> list[str]:
        with pytest.raises(DataErrors) as raised:
            load(folder)
        return [str(error) for error in raised.value.errors]

    return faults


@pytest.fixture
def cli(capsys):
    """Run one command line in this process: exit code, standard output, standard error."""

    def run(*arguments: str) -> Answer:
        code = main(list(arguments))
        return Answer(code, *capsys.readouterr())

    return run
