"""Loading the figures and their effects: as strict as the rules, and apart from them, because a check needs neither."""

import csv
import os
from functools import lru_cache

from ruxcheck.evidence.displays import Display, Result, displays_of, newest_label, results_of, selected
from ruxcheck.evidence.figures import Arm, Effect, Endpoint, Evidence, Figure, Study, effect_from, figure_from
from ruxcheck.kernel.amount import BodyRegions, Palm, Region, RegionChart
from ruxcheck.kernel.criteria import INFINITY, Range
from ruxcheck.kernel.possible_values import Interval
from ruxcheck.kernel.records import Record
from ruxcheck.store.consistency import ends_of
from ruxcheck.store.files import DATA, DataErrors, DataFileError, file_contents, fingerprint
from ruxcheck.store.reading import load, load_documents, parsed_files
from ruxcheck.teaching.cases import Case, case_of
from ruxcheck.teaching.story import Step, steps_of


@lru_cache(maxsize=4)
def load_evidence(folder: str = DATA) -> Evidence:
    """The figures of a data folder and their effects, checked as a whole.

    Raises DataErrors with every fault found, and when `derived/effects.csv` is missing or was made from other figures.
    """
    parsed, sha256 = parsed_files(folder, "evidence")
    return build_evidence(parsed, _computed(folder, "effects.csv", sha256))


@lru_cache(maxsize=4)
def load_registry(folder: str = DATA) -> Evidence:
    """The figures of the registry records of single trials and their effects, with words of their own; checked as a whole.

    They are kept apart from the other figures, because both hold the same results from other documents. Raises as `load_evidence`.
    """
    parsed, sha256 = parsed_files(folder, "registry")
    words = load_evidence(folder)
    own = parsed["registry.toml"]
    return words._replace(
        figures=registry_figures_of(parsed),
        effects=_computed(folder, "registry_effects.csv", sha256),
        endpoints={entry["id"]: Endpoint(**entry) for entry in own["endpoints"]},
        populations={entry["id"]: entry["label"] for entry in own["populations"]},
    )


@lru_cache(maxsize=4)
def load_hypothetical(folder: str = DATA) -> tuple[Effect, ...]:
    """What the same proportions would give in trials of other sizes: no evidence, and kept apart from it.

    Raises DataErrors when `derived/hypothetical.csv` is missing or was made from other figures.
    """
    return _computed(folder, "hypothetical.csv", fingerprint(file_contents(folder)))


def _computed(folder: str, name: str, sha256: str) -> tuple[Effect, ...]:
    """The rows of a file in `derived/` that was computed from the figures; one companion says from which files all were made."""
    try:
        with open(os.path.join(folder, "derived", "effects.sha256"), encoding="ascii") as file:
            made_from = file.read().strip()
        with open(os.path.join(folder, "derived", name), encoding="utf-8", newline="") as file:
            rows = tuple(effect_from(row) for row in csv.DictReader(file))
    except OSError:
        made_from, rows = "", ()
    if made_from != sha256:
        fault = f"data/derived/{name}: missing, or made from other figures than those in data/; run make derive"
        raise DataErrors([DataFileError(fault)])
    return rows


def build_evidence(parsed: dict[str, dict], effects: tuple[Effect, ...]) -> Evidence:
    """Typed figures and effects with the words of the vocabulary."""
    words = parsed["vocabulary.toml"]
    return Evidence(
        figures=figures_of(parsed),
        effects=effects,
        endpoints={entry["id"]: Endpoint(**entry) for entry in words["endpoints"]},
        arms={entry["id"]: Arm(**entry) for entry in words["arms"]},
        studies={entry["id"]: Study(**entry) for entry in words["studies"]},
        populations={entry["id"]: entry["label"] for entry in words["populations"]},
        glossary=tuple(entry["label"] for entry in words.get("glossary", ())),
    )


@lru_cache(maxsize=4)
def load_displays(folder: str = DATA) -> dict[str, Display]:
    """What the pages show of the figures, checked as a whole. Raises DataErrors with every fault found."""
    return displays_of(parsed_files(folder, "evidence")[0]["displays.toml"])


@lru_cache(maxsize=4)
def load_results(folder: str = DATA) -> tuple[Result, ...]:
    """The results of the framing lab in their order. Raises DataErrors with every fault found."""
    return results_of(parsed_files(folder, "evidence")[0]["displays.toml"])


@lru_cache(maxsize=64)
def shown_figures(name: str, folder: str = DATA) -> tuple[Figure, ...]:
    """The figures that a display shows, in its order. Raises KeyError for a display that is not there."""
    return selected(load_displays(folder)[name], load_evidence(folder), load(folder))


def evidence_label(folder: str = DATA) -> Record:
    """The label version that the evidence pages speak of: the newest of the jurisdiction that `displays.toml` names."""
    return newest_label(load(folder), load_displays(folder)["label"].label)


def figures_of(parsed: dict[str, dict]) -> tuple[Figure, ...]:
    """Every figure of every outcomes file, in file and row order; row 2 is the first below the header."""
    return _figures_in("outcomes/", parsed)


def registry_figures_of(parsed: dict[str, dict]) -> tuple[Figure, ...]:
    """Every figure of every registry record, in file and row order."""
    return _figures_in("registry/", parsed)


def _figures_in(folder: str, parsed: dict[str, dict]) -> tuple[Figure, ...]:
    return tuple(
        figure_from(path, number, row)
        for path in sorted(path for path in parsed if path.startswith(folder))
        for number, row in enumerate(parsed[path]["rows"], start=2)
    )


@lru_cache(maxsize=4)
def load_cases(folder: str = DATA) -> tuple[Case, ...]:
    """The cases of a data folder, checked as a whole. Raises DataErrors with every fault found."""
    rules = load(folder)
    entries = parsed_files(folder, "cases")[0]["cases.toml"]["cases"]
    return tuple(case_of(entry, rules) for entry in entries)


@lru_cache(maxsize=4)
def load_story(folder: str = DATA) -> tuple[Step, ...]:
    """The steps of a data folder. Raises DataErrors with every fault found, numbers that stand nowhere included."""
    from ruxcheck.teaching.story import FactBase, number_faults  # which reads steps itself

    steps = steps_of(parsed_files(folder, "story")[0]["story.toml"])
    found = number_faults(steps, FactBase(load(folder), load_documents(folder), load_evidence(folder)))
    if found:
        raise DataErrors([DataFileError(f"data/{fault}") for fault in found])
    return steps


@lru_cache(maxsize=4)
def load_regions(folder: str = DATA) -> BodyRegions:
    """The charts of a data folder, checked as a whole. Raises DataErrors with every fault found."""
    entry = parsed_files(folder, "regions")[0]["body_regions.toml"]
    palm = entry["palm"]
    share = Interval(palm["low_percent"], palm["high_percent"])
    return BodyRegions(
        Palm(share, palm["statement"], palm["source"], palm["locator"]),
        tuple(_chart(chart) for chart in entry["charts"]),
    )


def _chart(entry: dict) -> RegionChart:
    columns = tuple(
        (column["ages"], Range(column["min"], column.get("max", INFINITY), False, True)) for column in entry["columns"]
    )
    regions = tuple(
        Region(**region | {"percent": tuple(Interval(*ends_of(share)) for share in region["percent"])})
        for region in entry["regions"]
    )
    return RegionChart(**entry | {"columns": columns, "regions": regions})
