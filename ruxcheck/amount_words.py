"""Amounts of cream in words."""

from ruxcheck.amount import Amount, TubeLimit, tube_limits
from ruxcheck.criteria import CANNOT_TELL, MET, NOT_MET, Criterion
from ruxcheck.values import Interval, plain

PERIODS = {1: "a day", 7: "1 week", 14: "2 weeks"}
AGAINST = {MET: "within", NOT_MET: "over", CANNOT_TELL: "on both sides of"}


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


def limits_in_words(amount: Amount, rule: Criterion) -> str:
    """Every tube limit of a criterion against the estimate: "estimated 110 to 113 g, over one 100 g tube in 2 weeks"."""
    said = "; ".join(
        f"estimated {grams_in_words(limit.grams, limit.limit_g)}, {AGAINST[limit.result]} {tube_in_words(limit)}"
        for limit in tube_limits(amount, rule)
    )
    return f"{said}. Depends on the tube" if _disagree(amount, rule) else said


def _disagree(amount: Amount, rule: Criterion) -> bool:
    return {MET, NOT_MET} <= {limit.result for limit in tube_limits(amount, rule)}


def surface_in_words(amount: Amount) -> str:
    """The body surface and where it comes from: "0.95 m2 by Mosteller's formula from weight and height"."""
    if amount.surface_m2 is None:
        return "not known; the table of fingertip units by age stands in for it"
    ends = " to ".join(dict.fromkeys(f"{plain(round(end, 2)):g}" for end in amount.surface_m2))
    return f"{ends} m2, " + ("as given" if amount.basis == "given" else "by Mosteller's formula from weight and height")
