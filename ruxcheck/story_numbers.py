"""Every number of the story is a value of what its step rests on; one that is not stops the program."""

import re
from collections.abc import Iterator

from ruxcheck.amount_facts import Usage
from ruxcheck.effect_words import percent_in_words
from ruxcheck.evidence import Effect, Evidence, Figure
from ruxcheck.frozen import Frozen
from ruxcheck.model import Conflict, Documents, Record, Rules
from ruxcheck.story import FIGURE, Reference, Step

NUMBER = re.compile(r"\d{4}-\d{2}-\d{2}|\d+(?:\.\d+)?")
FREE = re.compile(r"\bof 100\b")  # the base of every proportion
COMPUTED = ("ci_low", "ci_high", "rd", "rd_low", "rd_high", "rr", "rr_low", "rr_high", "nnt", "nnt_low", "nnt_high")
Behind = Figure | Record | Conflict | Usage


class Facts(Frozen):
    """Everything a step can rest on."""

    rules: Rules
    documents: Documents
    evidence: Evidence


def faults(steps: tuple[Step, ...], facts: Facts) -> list[str]:
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


def values_of(step: Step, facts: Facts) -> set[str]:
    """Every number that stands in what a step rests on, as the screen writes it."""
    return {
        number
        for reference in step.rests_on
        for told in _told(behind(reference, facts), facts)
        for number in numbers_in(told)
    }


def behind(reference: Reference, facts: Facts) -> Behind:
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


def places_of(step: Step, facts: Facts) -> tuple[tuple[str, str], ...]:
    """Each source a step rests on with the first place named there, in order."""
    places: dict[str, str] = {}
    for reference in step.rests_on:
        for source, locator in _places(behind(reference, facts)):
            places.setdefault(source, locator)
    return tuple(places.items())


def _places(found: Behind) -> list[tuple[str, str]]:
    if isinstance(found, Conflict):
        return [(said.source, said.locator) for said in found.says]
    if isinstance(found, Record):
        dated = [(found.in_force_source, found.in_force_locator)] if found.in_force_source else []
        return [(found.source, found.criteria[0].locator), *dated]
    return [(found.source, found.locator)]


def _told(found: Behind, facts: Facts) -> Iterator[str]:
    if isinstance(found, Figure):
        yield from _of_figure(found, facts.evidence)
    elif isinstance(found, Record):
        yield from _of_record(found)
    elif isinstance(found, Conflict):
        yield from (said.text for said in found.says)
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


def _without_names(text: str, step: Step, facts: Facts) -> str:
    """The text without the digits that only name a study or record the step rests on."""
    for name in sorted({name for reference in step.rests_on for name in _names(reference, facts)}, key=len)[::-1]:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "", text)
    return text


def _names(reference: Reference, facts: Facts) -> tuple[str, ...]:
    found = behind(reference, facts)
    if isinstance(found, Record):
        return (found.title, found.short, *found.registry_ids)
    return (facts.evidence.studies[found.trial].title,) if isinstance(found, Figure) else ()


def _in_order(number: str) -> tuple[float, str]:
    return (float(number.replace("-", "")), number)
