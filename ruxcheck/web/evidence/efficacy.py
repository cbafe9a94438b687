"""The figures of the Efficacy page: responders, differences, itch, earlier treatment; each picture is built once."""

from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup

from ruxcheck.charts.forest_plot import forest_picture
from ruxcheck.charts.proportions import icons_picture, proportions_picture, values_picture, weeks_picture
from ruxcheck.charts.theme import ARM_NAMES, Picture, short_name, source_line
from ruxcheck.evidence.figures import (
    APPROVED_STRENGTH,
    COMPARATOR,
    NEWCOMBE,
    OTHER_STRENGTH,
    PUBLISHED,
    Effect,
    Evidence,
    Figure,
    difference_in_words,
    interval_in_words,
    number_needed_in_words,
    percent_in_words,
    whole_percent,
)
from ruxcheck.export.table import bold, bullets
from ruxcheck.kernel.possible_values import listed
from ruxcheck.store.evidence_files import load_displays, load_evidence, load_registry
from ruxcheck.store.reading import load_documents
from ruxcheck.web.markup import paragraphs

ARMS = tuple(ARM_NAMES)
ENDPOINTS = {
    "iga-ts": "IGA treatment success",
    "easi-75": "EASI-75",
    "itch-nrs4": "Itch NRS improved by at least 4 points",
}
SLEEP, SCORAD, LONG_TERM = "promis-8b-6", "scorad-percent-change", "iga-0-1"
# what the page can be about: responders beside vehicle, pooled too, and three that only single trials have or that have no vehicle
CHOICES = ENDPOINTS | {SLEEP: "Sleep (PROMIS 8b)", SCORAD: "SCORAD", LONG_TERM: "IGA 0 or 1 to week 52"}
PRIOR = {
    "prior-tcs": "Previously treated with TCS",
    "prior-tci": "Previously treated with TCI",
    "prior-systemic": "Previously treated systemically",
}
Shown = tuple[Picture, tuple[Figure, ...]]
WHOLE_POPULATIONS = ("efficacy", "intention-to-treat", "baseline-itch-4")


def studies() -> dict[str, str]:
    """The studies to choose from, in order, with their words."""
    return load_displays()["efficacy"].words


def pooled_study() -> str:
    """The study whose rows hold the randomised trials together."""
    return load_displays()["efficacy"].ids["pooled"]


def responders_of(study: str, endpoint: str) -> list[Effect]:
    """The week-8 proportions by arm of a study's whole population, one row an arm: as published, else of its registry record."""
    published = load_evidence().effects_of(trial=study, endpoint=endpoint, week=8)
    whole = [effect for effect in published if effect.population in WHOLE_POPULATIONS]
    found: dict[str, Effect] = {}
    for effect in whole or load_registry().effects_of(trial=study, endpoint=endpoint, week=8):
        if effect.arm in ARMS and effect.n is not None:
            found.setdefault(effect.arm, effect)
    return [found[arm] for arm in ARMS if arm in found]


@lru_cache(maxsize=1)
def words_of_both() -> Evidence:
    """The published figures with the words of the registry's beside their own, for rows from both."""
    published, registry = load_evidence(), load_registry()
    return published._replace(
        endpoints=registry.endpoints | published.endpoints, populations=registry.populations | published.populations
    )


@lru_cache(maxsize=16)
def responders(study: str, endpoint: str) -> Shown | None:
    """Who responded at week 8, by arm; None where no source read gives the figures."""
    effects = responders_of(study, endpoint)
    if not effects:
        return None
    words = ", ".join(f"{percent_in_words(effect)} of 100 on {short_name(effect.arm)}" for effect in reversed(effects))
    finding = f"{ENDPOINTS[endpoint]} at week 8: {words}"
    rows = _rows_of(effects)
    labelled = [(_arm_with_p(effect, rows), effect) for effect in effects]
    return proportions_picture(labelled, finding, _footer(rows)), rows


def _arm_with_p(effect: Effect, rows: tuple[Figure, ...]) -> str:
    """An arm's name with the P value of its comparison with vehicle, where the source prints one."""
    p_value = next((row.p_printed for row in rows if row.arm == effect.arm and row.p_printed), "")
    if not p_value:
        registry = load_registry()
        place = {"trial": effect.trial, "endpoint": effect.endpoint, "arm": effect.arm, "week": effect.week}
        ratios = registry.find(**place, statistic="odds-ratio") if effect.source in _registry_sources() else ()
        p_value = next((row.p_printed for row in ratios), "")
    return f"{ARM_NAMES[effect.arm]}, {p_in_words(p_value)}" if p_value else ARM_NAMES[effect.arm]


@lru_cache(maxsize=1)
def _registry_sources() -> frozenset[str]:
    return frozenset(row.source for row in load_registry().figures)


def p_in_words(p_value: str) -> str:
    """ "P <0.0001" or "P = 0.1685", as printed."""
    return f"P {p_value}" if p_value.startswith("<") else f"P = {p_value}"


@lru_cache(maxsize=8)
def icons(study: str, endpoint: str) -> Shown | None:
    """The same proportions as icons of 100."""
    effects = responders_of(study, endpoint)
    if not effects:
        return None
    counts = " and ".join(
        f"{whole_percent(effect)} on {short_name(effect.arm)}" for effect in effects if effect.arm != OTHER_STRENGTH
    )
    rows = _rows_of(effects)
    footer = f"{_footer(rows)} Each figure is rounded once, from its count."
    return icons_picture(effects, f"Of 100 patients, {ENDPOINTS[endpoint]} at week 8: {counts}", footer), rows


@lru_cache(maxsize=8)
def differences(endpoint: str) -> Shown:
    """The difference of 1.5% against vehicle over the trials, computed and as published, each under its own name."""
    evidence, names = load_evidence(), load_displays()["efficacy-differences"].words
    effects = [effect for study in names for effect in _compared(study, endpoint)]
    pooled = next(effect for effect in effects if effect.trial == pooled_study() and effect.rd_method == NEWCOMBE)
    needed = number_needed_in_words(pooled, evidence.endpoints[endpoint].direction)
    finding = (
        f"{ENDPOINTS[endpoint]}, 1.5% against vehicle, both trials pooled: {difference_in_words(pooled)}; {needed}"
    )
    labelled = [(f"{names[effect.trial]}, {_method(effect)}", effect) for effect in effects]
    rows = _rows_of(effects)
    return forest_picture(labelled, finding, _footer(rows), -10, 80), rows


@lru_cache(maxsize=8)
def differences_in_words(endpoint: str) -> Markup:
    """Both trials pooled, in words: the absolute figures first, then the number needed, the ratio last. As HTML."""
    evidence = load_evidence()
    direction = evidence.endpoints[endpoint].direction
    pooled = next(e for e in _compared(pooled_study(), endpoint) if e.rd_method == NEWCOMBE)
    vehicle = next(effect for effect in responders_of(pooled_study(), endpoint) if effect.arm == COMPARATOR)
    lines = [
        f"On 1.5%: {interval_in_words(pooled)}.",
        f"On vehicle: {interval_in_words(vehicle)}.",
        f"Difference: {difference_in_words(pooled)}.",
        f"{number_needed_in_words(pooled, direction)}: patients treated for 8 weeks for one more with this result.",
        f"Ratio, last because it says nothing of how many: {pooled.rr:.1f} ({pooled.rr_low:.1f} to {pooled.rr_high:.1f}).",
        f"Pooled from trials that differ: {_single(endpoint)}.",
        "Unadjusted: computed here from the counts, Newcombe's interval. As published: the label's own, adjusted. "
        "Mantel-Haenszel: both trials kept apart and weighted. Each stands under its name.",
    ]
    return paragraphs(bold("Both trials, in words"), bullets(lines))


def _single(endpoint: str) -> str:
    """The difference in each trial that was pooled: "38.7 more of 100 (29.1 to 46.7) in TRuE-AD1, ..."."""
    studies = load_evidence().studies
    singles = [(trial, _compared(trial, endpoint)[0]) for trial in single_trials(pooled_study())]
    return ", ".join(f"{difference_in_words(effect)} in {studies[trial].title}" for trial, effect in singles)


def _compared(study: str, endpoint: str) -> list[Effect]:
    place = {"trial": study, "endpoint": endpoint, "arm": APPROVED_STRENGTH, "week": 8, "comparator": COMPARATOR}
    found = [effect for effect in load_evidence().effects_of(**place) if effect.population in WHOLE_POPULATIONS]
    return found or list(load_registry().effects_of(**place))


# The registry records of single trials: over the weeks, every endpoint of one trial, and to week 52.

RANKS = ("primary", "key secondary", "")


def single_trials(study: str) -> tuple[str, ...]:
    """The trials that a study holds: itself, or those that it pools."""
    named = load_evidence().studies.get(study)
    return (named.strata if named else ()) or (study,)


def ranked_endpoints() -> str:
    """How the trials ranked their endpoints, in one sentence for every figure."""
    ranked = {rank: listed(e.label for e in load_registry().endpoints.values() if e.rank == rank) for rank in RANKS[:2]}
    return (
        f"At week 8 {ranked['primary']} was the primary endpoint; {ranked['key secondary']} were key secondary ones. "
        "Other endpoints and weeks were not ranked: a P value of theirs is adjusted for nothing."
    )


@lru_cache(maxsize=16)
def over_weeks(trial: str, endpoint: str) -> Shown | None:
    """Who responded at weeks 2, 4 and 8 of one trial, by arm; None where its registry record does not say."""
    effects = [
        effect
        for effect in load_registry().effects_of(trial=trial, endpoint=endpoint)
        if effect.week and effect.arm in ARMS
    ]
    if not effects:
        return None
    title, weeks = load_registry().studies[trial].title, sorted({effect.week for effect in effects})
    courses = (
        f"{' → '.join(percent_in_words(effect) for week in weeks for effect in effects if (effect.arm, effect.week) == (arm, week))} of 100 on {short_name(arm)}"
        for arm in (APPROVED_STRENGTH, COMPARATOR)
    )
    finding = f"{title}, {CHOICES[endpoint]}, weeks {listed(map(str, weeks))}: {', '.join(courses)}"
    rows = _registry_rows(effects)
    return weeks_picture(effects, finding, _registry_footer(rows)), rows


@lru_cache(maxsize=4)
def every_endpoint(trial: str) -> Shown:
    """The difference of 1.5% against vehicle in every responder endpoint of one trial at week 8, ranked ones first."""
    registry = load_registry()
    effects = [e for e in registry.effects_of(trial=trial, arm=APPROVED_STRENGTH, week=8) if e.rd is not None]
    effects.sort(key=lambda effect: RANKS.index(registry.endpoints[effect.endpoint].rank))
    printed = {
        row.endpoint: row.p_printed
        for row in registry.find(trial=trial, arm=APPROVED_STRENGTH, week=8, statistic="odds-ratio")
    }
    labelled = [(_ranked(effect, printed), effect) for effect in effects]
    first = effects[0]
    name = registry.endpoints[first.endpoint].label
    finding = f"{registry.studies[trial].title} at week 8, 1.5% against vehicle: {name} {difference_in_words(first)}"
    rows = _registry_rows(effects)
    note = f"Difference: {first.rd_method}. P as printed, unadjusted."
    return forest_picture(labelled, finding, f"{_registry_footer(rows)} {note}", -10, 80), rows


def _ranked(effect: Effect, printed: dict[str, str]) -> str:
    endpoint = load_registry().endpoints[effect.endpoint]
    p_value = printed.get(effect.endpoint, "")
    p_words = p_in_words(p_value) if p_value else "no P printed"
    return f"{endpoint.label}, {endpoint.rank or 'not ranked'}, {p_words}"


RANKED = {
    "primary": "The primary endpoint at week 8.",
    "key secondary": "A key secondary endpoint at week 8.",
    "": "Not ranked by the trials.",
}


def choice_in_words(endpoint: str) -> str:
    """What the chosen endpoint is and how the trials ranked it at week 8."""
    rank = load_registry().endpoints[endpoint].rank
    words = [
        words_of_both().endpoints[endpoint].definition,
        RANKED[rank],
    ]
    return " ".join(words)


@lru_cache(maxsize=4)
def to_week_52(trial: str) -> Shown | None:
    """IGA 0 or 1 on 1.5% as needed to week 52, with the patients seen at each visit; None where the record does not say."""
    registry = load_registry()
    (arm, *_) = (arm for arm in registry.arms.values() if arm.drawn_as == APPROVED_STRENGTH)
    effects = registry.effects_of(trial=trial, endpoint="iga-0-1", arm=arm.id)
    if not effects:
        return None
    labelled = [(f"Week {effect.week}, N {effect.N}", effect._replace(arm=arm.drawn_as)) for effect in effects]
    first, last = effects[0], effects[-1]
    finding = (
        f"{registry.studies[trial].title}, {registry.endpoints['iga-0-1'].label} on 1.5% throughout: {percent_in_words(first)} of "
        f"100 of the {first.N} seen at week {first.week}, {percent_in_words(last)} of 100 of the {last.N} seen at week {last.week}"
    )
    rows = _registry_rows(effects)
    footer = f"{_registry_footer(rows)} Only patients seen at the visit are counted; no vehicle group after week 8."
    return proportions_picture(labelled, finding, footer), rows


def _registry_rows(effects: Iterable[Effect]) -> tuple[Figure, ...]:
    wanted = {
        (e.trial, e.population, e.endpoint, e.time, arm) for e in effects for arm in {e.arm, e.comparator or e.arm}
    }
    figures = load_registry().figures
    return tuple(
        row
        for row in figures
        if (row.trial, row.population, row.endpoint, row.time, row.arm) in wanted and row.n is not None
    )


def _registry_footer(rows: tuple[Figure, ...]) -> str:
    """Where the figures come from and in whom; so many counts stand in the table."""
    registry = load_registry()
    names = dict.fromkeys(registry.populations[row.population] for row in rows)
    populations = ", ".join(name[0].lower() + name[1:] if name[1].islower() else name for name in names)
    source = load_documents().sources[rows[0].source].title
    return f"Source: {source}; {populations}; counts in the table, derived from printed percentages."


@lru_cache(maxsize=1)
def prior_therapy() -> Shown:
    """IGA treatment success by what was used before: subgroups, not tests of difference between them."""
    evidence = load_evidence()
    labelled = [
        (f"{words}, {short_name(effect.arm)}", effect)
        for population, words in PRIOR.items()
        for arm in ARMS
        for effect in evidence.effects_of(trial=pooled_study(), population=population, endpoint="iga-ts", arm=arm)
    ]
    sentence = ", ".join(
        f"{label.split(',')[0].replace('Previously', 'previously')} {percent_in_words(effect)}"
        for label, effect in labelled
        if effect.arm == APPROVED_STRENGTH
    )
    rows = _rows_of([effect for _, effect in labelled])
    return proportions_picture(labelled, f"Treatment success of 100 on 1.5%: {sentence}", _footer(rows)), rows


@lru_cache(maxsize=2)
def early_itch(weeks: tuple[int, ...] = (2, 8)) -> Shown:
    """Patients whose itch fell by 4 points or more, at week 2 and, unless left out, week 8, by trial."""
    evidence, names = load_evidence(), load_displays()["efficacy-early-itch"].words
    labelled = [
        (f"{names[study]}, week {week}, {short_name(arm)}", effect)
        for study in names
        for week in weeks
        for arm in ARMS
        for effect in evidence.effects_of(trial=study, endpoint="itch-nrs4", arm=arm, week=week)
        if effect.rd_method != PUBLISHED
    ]
    first = [
        f"{percent_in_words(effect)}" for _, effect in labelled if effect.arm == APPROVED_STRENGTH and effect.week == 2
    ]
    finding = (
        f"Itch NRS improved by at least 4 points at week 2 on 1.5%: {' and '.join(first)} of 100 in the two trials"
    )
    rows = _rows_of([effect for _, effect in labelled])
    return proportions_picture(labelled, finding, _footer(rows)), rows


@lru_cache(maxsize=1)
def itch_at_12_hours() -> Shown:
    """Mean change of the daily itch score 12 hours after the first application."""
    return _values(
        "itch-nrs-change",
        "12 h",
        "Itch score 12 hours after the first use",
        "Mean change of itch NRS, points",
        -1,
        0.25,
    )


@lru_cache(maxsize=1)
def scorad() -> Shown:
    """Mean percentage improvement of SCORAD at week 8."""
    return _values("scorad-change", "week 8", "SCORAD improvement at week 8", "Mean improvement of SCORAD, %", 0, 100)


@lru_cache(maxsize=4)
def scorad_over_weeks(trial: str) -> Shown | None:
    """Mean percent change of SCORAD at weeks 2, 4 and 8 of one trial, by arm; None where its registry record has none."""
    registry = load_registry()
    found = registry.find(trial=trial, endpoint=SCORAD)
    means = tuple(row for row in found if row.statistic == "mean" and row.arm in ARMS)
    if not means:
        return None
    labelled = [(f"Week {row.week}, {short_name(row.arm)}", row) for row in means]
    last = max(row.week or 0 for row in means)
    at_end = {row.arm: row for row in means if row.week == last}
    words = ", ".join(f"{at_end[arm].value}% on {short_name(arm)}" for arm in (APPROVED_STRENGTH, COMPARATOR))
    (printed,) = (row for row in found if row.statistic == "difference" and row.arm == APPROVED_STRENGTH)
    difference = (
        f"Difference of 1.5% against vehicle at week {printed.week}, least squares mean as printed: {printed.value}% "
        f"(95% CI {printed.low} to {printed.high}; {p_in_words(printed.p_printed)})."
    )
    source, population = load_documents().sources[means[0].source].title, registry.populations[means[0].population]
    finding = f"{registry.studies[trial].title}, SCORAD, mean change to week {last}: {words}"
    footer = f"Source: {source}; {population}. {difference}"
    return values_picture(labelled, "Mean change of SCORAD, %", -100, 0, finding, footer), (*means, printed)


def _values(endpoint: str, time: str, what: str, axis: str, low: float, high: float) -> Shown:
    found = load_evidence().find(trial=pooled_study(), endpoint=endpoint, time=time)
    rows = tuple(row for arm in ARMS for row in found if row.arm == arm)
    unit = " points" if rows[0].unit == "points" else rows[0].unit
    words = ", ".join(f"{row.value}{unit} on {short_name(row.arm)}" for row in reversed(rows))
    labelled = [(ARM_NAMES[row.arm], row) for row in rows]
    return values_picture(labelled, axis, low, high, f"{what}: {words}", _footer(rows)), rows


def _method(effect: Effect) -> str:
    return {NEWCOMBE: "unadjusted", PUBLISHED: "as published (adjusted)"}.get(effect.rd_method, "Mantel-Haenszel")


def _rows_of(effects: list[Effect]) -> tuple[Figure, ...]:
    """The figures behind effects, the compared vehicle's too, in file order; the registry's after the published ones."""
    of_registry = [effect for effect in effects if effect.source in _registry_sources()]
    wanted = {
        (e.trial, e.population, e.endpoint, e.time, arm)
        for e in effects
        if e not in of_registry
        for arm in {e.arm, e.comparator or e.arm}
    }
    published = (
        row for row in load_evidence().figures if (row.trial, row.population, row.endpoint, row.time, row.arm) in wanted
    )
    return *published, *_registry_rows(of_registry)


def _footer(rows: tuple[Figure, ...]) -> str:
    return source_line(rows, words_of_both(), load_documents())


def prepare() -> None:
    """Build every picture of the page once."""
    for study in studies():
        for endpoint in ENDPOINTS:
            responders(study, endpoint)
            icons(study, endpoint)
    for endpoint in ENDPOINTS:
        differences(endpoint)
    for build in (prior_therapy, early_itch, itch_at_12_hours, scorad):
        build()
    for trial in dict.fromkeys(trial for study in studies() for trial in single_trials(study)):
        for endpoint in (*ENDPOINTS, SLEEP):
            over_weeks(trial, endpoint)
        scorad_over_weeks(trial)
        every_endpoint(trial)
        to_week_52(trial)
