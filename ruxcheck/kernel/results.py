"""The answer about one patient: criteria, cautions, margins, records, and the report that holds them all."""

from datetime import date

from ruxcheck.kernel import Frozen
from ruxcheck.kernel.amount import Amount
from ruxcheck.kernel.criteria import CANNOT_TELL, INFINITY, NOT_MET, Criterion, worst
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
    """The nearest change of a core result along one field: `distance` and `bound` in the field's unit.

    `side` is "higher" or "lower"; `becomes` is the result beyond. A distance of 0 means the value is on the bound
    itself: the smallest step to that side changes the result.
    """

    field: Field
    value: float
    bound: float
    side: str
    becomes: str

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
    """Walk the stretches between bounds away from the value and stop at the first with another result."""
    field = patient.rules.fields[name]
    here = patient.value(name).low
    touching = [rule for rule in rules if name in _fields_of(rule)]
    rest = worst(patient.judge(rule) for rule in rules if name not in _fields_of(rule))
    changes = []
    for edge, test, side in _stretches(field, touching, here):
        result = worst([rest, *(_judge_at(patient, rule, name, test) for rule in touching)])
        if result != core:
            changes.append(Margin(field, here, edge, side, result))
    return min(changes, key=lambda change: change.distance, default=None)


def _judge_at(patient, rule, name: str, at: float) -> str:
    point = Interval(at, at)
    value = point if rule.field == name else patient.value(rule.field)
    when = rule.when and (point if rule.when.field == name else patient.value(rule.when.field))
    return rule.judge(value, when)


def _stretches(field: Field, rules: list, here: float):
    """Where to look on either side: each bound and each stretch beyond it, as (edge nearest to the value, test point, side)."""
    ranges = [rule.range for rule in rules if rule.field == field.id] + [
        rule.when.range for rule in rules if rule.when and rule.when.field == field.id
    ]
    bounds = {end for range_ in ranges for end in range_[:2] if abs(end) != INFINITY}
    points = sorted(bounds | {field.low, field.high, here})
    if field.kind == "integer":
        whole = range(int(field.low), int(field.high) + 1)
        return [(at, at, "higher" if at > here else "lower") for at in whole if at != here]
    looks = [(at, at, "higher" if at > here else "lower") for at in bounds if at != here]
    for low, high in zip(points, points[1:]):
        edge, side = (low, "higher") if low >= here else (high, "lower")
        looks.append((edge, (low + high) / 2, side))
    return looks


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
