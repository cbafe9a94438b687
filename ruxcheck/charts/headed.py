"""Rows below bold headings, with every word in the vertical axis: readable on any paper and on a phone."""

import textwrap

import altair as alt
import pandas as pd

SPLIT = "|"
ROW_HEIGHT = 36
WORDS_WIDTH = 196
LETTERS = 34  # of a heading that fit WORDS_WIDTH


def keyed(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The rows with a column "key", and every key of the axis in order, headings included.

    `rows` has the columns "group", "label" and "words": a heading stands above the first row of each new group; an empty
    group stands without one.
    """
    keys, kept, last = [], [], ""
    for number, row in enumerate(rows.itertuples()):
        if row.group != last and row.group:
            keys.append(SPLIT.join([f"#{number}", *textwrap.wrap(row.group, LETTERS)]))
        last = row.group
        kept.append(SPLIT.join([str(number), row.label, row.words]))
        keys.append(kept[-1])
    return rows.assign(key=kept), keys


def headed_axis(keys: list[str]) -> alt.Y:
    """The vertical axis of these keys: headings bold, below them each row's name and its figures on two lines."""
    return alt.Y(
        field="key",
        type="nominal",
        sort=None,
        scale=alt.Scale(domain=keys, paddingOuter=0),
        axis=alt.Axis(
            title=None,
            domain=False,
            ticks=False,
            labelAlign="left",
            labelPadding=WORDS_WIDTH,
            labelLimit=WORDS_WIDTH + 30,
            labelFontSize=11,
            labelLineHeight=13,
            labelExpr=f"slice(split(datum.label, '{SPLIT}'), 1)",
            labelFontWeight={
                "condition": {"test": "substring(datum.label, 0, 1) === '#'", "value": "bold"},
                "value": "normal",
            },
        ),
    )


def named(group: str, label: str) -> str:
    """A row in a sentence: its heading, where it stands under one, and its name."""
    return f"{group}, {label}" if group else label
