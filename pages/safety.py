"""Safety: adverse events beside vehicle, the label's tables and warning, plasma levels, and the long term."""

from functools import partial

import streamlit as st
from markupsafe import Markup

from ruxcheck.store.evidence_files import evidence_label, load_displays, load_evidence
from ruxcheck.store.reading import load_documents
from ruxcheck.web.display import figures_table, show_figures, show_fixed, table_in_expander
from ruxcheck.web.evidence import exposure, safety
from ruxcheck.web.evidence.sources import chosen_conflicts
from ruxcheck.web.markup import paragraphs, show_html

evidence, documents, label, displays = load_evidence(), load_documents(), evidence_label(), load_displays()


def draw(shown: safety.Shown, key: str) -> None:
    show_figures(*shown, evidence, documents, key)


def conflicts(key: str, name: str, what: str) -> None:
    listed = partial(chosen_conflicts, documents, *displays[name].conflicts, caption=f"Conflicts on {what}")
    table_in_expander(f"Where the sources disagree on {what}", listed, key)


st.title("Safety: what was seen, in whom, for how long")

st.header("The boxed warning, and where its data come from")
show_fixed(lambda: safety.boxed_warning(label, documents), "safety_boxed_warning")
every = partial(safety.cautions_table, f"Cautions: {label.title}", label.cautions, documents)
table_in_expander(f"Every caution of this label: {len(label.cautions)}", every, "safety_cautions")

st.header(displays["safety-events"].title)
show_html(paragraphs(
    "Harm is counted here as benefit is on the Efficacy page: patients of 100, with a 95% interval. Events on vehicle "
    "show what happens with the base alone, which can itself sting."
))  # fmt: skip
left, right = st.columns(2, gap="large")
with left:
    draw(safety.events(), "safety_events")
    draw(safety.site_events(), "safety_site_events")
with right:
    draw(safety.differences(), "safety_differences")
    show_html(safety.numbers_needed_list())
    draw(safety.two_counts(), "safety_two_counts")
    show_html(paragraphs(displays["safety-two-counts"].note))
show_html(safety.first_weeks())
conflicts("safety_conflicts", "safety-events", "counts of the first 8 weeks")
table_in_expander("Who left in the first 8 weeks, and why", partial(safety.flow, "randomised"), "safety_flow")

st.header("The label's tables of adverse reactions: n (percent as printed)")
first, second = st.columns(2, gap="large")
with first:
    show_fixed(safety.label_adults, "safety_label_adults")
with second:
    show_fixed(safety.label_children, "safety_label_children")
counts, apart = st.columns(2, gap="large")
with counts:
    draw(safety.reactions(), "safety_reactions")
with apart:
    draw(safety.reaction_differences(), "safety_reaction_differences")

st.header("How much reaches the blood")
levels, reading = st.columns([3, 2], gap="large")
with levels:
    draw(exposure.exposure(), "safety_exposure")
with reading:
    show_html(exposure.how_to_read(evidence, documents))
others = partial(figures_table, exposure.other_levels(), evidence, documents, "Other levels")
table_in_expander("Other levels, which are not steady-state means", others, "safety_levels")
conflicts("safety_level_conflicts", "safety-levels", "levels in blood")

st.header("Single-arm trials, apart: no comparison")
picture, words = st.columns([3, 2], gap="large")
with picture:
    draw(safety.special_interest(), "safety_special_interest")
with words:
    show_html(paragraphs(
        Markup("<b>No event among so few children does not mean no risk.</b> The line shows what the count "
"still leaves open."),
        displays["safety-special-interest"].note,
    ))  # fmt: skip
alone = partial(figures_table, safety.single_arm(), evidence, documents, displays["safety-single-arm"].title)
table_in_expander("Adverse events of every single-arm trial, as printed", alone, "safety_single_arm")

st.header("Deaths and serious adverse events, trial by trial")
show_html(paragraphs(displays["safety-serious-events"].note))
table_in_expander("Every serious adverse event by term and arm", safety.serious_events, "safety_serious")

st.header("To 52 weeks: no vehicle beside")
show_fixed(safety.long_term_groups, "safety_long_term")
any_dose, children = st.columns(2, gap="large")
with any_dose:
    show_fixed(safety.long_term_any_dose, "safety_long_term_any_dose")
with children:
    show_fixed(safety.long_term_children, "safety_long_term_children")
conflicts("safety_later_conflicts", "safety-long-term", "counts to 52 weeks")
table_in_expander("Who left after week 8, and why", partial(safety.flow, "long-term"), "safety_flow_later")
