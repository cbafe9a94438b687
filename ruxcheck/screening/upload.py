"""An uploaded list, held in memory for one visitor: screened, its attrition counted; written nowhere."""

import io
import shlex
import zipfile
from collections import Counter
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ruxcheck.intake.columns import Column, names_read
from ruxcheck.intake.reader import Reader
from ruxcheck.intake.worker import UploadedList
from ruxcheck.kernel import Frozen
from ruxcheck.kernel.criteria import CANNOT_TELL, MET, NOT_MET, SEVERITY, Criterion
from ruxcheck.kernel.possible_values import Interval, Profile
from ruxcheck.kernel.records import Record, Rules
from ruxcheck.screening.rules import as_column, asked_records
from ruxcheck.screening.run import STAMPS, ScreeningOptions, Summary, run
from ruxcheck.screening.written import Sink

COMMAND = "python -m ruxcheck screen FILE --out screened.parquet"


def command_for(name: str) -> str:
    """How a list is screened without the page."""
    return COMMAND.replace("FILE", shlex.quote(name))


# How many rows of a list remain after each criterion of a record, and of how many it cannot be told.


class AttritionStep(Frozen):
    """How the rows stand once a criterion and all before it are counted; together they are all rows of the list.

    `criterion` is None for a last step that merges two label versions, either of which may be in force.
    """

    criterion: Criterion | None
    met: int
    cannot_tell: int
    not_met: int

    @property
    def rows(self) -> int:
        return self.met + self.cannot_tell + self.not_met


class Attrition:
    """Counts batch by batch, for every record that a list is screened for with `codes`."""

    def __init__(self, rules: Rules, options: ScreeningOptions):
        versions = asked_records(rules, options.on, options.jurisdictions)
        self.records: dict[str, Record] = {prefix: found[-1] for prefix, found in versions.items() if found}
        self._counts = {prefix: np.zeros((len(core_of(record)), 3), int) for prefix, record in self.records.items()}

    def add(self, table: pa.Table) -> None:
        """Count one screened batch."""
        for prefix, record in self.records.items():
            standing = np.full(table.num_rows, SEVERITY[MET], np.int8)
            for number, rule in enumerate(core_of(record)):
                codes = table.column(f"{prefix}_{as_column(rule.id)}").to_numpy()
                standing = np.minimum(standing, codes)  # Kleene "and": the worse of both
                self._counts[prefix][number] += np.bincount(standing, minlength=len(SEVERITY))

    def steps(self, prefix: str, core: Counter) -> tuple[AttritionStep, ...]:
        """The core criteria of a record in its order; `core` is how often each core result occurs in the list."""
        counted = zip(core_of(self.records[prefix]), self._counts[prefix].tolist())
        steps = [
            AttritionStep(rule, counts[SEVERITY[MET]], counts[SEVERITY[CANNOT_TELL]], counts[SEVERITY[NOT_MET]])
            for rule, counts in counted
        ]
        merged = AttritionStep(None, core[MET], core[CANNOT_TELL], core[NOT_MET])
        return (*steps, merged) if not steps or steps[-1][1:] != merged[1:] else tuple(steps)


def core_of(record: Record) -> tuple[Criterion, ...]:
    """The criteria on age, IGA and %BSA, in the order of the record."""
    return tuple(rule for rule in record.criteria if rule.core)


# A screened list in memory: counted, looked through and taken away.

MOST_PLAIN_ROWS = 100_000


class ScreenedList(Frozen):
    """A list with its results beside each row, what it was asked for, and what was counted on the way.

    `own` are the names of the columns that the list had, `columns` those of them that tell of an input.
    """

    own: list[str]
    columns: tuple[Column, ...]
    options: ScreeningOptions
    table: pa.Table
    summary: Summary
    attrition: Attrition


def answer(
    held: UploadedList,
    columns: tuple[Column, ...],
    options: ScreeningOptions,
    rules: Rules,
    on_progress: Callable[[int], None] | None = None,
) -> ScreenedList:
    """Screen a held list. Raises as `lists.screening.run` does."""
    options, parts = options._replace(codes=True), []
    attrition = Attrition(rules, options)

    def keep(table: pa.Table) -> None:
        attrition.add(table)
        parts.append(_compact(table, len(held.columns)))

    summary = run(held.source(), columns, options, rules, keep, on_progress)
    return ScreenedList(held.columns, columns, options, pa.concat_tables(parts), summary, attrition)


def _compact(table: pa.Table, own: int) -> pa.Table:
    """Without the codes, which are counted, and with the stamps kept once: what a million rows need of memory."""
    codes = [name for name in table.column_names[own:] if pa.types.is_integer(table.field(name).type)]
    table = table.drop_columns(codes)
    for name in STAMPS:
        place = table.column_names.index(name)
        table = table.set_column(place, name, table.column(name).dictionary_encode())
    return table


def rows_where(found: ScreenedList, column: str, value: str | None) -> pa.Array:
    """The places of the rows whose cell in a column is this text, or with None the places of those where it is not empty."""
    cells = found.table.column(column)
    wanted = pc.is_valid(cells) if value is None else pc.equal(cells.cast(pa.string()), value)
    return pc.indices_nonzero(wanted)


def profile_of(found: ScreenedList, place: int, rules: Rules) -> Profile:
    """What one row says of its patient, read as the screening read it."""
    (row,) = found.table.slice(place, 1).select(names_read(found.columns)).to_batches()
    values, _ = Reader(found.columns, rules.fields, found.options.measured_on).values(row)
    profile = {}
    for field in dict.fromkeys(column.field for column in found.columns):
        low, high = (values.column(f"{field}_{end}")[0].as_py() for end in Interval._fields)
        domain = rules.fields[field].domain
        value = Interval(domain.low if low is None else low, domain.high if high is None else high)
        if value != domain:
            profile[field] = value
    return profile


def as_parquet(found: ScreenedList) -> bytes:
    """The screened list as Parquet."""
    out = io.BytesIO()
    _write(found, out, ".parquet")
    return out.getvalue()


def as_csv(found: ScreenedList) -> bytes:
    """The screened list as CSV in which nothing is left that a spreadsheet would run as a formula; zipped where it `is_zipped`."""
    out = io.BytesIO()
    if not is_zipped(found):
        _write(found, out, ".csv")
        return out.getvalue()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("screened.csv", "w", force_zip64=True) as entry,
    ):
        _write(found, entry, ".csv")
    return out.getvalue()


def is_zipped(found: ScreenedList) -> bool:
    """Whether the list is so long that it leaves as a zipped CSV: a million rows are 500 MB, and 30 MB zipped."""
    return found.summary.rows > MOST_PLAIN_ROWS


def _write(found: ScreenedList, out, kind: str) -> None:
    sink = Sink(out, kind)
    for batch in found.table.to_batches():
        sink.write(pa.table(batch))
    sink.close()
