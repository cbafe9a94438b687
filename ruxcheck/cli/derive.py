"""Build-time: everything in `data/derived/`, made again from the data files."""

import argparse
import csv
import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import zip_longest

from ruxcheck.evidence.displays import Result, approved_arms, results_of
from ruxcheck.evidence.effects import as_csv, compared, effect_of, effects, interval_faults
from ruxcheck.evidence.figures import HYPOTHETICAL, Effect, Figure, Study, effect_from
from ruxcheck.store.build import build_documents, build_rules
from ruxcheck.store.evidence_files import build_evidence, figures_of, registry_figures_of
from ruxcheck.store.files import DATA, DOCUMENT_FILES, DataErrors, DataFileError, file_contents, fingerprint
from ruxcheck.store.strict import parse_strictly
from ruxcheck.teaching.story import FactBase, number_faults, steps_of

SIZES = (20, 200, 2000)  # patients in both arms together, half of them in each


def hypothetical(
    results: tuple[Result, ...], approved: set[str], figures: list[Figure], studies: dict[str, Study], judged: set[str]
) -> Iterator[Effect]:
    """For every result of the framing lab and every size: the vehicle arm, then 1.5% against it, by the same methods as real counts."""
    for row, vehicle in compared(figures, studies, judged):
        if vehicle and row.arm in approved and any(result.is_of(row) for result in results):
            for in_all in SIZES:
                treated, untreated = (_resized(arm, in_all // 2) for arm in (row, vehicle))
                yield effect_of(untreated, None)
                yield effect_of(treated, untreated)


def _resized(row: Figure, size: int) -> Figure:
    """The same proportion in an arm of this size, rounded to whole patients, halves upwards."""
    n = (2 * row.n * size + row.N) // (2 * row.N)
    origin = f"{HYPOTHETICAL}: {row.counts} scaled to {size} patients an arm and rounded to whole patients"
    return row._replace(n=n, N=size, value=None, statistic="count", n_origin=origin)


# Build-time: write what is derived from `data/`. Run as `python -m ruxcheck.cli.derive`, or `make derive`; `--check` only compares.

OWN_SHARES = {"body_regions.toml": "regions", "cases.toml": "cases", "story.toml": "story"}


def derived(content: dict[str, bytes]) -> dict[str, str]:
    """Every derived file by name: the checked data as JSON in shares, and what is computed from the figures with their fingerprint.

    Reading JSON takes a tenth of the time of parsing TOML again; a share is used only while the fingerprint fits.
    """
    parsed, sha256 = parse_strictly(content), fingerprint(content)
    shares: dict[str, dict[str, dict]] = {
        name: {} for name in ("rules", "documents", "evidence", "registry", *OWN_SHARES.values())
    }
    shares["evidence"]["vocabulary.toml"] = parsed["vocabulary.toml"]
    for path, entry in parsed.items():
        shares[_share(path)][path] = entry
    # a check needs one list of the vocabulary; the rest would cost every answer its reading
    shares["rules"]["vocabulary.toml"] = {"not_checked": parsed["vocabulary.toml"]["not_checked"]}
    resized = partial(hypothetical, results_of(parsed["displays.toml"]), approved_arms(parsed))
    files = {f"{name}.json": _json(sha256, share) for name, share in shares.items()}
    computed = {"effects.csv": _computed(effects, parsed), "hypothetical.csv": _computed(resized, parsed)}
    computed["registry_effects.csv"] = _registry_effects(parsed)
    _check_story(parsed, sha256, computed["effects.csv"])
    return files | computed | {"effects.sha256": sha256 + "\n"}


def _check_story(parsed: dict[str, dict], sha256: str, computed: str) -> None:
    """The story also names computed numbers, which reading the files alone does not give."""
    evidence = build_evidence(parsed, tuple(effect_from(row) for row in csv.DictReader(io.StringIO(computed))))
    facts = FactBase(build_rules(parsed, sha256), build_documents(parsed), evidence)
    if found := number_faults(steps_of(parsed["story.toml"]), facts):
        raise DataErrors([DataFileError(f"data/{fault}") for fault in found])


def _share(path: str) -> str:
    if path in OWN_SHARES:
        return OWN_SHARES[path]
    return (
        "documents"
        if path in DOCUMENT_FILES
        else "evidence"
        if path.startswith(("outcomes/", "displays"))
        else "registry"
        if path.startswith("registry")
        else "rules"
    )


def _computed(compute: Callable[..., Iterator[Effect]], parsed: dict[str, dict]) -> str:
    words = parsed["vocabulary.toml"]
    studies = {entry["id"]: Study(**entry) for entry in words["studies"]}
    judged = {entry["id"] for entry in words["endpoints"] if entry["direction"] != "none"}
    return as_csv(compute(list(figures_of(parsed)), studies, judged))


def _registry_effects(parsed: dict[str, dict]) -> str:
    """What is computed from the registry records, whose printed intervals must recompute first."""
    figures, own = registry_figures_of(parsed), parsed["registry.toml"]
    files = [path for path in parsed if path.startswith("registry/")]
    if found := [fault for path in files for fault in interval_faults(path, parsed[path]["rows"])]:
        raise DataErrors([DataFileError(f"data/{fault}") for fault in found])
    studies = {entry["id"]: Study(**entry) for entry in parsed["vocabulary.toml"]["studies"]}
    judged = {entry["id"] for entry in own["endpoints"] if entry["direction"] != "none"}
    apart = frozenset(entry["id"] for entry in own["populations"] if not entry.get("compared", True))
    proportions = [row for row in figures if row.statistic == "percent"]
    return as_csv(effects(proportions, studies, judged, apart))


def _json(sha256: str, files: dict) -> str:
    return json.dumps({"sha256": sha256, "files": files}, ensure_ascii=False, indent=0, default=str) + "\n"


def write(folder: str = DATA) -> None:
    """Write the derived files of a data folder into its `derived/`. Raises DataErrors instead of writing from bad data."""
    os.makedirs(os.path.join(folder, "derived"), exist_ok=True)
    for name, text in derived(file_contents(folder)).items():
        with open(os.path.join(folder, "derived", name), "w", encoding="utf-8", newline="\n") as file:
            file.write(text)


def differences(folder: str = DATA) -> list[str]:
    """What of `derived/` is not, byte for byte, what the data files give: one line a file, with what to do. Raises DataErrors."""
    made, kept = derived(file_contents(folder)), _kept(folder)
    texts = [_difference(name, text.encode(), kept.get(name)) for name, text in made.items()]
    texts += [f"{name}: nothing in data/ gives this file; delete it" for name in sorted(kept.keys() - made.keys())]
    return [f"data/derived/{words}" for words in texts if words]


def _kept(folder: str) -> dict[str, bytes]:
    place = os.path.join(folder, "derived")
    return file_contents(place) if os.path.isdir(place) else {}


def _difference(name: str, made: bytes, kept: bytes | None) -> str:
    if kept is None:
        return f"{name}: the file is missing; run make derive"
    if kept == made:
        return ""
    pairs = zip_longest(made.split(b"\n"), kept.split(b"\n"))
    line = next(number for number, (one, other) in enumerate(pairs, start=1) if one != other)
    return f"{name}: differs from what data/ gives, first in line {line}; run make derive, never edit it"


def main(arguments: list[str] | None = None) -> int:
    """Write the derived files, or with `--check` compare them; 1 where the data is bad or a file differs."""
    parser = argparse.ArgumentParser(prog="python -m ruxcheck.cli.derive", description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; say which derived files differ")
    check = parser.parse_args(arguments).check
    try:
        if not check:
            write()
        differing = differences() if check else []
    except DataErrors as errors:
        print(errors, file=sys.stderr)
        return 1
    if differing:
        print(*differing, sep="\n", file=sys.stderr)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
