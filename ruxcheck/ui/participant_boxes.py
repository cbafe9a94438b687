"""Participant flow as boxes, and the baseline table, as HTML."""

from html import escape

from ruxcheck.evidence import Evidence, Figure
from ruxcheck.flow_boxes import NOT_READ, Box, Line, analysed, stages
from ruxcheck.model import Documents, Record
from ruxcheck.participants import ALL, Flow, printed
from ruxcheck.ui.markup import listed, located, table

BOX = "border:1px solid color-mix(in srgb,currentColor 40%,transparent);border-radius:3px;padding:.45rem .7rem"
LEFT = "border:1px dashed color-mix(in srgb,currentColor 55%,transparent);border-radius:3px;padding:.45rem .7rem"
ROW = "display:flex;flex-wrap:wrap;gap:.6rem;align-items:flex-start"
GROW = "flex:1 1 15rem"
ARROW = '<div aria-hidden="true" style="padding:.1rem 1.2rem;font-size:1.1rem;line-height:1">↓</div>'
STATISTICS = {"mean": "mean (SD)", "median": "median (range)", "percent": "n/N (%)", "count": "n"}


def entitled(record: Record) -> str:
    """A trial as it is chosen: its title and its registry numbers."""
    return f"{record.title} ({', '.join(record.registry_ids) or 'no registry number'})"


def noted(record: Record, documents: Documents) -> list[str]:
    """The facts kept beside a trial's rules, its design among them, as ready HTML with where each stands."""
    ordered = sorted(record.notes, key=lambda note: note.id != "design")
    return [
        f"{escape(note.statement)} <small>{located(documents, note.source, note.locator)}</small>" for note in ordered
    ]


def flow_boxes(flow: Flow, evidence: Evidence) -> str:
    """The flow from top to bottom: started, stopped with every reason beside completed, went on, and who was analysed."""
    if not flow.started:
        return '<p class="rux">Participant flow: not read.</p>'
    boxes = ARROW.join(_row(row) for row in stages(flow, evidence))
    heading = '<p style="margin:.7rem 0 .3rem"><b>Analysed</b></p>'
    return f'<div class="rux" style="max-width:70rem">{boxes}{heading}{_row(analysed(flow, evidence))}</div>'


def _row(boxes: tuple[Box, ...]) -> str:
    return f'<div style="{ROW}">{"".join(_box(box) for box in boxes)}</div>'


def _box(box: Box) -> str:
    head = f"<b>{escape(box.heading)}</b>" if box.is_read else f"<b>{escape(box.heading)}:</b> {NOT_READ}"
    lines = listed([_line(line) for line in box.lines]) if box.lines else ""
    return f'<div style="{LEFT if box.left else BOX};{GROW}">{head}{lines}</div>'


def _line(line: Line) -> str:
    parts = (f"<b>{escape(line.number)}</b>", escape(line.words), f"<small>{escape(line.small)}</small>")
    return " ".join(part for part, text in zip(parts, line) if text)


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
    return next((row for row in rows if row.arm == ALL or len({other.arm for other in rows}) == 1), None)


def baseline_tables(rows: tuple[Figure, ...], evidence: Evidence, documents: Documents) -> str:
    """One table a population by arm; a trial with one group has its populations side by side."""
    if not rows:
        return '<p class="rux">Baseline: not read.</p>'
    figures = tuple(row for row in rows if row.statistic != "statement")
    one_group = len({row.arm for row in figures}) == 1
    groups = [figures] if one_group else [tuple(row for row in figures if row.population == name) for name in dict.fromkeys(sorted((row.population for row in figures), key=lambda name: name != "randomised"))]  # fmt: skip
    said = [
        f"{escape(row.note)} <small>{located(documents, row.source, row.locator)}</small>"
        for row in rows
        if row.statistic == "statement"
    ]
    tables = [_table(group, one_group, evidence, documents) for group in groups]
    return "".join(tables) + (f'<div class="rux">{listed(said)}</div>' if said else "")


def _table(rows: tuple[Figure, ...], one_group: bool, evidence: Evidence, documents: Documents) -> str:
    columns = dict.fromkeys(row.population if one_group else row.arm for row in rows)
    names = evidence.populations if one_group else {name: arm.label for name, arm in evidence.arms.items()}
    notes = list(dict.fromkeys(row.note for row in rows if row.note))
    lines = dict.fromkeys((row.endpoint, row.statistic) for row in rows)
    body = [_line_of(line, columns, one_group, rows, notes, evidence) for line in lines]
    caption = f"Baseline: {evidence.arms[rows[0].arm].label if one_group else evidence.populations[rows[0].population]}"
    below = "".join(f"<p><small><b>{number}</b> {escape(note)}</small></p>" for number, note in enumerate(notes, 1))
    where = "; ".join(located(documents, *place) for place in dict.fromkeys((row.source, row.locator) for row in rows))
    return f'{table(caption, ("Measure", *(names[name] for name in columns)), body)}<div class="rux">{below}<p><small>Source: {where}</small></p></div>'  # fmt: skip


def _line_of(line: tuple, columns: dict, one_group: bool, rows: tuple[Figure, ...], notes: list, evidence: Evidence) -> str:  # fmt: skip
    endpoint, statistic = line
    cells = []
    for column in columns:
        found = [row for row in rows if (row.endpoint, row.statistic) == line and (row.population if one_group else row.arm) == column]  # fmt: skip
        cells.append("<br>".join(_cell(row, notes) for row in found) or "<small>not read</small>")
    name = f"{escape(evidence.endpoints[endpoint].label)} <small>{STATISTICS[statistic]}</small>"
    return f"<tr><td>{name}</td>{''.join(f'<td class=figure>{cell}</td>' for cell in cells)}</tr>"


def _cell(row: Figure, notes: list[str]) -> str:
    mark = f" <sup><b>{notes.index(row.note) + 1}</b></sup>" if row.note else ""
    return f"{escape(printed(row))}{mark}"
