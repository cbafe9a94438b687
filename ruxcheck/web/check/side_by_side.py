"""Two labels side by side: a country and a day for each side, the finding, a tile each, and tables of what differs."""

from itertools import groupby

import streamlit as st
from markupsafe import Markup

from ruxcheck.compare.comparison import CAUTION, RESULT, Cell, Comparison, Row, Side, day_before_change
from ruxcheck.compare.wording import finding
from ruxcheck.kernel import wording
from ruxcheck.kernel.check import Query
from ruxcheck.kernel.criteria import Criterion
from ruxcheck.kernel.records import Caution, Documents, Rules
from ruxcheck.kernel.results import CautionResult, CriterionResult, RecordResult
from ruxcheck.web import session
from ruxcheck.web.check.verdict import tile
from ruxcheck.web.markup import CLASSES, bullet_list, result_mark, source_link, table
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


def answer(comparison: Comparison, documents: Documents, labels: dict[str, str]) -> Markup:
    """The finding as a headline, then both sides: beside each other, on a phone below each other. Announced when it changes."""
    sides = Markup().join(
        _side(side, result, comparison.known, documents, labels)
        for side, result in zip(comparison.sides, comparison.results)
    )
    return Markup(
        '<div class="rux" role="region" aria-label="Finding" aria-live="polite"><h2>{}</h2>'
        '<div class="rux-pair">{}</div></div>'
    ).format(finding(comparison), sides)


def _side(side: Side, result: RecordResult, known: bool, documents: Documents, labels: dict[str, str]) -> Markup:
    """The day, the tile and the version; without a figure of the patient the label's name in place of a tile."""
    has_tile = known or result.record is None
    shown = tile(result, labels) if has_tile else Markup("<p><b>{}</b></p>").format(wording.heading(result))
    return Markup("<div><p>As of <b>{}</b></p>{}{}</div>").format(side.day, shown, _version(result, documents))


def _version(result: RecordResult, documents: Documents) -> Markup:
    """Which version answers, since when, and when it was last seen as the current one."""
    record = result.record
    if record is None:
        return Markup()
    start, latest = record.in_force_from, record.in_force_from_latest
    since = f"from {start}" if start == latest else f"from a day between {start} and {latest}"
    seen = wording.as_last_seen(result)
    told = [
        Markup("Version: {}.").format(record.version),
        Markup("In force {}: {}.").format(
            since, source_link(documents, record.in_force_source, record.in_force_locator)
        ),
        Markup("<b>Overdue: {}.</b>").format(seen) if seen else f"Last seen as current on {record.checked_on}.",
    ]
    if result.also_possible:
        told.append(
            Markup("<b>The version before it ({}) is possible on this day too.</b>").format(
                result.also_possible.in_force_from
            )
        )
    return Markup("<p><small>{}</small></p>").format(Markup(" ").join(told))


def rows_table(caption: str, rows: tuple[Row, ...], comparison: Comparison, documents: Documents) -> Markup:
    """Subject by subject, one column a side; without a figure of the patient no results. Empty where there is no row."""
    shown = [row for row in rows if comparison.known or row.kind != RESULT]
    if not shown:
        return Markup()
    named = zip(comparison.sides, comparison.results)
    heads = ("What", *(f"{wording.heading(result)}, as of {side.day}" for side, result in named))
    groups = [list(group) for _, group in groupby(enumerate(shown), _group)]
    lines = [_line([row for _, row in group], comparison.known, documents) for group in groups]
    return Markup('<div class="rux-sides">{}</div>').format(table(caption, heads, lines))


def _group(numbered: tuple[int, Row]):
    """Cautions that differ in the same way share a line, so that what one side lacks is said once; all else stands alone."""
    number, row = numbered
    alone = row.kind != CAUTION or any(cell.earlier for cell in row.cells)
    one_sided = any(cell.silence or cell.unsure for cell in row.cells)
    if alone or (row.differs and not one_sided):
        return number
    return tuple((cell.silence, cell.unsure) for cell in row.cells)


def _line(rows: list[Row], known: bool, documents: Documents) -> tuple:
    first = rows[0]
    name, part = (first.name, first.part) if len(rows) == 1 else (f"{len(rows)} cautions", "")
    told_in_name = first.kind == RESULT or part == name.lower()
    small = "" if told_in_name or not part else Markup(" <small>{}</small>").format(part)
    cells = [_cell([row.cells[number] for row in rows], known, documents) for number in (0, 1)]
    return Markup("<b>{}</b>{}").format(name, small), *cells


def _cell(cells: list[Cell], known: bool, documents: Documents) -> Markup:
    """What one side says on the subjects of a line; why it says nothing only once."""
    first = cells[0]
    if first.silence:
        return Markup("<i>{}</i>").format(first.silence)
    items = [_item(item, cell, known, documents) for cell in cells for item in cell.items]
    earlier = [_item(item, cell, known, documents) for cell in cells for item in cell.earlier]
    newer = Markup("<p><i>In the newer of the two possible versions:</i></p>") if first.unsure and items else ""
    before = Markup("<p><i>In the version before it:</i></p>{}").format(_several(earlier)) if earlier else ""
    return Markup("{}{}{}{}").format(_judged(first, known), newer, _several(items), before)


def _several(items: list[Markup]) -> Markup:
    return bullet_list(items) if len(items) > 1 else Markup().join(items)


def _judged(cell: Cell, known: bool) -> Markup:
    """The result with its shape, then the value against the limit; without a patient the limit alone."""
    if not known:
        return Markup("<p><b>{}</b></p>").format(cell.limit) if cell.limit else Markup()
    if not cell.result:
        return Markup()
    is_result = cell.result in CLASSES  # else what a caution says of the patient
    mark, word = (result_mark(cell.result), wording.result_in_words(cell.result)) if is_result else ("", cell.result)
    against = f"; {_limit_word(cell)} ".join(text for text in (cell.value, cell.limit) if text)
    return Markup("<p><b>{}{}</b></p>").format(mark, word) + (Markup("<p>{}</p>").format(against) if against else "")


def _limit_word(cell: Cell) -> str:
    """A label without the indication has no limit on it, but another indication."""
    return "limit" if all(item.criterion.range for item in cell.items) else "the text read has only"


def _item(item: CriterionResult | CautionResult, cell: Cell, known: bool, documents: Documents) -> Markup:
    """One rule or caution as recorded, with its place and what it means for this patient."""
    told: Caution | Criterion
    if isinstance(item, CautionResult):
        told, said, note = item.caution, _level(item), Markup()
    else:
        told, said, note = item.criterion, Markup(), _note(item, cell) if known else Markup()
    return Markup("{}{} ({}){}").format(told.statement, said, source_link(documents, told.source, told.locator), note)


def _level(item: CautionResult) -> Markup:
    applies = ": applies to this patient" if item.applies == "yes" else ""
    return Markup(" <b>(label: {}{})</b>").format(wording.LEVELS[item.caution.level], applies)


def _note(item: CriterionResult, cell: Cell) -> Markup:
    """What the label says of such a value, or what would settle an answer that was given; of two versions both are shown instead."""
    told = item.sentence or (item.would_settle if item.answered and not cell.unsure else "")
    return Markup("<br><small>{}</small>").format(told) if told else Markup()


def not_read_lists(comparison: Comparison) -> Markup:
    """What nobody here has read of each label."""
    records = {result.record.id: result.record for result in comparison.results if result.record}
    lists = [
        Markup("<p><b>{} {}</b></p>").format(record.title, record.in_force_from)
        + bullet_list(
            [Markup("{}: {}").format(gap.part, gap.what) for gap in record.not_read]
            or ["nothing is listed as not read"]
        )
        for record in records.values()
    ]
    return Markup('<div class="rux">{}</div>').format(Markup().join(lists))
