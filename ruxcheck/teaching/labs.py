"""The labs: one result in several frames, no event among few patients, and one text read in two ways; by arithmetic and rules."""

import re
from datetime import date

from ruxcheck.evidence.displays import Result
from ruxcheck.evidence.figures import (
    COMPARATOR,
    NEWCOMBE,
    Effect,
    Evidence,
    difference_in_words,
    number_needed_in_words,
)
from ruxcheck.kernel import Frozen
from ruxcheck.kernel.check import check, check_record
from ruxcheck.kernel.criteria import Criterion, range_in_words
from ruxcheck.kernel.parsing import InputError
from ruxcheck.kernel.possible_values import Interval, Profile
from ruxcheck.kernel.records import Record, Rules
from ruxcheck.kernel.results import RecordResult
from ruxcheck.kernel.wording import reason


class Pair(Frozen):
    """Both arms of a result; `treated` carries the difference against `vehicle`, the ratio and the number needed."""

    treated: Effect
    vehicle: Effect

    @property
    def in_all(self) -> int:
        """Patients of both arms together."""
        return self.treated.N + self.vehicle.N


def pair_of(result: Result, evidence: Evidence) -> Pair:
    """Both arms of a result as counted. Raises ValueError or LookupError where the figures do not hold exactly one of each."""
    found = evidence.effects_of(rd_method=NEWCOMBE, **result.place)
    (treated,) = [effect for effect in found if effect.arm in evidence.approved_arms]
    return Pair(treated, evidence.effect(arm=COMPARATOR, **result.place))


def resized_pairs(result: Result, rows: tuple[Effect, ...]) -> tuple[Pair, ...]:
    """The hypothetical pairs of a result, smallest first."""
    own = [row for row in rows if all(getattr(row, name) == value for name, value in result.place.items())]
    return tuple(Pair(treated, vehicle) for vehicle, treated in zip(own[::2], own[1::2]))


def needed_in_words(effect: Effect, direction: str) -> str:
    """The number needed, or why there is none."""
    held = f"cannot be given: the interval of the difference holds zero, {difference_in_words(effect)}"
    return number_needed_in_words(effect, direction) or held


def ratio_in_words(effect: Effect) -> str:
    """ "4.6 times as many (3.2 to 6.6)", or why there is no ratio."""
    if effect.rr is None:
        return "cannot be given: an arm without any event leaves nothing to divide by"
    figures = [f"{value:.1f}" if effect.rr >= 2 else f"{value:.2f}" for value in _ratio(effect)]
    return f"{figures[0]} times as many ({figures[1]} to {figures[2]})"


def relative_change_in_words(effect: Effect) -> str:
    """The same ratio as a change in percent: "21.9% fewer (1.9 to 37.8)"; across no change both directions; empty without a ratio."""
    if effect.rr is None:
        return ""
    change, low, high = (100 * (value - 1) for value in _ratio(effect))
    if low > 0:
        return f"{change:.1f}% more ({low:.1f} to {high:.1f})"
    if high < 0:
        return f"{-change:.1f}% fewer ({-high:.1f} to {-low:.1f})"
    word = "more" if change > 0 else "fewer"
    return f"{abs(change):.1f}% {word} ({-low:.1f}% fewer to {high:.1f}% more)"


def _ratio(effect: Effect) -> tuple[float, float, float]:
    return effect.rr, effect.rr_low, effect.rr_high


# No event in so many patients: what is still possible, by arithmetic alone. Rates are of 100 patients.

TAIL = 0.025  # outside each end of an exact two-sided 95% interval
MOST = 100_000


class Chance(Frozen):
    """How many of 100 such trials would see no event, were this the true rate."""

    rate: float
    patients: int
    of_100: float


class Bound(Frozen):
    """The upper end of the exact 95% interval after no event; `counted` is False where nobody counted such a group."""

    patients: int
    high: float
    counted: bool


def chance_of_none(rate: float, patients: int) -> Chance:
    """The chance that none of so many patients has an event, each of them with this rate."""
    return Chance(rate, patients, 100 * (1 - rate / 100) ** patients)


def upper_bound(patients: int) -> float:
    """The rate at which no event has a chance of TAIL: the upper end of the exact interval (Clopper-Pearson) of 0 of N."""
    return 100 * (1 - TAIL ** (1 / patients))


def whole_patients(typed: str) -> int:
    """A number of patients from what was typed. Raises InputError for anything but a whole number from 1 to MOST."""
    text = typed.strip().replace(",", "").replace(" ", "")
    if not re.fullmatch(r"[0-9]{1,6}", text) or not 1 <= int(text) <= MOST:
        raise InputError(
            f"Patients: '{typed.strip()[:24]}' cannot be used; allowed: a whole number from 1 to {MOST:,}, such as 50"
        )
    return int(text)


# One text read in two ways, or in two versions: what each makes of the same patients, by the real rules.

TEACHING = {"age_years": Interval(8, 8), "iga": Interval(3, 3), "bsa_percent": Interval(10, 10)}
AREAS = tuple(Interval(*ends) for ends in ((34, 34), (35, 35), (36, 36), (30, 40)))
AGES = (Interval(8, 8), Interval(12, 12))


class Interpretation(Frozen):
    """What one reading of a text says of one patient; `taken` is True for the reading that the tool uses today."""

    reading: str
    patient: str
    result: str
    because: str
    taken: bool


def area_interpretations(rules: Rules, trial: str, on: date) -> tuple[Interpretation, ...]:
    """Patients around the area limit of a trial: the bound inside, as recorded, and outside."""
    record = rules.trial(trial)
    readings = ((record, True), (with_open_bound(record, "bsa_percent", rules), False))
    return tuple(
        _reading(_limit(version, "bsa_percent"), "bsa_percent", check_record(patient, version, on, rules), rules, taken)
        for version, taken in readings
        for patient in (TEACHING | {"bsa_percent": area} for area in AREAS)
    )


def with_open_bound(record: Record, field: str, rules: Rules) -> Record:
    """The same record with the lower bound of its rule on this field outside: "over" in place of "at least"."""

    def read_strictly(rule: Criterion) -> Criterion:
        strict = rule.range._replace(low_outside=True)
        return rule._replace(range=strict, limit=range_in_words(rules.fields[field], strict))

    return record._replace(
        criteria=tuple(read_strictly(rule) if rule.field == field else rule for rule in record.criteria)
    )


def age_interpretations(rules: Rules, jurisdiction: str, today: date) -> tuple[Interpretation, ...]:
    """Children under the label on the last day on which it was seen with its older age limit, and under today's."""
    return tuple(
        _reading(f"{_limit(result.record, 'age_years')}, as of {day}", "age_years", result, rules, day == today)
        for day in (older_label(rules, jurisdiction).checked_on, today)
        for result in (_label(TEACHING | {"age_years": age}, day, rules, jurisdiction) for age in AGES)
    )


def older_label(rules: Rules, jurisdiction: str) -> Record:
    """The last version with another age limit than the newest."""
    versions = [record for record in rules.labels if record.jurisdiction == jurisdiction]
    newest = _limit(versions[-1], "age_years")
    return [record for record in versions if _limit(record, "age_years") != newest][-1]


def _label(profile: Profile, day: date, rules: Rules, jurisdiction: str) -> RecordResult:
    return check(profile, day, rules, (jurisdiction,)).results[0]


def _limit(record: Record, field: str) -> str:
    return next(rule.limit for rule in record.criteria if rule.field == field)


def _reading(name: str, varied: str, result: RecordResult, rules: Rules, taken: bool) -> Interpretation:
    patient = next(item.value for item in result.criteria if item.criterion.field == varied)
    return Interpretation(name, patient, result.core, reason(result, rules.field_names), taken)


def judged_differently(readings: tuple[Interpretation, ...]) -> tuple[str, ...]:
    """The patients that not every reading judges alike."""
    patients = dict.fromkeys(row.patient for row in readings)
    return tuple(name for name in patients if len({row.result for row in readings if row.patient == name}) > 1)
