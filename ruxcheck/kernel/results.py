"""The answer about one patient: criteria, cautions, margins, records, and the report that holds them all."""

from datetime import date

from ruxcheck import __version__
from ruxcheck.kernel.amount import Amount
from ruxcheck.kernel.criteria import CANNOT_TELL, INFINITY, NOT_MET, Criterion, worst
from ruxcheck.kernel.frozen import Frozen
from ruxcheck.kernel.parsing import CORE_FIELDS
from ruxcheck.kernel.possible_values import Field, Interval, Profile, number_in_words, plain, value_in_words
from ruxcheck.kernel.records import Caution, Jurisdiction, Record


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

    def as_json(self) -> dict:
        rule = self.criterion
        return {
            "id": rule.id,
            "part": rule.part,
            "field": rule.field,
            "result": self.result,
            "value": self.value,
            "limit": rule.limit,
            "statement": rule.statement,
            "source": rule.source,
            "locator": rule.locator,
            "core": rule.core,
            "when": rule.when.words if rule.when else None,
            "would_settle": self.would_settle or None,
            "sentence": self.sentence or None,
            "estimated": self.estimated,
        }


class CautionResult(Frozen):
    """One warning of a label; `applies` is "yes", "no", "not asked", or "always" where no fact about the patient decides it."""

    caution: Caution
    applies: str

    def as_json(self) -> dict:
        caution = self.caution
        told = {"id": caution.id, "statement": caution.statement, "locator": caution.locator}
        return told | {
            "source": caution.source,
            "level": caution.level,
            "field": caution.field,
            "applies": self.applies,
        }


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

    @classmethod
    def without_record(cls, jurisdiction: Jurisdiction, earliest: date | None) -> "RecordResult":
        why = f"The earliest label version read starts {earliest}." if earliest else jurisdiction.no_record
        return cls(
            None,
            CANNOT_TELL,
            CANNOT_TELL,
            {},
            jurisdiction=jurisdiction.id,
            title=jurisdiction.name,
            explanation=f"Not established here. {why}",
        )

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

    def as_json(self) -> dict:
        if self.record is None:
            told = {"kind": "label", "id": None, "jurisdiction": self.jurisdiction, "core": self.core}
            return told | {
                "overall": self.overall,
                "reason": "no record",
                "title": self.title,
                "explanation": self.explanation,
            }
        told = self._identity() | {"core": self.core, "overall": self.overall, "parts": self.parts}
        never = next((item for item in self.criteria if item.criterion.range is None), None)
        if never and self.core == NOT_MET:
            told["reason"] = never.criterion.statement
        return told | {
            "criteria": [item.as_json() for item in self.criteria],
            "to_confirm": [item.criterion.statement for item in self.to_confirm],
            "cautions": [item.as_json() for item in self.cautions],
            "not_read": [gap._asdict() for gap in self.record.not_read],
            "margins": [margin.as_json() for margin in self.margins],
        }

    def _identity(self) -> dict:
        record = self.record
        if record.kind == "trial":
            told = {"kind": "trial", "id": record.id, "title": record.title, "registry_ids": list(record.registry_ids)}
        else:
            told = {
                "kind": "label",
                "id": record.id,
                "jurisdiction": record.jurisdiction,
                "title": record.title,
                "version": record.version,
                "in_force_from": str(record.in_force_from),
            }
            if record.in_force_from_latest != record.in_force_from:
                told["in_force_from_latest"] = str(record.in_force_from_latest)
            if self.also_possible:
                told["also_possible"] = self.also_possible.id
        return told | {"checked_on": str(record.checked_on), "overdue": self.overdue}


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

    def as_json(self, fields: dict) -> dict:
        """The stable contract: absent facts are left out, a core value that is not recorded is its whole domain."""
        core = {name: list(self.profile.get(name) or fields[name].domain) for name in CORE_FIELDS}
        facts = {
            name: _fact(fields[name], value)
            for name, value in self.profile.items()
            if name not in CORE_FIELDS and value != fields[name].domain
        }
        return {
            "as_of": str(self.as_of),
            "rules": self.rules,
            "version": __version__,
            "profile": core | {"facts": facts},
            "amount": self.amount.as_json() if self.amount else None,
            "results": [result.as_json() for result in self.results],
            "not_checked": list(self.not_checked) + self._gaps(),
        }

    def _gaps(self) -> list[str]:
        return [
            f"{result.record.title}, {gap.part}: {gap.what}"
            for result in self.results
            if result.record
            for gap in result.record.not_read
        ]


def _fact(field: Field, value: Interval):
    return value_in_words(field, value) if field.kind == "yesno" else list(value)
