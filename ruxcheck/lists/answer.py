"""A screened list in memory: counted, looked through and taken away."""

import io
import zipfile
from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from ruxcheck.frozen import Frozen
from ruxcheck.intake import Column
from ruxcheck.lists.attrition import Attrition
from ruxcheck.lists.held import Held
from ruxcheck.lists.screening import STAMPS, Asked, Summary, run
from ruxcheck.lists.sink import Sink
from ruxcheck.lists.usable import Reader
from ruxcheck.model import Rules
from ruxcheck.values import Interval, Profile

MOST_PLAIN_ROWS = 100_000


class Answer(Frozen):
    """A list with its results beside each row, what it was asked for, and what was counted on the way.

    `own` are the names of the columns that the list had, `columns` those of them that tell of an input.
    """

    own: list[str]
    columns: tuple[Column, ...]
    asked: Asked
    table: pa.Table
    summary: Summary
    attrition: Attrition


def answer(
    held: Held, columns: tuple[Column, ...], asked: Asked, rules: Rules, told: Callable[[int], None] | None = None
) -> Answer:
    """Screen a held list. Raises as `lists.screening.run` does."""
    asked, parts = asked._replace(codes=True), []
    attrition = Attrition(rules, asked)

    def keep(table: pa.Table) -> None:
        attrition.add(table)
        parts.append(_compact(table, len(held.columns)))

    summary = run(held.source(), columns, asked, rules, keep, told)
    return Answer(held.columns, columns, asked, pa.concat_tables(parts), summary, attrition)


def _compact(table: pa.Table, own: int) -> pa.Table:
    """Without the codes, which are counted, and with the stamps kept once: what a million rows need of memory."""
    codes = [name for name in table.column_names[own:] if pa.types.is_integer(table.field(name).type)]
    table = table.drop_columns(codes)
    for name in STAMPS:
        place = table.column_names.index(name)
        table = table.set_column(place, name, table.column(name).dictionary_encode())
    return table


def rows_where(found: Answer, column: str, value: str | None) -> pa.Array:
    """The places of the rows whose cell in a column is this text, or with None the places of those where it is not empty."""
    cells = found.table.column(column)
    wanted = pc.is_valid(cells) if value is None else pc.equal(cells.cast(pa.string()), value)
    return pc.indices_nonzero(wanted)


def profile_of(found: Answer, place: int, rules: Rules) -> Profile:
    """What one row says of its patient, read as the screening read it."""
    names = dict.fromkeys(column.name for column in found.columns)
    (row,) = found.table.slice(place, 1).select(list(names)).to_batches()
    values, _ = Reader(found.columns, rules.fields, found.asked.measured_on).values(row)
    profile = {}
    for field in dict.fromkeys(column.field for column in found.columns):
        low, high = (values.column(f"{field}_{end}")[0].as_py() for end in Interval._fields)
        domain = rules.fields[field].domain
        value = Interval(domain.low if low is None else low, domain.high if high is None else high)
        if value != domain:
            profile[field] = value
    return profile


def as_parquet(found: Answer) -> bytes:
    """The screened list as Parquet."""
    out = io.BytesIO()
    _write(found, out, ".parquet")
    return out.getvalue()


def as_csv(found: Answer) -> bytes:
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


def is_zipped(found: Answer) -> bool:
    """Whether the list is so long that it leaves as a zipped CSV: a million rows are 500 MB, and 30 MB zipped."""
    return found.summary.rows > MOST_PLAIN_ROWS


def _write(found: Answer, out, kind: str) -> None:
    sink = Sink(out, kind)
    for batch in found.table.to_batches():
        sink.write(pa.table(batch))
    sink.close()
