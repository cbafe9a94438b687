"""Which column of a list tells of what, in which unit: suggested by the names, asked where in doubt, shown as it is read."""

from datetime import date

import streamlit as st

from ruxcheck.export.table import Rich, Table, breakable, joined, lines, small
from ruxcheck.intake.cells import as_typed
from ruxcheck.intake.columns import (
    AGE,
    BIRTH_YEAR,
    BORN,
    BSA,
    DAY_FIRST,
    HIGH,
    LOW,
    MONTH_FIRST,
    SHARE,
    VALUE,
    Column,
    known_as,
    names_read,
    with_unit_columns,
)
from ruxcheck.intake.prepare import Said, settled, unread_in_words, with_codes
from ruxcheck.intake.reader import ColumnReport, Reader
from ruxcheck.intake.survey import ORDER_WORDS, Question, Survey
from ruxcheck.intake.worker import UploadedList
from ruxcheck.kernel import Frozen
from ruxcheck.kernel.parsing import FIRST_DAY, LAST_DAY
from ruxcheck.kernel.possible_values import Field, Interval, how_many, value_in_words
from ruxcheck.kernel.records import Rules
from ruxcheck.screening.run import UNITS
from ruxcheck.web.markup import escape_markdown

NONE = "not in this list"
# how the figures of a field may stand in a list: how they are read, and their unit or the order of their dates
Way = tuple[str, str]
AGE_WAYS: dict[Way, str] = {
    (VALUE, ""): "years (8, 8.5, 18 months)",
    (VALUE, "months"): "months",
    (VALUE, "weeks"): "weeks",
    (VALUE, "days"): "days",
    (BORN, ""): "date of birth",
    (BORN, DAY_FIRST): "date of birth, day first",
    (BORN, MONTH_FIRST): "date of birth, month first",
    (BORN, "excel1900"): "date of birth, Excel days since 1900",
    (BORN, "excel1904"): "date of birth, Excel days since 1904",
    (BORN, "sas"): "date of birth, SAS days since 1960",
    (BIRTH_YEAR, ""): "year of birth",
}
WAYS: dict[str, dict[Way, str]] = {
    AGE: AGE_WAYS,
    BSA: {(VALUE, ""): "percent (15 is 15%)", (VALUE, SHARE): "shares (0.15 is 15%)"},
    "weight_kg": {(VALUE, ""): "kg", (VALUE, "lb"): "pounds"},
    "height_cm": {(VALUE, ""): "cm", (VALUE, "m"): "metres", (VALUE, "in"): "inches"},
}
GIVEN_AS = {AGE: "Age is given as", BSA: "%BSA is given as", "weight_kg": "Weight is in", "height_cm": "Height is in"}
MEASURED_ON, CONFIRMED, MISSING, LOOKED = "screen_measured_on", "screen_confirmed", "screen_missing", "screen_looked"
IN_A_ROW = 3


def suggest(held: UploadedList, rules: Rules) -> None:
    """Set the choices for a new list to what its column names tell; where two could be one figure, nothing is chosen."""
    named = [Column(name, *known) for name in held.columns if (known := known_as(name, rules))]
    for field in rules.fields:
        st.session_state[_key(field)] = _by_name([column for column in named if column.field == field])
    st.session_state[CONFIRMED], st.session_state[MISSING] = (), None
    st.session_state.pop(LOOKED, None)
    for field in WAYS:
        _follow_unit(field, rules)


def _by_name(named: list[Column]) -> tuple[str, ...]:
    """The column, or the low and the high one, that tell of a field by their names; the best known kind first."""
    for reads in (VALUE, BORN, BIRTH_YEAR):
        found = [column.name for column in named if column.reads == reads]
        if found:
            return (found[0],) if len(found) == 1 else ()
    ends = [[column.name for column in named if column.reads == end] for end in (LOW, HIGH)]
    return (ends[0][0], ends[1][0]) if [len(end) for end in ends] == [1, 1] else ()


def _follow_unit(field: str, rules: Rules) -> None:
    """How the figures of a field are given, by the name of the column chosen for it."""
    chosen = st.session_state.get(_key(field))
    known = known_as(chosen[0], rules) if chosen else None
    way = (known[1], known[2]) if known and known[0] == field else (VALUE, "")
    st.session_state[_way_key(field)] = way if way in WAYS[field] else (VALUE, "")


def columns_form(held: UploadedList, rules: Rules) -> tuple[Column, ...]:
    """Draw a choice for every input, those of age, IGA and %BSA in sight, and read them."""
    core = [field for field in rules.fields.values() if field.core]
    others = [field for field in rules.fields.values() if not field.core]
    places = iter(st.columns(len(core) + sum(field.id in WAYS for field in core)))
    for field in core:
        with next(places):
            _choice(field, held, rules)
        if field.id in WAYS:
            with next(places):
                _way(field)
    with st.expander(_others_told(others), key="screen_others", on_change="rerun") as box:
        if box.open:
            _choices(others, held, rules)
    _say_doubles(held, rules)
    columns = tuple(column for field in (*core, *others) for column in _chosen(field))
    return with_codes(with_unit_columns(columns, held.columns), st.session_state[MISSING])


def _way(field: Field) -> None:
    ways = WAYS[field.id]
    st.selectbox(GIVEN_AS[field.id], list(ways), key=_way_key(field.id), format_func=ways.get, persist_state="session")


def _say_doubles(held: UploadedList, rules: Rules) -> None:
    """Several columns that could be one figure, none of which is chosen: which is it?"""
    named = [Column(name, *known) for name in held.columns if (known := known_as(name, rules))]
    for field in rules.fields.values():
        rivals = [column.name for column in named if column.field == field.id]
        if len(rivals) > 1 and not st.session_state.get(_key(field.id)):
            columns = " and ".join(f"“{name}”" for name in rivals)
            st.warning(escape_markdown(f"{columns} could both be {field.label}: choose one, or neither is read."))


def _others_told(others: list[Field]) -> str:
    read = [field.label for field in others if st.session_state.get(_key(field.id))]
    return f"Further inputs: {len(read)} of {len(others)} in this list"


def _choices(fields: list[Field], held: UploadedList, rules: Rules) -> None:
    for start in range(0, len(fields), IN_A_ROW):
        for field, place in zip(fields[start : start + IN_A_ROW], st.columns(IN_A_ROW)):
            with place:
                _choice(field, held, rules)
                if field.id in WAYS and st.session_state.get(_key(field.id)):
                    _way(field)


def _choice(field: Field, held: UploadedList, rules: Rules) -> None:
    """One input: no column, one of the list, or the low and the high end that its names tell of."""
    named = [Column(name, *known) for name in held.columns if (known := known_as(name, rules))]
    pair = _by_name([column for column in named if column.field == field.id and column.reads in (LOW, HIGH)])
    options = [(), *((name,) for name in held.columns), *([pair] if pair else [])]
    st.selectbox(
        field.label,
        options,
        key=_key(field.id),
        format_func=lambda names: " and ".join(names) or NONE,
        persist_state="session",
        on_change=_follow_unit if field.id in WAYS else None,
        args=(field.id, rules) if field.id in WAYS else None,
    )


def _chosen(field: Field) -> tuple[Column, ...]:
    names: tuple[str, ...] = st.session_state.get(_key(field.id)) or ()
    if len(names) == 2:
        return Column(names[0], field.id, LOW), Column(names[1], field.id, HIGH)
    way = st.session_state.get(_way_key(field.id), (VALUE, "")) if field.id in WAYS else (VALUE, "")
    return tuple(Column(name, field.id, *way) for name in names)


def measured_on_form(columns: tuple[Column, ...], on: date) -> date:
    """The day on which those were measured whose date or year of birth is given; without one, the day asked about."""
    if not any(column.reads in (BORN, BIRTH_YEAR) for column in columns):
        return on
    st.session_state.setdefault(MEASURED_ON, on)
    measured_on = st.date_input(
        "Measured on",
        key=MEASURED_ON,
        help="Dates and years of birth give the age on this day",
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        format="YYYY-MM-DD",
        persist_state="session",
        width=220,
    )
    return measured_on or on


def _key(field: str) -> str:
    return f"screen_field_{field}"


def _way_key(field: str) -> str:
    return f"screen_given_{field}"


# What a look through the whole list settles, and what has to be asked before it is screened.


class Looked(Frozen):
    """What was looked at, and what came of it: the columns as settled, notes in words, questions, and how each column reads."""

    of: tuple
    columns: tuple[Column, ...]
    notes: tuple[str, ...]
    questions: tuple[Question, ...]
    reports: tuple[ColumnReport, ...]


def looked_through(held: UploadedList, columns: tuple[Column, ...], rules: Rules, measured_on: date) -> Looked:
    """A look through every row of the list; kept for as long as nothing about it changes."""
    confirmed, missing = st.session_state[CONFIRMED], st.session_state[MISSING]
    of = (held.name, held.rows, columns, confirmed, missing, measured_on)
    looked = st.session_state.get(LOOKED)
    if looked is not None and looked.of == of:
        return looked
    survey = Survey(columns)
    for batch in held.batches:
        survey.add(batch)
    said = Said(given=tuple(("", name) for name in confirmed), missing=missing)
    columns, notes, questions = settled(survey, said)
    reader = Reader(columns, rules.fields, measured_on)
    for batch in held.batches if columns else ():
        reader.values(batch)
    unread = unread_in_words(held.columns, columns, rules) if columns else ()
    st.session_state[LOOKED] = looked = Looked(of, columns, (*held.notes, *notes, *unread), questions, reader.reports)
    return looked


def questions_form(looked: Looked, rules: Rules) -> None:
    """Each open question about the list with its answers; an answer changes the choices and draws the page again."""
    for number, question in enumerate(looked.questions):
        meanings = dict(question.answers)
        st.warning(escape_markdown(f"{question.words[:1].upper()}{question.words[1:]}. Which is it?"))
        with st.container(horizontal=True):
            for place, (answer, meaning) in enumerate(meanings.items()):
                st.button(
                    escape_markdown(f"{meaning[:1].upper()}{meaning[1:]}"),
                    key=f"screen_question_{number}_{place}",
                    on_click=_take_answer,
                    args=(question, answer, rules),
                )


def _take_answer(question: Question, answer: str, rules: Rules) -> None:
    if question.option == "--missing":
        st.session_state[MISSING] = (answer,)
        return
    name, _, column = answer.partition("=")
    field, *way = known_as(name, rules)
    for other in rules.fields:
        if st.session_state.get(_key(other)) == (column,):
            st.session_state[_key(other)] = ()
    st.session_state[_key(field)] = (column,)
    if field in WAYS:
        st.session_state[_way_key(field)] = tuple(way)
    st.session_state[CONFIRMED] = (*st.session_state[CONFIRMED], column)


# How the first cells of a list are read, before anything is screened.

ROWS = 3
LONGEST = 60
MOST_NAMES = 40
EMPTY = "(empty)"
UNIT_WORDS = UNITS | {SHARE: "shares of 1"}
AGE_COLUMNS = {BORN: ", from the date of birth", BIRTH_YEAR: ", from the year of birth"}


def preview_table(held: UploadedList, looked: Looked, rules: Rules, measured_on: date) -> Table:
    """Each input with its column, how it is read, in how many cells, and its first ones: what stands there, and what is made of it."""
    columns = looked.columns
    first = held.first(ROWS)
    heads = ("Column, and what it tells of", "All rows", *(f"Row {number + 1}" for number in range(first.num_rows)))
    fields = dict.fromkeys(column.field for column in columns)
    rows = []
    for name in fields:
        of_field = tuple(column for column in columns if column.field == name)
        reports = tuple(report for report in looked.reports if report.column in of_field)
        rows.append(_row(of_field, reports, rules.fields[name], first, Reader(of_field, rules.fields, measured_on)))
    notes = tuple(small(f"{note[:1].upper()}{note[1:]}.") for note in looked.notes)
    return Table("How the list is read", heads, tuple(rows), (*notes, *_unread(held, columns, rules)))


def _row(columns: tuple[Column, ...], reports: tuple[ColumnReport, ...], field: Field, first, reader: Reader) -> tuple:
    values, why = reader.values(first)
    ends = zip(*(values.column(f"{field.id}_{end}").to_pylist() for end in Interval._fields))
    typed = zip(*(first.column(column.name).to_pylist() for column in columns))
    cells = [_cell(cell, *each, field) for cell, each in zip(typed, zip(ends, why.to_pylist()))]
    names = joined(" and ", [breakable(column.name) for column in columns])
    return lines(names, small(field.label, _reads(columns, field))), _counts(reports), *cells


def _counts(reports: tuple[ColumnReport, ...]) -> Rich:
    """In how many cells a column is read, and up to ten of those that are not usable."""
    told: list[str | Rich] = []
    for report in reports:
        told.append(f"{report.read:,} read, {report.empty:,} not recorded")
        if report.not_usable:
            told.append(small(f"{how_many(report.not_usable, 'cell')} not usable: {'; '.join(report.examples)}"))
    return lines(*told)


def _reads(columns: tuple[Column, ...], field: Field) -> str:
    """How a column is read: ", in %", ", yes or no", ", from the date of birth", ", low and high end, in %"."""
    if field.kind == "yesno":
        return ", yes or no"
    if (reads := columns[0].reads) in AGE_COLUMNS:
        order = ORDER_WORDS.get(columns[0].unit)
        return AGE_COLUMNS[reads] + (f", {order}" if order else "")
    ends = ", low and high end" if reads == LOW else ""
    if columns[0].unit_column:
        return f"{ends}, unit in {columns[0].unit_column}"
    own = "years" if field.is_age else field.unit
    unit = UNIT_WORDS.get(columns[0].unit, columns[0].unit) or own
    return ends + (f", in {unit}" if unit else "")


def _cell(typed: tuple, ends: tuple, why: str | None, field: Field) -> Rich | str:
    """A cell as it stands in the list, and below it what is made of it where that is not the same."""
    texts = ["" if part is None else as_typed(part).strip() for part in typed]
    text = " and ".join(part or EMPTY for part in texts) if any(texts) else EMPTY
    meaning = _meaning(ends, why, field)
    return text[:LONGEST] if meaning == text else lines(text[:LONGEST], small(meaning))


def _meaning(ends: tuple, why: str | None, field: Field) -> str:
    if why:
        return f"not usable, taken as not recorded: {why.partition(': ')[2]}"
    value = Interval(*(of_domain if end is None else end for end, of_domain in zip(ends, field.domain)))
    return "not recorded" if value == field.domain else value_in_words(field, value)


def _unread(held: UploadedList, columns: tuple[Column, ...], rules: Rules) -> tuple[Rich, ...]:
    """The columns that tell of nothing, or of what another column was chosen for."""
    read = names_read(columns)
    names = [name for name in held.columns if name not in read]
    if not names:
        return ()
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    fields = {column.field for column in columns}
    listed = ", ".join(name + _instead(name, fields, rules) for name in names[:MOST_NAMES])
    return (small(f"Kept beside the results and not read: {listed}{more}."),)


def _instead(name: str, fields: set[str], rules: Rules) -> str:
    """ " (Age is read from another column)", where the name of a column that is not read tells of it too."""
    known = known_as(name, rules)
    return f" ({rules.fields[known[0]].label} is read from another column)" if known and known[0] in fields else ""
