"""A participant flow as plain boxes: what stands in each, and which stand beside one another. Screen and picture draw the same."""

from ruxcheck.evidence import Evidence, Figure
from ruxcheck.frozen import Frozen
from ruxcheck.participants import ALL, Flow

NOT_READ = "not read"
EVERYBODY = ("randomised", "safety", "efficacy", "long-term")


class Line(Frozen):
    """One line of a box: a number, what it counts, and small print."""

    number: str
    words: str
    small: str = ""


class Box(Frozen):
    """A group of patients: heading with the number of the whole group, the lines below, and whether it left the flow."""

    heading: str
    lines: tuple[Line, ...]
    is_read: bool = True
    left: bool = False


def stages(flow: Flow, evidence: Evidence) -> tuple[tuple[Box, ...], ...]:
    """From top to bottom: started, completed beside stopped with every reason, went on."""
    name = evidence.endpoints[flow.started[0].endpoint].label if flow.started else "Started"
    started = _box(name, flow.started, evidence)
    completed = _box("Completed", flow.completed, evidence)
    return (started,), (completed, _stopped(flow, evidence)), (_box("Went on to the next period", flow.went_on, evidence),)  # fmt: skip


def analysed(flow: Flow, evidence: Evidence) -> tuple[Box, ...]:
    """Who was analysed, and who was left out of it."""
    boxes = (_box("Safety population", flow.safety, evidence), _box("Efficacy population", flow.efficacy, evidence))
    out = _box("Left out of the efficacy population", flow.left_out, evidence)._replace(left=True)
    return (*boxes, out) if flow.left_out else boxes


def _box(heading: str, rows: tuple[Figure, ...], evidence: Evidence) -> Box:
    """A heading with the whole group behind it and the arms below; further sources for the same group are named."""
    if not rows:
        return Box(heading, (), is_read=False)
    whole = [row for row in rows if row.arm == ALL or len(rows) == 1]
    lines = [_line(row, evidence) for row in rows if row not in whole]
    lines += [Line("", "", row.note) for row in whole[:1] if row.note]
    lines += [Line("", f"another source: {_number(row)}.", row.note) for row in whole[1:]]
    return Box(f"{heading}: {_number(whole[0])}" if whole else heading, tuple(lines))


def _line(row: Figure, evidence: Evidence) -> Line:
    """ "499 Ruxolitinib 1.5% twice daily", with the population where it is not everybody."""
    population = "" if row.population in EVERYBODY else evidence.populations[row.population]
    told = ", ".join(text for text in (evidence.arms[row.arm].label, population) if text)
    return Line(_number(row), told, f"({row.n_origin})" if row.n_origin.startswith("derived") else "")


def _number(row: Figure) -> str:
    counts = row.counts.replace("/", " of ")
    return f"{counts} ({row.value}%)" if row.value and counts else counts or str(row.n)


def _stopped(flow: Flow, evidence: Evidence) -> Box:
    if not flow.stopped:
        return Box("Stopped, with reasons", (), is_read=False, left=True)
    names = {row: evidence.endpoints[row.endpoint].label.partition(": ")[2] for row in flow.reasons}
    lines = [Line(str(row.n), f"{names[row]} ({row.value}%)") for row in flow.reasons]
    if all(row.arm == ALL for row in flow.stopped):
        lines.append(Line("", "", "By arm: not read."))
    return Box(f"Stopped, {flow.stopped[0].time}: {_number(flow.stopped[0])}", tuple(lines), left=True)
