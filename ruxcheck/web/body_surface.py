"""Counting affected body surface on a figure to tap or by palm: a help that fills in %BSA only when it is told to."""

from typing import NamedTuple

import streamlit as st
from markupsafe import Markup

from ruxcheck.export.table import source_link
from ruxcheck.kernel.amount import BodyRegions, RegionChart, affected
from ruxcheck.kernel.possible_values import Interval, plain
from ruxcheck.kernel.records import Documents
from ruxcheck.store.evidence_files import load_regions
from ruxcheck.store.reading import load_documents
from ruxcheck.web.markup import show_html

ON_FIGURE, BY_PALM = "on a figure", "by palm"
PARTS = {"¼": 25, "½": 50, "¾": 75, "all": 100}
AREAS = "count_areas"


@st.dialog("Count %BSA", width="large")
def count_bsa(age: Interval) -> None:
    """Count on the figure of a possible age or by the patient's palm, and offer the result."""
    regions, documents = load_regions(), load_documents()
    way = st.segmented_control("Count", [ON_FIGURE, BY_PALM], default=ON_FIGURE, required=True, key="count_way")
    if way == BY_PALM:
        _palms(regions, documents)
    else:
        _figure(regions, documents, age)


def _palms(regions: BodyRegions, documents: Documents) -> None:
    palm = regions.palm
    show_html(
        Markup('<p class="rux">{} ({}).</p>').format(palm.statement, source_link(documents, palm.source, palm.locator))
    )
    count = st.number_input(
        "Palms of the patient, fingers included", 0.0, 125.0, None, 0.5, format="%g", key="count_palms", width=320
    )
    if count:
        _offer(regions.of_palms(count))


def _figure(regions: BodyRegions, documents: Documents, age: Interval) -> None:
    found = regions.chart_for(age)
    if found is None:
        st.info(
            "The shares depend on age: type one age first (an age range across two charts has none). Or count by palm."
        )
        return
    chart, column = found
    shares = chart.shares(column)
    names = {part: name for region in chart.regions for part, name in region.parts}
    # another age may have another chart: what was tapped on it is no area of this one
    st.session_state[AREAS] = [part for part in st.session_state.get(AREAS) or [] if part in shares]
    top = st.container(key="count_total", horizontal=True, vertical_alignment="center")
    figure, listed = st.columns([2, 3], gap="medium")
    with listed:
        tapped = st.pills(
            "Areas affected: tap the figure, or choose here",
            list(shares),
            selection_mode="multi",
            key=AREAS,
            format_func=lambda part: names[part],
            wrap=True,
        )
        parts = _how_much(tapped, names, shares)
    with figure:
        show_html(body_figure(chart, column, parts))
    with top:
        total = affected(shares, parts)
        st.markdown(f"**{_range(total)}% of body surface**")
        if total.high:
            _offer(total)
            st.button("Clear", key="count_clear", on_click=st.session_state.update, kwargs={AREAS: []})
    show_html(
        Markup(
            '<p class="rux"><b>{}: {}</b> ({}). {} Front and back of a limb or of the head count half each.</p>'
        ).format(
            chart.title, chart.columns[column][0], source_link(documents, chart.source, chart.locator), chart.statement
        )
    )


def _how_much(tapped: list[str], names: dict[str, str], shares: dict[str, Interval]) -> dict[str, float]:
    """How much of each area is affected, in percent of the area: all of it unless said otherwise."""
    parts: dict[str, float] = {}
    with st.container(horizontal=True, gap="small"):
        for part in tapped:
            st.session_state.setdefault(f"count_{part}", "all")
            words = f"{names[part]} ({_range(shares[part])}%)"
            parts[part] = PARTS[st.segmented_control(words, list(PARTS), key=f"count_{part}", required=True, width=230)]
    return parts


def _range(percent: Interval) -> str:
    return "-".join(dict.fromkeys(f"{plain(end)}" for end in percent))


def _offer(percent: Interval) -> None:
    """The only way from here into the form: a button that says what it will fill in."""
    words = f"{percent.low:g}" if percent.is_point else f"{percent.low:g} to {percent.high:g}"
    if st.button(f"Use {words}% as %BSA", key="count_use", on_click=_fill, args=(_range(percent),)):
        st.rerun()


def _fill(typed: str) -> None:
    st.session_state.update(bsa=typed, estimate=False)


# The figure: front and back, drawn from the shares of its chart, so that a small child has a large head and short legs.

WIDTH, HEIGHT = 420, 404
MIDDLES = {"front": 105, "back": 315}
WHOLE = {"neck": "head", "buttock": "trunk-back"} | dict.fromkeys(("upper-arm", "lower-arm", "hand"), "arm")
WHOLE |= dict.fromkeys(("thigh", "lower-leg", "foot"), "leg")
"""The region of a chart that counts by whole limbs to which a shape of the drawing belongs."""
HEAD_AT_15, LEG_AT_15 = (
    11,
    19,
)  # percent of body surface of head with neck, and of one leg, for which the drawing is made


class Shape(NamedTuple):
    """One shape of the drawing: its region, its side ("-right", "-left" or none), centre, width, height and turn in degrees."""

    region: str
    side: str
    x: float
    y: float
    width: float
    height: float
    turn: float = 0


def body_figure(chart: RegionChart, column: int, parts: dict[str, float]) -> Markup:
    """Both views as one drawing; `parts` are the affected percent of each part. A tap on an area chooses it in the list (script.js)."""
    names = {part: name for region in chart.regions for part, name in region.parts}
    shares = {region.id: sum(region.percent[column]) / 2 for region in chart.regions}
    head = shares["head"] + shares.get("neck", 0)
    leg = sum(shares.get(part, 0) for part in ("leg", "thigh", "lower-leg", "foot"))
    drawn = []
    for view, middle in MIDDLES.items():
        for shape in _shapes(view, (head / HEAD_AT_15) ** 0.5, leg / LEG_AT_15):
            region = shape.region if shape.region in shares else WHOLE[shape.region]
            with_side = f"{region}{shape.side}"
            part = next(name for name in (f"{with_side}-{view}", with_side, region) if name in names)
            drawn.append(_drawn(shape, middle, names[part], parts.get(part, 0)))
        right = -1 if view == "front" else 1
        words = ((view.capitalize(), 0, HEIGHT - 12), ("R", 88 * right, 60), ("L", -88 * right, 60))
        drawn += [_written(text, middle + x, y) for text, x, y in words]
    return Markup('<div class="rux-body" aria-hidden="true">{}</div>').format(Markup().join(drawn))


def _drawn(shape: Shape, middle: float, name: str, percent: float) -> Markup:
    left, top = middle + shape.x - shape.width / 2, shape.y - shape.height / 2
    place = f"left:{left / WIDTH:.2%};top:{top / HEIGHT:.2%};width:{shape.width / WIDTH:.2%};height:{shape.height / HEIGHT:.2%}"
    look = f"rotate:{shape.turn}deg;--affected:{percent:g}%"
    words = '<span data-area="{}" title="{}" class="{}" style="{};{}"></span>'
    return Markup(words).format(name, name, shape.region, place, look)


def _written(text: str, x: float, y: float) -> Markup:
    return Markup('<b style="left:{}%;top:{}%">{}</b>').format(
        f"{100 * x / WIDTH:.2f}", f"{100 * y / HEIGHT:.2f}", text
    )


def _shapes(view: str, head: float, leg: float) -> list[Shape]:
    """The shapes of one view around its middle; `head` and `leg` scale the drawing made for 15 years."""
    front = view == "front"
    shoulder = 24 + 60 * head
    hip = shoulder + (112 if front else 96)
    thigh, knee, ankle = hip + (2 if front else 40), shoulder + 112 + 78 * leg, shoulder + 112 + 152 * leg
    found = [
        Shape("neck", "", 0, shoulder - 6, 22, 20),
        Shape("head", "", 0, 12 + 30 * head, 48 * head, 60 * head),
        Shape(f"trunk-{view}", "", 0, (shoulder + hip) / 2, 84, hip - shoulder),
    ]
    # seen from the front, the patient's right is on the left
    for side, sign in (("-right", -1), ("-left", 1)) if front else (("-right", 1), ("-left", -1)):
        for region, down, width, height in (
            ("upper-arm", 30, 23, 60),
            ("lower-arm", 89, 19, 54),
            ("hand", 133, 19, 30),
        ):
            found.append(Shape(region, side, sign * (52 + 0.16 * down), shoulder + 4 + down, width, height, -9 * sign))
        found += [
            Shape("thigh", side, sign * 21, (thigh + knee) / 2, 38, knee - thigh),
            Shape("lower-leg", side, sign * 21, (knee + ankle) / 2, 30, ankle - knee - 2),
            Shape("foot", side, sign * 24, ankle + 12, 32, 22),
        ]
        if not front:
            found.append(Shape("buttock", side, sign * 20.5, hip + 20, 40, 36))
    return [*found, Shape("genitalia", "", 0, hip + 10, 24, 24)] if front else found
