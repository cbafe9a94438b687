"""Who was in a trial: arms and sizes, who stopped and why, who was analysed, baseline, and the flow as boxes."""

from ruxcheck.evidence.figures import ALL_ARMS, Evidence, Figure
from ruxcheck.kernel import Frozen

STARTED = ("randomised", "enrolled")
LONG_TERM = "-lts"
STOPPED = "discontinued-"


class Flow(Frozen):
    """The figures of a participant flow, in the order patients go through it; an empty group was not read."""

    started: tuple[Figure, ...]
    stopped: tuple[Figure, ...]
    reasons: tuple[Figure, ...]
    completed: tuple[Figure, ...]
    safety: tuple[Figure, ...]
    efficacy: tuple[Figure, ...]
    left_out: tuple[Figure, ...]
    went_on: tuple[Figure, ...]

    @property
    def rows(self) -> tuple[Figure, ...]:
        return tuple(row for group in self for row in group)


def flow_of(evidence: Evidence, trial: str) -> Flow:
    """The participant flow of a trial and of its long-term period."""
    own = evidence.find(trial=trial)
    later = tuple(row for row in evidence.find(trial=trial + LONG_TERM) if row.population == "long-term")

    def of(*names: str) -> tuple[Figure, ...]:
        return tuple(row for row in own if row.endpoint in names)

    return Flow(
        started=of(*STARTED),
        stopped=of("discontinued"),
        reasons=tuple(row for row in own if row.endpoint.startswith(STOPPED)),
        completed=of("completed"),
        safety=of("safety-set"),
        efficacy=of("efficacy-set"),
        left_out=of("excluded-from-efficacy"),
        went_on=of("entered-extension") + tuple(row for row in later if row.endpoint == "entered-long-term"),
    )


def studies_of(evidence: Evidence, record: str) -> tuple[str, ...]:
    """The ids of the studies whose figures belong to a trial record."""
    return tuple(study.id for study in evidence.studies.values() if study.record == record)


def weeks_of(evidence: Evidence, study: str) -> tuple[int, ...]:
    """The weeks for which any figure of a study was read."""
    return tuple(sorted({row.week for row in evidence.find(trial=study) if row.week is not None}))


def baseline_of(evidence: Evidence, trial: str) -> tuple[Figure, ...]:
    """What patients were like before treatment, in file order."""
    return tuple(
        row
        for row in evidence.find(trial=trial)
        if row.endpoint.startswith("baseline-") or (row.endpoint == "bsa-mean" and row.week == 0)
    )


def baseline_figure(evidence: Evidence, trial: str, endpoints: tuple[str, ...]) -> Figure | None:
    """One baseline figure of the whole trial, preferably with its spread; None where none was read."""
    whole = {row.population for row in flow_of(evidence, trial).started[:1]}
    rows = [
        row
        for row in baseline_of(evidence, trial)
        if row.endpoint in endpoints and row.population in whole and row.number is not None
    ]
    rows = [row for row in rows if row.arm == ALL_ARMS] or (rows if len({row.arm for row in rows}) == 1 else [])
    return max(rows, key=lambda row: row.sd is not None or row.low is not None, default=None)


def printed(row: Figure) -> str:
    """A baseline figure as its source prints it: "45/250 (18.0%)", "9.6 (SD 5.5)", "34.0 (12 to 82)"."""
    unit = "" if row.unit in ("", "points") else row.unit if row.unit == "%" else f" {row.unit}"
    if row.statistic == "percent":
        return f"{row.counts} ({row.value}%)" if row.counts else f"{row.value}%"
    if row.statistic == "count":
        return f"{row.n} of {row.N}" if row.N else str(row.n)
    decimals = len((row.value or "").partition(".")[2])  # a source prints a mean and its SD alike
    spread = [f"SD {row.sd:.{decimals}f}" if decimals else f"SD {row.sd:g}"] if row.sd is not None else []
    spread += [f"{row.low:g} to {row.high:g}"] if row.low is not None else []
    return f"{row.value}{unit}" + (f" ({'; '.join(spread)})" if spread else "")


# A participant flow as plain boxes: what stands in each, and which stand beside one another. Screen and picture draw the same.

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
    whole = [row for row in rows if row.arm == ALL_ARMS or len(rows) == 1]
    lines = [_line(row, evidence) for row in rows if row not in whole]
    lines += [Line("", "", row.note) for row in whole[:1] if row.note]
    lines += [Line("", f"another source: {_number(row)}.", row.note) for row in whole[1:]]
    return Box(f"{heading}: {_number(whole[0])}" if whole else heading, tuple(lines))


def _line(row: Figure, evidence: Evidence) -> Line:
    """ "499 Ruxolitinib 1.5% twice daily", with the population where it is not everybody."""
    population = "" if row.population in EVERYBODY else evidence.populations[row.population]
    words = ", ".join(text for text in (evidence.arms[row.arm].label, population) if text)
    return Line(_number(row), words, f"({row.n_origin})" if row.n_origin.startswith("derived") else "")


def _number(row: Figure) -> str:
    counts = row.counts.replace("/", " of ")
    return f"{counts} ({row.value}%)" if row.value and counts else counts or str(row.n)


def _stopped(flow: Flow, evidence: Evidence) -> Box:
    if not flow.stopped:
        return Box("Stopped, with reasons", (), is_read=False, left=True)
    names = {row: evidence.endpoints[row.endpoint].label.partition(": ")[2] for row in flow.reasons}
    lines = [Line(str(row.n), f"{names[row]} ({row.value}%)") for row in flow.reasons]
    if all(row.arm == ALL_ARMS for row in flow.stopped):
        lines.append(Line("", "", "By arm: not read."))
    return Box(f"Stopped, {flow.stopped[0].time}: {_number(flow.stopped[0])}", tuple(lines), left=True)
