"""The pictures of the labs: frames of one result, made-up sizes, choices between sources, no event."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from ruxcheck.charts.forest_plot import (
    arms_picture,
    bounds_picture,
    chances_picture,
    differences_picture,
    needed_picture,
    ratio_picture,
)
from ruxcheck.charts.proportions import icons_picture, proportions_picture
from ruxcheck.charts.results import interpretations_picture
from ruxcheck.charts.theme import Picture, source_line
from ruxcheck.evidence.displays import Result
from ruxcheck.evidence.figures import (
    COMPARATOR,
    Effect,
    Figure,
    difference_in_words,
    number_needed_in_words,
    percent_in_words,
    whole_percent,
)
from ruxcheck.kernel.possible_values import value_in_words
from ruxcheck.store.evidence_files import evidence_label, load_displays, load_evidence, load_hypothetical, load_results
from ruxcheck.store.reading import load, load_documents
from ruxcheck.teaching.labs import (
    TEACHING,
    Bound,
    Chance,
    Interpretation,
    Pair,
    age_interpretations,
    area_interpretations,
    chance_of_none,
    judged_differently,
    older_label,
    pair_of,
    ratio_in_words,
    relative_change_in_words,
    resized_pairs,
    upper_bound,
)
from ruxcheck.web.evidence.maximum_use import criterion_on
from ruxcheck.web.evidence.safety import figures_of, population_line, two_counts

Shown = tuple[Picture, tuple[Interpretation, ...]]


@lru_cache(maxsize=3)
def areas(on: date) -> Shown:
    """At least 35% or over 35%: patients around the limit under each reading."""
    trial = load_displays()["labs-area"].ids["record"]
    record = load().trial(trial)
    rows, rule = area_interpretations(load(), trial, on), criterion_on(record, "bsa_percent")
    source = load_documents().sources[rule.source].title
    words = f"{rows[0].reading}, or {rows[-1].reading}: {_differ(rows)}"
    footer = f"Rule: {source}, {rule.locator}. Result of {record.title} by age, IGA and %BSA; {_others('bsa_percent')}."
    return interpretations_picture(rows, words, footer), rows


@lru_cache(maxsize=3)
def ages(today: date) -> Shown:
    """The label with its older age limit and today's: two children under each."""
    newest = evidence_label()
    rows, older = age_interpretations(load(), newest.jurisdiction, today), older_label(load(), newest.jurisdiction)
    limits = ", then ".join(criterion_on(record, "age_years").limit for record in (older, newest))
    footer = (
        f"Labels: {older.title}, {older.version}, last seen as current on {older.checked_on}; {newest.version}, in force from "
        f"{newest.in_force_from}. Result by age, IGA and %BSA; {_others('age_years')}."
    )
    return interpretations_picture(rows, f"Age limit {limits}: {_differ(rows)}", footer), rows


def _differ(rows: tuple[Interpretation, ...]) -> str:
    """ "only 35% is judged differently, met or not met"."""
    names = judged_differently(rows)
    results = " or ".join(dict.fromkeys(row.result for row in rows if row.patient in names))
    return (
        f"only {' and '.join(names)} is judged differently, {results}" if names else "no patient is judged differently"
    )


def _others(varied: str) -> str:
    """The figures that are the same for every patient of a picture."""
    fields = load().fields
    texts = [f"{fields[name].label} {value_in_words(fields[name], value)}" for name, value in TEACHING.items()]
    return "teaching patients with " + ", ".join(text for name, text in zip(TEACHING, texts) if name != varied)


# The pictures of the framing lab, each built once: one result in four frames, and in trials of made-up sizes.

Framed = tuple[Picture, tuple[Figure, ...]]
Resized = tuple[Picture, tuple[Effect, ...]]


@lru_cache(maxsize=1)
def results() -> dict[str, Result]:
    """The results to choose from by id, in order."""
    return {result.id: result for result in load_results()}


@lru_cache(maxsize=16)
def counted(name: str) -> Pair:
    """Both arms of a result, as counted."""
    return pair_of(results()[name], load_evidence())


def rows_of(name: str) -> tuple[Figure, ...]:
    """The figures behind a result, both arms."""
    return figures_of([counted(name).treated], COMPARATOR)


def needed(name: str) -> str:
    """The number needed in words; empty where the interval of the difference holds zero."""
    treated = counted(name).treated
    return number_needed_in_words(treated, load_evidence().endpoints[treated.endpoint].direction)


@lru_cache(maxsize=16)
def absolute(name: str) -> Framed:
    """Patients of 100 in both arms, and their difference."""
    treated, vehicle = counted(name)
    finding = (
        f"Absolute. {results()[name].named}: {percent_in_words(treated)} of 100 on 1.5%, {percent_in_words(vehicle)} on "
        f"vehicle; {difference_in_words(treated)}"
    )
    labelled = [("Vehicle", vehicle), ("1.5%", treated)]
    return proportions_picture(labelled, finding, f"{_footer(name)} Difference: {treated.rd_method}."), rows_of(name)


@lru_cache(maxsize=16)
def icons(name: str) -> Framed:
    """The same as icons of 100."""
    treated, vehicle = counted(name)
    finding = (
        f"Icons. {results()[name].named}, of 100 patients: {whole_percent(treated)} on 1.5%, "
        f"{whole_percent(vehicle)} on vehicle"
    )
    footer = f"{_footer(name)} Rounded to whole patients; {difference_in_words(treated)}."
    return icons_picture([vehicle, treated], finding, footer), rows_of(name)


@lru_cache(maxsize=16)
def number(name: str) -> Framed | None:
    """The number needed with its interval; None where there is none."""
    words = needed(name)
    if not words:
        return None
    finding = f"Number needed. {results()[name].named}: {words}"
    return needed_picture(counted(name).treated, words, finding, f"{_footer(name)} From the difference."), rows_of(name)


@lru_cache(maxsize=16)
def relative(name: str) -> Framed | None:
    """The ratio with its interval, and the change in percent; None where an arm has no event."""
    treated = counted(name).treated
    if treated.rr is None:
        return None
    words, change = ratio_in_words(treated), relative_change_in_words(treated)
    finding = f"Relative. {results()[name].named}: {words}, which is {change}"
    footer = f"{_footer(name)} Ratio: log interval, unadjusted."
    return ratio_picture(treated, words, finding, footer), rows_of(name)


def resized(name: str) -> tuple[Pair, ...]:
    """The same proportions in trials of made-up sizes, smallest first."""
    return resized_pairs(results()[name], load_hypothetical())


@lru_cache(maxsize=16)
def sizes_arms(name: str) -> Resized:
    """Both arms, as counted and in trials of made-up sizes."""
    smallest, largest = resized(name)[0].treated, resized(name)[-1].treated
    finding = (
        f"HYPOTHETICAL sizes, same proportions. {results()[name].named} on 1.5%: from {_span(smallest)} of 100 with "
        f"{smallest.N} patients in the arm, {_span(largest)} with {largest.N:,}"
    )
    return arms_picture(_pairs(name), finding, _sizes_footer(name)), _effects(name)


def _span(effect: Effect) -> str:
    return f"{effect.ci_low:.1f} to {effect.ci_high:.1f}"


@lru_cache(maxsize=16)
def sizes_differences(name: str) -> Resized:
    """The difference, as counted and in trials of made-up sizes."""
    smallest, largest = resized(name)[0], resized(name)[-1]
    finding = (
        f"HYPOTHETICAL sizes, same proportions. {results()[name].named}, with {smallest.in_all} patients: "
        f"{difference_in_words(smallest.treated)}; with {largest.in_all:,}: {difference_in_words(largest.treated)}"
    )
    return differences_picture(_pairs(name), finding, _sizes_footer(name)), _effects(name)


def _pairs(name: str) -> list[Pair]:
    return [counted(name), *resized(name)]


def _effects(name: str) -> tuple[Effect, ...]:
    return tuple(effect for pair in _pairs(name) for effect in pair)


def _footer(name: str) -> str:
    return source_line(rows_of(name), load_evidence(), load_documents())


def _sizes_footer(name: str) -> str:
    pair = counted(name)
    return (
        f"{_footer(name)} Triangles and dashed lines are HYPOTHETICAL: nobody studied these patients. Half of them in each "
        f"arm (as counted {pair.treated.N} and {pair.vehicle.N}), counts rounded to whole patients. Same methods for all rows."
    )


# The pictures of the lab on zero events: the chance of seeing none, and what none leaves open.

RATES, SIZES = (1, 2, 5, 10, 20), (10, 100, 300, 1000)


def none_seen() -> Effect:
    """Events of special interest in the paediatric maximum-use trial, with the exact interval of none."""
    return load_evidence().effect(trial=load_displays()["safety-special-interest"].ids["trial"], endpoint="aesi")


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


FRAMES: dict[str, Callable[[str], tuple | None]] = {
    "absolute": absolute,
    "icons": icons,
    "number": number,
    "relative": relative,
}

# Every picture of the labs as (Picture, rows), for the page and for slides.


def every_picture(result: str, on: date) -> dict[str, Picture]:
    """The pictures of the three labs by name: one result in each frame it can be given in, the choices, zero events."""
    framed = FRAMES | {"sizes-arms": sizes_arms, "sizes-differences": sizes_differences}
    shown: dict[str, tuple | None] = {f"framing-{name}": build(result) for name, build in framed.items()}
    shown |= {"disagreement-counts": two_counts(), "disagreement-area": areas(on), "disagreement-age": ages(on)}
    shown |= {"zero-chances": chances(), "zero-bounds": bounds()}
    return {name: found[0] for name, found in shown.items() if found}


def prepare() -> None:
    """Build every picture of the labs once."""
    for name in results():
        every_picture(name, date.today())
