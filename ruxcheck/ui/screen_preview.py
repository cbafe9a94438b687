"""How the first cells of a list are read, before anything is screened."""

from datetime import date
from html import escape

from ruxcheck.cells import as_typed
from ruxcheck.intake import BIRTH_YEAR, BORN, LOW, MONTHS, Column, known_as
from ruxcheck.lists.held import Held
from ruxcheck.lists.usable import Reader
from ruxcheck.model import Rules
from ruxcheck.ui.markup import table
from ruxcheck.values import Field, Interval, value_in_words

ROWS = 3
LONGEST = 60
MOST_NAMES = 40
EMPTY = "(empty)"
AGE_READS = {MONTHS: ", in months", BORN: ", from the date of birth", BIRTH_YEAR: ", from the year of birth"}


def preview_table(held: Held, columns: tuple[Column, ...], rules: Rules, measured_on: date) -> str:
    """Each input with its column, how it is read, and its first cells: what stands there, and what is made of it."""
    first = held.first(ROWS)
    heads = ("Column, and what it tells of", *(f"Row {number + 1}" for number in range(first.num_rows)))
    fields = dict.fromkeys(column.field for column in columns)
    rows = []
    for name in fields:
        told = tuple(column for column in columns if column.field == name)
        rows.append(_row(told, rules.fields[name], first, Reader(told, rules.fields, measured_on)))
    return table("How the first rows are read", heads, rows) + _unread(held, columns, rules)


def _row(columns: tuple[Column, ...], field: Field, first, reader: Reader) -> str:
    values, why = reader.values(first)
    ends = zip(*(values.column(f"{field.id}_{end}").to_pylist() for end in Interval._fields))
    typed = zip(*(first.column(column.name).to_pylist() for column in columns))
    cells = [_cell(cell, *told, field) for cell, told in zip(typed, zip(ends, why.to_pylist()))]
    names = " and ".join(_breakable(column.name) for column in columns)
    told = f"{names}<br><small>{escape(field.label)}{_reads(columns, field)}</small>"
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in (told, *cells))}</tr>"


def _reads(columns: tuple[Column, ...], field: Field) -> str:
    """How a column is read: ", in %", ", yes or no", ", from the date of birth", ", low and high end, in %"."""
    if field.kind == "yesno":
        return ", yes or no"
    if (reads := columns[0].reads) in AGE_READS:
        return AGE_READS[reads]
    ends = ", low and high end" if reads == LOW else ""
    unit = "years" if field.is_age else field.unit
    return ends + (f", in {escape(unit)}" if unit else "")


def _cell(typed: tuple, ends: tuple, why: str | None, field: Field) -> str:
    """A cell as it stands in the list, and below it what is made of it where that is not the same."""
    texts = ["" if part is None else as_typed(part).strip() for part in typed]
    text = " and ".join(part or EMPTY for part in texts) if any(texts) else EMPTY
    shown = escape(text[:LONGEST])
    meaning = _meaning(ends, why, field)
    return shown if meaning == text else f"{shown}<br><small>{escape(meaning)}</small>"


def _meaning(ends: tuple, why: str | None, field: Field) -> str:
    if why:
        return f"not usable, taken as not recorded: {why.partition(': ')[2]}"
    value = Interval(*(of_domain if end is None else end for end, of_domain in zip(ends, field.domain)))
    return "not recorded" if value == field.domain else value_in_words(field, value)


def _breakable(name: str) -> str:
    """A name that a phone may break at its joints."""
    return escape(name).replace("_", "_<wbr>")


def _unread(held: Held, columns: tuple[Column, ...], rules: Rules) -> str:
    """The columns that tell of nothing, or of what another column was chosen for."""
    read = {column.name for column in columns}
    names = [name for name in held.columns if name not in read]
    if not names:
        return ""
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    fields = {column.field for column in columns}
    listed = ", ".join(escape(name) + _instead(name, fields, rules) for name in names[:MOST_NAMES])
    return f'<p class="rux"><small>Kept beside the results and not read: {listed}{more}.</small></p>'


def _instead(name: str, fields: set[str], rules: Rules) -> str:
    """ " (Age is read from another column)", where the name of a column that is not read tells of it too."""
    known = known_as(name, rules)
    return (
        f" ({escape(rules.fields[known[0]].label)} is read from another column)" if known and known[0] in fields else ""
    )
