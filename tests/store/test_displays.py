"""What the pages show is chosen in data: bad choices are refused in words, no table loses a row unseen, no code names a trial."""

import ast
import os
import re
import tomllib
from pathlib import Path

import pytest

from ruxcheck.cli.derive import write as derive
from ruxcheck.evidence.displays import NEEDED, selections
from ruxcheck.evidence.figures import ALL_ARMS, APPROVED_STRENGTH, COMPARATOR, OTHER_STRENGTH
from ruxcheck.store.evidence_files import load_displays, load_evidence, load_results, shown_figures
from ruxcheck.store.files import DATA
from ruxcheck.store.reading import load, load_documents
from ruxcheck.store.strict import STATISTICS

ROOT = Path(__file__).parents[2]
DISPLAYS = load_displays()

MISTAKES = {
    "unknown trial": ('pooled = "true-ad"', 'pooled = "true-ad9"', "ids: 'true-ad9' is unknown"),
    "unknown words": ('words = { true-ad1 = "TRuE-AD1", true-ad2', 'words = { true-ad9 = "X", true-ad2', "words: 'true-ad9' is unknown"),
    "unknown conflict": ('conflicts = ["teae-131-or-132"]', 'conflicts = ["none"]', "conflicts: 'none' is unknown"),
    "unknown record": ('records = ["true-ad", ', 'records = ["true-ad1", ', "records: 'true-ad1' is unknown"),
    "unknown jurisdiction": ('jurisdictions = ["us", ', 'jurisdictions = ["xx", ', "jurisdictions: 'xx' is unknown"),
    "unknown label": ('label = "us"\n\n', 'label = "xx"\n\n', "label: 'xx' is unknown"),
    "a country without a label": ('label = "us"\n\n', 'label = "au"\n\n', "label: 'au' has no label version; allowed: ca,"),
    "unknown column": ('statistic = "statement" }]\nrows = 11', 'statistics = "statement" }]\nrows = 11', "'statistics' is no column; allowed: trial,"),
    "unknown endpoint": ('endpoint = "pk-analysed"', 'endpoint = "pk"', "endpoint 'pk' is unknown"),
    "a figure fewer": ('statistic = "statement" }]\nrows = 11', 'statistic = "statement" }]\nrows = 12', "finds 11 figures, rows says 12"),
    "a figure more": ('statistic = "statement" }]\nrows = 11', 'statistic = "statement" }]\nrows = 10', "no figure may leave or join a display unseen"),
    "no number of figures": ('statistic = "statement" }]\nrows = 11', 'statistic = "statement" }]', "where and rows belong together"),
    "an unknown key": ('id = "label"', 'id = "label"\nshows = "it"', "allowed keys: id, title, note"),
    "no part to play": ('ids = { caution = "boxed-warning" }\n', "", "names no caution"),
    "a display gone": ('id = "safety-two-counts"', 'id = "two-counts"', "'safety-two-counts' is missing"),
    "a result without counts": ('endpoint = "easi-75"\ntime = "week 8"', 'endpoint = "easi-75"\ntime = "week 7"', "0 counts on an approved strength"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_bad_choice_is_refused_in_words(mistake, copy_of_data, faults_of):
    old, new, words = MISTAKES[mistake]
    folder = copy_of_data()
    path = Path(folder, "displays.toml")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    faults = faults_of(folder)
    assert [fault for fault in faults if fault.startswith("data/displays.toml") and words in fault], faults


@pytest.mark.parametrize("name", [name for name in NEEDED if DISPLAYS[name].where])
def test_every_selection_finds_figures(name):
    found = selections(DISPLAYS[name], load_evidence(), load())
    assert all(found)
    assert sum(map(len, found)) == DISPLAYS[name].rows == len(shown_figures(name))


def test_results_of_the_framing_lab_have_both_arms():
    for result in load_results():
        assert len({row.arm for row in load_evidence().find(**result.place) if row.n is not None}) >= 2, result.id


def newer_label(folder: str, figures: str) -> None:
    """The README's recipe: a new version of the United States label as a whole, with a source of its own."""
    labels = Path(folder, "labels", "us")
    newest = max(labels.iterdir())
    text = newest.read_text(encoding="utf-8")
    source = tomllib.loads(text)["source"]
    text = re.sub(r'^source = ".*"$', f'source = "us-pi-next"{figures}', text, count=1, flags=re.MULTILINE)
    text = re.sub(r"^in_force_from = .*$", "in_force_from = 2026-11-01", text, flags=re.MULTILINE)
    text = re.sub(r"^checked_on = .*$", "checked_on = 2026-11-02", text, flags=re.MULTILINE)
    (labels / "2026-11-01.toml").write_text(text, encoding="utf-8")
    sources = Path(folder, "sources.toml")
    entries = sources.read_text(encoding="utf-8")
    entry = next(part for part in entries.split("[[sources]]") if f'id = "{source}"' in part)
    sources.write_text(f"{entries}\n[[sources]]{entry.replace(source, 'us-pi-next')}", encoding="utf-8")


OF_THE_LABEL = [name for name, display in DISPLAYS.items() if display.label and display.where]


def test_a_newer_label_that_carries_no_figures_is_refused(copy_of_data, faults_of):
    folder = copy_of_data()
    newer_label(folder, "")
    faults = [fault for fault in faults_of(folder) if fault.startswith("data/displays.toml")]
    assert len(faults) == len(OF_THE_LABEL)
    for fault in faults:
        assert "finds 0 figures" in fault
        assert "the newest label version of 'us' carries the figures of us-pi-next" in fault
        assert "name that source under figures in the label's file" in fault


def test_a_newer_label_may_carry_the_tables_of_the_older_one(copy_of_data):
    older = {name: shown_figures(name) for name in OF_THE_LABEL}
    folder = copy_of_data()
    newest = max(record.id for record in load().labels if record.jurisdiction == "us")
    carried = next(record.figures for record in load().labels if record.id == newest)
    newer_label(folder, f"\nfigures = {list(carried)}".replace("'", '"'))
    derive(folder)
    assert [record.id for record in load(folder).labels if record.jurisdiction == "us"][-1] == "us/2026-11-01"
    assert {name: shown_figures(name, folder) for name in OF_THE_LABEL} == older


# where the arms of a comparison get the one name by which all other code knows them
NAMES_ARMS = "ruxcheck/evidence/figures.py"
# arms whose ids are plain words of English too
PLAIN_WORDS = {"all", "none"}


def product_names() -> set[str]:
    """Ids of studies, records, label sources and other documents and conflicts, and the names of trials."""
    evidence, rules, documents = load_evidence(), load(), load_documents()
    ids = {*evidence.studies, *documents.sources, *(conflict.id for conflict in documents.conflicts)}
    # "reference" is a kind of figure too, and stands in the code as that
    return (ids | {record.id for record in (*rules.trials, *rules.labels)}) - STATISTICS


def test_the_arms_that_code_knows_are_those_of_the_data():
    arms = load_evidence().arms
    assert {COMPARATOR, OTHER_STRENGTH, APPROVED_STRENGTH, ALL_ARMS} <= set(arms)
    assert [arms[arm].approved for arm in (COMPARATOR, OTHER_STRENGTH, APPROVED_STRENGTH)] == [False, False, True]
    assert all(arm.drawn_as in arms for arm in arms.values() if arm.drawn_as)


@pytest.mark.parametrize("path", sorted([*ROOT.glob("ruxcheck/**/*.py"), *ROOT.glob("pages/*.py")]), ids=lambda path: path.relative_to(ROOT).as_posix())  # fmt: skip
def test_no_code_names_a_trial_a_source_a_conflict_or_an_arm(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    docs = {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body and isinstance(node.body[0], ast.Expr)}  # fmt: skip
    names = product_names() | set(load_evidence().arms) - PLAIN_WORDS
    if path == ROOT / NAMES_ARMS:
        names -= {COMPARATOR, OTHER_STRENGTH, APPROVED_STRENGTH}
    found = [f"line {node.lineno}: {node.value[:60]}" for node in texts if node.value in names or ("TRuE-AD" in node.value and id(node) not in docs)]  # fmt: skip
    assert not found, (
        f"{os.path.relpath(path, ROOT)}: {found}; choose it in {os.path.relpath(DATA, ROOT)}/displays.toml"
    )
