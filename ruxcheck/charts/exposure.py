"""Systemic exposure: mean plasma levels by group, one standard deviation upwards, against a laboratory reference."""

import altair as alt
import pandas as pd

from ruxcheck.charts.frame import ARM_NAMES, GREY, Picture, arm_look, picture, quantity
from ruxcheck.charts.headed import ROW_HEIGHT, headed_axis, keyed, named
from ruxcheck.evidence import Figure

COLUMNS = ["group", "label", "words", "arm", "mean", "top"]
END = 900
TICKS = [0, 300, 600, 900]
AXIS = "Mean plasma level at steady state, nM"


def levels(rows: pd.DataFrame, reference: float) -> alt.LayerChart:
    """One row a group of patients: the mean as a dot, a line up to mean + SD where an SD is printed, the reference drawn through.

    `rows` has COLUMNS, mean and top in nM; top is empty where no SD is printed. The line only goes upwards, because
    below the mean these SDs would reach under zero. Raises ValueError for other columns or a value beyond the axis.
    """
    if list(rows.columns) != COLUMNS:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {COLUMNS}")
    if rows[["mean", "top"]].max().max() > END:
        raise ValueError(f"top reaches {rows['top'].max()} nM; the axis ends at {END}")
    rows, keys = keyed(rows)
    y = headed_axis(keys)
    edge, fill, shape = arm_look()
    spread = (
        alt.Chart(rows[rows["top"].notna()])
        .mark_rule(strokeWidth=2)
        .encode(quantity("mean", AXIS, 0, END, values=TICKS, titleAnchor="end"), y, edge, x2=alt.X2(field="top"))
    )
    dot = (
        alt.Chart(rows)
        .mark_point(size=110, strokeWidth=2, opacity=1)
        .encode(quantity("mean", AXIS, 0, END, values=TICKS, titleAnchor="end"), y, edge, fill, shape)
    )
    means = alt.layer(spread, dot)
    return (
        alt.layer(_reference(reference), means)
        .resolve_axis(x="independent")
        .properties(width="container", height={"step": ROW_HEIGHT})
    )


def _reference(reference: float) -> alt.Chart:
    """The reference as a dashed line, named on an axis of its own above the picture."""
    top = quantity(
        "nM", None, 0, END, values=[reference], orient="top", grid=False, labelExpr="datum.label + ' nM reference'"
    )
    return (
        alt.Chart(pd.DataFrame({"nM": [reference]})).mark_rule(color=GREY, strokeDash=[5, 3], strokeWidth=2).encode(top)
    )


def level_rows(figures: list[tuple[str, str, Figure]]) -> pd.DataFrame:
    """Rows for `levels` from figures with their heading and their patients in words."""
    return pd.DataFrame(
        [
            [
                group,
                _name(label, row),
                level_in_words(row),
                row.arm,
                row.number,
                None if row.sd is None else row.number + row.sd,
            ]
            for group, label, row in figures
        ],
        columns=COLUMNS,
    ).astype({"top": float})


def _name(label: str, row: Figure) -> str:
    name = label or ARM_NAMES[row.arm]
    return f"{name}, N {row.N}" if row.N else name


def level_in_words(row: Figure) -> str:
    """ "mean 274 nM (SD 539)"; without an SD it says that none was found."""
    if row.sd is None:
        return f"mean {row.value} {row.unit} (SD not found)"
    return f"mean {row.value} {row.unit} (SD {sd_in_words(row)})"


def sd_in_words(row: Figure) -> str:
    """The standard deviation as these sources print it: one decimal below 100, none above."""
    return f"{row.sd:.1f}" if row.sd < 100 else f"{row.sd:.0f}"


def exposure_picture(figures: list[tuple[str, str, Figure]], reference: Figure, finding: str, footer: str) -> Picture:
    """Mean levels below their headings as a picture with finding, source line and alternative text."""
    rows = level_rows(figures)
    said = "; ".join(f"{named(row.group, row.label)}: {row.words}" for row in rows.itertuples())
    described = (
        f"Dots are means, lines reach up to mean plus one SD, a dashed line marks {reference.value} {reference.unit}: {said}."
        " A mean below the line does not say that every patient is below it."
    )
    return picture(levels(rows, reference.number), finding, footer, described)
