"""Timelines: label versions over the years, the design of a trial over its weeks, and the flow of its participants."""

import calendar
import textwrap
from collections import Counter
from datetime import date
from typing import Any, Literal

import altair as alt
import pandas as pd
from markupsafe import escape

from ruxcheck.charts.images import LETTERS, SMALL_LETTERS, WIDTH, wrapped
from ruxcheck.charts.theme import (
    ARM_EDGES,
    ARM_FILLS,
    ARM_NAMES,
    BLUE,
    GREY,
    INK,
    Picture,
    arm_scale,
    picture,
    quantity_axis,
    row_axis,
    row_labels,
)
from ruxcheck.compare.label_differences import AREA_UNREAD, Version, age_limit, area_limit, has_no_indication
from ruxcheck.evidence.figures import ALL_ARMS, Arm, Figure
from ruxcheck.evidence.participants import NOT_READ, Box
from ruxcheck.kernel.records import Period

LABEL_COLUMNS = ["row", "start", "end", "kind", "words", "place", "at"]
INDICATED, NOT_INDICATED, WINDOW = "indicated", "no indication", "start not read"
DAY = "day"
DAY_COLOUR = "#c2410c"
LABEL_ROW_HEIGHT, BAR, LINE = 88, 16, 13
Align = Literal["left", "right"]
LATE = 0.6  # the words of a bar that starts later than this share of the axis end with the bar, so that none runs out
BAR_STYLES: dict[str, dict[str, Any]] = {
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


def label_timeline(rows: pd.DataFrame, first: date, last: date) -> alt.LayerChart:
    """Bars from `start` to `end` in days, the words of each version above or below its bar, a line at the day asked about.

    `rows` has COLUMNS, moments in milliseconds. The day is a dataset named "day" with one row. Raises ValueError for other columns.
    """
    if list(rows.columns) != LABEL_COLUMNS:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {LABEL_COLUMNS}")
    y = alt.Y(field="row", type="nominal", sort=None, axis=alt.Axis(title=None, domain=False, ticks=False))
    bars = [
        alt.Chart(rows[rows["kind"] == kind])
        .mark_bar(height=BAR, strokeWidth=1.5, **look)
        .encode(_days("start", first, last), y, alt.X2(field="end"))
        for kind, look in BAR_STYLES.items()
        if (rows["kind"] == kind).any()
    ]
    words = [
        _words(rows[rows["place"] == place], *how, first, last, y)
        for place, how in PLACES.items()
        if (rows["place"] == place).any()
    ]
    day_layer = alt.Chart(alt.NamedData(DAY)).encode(_days("on", first, last))
    rule = day_layer.mark_rule(color=DAY_COLOUR, strokeWidth=2)
    day_label = day_layer.mark_text(align="right", dx=4, dy=-5, baseline="bottom", fontSize=12, fontWeight=600).encode(
        y=alt.YValue(0), text=alt.Text(field="told", type="nominal")
    )
    return alt.layer(*bars, *words, rule, day_label).properties(width="container", height={"step": LABEL_ROW_HEIGHT})


def _words(rows: pd.DataFrame, align: Align, dy: int, first: date, last: date, y: alt.Y) -> alt.Chart:
    mark = alt.Chart(rows).mark_text(align=align, dy=dy, baseline="top", fontSize=11, lineHeight=LINE, lineBreak="\n")
    return mark.encode(_days("at", first, last), y, text=alt.Text(field="words", type="nominal"))


def _days(name: str, first: date, last: date) -> alt.X:
    """The axis of days as moments at midnight UTC, so that no visitor's time zone moves a start."""
    years = [epoch_milliseconds(date(year, 1, 1)) for year in range(first.year, last.year + 1)]
    axis = alt.Axis(title="In force from", values=years, labelExpr="utcFormat(datum.value, '%Y')", grid=True)
    scale = alt.Scale(domain=[epoch_milliseconds(first), epoch_milliseconds(last)], nice=False, zero=False)
    return alt.X(field=name, type="quantitative", scale=scale, axis=axis)


def epoch_milliseconds(day: date) -> int:
    """A day in milliseconds, as charts count time."""
    return calendar.timegm(day.timetuple()) * 1000


def version_rows(versions: tuple[Version, ...], first: date, last: date) -> pd.DataFrame:
    """Bars of every version and of every stretch in which a start lies; the words stand once, with the version."""
    rows: list[list] = []
    drawn: Counter[str] = Counter()
    for version in versions:
        name, start = version.record.short, version.certain
        if version.has_window:
            rows.append(
                [
                    name,
                    epoch_milliseconds(version.earliest),
                    epoch_milliseconds(start),
                    WINDOW,
                    "",
                    "",
                    epoch_milliseconds(start),
                ]
            )
        end = max(version.until or last, start)
        side = "right" if (start - first).days > LATE * (last - first).days else "left"
        place = f"{'below' if drawn[name] % 2 else 'above'} {side}"
        kind = NOT_INDICATED if has_no_indication(version.record) else INDICATED
        at = epoch_milliseconds(end if side == "right" else start)
        rows.append(
            [name, epoch_milliseconds(start), epoch_milliseconds(end), kind, "\n".join(lines_of(version)), place, at]
        )
        drawn[name] += 1
    return pd.DataFrame(rows, columns=LABEL_COLUMNS)


def lines_of(version: Version) -> list[str]:
    """The words of a bar on two lines: age and area, or that there is no such indication."""
    if has_no_indication(version.record):
        return ["no atopic dermatitis", "indication"]
    area = area_limit(version.record)
    return [age_limit(version.record), area if area == AREA_UNREAD else f"area {area}"]


def label_timeline_picture(
    versions: tuple[Version, ...], first: date, last: date, finding: str, footer: str
) -> Picture:
    """The versions with finding and source line; the day asked about is added by `with_day_line`."""
    chart = label_timeline(version_rows(versions, first, last), first, last)
    words = "; ".join(_said(version) for version in versions)
    return picture(chart, finding, footer, f"Label versions, one row a jurisdiction: {words}.")


def _said(version: Version) -> str:
    since = f"from {version.certain}"
    if version.has_window:
        since = f"from a day between {version.earliest} and {version.certain}"
    until = f" until {version.until}" if version.until else ""
    return f"{version.record.short} {since}{until}: {' '.join(lines_of(version))}"


def with_day_line(shown: Picture, on: date) -> Picture:
    """The same picture with its line at another day: only one row of data is new."""
    row = {"on": epoch_milliseconds(on), "told": f"as of {on}"}
    spec = shown.spec | {"datasets": shown.spec["datasets"] | {DAY: [row]}}
    return shown._replace(spec=spec, alt=f"{shown.alt} Day asked about: {on}.")


# The design of a randomised trial along its weeks: one row an arm, one bar a period, patients at its start.

DESIGN_COLUMNS = ["label", "arm", "start", "end", "text"]
DESIGN_ROW_HEIGHT = 46
FILLS, EDGES = ARM_FILLS | {ALL_ARMS: "#c9ced3"}, ARM_EDGES | {ALL_ARMS: GREY}


def design_chart(rows: pd.DataFrame, last_week: int) -> alt.LayerChart:
    """Bars from week `start` to week `end` in the look of their arm, the number of patients above their start.

    `rows` has COLUMNS. Raises ValueError for other columns.
    """
    if list(rows.columns) != DESIGN_COLUMNS:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {DESIGN_COLUMNS}")
    weeks = sorted({*rows["start"], *rows["end"]})
    x, y = quantity_axis("start", "Week", 0, last_week, values=weeks, grid=True), row_axis()
    fill = alt.Fill(field="arm", type="nominal", scale=arm_scale("arm", FILLS), legend=None)
    edge = alt.Stroke(field="arm", type="nominal", scale=arm_scale("arm", EDGES), legend=None)
    bar = alt.Chart(rows).mark_bar(height=12, strokeWidth=1.5, yOffset=8).encode(x, y, fill, edge, alt.X2(field="end"))
    text = alt.Chart(rows).mark_text(align="left", dx=2, dy=-8, fontSize=12)
    return alt.layer(bar, text.encode(x, y, text=alt.Text(field="text", type="nominal"))).properties(
        width="container", height={"step": DESIGN_ROW_HEIGHT}
    )


def design_rows(
    arms: tuple[Figure, ...], later: tuple[tuple[Arm, Figure], ...], weeks: tuple[int, int, int]
) -> pd.DataFrame:
    """Bars of the randomised arms up to the second of three weeks, then of the groups that went on up to the third."""
    start, middle, end = weeks
    rows: list[list] = [[ARM_NAMES[row.arm], row.arm, start, middle, str(row.n)] for row in arms]
    rows += [[arm.short, arm.drawn_as or arm.id, middle, end, f"{row.n} went on"] for arm, row in later]
    order = {label: place for place, label in enumerate(ARM_NAMES[arm] for arm in reversed(ARM_NAMES))}
    rows.sort(key=lambda row: order.get(row[0], len(order)))
    return pd.DataFrame(rows, columns=DESIGN_COLUMNS)


def design_picture(arms: tuple[Figure, ...], later: tuple[tuple[Arm, Figure], ...], weeks: tuple[int, int, int], finding: str, footer: str) -> Picture:  # fmt: skip
    """The arms along the weeks with finding, source line and alternative text."""
    rows = design_rows(arms, later, weeks)
    words = "; ".join(f"{row.label} {row.text}, weeks {row.start} to {row.end}" for row in rows.itertuples(index=False))
    return picture(design_chart(rows, weeks[2]), finding, footer, f"Patients by arm and period: {words}.")


# The design of a trial along its weeks: one bar a period, what happened in it written above.

PERIOD_COLUMNS = ["label", "start", "end", "text"]
PERIOD_ROW_HEIGHT = 40


def period_timeline(rows: pd.DataFrame) -> alt.LayerChart:
    """One bar a period from its first to its last week, on an axis in weeks that starts at 0.

    `rows` has COLUMNS. Raises ValueError for other columns.
    """
    if list(rows.columns) != PERIOD_COLUMNS:
        raise ValueError(f"columns {list(rows.columns)}; allowed are {PERIOD_COLUMNS}")
    weeks = sorted({*rows["start"], *rows["end"]})
    y = row_axis()
    bar = alt.Chart(rows).mark_bar(height=12, color=BLUE, opacity=1)
    bars = bar.encode(quantity_axis("start", "Week", 0, weeks[-1], values=weeks), y, x2=alt.X2(field="end"))
    words = row_labels(alt.Chart(rows), 0, y)
    return alt.layer(bars, words).properties(width="container", height={"step": PERIOD_ROW_HEIGHT})


def period_timeline_picture(periods: tuple[Period, ...], finding: str, footer: str) -> Picture:
    """The periods of a trial as a picture with finding, source line and alternative text."""
    rows = [[weeks_in_words(p), p.start_week, p.end_week, p.title[0].upper() + p.title[1:]] for p in periods]
    words = "; ".join(f"{row[0]} {period.title}" for row, period in zip(rows, periods))
    return picture(period_timeline(pd.DataFrame(rows, columns=PERIOD_COLUMNS)), finding, footer, f"Periods: {words}.")


def weeks_in_words(period: Period) -> str:
    """ "Week 0 to 8"."""
    return f"Week {period.start_week} to {period.end_week}"


# A participant flow as a vector image: boxes from top to bottom below its finding, source line and state.

EDGE, GAP, PAD = 12, 10, 8
SIZE, LINE_HEIGHT, DOWN = 11, 15, 26
LETTER = 5.7  # mean width of a letter, so that lines end inside their box in every common typeface
BOLD = ' font-weight="bold"'


def flow_svg(
    stages: tuple[tuple[Box, ...], ...], analysed: tuple[Box, ...], finding: str, footer: str, state: str
) -> str:
    """The stages of a flow with arrows between them, then who was analysed."""
    parts, y = _header(finding, footer, state)
    for number, boxes in enumerate(stages):
        if number:
            parts.append(_arrow(y))
            y += DOWN
        drawn, height = _row(boxes, y)
        parts, y = parts + drawn, y + height
    parts.append(_text(EDGE, y + 28, "Analysed", 12, BOLD))
    drawn, height = _row(analysed, y + 36)
    height = y + 36 + height + EDGE
    size = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    ground = f'<rect width="{WIDTH}" height="{height}" fill="white"/>'
    body = "".join([ground, *parts, *drawn])
    return f'<svg xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" {size}>{body}</svg>'


def _header(finding: str, footer: str, state: str) -> tuple[list[str], int]:
    """The words above the boxes, and where the boxes begin."""
    lines = [(line, 14, BOLD, 18) for line in wrapped(finding, LETTERS)]
    lines += [(line, SIZE, "", 14) for text in (footer, state) for line in wrapped(text, SMALL_LETTERS)]
    parts, y = [], EDGE
    for text, size, weight, height in lines:
        y += height
        parts.append(_text(EDGE, y - 4, text, size, weight))
    return parts, y + GAP


def _row(boxes: tuple[Box, ...], y: int) -> tuple[list[str], int]:
    """Boxes of one width and height beside one another, and their height."""
    width = (WIDTH - 2 * EDGE - GAP * (len(boxes) - 1)) / len(boxes)
    words = [_lines(box, int((width - 2 * PAD) / LETTER)) for box in boxes]
    height = max(len(lines) for lines in words) * LINE_HEIGHT + 2 * PAD
    drawn = []
    for number, (box, lines) in enumerate(zip(boxes, words)):
        x = EDGE + number * (width + GAP)
        dash = ' stroke-dasharray="4 3"' if box.left else ""
        drawn.append(
            f'<rect x="{x:g}" y="{y}" width="{width:g}" height="{height}" rx="2" fill="none" stroke="{GREY}"{dash}/>'
        )
        drawn += [
            _text(x + PAD, y + PAD + LINE_HEIGHT * (place + 1) - 4, text, SIZE, weight)
            for place, (text, weight) in enumerate(lines)
        ]
    return drawn, height


def _lines(box: Box, letters: int) -> list[tuple[str, str]]:
    """The words of a box, line by line, each with its weight; bold letters are wider."""
    head = box.heading if box.is_read else f"{box.heading}: {NOT_READ}"
    lines = [(line, BOLD) for line in wrapped(head, int(letters * 0.9))]
    for item in box.lines:
        text = " ".join(part for part in item if part)
        lines += [
            (line, "") for line in textwrap.wrap(text, letters, subsequent_indent="\u2003", break_on_hyphens=False)
        ]
    return lines


def _arrow(y: int) -> str:
    x = EDGE + 3 * GAP
    return f'<path d="M{x} {y + 4}V{y + DOWN - 5}m-4 -5l4 5l4 -5" fill="none" stroke="{GREY}" stroke-width="1.5"/>'


def _text(x: float, y: float, text: str, size: int, weight: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}px" fill="{INK["light"]}"{weight}>{escape(text)}</text>'
