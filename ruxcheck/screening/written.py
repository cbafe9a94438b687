"""Writing a screened list: whole or not at all."""

import json
import os
from codecs import BOM_UTF8
from contextlib import contextmanager, suppress
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
import pyarrow.parquet as parquet

from ruxcheck.export.replace import whole_file
from ruxcheck.export.table import FORMULA, harmless
from ruxcheck.intake.columns import IntakeError, OptionError

WRITABLE = (".parquet", ".csv")


class Sink:
    """A file that grows batch by batch; CSV cells that a spreadsheet would run as formulas get an apostrophe."""

    def __init__(self, file: BinaryIO, kind: str):
        self.file, self.kind = file, kind
        self._writer: parquet.ParquetWriter | arrow_csv.CSVWriter | None = None
        self._first: pa.Schema | None = None

    def write(self, table: pa.Table) -> None:
        """Add rows."""
        table = table if self.kind == ".parquet" else neutralised(table)
        if self._writer is None:
            make = parquet.ParquetWriter if self.kind == ".parquet" else arrow_csv.CSVWriter
            if self.kind == ".csv":
                self.file.write(BOM_UTF8)  # by which a spreadsheet knows the letters
            self._writer, self._first = make(self.file, table.schema), table.schema
        self._writer.write_table(table.cast(self._first))

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()


def kind_of(out: str) -> str:
    """The kind of file that a name asks for, by its ending. Raises OptionError for one that cannot be written."""
    kind = os.path.splitext(out)[1].lower()
    if kind not in WRITABLE:
        raise OptionError(f"--out: '{out}' was given; allowed: a file ending in {' or '.join(WRITABLE)}")
    return kind


@contextmanager
def whole_or_nothing(out: str):
    """A sink beside `out` that takes its place when everything is written; on any trouble nothing of it stays.

    Raises OptionError for a name that cannot be written, and IntakeError for a folder that cannot and a disk that is full.
    """
    kind = kind_of(out)
    if os.path.isdir(out):
        raise OptionError(f"--out: '{out}' is a folder; choose the name of a file")
    try:
        with whole_file(out) as path, open(path, "wb") as file:
            sink = Sink(file, kind)
            try:
                yield sink
            except BaseException:
                with suppress(OSError, pa.ArrowException):  # what is thrown away need not end well
                    sink.close()
                raise
            sink.close()
    except OSError as error:
        raise IntakeError(f"--out: '{out}' cannot be written ({error.strerror or error}); nothing was kept") from None


def neutralised(table: pa.Table) -> pa.Table:
    """The same table as CSV can hold it, by the rule of `harmless` in export/table.py for every text and for the names of the columns.

    Lists and records are written as JSON, bytes that are no text in hexadecimal digits.
    """
    for place, field in enumerate(table.schema):
        if _is_figure(field.type):
            continue
        column = table.column(place)
        try:
            if isinstance(field.type, pa.BaseExtensionType):  # cast to text it would show how it is stored
                raise pa.ArrowInvalid
            texts = _harmless(column)
        except pa.ArrowException:
            texts = _harmless(pa.chunked_array([[_in_text(cell) for cell in column.to_pylist()]], pa.string()))
        table = table.set_column(place, field.name, texts)
    return table.rename_columns([harmless(name) for name in table.column_names])


def _in_text(cell) -> str | None:
    """A cell of any kind as text."""
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, bytes):
        return cell.hex()
    return (
        json.dumps(cell, ensure_ascii=False, default=_in_text) if isinstance(cell, list | dict | tuple) else str(cell)
    )


def _is_figure(kind: pa.DataType) -> bool:
    """Whether cells are numbers, days, times, yes or no, or nothing at all."""
    held = kind.value_type if pa.types.is_dictionary(kind) else kind
    return pa.types.is_primitive(held) or pa.types.is_decimal(held) or pa.types.is_null(held)


def _harmless(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Texts with an apostrophe before each that would run; every different one of those is looked at once."""
    words = [chunk.dictionary for chunk in texts.chunks] if pa.types.is_dictionary(texts.type) else None
    texts = texts.cast(pa.string())
    if words is not None and not any(pc.any(_would_run(chunk.cast(pa.string()))).as_py() for chunk in words):
        return texts
    risky = _would_run(texts)
    encoded = pc.dictionary_encode(pc.if_else(risky, texts, None)).combine_chunks()
    safe = pa.array([harmless(text) for text in encoded.dictionary.to_pylist()], pa.string())
    return pc.if_else(risky, safe.take(encoded.indices), texts)


def _would_run(texts):
    """Which texts begin as a formula does, or as a negative number."""
    return pc.fill_null(pc.match_substring_regex(texts, f"^{FORMULA.pattern}"), False)
