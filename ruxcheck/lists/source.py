"""Reading a list in batches, so that a file larger than memory is screened too."""

import io
import os
from collections.abc import Callable, Iterator

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as parquet

from ruxcheck.cells import as_typed
from ruxcheck.frozen import Frozen
from ruxcheck.intake import IntakeError
from ruxcheck.lists.delimited import Layout, layout_of, misfit, refuse_open_quotes

BATCH_ROWS = 131_072
BLOCK_BYTES = 16 << 20
ENDINGS = (".csv", ".tsv", ".txt", ".parquet", ".xlsx")


class Source(Frozen):
    """An opened list: its column names, its rows in batches, and how many rows it holds (None: known at its end only)."""

    columns: list[str]
    batches: Iterator[pa.RecordBatch]
    rows: int | None


def open_list(path: str) -> Source:
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


def open_upload(name: str, content: bytes) -> Source:
    """Open the same kinds of list from memory: nothing is written anywhere. `name` is what its user calls it."""
    return _opened(name, _ending(name), content, len(content))


def _ending(path: str) -> str:
    ending = os.path.splitext(path)[1].lower()
    if ending not in ENDINGS:
        raise IntakeError(
            f"{path}: '{ending or 'no ending'}' is not a kind of list this tool reads; allowed: {', '.join(ENDINGS)}"
        )
    return ending


def _opened(path: str, ending: str, held: str | bytes, size: int) -> Source:
    """The list that lies at a path, or is held as bytes; `path` is its name in messages."""
    if not size:
        raise IntakeError(f"{path}: the file is empty; a header and rows are needed")
    if ending == ".parquet":
        return _parquet(path, held)
    return _excel(path, held) if ending == ".xlsx" else _csv(path, held)


def _arrow_file(held: str | bytes) -> pa.NativeFile:
    return pa.BufferReader(held) if isinstance(held, bytes) else pa.OSFile(held)


def _parquet(path: str, held: str | bytes) -> Source:
    def words(error: Exception) -> str:
        return f"not a readable Parquet file ({_first_line(error)}); write it again"

    try:
        file = parquet.ParquetFile(_arrow_file(held))
        names = file.schema_arrow.names
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise IntakeError(f"{path}: {words(error)}") from None
    return Source(names, _told(path, _sound(file.iter_batches(BATCH_ROWS)), words), file.metadata.num_rows)


def _sound(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The batches, each looked through first: nobody checks the texts of a Parquet file before."""
    for batch in batches:
        batch.validate(full=True)
        yield batch


def _csv(path: str, held: str | bytes) -> Source:
    layout = layout_of(path, held)
    if len(set(layout.names)) < len(layout.names):
        return Source(layout.names, iter(()), None)  # refused by its header before a row is read
    refuse_open_quotes(path, held, layout)

    def words(error: Exception) -> str:
        return _no_text_in_words(error, held, layout)

    try:
        reader = _csv_reader(_arrow_file(held), layout)
    except pa.ArrowException as error:
        raise IntakeError(f"{path}: {words(error)}") from None
    return Source(layout.names, _told(path, reader, words), None)


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
    said = str(error)
    if "parse error" in said:  # what follows is the row, so nothing else in it is looked at
        return f"its rows do not fit its header: {misfit(held, layout)}; a text that holds the separator needs quotes"
    if "UTF8" in said:
        return f"not UTF-8 text ({_first_line(error)}); save it as CSV UTF-8"
    if "straddl" in said:
        return f"a row is longer than {BLOCK_BYTES >> 20} MB"
    if "Empty CSV" in said or "Could not skip" in said:
        return "a header without rows; at least one patient is needed"
    return f"cannot be read as text with separators ({_first_line(error)})"


def _excel(path: str, held: str | bytes) -> Source:
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
        return Source(names, iter(()), None)
    columns = [pa.array([_cell(row[place]) for row in rows[1:]], pa.string()) for place in range(len(names))]
    table = pa.table(columns, names=names)
    return Source(names, iter(table.to_batches(BATCH_ROWS)), len(rows) - 1)


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
