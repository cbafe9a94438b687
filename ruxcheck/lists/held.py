"""A list held in memory for one visitor of the page: read once and as a whole, written nowhere."""

import io
import shlex
import zipfile
from collections.abc import Iterator

import pyarrow as pa

from ruxcheck.frozen import Frozen
from ruxcheck.intake import IntakeError, refuse_repeated
from ruxcheck.lists.source import Source, open_upload

COMMAND = "python -m ruxcheck screen FILE --out screened.parquet"
MOST_ROWS = 1_000_000
MOST_COLUMNS = 500
MOST_BYTES = 1 << 30  # of rows unpacked: a small file may hold very much


class TooLarge(IntakeError):
    """A list that the page cannot hold; `command` screens it without the page."""

    def __init__(self, name: str, what: str):
        super().__init__(f"{name}: {what}, too much for this page; on the command line a list may be of any size")
        self.command = COMMAND.replace("FILE", shlex.quote(name))


class Held(Frozen):
    """A list with its name, its column names and its rows."""

    name: str
    columns: list[str]
    batches: tuple[pa.RecordBatch, ...]
    rows: int

    def source(self) -> Source:
        """The list as it is screened, from its first row on."""
        return Source(self.columns, iter(self.batches), self.rows)

    def first(self, rows: int) -> pa.RecordBatch:
        """The first rows of the list."""
        return self.batches[0].slice(0, rows)


def hold(name: str, content: bytes) -> Held:
    """Read an uploaded list. Raises TooLarge above MOST_ROWS, and IntakeError for a list that cannot be read."""
    try:
        _refuse_swelling(name, content)
        source = open_upload(name, content)
        if len(source.columns) > MOST_COLUMNS:
            raise TooLarge(name, f"{len(source.columns):,} columns")
        refuse_repeated(source.columns)
        batches = tuple(_within_limits(name, source))
    except pa.ArrowException as error:
        raise IntakeError(f"{name}: broken ({str(error).splitlines()[0][:160]}); write it again") from None
    rows = sum(batch.num_rows for batch in batches)
    if not rows:
        raise IntakeError(f"{name}: a header without rows; at least one patient is needed")
    return Held(name, source.columns, batches, rows)


def _refuse_swelling(name: str, content: bytes) -> None:
    """An Excel file is read in one go, so what it unpacks to is looked at before."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        return
    if size > MOST_BYTES:
        raise TooLarge(name, f"{size >> 20:,} MB unpacked")


def _within_limits(name: str, source: Source) -> Iterator[pa.RecordBatch]:
    """The batches that hold rows, until they are too many."""
    rows = size = 0
    for batch in source.batches:
        rows, size = rows + batch.num_rows, size + batch.nbytes
        if max(rows, source.rows or 0) > MOST_ROWS:
            raise TooLarge(name, f"more than {MOST_ROWS:,} rows")
        if size > MOST_BYTES:
            raise TooLarge(name, f"{size >> 20:,} MB of rows")
        if batch.num_rows:
            yield batch
