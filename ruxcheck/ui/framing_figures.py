"""The pictures of the framing lab, each built once: one result in four frames, and in trials of made-up sizes."""

from functools import lru_cache

from ruxcheck.charts.frame import Picture
from ruxcheck.charts.framing import needed_picture, ratio_picture
from ruxcheck.charts.hypothetical import arms_picture, differences_picture
from ruxcheck.charts.icons import icons_picture
from ruxcheck.charts.proportions import proportions_picture
from ruxcheck.charts.source_line import source_line
from ruxcheck.effect_words import difference_in_words, number_needed_in_words, percent_in_words, percent_of
from ruxcheck.evidence import Effect, Figure
from ruxcheck.evidence_files import load_evidence, load_hypothetical
from ruxcheck.framing import RESULTS, Pair, pair_of, ratio_in_words, relative_change_in_words, resized_pairs
from ruxcheck.records import load_documents
from ruxcheck.ui.safety_figures import figures_of

Shown = tuple[Picture, tuple[Figure, ...]]
Resized = tuple[Picture, tuple[Effect, ...]]
BY_ID = {result.id: result for result in RESULTS}


@lru_cache(maxsize=len(RESULTS))
def counted(name: str) -> Pair:
    """Both arms of a result, as counted."""
    return pair_of(BY_ID[name], load_evidence())


def rows_of(name: str) -> tuple[Figure, ...]:
    """The figures behind a result, both arms."""
    return figures_of([counted(name).treated], "vehicle")


def needed(name: str) -> str:
    """The number needed in words; empty where the interval of the difference holds zero."""
    treated = counted(name).treated
    return number_needed_in_words(treated, load_evidence().endpoints[treated.endpoint].direction)


@lru_cache(maxsize=len(RESULTS))
def absolute(name: str) -> Shown:
    """Patients of 100 in both arms, and their difference."""
    treated, vehicle = counted(name)
    finding = (
        f"Absolute. {BY_ID[name].named}: {percent_in_words(treated)} of 100 on 1.5%, {percent_in_words(vehicle)} on "
        f"vehicle; {difference_in_words(treated)}"
    )
    labelled = [("Vehicle", vehicle), ("1.5%", treated)]
    return proportions_picture(labelled, finding, f"{_footer(name)} Difference: {treated.rd_method}."), rows_of(name)


@lru_cache(maxsize=len(RESULTS))
def icons(name: str) -> Shown:
    """The same as icons of 100."""
    treated, vehicle = counted(name)
    finding = (
        f"Icons. {BY_ID[name].named}, of 100 patients: {round(percent_of(treated))} on 1.5%, "
        f"{round(percent_of(vehicle))} on vehicle"
    )
    footer = f"{_footer(name)} Rounded to whole patients; {difference_in_words(treated)}."
    return icons_picture([vehicle, treated], finding, footer), rows_of(name)


@lru_cache(maxsize=len(RESULTS))
def number(name: str) -> Shown | None:
    """The number needed with its interval; None where there is none."""
    words = needed(name)
    if not words:
        return None
    finding = f"Number needed. {BY_ID[name].named}: {words}"
    return needed_picture(counted(name).treated, words, finding, f"{_footer(name)} From the difference."), rows_of(name)


@lru_cache(maxsize=len(RESULTS))
def relative(name: str) -> Shown | None:
    """The ratio with its interval, and the change in percent; None where an arm has no event."""
    treated = counted(name).treated
    if treated.rr is None:
        return None
    words, change = ratio_in_words(treated), relative_change_in_words(treated)
    finding = f"Relative. {BY_ID[name].named}: {words}, which is {change}"
    footer = f"{_footer(name)} Ratio: log interval, unadjusted."
    return ratio_picture(treated, words, finding, footer), rows_of(name)


def resized(name: str) -> tuple[Pair, ...]:
    """The same proportions in trials of made-up sizes, smallest first."""
    return resized_pairs(BY_ID[name], load_hypothetical())


@lru_cache(maxsize=len(RESULTS))
def sizes_arms(name: str) -> Resized:
    """Both arms, as counted and in trials of made-up sizes."""
    smallest, largest = resized(name)[0].treated, resized(name)[-1].treated
    finding = (
        f"HYPOTHETICAL sizes, same proportions. {BY_ID[name].named} on 1.5%: from {_span(smallest)} of 100 with "
        f"{smallest.N} patients in the arm, {_span(largest)} with {largest.N:,}"
    )
    return arms_picture(_pairs(name), finding, _sizes_footer(name)), _effects(name)


def _span(effect: Effect) -> str:
    return f"{effect.ci_low:.1f} to {effect.ci_high:.1f}"


@lru_cache(maxsize=len(RESULTS))
def sizes_differences(name: str) -> Resized:
    """The difference, as counted and in trials of made-up sizes."""
    smallest, largest = resized(name)[0], resized(name)[-1]
    finding = (
        f"HYPOTHETICAL sizes, same proportions. {BY_ID[name].named}, with {smallest.in_all} patients: "
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


def prepare() -> None:
    """Build every picture once."""
    for result in RESULTS:
        for build in (absolute, icons, number, relative, sizes_arms, sizes_differences):
            build(result.id)
