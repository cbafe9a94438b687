"""Rows to take away: one sheet as CSV, with what it shows, where it comes from and the state in lines above its header."""

import csv
import io
import re

from ruxcheck.frozen import Frozen

FORMULA = re.compile(r"[=+\-@\t\r\n]")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
AFTER_SEPARATOR = re.compile(r"([,;])(?=[=+\-@])")


class Sheet(Frozen):
    """A table as plain text: its caption, the lines that belong to it (source, footnotes), its header and its rows.

    A cell is text, a number, a day or None for an empty one.
    """

    caption: str
    notes: tuple[str, ...]
    header: tuple[str, ...]
    rows: tuple[tuple, ...]

    def as_csv(self, state: str) -> str:
        """The sheet as CSV: caption, notes and state in lines that begin with "# ", then header and rows."""
        out = io.StringIO()
        out.writelines(_comment(text) for text in (self.caption, *self.notes, state))
        # every text in quotes: readers that skip comments would else cut a cell at a # within it, as in an address
        writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
        writer.writerows([harmless(cell) for cell in row] for row in (self.header, *self.rows))
        return out.getvalue()


def harmless(cell):
    """The cell as a spreadsheet may hold it: a text that it would run as a formula gets an apostrophe in front."""
    if cell is None:
        return ""
    if isinstance(cell, str) and FORMULA.match(cell) and not NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def _comment(text: str) -> str:
    """One line whatever the text holds; a spreadsheet splits it at commas, so no part of it may begin as a formula does."""
    line = AFTER_SEPARATOR.sub(r"\1 ", " ".join(text.split()))
    return f"# {line}\n"
