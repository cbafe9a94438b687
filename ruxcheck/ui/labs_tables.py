"""The tables of the labs: every frame of every result, made-up sizes, readings, chances and bounds, as HTML and as rows."""

from html import escape

from ruxcheck.charts.events import counted
from ruxcheck.charts.frame import Picture
from ruxcheck.charts.hypothetical import kind_of
from ruxcheck.charts.no_events import bound_in_words, chance_in_words, rate_in_words
from ruxcheck.effect_words import difference_in_words, percent_of
from ruxcheck.evidence import Effect, Evidence
from ruxcheck.framing import RESULTS, needed_in_words, ratio_in_words, relative_change_in_words
from ruxcheck.model import Documents
from ruxcheck.readings import Reading, differing
from ruxcheck.sheet import Sheet
from ruxcheck.ui import framing_figures
from ruxcheck.ui.figure import sheet_of
from ruxcheck.ui.markup import located, shape, table
from ruxcheck.ui.zero_events_figures import chances_for
from ruxcheck.zero_events import Bound, Chance, upper_bound

FRAMES = ("Result", "1.5%", "Vehicle", "Difference", "Number needed", "Ratio, and change in percent", "Where")
EFFECTS = ("kind", "arm", "n", "N", "percent", "low", "high", "interval", "difference", "difference_low", "difference_high", "method", "NNT", "count", "source", "locator")  # fmt: skip

ARITHMETIC = "Source: arithmetic, no data; exact two-sided 95% interval of no event."


def frames_table(chosen: str, evidence: Evidence, documents: Documents) -> str:
    """Every result of the lab in every frame; the chosen one first and bold."""
    ordered = sorted(RESULTS, key=lambda result: result.id != chosen)
    rows = [_frames(result.id, result.id == chosen, evidence, documents) for result in ordered]
    return roomy("Every result in every frame, 95% intervals", FRAMES, rows)


def roomy(caption: str, heads: tuple[str, ...], rows: list[str]) -> str:
    """A table of sentences: on a phone it is pushed aside instead of breaking each of them into a column of words."""
    return f'<div class="rux-frames">{table(caption, heads, rows)}</div>'


def _frames(name: str, is_chosen: bool, evidence: Evidence, documents: Documents) -> str:
    treated, vehicle = framing_figures.counted(name)
    direction = evidence.endpoints[treated.endpoint].direction
    named = escape(framing_figures.BY_ID[name].named)
    change = relative_change_in_words(treated)
    cells = [
        f"<b>{named}</b>" if is_chosen else named,
        *(escape(text) for text in (counted(treated), counted(vehicle), difference_in_words(treated))),
        escape(needed_in_words(treated, direction)),
        escape(f"{ratio_in_words(treated)}; {change}" if change else ratio_in_words(treated)),
        located(documents, treated.source, treated.locator),
    ]
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def sizes_table(name: str, evidence: Evidence) -> str:
    """The trial as counted and in made-up sizes: counts, percentages, intervals, difference and number needed."""
    pairs = (framing_figures.counted(name), *framing_figures.resized(name))
    rows = []
    for treated, vehicle in pairs:
        kind, direction = kind_of(treated), evidence.endpoints[treated.endpoint].direction
        needed = needed_in_words(treated, direction)
        told = (f"{treated.N + vehicle.N:,}", counted(treated), counted(vehicle), difference_in_words(treated), needed)
        rows.append(f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in (kind.upper(), *told))}</tr>")
    heads = ("Kind", "Patients in both arms", "1.5%", "Vehicle", "Difference", "Number needed")
    return roomy(f"HYPOTHETICAL sizes beside the counted one: {framing_figures.BY_ID[name].named}", heads, rows)


def effects_sheet(shown: Picture, rows: tuple[Effect, ...]) -> Sheet:
    """Counted and made-up proportions with their differences, as rows to take away."""
    return sheet_of(shown, EFFECTS, [_effect(row) for row in rows])


def _effect(row: Effect) -> tuple:
    interval = (percent_of(row), row.ci_low, row.ci_high, row.ci_method)
    return (kind_of(row).upper(), row.arm, row.n, row.N, *interval, row.rd, row.rd_low, row.rd_high, row.rd_method, row.nnt, row.n_origin, row.source, row.locator)  # fmt: skip


def readings_sheet(shown: Picture, rows: tuple[Reading, ...]) -> Sheet:
    """What each reading says of each patient, as rows to take away."""
    header = ("reading", "patient", "core_result", "because", "reading_of_this_tool")
    return sheet_of(shown, header, [(*row[:-1], "yes" if row.taken else "no") for row in rows])


def readings_table(caption: str, rows: tuple[Reading, ...]) -> str:
    """One line a patient, one column a reading: the result and why."""
    readings = dict.fromkeys((row.reading, row.taken) for row in rows)
    heads = [f"Read as {name}" + (" (this tool)" if taken else "") for name, taken in readings]
    others = differing(rows)
    body = [
        f"<tr><td><b>{escape(patient)}</b></td>{''.join(_judged(row) for row in rows if row.patient == patient)}"
        f"<td>{'differs' if patient in others else 'the same'}</td></tr>"
        for patient in dict.fromkeys(row.patient for row in rows)
    ]
    return roomy(caption, ("Patient", *heads, "Does the choice matter?"), body)


def _judged(row: Reading) -> str:
    return f'<td><b class="result">{shape(row.result)} {row.result}</b><br>{escape(row.because)}</td>'


def chances_sheet(shown: Picture, rows: tuple[Chance, ...]) -> Sheet:
    """Chances as rows to take away."""
    return sheet_of(shown, ("true_rate_of_100", "patients", "trials_without_event_of_100"), rows)


def bounds_sheet(shown: Picture, rows: tuple[Bound, ...]) -> Sheet:
    """Bounds as rows to take away; what is made up says so."""
    cells = [(row.patients, 0, row.high, "COUNTED" if row.counted else "HYPOTHETICAL") for row in rows]
    return sheet_of(shown, ("patients", "events", "upper_bound_of_100", "kind"), cells)


def sheet_table(sheet: Sheet) -> str:
    """The rows of a sheet as a table on the page; figures to two decimals."""
    rows = [f"<tr>{''.join(f'<td>{escape(_short(cell))}</td>' for cell in row)}</tr>" for row in sheet.rows]
    return table(sheet.caption, tuple(name.replace("_", " ") for name in sheet.header), rows)


def _short(cell) -> str:
    if cell is None:
        return ""
    return f"{cell:.2f}" if isinstance(cell, float) else str(cell)


def none_of(patients: int) -> str:
    """What no event among so many made-up patients would leave open, and how often it would be seen at each true rate."""
    bound = Bound(patients, upper_bound(patients), False)
    rows = [
        f"<tr><td>{escape(rate_in_words(chance))}</td><td>{escape(chance_in_words(chance))}</td></tr>"
        for chance in chances_for(patients)
    ]
    caption = f"HYPOTHETICAL, no event in {patients:,} patients: {bound_in_words(bound)}"
    return table(caption, ("Were this the true rate", "No event"), rows)
