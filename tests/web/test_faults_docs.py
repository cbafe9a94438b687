"""The table of faults names a test for each row, and every test of faults stands in it."""

import ast
import re

import pytest

from tests.browser.conftest import ROOT

ROWS = [line for line in (ROOT / "docs/faults.md").read_text().splitlines() if line.startswith("| ")][2:]
FILES = [*ROOT.glob("tests/*/test_faults*.py")]
TESTS = {
    node.name
    for path in FILES
    if path.name != "test_faults_docs.py"
    for node in ast.parse(path.read_text()).body
    if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip())
def test_every_row_is_backed_by_tests_that_exist(row):
    named = re.findall(r"`(test_\w+)`", row.split("|")[3])
    assert named
    assert set(named) <= TESTS


def test_every_test_of_a_fault_stands_in_the_table():
    assert TESTS - set(re.findall(r"`(test_\w+)`", " ".join(ROWS))) == set()
