"""What an educator takes along: story and cases as one printable handout, and each picture as a 16:9 slide."""

from collections.abc import Callable
from datetime import date
from importlib.util import find_spec

import streamlit as st

from ruxcheck.cases import load_cases
from ruxcheck.charts.drawings import drawings
from ruxcheck.charts.export import draft, pictures_possible
from ruxcheck.charts.frame import Picture
from ruxcheck.charts.slides import slides
from ruxcheck.document import Document
from ruxcheck.document_html import as_html
from ruxcheck.document_typst import as_pdf
from ruxcheck.evidence_files import load_evidence
from ruxcheck.framing import RESULTS
from ruxcheck.handout import handout
from ruxcheck.records import load, load_documents
from ruxcheck.state import INTENDED_USE, state_on
from ruxcheck.story import load_story
from ruxcheck.story_numbers import Facts
from ruxcheck.ui import labs_figures, story_figures
from ruxcheck.ui.bundle import packed
from ruxcheck.ui.shelf import download

PAPERS = {"a4": "A4", "letter": "Letter"}


def lecture_files() -> None:
    """Handout and slides behind one button; nothing is made before it is asked for."""
    with st.popover("Handout, slides", key="lecture_open", on_change="rerun") as box:
        if not box.open:
            return
        st.caption("The story with its pictures, every case to answer, and the answers on pages of their own.")
        with st.container(horizontal=True, gap="small"):
            download("Handout, HTML", lambda: as_html(_handout()), "ruxcheck-handout.html", "text/html", "handout_html")
            if find_spec("typst"):
                for paper, name in PAPERS.items():
                    file = f"ruxcheck-handout-{paper}.pdf"
                    download(f"Handout, PDF {name}", _pdf(paper), file, "application/pdf", f"handout_{paper}")
        if pictures_possible():
            st.caption(
                "Every picture of story and labs as a slide, 16:9, PNG and SVG, with its finding and its source."
            )
            download("Slides", slides_zip, "ruxcheck-slides.zip", "application/zip", "slides")
        else:
            st.caption('Slides: `pip install ".[pictures]"` on the server.')


def _pdf(paper: str) -> Callable[[], bytes]:
    return lambda: as_pdf(_handout(), paper)


def _handout() -> Document:
    """The handout of today, with pictures where they can be made."""
    steps, names = load_story(), [step.figure for step in load_story()]
    drawn = drawings(tuple(story_figures.shown(name)[0] for name in names)) if pictures_possible() else ()
    behind = Facts(load(), load_documents(), load_evidence())
    return handout(date.today(), steps, dict(zip(names, drawn)), load_cases(), behind)


def slides_zip() -> bytes:
    """One numbered slide for each step of the story and each picture of the labs, and a text that lists them."""
    state = state_on(load(), date.today()).words
    shown = _pictures()
    files: dict[str, str | bytes] = {"README.txt": _list_of(shown, state)}
    for name, slide in zip(shown, slides([draft(picture, state) for picture in shown.values()])):
        files |= {f"{name}.png": slide.png, f"{name}.svg": slide.svg}
    return packed(files)


def _pictures() -> dict[str, Picture]:
    labs = labs_figures.every_picture(RESULTS[0].id, date.today())
    story = {
        f"story-{number:02}-{step.id}": story_figures.shown(step.figure)[0]
        for number, step in enumerate(load_story(), 1)
    }
    return story | {f"lab-{name}": picture for name, picture in labs.items()}


def _list_of(shown: dict[str, Picture], state: str) -> str:
    lines = [f"{name}: {picture.finding}" for name, picture in shown.items()]
    return "\n".join(["RuxCheck: slides", f"{state}.", INTENDED_USE, "", *lines]) + "\n"
