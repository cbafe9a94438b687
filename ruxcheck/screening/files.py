"""Lists as files: CSV, Parquet and Excel read in batches, Parquet and CSV written whole or not at all."""

import csv
import io
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
import pyarrow.parquet as parquet

from ruxcheck.export.table import FORMULA, harmless
from ruxcheck.kernel import Frozen
from ruxcheck.screening.columns import IntakeError, OptionError, as_typed

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


class Layout(Frozen):
    """How a text is laid out: its column names, what separates its cells, and over how many lines its header runs."""

    names: list[str]
    separator: str
    header_lines: int


def layout_of(path: str, held: str | bytes) -> Layout:
    """The layout by the first line, whose names may stand in quotes; blanks around a name do not count.

    `path` is the name of the list in messages; it lies at a path, or is held as bytes. Raises IntakeError for an empty
    first line, another encoding than UTF-8, quotes that do not end, and a header that two separators fit equally.
    """
    headers = {separator: _header(held, separator) for separator in SEPARATORS}
    widths = {separator: len(cells) for separator, (cells, _) in headers.items()}
    separator = max(widths, key=widths.__getitem__)
    names, lines = headers[separator]
    if any(_is_foreign(name) for name in names):
        raise IntakeError(f"{path}: its header is not UTF-8 text; save it as CSV UTF-8")
    if not names:
        raise IntakeError(
            f"{path}: its first line is empty, or has quotes that do not end; the names of the columns are needed there"
        )
    if list(widths.values()).count(len(names)) > 1 and len(names) > 1:
        raise IntakeError(
            f"{path}: two separators fit its header equally; use one of {', '.join(SEPARATORS.values())} throughout"
        )
    return Layout(names, separator, lines)


def _header(held: str | bytes, separator: str) -> tuple[list[str], int]:
    """The names in the header by one separator, and the lines that it takes; none where it cannot be read so."""
    with _text(held) as lines:
        reader = csv.reader(lines, delimiter=separator, strict=True, skipinitialspace=True)
        try:
            return [name.strip() for name in next(reader, [])], reader.line_num
        except csv.Error:
            return [], 0


def _is_foreign(name: str) -> bool:
    """Whether a name holds bytes that are no UTF-8, or those of a text that takes two bytes a letter."""
    return any(letter == "\0" or "\udc80" <= letter <= "\udcff" for letter in name)


def _content(held: str | bytes):
    return io.BytesIO(held) if isinstance(held, bytes) else open(held, "rb")


def _text(held: str | bytes) -> io.TextIOWrapper:
    """The lines of the text; bytes that are no UTF-8 stay what they are."""
    return io.TextIOWrapper(_content(held), "utf-8-sig", "surrogateescape", newline="")


def refuse_open_quotes(path: str, held: str | bytes, layout: Layout) -> None:
    """Raises IntakeError where quotes open a cell and do not end it: it would swallow the rows below."""
    with _content(held) as lines:
        numbered = enumerate(lines, 1)
        for number, line in numbered:
            # quotes come in pairs, unless the cell goes on in the next line or they are no quotes, as in 5"
            if line.count(b'"') % 2 and not _ends(chain([line], (later for _, later in numbered)), layout.separator):
                raise IntakeError(
                    f"{path}: line {number} opens a quote that does not end as it should; close it, and double quotes inside a text"
                )


def _ends(lines: Iterator[bytes], separator: str) -> bool:
    """Whether the row that begins on the first of these lines ends as it should; takes the lines of that row."""
    texts = (line.decode("utf-8", "surrogateescape") for line in lines)
    try:
        next(csv.reader(texts, delimiter=separator, strict=True))
    except csv.Error:
        return False
    return True


def misfit(held: str | bytes, layout: Layout) -> str:
    """Which row first has more or fewer cells than the header, in words."""
    with _text(held) as lines:
        reader = csv.reader(lines, delimiter=layout.separator)
        try:
            cells = next(cells for cells in reader if cells and len(cells) != len(layout.names))
        except (csv.Error, StopIteration):
            return "a row has more or fewer cells than the header"
        return f"line {reader.line_num} has {len(cells)} cells, the header has {len(layout.names)}"


# Reading a list in batches, so that a file larger than memory is screened too.

BATCH_ROWS = 131_072
BLOCK_BYTES = 16 << 20
READABLE = (".csv", ".tsv", ".txt", ".parquet", ".xlsx")


class PatientList(Frozen):
    """An opened list: its column names, its rows in batches, and how many rows it holds (None: known at its end only)."""

    columns: list[str]
    batches: Iterator[pa.RecordBatch]
    rows: int | None


def open_list(path: str) -> PatientList:
    """Open a CSV (comma, semicolon, tab or bar; UTF-8), Parquet or Excel (.xlsx) file.

    The cells of a CSV stay text: what they mean is read later, cell by cell. Raises IntakeError for a file that is missing,
    empty, of another kind, broken, in another encoding, or whose header does not fit its rows.
    """
    ending = _ending(path)
    if os.path.isdir(path):
        raise IntakeError(f"{path}: a folder, not a file; name the file in it")
    if not os.path.isfile(path):
        raise IntakeError(f"{path}: there is no such file; check the path")
    try:
        return _opened(path, ending, path, os.path.getsize(path))
    except OSError as error:
        raise IntakeError(f"{path}: cannot be read ({error.strerror or _first_line(error)})") from None


def open_upload(name: str, content: bytes) -> PatientList:
    """Open the same kinds of list from memory: nothing is written anywhere. `name` is what its user calls it."""
    return _opened(name, _ending(name), content, len(content))


def _ending(path: str) -> str:
    ending = os.path.splitext(path)[1].lower()
    if ending not in READABLE:
        raise IntakeError(
            f"{path}: '{ending or 'no ending'}' is not a kind of list this tool reads; allowed: {', '.join(READABLE)}"
        )
    return ending


def _opened(path: str, ending: str, held: str | bytes, size: int) -> PatientList:
    """The list that lies at a path, or is held as bytes; `path` is its name in messages."""
    if not size:
        raise IntakeError(f"{path}: the file is empty; a header and rows are needed")
    if ending == ".parquet":
        return _parquet(path, held)
    return _excel(path, held) if ending == ".xlsx" else _csv(path, held)


def _arrow_file(held: str | bytes) -> pa.NativeFile:
    return pa.BufferReader(held) if isinstance(held, bytes) else pa.OSFile(held)


def _parquet(path: str, held: str | bytes) -> PatientList:
    def words(error: Exception) -> str:
        return f"not a readable Parquet file ({_first_line(error)}); write it again"

    try:
        file = parquet.ParquetFile(_arrow_file(held))
        names = file.schema_arrow.names
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise IntakeError(f"{path}: {words(error)}") from None
    return PatientList(names, _told(path, _sound(file.iter_batches(BATCH_ROWS)), words), file.metadata.num_rows)


def _sound(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The batches, each looked through first: nobody checks the texts of a Parquet file before."""
    for batch in batches:
        batch.validate(full=True)
        yield batch


def _csv(path: str, held: str | bytes) -> PatientList:
    layout = layout_of(path, held)
    if len(set(layout.names)) < len(layout.names):
        return PatientList(layout.names, iter(()), None)  # refused by its header before a row is read
    refuse_open_quotes(path, held, layout)

    def words(error: Exception) -> str:
        return _no_text_in_words(error, held, layout)

    try:
        reader = _csv_reader(_arrow_file(held), layout)
    except pa.ArrowException as error:
        raise IntakeError(f"{path}: {words(error)}") from None
    return PatientList(layout.names, _told(path, reader, words), None)


def _csv_reader(file: pa.NativeFile, layout: Layout) -> arrow_csv.CSVStreamingReader:
    # one type for every cell: a column of numbers with one word in it must not become another column
    types = {name: pa.string() for name in layout.names}
    return arrow_csv.open_csv(
        file,
        arrow_csv.ReadOptions(block_size=BLOCK_BYTES, column_names=layout.names, skip_rows=layout.header_lines),
        # an empty line is an empty cell where there is one column, and no row where there are more
        arrow_csv.ParseOptions(
            delimiter=layout.separator, newlines_in_values=True, ignore_empty_lines=len(layout.names) > 1
        ),
        arrow_csv.ConvertOptions(column_types=types, strings_can_be_null=False),
    )


def _no_text_in_words(error: Exception, held: str | bytes, layout: Layout) -> str:
    """What Arrow says of a text with separators, as its user knows it; never with the cells of a row."""
    message = str(error)
    if "parse error" in message:  # what follows is the row, so nothing else in it is looked at
        return f"its rows do not fit its header: {misfit(held, layout)}; a text that holds the separator needs quotes"
    if "UTF8" in message:
        return f"not UTF-8 text ({_first_line(error)}); save it as CSV UTF-8"
    if "straddl" in message:
        return f"a row is longer than {BLOCK_BYTES >> 20} MB"
    if "Empty CSV" in message or "Could not skip" in message:
        return "a header without rows; at least one patient is needed"
    return f"cannot be read as text with separators ({_first_line(error)})"


def _excel(path: str, held: str | bytes) -> PatientList:
    try:
        import python_calamine  # an optional extra: only lists in Excel files need it
    except ModuleNotFoundError:
        raise IntakeError(
            f'{path}: reading Excel needs an optional extra: pip install ".[screen]"; or save the list as CSV UTF-8'
        ) from None
    try:
        rows = (
            python_calamine.load_workbook(io.BytesIO(held) if isinstance(held, bytes) else held)
            .get_sheet_by_index(0)
            .to_python(skip_empty_area=True)
        )
    except Exception as error:  # whatever the reader raises for a broken workbook is the same to the user
        raise IntakeError(f"{path}: not a readable Excel file ({_first_line(error)}); save it again as .xlsx") from None
    if len(rows) < 2:
        raise IntakeError(f"{path}: the first sheet holds no rows below a header; at least one patient is needed")
    names = [_cell(cell).strip() for cell in rows[0]]
    if len(set(names)) < len(names):
        return PatientList(names, iter(()), None)
    columns = [pa.array([_cell(row[place]) for row in rows[1:]], pa.string()) for place in range(len(names))]
    table = pa.table(columns, names=names)
    return PatientList(names, iter(table.to_batches(BATCH_ROWS)), len(rows) - 1)


def _cell(value) -> str:
    """A cell as it would be typed: Excel keeps every number as a decimal."""
    return str(value) if isinstance(value, bool) else as_typed(value)


def _told(path: str, batches, words: Callable[[Exception], str]) -> Iterator[pa.RecordBatch]:
    """The batches, none too large for memory; what breaks on the way is told in words."""
    try:
        for batch in batches:
            yield from (batch.slice(start, BATCH_ROWS) for start in range(0, batch.num_rows, BATCH_ROWS))
    except (pa.ArrowException, OSError) as error:
        raise IntakeError(f"{path}: {words(error)}") from None


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["no reason given"])[0][:160]


# Writing a screened list: whole or not at all.

WRITABLE = (".parquet", ".csv")


class Sink:
    """A file that grows batch by batch; CSV cells that a spreadsheet would run as formulas get an apostrophe."""

    def __init__(self, path: str, kind: str):
        self.path, self.kind = path, kind
        self._writer: parquet.ParquetWriter | arrow_csv.CSVWriter | None = None
        self._first: pa.Schema | None = None

    def write(self, table: pa.Table) -> None:
        """Add rows. Raises IntakeError for a column that the kind of file cannot hold."""
        table = table if self.kind == ".parquet" else neutralised(table)
        if self._writer is None:
            make = parquet.ParquetWriter if self.kind == ".parquet" else arrow_csv.CSVWriter
            self._writer, self._first = make(self.path, table.schema), table.schema
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
        handle, path = tempfile.mkstemp(suffix=kind, prefix=".screening-", dir=os.path.dirname(os.path.abspath(out)))
    except OSError as error:
        raise IntakeError(f"--out: '{out}' cannot be written ({error.strerror}); choose another folder") from None
    os.close(handle)
    sink = Sink(path, kind)
    try:
        yield sink
        sink.close()
        os.replace(path, out)
    except OSError as error:
        raise IntakeError(f"--out: '{out}' cannot be written ({error.strerror or error}); nothing was kept") from None
    finally:
        with suppress(OSError, pa.ArrowException):  # what is thrown away need not end well
            sink.close()
        if os.path.exists(path):
            os.remove(path)


def neutralised(table: pa.Table) -> pa.Table:
    """The same table as CSV can hold it, by the rule of `harmless` in export/table.py for every text and for the names of the columns.

    Raises IntakeError for a column of lists or records.
    """
    for place, field in enumerate(table.schema):
        if _is_figure(field.type):
            continue
        try:
            table = table.set_column(place, field.name, _harmless(table.column(place)))
        except pa.ArrowException:
            raise IntakeError(
                f"column '{field.name[:40]}' holds {field.type} that is no text, and CSV holds nothing else; write .parquet"
            ) from None
    return table.rename_columns([harmless(name) for name in table.column_names])


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
