"""Efficacy: who responded, how far from vehicle, how soon, after what, and for how long."""

from collections.abc import Callable

import streamlit as st

from ruxcheck.evidence.figures import Evidence
from ruxcheck.store.evidence_files import load_displays, load_evidence, load_registry, shown_figures
from ruxcheck.store.reading import load, load_documents
from ruxcheck.web.display import figures_table, show_figures, show_fixed, table_in_expander
from ruxcheck.web.evidence import efficacy as figures
from ruxcheck.web.evidence.sources import chosen_conflicts
from ruxcheck.web.markup import paragraphs, show_html
from ruxcheck.web.session import carried_over

evidence, registry, documents = load_evidence(), load_registry(), load_documents()
words = figures.words_of_both()


def draw(shown: figures.Shown, key: str, behind: Evidence = words) -> None:
    if shown is None:
        st.info("Not read: no source at hand gives these figures.")
        return
    show_figures(*shown, behind, documents, key)


def draw_by_trial(build: Callable[..., figures.Shown | None], key: str, *choice: str) -> None:
    """One figure a single trial of the study, side by side, from the registry's records."""
    for column, trial in zip(st.columns(2, gap="large"), figures.single_trials(study)):
        with column:
            draw(build(trial, *choice), "_".join((key, trial, *choice)), registry)


st.title("Efficacy: what 8 weeks of treatment changed")
carried_over(load(), figures.studies(), "efficacy_study", figures.pooled_study())
one, two = st.columns(2)
with one:
    study = st.segmented_control(
        "Study", list(figures.studies()), key="efficacy_study", required=True, persist_state="session", wrap=True,
        format_func=figures.studies().get,
    )  # fmt: skip
with two:
    endpoint = st.segmented_control(
        "Endpoint", list(figures.CHOICES), default="iga-ts", key="efficacy_endpoint", required=True,
        persist_state="session", wrap=True, format_func=figures.CHOICES.get,
    )  # fmt: skip
st.caption(f"{figures.choice_in_words(endpoint)} The choice changes what is shown, never an interval.")

if endpoint in figures.ENDPOINTS:
    st.header("Who responded")
    left, right = st.columns(2, gap="large")
    with left:
        draw(figures.responders(study, endpoint), f"responders_{study}_{endpoint}")
    with right:
        draw(figures.icons(study, endpoint), f"icons_{study}_{endpoint}")
    st.header("Over the weeks, trial by trial")
    draw_by_trial(figures.over_weeks, "weeks", endpoint)
    st.header("Difference from vehicle")
    left, right = st.columns([2, 1], gap="large")
    with left:
        draw(figures.differences(endpoint), f"differences_{endpoint}")
    with right:
        show_html(figures.differences_in_words(endpoint))
elif endpoint == figures.SLEEP:
    st.header("Over the weeks, trial by trial")
    draw_by_trial(figures.over_weeks, "weeks", endpoint)
    conflicts = load_displays()["efficacy-sleep"]
    show_fixed(lambda: chosen_conflicts(documents, *conflicts.conflicts, caption=conflicts.title), "efficacy_sleep")
elif endpoint == figures.SCORAD:
    st.header("Over the weeks, trial by trial")
    draw_by_trial(figures.scorad_over_weeks, "scorad")
    st.header("Both trials pooled, as published")
    draw(figures.scorad(), "scorad")
else:
    st.header("After week 8: as needed, no vehicle group")
    st.markdown("These groups were not compared with vehicle; the endpoint is IGA 0 or 1, not treatment success.")
    draw_by_trial(figures.to_week_52, "week_52")
    later = load_displays()["efficacy-after-week-8"]
    show_fixed(lambda: figures_table(shown_figures(later.id), evidence, documents, later.title), "efficacy_later")

st.header("Every responder endpoint of one trial at week 8")
show_html(paragraphs(figures.ranked_endpoints()))
draw_by_trial(figures.every_endpoint, "endpoints")

st.header("How soon: itch")
left, right = st.columns(2, gap="large")
with left:
    draw(figures.itch_at_12_hours(), "itch_12_h")
with right:
    draw(figures.early_itch(), "early_itch")
days = tuple(row for row in evidence.figures if row.endpoint == "itch-nrs4-post-hoc")
table_in_expander(
    "Day 2, a post hoc analysis without printed patient numbers",
    lambda: figures_table(days, evidence, documents, "Itch on day 2, post hoc"),
    "itch_day_2",
)

st.header("After earlier treatment")
draw(figures.prior_therapy(), "prior_therapy")
st.caption("One patient may stand in more than one of these groups, and they were not tested against each other.")
stated = load_displays()["efficacy-statements"]
table_in_expander(
    stated.title,
    lambda: figures_table(shown_figures(stated.id), evidence, documents, stated.title),
    "efficacy_statements",
)
