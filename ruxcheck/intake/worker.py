"""Reading an upload apart from the server: in a process of its own, with bounds on its memory and its time.

Whatever a file unfolds to, the process that serves everybody does not hold it before it is known to be small enough.
"""

import os
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

import msgspec
import pyarrow as pa

from ruxcheck.intake.columns import IntakeError, Undecided, first_line, refuse_repeated
from ruxcheck.intake.files import PatientList, ReadAs, is_text, open_upload
from ruxcheck.intake.long_form import in_one_shape
from ruxcheck.intake.prepare import Said
from ruxcheck.kernel import Frozen
from ruxcheck.kernel.records import Rules
from ruxcheck.store.reading import load

MOST_ROWS = 1_000_000
MOST_COLUMNS = 500
MOST_BYTES = 1 << 30  # of rows unpacked: a small file may hold very much
MOST_MEMORY_BYTES = 4 << 30
MOST_SECONDS = 90
AT_ONCE = 2
HEAD_BYTES = 8
SHORT_TEXT_BYTES = 1 << 20
_places = BoundedSemaphore(AT_ONCE)


class TooLarge(IntakeError):
    """A list that the page cannot hold."""

    def __init__(self, name: str, what: str):
        super().__init__(f"{name}: {what}, too much for this page; on the command line a list may be of any size")
        self.what = what


class UploadedList(Frozen):
    """A list with its name, its column names, its rows, and in words how it was read."""

    name: str
    columns: list[str]
    batches: tuple[pa.RecordBatch, ...]
    rows: int
    notes: tuple[str, ...] = ()

    def source(self) -> PatientList:
        """The list as it is screened, from its first row on."""
        return PatientList(self.columns, iter(self.batches), self.rows)

    def first(self, rows: int) -> pa.RecordBatch:
        """The first rows of the list."""
        return self.batches[0].slice(0, rows)


def read_upload(name: str, content: bytes, said: Said, rules: Rules) -> UploadedList:
    """Read an uploaded list here. Raises TooLarge above the limits, Undecided where it can be read in several ways, and
    IntakeError for a list that cannot be read."""
    try:
        source = in_one_shape(open_upload(name, content, rules, said.read_as), said.long, name)
        if len(source.columns) > MOST_COLUMNS:
            raise TooLarge(name, f"{len(source.columns):,} columns")
        refuse_repeated(source.columns)
        batches = tuple(_within_limits(name, source))
    except pa.ArrowException as error:
        raise IntakeError(f"{name}: broken ({first_line(error)}); write it again") from None
    rows = sum(batch.num_rows for batch in batches)
    if not rows:
        raise IntakeError(f"{name}: a header without rows; at least one patient is needed")
    left_out = source.left_out.words if source.left_out else []
    return UploadedList(name, source.columns, batches, rows, (*source.notes, *left_out))


def _within_limits(name: str, source: PatientList):
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


class _Asked(msgspec.Struct):
    name: str
    sheet: str | None
    encoding: str | None
    header_row: int | None
    long: str | None


class _Told(msgspec.Struct):
    """What the process answers before the rows: the notes, or why there are none."""

    notes: tuple[str, ...] = ()
    refused: str = ""
    too_large: str = ""
    option: str = ""
    words: str = ""
    answers: tuple[tuple[str, str], ...] = ()


def read_apart(name: str, content: bytes, said: Said) -> UploadedList:
    """Read an uploaded list in a process of its own, two at a time; what is wrong with it is raised as by `read_upload`.

    A short text is read here: it unfolds to nothing, and would be read before the process has begun. Raises TooLarge too where the process needs more than MOST_MEMORY_BYTES or MOST_SECONDS. Nothing is written to a disk.
    """
    if len(content) <= SHORT_TEXT_BYTES and is_text(name):
        return read_upload(name, content, said, load())
    asked = msgspec.json.encode(_Asked(name, *said.read_as, said.long))
    root = str(Path(__file__).parents[2])
    # the pool of the system gives back what a limit refuses; no second thread is needed to read one list
    env = os.environ | {"PYTHONPATH": root, "ARROW_DEFAULT_MEMORY_POOL": "system", "OMP_NUM_THREADS": "1"}
    with (
        _places,
        subprocess.Popen(
            [sys.executable, "-m", "ruxcheck.intake.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=env,
            cwd=root,
        ) as process,
    ):
        try:
            head = len(asked).to_bytes(HEAD_BYTES, "big")
            answer, _ = process.communicate(head + asked + content, timeout=MOST_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise TooLarge(name, f"not read within {MOST_SECONDS} seconds") from None
        except BaseException:  # the page was left, or drawn again: nobody waits for the answer
            process.kill()
            raise
    if process.returncode:
        raise TooLarge(name, f"not read within {MOST_MEMORY_BYTES >> 30} GB of memory")
    return _received(name, answer)


def _received(name: str, answer: bytes) -> UploadedList:
    size = int.from_bytes(answer[:HEAD_BYTES], "big")
    told = msgspec.json.decode(answer[HEAD_BYTES : HEAD_BYTES + size], type=_Told)
    if told.option:
        raise Undecided(told.option, told.words, told.answers)
    if told.too_large:
        raise TooLarge(name, told.too_large)
    if told.refused:
        raise IntakeError(told.refused)
    with pa.ipc.open_stream(pa.py_buffer(answer).slice(HEAD_BYTES + size)) as reader:
        batches = tuple(reader)
        names = list(reader.schema.names)
    return UploadedList(name, names, batches, sum(batch.num_rows for batch in batches), told.notes)


def main() -> None:
    """Read what stands on standard input; answer on standard output."""
    _bound_memory()
    sent = sys.stdin.buffer
    asked = msgspec.json.decode(sent.read(int.from_bytes(sent.read(HEAD_BYTES), "big")), type=_Asked)
    said = Said(ReadAs(asked.sheet, asked.encoding, asked.header_row), long=asked.long)
    batches: tuple[pa.RecordBatch, ...] = ()
    try:
        found = read_upload(asked.name, sent.read(), said, load())
        told, batches = _Told(found.notes), found.batches
    except Undecided as error:
        told = _Told(option=error.option, words=error.words, answers=error.answers)
    except TooLarge as error:
        told = _Told(too_large=error.what)
    except IntakeError as error:
        told = _Told(refused=str(error))
    except (MemoryError, pa.ArrowMemoryError):
        sys.exit(1)
    text = msgspec.json.encode(told)
    out = sys.stdout.buffer
    out.write(len(text).to_bytes(HEAD_BYTES, "big") + text)
    if batches:
        with pa.ipc.new_stream(out, batches[0].schema) as writer:
            for batch in batches:
                writer.write_batch(batch)
    out.flush()


def _bound_memory() -> None:
    """No more memory than stated, and the processor after those who wait for a page; nothing where the system knows no limits."""
    try:
        import resource
    except ModuleNotFoundError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    os.nice(10)


if __name__ == "__main__":
    main()
