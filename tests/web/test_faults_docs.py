"""The table of faults names a test for each row, and every test of faults stands in it."""

import ast
import re
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT

ROWS = [line for line in (ROOT / "docs/faults.md").read_text().splitlines() if line.startswith("| ")][2:]
FILES = [path for path in ROOT.glob("tests/*/test_faults*.py") if path.name != "test_faults_docs.py"]
ALSO = [ROOT / "tests/browser/test_proxy.py", ROOT / "tests/intake/test_bombs.py"]


def names_in(files: list[Path]) -> set[str]:
    return {
        node.name
        for path in files
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


TESTS = names_in(FILES)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip())
def test_every_row_is_backed_by_tests_that_exist(row):
    named = re.findall(r"`(test_\w+)`", row.split("|")[3])
    assert named
    assert set(named) <= TESTS | names_in(ALSO)


def test_every_test_of_a_fault_stands_in_the_table():
    assert TESTS - set(re.findall(r"`(test_\w+)`", " ".join(ROWS))) == set()
