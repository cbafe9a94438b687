"""The guided story: its steps, what each rests on, and the check that every number in it stands among its sources."""

import re
from collections.abc import Iterator

from ruxcheck.evidence.displays import figure_rows, known_ids
from ruxcheck.evidence.figures import Effect, Evidence, Figure, percent_in_words
from ruxcheck.kernel import Frozen
from ruxcheck.kernel.records import Conflict, Documents, Record, Rules, Usage

# what can be drawn beside a step; web/teaching/story.py has one picture for each
PICTURES = (
    "map", "design", "patients", "result", "difference", "itch", "harms", "exposure", "labels", "unknown"
)  # fmt: skip
NAMED = ("record", "conflict", "amount")
FIGURE = "figure"


class DataReference(Frozen):
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
    rests_on: tuple[DataReference, ...]


def steps_of(entry: dict) -> tuple[Step, ...]:
    """Typed steps from the parsed `story.toml`, checked before."""
    return tuple(
        Step(**step | {"rests_on": tuple(reference_of(item) for item in step["rests_on"])}) for step in entry["steps"]
    )


def reference_of(item: dict) -> DataReference:
    """The reference an entry of `rests_on` makes; the columns of figures call a study a trial."""
    for kind in NAMED:
        if kind in item:
            return DataReference(kind, item[kind])
    return DataReference(FIGURE, where=tuple(("trial" if key == "study" else key, text) for key, text in item.items()))


# Every number of the story is a value of what its step rests on; one that is not stops the program.

NUMBER = re.compile(r"\d{4}-\d{2}-\d{2}|\d+(?:\.\d+)?")
FREE = re.compile(r"\bof 100\b")  # the base of every proportion
COMPUTED = ("ci_low", "ci_high", "rd", "rd_low", "rd_high", "rr", "rr_low", "rr_high", "nnt", "nnt_low", "nnt_high")
Behind = Figure | Record | Conflict | Usage


class FactBase(Frozen):
    """Everything a step can rest on."""

    rules: Rules
    documents: Documents
    evidence: Evidence


def number_faults(steps: tuple[Step, ...], facts: FactBase) -> list[str]:
    """Every number of a heading or text that none of the step's values is, as "file: what is wrong; what to do"."""
    return [
        f"story.toml: steps '{step.id}': the number {number} in its {place} is no value of what it rests on "
        f"({', '.join(sorted(allowed, key=_in_order))}); correct it, or add its row to rests_on"
        for step in steps
        for allowed in [values_of(step, facts)]
        for place, text in (("heading", step.heading), ("text", step.text))
        for number in numbers_in(_without_names(text, step, facts))
        if number not in allowed
    ]


def numbers_in(text: str) -> list[str]:
    """The numbers of a text as they are written; a day is one number."""
    return NUMBER.findall(FREE.sub("", text))


def values_of(step: Step, facts: FactBase) -> set[str]:
    """Every number that stands in what a step rests on, as the screen writes it."""
    return {
        number
        for reference in step.rests_on
        for text in _told(behind(reference, facts), facts)
        for number in numbers_in(text)
    }


def behind(reference: DataReference, facts: FactBase) -> Behind:
    """The figure, record, conflict or amount that a checked reference names."""
    if reference.kind == FIGURE:
        return facts.evidence.find(**dict(reference.where))[0]
    amounts = facts.rules.amount_facts
    found: dict[str, dict] = {
        "record": {record.id: record for record in facts.rules.labels + facts.rules.trials},
        "conflict": {conflict.id: conflict for conflict in facts.documents.conflicts},
        "amount": {usage.id: usage for usage in (amounts.assumed, amounts.spread, *amounts.observed)},
    }
    return found[reference.kind][reference.name]


def places_of(step: Step, facts: FactBase) -> tuple[tuple[str, str], ...]:
    """Each source a step rests on with the first place named there, in order."""
    places: dict[str, str] = {}
    for reference in step.rests_on:
        for source, locator in _places(behind(reference, facts)):
            places.setdefault(source, locator)
    return tuple(places.items())


def _places(found: Behind) -> list[tuple[str, str]]:
    if isinstance(found, Conflict):
        return [(statement.source, statement.locator) for statement in found.says]
    if isinstance(found, Record):
        dated = [(found.in_force_source, found.in_force_locator)] if found.in_force_source else []
        return [(found.source, found.criteria[0].locator), *dated]
    return [(found.source, found.locator)]


def _told(found: Behind, facts: FactBase) -> Iterator[str]:
    if isinstance(found, Figure):
        yield from _of_figure(found, facts.evidence)
    elif isinstance(found, Record):
        yield from _of_record(found)
    elif isinstance(found, Conflict):
        yield from (statement.text for statement in found.says)
    else:
        yield from (f"{amount:g}" for amount in (found.g_per_percent, found.mg_per_cm2) if amount is not None)
        yield found.statement


def _of_figure(row: Figure, evidence: Evidence) -> Iterator[str]:
    endpoint = evidence.endpoints[row.endpoint]
    yield from (row.value or "", row.sd_printed, row.time, endpoint.label, endpoint.definition)
    yield evidence.arms[row.arm].label
    yield from (f"{part:g}" for part in (row.n, row.N, row.week, row.low, row.high) if part is not None)
    same = ("trial", "population", "endpoint", "time", "arm", "source")
    for effect in evidence.effects_of(**{name: getattr(row, name) for name in same}):
        yield from _of_effect(effect)


def _of_effect(effect: Effect) -> Iterator[str]:
    if effect.n is not None:
        yield percent_in_words(effect)
    computed = (getattr(effect, name) for name in COMPUTED)
    yield from (f"{number:.1f}" for number in computed if number is not None)


def _of_record(record: Record) -> Iterator[str]:
    for rule in record.criteria:
        yield rule.limit
        yield rule.when.words if rule.when else ""
        yield from (f"{part:g}" for limit in rule.amount_limits for part in limit.values())
    yield from (f"{week}" for period in record.periods for week in (period.start_week, period.end_week))
    yield record.version
    yield str(record.checked_on)
    yield from (f"{day}, {day.year}" for day in (record.in_force_from, record.in_force_from_latest) if day)


def _without_names(text: str, step: Step, facts: FactBase) -> str:
    """The text without the digits that only name a study or record the step rests on."""
    for name in sorted({name for reference in step.rests_on for name in _names(reference, facts)}, key=len)[::-1]:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "", text)
    return text


def _names(reference: DataReference, facts: FactBase) -> tuple[str, ...]:
    found = behind(reference, facts)
    if isinstance(found, Record):
        return (found.title, found.short, *found.registry_ids)
    return (facts.evidence.studies[found.trial].title,) if isinstance(found, Figure) else ()


def _in_order(number: str) -> tuple[float, str]:
    return (float(number.replace("-", "")), number)


# What must agree in the guided story before its numbers are looked up: pictures, length, and what it rests on.

MOST_WORDS = 60
# a number in letters would escape the comparison with its row
IN_LETTERS = re.compile(
    r"\b(three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|third|quarter|hundreds?|thousands?)\b", re.I
)


def story_faults(parsed: dict[str, dict]) -> list[str]:
    """Every disagreement as "file: what is wrong; what is allowed or to do"."""
    amounts = {"assumed", "spread"} | {item["id"] for item in parsed["amount.toml"]["observed"]}
    known = known_ids(parsed) | {"amount": amounts}
    return [
        f"story.toml: steps '{step['id']}': {fault}"
        for step in parsed["story.toml"]["steps"]
        for fault in (*_texts(step), *_references(step["rests_on"], known, parsed))
    ]


def _texts(step: dict) -> Iterator[str]:
    if step["figure"] not in PICTURES:
        yield f"figure '{step['figure']}' is unknown; allowed: {', '.join(PICTURES)}"
    words = len(step["text"].split())
    if words > MOST_WORDS:
        yield f"the text has {words} words; at most {MOST_WORDS} are allowed; shorten it"
    for word in IN_LETTERS.findall(f"{step['heading']} {step['text']}"):
        yield f"'{word}' is a number in letters; write it in digits, so that it is compared with its row"


def _references(items: list[dict], known: dict[str, set[str]], parsed: dict[str, dict]) -> Iterator[str]:
    for number, item in enumerate(items, start=1):
        place = f"rests_on number {number}"
        named = [kind for kind in NAMED if kind in item]
        if (len(item) > 1 and named) or (not named and not {"study", "endpoint"} <= item.keys()):
            yield f"{place} names {', '.join(item) or 'nothing'}; allowed: {', '.join(NAMED)}, or a figure by study and endpoint; one of them"
            continue
        yield from _one(place, reference_of(item), known, parsed)


def _one(place: str, reference: DataReference, known: dict[str, set[str]], parsed: dict[str, dict]) -> Iterator[str]:
    if reference.kind != FIGURE:
        if reference.name not in known[reference.kind]:
            yield f"{place}: {reference.kind} '{reference.name}' does not exist; allowed: {', '.join(sorted(known[reference.kind]))}"
        return
    found = sum(_fits(row, reference) for row in figure_rows(parsed))
    if found != 1:
        words = ", ".join(f"{key} {text}" for key, text in reference.where)
        advice = "correct an id" if not found else "add arm, time, population, statistic or source"
        yield f"{place} finds {found} figures ({words}); exactly one is needed; {advice}"


def _fits(row: dict[str, str], reference: DataReference) -> bool:
    return all(row[key] == text for key, text in reference.where)
