"""No event in a small group: the chance of seeing none at given true rates, and the upper bounds that remain."""

import altair as alt
import pandas as pd

from ruxcheck.charts.frame import BLUE, Picture, picture, quantity, rows_in_order, words_above
from ruxcheck.charts.intervals import COLUMNS, COUNTED, Axis, interval_rows
from ruxcheck.effect_names import HYPOTHETICAL
from ruxcheck.zero_events import Bound, Chance

CHANCES = ["label", "of_100", "text"]
ROW_HEIGHT = 44
BOUNDS = Axis("Events, of 100 patients (axis ends at 40)", 0, 40, (0, 10, 20, 30, 40))


def chance_bars(rows: pd.DataFrame) -> alt.LayerChart:
    """One bar a true rate: of 100 such trials, those that would see no event.

    `rows` has CHANCES, of_100 from 0 to 100. Raises ValueError for other columns.
    """
    if list(rows.columns) != CHANCES:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {CHANCES}")
    y = rows_in_order()
    base = alt.Chart(rows)
    x = quantity("of_100", "Trials without any event, of 100 such trials", 0, 100, values=list(range(0, 101, 20)))
    bar = base.mark_bar(height=10, color=BLUE).encode(x, y)
    return alt.layer(bar, words_above(base, 0, y)).properties(width="container", height={"step": ROW_HEIGHT})


def chances_picture(chances: tuple[Chance, ...], finding: str, footer: str) -> Picture:
    """The chance of seeing no event at each true rate."""
    rows: list[list] = [[rate_in_words(chance), chance.of_100, chance_in_words(chance)] for chance in chances]
    said = "; ".join(f"{row[0].replace(', ', ' ')}: {row[2]}" for row in rows)
    return picture(chance_bars(pd.DataFrame(rows, columns=CHANCES)), finding, footer, f"{said}.")


def rate_in_words(chance: Chance) -> str:
    """ "True rate, 11.9 of 100"."""
    return f"True rate, {float(f'{chance.rate:.1f}'):g} of 100"


def chance_in_words(chance: Chance) -> str:
    """ "none seen in 74.7 of 100 trials"; never 0.0, which would say that it cannot happen."""
    return f"none seen in {f'{chance.of_100:.1f}' if chance.of_100 >= 0.05 else 'fewer than 0.1'} of 100 trials"


def bounds_picture(bounds: tuple[Bound, ...], finding: str, footer: str) -> Picture:
    """The upper bound after no event, by number of patients."""
    rows = [_bound(bound) for bound in bounds]
    said = "; ".join(f"{row[0]}: {row[-1]}" for row in rows)
    return picture(
        interval_rows(pd.DataFrame(rows, columns=COLUMNS), BOUNDS), finding, footer, f"95% interval: {said}."
    )


def _bound(bound: Bound) -> list:
    kind = COUNTED if bound.counted else HYPOTHETICAL
    label = f"{'Counted' if bound.counted else kind.upper()}, 0 of {bound.patients:,}"
    return [label, "rux-1.5", kind, 0, 0, bound.high, bound_in_words(bound)]


def bound_in_words(bound: Bound) -> str:
    """ "up to 11.9 of 100"; below 1 two figures that count: "up to 0.37 of 100"."""
    return f"up to {bound.high:{'.1f' if bound.high >= 1 else '.2g'}} of 100"
