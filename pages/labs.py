"""Labs: one result in several frames, sources that disagree, and what no event can say. For teaching."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from ruxcheck.kernel.parsing import InputError
from ruxcheck.store.evidence_files import load_displays, load_evidence
from ruxcheck.store.reading import load_documents
from ruxcheck.teaching.labs import MOST, whole_patients
from ruxcheck.web import session
from ruxcheck.web.display import show_table
from ruxcheck.web.markup import escape_markdown, paragraphs, show_html
from ruxcheck.web.patient_form import LIVE
from ruxcheck.web.teaching import labs as texts
from ruxcheck.web.teaching import labs_figures as figures
from ruxcheck.web.teaching import story
from ruxcheck.web.teaching.labs import chosen_lab

evidence, documents = load_evidence(), load_documents()
today = session.today()
LINE = 640  # pixels of prose that stay easy to read


def draw_frame(name: str, frame: str) -> None:
    if shown := figures.FRAMES[frame](name):
        texts.draw(shown, f"labs_{frame}_{name}")
    else:
        st.info(texts.not_given(name, frame, evidence))
    show_html(paragraphs(texts.READ[frame]))


def framing() -> None:
    name = texts.chosen_result()
    st.caption(f"{texts.definition(name)} The choice changes what is shown, never an interval.")
    st.header("One result in four frames")
    for pair in (("absolute", "icons"), ("number", "relative")):
        for column, frame in zip(st.columns(2, gap="large"), pair):
            with column:
                draw_frame(name, frame)
    show_table(texts.frames_table(name, evidence, documents), "labs_frames")

    st.header("HYPOTHETICAL: the same proportions from 20, 200 or 2,000 patients")
    with st.container(width=LINE):
        show_html(paragraphs(texts.HYPOTHETICAL))
    left, right = st.columns(2, gap="large")
    with left:
        texts.draw_rows(figures.sizes_arms(name), texts.effects_rows, f"labs_hypothetical_arms_{name}")
    with right:
        texts.draw_rows(figures.sizes_differences(name), texts.effects_rows, f"labs_hypothetical_differences_{name}")
    show_table(texts.sizes_table(name, evidence), "labs_hypothetical")


def disagreement() -> None:
    counts, area, age = texts.DISAGREEMENTS
    beside(counts, partial(texts.draw, figures.two_counts(), "labs_two_counts"))
    show_table(texts.counts_table(evidence, documents), "labs_counts")
    for heading, shown, key in ((area, figures.areas(today), "labs_areas"), (age, figures.ages(today), "labs_ages")):
        beside(heading, partial(texts.draw_rows, shown, texts.readings_rows, key))
        show_table(texts.readings_table(f"{heading}: what the rules say", shown[1]), f"{key}_rules")


def beside(heading: str, drawn: Callable[[], None]) -> None:
    """A picture of what a choice changes, and beside it what the sources say, what is taken and why."""
    st.header(heading)
    picture, words = st.columns([3, 2], gap="large")
    with picture:
        drawn()
    with words:
        for conflict in load_displays()[texts.DISAGREEMENTS[heading]].conflicts:
            show_html(texts.sources_say(conflict, documents))


def zero() -> None:
    st.header("No event among few children")
    with st.container(width=LINE):
        show_html(texts.counted_bound())
    left, right = st.columns(2, gap="large")
    with left:
        texts.draw_rows(figures.chances(), texts.chances_rows, "labs_chances")
        show_html(texts.can_say(documents))
    with right:
        texts.draw_rows(figures.bounds(), texts.bounds_rows, "labs_bounds")
        show_html(texts.cannot_say())
    st.header("HYPOTHETICAL: no event in another number of patients")
    typed = st.text_input(
        f"Patients, 1 to {MOST:,}", key="labs_patients", placeholder="50", width=240, live=LIVE, max_chars=12,
        autocomplete="off", persist_state="session",
    )  # fmt: skip
    if typed and typed.strip():
        try:
            show_table(texts.none_of(whole_patients(typed)), "labs_none_of")
        except InputError as error:
            st.error(escape_markdown(str(error)))


if st.session_state.get(story.ON):
    slide, choices = st.container(key="lab_slide"), st.container(horizontal=True)
    with choices:
        lab = chosen_lab()
        name = texts.chosen_result() if lab == "framing" else ""
    with slide:
        texts.show_slide(lab, name, today, documents)
else:
    st.title("Labs: the same evidence, looked at twice")
    story.toggle()
    {"framing": framing, "disagreement": disagreement, "zero": zero}[chosen_lab()]()
