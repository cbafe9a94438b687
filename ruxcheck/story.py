"""The guided story: its steps in order, and what each rests on."""

from functools import lru_cache

from ruxcheck.evidence_files import load_evidence
from ruxcheck.frozen import Frozen
from ruxcheck.records import DATA, DataErrors, DataFileError, load, load_documents, parsed_files

# what can be drawn beside a step; ui/story_figures.py has one picture for each
PICTURES = (
    "map", "design", "patients", "result", "difference", "itch", "harms", "exposure", "labels", "unknown"
)  # fmt: skip
NAMED = ("record", "conflict", "amount")
FIGURE = "figure"


class Reference(Frozen):
    """What a step rests on: a record, conflict or amount by its id (`name`), or the one figure with these values (`where`)."""

    kind: str
    name: str = ""
    where: tuple[tuple[str, str], ...] = ()


class Step(Frozen):
    """One step: a sentence, a text, the name of its picture, and what every number in both is taken from."""

    id: str
    heading: str
    text: str
    figure: str
    rests_on: tuple[Reference, ...]


def steps_of(entry: dict) -> tuple[Step, ...]:
    """Typed steps from the parsed `story.toml`, checked before."""
    return tuple(
        Step(**step | {"rests_on": tuple(reference_of(item) for item in step["rests_on"])}) for step in entry["steps"]
    )


def reference_of(item: dict) -> Reference:
    """The reference an entry of `rests_on` makes; the columns of figures call a study a trial."""
    for kind in NAMED:
        if kind in item:
            return Reference(kind, item[kind])
    return Reference(FIGURE, where=tuple(("trial" if key == "study" else key, text) for key, text in item.items()))


@lru_cache(maxsize=4)
def load_story(folder: str = DATA) -> tuple[Step, ...]:
    """The steps of a data folder. Raises DataErrors with every fault found, numbers that stand nowhere included."""
    from ruxcheck.story_numbers import Facts, faults  # which reads steps itself

    steps = steps_of(parsed_files(folder, "story")[0]["story.toml"])
    found = faults(steps, Facts(load(folder), load_documents(folder), load_evidence(folder)))
    if found:
        raise DataErrors([DataFileError(f"data/{fault}") for fault in found])
    return steps


def story_steps(folder: str = DATA) -> tuple[str, ...]:
    """The ids of the steps in the order they are told."""
    return tuple(step.id for step in load_story(folder))
