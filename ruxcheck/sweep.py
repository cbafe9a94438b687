"""The core result of every record over the whole of %BSA, for one age and IGA."""

from itertools import pairwise

from ruxcheck.asked import Asked
from ruxcheck.criteria import INFINITY
from ruxcheck.frozen import Frozen
from ruxcheck.model import Record, Rules
from ruxcheck.report import RecordResult
from ruxcheck.values import Interval

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


def over_bsa(asked: Asked, rules: Rules) -> tuple[Sweep, ...]:
    """What each record would say at every %BSA: the rules are asked between their bounds, so no bound is known twice."""
    report = asked.answer(rules)
    edges = _edges([result.record for result in report.results if result.record], rules)
    middles = [(low + high) / 2 for low, high in pairwise(edges)]
    answers = [_at(asked, middle).answer(rules).results for middle in middles]
    return tuple(
        Sweep(result, _joined(edges, [answer[number].core for answer in answers]))
        for number, result in enumerate(report.results)
    )


def _edges(records: list[Record], rules: Rules) -> list[float]:
    field = rules.fields[FIELD]
    ranges = [rule.range for record in records for rule in record.criteria if rule.core and rule.field == FIELD]
    inside = {end for admitted in ranges for end in admitted[:2] if abs(end) != INFINITY}
    return sorted({field.low, field.high} | inside)


def _at(asked: Asked, percent: float) -> Asked:
    return asked._replace(profile=asked.profile | {FIELD: Interval(percent, percent)})


def _joined(edges: list[float], results: list[str]) -> tuple[Stretch, ...]:
    """Neighbours with the same result as one stretch."""
    joined: list[Stretch] = []
    for (low, high), result in zip(pairwise(edges), results):
        if joined and joined[-1].result == result:
            joined[-1] = joined[-1]._replace(high=high)
        else:
            joined.append(Stretch(low, high, result))
    return tuple(joined)
