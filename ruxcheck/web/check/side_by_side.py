"""Which two labels are compared: a jurisdiction and a day for each side, kept for the session."""

from html import escape
from itertools import groupby

import streamlit as st

from ruxcheck.compare.comparison import CAUTION, RESULT, Cell, Comparison, Row, Side, day_before_change
from ruxcheck.compare.wording import finding
from ruxcheck.kernel import wording
from ruxcheck.kernel.check import Query
from ruxcheck.kernel.criteria import Criterion
from ruxcheck.kernel.records import Caution, Documents, Rules
from ruxcheck.kernel.results import CautionResult, CriterionResult, RecordResult
from ruxcheck.web import session
from ruxcheck.web.check.verdict import tile
from ruxcheck.web.markup import CLASSES, listed, located, shape, table
from ruxcheck.web.patient_form import FIRST_DAY, LAST_DAY

SIDES = ("first", "second")
PLACES, DAYS = ([f"compare_{side}_{what}" for side in SIDES] for what in ("place", "day"))
CHOSEN = "compare_chosen"


def sides_form(asked: Query, rules: Rules) -> tuple[Side, Side]:
    """Draw both pickers and read them. Until somebody chooses, they follow the form: the day before its label changed, and its day."""
    if session.is_returning():
        _choose()  # what the browser still shows counts as chosen
    if not st.session_state.get(CHOSEN):
        _follow(asked, rules)
    columns = st.columns([4, 4, 1], gap="medium", vertical_alignment="bottom")
    left, right = (_picker(number, column, asked, rules) for number, column in enumerate(columns[:2]))
    columns[2].button("Swap", key="compare_swap", on_click=_swap, help="Exchange the first and the second side")
    return left, right


def _follow(asked: Query, rules: Rules) -> None:
    place = asked.jurisdictions[0]
    days = (day_before_change(rules, place, asked.on), asked.on)
    st.session_state.update(dict.fromkeys(PLACES, place) | dict(zip(DAYS, days)))


def _picker(number: int, column, asked: Query, rules: Rules) -> Side:
    name = SIDES[number].capitalize()
    with column, st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        place = st.selectbox(
            f"{name} label",
            list(rules.jurisdictions),
            key=PLACES[number],
            format_func=lambda place: rules.jurisdictions[place].name,
            on_change=_choose,
            persist_state="session",
        )
        day = st.date_input(
            f"{name} day",
            key=DAYS[number],
            format="YYYY-MM-DD",
            min_value=FIRST_DAY,
            max_value=LAST_DAY,
            on_change=_choose,
            persist_state="session",
        )
    return Side(place, day or asked.on)


def _choose() -> None:
    st.session_state[CHOSEN] = True


def _swap() -> None:
    for keys in (PLACES, DAYS):
        first, second = (st.session_state[key] for key in keys)
        st.session_state.update(zip(keys, (second, first)))
    _choose()


# A comparison on screen: the finding, a tile for each side, and tables of what differs and what is the same.

# on a phone the subject stands over its two columns, which would else be too thin to read; the framework's parts of a
# date are narrower than a fingertip needs


def answer(comparison: Comparison, documents: Documents, labels: dict[str, str]) -> str:
    """The finding as a headline, then both sides: beside each other, on a phone below each other. Announced when it changes."""
    sides = "".join(
        _side(side, result, comparison.known, documents, labels)
        for side, result in zip(comparison.sides, comparison.results)
    )
    return (
        f'<div class="rux" role="region" aria-label="Finding" aria-live="polite"><h2>{escape(finding(comparison))}</h2>'
        f'<div class="rux-pair">{sides}</div></div>'
    )


def _side(side: Side, result: RecordResult, known: bool, documents: Documents, labels: dict[str, str]) -> str:
    """The day, the tile and the version; without a figure of the patient the label's name in place of a tile."""
    has_tile = known or result.record is None
    shown = tile(result, labels) if has_tile else f"<p><b>{escape(wording.heading(result))}</b></p>"
    return f"<div><p>As of <b>{side.day}</b></p>{shown}{_version(result, documents)}</div>"


def _version(result: RecordResult, documents: Documents) -> str:
    """Which version answers, since when, and when it was last seen as the current one."""
    record = result.record
    if record is None:
        return ""
    start, latest = record.in_force_from, record.in_force_from_latest
    since = f"from {start}" if start == latest else f"from a day between {start} and {latest}"
    seen = wording.as_last_seen(result)
    told = [
        f"Version: {escape(record.version)}.",
        f"In force {since}: {located(documents, record.in_force_source, record.in_force_locator)}.",
        f"<b>Overdue: {seen}.</b>" if seen else f"Last seen as current on {record.checked_on}.",
    ]
    if result.also_possible:
        told.append(f"<b>The version before it ({result.also_possible.in_force_from}) is possible on this day too.</b>")
    return f"<p><small>{' '.join(told)}</small></p>"


def rows_table(caption: str, rows: tuple[Row, ...], comparison: Comparison, documents: Documents) -> str:
    """Subject by subject, one column a side; without a figure of the patient no results. Empty where there is no row."""
    shown = [row for row in rows if comparison.known or row.kind != RESULT]
    if not shown:
        return ""
    named = zip(comparison.sides, comparison.results)
    heads = ("What", *(f"{wording.heading(result)}, as of {side.day}" for side, result in named))
    groups = [list(group) for _, group in groupby(enumerate(shown), _group)]
    lines = [_line([row for _, row in group], comparison.known, documents) for group in groups]
    return f'<div class="rux-sides">{table(caption, heads, lines)}</div>'


def _group(numbered: tuple[int, Row]):
    """Cautions that differ in the same way share a line, so that what one side lacks is said once; all else stands alone."""
    number, row = numbered
    alone = row.kind != CAUTION or any(cell.earlier for cell in row.cells)
    one_sided = any(cell.silence or cell.unsure for cell in row.cells)
    if alone or (row.differs and not one_sided):
        return number
    return tuple((cell.silence, cell.unsure) for cell in row.cells)


def _line(rows: list[Row], known: bool, documents: Documents) -> str:
    first = rows[0]
    name, part = (first.name, first.part) if len(rows) == 1 else (f"{len(rows)} cautions", "")
    told_in_name = first.kind == RESULT or part == name.lower()
    small = "" if told_in_name or not part else f" <small>{escape(part)}</small>"
    cells = [_cell([row.cells[number] for row in rows], known, documents) for number in (0, 1)]
    return f"<tr><td><b>{escape(name)}</b>{small}</td><td>{cells[0]}</td><td>{cells[1]}</td></tr>"


def _cell(cells: list[Cell], known: bool, documents: Documents) -> str:
    """What one side says on the subjects of a line; why it says nothing only once."""
    first = cells[0]
    if first.silence:
        return f"<i>{escape(first.silence)}</i>"
    items = [_item(item, cell, known, documents) for cell in cells for item in cell.items]
    earlier = [_item(item, cell, known, documents) for cell in cells for item in cell.earlier]
    newer = "<p><i>In the newer of the two possible versions:</i></p>" if first.unsure and items else ""
    before = f"<p><i>In the version before it:</i></p>{_several(earlier)}" if earlier else ""
    return f"{_judged(first, known)}{newer}{_several(items)}{before}"


def _several(items: list[str]) -> str:
    return listed(items) if len(items) > 1 else "".join(items)


def _judged(cell: Cell, known: bool) -> str:
    """The result with its shape, then the value against the limit; without a patient the limit alone."""
    if not known:
        return f"<p><b>{escape(cell.limit)}</b></p>" if cell.limit else ""
    if not cell.result:
        return ""
    mark = shape(cell.result) if cell.result in CLASSES else ""
    against = f"; {_limit_word(cell)} ".join(text for text in (cell.value, cell.limit) if text)
    return f"<p><b>{mark}{cell.result}</b></p>" + (f"<p>{escape(against)}</p>" if against else "")


def _limit_word(cell: Cell) -> str:
    """A label without the indication has no limit on it, but another indication."""
    return "limit" if all(item.criterion.range for item in cell.items) else "the text read has only"


def _item(item: CriterionResult | CautionResult, cell: Cell, known: bool, documents: Documents) -> str:
    """One rule or caution as recorded, with its place and what it means for this patient."""
    told: Caution | Criterion
    if isinstance(item, CautionResult):
        told, said, note = item.caution, _level(item), ""
    else:
        told, said, note = item.criterion, "", _note(item, cell) if known else ""
    return f"{escape(told.statement)}{said} ({located(documents, told.source, told.locator)}){note}"


def _level(item: CautionResult) -> str:
    applies = ": applies to this patient" if item.applies == "yes" else ""
    return f" <b>(label: {wording.LEVELS[item.caution.level]}{applies})</b>"


def _note(item: CriterionResult, cell: Cell) -> str:
    """What the label says of such a value, or what would settle an answer that was given; of two versions both are shown instead."""
    told = item.sentence or (item.would_settle if item.answered and not cell.unsure else "")
    return f"<br><small>{escape(told)}</small>" if told else ""


def not_read_lists(comparison: Comparison) -> str:
    """What nobody here has read of each label."""
    records = {result.record.id: result.record for result in comparison.results if result.record}
    lists = [
        f"<p><b>{escape(record.title)} {record.in_force_from}</b></p>"
        + listed([f"{gap.part}: {escape(gap.what)}" for gap in record.not_read] or ["nothing is listed as not read"])
        for record in records.values()
    ]
    return f'<div class="rux">{"".join(lists)}</div>'
