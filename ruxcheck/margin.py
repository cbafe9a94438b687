"""How far a patient's figure is from a bound that would change the core result."""

from ruxcheck.criteria import CANNOT_TELL, INFINITY, worst
from ruxcheck.frozen import Frozen
from ruxcheck.model import Record
from ruxcheck.values import Field, Interval, number_in_words, plain


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

    @property
    def words(self) -> str:
        """One sentence: "20% is exactly on the limit; an estimate 1 point higher changes the answer"."""
        value = number_in_words(self.field, self.value)
        if self.distance == 0 and self.field.kind != "integer":
            step = "an estimate 1 point" if self.field.unit == "%" else "a little"
            return f"{value} is exactly on the limit; {step} {self.side} changes the answer to {self.becomes}"
        return f"{self._apart} {self.side} ({number_in_words(self.field, self.bound)}) changes the answer to {self.becomes}"

    @property
    def _apart(self) -> str:
        """ "2 points of %BSA", "4 mo of age", "1 point of IGA"."""
        if self.field.is_age:
            return f"{number_in_words(self.field, self.distance)} of age"
        points = "point" if self.distance == 1 else "points"
        return f"{self.distance:g} {points} of {self.field.label}"

    def as_json(self) -> dict:
        told = {"field": self.field.id, "distance": self.distance, "bound": self.bound, "side": self.side}
        return told | {"becomes": self.becomes, "unit": self.field.unit, "words": self.words}


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
