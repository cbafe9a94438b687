"""The documents say what is there: every path, target, module, command, link and address in them is tried."""

import re
from fnmatch import fnmatchcase
from importlib.util import find_spec
from pathlib import PurePosixPath

import pytest

from benchmarks.__main__ import NAMES
from ruxcheck.cli.main import COMMANDS
from tests import written
from tests.written import ROOT, Said

DOCUMENTS = written.documents()
TO_TYPE = written.everything_to_type()
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z][\w-]*):", MAKEFILE, re.MULTILINE))
ENDINGS = ("cff", "csv", "in", "json", "md", "png", "py", "pyi", "sh", "sha256", "toml", "txt", "typ", "yaml", "yml")
FOLDERS = sorted({path.split("/")[0] for path in written.files() if "/" in path})
PATH = re.compile(rf"(?<![\w./:<-])(?:{'|'.join(map(re.escape, FOLDERS))})/[\w./<>*-]*")
FILE_NAME = re.compile(rf"[\w.<>*-]+(?:/[\w.<>*-]+)*\.(?:{'|'.join(ENDINGS)})")
# names that documents may speak of although no such file is kept here, and why
ELSEWHERE = {
    ".streamlit/secrets.toml": "written by whoever runs the app, never kept here",
    "secrets.toml": "the same",
    "watch/state.json": "written by the watcher",
    "watch/proposals/DAY/report.md": "the same",
    "watch/proposals/DAY/report.json": "the same",
    "watch/proposals/DAY/change.patch": "the same",
    "report.md": "the same",
    "README.txt": "inside the files that a page offers to download",
}


def at(said: Said) -> str:
    return f"{said.place}: {said.text.strip()[:60]}"


def paths_in(document: str) -> list[Said]:
    """What a document names as a file or a folder: anything below a folder of ours, and file names in backticks."""
    found = [
        said._replace(text=text.rstrip(".,;:-"))
        for said in written.lines(document)
        for text in PATH.findall(written.ADDRESS.sub("", said.text))
    ]
    return found + [said for said in written.spans(document) if FILE_NAME.fullmatch(said.text)]


def exists(path: str, document: str) -> bool:
    """Whether a path, with `<id>` and `*` for any name, is there: from the root, beside the document, or in data/ or ruxcheck/.

    A name without a folder may lie anywhere; the number of a decision stands for its file.
    """
    wanted = re.sub("<[^>]*>", "*", path).rstrip("/")
    wanted += "*" if re.fullmatch(r"docs/adr/\d{4}", wanted) else ""
    places = ["", "data/", "ruxcheck/", f"{PurePosixPath(document).parent}/", *([] if "/" in wanted else ["*/"])]
    return any(fnmatchcase(known, place + wanted) for known in _files_and_folders() for place in places)


def _files_and_folders() -> set[str]:
    return {str(place) for path in written.files() for place in (PurePosixPath(path), *PurePosixPath(path).parents)}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_exists(document):
    missing = {
        f"{said.place}: '{said.text}' is not there; correct the path, or bring the file"
        for said in paths_in(document)
        if said.text not in ELSEWHERE and not exists(said.text, document)
    }
    assert not missing, "\n".join(sorted(missing))


@pytest.mark.parametrize(
    ("path", "there"),
    [
        pytest.param("ruxcheck/cli/derive.py", True, id="a file"),
        pytest.param("ruxcheck/screening/", True, id="a folder"),
        pytest.param("data/trials/<id>.toml", True, id="any of a kind"),
        pytest.param("labels/<jurisdiction>/<day>.toml", True, id="within data/"),
        pytest.param("wording.py", True, id="a name alone"),
        pytest.param("docs/adr/0001", True, id="a decision by its number"),
        pytest.param("docs/adr/9999", False, id="a decision that nobody took"),
        pytest.param("ruxcheck/deriv.py", False, id="a slip"),
        pytest.param("ruxcheck/derive", False, id="without its ending"),
        pytest.param("data/trails/<id>.toml", False, id="a slip in the folder"),
        pytest.param("gone.py", False, id="a name alone that nothing has"),
    ],
)
def test_a_path_is_looked_up_where_its_reader_would(path, there):
    assert exists(path, "README.md") is there


def test_the_map_of_the_folders_in_the_readme_is_right():
    tree = next(said for said in written.code("README.md") if said.text.startswith("data/"))
    lines = [said for said in written.code("README.md") if said.line >= tree.line]
    names = [name for said in lines for name in re.findall(r"(?<![\w/])([\w/*]+(?:/|\.py))(?=[ ;,]|$)", said.text)]
    assert {"data/", "ruxcheck/", "pages/", "docs/adr/"} <= set(names)
    assert [name for name in names if not exists(name, "README.md")] == []


@pytest.mark.parametrize("said", [said for said in TO_TYPE if re.search(r"\bmake [a-z]", said.text)], ids=at)
def test_every_make_target_exists(said):
    for target in re.findall(r"\bmake ([a-z][\w-]*)", said.text):
        assert target in TARGETS, f"{said.place}: make has no target '{target}'; allowed: {', '.join(sorted(TARGETS))}"
    for name in re.findall(r"\bmake [a-z]+ ([A-Z]+)=", said.text):
        assert re.search(rf"^{name} \?=", MAKEFILE, re.MULTILINE), f"{said.place}: the Makefile has no setting '{name}'"


def test_every_target_is_explained_by_make_help():
    phony = set(re.search(r"^\.PHONY: (.*)", MAKEFILE, re.MULTILINE)[1].split())
    assert set(re.findall(r"^([a-z-]+):.*##", MAKEFILE, re.MULTILINE)) == phony


def test_the_makefile_names_files_that_exist():
    missing = {path for path in PATH.findall(MAKEFILE) if not exists(path, "Makefile")}
    assert missing == set()


@pytest.mark.parametrize("said", [said for said in TO_TYPE if " -m " in said.text], ids=at)
def test_every_module_to_run_is_there(said):
    for module in re.findall(r"python[\d.]* -m ([\w.]+)", said.text):
        assert find_spec(module), f"{said.place}: there is no module '{module}' to run; correct its name"
    for command in re.findall(r"-m ruxcheck ([a-z]+)", said.text):
        assert command in COMMANDS, f"{said.place}: no command '{command}'; allowed: {', '.join(COMMANDS)}"


@pytest.mark.parametrize("said", [said for said in TO_TYPE if "uvicorn " in said.text], ids=at)
def test_what_uvicorn_serves_is_there(said):
    for module, name in re.findall(r"uvicorn ([a-z_]+):([a-z_]+)", said.text):
        assert re.search(rf"^{name} = ", (ROOT / f"{module}.py").read_text(), re.MULTILINE), said.place


@pytest.mark.parametrize("said", [said for said in TO_TYPE if " -r " in said.text], ids=at)
def test_every_requirements_file_to_install_is_there(said):
    for name in re.findall(r" -r (\S+)", said.text):
        assert name in written.files(), f"{said.place}: '{name}' is not there"


def test_every_benchmark_is_named():
    (said,) = [said for said in written.spans("benchmarks/README.md") if "-m benchmarks" in said.text]
    assert tuple(re.findall(r"\[(\w+)\]", said.text)) == NAMES, (
        f"{said.place}: name each benchmark once, in their order"
    )


@pytest.mark.parametrize("said", [said for said in TO_TYPE if "-m benchmarks " in said.text], ids=at)
def test_every_named_benchmark_exists(said):
    names = re.search(r"-m benchmarks ([\w \[\]]*)", said.text)[1].replace("[", "").replace("]", "").split()
    unknown = set(names) - {*NAMES, "NAME"}
    assert not unknown, f"{said.place}: no benchmark {', '.join(unknown)}; allowed: {', '.join(NAMES)}"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_and_picture_leads_somewhere(document):
    for said in written.links(document):
        target, _, anchor = said.text.partition("#")
        if re.match(r"https?:|mailto:", target):
            continue
        path = (ROOT / document).parent / target if target else ROOT / document
        assert path.exists(), f"{said.place}: '{target}' is not there; correct the link"
        if anchor:
            headings = written.anchors(path.resolve().relative_to(ROOT).as_posix())
            assert anchor in headings, f"{said.place}: no heading '#{anchor}'; allowed: {', '.join(sorted(headings))}"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_addresses_are_secure_or_local(document):
    for said in written.addresses(document):
        # a host without a dot is a machine beside this one, as in the settings of a proxy
        local = re.match(r"http://(127\.0\.0\.1|[\w-]+)([:/]|$)", said.text)
        assert local or said.text.startswith("https://"), f"{said.place}: '{said.text}' is not https; use https"


DECISIONS = sorted(path for path in written.files() if re.match(r"docs/adr/\d", path))


def test_decisions_are_numbered_without_a_gap():
    numbers = [PurePosixPath(path).name[:4] for path in DECISIONS]
    wanted = [f"{number:04}" for number in range(1, len(numbers) + 1)]
    assert numbers == wanted, "docs/adr: give each decision the next free number, once"


@pytest.mark.parametrize("path", DECISIONS)
def test_a_decision_says_its_number_context_decision_and_consequences(path):
    text = (ROOT / path).read_text(encoding="utf-8")
    number = int(PurePosixPath(path).name[:4])
    assert re.match(rf"# 0*{number}[.:] \S", text), f"{path}: the heading starts with its number, '# {number}. ...'"
    for word in ("Context", "Decision", "Consequences"):
        assert word in text, f"{path}: '{word}' is missing; say it"


ARCHITECTURE = "docs/architecture.md"
NAMED_IN = re.compile(r"`(\w+)`[^`]{0,80}?\(`(ruxcheck/[\w/]+\.py)`\)")


def test_the_functions_that_the_architecture_names_are_where_it_says():
    text = " ".join((ROOT / ARCHITECTURE).read_text(encoding="utf-8").split())
    named = NAMED_IN.findall(text)
    assert len(named) >= 8
    for name, path in named:
        assert re.search(rf"\b(?:def|class) {name}\b", (ROOT / path).read_text(encoding="utf-8")), (
            f"{ARCHITECTURE}: {name} is not in {path}"
        )


def test_the_architecture_draws_every_package():
    drawn = (ROOT / ARCHITECTURE).read_text(encoding="utf-8").split("```")[1]
    packages = {path.parent.name for path in ROOT.glob("ruxcheck/**/__init__.py")} - {"ruxcheck"}
    assert packages <= set(re.findall(r"(\w+)/", drawn))
