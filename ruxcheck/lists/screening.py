"""Screening a list: batch by batch, every row kept, every cell that could not be read told."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from ruxcheck import __version__, cohort
from ruxcheck.criteria import CANNOT_TELL, MET, NOT_MET
from ruxcheck.frozen import Frozen
from ruxcheck.intake import Column, IntakeError
from ruxcheck.lists.engines import on_engine
from ruxcheck.lists.source import Source
from ruxcheck.lists.usable import WHY, Reader
from ruxcheck.model import Rules

STAMPS = ("rules", "version", "as_of")
RESULTS = (MET, NOT_MET, CANNOT_TELL)
MOST_REASONS = 10_000
OTHER_REASONS = "reasons too many to tell apart"


class Asked(Frozen):
    """What a list is screened for: the day, the jurisdictions (none: all with a record), the day of measuring, the engine.

    With `codes` every criterion has a column of its own, as `cohort.screen` says it.
    """

    on: date
    jurisdictions: tuple[str, ...]
    measured_on: date
    engine: str
    codes: bool = False


class Summary:
    """What a screened list held: rows, core results by record, deciding criteria, and cells that were not usable."""

    def __init__(self):
        self.rows = 0
        self.not_usable_rows = 0
        self.results: dict[str, Counter] = {}
        self.deciding: dict[str, Counter] = {}
        self.reasons: Counter = Counter()

    def add(self, table: pa.Table) -> None:
        """Count one screened batch, without the columns that the list had before."""
        self.rows += table.num_rows
        for name in table.column_names:
            if name.endswith("_core"):
                self.results.setdefault(name.removesuffix("_core"), Counter()).update(_counts(table, name))
            if name.endswith("_because"):
                self.deciding.setdefault(name.removesuffix("_because"), Counter()).update(_counts(table, name))
        self.add_reasons(_counts(table, WHY))

    def add_reasons(self, told: Counter) -> None:
        """Count what was not usable, by the text of each row (None: nothing)."""
        told.pop(None, None)
        self.not_usable_rows += sum(told.values())
        for text, count in told.items():
            for reason in text.split("; "):
                # a list in which every cell is another text must not fill the memory
                known = reason in self.reasons or len(self.reasons) < MOST_REASONS
                self.reasons[reason if known else OTHER_REASONS] += count


def screened(source: Source, columns: tuple[Column, ...], asked: Asked, rules: Rules) -> Iterator[pa.Table]:
    """The list with every label and trial beside each row, batch by batch, in the order of the rows.

    Each table holds the columns of the list, then the results (`cohort.screen`), `not_usable`, and the stamps of rules,
    version and day. Raises IntakeError where the list already has one of those columns.
    """
    reader = Reader(columns, rules.fields, asked.measured_on)
    screen = partial(cohort.screen, rules=rules, on=asked.on, jurisdictions=asked.jurisdictions, codes=asked.codes)
    stamps = dict(zip(STAMPS, (rules.sha256, __version__, str(asked.on))))
    for batch in source.batches:
        values, why = reader.values(batch)
        answers = on_engine(asked.engine, screen, values).drop_columns(values.column_names)
        _refuse_taken(batch.schema.names, [*answers.column_names, WHY, *STAMPS])
        yield _beside(pa.table(batch), answers, why, stamps)


def run(
    source: Source,
    columns: tuple[Column, ...],
    asked: Asked,
    rules: Rules,
    write: Callable[[pa.Table], None],
    told: Callable[[int], None] | None = None,
) -> Summary:
    """Screen a list into `write`, telling how many rows are done after each batch. Raises IntakeError as the source does."""
    summary = Summary()
    for table in screened(source, columns, asked, rules):
        write(table)
        summary.add(table.select(range(len(source.columns), table.num_columns)))
        if told:
            told(summary.rows)
    if not summary.rows:
        raise IntakeError("the list holds a header and no rows; at least one patient is needed")
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
