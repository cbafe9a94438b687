"""Plasma levels, for the pages Safety and Maximum use: the pictures, and how to read a mean below the reference."""

from functools import lru_cache

from markupsafe import Markup

from ruxcheck.charts.exposure import exposure_picture, sd_in_words
from ruxcheck.charts.theme import Picture
from ruxcheck.evidence.figures import Evidence, Figure
from ruxcheck.export.table import bold, bullets, run, source_link
from ruxcheck.kernel.records import Documents
from ruxcheck.store.evidence_files import evidence_label, load_displays, load_evidence
from ruxcheck.store.reading import load_documents
from ruxcheck.web.markup import paragraphs

Shown = tuple[Picture, tuple[Figure, ...]]
EVERYONE = "age-12-65"  # of the adult and adolescent trial; its other groups are parts of it


def reference() -> tuple[Figure, ...]:
    """The laboratory reference, once for each description that the papers give of it."""
    return load_evidence().find(endpoint="ic50")


def mean_levels() -> list[tuple[str, str, Figure]]:
    """Every mean steady-state level with its heading and its group: by trial, age and affected area."""
    evidence, groups = load_evidence(), load_displays()["exposure"].words
    rows = [row for trial in groups for row in evidence.find(trial=trial, endpoint="css", statistic="mean")]
    return [(groups[row.trial], group_in_words(row), row) for row in rows]


def group_in_words(row: Figure) -> str:
    """The patients behind a level: the arm where the trial's groups are its arms, else age or area; publication and label apart."""
    publications = load_displays()["exposure-children"].words
    if row.trial == load_displays()["exposure"].ids["by_arm"]:
        return ""
    if row.source in publications:
        return publications[row.source]
    words = load_evidence().populations[row.population].removeprefix("Children, ")
    if row.population == EVERYONE:
        return f"everyone, {words}"
    words = words.replace(" of body surface affected", " of BSA").replace(
        " of body surface or more affected", " of BSA or more"
    )
    return f"{words}, label" if row.source in evidence_label().figures else words


@lru_cache(maxsize=1)
def exposure() -> Shown:
    """Mean steady-state levels by trial and group against the reference."""
    levels, line = mean_levels(), reference()[0]
    rows = [row for _, _, row in levels]
    highest = max(rows, key=lambda row: row.number)
    spread = [row for row in rows if row.sd is not None]
    wide = [row for row in spread if row.sd > row.number]
    finding = (
        f"Highest mean level {highest.value} nM (SD {sd_in_words(highest)}), reference {line.value} nM; "
        f"the SD is larger than the mean in {len(wide)} of {len(spread)} groups that give one"
    )
    return exposure_picture(levels, line, finding, _footer([*rows, line])), (*rows, *reference())


@lru_cache(maxsize=1)
def children() -> Shown:
    """The mean levels of the paediatric maximum-use trial: news summary and label apart."""
    chosen = load_displays()["exposure-children"].ids
    levels = [("", label, row) for _, label, row in mean_levels() if row.trial == chosen["trial"]]
    rows, line = [row for _, _, row in levels], reference()[0]
    printed = next(row for row in rows if row.source == chosen["publication"])
    others = " and ".join(f"{row.value} nM" for row in rows if row is not printed)
    finding = (
        f"Mean level {printed.value} nM in a news summary of the paper, {others} in the label's two age groups; "
        f"reference {line.value} nM"
    )
    return exposure_picture(levels, line, finding, _footer([*rows, line])), (*rows, *reference())


def other_levels() -> tuple[Figure, ...]:
    """Levels that are no steady-state mean of one group: peaks, ranges of cohort means, statements in words."""
    rows = load_evidence().figures
    peaks = tuple(row for row in rows if row.endpoint in ("cmax", "plasma-concentration"))
    return peaks + tuple(row for row in rows if row.endpoint == "css" and row.statistic == "statement")


def how_to_read(evidence: Evidence, documents: Documents) -> Markup:
    """What a mean below the reference does not say, what the reference is, and which peaks reach beyond it."""
    line = reference()[0]
    peaks = [row for row in other_levels() if row.endpoint == "cmax" and row.number > line.number]
    return paragraphs(
        run(
            bold("A mean below the line does not mean that every patient is below it."),
            " The SDs are larger than the means, as happens where a few patients have much higher levels than most. The "
            "lines reach up to mean + SD only; downwards they would pass below zero.",
        ),
        run(bold(f"{line.value} {line.unit} is an adult laboratory marker"), ", described in two ways:"),
        bullets(run(f"{row.note} ", source_link(documents, row.source, row.locator)) for row in reference()),
        *(
            run(
                f"Peaks are another quantity and are not drawn. A mean peak beyond the line: {row.value} {row.unit} "
                f"(SD {sd_in_words(row)}), {evidence.populations[row.population]}. ",
                source_link(documents, row.source, row.locator),
            )
            for row in peaks
        ),
    )


def _footer(rows: list[Figure]) -> str:
    """The source line; the last row is the reference."""
    titles = load_documents().sources
    named = ", ".join(dict.fromkeys(titles[row.source].title for row in rows))
    times = ", ".join(dict.fromkeys(row.time for row in rows[:-1]))
    return f"Source: {named}; N: patients with plasma levels, where read; {times}; lines only upwards, to mean + SD."


def prepare() -> None:
    """Build both pictures once."""
    exposure()
    children()
