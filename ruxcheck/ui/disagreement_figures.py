"""The pictures of the disagreement lab: what a choice between two sources, readings or versions changes."""

from datetime import date
from functools import lru_cache

from ruxcheck.charts.frame import Picture
from ruxcheck.charts.readings import readings_picture
from ruxcheck.readings import TEACHING, Reading, age_readings, area_readings, differing, older_label
from ruxcheck.records import load, load_documents
from ruxcheck.ui.maximum_use_figures import criterion_of, trial_record, us_label
from ruxcheck.values import value_in_words

Shown = tuple[Picture, tuple[Reading, ...]]


@lru_cache(maxsize=2)
def areas(on: date) -> Shown:
    """At least 35% or over 35%: patients around the limit under each reading."""
    rows = area_readings(load(), on)
    rule = criterion_of(trial_record(), "area")
    source = load_documents().sources[rule.source].title
    told = f"{rows[0].reading}, or {rows[-1].reading}: {_differ(rows)}"
    footer = f"Rule: {source}, {rule.locator}. Core result of {trial_record().title}; {_others('bsa_percent')}."
    return readings_picture(rows, told, footer), rows


@lru_cache(maxsize=2)
def ages(today: date) -> Shown:
    """The label with its older age limit and today's: two children under each."""
    rows, older, newest = age_readings(load(), today), older_label(load()), us_label()
    limits = ", then ".join(criterion_of(record, "age").limit for record in (older, newest))
    footer = (
        f"Labels: {older.title}, {older.version}, seen as current on {older.checked_on}; {newest.version}, in force from "
        f"{newest.in_force_from}. Core result; {_others('age_years')}."
    )
    return readings_picture(rows, f"Age limit {limits}: {_differ(rows)}", footer), rows


def _differ(rows: tuple[Reading, ...]) -> str:
    """ "only 35% is judged differently, met or not met"."""
    names = differing(rows)
    results = " or ".join(dict.fromkeys(row.result for row in rows if row.patient in names))
    return (
        f"only {' and '.join(names)} is judged differently, {results}" if names else "no patient is judged differently"
    )


def _others(varied: str) -> str:
    """The figures that are the same for every patient of a picture."""
    fields = load().fields
    told = [f"{fields[name].label} {value_in_words(fields[name], value)}" for name, value in TEACHING.items()]
    return "teaching patients with " + ", ".join(text for name, text in zip(TEACHING, told) if name != varied)


def prepare() -> None:
    """Build both pictures once."""
    areas(date.today())
    ages(date.today())
