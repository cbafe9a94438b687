"""The core result of every record over the whole of %BSA, for one age and IGA."""

from functools import reduce
from itertools import pairwise

from ruxcheck.asked import Asked
from ruxcheck.check import core_result
from ruxcheck.criteria import INFINITY
from ruxcheck.frozen import Frozen
from ruxcheck.model import Record, Rules
from ruxcheck.report import RecordResult, Report
from ruxcheck.values import Interval
from ruxcheck.versions import agreed

FIELD = "bsa_percent"


class Stretch(Frozen):
    """From `low` to `high` percent of body surface the record's core result is `result`; ends belong as the record's bounds say."""

    low: float
    high: float
    result: str


class Sweep(Frozen):
    """The stretches of one record from 0 to 100%, without a gap; `answer` is the result for the %BSA entered."""

    answer: RecordResult
    stretches: tuple[Stretch, ...]


def over_bsa(asked: Asked, report: Report, rules: Rules) -> tuple[Sweep, ...]:
    """What each record would say at every %BSA: the rules are asked between their bounds, so no bound is known twice.

    `report` is the answer to `asked`.
    """
    return tuple(Sweep(result, _stretches(asked, result, rules)) for result in report.results)


def _stretches(asked: Asked, result: RecordResult, rules: Rules) -> tuple[Stretch, ...]:
    edges = _edges(result, rules)
    if len(edges) == 2:  # no bound on %BSA: the same at every one
        return (Stretch(edges[0], edges[1], result.core),)
    joined: list[Stretch] = []
    for low, high in pairwise(edges):
        core = _core_at((low + high) / 2, asked, result, rules)
        if joined and joined[-1].result == core:
            joined[-1] = joined[-1]._replace(high=high)
        else:
            joined.append(Stretch(low, high, core))
    return tuple(joined)


def _versions(result: RecordResult) -> list[Record]:
    """The record of a result, and the older label version where that may be in force too."""
    return [record for record in (result.record, result.also_possible) if record]


def _edges(result: RecordResult, rules: Rules) -> list[float]:
    field = rules.fields[FIELD]
    criteria = [rule for record in _versions(result) for rule in record.criteria if rule.core and rule.field == FIELD]
    inside = {end for rule in criteria for end in rule.range[:2] if abs(end) != INFINITY}
    return sorted({field.low, field.high} | inside)


def _core_at(percent: float, asked: Asked, result: RecordResult, rules: Rules) -> str:
    profile = asked.profile | {FIELD: Interval(percent, percent)}
    return reduce(agreed, (core_result(profile, record, rules) for record in _versions(result)))
