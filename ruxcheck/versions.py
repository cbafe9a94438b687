"""Two label versions that may both be in force on a day: only what both say is said."""

from ruxcheck.criteria import CANNOT_TELL, NOT_READ
from ruxcheck.item_results import CautionResult, CriterionResult
from ruxcheck.report import RecordResult


def either(results: list[RecordResult]) -> RecordResult:
    """The result that holds whichever version is in force: where they agree it stands, elsewhere `cannot tell`.

    Takes one result, or two with the older version first, and shows the criteria of the newer one.
    """
    newer = results[-1]
    if len(results) == 1:
        return newer
    older = results[0]
    return newer._replace(
        core=agreed(older.core, newer.core),
        overall=agreed(older.overall, newer.overall),
        parts={part: agreed(older.parts.get(part, NOT_READ), result) for part, result in newer.parts.items()},
        criteria=tuple(_in_either(item, older, newer) for item in newer.criteria),
        cautions=newer.cautions + _only_in(older, newer),
        margins=(),
        also_possible=older.record,
    )


def _only_in(older: RecordResult, newer: RecordResult) -> tuple[CautionResult, ...]:
    known = {item.caution.id for item in newer.cautions}
    return tuple(item for item in older.cautions if item.caution.id not in known)


def agreed(one: str, other: str) -> str:
    """The result that both versions give; `cannot tell` where they differ."""
    return one if one == other else CANNOT_TELL


def _in_either(item: CriterionResult, older: RecordResult, newer: RecordResult) -> CriterionResult:
    """A criterion holds as it stands only if both versions have it with the same result."""
    twin = next((other for other in older.criteria if other.criterion.id == item.criterion.id), None)
    if twin and twin.result == item.result:
        return item
    start, latest = newer.record.in_force_from, newer.record.in_force_from_latest
    window = f"depends on which version is in force: the newer one ({item.criterion.limit}) started between {start} and {latest}"
    before = f"; before it: {twin.criterion.limit}" if twin else ""
    return item._replace(result=CANNOT_TELL, would_settle=window + before, sentence="")
