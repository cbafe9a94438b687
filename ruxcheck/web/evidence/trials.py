"""The Trials page: design, participant flow, baseline, and where the patient entered would have stood."""

from functools import lru_cache

import streamlit as st
from markupsafe import Markup

from ruxcheck.charts.eligibility_map import patient_position_picture, with_patient
from ruxcheck.charts.images import Draft
from ruxcheck.charts.theme import ARM_NAMES, Picture, short_name
from ruxcheck.charts.timelines import design_picture, flow_svg, period_timeline_picture, weeks_in_words
from ruxcheck.evidence.figures import ALL_ARMS, Evidence, Figure
from ruxcheck.evidence.participants import (
    LONG_TERM,
    NOT_READ,
    Box,
    Flow,
    Line,
    analysed,
    baseline_figure,
    flow_of,
    printed,
    stages,
    studies_of,
    weeks_of,
)
from ruxcheck.export.table import (
    Rich,
    Table,
    bold,
    bullets,
    joined,
    lines,
    paragraph,
    raised,
    result_mark,
    run,
    small,
    source_link,
    source_note,
)
from ruxcheck.kernel import wording
from ruxcheck.kernel.criteria import Criterion
from ruxcheck.kernel.possible_values import Interval, Profile, how_many
from ruxcheck.kernel.records import Documents, Record, Rules
from ruxcheck.kernel.results import CriterionResult, RecordResult
from ruxcheck.store.evidence_files import load_evidence
from ruxcheck.store.reading import load, load_documents
from ruxcheck.web.display import counted, figures_table, rows_behind, show_figures, show_picture, table_and_downloads
from ruxcheck.web.markup import escape_markdown, paragraphs, screen_reader_text, show_html

Shown = tuple[Picture, tuple[Figure, ...]]
STANDING = {"age_years": ("baseline-age",), "bsa_percent": ("baseline-bsa", "bsa-mean")}


def record_of(trial: str) -> Record:
    """The record of a trial by its id."""
    return load().trial(trial)


@lru_cache(maxsize=16)
def design(trial: str) -> Shown | None:
    """The arms along the weeks that figures exist for; None where no randomised arms or no later period was read."""
    evidence, flow = load_evidence(), flow_of(load_evidence(), trial)
    sizes = {row.arm: row for row in flow.started if row.endpoint == "randomised" and row.arm in ARM_NAMES}
    weeks, later = weeks_of(evidence, trial), weeks_of(evidence, trial + LONG_TERM)
    if not sizes or not later:
        return None
    arms = tuple(sizes[arm] for arm in reversed(ARM_NAMES) if arm in sizes)
    went_on = tuple(sorted(flow.went_on, key=lambda row: list(evidence.arms).index(row.arm)))
    points = (weeks[0], later[0], later[-1])
    rows = arms + went_on
    footer = (
        f"Source: {_titles(rows)}; randomised patients, then patients in the long-term period; "
        f"bars run between weeks for which figures were read: {', '.join(map(str, points))}."
    )
    later_arms = tuple((evidence.arms[row.arm], row) for row in went_on)
    return design_picture(arms, later_arms, points, _design_finding(arms, went_on, points[1]), footer), rows


def _design_finding(arms: tuple[Figure, ...], went_on: tuple[Figure, ...], week: int) -> str:
    started = ", ".join(f"{row.n} patients on {short_name(row.arm)}" if row is arms[0] else f"{row.n} on {short_name(row.arm)}" for row in arms)  # fmt: skip
    if any(row.arm == ALL_ARMS for row in went_on):
        return f"Started: {started}; {went_on[0].n} in all are in the long-term period"
    return f"Started: {started}; of those who went on at week {week} none stayed on vehicle"


def rule_of(trial: str, field_id: str) -> Criterion | None:
    """The entry limit of a trial on one field; None where it has none."""
    return next((rule for rule in record_of(trial).criteria if rule.field == field_id and rule.range), None)


@lru_cache(maxsize=32)
def patient_position(trial: str, field_id: str, you: bool = True) -> Shown | None:
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
    return patient_position_picture(rule, figure, field, finding, footer, you), rows


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
        periods_picture(record.id)
        design(record.id)
        for field_id in STANDING:
            patient_position(record.id, field_id)


# The design of a trial along its weeks, with its table and downloads.

HEADER = ("start_week", "end_week", "title", "source", "locator")


@lru_cache(maxsize=16)
def periods_picture(trial: str) -> Picture | None:
    """The periods of a trial; None where no source read gives them."""
    record = load().trial(trial)
    if not record.periods:
        return None
    words = ", then ".join(f"{p.title} (week {p.start_week} to {p.end_week})" for p in record.periods)
    sources = dict.fromkeys(load_documents().sources[period.source].title for period in record.periods)
    return period_timeline_picture(record.periods, f"{record.short}: {words}", f"Source: {', '.join(sources)}.")


def show_periods(record: Record) -> None:
    """Draw the design, or say that it was not read."""
    shown = periods_picture(record.id)
    if shown is None:
        return
    rows = [(p.start_week, p.end_week, p.title, p.source, p.locator) for p in record.periods]
    show_picture(
        shown,
        how_many(len(rows), "period"),
        lambda: _periods_table(record),
        lambda: rows_behind(shown, HEADER, rows),
        f"periods_{record.id}",
    )


def _periods_table(record: Record) -> Table:
    documents = load_documents()
    rows = tuple((weeks_in_words(p), p.title, source_link(documents, p.source, p.locator)) for p in record.periods)
    return Table("Design by weeks", ("Weeks", "What happened", "Where"), rows)


# The participant flow of a trial: its finding, its boxes, and the same boxes as a picture to take away.


def show_flow(trial: str, evidence: Evidence, documents: Documents) -> None:
    """Draw the flow of a trial with its table and downloads, or say that it was not read."""
    flow = flow_of(evidence, trial)
    if flow.started:
        st.markdown(f"**{escape_markdown(flow_in_words(flow))}**")
    show_html(flow_boxes(flow, evidence))
    rows = _with_parts(flow, trial, evidence)
    if rows:
        finding, footer = _told(flow, trial, rows, evidence, documents)
        table_and_downloads(
            f"flow_{trial}",
            counted(rows) + screen_reader_text(finding),
            finding,
            lambda: figures_table(rows, evidence, documents),
            lambda: Table(finding, Figure._fields, rows, source=footer),
            lambda state: drawn(flow, finding, footer, evidence, state),
        )


def drawn(flow: Flow, finding: str, footer: str, evidence: Evidence, state: str) -> Draft:
    """The flow as a picture to take away."""
    boxes = stages(flow, evidence), analysed(flow, evidence)
    alt = "; ".join(box.heading for row in (*boxes[0], boxes[1]) for box in row if box.is_read)
    return Draft(flow_svg(*boxes, finding, footer, state), finding, f"{finding}. {alt}. {footer}")


def _with_parts(flow: Flow, trial: str, evidence: Evidence) -> tuple[Figure, ...]:
    """The figures of the flow, and those of the single studies of a pooled pair."""
    parts = [name for name in studies_of(evidence, trial) if name != trial]
    return flow.rows + tuple(row for name in parts for row in flow_of(evidence, name).rows if row not in flow.rows)


def _told(
    flow: Flow, trial: str, rows: tuple[Figure, ...], evidence: Evidence, documents: Documents
) -> tuple[str, str]:
    """Finding and source line of the picture."""
    title = evidence.studies[trial].title
    titles = ", ".join(dict.fromkeys(documents.sources[row.source].title for row in flow.rows or rows))
    return f"{title}: {flow_in_words(flow) or 'participant flow'}", f"Source: {titles}."


# Participant flow as boxes, and the baseline table, as HTML.

ARROW = Markup('<div aria-hidden="true" class="rux-arrow">↓</div>')
STATISTICS = {"mean": "mean (SD)", "median": "median (range)", "percent": "n/N (%)", "count": "n"}


def entitled(record: Record) -> str:
    """A trial as it is chosen: its title and its registry numbers."""
    return f"{record.title} ({', '.join(record.registry_ids) or 'no registry number'})"


def noted(record: Record, documents: Documents) -> Rich:
    """The facts kept beside a trial's rules, its design first, with where each stands."""
    ordered = sorted(record.notes, key=lambda note: note.id != "design")
    return bullets(
        run(note.statement, " ", small(source_link(documents, note.source, note.locator))) for note in ordered
    )


def flow_boxes(flow: Flow, evidence: Evidence) -> Markup:
    """The flow from top to bottom: started, stopped with every reason beside completed, went on, and who was analysed."""
    if not flow.started:
        return paragraphs("Participant flow: not read.")
    boxes = ARROW.join(_row(row) for row in stages(flow, evidence))
    return Markup('<div class="rux rux-flow">{}{}{}</div>').format(
        boxes, paragraph(bold("Analysed")), _row(analysed(flow, evidence))
    )


def _row(boxes: tuple[Box, ...]) -> Markup:
    return Markup("<div>{}</div>").format(Markup().join(_box(box) for box in boxes))


def _box(box: Box) -> Markup:
    head = bold(box.heading) if box.is_read else run(bold(box.heading, ":"), f" {NOT_READ}")
    below = bullets(map(_line, box.lines)) if box.lines else ""
    return Markup('<div class="rux-box{}">{}{}</div>').format(" rux-left" if box.left else "", head, below)


def _line(line: Line) -> Rich:
    parts = (bold(line.number), line.words, small(line.small))
    return joined(" ", [part for part, text in zip(parts, line) if text])


def flow_in_words(flow: Flow) -> str:
    """The finding of a flow in one sentence, from its totals; empty where none was read."""
    totals = (
        (_total(flow.started), "patients started"),
        (_total(flow.completed), "completed the first period"),
        (_total(flow.stopped), "stopped"),
        (_total(flow.efficacy), "are in the efficacy population"),
    )
    return "; ".join(f"{row.n} {words}" for row, words in totals if row)


def _total(rows: tuple[Figure, ...]) -> Figure | None:
    return next((row for row in rows if row.arm == ALL_ARMS or len({other.arm for other in rows}) == 1), None)


def baseline_tables(rows: tuple[Figure, ...], evidence: Evidence, documents: Documents) -> tuple[Table, ...]:
    """One table a population by arm; a trial with one group has its populations side by side. None where nothing was read."""
    figures = tuple(row for row in rows if row.statistic != "statement")
    if not figures:
        return ()
    one_group = len({row.arm for row in figures}) == 1
    groups = [figures] if one_group else [tuple(row for row in figures if row.population == name) for name in dict.fromkeys(sorted((row.population for row in figures), key=lambda name: name != "randomised"))]  # fmt: skip
    texts = [
        run(row.note, " ", small(source_link(documents, row.source, row.locator)))
        for row in rows
        if row.statistic == "statement"
    ]
    *others, last = (_baseline_table(group, one_group, evidence, documents) for group in groups)
    return *others, last._replace(notes=(*last.notes, *([bullets(texts)] if texts else [])))


def _baseline_table(rows: tuple[Figure, ...], one_group: bool, evidence: Evidence, documents: Documents) -> Table:
    columns = dict.fromkeys(row.population if one_group else row.arm for row in rows)
    names = evidence.populations if one_group else {name: arm.label for name, arm in evidence.arms.items()}
    notes = list(dict.fromkeys(row.note for row in rows if row.note))
    measures = dict.fromkeys((row.endpoint, row.statistic) for row in rows)
    return Table(
        f"Baseline: {evidence.arms[rows[0].arm].label if one_group else evidence.populations[rows[0].population]}",
        ("Measure", *(names[name] for name in columns)),
        tuple(_measure(measure, columns, one_group, rows, notes, evidence) for measure in measures),
        (*(small(bold(number), f" {note}") for number, note in enumerate(notes, 1)), source_note(documents, rows)),
        source="",
        unbroken=tuple(range(1, len(columns) + 1)),
    )


def _measure(measure: tuple, columns: dict, one_group: bool, rows: tuple[Figure, ...], notes: list, evidence: Evidence) -> tuple:  # fmt: skip
    endpoint, statistic = measure
    cells = []
    for column in columns:
        found = [row for row in rows if (row.endpoint, row.statistic) == measure and (row.population if one_group else row.arm) == column]  # fmt: skip
        cells.append(lines(*(_cell(row, notes) for row in found)) if found else small("not read"))
    return run(evidence.endpoints[endpoint].label, " ", small(STATISTICS[statistic])), *cells


def _cell(row: Figure, notes: list[str]) -> Rich:
    return run(printed(row), raised(notes.index(row.note) + 1) if row.note else "")


# Where the patient entered would have stood in one trial: in words, and on the axes of age and %BSA.

LIMIT_HEADER = ("rule", "limit", "source", "locator")


def standing_words(result: RecordResult, profile: Profile, rules: Rules, evidence: Evidence, documents: Documents) -> Markup:  # fmt: skip
    """What of a patient lies outside a trial, each figure against its limit, and how many in it had this IGA."""
    labels, failed = rules.field_names, result.failed_core
    items = [
        *(_outside(item, labels) for item in failed),
        *(f"{item.criterion.statement}: answered {item.value}" for item in wording.failed_facts(result)),
    ]
    why = "outside the trial" if failed else wording.reason(result, labels)
    near = wording.near_margin(result)
    position = paragraphs(
        run(result_mark(result.mark), " ", bold(wording.verdict(result)), f": {why}."),
        *([bullets(items)] if items else []),
        *([f"{near}."] if near else []),
        *iga_share(evidence, result.record.id, profile.get("iga"), documents),
    )
    return Markup('<div aria-live="polite">{}</div>').format(position)


def _outside(item: CriterionResult, labels: dict[str, str]) -> Rich:
    words = f" {item.sentence}" if item.sentence else ""
    return run(labels[item.criterion.field], " ", bold(item.value), f"; the trial: {item.criterion.limit}.{words}")


def standing_pictures(trial: str, profile: Profile, rules: Rules, evidence: Evidence, documents: Documents) -> None:
    """Age and %BSA against a trial, side by side; without a value the picture shows the trial alone."""
    for column, name in zip(st.columns(2, gap="large"), STANDING):
        drawn = patient_position(trial, name)
        if drawn is None:
            continue
        shown = with_patient(drawn[0], profile.get(name), rules.fields[name])
        with column:
            if drawn[1]:
                show_figures(shown, drawn[1], evidence, documents, f"standing_{trial}_{name}", keep=False)
            else:
                _show_limit(shown, rule_of(trial, name), documents, f"standing_{trial}_{name}")


def _show_limit(shown: Picture, rule: Criterion, documents: Documents, key: str) -> None:
    """The entry limit alone, where no figure of those who took part was read."""
    row = (rule.statement, rule.limit, source_link(documents, rule.source, rule.locator))
    cells = (rule.statement, rule.limit, rule.source, rule.locator)
    show_picture(
        shown,
        "1 limit" + screen_reader_text(shown.finding),
        lambda: Table("Who could enter", ("Rule", "Limit", "Where"), (row,)),
        lambda: rows_behind(shown, LIMIT_HEADER, [cells]),
        key,
        keep=False,
    )


def iga_share(evidence: Evidence, trial: str, iga: Interval | None, documents: Documents) -> tuple[Rich | str, ...]:
    """How many of those in a trial had this IGA at baseline, as printed; nothing while no single IGA is entered."""
    if iga is None or not iga.is_point:
        return ()
    rows = iga_rows(evidence, trial, int(iga.low))
    if not rows:
        return (f"IGA {iga.low:g} at baseline: no share of the trial was read.",)
    row = rows[0]
    counted = f" ({row.counts})" if row.counts else ""
    where = small(source_link(documents, row.source, row.locator))
    return (run(f"IGA {iga.low:g} at baseline: {row.value} of 100 in the trial{counted}. ", where),)


def iga_rows(evidence: Evidence, trial: str, score: int) -> tuple[Figure, ...]:
    """The share of the whole trial that had this IGA at baseline."""
    return evidence.find(trial=trial, endpoint=f"baseline-iga-{score}", arm=ALL_ARMS)
