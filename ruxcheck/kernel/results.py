"""The answer about one patient: criteria, cautions, margins, records, and the report that holds them all."""

from datetime import date
from itertools import pairwise

from ruxcheck.kernel import Frozen
from ruxcheck.kernel.amount import Amount
from ruxcheck.kernel.criteria import CANNOT_TELL, INFINITY, MET, NOT_MET, NOT_REVIEWED, Criterion, Range, worst
from ruxcheck.kernel.possible_values import Field, Interval, Profile, plain
from ruxcheck.kernel.records import Caution, Record


class CriterionResult(Frozen):
    """One criterion for one patient: the value in words beside the limit, the result, and what would settle a `cannot tell`.

    `answered` is False where nobody gave the value; `estimated` where the tool's own estimate of the amount stands in for it;
    `applies` is False where the criterion is for other patients than this one, by age.
    """

    criterion: Criterion
    result: str
    value: str
    answered: bool
    would_settle: str = ""
    sentence: str = ""
    estimated: bool = False
    applies: bool = True


class CautionResult(Frozen):
    """One warning of a label; `applies` is "yes", "no", "not asked", or "always" where no fact about the patient decides it."""

    caution: Caution
    applies: str


# How far a patient's figure is from a bound that would change the core result.


class Margin(Frozen):
    """The nearest change of a core result along one field: `beyond` are the values, in its unit, with the result `becomes`.

    `side` is "higher" or "lower" than `value`, the patient's own. `beyond` says of each end whether it is inside; an end
    at which the field itself ends is infinite. A distance of 0 means that the value is on the bound itself.
    """

    field: Field
    value: float
    beyond: Range
    side: str
    becomes: str

    @property
    def bound(self) -> float:
        return self.beyond.low if self.side == "higher" else self.beyond.high

    @property
    def at_bound(self) -> bool:
        """Whether the result changes at the bound itself, not only past it."""
        return not (self.beyond.low_outside if self.side == "higher" else self.beyond.high_outside)

    @property
    def distance(self) -> float:
        return plain(abs(self.bound - self.value))

    @property
    def is_near(self) -> bool:
        return self.field.near is not None and self.distance <= self.field.near


def margins(patient, record: Record, core: str) -> tuple[Margin, ...]:
    """For each core figure known exactly, the nearest bound that changes a `met` or `not met`; none for `cannot tell`."""
    if core == CANNOT_TELL:
        return ()
    rules = [rule for rule in record.criteria if rule.core and rule.range]
    names = dict.fromkeys(name for rule in rules for name in _fields_of(rule))
    found = (_nearest(patient, rules, name, core) for name in names if patient.value(name).is_point)
    return tuple(margin for margin in found if margin)


def _fields_of(rule) -> tuple[str, ...]:
    return (rule.field, rule.when.field) if rule.when else (rule.field,)


def _nearest(patient, rules: list, name: str, core: str) -> Margin | None:
    """Walk away from the value on either side and stop at the first values with another result."""
    field = patient.rules.fields[name]
    here = patient.value(name).low
    touching = [rule for rule in rules if name in _fields_of(rule)]
    rest = worst(patient.judge(rule) for rule in rules if name not in _fields_of(rule))
    changes = []
    for side, pieces in _walks(field, touching, here):
        results = [worst([rest, *(_judge_at(patient, rule, name, at) for rule in touching)]) for _, at in pieces]
        becomes = next((result for result in results if result != core), None)
        if becomes:
            first = results.index(becomes)
            after = next((place for place in range(first, len(results)) if results[place] != becomes), len(results))
            to_the_end = after == len(results) and field.kind != "integer"
            beyond = _joined([piece for piece, _ in pieces[first:after]], side, to_the_end)
            changes.append(Margin(field, here, beyond, side, becomes))
    return min(changes, key=lambda change: (change.distance, not change.at_bound), default=None)


def _judge_at(patient, rule, name: str, at: float) -> str:
    point = Interval(at, at)
    value = point if rule.field == name else patient.value(rule.field)
    when = rule.when and (point if rule.when.field == name else patient.value(rule.when.field))
    return rule.judge(value, when)


def _walks(field: Field, rules: list, here: float):
    """The pieces of a field on either side of the value, nearest first."""
    ranges = [rule.range for rule in rules if rule.field == field.id]
    ranges += [rule.when.range for rule in rules if rule.when and rule.when.field == field.id]
    pieces = pieces_of(field, {here, *(end for range_ in ranges for end in range_[:2])})
    place = [at for _, at in pieces].index(here)
    return ("higher", pieces[place + 1 :]), ("lower", pieces[:place][::-1])


def pieces_of(field: Field, bounds: set[float]) -> list[tuple[Range, float]]:
    """The whole of a field in order, each bound and each stretch between two of them, with a value in it to ask about.

    Within one piece no rule with these bounds changes its result. Bounds outside the field, infinite ones too, count for nothing.
    """
    if field.kind == "integer":
        return [(Range(at, at), at) for at in range(int(field.low), int(field.high) + 1)]
    points = sorted({field.low, field.high, *(end for end in bounds if field.low <= end <= field.high)})
    gaps = [(Range(low, high, True, True), (low + high) / 2) for low, high in pairwise(points)]
    return sorted([(Range(at, at), at) for at in points] + gaps, key=lambda piece: piece[1])


def _joined(run: list[Range], side: str, to_the_end: bool) -> Range:
    """Neighbouring pieces as one range, open towards the end of the field where they reach it."""
    low, high = (run[0], run[-1]) if side == "higher" else (run[-1], run[0])
    joined = Range(low.low, high.high, low.low_outside, high.high_outside)
    if to_the_end and side == "higher":
        return joined._replace(high=INFINITY, high_outside=False)
    return joined._replace(low=-INFINITY, low_outside=False) if to_the_end else joined


# The answer about one patient, as typed results and as the JSON contract.


class RecordResult(Frozen):
    """What one label or trial says about one patient; `record` is None where no label is in force."""

    record: Record | None
    core: str
    overall: str
    parts: dict[str, str]
    criteria: tuple[CriterionResult, ...] = ()
    cautions: tuple[CautionResult, ...] = ()
    overdue: bool = False
    margins: tuple[Margin, ...] = ()
    also_possible: Record | None = None
    jurisdiction: str = ""
    title: str = ""
    explanation: str = ""

    @property
    def id(self) -> str | None:
        return self.record.id if self.record else None

    @property
    def verdict(self) -> str:
        """What is said of the record first: never more than was read, and never better than an answered fact allows.

        `core` where nothing stands against it; `not reviewed` where it is met but dosing or cautions of the label were not
        read; `not met` where a further fact that was answered rules the patient out.
        """
        if self.overall == NOT_MET:
            return NOT_MET
        return NOT_REVIEWED if self._is_unreviewed else self.core

    @property
    def mark(self) -> str:
        """The result whose mark the verdict carries: one that was not reviewed looks as open as one that cannot be told."""
        return CANNOT_TELL if self.verdict == NOT_REVIEWED else self.verdict

    @property
    def is_met_so_far(self) -> bool:
        """Whether the figures fit while a fact is unanswered or a part of the text was not read."""
        return self.verdict == MET and self.overall != MET

    @property
    def core_reviewed(self) -> str:
        """The core result as people are shown it: `cannot tell` where it is met but dosing or cautions were not read."""
        return CANNOT_TELL if self._is_unreviewed else self.core

    @property
    def _is_unreviewed(self) -> bool:
        return self.core == MET and self.record is not None and bool(self.record.unreviewed_parts)

    @property
    def deciding(self) -> CriterionResult | None:
        """The core criterion that decides a result other than met: the first that is as bad as the result."""
        return next((item for item in self.criteria if item.criterion.core and item.result == self.core), None)

    @property
    def failed_core(self) -> tuple[CriterionResult, ...]:
        """The criteria on age, IGA and %BSA that this patient does not meet."""
        return tuple(item for item in self.criteria if item.criterion.core and item.result == NOT_MET)

    @property
    def to_confirm(self) -> tuple[CriterionResult, ...]:
        """Criteria beyond age, IGA and %BSA that nobody has answered and that could still count."""
        return tuple(item for item in self.criteria if not item.criterion.core and item.result == CANNOT_TELL)

    @property
    def open_fields(self) -> frozenset[str]:
        """The facts whose answers can still change what is told: those of open criteria and of cautions not asked about.

        None where the record is ruled out whatever else is answered.
        """
        if self.overall == NOT_MET:
            return frozenset()
        rules = [item.criterion for item in self.to_confirm]
        fields = [rule.field for rule in rules] + [rule.when.field for rule in rules if rule.when]
        fields += [item.caution.field for item in self.cautions if item.applies == "not asked"]
        return frozenset(field for field in fields if field)

    @property
    def applying(self) -> tuple[CautionResult, ...]:
        """Cautions that a fact about this patient brings into force."""
        return tuple(item for item in self.cautions if item.applies == "yes")


class Report(Frozen):
    """Every label and trial for one patient on one day; `rules` is the fingerprint of the facts used.

    `amount` is the estimated amount of cream, None where nothing known allows one.
    """

    as_of: date
    rules: str
    profile: Profile
    results: tuple[RecordResult, ...]
    not_checked: tuple[str, ...]
    amount: Amount | None = None

    @property
    def labels(self) -> tuple[RecordResult, ...]:
        return tuple(result for result in self.results if result.record is None or result.record.kind == "label")

    @property
    def trials(self) -> tuple[RecordResult, ...]:
        return tuple(result for result in self.results if result.record and result.record.kind == "trial")
