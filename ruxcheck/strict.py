"""Strict reading of the data files: every fault of every file, in words that say what is allowed and what to do."""

import re
import tomllib
from datetime import date
from typing import Any

import msgspec

from ruxcheck import amount_faults, case_faults, consistency, outcome_faults, schema, story_faults
from ruxcheck.build import build_rules
from ruxcheck.records import DataErrors, DataFileError

NEEDED = (
    "fields.toml",
    "sources.toml",
    "jurisdictions.toml",
    "conflicts.toml",
    "vocabulary.toml",
    "amount.toml",
    "body_regions.toml",
    "cases.toml",
    "story.toml",
)
PLACE = re.compile(r" - at `\$(?P<place>[^`]*)`")


def parse_strictly(content: dict[str, bytes]) -> dict[str, dict]:
    """The parsed content of every data file by relative path, all of it checked.

    Raises DataErrors with the first fault of shape of every file (TOML, keys, types); where there is none, with everything
    that does not agree within a file or across files.
    """
    errors = [
        DataFileError(f"data/{name}: the file is missing; it is needed, see docs/data.md")
        for name in NEEDED
        if name not in content
    ]
    parsed: dict[str, dict] = {}
    for path, raw in content.items():
        try:
            parsed[path] = _parse(path, raw)
        except DataFileError as error:
            errors.append(error)
    if not errors:
        checks = (consistency.faults, amount_faults.faults, outcome_faults.faults, story_faults.faults)
        found = [fault for faults in checks for fault in faults(parsed)]
        # cases are answered by the rules, so these must be good before
        found = found or case_faults.faults(parsed, build_rules(parsed, ""))
        errors = [DataFileError(f"data/{fault}") for fault in found]
    if errors:
        raise DataErrors(errors)
    return parsed


def _parse(path: str, raw: bytes) -> dict:
    if path.startswith("outcomes/") and path.endswith(".csv"):
        return _parse_figures(path, raw)
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


def _parse_figures(path: str, raw: bytes) -> dict:
    try:
        return {"rows": outcome_faults.read_rows(raw)}
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
