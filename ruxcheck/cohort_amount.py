"""The estimated amount of cream against tube limits, for every patient of a table, from the same facts as for one."""

from math import inf, nextafter
from operator import eq

import narwhals as nw

from ruxcheck.amount import MOSTELLER_DIVISOR, rounded
from ruxcheck.amount_facts import Usage
from ruxcheck.cohort_criteria import admits, value_key
from ruxcheck.cohort_told import Told, every, no, some
from ruxcheck.cohort_values import OURS, TINY, answered
from ruxcheck.criteria import Criterion
from ruxcheck.model import Rules
from ruxcheck.values import Interval

SIZES = ("weight_kg", "height_cm", "body_surface_m2")
INPUTS = ("age_years", "bsa_percent", *SIZES)


def with_answers(table, criteria: list[Criterion], values: dict[str, Interval], rules: Rules) -> tuple[object, dict]:
    """The table with an answer to each tube limit of these criteria, and the answers as possible values by `value_key`.

    What was answered stands; where nobody answered and the amount can be estimated, the estimate answers. Where the
    table has no body size or no %BSA, no answer is added.
    """
    limited = {value_key(rule): rule for rule in criteria if rule.amount_limits}
    known = _known(values, rules)
    if not limited or known is False:
        return table, {}
    table = table.with_columns(**_surface(values, rules))
    table = table.with_columns(**_grams(values, rules))
    answers, columns = {}, {}
    for number, (key, rule) in enumerate(limited.items()):
        low, high = (f"{OURS}answer_{number}_{side}" for side in Interval._fields)
        columns[low], columns[high] = _answer(rule, values, known, rules)
        answers[key] = Interval(low, high)
    return table.with_columns(**columns), answers


def _known(values: dict[str, Interval], rules: Rules):
    """Whether the amount can be estimated from a body size: not from the table by age, which settles no limit."""
    weight, height, given = (answered(values[name], rules.fields[name]) for name in SIZES)
    return every([some([given, every([weight, height])]), answered(values["bsa_percent"], rules.fields["bsa_percent"])])


def _surface(values: dict[str, Interval], rules: Rules) -> dict[str, nw.Expr]:
    """Both ends of the body surface in m2: as given, else by Mosteller's formula; without meaning where neither is known."""
    is_given = answered(values["body_surface_m2"], rules.fields["body_surface_m2"])
    columns = {}
    for side in Interval._fields:
        kg, cm, given = (_column(getattr(values[name], side)) for name in SIZES)
        columns[f"{OURS}surface_{side}"] = _where(is_given, given, _divided(kg * cm, MOSTELLER_DIVISOR).sqrt())
    return columns


def _column(end: str | float) -> nw.Expr:
    return nw.col(end) if isinstance(end, str) else nw.lit(float(end))


def _grams(values: dict[str, Interval], rules: Rules) -> dict[str, nw.Expr]:
    """Both ends of the grams that one application takes, from the lowest to the highest estimate that fits the age."""
    facts, age = rules.amount_facts, rules.fields["age_years"]
    fitting = [(admits(usage.ages, values["age_years"], age, _compared).possible, usage) for usage in facts.observed]
    columns = {}
    for side, extreme in zip(Interval._fields, (nw.min_horizontal, nw.max_horizontal)):
        surface = nw.col(f"{OURS}surface_{side}")
        assumed = _rate(facts.assumed, surface)
        rates = [_where(fits, _rate(usage, surface), assumed) for fits, usage in fitting]
        columns[f"{OURS}grams_{side}"] = extreme(assumed, *rates) * nw.col(getattr(values["bsa_percent"], side))
    return columns


def _compared(end: str | float, sign, bound: float):
    return sign(nw.col(end) if isinstance(end, str) else end, bound)


def _rate(usage: Usage, surface: nw.Expr) -> nw.Expr:
    """What `Usage.grams_per_percent` says, for every patient."""
    if usage.g_per_percent is not None:
        return nw.lit(float(usage.g_per_percent))
    return _divided(usage.mg_per_cm2 * surface * 100, 1000)


def _divided(figure: nw.Expr, by: float) -> nw.Expr:
    # polars divides by a plain number by multiplying with its reciprocal, and the last digit differs; by a column it divides
    return figure / (figure * 0 + by)


def _where(condition, one: nw.Expr, other: nw.Expr) -> nw.Expr:
    """One expression where the condition holds, elsewhere the other; the condition may be the same for all."""
    if isinstance(condition, bool):
        return one if condition else other
    return nw.when(condition).then(one).otherwise(other)


def _answer(rule: Criterion, values: dict[str, Interval], known, rules: Rules) -> tuple[nw.Expr, nw.Expr]:
    """Both ends of the answer: 1 for surely within the limit, 0 for surely over it, else 0 and 1."""
    given = values[rule.field]
    open_ = no(answered(given, rules.fields[rule.field]))
    against = [_against(limit, rules.amount_facts.applications_per_day) for limit in rule.amount_limits]
    within = every([open_, known, *(told.certain for told in against)])
    over = every([open_, known, *(no(told.possible) for told in against)])
    surely_within = some([_compared(given.low, eq, 1), within])
    surely_over = some([_compared(given.high, eq, 0), over])
    one, zero = nw.lit(1, TINY), nw.lit(0, TINY)
    return nw.when(surely_within).then(one).otherwise(zero), nw.when(surely_over).then(zero).otherwise(one)


def _against(limit: dict, per_day: int) -> Told:
    """One tube limit against the estimate."""
    most = _last_within(limit["tube_g"] * limit["tubes"])
    low, high = (nw.col(f"{OURS}grams_{side}") * (per_day * limit["days"]) for side in Interval._fields)
    return Told(high <= most, low <= most)


def _last_within(grams: float) -> float:
    """The largest figure that, rounded as every amount is, does not exceed the limit.

    Engines round halves differently; comparing with this figure is the same as rounding first, and exact.
    """
    last = grams + 0.0000005
    while rounded(last) > grams:
        last = nextafter(last, 0)
    while rounded(nextafter(last, inf)) <= grams:
        last = nextafter(last, inf)
    return last
