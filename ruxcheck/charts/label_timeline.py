"""Label versions along time: one row a jurisdiction, one bar a version, the day asked about as a line."""

import calendar
from collections import Counter
from datetime import date
from typing import Any, Literal

import altair as alt
import pandas as pd

from ruxcheck.charts.frame import BLUE, GREY, Picture, picture
from ruxcheck.label_difference import has_no_indication
from ruxcheck.label_versions import AREA_UNREAD, Version, age_limit, area_limit

COLUMNS = ["row", "start", "end", "kind", "words", "place", "at"]
INDICATED, NOT_INDICATED, WINDOW = "indicated", "no indication", "start not read"
DAY = "day"
DAY_COLOUR = "#c2410c"
ROW_HEIGHT, BAR, LINE = 88, 16, 13
Align = Literal["left", "right"]
LATE = 0.6  # the words of a bar that starts later than this share of the axis end with the bar, so that none runs out
LOOKS: dict[str, dict[str, Any]] = {
    INDICATED: {"fill": BLUE, "fillOpacity": 0.3, "stroke": BLUE},
    NOT_INDICATED: {"fill": "transparent", "stroke": GREY},
    WINDOW: {"fill": BLUE, "fillOpacity": 0.07, "stroke": BLUE, "strokeDash": [4, 3]},
}
# words above and below the bars in turn, so that short versions beside one another keep room: align, and dy of the first line
PLACES: dict[str, tuple[Align, int]] = {
    "above left": ("left", -BAR // 2 - 2 * LINE - 3),
    "above right": ("right", -BAR // 2 - 2 * LINE - 3),
    "below left": ("left", BAR // 2 + 4),
    "below right": ("right", BAR // 2 + 4),
}


def timeline(rows: pd.DataFrame, first: date, last: date) -> alt.LayerChart:
    """Bars from `start` to `end` in days, the words of each version above or below its bar, a line at the day asked about.

    `rows` has COLUMNS, moments in milliseconds. The day is a dataset named "day" with one row. Raises ValueError for other columns.
    """
    if list(rows.columns) != COLUMNS:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {COLUMNS}")
    y = alt.Y(field="row", type="nominal", sort=None, axis=alt.Axis(title=None, domain=False, ticks=False))
    bars = [
        alt.Chart(rows[rows["kind"] == kind])
        .mark_bar(height=BAR, strokeWidth=1.5, **look)
        .encode(_days("start", first, last), y, alt.X2(field="end"))
        for kind, look in LOOKS.items()
        if (rows["kind"] == kind).any()
    ]
    words = [
        _words(rows[rows["place"] == place], *how, first, last, y)
        for place, how in PLACES.items()
        if (rows["place"] == place).any()
    ]
    asked = alt.Chart(alt.NamedData(DAY)).encode(_days("on", first, last))
    rule = asked.mark_rule(color=DAY_COLOUR, strokeWidth=2)
    told = asked.mark_text(align="right", dx=4, dy=-5, baseline="bottom", fontSize=12, fontWeight=600).encode(
        y=alt.YValue(0), text=alt.Text(field="told", type="nominal")
    )
    return alt.layer(*bars, *words, rule, told).properties(width="container", height={"step": ROW_HEIGHT})


def _words(rows: pd.DataFrame, align: Align, dy: int, first: date, last: date, y: alt.Y) -> alt.Chart:
    mark = alt.Chart(rows).mark_text(align=align, dy=dy, baseline="top", fontSize=11, lineHeight=LINE, lineBreak="\n")
    return mark.encode(_days("at", first, last), y, text=alt.Text(field="words", type="nominal"))


def _days(name: str, first: date, last: date) -> alt.X:
    """The axis of days as moments at midnight UTC, so that no visitor's time zone moves a start."""
    years = [moment(date(year, 1, 1)) for year in range(first.year, last.year + 1)]
    axis = alt.Axis(title="In force from", values=years, labelExpr="utcFormat(datum.value, '%Y')", grid=True)
    scale = alt.Scale(domain=[moment(first), moment(last)], nice=False, zero=False)
    return alt.X(field=name, type="quantitative", scale=scale, axis=axis)


def moment(day: date) -> int:
    """A day in milliseconds, as charts count time."""
    return calendar.timegm(day.timetuple()) * 1000


def version_rows(versions: tuple[Version, ...], first: date, last: date) -> pd.DataFrame:
    """Bars of every version and of every stretch in which a start lies; the words stand once, with the version."""
    rows: list[list] = []
    drawn: Counter[str] = Counter()
    for version in versions:
        name, start = version.record.short, version.certain
        if version.has_window:
            rows.append([name, moment(version.earliest), moment(start), WINDOW, "", "", moment(start)])
        end = max(version.until or last, start)
        side = "right" if (start - first).days > LATE * (last - first).days else "left"
        place = f"{'below' if drawn[name] % 2 else 'above'} {side}"
        kind = NOT_INDICATED if has_no_indication(version.record) else INDICATED
        at = moment(end if side == "right" else start)
        rows.append([name, moment(start), moment(end), kind, "\n".join(lines_of(version)), place, at])
        drawn[name] += 1
    return pd.DataFrame(rows, columns=COLUMNS)


def lines_of(version: Version) -> list[str]:
    """The words of a bar on two lines: age and area, or that there is no such indication."""
    if has_no_indication(version.record):
        return ["no atopic dermatitis", "indication"]
    area = area_limit(version.record)
    return [age_limit(version.record), area if area == AREA_UNREAD else f"area {area}"]


def timeline_picture(versions: tuple[Version, ...], first: date, last: date, finding: str, footer: str) -> Picture:
    """The versions with finding and source line; the day asked about is added by `on_day`."""
    chart = timeline(version_rows(versions, first, last), first, last)
    said = "; ".join(_said(version) for version in versions)
    return picture(chart, finding, footer, f"Label versions, one row a jurisdiction: {said}.")


def _said(version: Version) -> str:
    since = f"from {version.certain}"
    if version.has_window:
        since = f"from a day between {version.earliest} and {version.certain}"
    until = f" until {version.until}" if version.until else ""
    return f"{version.record.short} {since}{until}: {' '.join(lines_of(version))}"


def on_day(shown: Picture, on: date) -> Picture:
    """The same picture with its line at another day: only one row of data is new."""
    row = {"on": moment(on), "told": f"as of {on}"}
    spec = shown.spec | {"datasets": shown.spec["datasets"] | {DAY: [row]}}
    return shown._replace(spec=spec, alt=f"{shown.alt} Day asked about: {on}.")
