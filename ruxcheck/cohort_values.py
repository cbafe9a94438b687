"""From the columns of a table to possible values: for every field two columns, the lowest and the highest value it could be."""

from typing import Any

import narwhals as nw

from ruxcheck.frozen import Frozen
from ruxcheck.values import Field, Interval

OURS = "_ruxcheck_"
TINY = nw.Int8


class TableError(ValueError):
    """A table cannot be screened; the message names the column, what is wrong with it and what to do."""


class Columns(Frozen):
    """The columns of a table that hold one field: the one with the low end, the one with the high end.

    A plain column holds both ends and has both names alike. None: the table has no column for that end.
    """

    low: str | None
    high: str | None

    @property
    def is_pair(self) -> bool:
        return self.low != self.high


def columns_of(schema: dict, fields: dict[str, Field]) -> dict[str, Columns]:
    """For each field that the table has, by id, its columns: `age_years`, or `age_years_low` and `age_years_high`.

    `schema` is the type of each column by name. One end alone is allowed: the other end is then not recorded.
    Raises TableError where a field comes in both forms and where a column holds no numbers.
    """
    found = {name: _columns(schema, name) for name in fields}
    found = {name: columns for name, columns in found.items() if columns.low or columns.high}
    for column in dict.fromkeys(name for columns in found.values() for name in columns if name):
        if not _is_number(schema[column]):
            raise TableError(
                f"column '{column}' holds {schema[column]}, not numbers; write figures as numbers, yes as 1 and no as 0"
            )
    return found


def _columns(schema: dict, field: str) -> Columns:
    low, high = (name if name in schema else None for name in (f"{field}_low", f"{field}_high"))
    if field not in schema:
        return Columns(low, high)
    if low or high:
        raise TableError(
            f"the table has both '{field}' and '{low or high}'; keep '{field}' alone, or low and high alone"
        )
    return Columns(field, field)


def _is_number(dtype) -> bool:
    """Whether a column can be read: numbers, yes/no, or nothing at all in any row."""
    return dtype.is_numeric() or dtype in (nw.Boolean, nw.Unknown)


def with_values(table, found: dict[str, Columns], fields: dict[str, Field]) -> tuple[Any, dict[str, Interval]]:
    """The table with two more columns for every field found, never null, and the possible values of every field.

    The ends of possible values are names of columns, or numbers for a field that the table does not have. A cell that
    is empty or cannot be used (`usable`) is not recorded: that end of the domain stands for it. A pair with the high
    end below the low one is wholly not recorded.
    """
    schema, ends = table.collect_schema(), {}
    for name, columns in found.items():
        for side, column in columns._asdict().items():
            ends[f"{OURS}{name}_{side}"] = _end(column, schema, fields[name], side)
    table = table.with_columns(**ends) if ends else table
    crossed = [name for name, columns in found.items() if columns.low and columns.high and columns.is_pair]
    table = table.with_columns(**_uncrossed(crossed, fields)) if crossed else table
    return table, {name: _ends(name) if name in found else field.domain for name, field in fields.items()}


def _ends(name: str) -> Interval:
    return Interval(*(f"{OURS}{name}_{side}" for side in Interval._fields))


def _end(column: str | None, schema: dict, field: Field, side: str) -> nw.Expr:
    """One end of the possible values: the figure in the cell where it can be used, else that end of the domain."""
    of_domain = getattr(field, side)
    if column is None:
        return _figure(of_domain, field)
    value = nw.col(column)
    if field.kind == "yesno":
        value, other = value.cast(TINY) if schema[column] == nw.Boolean else value, 1 - of_domain
        return nw.when(value == other).then(_figure(other, field)).otherwise(_figure(of_domain, field))
    # 8 and 8.0 alike, and exact decimals as everywhere else in the tool
    value = value if schema[column] == nw.Float64 else value.cast(nw.Float64)
    return nw.when(usable(value, field)).then(value).otherwise(_figure(of_domain, field))


def usable(value: nw.Expr, field: Field) -> nw.Expr:
    """Whether the figure in a cell can be used: inside the field's domain, and whole where only whole numbers or yes/no count.

    False or null where the cell is empty or NaN.
    """
    inside = (value >= field.low) & (value <= field.high)
    return inside if field.kind == "number" else inside & (value == value.floor())


def _figure(number: float, field: Field) -> nw.Expr:
    return nw.lit(int(number), TINY) if field.kind == "yesno" else nw.lit(float(number))


def _uncrossed(names: list[str], fields: dict[str, Field]) -> dict[str, nw.Expr]:
    """Both ends as they are where they are in order, else the whole domain."""
    columns = {}
    for name in names:
        ends, field = _ends(name), fields[name]
        in_order = nw.col(ends.low) <= nw.col(ends.high)
        for end, of_domain in zip(ends, field.domain):
            columns[end] = nw.when(in_order).then(nw.col(end)).otherwise(_figure(of_domain, field))
    return columns


def answered(value: Interval, field: Field):
    """Whether anything is known of the field, for every patient: a yes/no column, or False where the table has no column."""
    if value == field.domain:
        return False
    # the ends never leave the domain, so an end is either its own or further in
    return (nw.col(value.low) > field.low) | (nw.col(value.high) < field.high)
