"""Text with separators (CSV): its header, what separates its cells, and the lines that do not fit."""

import csv
import io
from collections.abc import Iterator
from itertools import chain

from ruxcheck.frozen import Frozen
from ruxcheck.intake import IntakeError

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
