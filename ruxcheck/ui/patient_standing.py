"""Where the patient entered would have stood in one trial: in words, and on the axes of age and %BSA."""

from html import escape

import streamlit as st

from ruxcheck import summary
from ruxcheck.charts.frame import Picture
from ruxcheck.charts.standing import with_patient
from ruxcheck.criteria import Criterion
from ruxcheck.evidence import Evidence, Figure
from ruxcheck.item_results import CriterionResult
from ruxcheck.model import Documents, Rules
from ruxcheck.report import RecordResult
from ruxcheck.ui import trials_figures
from ruxcheck.ui.figure import sheet_of, show, show_with
from ruxcheck.ui.markup import heard, listed, located, shape, table
from ruxcheck.values import Interval, Profile

LIMIT_HEADER = ("rule", "limit", "source", "locator")


def standing_words(result: RecordResult, profile: Profile, rules: Rules, evidence: Evidence, documents: Documents) -> str:  # fmt: skip
    """What of a patient lies outside a trial, each figure against its limit, and how many in it had this IGA."""
    labels = rules.field_names
    failed = result.failed_core
    lines = [_outside(item, labels) for item in failed]
    lines += [f"{escape(item.criterion.statement)}: answered {item.value}" for item in summary.failed_facts(result)]
    head = "outside the trial" if failed else escape(summary.reason(result, labels))
    told = [f"{shape(result.core)} <b>{result.core.upper()}</b>: {head}", escape(summary.near_margin(result))]
    share = iga_share(evidence, result.record.id, profile.get("iga"), documents)
    paragraphs = [f"<p>{text}.</p>" for text in told if text]
    paragraphs.insert(1, listed(lines) if lines else "")
    return f'<div class="rux" aria-live="polite">{"".join(paragraphs)}{share}</div>'


def _outside(item: CriterionResult, labels: dict[str, str]) -> str:
    said = f" {escape(item.sentence)}" if item.sentence else ""
    return f"{escape(labels[item.criterion.field])} <b>{escape(item.value)}</b>; the trial: {escape(item.criterion.limit)}.{said}"


def standing_pictures(trial: str, profile: Profile, rules: Rules, evidence: Evidence, documents: Documents) -> None:
    """Age and %BSA against a trial, side by side; without a value the picture shows the trial alone."""
    for column, name in zip(st.columns(2, gap="large"), trials_figures.STANDING):
        drawn = trials_figures.standing(trial, name)
        if drawn is None:
            continue
        shown = with_patient(drawn[0], profile.get(name), rules.fields[name])
        with column:
            if drawn[1]:
                show(shown, drawn[1], evidence, documents, f"standing_{trial}_{name}", keep=False)
            else:
                _show_limit(shown, trials_figures.rule_of(trial, name), documents, f"standing_{trial}_{name}")


def _show_limit(shown: Picture, rule: Criterion, documents: Documents, key: str) -> None:
    """The entry limit alone, where no figure of those who took part was read."""
    row = f"<tr><td>{escape(rule.statement)}</td><td>{escape(rule.limit)}</td><td>{located(documents, rule.source, rule.locator)}</td></tr>"
    cells = (rule.statement, rule.limit, rule.source, rule.locator)
    show_with(
        shown,
        "1 limit" + heard(shown.finding),
        lambda: table("Who could enter", ("Rule", "Limit", "Where"), [row]),
        lambda: sheet_of(shown, LIMIT_HEADER, [cells]),
        key,
        keep=False,
    )


def iga_share(evidence: Evidence, trial: str, iga: Interval | None, documents: Documents) -> str:
    """How many of those in a trial had this IGA at baseline, as printed; empty while no single IGA is entered."""
    if iga is None or not iga.is_point:
        return ""
    rows = iga_rows(evidence, trial, int(iga.low))
    if not rows:
        return f"<p>IGA {iga.low:g} at baseline: no share of the trial was read.</p>"
    row = rows[0]
    counted = f" ({row.counts})" if row.counts else ""
    where = located(documents, row.source, row.locator)
    return (
        f"<p>IGA {iga.low:g} at baseline: {escape(row.value)} of 100 in the trial{counted}. <small>{where}</small></p>"
    )


def iga_rows(evidence: Evidence, trial: str, score: int) -> tuple[Figure, ...]:
    """The share of the whole trial that had this IGA at baseline."""
    return evidence.find(trial=trial, endpoint=f"baseline-iga-{score}", arm="all")
