"""The rooms of the house: who may import what, one way and without a circle, and how large a room may grow."""

import ast
import re
import subprocess
import sys
from collections import Counter
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*ROOT.glob("*.py"), *ROOT.glob("pages/*.py"), *ROOT.glob("ruxcheck/**/*.py")])
MODULES = [path for path in SOURCES if path.parent != ROOT]
# lowest first: each imports only what stands before it; docs/architecture.md draws it
PACKAGES = (
    "kernel",
    "evidence",
    "compare",
    "teaching",
    "store",
    "export",
    "ehr",
    "watch",
    "intake",
    "screening",
    "charts",
    "cli",
    "web",
)
SCREEN = ("app.py", "pages/", "ruxcheck/web/")
CHARTS = ("ruxcheck/charts/",)
SCREENING = ("ruxcheck/screening/",)
INTAKE = ("ruxcheck/intake/",)
# who may import each library
LIBRARIES = {
    "streamlit": (*SCREEN, "ruxcheck/cli/serve.py"),
    "altair": CHARTS,
    "pandas": CHARTS + SCREEN + ("ruxcheck/intake/files.py",),
    "msgspec": (
        "ruxcheck/store/strict.py",
        "ruxcheck/store/schema.py",
        "ruxcheck/ehr/",
        "ruxcheck/watch/sources.py",
        "ruxcheck/intake/bulk_export.py",
        "ruxcheck/intake/files.py",
        "ruxcheck/intake/worker.py",
        "ruxcheck/web/record_server.py",
    ),
    "joserfc": ("ruxcheck/ehr/tokens.py",),
    "narwhals": SCREENING,
    "markupsafe": CHARTS + SCREEN + ("ruxcheck/export/render.py", "ruxcheck/export/table.py"),
}
LIBRARIES |= dict.fromkeys(("polars", "duckdb", "pyspark"), SCREENING)
LIBRARIES["polars"] = (*SCREENING, "ruxcheck/intake/files.py")
LIBRARIES |= {"pyarrow": INTAKE + SCREENING, "openpyxl": INTAKE, "charset_normalizer": INTAKE}
CLOCK = (*SCREEN, "ruxcheck/cli/")
# 110 for the dashboard; then what health records brought, their package, server, form and lists; then the watcher; then the
# lists that people really have, read by a package of its own
MOST_MODULES, MOST_IN_A_PACKAGE, MOST_LINES = 142, 12, 480


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def dotted(path: Path) -> str:
    return relative(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


NAMES = {dotted(path) for path in SOURCES}


def imports(path: Path) -> set[str]:
    """Every name a file imports, inside functions too: that is where a circle hides."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def uses(path: Path, package: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for name in imports(path))


def modules_used(path: Path) -> set[str]:
    """The modules of our own that a file imports; of a package, the module that is meant."""
    return {name for name in imports(path) if name in NAMES and name not in {dotted(path), "ruxcheck"}}


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_only_the_allowed_folders_import_the_heavy_libraries(path):
    for library, places in LIBRARIES.items():
        told = f"{relative(path)} imports {library}; only {', '.join(places)} may; move that part"
        assert relative(path).startswith(places) or not uses(path, library), told


@pytest.mark.parametrize("path", sorted(ROOT.glob("ruxcheck/**/*.py")), ids=relative)
def test_arrows_go_one_way(path):
    parts = relative(path).split("/")
    allowed = PACKAGES[: PACKAGES.index(parts[1]) + 1] if parts[1] in PACKAGES else PACKAGES
    above = [package for package in PACKAGES if package not in allowed and uses(path, f"ruxcheck.{package}")]
    assert not above, f"{relative(path)} imports {', '.join(above)}, which stands above it; move that part up"
    assert not uses(path, "pages"), f"{relative(path)} imports pages; nothing may"
    assert not uses(path, "tests"), f"{relative(path)} imports tests; nothing may"


def test_every_package_has_its_place_in_the_order():
    assert {path.parent.name for path in ROOT.glob("ruxcheck/*/__init__.py")} == set(PACKAGES)


def test_no_imports_go_in_a_circle():
    packages = {name for name in NAMES if (ROOT / name.replace(".", "/")).is_dir()}
    arrows = {dotted(path): modules_used(path) - packages for path in MODULES}
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        pytest.fail(f"imports in a circle: {' -> '.join(error.args[1])}; move what both need below them")


def test_the_house_stays_small_enough_to_know():
    assert len(MODULES) <= MOST_MODULES, f"{len(MODULES)} modules; {MOST_MODULES} are allowed; merge what is one idea"
    rooms = Counter(path.parent for path in MODULES if path.name not in ("__init__.py", "__main__.py"))
    full = {relative(room): count for room, count in rooms.items() if count > MOST_IN_A_PACKAGE}
    assert not full, f"{full}: at most {MOST_IN_A_PACKAGE} modules in a folder; give one idea of it a room of its own"


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_a_module_is_one_idea(path):
    lines, name = len(path.read_text().splitlines()), relative(path)
    most = 120 if name.startswith("pages/") else 20 if name == "app.py" else MOST_LINES
    assert lines <= most, f"{name} has {lines} lines, {most} are allowed; it holds two ideas: give one its own module"


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_only_screen_and_command_line_read_the_clock(path):
    name = relative(path)
    reads = re.search(r"\b(today|now)\(", path.read_text())
    told = f"{name} reads the clock; only {', '.join(CLOCK)} may; let the caller pass the day"
    assert name.startswith(CLOCK) or not reads, told


def test_a_check_on_the_command_line_loads_none_of_the_heavy_libraries():
    code = (
        "import sys, ruxcheck.cli.main; ruxcheck.cli.main.main(['check', '--age', '8', '--json']);"
        "print(sorted({'pandas', 'altair', 'streamlit', 'msgspec', 'narwhals'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
