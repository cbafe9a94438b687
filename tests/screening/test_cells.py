"""One cell of a list: what it could mean, and every cell that cannot be read, with its reason."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from ruxcheck.kernel.possible_values import Interval
from ruxcheck.screening.columns import (
    BIRTH_YEAR,
    BORN,
    HIGH,
    LONGEST,
    LOW,
    MISSING,
    MONTHS,
    VALUE,
    WORDS,
    Column,
    NotUsable,
    age_in_years,
    as_typed,
    read_cell,
)
from ruxcheck.store.reading import load

FIELDS = load().fields
DAY = date(2026, 11, 22)


def read(text: str, field: str = "age_years", reads: str = VALUE, on: date = DAY):
    """The lowest and the highest value of a cell; None where nothing is recorded."""
    value = read_cell(text, Column("column", field, reads), FIELDS[field], on)
    return None if value is None else tuple(value)


def reason(text: str, field: str = "age_years", reads: str = VALUE, on: date = DAY) -> str:
    with pytest.raises(NotUsable) as refused:
        read(text, field, reads, on)
    return str(refused.value)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("text", ["", " ", "?", "NA", "NaN", "n/a", "Null", "not  recorded", "-", "\t"])
def test_nothing_is_recorded_in_any_column(field, text):
    assert read(text, field) is None


@pytest.mark.parametrize("reads", [VALUE, LOW, HIGH, MONTHS, BORN, BIRTH_YEAR])
@pytest.mark.parametrize("text", sorted(MISSING))
def test_nothing_is_recorded_however_a_column_is_read(text, reads):
    assert read(text.upper(), reads=reads) is None


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("8", "age_years", (8, 8)),
        ("08", "age_years", (8, 8)),
        (" 8 ", "age_years", (8, 8)),
        ("8.0", "age_years", (8, 8)),
        ("8.5", "age_years", (8.5, 8.5)),
        ("8,5", "age_years", (8.5, 8.5)),
        ("18 months", "age_years", (1.5, 1.5)),
        ("18  months", "age_years", (1.5, 1.5)),
        ("18m", "age_years", (1.5, 1.5)),
        ("11y11m", "age_years", (11.9167, 11.9167)),
        ("8-9", "age_years", (8, 9)),
        ("8 to 9", "age_years", (8, 9)),
        ("0", "age_years", (0, 0)),
        ("120", "age_years", (120, 120)),
        ("11.99999", "age_years", (11.99999, 11.99999)),
        ("11,9999999999", "age_years", (11.9999999999, 11.9999999999)),
        ("8.21355236139630", "age_years", (8.2135523613963, 8.2135523613963)),
        ("0-120", "age_years", None),
        ("3", "iga", (3, 3)),
        ("3.0", "iga", (3, 3)),
        ("3.00000", "iga", (3, 3)),
        ("٣", "iga", (3, 3)),
        ("2-3", "iga", (2, 3)),
        ("0-4", "iga", None),
        ("12", "bsa_percent", (12, 12)),
        ("12%", "bsa_percent", (12, 12)),
        ("12 %", "bsa_percent", (12, 12)),
        ("7,5", "bsa_percent", (7.5, 7.5)),
        ("7,125", "bsa_percent", (7.125, 7.125)),
        ("15-25", "bsa_percent", (15, 25)),
        ("15–25", "bsa_percent", (15, 25)),
        ("1e-05", "bsa_percent", (0.00001, 0.00001)),
        ("1.2E+01", "bsa_percent", (12, 12)),
        ("100", "bsa_percent", (100, 100)),
        ("100.0000000", "bsa_percent", (100, 100)),
        ("55 lb", "weight_kg", (55 * 0.45359237,) * 2),
        ("55 lbs", "weight_kg", (55 * 0.45359237,) * 2),
        ("25 kg", "weight_kg", (25, 25)),
        ("24-26", "weight_kg", (24, 26)),
        ("1", "weight_kg", (1, 1)),
        ("400", "weight_kg", (400, 400)),
        ("1.28 m", "height_cm", (128, 128)),
        ("1,28 m", "height_cm", (128, 128)),
        ("50 in", "height_cm", (127, 127)),
        ("250000", "platelets_per_ul", (250_000, 250_000)),
        ("2.5E+05", "platelets_per_ul", (250_000, 250_000)),
        ("6,500", "leukocytes_10e9_l", (6.5, 6.5)),
    ],
)
def test_a_figure_is_its_possible_values(text, field, value):
    found = read(text, field)
    assert found == value if value is None else found == pytest.approx(value, rel=1e-4, abs=0)


@pytest.mark.parametrize("figure", ["11.99999", "8.21355236139630", "11.9999999999", "0.1234567890123456"])
def test_a_long_figure_is_not_rounded(figure):
    assert read(figure) == (float(figure), float(figure))


ANSWERS = {"yes": 1, "y": 1, "true": 1, "1": 1, "1.0": 1, "no": 0, "n": 0, "false": 0, "0": 0, "0.0": 0}


@pytest.mark.parametrize("text", ANSWERS)
def test_a_fact_is_yes_or_no_in_any_case(text):
    for written in (text, text.upper(), text.title()):
        assert read(written, "pregnant") == (ANSWERS[text], ANSWERS[text])


def test_every_word_for_yes_and_no_is_tested():
    assert {*ANSWERS} == {*WORDS, "yes", "no"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("18", (1.5, 1.5)),
        ("18.0", (1.5, 1.5)),
        ("0", (0, 0)),
        ("24", (2, 2)),
        ("143", (11.9166, 11.9167)),
        ("18-24", (1.5, 2)),
        ("18 months", (1.5, 1.5)),
        ("2 years", (2, 2)),
        ("1440", (120, 120)),
    ],
)
def test_an_age_in_months_is_told_in_years(text, value):
    low, high = read(text, reads=MONTHS)
    assert value[0] <= low <= high <= value[1]


@pytest.mark.parametrize(("text", "below"), [("23.99999", 2), ("143.9999999", 12), ("23.9999999999", 2)])
def test_a_birthday_is_not_reached_by_rounding_months(text, below):
    assert read(text, reads=MONTHS)[1] < below


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        pytest.param("2018-11-22", date(2026, 11, 22), 8, id="on the 8th birthday"),
        pytest.param("2018-11-23", date(2026, 11, 22), 7 + 364 / 365, id="the day before it"),
        pytest.param("2018-11-21", date(2026, 11, 22), 8 + 1 / 365, id="the day after it"),
        pytest.param("2024-11-22", date(2026, 11, 22), 2, id="on the 2nd birthday"),
        pytest.param("2024-11-23", date(2026, 11, 22), 1 + 364 / 365, id="the day before the 2nd"),
        pytest.param("2014-11-22", date(2026, 11, 22), 12, id="on the 12th birthday"),
        pytest.param("2014-11-23", date(2026, 11, 22), 11 + 364 / 365, id="the day before the 12th"),
        pytest.param("2026-11-22", date(2026, 11, 22), 0, id="on the day of birth"),
        pytest.param("1906-11-22", date(2026, 11, 22), 120, id="on the 120th birthday"),
        pytest.param("2024-02-29", date(2026, 2, 28), 1 + 364 / 365, id="leap day: 28 February is the day before"),
        pytest.param("2024-02-29", date(2026, 3, 1), 2, id="leap day: the 2nd birthday is 1 March"),
        pytest.param("2024-02-29", date(2028, 2, 28), 3 + 364 / 365, id="leap day: the day before in a leap year"),
        pytest.param("2024-02-29", date(2028, 2, 29), 4, id="leap day: the 4th birthday"),
        pytest.param("2012-02-29", date(2024, 2, 29), 12, id="leap day: the 12th birthday"),
        pytest.param("2023-03-01", date(2024, 2, 29), 365 / 366, id="29 February is the day before 1 March"),
        pytest.param("2018-12-31", date(2026, 1, 1), 7 + 1 / 365, id="over the new year"),
        pytest.param("2018-11-22 00:00:00", date(2026, 11, 22), 8, id="with midnight"),
        pytest.param("2018-11-22T13:45:00Z", date(2026, 11, 22), 8, id="with a time"),
        pytest.param("2018-11-22 00:00:00.000000", date(2026, 11, 22), 8, id="with parts of a second"),
    ],
)
def test_a_date_of_birth_gives_the_exact_age(born, on, age):
    assert read(born, reads=BORN, on=on) == (age, age)


@pytest.mark.parametrize("birthday", [2, 12, 18])
@pytest.mark.parametrize("born", [date(2000, 2, 28), date(2000, 2, 29), date(2000, 3, 1), date(1999, 12, 31)])
def test_a_birthday_is_a_whole_number_and_no_day_before_reaches_it(born, birthday):
    first = next(day for day in _days(born.year + birthday) if age_in_years(born, day) >= birthday)
    assert age_in_years(born, first) == birthday
    has_day = born.day != 29 or first.year % 4 == 0
    assert (first.month, first.day) == ((born.month, born.day) if has_day else (3, 1))


def _days(year: int) -> list[date]:
    return [date.fromordinal(day) for day in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())]


@pytest.mark.parametrize(
    ("year", "on", "low", "high"),
    [
        pytest.param("2018", date(2026, 11, 22), 7, 9, id="either side of a birthday"),
        pytest.param("2018.0", date(2026, 11, 22), 7, 9, id="as a spreadsheet keeps it"),
        pytest.param("2018", date(2026, 12, 31), 8, 9, id="the last day of a year: everybody had it"),
        pytest.param("2018", date(2026, 1, 1), 7, 8, id="the first day of a year"),
        pytest.param("2026", date(2026, 11, 22), 0, 1, id="born this year"),
        pytest.param("2024", date(2026, 11, 22), 1, 3, id="around the 2nd birthday"),
    ],
)
def test_a_birth_year_alone_gives_a_range(year, on, low, high):
    ages = read(year, reads=BIRTH_YEAR, on=on)
    assert low <= ages[0] < ages[1] <= high
    assert ages == (age_in_years(min(date(int(year[:4]), 12, 31), on), on), age_in_years(date(int(year[:4]), 1, 1), on))


def test_a_year_among_dates_of_birth_gives_a_range():
    assert read("2018", reads=BORN) == read("2018", reads=BIRTH_YEAR)


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        ("adult", "age_years", "'adult' was given, not understood"),
        ("about 30", "age_years", "'about 30' was given, not understood"),
        ("-1", "age_years", "'-1' was given, out of range"),
        ("-0.00001", "age_years", "out of range"),
        ("120.1", "age_years", "'120.1' was given, out of range"),
        ("200", "age_years", "'200' was given, out of range"),
        ("9-8", "age_years", "'9-8' was given, the lower end comes first"),
        ("11y12m", "age_years", "'11y12m' was given, not understood"),
        ("inf", "age_years", "'inf' was given, not understood"),
        ("1e400", "age_years", "'1e400' was given, out of range"),
        ("=8", "age_years", "'=8' was given, not understood"),
        ("8 9", "age_years", "'8 9' was given, not understood"),
        ("5", "iga", "'5' was given, out of range"),
        ("-1", "iga", "'-1' was given, out of range"),
        ("4.00001", "iga", "'4.00001' was given, out of range"),
        ("2.5", "iga", "'2.5' was given, not a whole number"),
        ("moderate", "iga", "'moderate' was given, not understood"),
        ("100.1", "bsa_percent", "'100.1' was given, out of range"),
        ("100.00001", "bsa_percent", "'100.00001' was given, out of range"),
        ("-1-5", "bsa_percent", "'-1-5' was given, not understood"),
        ("<10", "bsa_percent", "'<10' was given, not understood"),
        ("0.99", "weight_kg", "'0.99' was given, out of range"),
        ("400.1", "weight_kg", "'400.1' was given, out of range"),
        ("55 lb-60", "weight_kg", "'55 lb-60' was given, not understood"),
        ("55 stone", "weight_kg", "'55 stone' was given, not understood"),
        ("1.28", "height_cm", "'1.28' was given, out of range in cm; if it is in m, write 1.28 m"),
        ("maybe", "pregnant", "'maybe' was given, not understood"),
        ("2", "pregnant", "'2' was given, not understood"),
        ("yes/no", "pregnant", "'yes/no' was given, not understood"),
        ("250,000", "platelets_per_ul", "'250,000' was given, which may be 250000 or 250.000; allowed: no comma"),
        ("1,500-2,000", "neutrophils_per_ul", "which may be 1500 or 1.500"),
        ("1,250,000", "platelets_per_ul", "'1,250,000' was given, not understood"),
        ("a: b; allowed: c", "iga", "'a: b; allowed: c' was given, not understood"),
        ("two\nlines", "iga", "'two lines' was given, not understood"),
        ("\0", "iga", "not understood"),
    ],
)
def test_a_cell_that_cannot_be_read_says_why(text, field, words):
    assert words in reason(text, field)


@pytest.mark.parametrize(
    ("text", "reads", "words"),
    [
        ("22.11.2018", BORN, "'22.11.2018' is no date of birth; allowed: YYYY-MM-DD or a year"),
        ("11/22/2018", BORN, "is no date of birth"),
        ("20181122", BORN, "is no date of birth"),
        ("2018-W47-4", BORN, "is no date of birth"),
        ("2018-11", BORN, "is no date of birth"),
        ("2018-11-22x", BORN, "is no date of birth"),
        ("2018-11-22 or later", BORN, "is no date of birth"),
        ("2018-02-29", BORN, "'2018-02-29' is no date of birth"),
        ("8", BORN, "'8' is no date of birth"),
        ("43426", BORN, "'43426' is no date of birth"),
        ("2026-11-23", BORN, "'2026-11-23' lies after 2026-11-22; allowed: born on or before it"),
        ("1905-11-21", BORN, "'1905-11-21' gives an age of 121 years; allowed: 0 to 120"),
        ("0001-01-01", BORN, "gives an age of 2026 years"),
        ("18", BIRTH_YEAR, "'18' is no birth year; allowed: four digits"),
        ("0000", BIRTH_YEAR, "'0000' is no birth year"),
        ("0999", BIRTH_YEAR, "'0999' is no birth year"),
        ("2018.5", BIRTH_YEAR, "is no birth year"),
        ("2018-11-22", BIRTH_YEAR, "is no birth year"),
        ("20180", BIRTH_YEAR, "is no birth year"),
        ("２０１８", BIRTH_YEAR, "is no birth year"),
        ("2027", BIRTH_YEAR, "'2027' lies after 2026-11-22"),
        ("1800", BIRTH_YEAR, "gives an age of 227 years"),
        ("1441", MONTHS, "out of range"),
        ("two", MONTHS, "'two' was given, not understood"),
        ("-3", MONTHS, "'-3' was given, out of range"),
    ],
)
def test_a_birth_that_cannot_be_read_says_why(text, reads, words):
    assert words in reason(text, reads=reads)


@pytest.mark.parametrize("reads", [VALUE, MONTHS, BORN, BIRTH_YEAR])
def test_a_long_cell_is_told_in_part(reads):
    said = reason("patient said " + "x" * 100_000, reads=reads)
    assert len(said) < LONGEST + 60
    assert "'patient said xxx" in said
    assert "not understood" in said or "is no " in said


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (8, "8"),
        (8.0, "8"),
        (-0.0, "0"),
        (8.25, "8.25"),
        (1_250_000.0, "1250000"),
        (1234567.5, "1234567.5"),
        (1e22, "1" + "0" * 22),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (Decimal("8.00"), "8"),
        (Decimal("8.25"), "8.25"),
        (Decimal("1E+2"), "100"),
        (True, "yes"),
        (False, "no"),
        (b"8", "8"),
        (b"\xff", "\ufffd"),
        ("8", "8"),
        (date(2018, 11, 22), "2018-11-22"),
        (datetime(2018, 11, 22), "2018-11-22 00:00:00"),
    ],
)
def test_a_cell_of_any_type_is_told_as_it_would_be_typed(cell, text):
    assert as_typed(cell) == text


def test_a_figure_over_the_whole_domain_is_not_recorded():
    assert read_cell("0-100", Column("bsa", "bsa_percent", VALUE), FIELDS["bsa_percent"], DAY) is None
    assert read_cell("0-99", Column("bsa", "bsa_percent", VALUE), FIELDS["bsa_percent"], DAY) == Interval(0, 99)
