"""What people type, read as possible values; what cannot be read is refused by its words."""

import re
from datetime import date

from ruxcheck.kernel.possible_values import ANSWERS, Field, Interval, plain

# The short name of each core field in an option, an address, a column, a box of the form and a case: the only such list.
CORE_INPUTS = {"age": "age_years", "iga": "iga", "bsa": "bsa_percent"}
CORE_FIELDS = tuple(CORE_INPUTS.values())
# the days that may be asked about
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 1, 1)

NUMBER = r"\d+(?:[.,]\d{1,4})?"
RANGE_DASH = re.compile(r"\s*(?:-|–|\bto\b)\s*", re.IGNORECASE)
YEARS = r"(?:y|yr|yrs|years?)"
MONTHS = r"(?:mo?|mos|mths?|months?)"
AGE = re.compile(rf"(?:(?P<years>{NUMBER})\s*{YEARS})?\s*(?:(?P<months>{NUMBER})\s*{MONTHS})?", re.IGNORECASE)
NOT_RECORDED = "?"


class InputError(ValueError):
    """Something typed cannot be used; the message names what was typed and what is allowed."""


def parse_value(field: Field, typed: str) -> Interval:
    """Read what was typed for one field: a figure, a range such as "15-25", yes/no, or "?" for not recorded.

    A decimal comma is read as a point ("7,5" is 7.5). Raises InputError for anything else, for a figure outside
    the field's domain, for a range written high to low, and for an empty text.
    """
    text = typed.strip()
    if text == NOT_RECORDED:
        return field.domain
    if field.kind == "yesno":
        return _yes_or_no(field, typed)
    ends = [_one(field, part, typed, last) for part, last in _ends(text)]
    low, high = ends[0], ends[-1]
    if low > high:
        raise _refused(field, typed, "the lower end comes first")
    return Interval(low, high)


def allowed(field: Field) -> str:
    """What may be typed for this field, in one phrase."""
    domain = f"{plain(field.low)} to {plain(field.high)}" + (
        f" {field.unit}" if field.unit not in ("", "%") else field.unit
    )
    if field.is_age:
        return "8, 8.5, 11y11m, 18 months, a range such as 8-9, or ? for not recorded; 0 to 120 years"
    if field.kind == "yesno":
        return "yes, no or ?"
    if field.examples:
        return f"{field.examples}, or ? for not recorded; {domain}"
    if field.kind == "integer":
        return f"a whole number, a range such as {field.low + 2:g}-{field.low + 3:g}, or ? for not recorded; {domain}"
    return f"12, 12.5, a range such as 15-25, or ? for not recorded; {domain}"


def _ends(text: str) -> list[tuple[str, str]]:
    """The one or two ends of what was typed, each with the last part, whose unit a bare first end shares."""
    parts = RANGE_DASH.split(text) if text[:1] not in "-–" else [text]
    return [(part, parts[-1]) for part in parts] if len(parts) <= 2 else [(text, text)]


def _one(field: Field, part: str, typed: str, last: str) -> float:
    read = _age(part, last) if field.is_age else _figure(field, part, last)
    if read is None:
        raise _refused(field, typed, "not understood")
    if not field.low <= read <= field.high:
        raise _refused(field, typed, "out of range" + _unit_meant(field, part))
    if field.kind == "integer" and read != int(read):
        raise _refused(field, typed, "not a whole number")
    return plain(read)


def _age(part: str, last: str) -> float | None:
    if re.fullmatch(NUMBER, part):
        return _not_rounded_up(_decimal(part) / (12 if _is_months(last) else 1))
    found = AGE.fullmatch(part) if part else None
    if found is None:
        return None
    years, months = (_decimal(found[name]) if found[name] else 0 for name in ("years", "months"))
    return None if found["years"] and months >= 12 else _not_rounded_up(years + months / 12)


def _not_rounded_up(years: float) -> float:
    """Rounded to four decimals, but never from the day before a birthday onto it."""
    rounded = round(years, 4) if years < 1e6 else years
    return rounded - 0.0001 if years < rounded == int(rounded) else rounded


def _is_months(text: str) -> bool:
    """Whether what was typed, or the end of the range it belongs to, is given in months alone."""
    found = AGE.fullmatch(text)
    return bool(found and found["months"] and not found["years"])


def _figure(field: Field, part: str, last: str) -> float | None:
    """The figure in the field's unit; a bare first end of a range shares the unit of the last."""
    figure, unit = _with_unit(field, part)
    if figure is None:
        return None
    shared = unit or _with_unit(field, last)[1]
    # "55 lb-60" leaves open what the 60 is
    if unit and part != last and not _with_unit(field, last)[1]:
        return None
    return figure * (dict(field.units).get(shared, 1))


def _with_unit(field: Field, part: str) -> tuple[float | None, str]:
    """A figure and the unit typed after it, empty where none was: "55 lbs" is (55, "lb")."""
    names = "|".join(re.escape(_plain_squares(unit)) for unit in (field.unit, *dict(field.units)))
    found = re.fullmatch(rf"({NUMBER})\s*(?:({names})s?)?", _plain_squares(part), re.IGNORECASE)
    return (_decimal(found[1]), (found[2] or "").lower()) if found else (None, "")


def _plain_squares(text: str) -> str:
    return text.replace("m²", "m2")  # of a unit alone: 8² is no figure


def _unit_meant(field: Field, part: str) -> str:
    """The unit in which a bare figure out of range would make sense: 1.28 for a height in centimetres is meant in metres."""
    read, unit = _with_unit(field, part)
    meant = [name for name, size in field.units if not unit and field.low <= (read or 0) * size <= field.high]
    return f" in {field.unit}; if it is in {meant[0]}, write {read:g} {meant[0]}" if meant else ""


def _decimal(text: str) -> float:
    return float(text.replace(",", "."))


def _yes_or_no(field: Field, typed: str) -> Interval:
    answer = ANSWERS.get(typed.strip().lower())
    if answer is None:
        raise _refused(field, typed, "not understood")
    return answer


def _refused(field: Field, typed: str, why: str) -> InputError:
    words = f"'{' '.join(typed.split())[:40]}'" if typed.strip() else "nothing"
    return InputError(f"{field.label}: {words} was given, {why}; allowed: {allowed(field)}")
