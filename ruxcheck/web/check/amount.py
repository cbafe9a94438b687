"""Grams of cream for this patient against the tube limits of the labels chosen."""

import streamlit as st
from markupsafe import Markup

from ruxcheck.charts.exposure import amount_picture
from ruxcheck.charts.theme import Picture
from ruxcheck.export.table import Rich, Table, bold, lines, marked_result, result_mark, run, small, source_link
from ruxcheck.kernel import wording
from ruxcheck.kernel.amount import MOSTELLER, Amount, TubeLimit, tube_limits
from ruxcheck.kernel.criteria import CANNOT_TELL
from ruxcheck.kernel.records import Documents, Rules, Usage
from ruxcheck.kernel.results import RecordResult, Report
from ruxcheck.web.display import rows_behind, show_picture
from ruxcheck.web.markup import paragraphs, show_html
from ruxcheck.web.patient_form import body_size_form

HEADS = ("Label", "Tube limit", "Estimate in that time", "Result", "Reached at", "Where")
Limits = list[tuple[RecordResult, TubeLimit, str]]


def amount_panel(report: Report, rules: Rules, documents: Documents) -> None:
    """Ask for the body size, then show grams, limits, where the limit binds, and what the estimate rests on."""
    st.header("Amount of cream")
    body_size_form(rules)
    for doubt in wording.doubts_in_words(report.profile, rules.fields):
        st.warning(f"{doubt} The answer takes both as typed.")
    amount = report.amount
    if amount is None:
        st.caption(
            "%BSA with weight and height, or with the body surface, gives grams; without a body size, %BSA and age give a rough guide."
        )
        return
    limits = _limits(report)
    left, right = st.columns(2, gap="large")
    with left:
        shown = amount_shown(report)
        show_picture(
            shown,
            "tube limits",
            lambda: limits_table(limits, documents),
            lambda: _rows(shown, limits),
            "amount",
            keep=False,
        )
    with right:
        show_html(_words(amount, limits, rules, documents))


def amount_line(report: Report) -> None:
    """The estimate against the first tube limit of the first label in one line; nothing without a body size."""
    if report.amount is None or report.amount.surface_m2 is None:
        return
    limits = [limit for result, limit, _ in _limits(report) if result.id == report.labels[0].id]
    against = f"; {wording.tube_in_words(limits[0])}" if limits else ""
    show_html(
        paragraphs(
            small(
                f"Estimated {wording.grams_in_words(report.amount.over(14))} in 2 weeks{against}. An estimate settles no limit."
            )
        )
    )


def _limits(report: Report) -> Limits:
    """Each tube limit that may apply, with its label and the place in the text."""
    return [
        (result, limit, item.criterion.locator)
        for result in report.labels
        for item in result.criteria
        if item.criterion.amount_limits and item.applies
        for limit in tube_limits(report.amount, item.criterion)
    ]


def amount_shown(report: Report) -> Picture:
    """The picture of the amount for one patient; the report must hold an amount."""
    amount, limits = report.amount, tuple(limit for _, limit, _ in _limits(report))
    finding = f"Estimated {wording.grams_in_words(amount.over(14))} in 2 weeks, twice daily"
    basis = wording.surface_in_words(amount)
    footer = f"Source: data of the estimates and limits below; body surface {basis}; as of {report.as_of}."
    return amount_picture(amount, limits, _area_limit(report), finding, footer)


def _area_limit(report: Report) -> float | None:
    """The area limit of the labels with a tube limit; None where none was read."""
    ends = [
        item.criterion.range.high
        for result in report.labels
        if any(item.criterion.amount_limits for item in result.criteria)
        for item in result.criteria
        if item.criterion.field == "bsa_percent"
    ]
    return min(ends, default=None)


def limits_table(limits: Limits, documents: Documents) -> Table:
    """The tube limits with the estimate, the result and the %BSA at which each is reached."""
    rows = tuple(
        (
            wording.heading(answer),
            wording.tube_in_words(limit),
            wording.estimate_in_words(limit),
            marked_result(CANNOT_TELL, wording.ESTIMATES[limit.result]),
            f"{wording.ends_in_words(limit.reached_at)}%",
            source_link(documents, answer.record.source, locator),
        )
        for answer, limit, locator in limits
    )
    return Table("Tube limits against the estimate", HEADS, rows)


def _rows(shown: Picture, limits: Limits) -> Table:
    header = (
        "label",
        "tube_g",
        "tubes",
        "days",
        "grams_low",
        "grams_high",
        "result",
        "reached_at_low",
        "reached_at_high",
        "locator",
    )
    rows = [
        (result.id, limit.tube_g, limit.tubes, limit.days, *limit.grams, limit.result, *limit.reached_at, locator)
        for result, limit, locator in limits
    ]  # fmt: skip
    return rows_behind(shown, header, rows)


def _words(amount: Amount, limits: Limits, rules: Rules, documents: Documents) -> Markup:
    """The amount in words: grams, fingertip units, each limit, then what it rests on."""
    facts = rules.amount_facts
    units = f"{wording.ends_in_words(amount.fingertip_units)} fingertip units of {facts.fingertip_g:g} g"
    week, fortnight = (bold(wording.grams_in_words(amount.over(days))) for days in (7, 14))
    basis = [
        f"Body surface {wording.surface_in_words(amount)}.",
        _placed(facts.body_surface, documents) if amount.basis == MOSTELLER else "",
        bold("A rough guide by age.") if amount.surface_m2 is None else "",
        f"An estimate counts towards no result above: it spans {wording.ONLY_AN_ESTIMATE}.",
        *(_placed(usage, documents) for usage in (*amount.usages, facts.spread)),
    ]
    return paragraphs(
        run(bold(wording.grams_in_words(amount.per_application)), f" an application, {units}"),
        run(week, " in 1 week, ", fortnight, " in 2 weeks, twice daily"),
        *(_limit(result, limit) for result, limit, _ in limits),
        *([] if limits else ["No tube limit was read for the labels chosen."]),
        small(lines(*basis)),
    )


def _placed(usage: Usage, documents: Documents) -> Rich:
    return run(f"{usage.statement} (", source_link(documents, usage.source, usage.locator), ")")


def _limit(result: RecordResult, limit: TubeLimit) -> Rich:
    used_up = (
        f"that much is used up at {wording.ends_in_words(limit.reached_at)}% of body surface{_first(result, limit)}"
    )
    words = f": {wording.tube_in_words(limit)} ({result.record.short}); {used_up}"
    return run(result_mark(CANNOT_TELL), " ", bold(wording.ESTIMATES[limit.result].capitalize()), words)


def _first(result: RecordResult, limit: TubeLimit) -> str:
    """Whether the gram limit or the area limit binds first."""
    area = next((item.criterion.range.high for item in result.criteria if item.criterion.field == "bsa_percent"), None)
    if area is None or limit.reached_at.low >= area:
        return ""
    certain = "" if limit.reached_at.high < area else " by the higher estimate"
    return f", before the area limit of {area:g}%{certain}"
