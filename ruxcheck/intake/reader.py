"""From the cells of a batch to possible values by column; a cell that cannot be read is told beside its row, and counted."""

from datetime import date
from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc

from ruxcheck.intake.cells import LONGEST, NotUsable, as_typed, read_cell
from ruxcheck.intake.columns import HIGH, LOW, VALUE, Column, IntakeError
from ruxcheck.kernel import Frozen
from ruxcheck.kernel.possible_values import NOISE_DECIMALS, Field

WHY = "not_usable"
KEPT = 100_000
EXAMPLES = 10
NO_PLACE = ("UTC", "Etc/UTC", "GMT", "Z", "+00:00")
BETWEEN = "\x1f"  # between a cell and its unit while both are one key


class ColumnReport(Frozen):
    """How one column was read: in how many cells, how many were empty, how many not usable, and ten of those with reasons."""

    column: Column
    read: int
    empty: int
    not_usable: int
    examples: tuple[str, ...]

    def plus(self, other: "ColumnReport") -> "ColumnReport":
        """The same column in another part of the list counted with it."""
        examples = tuple(dict.fromkeys((*self.examples, *other.examples)))[:EXAMPLES]
        read, empty, bad = (a + b for a, b in zip(self[1:4], other[1:4]))
        return ColumnReport(self.column, read, empty, bad, examples)


class Reader:
    """Reads the batches of one list; what a cell means is worked out once for every text that occurs."""

    def __init__(self, columns: tuple[Column, ...], fields: dict[str, Field], measured_on: date):
        self.columns, self.fields, self.measured_on = columns, fields, measured_on
        self._known: dict[tuple[str, str], tuple[float | None, float | None, str | None]] = {}
        self._reports = {column.name: ColumnReport(column, 0, 0, 0, ()) for column in columns}

    @property
    def reports(self) -> tuple[ColumnReport, ...]:
        """How each column was read so far."""
        return tuple(self._reports.values())

    def values(self, batch: pa.RecordBatch) -> tuple[pa.Table, pa.Array]:
        """`<field>_low` and `<field>_high` for every field told of, empty for not recorded, and per row what was not usable."""
        arrays: dict[str, pa.Array] = {}
        reasons = []
        for column in self.columns:
            units = batch.column(column.unit_column) if column.unit_column else None
            low, high, why = self._column(batch.column(column.name), units, column)
            self._count(column, low, high, why)
            if column.reads != HIGH:
                arrays[f"{column.field}_low"] = low
            if column.reads != LOW:
                arrays[f"{column.field}_high"] = high
            reasons.append(why)
        self._order_ends(arrays, reasons)
        return pa.table(arrays), reduce(_joined, reasons)

    def _count(self, column: Column, low: pa.Array, high: pa.Array, why: pa.Array) -> None:
        bad = len(why) - why.null_count
        read = pc.sum(pc.or_(pc.is_valid(low), pc.is_valid(high))).as_py() or 0
        reasons = pc.unique(pc.drop_null(why)).slice(0, EXAMPLES).to_pylist() if bad else []
        told = tuple(text.partition(": ")[2] for text in reasons)
        found = ColumnReport(column, read, len(why) - bad - read, bad, told)
        self._reports[column.name] = self._reports[column.name].plus(found)

    def _column(self, cells: pa.Array, units: pa.Array | None, column: Column) -> tuple[pa.Array, pa.Array, pa.Array]:
        field = self.fields[column.field]
        is_plain = column.reads in (VALUE, LOW, HIGH) and not (column.unit or column.missing or units is not None)
        if is_plain and is_number(cells.type) and field.kind == "number":
            return self._numbers(cells, column, field)
        encoded = _each_once(cells, units, column)
        read = [self._read(cell, column, field) for cell in encoded.dictionary.to_pylist()]
        types = (pa.float64(), pa.float64(), pa.string())
        return tuple(pa.array(part, kind).take(encoded.indices) for part, kind in zip(zip(*read), types))

    def _numbers(self, cells: pa.Array, column: Column, field: Field) -> tuple[pa.Array, pa.Array, pa.Array]:
        """Numbers inside the domain as they are; only those outside are looked at one by one."""
        figures = pc.round(pc.cast(cells, pa.float64(), safe=False), NOISE_DECIMALS)
        inside = pc.and_(pc.greater_equal(figures, field.low), pc.less_equal(figures, field.high))
        if field.unit_needed_below:
            in_doubt = pc.and_(pc.greater(figures, 0), pc.less(figures, field.unit_needed_below))
            inside = pc.and_(inside, pc.invert(in_doubt))
        usable = pc.if_else(inside, figures, pa.scalar(None, pa.float64()))
        odd = pc.if_else(inside, None, figures)
        encoded = pc.dictionary_encode(odd, null_encoding="encode")
        why = [None if odd is None else self._read(odd, column, field)[2] for odd in encoded.dictionary.to_pylist()]
        return usable, usable, pa.array(why, pa.string()).take(encoded.indices)

    def _read(self, cell, column: Column, field: Field) -> tuple[float | None, float | None, str | None]:
        text = "" if cell is None else as_typed(cell)
        key = (column.name, text)
        if key not in self._known:
            if len(self._known) > KEPT:  # a list of endless texts must not fill the memory
                self._known.clear()
            if len(text) > 2 * LONGEST:
                return self._told(text, column, field)
            self._known[key] = self._told(text, column, field)
        return self._known[key]

    def _told(self, text: str, column: Column, field: Field) -> tuple[float | None, float | None, str | None]:
        unit = ""
        if column.unit_column:
            text, _, unit = text.rpartition(BETWEEN)
        try:
            value = read_cell(text, column, field, self.measured_on, unit)
        except NotUsable as error:
            return None, None, _reason(column.label, str(error))
        if value and column.reads in (LOW, HIGH) and not value.is_point:
            return None, None, _reason(column.label, f"'{text[:LONGEST]}' is a range; allowed: one figure")
        return (None, None, None) if value is None else (value.low, value.high, None)

    def _order_ends(self, arrays: dict[str, pa.Array], reasons: list[pa.Array]) -> None:
        """A low end above its high end says nothing: both become not recorded, and the row says so."""
        for column in (column for column in self.columns if column.reads == LOW):
            other = next(other for other in self.columns if other.field == column.field and other.reads == HIGH)
            why = _reason(f"{column.label}, {other.label}", "the low end lies above the high end")
            low, high = (f"{column.field}_{end}" for end in (LOW, HIGH))
            crossed = pc.fill_null(pc.greater(arrays[low], arrays[high]), False)
            none = pa.scalar(None, pa.float64())
            arrays[low], arrays[high] = (pc.if_else(crossed, none, arrays[name]) for name in (low, high))
            reasons.append(pc.if_else(crossed, why, pa.scalar(None, pa.string())))


def _reason(column: str, why: str) -> str:
    """Why a cell was not usable, in one line; a semicolon with a blank stands between reasons alone."""
    return " ".join(f"{column}: {why}".split()).replace("; ", ", ")


def as_texts(cells: pa.Array, label: str) -> pa.Array:
    """The cells as they would be typed. Raises IntakeError for a column that holds nothing of the kind."""
    encoded = _dictionary(cells, label)
    texts = ["" if cell is None else as_typed(cell) for cell in encoded.dictionary.to_pylist()]
    return pa.array(texts, pa.string()).take(encoded.indices)


def _each_once(cells: pa.Array, units: pa.Array | None, column: Column) -> pa.DictionaryArray:
    """Every different cell once, days and times as text, with its unit where there is one beside it."""
    if units is None:
        return _dictionary(cells, column.label)
    texts = as_texts(cells, column.label)
    beside = as_texts(units, column.unit_column)
    return pc.dictionary_encode(pc.binary_join_element_wise(texts, beside, BETWEEN))


def _dictionary(cells: pa.Array, label: str) -> pa.DictionaryArray:
    """Every different cell once. Raises IntakeError for a column that holds nothing of the kind."""
    refused = IntakeError(f"column '{label}' holds {cells.type}; allowed: numbers, texts, days, yes or no")
    if pa.types.is_nested(cells.type):  # said at once: a map is slow to turn into anything
        raise refused
    try:
        if pa.types.is_timestamp(cells.type) and cells.type.tz not in (None, *NO_PLACE):
            cells = pc.local_timestamp(cells)
        if pa.types.is_temporal(cells.type):
            # the day on which it was at its place; in Greenwich it may be another, and a moment there is named as one
            cells = pc.cast(cells, pa.string())
        return pc.dictionary_encode(cells, null_encoding="encode")
    except pa.ArrowException:
        raise refused from None


def _joined(one: pa.Array, other: pa.Array) -> pa.Array:
    """Two reasons of each row as one text; empty where there is neither."""
    both = pc.binary_join_element_wise(one, other, "; ")
    return pc.coalesce(both, one, other)


def is_number(kind: pa.DataType) -> bool:
    """Whether the cells of a column are numbers."""
    return pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
