"""The same rules over a table: every label and trial for a whole list of patients, on whatever engine holds the list."""

from datetime import date
from typing import Any

import narwhals as nw

from ruxcheck import cohort_pandas
from ruxcheck.check import check
from ruxcheck.cohort_amount import INPUTS, with_answers
from ruxcheck.cohort_criteria import result_key, with_results
from ruxcheck.cohort_records import Judged, either, judged
from ruxcheck.cohort_values import OURS, Columns, TableError, columns_of, with_values
from ruxcheck.cohort_words import Choice, column, reason, result
from ruxcheck.criteria import Criterion
from ruxcheck.model import Record, Rules


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
        return cohort_pandas.with_choices(table, wide, choices)
    columns = {name: column(choice, table.implementation) for name, choice in choices.items()}
    answer = wide.with_columns(**columns).select(*schema, *columns)
    return (answer.collect() if isinstance(table, nw.DataFrame) else answer).to_native()


def _workplace(table, found: dict[str, Columns]):
    """The table to compute on."""
    if table.implementation.is_pandas():
        return cohort_pandas.figures(table, found)
    # as one plan where the engine can: it sees what is used twice
    return table.lazy() if isinstance(table, nw.DataFrame) else table


def _choices(table, found: dict[str, Columns], rules: Rules, records: dict, codes: bool) -> tuple[Any, dict]:
    """The table with every result as yes/no columns, and what the columns to add say, by name."""
    criteria = [rule for versions in records.values() for record in versions for rule in record.criteria]
    used = _fields_of(criteria)
    table, values = with_values(table, {name: found[name] for name in found if name in used}, rules.fields)
    table, answers = with_answers(table, criteria, values, rules)
    table, results = with_results(table, criteria, values | answers, rules.fields)
    choices: dict[str, Choice] = {}
    for prefix, versions in records.items():
        told = either([judged(record, [results[result_key(rule)] for rule in record.criteria]) for record in versions])
        choices |= _columns(prefix, told, codes)
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
    amounts = {name for name in INPUTS if any(rule.amount_limits for rule in criteria)}
    return {rule.field for rule in criteria} | whens | amounts


def _columns(prefix: str, told: Judged, codes: bool) -> dict[str, Choice]:
    columns = {"core": result(told.core), "overall": result(told.overall), "because": reason(told.because)}
    if codes:
        columns |= {as_column(rule.id): result(of_rule, coded=True) for rule, of_rule in told.criteria}
    return {f"{prefix}_{name}": choice for name, choice in columns.items()}


def as_column(name: str) -> str:
    """An id as part of a column's name."""
    return name.replace("-", "_")
