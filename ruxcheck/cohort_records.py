"""Labels and trials for every patient of a table: core, overall, and which criterion decides."""

from ruxcheck.cohort_told import OPEN, Told, agreed, no, some, worst
from ruxcheck.criteria import MET, NOT_READ, Criterion
from ruxcheck.frozen import Frozen
from ruxcheck.model import Record
from ruxcheck.report import RecordResult

NO_RECORD = "no record"
WHICH_VERSION = "which version"


class Judged(Frozen):
    """What one label or trial says about every patient: each criterion with its results, and what follows from them.

    `rest` is the word for an overall that no criterion decides; `is_either` marks two label versions merged into one answer.
    """

    criteria: tuple[tuple[Criterion, Told], ...]
    core: Told
    overall: Told
    rest: str = ""
    is_either: bool = False

    @property
    def because(self) -> tuple[tuple[object, str], ...]:
        """What `because` says, as links of a `Choice`."""
        core = [item for item in self.criteria if item[0].core]
        others = [item for item in self.criteria if not item[0].core]
        if not self.is_either:
            return (*_as_bad(core), *_as_bad(others), (False, self.rest))
        by_core = _agreeing(core, self.core, WHICH_VERSION)
        return (*by_core, *_agreeing(self.criteria, self.overall, self.rest or WHICH_VERSION), (False, ""))


WITHOUT_RECORD = Judged((), OPEN, OPEN, NO_RECORD)


def _as_bad(criteria) -> list[tuple[object, str]]:
    """The first criterion that is not met, else the first that cannot be told."""
    failed = [(told.possible, rule.id) for rule, told in criteria]
    return failed + [(told.certain, rule.id) for rule, told in criteria]


def _agreeing(criteria, result: Told, rest: str) -> list[tuple[object, str]]:
    """The first criterion that is as bad as the result of two versions; `rest` where they agree on the result alone."""
    failed = [(some([result.possible, told.possible]), rule.id) for rule, told in criteria]
    open_ = [(some([result.certain, told.certain, no(told.possible)]), rule.id) for rule, told in criteria]
    return [*failed, (result.possible, rest), *open_, (result.certain, rest)]


def judged(record: Record, results: list[Told]) -> Judged:
    """One trial or label version, from the results of its criteria in their order."""
    core = worst([told for rule, told in zip(record.criteria, results) if rule.core])
    overall, rest = (worst([*results, OPEN]), NOT_READ) if record.is_unread else (worst(results), "")
    return Judged(tuple(zip(record.criteria, results)), core, overall, rest)


def either(versions: list[Judged]) -> Judged:
    """What `versions.either` says, for every patient: of no version at all, of one, or of two with the older first."""
    if len(versions) < 2:
        return versions[0] if versions else WITHOUT_RECORD
    older, newer = versions
    twins = {rule.id: told for rule, told in older.criteria}
    criteria = tuple(
        (rule, agreed(told, twins[rule.id]) if rule.id in twins else OPEN) for rule, told in newer.criteria
    )
    core, overall = agreed(older.core, newer.core), agreed(older.overall, newer.overall)
    return Judged(criteria, core, overall, newer.rest, True)


def because(result: RecordResult) -> str:
    """The id of the criterion that decides a result: the first core one as bad as core, else the first as bad as overall.

    Empty where overall is met. Without such a criterion: "not read" where unread text keeps overall open, "which
    version" where two label versions fail for different reasons, "no record" where no label is in force.
    """
    if result.record is None:
        return NO_RECORD
    if result.core != MET:
        return _first(result.core, [item for item in result.criteria if item.criterion.core], WHICH_VERSION)
    if result.overall != MET:
        return _first(result.overall, result.criteria, NOT_READ if result.record.is_unread else WHICH_VERSION)
    return ""


def _first(decisive: str, items, rest: str) -> str:
    return next((item.criterion.id for item in items if item.result == decisive), rest)
