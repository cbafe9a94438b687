"""One hundred patients drawn as icons, for each arm: the same denominator, side by side, nothing moving."""

import textwrap

import altair as alt
import pandas as pd

from ruxcheck.charts.theme import ARM_EDGES, ARM_FILLS, ARM_NAMES, GREY, Picture, arm_scale, picture
from ruxcheck.evidence.figures import COMPARATOR, Effect
from ruxcheck.evidence.wording import interval_in_words, whole_percent

SIDE = 10
COLUMNS = ["arm", "name", "across", "down", "counted"]


def icon_array(rows: pd.DataFrame) -> alt.FacetChart:
    """Ten by ten dots an arm: filled where counted, small and empty where not.

    `rows` has COLUMNS with 100 rows an arm. Raises ValueError for other columns.
    """
    if list(rows.columns) != COLUMNS:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {COLUMNS}")
    base = alt.Chart().encode(
        alt.X(field="across", type="ordinal", axis=None), alt.Y(field="down", type="ordinal", axis=None)
    )
    fill = alt.Fill(field="arm", type="nominal", scale=arm_scale("arm", ARM_FILLS | {COMPARATOR: GREY}), legend=None)
    edge = alt.Stroke(field="arm", type="nominal", scale=arm_scale("arm", ARM_EDGES), legend=None)
    counted = base.mark_point(size=48, opacity=1).encode(fill, edge).transform_filter("datum.counted")
    others = base.mark_point(size=10, color=GREY, opacity=1).transform_filter("!datum.counted")
    heads = alt.Header(
        title=None,
        labelExpr="split(datum.value, '\\n')",
        labelFontSize=12,
        labelFontWeight=600,
        labelAlign="left",
        labelAnchor="start",
    )
    panel = alt.layer(others, counted, data=rows).properties(width=104, height=104)
    return panel.facet(
        alt.Facet(field="name", type="nominal", sort=list(dict.fromkeys(rows["name"])), header=heads),
        columns=3,
        spacing=14,
    )


def icons_picture(effects: list[Effect], finding: str, footer: str) -> Picture:
    """The arms' proportions as icons, each rounded to whole patients of 100."""
    rows = [row for effect in effects for row in _icons(effect)]
    words = "; ".join(
        f"{ARM_NAMES[effect.arm]} {_whole(effect)} of 100 icons filled ({interval_in_words(effect)})"
        for effect in effects
    )
    return picture(
        icon_array(pd.DataFrame(rows, columns=COLUMNS)), finding, footer, f"One hundred icons an arm: {words}."
    )


def _whole(effect: Effect) -> int:
    return whole_percent(effect)


def _icons(effect: Effect) -> list[list]:
    name = "\n".join(textwrap.wrap(f"{ARM_NAMES[effect.arm]}: {_whole(effect)} of 100", 17))
    return [[effect.arm, name, place % SIDE, place // SIDE, place < _whole(effect)] for place in range(SIDE * SIDE)]
