"""Participant flow as boxes, and the baseline table, as HTML."""

from html import escape

from ruxcheck.evidence import Evidence, Figure
from ruxcheck.model import Documents, Record
from ruxcheck.participants import ALL, Flow, printed
from ruxcheck.ui.markup import listed, located, table

BOX = "border:1px solid color-mix(in srgb,currentColor 40%,transparent);border-radius:3px;padding:.45rem .7rem"
SIDE = "border:1px dashed color-mix(in srgb,currentColor 55%,transparent);border-radius:3px;padding:.45rem .7rem"
ROW = "display:flex;flex-wrap:wrap;gap:.6rem;align-items:flex-start"
GROW = "flex:1 1 15rem"
ARROW = '<div aria-hidden="true" style="padding:.1rem 1.2rem;font-size:1.1rem;line-height:1">↓</div>'
NOT_READ = "not read"
STATISTICS = {"mean": "mean (SD)", "median": "median (range)", "percent": "n/N (%)", "count": "n"}


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
    boxes = [
        _row(_box(evidence.endpoints[flow.started[0].endpoint].label, flow.started, evidence)),
        _row(_box("Completed", flow.completed, evidence), _stopped(flow, evidence)),
        _row(_box("Went on to the next period", flow.went_on, evidence)),
    ]
    analysed = _row(
        _box("Safety population", flow.safety, evidence),
        _box("Efficacy population", flow.efficacy, evidence),
        _box("Left out of the efficacy population", flow.left_out, evidence, SIDE) if flow.left_out else "",
    )
    return f'<div class="rux" style="max-width:70rem">{ARROW.join(boxes)}<p style="margin:.7rem 0 .3rem"><b>Analysed</b></p>{analysed}</div>'


def _row(*boxes: str) -> str:
    return f'<div style="{ROW}">{"".join(box for box in boxes if box)}</div>'


def _box(heading: str, rows: tuple[Figure, ...], evidence: Evidence, look: str = BOX) -> str:
    """A heading with the whole group behind it and the arms below; further sources for the same group are named."""
    whole = [row for row in rows if row.arm == ALL or len(rows) == 1]
    head = f"<b>{escape(heading)}: {_number(whole[0])}</b>" if whole else f"<b>{escape(heading)}</b>"
    if not rows:
        head = f"<b>{escape(heading)}:</b> {NOT_READ}"
    lines = [_line(row, evidence) for row in rows if row not in whole]
    lines += [f"<small>{escape(row.note)}</small>" for row in whole[:1] if row.note]
    lines += [f"another source: {_number(row)} <small>{escape(row.note)}</small>" for row in whole[1:]]
    return f'<div style="{look};{GROW}">{head}{listed(lines) if lines else ""}</div>'


def _line(row: Figure, evidence: Evidence) -> str:
    """ "499 Ruxolitinib 1.5% twice daily", with the population where it is not everybody."""
    population = "" if row.population in ("randomised", "safety", "efficacy", "long-term") else evidence.populations[row.population]  # fmt: skip
    origin = f" <small>({escape(row.n_origin)})</small>" if row.n_origin.startswith("derived") else ""
    told = ", ".join(text for text in (evidence.arms[row.arm].label, population) if text)
    return f"<b>{_number(row)}</b> {escape(told)}{origin}"


def _number(row: Figure) -> str:
    return f"{row.counts.replace('/', ' of ')} ({row.value}%)" if row.value and row.counts else row.counts.replace("/", " of ") or str(row.n)  # fmt: skip


def _stopped(flow: Flow, evidence: Evidence) -> str:
    if not flow.stopped:
        return f'<div style="{SIDE};{GROW}"><b>Stopped, with reasons:</b> {NOT_READ}</div>'
    names = {row: evidence.endpoints[row.endpoint].label.partition(": ")[2] for row in flow.reasons}
    lines = [f"<b>{row.n}</b> {escape(names[row])} ({row.value}%)" for row in flow.reasons]
    by_arm = "" if any(row.arm != ALL for row in flow.stopped) else "<small>By arm: not read.</small>"
    head = f"<b>Stopped, {escape(flow.stopped[0].time)}: {_number(flow.stopped[0])}</b>"
    return f'<div style="{SIDE};{GROW}">{head}{listed(lines)}{by_arm}</div>'


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
