"""Loading `data/`: the only way in, and bad data does not load."""

import json
import os
from functools import lru_cache

from ruxcheck.kernel.records import Documents, Rules
from ruxcheck.store.files import DATA, file_contents, fingerprint


@lru_cache(maxsize=4)
def load(folder: str = DATA) -> Rules:
    """The rules of a data folder, checked as a whole. Raises DataErrors with every fault found."""
    from ruxcheck.store.build import build_rules

    return build_rules(*parsed_files(folder, "rules"))


@lru_cache(maxsize=4)
def load_documents(folder: str = DATA) -> Documents:
    """The sources and conflicts of a data folder, checked as a whole. Raises DataErrors with every fault found."""
    from ruxcheck.store.build import build_documents

    return build_documents(parsed_files(folder, "documents")[0])


def parsed_files(folder: str, share: str) -> tuple[dict, str]:
    """The parsed files and their fingerprint; from `derived/` where that was made from exactly these files, checked then."""
    content = file_contents(folder)
    sha256 = fingerprint(content)
    parsed = _snapshot(folder, share, sha256)
    if parsed is None:
        # msgspec and tomllib cost more than the whole of an answer: only files that changed since they were checked need them
        from ruxcheck.store.strict import parse_strictly

        parsed = parse_strictly(content)
    return parsed, sha256


def _snapshot(folder: str, share: str, sha256: str) -> dict | None:
    try:
        with open(os.path.join(folder, "derived", f"{share}.json"), "rb") as file:
            snapshot = json.load(file)
    except (OSError, ValueError):
        return None
    fits = isinstance(snapshot, dict) and snapshot.get("sha256") == sha256
    return snapshot.get("files") if fits else None
