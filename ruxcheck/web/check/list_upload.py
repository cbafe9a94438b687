"""The list to be screened: uploaded or the sample, its columns and first cells as they are read, and the run with its progress."""

from datetime import date
from pathlib import Path
from typing import Any, Literal

import streamlit as st
from markupsafe import Markup
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ruxcheck.export.table import Rich, State, Table, breakable, joined, lines, small, state_on
from ruxcheck.kernel.parsing import FIRST_DAY, LAST_DAY
from ruxcheck.kernel.possible_values import Field, Interval, how_many, value_in_words
from ruxcheck.kernel.records import Rules
from ruxcheck.screening.columns import (
    BIRTH_YEAR,
    BORN,
    HIGH,
    LOW,
    MONTHS,
    VALUE,
    Column,
    IntakeError,
    Reader,
    as_typed,
    known_as,
)
from ruxcheck.screening.expressions import TableError
from ruxcheck.screening.files import READABLE
from ruxcheck.screening.run import ScreeningOptions, engine_named
from ruxcheck.screening.upload import COMMAND, MOST_ROWS, ScreenedList, TooLarge, UploadedList, answer, read_upload
from ruxcheck.web import session
from ruxcheck.web.markup import escape_markdown, paragraphs, show_html

LIST, ANSWER = "screen_list", "screen_answer"
PROBLEM, UPLOADS = "screen_problem", "screen_uploads"
SAMPLE = Path(__file__).parents[3] / "samples" / "registry.csv"
WHAT_IT_DOES = (
    "Every label and trial for each patient of a list, by the rules of Check a patient. Columns named age, date_of_birth, iga, "
    "bsa, weight or height are known, and those named as the inputs of this tool; after the upload you see how each was read and "
    "can correct it. Blank and unusable cells count as not recorded, never as no."
)
WHERE_IT_LIES = Markup(
    "The rows stay in the memory of this server, for this session alone: nothing is written to a "
    "disk or sent on. They go within three minutes after this tab is closed, or at once with <b>Drop "
    "these rows</b>."
)


def most_megabytes() -> int:
    """The largest upload, as `.streamlit/config.toml` sets it."""
    return st.get_option("server.maxUploadSize")


def list_form(rules: Rules) -> UploadedList | None:
    """The list of this session with the button that drops it; without one, the ways to choose one."""
    held = st.session_state.get(LIST)
    if held is None:
        _choose(rules)
        return None
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        show_html(
            Markup('<p class="rux"><b>{}</b>: {}, {}</p>').format(
                held.name, how_many(held.rows, "row"), how_many(len(held.columns), "column")
            )
        )
        st.button("Remove list", key="screen_drop", on_click=drop, help="Forgets the list and its results at once")
    return held


def drop() -> None:
    """Forget the list and everything that was made of it."""
    held = LIST in st.session_state
    for key in (LIST, ANSWER, PROBLEM):
        st.session_state.pop(key, None)
    if held:
        session.collect_garbage()


def _choose(rules: Rules) -> None:
    show_html(paragraphs(WHAT_IT_DOES, WHERE_IT_LIES))
    number = st.session_state.setdefault(UPLOADS, 0)
    file = st.file_uploader(
        f"A list with a header line and one patient a row: up to {most_megabytes()} MB and {MOST_ROWS:,} rows",
        type=[ending.removeprefix(".") for ending in READABLE],
        key=f"screen_upload_{number}",
    )
    if st.button("Use the sample: 1,000 made-up rows", key="screen_sample"):
        _take(SAMPLE.name, SAMPLE.read_bytes(), rules)
    if file:
        with st.spinner("Reading the list"):
            _forget_upload(file)
            _take(file.name, file.getvalue(), rules)
    _say_problem()
    st.caption("A list of any size, on the command line:")
    st.code(COMMAND, language=None, wrap_lines=True)


def _take(name: str, content: bytes, rules: Rules) -> None:
    """Hold a list and draw the page again; what is wrong with it stands there then."""
    drop()
    try:
        st.session_state[LIST] = held = read_upload(name, content)
        suggest(held, rules)
    except IntakeError as error:
        st.session_state[PROBLEM] = error
    st.session_state[UPLOADS] += 1
    st.rerun()


def _forget_upload(file) -> None:
    """The framework would keep the bytes of an upload until the session ends."""
    context = get_script_run_ctx()
    manager: Any = context.uploaded_file_mgr  # the interface that it declares lacks the method
    manager.remove_file(context.session_id, file.file_id)


def _say_problem() -> None:
    problem = st.session_state.get(PROBLEM)
    if problem:
        st.error(escape_markdown(str(problem)))
    if isinstance(problem, TooLarge):
        st.code(problem.command, language=None, wrap_lines=True)


# Which column of the list tells of what: suggested by the names, corrected by the user, shown with the first cells.

NONE = "not in this list"
READS = {VALUE: "years (8, 8.5, 18 months)", MONTHS: "months", BORN: "date of birth", BIRTH_YEAR: "year of birth"}
AGE_READS, MEASURED_ON = "screen_age_reads", "screen_measured_on"
IN_A_ROW = 3


def suggest(held: UploadedList, rules: Rules) -> None:
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


def columns_form(held: UploadedList, rules: Rules) -> tuple[Column, ...]:
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


def _choices(fields: list[Field], held: UploadedList, rules: Rules) -> None:
    for start in range(0, len(fields), IN_A_ROW):
        for field, place in zip(fields[start : start + IN_A_ROW], st.columns(IN_A_ROW)):
            with place:
                _choice(field, held, rules)


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


# How the first cells of a list are read, before anything is screened.

ROWS = 3
LONGEST = 60
MOST_NAMES = 40
EMPTY = "(empty)"
AGE_COLUMNS = {MONTHS: ", in months", BORN: ", from the date of birth", BIRTH_YEAR: ", from the year of birth"}


def preview_table(held: UploadedList, columns: tuple[Column, ...], rules: Rules, measured_on: date) -> Table:
    """Each input with its column, how it is read, and its first cells: what stands there, and what is made of it."""
    first = held.first(ROWS)
    heads = ("Column, and what it tells of", *(f"Row {number + 1}" for number in range(first.num_rows)))
    fields = dict.fromkeys(column.field for column in columns)
    rows = []
    for name in fields:
        of_field = tuple(column for column in columns if column.field == name)
        rows.append(_row(of_field, rules.fields[name], first, Reader(of_field, rules.fields, measured_on)))
    return Table("How the first rows are read", heads, tuple(rows), _unread(held, columns, rules))


def _row(columns: tuple[Column, ...], field: Field, first, reader: Reader) -> tuple:
    values, why = reader.values(first)
    ends = zip(*(values.column(f"{field.id}_{end}").to_pylist() for end in Interval._fields))
    typed = zip(*(first.column(column.name).to_pylist() for column in columns))
    cells = [_cell(cell, *each, field) for cell, each in zip(typed, zip(ends, why.to_pylist()))]
    names = joined(" and ", [breakable(column.name) for column in columns])
    return lines(names, small(field.label, _reads(columns, field))), *cells


def _reads(columns: tuple[Column, ...], field: Field) -> str:
    """How a column is read: ", in %", ", yes or no", ", from the date of birth", ", low and high end, in %"."""
    if field.kind == "yesno":
        return ", yes or no"
    if (reads := columns[0].reads) in AGE_COLUMNS:
        return AGE_COLUMNS[reads]
    ends = ", low and high end" if reads == LOW else ""
    unit = "years" if field.is_age else field.unit
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
    read = {column.name for column in columns}
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


# Screening the list of this session, with a bar that moves while batches run.

RUNS = "screen_runs"


def asked_of(on: date, jurisdictions: tuple[str, ...], measured_on: date) -> ScreeningOptions:
    """What is asked of the list, on the fastest engine there is."""
    return ScreeningOptions(on, jurisdictions, measured_on, engine_named(None), codes=True)


def run_form(
    held: UploadedList, columns: tuple[Column, ...], options: ScreeningOptions, rules: Rules
) -> ScreenedList | None:
    """The button that screens, and the answer of this session; where what is asked has changed since, that is said."""
    found = st.session_state.get(ANSWER)
    is_answered = found is not None and (found.columns, found.options) == (columns, options)
    look: Literal["primary", "secondary"] = "secondary" if is_answered else "primary"
    if st.button(f"Screen {how_many(held.rows, 'row')}", type=look, key="screen_run", disabled=not columns):
        _run(held, columns, options, rules)
    if not columns:
        st.info("Choose the column of at least one input.")
    elif found and not is_answered:
        st.warning("The choices have changed since the list was screened: what stands below is as it was asked then.")
    return found


def _run(held: UploadedList, columns: tuple[Column, ...], options: ScreeningOptions, rules: Rules) -> None:
    bar = st.progress(0.0, "Screening")
    st.session_state.pop(ANSWER, None)

    def show_progress(rows: int) -> None:
        bar.progress(rows / held.rows, f"Screening: {rows:,} of {held.rows:,} rows")

    try:
        st.session_state[ANSWER] = answer(held, columns, options, rules, show_progress)
        st.session_state[RUNS] = st.session_state.get(RUNS, 0) + 1
    except (IntakeError, TableError) as error:
        bar.empty()
        st.error(escape_markdown(str(error)))
        return
    st.rerun()  # the page is drawn again with the answer, and what was chosen folded


def state_of(found: ScreenedList, rules: Rules) -> State:
    """The state of what was screened: how many rows, never what stands in them."""
    names = ", ".join(rules.jurisdictions[name].name for name in found.options.jurisdictions)
    return state_on(rules, found.options.on)._replace(
        inputs=f"a list of {how_many(found.summary.rows, 'row')}; labels asked: {names}"
    )
