"""Safety: adverse events beside vehicle, the label's tables and warning, plasma levels, and the long term."""

from functools import partial

import streamlit as st

from ruxcheck.evidence_files import load_evidence
from ruxcheck.records import load_documents
from ruxcheck.ui import exposure_figures, safety_tables
from ruxcheck.ui import safety_figures as figures
from ruxcheck.ui.bundle import slug
from ruxcheck.ui.figure import figures_table, show
from ruxcheck.ui.markup import listed, prose
from ruxcheck.ui.maximum_use_figures import us_label
from ruxcheck.ui.safety_tables import chosen_conflicts
from ruxcheck.ui.tables import fold_table, show_table

evidence, documents, label = load_evidence(), load_documents(), us_label()


def draw(shown: figures.Shown, key: str) -> None:
    show(*shown, evidence, documents, key)


def events_table(caption: str, rows, groups=figures.BESIDE_VEHICLE) -> None:
    show_table(safety_tables.groups_table(caption, rows, groups, evidence, documents), slug(caption))


def words_only(rows) -> None:
    st.html(safety_tables.statements(rows, evidence, documents))


def conflicts(key: str, ids: tuple[str, ...], what: str = "counts") -> None:
    fold_table(f"Where the sources disagree on these {what}", partial(chosen_conflicts, documents, *ids), key)


st.title("Safety: what was seen, in whom, for how long")

st.header("TRuE-AD1 and TRuE-AD2: 8 weeks beside vehicle, 12 years and older")
st.html(prose(
    "Harm is counted here as benefit is on the Efficacy page: patients of 100, with a 95% interval. Events on vehicle "
    "show what happens without the drug."
))  # fmt: skip
left, right = st.columns(2, gap="large")
with left:
    draw(figures.events(), "safety_events")
    draw(figures.site_events(), "safety_site_events")
with right:
    draw(figures.differences(), "safety_differences")
    st.html(f'<div class="rux"><b>Numbers needed, against vehicle</b>{listed(list(figures.numbers_needed()))}</div>')
    draw(figures.two_counts(), "safety_two_counts")
    st.html(prose(
        "Poster and label differ by one patient in each arm. That moves the interval across zero: one count gives a number "
        "needed, the other gives none."
    ))  # fmt: skip
st.html(prose("<b>Said in words only, for these 8 weeks</b>"))
for source in (figures.POSTER, "hcp-ae"):
    words_only(evidence.find(trial="true-ad", population="safety", statistic="statement", source=source))
conflicts("safety_conflicts", figures.CONFLICTS)

st.header("The label's tables of adverse reactions: n (percent as printed)")
first, second = st.columns(2, gap="large")
with first:
    rows = evidence.find(source=label.source, locator="6.1 Table 1")
    events_table("Label, Table 1: TRuE-AD1/2, 12 years and older, 8 weeks", rows)
    st.html(prose(safety_tables.under_one_percent(figures.beneath_table_1(), evidence)))
with second:
    rows = evidence.find(source=label.source, locator="6.1 Table 2")
    events_table("Label, Table 2: TRuE-AD3, 2 to 11 years, 8 weeks", rows)
    stopped = evidence.find(trial="true-ad3", endpoint="teae-discontinued")
    events_table("TRuE-AD3, 8 weeks: maker's page, not in the label's table", stopped)
    st.html(prose("<b>Said in words only</b>"))
    words_only(evidence.find(trial="true-ad3", population="age-2-11", statistic="statement", source=label.source))
    words_only(evidence.find(trial="true-ad3", endpoint="aesi"))

st.header("The boxed warning, and where its data come from")
show_table(safety_tables.boxed_warning(label, documents), "safety_boxed_warning")
every = partial(safety_tables.cautions_table, f"Cautions: {label.title}", label.cautions, documents)
fold_table(f"Every caution of this label: {len(label.cautions)}", every, "safety_cautions")

st.header("How much reaches the blood")
levels, reading = st.columns([3, 2], gap="large")
with levels:
    draw(exposure_figures.exposure(), "safety_exposure")
with reading:
    st.html(exposure_figures.how_to_read(evidence, documents))
others = partial(figures_table, exposure_figures.other_levels(), evidence, documents, "Other levels")
fold_table("Other levels, which are not steady-state means", others, "safety_levels")
conflicts("safety_level_conflicts", ("reference-281-nm", "must-paediatric-patients"), "levels")

st.header("Single-arm trials, apart: no comparison")
picture, words = st.columns([3, 2], gap="large")
with picture:
    draw(figures.special_interest(), "safety_special_interest")
with words:
    st.html(prose(
        "<b>No event among so few children does not mean no risk.</b> The line shows what the count still leaves open.",
        "Counts of such events in TRuE-AD1 and TRuE-AD2, and deaths in any trial, were not read.",
    ))  # fmt: skip
alone = partial(figures_table, figures.single_arm(), evidence, documents, "Adverse events of single-arm trials")
fold_table("Adverse events of every single-arm trial, as printed", alone, "safety_single_arm")

st.header("To 52 weeks: no vehicle beside")
st.html(prose(
    "In TRuE-AD1 and TRuE-AD2 nobody stayed on vehicle after week 8. The groups began in different ways; they stand side by "
    "side to be read, not to be compared."
))  # fmt: skip
long_term = tuple(row for row in evidence.find(trial="true-ad-lts", time="52 weeks") if row.statistic == "percent")
rows = tuple(row for row in long_term if row.arm in figures.LONG_TERM and row.endpoint in figures.LONG)
events_table("TRuE-AD1/2 by group", rows, figures.LONG_TERM)
any_dose, children = st.columns(2, gap="large")
with any_dose:
    rows = tuple(row for row in long_term if row.population == "any-1.5-exposure")
    events_table("TRuE-AD1/2: maker's page, not label content", rows, {"rux-1.5": "Ever on 1.5%"})
with children:
    rows = evidence.find(trial="true-ad3-lts", population="any-1.5-exposure", time="52 weeks")
    whom = "TRuE-AD3, 2 to 11 years: maker's page, not label content"
    events_table(whom, rows, {"rux-1.5": "Ever on 1.5%, as printed"})
    words_only(evidence.find(trial="true-ad3-lts", endpoint="aesi"))
conflicts("safety_later_conflicts", figures.LATER_CONFLICTS)
