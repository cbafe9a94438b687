"""The pictures of the page on the paediatric maximum-use trial, each built once from the figures."""

from functools import lru_cache

from ruxcheck.charts.course import course_picture
from ruxcheck.charts.events import counted
from ruxcheck.charts.frame import Picture
from ruxcheck.charts.proportions import proportions_picture
from ruxcheck.charts.source_line import source_line
from ruxcheck.criteria import Criterion
from ruxcheck.evidence import Effect, Figure
from ruxcheck.evidence_files import load_evidence
from ruxcheck.model import Record
from ruxcheck.records import load, load_documents
from ruxcheck.ui import exposure_figures
from ruxcheck.ui.safety_figures import figures_of, population_line

Shown = tuple[Picture, tuple[Figure, ...]]
TRIAL, SUMMARY = "must-paediatric", "summary-must-paediatric"
RESPONSES = {"easi-75": "EASI-75", "iga-ts": "IGA treatment success"}
HARMS = {"teae": "Any adverse event", "teae-related": "Treatment-related event", "aesi": "Event of special interest"}


def trial_record() -> Record:
    """The entry rules of the trial."""
    return next(record for record in load().trials if record.id == TRIAL)


def us_label() -> Record:
    """The newest United States label record."""
    return [record for record in load().labels if record.jurisdiction == "us"][-1]


def criterion_of(record: Record, name: str) -> Criterion:
    """One criterion of a record by its id."""
    return next(criterion for criterion in record.criteria if criterion.id == name)


def figure_of(**where) -> Figure:
    """The one figure of the trial with these values. Raises ValueError where there is not exactly one."""
    (row,) = load_evidence().find(trial=TRIAL, **where)
    return row


@lru_cache(maxsize=1)
def area() -> Shown:
    """The mean affected area over the weeks, against the area up to which the United States label has the cream used."""
    evidence = load_evidence()
    rows = tuple(row for row in evidence.find(trial=TRIAL, endpoint="bsa-mean", source=SUMMARY) if row.week is not None)
    rule = criterion_of(us_label(), "area")
    told = ", ".join(f"{row.value}% at {row.time}" for row in rows)
    limit = f"Limit: {us_label().title}, {rule.locator}. Single arm, no comparison."
    footer = f"{source_line(rows, evidence, load_documents())} {limit}"
    words = f"{rule.range.high:g}%: area limit of the {us_label().short}"
    shown = course_picture(list(rows), rule.range.high, words, f"Mean body surface affected: {told}", footer)
    return shown, rows


def responses_of() -> list[tuple[str, Effect]]:
    """Every response with a count, by endpoint and week."""
    return [
        (f"{words}, week {effect.week}", effect)
        for endpoint, words in RESPONSES.items()
        for effect in load_evidence().effects_of(trial=TRIAL, endpoint=endpoint)
        if effect.n is not None
    ]


@lru_cache(maxsize=1)
def responses() -> Shown:
    """EASI-75 and treatment success as proportions of one arm."""
    effects = responses_of()
    told = ", ".join(f"{words} {effect.printed}" for words, effect in effects)
    rows = figures_of([effect for _, effect in effects])
    line = source_line(rows, load_evidence(), load_documents())
    footer = f"{line} Interval: {effects[0][1].ci_method}. Single arm, no comparison."
    return proportions_picture(effects, f"Without a control group, of 100 children: {told}", footer), rows


@lru_cache(maxsize=1)
def harms() -> Shown:
    """Adverse events as proportions of one arm."""
    evidence = load_evidence()
    effects = [(words, evidence.effect(trial=TRIAL, endpoint=endpoint)) for endpoint, words in HARMS.items()]
    told = ", ".join(
        f"{words.lower()} {counted(effect)}" for words, effect in effects if effect.endpoint != "teae-related"
    )
    rows = figures_of([effect for _, effect in effects])
    methods = ", ".join(dict.fromkeys(effect.ci_method for _, effect in effects))
    footer = f"{population_line(rows)} Interval: {methods}. Single arm, no comparison."
    return proportions_picture(effects, told[0].upper() + told[1:], footer), rows


def prepare() -> None:
    """Build every picture of the page once."""
    for build in (area, responses, harms, exposure_figures.children):
        build()
