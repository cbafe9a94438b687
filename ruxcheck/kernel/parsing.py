"""What people type, read as possible values; what cannot be read is refused by its words."""

import re
from datetime import date

from ruxcheck.kernel.possible_values import ANSWERS, Field, Interval, as_written, plain

# The short name of each core field in an option, an address, a column, a box of the form and a case: the only such list.
CORE_INPUTS = {"age": "age_years", "iga": "iga", "bsa": "bsa_percent"}
CORE_FIELDS = tuple(CORE_INPUTS.values())
# the days that may be asked about
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 1, 1)

NUMBER = r"\d+(?:[.,]\d+)?"
RANGE_DASH = re.compile(r"\s*(?:-|–|\bto\b)\s*", re.IGNORECASE)
YEARS = r"(?:y|yr|yrs|years?)"
MONTHS = r"(?:mo?|mos|mths?|months?)"
AGE = re.compile(rf"(?:(?P<years>{NUMBER})\s*{YEARS})?\s*(?:(?P<months>{NUMBER})\s*{MONTHS})?", re.IGNORECASE)
SHORT_AGE = re.compile(
    rf"(?P<figure>{NUMBER})\s*(?:(?P<weeks>w|wks?|weeks?)|(?P<days>d|days?)|(?P<months>{MONTHS}))", re.IGNORECASE
)
BOUND = re.compile(r"(<=|>=|[<>≤≥])\s*(.+)")
MARGIN = re.compile(rf"[~≈]?\s*({NUMBER})\s*%?\s*\(?\s*(?:±|\+/-|\+-)\s*({NUMBER})\s*%?\s*\)?")
ABOUT = ("~", "≈")
# 1,234,567 and 1.234.567 and 1 234 567 and 1,234.5: signs between thousands that can be nothing else
GROUPS = re.compile(
    r"(?<![\d.,])(?:[1-9]\d{0,2}(?:(?:,\d{3}){2,}|(?:,\d{3})+(?=\.\d))"
    r"|[1-9]\d{0,2}(?:(?:\.\d{3}){2,}|(?:\.\d{3})+(?=,\d))"
    r"|[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f'’]\d{3})+)(?!\d)",
    re.ASCII,
)
THOUSANDS = re.compile(r"(?<![\d.,])[1-9]\d{0,2},\d{3}(?![\d.,])", re.ASCII)
NOT_RECORDED = "?"
# what people type has at most four decimals; more are the noise of a program, or nothing that was measured
DECIMALS = 4


class InputError(ValueError):
    """Something typed cannot be used; the message names what was typed and what is allowed."""


def parse_value(field: Field, typed: str) -> Interval:
    """Read what was typed for one field: a figure, a range such as "15-25", a bound such as "<10", yes/no, or "?".

    A decimal comma is read as a point ("7,5" is 7.5); a comma that may stand between thousands is not guessed. The points
    of a scale may be named ("3 moderate"), a margin given ("10±2"). Raises InputError for anything else, for a figure
    outside the field's domain, for a range written high to low, and for an empty text.
    """
    text = typed.strip()
    if text == NOT_RECORDED:
        return field.domain
    if field.kind == "yesno":
        return _yes_or_no(field, typed)
    text = _without_groups(field, text, typed)
    _refuse_false_exactness(field, text, typed)
    special = _scale_point(field, text, typed) or _bound(field, text, typed) or _with_margin(field, text, typed)
    if special:
        return special
    ends = [_one(field, part, typed, last) for part, last in _ends(text)]
    low, high = ends[0].low, ends[-1].high
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


def _without_groups(field: Field, text: str, typed: str) -> str:
    """The same text with no sign between thousands. Raises InputError where a comma may be that or a decimal sign."""
    for figure in THOUSANDS.findall(text):
        if float(figure.replace(",", "")) <= field.high:
            ways = f"{figure.replace(',', '')} or {figure.replace(',', '.')}"
            raise _refused(field, typed, f"which may be {ways}; write it without a comma")
    return GROUPS.sub(lambda found: re.sub(r"\D", "", found[0]), text)


def _refuse_false_exactness(field: Field, text: str, typed: str) -> None:
    for figure in re.findall(NUMBER, text):
        if round(_decimal(figure), DECIMALS) != _decimal(figure):
            raise _refused(field, typed, f"with more than {DECIMALS} decimals")


def _scale_point(field: Field, text: str, typed: str) -> Interval | None:
    """A point of a scale by its name, alone or beside its grade: "moderate", "3 moderate", "3 - moderate", "3=moderate"."""
    if not field.scale:
        return None
    grades = {word.lower(): grade for grade, word in field.scale}
    words = "|".join(sorted(map(re.escape, grades), key=len, reverse=True))
    found = re.fullmatch(rf"(?:(\d+)(?:[.,]0+)?\s*[-–=:.(]?\s*)?({words})\)?", text, re.IGNORECASE)
    if not found:
        return None
    grade = grades[found[2].lower()]
    if found[1] and int(found[1]) != int(grade):
        raise _refused(field, typed, f"and {found[2].lower()} is {grade}, not {found[1]}")
    return Interval(int(grade), int(grade))


def _bound(field: Field, text: str, typed: str) -> Interval | None:
    """Everything on one side of a figure: "<10" is 0 to 10; of whole numbers "<3" is 0 to 2."""
    found = BOUND.fullmatch(text)
    if not found:
        return None
    sign, value = found[1], _one(field, found[2], typed, found[2])
    step = 1 if field.kind == "integer" and len(sign) == 1 and sign in "<>" else 0
    if sign in ("<", "<=", "≤"):
        # under two years is before the second birthday
        high = value.low - (step or (0.0001 if field.is_age and sign == "<" else 0))
        low = field.low
    else:
        low, high = value.high + step, field.high
    if low > high:
        raise _refused(field, typed, "out of range")
    return Interval(plain(low), plain(high))


def _with_margin(field: Field, text: str, typed: str) -> Interval | None:
    """A figure with its margin, within the domain: "10±2" is 8 to 12. Raises InputError for "about" without one."""
    found = MARGIN.fullmatch(text)
    if found is None and text.startswith(ABOUT):
        raise _refused(field, typed, "without a margin; write one, such as 10±2, or a range")
    if found is None or field.kind != "number" or field.is_age:
        return None
    middle, margin = _decimal(found[1]), _decimal(found[2])
    if not field.low <= middle <= field.high:
        raise _refused(field, typed, "out of range")
    return Interval(plain(max(middle - margin, field.low)), plain(min(middle + margin, field.high)))


def _ends(text: str) -> list[tuple[str, str]]:
    """The one or two ends of what was typed, each with the last part, whose unit a bare first end shares."""
    parts = RANGE_DASH.split(text) if text[:1] not in "-–" else [text]
    return [(part, parts[-1]) for part in parts] if len(parts) <= 2 else [(text, text)]


def _one(field: Field, part: str, typed: str, last: str) -> Interval:
    """The possible values of one end: a point, but for an age in weeks or days."""
    named = _scale_point(field, part, typed)
    read = named or (_age(part, last) if field.is_age else _figure(field, part, last))
    if read is None:
        raise _refused(field, typed, "not understood")
    if not field.low <= read.low <= read.high <= field.high:
        raise _refused(field, typed, "out of range" + _unit_meant(field, part))
    if field.kind == "integer" and read.low != int(read.low):
        raise _refused(field, typed, "not a whole number")
    if is_unit_in_doubt(field, read.low) and not _with_unit(field, part)[1] and not _with_unit(field, last)[1]:
        raise _refused(field, typed, unit_in_doubt(field, part))
    return Interval(plain(read.low), plain(read.high))


def is_unit_in_doubt(field: Field, figure: float) -> bool:
    """Whether a figure without a unit is so small that it was more likely meant in another one."""
    return field.unit_needed_below is not None and 0 < figure < field.unit_needed_below


def unit_in_doubt(field: Field, figure: str) -> str:
    """What to write where a count may be in either of two units."""
    other = field.units[0][0]
    return f"very low {field.unit}; if it is {other}, write {figure} {other}, else {figure} {field.unit}"


def _age(part: str, last: str) -> Interval | None:
    bare, short = re.fullmatch(NUMBER, part), SHORT_AGE.fullmatch(part)
    if bare:  # a bare first end shares the unit of the last
        unit = SHORT_AGE.fullmatch(last)
        short = SHORT_AGE.fullmatch(part + last[unit.end("figure") :]) if unit else None
    if short and (short["weeks"] or short["days"]):
        return _days_of_life(_decimal(short["figure"]) * (7 if short["weeks"] else 1), 6 if short["weeks"] else 0)
    if short:
        return _age_point(_decimal(short["figure"]) / 12)
    if bare:
        return _age_point(_decimal(part))
    found = AGE.fullmatch(part) if part else None
    if found is None:
        return None
    years, months = (_decimal(found[name]) if found[name] else 0 for name in ("years", "months"))
    return None if found["years"] and months >= 12 else _age_point(years + months / 12)


def _age_point(years: float) -> Interval:
    return Interval(*[_not_rounded_up(years)] * 2)


def _not_rounded_up(years: float) -> float:
    """Rounded to four decimals, but never from the day before a birthday onto it."""
    rounded = round(years, DECIMALS) if years < 1e6 else years
    return rounded - 0.0001 if years < rounded == int(rounded) else rounded


def _days_of_life(days: float, more: int) -> Interval | None:
    """The ages of somebody who has lived so many days, or up to `more` above: they depend on the leap years in between."""
    if days != int(days) or days > 45_000:
        return None
    return Interval(*(_not_rounded_up(age) for age in ages_after(int(days), int(days) + more)))


def ages_after(first: int, last: int) -> tuple[float, float]:
    """The youngest and the oldest that somebody can be, in years, who has lived `first` to `last` days."""
    return _years_after(first, most_leap_days=True), _years_after(last, most_leap_days=False)


def _years_after(days: int, most_leap_days: bool) -> float:
    def until(years: int) -> int:  # the days up to a birthday
        return 365 * years + (years + 3 if most_leap_days else years) // 4

    years = days // 365
    while until(years) > days:
        years -= 1
    return years + (days - until(years)) / (until(years + 1) - until(years))


def _figure(field: Field, part: str, last: str) -> Interval | None:
    """The figure in the field's unit; a bare first end of a range shares the unit of the last."""
    figure, unit = _with_unit(field, part)
    if figure is None:
        return None
    shared = unit or _with_unit(field, last)[1]
    # "55 lb-60" leaves open what the 60 is
    if unit and part != last and not _with_unit(field, last)[1]:
        return None
    value = figure * (dict(field.units).get(shared, 1))
    return Interval(value, value)


def _with_unit(field: Field, part: str) -> tuple[float | None, str]:
    """A figure and the unit typed after it, empty where none was: "55 lbs" is (55, "lb")."""
    spelt = {spelling: unit for unit in (field.unit, *dict(field.units)) for spelling in _spellings(unit)}
    names = "|".join(sorted(map(re.escape, spelt), key=len, reverse=True))
    found = re.fullmatch(rf"({NUMBER})\s*(?:({names})s?)?", _ascii_unit(part), re.IGNORECASE)
    return (_decimal(found[1]), spelt[found[2].lower()] if found[2] else "") if found else (None, "")


def _spellings(unit: str) -> tuple[str, ...]:
    """How a unit may be typed, in small letters: as it is printed, and with the signs of a keyboard."""
    plain_unit = _ascii_unit(unit).lower()
    return tuple(dict.fromkeys((plain_unit, plain_unit.replace("10^9", "10e9"), plain_unit.replace("per ", "/"))))


def _ascii_unit(text: str) -> str:
    # of a unit alone: 8² is no figure
    return text.replace("m²", "m2").replace("×", "x").replace("10⁹", "10^9").replace("µ", "u").replace("μ", "u")


def _unit_meant(field: Field, part: str) -> str:
    """The unit in which a bare figure out of range would make sense: 1.28 for a height in centimetres is meant in metres."""
    read, unit = _with_unit(field, part)
    meant = [name for name, size in field.units if not unit and field.low <= (read or 0) * size <= field.high]
    words = f" in {field.unit}; if it is in {meant[0]}, write {read:g} {meant[0]}" if meant else ""
    return words.replace(" in per ", " per ")


def _decimal(text: str) -> float:
    """The figure as written, without the noise that programs leave behind the tenth decimal: a sum of regions is 20."""
    return as_written(float(text.replace(",", ".")))


def _yes_or_no(field: Field, typed: str) -> Interval:
    answer = ANSWERS.get(typed.strip().lower())
    if answer is None:
        raise _refused(field, typed, "not understood")
    return answer


def _refused(field: Field, typed: str, why: str) -> InputError:
    words = f"'{' '.join(typed.split())[:40]}'" if typed.strip() else "nothing"
    return InputError(f"{field.label}: {words} was given, {why}; allowed: {allowed(field)}")
