"""Criteria for every patient of a table, from the same bounds as for one."""

from operator import ge, gt, le, lt

import narwhals as nw

from ruxcheck.cohort_told import ALWAYS, Told, every, no, some
from ruxcheck.cohort_values import OURS
from ruxcheck.criteria import CANNOT_TELL, Criterion, Range
from ruxcheck.values import Field, Interval


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

    `values` are the possible values by field id, and by `value_key` where a criterion looks at others.
    """
    compare, results = Comparisons(), {}
    columns: dict[str, nw.Expr] = {}
    for number, (key, rule) in enumerate({result_key(rule): rule for rule in criteria}.items()):
        told = judge(rule, values, fields, compare)._asdict()
        names = {answer: f"{OURS}{answer}_{number}" for answer in told}
        columns |= {names[answer]: column for answer, column in told.items() if not isinstance(column, bool)}
        results[key] = Told(*(nw.col(names[answer]) if names[answer] in columns else told[answer] for answer in told))
    if not columns:
        return table, results
    return table.with_columns(**compare.columns).with_columns(**columns), results


def result_key(rule: Criterion) -> str:
    """The same for criteria that always have the same result."""
    return repr((rule.field, rule.range, rule.when, rule.if_not, rule.amount_limits))


def value_key(rule: Criterion) -> str:
    """The same for criteria with tube limits that are answered alike."""
    return repr((rule.field, rule.amount_limits))


def judge(rule: Criterion, values: dict[str, Interval], fields: dict[str, Field], compare) -> Told:
    """What `Criterion.judge` says, for every patient."""
    applies, told = ALWAYS, Told(False, False)
    if rule.when:
        applies = admits(rule.when.range, values[rule.when.field], fields[rule.when.field], compare)
    if rule.range:
        value = values.get(value_key(rule), values[rule.field])
        told = admits(rule.range, value, fields[rule.field], compare)
    possible = True if rule.if_not == CANNOT_TELL else told.possible
    return Told(some([told.certain, no(applies.possible)]), some([possible, no(applies.certain)]))


def admits(admitted: Range, value: Interval, field: Field, compare) -> Told:
    """What `Range.admits` says, for every patient. No value is beyond the field's domain, so such a bound needs no column."""

    def above(end):
        everybody = admitted.low < field.low or (admitted.low == field.low and not admitted.low_outside)
        return everybody or compare(end, gt if admitted.low_outside else ge, admitted.low)

    def below(end):
        everybody = admitted.high > field.high or (admitted.high == field.high and not admitted.high_outside)
        return everybody or compare(end, lt if admitted.high_outside else le, admitted.high)

    return Told(every([above(value.low), below(value.high)]), every([above(value.high), below(value.low)]))
