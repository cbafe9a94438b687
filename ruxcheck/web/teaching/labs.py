"""The Labs page in words and tables: every number comes from a record, a figure or the arithmetic."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import NamedTuple

import streamlit as st
from markupsafe import Markup

from ruxcheck.charts.forest_plot import bound_in_words, chance_in_words, kind_of, rate_in_words
from ruxcheck.charts.images import magnified_picture
from ruxcheck.charts.proportions import counted
from ruxcheck.charts.theme import Picture
from ruxcheck.evidence.figures import (
    APPROVED_STRENGTH,
    COMPARATOR,
    Effect,
    Evidence,
    difference_in_words,
    interval_in_words,
    percent_of,
)
from ruxcheck.export.table import Table, bold, bullets, heading, lines, marked_result, run, small, source_link
from ruxcheck.kernel.records import Documents
from ruxcheck.store.evidence_files import load_displays, load_evidence
from ruxcheck.store.reading import load_documents
from ruxcheck.teaching.labs import (
    Bound,
    Chance,
    Interpretation,
    judged_differently,
    needed_in_words,
    ratio_in_words,
    relative_change_in_words,
    upper_bound,
)
from ruxcheck.web.display import rows_behind, show_figures, show_picture
from ruxcheck.web.evidence import safety
from ruxcheck.web.evidence.maximum_use import trial_record
from ruxcheck.web.link import LAB_PARAMETER, from_address
from ruxcheck.web.markup import escape_markdown, paragraphs, screen_reader_text, show_html
from ruxcheck.web.teaching import labs_figures, story
from ruxcheck.web.teaching.labs_figures import chances_for

FRAMES = ("Result", "1.5%", "Vehicle", "Difference", "Number needed", "Ratio, and change in percent", "Where")
EFFECTS = ("kind", "arm", "n", "N", "percent", "low", "high", "interval", "difference", "difference_low", "difference_high", "method", "NNT", "count", "source", "locator")  # fmt: skip

ARITHMETIC = "Source: arithmetic, no data; exact two-sided 95% interval of no event."


def frames_table(chosen: str, evidence: Evidence, documents: Documents) -> Table:
    """Every result of the lab in every frame; the chosen one first and bold."""
    ordered = sorted(labs_figures.results().values(), key=lambda item: item.id != chosen)
    rows = tuple(_frames(item.id, item.id == chosen, evidence, documents) for item in ordered)
    return roomy("Every result in every frame, 95% intervals", FRAMES, rows)


def roomy(caption: str, heads: tuple[str, ...], rows: tuple[tuple, ...]) -> Table:
    """A table of sentences: on a phone it is pushed aside instead of breaking each of them into a column of words."""
    return Table(caption, heads, rows, look="frames")


def _frames(name: str, is_chosen: bool, evidence: Evidence, documents: Documents) -> tuple:
    treated, vehicle = labs_figures.counted(name)
    direction = evidence.endpoints[treated.endpoint].direction
    named = labs_figures.results()[name].named
    change = relative_change_in_words(treated)
    return (
        bold(named) if is_chosen else named,
        counted(treated),
        counted(vehicle),
        difference_in_words(treated),
        needed_in_words(treated, direction),
        f"{ratio_in_words(treated)}; {change}" if change else ratio_in_words(treated),
        source_link(documents, treated.source, treated.locator),
    )


def sizes_table(name: str, evidence: Evidence) -> Table:
    """The trial as counted and in made-up sizes: counts, percentages, intervals, difference and number needed."""
    pairs = (labs_figures.counted(name), *labs_figures.resized(name))
    rows = []
    for treated, vehicle in pairs:
        kind, direction = kind_of(treated), evidence.endpoints[treated.endpoint].direction
        needed = needed_in_words(treated, direction)
        texts = (f"{treated.N + vehicle.N:,}", counted(treated), counted(vehicle), difference_in_words(treated), needed)
        rows.append((kind.upper(), *texts))
    heads = ("Kind", "Patients in both arms", "1.5%", "Vehicle", "Difference", "Number needed")
    return roomy(f"HYPOTHETICAL sizes beside the counted one: {labs_figures.results()[name].named}", heads, tuple(rows))


def effects_rows(shown: Picture, rows: tuple[Effect, ...]) -> Table:
    """Counted and made-up proportions with their differences, as rows to take away."""
    return rows_behind(shown, EFFECTS, [_effect(row) for row in rows])


def _effect(row: Effect) -> tuple:
    interval = (percent_of(row), row.ci_low, row.ci_high, row.ci_method)
    return (kind_of(row).upper(), row.arm, row.n, row.N, *interval, row.rd, row.rd_low, row.rd_high, row.rd_method, row.nnt, row.n_origin, row.source, row.locator)  # fmt: skip


def readings_rows(shown: Picture, rows: tuple[Interpretation, ...]) -> Table:
    """What each reading says of each patient, as rows to take away."""
    header = ("reading", "patient", "core_result", "because", "reading_of_this_tool")
    return rows_behind(shown, header, [(*row[:-1], "yes" if row.taken else "no") for row in rows])


def readings_table(caption: str, rows: tuple[Interpretation, ...]) -> Table:
    """One line a patient, one column a reading: the result and why."""
    readings = dict.fromkeys((row.reading, row.taken) for row in rows)
    heads = [f"Read as {name}" + (" (this tool)" if taken else "") for name, taken in readings]
    others = judged_differently(rows)
    body = tuple(
        (
            bold(patient),
            *(lines(bold(marked_result(row.result)), row.because) for row in rows if row.patient == patient),
            "differs" if patient in others else "the same",
        )
        for patient in dict.fromkeys(row.patient for row in rows)
    )
    return roomy(caption, ("Patient", *heads, "Does the choice matter?"), body)


def chances_rows(shown: Picture, rows: tuple[Chance, ...]) -> Table:
    """Chances as rows to take away."""
    return rows_behind(shown, ("true_rate_of_100", "patients", "trials_without_event_of_100"), rows)


def bounds_rows(shown: Picture, rows: tuple[Bound, ...]) -> Table:
    """Bounds as rows to take away; what is made up says so."""
    cells = [(row.patients, 0, row.high, "COUNTED" if row.counted else "HYPOTHETICAL") for row in rows]
    return rows_behind(shown, ("patients", "events", "upper_bound_of_100", "kind"), cells)


def as_shown(table: Table) -> Table:
    """The rows to take away as the page shows them, their heads in words."""
    return table._replace(heads=tuple(name.replace("_", " ") for name in table.heads))


def none_of(patients: int) -> Table:
    """What no event among so many made-up patients would leave open, and how often it would be seen at each true rate."""
    bound = Bound(patients, upper_bound(patients), False)
    rows = tuple((rate_in_words(chance), chance_in_words(chance)) for chance in chances_for(patients))
    caption = f"HYPOTHETICAL, no event in {patients:,} patients: {bound_in_words(bound)}"
    return Table(caption, ("Were this the true rate", "No event"), rows, source=ARITHMETIC)


# The words of the labs: every number comes from a record, a figure or the arithmetic.

DISAGREEMENTS = {
    "Two counts of adverse events": "labs-counts",
    "At least 35%, or over 35%": "labs-area",
    "An old age limit that is still quoted": "labs-age",
}
KINDS = {"higher is better": "Benefit", "lower is better": "Harm"}
READ = {
    "absolute": "How many patients it concerns, with and without the drug. The other frames all start from these counts.",
    "icons": "The same two arms to be counted, 100 icons each. Icons hide the interval, so it stands in the source line.",
    "number": "One number for the difference. It holds for this comparison, this time and these patients only.",
    "relative": "Says nothing of how many: the same ratio can stand for 2 in 100 or 40 in 100. Read it last.",
}
HYPOTHETICAL = run(
    bold("HYPOTHETICAL."),
    " Nobody studied these patients. The two proportions stay as they are, the "
    "trial becomes smaller or larger: 20 patients are 10 in each arm, 200 are 100, 2,000 are 1,000. "
    "Counts are rounded to whole patients, so the percentages move a little; a rare event can vanish.",
)


def option(name: str) -> str:
    """A result by name, as it stands in the choice: "Benefit: EASI-75, 12 y and older"."""
    result = labs_figures.results()[name]
    return f"{KINDS[load_evidence().endpoints[result.endpoint].direction]}: {result.named}"


def definition(name: str) -> str:
    """What was counted."""
    return load_evidence().endpoints[labs_figures.results()[name].endpoint].definition


def not_given(name: str, frame: str, evidence: Evidence) -> str:
    """Why this result has no picture in a frame."""
    treated = labs_figures.counted(name).treated
    if frame == "relative":
        return f"Ratio: {ratio_in_words(treated)}."
    return f"Number needed: {needed_in_words(treated, evidence.endpoints[treated.endpoint].direction)}."


def counts_table(evidence: Evidence, documents: Documents) -> Table:
    """Any adverse event by poster and by label: both arms, difference, number needed."""
    rows = tuple(
        _count(source, name, evidence, documents) for source, name in load_displays()["safety-two-counts"].words.items()
    )
    heads = ("Counted by", "1.5%", "Vehicle", "Difference", "Number needed", "Where")
    return roomy("Any adverse event: what the choice of the count changes", heads, rows)


def _count(source: str, name: str, evidence: Evidence, documents: Documents) -> tuple:
    treated, vehicle = (safety.event("teae", arm, source) for arm in (APPROVED_STRENGTH, COMPARATOR))
    texts = [f"{arm.counts}: {interval_in_words(arm)}" for arm in (treated, vehicle)]
    texts += [difference_in_words(treated), needed_in_words(treated, evidence.endpoints["teae"].direction)]
    return bold(name), *texts, source_link(documents, source, treated.locator)


def sources_say(name: str, documents: Documents) -> Markup:
    """What each source says and where; then what the tool takes, and why."""
    conflict = next(conflict for conflict in documents.conflicts if conflict.id == name)
    return paragraphs(
        bold("What the sources say"),
        bullets(
            run(item.text, " ", small(source_link(documents, item.source, item.locator))) for item in conflict.says
        ),
        run(bold("What this tool takes:"), f" {conflict.handling}"),
        run(bold("Why:"), f" {conflict.because}"),
    )


def can_say(documents: Documents) -> Markup:
    """What no event among so few can tell."""
    effect, row = labs_figures.none_seen(), labs_figures.figure()
    chances = {chance.rate: chance for chance in labs_figures.chances_for(effect.N)}
    items = [
        run(
            f"Of {effect.N} children none had one of the events looked for. {row.note} ",
            small(source_link(documents, row.source, row.locator)),
        ),
        f"A true rate above {effect.ci_high:.1f} of 100 fits badly: at that rate {chances[effect.ci_high].of_100:.1f} of 100 such trials "
        "would see none, above it fewer.",
        f"A true rate of 5 of 100 fits well: {chances[5].of_100:.1f} of 100 such trials would see none.",
    ]
    return paragraphs(heading("Can say"), bullets(items))


def cannot_say() -> Markup:
    """What it cannot tell."""
    effect, row = labs_figures.none_seen(), labs_figures.figure()
    rules = "; ".join(rule.statement for rule in trial_record().criteria if rule.core)
    items = [
        f"That such events never happen: up to {effect.ci_high:.1f} of 100 stays open.",
        "That the cream causes them more or less often than no cream: there was no group to compare with.",
        f"Anything on events that were not looked for, or after the time observed ({row.time}; by design up to week "
        f"{trial_record().periods[-1].end_week}).",
        f"Anything on other patients. Entry: {rules}.",
    ]
    return paragraphs(heading("Cannot say"), bullets(items))


def counted_bound() -> Markup:
    """The counted group in one sentence."""
    effect = labs_figures.none_seen()
    return paragraphs(
        run(
            "Counted: ",
            bold(interval_in_words(effect)),
            f" ({effect.ci_method}, two-sided 95%). The bound is the rate at which a trial of {effect.N} would see no event "
            "2.5 times of 100. All other numbers of patients here are HYPOTHETICAL.",
        )
    )


# The pictures of the labs, drawn with their rows behind them.


def draw(shown: labs_figures.Framed, key: str) -> None:
    """A picture of figures."""
    show_figures(*shown, load_evidence(), load_documents(), key)


def draw_rows(shown, behind, key: str) -> None:
    """A picture whose rows are no figures of the data files."""
    picture, rows = shown
    made = partial(behind, picture, rows)
    show_picture(picture, f"{len(rows)} rows{screen_reader_text(picture.finding)}", lambda: as_shown(made()), made, key)


# Which lab is open: chosen on the page, or named in the address as ?lab=..., and written there when it is changed.
CHOICE = "lab"
LABS = {"framing": "Framing", "disagreement": "Disagreement", "zero": "Zero events"}


def chosen_result() -> str:
    """Draw the choice of a result and read it."""
    return st.selectbox(
        "Result", list(labs_figures.results()), key="labs_result", format_func=option, persist_state="session",
        width=480,
    )  # fmt: skip


def chosen_lab() -> str:
    """Draw the choice and read it; an address that names no lab is explained."""
    named = st.query_params.get(LAB_PARAMETER)
    if named is not None and named not in LABS:
        st.warning(escape_markdown(f"lab: '{named[:20]}' is no lab; allowed: {', '.join(LABS)}. Choose one below."))
    st.session_state[CHOICE] = from_address(LAB_PARAMETER, list(LABS), CHOICE)
    return st.segmented_control(
        "Lab", list(LABS), key=CHOICE, required=True, format_func=LABS.get, on_change=_into_address
    )


def _into_address() -> None:
    st.query_params[LAB_PARAMETER] = st.session_state[CHOICE]


# In a room a lab is a row of slides: one picture each with what to say of it, turned by the keys of the story.

SLIDE = "labs_slide"
# how far a picture of few rows is magnified, and rows low enough for a slide to fit the screen
MAGNIFIED = {"absolute": 1.9, "icons": 1.9, "number": 1.9, "relative": 1.9, "sizes_arms": 1.1}
HEIGHTS: dict[str, int | dict] = {
    "sizes_arms": {"step": 37},
    "sizes_differences": {"step": 40},
    "chances": {"step": 32},
    "bounds": {"step": 34},
}


class Slide(NamedTuple):
    """One picture of a lab for a room, with its rows and the words beside it; the finding is its title.

    `behind` makes the rows to take away; None for pictures of figures.
    """

    id: str
    shown: tuple[Picture, tuple]
    words: Markup
    behind: Callable[..., Table] | None = None


def slides_of(lab: str, result: str, on: date, documents: Documents) -> tuple[Slide, ...]:
    """The slides of a lab in order; a frame that a result has no picture in is left out."""
    figures = labs_figures
    if lab == "framing":
        frames = tuple(
            Slide(frame, shown, paragraphs(READ[frame]))
            for frame, build in figures.FRAMES.items()
            if (shown := build(result))
        )
        return (
            *frames,
            Slide("sizes_arms", figures.sizes_arms(result), paragraphs(HYPOTHETICAL), effects_rows),
            Slide("sizes_differences", figures.sizes_differences(result), paragraphs(HYPOTHETICAL), effects_rows),
        )
    if lab == "disagreement":
        shown = ((figures.two_counts(), None), (figures.areas(on), readings_rows), (figures.ages(on), readings_rows))
        return tuple(
            Slide(display, picture, Markup().join(_say(display, documents)), behind)
            for display, (picture, behind) in zip(DISAGREEMENTS.values(), shown, strict=True)
        )
    return (
        Slide("chances", figures.chances(), can_say(documents), chances_rows),
        Slide("bounds", figures.bounds(), cannot_say(), bounds_rows),
    )


def _say(display: str, documents: Documents) -> list[Markup]:
    return [sources_say(conflict, documents) for conflict in load_displays()[display].conflicts]


def slide_at(slides: tuple[Slide, ...]) -> int:
    """Which slide is open; the first where none of this lab was."""
    ids = [slide.id for slide in slides]
    return ids.index(st.session_state[SLIDE]) if st.session_state.get(SLIDE) in ids else 0


def open_slide(name: str) -> None:
    """Turn to a slide."""
    st.session_state[SLIDE] = name


def show_slide(lab: str, name: str, on: date, documents: Documents) -> None:
    """One picture of a lab in a room, with what to say of it beside; back and next as in the story."""
    shown = slides_of(lab, name, on, documents)
    at, ids = slide_at(shown), [slide.id for slide in shown]
    slide = shown[at]
    with st.container(horizontal=True, vertical_alignment="center", key="story_controls"):
        show_html(story.progress(len(shown), at, LABS[lab], "Slide"), width="stretch")
        story.controls(ids, at, open_slide)
        story.toggle()
    st.title(escape_markdown(slide.shown[0].finding))
    words, picture = st.columns([1, 1] if lab == "disagreement" else [2, 3], gap="large")
    with words:
        show_html(story.words_beside(slide.words))
    with picture:
        magnified = MAGNIFIED.get(slide.id, story.MAGNIFIED)
        large = magnified_picture(slide.shown[0], magnified, HEIGHTS.get(slide.id))
        story.magnify(magnified)
        key = f"labs_{slide.id}_{name}_large"
        if slide.behind:
            draw_rows((large, slide.shown[1]), slide.behind, key)
        else:
            draw((large, slide.shown[1]), key)
    story.remote(ids, at, open_slide)
