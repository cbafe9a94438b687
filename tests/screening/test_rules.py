"""The batch: the same answers as `check`, patient by patient, in pandas and polars; and which tables it takes."""

from datetime import date

import pandas as pd
import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ruxcheck.kernel.check import UnknownJurisdiction, check
from ruxcheck.kernel.possible_values import Interval
from ruxcheck.kernel.records import label_on
from ruxcheck.screening.expressions import TableError
from ruxcheck.screening.rules import because, screen
from ruxcheck.store.reading import load
from tests.cohort_rows import DAYS, Table, expected, random_rules, random_table, tube_limit_table

RULES = load()
TODAY = DAYS["today"]
SEEDS = st.integers(0, 10**6)
POLARS_TYPES = {"number": pl.Float64, "whole": pl.Int64, "yesno": pl.Boolean, "text": pl.String}
PANDAS_TYPES = {
    "NumPy": {"number": "float64", "whole": "float64", "yesno": "float64", "text": "object"},
    "nullable": {"number": "Float64", "whole": "Int64", "yesno": "boolean", "text": "string"},
    "Arrow": {
        "number": "double[pyarrow]",
        "whole": "int64[pyarrow]",
        "yesno": "bool[pyarrow]",
        "text": "string[pyarrow]",
    },
}

# a seed cannot be shrunk
some_tables = settings(derandomize=True, max_examples=15, deadline=None, phases=[Phase.generate])


def polars_frame(table: Table, lazy: bool = False):
    columns = {name: pl.Series(cells, dtype=POLARS_TYPES[table.kinds[name]]) for name, cells in table.columns.items()}
    return pl.LazyFrame(columns) if lazy else pl.DataFrame(columns)


def pandas_frame(table: Table, storage: str = "NumPy"):
    types = PANDAS_TYPES[storage]
    return pd.DataFrame(
        {name: pd.Series(cells, dtype=types[table.kinds[name]]) for name, cells in table.columns.items()}
    )


def columns_of(answer) -> dict[str, list]:
    """Every column of a table as a list."""
    answer = answer.collect() if isinstance(answer, pl.LazyFrame) else answer
    return {name: answer[name].to_list() for name in answer.columns}


def added(frame, rules=RULES, on=TODAY, jurisdictions=(), codes=True) -> dict[str, list]:
    """The columns that the batch adds to a table, as lists."""
    before, answer = columns_of(frame), columns_of(screen(frame, rules, on, jurisdictions, codes))
    return {name: cells for name, cells in answer.items() if name not in before}


@some_tables
@given(seed=SEEDS, day=st.sampled_from(sorted(DAYS)), lazy=st.booleans())
def test_polars_answers_every_row_as_one_patient_is_answered(seed, day, lazy):
    table = random_table(seed, RULES)
    assert added(polars_frame(table, lazy), on=DAYS[day]) == expected(table, RULES, DAYS[day])


@some_tables
@given(seed=SEEDS, day=st.sampled_from(sorted(DAYS)), storage=st.sampled_from(sorted(PANDAS_TYPES)))
def test_pandas_answers_every_row_as_one_patient_is_answered(seed, day, storage):
    table = random_table(seed, RULES)
    assert added(pandas_frame(table, storage), on=DAYS[day]) == expected(table, RULES, DAYS[day])


@pytest.mark.parametrize("frame", [polars_frame, pandas_frame])
@some_tables
@given(seed=SEEDS)
def test_so_it_is_under_rules_of_any_kind(frame, seed):
    rules, on = random_rules(seed, RULES), date(2026, 6, 1)
    table = random_table(seed, RULES)
    assert added(frame(table), rules, on) == expected(table, rules, on)


@pytest.mark.parametrize("frame", [polars_frame, pandas_frame])
def test_a_body_size_settles_no_tube_limit_as_for_one_patient(frame):
    table = tube_limit_table(RULES)
    answer = added(frame(table), jurisdictions=("us",))
    assert answer == expected(table, RULES, TODAY, ("us",))
    assert set(answer["label_us_tube_limit_2_to_11"]) == {1, 2}


AS_LIST = {"pandas": lambda columns: pd.DataFrame(columns).convert_dtypes(), "polars": pl.DataFrame}
in_both = pytest.mark.parametrize("frame", AS_LIST.values(), ids=AS_LIST)
PATIENT = {"age_years": [8.0], "iga": [3.0], "bsa_percent": [12.0]}


@pytest.mark.parametrize(
    ("jurisdiction", "day", "core", "because"),
    [
        pytest.param("us", date(2025, 9, 17), "not met", "age", id="us: the day before the window"),
        pytest.param("us", date(2025, 9, 18), "cannot tell", "age", id="us: the one day of the window"),
        pytest.param("us", date(2025, 9, 19), "met", "diagnosis", id="us: certain"),
        pytest.param("us", TODAY, "met", "diagnosis", id="us: today"),
        pytest.param("ca", date(2025, 3, 21), "not met", "age", id="ca: the day before the window"),
        pytest.param("ca", date(2025, 3, 22), "cannot tell", "age", id="ca: the first day of the window"),
        pytest.param("ca", date(2025, 10, 14), "cannot tell", "age", id="ca: the last day of the window"),
        pytest.param("ca", date(2025, 10, 15), "met", "diagnosis", id="ca: certain"),
        pytest.param("eu", TODAY, "not met", "no-ad-indication", id="eu: no such indication"),
        pytest.param("au", TODAY, "cannot tell", "no record", id="au: nothing read"),
        pytest.param("us", date(2021, 9, 20), "cannot tell", "no record", id="us: before the first version"),
    ],
)
@in_both
def test_the_day_decides_which_label_answers(frame, jurisdiction, day, core, because):
    answer = added(frame(PATIENT), on=day, jurisdictions=(jurisdiction,), codes=False)
    assert answer[f"label_{jurisdiction}_core"] == [core]
    assert answer[f"label_{jurisdiction}_because"] == [because]


YEARS = "age_years"


@in_both
@pytest.mark.parametrize(
    ("columns", "core"),
    [
        pytest.param({YEARS: [8.0]}, "met", id="a plain column"),
        pytest.param({YEARS: [8]}, "met", id="whole numbers"),
        pytest.param({}, "cannot tell", id="no column"),
        pytest.param({YEARS: [8.0, None]}, "cannot tell", id="an empty cell"),
        pytest.param({YEARS: [8.0, float("nan")]}, "cannot tell", id="not a number"),
        pytest.param({f"{YEARS}_low": [8.0], f"{YEARS}_high": [9.0]}, "met", id="a range"),
        pytest.param({f"{YEARS}_low": [1.0], f"{YEARS}_high": [3.0]}, "cannot tell", id="a range over the limit"),
        pytest.param({f"{YEARS}_low": [2.0]}, "met", id="the low end alone, on the limit"),
        pytest.param({f"{YEARS}_high": [1.9]}, "not met", id="the high end alone"),
        pytest.param({f"{YEARS}_low": [2.0, 2.0], f"{YEARS}_high": [9.0, None]}, "met", id="the high end empty"),
        pytest.param({f"{YEARS}_low": [9.0], f"{YEARS}_high": [8.0]}, "cannot tell", id="high below low"),
        pytest.param({YEARS: [999.0]}, "cannot tell", id="over the domain"),
        pytest.param({YEARS: [-1.0]}, "cannot tell", id="under the domain"),
        pytest.param(
            {f"{YEARS}_low": [999.0], f"{YEARS}_high": [1.0]}, "not met", id="one end cannot be used, the other can"
        ),
        pytest.param({YEARS: [8.0], "iga": [2.5]}, "cannot tell", id="half a point of IGA"),
    ],
)
def test_how_a_field_may_be_given(frame, columns, core):
    rows = max((len(cells) for cells in columns.values()), default=1)
    answer = added(frame({"iga": [3.0] * rows, "bsa_percent": [12.0] * rows} | columns), jurisdictions=("us",))
    assert answer["label_us_core"][-1] == core


@in_both
@pytest.mark.parametrize(
    ("answers", "results"),
    [
        pytest.param([1, 0, None], [2, 0, 1], id="1 and 0"),
        pytest.param([1.0, 0.0, 0.5], [2, 0, 1], id="half a yes"),
        pytest.param([True, False, None], [2, 0, 1], id="true and false"),
        pytest.param([2, -1, 999], [1, 1, 1], id="other numbers"),
    ],
)
def test_how_a_yes_or_no_may_be_given(frame, answers, results):
    assert added(frame({"diagnosis_ad": answers}), jurisdictions=("us",))["label_us_diagnosis"] == results


@in_both
@pytest.mark.parametrize(
    ("columns", "words"),
    [
        pytest.param({YEARS: [8], f"{YEARS}_low": [8]}, "both 'age_years' and 'age_years_low'; keep", id="both forms"),
        pytest.param({YEARS: ["8y"]}, "column 'age_years' holds String, not numbers; write", id="text"),
        pytest.param({"pregnant": ["yes"]}, "column 'pregnant' holds String, not numbers; write", id="yes as text"),
        pytest.param({"_ruxcheck_x": [1]}, "already has a column '_ruxcheck_x'; drop it or", id="a name of ours"),
        pytest.param({"label_us_core": [1]}, "already has a column 'label_us_core'; drop it or", id="screened before"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_by_words(frame, columns, words):
    with pytest.raises(TableError, match=words):
        screen(frame(columns), RULES, TODAY)


def test_a_column_without_any_figure_says_nothing():
    assert added(pl.DataFrame({YEARS: [None, None]}))["trial_true_ad_core"] == ["cannot tell"] * 2


def test_an_unknown_jurisdiction_is_refused_as_for_one_patient():
    with pytest.raises(UnknownJurisdiction) as of_table:
        screen(pl.DataFrame(PATIENT), RULES, TODAY, ("us", "xx"))
    with pytest.raises(UnknownJurisdiction) as of_one:
        check({}, TODAY, RULES, ("us", "xx"))
    assert str(of_table.value) == str(of_one.value)


@in_both
def test_other_columns_stay_as_they_are_and_ours_come_after(frame):
    table = frame({"name": ["a", "b"], YEARS: [8.0, 30.0], "Age": [1, 2]})
    before, after = columns_of(table), columns_of(screen(table, RULES, TODAY))
    assert dict(list(after.items())[:3]) == before
    assert columns_of(table) == before
    prefixes = [*(f"label_{name}" for name in ("us", "ca", "eu", "gb", "ch"))]
    prefixes += [f"trial_{trial.id}".replace("-", "_") for trial in RULES.trials]
    assert list(after)[3:] == [f"{prefix}_{what}" for prefix in prefixes for what in ("core", "overall", "because")]


@in_both
@pytest.mark.parametrize("columns", [{"name": ["a", "b"]}, {"name": []}, {YEARS: []}])
def test_a_table_that_says_nothing_leaves_everything_open(frame, columns):
    rows = len(next(iter(columns.values())))
    answer = added(frame(columns), codes=False)
    assert answer["trial_true_ad_core"] == ["cannot tell"] * rows
    assert answer["trial_true_ad_because"] == ["age"] * rows
    assert answer["label_eu_core"] == ["not met"] * rows


def test_a_pandas_table_keeps_its_index():
    table = pd.DataFrame({YEARS: [8.0, 30.0, 1.0]}, index=[7, 7, 3])
    answer = screen(table, RULES, TODAY, ("us",), codes=True)
    assert list(answer.index) == [7, 7, 3]
    assert answer["label_us_age"].to_list() == [2, 2, 0]
    assert answer["label_us_core"].to_list() == ["cannot tell", "cannot tell", "not met"]


def test_a_late_table_stays_late():
    assert isinstance(screen(pl.LazyFrame(PATIENT), RULES, TODAY), pl.LazyFrame)
    assert isinstance(screen(pl.DataFrame(PATIENT), RULES, TODAY), pl.DataFrame)


@in_both
def test_results_sort_from_worst_to_best(frame):
    answer = screen(frame({YEARS: [8.0, None, 1.0], "iga": [3] * 3, "bsa_percent": [5] * 3}), RULES, TODAY, ("us",))
    ordered = answer.sort("label_us_core") if isinstance(answer, pl.DataFrame) else answer.sort_values("label_us_core")
    assert ordered["label_us_core"].to_list() == ["not met", "cannot tell", "met"]


def test_no_two_results_share_a_column():
    answer = added(pl.DataFrame(PATIENT))
    in_force = [*RULES.trials, *(label_on(RULES.labels, name, TODAY)[0] for name in ("us", "ca", "eu", "gb", "ch"))]
    assert len(answer) == sum(3 + len(record.criteria) for record in in_force)


@pytest.mark.parametrize(
    ("profile", "day", "why"),
    [
        pytest.param({"iga": 2}, date(2020, 1, 1), "no record", id="no label yet"),
        pytest.param({"iga": 0}, TODAY, "severity", id="the first that fails, not the first open"),
        pytest.param({"iga": 2}, TODAY, "age", id="the first open one"),
        pytest.param({YEARS: 30, "iga": 2, "bsa_percent": 5}, TODAY, "diagnosis", id="core met: the first beyond core"),
    ],
)
def test_which_criterion_decides(profile, day, why):
    profile = {name: Interval(figure, figure) for name, figure in profile.items()}
    assert because(check(profile, day, RULES, ("us",)).results[0]) == why
