"""The rules for a whole table of patients: criteria, labels and trials, from the same records as for one."""

from datetime import date
from operator import ge, gt, le, lt
from typing import Any

import narwhals as nw

from ruxcheck.kernel import Frozen
from ruxcheck.kernel.check import check
from ruxcheck.kernel.criteria import CANNOT_TELL, MET, NOT_READ, Criterion, Range
from ruxcheck.kernel.possible_values import Field, Interval
from ruxcheck.kernel.records import Record, Rules
from ruxcheck.kernel.results import RecordResult
from ruxcheck.screening import expressions
from ruxcheck.screening.expressions import (
    ALWAYS,
    OPEN,
    OURS,
    Choice,
    Columns,
    TableError,
    ThreeValued,
    agreed,
    column,
    columns_of,
    every,
    no,
    reason,
    result,
    some,
    with_values,
    worst,
)


class Comparisons:
    """Ends of possible values against bounds: each is one yes/no column, however many criteria need it."""

    def __init__(self):
        self.columns: dict[str, nw.Expr] = {}
        self._names: dict[tuple, str] = {}

    def __call__(self, end: str | float, sign, bound: float):
        if not isinstance(end, str):
            return sign(end, bound)
        name = self._names.setdefault((end, sign, bound), f"{OURS}side_{len(self._names)}")
        self.columns[name] = sign(nw.col(end), bound)
        return nw.col(name)


def with_results(table, criteria: list[Criterion], values: dict[str, Interval], fields: dict[str, Field]) -> tuple:
    """The table with the result of each criterion as yes/no columns, and the results by `result_key`.

    `values` are the possible values by field id.
    """
    compare, results = Comparisons(), {}
    columns: dict[str, nw.Expr] = {}
    for number, (key, rule) in enumerate({result_key(rule): rule for rule in criteria}.items()):
        judged = judge(rule, values, fields, compare)._asdict()
        names = {answer: f"{OURS}{answer}_{number}" for answer in judged}
        columns |= {names[answer]: column for answer, column in judged.items() if not isinstance(column, bool)}
        results[key] = ThreeValued(
            *(nw.col(names[answer]) if names[answer] in columns else judged[answer] for answer in judged)
        )
    if not columns:
        return table, results
    return table.with_columns(**compare.columns).with_columns(**columns), results


def result_key(rule: Criterion) -> str:
    """The same for criteria that always have the same result."""
    return repr((rule.field, rule.range, rule.when, rule.if_not))


def judge(rule: Criterion, values: dict[str, Interval], fields: dict[str, Field], compare) -> ThreeValued:
    """What `Criterion.judge` says, for every patient."""
    applies, admitted = ALWAYS, ThreeValued(False, False)
    if rule.when:
        applies = admits(rule.when.range, values[rule.when.field], fields[rule.when.field], compare)
    if rule.range:
        admitted = admits(rule.range, values[rule.field], fields[rule.field], compare)
    possible = True if rule.if_not == CANNOT_TELL else admitted.possible
    return ThreeValued(some([admitted.certain, no(applies.possible)]), some([possible, no(applies.certain)]))


def admits(admitted: Range, value: Interval, field: Field, compare) -> ThreeValued:
    """What `Range.admits` says, for every patient. No value is beyond the field's domain, so such a bound needs no column."""

    def above(end):
        everybody = admitted.low < field.low or (admitted.low == field.low and not admitted.low_outside)
        return everybody or compare(end, gt if admitted.low_outside else ge, admitted.low)

    def below(end):
        everybody = admitted.high > field.high or (admitted.high == field.high and not admitted.high_outside)
        return everybody or compare(end, lt if admitted.high_outside else le, admitted.high)

    return ThreeValued(every([above(value.low), below(value.high)]), every([above(value.high), below(value.low)]))


# Labels and trials for every patient of a table: core, overall, and which criterion decides.

NO_RECORD = "no record"
WHICH_VERSION = "which version"


class Judged(Frozen):
    """What one label or trial says about every patient: each criterion with its results, and what follows from them.

    `rest` is the word for an overall that no criterion decides; `is_either` marks two label versions merged into one answer.
    """

    criteria: tuple[tuple[Criterion, ThreeValued], ...]
    core: ThreeValued
    overall: ThreeValued
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
    failed = [(judged.possible, rule.id) for rule, judged in criteria]
    return failed + [(judged.certain, rule.id) for rule, judged in criteria]


def _agreeing(criteria, result: ThreeValued, rest: str) -> list[tuple[object, str]]:
    """The first criterion that is as bad as the result of two versions; `rest` where they agree on the result alone."""
    failed = [(some([result.possible, judged.possible]), rule.id) for rule, judged in criteria]
    open_ = [(some([result.certain, judged.certain, no(judged.possible)]), rule.id) for rule, judged in criteria]
    return [*failed, (result.possible, rest), *open_, (result.certain, rest)]


def judged(record: Record, results: list[ThreeValued]) -> Judged:
    """One trial or label version, from the results of its criteria in their order."""
    core = worst([each for rule, each in zip(record.criteria, results) if rule.core])
    overall, rest = (worst([*results, OPEN]), NOT_READ) if record.is_unread else (worst(results), "")
    return Judged(tuple(zip(record.criteria, results)), core, overall, rest)


def either(versions: list[Judged]) -> Judged:
    """What `versions.either` says, for every patient: of no version at all, of one, or of two with the older first."""
    if len(versions) < 2:
        return versions[0] if versions else WITHOUT_RECORD
    older, newer = versions
    twins = {rule.id: each for rule, each in older.criteria}
    criteria = tuple(
        (rule, agreed(each, twins[rule.id]) if rule.id in twins else OPEN) for rule, each in newer.criteria
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


# The same rules over a table: every label and trial for a whole list of patients, on whatever engine holds the list.


def screen(frame, rules: Rules, on: date, jurisdictions: tuple[str, ...] = (), codes: bool = False):
    """What each label in force on a day and each trial says about every patient of a table: its columns and ours.

    `frame` is a table of pandas, polars, pyarrow, DuckDB or Spark, one patient a row, with a column of numbers for
    every field that is known: `age_years`, or `age_years_low` and `age_years_high`; yes is 1, no is 0, empty is not
    recorded. `on` and `jurisdictions` as in `check`. Returns the same kind of table, not yet computed where the engine
    computes late, with its columns as they are and `label_<jurisdiction>_` and `trial_<id>_` followed by

    - `core` and `overall`: not met, cannot tell or met, sorting in this order;
    - `because`: the id of the criterion that decides, or what else does, as `cohort_records.because` says it;
    - with `codes`, the id of each criterion, "-" written as "_": 0 for not met, 1 for cannot tell, 2 for met.

    No cell of them is null. Raises TableError for a table that cannot be read, and UnknownJurisdiction as `check` does.
    """
    table = nw.from_native(frame)
    schema = table.collect_schema()
    found = columns_of(schema, rules.fields)
    wide, choices = _choices(_workplace(table, found), found, rules, asked_records(rules, on, jurisdictions), codes)
    taken = next((name for name in schema if name in choices or str(name).startswith(OURS)), None)
    if taken:
        raise TableError(f"the table already has a column '{taken}'; drop it or give it another name")
    if table.implementation.is_pandas():
        return expressions.with_choices(table, wide, choices)
    columns = {name: column(choice, table.implementation) for name, choice in choices.items()}
    answer = wide.with_columns(**columns).select(*schema, *columns)
    return (answer.collect() if isinstance(table, nw.DataFrame) else answer).to_native()


def _workplace(table, found: dict[str, Columns]):
    """The table to compute on."""
    if table.implementation.is_pandas():
        return expressions.figures(table, found)
    # as one plan where the engine can: it sees what is used twice
    return table.lazy() if isinstance(table, nw.DataFrame) else table


def _choices(table, found: dict[str, Columns], rules: Rules, records: dict, codes: bool) -> tuple[Any, dict]:
    """The table with every result as yes/no columns, and what the columns to add say, by name."""
    criteria = [rule for versions in records.values() for record in versions for rule in record.criteria]
    used = _fields_of(criteria)
    table, values = with_values(table, {name: found[name] for name in found if name in used}, rules.fields)
    table, results = with_results(table, criteria, values, rules.fields)
    choices: dict[str, Choice] = {}
    for prefix, versions in records.items():
        outcome = either(
            [judged(record, [results[result_key(rule)] for rule in record.criteria]) for record in versions]
        )
        choices |= _columns(prefix, outcome, codes)
    return table, choices


def asked_records(rules: Rules, on: date, jurisdictions: tuple[str, ...]) -> dict[str, tuple[Record, ...]]:
    """Each trial, and the label versions that may be in force (none, one or two), by what their columns start with."""
    # they are those that answer for a patient of whom nothing is known
    records = {}
    for answer in check({}, on, rules, jurisdictions).results:
        versions = tuple(record for record in (answer.also_possible, answer.record) if record)
        is_trial = answer.record is not None and answer.record.kind == "trial"
        jurisdiction = answer.record.jurisdiction if answer.record else answer.jurisdiction
        records[f"trial_{as_column(answer.id)}" if is_trial else f"label_{jurisdiction}"] = versions
    return records


def _fields_of(criteria: list[Criterion]) -> set[str]:
    """Every field that a result could depend on."""
    whens = {rule.when.field for rule in criteria if rule.when}
    return {rule.field for rule in criteria} | whens


def _columns(prefix: str, outcome: Judged, codes: bool) -> dict[str, Choice]:
    columns = {"core": result(outcome.core), "overall": result(outcome.overall), "because": reason(outcome.because)}
    if codes:
        columns |= {as_column(rule.id): result(of_rule, coded=True) for rule, of_rule in outcome.criteria}
    return {f"{prefix}_{name}": choice for name, choice in columns.items()}


def as_column(name: str) -> str:
    """An id as part of a column's name."""
    return name.replace("-", "_")
