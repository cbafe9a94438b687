"""Who may import what, and how long a file may grow."""

import ast
import re
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
# who may import each library, and each room of our own
HEAVY = {
    "streamlit": SCREEN,
    "altair": CHARTS,
    "pandas": CHARTS + SCREEN,
    "msgspec": STRICT_LOADING,
    "narwhals": TABLES,
}
HEAVY |= dict.fromkeys(("polars", "duckdb", "pyspark", "pyarrow"), LISTS)
CLOCK = (*SCREEN, "ruxcheck/cli")
ROOMS = {
    "ruxcheck.ui": SCREEN,
    "ruxcheck.charts": SCREEN + CHARTS,
    "ruxcheck.lists": (*SCREEN, *CHARTS, *LISTS, "ruxcheck/cli_screen.py"),
    "pages": (),
    "tests": (),
}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def uses(path: Path, package: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for name in imports(path))


def assert_allowed(path: Path, package: str, places: tuple[str, ...]) -> None:
    name = relative(path)
    who = f"only {', '.join(places)} may" if places else "nothing may"
    assert name.startswith(places) or not uses(path, package), f"{name} imports {package}; {who}; move that part"


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_only_the_allowed_folders_import_the_heavy_libraries(path):
    for package, places in HEAVY.items():
        assert_allowed(path, package, places)


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_arrows_go_one_way(path):
    for package, places in ROOMS.items():
        assert_allowed(path, package, places)


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_files_stay_small(path):
    lines, name = len(path.read_text().splitlines()), relative(path)
    most = 120 if name.startswith("pages/") else 20 if name == "app.py" else 200
    assert lines <= most, f"{name} has {lines} lines, {most} are allowed; give a part of it a file of its own"


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_only_screen_and_command_line_read_the_clock(path):
    name = relative(path)
    reads = re.search(r"\b(today|now)\(", path.read_text())
    told = f"{name} reads the clock; only {', '.join(CLOCK)} may; let the caller pass the day"
    assert name.startswith(CLOCK) or not reads, told


def test_a_check_on_the_command_line_loads_none_of_the_heavy_libraries():
    code = (
        "import sys, ruxcheck.cli; ruxcheck.cli.main(['check', '--age', '8', '--json']);"
        "print(sorted({'pandas', 'altair', 'streamlit', 'msgspec', 'narwhals'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
