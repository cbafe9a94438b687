"""The pictures of the lab on zero events: the chance of seeing none, and what none leaves open."""

from functools import lru_cache

from ruxcheck.charts.frame import Picture
from ruxcheck.charts.no_events import bounds_picture, chances_picture
from ruxcheck.evidence import Effect, Figure
from ruxcheck.evidence_files import load_evidence
from ruxcheck.ui.safety_figures import figures_of, population_line
from ruxcheck.zero_events import Bound, Chance, chance_of_none, upper_bound

RATES, SIZES = (1, 2, 5, 10, 20), (10, 100, 300, 1000)


def none_seen() -> Effect:
    """Events of special interest in the paediatric maximum-use trial, with the exact interval of none."""
    return load_evidence().effect(trial="must-paediatric", endpoint="aesi")


def figure() -> Figure:
    """The same as its source says it."""
    (row,) = figures_of([none_seen()])
    return row


def chances_for(patients: int) -> tuple[Chance, ...]:
    """The chance of seeing none among so many patients, at round rates and at the upper end of the counted interval."""
    return tuple(chance_of_none(rate, patients) for rate in sorted((*RATES, none_seen().ci_high)))


@lru_cache(maxsize=1)
def chances() -> tuple[Picture, tuple[Chance, ...]]:
    """How often a trial of this size sees no event, by the true rate."""
    effect = none_seen()
    rows = chances_for(effect.N)
    five, at_bound = (next(row for row in rows if row.rate == rate) for rate in (5, effect.ci_high))
    finding = (
        f"Were the true rate {five.rate} of 100, {five.of_100:.1f} of 100 trials with {effect.N} children would still see "
        f"no event; at {effect.ci_high:.1f} of 100, {at_bound.of_100:.1f} would"
    )
    footer = (
        f"Arithmetic, no data: (1 - rate) to the power of {effect.N}. The true rate is not known. {effect.ci_high:.1f} of 100 "
        f"is the upper end of the exact 95% interval of {effect.n} of {effect.N}. {population_line((figure(),))}"
    )
    return chances_picture(rows, finding, footer), rows


@lru_cache(maxsize=1)
def bounds() -> tuple[Picture, tuple[Bound, ...]]:
    """The upper bound after no event for the counted group and for made-up ones."""
    effect = none_seen()
    made_up = [Bound(size, upper_bound(size), False) for size in SIZES]
    rows = tuple(sorted([*made_up, Bound(effect.N, effect.ci_high, True)]))
    finding = (
        f"No event in {effect.N} leaves up to {effect.ci_high:.1f} of 100 open; HYPOTHETICAL: no event in {SIZES[-1]:,} would "
        f"leave up to {rows[-1].high:.2f}"
    )
    footer = (
        "Exact 95% interval (Clopper-Pearson) of no event, two-sided. Triangles and dashed lines are HYPOTHETICAL: nobody "
        f"counted these patients. {population_line((figure(),))} Single arm, no comparison."
    )
    return bounds_picture(rows, finding, footer), rows


def prepare() -> None:
    """Build both pictures once."""
    chances()
    bounds()
