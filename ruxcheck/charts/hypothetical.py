"""The same proportions in trials of other sizes, beside the trial as it was: what is made up says so in every row."""

import pandas as pd

from ruxcheck.charts.events import counted
from ruxcheck.charts.frame import Picture, picture, short_name
from ruxcheck.charts.intervals import COLUMNS, COUNTED, Axis, interval_rows
from ruxcheck.effect_names import HYPOTHETICAL
from ruxcheck.effect_words import difference_in_words, percent_of
from ruxcheck.evidence import Effect
from ruxcheck.framing import Pair

ARMS = Axis("Patients, of 100", 0, 100, tuple(range(0, 101, 20)))
DIFFERENCE = Axis("Difference, percentage points", -40, 80, tuple(range(-40, 81, 20)), 0)


def kind_of(effect: Effect) -> str:
    """Whether somebody counted these patients, or the size of the trial is made up."""
    return HYPOTHETICAL if effect.n_origin.startswith(HYPOTHETICAL) else COUNTED


def arms_picture(pairs: list[Pair], finding: str, footer: str) -> Picture:
    """Both arms of every size with their intervals."""
    rows = [_arm(effect) for pair in pairs for effect in (pair.vehicle, pair.treated)]
    return _drawn(rows, ARMS, finding, footer, "Patients of 100 with 95% interval")


def differences_picture(pairs: list[Pair], finding: str, footer: str) -> Picture:
    """The difference between the arms of every size."""
    rows = [_difference(pair) for pair in pairs]
    return _drawn(rows, DIFFERENCE, finding, footer, "Difference of 1.5% against vehicle, 95% interval")


def _drawn(rows: list[list], axis: Axis, finding: str, footer: str, said: str) -> Picture:
    told = "; ".join(f"{row[0]}: {row[-1]}" for row in rows)
    return picture(interval_rows(pd.DataFrame(rows, columns=COLUMNS), axis), finding, footer, f"{said}: {told}.")


def _arm(effect: Effect) -> list:
    kind = kind_of(effect)
    label = f"{_named(kind)}, {effect.N:,} on {short_name(effect.arm)}"
    figures = [percent_of(effect), effect.ci_low, effect.ci_high]
    return [label, effect.arm, kind, *figures, counted(effect)]


def _difference(pair: Pair) -> list:
    effect = pair.treated
    kind = kind_of(effect)
    label = f"{_named(kind)}, {pair.in_all:,} patients"
    return [label, effect.arm, kind, effect.rd, effect.rd_low, effect.rd_high, difference_in_words(effect)]


def _named(kind: str) -> str:
    return kind.upper() if kind == HYPOTHETICAL else kind.capitalize()
