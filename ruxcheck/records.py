"""Loading `data/`: the only way in, and bad data does not load."""

import hashlib
import json
import os
from functools import lru_cache

from ruxcheck.model import Documents, Rules

DATA = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data")
DOCUMENT_FILES = ("sources.toml", "conflicts.toml")


class DataFileError(Exception):
    """A data file cannot be used: which file, what is wrong, what is allowed and what to do."""


class DataErrors(Exception):
    """Every reason why `data/` cannot be used, one DataFileError a line."""

    def __init__(self, errors: list[DataFileError]):
        self.errors = errors
        super().__init__("\n".join(str(error) for error in errors))


@lru_cache(maxsize=4)
def load(folder: str = DATA) -> Rules:
    """The rules of a data folder, checked as a whole. Raises DataErrors with every fault found."""
    from ruxcheck.build import build_rules

    return build_rules(*parsed_files(folder, "rules"))


@lru_cache(maxsize=4)
def load_documents(folder: str = DATA) -> Documents:
    """The sources and conflicts of a data folder, checked as a whole. Raises DataErrors with every fault found."""
    from ruxcheck.build import build_documents

    return build_documents(parsed_files(folder, "documents")[0])


def parsed_files(folder: str, share: str) -> tuple[dict, str]:
    """The parsed files and their fingerprint; from `derived/` where that was made from exactly these files, checked then."""
    content = file_contents(folder)
    sha256 = fingerprint(content)
    parsed = _snapshot(folder, share, sha256)
    if parsed is None:
        # msgspec and tomllib cost more than the whole of an answer: only files that changed since they were checked need them
        from ruxcheck.strict import parse_strictly

        parsed = parse_strictly(content)
    return parsed, sha256


def file_contents(folder: str) -> dict[str, bytes]:
    """Every source file below the folder by its relative path; what is derived from them is left out."""
    content = {}
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "derived")
        for name in sorted(names):
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


def _snapshot(folder: str, share: str, sha256: str) -> dict | None:
    try:
        with open(os.path.join(folder, "derived", f"{share}.json"), "rb") as file:
            snapshot = json.load(file)
    except (OSError, ValueError):
        return None
    fits = isinstance(snapshot, dict) and snapshot.get("sha256") == sha256
    return snapshot.get("files") if fits else None
