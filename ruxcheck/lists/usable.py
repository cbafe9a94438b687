"""From the cells of a batch to possible values by column; a cell that cannot be read is told beside its row."""

from datetime import date
from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc

from ruxcheck.cells import LONGEST, NotUsable, as_typed, read_cell
from ruxcheck.intake import HIGH, LOW, VALUE, Column, IntakeError
from ruxcheck.values import Field

WHY = "not_usable"
KEPT = 100_000


class Reader:
    """Reads the batches of one list; what a cell means is worked out once for every text that occurs."""

    def __init__(self, columns: tuple[Column, ...], fields: dict[str, Field], measured_on: date):
        self.columns, self.fields, self.measured_on = columns, fields, measured_on
        self._known: dict[tuple[str, str], tuple[float | None, float | None, str | None]] = {}

    def values(self, batch: pa.RecordBatch) -> tuple[pa.Table, pa.Array]:
        """`<field>_low` and `<field>_high` for every field told of, empty for not recorded, and per row what was not usable."""
        arrays: dict[str, pa.Array] = {}
        reasons = []
        for column in self.columns:
            low, high, why = self._column(batch.column(column.name), column)
            if column.reads != HIGH:
                arrays[f"{column.field}_low"] = low
            if column.reads != LOW:
                arrays[f"{column.field}_high"] = high
            reasons.append(why)
        self._order_ends(arrays, reasons)
        return pa.table(arrays), reduce(_joined, reasons)

    def _column(self, cells: pa.Array, column: Column) -> tuple[pa.Array, pa.Array, pa.Array]:
        field = self.fields[column.field]
        if column.reads in (VALUE, LOW, HIGH) and _is_number(cells.type) and field.kind == "number":
            return self._numbers(cells, column, field)
        encoded = _each_once(cells, column)
        read = [self._read(cell, column, field) for cell in encoded.dictionary.to_pylist()]
        types = (pa.float64(), pa.float64(), pa.string())
        return tuple(pa.array(part, kind).take(encoded.indices) for part, kind in zip(zip(*read), types))

    def _numbers(self, cells: pa.Array, column: Column, field: Field) -> tuple[pa.Array, pa.Array, pa.Array]:
        """Numbers inside the domain as they are; only those outside are looked at one by one."""
        figures = pc.cast(cells, pa.float64(), safe=False)
        inside = pc.and_(pc.greater_equal(figures, field.low), pc.less_equal(figures, field.high))
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
            if len(text) > LONGEST:
                return self._told(text, column, field)
            self._known[key] = self._told(text, column, field)
        return self._known[key]

    def _told(self, text: str, column: Column, field: Field) -> tuple[float | None, float | None, str | None]:
        try:
            value = read_cell(text, column, field, self.measured_on)
        except NotUsable as error:
            return None, None, _reason(column.said, str(error))
        if value and column.reads in (LOW, HIGH) and not value.is_point:
            return None, None, _reason(column.said, f"'{text[:LONGEST]}' is a range; allowed: one figure")
        return (None, None, None) if value is None else (value.low, value.high, None)

    def _order_ends(self, arrays: dict[str, pa.Array], reasons: list[pa.Array]) -> None:
        """A low end above its high end says nothing: both become not recorded, and the row says so."""
        for column in (column for column in self.columns if column.reads == LOW):
            other = next(other for other in self.columns if other.field == column.field and other.reads == HIGH)
            why = _reason(f"{column.said}, {other.said}", "the low end lies above the high end")
            low, high = (f"{column.field}_{end}" for end in (LOW, HIGH))
            crossed = pc.fill_null(pc.greater(arrays[low], arrays[high]), False)
            none = pa.scalar(None, pa.float64())
            arrays[low], arrays[high] = (pc.if_else(crossed, none, arrays[name]) for name in (low, high))
            reasons.append(pc.if_else(crossed, why, pa.scalar(None, pa.string())))


def _reason(column: str, why: str) -> str:
    """Why a cell was not usable, in one line; a semicolon with a blank stands between reasons alone."""
    return " ".join(f"{column}: {why}".split()).replace("; ", ", ")


def _each_once(cells: pa.Array, column: Column) -> pa.DictionaryArray:
    """Every different cell once, days and times as text. Raises IntakeError for a column that holds nothing of the kind."""
    try:
        if pa.types.is_temporal(cells.type):
            cells = pc.cast(cells, pa.string())  # the day on which it was at its place, not in Greenwich
        return pc.dictionary_encode(cells, null_encoding="encode")
    except pa.ArrowException:
        raise IntakeError(
            f"column '{column.said}' holds {cells.type}; allowed: numbers, texts, days, yes or no"
        ) from None


def _joined(one: pa.Array, other: pa.Array) -> pa.Array:
    """Two reasons of each row as one text; empty where there is neither."""
    both = pc.binary_join_element_wise(one, other, "; ")
    return pc.coalesce(both, one, other)


def _is_number(kind: pa.DataType) -> bool:
    return pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
