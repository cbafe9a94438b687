"""A table as CSV: what it shows, where it comes from and the state of the tool in lines above its header."""

import csv
import io
import re
from datetime import date

from ruxcheck import __version__
from ruxcheck.kernel.check import Query
from ruxcheck.kernel.frozen import Frozen
from ruxcheck.kernel.possible_values import Field, Interval, value_in_words
from ruxcheck.kernel.records import Rules

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


# The state in which something was shown: what every file that leaves the tool carries, so that it can be made again.

INTENDED_USE = (
    "For health professionals and education. Shows what labels and trials say about the figures entered; it gives no "
    "advice, and the clinician decides."
)
NOTHING = "nothing"


class State(Frozen):
    """The day asked about, the fingerprint of the rules, the tool's version, and what was entered about a patient.

    `inputs` are words ("Age 8 y, IGA 3, %BSA 12%"); empty where what is shown does not depend on a patient.
    """

    on: date
    rules: str
    version: str
    inputs: str = ""

    @property
    def words(self) -> str:
        """ "As of 2026-11-22; RuxCheck 0.1.0, rules 1a2b3c4d5e6f; entered: Age 8 y, IGA 3, %BSA 12%"."""
        entered = f"; entered: {self.inputs}" if self.inputs else ""
        return f"As of {self.on}; RuxCheck {self.version}, rules {self.rules[:12]}{entered}"


def state_on(rules: Rules, on: date) -> State:
    """The state of what does not depend on a patient."""
    return State(on, rules.sha256, __version__)


def state_of(rules: Rules, asked: Query) -> State:
    """The state of an answer about one patient; the labels asked are named where they are not simply all with a record."""
    told = [_entered(rules.fields[name], value) for name, value in asked.profile.items()]
    inputs = ", ".join(told) or NOTHING
    if set(asked.jurisdictions) != {record.jurisdiction for record in rules.labels}:
        inputs += f"; labels asked: {', '.join(rules.jurisdictions[name].name for name in asked.jurisdictions)}"
    return state_on(rules, asked.on)._replace(inputs=inputs)


def _entered(field: Field, value: Interval) -> str:
    """ "Age 8 y"; the answer to a question after a colon, because the question may hold commas."""
    return f"{field.label}{':' if field.kind == 'yesno' else ''} {value_in_words(field, value)}"
