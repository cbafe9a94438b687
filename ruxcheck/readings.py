"""One text read in two ways, or in two versions: what each makes of the same patients, by the real rules."""

from datetime import date

from ruxcheck.check import check, check_record
from ruxcheck.criteria import Criterion, range_in_words
from ruxcheck.frozen import Frozen
from ruxcheck.model import Record, Rules
from ruxcheck.report import RecordResult
from ruxcheck.summary import reason
from ruxcheck.values import Interval, Profile

TRIAL, JURISDICTION = "must-paediatric", "us"
TEACHING = {"age_years": Interval(8, 8), "iga": Interval(3, 3), "bsa_percent": Interval(10, 10)}
AREAS = tuple(Interval(*ends) for ends in ((34, 34), (35, 35), (36, 36), (30, 40)))
AGES = (Interval(8, 8), Interval(12, 12))


class Reading(Frozen):
    """What one reading of a text says of one patient; `taken` is True for the reading that the tool uses today."""

    reading: str
    patient: str
    result: str
    because: str
    taken: bool


def area_readings(rules: Rules, on: date) -> tuple[Reading, ...]:
    """Patients around the area limit of the paediatric maximum-use trial: the bound inside, as recorded, and outside."""
    record = next(trial for trial in rules.trials if trial.id == TRIAL)
    readings = ((record, True), (without_the_bound(record, "bsa_percent", rules), False))
    return tuple(
        _reading(_limit(version, "bsa_percent"), "bsa_percent", check_record(patient, version, on, rules), rules, taken)
        for version, taken in readings
        for patient in (TEACHING | {"bsa_percent": area} for area in AREAS)
    )


def without_the_bound(record: Record, field: str, rules: Rules) -> Record:
    """The same record with the lower bound of its rule on this field outside: "over" in place of "at least"."""

    def read_strictly(rule: Criterion) -> Criterion:
        strict = rule.range._replace(low_outside=True)
        return rule._replace(range=strict, limit=range_in_words(rules.fields[field], strict))

    return record._replace(
        criteria=tuple(read_strictly(rule) if rule.field == field else rule for rule in record.criteria)
    )


def age_readings(rules: Rules, today: date) -> tuple[Reading, ...]:
    """Children under the label on the last day on which it was seen with its older age limit, and under today's."""
    return tuple(
        _reading(f"{_limit(result.record, 'age_years')}, as of {day}", "age_years", result, rules, day == today)
        for day in (older_label(rules).checked_on, today)
        for result in (_label(TEACHING | {"age_years": age}, day, rules) for age in AGES)
    )


def older_label(rules: Rules) -> Record:
    """The last version with another age limit than the newest."""
    versions = [record for record in rules.labels if record.jurisdiction == JURISDICTION]
    newest = _limit(versions[-1], "age_years")
    return [record for record in versions if _limit(record, "age_years") != newest][-1]


def _label(profile: Profile, day: date, rules: Rules) -> RecordResult:
    return check(profile, day, rules, (JURISDICTION,)).results[0]


def _limit(record: Record, field: str) -> str:
    return next(rule.limit for rule in record.criteria if rule.field == field)


def _reading(name: str, varied: str, result: RecordResult, rules: Rules, taken: bool) -> Reading:
    patient = next(item.value for item in result.criteria if item.criterion.field == varied)
    return Reading(name, patient, result.core, reason(result, rules.field_names), taken)


def differing(readings: tuple[Reading, ...]) -> tuple[str, ...]:
    """The patients that not every reading judges alike."""
    patients = dict.fromkeys(row.patient for row in readings)
    return tuple(name for name in patients if len({row.result for row in readings if row.patient == name}) > 1)
