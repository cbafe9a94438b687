"""A help to count %BSA by palm or by region; it fills in %BSA only when the user says so."""

from html import escape

import streamlit as st

from ruxcheck.body_regions import BodyRegions, RegionChart, affected, load_regions
from ruxcheck.model import Documents
from ruxcheck.records import load_documents
from ruxcheck.ui.markup import located
from ruxcheck.values import Interval, plain

PARTS = {"none": 0, "¼": 25, "½": 50, "¾": 75, "all": 100}
BY_PALM, BY_REGION = "by palm", "by region"


@st.dialog("Count %BSA", width="large")
def count_bsa(age: Interval) -> None:
    """Count by the patient's palm or by the regions of the chart for a possible age, and offer the result."""
    regions, documents = load_regions(), load_documents()
    way = st.segmented_control("Count", [BY_PALM, BY_REGION], default=BY_PALM, required=True, key="count_way")
    if way == BY_PALM:
        _palms(regions, documents)
    else:
        _regions(regions, documents, age)


def _palms(regions: BodyRegions, documents: Documents) -> None:
    palm = regions.palm
    st.html(f'<p class="rux">{escape(palm.statement)} ({located(documents, palm.source, palm.locator)}).</p>')
    count = st.number_input(
        "Palms of the patient, fingers included", 0.0, 125.0, None, 0.5, format="%g", key="count_palms", width=320
    )
    if count:
        found = regions.of_palms(count)
        _offer("-".join(f"{plain(end)}" for end in found), f"{found.low:g} to {found.high:g}%")


def _regions(regions: BodyRegions, documents: Documents, age: Interval) -> None:
    found = regions.chart_for(age)
    if found is None:
        st.info(
            "No verified chart covers this age: an exact age under 16 years or from 18 years is needed. Count by palm instead."
        )
        return
    chart, column = found
    st.html(
        f'<p class="rux"><b>{escape(chart.title)}: {escape(chart.columns[column][0])}</b> '
        f"({located(documents, chart.source, chart.locator)}). {escape(chart.note)}</p>"
    )
    offer = st.container(horizontal=True, vertical_alignment="center")  # above the list, which is long on a phone
    total = affected(chart.shares(column), _chosen(chart, column))
    with offer:
        st.markdown(f"**{total:g}% of body surface**")
        if total:
            _offer(f"{total:g}", f"{total:g}%")


def _chosen(chart: RegionChart, column: int) -> dict[str, float]:
    """How much of each region is affected, as chosen; left and right stand beside one another."""
    chosen: dict[str, float] = {}
    shares = chart.shares(column)
    named = [part for region in chart.regions for part in region.parts]
    with st.container(key="count_regions", horizontal=True, gap="small"):
        for part, name in named:
            words = f"{name} ({shares[part]:g}%)"
            answer = st.segmented_control(words, list(PARTS), key=f"count_{chart.id}_{part}", width=300)
            chosen[part] = PARTS[answer or "none"]
    return chosen


def _offer(typed: str, words: str) -> None:
    """The only way from here into the form: a button that says what it will fill in."""
    if st.button(f"Use {words} as %BSA", key="count_use", type="primary", on_click=_fill, args=(typed,)):
        st.rerun()


def _fill(typed: str) -> None:
    st.session_state.update(bsa=typed, estimate=False)
