"""What must agree in the guided story before its numbers are looked up: pictures, length, and what it rests on."""

import re
from collections.abc import Iterator

from ruxcheck.story import FIGURE, NAMED, PICTURES, Reference, reference_of

MOST_WORDS = 60
# a number in letters would escape the comparison with its row
IN_LETTERS = re.compile(
    r"\b(three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|third|quarter|hundreds?|thousands?)\b", re.I
)


def faults(parsed: dict[str, dict]) -> list[str]:
    """Every disagreement as "file: what is wrong; what is allowed or to do"."""
    return [
        f"story.toml: steps '{step['id']}': {fault}"
        for step in parsed["story.toml"]["steps"]
        for fault in (*_texts(step), *_references(step["rests_on"], parsed))
    ]


def _texts(step: dict) -> Iterator[str]:
    if step["figure"] not in PICTURES:
        yield f"figure '{step['figure']}' is unknown; allowed: {', '.join(PICTURES)}"
    words = len(step["text"].split())
    if words > MOST_WORDS:
        yield f"the text has {words} words; at most {MOST_WORDS} are allowed; shorten it"
    for word in IN_LETTERS.findall(f"{step['heading']} {step['text']}"):
        yield f"'{word}' is a number in letters; write it in digits, so that it is compared with its row"


def _references(items: list[dict], parsed: dict[str, dict]) -> Iterator[str]:
    known = _known(parsed)
    for number, item in enumerate(items, start=1):
        place = f"rests_on number {number}"
        named = [kind for kind in NAMED if kind in item]
        if (len(item) > 1 and named) or (not named and not {"study", "endpoint"} <= item.keys()):
            yield f"{place} names {', '.join(item) or 'nothing'}; allowed: {', '.join(NAMED)}, or a figure by study and endpoint; one of them"
            continue
        yield from _one(place, reference_of(item), known, parsed)


def _one(place: str, reference: Reference, known: dict[str, set[str]], parsed: dict[str, dict]) -> Iterator[str]:
    if reference.kind != FIGURE:
        if reference.name not in known[reference.kind]:
            yield f"{place}: {reference.kind} '{reference.name}' does not exist; allowed: {', '.join(sorted(known[reference.kind]))}"
        return
    found = sum(_fits(row, reference) for row in _rows(parsed))
    if found != 1:
        told = ", ".join(f"{key} {text}" for key, text in reference.where)
        advice = "correct an id" if not found else "add arm, time, population, statistic or source"
        yield f"{place} finds {found} figures ({told}); exactly one is needed; {advice}"


def _fits(row: dict[str, str], reference: Reference) -> bool:
    return all(row[key] == text for key, text in reference.where)


def _rows(parsed: dict[str, dict]) -> Iterator[dict[str, str]]:
    return (row for path in parsed if path.startswith("outcomes/") for row in parsed[path]["rows"])


def _known(parsed: dict[str, dict]) -> dict[str, set[str]]:
    records = {
        path.removesuffix(".toml").split("/", 1)[1] for path in parsed if path.startswith(("trials/", "labels/"))
    }
    amounts = {"assumed", "spread"} | {item["id"] for item in parsed["amount.toml"]["observed"]}
    return {
        "record": records,
        "conflict": {entry["id"] for entry in parsed["conflicts.toml"]["conflicts"]},
        "amount": amounts,
    }
