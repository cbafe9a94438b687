"""A ratio and a number needed with their intervals, on axes that stay the same for every result."""

import pandas as pd

from ruxcheck.charts.frame import Picture, picture
from ruxcheck.charts.intervals import COLUMNS, COUNTED, Axis, interval_rows
from ruxcheck.evidence import Effect

RATIO = Axis("Times as many as on vehicle (log axis)", 0.04, 16, (0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16), 1, "log")
NEEDED = Axis("Patients treated (log axis)", 1, 400, (1, 2, 5, 10, 20, 50, 100, 200, 400), None, "log")


def ratio_picture(effect: Effect, words: str, finding: str, footer: str) -> Picture:
    """The risk ratio of 1.5% against vehicle; the line through 1 is "as many on both"."""
    figures = (effect.rr, effect.rr_low, effect.rr_high)
    return _one(
        figures, words, RATIO, finding, footer, "Ratio of 1.5% against vehicle, 95% interval; 1 is as many on both"
    )


def needed_picture(effect: Effect, words: str, finding: str, footer: str) -> Picture:
    """The number needed, with the ends of its interval."""
    figures = (effect.nnt, effect.nnt_low, effect.nnt_high)
    return _one(figures, words, NEEDED, finding, footer, "Number needed, 95% interval")


def _one(figures: tuple, words: str, axis: Axis, finding: str, footer: str, said: str) -> Picture:
    row = ["1.5% against, vehicle", "rux-1.5", COUNTED, *figures, words]
    chart = interval_rows(pd.DataFrame([row], columns=COLUMNS), axis)
    return picture(chart, finding, footer, f"{said}: {words}.")
