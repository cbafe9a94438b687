"""The picture of each step of the story: those of the other pages, and a map that is drawn for it alone."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from ruxcheck.areas import open_areas
from ruxcheck.charts.fit_map import alt_text, common_map_spec
from ruxcheck.charts.frame import Picture, titled
from ruxcheck.charts.large import large
from ruxcheck.evidence_files import load_evidence
from ruxcheck.records import load, load_documents
from ruxcheck.ui import efficacy_figures, exposure_figures, figure, presenter, safety_figures, trials_figures
from ruxcheck.ui.fit_panels import PAPERS, areas_sheet, areas_table
from ruxcheck.ui.label_tables import versions_table
from ruxcheck.ui.labels_figures import label_versions, versions_sheet
from ruxcheck.ui.maximum_use_figures import us_label
from ruxcheck.values import Interval, how_many

Shown = tuple[Picture, tuple]
MAP, LABELS = "map", "labels"
TRIALS = ("true-ad", "must-paediatric")
WHERE = ("us", "ca", "eu")
SCORE = Interval(3, 3)  # an IGA that the label and both trials admit
# in a room: heights that let a step fit the screen, and how far a picture of few rows is magnified
HEIGHTS: dict[str, int | dict] = {MAP: 260, LABELS: {"step": 78}, "harms": {"step": 31}}
MAGNIFIED = {"patients": 1.9, "result": 1.9, "difference": 1.9, "exposure": 1.7, "unknown": 2.1}
DRAWN: dict[str, Callable[[], Shown]] = {
    "design": lambda: trials_figures.design("true-ad"),
    "patients": lambda: trials_figures.standing("true-ad", "bsa_percent", you=False),
    "result": lambda: efficacy_figures.responders("true-ad", "iga-ts"),
    "difference": lambda: efficacy_figures.icons("true-ad", "iga-ts"),
    "itch": lambda: efficacy_figures.early_itch((2,)),
    "harms": lambda: safety_figures.events(safety_figures.TOLD),
    "exposure": exposure_figures.children,
    LABELS: lambda: label_versions(date.today(), WHERE),
    "unknown": safety_figures.special_interest,
}


def shown(name: str, paper: str = "light") -> Shown:
    """The picture of a step by its name in `story.PICTURES`, and its rows: figures, areas of the map, or label versions."""
    return fit_map(paper) if name == MAP else DRAWN[name]()


@lru_cache(maxsize=2)
def fit_map(paper: str) -> Shown:
    """The United States label and two trials on one map of age against area, at one IGA and without a patient."""
    rules = load()
    trials = tuple(record for record in rules.trials if record.id in TRIALS)
    areas = open_areas((us_label(), *trials), SCORE, rules)
    names = ", ".join(area.short for area in areas)
    footer = f"Source: records {us_label().id}, {', '.join(TRIALS)}, each with its place on the page Sources; at IGA {SCORE.low:g}, which all admit."
    finding = f"Age and area that each admits: {names}"
    told = " ".join(alt_text(areas, kind, "none") for kind in ("label", "trial"))
    return titled(common_map_spec(areas, paper), finding, footer, f"{finding}. {told} {footer}"), areas


def show(name: str, paper: str, presenting: bool) -> None:
    """Draw the picture of a step with its table and downloads; in a room with large words."""
    drawn, rows = shown(name, paper)
    # what was sent is kept by key: the two sizes are two pictures
    key = f"story_{name}_large" if presenting else f"story_{name}"
    if presenting:
        magnified = MAGNIFIED.get(name, presenter.MAGNIFIED)
        drawn = large(drawn, magnified, HEIGHTS.get(name))
        presenter.magnify(magnified)
    if name == MAP:
        figure.show_with(drawn, how_many(len(rows), "area"), areas_table(rows), areas_sheet(rows, drawn), key)
    elif name == LABELS:
        told = how_many(len(rows), "version")
        table, sheet = (lambda: versions_table(rows, load_documents())), (lambda: versions_sheet(drawn, rows))
        figure.show_with(drawn, told, table, sheet, key)
    else:
        figure.show(drawn, rows, load_evidence(), load_documents(), key)


def prepare() -> None:
    """Build every picture once."""
    for paper in PAPERS:
        fit_map(paper)
    for draw in DRAWN.values():
        draw()
