"""The spec tables that stand beside every record: read for the tests and for the Sources page alike."""

import os

from ruxcheck.frozen import Frozen
from ruxcheck.records import DATA

SPEC = os.path.join(os.path.dirname(DATA), "tests", "spec")


class SpecTable(Frozen):
    """One table under its heading: column names and rows of cells as text, empty where nothing is recorded."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]


def spec_path(kind: str, record_id: str) -> str:
    """Where the spec of a record lies: the same folder and stem as its data file."""
    return os.path.join(SPEC, f"{kind}s", f"{record_id}.md")


def read_spec(path: str) -> tuple[SpecTable, ...]:
    """The tables of one spec file. Raises ValueError with file and line for a row that does not fit its columns."""
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    tables: list[SpecTable] = []
    heading = ""
    rows: list[dict[str, str]] = []
    columns: tuple[str, ...] = ()
    for number, line in enumerate([*lines, ""], start=1):
        if line.startswith("#"):
            heading = line.lstrip("# ")
        if not line.startswith("|"):
            if columns:
                tables.append(SpecTable(heading, columns, tuple(rows)))
            columns, rows = (), []
            continue
        cells = tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
        if not columns:
            columns = cells
        elif len(cells) != len(columns):
            raise ValueError(
                f"{path}, line {number}: {len(cells)} cells for {len(columns)} columns; each row needs them all"
            )
        elif set(line) - set("|-: "):
            rows.append(dict(zip(columns, cells)))
    return tuple(tables)
