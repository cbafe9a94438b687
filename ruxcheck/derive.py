"""Build-time: write what is derived from `data/`. Run as `python -m ruxcheck.derive`, or `make derive`."""

import csv
import io
import json
import os
from collections.abc import Callable, Iterator

from ruxcheck.build import build_documents, build_rules
from ruxcheck.effects import as_csv, effects
from ruxcheck.evidence import Effect, Study, effect_from
from ruxcheck.evidence_files import build_evidence, figures_of
from ruxcheck.hypothetical import hypothetical
from ruxcheck.records import DATA, DOCUMENT_FILES, DataErrors, DataFileError, file_contents, fingerprint
from ruxcheck.story import steps_of
from ruxcheck.story_numbers import Facts, faults
from ruxcheck.strict import parse_strictly

OWN_SHARES = {"body_regions.toml": "regions", "cases.toml": "cases", "story.toml": "story"}


def derived(content: dict[str, bytes]) -> dict[str, str]:
    """Every derived file by name: the checked data as JSON in shares, and what is computed from the figures with their fingerprint.

    Reading JSON takes a tenth of the time of parsing TOML again; a share is used only while the fingerprint fits.
    """
    parsed, sha256 = parse_strictly(content), fingerprint(content)
    shares = {name: {} for name in ("rules", "documents", "evidence", *OWN_SHARES.values())}
    shares["evidence"]["vocabulary.toml"] = parsed["vocabulary.toml"]
    for path, entry in parsed.items():
        shares[_share(path)][path] = entry
    # a check needs one list of the vocabulary; the rest would cost every answer its reading
    shares["rules"]["vocabulary.toml"] = {"not_checked": parsed["vocabulary.toml"]["not_checked"]}
    files = {f"{name}.json": _json(sha256, share) for name, share in shares.items()}
    computed = {"effects.csv": _computed(effects, parsed), "hypothetical.csv": _computed(hypothetical, parsed)}
    _check_story(parsed, sha256, computed["effects.csv"])
    return files | computed | {"effects.sha256": sha256 + "\n"}


def _check_story(parsed: dict[str, dict], sha256: str, computed: str) -> None:
    """The story also names computed numbers, which reading the files alone does not give."""
    evidence = build_evidence(parsed, tuple(effect_from(row) for row in csv.DictReader(io.StringIO(computed))))
    facts = Facts(build_rules(parsed, sha256), build_documents(parsed), evidence)
    if found := faults(steps_of(parsed["story.toml"]), facts):
        raise DataErrors([DataFileError(f"data/{fault}") for fault in found])


def _share(path: str) -> str:
    if path in OWN_SHARES:
        return OWN_SHARES[path]
    return "documents" if path in DOCUMENT_FILES else "evidence" if path.startswith("outcomes/") else "rules"


def _computed(compute: Callable[..., Iterator[Effect]], parsed: dict[str, dict]) -> str:
    words = parsed["vocabulary.toml"]
    studies = {entry["id"]: Study(**entry) for entry in words["studies"]}
    judged = {entry["id"] for entry in words["endpoints"] if entry["direction"] != "none"}
    return as_csv(compute(list(figures_of(parsed)), studies, judged))


def _json(sha256: str, files: dict) -> str:
    return json.dumps({"sha256": sha256, "files": files}, ensure_ascii=False, indent=0, default=str) + "\n"


def main(folder: str = DATA) -> None:
    """Write the derived files of a data folder into its `derived/`. Raises DataErrors instead of writing from bad data."""
    os.makedirs(os.path.join(folder, "derived"), exist_ok=True)
    for name, text in derived(file_contents(folder)).items():
        with open(os.path.join(folder, "derived", name), "w", encoding="utf-8", newline="\n") as file:
            file.write(text)


if __name__ == "__main__":
    main()
