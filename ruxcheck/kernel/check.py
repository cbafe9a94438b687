"""One patient against labels and trials: the answer, the answer at every %BSA, and the area each record admits."""

from datetime import date
from functools import reduce

from ruxcheck.kernel import Frozen, results, wording
from ruxcheck.kernel.amount import amount_of
from ruxcheck.kernel.criteria import CANNOT_TELL, MET, NOT_MET, NOT_READ, Criterion, Range, range_in_words, worst
from ruxcheck.kernel.possible_values import ANSWERS, Field, Interval, Profile, value_in_words
from ruxcheck.kernel.records import Caution, Jurisdiction, NoLabelInForce, Record, Rules, label_on
from ruxcheck.kernel.results import CautionResult, CriterionResult, RecordResult, Report


def one_of_two_versions(results: list[RecordResult]) -> RecordResult:
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
    window = wording.depends_on_version(item.criterion, twin and twin.criterion, newer.record)
    return item._replace(result=CANNOT_TELL, would_settle=window, sentence="")


# The main job: one patient against every label version in force and every trial.


class UnknownJurisdiction(ValueError):
    """A jurisdiction the tool has never heard of."""


def check(profile: Profile, on: date, rules: Rules, jurisdictions: tuple[str, ...] = ()) -> Report:
    """What each label in force on a day and each trial says about one patient, criterion by criterion.

    `profile` holds possible values by field id; what is absent is not recorded. `on` is the day asked about: the
    kernel never reads the clock. Without `jurisdictions` every one with a record is answered. Raises
    UnknownJurisdiction for an id that `jurisdictions.toml` does not list, and KeyError for an unknown field.
    """
    chosen = jurisdictions or tuple(dict.fromkeys(record.jurisdiction for record in rules.labels))
    patient = _Patient(profile, rules)
    results = [_label_result(patient, jurisdiction, on) for jurisdiction in chosen]
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

    def is_estimated(self, rule: Criterion) -> bool:
        """Whether an amount from the patient's body size can stand beside a tube limit that nobody answered for.

        It settles nothing: the estimate spans the means of groups, and one patient may use far less or far more.
        """
        known = self.amount is not None and self.amount.surface_m2 is not None
        return known and bool(rule.amount_limits) and not self.answered(rule.field)

    def applies(self, rule: Criterion) -> bool:
        """Whether a criterion may be meant for this patient: not where its `when` certainly is not."""
        return rule.when is None or rule.when.range.admits(self.value(rule.when.field)) != NOT_MET

    def judge(self, rule: Criterion) -> str:
        value = self.value(rule.field) if rule.field else None
        return rule.judge(value, self.value(rule.when.field) if rule.when else None)


def _label_result(patient: _Patient, jurisdiction: str, on: date) -> RecordResult:
    if jurisdiction not in patient.rules.jurisdictions:
        known = ", ".join(patient.rules.jurisdictions)
        raise UnknownJurisdiction(f"'{jurisdiction}' is not a jurisdiction this tool knows; allowed: {known}")
    try:
        versions = label_on(patient.rules.labels, jurisdiction, on)
    except NoLabelInForce as none_in_force:
        return _without_record(patient.rules.jurisdictions[jurisdiction], none_in_force.earliest)
    return one_of_two_versions([evaluate(patient, version, on) for version in versions])


def _without_record(jurisdiction: Jurisdiction, earliest: date | None) -> RecordResult:
    why = wording.no_record_in_words(jurisdiction, earliest)
    return RecordResult(
        None, CANNOT_TELL, CANNOT_TELL, {}, jurisdiction=jurisdiction.id, title=jurisdiction.name, explanation=why
    )


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
        margins=results.margins(patient, record, core),
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
        words, answered = wording.estimated_for_2_weeks(patient.amount), True
    if result == CANNOT_TELL:
        settle = _would_settle(patient, rule)
    applies = patient.applies(rule)
    return CriterionResult(rule, result, words, answered, settle, _sentence(patient, rule, applies), estimated, applies)


def _sentence(patient: _Patient, rule: Criterion, applies: bool) -> str:
    """What the record says of a value like this one, or that the criterion is not for this patient."""
    if not applies:
        return wording.not_for_this_patient(rule)
    value = patient.value(rule.field)
    return next((text for admitted, text in rule.sentences if admitted.admits(value) == MET), "")


def _would_settle(patient: _Patient, rule: Criterion) -> str:
    if patient.is_estimated(rule):
        return f"{wording.limits_in_words(patient.amount, rule)}; {wording.ONLY_AN_ESTIMATE}" + wording.applies_to(
            rule, certain=False
        )
    field, answered = patient.rules.fields[rule.field], patient.answered(rule.field)
    facing = range_in_words(field, rule.range.facing(patient.value(rule.field))) if answered else rule.limit
    certain = rule.when is not None and patient.answered(rule.when.field)
    return wording.settled_by(field.label, patient.words(rule.field), facing) + wording.applies_to(rule, certain)


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


# One question to the tool: what is known of a patient, the day, the jurisdictions, and how it was typed.


class Query(Frozen):
    """Possible values by field id, the day asked about, the jurisdictions, and what was typed for each field.

    `typed` may hold more than the value tells ("20, estimate ±5"); a field that was not typed is absent from it.
    """

    profile: Profile
    on: date
    jurisdictions: tuple[str, ...]
    typed: dict[str, str]

    @property
    def is_empty(self) -> bool:
        return not self.profile

    def answer(self, rules: Rules) -> Report:
        """What every label and trial says. Raises as `check` does."""
        return check(self.profile, self.on, rules, self.jurisdictions)


# The core result of every record over the whole of %BSA, for one age and IGA.

FIELD = "bsa_percent"


class BsaStretch(Frozen):
    """Values of %BSA with one core result of a record; an end belongs to the stretch unless `admitted` says otherwise."""

    admitted: Range
    result: str

    @property
    def low(self) -> float:
        return self.admitted.low

    @property
    def high(self) -> float:
        return self.admitted.high


class BsaSweep(Frozen):
    """The stretches of one record from 0 to 100%, without a gap; `answer` is the result for the %BSA entered."""

    answer: RecordResult
    stretches: tuple[BsaStretch, ...]


def results_by_bsa(query: Query, report: Report, rules: Rules) -> tuple[BsaSweep, ...]:
    """What each record would say at every %BSA: the rules are asked between their bounds, so no bound is known twice.

    `report` is the answer to `query`.
    """
    return tuple(BsaSweep(result, _stretches(query, result, rules)) for result in report.results)


def _stretches(query: Query, result: RecordResult, rules: Rules) -> tuple[BsaStretch, ...]:
    pieces = results.pieces_of(rules.fields[FIELD], _bounds(result))
    if len(pieces) == 3:  # no bound on %BSA inside the field: the same at every one
        return (BsaStretch(Range(pieces[0][1], pieces[-1][1]), result.core),)
    joined: list[BsaStretch] = []
    for piece, at in pieces:
        core = _core_at(at, query, result, rules)
        if joined and joined[-1].result == core:
            whole = joined[-1].admitted._replace(high=piece.high, high_outside=piece.high_outside)
            joined[-1] = joined[-1]._replace(admitted=whole)
        else:
            joined.append(BsaStretch(piece, core))
    return tuple(joined)


def _versions(result: RecordResult) -> list[Record]:
    """The record of a result, and the older label version where that may be in force too."""
    return [record for record in (result.record, result.also_possible) if record]


def _bounds(result: RecordResult) -> set[float]:
    rules = [rule for record in _versions(result) for rule in record.criteria if rule.core and rule.field == FIELD]
    return {end for rule in rules for end in rule.range[:2]}


def _core_at(percent: float, query: Query, result: RecordResult, rules: Rules) -> str:
    profile = query.profile | {FIELD: Interval(percent, percent)}
    return reduce(agreed, (core_result(profile, record, rules) for record in _versions(result)))


# The stretch of age and %BSA that a record admits at a given IGA.


class Area(Frozen):
    """What one record admits: ages in years and %BSA, cut off where the fields end, and whether the IGA fits.

    `severity` is the result for the IGA given: `not met` means that the area is closed. `bsa_read` is False where the
    record's area limits were not read, so that the whole of %BSA is drawn without being known to be admitted. The limits in
    words say which ends are inside.
    """

    id: str
    short: str
    kind: str
    ages: Range
    shares: Range
    severity: str
    bsa_read: bool
    age_limit: str
    bsa_limit: str


def area_of(record: Record, iga: Interval, rules: Rules) -> Area:
    """The area one label or trial admits for a possible IGA; a label without this indication admits none."""
    known = {rule.field: rule for rule in record.criteria if rule.core and rule.range}
    closed = any(rule.range is None for rule in record.criteria)
    severity = NOT_MET if closed else (known["iga"].range.admits(iga) if "iga" in known else MET)
    drawn = {name: known[name].range if name in known else Range() for name in ("age_years", "bsa_percent")}
    ages, shares = (_within(rules.fields[name], admitted) for name, admitted in drawn.items())
    age, bsa = (known[name].limit if name in known else NOT_READ for name in drawn)
    return Area(record.id, record.short, record.kind, ages, shares, severity, "bsa_percent" in known, age, bsa)


def _within(field: Field, admitted: Range) -> Range:
    """The same range cut off where the field ends, which belongs to it."""
    low, high = max(admitted.low, field.low), min(admitted.high, field.high)
    return Range(low, high, admitted.low_outside and low > field.low, admitted.high_outside and high < field.high)


def open_areas(records: tuple[Record, ...], iga: Interval, rules: Rules) -> tuple[Area, ...]:
    """The areas that this IGA leaves open, certain ones and ones that cannot be told."""
    areas = (area_of(record, iga, rules) for record in records)
    return tuple(area for area in areas if area.severity in (MET, CANNOT_TELL))
