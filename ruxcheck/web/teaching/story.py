"""The Story page: presenter size, the picture and words of each step, and the handout and slides to take along.

A page hides more of itself by giving it a key that begins with "away"; pictures shown meanwhile are made by `charts.images.magnified_picture`
under a key that ends in "_large".
"""

from collections.abc import Callable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from ruxcheck.charts.eligibility_map import alt_text, combined_map_spec
from ruxcheck.charts.images import draft_of, magnified_picture, pictures_possible, slide_images, vector_images
from ruxcheck.charts.theme import Picture, titled
from ruxcheck.export.document import Document
from ruxcheck.export.handout import handout
from ruxcheck.export.render import as_html, as_pdf
from ruxcheck.export.table import INTENDED_USE, joined, source_link, state_on
from ruxcheck.kernel.check import open_areas
from ruxcheck.kernel.possible_values import Interval, how_many
from ruxcheck.store.evidence_files import (
    evidence_label,
    load_cases,
    load_displays,
    load_evidence,
    load_results,
    load_story,
)
from ruxcheck.store.reading import load, load_documents
from ruxcheck.teaching.story import FactBase, Step, places_of
from ruxcheck.web import display, session
from ruxcheck.web.check.margins import THEMES, areas_rows, areas_table
from ruxcheck.web.downloads import download_button, packed
from ruxcheck.web.evidence import efficacy, exposure, safety
from ruxcheck.web.evidence import trials as trials_figures
from ruxcheck.web.evidence.labels import label_versions, versions_rows, versions_table
from ruxcheck.web.link import STEP_PARAMETER
from ruxcheck.web.markup import escape_markdown, show_html, with_days_unbroken
from ruxcheck.web.teaching import labs_figures

ON = "presenting"
KEYS = "presenter_keys"
MAGNIFIED = 1.5  # words of 12 px become 18 px; presenter.css begins with it too
STYLE, SCROLLED = (
    Markup("<style>\n{}</style>").format(Markup(Path(__file__).with_name(name).read_text("utf-8")))
    for name in ("presenter.css", "presenter_scrolled.css")
)


def toggle(whole: bool = False) -> bool:
    """The button that turns presenter size on and off, also by P, off also by Esc; whether it is on. Applies the style.

    `whole` is for a page longer than a screen.
    """
    on = st.session_state.get(ON, False)
    st.button("Leave presenter size" if on else "Presenter size", key="presenter", shortcut="P", on_click=_turn)
    if on:
        show_html(STYLE + SCROLLED if whole else STYLE)
        with st.container(key=KEYS):
            st.button("Leave presenter size with Esc", key="presenter_esc", shortcut="Esc", on_click=_turn)
    return on


def _turn() -> None:
    st.session_state[ON] = not st.session_state.get(ON, False)


def magnify(times: float) -> None:
    """How far the picture of this run is magnified while presenter size is on."""
    show_html(Markup("<style>:root {{ --picture: {:g}; }}</style>").format(times))


# The picture of each step of the story: those of the other pages, and a map that is drawn for it alone.

Shown = tuple[Picture, tuple]
MAP, LABELS = "map", "labels"
SCORE = Interval(3, 3)  # an IGA that the label and both trials admit
# in a room: heights that let a step fit the screen, and how far a picture of few rows is magnified
HEIGHTS: dict[str, int | dict] = {MAP: 260, LABELS: {"step": 78}, "harms": {"step": 31}}
MAGNIFIED_STORY = {"patients": 1.9, "result": 1.9, "difference": 1.9, "exposure": 1.7, "unknown": 2.1}
DRAWN: dict[str, Callable[[], Shown]] = {
    "design": lambda: trials_figures.design(_trial()),
    "patients": lambda: trials_figures.patient_position(_trial(), "bsa_percent", you=False),
    "result": lambda: efficacy.responders(_trial(), "iga-ts"),
    "difference": lambda: efficacy.icons(_trial(), "iga-ts"),
    "itch": lambda: efficacy.early_itch((2,)),
    "harms": lambda: safety.events(safety.TOLD),
    "exposure": exposure.children,
    LABELS: lambda: label_versions(session.today(), load_displays()["story-labels"].jurisdictions),
    "unknown": safety.special_interest,
}


def _trial() -> str:
    """The trial that most steps tell of."""
    return load_displays()["story"].ids["trial"]


def shown(name: str, paper: str = "light") -> Shown:
    """The picture of a step by its name in `story.PICTURES`, and its rows: figures, areas of the map, or label versions."""
    return story_map(paper) if name == MAP else DRAWN[name]()


@lru_cache(maxsize=2)
def story_map(paper: str) -> Shown:
    """The United States label and two trials on one map of age against area, at one IGA and without a patient."""
    rules = load()
    trials = tuple(record for record in rules.trials if record.id in load_displays()["story-map"].records)
    areas = open_areas((evidence_label(), *trials), SCORE, rules)
    names = ", ".join(area.short for area in areas)
    footer = f"Source: records {evidence_label().id}, {', '.join(record.id for record in trials)}, each with its place on the page Sources; at IGA {SCORE.low:g}, which all admit."
    finding = f"Age and area that each admits: {names}"
    words = " ".join(alt_text(areas, kind, "none") for kind in ("label", "trial"))
    return titled(combined_map_spec(areas, paper), finding, footer, f"{finding}. {words} {footer}"), areas


def show(name: str, paper: str, presenting: bool) -> None:
    """Draw the picture of a step with its table and downloads; in a room with large words."""
    drawn, rows = shown(name, paper)
    # what was sent is kept by key: the two sizes are two pictures
    key = f"story_{name}_large" if presenting else f"story_{name}"
    if presenting:
        magnified = MAGNIFIED_STORY.get(name, MAGNIFIED)
        drawn = magnified_picture(drawn, magnified, HEIGHTS.get(name))
        magnify(magnified)
    if name == MAP:
        display.show_picture(drawn, how_many(len(rows), "area"), areas_table(rows), areas_rows(rows, drawn), key)
    elif name == LABELS:
        versions = how_many(len(rows), "version")
        table, behind = (lambda: versions_table(rows, load_documents())), (lambda: versions_rows(drawn, rows))
        display.show_picture(drawn, versions, table, behind, key)
    else:
        display.show_figures(drawn, rows, load_evidence(), load_documents(), key)


def prepare() -> None:
    """Build every picture once."""
    for paper in THEMES:
        story_map(paper)
    for draw in DRAWN.values():
        draw()


# One step of the story on screen: where one is, the words, and what they rest on.


def chosen(steps: tuple[Step, ...]) -> int:
    """Which step the address asks for; the first where it asks for none, or, said in words, for one that does not exist."""
    ids = [step.id for step in steps]
    value = st.query_params.get(STEP_PARAMETER, ids[0])
    if value in ids:
        return ids.index(value)
    st.warning(
        escape_markdown(
            f"The address asks for step '{value[:40]}'; allowed: {', '.join(ids)}. The first step is shown."
        )
    )
    return 0


def controls(ids: list[str], at: int, go: Callable[[str], None], keys: tuple[str, str] = ("Left", "Right")) -> None:
    """Back and next, by button and by arrow key; `go` opens a step by its id."""
    for label, to, key in (("Back", max(at - 1, 0), keys[0]), ("Next", min(at + 1, len(ids) - 1), keys[1])):
        st.button(label, key=f"story_{label}_{key}", shortcut=key, disabled=to == at, on_click=go, args=(ids[to],))


def remote(ids: list[str], at: int, go: Callable[[str], None]) -> None:
    """The same for the keys that a presenter's remote control sends; not seen."""
    with st.container(key="away_story_remote"):
        controls(ids, at, go, ("PageUp", "PageDown"))


def open_step(step: str) -> None:
    """Name a step in the address, which is where the page reads it."""
    st.query_params[STEP_PARAMETER] = step


def progress(count: int, at: int, what: str = "Story", part: str = "Step") -> Markup:
    """Where one is, in words and as a bar with one part for each step."""
    words = f"{part} {at + 1} of {count}"
    parts = Markup().join(
        Markup('<i class="{}"></i>').format("done" if number <= at else "") for number in range(count)
    )
    bar = Markup('role="progressbar" aria-label="{}" aria-valuemin="1" aria-valuemax="{}" aria-valuenow="{}"').format(
        what, count, at + 1
    )
    return Markup('<div class="rux rux-progress"><b>{}</b><span {} aria-valuetext="{}">{}</span></div>').format(
        words, bar, words, parts
    )


def step_text(step: Step) -> Markup:
    """The text of a step."""
    return words_beside(Markup("<p>{}</p>").format(with_days_unbroken(step.text)))


def words_beside(words: Markup) -> Markup:
    """Words in the size of a room while presenter size is on."""
    return Markup('<div class="rux rux-words">{}</div>').format(words)


def rests_on(step: Step) -> Markup:
    """The documents that every number of a step is taken from, as links."""
    documents = load_documents()
    facts = FactBase(load(), documents, load_evidence())
    links = joined("; ", [source_link(documents, source, "") for source, _ in places_of(step, facts)])
    return Markup('<div class="rux rux-rests"><p><small>Rests on: {}</small></p></div>').format(links)


def overview(steps: tuple[Step, ...], at: int) -> Markup:
    """Every step as a link to its address."""
    # plain links: a page link to the page one is on changes what is shown, but not the address
    items = (
        Markup('<li><a href="?{}={}" target="_self"{}>{}</a></li>').format(
            STEP_PARAMETER, step.id, " aria-current=step" if number == at else "", step.heading
        )
        for number, step in enumerate(steps)
    )
    return Markup('<nav class="rux rux-steps" aria-label="All steps"><h2>All steps</h2><ol>{}</ol></nav>').format(
        Markup().join(items)
    )


# What an educator takes along: story and cases as one printable handout, and each picture as a 16:9 slide.

PAPERS = {"a4": "A4", "letter": "Letter"}


def lecture_files() -> None:
    """Handout and slides behind one button; nothing is made before it is asked for."""
    with st.popover("Handout, slides", key="lecture_open", on_change="rerun") as box:
        if not box.open:
            return
        st.caption("The story with its pictures, every case to answer, and the answers on pages of their own.")
        with st.container(horizontal=True, gap="small"):
            download_button(
                "Handout, HTML", lambda: as_html(_handout()), "ruxcheck-handout.html", "text/html", "handout_html"
            )
            if find_spec("typst"):
                for paper, name in PAPERS.items():
                    file = f"ruxcheck-handout-{paper}.pdf"
                    download_button(f"Handout, PDF {name}", _pdf(paper), file, "application/pdf", f"handout_{paper}")
        if pictures_possible():
            st.caption(
                "Every picture of story and labs as a slide, 16:9, PNG and SVG, with its finding and its source."
            )
            download_button("Slides", slides_zip, "ruxcheck-slides.zip", "application/zip", "slides")
        else:
            st.caption('Slides: `pip install ".[pictures]"` on the server.')


def _pdf(paper: str) -> Callable[[], bytes]:
    return lambda: as_pdf(_handout(), paper)


def _handout() -> Document:
    """The handout of today, with pictures where they can be made."""
    steps, names = load_story(), [step.figure for step in load_story()]
    drawn = vector_images(tuple(shown(name)[0] for name in names)) if pictures_possible() else ()
    behind = FactBase(load(), load_documents(), load_evidence())
    return handout(session.today(), steps, dict(zip(names, drawn)), load_cases(), behind)


def slides_zip() -> bytes:
    """One numbered slide for each step of the story and each picture of the labs, and a text that lists them."""
    state = state_on(load(), session.today()).words
    shown = _pictures()
    files: dict[str, str | bytes] = {"README.txt": _list_of(shown, state)}
    for name, slide in zip(shown, slide_images([draft_of(picture, state) for picture in shown.values()])):
        files |= {f"{name}.png": slide.png, f"{name}.svg": slide.svg}
    return packed(files)


def _pictures() -> dict[str, Picture]:
    labs = labs_figures.every_picture(load_results()[0].id, session.today())
    story = {f"story-{number:02}-{step.id}": shown(step.figure)[0] for number, step in enumerate(load_story(), 1)}
    return story | {f"lab-{name}": picture for name, picture in labs.items()}


def _list_of(shown: dict[str, Picture], state: str) -> str:
    lines = [f"{name}: {picture.finding}" for name, picture in shown.items()]
    return "\n".join(["RuxCheck: slides", f"{state}.", INTENDED_USE, "", *lines]) + "\n"
