"""The pictures of the trials page, each built once from the figures and the records."""

from functools import lru_cache

from ruxcheck.charts.design import design_picture
from ruxcheck.charts.frame import ARM_NAMES, Picture, short_name
from ruxcheck.charts.standing import standing_picture
from ruxcheck.criteria import Criterion
from ruxcheck.evidence import Figure
from ruxcheck.evidence_files import load_evidence
from ruxcheck.model import Record
from ruxcheck.participants import ALL, LONG_TERM, baseline_figure, flow_of, printed, weeks_of
from ruxcheck.records import load, load_documents

Shown = tuple[Picture, tuple[Figure, ...]]
STANDING = {"age_years": ("baseline-age",), "bsa_percent": ("baseline-bsa", "bsa-mean")}


def record_of(trial: str) -> Record:
    """The record of a trial by its id."""
    return next(record for record in load().trials if record.id == trial)


@lru_cache(maxsize=16)
def design(trial: str) -> Shown | None:
    """The arms along the weeks that figures exist for; None where no randomised arms or no later period was read."""
    evidence, flow = load_evidence(), flow_of(load_evidence(), trial)
    sizes = {row.arm: row for row in flow.started if row.endpoint == "randomised" and row.arm in ARM_NAMES}
    weeks, later = weeks_of(evidence, trial), weeks_of(evidence, trial + LONG_TERM)
    if not sizes or not later:
        return None
    arms = tuple(sizes[arm] for arm in reversed(ARM_NAMES) if arm in sizes)
    went_on = tuple(sorted(flow.went_on, key=lambda row: ("vehicle" in row.arm, "0.75" in row.arm)))
    points = (weeks[0], later[0], later[-1])
    rows = arms + went_on
    footer = (
        f"Source: {_titles(rows)}; randomised patients, then patients in the long-term period; "
        f"bars run between weeks for which figures were read: {', '.join(map(str, points))}."
    )
    return design_picture(arms, went_on, points, _design_finding(arms, went_on, points[1]), footer), rows


def _design_finding(arms: tuple[Figure, ...], went_on: tuple[Figure, ...], week: int) -> str:
    started = ", ".join(f"{row.n} patients on {short_name(row.arm)}" if row is arms[0] else f"{row.n} on {short_name(row.arm)}" for row in arms)  # fmt: skip
    if any(row.arm == ALL for row in went_on):
        return f"Started: {started}; {went_on[0].n} in all are in the long-term period"
    return f"Started: {started}; of those who went on at week {week} none stayed on vehicle"


def rule_of(trial: str, field_id: str) -> Criterion | None:
    """The entry limit of a trial on one field; None where it has none."""
    return next((rule for rule in record_of(trial).criteria if rule.field == field_id and rule.range), None)


@lru_cache(maxsize=32)
def standing(trial: str, field_id: str, you: bool = True) -> Shown | None:
    """Age or %BSA of a trial: who could enter and who took part; None where the trial has no rule on it.

    With `you` there is a row for a patient, who is added later.
    """
    record, field, rule = record_of(trial), load().fields[field_id], rule_of(trial, field_id)
    if rule is None:
        return None
    figure = baseline_figure(load_evidence(), trial, STANDING[field_id])
    rows = (figure,) if figure else ()
    took_part = f"{figure.statistic} of those in it {printed(figure)}" if figure else "figures of those in it not read"
    finding = f"{field.label} in {record.short}: entry {rule.limit}; {took_part}"
    footer = f"Entry: {load_documents().sources[rule.source].title}, {rule.locator}. {_took_part(figure)}"
    return standing_picture(rule, figure, field, finding, footer, you), rows


def _took_part(figure: Figure | None) -> str:
    if figure is None:
        return "Of those who took part: not read."
    shown = "line: one SD to either side of the mean" if figure.sd is not None else "line: range"
    shown = shown if figure.sd is not None or figure.low is not None else "no spread printed"
    population = load_evidence().populations[figure.population]
    return f"Took part: {_titles((figure,))}; {population}, {figure.time}; {shown}."


def _titles(rows: tuple[Figure, ...]) -> str:
    sources = load_documents().sources
    return ", ".join(dict.fromkeys(sources[row.source].title for row in rows))


def prepare() -> None:
    """Build every picture before the first visitor."""
    for record in load().trials:
        design(record.id)
        for field_id in STANDING:
            standing(record.id, field_id)
