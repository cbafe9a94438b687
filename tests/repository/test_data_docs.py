"""docs/data.md explains every key that a data file may have, and no other."""

import re

import msgspec
import pytest

from ruxcheck.store.files import DATA, file_contents
from ruxcheck.store.schema import structure_of
from ruxcheck.store.strict import COLUMNS, NEEDED_FILES
from tests import written

DOCUMENT = "docs/data.md"
# the heading of docs/data.md that tells of each kind of file, with a file of that kind for each structure
SECTIONS = {
    "trials/<id>.toml": ("trials/true-ad.toml", "labels/us/2026-06-30.toml"),
    **{name: (name,) for name in NEEDED_FILES},
}


def keys_of(kind) -> set[str]:
    """Every key of a structure and of the structures within it."""
    if isinstance(kind, msgspec.inspect.StructType):
        return {name for field in kind.fields for name in {field.encode_name} | keys_of(field.type)}
    within = [getattr(kind, name) for name in ("item_type", "value_type", "types") if hasattr(kind, name)]
    return {
        name for item in within for each in (item if isinstance(item, tuple) else (item,)) for name in keys_of(each)
    }


def allowed(heading: str) -> set[str]:
    return set().union(*(keys_of(msgspec.inspect.type_info(structure_of(path))) for path in SECTIONS[heading]))


def words_in_backticks(text: str) -> set[str]:
    return {word for span in written.SPAN.findall(text) for word in re.findall(r"[A-Za-z_]\w*", span)}


@pytest.mark.parametrize("heading", SECTIONS)
def test_every_key_is_explained(heading):
    told = set().union(*(words_in_backticks(said.text) for said in written.section(DOCUMENT, heading)))
    missing = allowed(heading) - told
    assert not missing, f"{DOCUMENT}, {heading}: not explained: {', '.join(sorted(missing))}; say what each means"


@pytest.mark.parametrize("heading", SECTIONS)
def test_every_key_in_a_table_is_allowed(heading):
    for said, cells in written.table_rows(written.section(DOCUMENT, heading), "key"):
        unknown = words_in_backticks(cells[0]) - allowed(heading)
        assert not unknown, f"{said.place}: no key {', '.join(sorted(unknown))}; a file with it would be refused"


def test_the_columns_of_the_figures_are_explained_in_their_order():
    rows = written.table_rows(written.section(DOCUMENT, "outcomes/<name>.csv"))
    told = [name for _, cells in rows for name in written.SPAN.findall(cells[0])]
    assert sorted(told) == sorted(COLUMNS), f"{DOCUMENT}, outcomes: explain each column once"


@pytest.mark.parametrize("path", [path for path in file_contents(DATA) if path.endswith(".toml")])
def test_every_data_file_has_its_section(path):
    folder = path.split("/")[0] if "/" in path else path
    headings = [said.text for said in written.prose(DOCUMENT) if said.text.startswith("## ")]
    assert any(re.search(rf"\b{re.escape(folder)}\b", heading) for heading in headings), (
        f"{DOCUMENT}: no section '## {folder}'; write one that explains the keys of data/{path}"
    )


def test_nested_keys_are_found():
    assert {"criteria", "when", "tube_g", "sentences", "text"} <= allowed("trials/<id>.toml")
    assert "tube_g" not in allowed("sources.toml")
