"""Which column of the list tells of what: suggested by the names, corrected by the user, shown with the first cells."""

from datetime import date

import streamlit as st

from ruxcheck.intake import BIRTH_YEAR, BORN, HIGH, LOW, MONTHS, VALUE, Column, known_as
from ruxcheck.lists.held import Held
from ruxcheck.model import Rules
from ruxcheck.ui.profile_form import FIRST_DAY, LAST_DAY
from ruxcheck.values import Field

NONE = "not in this list"
READS = {VALUE: "years (8, 8.5, 18 months)", MONTHS: "months", BORN: "date of birth", BIRTH_YEAR: "year of birth"}
AGE_READS, MEASURED_ON = "screen_age_reads", "screen_measured_on"
IN_A_ROW = 3


def suggest(held: Held, rules: Rules) -> None:
    """Set the choices for a new list to what its column names tell."""
    named = [Column(name, *known) for name in held.columns if (known := known_as(name, rules))]
    for field in rules.fields:
        st.session_state[_key(field)] = _by_name([column for column in named if column.field == field])
    _follow_age(rules)


def _by_name(named: list[Column]) -> tuple[str, ...]:
    """The column, or the low and the high one, that tell of a field by their names; the best known first where several do."""
    for reads in READS:
        if found := [column.name for column in named if column.reads == reads]:
            return (found[0],)
    ends = [[column.name for column in named if column.reads == end] for end in (LOW, HIGH)]
    return (ends[0][0], ends[1][0]) if all(ends) else ()


def _follow_age(rules: Rules) -> None:
    """How the age is read, by the name of the column chosen for it."""
    chosen = st.session_state.get(_key("age_years"))
    known = known_as(chosen[0], rules) if chosen else None
    is_known = known and known[0] == "age_years" and known[1] in READS
    st.session_state[AGE_READS] = known[1] if is_known else VALUE


def columns_form(held: Held, rules: Rules) -> tuple[Column, ...]:
    """Draw a choice for every input, those of age, IGA and %BSA in sight, and read them."""
    core = [field for field in rules.fields.values() if field.core]
    others = [field for field in rules.fields.values() if not field.core]
    places = st.columns(len(core) + 1)
    for field, place in zip(core, (places[0], *places[2:])):
        with place:
            _choice(field, held, rules)
    with places[1]:
        st.selectbox("Age is given as", list(READS), key=AGE_READS, format_func=READS.get, persist_state="session")
    with st.expander(_others_told(others), key="screen_others", on_change="rerun") as box:
        if box.open:
            _choices(others, held, rules)
    return tuple(column for field in (*core, *others) for column in _chosen(field))


def _others_told(others: list[Field]) -> str:
    read = [field.label for field in others if st.session_state.get(_key(field.id))]
    return f"Further inputs: {len(read)} of {len(others)} in this list"


def _choices(fields: list[Field], held: Held, rules: Rules) -> None:
    for start in range(0, len(fields), IN_A_ROW):
        for field, place in zip(fields[start : start + IN_A_ROW], st.columns(IN_A_ROW)):
            with place:
                _choice(field, held, rules)


def _choice(field: Field, held: Held, rules: Rules) -> None:
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
        on_change=_follow_age if field.is_age else None,
        args=(rules,) if field.is_age else None,
    )


def _chosen(field: Field) -> tuple[Column, ...]:
    names: tuple[str, ...] = st.session_state.get(_key(field.id)) or ()
    if len(names) == 2:
        return Column(names[0], field.id, LOW), Column(names[1], field.id, HIGH)
    reads = st.session_state[AGE_READS] if field.is_age else VALUE
    return tuple(Column(name, field.id, reads) for name in names)


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
