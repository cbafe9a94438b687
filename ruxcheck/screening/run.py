"""Screening a list batch by batch with one of the engines, and the summary of what it held."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from importlib.util import find_spec

import pyarrow as pa
import pyarrow.compute as pc

from ruxcheck import __version__
from ruxcheck.intake.columns import BORN, Column, IntakeError, OptionError
from ruxcheck.intake.files import PatientList
from ruxcheck.intake.reader import WHY, ColumnReport, Reader
from ruxcheck.kernel import Frozen
from ruxcheck.kernel.criteria import CANNOT_TELL, MET, NOT_MET
from ruxcheck.kernel.possible_values import how_many
from ruxcheck.kernel.records import Rules
from ruxcheck.screening import rules as column_rules

PREFERRED = ("polars", "pandas")
NAMES = ("pandas", "polars", "duckdb", "spark")


def engine_named(name: str | None) -> str:
    """The engine to use: as named, else polars where it is installed, else pandas. Raises OptionError for one that is not there."""
    if name is None:
        return next(engine for engine in PREFERRED if _installed(engine))
    if name not in NAMES:
        raise OptionError(f"--engine: '{name}' was given; allowed: {', '.join(NAMES)}")
    if not _installed(name):
        extra = "spark" if name == "spark" else "screen"
        raise OptionError(f'--engine {name}: not installed; pip install ".[{extra}]", or leave out --engine')
    return name


def _installed(name: str) -> bool:
    return find_spec("pyspark" if name == "spark" else name) is not None


def on_engine(name: str, screen: Callable, values: pa.Table) -> pa.Table:
    """A table of possible values through `screen` on a batch engine, back as an Arrow table."""
    return {"pandas": _pandas, "polars": _polars, "duckdb": _duckdb}[name](screen, values)


def _pandas(screen: Callable, values: pa.Table) -> pa.Table:
    return pa.Table.from_pandas(screen(values.to_pandas()), preserve_index=False)


def _polars(screen: Callable, values: pa.Table) -> pa.Table:
    import polars  # an optional extra, imported only when used

    return screen(polars.from_arrow(values)).to_arrow()


def _duckdb(screen: Callable, values: pa.Table) -> pa.Table:
    import duckdb  # an optional extra, imported only when used

    return screen(duckdb.from_arrow(values)).to_arrow_table()


# Screening a list: batch by batch, every row kept, every cell that could not be read told.

STAMPS = ("rules", "version", "as_of")
RESULTS = (MET, NOT_MET, CANNOT_TELL)
MOST_REASONS = 10_000
OTHER_REASONS = "reasons too many to tell apart"


class ScreeningOptions(Frozen):
    """What a list is screened for: the day, the jurisdictions (none: all with a record), the day of measuring, the engine.

    With `codes` every criterion has a column of its own, as `screen` in rules.py says it.
    """

    on: date
    jurisdictions: tuple[str, ...]
    measured_on: date
    engine: str
    codes: bool = False


class Summary:
    """What a screened list held: rows, core results by record, deciding criteria, and how its cells were read."""

    def __init__(self):
        self.rows = 0
        self.not_usable_rows = 0
        self.results: dict[str, Counter] = {}
        self.deciding: dict[str, Counter] = {}
        self.reasons: Counter = Counter()
        self.columns: tuple[ColumnReport, ...] = ()
        self.left_out: list[str] = []

    def add(self, table: pa.Table) -> None:
        """Count one screened batch, without the columns that the list had before."""
        self.rows += table.num_rows
        for name in table.column_names:
            if name.endswith("_core"):
                self.results.setdefault(name.removesuffix("_core"), Counter()).update(_counts(table, name))
            if name.endswith("_because"):
                self.deciding.setdefault(name.removesuffix("_because"), Counter()).update(_counts(table, name))
        self.add_reasons(_counts(table, WHY))

    def add_reasons(self, reasons: Counter) -> None:
        """Count what was not usable, by the text of each row (None: nothing)."""
        reasons.pop(None, None)
        self.not_usable_rows += sum(reasons.values())
        for text, count in reasons.items():
            for reason in text.split("; "):
                # a list in which every cell is another text must not fill the memory
                known = reason in self.reasons or len(self.reasons) < MOST_REASONS
                self.reasons[reason if known else OTHER_REASONS] += count


def screened(source: PatientList, reader: Reader, options: ScreeningOptions, rules: Rules) -> Iterator[pa.Table]:
    """The list with every label and trial beside each row, batch by batch, in the order of the rows.

    Each table holds the columns of the list, then the results (`screen` in rules.py), `not_usable`, and the stamps of rules,
    version and day. Raises IntakeError where the list already has one of those columns.
    """
    screen = partial(
        column_rules.screen, rules=rules, on=options.on, jurisdictions=options.jurisdictions, codes=options.codes
    )
    stamps = dict(zip(STAMPS, (rules.sha256, __version__, str(options.on))))
    for batch in source.batches:
        values, why = reader.values(batch)
        answers = on_engine(options.engine, screen, values).drop_columns(values.column_names)
        _refuse_taken(batch.schema.names, [*answers.column_names, WHY, *STAMPS])
        yield _beside(pa.table(batch), answers, why, stamps)


def run(
    source: PatientList,
    columns: tuple[Column, ...],
    options: ScreeningOptions,
    rules: Rules,
    write: Callable[[pa.Table], None],
    on_progress: Callable[[int], None] | None = None,
) -> Summary:
    """Screen a list into `write`, telling how many rows are done after each batch. Raises IntakeError as the source does."""
    summary, reader = Summary(), Reader(columns, rules.fields, options.measured_on)
    for table in screened(source, reader, options, rules):
        write(table)
        summary.add(table.select(range(len(source.columns), table.num_columns)))
        if on_progress:
            on_progress(summary.rows)
    if not summary.rows:
        raise IntakeError("the list holds a header and no rows; at least one patient is needed")
    summary.columns, summary.left_out = reader.reports, source.left_out.words if source.left_out else []
    return summary


def _beside(rows: pa.Table, answers: pa.Table, why: pa.Array, stamps: dict[str, str]) -> pa.Table:
    for name in answers.column_names:
        rows = rows.append_column(name, answers.column(name))
    rows = rows.append_column(WHY, why)
    for name, text in stamps.items():
        rows = rows.append_column(name, pa.repeat(pa.scalar(text), rows.num_rows))
    return rows


def _refuse_taken(columns: list[str], ours: list[str]) -> None:
    taken = [name for name in ours if name in columns]
    if taken:
        raise IntakeError(
            f"the list already has a column '{taken[0]}', which this tool adds; rename it or leave it out"
        )


def _counts(table: pa.Table, name: str) -> Counter:
    return Counter({entry["values"]: entry["counts"] for entry in pc.value_counts(table.column(name)).to_pylist()})


# The summary of a screened list in words.

REASONS = 20


def record_name(prefix: str, rules: Rules) -> str:
    """ "United States label" for `label_us`, "TRuE-AD3" for `trial_true_ad3`."""
    kind, _, name = prefix.partition("_")
    if kind == "label":
        return f"{rules.jurisdictions[name].name} label"
    return next(trial.short for trial in rules.trials if trial.id.replace("-", "_") == name)


UNITS = {"in": "inches", "lb": "pounds", "m": "metres", "fraction": "shares, 0.15 is 15%"}


def in_words(column: Column) -> str:
    """What a column tells of and how it is read: "Weight (lbs) -> weight_kg (in lb)"."""
    how = [] if column.reads == "value" else [column.reads]
    if column.unit:
        how.append(column.unit if column.reads == BORN else f"in {UNITS.get(column.unit, column.unit)}")
    if column.unit_column:
        how.append(f"unit in {column.unit_column}")
    if column.missing:
        how.append(f"{', '.join(column.missing)} is not recorded")
    return f"{column.name} -> {column.field}" + (f" ({'; '.join(how)})" if how else "")


def column_line(report: ColumnReport) -> str:
    """How one column was read, in how many cells."""
    column, counts = report.column, (report.read, report.empty, report.not_usable)
    return "{}: {:,} read, {:,} not recorded, {:,} not usable".format(column.label, *counts)


def summary_lines(summary: Summary, rules: Rules) -> list[str]:
    """Rows, core results by record with `cannot tell` beside the others, and what was not usable, most frequent first."""
    lines = [
        how_many(summary.rows, "row"),
        f"{'by age, IGA and %BSA':<28}" + "".join(f"{result:>14}" for result in RESULTS),
    ]
    for prefix, counts in summary.results.items():
        lines.append(f"{record_name(prefix, rules):<28}" + "".join(f"{counts[result]:>14,}" for result in RESULTS))
    lines += summary.left_out
    lines += [column_line(report) for report in summary.columns]
    lines.append(f"{how_many(summary.not_usable_rows, 'row')} with a cell that was not usable, taken as not recorded")
    lines += [f"  {count:,} x {reason}" for reason, count in summary.reasons.most_common(REASONS)]
    return lines + (
        [f"  and {len(summary.reasons) - REASONS:,} further reasons"] if len(summary.reasons) > REASONS else []
    )


def time_left(started: float, share: float) -> str:
    """What is added to how far a run is, from when it began (`time.monotonic()`) and the share done: ", 12 s left"; empty before and after."""
    return f", {(time.monotonic() - started) * (1 / share - 1):,.0f} s left" if 0 < share < 1 else ""
