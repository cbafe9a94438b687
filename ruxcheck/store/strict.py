"""The strict check of all data files: shape, agreement across files, and every row of the figures."""

import csv
import io
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

import msgspec

from ruxcheck.evidence.displays import display_faults, known_ids
from ruxcheck.store import consistency, schema
from ruxcheck.store.build import build_rules
from ruxcheck.store.files import DataErrors, DataFileError
from ruxcheck.teaching import cases, story

COLUMNS = ["trial", "population", "arm", "endpoint", "time", "week", "statistic", "n", "N", "value", "sd", "low", "high", "unit", "n_origin", "imputation", "p_printed", "source", "locator", "note"]  # fmt: skip
STATISTICS = {"percent", "count", "mean", "mean-change", "percent-change", "median", "range-of-groups", "difference", "odds-ratio", "ls-mean-change", "reference", "statement"}  # fmt: skip
REGISTRY_COLUMNS = [*COLUMNS, "se"]
FIGURES = {"outcomes/": COLUMNS, "registry/": REGISTRY_COLUMNS}  # the columns of the files of each folder
NEEDED_COLUMNS = ("trial", "population", "arm", "endpoint", "time", "statistic", "source", "locator")
KEY = ("trial", "population", "arm", "endpoint", "time", "statistic", "source", "locator")
WHOLE, REAL = ("week", "n", "N"), ("sd", "low", "high", "se")
EXCEPTION = "printed; does not recompute, see conflict "
FIRST_ROW = 2  # the header is row 1


def read_rows(raw: bytes, columns: list[str] = COLUMNS) -> list[dict[str, str]]:
    """The rows of one file of figures. Raises ValueError for a wrong header or a row with too few or too many cells."""
    reader = csv.reader(io.StringIO(raw.decode("utf-8"), newline=""))
    header = next(reader, [])
    if header != columns:
        raise ValueError(f"row 1: the columns are {','.join(header)}; allowed are exactly {','.join(columns)}")
    rows = []
    for number, cells in enumerate(reader, start=FIRST_ROW):
        if len(cells) != len(columns):
            raise ValueError(
                f"row {number}: {len(cells)} cells; {len(columns)} are needed, quote texts that hold commas"
            )
        rows.append(dict(zip(columns, cells)))
    return rows


def outcome_faults(parsed: dict[str, dict]) -> Iterator[str]:
    """Every fault of every file of figures as "file, row: what is wrong; what is allowed or to do"."""
    known = known_ids(parsed)
    yield from _study_faults(parsed, known)
    seen: dict[tuple, str] = {}
    registry = {
        name: {entry["id"] for entry in parsed["registry.toml"][kind]}
        for name, kind in (("endpoint", "endpoints"), ("population", "populations"))
    }
    for path, content in parsed.items():
        if not path.startswith(tuple(FIGURES)) or "rows" not in content:
            continue
        words = "registry.toml" if path.startswith("registry/") else "vocabulary.toml"
        for number, row in enumerate(content["rows"], start=FIRST_ROW):
            place = f"{path}, row {number}"
            yield from (
                f"{place}: {fault}"
                for fault in _row(row, known | registry if words == "registry.toml" else known, words)
            )
            key = tuple(row[name] for name in KEY)
            if (first := seen.setdefault(key, place)) != place:
                yield f"{place}: repeats {first} ({', '.join(key[:5])}); each figure of a source stands once; remove one"


def _study_faults(parsed: dict[str, dict], known: dict[str, set[str]]) -> Iterator[str]:
    for study in parsed["vocabulary.toml"]["studies"]:
        for name in study.get("strata", ()):
            if name not in known["trial"]:
                yield f"vocabulary.toml: studies '{study['id']}': strata '{name}' is no study; allowed are the ids of studies"
        for key in ("benefit", "harm"):
            if key in study and study[key] not in known["endpoint"]:
                yield f"vocabulary.toml: studies '{study['id']}': {key} '{study[key]}' is no endpoint; allowed are the ids of endpoints"


_LISTS = {"trial": "studies", "arm": "arms", "endpoint": "endpoints", "population": "populations"}


def _row(row: dict[str, str], known: dict[str, set[str]], words: str) -> Iterator[str]:
    for name in NEEDED_COLUMNS:
        if not row[name].strip():
            yield f"{name} is empty; every figure needs it"
    for column, list_name in (_LISTS | {"source": "sources"}).items():
        if row[column] and row[column] not in known[column]:
            own = words if column in ("endpoint", "population") else "vocabulary.toml"
            home = "sources.toml" if column == "source" else f"{own}, {list_name}"
            yield f"{column} '{row[column]}' is unknown; allowed are the ids of {home}"
    if row["statistic"] and row["statistic"] not in STATISTICS:
        yield f"statistic '{row['statistic']}' is unknown; allowed: {', '.join(sorted(STATISTICS))}"
    numbers = list(_numbers(row))
    yield from numbers or _counts(row, known["conflict"])


def _numbers(row: dict[str, str]) -> Iterator[str]:
    for name in WHOLE:
        if row[name] and not row[name].isdecimal():
            yield f"{name} '{row[name]}' is not a whole number; allowed: digits, or empty where not printed"
    for name in REAL:
        if row.get(name) and _decimal(row[name]) is None:
            yield f"{name} '{row[name]}' is not a number; allowed: a decimal number, or empty where not printed"


def _counts(row: dict[str, str], conflicts: set[str]) -> Iterator[str]:
    n, total = (int(row[name]) if row[name] else None for name in ("n", "N"))
    if n is not None and total is not None and n > total:
        yield f"n {n} is more than N {total}; swap or correct them"
    if n is not None and not row["n_origin"]:
        yield "n without n_origin; write printed, or derived: and how"
    exception = row["n_origin"].removeprefix(EXCEPTION) if row["n_origin"].startswith(EXCEPTION) else None
    if exception is not None and exception not in conflicts:
        yield f"n_origin names conflict '{exception}', which is not in conflicts.toml"
    printed = _decimal(row["value"]) if row["statistic"] == "percent" else None
    if exception is None and printed is not None and n is not None and total:
        computed = _rounded(n, total, printed)
        if computed != printed:
            yield (
                f"{n} of {total} is {computed}%, but {row['value']}% stands there; correct it, or name the conflict: "
                f"n_origin = {EXCEPTION}<id>"
            )


def _rounded(n: int, total: int, like: Decimal) -> Decimal:
    return (Decimal(100 * n) / total).quantize(like, rounding=ROUND_HALF_UP)


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


# Strict reading of the data files: every fault of every file, in words that say what is allowed and what to do.

NEEDED_FILES = tuple(schema.FILES)
PLACE = re.compile(r" - at `\$(?P<place>[^`]*)`")


def parse_strictly(content: dict[str, bytes]) -> dict[str, dict]:
    """The parsed content of every data file by relative path, all of it checked.

    Raises DataErrors with the first fault of shape of every file (TOML, keys, types); where there is none, with everything
    that does not agree within a file or across files.
    """
    errors = [
        DataFileError(f"data/{name}: the file is missing; it is needed, see docs/data.md")
        for name in NEEDED_FILES
        if name not in content
    ]
    parsed: dict[str, dict] = {}
    for path, raw in content.items():
        try:
            parsed[path] = _parse(path, raw)
        except DataFileError as error:
            errors.append(error)
    if not errors:
        checks = (consistency.record_faults, consistency.amount_faults, outcome_faults, story.story_faults)
        found = [fault for faults in checks for fault in faults(parsed)]
        # the pages choose from the figures, and cases are answered by the rules: both must be good before
        found = found or list(display_faults(parsed))
        found = found or cases.case_faults(parsed, build_rules(parsed, ""))
        errors = [DataFileError(f"data/{fault}") for fault in found]
    if errors:
        raise DataErrors(errors)
    return parsed


def _parse(path: str, raw: bytes) -> dict:
    folder = next((folder for folder in FIGURES if path.startswith(folder)), "")
    if folder and path.endswith(".csv"):
        return _parse_figures(path, raw, FIGURES[folder])
    structure = schema.structure_of(path)
    if structure is None:
        raise DataFileError(
            f"data/{path}: not a file this tool reads; allowed are the files named in docs/data.md; move it elsewhere"
        )
    try:
        content = tomllib.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise DataFileError(
            f"data/{path}: not UTF-8 text ({error.reason} at byte {error.start}); save it as UTF-8"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise DataFileError(
            f"data/{path}: not valid TOML: {error}; each key may stand once, texts need quotes; correct that line"
        ) from error
    try:
        msgspec.convert(content, structure, builtin_types=(date,))
    except msgspec.ValidationError as error:
        raise DataFileError(f"data/{path}: {_explain(str(error), content, structure)}") from error
    return content


def _parse_figures(path: str, raw: bytes, columns: list[str]) -> dict:
    try:
        return {"rows": read_rows(raw, columns)}
    except UnicodeDecodeError as error:
        raise DataFileError(
            f"data/{path}: not UTF-8 text ({error.reason} at byte {error.start}); save it as UTF-8"
        ) from error
    except ValueError as error:
        raise DataFileError(f"data/{path}, {error}") from error


def _explain(message: str, content: dict, structure: type[msgspec.Struct]) -> str:
    """msgspec's message with the entry named by its id, and the keys that are allowed there."""
    found = PLACE.search(message)
    place = found["place"] if found else ""
    names = [name for name in re.findall(r"\.(\w+)", place) if name in schema.STRUCTURES]
    if names:
        structure = schema.STRUCTURES[names[-1]]
    keys = ", ".join(structure.__struct_fields__)
    where = _entry_in_words(place, content)
    return f"{where}{PLACE.sub('', message)}; allowed keys: {keys}; correct it as docs/data.md describes"


def _entry_in_words(place: str, content: dict) -> str:
    """ "criteria 'bsa', key min: " for the place `.criteria[1].min`."""
    words: list[str] = []
    at: Any = content
    for name, index in re.findall(r"\.(\w+)|\[(\d+)\]", place):
        at = at[int(index)] if index else at.get(name) if isinstance(at, dict) else None
        if index and isinstance(at, dict) and "id" in at:
            words[-1] = f"{words[-1]} '{at['id']}'"
        elif index:
            words[-1] = f"{words[-1]} number {int(index) + 1}"
        else:
            words.append(name)
    return ", ".join(words) + ": " if words else ""
