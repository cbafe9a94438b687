"""Screening a list: every row kept, answered as one patient is, and every cell that could not be read told."""

import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruxcheck import __version__
from ruxcheck.intake.cells import NotUsable, as_typed, read_cell
from ruxcheck.intake.columns import HIGH, LOW, IntakeError, mapping
from ruxcheck.intake.files import BATCH_ROWS, PatientList
from ruxcheck.intake.reader import Reader
from ruxcheck.kernel.check import UnknownJurisdiction
from ruxcheck.screening import run as run_
from ruxcheck.screening.run import (
    NAMES,
    ScreeningOptions,
    Summary,
    engine_named,
    record_name,
    run,
    screened,
    summary_lines,
    time_left,
)
from ruxcheck.store.reading import load
from tests.cohort_rows import Table, expected

RULES = load()
DAY = date(2026, 11, 22)
ASKED = ScreeningOptions(DAY, (), DAY, "polars")
ENGINES = ("pandas", "polars", "duckdb")
LABELS = ("us", "ca", "eu", "gb", "ch")
RECORDS = [f"label_{name}" for name in LABELS] + [f"trial_{trial.id}".replace("-", "_") for trial in RULES.trials]
RESULTS = [f"{record}_{what}" for record in RECORDS for what in ("core", "overall", "because")]
PATIENT = {"age": ["8"], "iga": ["3"], "bsa": ["12"]}

on_every_engine = pytest.mark.parametrize("engine", ENGINES)


def source_of(table: pa.Table, rows: int = BATCH_ROWS) -> PatientList:
    return PatientList(table.column_names, iter(table.to_batches(rows)), table.num_rows)


def screen(table: pa.Table, given=None, rows: int = BATCH_ROWS, **asked) -> pa.Table:
    """The list as it is written, from batches of some rows."""
    columns = mapping(table.column_names, RULES, given)
    asked_for = ASKED._replace(**asked)
    parts = screened(source_of(table, rows), Reader(columns, RULES.fields, asked_for.measured_on), asked_for, RULES)
    return pa.concat_tables(list(parts), promote_options="permissive")


def texts(columns: dict[str, list]) -> pa.Table:
    return pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})


def told(table: pa.Table, **asked) -> list[str | None]:
    return screen(table, **asked).column("not_usable").to_pylist()


def core(table: pa.Table, record: str = "label_us", **asked) -> list[str]:
    return screen(table, **asked).column(f"{record}_core").to_pylist()


# what people, programs and registries write, field by field
FREE = st.sampled_from(["", " ", "?", "NA", "n.k.", "-1", "999", "=1+1", "see letter; page 2", "x" * 60, "9" * 30])
FIGURES = st.floats(0, 130, allow_nan=False).map(str) | st.integers(0, 30).map(str) | st.just("20")
COMMAS = st.decimals(0, 99, places=2).map(lambda figure: str(figure).replace(".", ","))
RANGES = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda ends: f"{ends[0]}-{ends[1]}")
MONTHS = st.integers(0, 200).map(lambda months: f"{months} months")
YEARS_AND_MONTHS = st.tuples(st.integers(0, 20), st.integers(0, 12)).map(lambda age: f"{age[0]}y{age[1]}m")
POUNDS = st.integers(1, 900).map(lambda pounds: f"{pounds} lb")
METRES = st.decimals("0.5", "2.2", places=2).map(lambda metres: f"{metres} m")
WORDS = st.sampled_from(["yes", "no", "Yes", "TRUE", "0", "1", "maybe", "2"])
BIRTHDAYS = st.dates(date(1900, 1, 1), date(2027, 1, 1)).map(str) | st.sampled_from(["22.11.2018", "2024-02-29"])
YEARS = st.integers(1890, 2030).map(str)
TYPED = (
    st.floats(allow_infinity=True) | st.integers(-5, 130).map(float) | st.none() | st.sampled_from([2.0, 12.0, 20.0])
)
AGES = FIGURES | COMMAS | RANGES | MONTHS | YEARS_AND_MONTHS | FREE
AREAS = FIGURES | COMMAS | RANGES | FIGURES.map(lambda figure: f"{figure}%") | FREE
WAYS_OF_AGE = [
    {"Age": AGES},
    {"age_years": TYPED},
    {"dob": BIRTHDAYS | FREE},
    {"birth_year": YEARS | FREE},
    {"age_months": FIGURES | RANGES | FREE},
    {"age_months": TYPED},
    {"age_low": FIGURES | FREE, "age_high": FIGURES | RANGES | FREE},
    {"age_low": TYPED, "age_high": TYPED},
]
OTHERS = {
    "IGA": st.sampled_from(["0", "1", "2", "3", "4", "2-3", "5", "2.5", "3.0"]) | FREE,
    "%BSA": AREAS,
    "weight": POUNDS | COMMAS | FIGURES | FREE,
    "height": METRES | FIGURES | FREE,
    "pregnant": WORDS | FREE,
    "diagnosis_ad": st.booleans() | st.none(),
    "itch_nrs": TYPED,
    "platelets_per_ul": st.sampled_from(["250,000", "99999", "1e5", "90000.5"]) | FREE,
    "note": st.text(max_size=5),
}


@st.composite
def lists(draw) -> pa.Table:
    """A list of a few rows: some way to tell the age, and some other columns, as text or as numbers."""
    ways = draw(st.sampled_from(WAYS_OF_AGE))
    others = draw(st.sets(st.sampled_from(sorted(OTHERS))))
    columns = ways | {name: OTHERS[name] for name in OTHERS if name in others}
    rows = draw(st.integers(1, 8))
    return pa.table({name: draw(st.lists(cell, min_size=rows, max_size=rows)) for name, cell in columns.items()})


def read_one_by_one(table: pa.Table) -> tuple[dict[str, list], list[int]]:
    """Both ends of every field by row, each cell read alone; and how many cells of each row cannot be used."""
    ends, unusable = {}, [0] * table.num_rows
    for column in mapping(table.column_names, RULES):
        sides = [side for side in (LOW, HIGH) if column.reads not in (LOW, HIGH) or column.reads == side]
        for side in sides:
            ends[f"{column.field}_{side}"] = [None] * table.num_rows
        for row, cell in enumerate(table.column(column.name).to_pylist()):
            try:
                value = read_cell("" if cell is None else as_typed(cell), column, RULES.fields[column.field], DAY)
                if value and len(sides) == 1 and not value.is_point:
                    raise NotUsable
            except NotUsable:
                unusable[row] += 1
                continue
            for side in sides if value else ():
                ends[f"{column.field}_{side}"][row] = getattr(value, side)
    return ends, unusable


@on_every_engine
@settings(derandomize=True, max_examples=25, deadline=None)
@given(table=lists())
def test_every_row_is_answered_as_its_cells_read_one_by_one(engine, table):
    found = screen(table, rows=3, engine=engine)
    ends, unusable = read_one_by_one(table)
    answers = expected(Table(ends, {}), RULES, DAY)
    assert {name: found.column(name).to_pylist() for name in RESULTS} == {name: answers[name] for name in RESULTS}
    crossed = [reason and "lies above" in reason for reason in found.column("not_usable").to_pylist()]
    reasons = [reason.count("; ") + 1 if reason else 0 for reason in found.column("not_usable").to_pylist()]
    assert reasons == [count + bool(cross) for count, cross in zip(unusable, crossed)]


@settings(derandomize=True, max_examples=25, deadline=None)
@given(table=lists(), rows=st.integers(1, 9))
def test_every_row_and_column_of_the_list_stays_whatever_the_batches(table, rows):
    found = screen(table, rows=rows)
    assert found.select(table.column_names).schema == table.schema
    assert str(found.select(table.column_names).to_pylist()) == str(table.to_pylist())
    assert found.column_names == [*table.column_names, *RESULTS, "not_usable", "rules", "version", "as_of"]
    assert (
        found.drop_columns(table.column_names).to_pylist() == screen(table).drop_columns(table.column_names).to_pylist()
    )


def test_every_row_is_stamped_with_rules_version_and_day():
    found = screen(texts({"age": ["8", "9"]}), on=date(2025, 9, 18))
    assert found.column("rules").to_pylist() == [RULES.sha256] * 2
    assert found.column("version").to_pylist() == [__version__] * 2
    assert found.column("as_of").to_pylist() == ["2025-09-18"] * 2


@on_every_engine
def test_rows_stay_in_their_order_in_a_long_list(engine):
    ages = [float(number % 97) for number in range(150_000)]
    table = pa.table({"number": range(len(ages)), "age": ages, "iga": [3] * len(ages), "bsa": [12.0] * len(ages)})
    found = screen(table, engine=engine, jurisdictions=("us",))
    assert found.column("number").to_pylist() == list(range(len(ages)))
    assert found.column("label_us_core").to_pylist() == ["met" if age >= 2 else "not met" for age in ages]


def test_only_the_jurisdictions_asked_for_are_answered():
    names = screen(texts(PATIENT), jurisdictions=("ca", "au")).column_names
    assert [name for name in names if name.startswith("label_") and name.endswith("_core")] == [
        "label_ca_core",
        "label_au_core",
    ]
    assert core(texts(PATIENT), "label_au", jurisdictions=("au",)) == ["cannot tell"]


def test_an_unknown_jurisdiction_is_refused():
    with pytest.raises(UnknownJurisdiction, match="'xx' is not a jurisdiction this tool knows"):
        screen(texts(PATIENT), jurisdictions=("xx",))


@pytest.mark.parametrize(
    ("measured_on", "result"),
    [
        pytest.param(date(2026, 11, 21), "not met", id="the day before the 2nd birthday"),
        pytest.param(date(2026, 11, 22), "met", id="on the 2nd birthday"),
        pytest.param(date(2036, 11, 21), "met", id="the day before the 12th birthday"),
    ],
)
def test_a_date_of_birth_counts_to_the_day_of_measuring(measured_on, result):
    table = texts({"dob": ["2024-11-22"], "iga": ["3"], "bsa": ["12"]})
    assert core(table, measured_on=measured_on) == [result]


@pytest.mark.parametrize(
    ("measured_on", "results"),
    [
        pytest.param(date(2026, 11, 21), ("not met", "met"), id="the day before the 12th birthday"),
        pytest.param(date(2026, 11, 22), ("met", "not met"), id="on the 12th birthday"),
    ],
)
def test_a_12th_birthday_moves_from_the_trial_of_children_to_that_of_adults(measured_on, results):
    found = screen(texts({"dob": ["2014-11-22"], "iga": ["3"], "bsa": ["12"]}), measured_on=measured_on)
    assert (found["trial_true_ad_core"][0].as_py(), found["trial_true_ad3_core"][0].as_py()) == results


def test_a_birth_year_over_the_2nd_birthday_leaves_the_label_open():
    table = texts({"birth_year": ["2023", "2024", "2025"], "iga": ["3"] * 3, "bsa": ["12"] * 3})
    assert core(table) == ["met", "cannot tell", "not met"]


BERLIN = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("cells", "result"),
    [
        pytest.param(pa.array([date(2024, 11, 22)]), "met", id="days"),
        pytest.param(pa.array([date(2024, 11, 22)], pa.date64()), "met", id="days in milliseconds"),
        pytest.param(pa.array([datetime(2024, 11, 22, 23, 59)]), "met", id="days with a time"),
        pytest.param(pa.array([datetime(2024, 11, 22)], pa.timestamp("ns")), "met", id="nanoseconds"),
        pytest.param(
            pa.array([datetime(2024, 11, 22, tzinfo=BERLIN)], pa.timestamp("us", "Europe/Berlin")),
            "met",
            id="midnight in Berlin is the day before in Greenwich",
        ),
        pytest.param(
            pa.array([datetime(2024, 11, 23, tzinfo=BERLIN)], pa.timestamp("us", "Europe/Berlin")),
            "not met",
            id="the next midnight in Berlin is the day in Greenwich",
        ),
        pytest.param(pa.array(["2024-11-22"], pa.string_view()), "met", id="text by view"),
        pytest.param(pa.array(["2024-11-22"], pa.large_string()), "met", id="long text"),
        pytest.param(pa.array(["2024-11-22"]).dictionary_encode(), "met", id="categories"),
        pytest.param(pa.array([b"2024-11-22"]), "met", id="bytes"),
        pytest.param(pa.array([2**62], pa.timestamp("s")), "cannot tell", id="beyond any calendar"),
        pytest.param(pa.nulls(1), "cannot tell", id="nothing"),
        pytest.param(pa.array([20241122]), "met", id="a number written as a day"),
        pytest.param(pa.array([45618]), "cannot tell", id="a number of days"),
        pytest.param(
            pa.array([datetime(2024, 11, 22, tzinfo=UTC)], pa.timestamp("us", "UTC")),
            "cannot tell",
            id="a moment in UTC",
        ),
    ],
)
def test_a_date_of_birth_of_any_type(cells, result):
    assert core(pa.table({"dob": cells, "iga": [3], "bsa": [12]})) == [result]


@pytest.mark.parametrize("kind", [pa.float64(), pa.string()], ids=str)
@pytest.mark.parametrize("field", RULES.fields.values(), ids=lambda field: field.id)
def test_every_field_counts_on_its_bounds_and_nothing_outside_or_missing_does(field, kind):
    step = 0.25 if field.kind == "number" else 1
    cells = [field.low, field.high, None, field.low - step, field.high + step]
    if kind == pa.string():
        cells = [None if cell is None else as_typed(float(cell)) for cell in cells]
    reader = Reader(mapping([field.id], RULES), RULES.fields, DAY)
    values, why = reader.values(pa.record_batch({field.id: pa.array(cells, kind)}))
    for end in (LOW, HIGH):
        assert values.column(f"{field.id}_{end}").to_pylist() == [field.low, field.high, None, None, None]
    assert [reason is None for reason in why.to_pylist()] == [True, True, True, False, False]


NUMBER_TYPES = [pa.int8(), pa.uint8(), pa.int64(), pa.float16(), pa.float32(), pa.float64(), pa.decimal128(9, 2)]


@pytest.mark.parametrize("kind", NUMBER_TYPES, ids=str)
def test_numbers_of_any_type_are_read(kind):
    figures = {"age": 8.0, "iga": 3.0, "bsa": 12.0}
    table = pa.table({name: pa.array([figure, None]).cast(kind) for name, figure in figures.items()})
    assert core(table) == ["met", "cannot tell"]
    assert told(table) == [None, None]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        pytest.param(pa.array([float("nan")]), None, id="not a number is not recorded"),
        pytest.param(pa.array([float("inf")]), "age: 'inf' was given, not understood", id="without end"),
        pytest.param(pa.array([-1]), "age: '-1' was given, out of range", id="negative"),
        pytest.param(pa.array([120.5]), "age: '120.5' was given, out of range", id="over the domain"),
        pytest.param(pa.array([999.0]), "age: '999' was given, out of range", id="a code for missing"),
        pytest.param(pa.array([-(2**63)]), "age: '-9223372036854775808' was given, out of range", id="the lowest"),
        pytest.param(
            pa.array([2**64 - 1], pa.uint64()), "age: '18446744073709551616' was given, out", id="the highest"
        ),
        pytest.param(pa.array([True]), "age: 'yes' was given, not understood", id="true is no age"),
        pytest.param(pa.array([date(2018, 11, 22)]), "age: '2018-11-22' was given, which is a day", id="a day"),
        pytest.param(pa.array([timedelta(1)]), "age: '86400000000' was given, out of range", id="a stretch of time"),
    ],
)
def test_a_typed_cell_that_cannot_be_used_is_told(cells, reason):
    table = pa.table({"age": cells, "iga": [3], "bsa": [12]})
    found = told(table)[0]
    assert found is None if reason is None else found.startswith(reason)
    assert core(table) == ["cannot tell"]


@pytest.mark.parametrize(
    ("field", "figure", "reason"),
    [
        ("iga", 2.5, "iga: '2.5' was given, not a whole number"),
        ("dlqi", 3.25, "dlqi: '3.25' was given, not a whole number"),
        ("pregnant", 0.5, "pregnant: '0.5' was given, not understood"),
        ("age_months", -1.0, "age_months: '-1' was given, out of range"),
        ("age_months", float("nan"), None),
        ("birth_year", 2018.5, "birth_year: '2018.5' is no birth year, allowed: four digits"),
    ],
)
def test_a_number_that_is_none_of_the_field_is_told(field, figure, reason):
    assert told(pa.table({field: [figure]})) == [reason]


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(pa.array([True, False, None]), id="true and false"),
        pytest.param(pa.array([1, 0, None]), id="1 and 0"),
        pytest.param(pa.array([1.0, 0.0, float("nan")]), id="1.0 and 0.0"),
        pytest.param(pa.array([Decimal("1.00"), Decimal("0.00"), None]), id="decimals"),
        pytest.param(pa.array(["yes", "no", ""]), id="words"),
        pytest.param(pa.array(["yes", "no", ""]).dictionary_encode(), id="categories"),
    ],
)
def test_a_fact_of_any_type(cells):
    table = pa.table({"diagnosis_ad": [1] * 3, "immunocompromised": cells})
    found = screen(table, codes=True)
    assert found.column("label_us_immune_status").to_pylist() == [0, 2, 1]
    assert found.column("not_usable").to_pylist() == [None] * 3


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(pa.array([[8]]), id="lists"),
        pytest.param(pa.array([{"years": 8}]), id="records"),
        pytest.param(pa.array([[("years", 8)]], pa.map_(pa.string(), pa.int8())), id="maps"),
        pytest.param(pa.array([0], pa.timestamp("s", "Nowhere")), id="times at no place"),
    ],
)
def test_a_column_of_anything_else_is_kept_but_cannot_tell_of_a_field(cells):
    with pytest.raises(IntakeError, match=r"column 'age' holds .*; allowed: numbers, texts, days, yes or no"):
        screen(pa.table({"age": cells, "iga": [3]}))
    assert screen(pa.table({"visits": cells, "iga": [3]})).column("visits").combine_chunks().equals(cells)


def test_a_column_without_any_type_says_nothing():
    assert core(pa.table({"age": pa.nulls(2), "iga": [3, 3]})) == ["cannot tell", "cannot tell"]


def test_a_column_may_be_empty_at_first_and_filled_later():
    ages = [None] * 5 + [8.0] * 5
    for kind in (pa.float64(), pa.string()):
        table = pa.table({"age": pa.array(ages).cast(kind), "iga": ["3"] * 10, "bsa": ["12"] * 10})
        assert core(table, rows=5) == ["cannot tell"] * 5 + ["met"] * 5


def test_categories_may_differ_from_batch_to_batch():
    parts = [
        pa.table({"age": pa.array([text]).dictionary_encode(), "iga": ["3"], "bsa": ["12"]}) for text in ("8", "1")
    ]
    source = PatientList(parts[0].column_names, iter([part.to_batches()[0] for part in parts]), None)
    reader = Reader(mapping(source.columns, RULES), RULES.fields, ASKED.measured_on)
    found = [*screened(source, reader, ASKED, RULES)]
    assert [part.column("label_us_core").to_pylist() for part in found] == [["met"], ["not met"]]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        pytest.param({"age": "abc"}, "age: 'abc' was given, not understood", id="text in numbers"),
        pytest.param({"Age": "-3"}, "Age: '-3' was given, out of range", id="the column by its own name"),
        pytest.param({"age": "8", "iga": "9", "bsa": "x"}, "iga: '9' was given, out of range; bsa: 'x' was", id="two"),
        pytest.param(
            {"age_low": "9", "age_high": "8"}, "age_low, age_high: the low end lies above the high", id="crossed"
        ),
        pytest.param({"age_low": "8-9", "age_high": "9"}, "age_low: '8-9' is a range, allowed: one figure", id="range"),
        pytest.param(
            {"dob": "soon"},
            "dob: 'soon' is no date of birth, allowed: YYYY-MM-DD, 26 Nov 2014, 26/11/2014 or a year",
            id="birth",
        ),
        pytest.param({"Age\n(years)": "x"}, "Age (years): 'x' was given, not understood", id="a name on two lines"),
        pytest.param({"age": "8; 9"}, "age: '8, 9' was given, not understood", id="a semicolon is no further reason"),
        pytest.param({"age": "on\ntwo"}, "age: 'on two' was given, not understood", id="two lines"),
    ],
)
def test_a_cell_that_cannot_be_used_is_told_with_its_column_and_reason(columns, words):
    (reason,) = told(texts({name: [cell] for name, cell in columns.items()}))
    assert reason.startswith(words)
    assert reason.count("; ") == words.count("; ")


def test_a_cell_that_cannot_be_used_is_taken_as_not_recorded():
    wrong, blank = (screen(texts(PATIENT | {"age": [cell]})) for cell in ("abc", ""))
    assert wrong.select(RESULTS).to_pylist() == blank.select(RESULTS).to_pylist()
    assert blank.column("not_usable").to_pylist() == [None]


def test_one_bad_cell_leaves_the_others_of_its_row():
    assert core(texts({"age": ["1"], "iga": ["abc"], "bsa": ["12"]})) == ["not met"]


@pytest.mark.parametrize("cell", ["a long letter about a patient, " * 1000, "x" * 100_000, "; " * 5_000])
def test_not_usable_never_holds_a_long_text(cell):
    reasons = told(texts({"age": [cell], "iga": [cell], "pregnant": [cell], "bsa_low": [cell], "bsa_high": [cell]}))
    assert all(len(part) < 90 for part in reasons[0].split("; "))
    assert len(reasons[0].split("; ")) == 5


def test_reasons_stand_beside_their_own_rows_in_every_batch():
    ages = ["8", "x", "9", "x", "y", "10", "x"]
    expected_reasons = [None if age.isdigit() else f"age: '{age}' was given, not understood" for age in ages]
    for rows in (1, 2, 3, 7):
        assert told(texts({"age": ages}), rows=rows) == expected_reasons


@pytest.mark.parametrize("name", ["label_us_core", "trial_true_ad_because", "not_usable", "rules", "version", "as_of"])
def test_a_list_that_was_screened_before_is_refused(name):
    with pytest.raises(IntakeError, match=f"the list already has a column '{name}', which this tool adds"):
        screen(texts({"age": ["8"], name: ["x"]}))


def summary_of(table: pa.Table, rows: int = BATCH_ROWS, **asked) -> Summary:
    columns = mapping(table.column_names, RULES)
    return run(source_of(table, rows), columns, ASKED._replace(**asked), RULES, lambda _: None)


@pytest.mark.parametrize("rows", [1, 2, 100])
def test_the_summary_counts_rows_results_and_reasons(rows):
    table = texts({"age": ["8", "1", "x", "x", ""], "iga": ["3", "3", "3", "9", "3"], "bsa": ["12"] * 5})
    summary = summary_of(table, rows, jurisdictions=("us",))
    assert (summary.rows, summary.not_usable_rows) == (5, 2)
    assert summary.results["label_us"] == {"met": 1, "not met": 1, "cannot tell": 3}
    assert summary.deciding["label_us"] == {"diagnosis": 1, "age": 4}
    assert summary.reasons == {"age: 'x' was given, not understood": 2, "iga: '9' was given, out of range": 1}
    assert [sum(counts.values()) for counts in summary.results.values()] == [5] * 8


@pytest.mark.parametrize("name", ["biopsy_core", "changed_because", "label_old_core", "a\0b", ""])
def test_the_summary_counts_no_column_of_the_list(name):
    summary = summary_of(texts({"age": ["8"], name: ["x"]}))
    assert [*summary.results] == [*summary.deciding] == RECORDS
    assert summary_lines(summary, RULES)[0] == "1 row"


def test_the_summary_of_a_list_of_nothing_but_nonsense_stays_small(monkeypatch):
    monkeypatch.setattr(run_, "MOST_REASONS", 3)
    summary = summary_of(texts({"age": [f"x{number}" for number in range(9)] + ["x1"]}))
    assert summary.reasons.total() == summary.not_usable_rows == 10
    assert summary.reasons["age: 'x1' was given, not understood"] == 2
    assert summary.reasons[run_.OTHER_REASONS] == 6


def test_a_list_without_rows_is_refused():
    with pytest.raises(IntakeError, match="the list holds a header and no rows; at least one patient is needed"):
        summary_of(texts({"age": []}))


def test_how_many_rows_are_done_is_told_after_each_batch():
    table, done, written = texts({"age": ["8"] * 5}), [], []
    run(source_of(table, 2), mapping(["age"], RULES), ASKED, RULES, written.append, done.append)
    assert done == [2, 4, 5]
    assert [part.num_rows for part in written] == [2, 2, 1]


def test_the_summary_in_words():
    summary = Summary()
    summary.rows, summary.not_usable_rows = 1234, 30
    summary.results = {
        "label_us": Counter({"met": 1000, "cannot tell": 234}),
        "trial_true_ad": Counter({"not met": 1234}),
    }
    summary.reasons = Counter({f"age: 'x{number}' was given, not understood": number for number in range(1, 23)})
    lines = summary_lines(summary, RULES)
    assert lines[0] == "1,234 rows"
    assert lines[1].split() == ["by", "age,", "IGA", "and", "%BSA", "met", "not", "met", "cannot", "tell"]
    assert lines[2].split() == ["United", "States", "label", "1,000", "0", "234"]
    assert lines[3].split() == ["TRuE-AD1/2", "0", "1,234", "0"]
    assert lines[4] == "30 rows with a cell that was not usable, taken as not recorded"
    assert lines[5] == "  22 x age: 'x22' was given, not understood"
    assert (len(lines), lines[-1]) == (26, "  and 2 further reasons")


@pytest.mark.parametrize("prefix", RECORDS)
def test_every_record_has_a_name_in_the_summary(prefix):
    assert record_name(prefix, RULES)


def test_the_engine_is_polars_unless_another_is_named():
    assert engine_named(None) == "polars"
    assert [engine_named(name) for name in ENGINES] == [*ENGINES]


def test_without_polars_the_engine_is_pandas(monkeypatch):
    monkeypatch.setattr("ruxcheck.screening.run.find_spec", lambda name: None if name == "polars" else name)
    assert engine_named(None) == "pandas"


@pytest.mark.parametrize("name", ["Polars", "dask", ""])
def test_an_unknown_engine_is_refused(name):
    with pytest.raises(IntakeError) as refused:
        engine_named(name)
    assert str(refused.value) == f"--engine: '{name}' was given; allowed: {', '.join(NAMES)}"


@pytest.mark.parametrize(("name", "extra"), [("duckdb", "screen"), ("polars", "screen"), ("spark", "spark")])
def test_an_engine_that_is_not_installed_says_what_to_install(monkeypatch, name, extra):
    monkeypatch.setattr("ruxcheck.screening.run.find_spec", lambda _: None)
    with pytest.raises(IntakeError) as refused:
        engine_named(name)
    assert f'--engine {name}: not installed; pip install ".[{extra}]"' in str(refused.value)


@pytest.mark.parametrize(("share", "words"), [(0, ""), (0.25, ", 30 s left"), (0.999, ", 0 s left"), (1, "")])
def test_how_long_a_run_still_takes_is_said_from_its_first_part_to_its_last(monkeypatch, share, words):
    monkeypatch.setattr(time, "monotonic", lambda: 110.0)
    assert time_left(100.0, share) == words
