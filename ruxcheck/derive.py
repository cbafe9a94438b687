"""Build-time: write what is derived from `data/`. Run as `python -m ruxcheck.derive`, or `make derive`."""

import json
import os

from ruxcheck.records import DATA, DOCUMENT_FILES, file_contents, fingerprint
from ruxcheck.strict import parse_strictly


def snapshots(content: dict[str, bytes]) -> dict[str, str]:
    """The parsed and fully checked data files as JSON by file name, with the fingerprint of the files they were made from.

    Reading them takes a tenth of the time of parsing TOML again; they are used only while the fingerprint fits.
    """
    parsed = parse_strictly(content)
    documents = {path: entry for path, entry in parsed.items() if path in DOCUMENT_FILES}
    rules = {path: entry for path, entry in parsed.items() if path not in DOCUMENT_FILES}
    shares = {"rules.json": rules, "documents.json": documents}
    return {name: _json(fingerprint(content), share) for name, share in shares.items()}


def _json(sha256: str, files: dict) -> str:
    return json.dumps({"sha256": sha256, "files": files}, ensure_ascii=False, indent=0, default=str) + "\n"


def main(folder: str = DATA) -> None:
    """Write the snapshots of a data folder into its `derived/`. Raises DataErrors instead of writing from bad data."""
    os.makedirs(os.path.join(folder, "derived"), exist_ok=True)
    for name, text in snapshots(file_contents(folder)).items():
        with open(os.path.join(folder, "derived", name), "w", encoding="utf-8", newline="\n") as file:
            file.write(text)


if __name__ == "__main__":
    main()
