"""Where one patient would have stood in a trial: who could enter, who was in it, and the patient, on one axis."""

from typing import Literal

import altair as alt
import pandas as pd

from ruxcheck.charts.fit_map import AGE_END, AGE_TICKS, PATIENT
from ruxcheck.charts.frame import BLUE, GREY, Picture, picture
from ruxcheck.criteria import Criterion
from ruxcheck.evidence import Figure
from ruxcheck.participants import printed
from ruxcheck.values import Field, Interval, value_in_words

COLUMNS = ["row", "kind", "low", "high", "middle"]
ENTRY, SEEN = "Could enter", "Took part"
YOU = "This patient"
ROW_HEIGHT = 44
ENDS = {"age_years": AGE_END, "bsa_percent": 100}
TICKS = {"age_years": AGE_TICKS, "bsa_percent": [0, 20, 40, 60, 80, 100]}
SCALES: dict[str, Literal["sqrt", "linear"]] = {
    "age_years": "sqrt",
    "bsa_percent": "linear",
}  # as on the fit map, children need room on the age axis


def standing(rows: pd.DataFrame, field: Field, you: bool = True) -> alt.LayerChart:
    """The entry range as a bar, the spread of those who took part as a line with a dot, and the patient below, over all.

    `rows` has COLUMNS in the field's unit. The patient is a dataset named "patient" with one row or none;
    without `you` there is no place for one. Raises
    ValueError for other columns.
    """
    if list(rows.columns) != COLUMNS:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {COLUMNS}")
    x, middle = _x("low", field), _x("middle", field)
    names = [*rows["row"], YOU] if you else list(rows["row"])
    axis = alt.Axis(title=None, labelExpr="split(datum.value, ', ')", labelLimit=170, domain=False, ticks=False)
    y = alt.Y(field="row", type="nominal", scale=alt.Scale(domain=names), axis=axis)
    entry, seen = (alt.Chart(rows[rows["kind"] == kind]) for kind in (ENTRY, SEEN))
    patient = alt.Chart(alt.NamedData("patient"))
    upto = alt.X2(field="high")
    return alt.layer(
        entry.mark_bar(height=14, fill=GREY, fillOpacity=0.3, stroke=GREY, clip=True).encode(x, y, upto),
        seen.mark_rule(strokeWidth=2, color=BLUE, clip=True).encode(x, y, upto),
        seen.mark_point(size=110, filled=True, color=BLUE, opacity=1).encode(middle, y),
        patient.mark_rect(fill=PATIENT, fillOpacity=0.15, stroke=PATIENT, strokeWidth=1, aria=False).encode(x, upto),
        patient.mark_rule(color=PATIENT, strokeWidth=1.5, strokeDash=[4, 3], aria=False).encode(x),
        patient.mark_point(shape="diamond", size=170, filled=True, color=PATIENT, opacity=1, aria=False).encode(middle, y),
        patient.mark_text(align="left", dx=11, fontSize=12, fontWeight=600, aria=False).encode(x, y, text=alt.Text(field="text", type="nominal")),
    ).properties(width="container", height={"step": ROW_HEIGHT})  # fmt: skip


def _x(name: str, field: Field) -> alt.X:
    scale = alt.Scale(type=SCALES[field.id], domain=[0, ENDS[field.id]], nice=False)
    title = f"{field.label}, years" if field.is_age else field.label
    return alt.X(
        field=name, type="quantitative", scale=scale, axis=alt.Axis(title=title, values=TICKS[field.id], grid=False)
    )


def standing_rows(rule: Criterion, figure: Figure | None, field: Field) -> pd.DataFrame:
    """The entry range of a trial and what is known of those who took part: mean with SD, or median with range."""
    low, high = max(rule.range.low, 0), min(rule.range.high, ENDS[field.id])
    rows = [[f"{ENTRY}, {rule.limit}", ENTRY, low, high, (low + high) / 2]]
    if figure is not None:
        rows.append([f"{SEEN}, {figure.statistic} {printed(figure)}", SEEN, *spread(figure), figure.number])
    return pd.DataFrame(rows, columns=COLUMNS)


def spread(figure: Figure) -> tuple[float, float]:
    """One SD to either side of the mean, or the printed range; the figure alone where neither was printed."""
    if figure.sd is not None:
        return max(figure.number - figure.sd, 0), figure.number + figure.sd
    return (figure.low, figure.high) if figure.low is not None else (figure.number, figure.number)


def standing_picture(
    rule: Criterion, figure: Figure | None, field: Field, finding: str, footer: str, you: bool = True
) -> Picture:
    """A trial on one axis with finding, source line and alternative text; the patient is added by `with_patient`."""
    rows = standing_rows(rule, figure, field)
    said = "; ".join(rows["row"])
    return picture(standing(rows, field, you), finding, footer, f"{field.label} on one axis. {said}.")


def with_patient(shown: Picture, value: Interval | None, field: Field) -> Picture:
    """The same picture with the patient's possible values, or without a patient: only one row of data is new."""
    words = value_in_words(field, value or field.domain)
    rows = []
    if value is not None:
        low, high = (min(end, ENDS[field.id]) for end in value)
        rows = [{"row": YOU, "low": low, "high": high, "middle": (low + high) / 2, "text": words}]
    spec = shown.spec | {"datasets": shown.spec["datasets"] | {"patient": rows}}
    return shown._replace(spec=spec, alt=f"{shown.alt} {YOU}: {words}.")
