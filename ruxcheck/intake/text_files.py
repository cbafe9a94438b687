"""Lists as text with separators: their encoding, the lines above the header, the separator, and rows that fit."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from itertools import chain

import charset_normalizer
import pyarrow as pa
import pyarrow.csv as arrow_csv

from ruxcheck.intake.columns import IntakeError, OptionError, Undecided
from ruxcheck.kernel import Frozen
from ruxcheck.kernel.possible_values import how_many

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
HINT = re.compile(r"sep=(.)", re.IGNORECASE)
QUOTED = re.compile(r'(?:(?<=^)|(?<=[,;\t|]))\s*"(?:[^"]|"")*"')
MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
BLOCK_BYTES = 16 << 20
CHUNK_BYTES = 1 << 20
SAMPLE_BYTES = 256 << 10
SHOWN = 60
# what spreadsheets write where they do not write UTF-8; the rest is named by hand
COMMON = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "mac_roman", "cp932", "gb18030", "big5", "cp949"]
MOST_HEADER_LINES = 100
UNNAMED = "\0unnamed {}"
csv.field_size_limit(BLOCK_BYTES)  # a long note over many lines is a cell as any other


class Layout(Frozen):
    """How a text is laid out: its column names, what separates its cells, the lines up to its rows, and what was left out.

    `names` has a name that nobody can type for each column that has none.
    """

    names: list[str]
    separator: str
    header_lines: int
    notes: tuple[str, ...] = ()

    @property
    def unnamed(self) -> list[str]:
        return [name for name in self.names if name.startswith(UNNAMED[:8])]


def as_utf8(path: str, held: str | bytes, encoding: str | None) -> tuple[str | bytes, tuple[str, ...]]:
    """The text as UTF-8, and what was concluded about it: as it is, by its mark, or by the encoding that its user named.

    Raises Undecided where it is none and several are possible, and OptionError for an encoding that does not fit.
    """
    if encoding is None and _is_utf8(held):
        return held, ()
    with content_of(held) as file:
        content = file.read()
    found = encoding or next((name for mark, name in MARKS.items() if content.startswith(mark)), None)
    if found is None:
        raise _undecided(path, content)
    try:
        text = content.decode(found)
    except LookupError:
        raise OptionError(f"--encoding: '{found}' is not known; allowed: utf-8, utf-16, cp1252 and others") from None
    except (UnicodeDecodeError, UnicodeError):
        raise OptionError(f"--encoding: {path} is no text in {found}; name another encoding") from None
    return text.removeprefix("\ufeff").encode(), (f"read as {found.upper()} text",)


def _is_utf8(held: str | bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with content_of(held) as file:
        try:
            while chunk := file.read(CHUNK_BYTES):
                if b"\0" in chunk[:64] and _is_two_bytes(chunk):
                    return False
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _is_two_bytes(chunk: bytes) -> bool:
    """Whether every other byte of the beginning is zero: the letters of a text that takes two bytes for each."""
    start = chunk[:64]
    return start[::2].count(0) > len(start) // 3 or start[1::2].count(0) > len(start) // 3


def _undecided(path: str, content: bytes) -> IntakeError:
    """What an encoding could be, by the likeliest, each with a line of the text as it would be read then."""
    sample = content[:SAMPLE_BYTES]
    likely = [match.encoding for match in charset_normalizer.from_bytes(sample, cp_isolation=COMMON)][:3]
    if _is_two_bytes(sample):
        likely = ["utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"]
    if not likely:
        return IntakeError(f"{path}: its text is in no encoding that is known; save it as CSV UTF-8")
    if not _is_two_bytes(sample):  # by far the most frequent one first
        likely = ["cp1252", *(name for name in likely if name != "cp1252")]
    answers = tuple((name, _odd_words(sample, name)) for name in likely)
    return Undecided("--encoding", f"{path}: not UTF-8 text; its words show the right one", answers)


def _odd_words(sample: bytes, encoding: str) -> str:
    """The first words with letters beyond ASCII, by which its user knows the right encoding."""
    text = sample.decode(encoding, "replace")
    words = [word for word in re.findall(r"[^\s,;|\"]+", text) if not word.isascii()]
    return f"reads {', '.join(words[:3])}"[:SHOWN] if words else ""


def layout_of(
    path: str, held: str | bytes, header_row: int | None = None, is_known: Callable[[str], bool] = lambda _: False
) -> Layout:
    """The layout by the header line, whose names may stand in quotes; blanks around a name do not count.

    Above it, lines that begin with # and the hint `sep=;` are passed over. `path` is the name of the list in messages; it
    lies at a path, or is held as bytes. `is_known` tells whether a column name is one that is read. Raises IntakeError for
    an empty first line, quotes that do not end, and a header that two separators fit equally, and Undecided where the header
    seems to stand further below.
    """
    with _text(held) as file:
        lines = [line for _, line in zip(range(MOST_HEADER_LINES + (header_row or 0)), file)]
    place, hint, notes = _above_header(lines, header_row, is_known)
    header, count = _record(lines[place:])
    if not header.strip():
        raise IntakeError(
            f"{path}: its first line is empty, or has quotes that do not end; the names of the columns are needed there"
        )
    separator = hint or _separator(path, header)
    names = _cells(header, separator)
    if names is None:
        raise IntakeError(
            f"{path}: its first line has quotes that do not end; the names of the columns are needed there"
        )
    if header_row is None and not any(map(is_known, names)):
        _refuse_header_below(path, lines, place + count, separator, is_known)
    return Layout(_each_named(names), separator, place + count, tuple(notes))


def _above_header(lines: list[str], header_row: int | None, is_known: Callable[[str], bool]):
    """At which line the header begins, the separator that a hint names, and what stands above it in words."""
    notes: list[str] = []
    if header_row is not None:
        place = header_row - 1
        return place, None, [f"the {place} lines above the header are not read"] if place else []
    place, hint = 0, None
    while place < len(lines) and _is_comment(lines[place], is_known):
        place += 1
    if place:
        notes.append(
            f"{how_many(place, 'line')} above the header that begin{'' if place > 1 else 's'} with #: not read"
        )
    found = HINT.fullmatch(lines[place].strip("\r\n")) if place < len(lines) else None
    if found and found[1] in SEPARATORS:
        place, hint = place + 1, found[1]
    return place, hint, notes


def _is_comment(line: str, is_known: Callable[[str], bool]) -> bool:
    """A line above the header that is none: it begins with # and does not name columns itself."""
    if not line.startswith("#"):
        return False
    widths = (line.lstrip("#").split(separator) for separator in SEPARATORS)
    return not any(len(cells) > 1 and sum(map(is_known, cells)) > 1 for cells in widths)


def _record(lines: list[str]) -> tuple[str, int]:
    """The text of the first row and over how many lines it runs; empty where its quotes do not end."""
    text = ""
    for number, line in enumerate(lines, start=1):
        text += line
        if text.count('"') % 2 == 0:
            return text, number
    return "", len(lines)


def _separator(path: str, header: str) -> str:
    """What separates the names: the sign that stands most often outside quotes."""
    bare = QUOTED.sub("", header)
    counts = {separator: bare.count(separator) for separator in SEPARATORS}
    most = max(counts.values())
    if most and list(counts.values()).count(most) > 1:
        raise IntakeError(
            f"{path}: two separators fit its header equally; use one of {', '.join(SEPARATORS.values())} throughout"
        )
    return max(counts, key=counts.__getitem__)


def _cells(text: str, separator: str) -> list[str] | None:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True, skipinitialspace=True)
    try:
        return [name.strip() for name in next(reader, [])]
    except csv.Error:
        return None


def _refuse_header_below(
    path: str, lines: list[str], start: int, separator: str, is_known: Callable[[str], bool]
) -> None:
    """Raises Undecided where a line below the first names at least two columns that are known."""
    for number, line in enumerate(lines[start:20], start=start + 1):
        names = _cells(line, separator if separator in line else _most_frequent(line)) or []
        if sum(map(is_known, names)) > 1:
            shown = ", ".join(names)[:SHOWN]
            raise Undecided(
                "--header-row",
                f"{path}: no column is known by the first line",
                ((str(number), f"line {number}: {shown}"),),
            )


def _most_frequent(line: str) -> str:
    return max(SEPARATORS, key=line.count)


def _each_named(names: list[str]) -> list[str]:
    """Names with one of its own for each column without; one alone at the front, as of row numbers, stays as it is."""
    if names.count("") == 1 and names[0] == "" and len(names) > 1:
        return names
    return [name or UNNAMED.format(place) for place, name in enumerate(names)] if len(names) > 1 else names


def content_of(held: str | bytes):
    """The bytes of a list that lies at a path or is held, to be read."""
    return io.BytesIO(held) if isinstance(held, bytes) else open(held, "rb")


def _text(held: str | bytes) -> io.TextIOWrapper:
    """The lines of the text; bytes that are no UTF-8 stay what they are."""
    return io.TextIOWrapper(content_of(held), "utf-8-sig", "surrogateescape", newline="")


def refuse_open_quotes(path: str, held: str | bytes, layout: Layout) -> None:
    """Raises IntakeError where quotes open a cell and do not end it: it would swallow the rows below."""
    with content_of(held) as lines:
        numbered = enumerate(lines, 1)
        for number, line in numbered:
            # quotes come in pairs, unless the cell goes on in the next line or they are no quotes, as in 5"
            if number > layout.header_lines and line.count(b'"') % 2:
                rest = chain([line], (later for _, later in numbered))
                if not _ends(rest, layout.separator):
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
        for _ in range(layout.header_lines):
            next(lines)
        reader = csv.reader(lines, delimiter=layout.separator)
        try:
            cells = next(cells for cells in reader if cells and len(cells) != len(layout.names))
        except (csv.Error, StopIteration):
            return "a row has more or fewer cells than the header"
        number = layout.header_lines + reader.line_num
        return f"line {number} has {len(cells)} cells, the header has {len(layout.names)}"


def text_reader(file: pa.NativeFile, layout: Layout, columns: list[str] | None = None) -> arrow_csv.CSVStreamingReader:
    """The rows of a text in batches, all of its columns or some."""
    # one type for every cell: a column of numbers with one word in it must not become another column
    types = {name: pa.string() for name in layout.names}
    return arrow_csv.open_csv(
        file,
        arrow_csv.ReadOptions(block_size=BLOCK_BYTES, column_names=layout.names, skip_rows=layout.header_lines),
        # an empty line is an empty cell where there is one column, and no row where there are more
        arrow_csv.ParseOptions(
            delimiter=layout.separator, newlines_in_values=True, ignore_empty_lines=len(layout.names) > 1
        ),
        arrow_csv.ConvertOptions(column_types=types, strings_can_be_null=False, include_columns=columns),
    )


def without_empty_columns(
    path: str, layout: Layout, open_file: Callable[[], pa.NativeFile]
) -> tuple[list[str], list[str]]:
    """The columns that are kept, and in words those that are not: without a name and without a value.

    Raises IntakeError for a column that holds values and has no name.
    """
    unnamed = layout.unnamed
    if not unnamed:
        return layout.names, []
    for batch in text_reader(open_file(), layout, unnamed):
        for name in unnamed:
            if any(text.strip() for text in batch.column(name).unique().to_pylist()):
                place = layout.names.index(name) + 1
                raise IntakeError(f"{path}: column {place} holds values and has no name; name it, or remove it")
    words = f"{how_many(len(unnamed), 'column')} without a name and without a value: left out"
    return [name for name in layout.names if name not in unnamed], [words]


def in_words(message: str, held: str | bytes, layout: Layout) -> str:
    """What Arrow says of a text with separators, as its user knows it; never with the cells of a row."""
    if "parse error" in message:  # what follows is the row, so nothing else in it is looked at
        return f"its rows do not fit its header: {misfit(held, layout)}; a text that holds the separator needs quotes"
    if "straddl" in message:
        return f"a row is longer than {BLOCK_BYTES >> 20} MB"
    if "Empty CSV" in message or "Could not skip" in message:
        return "a header without rows; at least one patient is needed"
    return f"cannot be read as text with separators ({message.splitlines()[0][:160] if message else 'no reason given'})"
