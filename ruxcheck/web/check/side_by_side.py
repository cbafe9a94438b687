"""Two labels side by side: a country and a day for each side, the finding, a tile each, and tables of what differs."""

from itertools import groupby

import streamlit as st
from markupsafe import Markup

from ruxcheck.compare.comparison import CAUTION, RESULT, Cell, Comparison, Row, Side, day_before_change
from ruxcheck.compare.wording import finding
from ruxcheck.export.table import (
    Rich,
    Table,
    bold,
    bullets,
    italic,
    joined,
    lines,
    paragraph,
    result_mark,
    run,
    small,
    source_link,
)
from ruxcheck.kernel import wording
from ruxcheck.kernel.check import Query
from ruxcheck.kernel.criteria import Criterion
from ruxcheck.kernel.parsing import FIRST_DAY, LAST_DAY
from ruxcheck.kernel.records import Caution, Documents, Rules
from ruxcheck.kernel.results import CautionResult, CriterionResult, RecordResult
from ruxcheck.web import session
from ruxcheck.web.check.verdict import tile
from ruxcheck.web.markup import paragraphs

SIDES = ("first", "second")
PLACES, DAYS = ([f"compare_{side}_{what}" for side in SIDES] for what in ("place", "day"))
CHOSEN = "compare_chosen"


def sides_form(query: Query, rules: Rules) -> tuple[Side, Side]:
    """Draw both pickers and read them. Until somebody chooses, they follow the form: the day before its label changed, and its day."""
    if session.is_returning():
        _choose()  # what the browser still shows counts as chosen
    if not st.session_state.get(CHOSEN):
        _follow(query, rules)
    columns = st.columns([4, 4, 1], gap="medium", vertical_alignment="bottom")
    left, right = (_picker(number, column, query, rules) for number, column in enumerate(columns[:2]))
    columns[2].button("Swap", key="compare_swap", on_click=_swap, help="Exchange the first and the second side")
    return left, right


def _follow(query: Query, rules: Rules) -> None:
    place = query.jurisdictions[0]
    days = (day_before_change(rules, place, query.on), query.on)
    st.session_state.update(dict.fromkeys(PLACES, place) | dict(zip(DAYS, days)))


def _picker(number: int, column, query: Query, rules: Rules) -> Side:
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
    return Side(place, day or query.on)


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
    shown = tile(result, labels) if has_tile else paragraph(bold(wording.heading(result)))
    return Markup("<div>{}{}{}</div>").format(paragraph("As of ", bold(side.day)), shown, _version(result, documents))


def _version(result: RecordResult, documents: Documents) -> Rich:
    """Which version answers, since when, and when it was last seen as the current one."""
    record = result.record
    if record is None:
        return run()
    start, latest = record.in_force_from, record.in_force_from_latest
    since = f"from {start}" if start == latest else f"from a day between {start} and {latest}"
    dated = source_link(documents, record.in_force_source, record.in_force_locator)
    before = result.also_possible
    seen = wording.last_verified(record, result.overdue) + wording.heard_of(record)
    texts = [
        run(f"Version: {record.version}. In force {since}: ", dated, "."),
        bold(f"Overdue: {seen}.") if result.overdue else f"{seen[0].upper()}{seen[1:]}.",
        *([bold(f"The version before it ({before.in_force_from}) is possible on this day too.")] if before else []),
    ]
    return paragraph(small(joined(" ", texts)))


def rows_table(caption: str, rows: tuple[Row, ...], comparison: Comparison, documents: Documents) -> Table:
    """Subject by subject, one column a side; without a figure of the patient no results."""
    shown = [row for row in rows if comparison.known or row.kind != RESULT]
    named = zip(comparison.sides, comparison.results)
    heads = ("What", *(f"{wording.heading(result)}, as of {side.day}" for side, result in named))
    groups = [[row for _, row in group] for _, group in groupby(enumerate(shown), _group)]
    body = tuple(_line(group, comparison.known, documents) for group in groups)
    return Table(caption, heads, body, look="sides")


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
    is_named = first.kind == RESULT or part == name.lower()
    cells = [_cell([row.cells[number] for row in rows], known, documents) for number in (0, 1)]
    return run(bold(name), "" if is_named or not part else run(" ", small(part))), *cells


def _cell(cells: list[Cell], known: bool, documents: Documents) -> Rich:
    """What one side says on the subjects of a line; why it says nothing only once."""
    first = cells[0]
    if first.silence:
        return italic(first.silence)
    items = [_item(item, cell, known, documents) for cell in cells for item in cell.items]
    earlier = [_item(item, cell, known, documents) for cell in cells for item in cell.earlier]
    newer = [paragraph(italic("In the newer of the two possible versions:"))] if first.unsure and items else []
    before = [paragraph(italic("In the version before it:")), *_several(earlier)] if earlier else []
    return run(*_judged(first, known), *newer, *_several(items), *before)


def _several(items: list[Rich]) -> list[Rich]:
    return [bullets(items)] if len(items) > 1 else items


def _judged(cell: Cell, known: bool) -> list[Rich]:
    """The result with its shape, then the value against the limit; without a patient the limit alone."""
    if not known:
        return [paragraph(bold(cell.limit))] if cell.limit else []
    if not cell.result:
        return []
    is_result = cell.result in wording.SYMBOLS  # else what a caution says of the patient
    word = run(result_mark(cell.result), wording.result_in_words(cell.result)) if is_result else cell.result
    against = f"; {_limit_word(cell)} ".join(text for text in (cell.value, cell.limit) if text)
    return [paragraph(bold(word)), *([paragraph(against)] if against else [])]


def _limit_word(cell: Cell) -> str:
    """A label without the indication has no limit on it, but another indication."""
    return "limit" if all(item.criterion.range for item in cell.items) else "the text read has only"


def _item(item: CriterionResult | CautionResult, cell: Cell, known: bool, documents: Documents) -> Rich:
    """One rule or caution as recorded, with its place and what it means for this patient."""
    rule: Caution | Criterion
    if isinstance(item, CautionResult):
        rule, level, note = item.caution, _level(item), ""
    else:
        rule, level, note = item.criterion, run(), _note(item, cell) if known else ""
    statement = run(rule.statement, level, " (", source_link(documents, rule.source, rule.locator), ")")
    return lines(statement, small(note) if note else "")


def _level(item: CautionResult) -> Rich:
    applies = ": applies to this patient" if item.applies == "yes" else ""
    return run(" ", bold(f"(label: {wording.LEVELS[item.caution.level]}{applies})"))


def _note(item: CriterionResult, cell: Cell) -> str:
    """What the label says of such a value, or what would settle an answer that was given; of two versions both are shown instead."""
    return item.sentence or (item.would_settle if item.answered and not cell.unsure else "")


def not_read_lists(comparison: Comparison) -> Markup:
    """What nobody here has read of each label."""
    records = {result.record.id: result.record for result in comparison.results if result.record}
    return paragraphs(*(
        block
        for record in records.values()
        for block in (
            bold(f"{record.title} {record.in_force_from}"),
            bullets([f"{gap.part}: {gap.what}" for gap in record.not_read] or ["nothing is listed as not read"]),
        )
    ))  # fmt: skip
