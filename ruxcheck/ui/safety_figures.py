"""The pictures of the safety page, each built once from the figures."""

from functools import lru_cache

from ruxcheck.charts.differences import forest_picture
from ruxcheck.charts.events import events_picture
from ruxcheck.charts.frame import ARM_NAMES, Picture, short_name
from ruxcheck.charts.proportions import proportions_picture
from ruxcheck.effect_words import difference_in_words, number_needed_in_words, percent_in_words
from ruxcheck.evidence import Effect, Figure
from ruxcheck.evidence_files import load_evidence
from ruxcheck.records import load_documents
from ruxcheck.ui import exposure_figures

Shown = tuple[Picture, tuple[Figure, ...]]
POSTER, LABEL, OLD_LABEL = "poster-true-ad", "us-pi-v14", "us-pi-2024"
WHOLE = {
    "teae": "Any adverse event",
    "teae-related": "Treatment-related event",
    "teae-serious": "Serious event",
    "teae-discontinued": "Stopped because of an event",
}
TOLD = ("teae", "teae-discontinued")
SITE = {
    "application-site-burning": "Burning at the site, treatment-related",
    "application-site-pruritus": "Itch at the site, treatment-related",
}
SHORT = WHOLE | {"application-site-burning": "Burning at the site", "application-site-pruritus": "Itch at the site"}
CONFLICTS = ("teae-131-or-132", "teae-27-percent-rounding", "vehicle-burning-10-or-11", "discontinued-3-or-4")
LATER_CONFLICTS = ("urti-52-weeks", "true-ad3-52-weeks-denominator", "true-ad3-131-or-130")
LONG = ("adverse-event", "upper-respiratory-tract-infection", "nasopharyngitis", "application-site-reaction")
ALONE = ("must-paediatric", "must-adult", "phase1-paediatric")
BESIDE_VEHICLE = {"rux-1.5": "1.5% cream", "vehicle": "Vehicle"}
LONG_TERM = {
    "rux-1.5-throughout": "1.5% throughout",
    "vehicle-to-rux-1.5": "Vehicle, then 1.5%",
    "rux-0.75-throughout": "0.75% throughout, not an approved strength",
    "vehicle-to-rux-0.75": "Vehicle, then 0.75%, not an approved strength",
}
END = 40  # of 100 patients: no interval of these events reaches further
PAIRS = {POSTER: "Poster", OLD_LABEL: "Label of 2021-2024"}


def event(endpoint: str, arm: str, source: str = POSTER) -> Effect:
    """The proportion of one arm of TRuE-AD1/2 with an event in the first 8 weeks, as one source counts it."""
    return load_evidence().effect(trial="true-ad", population="safety", endpoint=endpoint, arm=arm, source=source)


@lru_cache(maxsize=2)
def events(names: tuple[str, ...] = tuple(WHOLE)) -> Shown:
    """Any, treatment-related and serious events and stopping, by arm; or those of them that are named."""
    told = "; ".join(
        f"{WHOLE[name].lower()} {_on(name, 'rux-1.5')}, {_on(name, 'vehicle')}" for name in names if name in TOLD
    )
    return _by_arm({name: WHOLE[name] for name in names}, f"In 8 weeks, of 100 patients: {told}")


@lru_cache(maxsize=1)
def site_events() -> Shown:
    """Burning and itch at the application site, by arm."""
    told = "; ".join(f"{SHORT[name].lower()} {_on(name, 'rux-1.5')}, {_on(name, 'vehicle')}" for name in SITE)
    return _by_arm(SITE, f"In 8 weeks, of 100 patients: {told}")


def _on(endpoint: str, arm: str) -> str:
    return f"{percent_in_words(event(endpoint, arm))} on {short_name(arm)}"


def _by_arm(endpoints: dict[str, str], finding: str) -> Shown:
    effects = [(words, event(endpoint, arm)) for endpoint, words in endpoints.items() for arm in ARM_NAMES]
    rows = figures_of([effect for _, effect in effects])
    return events_picture(effects, finding, population_line(rows), END), rows


def compared() -> list[tuple[str, Effect]]:
    """Every event of the poster on 1.5% against vehicle."""
    return [(words, event(endpoint, "rux-1.5")) for endpoint, words in SHORT.items()]


@lru_cache(maxsize=1)
def differences() -> Shown:
    """The difference of 1.5% against vehicle for each event."""
    effects = compared()
    first = dict(effects)[SHORT["teae"]]
    rows = figures_of([effect for _, effect in effects], "vehicle")
    finding = f"{SHORT['teae']}, 1.5% against vehicle: {difference_in_words(first)}"
    footer = f"{population_line(rows)} Difference: {first.rd_method}."
    return forest_picture(effects, finding, footer, -20, 20), rows


@lru_cache(maxsize=1)
def numbers_needed() -> tuple[str, ...]:
    """For each event, for how many patients treated there is one fewer; where the interval holds zero, that there is no such number."""
    endpoints = load_evidence().endpoints
    return tuple(
        f"{words}: {number_needed_in_words(effect, endpoints[effect.endpoint].direction) or no_number(effect)}"
        for words, effect in compared()
    )


def no_number(effect: Effect) -> str:
    """Why there is no number needed: the interval in both directions."""
    return f"no number needed; the interval holds zero: {difference_in_words(effect)}"


@lru_cache(maxsize=1)
def two_counts() -> Shown:
    """Any adverse event as the poster and as the label of 2021-2024 count it, each difference under its own name."""
    effects = [(name, event("teae", "rux-1.5", source)) for source, name in PAIRS.items()]
    told = "; ".join(f"{name.lower()} {difference_in_words(effect)}" for name, effect in effects)
    labelled = [
        (f"{name}, {effect.counts} and {event('teae', 'vehicle', effect.source).counts}", effect)
        for name, effect in effects
    ]
    rows = figures_of([effect for _, effect in effects], "vehicle")
    footer = f"{population_line(rows)} Counts: 1.5% and vehicle. Difference: {effects[0][1].rd_method}."
    return forest_picture(labelled, f"Any adverse event, two counts: {told}", footer, -20, 20), rows


@lru_cache(maxsize=1)
def special_interest() -> Shown:
    """Events of special interest in the paediatric maximum-use trial: none, and what none of so few leaves open."""
    effect = load_evidence().effect(trial="must-paediatric", endpoint="aesi")
    rows = figures_of([effect])
    finding = f"{effect.n} of {effect.N} children had an event of special interest: up to {effect.ci_high:.1f} of 100"
    counted = rows[0].n_origin.removeprefix("derived: ")
    footer = (
        f"{population_line(rows)} Count: {counted}. Interval: {effect.ci_method} (exact). Single arm, no comparison."
    )
    return proportions_picture([("Event of special interest", effect)], finding, footer), rows


def single_arm() -> tuple[Figure, ...]:
    """Every adverse event of the single-arm trials, as printed."""
    evidence = load_evidence()
    return tuple(
        row
        for trial in ALONE
        for row in evidence.find(trial=trial)
        if evidence.endpoints[row.endpoint].direction == "lower is better" and row.endpoint != "bsa-mean"
    )


def beneath_table_1() -> tuple[Figure, ...]:
    """What the label lists in the text under its first table."""
    return load_evidence().find(source=LABEL, locator="6.1, text under Table 1")


def figures_of(effects: list[Effect], *more_arms: str) -> tuple[Figure, ...]:
    """The figures behind effects, and those of further arms in the same place and source, in file order."""
    wanted = {
        (effect.trial, effect.population, effect.endpoint, effect.time, effect.source, arm)
        for effect in effects
        for arm in (effect.arm, *more_arms)
    }
    return tuple(
        row
        for row in load_evidence().figures
        if (row.trial, row.population, row.endpoint, row.time, row.source, row.arm) in wanted
    )


def population_line(rows: tuple[Figure, ...]) -> str:
    """The source line where one picture holds several events: the size of each arm instead of every count."""
    sizes = ", ".join(
        dict.fromkeys(f"{short_name(arm)} {row.N}" for arm in ARM_NAMES for row in rows if row.arm == arm)
    )
    sources = ", ".join(dict.fromkeys(load_documents().sources[row.source].title for row in rows))
    population = load_evidence().populations[rows[0].population].lower()
    filled = rows[0].imputation or "no imputation printed"
    times = ", ".join(dict.fromkeys(row.time for row in rows))
    return f"Source: {sources}; {population}, N {sizes}; {times}; {filled}."


def prepare() -> None:
    """Build every picture of the page once."""
    for build in (events, site_events, differences, numbers_needed, two_counts, special_interest):
        build()
    exposure_figures.prepare()
