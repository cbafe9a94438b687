"""Every way a data file can be wrong is refused in words; good data loads, the same with and without its snapshot.

A folder of `bad_data/` holds one mistake: the files that replace or join the good ones, and in `words.txt`, one a line,
what the message must say.
"""

import glob
import os
import shutil

import pytest

from ruxcheck.cli.derive import write as derive
from ruxcheck.store.files import DATA, DataErrors, file_contents, fingerprint
from ruxcheck.store.reading import load, load_documents
from ruxcheck.store.strict import NEEDED_FILES

MISTAKES = sorted(os.listdir(os.path.join(os.path.dirname(os.path.dirname(__file__)), "bad_data")))


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_refused_in_words(mistake, bad_data, copy_of_data, faults_of):
    with open(os.path.join(bad_data, mistake, "words.txt"), encoding="utf-8") as file:
        words = file.read().splitlines()
    assert len(words) > 1, "words.txt names the file and what is wrong with it"
    faults = faults_of(copy_of_data(mistake))
    assert [fault for fault in faults if all(word in fault for word in words)], "\n".join(faults[:10])


@pytest.mark.parametrize("name", NEEDED_FILES)
def test_a_missing_file_is_named(name, copy_of_data, faults_of):
    folder = copy_of_data()
    os.remove(os.path.join(folder, name))
    assert faults_of(folder) == [f"data/{name}: the file is missing; it is needed, see docs/data.md"]


def test_an_empty_folder_lacks_every_needed_file(tmp_path, faults_of):
    faults = faults_of(str(tmp_path))
    assert [fault.split(":")[0] for fault in faults] == [f"data/{name}" for name in NEEDED_FILES]


@pytest.mark.parametrize(
    "mistakes",
    [
        pytest.param(
            ("invalid_toml", "bad_level", "source_read_halfway", "nothing_not_checked"), id="each file by itself"
        ),
        pytest.param(("min_above_max", "unknown_jurisdiction", "conflict_about_an_unknown_record"), id="across files"),
    ],
)
def test_the_faults_of_several_files_are_told_together(mistakes, bad_data, copy_of_data, faults_of):
    faults = faults_of(copy_of_data(*mistakes))
    places = {place for mistake in mistakes for place in file_contents(os.path.join(bad_data, mistake))}
    assert {f"data/{p}" for p in places - {"words.txt"}} <= {fault.split(":")[0] for fault in faults}


def test_several_faults_of_one_file_are_told_together(copy_of_data, faults_of):
    folder = copy_of_data("min_above_max")
    with open(os.path.join(folder, "trials", "invented.toml"), "a", encoding="utf-8") as file:
        file.write('\n[[not_read]]\npart = "caution"\nwhat = "All of it"\n')
    assert len(faults_of(folder)) == 2


def test_the_message_holds_one_fault_a_line(copy_of_data):
    with pytest.raises(DataErrors) as raised:
        load(copy_of_data("min_above_max", "unknown_jurisdiction"))
    assert str(raised.value).splitlines() == [str(error) for error in raised.value.errors]
    assert len(raised.value.errors) == 2


def test_documents_are_refused_with_the_same_faults(copy_of_data, faults_of):
    folder = copy_of_data("min_above_max")
    with pytest.raises(DataErrors) as raised:
        load_documents(folder)
    assert [str(error) for error in raised.value.errors] == faults_of(folder)


def test_a_snapshot_of_other_content_does_not_hide_a_fault(copy_of_data, faults_of):
    folder = copy_of_data("min_above_max")
    shutil.copytree(os.path.join(DATA, "derived"), os.path.join(folder, "derived"))
    assert len(faults_of(folder)) == 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param('{"sha256": "', id="cut off"),
        pytest.param("[]", id="a list"),
        pytest.param('{"files": {}}', id="without a fingerprint"),
    ],
)
def test_a_damaged_snapshot_is_made_up_for_by_the_files(text, copy_of_data):
    folder = copy_of_data()
    os.mkdir(os.path.join(folder, "derived"))
    with open(os.path.join(folder, "derived", "rules.json"), "w", encoding="utf-8") as file:
        file.write(text)
    assert load(folder).sha256 == fingerprint(file_contents(folder))


def test_nothing_is_derived_from_bad_data(copy_of_data):
    folder = copy_of_data("min_above_max")
    with pytest.raises(DataErrors):
        derive(folder)
    assert not glob.glob(os.path.join(folder, "derived", "*"))


def test_the_good_data_loads(copy_of_data):
    rules, documents = load(copy_of_data()), load_documents(DATA)
    assert {record.kind for record in rules.labels + rules.trials} == {"label", "trial"}
    assert {record.source for record in rules.labels + rules.trials} <= documents.sources.keys()
    assert documents.conflicts


def test_strict_reading_and_the_snapshot_give_the_same(copy_of_data):
    strict = copy_of_data()
    snapshot = f"{strict}-with-snapshot"
    shutil.copytree(strict, snapshot)
    derive(snapshot)
    assert load(strict) == load(snapshot)
    assert load_documents(strict) == load_documents(snapshot)


def test_the_snapshot_is_what_is_read_while_its_fingerprint_fits(copy_of_data):
    folder = copy_of_data()
    derive(folder)
    path = os.path.join(folder, "derived", "rules.json")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace("United States label", "Title of the snapshot"))
    assert load(folder).labels[0].title == "Title of the snapshot"
