"""The answer about one patient in words, the same on screen, in note, report and terminal."""

from datetime import date

from ruxcheck.kernel.amount import Amount, TubeLimit, doubtful_pairs, tube_limits
from ruxcheck.kernel.criteria import CANNOT_TELL, MET, NOT_MET, NOT_READ, NOT_REVIEWED, Criterion, Range, range_in_words
from ruxcheck.kernel.possible_values import (
    Field,
    Interval,
    Profile,
    how_many,
    listed,
    number_in_words,
    plain,
    value_in_words,
)
from ruxcheck.kernel.records import Jurisdiction, Record
from ruxcheck.kernel.results import CautionResult, CriterionResult, Margin, RecordResult

PERIODS = {1: "a day", 7: "1 week", 14: "2 weeks"}
AGAINST = {MET: "within", NOT_MET: "over", CANNOT_TELL: "on both sides of"}
# where an estimate lies, in a table: it is no result
ESTIMATES = {MET: "estimate within", NOT_MET: "estimate over", CANNOT_TELL: "estimate on both sides"}
ONLY_AN_ESTIMATE = "means of groups, which settle nothing for one patient"


def figure_in_words(figure: float, against: float | None = None) -> str:
    """One decimal below 100, none from there on: "8.4", "151"; "just over 60" where rounding would hide which side of `against` it is."""
    words = f"{round(figure, 1):g}" if figure < 100 else f"{figure:.0f}"
    if against is None or float(words) != against or figure == against:
        return words
    return f"just {'over' if figure > against else 'under'} {words}"


def grams_in_words(grams: Interval, against: float | None = None) -> str:
    """Grams from the lowest to the highest estimate: "39.2 to 63 g", "151 g" where both round to the same."""
    return f"{ends_in_words(grams, against)} g"


def ends_in_words(ends: Interval, against: float | None = None) -> str:
    """The two ends of an estimate, once where both round to the same."""
    low, high = (figure_in_words(end, against) for end in ends)
    return low if low == high else f"{low} to {high}"


def tube_in_words(limit: TubeLimit) -> str:
    """The limit as the label has it: "one 60 g tube in 1 week"."""
    tubes = f"one {limit.tube_g} g tube" if limit.tubes == 1 else f"{limit.tubes} tubes of {limit.tube_g} g"
    return f"{tubes} in {PERIODS.get(limit.days, f'{limit.days} days')}"


def estimate_in_words(limit: TubeLimit) -> str:
    """The grams estimated against one tube limit, true at the limit too: "just under 100 to 103 g" where 99.99 g would round onto it."""
    return grams_in_words(limit.grams, limit.limit_g)


def limits_in_words(amount: Amount, rule: Criterion) -> str:
    """Every tube limit of a criterion against the estimate: "estimated 110 to 113 g, over one 100 g tube in 2 weeks"."""
    words = "; ".join(
        f"estimated {estimate_in_words(limit)}, {AGAINST[limit.result]} {tube_in_words(limit)}"
        for limit in tube_limits(amount, rule)
    )
    return f"{words}. Depends on the tube" if _disagree(amount, rule) else words


def _disagree(amount: Amount, rule: Criterion) -> bool:
    return {MET, NOT_MET} <= {limit.result for limit in tube_limits(amount, rule)}


def surface_in_words(amount: Amount) -> str:
    """The body surface and where it comes from: "0.95 m2 by Mosteller's formula from weight and height"."""
    if amount.surface_m2 is None:
        return "not known; the table of fingertip units by age stands in for it"
    ends = " to ".join(dict.fromkeys(f"{plain(round(end, 2)):g}" for end in amount.surface_m2))
    return f"{ends} m2, " + ("as given" if amount.basis == "given" else "by Mosteller's formula from weight and height")


def doubts_in_words(profile: Profile, fields: dict[str, Field]) -> list[str]:
    """A question for each pair of figures that hardly belong to one person: "Weight 250 kg and age 8 y: is one of them mistyped?"."""
    return [
        f"{_given(first, profile, fields)} and {_given(second, profile, fields).lower()}: is one of them mistyped?"
        for first, second in doubtful_pairs(profile, fields)
    ]


def _given(name: str, profile: Profile, fields: dict[str, Field]) -> str:
    return f"{fields[name].label} {value_in_words(fields[name], profile[name])}"


# The first line about one record: name, result, the one deciding reason, the margin.

# A result is a code in JSON, spec tables and columns; these are its words wherever people read it.
RESULT_WORDS = {MET: "met", NOT_MET: "not met", CANNOT_TELL: "cannot tell", NOT_READ: "not read"}
SYMBOLS = {MET: "✔", NOT_MET: "✘", CANNOT_TELL: "?"}
PART_NAMES = {"indication": "indication", "dosing": "dosing limits", "caution": "cautions", "entry": "entry criteria"}

APPLIES = {
    "yes": "applies to this patient",
    "not asked": "not asked",
    "always": "for every patient",
    "no": "answered: does not apply",
}
LEVELS = {
    "contraindicated": "contraindicated",
    "avoid": "avoid",
    "not recommended": "not recommended",
    "stop": "stop or interrupt",
    "interrupt": "consider interrupting",
    "weigh": "weigh benefit and risk",
    "insufficient data": "data insufficient to inform a risk",
    "monitor": "monitor",
    "reminder": "note",
}


def result_in_words(code: str) -> str:
    """What a result is called on screen and in text."""
    return RESULT_WORDS[code]


# The verdict on one record in a clinician's words; after it stands the deciding reason.
VERDICTS = {
    ("label", MET): "Within label on",
    ("label", NOT_MET): "Outside label",
    ("trial", MET): "Could have entered on",
    ("trial", NOT_MET): "Not eligible",
}
NO_INDICATION = "No AD indication"
CORE_NAMES = {"age_years": "age", "iga": "IGA", "bsa_percent": "BSA"}


def verdict(result: RecordResult) -> str:
    """What a record says of this patient: "Within label on age, IGA and BSA", "Not eligible", "Need IGA"."""
    if result.record is None:
        return "No label on record"
    if result.verdict == NOT_REVIEWED:
        return f"Indication fits; {unreviewed(result.record)} not reviewed"
    if result.verdict == CANNOT_TELL:
        return _missing(result)
    if any(item.criterion.range is None for item in result.criteria):
        return NO_INDICATION
    words = VERDICTS[result.record.kind, result.verdict]
    return f"{words} {core_in_words(result)}" if result.verdict == MET else words


def standing(result: RecordResult) -> str:
    """The verdict of a clinician's own label, never greener than what is known: "Within label so far" while facts are open,
    "Within label, all confirmed", "Indication fits, area above the limit", "Outside label", "Need IGA".
    """
    if result.verdict == MET:
        return "Within label so far" if result.is_met_so_far else "Within label, all confirmed"
    failed = {item.criterion.field for item in result.failed_core}
    if failed == {"bsa_percent"} and result.parts.get("indication") == MET and not failed_facts(result):
        return "Indication fits, area above the limit"
    return verdict(result)


def unreviewed(record: Record) -> str:
    """The parts of a label of which nobody read any text: "dosing limits and cautions"; empty where each was read."""
    return listed(PART_NAMES[part] for part in record.unreviewed_parts)


def not_reviewed(record: Record) -> str:
    """Why a label that fits is not said to be met: "the dosing limits and cautions of the Canada label were not reviewed"."""
    return f"the {unreviewed(record)} of the {record.title} were not reviewed"


def core_in_words(result: RecordResult) -> str:
    """The core figures that a record has limits on: "age, IGA and BSA"."""
    limited = {item.criterion.field for item in result.criteria if item.criterion.core}
    return listed([name for field, name in CORE_NAMES.items() if field in limited])


def _missing(result: RecordResult) -> str:
    """What an open verdict waits for: "Need IGA and a closer BSA"; or that the start day of a version leaves it open."""
    if result.also_possible:
        return "Depends on the version in force"
    still_open = [item for item in result.criteria if item.criterion.core and item.result == CANNOT_TELL]
    needed = [CORE_NAMES[item.criterion.field] for item in still_open if not item.answered]
    needed += [f"a closer {CORE_NAMES[item.criterion.field]}" for item in still_open if item.answered]
    return f"Need {listed(needed)}"


def heading(result: RecordResult) -> str:
    """ "United States label 2026-06-30", "TRuE-AD1 and TRuE-AD2", or the country where no record exists."""
    if result.record is None:
        return f"{result.title} label"
    day = result.record.id.partition("/")[2]
    return f"{result.record.title} {day}".strip()


def reason(result: RecordResult, labels: dict[str, str]) -> str:
    """The one deciding reason for the core result; `labels` names the fields."""
    if result.record is None:
        return result.explanation
    item = result.deciding
    if result.also_possible and result.core == CANNOT_TELL:
        return _window(result)
    if result.verdict == NOT_MET != result.core:
        return "; ".join(excluded_by(item, result, labels) for item in failed_facts(result))
    if result.core == MET or item is None:
        return _met_reason(result)
    if item.criterion.range is None:
        return f"no atopic dermatitis indication in the text read, only {item.criterion.limit}"
    if result.core == CANNOT_TELL:
        return _unsettled(result, labels)
    return _failures(result, labels)


def _failures(result: RecordResult, labels: dict[str, str]) -> str:
    """Each failed core figure against its limit, and what the record says of such a value."""
    failed = result.failed_core
    words = "; ".join(f"{labels[item.criterion.field]} {item.value}, limit {item.criterion.limit}" for item in failed)
    return ". ".join([words, *(item.sentence.rstrip(".") for item in failed if item.sentence)])


def parts_line(result: RecordResult) -> str:
    """The parts of a label where they differ or one was not read: "indication met; dosing limits, cautions not read"."""
    if len(set(result.parts.values())) < 2 or any(item.criterion.range is None for item in result.criteria):
        return ""
    by_result: dict[str, list[str]] = {}
    for part, value in result.parts.items():
        by_result.setdefault(value, []).append(PART_NAMES[part])
    return "; ".join(f"{', '.join(names)} {result_in_words(value)}" for value, names in by_result.items())


def as_last_seen(result: RecordResult) -> str:
    """The words that a record carries everywhere while it is overdue or no label text has shown it; else empty."""
    return last_verified(result.record, result.overdue) if result.overdue or not _verified(result.record) else ""


def last_verified(record: Record, overdue: bool) -> str:
    """When a label was last verified: "last verified against a label on 2026-09-29", "not verified against a label since
    2023-11-13", "never verified against a label, last heard of on 2025-10-15". For a trial, when its criteria were.
    """
    if record.kind != "label":
        return f"last verified on {record.checked_on}"
    if not record.verified_on:
        return f"never verified against a label, last heard of on {record.checked_on}"
    if overdue:
        return f"not verified against a label since {record.verified_on}"
    return f"last verified against a label on {record.verified_on}"


def heard_of(record: Record) -> str:
    """The day of the latest source that is no label, where one is later; else empty: ", last heard of on 2025-11-06"."""
    later = record.verified_on and record.checked_on > record.verified_on
    return f", last heard of on {record.checked_on}" if later else ""


def _verified(record: Record) -> bool:
    return record.kind != "label" or record.verified_on is not None


def facts_to_confirm(result: RecordResult) -> str:
    """How many further facts are open, "1 fact to confirm"; empty where none is."""
    return f"{how_many(len(result.to_confirm), 'fact')} to confirm" if result.to_confirm else ""


def near_margin(result: RecordResult) -> str:
    """The margin worth a sentence on the first line, if one is near."""
    near = [margin for margin in result.margins if margin.is_near]
    return margin_in_words(min(near, key=lambda margin: margin.distance / margin.field.near)) if near else ""


def margin_in_words(margin: Margin, becomes: str = "") -> str:
    """One sentence, true at the figure it names: "more than 1 point of %BSA higher (above 20%) changes the answer to not met".

    `becomes` stands in for the words of the result beyond: the JSON contract keeps the code.
    """
    field, becomes = margin.field, becomes or result_in_words(margin.becomes)
    beyond = f"{field.label + ' ' if field.kind == 'integer' else ''}{range_in_words(field, margin.beyond)}"
    if margin.distance == 0 and field.kind != "integer":
        return (
            f"{number_in_words(field, margin.value)} is exactly on the limit; {beyond} changes the answer to {becomes}"
        )
    return f"{'' if margin.at_bound else 'more than '}{_apart(margin)} ({beyond}) changes the answer to {becomes}"


def _apart(margin: Margin) -> str:
    """ "2 points of %BSA lower", "4 mo older", "1 point of IGA higher"."""
    if margin.field.is_age:
        return f"{number_in_words(margin.field, margin.distance)} {'older' if margin.side == 'higher' else 'younger'}"
    return f"{margin.distance:g} {'point' if margin.distance == 1 else 'points'} of {margin.field.label} {margin.side}"


def stretch_in_words(admitted: Range) -> str:
    """A stretch of %BSA with its ends: "under 3%", "3 to 20%", "above 20%", "at any %BSA"."""
    low, high, low_outside, high_outside = admitted
    if (low, high) == (0, 100):
        return "at any %BSA"
    if low == 0:
        return f"{'under ' if high_outside else 'up to '}{plain(high):g}%"
    if high == 100:
        return f"{'above ' if low_outside else 'from '}{plain(low):g}%"
    return f"{'above ' if low_outside else ''}{plain(low):g} to {'under ' if high_outside else ''}{plain(high):g}%"


def margins_in_words(result: RecordResult) -> str:
    """Every margin of a record on one line; empty where there is none."""
    return "; ".join(margin_in_words(margin) for margin in result.margins)


def caution_in_words(item: CautionResult) -> str:
    """A caution that a fact brings into force, short: "Strong CYP3A4 inhibitor (label: avoid)"."""
    subject = item.caution.statement.split(":")[0]
    return f"{subject} (label: {LEVELS[item.caution.level]})"


def failed_facts(result: RecordResult) -> tuple[CriterionResult, ...]:
    """Further facts that were answered and are not met: they leave the core result and decide the overall one."""
    return tuple(item for item in result.criteria if not item.criterion.core and item.result == NOT_MET)


def answer_in_words(item: CriterionResult) -> str:
    """How the value of a further fact is known: "answered no", "estimated 151 g in 2 weeks"."""
    return f"{'estimated' if item.estimated else 'answered'} {item.value}"


def answered_fact(item: CriterionResult) -> str:
    """A further fact with its answer and result: "Not immunocompromised: answered yes, not met"."""
    return f"{item.criterion.statement}: {answer_in_words(item)}, {result_in_words(item.result)}"


def excluded_by(item: CriterionResult, result: RecordResult, labels: dict[str, str]) -> str:
    """An answered fact that rules the patient out: "Immunocompromised: yes; the label excludes this"."""
    return f"{labels[item.criterion.field]}: {item.value}; the {result.record.kind} excludes this"


def _met_reason(result: RecordResult) -> str:
    if result.core != MET:
        return "both versions that may be in force give this result"
    return f"{core_in_words(result)} within the limits read"


def _unsettled(result: RecordResult, labels: dict[str, str]) -> str:
    open_items = [item for item in result.criteria if item.criterion.core and item.result == CANNOT_TELL]
    ranges = [item for item in open_items if item.answered]
    if ranges:
        return ranges[0].would_settle
    words = " and ".join(labels[item.criterion.field] for item in open_items)
    return f"{words} not recorded; met with {', '.join(f'{labels[i.criterion.field]} {i.criterion.limit}' for i in open_items)}"


def _window(result: RecordResult) -> str:
    record, older = result.record, result.also_possible
    return (
        f"the start day was not read exactly: the version from {record.in_force_from} to {record.in_force_from_latest} "
        f"and the one before it ({older.in_force_from}) are both possible, and they differ"
    )


# What stands beside one criterion: what would settle it, whom it is for, and which version it depends on.


def no_record_in_words(jurisdiction: Jurisdiction, earliest: date | None) -> str:
    """Why nothing is said for a country on a day; `earliest` is the start of its first label version read, None without one."""
    why = f"The earliest label version read starts {earliest}." if earliest else jurisdiction.no_record
    return f"Not established here. {why}"


def settled_by(name: str, value: str, facing: str) -> str:
    """What would settle an open figure: "%BSA 15 to 25%: at most 20% would be met"."""
    return f"{name} {value}: {facing} would be met"


def applies_to(rule: Criterion, certain: bool) -> str:
    """Whom a criterion with a condition is for, after a semicolon; empty for one that is for everybody."""
    return f"; applies {'to' if certain else 'only to'} {rule.when.words}" if rule.when else ""


def not_for_this_patient(rule: Criterion) -> str:
    """A criterion whose condition this patient does not meet: "does not apply: only for age 2 to 11 years"."""
    return f"does not apply: only for {rule.when.words}"


def depends_on_version(rule: Criterion, before: Criterion | None, newer: Record) -> str:
    """A criterion on a day when either of two versions may be in force; `before` is the older version's, None without one."""
    start, latest = newer.in_force_from, newer.in_force_from_latest
    window = f"depends on which version is in force: the newer one ({rule.limit}) started between {start} and {latest}"
    return f"{window}; before it: {before.limit}" if before else window


def estimated_for_2_weeks(amount: Amount) -> str:
    """The estimate that stands in for an answer on the tube limit: "39.2 to 63 g in 2 weeks"."""
    return f"{grams_in_words(amount.over(14))} in 2 weeks"
