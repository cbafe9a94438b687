"""Lists in Excel files: the sheet that a person sees, and in each cell what it shows there."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time

import pyarrow as pa

from ruxcheck.intake.cells import NEVER_CALCULATED, as_typed
from ruxcheck.intake.columns import IntakeError, OptionError, Undecided, first_line
from ruxcheck.kernel import Frozen

# what the format itself allows
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
MOST_UNPACKED = 1 << 30
ROWS_AT_ONCE = 8_192
SHOWN = 60
LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')


class Sheet(Frozen):
    """The sheet that is read: the names of its columns, its rows as texts, and in words which it is and what was left out."""

    columns: list[str]
    rows: Iterator[list[str]]
    notes: tuple[str, ...]


def open_workbook(
    path: str, held: str | bytes, sheet: str | None, header_row: int | None, is_known: Callable[[str], bool]
) -> Sheet:
    """Open a sheet of an Excel file, row by row: the named one, else the only visible one with rows.

    Raises Undecided where several visible sheets hold rows, or the header seems to stand further below; OptionError for a
    sheet that is not there; IntakeError for a file that is none, unfolds to more than the stated size, or holds no rows.
    """
    with_formulas = _looked_over(path, held)
    try:
        import openpyxl  # an optional extra: only lists in Excel files need it
    except ModuleNotFoundError:
        raise IntakeError(
            f'{path}: reading Excel needs an optional extra: pip install ".[screen]"; or save the list as CSV UTF-8'
        ) from None
    try:
        book = openpyxl.load_workbook(path_or_file(held), read_only=True, data_only=True, keep_links=False)
        name, notes = _chosen(path, book, sheet)
        header, place = _header(path, book[name], header_row, is_known)
        written = None
        # only a sheet with formulas is read a second time beside the first
        if book[name]._worksheet_path.lstrip("/") in with_formulas:
            written = openpyxl.load_workbook(path_or_file(held), read_only=True, keep_links=False)[name]
    except IntakeError:
        raise
    except Exception as error:  # whatever the reader raises for a broken workbook is the same to the user
        raise _broken(path, error) from None
    if place:
        notes.append(f"the {place} rows above the header are not read")
    return Sheet(header, _texts(path, book[name], written, place + 1, len(header)), tuple(notes))


def path_or_file(held: str | bytes):
    """What libraries open: a list's path, or its bytes as a file."""
    return io.BytesIO(held) if isinstance(held, bytes) else held


def _broken(path: str, error: Exception) -> IntakeError:
    return IntakeError(f"{path}: not a readable Excel file ({first_line(error)}); save it again as .xlsx")


def _looked_over(path: str, held: str | bytes) -> set[str]:
    """The sheets that hold formulas, by the names of their parts, from a look through the file before anything is built of it.

    What it unpacks to stands in its directory, and no more is ever unpacked. Raises IntakeError for more than MOST_UNPACKED,
    and for more rows than the format allows.
    """
    with_formulas = set()
    try:
        with zipfile.ZipFile(path_or_file(held)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
            if size > MOST_UNPACKED:
                raise IntakeError(
                    f"{path}: unfolds to {size >> 20:,} MB; allowed: {MOST_UNPACKED >> 20:,} MB; save it as CSV UTF-8 or Parquet"
                )
            for name in archive.namelist():
                if "worksheets/" in name and _has_formulas(path, archive, name):
                    with_formulas.add(name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        raise _broken(path, error) from None
    return with_formulas


def _has_formulas(path: str, archive: zipfile.ZipFile, name: str) -> bool:
    rows, found, before = 0, False, b""
    with archive.open(name) as file:
        while chunk := file.read(1 << 20):
            part = before + chunk
            rows += part.count(b"<row")
            found = found or b"<f>" in part or b"<f " in part
            if rows > MOST_ROWS:
                raise IntakeError(f"{path}: more than {MOST_ROWS:,} rows, the most that the format allows")
            before = part[-3:]
    return found


def _chosen(path: str, book, sheet: str | None) -> tuple[str, list[str]]:
    """The name of the sheet to read, and the others in words."""
    tables = [each for each in book.worksheets if hasattr(each, "iter_rows")]
    visible = [each for each in tables if each.sheet_state == "visible"]
    if sheet is not None:
        if sheet not in [each.title for each in tables]:
            raise OptionError(f"--sheet: '{sheet}' is not in the file; allowed: {', '.join(f.title for f in tables)}")
        name = sheet
    else:
        with_rows = [each for each in visible if _has_rows(each)]
        if len(with_rows) > 1:
            answers = tuple((f"'{each.title}'", "") for each in with_rows)
            raise Undecided("--sheet", f"{path}: {len(with_rows)} sheets hold rows", answers)
        if not with_rows:
            raise IntakeError(f"{path}: no visible sheet holds rows below a header; at least one patient is needed")
        name = with_rows[0].title
    hidden = [each.title for each in tables if each.sheet_state != "visible" and each.title != name]
    notes = [f"sheet '{name}'"] if len(tables) > 1 else []
    return name, notes + ([f"hidden and not read: {', '.join(hidden)}"[:200]] if hidden else [])


def _has_rows(sheet) -> bool:
    filled = (row for row in sheet.iter_rows(values_only=True, max_row=MOST_ROWS) if _is_filled(row))
    return next(filled, None) is not None and next(filled, None) is not None


def _is_filled(row: tuple) -> bool:
    return any(value is not None and str(value).strip() for value in row)


def _header(path: str, sheet, header_row: int | None, is_known: Callable[[str], bool]) -> tuple[list[str], int]:
    """The names of the columns, without empty ones at the end, and how many rows stand above them."""
    first = zip(range(20 + (header_row or 0)), sheet.iter_rows(values_only=True))
    filled = [(number, [_shown(value) for value in row]) for number, row in first if _is_filled(row)]
    if header_row is not None:
        filled = [(number, names) for number, names in filled if number == header_row - 1]
        if not filled:
            raise OptionError(f"--header-row: row {header_row} is empty; name the row with the names of the columns")
    number, names = filled[0]
    if header_row is None and not any(map(is_known, names)):
        below = next(((n, row) for n, row in filled[1:] if sum(map(is_known, row)) > 1), None)
        if below:
            shown = ", ".join(name for name in below[1] if name)[:SHOWN]
            raise Undecided(
                "--header-row", f"{path}: no column is known by the first row", ((str(below[0] + 1), shown),)
            )
    while names and not names[-1].strip():
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise IntakeError(f"{path}: more than {MOST_COLUMNS:,} columns, the most that the format allows")
    return [name.strip() for name in names], number


def _texts(path: str, sheet, formulas, start: int, width: int) -> Iterator[list[str]]:
    """The cells of each row below the header as they show; a formula nobody calculated is named.

    Raises IntakeError for a value beyond the header, for more rows than the format allows, and for a file that breaks.
    """
    try:
        sheet.reset_dimensions()
        rows = sheet.iter_rows(min_row=start + 1)
        if formulas is not None:
            formulas.reset_dimensions()
        written = formulas.iter_rows(min_row=start + 1, values_only=True) if formulas is not None else None
        for number, row in enumerate(rows, start=start + 1):
            if number > MOST_ROWS:
                raise IntakeError(f"{path}: more than {MOST_ROWS:,} rows, the most that the format allows")
            cells = [_shown(cell.value, cell.number_format) if cell.value is not None else "" for cell in row]
            if written is not None:
                cells = [
                    f"{NEVER_CALCULATED} ({text})" if not cell and _is_formula(text) else cell
                    for cell, text in zip(cells, next(written, ()))
                ]
            if any(cell.strip() for cell in cells[width:]):
                raise IntakeError(
                    f"{path}: row {number} holds a value in a column without a name; name it, or remove it"
                )
            yield [*cells[:width], *[""] * (width - len(cells))]
    except IntakeError:
        raise
    except Exception as error:  # whatever the reader raises for a broken workbook is the same to the user
        raise _broken(path, error) from None


def _is_formula(text: object) -> bool:
    return isinstance(text, str) and text.startswith("=")


def _shown(value, number_format: str = "General") -> str:
    """A cell as a person sees it: 15% for 0.15 in a format of percent, "55 lb" where the format adds the unit."""
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, (date, time, str, bool)):
        return str(value)
    if not isinstance(value, (int, float)):
        return str(value)
    of_positive = number_format.partition(";")[0]
    literals = "".join(one or two for one, two in LITERAL.findall(of_positive))
    is_percent = "%" in LITERAL.sub("", of_positive)
    figure = as_typed(round(value * 100, 10)) + "%" if is_percent else as_typed(value)
    return f"{figure} {literals.strip()}".strip()


def as_batches(rows: Iterator[list[str]], names: list[str]) -> Iterator[pa.RecordBatch]:
    """Rows of texts as batches."""
    held: list[list[str]] = []
    for row in rows:
        held.append(row)
        if len(held) == ROWS_AT_ONCE:
            yield _batch(held, names)
            held = []
    if held:
        yield _batch(held, names)


def _batch(rows: list[list[str]], names: list[str]) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pa.array(cells, pa.string()) for cells in zip(*rows)], names)
