"""How far the patient is from another answer: the eligibility maps, the nearest change of each result, results over %BSA."""

from collections.abc import Callable
from itertools import product

import streamlit as st

from ruxcheck.charts.eligibility_map import alt_text, eligibility_map_spec
from ruxcheck.charts.results import results_by_bsa_picture
from ruxcheck.charts.theme import Picture, titled
from ruxcheck.export.table import Rich, Table, lines, marked_verdict
from ruxcheck.kernel import wording
from ruxcheck.kernel.check import Area, BsaStretch, BsaSweep, Query, open_areas, results_by_bsa
from ruxcheck.kernel.criteria import CANNOT_TELL, MET
from ruxcheck.kernel.possible_values import Interval, Profile, how_many, value_in_words
from ruxcheck.kernel.records import Rules
from ruxcheck.kernel.results import RecordResult, Report
from ruxcheck.web.display import rows_behind, show_picture, show_table

PANELS = {"label": "Labels", "trial": "Trials"}
AREA_HEADS = ("Record", "Age", "%BSA", "IGA fits")
THEMES = ("light", "dark")


def eligibility_map_panels(report: Report, profile: Profile, rules: Rules) -> None:
    """Draw what the records of a report admit at the IGA entered, and where the patient stands."""
    paper = st.context.theme.type or THEMES[0]
    for column, kind in zip(st.columns(2, gap="small"), PANELS):
        with column:
            shown, drawn = eligibility_map_shown(kind, report, profile, rules, paper)
            show_picture(
                shown,
                how_many(len(drawn), "area"),
                areas_table(drawn),
                areas_rows(drawn, shown),
                f"fit_{kind}",
                keep=False,
            )


def eligibility_map_shown(
    kind: str, report: Report, profile: Profile, rules: Rules, paper: str
) -> tuple[Picture, tuple[Area, ...]]:
    """One panel, "label" or "trial", on "light" or "dark" paper, and the areas it draws."""
    fields = [rules.fields[name] for name in ("age_years", "bsa_percent")]
    age, bsa = (profile.get(field.id) or field.domain for field in fields)
    areas = _areas(report, profile.get("iga") or rules.fields["iga"].domain, rules)
    words = ", ".join(f"{field.label} {value_in_words(field, value)}" for field, value in zip(fields, (age, bsa)))
    placed = (age, bsa) if "age_years" in profile or "bsa_percent" in profile else None
    finding = _finding(kind, report, profile)
    sentence = f"{finding}. {alt_text(areas, kind, words)}"
    shown = titled(
        eligibility_map_spec(areas, kind, placed, paper), finding, _footer(kind, report, profile, rules), sentence
    )
    return shown, tuple(area for area in areas if area.kind == kind)


def _finding(kind: str, report: Report, profile: Profile) -> str:
    """The records this patient meets, or what is drawn while nothing is entered."""
    if not profile:
        return f"{PANELS[kind]}: the age and area each admits"
    results = report.labels if kind == "label" else report.trials
    fitting = ", ".join(_fitting(result) for result in results if result.core == MET)
    return f"{PANELS[kind]} that fit this age, IGA and %BSA: {fitting or 'none'}"


def _fitting(result: RecordResult) -> str:
    unreviewed = wording.unreviewed(result.record)
    return f"{result.record.short} ({unreviewed} not reviewed)" if unreviewed else result.record.short


def _footer(kind: str, report: Report, profile: Profile, rules: Rules) -> str:
    iga = profile.get("iga")
    severity = f"at IGA {value_in_words(rules.fields['iga'], iga)}" if iga else "IGA not recorded, ? where it decides"
    return f"Source: {kind} records, each with its place below; areas {severity}; as of {report.as_of}."


def areas_table(areas: tuple[Area, ...]) -> Callable[[], Table]:
    """The areas of a map as a table, made when it is asked for."""
    return lambda: Table("Areas of the map", AREA_HEADS, tuple(map(_row, areas)))


def areas_rows(areas: tuple[Area, ...], shown: Picture) -> Callable[[], Table]:
    """The same rows to take away."""
    return lambda: rows_behind(shown, AREA_HEADS, map(_row, areas))


def _row(area: Area) -> tuple:
    return (area.short, area.age_limit, area.bsa_limit, area.severity)


def prepare(report: Report, rules: Rules) -> None:
    """Build the maps of every IGA once, so that no visitor waits for them."""
    scale = rules.fields["iga"].domain
    scores = [scale, *(Interval(score, score) for score in range(int(scale.low), int(scale.high) + 1))]
    for iga, kind, paper in product(scores, PANELS, THEMES):
        eligibility_map_spec(_areas(report, iga, rules), kind, None, paper)


def _areas(report: Report, iga: Interval, rules: Rules) -> tuple[Area, ...]:
    return open_areas(tuple(result.record for result in report.results if result.record), iga, rules)


# How far this patient is from another answer: the nearest change of every result, and the results over %BSA.

MARGIN_HEADS = ("Record", "Result", "Nearest change")
SOURCE = "Source: the rules of each record, each with its place below."
CSV_HEADS = ("record", "percent_from", "percent_to", "from_inside", "to_inside", "result")


def margins_panel(query: Query, report: Report, rules: Rules) -> None:
    """Draw the results over %BSA for this age and IGA, and beside them the nearest change of every record."""
    st.header("What would change this")
    sweeps = results_by_bsa(query, report, rules)
    left, right = st.columns(2, gap="large")
    with left:
        shown = margins_shown(query, sweeps, rules)
        show_picture(
            shown,
            "stretches",
            lambda: _stretches(sweeps),
            lambda: rows_behind(shown, CSV_HEADS, _rows(sweeps)),
            "over_bsa",
            keep=False,
        )
    with right:
        show_table(nearest_table(report), "nearest_changes")


def nearest_table(report: Report) -> Table:
    """The nearest change of each core result, nearest figure first; a result that cannot be told says what would settle it."""
    rows = tuple((wording.heading(answer), marked_verdict(answer), _nearest(answer)) for answer in report.results)
    return Table("Nearest change of each result", MARGIN_HEADS, rows, source=SOURCE)


def _nearest(answer: RecordResult) -> Rich | str:
    if answer.margins:
        return lines(*(wording.margin_in_words(margin) for margin in answer.margins))
    if answer.core == CANNOT_TELL:
        return "still open: a figure is missing or a range" if answer.record else "no record"
    return "no single change would alter this"


def margins_shown(query: Query, sweeps: tuple[BsaSweep, ...], rules: Rules) -> Picture:
    """The picture of the results over %BSA for the age and IGA asked about."""
    age, iga = (rules.fields[name] for name in ("age_years", "iga"))
    words = ", ".join(
        f"{field.label} {value_in_words(field, query.profile.get(field.id) or field.domain)}" for field in (age, iga)
    )
    footer = f"Source: the rules of each record, each with its place below; as of {query.on}."
    return results_by_bsa_picture(sweeps, query.profile.get("bsa_percent"), words, footer)


def _rows(sweeps: tuple[BsaSweep, ...]) -> tuple[tuple, ...]:
    """The stretches for other programs: an end is inside or not."""
    return tuple((wording.heading(sweep.answer), *_ends(stretch)) for sweep in sweeps for stretch in sweep.stretches)


def _ends(stretch: BsaStretch) -> tuple[str, ...]:
    low, high, low_outside, high_outside = stretch.admitted
    return f"{low:g}", f"{high:g}", "no" if low_outside else "yes", "no" if high_outside else "yes", stretch.result


def _stretches(sweeps: tuple[BsaSweep, ...]) -> Table:
    rows = (
        (wording.heading(sweep.answer), wording.stretch_in_words(stretch.admitted), stretch.result)
        for sweep in sweeps
        for stretch in sweep.stretches
    )
    return Table("Results over %BSA", ("Record", "%BSA", "Result"), tuple(rows))
