"""The data folder as files: content, fingerprint, faults, and the spec tables beside every record."""

import hashlib
import os

from ruxcheck import HOME
from ruxcheck.kernel import Frozen

DATA = os.path.join(HOME, "data")


DOCUMENT_FILES = ("sources.toml", "conflicts.toml")


class DataFileError(Exception):
    """A data file cannot be used: which file, what is wrong, what is allowed and what to do."""


class DataErrors(Exception):
    """Every reason why `data/` cannot be used, one DataFileError a line."""

    def __init__(self, errors: list[DataFileError]):
        self.errors = errors
        super().__init__("\n".join(str(error) for error in errors))


SPEC = os.path.join(HOME, "tests", "spec")


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


NO_RULES = ("derived", "seen", "watch.toml")  # what is made from the files, and what the watcher asks and has seen


def file_contents(folder: str) -> dict[str, bytes]:
    """Every source file below the folder by its relative path; what holds no rule and no figure is left out."""
    content = {}
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in NO_RULES)
        for name in sorted(name for name in names if name not in NO_RULES):
            path = os.path.join(place, name)
            with open(path, "rb") as file:
                content[os.path.relpath(path, folder).replace(os.sep, "/")] = file.read()
    return content


def fingerprint(content: dict[str, bytes]) -> str:
    """The sha256 of paths and bytes in path order: the same facts give the same fingerprint on every machine."""
    digest = hashlib.sha256()
    for path in sorted(content):
        digest.update(path.encode() + b"\0" + hashlib.sha256(content[path]).digest())
    return digest.hexdigest()
