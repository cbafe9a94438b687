"""What is installed is what is said: pins agree in pyproject.toml, requirements files and README, and every wheel has its hash."""

import re
import tomllib
from itertools import chain

import pytest

from ruxcheck import __version__
from tests import written
from tests.written import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)")
IN_FILES = sorted(path for path in written.files() if re.fullmatch(r"requirements[\w-]*\.in", path))
TXT_FILES = [path.replace(".in", ".txt") for path in IN_FILES]
AGAIN = "run: pip-compile --generate-hashes --strip-extras -o {0}.txt {0}.in"


def pins(lines: list[str]) -> dict[str, str]:
    """The version of each package by its name as pip compares names."""
    found = (PIN.match(line) for line in lines)
    return {re.sub("[-_.]+", "-", pin["name"].lower()): pin["version"] for pin in found if pin}


def lines_of(path: str) -> list[str]:
    return (ROOT / path).read_text(encoding="utf-8").splitlines()


RUN_TIME, OPTIONAL = pins(PROJECT["dependencies"]), pins(list(chain(*EXTRAS.values())))


def test_a_name_is_read_as_pip_compares_it():
    assert pins(["Jinja2==3.1 \\", "a_b.C[x]==1; python_version<'4'", "# c==1", "-r other.in"]) == {
        "jinja2": "3.1",
        "a-b-c": "1",
    }


def test_every_dependency_is_pinned():
    loose = [name for name in [*PROJECT["dependencies"], *chain(*EXTRAS.values())] if not PIN.fullmatch(name)]
    assert loose == [], "pyproject.toml: pin each of these with =="


def test_the_dependencies_are_those_of_requirements_in():
    assert pins(lines_of("requirements.in")) == RUN_TIME, (
        "pyproject.toml and requirements.in differ; correct one of them"
    )


def test_every_extra_is_in_a_requirements_file():
    held = {name for path in IN_FILES for name in pins(lines_of(path))}
    assert OPTIONAL.keys() <= held, (
        f"no requirements*.in pins {OPTIONAL.keys() - held}, which pyproject.toml names; add it"
    )


@pytest.mark.parametrize("path", IN_FILES)
def test_pins_agree_with_pyproject(path):
    known = RUN_TIME | OPTIONAL
    differ = {name: version for name, version in pins(lines_of(path)).items() if known.get(name, version) != version}
    assert not differ, f"{path}: pyproject.toml pins another version of {', '.join(differ)}; make them the same"


@pytest.mark.parametrize("path", IN_FILES)
def test_every_line_is_a_pin_or_another_file(path):
    for number, line in enumerate(lines_of(path), start=1):
        option, _, name = line.partition(" ")
        is_file = (option == "-r" and name in IN_FILES) or (option == "-c" and name in TXT_FILES)
        said = line.split("#")[0].strip()
        assert not said or is_file or PIN.fullmatch(said), (
            f"{path}, line {number}: '{line}'; allowed: name==version, -r FILE.in, -c FILE.txt"
        )


@pytest.mark.parametrize("path", IN_FILES)
def test_a_compiled_file_holds_the_pins_it_was_made_from(path):
    compiled = path.replace(".in", ".txt")
    assert compiled in written.files(), f"{compiled} is missing; {AGAIN.format(path[:-3])}"
    held = pins(lines_of(compiled))
    differ = [name for name, version in pins(lines_of(path)).items() if held.get(name) != version]
    assert not differ, f"{compiled}: other versions than {path} of {', '.join(differ)}; {AGAIN.format(path[:-3])}"


@pytest.mark.parametrize("path", TXT_FILES)
def test_every_package_has_its_hash(path):
    package = None
    bare: list[str] = []
    for line in lines_of(path):
        if PIN.match(line):
            package = line.split()[0]
            bare.append(package)
        elif "--hash=sha256:" in line and package in bare:
            bare.remove(package)
    assert package, f"{path}: no package is pinned"
    assert bare == [], f"{path}: without a hash; {AGAIN.format(path[:-4])}"


@pytest.mark.parametrize("path", TXT_FILES)
def test_nothing_is_installed_past_the_pins(path):
    strange = [line for line in lines_of(path) if line and not line.startswith((" ", "#")) and not PIN.match(line)]
    assert strange == [], f"{path}: {AGAIN.format(path[:-4])}"


def test_the_compiled_files_hold_one_version_of_each_package():
    versions: dict[str, set] = {}
    for path in TXT_FILES:
        for name, version in pins(lines_of(path)).items():
            versions.setdefault(name, set()).add(version)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}, "compile all of them again"


def named(cell: str) -> set[str]:
    return {re.sub("[-_.]+", "-", name.strip().lower()) for name in re.sub(r"\(.*?\)", "", cell).split(",")}


def readme_extras() -> dict[str, set[str]]:
    """The packages of each extra, as the table of the README gives them."""
    found: dict[str, set] = {}
    for _, cells in written.table_rows(written.section("README.md", "Dependencies")):
        if extra := re.search(r"\(`(\w+)`\)", cells[0]):
            found.setdefault(extra[1], set()).update(named(cells[0]))
    return found


def test_the_readme_explains_every_dependency():
    rows = [cells[0] for _, cells in written.table_rows(written.section("README.md", "Dependencies"))]
    said = set().union(*(named(cell) for cell in rows if "`" not in cell))
    assert said == RUN_TIME.keys(), "README.md, Dependencies: one row for each run-time dependency of pyproject.toml"


@pytest.mark.parametrize("extra", EXTRAS)
def test_the_readme_explains_every_extra(extra):
    told = " ".join(said.text for said in written.section("README.md", "Dependencies"))
    packages = readme_extras().get(extra)
    if packages is None:  # told in a sentence below the tables, because make run does not install it
        assert f"`{extra}`" in told, f"README.md, Dependencies: say what the extra '{extra}' is for"
        packages = {name for name in pins(EXTRAS[extra]) if name in told.lower()}
    assert packages == pins(EXTRAS[extra]).keys(), f"README.md, Dependencies: name each package of '{extra}'"


def test_the_readme_names_no_extra_that_is_not_there():
    assert readme_extras().keys() <= EXTRAS.keys()


def test_the_readme_names_what_only_tests_and_benchmarks_need():
    (said,) = [
        said.text for said in written.section("README.md", "Dependencies") if said.text.startswith("Only at build time")
    ]
    assert named(said.split(":", 1)[1].rstrip(".")) == pins(lines_of("requirements-dev.in")).keys() - OPTIONAL.keys()


def extras_named() -> list:
    """Every place of code or documents that tells somebody to install extras of this package, with each extra."""
    found = []
    for path in sorted(written.files()):
        if path.endswith((".md", ".py")) and not path.startswith("tests/"):
            for extras in re.findall(r"\"?\.\[([\w, -]+)\]\"", (ROOT / path).read_text(encoding="utf-8")):
                found += [pytest.param(path, extra.strip(), id=f"{path}: {extra}") for extra in extras.split(",")]
    return found


@pytest.mark.parametrize(("path", "extra"), extras_named())
def test_every_extra_that_somebody_is_told_to_install_exists(path, extra):
    assert extra in EXTRAS, f"{path}: no extra '{extra}'; allowed: {', '.join(EXTRAS)}"


def test_one_version_everywhere():
    citation = re.search(r"^version: (\S+)", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    newest = next(said.text for said in written.prose("CHANGELOG.md") if said.text.startswith("## "))
    told = {
        "pyproject.toml": PROJECT["version"],
        "CITATION.cff": citation and citation[1].strip('"'),
        "CHANGELOG.md": newest.split()[1],
    }
    assert told == dict.fromkeys(told, __version__)
