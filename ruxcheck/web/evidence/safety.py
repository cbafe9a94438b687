"""The Safety page: adverse events beside vehicle, the label's tables and warnings, long-term groups, conflicts."""

from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup

from ruxcheck.charts.forest_plot import forest_picture
from ruxcheck.charts.proportions import events_picture, proportions_picture
from ruxcheck.charts.theme import ARM_NAMES, Picture, short_name
from ruxcheck.evidence.figures import (
    APPROVED_STRENGTH,
    COMPARATOR,
    Effect,
    Evidence,
    Figure,
    difference_in_words,
    number_needed_in_words,
    percent_in_words,
)
from ruxcheck.export.table import Rich, Table, bold, bullets, run, source_link, source_note
from ruxcheck.kernel.records import Caution, Documents, Record
from ruxcheck.kernel.wording import last_verified
from ruxcheck.store.evidence_files import load_displays, load_evidence, load_registry, shown_figures
from ruxcheck.store.reading import load_documents
from ruxcheck.web.evidence import exposure
from ruxcheck.web.markup import paragraphs

Shown = tuple[Picture, tuple[Figure, ...]]
WHOLE = {
    "teae": "Any adverse event",
    "teae-related": "Treatment-related event",
    "teae-serious": "Serious event",
    "teae-discontinued": "Discontinued because of an adverse event",
}
TOLD = ("teae", "teae-discontinued")
SITE = {
    "application-site-burning": "Burning at the site, treatment-related",
    "application-site-pruritus": "Itch at the site, treatment-related",
}
SHORT = WHOLE | {"application-site-burning": "Burning at the site", "application-site-pruritus": "Itch at the site"}
BESIDE_VEHICLE = {APPROVED_STRENGTH: "1.5% cream", COMPARATOR: "Vehicle"}
THRESHOLD = "The table lists what at least 1% had on the cream and more than on vehicle."
END = 40  # of 100 patients: no interval of these events reaches further


def event(endpoint: str, arm: str, source: str = "") -> Effect:
    """The proportion of one arm with an event in the first 8 weeks, as one source counts it: the page's own unless named."""
    chosen = load_displays()["safety-events"].ids
    place = {"trial": chosen["trial"], "source": source or chosen["source"], "population": "safety"}
    return load_evidence().effect(endpoint=endpoint, arm=arm, **place)


@lru_cache(maxsize=2)
def events(names: tuple[str, ...] = tuple(WHOLE)) -> Shown:
    """Any, treatment-related and serious events and stopping, by arm; or those of them that are named."""
    words = "; ".join(
        f"{WHOLE[name].lower()} {_on(name, APPROVED_STRENGTH)}, {_on(name, COMPARATOR)}"
        for name in names
        if name in TOLD
    )
    return _by_arm({name: WHOLE[name] for name in names}, f"In 8 weeks, of 100 patients: {words}")


@lru_cache(maxsize=1)
def site_events() -> Shown:
    """Burning and itch at the application site, by arm."""
    words = "; ".join(f"{SHORT[name].lower()} {_on(name, APPROVED_STRENGTH)}, {_on(name, COMPARATOR)}" for name in SITE)
    return _by_arm(SITE, f"In 8 weeks, of 100 patients: {words}")


def _on(endpoint: str, arm: str) -> str:
    return f"{percent_in_words(event(endpoint, arm))} on {short_name(arm)}"


def _by_arm(endpoints: dict[str, str], finding: str) -> Shown:
    effects = [(words, event(endpoint, arm)) for endpoint, words in endpoints.items() for arm in ARM_NAMES]
    rows = figures_of([effect for _, effect in effects])
    return events_picture(effects, finding, population_line(rows), END), rows


def compared() -> list[tuple[str, Effect]]:
    """Every event of the poster on 1.5% against vehicle."""
    return [(words, event(endpoint, APPROVED_STRENGTH)) for endpoint, words in SHORT.items()]


@lru_cache(maxsize=1)
def differences() -> Shown:
    """The difference of 1.5% against vehicle for each event."""
    effects = compared()
    first = dict(effects)[SHORT["teae"]]
    rows = figures_of([effect for _, effect in effects], COMPARATOR)
    finding = f"{SHORT['teae']}, 1.5% against vehicle: {difference_in_words(first)}"
    footer = f"{population_line(rows)} Difference: {first.rd_method}."
    return forest_picture(effects, finding, footer, -20, 20), rows


@lru_cache(maxsize=1)
def numbers_needed() -> tuple[str, ...]:
    """For each event, for how many patients treated there is one fewer; where the interval holds zero or another source counts otherwise, the difference and why there is no such number."""
    endpoints = load_evidence().endpoints
    return tuple(
        f"{words}: {_disputed(effect) or number_needed_in_words(effect, endpoints[effect.endpoint].direction) or no_number(effect)}"
        for words, effect in compared()
    )


def _disputed(effect: Effect) -> str:
    """The difference by each source's counts where they disagree on whether the interval holds zero; else empty."""
    names = load_displays()["safety-two-counts"].words
    by_source = load_evidence().effects_of(
        trial=effect.trial, endpoint=effect.endpoint, arm=effect.arm, population=effect.population, time=effect.time
    )
    told = {name: other for source, name in names.items() for other in by_source if other.source == source}
    if len({other.rd_low <= 0 <= other.rd_high for other in told.values()}) < 2:
        return ""
    counts = ", ".join(f"{name.lower()} {difference_in_words(other)}" for name, other in told.items())
    return f"no number needed; the count is disputed: {counts}"


def no_number(effect: Effect) -> str:
    """Why there is no number needed: the interval in both directions."""
    return f"no number needed; the interval holds zero: {difference_in_words(effect)}"


@lru_cache(maxsize=1)
def two_counts() -> Shown:
    """Any adverse event as the poster and as the label of 2021-2024 count it, each difference under its own name."""
    names = load_displays()["safety-two-counts"].words
    effects = [(name, event("teae", APPROVED_STRENGTH, source)) for source, name in names.items()]
    words = "; ".join(f"{name.lower()} {difference_in_words(effect)}" for name, effect in effects)
    labelled = [
        (f"{name}, {effect.counts} and {event('teae', COMPARATOR, effect.source).counts}", effect)
        for name, effect in effects
    ]
    rows = figures_of([effect for _, effect in effects], COMPARATOR)
    footer = f"{population_line(rows)} Counts: 1.5% and vehicle. Difference: {effects[0][1].rd_method}."
    return forest_picture(labelled, f"Any adverse event, two counts: {words}", footer, -20, 20), rows


REACTIONS_END = 10  # of 100 patients: no interval of the label's reactions reaches further


def _reactions() -> list[tuple[str, Effect]]:
    """The reactions of the label's first table with their difference, those more frequent on the cream first."""
    evidence = load_evidence()
    treated = [row for row in shown_figures("safety-label-adults") if row.arm == APPROVED_STRENGTH]
    effects = [_effect_of(row, APPROVED_STRENGTH) for row in treated]
    effects.sort(key=lambda effect: -(effect.rd or 0))
    return [(evidence.endpoints[effect.endpoint].label, effect) for effect in effects]


def _effect_of(row: Figure | Effect, arm: str) -> Effect:
    place = {name: getattr(row, name) for name in ("trial", "population", "endpoint", "time", "source", "locator")}
    return load_evidence().effect(arm=arm, **place)


@lru_cache(maxsize=1)
def reactions() -> Shown:
    """The label's reactions on both arms, sorted by their difference."""
    effects = [
        (words, _effect_of(effect, arm)) for words, effect in _reactions() for arm in (COMPARATOR, APPROVED_STRENGTH)
    ]
    rows = figures_of([effect for _, effect in effects])
    first = _reactions()[0][1]
    finding = f"The label's reactions, most of them more frequent on the cream: {_reactions()[0][0].lower()} {difference_in_words(first)}"
    return events_picture(effects, finding, f"{population_line(rows)} {THRESHOLD}", REACTIONS_END), rows


@lru_cache(maxsize=1)
def reaction_differences() -> Shown:
    """The difference of 1.5% against vehicle for each of the label's reactions, in the same order."""
    effects = _reactions()
    rows = figures_of([effect for _, effect in effects], COMPARATOR)
    crossing = sum(effect.rd_low <= 0 <= effect.rd_high for _, effect in effects)
    finding = f"Difference in each of the label's reactions: {crossing} of {len(effects)} intervals hold zero"
    footer = f"{population_line(rows)} Difference: {effects[0][1].rd_method}. {THRESHOLD}"
    return forest_picture(effects, finding, footer, -5, 5), rows


@lru_cache(maxsize=1)
def special_interest() -> Shown:
    """Events of special interest in the paediatric maximum-use trial: none, and what none of so few leaves open."""
    effect = load_evidence().effect(trial=load_displays()["safety-special-interest"].ids["trial"], endpoint="aesi")
    rows = figures_of([effect])
    finding = f"{effect.n} of {effect.N} children had an event of special interest: up to {effect.ci_high:.1f} of 100"
    counted = rows[0].n_origin.removeprefix("derived: ")
    footer = (
        f"{population_line(rows)} Count: {counted}. Interval: {effect.ci_method} (exact). Single arm, no comparison."
    )
    return proportions_picture([("Event of special interest", effect)], finding, footer), rows


def single_arm() -> tuple[Figure, ...]:
    """Every adverse event of the single-arm trials, as printed."""
    return tuple(row for row in shown_figures("safety-single-arm") if row.endpoint != "bsa-mean")


def beneath_table_1() -> tuple[Figure, ...]:
    """What the label lists in the text under its first table."""
    return shown_figures("safety-label-adults-text")


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
    for build in (
        events,
        site_events,
        differences,
        numbers_needed,
        two_counts,
        special_interest,
        reactions,
        reaction_differences,
    ):
        build()
    exposure.prepare()


# Adverse events as tables: label tables with vehicle beside, long-term groups without a comparison, conflicts, cautions.


def groups_table(
    caption: str, rows: tuple[Figure, ...], groups: dict[str, str], evidence: Evidence, documents: Documents
) -> Table:
    """One row an event, one column a group: n (percent as printed); `groups` maps arms to the words of their column."""
    heads = tuple(_head(words, {row.N for row in rows if row.arm == arm and row.N}) for arm, words in groups.items())
    body = tuple(_event(event, rows, groups, evidence) for event in dict.fromkeys(row.endpoint for row in rows))
    figures = tuple(range(1, len(heads) + 1))
    return Table(caption, ("Event", *heads), body, (source_note(documents, rows),), source="", unbroken=figures)


def _head(words: str, sizes: set[int]) -> str:
    """A column's words with its one denominator. Raises ValueError where a column mixes several."""
    if len(sizes) > 1:
        raise ValueError(f"{words}: several denominators, {sorted(sizes)}; make one table for each")
    return f"{words}, N\u00a0{sizes.pop()}" if sizes else words


def _event(event: str, rows: tuple[Figure, ...], arms: Iterable[str], evidence: Evidence) -> tuple:
    of_event = {row.arm: row for row in rows if row.endpoint == event}
    cells = (as_printed(of_event[arm]) if arm in of_event else "" for arm in arms)
    return evidence.endpoints[event].label, *cells


def as_printed(row: Figure) -> str:
    """ "13 (3)" with the percent as its source prints it; "4 (<1)"; the count alone where no percent is printed."""
    value = row.value or ""
    if row.n is None:
        return f"({value})"
    return f"{row.n} ({value})" if value else str(row.n)


def statements(rows: tuple[Figure, ...], evidence: Evidence, documents: Documents) -> tuple[Rich, Rich]:
    """What sources say in words only: each event with the words, and the place once below."""
    items = [f"{evidence.endpoints[row.endpoint].label}: {row.note}" for row in rows]
    return bullets(items), source_note(documents, rows)


def boxed_warning(record: Record, documents: Documents) -> Table:
    """The boxed warning in the record's words with its version, day and place, and what the box asks for."""
    boxed = next(
        caution for caution in record.cautions if caution.id == load_displays()["safety-boxed-warning"].ids["caution"]
    )
    others = tuple(item for item in record.cautions if "boxed warning" in item.locator and item is not boxed)
    dated = f", {record.version}, in force from {record.in_force_from}, {last_verified(record, False)}. "
    return cautions_table("What the boxed warning asks for", others, documents)._replace(
        above=(
            run(bold(record.title), dated, source_link(documents, boxed.source, boxed.locator)),
            bullets(f"{part.strip().rstrip('.')}." for part in boxed.statement.split(". ")),
            "Two facts stand together: the warning is on the cream's label, and the study it names gave a JAK inhibitor by "
            "mouth. The next section shows how much reaches the blood from the cream.",
        )
    )


def cautions_table(caption: str, cautions: tuple[Caution, ...], documents: Documents) -> Table:
    """Cautions in the record's words, each with its level and place."""
    rows = tuple((item.statement, item.level, source_link(documents, item.source, item.locator)) for item in cautions)
    return Table(caption, ("What the label says", "Level", "Where"), rows)


def under_one_percent(rows: tuple[Figure, ...], evidence: Evidence) -> str:
    """The events that the label lists with a percent and no count, as one sentence."""
    listed_rows = [row for row in rows if row.n is None]
    names = ", ".join(evidence.endpoints[row.endpoint].label.lower() for row in listed_rows)
    return f"Listed without a count, {listed_rows[0].value}% on 1.5% and none on vehicle: {names}."


# The fixed words and tables of the safety page.

IN_WORDS = bold("Said in words only")


def numbers_needed_list() -> Markup:
    """For how many patients treated there is one event fewer, or why there is no such number."""
    return paragraphs(bold("Numbers needed, against vehicle"), bullets(numbers_needed()))


def first_weeks() -> Markup:
    """What sources say in words only of the first 8 weeks."""
    return paragraphs(bold("Said in words only, for these 8 weeks"), *_statements("safety-statements"))


def label_adults() -> Table:
    """The label's first table and what stands below it."""
    return _table("safety-label-adults", under_one_percent(beneath_table_1(), load_evidence()))


def label_children() -> tuple[Table, Table]:
    """The label's table of children, what the maker's page adds, and what is said in words only."""
    texts = (*_statements("safety-label-children-statements"), *_statements("safety-children-special-interest"))
    return _table("safety-label-children"), _table("safety-children-stopped", IN_WORDS, *texts)


def long_term_groups() -> Table:
    """To 52 weeks by group, and why the groups are not compared."""
    shown = load_displays()["safety-long-term"]
    return _table(shown.id, groups=shown.words)._replace(above=(shown.note,))


def long_term_any_dose() -> Table:
    """To 52 weeks, everybody who was ever on 1.5%."""
    return _table("safety-long-term-any-dose", groups={APPROVED_STRENGTH: "Ever on 1.5%"})


def long_term_children() -> Table:
    """To 52 weeks, children, with what is said in words only."""
    statements = _statements("safety-long-term-children-special-interest")
    return _table("safety-long-term-children", *statements, groups={APPROVED_STRENGTH: "Ever on 1.5%, as printed"})


RANDOMISED_ARMS = {arm: words.split(",")[0] for arm, words in ARM_NAMES.items()}
UNEQUAL = (
    "Counted by the treatment at onset, up to week 60: on vehicle patients were followed for 8 weeks, on the cream for up to 60. "
    "The counts stand side by side to be read, not to be compared. Whether an event was related to the cream is not said."
)


def serious_events() -> tuple[Table, ...]:
    """Deaths and serious adverse events by term, one table a trial, as its registry record counts them."""
    rows = [row for row in load_registry().figures if row.endpoint.startswith(("deaths", "serious-ae"))]
    return tuple(_registry_table(trial, of_trial, RANDOMISED_ARMS, UNEQUAL) for trial, of_trial in _by_trial(rows))


PERIODS = ("randomised", "long-term")  # populations of the registry's figures: the first 8 weeks, and after them


def flow(period: str, trials: tuple[str, ...] = ()) -> tuple[Table, ...]:
    """Who started, completed and left a period and why, one table a trial (all without `trials`); `period` is one of PERIODS."""
    registry = load_registry()
    rows = [
        row
        for row in registry.figures
        if row.population == period
        and (row.trial in trials or not trials)
        and row.endpoint.startswith(("started", "completed", "discontinued"))
    ]
    arms = {arm: registry.arms[arm].label for arm in dict.fromkeys(row.arm for row in rows)}
    return tuple(_registry_table(trial, of_trial, arms) for trial, of_trial in _by_trial(rows))


def _by_trial(rows: list[Figure]) -> list[tuple[str, tuple[Figure, ...]]]:
    return [
        (trial, tuple(row for row in rows if row.trial == trial)) for trial in dict.fromkeys(row.trial for row in rows)
    ]


def _registry_table(trial: str, rows: tuple[Figure, ...], arms: dict[str, str], *above: str) -> Table:
    registry = load_registry()
    caption = f"{registry.studies[trial].title}, {rows[0].time}"
    return groups_table(caption, rows, arms, registry, load_documents())._replace(above=above)


def _table(name: str, *below: Rich | str, groups: dict[str, str] = BESIDE_VEHICLE) -> Table:
    made = groups_table(load_displays()[name].title, shown_figures(name), groups, load_evidence(), load_documents())
    return made._replace(notes=(*made.notes, *below))


def _statements(name: str) -> tuple[Rich, ...]:
    """What each source of a display says in words, one list a source."""
    rows = shown_figures(name)
    by_source = [
        tuple(row for row in rows if row.source == source) for source in dict.fromkeys(row.source for row in rows)
    ]
    return tuple(part for statement in by_source for part in statements(statement, load_evidence(), load_documents()))
