"""A list as a file or as bytes: CSV, Parquet, Excel, JSON lines and SAS transport, read in batches that fit in memory."""

import os
from collections.abc import Callable, Iterator

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as parquet

from ruxcheck.intake import text_files
from ruxcheck.intake.cells import as_typed
from ruxcheck.intake.columns import IntakeError, first_line, known_as
from ruxcheck.intake.workbooks import MOST_COLUMNS, as_batches, open_workbook, path_or_file
from ruxcheck.kernel import Frozen
from ruxcheck.kernel.possible_values import how_many
from ruxcheck.kernel.records import Rules

BATCH_ROWS = 131_072
MOST_LINE_BYTES = 16 << 20
MOST_ROW_GROUP_BYTES = 4 << 30
READABLE = (".csv", ".tsv", ".txt", ".parquet", ".xlsx", ".jsonl", ".xpt")
SUMS = ("total", "totals", "sum", "mean", "average", "count")


class ReadAs(Frozen):
    """What the user said about how a file is to be read; None where nothing was said."""

    sheet: str | None = None
    encoding: str | None = None
    header_row: int | None = None


AS_IT_IS = ReadAs()


class LeftOut:
    """What is no patient and was passed over on the way; complete when the batches are."""

    def __init__(self) -> None:
        self.blank = self.sums = 0

    @property
    def words(self) -> list[str]:
        told = []
        if self.blank:
            told.append(f"{how_many(self.blank, 'row')} without any value: left out")
        if self.sums:
            told.append(f"{how_many(self.sums, 'row')} that begin with a word such as Total: left out")
        return told


class PatientList(Frozen):
    """An opened list: its column names, its rows in batches, how many rows it holds (None: known at its end only).

    `notes` say how the file was read, `left_out` what was passed over once the batches are read.
    """

    columns: list[str]
    batches: Iterator[pa.RecordBatch]
    rows: int | None
    notes: tuple[str, ...] = ()
    left_out: LeftOut | None = None


def open_list(path: str, rules: Rules, read_as: ReadAs = AS_IT_IS) -> PatientList:
    """Open a CSV (comma, semicolon, tab or bar), Parquet, Excel (.xlsx), JSON lines (.jsonl) or SAS transport (.xpt) file.

    The cells of a text stay text: what they mean is read later, cell by cell. Raises Undecided where the file can be read in
    several ways, and IntakeError for a file that is missing, empty, of another kind, broken, too wide, or whose header does
    not fit its rows.
    """
    ending = _ending(path)
    if os.path.isdir(path):
        raise IntakeError(f"{path}: a folder, not a file; name the file in it")
    if not os.path.isfile(path):
        raise IntakeError(f"{path}: there is no such file; check the path")
    try:
        return _opened(path, ending, path, os.path.getsize(path), rules, read_as)
    except OSError as error:
        raise IntakeError(f"{path}: cannot be read ({error.strerror or first_line(error)})") from None


def open_upload(name: str, content: bytes, rules: Rules, read_as: ReadAs = AS_IT_IS) -> PatientList:
    """Open the same kinds of list from memory: nothing is written anywhere. `name` is what its user calls it."""
    return _opened(name, _ending(name), content, len(content), rules, read_as)


def is_text(path: str) -> bool:
    """Whether a list is text with separators by its name."""
    return os.path.splitext(path)[1].lower() in (".csv", ".tsv", ".txt")


def _ending(path: str) -> str:
    ending = os.path.splitext(path)[1].lower()
    if ending not in READABLE:
        raise IntakeError(
            f"{path}: '{ending or 'no ending'}' is not a kind of list this tool reads; allowed: {', '.join(READABLE)}"
        )
    return ending


def _opened(path: str, ending: str, held: str | bytes, size: int, rules: Rules, read_as: ReadAs) -> PatientList:
    """The list that lies at a path, or is held as bytes; `path` is its name in messages."""
    if not size:
        raise IntakeError(f"{path}: the file is empty; a header and rows are needed")

    def is_known(name: str) -> bool:
        return known_as(name, rules) is not None

    if ending == ".parquet":
        found = _parquet(path, held)
    elif ending == ".xlsx":
        found = _excel(path, held, read_as, is_known)
    elif ending == ".jsonl":
        found = _json_lines(path, held)
    elif ending == ".xpt":
        found = _sas(path, held)
    else:
        found = _csv(path, held, read_as, is_known)
    if len(found.columns) > MOST_COLUMNS:
        raise IntakeError(
            f"{path}: {len(found.columns):,} columns; allowed: {MOST_COLUMNS:,}; leave out what is not needed"
        )
    left_out = LeftOut()
    return found._replace(batches=_patients(found.batches, left_out), left_out=left_out)


def _patients(batches: Iterator[pa.RecordBatch], left_out: LeftOut) -> Iterator[pa.RecordBatch]:
    """The rows that are patients: with some value, and more than the word for a sum below a table."""
    for batch in batches:
        blank, sums = _no_patients(batch)
        left_out.blank += blank.true_count
        left_out.sums += sums.true_count
        kept = batch if not (blank.true_count or sums.true_count) else batch.filter(pc.invert(pc.or_(blank, sums)))
        if kept.num_rows:
            yield kept


def _no_patients(batch: pa.RecordBatch) -> tuple[pa.Array, pa.Array]:
    """Which rows hold nothing, and which are a sum below a table: their first cell is the word for it."""
    blank = pa.repeat(True, batch.num_rows)
    for column in batch.columns:
        blank = pc.and_(blank, pc.invert(_filled(column)))
        if not blank.true_count:
            break
    first = batch.column(0) if batch.num_columns > 1 else None
    if first is None or not pa.types.is_string(first.type):
        return blank, pa.repeat(False, batch.num_rows)
    words = pc.utf8_lower(pc.utf8_trim_whitespace(pc.fill_null(first, "")))
    return blank, pc.is_in(words, pa.array(SUMS))


def _filled(column: pa.Array) -> pa.Array:
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return pc.not_equal(pc.utf8_trim_whitespace(pc.fill_null(column, "")), "")
    return pc.invert(pc.is_null(column, nan_is_null=pa.types.is_floating(column.type)))


def _arrow_file(held: str | bytes) -> pa.NativeFile:
    return pa.BufferReader(held) if isinstance(held, bytes) else pa.OSFile(os.fsencode(held))


def _parquet(path: str, held: str | bytes) -> PatientList:
    def words(error: Exception) -> str:
        return f"not a readable Parquet file ({first_line(error)}); write it again"

    try:
        file = parquet.ParquetFile(_arrow_file(held))
        names = file.schema_arrow.names
        groups = [file.metadata.row_group(number).total_byte_size for number in range(file.metadata.num_row_groups)]
    except pa.ArrowNotImplementedError as error:  # integers of 128 bits, which Arrow does not know
        return _without_wide_integers(path, held, words(error))
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise IntakeError(f"{path}: {words(error)}") from None
    if max(groups, default=0) > MOST_ROW_GROUP_BYTES:
        raise IntakeError(
            f"{path}: a row group unfolds to {max(groups) >> 20:,} MB; allowed: {MOST_ROW_GROUP_BYTES >> 20:,} MB; write smaller ones"
        )
    return PatientList(names, _told(path, _sound(file.iter_batches(BATCH_ROWS)), words), file.metadata.num_rows)


def _without_wide_integers(path: str, held: str | bytes, words: str) -> PatientList:
    """A Parquet file without its columns of 128-bit integers, which say nothing of a patient. Raises IntakeError where it has none."""
    try:
        import polars  # an optional extra, which knows them
    except ModuleNotFoundError:
        raise IntakeError(f"{path}: {words}") from None
    try:
        schema = polars.read_parquet_schema(path_or_file(held))
        wide = [name for name, kind in schema.items() if kind in (polars.Int128, polars.UInt128)]
        kept = [name for name in schema if name not in wide]
        table = polars.read_parquet(path_or_file(held), columns=kept).to_arrow()
    except (polars.exceptions.PolarsError, OSError):
        raise IntakeError(f"{path}: {words}") from None
    if not wide:
        raise IntakeError(f"{path}: {words}")
    told = f"integers of 128 bits, left out: {', '.join(wide)}"
    return PatientList(kept, iter(table.to_batches(BATCH_ROWS)), table.num_rows, (told,))


def _sound(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The batches, each looked through first: nobody checks the texts of a Parquet file before."""
    for batch in batches:
        batch.validate(full=True)
        yield batch


def _csv(path: str, held: str | bytes, read_as: ReadAs, is_known: Callable[[str], bool]) -> PatientList:
    held, told = text_files.as_utf8(path, held, read_as.encoding)
    layout = text_files.layout_of(path, held, read_as.header_row, is_known)
    notes = (*told, *layout.notes)
    if len(set(layout.names)) < len(layout.names) or len(layout.names) > MOST_COLUMNS:
        return PatientList(layout.names, iter(()), None, notes)  # refused by its header before a row is read
    text_files.refuse_open_quotes(path, held, layout)

    def words(error: Exception) -> str:
        return text_files.in_words(str(error), held, layout)

    try:
        names, left_out = text_files.without_empty_columns(path, layout, lambda: _arrow_file(held))
        reader = text_files.text_reader(_arrow_file(held), layout, names)
    except pa.ArrowException as error:
        raise IntakeError(f"{path}: {words(error)}") from None
    return PatientList(names, _told(path, reader, words), None, (*notes, *left_out))


def _excel(path: str, held: str | bytes, read_as: ReadAs, is_known: Callable[[str], bool]) -> PatientList:
    sheet = open_workbook(path, held, read_as.sheet, read_as.header_row, is_known)
    if len(set(sheet.columns)) < len(sheet.columns):
        return PatientList(sheet.columns, iter(()), None, sheet.notes)
    return PatientList(sheet.columns, as_batches(sheet.rows, sheet.columns), None, sheet.notes)


def _json_lines(path: str, held: str | bytes) -> PatientList:
    """A JSON object a line; the names are those of all lines, so that the file is read twice."""
    names: dict[str, None] = {}
    for row in _objects(path, held):
        names |= dict.fromkeys(row)
        if len(names) > MOST_COLUMNS:
            break
    columns = list(names)
    rows = ([_json_text(row.get(name)) for name in columns] for row in _objects(path, held))
    return PatientList(columns, as_batches(rows, columns), None)


def _objects(path: str, held: str | bytes) -> Iterator[dict]:
    decoder = msgspec.json.Decoder(dict[str, object])
    for number, line in lines_of(path, held):
        try:
            yield decoder.decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            raise IntakeError(f"{path}: line {number} is no JSON object; needed is one patient a line") from None


def lines_of(path: str, held: str | bytes) -> Iterator[tuple[int, bytes]]:
    """The lines that hold something, with their numbers. Raises IntakeError for one that is longer than a line may be."""
    with text_files.content_of(held) as file:
        number = 0
        while line := file.readline(MOST_LINE_BYTES + 1):
            number += 1
            if len(line) > MOST_LINE_BYTES:
                raise IntakeError(f"{path}: line {number} is longer than {MOST_LINE_BYTES >> 20} MB")
            if line.strip():
                yield number, line


def _json_text(value: object) -> str:
    if value is None:
        return ""
    return msgspec.json.encode(value).decode() if isinstance(value, dict | list) else as_typed(value)


def _sas(path: str, held: str | bytes) -> PatientList:
    """A SAS transport file (version 5), as regulators receive them."""

    def words(error: Exception) -> str:
        return f"not a readable SAS transport file ({first_line(error)}); write it again as version 5"

    def batches() -> Iterator[pa.RecordBatch]:
        with _sas_reader(held) as reader:
            for frame in reader:
                yield from pa.Table.from_pandas(frame, preserve_index=False).to_batches()

    try:
        with _sas_reader(held) as reader:
            names, rows = [str(name) for name in reader.read(1).columns], reader.nobs
    except Exception as error:  # whatever the reader raises for a broken file is the same to the user
        raise IntakeError(f"{path}: {words(error)}") from None
    return PatientList(names, _told(path, batches(), words), rows)


def _sas_reader(held: str | bytes):
    import pandas as pd  # slow to import, and needed here alone

    return pd.read_sas(path_or_file(held), format="xport", chunksize=BATCH_ROWS, encoding="utf-8")


def _told(path: str, batches, words: Callable[[Exception], str]) -> Iterator[pa.RecordBatch]:
    """The batches, none too large for memory; what breaks on the way is told in words."""
    try:
        for batch in batches:
            yield from (batch.slice(start, BATCH_ROWS) for start in range(0, batch.num_rows, BATCH_ROWS))
    except MemoryError:  # Arrow's own is one of these
        raise IntakeError(f"{path}: unfolds to more than the memory there is; split it, or leave out columns") from None
    except (pa.ArrowException, OSError, UnicodeDecodeError, ValueError) as error:
        if isinstance(error, IntakeError):
            raise
        raise IntakeError(f"{path}: {words(error)}") from None
