"""Who may import what, and how long a file may grow."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted([*ROOT.glob("*.py"), *ROOT.glob("pages/*.py"), *ROOT.glob("ruxcheck/**/*.py")])
SCREEN = ("app.py", "pages/", "ruxcheck/ui/")
CHARTS = ("ruxcheck/charts/",)
LISTS = ("ruxcheck/lists/",)
TABLES = ("ruxcheck/cohort", *LISTS)
STRICT_LOADING = ("ruxcheck/strict.py", "ruxcheck/schema")


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            found.add(node.module)
    return found


def uses(path: Path, package: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for name in imports(path))


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_only_the_allowed_folders_import_the_heavy_libraries(path):
    name = relative(path)
    assert name.startswith(SCREEN) or not uses(path, "streamlit")
    assert name.startswith(CHARTS) or not uses(path, "altair")
    assert name.startswith(CHARTS + SCREEN) or not uses(path, "pandas")
    assert name.startswith(STRICT_LOADING) or not uses(path, "msgspec")
    assert name.startswith(TABLES) or not uses(path, "narwhals")
    assert name.startswith(LISTS) or not any(
        uses(path, engine) for engine in ("polars", "duckdb", "pyspark", "pyarrow")
    )


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_arrows_go_one_way(path):
    name = relative(path)
    assert name.startswith(SCREEN) or not uses(path, "ruxcheck.ui")
    assert name.startswith(SCREEN + CHARTS) or not uses(path, "ruxcheck.charts")
    assert name.startswith((*SCREEN, *CHARTS, *LISTS, "ruxcheck/cli_screen.py")) or not uses(path, "ruxcheck.lists")
    assert not uses(path, "pages")
    assert not uses(path, "tests")


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_files_stay_small(path):
    lines = len(path.read_text().splitlines())
    assert lines <= (120 if relative(path).startswith("pages/") else 20 if relative(path) == "app.py" else 200)


def test_the_kernel_never_reads_the_clock():
    kernel = ["values", "criteria", "records", "build", "labels", "check", "report", "margin", "versions", "summary"]
    kernel += ["amount", "sweep", "note", "compare", "printable", "cells", "cohort", "cohort_values", "cohort_records"]
    kernel += ["cases", "lessons", "case_words", "case_faults"]
    for module in kernel:
        text = (ROOT / "ruxcheck" / f"{module}.py").read_text()
        assert "today(" not in text
        assert "now(" not in text


def test_a_check_on_the_command_line_loads_none_of_the_heavy_libraries():
    code = (
        "import sys, ruxcheck.cli; ruxcheck.cli.main(['check', '--age', '8', '--json']);"
        "print(sorted({'pandas', 'altair', 'streamlit', 'msgspec', 'narwhals'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
