"""One cell of a list, read as possible values; a cell that cannot be read is named and never guessed."""

import re
from datetime import date
from decimal import Decimal

from ruxcheck.intake import BIRTH_YEAR, BORN, MONTHS, Column
from ruxcheck.parsing import InputError, parse_value
from ruxcheck.values import Field, Interval

MISSING = {"", "?", "-", ".", "na", "n/a", "nan", "null", "none", "nat", "unknown", "not recorded", "missing"}
WORDS = {"true": "yes", "y": "yes", "1": "yes", "1.0": "yes", "false": "no", "n": "no", "0": "no", "0.0": "no"}
LONGEST = 40
EXACT = re.compile(r"-?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3},\d{3}(?![\d.,])", re.ASCII)
DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]\d{2}:\d{2}.*)?", re.ASCII)
YEAR = re.compile(r"([1-9]\d{3})(?:\.0)?", re.ASCII)


class NotUsable(ValueError):
    """A cell that cannot be read; its words say what stands there and what is allowed."""


def read_cell(text: str, column: Column, field: Field, measured_on: date) -> Interval | None:
    """The possible values of a cell; None where nothing is recorded.

    A birth year alone gives a range of ages, a date of birth the exact age on `measured_on`. Raises NotUsable for
    everything else that cannot be read, or lies outside the field's domain.
    """
    plain = " ".join(text.split())
    if plain.lower() in MISSING:
        return None
    try:
        value = _read(plain, column, field, measured_on)
    except InputError as error:
        raise NotUsable(_short(error)) from None
    return None if value == field.domain else value


def as_typed(cell) -> str:
    """A cell of any type as it would be typed: 8 for 8.0, yes for true."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "replace")
    figure = float(cell) if isinstance(cell, Decimal) else cell
    return str(int(figure)) if isinstance(figure, float) and figure.is_integer() else str(figure)


def _read(text: str, column: Column, field: Field, measured_on: date) -> Interval:
    if column.reads == BIRTH_YEAR or (column.reads == BORN and YEAR.fullmatch(text)):
        year = _year(text)
        return _age_of(date(year, 12, 31), date(year, 1, 1), measured_on, text)
    if column.reads == BORN:
        return _age_of(_born(text), _born(text), measured_on, text)
    if field.kind == "yesno":
        return parse_value(field, WORDS.get(text.lower(), text))
    _refuse_thousands(text, field)
    is_months = column.reads == MONTHS
    exact = _exact(text, field, 12 if is_months else 1)
    return exact or parse_value(field, f"{text} months" if is_months and text[-1].isdigit() else text)


def _refuse_thousands(text: str, field: Field) -> None:
    """A comma between three digits is a decimal sign, unless without it the figure is possible too: then it is not guessed."""
    for figure in THOUSANDS.findall(text):
        if float(figure.replace(",", "")) <= field.high:
            ways = f"{figure.replace(',', '')} or {figure.replace(',', '.')}"
            raise NotUsable(f"'{text[:LONGEST]}' was given, which may be {ways}; allowed: no comma")


def _exact(text: str, field: Field, parts: int) -> Interval | None:
    """A plain figure in the domain, with all the digits that programs write and nobody types; None for everything else."""
    if not EXACT.fullmatch(text):
        return None
    figure = float(text.replace(",", ".")) / parts
    inside = field.low <= figure <= field.high
    if not inside and not field.units:  # with other units there is more to say
        raise NotUsable(f"'{text[:LONGEST]}' was given, out of range")
    return Interval(figure, figure) if inside and (field.kind == "number" or figure.is_integer()) else None


def _born(text: str) -> date:
    found = DAY.fullmatch(text)
    try:
        return date.fromisoformat(found[1] if found else "")
    except ValueError:
        raise NotUsable(f"'{text[:LONGEST]}' is no date of birth; allowed: YYYY-MM-DD or a year") from None


def _year(text: str) -> int:
    found = YEAR.fullmatch(text)
    if not found:
        raise NotUsable(f"'{text[:LONGEST]}' is no birth year; allowed: four digits")
    return int(found[1])


def _age_of(latest: date, earliest: date, measured_on: date, text: str) -> Interval:
    """The ages of somebody born between two days, on the day of measuring."""
    if earliest > measured_on:
        raise NotUsable(f"'{text[:LONGEST]}' lies after {measured_on}; allowed: born on or before it")
    ages = Interval(age_in_years(min(latest, measured_on), measured_on), age_in_years(earliest, measured_on))
    if ages.high > 120:
        raise NotUsable(f"'{text[:LONGEST]}' gives an age of {ages.high:.0f} years; allowed: 0 to 120")
    return ages


def age_in_years(born: date, on: date) -> float:
    """Completed years, and the part of the running year of life: 8.0 on the eighth birthday, below 8 on the day before.

    Somebody born on 29 February has the birthday on 1 March in other years.
    """
    years = on.year - born.year
    if _birthday(born, on.year) > on:
        years -= 1
    last, following = _birthday(born, born.year + years), _birthday(born, born.year + years + 1)
    return years + (on - last).days / (following - last).days


def _birthday(born: date, year: int) -> date:
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def _short(error: InputError) -> str:
    """The reason without the field's name, which the column already says, and without what is allowed."""
    return str(error).partition(": ")[2].rpartition("; allowed: ")[0]
