"""One cell of a list, read as possible values; a cell that cannot be read is named and never guessed."""

import calendar
import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal

from ruxcheck.intake.columns import (
    AGE,
    BIRTH_YEAR,
    BORN,
    DAY_FIRST,
    MONTH_FIRST,
    SERIALS,
    SHARE,
    Column,
    unit_named,
    units_of,
)
from ruxcheck.kernel.parsing import THOUSANDS, InputError, ages_after, is_unit_in_doubt, parse_value
from ruxcheck.kernel.possible_values import Field, Interval, as_written

MISSING = {
    *("", "?", "-", ".", "na", "n/a", "n.a.", "nan", "null", "none", "nat", "nd", "unknown", "missing"),
    *("not recorded", "not done", "not available", "-9", "-99", "-999", "-9.0", "-99.0", "-999.0"),
}
WORDS = {"true": "yes", "y": "yes", "1": "yes", "1.0": "yes", "false": "no", "n": "no", "0": "no", "0.0": "no"}
# REDCap's words for a ticked and an unticked box
WORDS |= {"checked": "yes", "unchecked": "no"}
LONGEST = 40
EXACT = re.compile(r"-?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
TIME = r"(?:[ T]\d{2}:\d{2}.*)?"
YEAR = re.compile(r"([1-9]\d{3})(?:\.0)?", re.ASCII)
UNKNOWN_PART = r"(?:UN|UNK|--?|XX)"
ISO_DAY = re.compile(rf"(\d{{4}})-(\d{{2}})(?:-(?:(\d{{2}}){TIME}|{UNKNOWN_PART}))?", re.ASCII | re.IGNORECASE)
ISO_YEAR = re.compile(rf"(\d{{4}})(?:-{UNKNOWN_PART}){{1,2}}", re.ASCII | re.IGNORECASE)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?", re.ASCII)
NAMED_MONTH = re.compile(r"(\d{1,2})[- ./]?([A-Za-z]{3})[a-z]*[- .,/]*(\d{4})" + TIME, re.ASCII)
NUMBERED = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})" + TIME, re.ASCII)
SERIAL = re.compile(r"(\d{1,6})(?:\.\d+)?", re.ASCII)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NEVER_CALCULATED = "a formula that was never calculated"
DATES = "YYYY-MM-DD, 26 Nov 2014, 26/11/2014 or a year"


class NotUsable(ValueError):
    """A cell that cannot be read; its words say what stands there and what is allowed."""


def read_cell(text: str, column: Column, field: Field, measured_on: date, unit: str = "") -> Interval | None:
    """The possible values of a cell; None where nothing is recorded.

    `unit` is the cell beside it, of the column that holds the units. A birth year or a month of birth alone gives a range
    of ages, a date of birth the exact age on `measured_on`. Raises NotUsable for everything else that cannot be read, for
    a unit that is not known, and for what lies outside the field's domain.
    """
    plain = visible(text)
    if plain.lower() in MISSING or (column.missing and _is_code(plain, column.missing)):
        return None
    if plain.startswith(NEVER_CALCULATED):
        raise NotUsable(f"{NEVER_CALCULATED}; open the file in a spreadsheet and save it")
    try:
        value = _read(plain, column, field, measured_on, _unit(unit, column, field) or column.unit)
    except InputError as error:
        raise NotUsable(_short(error)) from None
    return None if value == field.domain else value


def _is_code(text: str, codes: tuple[str, ...]) -> bool:
    """Whether a cell holds a code for not recorded, as a whole number or with zeros behind a point."""
    return text in codes or (bool(EXACT.fullmatch(text)) and as_typed(float(text.replace(",", "."))) in codes)


def visible(text: str) -> str:
    """A cell without the signs that nobody sees, one blank between its words. Raises NotUsable for other control signs."""
    shown = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    plain = " ".join(shown.split())
    hidden = next((sign for sign in plain if unicodedata.category(sign) in ("Cc", "Co", "Cn")), None)
    if hidden:
        name = unicodedata.name(hidden, f"U+{ord(hidden):04X}")
        raise NotUsable(f"'{plain[:LONGEST].replace(hidden, '�')}' holds the invisible sign {name}; not understood")
    return plain


def as_typed(cell) -> str:
    """A cell of any type as it would be typed: 8 for 8.0, yes for true."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "replace")
    figure = float(cell) if isinstance(cell, Decimal) else cell
    return str(int(figure)) if isinstance(figure, float) and figure.is_integer() else str(figure)


def _unit(text: str, column: Column, field: Field) -> str:
    """The unit that stands beside a cell; nothing where none is recorded. Raises NotUsable for one that is not known."""
    if not column.unit_column or " ".join(text.split()).lower() in MISSING:
        return ""
    unit = unit_named(text)
    known = units_of(field)
    if unit not in known:
        raise NotUsable(f"its unit '{text[:LONGEST]}' is not known for {field.label}; allowed: {', '.join(known)}")
    return unit


def _read(text: str, column: Column, field: Field, measured_on: date, unit: str) -> Interval:
    if column.reads == BIRTH_YEAR or (column.reads == BORN and YEAR.fullmatch(text)):
        year = _year(text)
        return _age_of(date(year, 1, 1), date(year, 12, 31), measured_on, text)
    if column.reads == BORN:
        return _age_of(*_born(text, column.unit), measured_on, text)
    if field.kind == "yesno":
        return parse_value(field, WORDS.get(text.lower(), text))
    if column.field == AGE and is_day(text):
        raise NotUsable(f"'{text[:LONGEST]}' was given, which is a day; a date of birth is named with --map dob=")
    exact = _exact(text, field, unit)
    return exact or parse_value(field, f"{text} {unit}" if unit not in ("", SHARE) and text[-1].isdigit() else text)


def is_day(text: str) -> bool:
    """Whether a text can only be a day."""
    return bool(
        NUMBERED.fullmatch(text) or NAMED_MONTH.fullmatch(text) or re.fullmatch(rf"\d{{4}}-\d\d-\d\d{TIME}", text)
    )


def _exact(text: str, field: Field, unit: str) -> Interval | None:
    """A plain figure in the domain, with all the digits that programs write and nobody types; None for everything else."""
    if not EXACT.fullmatch(text) or THOUSANDS.fullmatch(text):
        return None
    written = as_written(float(text.replace(",", ".")))
    if unit in ("weeks", "days"):
        return _age_after(written, unit, field, text)
    figure = written / 12 if unit == "months" else written * (dict(field.units) | {SHARE: 100}).get(unit, 1)
    figure = as_written(figure) if unit == SHARE else figure
    inside = field.low <= figure <= field.high
    if not inside and (unit == SHARE or not field.units):  # with other units there is more to say
        raise NotUsable(f"'{text[:LONGEST]}' was given, out of range")
    if not inside or (not unit and is_unit_in_doubt(field, figure)):
        return None
    return Interval(figure, figure) if field.kind == "number" or figure.is_integer() else None


def _age_after(figure: float, unit: str, field: Field, text: str) -> Interval:
    """The ages after so many completed weeks, or days, of life."""
    first = int(figure * 7) if unit == "weeks" else int(figure)
    ages = Interval(*ages_after(first, first + 6 if unit == "weeks" and figure.is_integer() else first))
    if figure < 0 or ages.high > field.high:
        raise NotUsable(f"'{text[:LONGEST]}' was given, out of range")
    return ages


# Dates of birth, in every form whose order is certain.


def _born(text: str, order: str) -> tuple[date, date]:
    """The first and the last day on which somebody may have been born. Raises NotUsable."""
    try:
        days = _days(text, order)
    except ValueError as error:
        if isinstance(error, NotUsable):
            raise
        days = None
    if days is None:
        raise NotUsable(f"'{text[:LONGEST]}' is no date of birth; allowed: {DATES}")
    return days


def _days(text: str, order: str) -> tuple[date, date] | None:
    """The days that a text may mean; None for no day, ValueError for one that is not in the calendar."""
    if order in SERIALS:
        found = SERIAL.fullmatch(text)
        if found:
            return (date(*SERIALS[order]) + timedelta(days=int(found[1])),) * 2
    if re.search(r"T?\d{2}:\d{2}", text) and _is_instant(text):
        raise NotUsable(f"'{text[:LONGEST]}' is a moment in another time zone, not a day; allowed: {DATES}")
    if found := ISO_DAY.fullmatch(text):
        return _month_or_day(int(found[1]), int(found[2]), int(found[3]) if found[3] else None)
    if found := ISO_YEAR.fullmatch(text):
        return date(int(found[1]), 1, 1), date(int(found[1]), 12, 31)
    if found := COMPACT.fullmatch(text):
        return _month_or_day(*(int(part) for part in found.groups()))
    if (found := NAMED_MONTH.fullmatch(text)) and found[2].lower() in MONTHS:
        return _month_or_day(int(found[3]), MONTHS.index(found[2].lower()) + 1, int(found[1]))
    if found := NUMBERED.fullmatch(text):
        return _numbered(text, int(found[1]), int(found[3]), int(found[4]), order)
    return None


def _is_instant(text: str) -> bool:
    """Whether a text names a moment by a time zone: midnight in one is the day before in another."""
    return bool(re.search(r"\d{2}:\d{2}.*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})$", text, re.IGNORECASE))


def _month_or_day(year: int, month: int, day: int | None) -> tuple[date, date]:
    if day:
        return (date(year, month, day),) * 2
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def order_of(text: str) -> str | None:
    """The order of day and month that a date with figures alone proves: "dmy", "mdy", "" for either, None for no such date."""
    found = NUMBERED.fullmatch(" ".join(text.split()))
    if not found:
        return None
    one, other = int(found[1]), int(found[3])
    if one == other or (one > 12 and other > 12):
        return None
    return DAY_FIRST if one > 12 else MONTH_FIRST if other > 12 else ""


def _numbered(text: str, one: int, other: int, year: int, order: str) -> tuple[date, date]:
    """A date such as 26/11/2014: as its figures prove, else in the order of its column. Raises NotUsable without either."""
    proven = order_of(text) or (order if order in (DAY_FIRST, MONTH_FIRST) else "")
    if not proven and one != other and min(one, other) <= 12:
        raise NotUsable(
            f"'{text[:LONGEST]}' may be day/month or month/day; allowed: YYYY-MM-DD, or name the order with --map dob_dmy= or --map dob_mdy="
        )
    day, month = (other, one) if proven == MONTH_FIRST else (one, other)
    return (date(year, month, day),) * 2


def _year(text: str) -> int:
    found = YEAR.fullmatch(text)
    if not found:
        raise NotUsable(f"'{text[:LONGEST]}' is no birth year; allowed: four digits")
    return int(found[1])


def _age_of(earliest: date, latest: date, measured_on: date, text: str) -> Interval:
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
