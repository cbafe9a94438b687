"""The main job: one patient against every label version in force and every trial."""

from datetime import date

from ruxcheck import amount_words, margin
from ruxcheck.amount import amount_of, within
from ruxcheck.criteria import CANNOT_TELL, MET, NOT_MET, NOT_READ, Criterion, range_in_words, worst
from ruxcheck.item_results import CautionResult, CriterionResult
from ruxcheck.labels import NoLabelInForce, label_on
from ruxcheck.model import Caution, Record, Rules
from ruxcheck.report import RecordResult, Report
from ruxcheck.values import ANSWERS, Interval, Profile, value_in_words
from ruxcheck.versions import either


class UnknownJurisdiction(ValueError):
    """A jurisdiction the tool has never heard of."""


def check(profile: Profile, on: date, rules: Rules, jurisdictions: tuple[str, ...] = ()) -> Report:
    """What each label in force on a day and each trial says about one patient, criterion by criterion.

    `profile` holds possible values by field id; what is absent is not recorded. `on` is the day asked about: the
    kernel never reads the clock. Without `jurisdictions` every one with a record is answered. Raises
    UnknownJurisdiction for an id that `jurisdictions.toml` does not list, and KeyError for an unknown field.
    """
    asked = jurisdictions or tuple(dict.fromkeys(record.jurisdiction for record in rules.labels))
    patient = _Patient(profile, rules)
    results = [_label_result(patient, jurisdiction, on) for jurisdiction in asked]
    results += [evaluate(patient, trial, on) for trial in rules.trials]
    return Report(on, rules.sha256, profile, tuple(results), rules.not_checked, patient.amount)


def check_record(profile: Profile, record: Record, on: date, rules: Rules) -> RecordResult:
    """What one record says about one patient, whether or not it is in force on that day."""
    return evaluate(_Patient(profile, rules), record, on)


def core_result(profile: Profile, record: Record, rules: Rules) -> str:
    """The core result alone of one record for one patient: the worst of its criteria on age, IGA and %BSA."""
    return _core(_Patient(profile, rules), record)


class _Patient:
    """The possible values of one patient for every field, and their words, looked up once."""

    def __init__(self, profile: Profile, rules: Rules):
        for field in profile:
            rules.fields[field]
        self.rules = rules
        self.domains = {name: field.domain for name, field in rules.fields.items()}
        self.values = self.domains | profile
        self.amount = amount_of(profile, rules.amount_facts, rules.fields)
        self._words: dict[str, str] = {}

    def value(self, field: str) -> Interval:
        return self.values[field]

    def answered(self, field: str) -> bool:
        return self.values[field] != self.domains[field]

    def words(self, field: str) -> str:
        if field not in self._words:
            self._words[field] = value_in_words(self.rules.fields[field], self.value(field))
        return self._words[field]

    def value_for(self, rule: Criterion) -> Interval | None:
        """The possible values a criterion looks at: a tube limit nobody answered for is settled by the estimated amount."""
        if self.is_estimated(rule):
            return within(self.amount, rule)
        return self.value(rule.field) if rule.field else None

    def is_estimated(self, rule: Criterion) -> bool:
        """Whether an amount from the patient's body size stands in for an answer that nobody gave."""
        known = self.amount is not None and self.amount.surface_m2 is not None
        return known and bool(rule.amount_limits) and not self.answered(rule.field)

    def applies(self, rule: Criterion) -> bool:
        """Whether a criterion may be meant for this patient: not where its `when` certainly is not."""
        return rule.when is None or rule.when.range.admits(self.value(rule.when.field)) != NOT_MET

    def judge(self, rule: Criterion) -> str:
        value = self.value_for(rule)
        return rule.judge(value, self.value(rule.when.field) if rule.when else None)


def _label_result(patient: _Patient, jurisdiction: str, on: date) -> RecordResult:
    if jurisdiction not in patient.rules.jurisdictions:
        known = ", ".join(patient.rules.jurisdictions)
        raise UnknownJurisdiction(f"'{jurisdiction}' is not a jurisdiction this tool knows; allowed: {known}")
    try:
        versions = label_on(patient.rules.labels, jurisdiction, on)
    except NoLabelInForce as none_in_force:
        return RecordResult.without_record(patient.rules.jurisdictions[jurisdiction], none_in_force.earliest)
    return either([evaluate(patient, version, on) for version in versions])


def evaluate(patient: _Patient, record: Record, on: date) -> RecordResult:
    """Every criterion and caution of a record for a patient, and the results of its parts."""
    criteria = tuple(_criterion_result(patient, rule) for rule in record.criteria)
    parts = _parts(record, criteria)
    core = _core(patient, record)
    return RecordResult(
        record=record,
        core=core,
        overall=_overall(record, criteria),
        parts=parts,
        criteria=criteria,
        cautions=tuple(_caution_result(patient, caution) for caution in record.cautions),
        overdue=record.is_overdue(on),
        margins=margin.margins(patient, record, core),
    )


def _core(patient: _Patient, record: Record) -> str:
    return worst(patient.judge(rule) for rule in record.criteria if rule.core)


def _criterion_result(patient: _Patient, rule: Criterion) -> CriterionResult:
    result = patient.judge(rule)
    if rule.field is None:
        return CriterionResult(rule, result, "atopic dermatitis", True)
    words, answered, settle = patient.words(rule.field), patient.answered(rule.field), ""
    estimated = patient.is_estimated(rule)
    if estimated:
        words, answered = f"{amount_words.grams_in_words(patient.amount.over(14))} in 2 weeks", True
    if result == CANNOT_TELL:
        settle = _estimate_in_words(patient, rule) if estimated else _would_settle(patient, rule)
    applies = patient.applies(rule)
    return CriterionResult(rule, result, words, answered, settle, _sentence(patient, rule, applies), estimated, applies)


def _sentence(patient: _Patient, rule: Criterion, applies: bool) -> str:
    """What the record says of a value like this one, or that the criterion is not for this patient."""
    if not applies:
        return f"does not apply: only for {rule.when.words}"
    value = patient.value(rule.field)
    return next((text for admitted, text in rule.sentences if admitted.admits(value) == MET), "")


def _would_settle(patient: _Patient, rule: Criterion) -> str:
    field = patient.rules.fields[rule.field]
    value = patient.value(rule.field)
    side = range_in_words(field, rule.range.facing(value)) if patient.answered(rule.field) else rule.limit
    settled = f"{field.label} {patient.words(rule.field)}: {side} would be met"
    if rule.when and patient.answered(rule.when.field):
        return f"{settled}; applies to {rule.when.words}"
    return settled + _only_to(rule)


def _estimate_in_words(patient: _Patient, rule: Criterion) -> str:
    return amount_words.limits_in_words(patient.amount, rule) + _only_to(rule)


def _only_to(rule: Criterion) -> str:
    return f"; applies only to {rule.when.words}" if rule.when else ""


def _parts(record: Record, criteria: tuple[CriterionResult, ...]) -> dict[str, str]:
    """The result of each part over its core criteria; `not read` where nobody has read any of its text."""
    parts: dict[str, str] = {}
    for item in criteria:
        part = item.criterion.part
        result = item.result if item.criterion.core else MET
        parts[part] = result if part not in parts else worst((parts[part], result))
    parts |= {gap.part: NOT_READ for gap in record.not_read if not record.has(gap.part)}
    return parts


def _overall(record: Record, criteria: tuple[CriterionResult, ...]) -> str:
    """All criteria together; text that nobody has read keeps it at `cannot tell` at best."""
    result = worst(item.result for item in criteria)
    return worst((result, CANNOT_TELL)) if record.is_unread else result


def _caution_result(patient: _Patient, caution: Caution) -> CautionResult:
    if caution.field is None:
        return CautionResult(caution, "always")
    value = patient.value(caution.field)
    if not value.is_point:
        return CautionResult(caution, "not asked")
    return CautionResult(caution, "yes" if value == ANSWERS[caution.applies_if] else "no")
