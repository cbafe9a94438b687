"""One cell of a list: what it could mean, and every cell that cannot be read, with its reason."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from ruxcheck.intake.cells import (
    LONGEST,
    MISSING,
    NEVER_CALCULATED,
    WORDS,
    NotUsable,
    age_in_years,
    as_typed,
    order_of,
    read_cell,
)
from ruxcheck.intake.columns import BIRTH_YEAR, BORN, HIGH, LOW, VALUE, Column
from ruxcheck.kernel.possible_values import Interval
from ruxcheck.store.reading import load

FIELDS = load().fields
DAY = date(2026, 11, 22)


MONTHS = "months"


def read(text: str, field: str = "age_years", reads: str = VALUE, on: date = DAY):
    """The lowest and the highest value of a cell; None where nothing is recorded."""
    column = Column("column", field, VALUE, MONTHS) if reads == MONTHS else Column("column", field, reads)
    value = read_cell(text, column, FIELDS[field], on)
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
        ("1,250,000", "platelets_per_ul", (1_250_000, 1_250_000)),
        ("250 000", "platelets_per_ul", (250_000, 250_000)),
        ("250 x10^9/L", "platelets_per_ul", (250_000, 250_000)),
        ("<10", "bsa_percent", (0, 10)),
        ("≤10%", "bsa_percent", (0, 10)),
        (">95", "bsa_percent", (95, 100)),
        ("<3", "iga", (0, 2)),
        ("<=3", "iga", (0, 3)),
        ("10±2", "bsa_percent", (8, 12)),
        ("3 Moderate", "iga", (3, 3)),
        ("moderate", "iga", (3, 3)),
        ("3 - moderate", "iga", (3, 3)),
        ("3=moderate", "iga", (3, 3)),
        ("almost clear", "iga", (1, 1)),
        ("mild to moderate", "iga", (2, 3)),
        ("2.5E+05", "platelets_per_ul", (250_000, 250_000)),
        ("6,500", "leukocytes_10e9_l", (6.5, 6.5)),
    ],
)
def test_a_figure_is_its_possible_values(text, field, value):
    found = read(text, field)
    assert found == value if value is None else found == pytest.approx(value, rel=1e-4, abs=0)


@pytest.mark.parametrize(
    ("figure", "read_as"),
    [("11.99999", 11.99999), ("8.21355236139630", 8.2135523614), ("11.9999999999", 11.9999999999)],
)
def test_a_long_figure_keeps_ten_decimals(figure, read_as):
    assert read(figure) == (read_as, read_as)


@pytest.mark.parametrize(
    ("figure", "read_as"),
    [
        ("20.000000000000004", 20),
        ("19.999999999999996", 20),
        ("20.04", 20.04),
        ("20.0000000001", 20.0000000001),
        ("19.9999999999", 19.9999999999),
    ],
)
def test_what_a_program_leaves_behind_the_tenth_decimal_does_not_count(figure, read_as):
    assert read(figure, "bsa_percent") == (read_as, read_as)


ANSWERS = {
    "checked": 1,
    "unchecked": 0,
    "yes": 1,
    "y": 1,
    "true": 1,
    "1": 1,
    "1.0": 1,
    "no": 0,
    "n": 0,
    "false": 0,
    "0": 0,
    "0.0": 0,
}


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
        pytest.param("2018-11-22T13:45:00", date(2026, 11, 22), 8, id="with a time"),
        pytest.param("22/11/2018", date(2026, 11, 22), 8, id="a day above 12 proves the order"),
        pytest.param("11/22/2018", date(2026, 11, 22), 8, id="the other order"),
        pytest.param("22.11.2018", date(2026, 11, 22), 8, id="with points"),
        pytest.param("11/11/2018", date(2026, 11, 11), 8, id="day and month alike"),
        pytest.param("20181122", date(2026, 11, 22), 8, id="without signs"),
        pytest.param("22NOV2018", date(2026, 11, 22), 8, id="as SAS prints it"),
        pytest.param("22-Nov-2018", date(2026, 11, 22), 8, id="with the name of the month"),
        pytest.param("22 November 2018", date(2026, 11, 22), 8, id="in full"),
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


@pytest.mark.parametrize("text", ["2018-11", "2018-11-UN", "2018-11-un", "2018-11--"])
def test_a_month_of_birth_gives_a_range(text):
    assert read(text, reads=BORN) == (
        age_in_years(date(2018, 11, 22), DAY) - 8 / 365,
        age_in_years(date(2018, 11, 1), DAY),
    )


@pytest.mark.parametrize("text", ["2018-UN-UN", "2018-UN", "2018-----"])
def test_a_year_with_unknown_parts_is_a_year(text):
    assert read(text, reads=BORN) == read("2018", reads=BORN)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("26/11/2014", "dmy"),
        ("11/26/2014", "mdy"),
        ("26.11.2014", "dmy"),
        ("03/04/2014", ""),
        ("12/12/2014", None),
        ("13/14/2014", None),
        ("2014-03-04", None),
        ("3 April 2014", None),
        ("", None),
    ],
)
def test_the_order_that_a_date_proves(text, order):
    assert order_of(text) == order


@pytest.mark.parametrize(
    ("text", "order", "born"),
    [
        ("03/04/2018", "dmy", date(2018, 4, 3)),
        ("03/04/2018", "mdy", date(2018, 3, 4)),
        ("26/11/2018", "mdy", date(2018, 11, 26)),
        ("43426", "excel1900", date(2018, 11, 22)),
        ("41964", "excel1904", date(2018, 11, 22)),
        ("21510", "sas", date(2018, 11, 22)),
        ("43426.0", "excel1900", date(2018, 11, 22)),
        ("2018-11-22", "excel1900", date(2018, 11, 22)),
    ],
)
def test_a_date_in_the_order_of_its_column(text, order, born):
    age = age_in_years(born, DAY)
    assert tuple(read_cell(text, Column("born", "age_years", BORN, order), FIELDS["age_years"], DAY)) == (age, age)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("96", "MONTHS", (8, 8)),
        ("30", "YEARS", (30, 30)),
        ("18", "months", (1.5, 1.5)),
        ("18", "mo.", (1.5, 1.5)),
        ("730", "DAYS", (1 + 364 / 365, 2)),
        ("731", "DAYS", (2, 2 + 1 / 365)),
        ("104", "WEEKS", (1 + 362 / 365, 2 + 4 / 365)),
        ("105", "WEEKS", (2 + 4 / 365, 2 + 11 / 365)),
        ("8", "", (8, 8)),
        ("18 months", "YEARS", (1.5, 1.5)),
    ],
)
def test_the_unit_beside_an_age_counts(text, unit, value):
    column = Column("AGE", "age_years", VALUE, "", "AGEU")
    assert tuple(read_cell(text, column, FIELDS["age_years"], DAY, unit)) == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize(
    ("text", "unit", "field", "value"),
    [
        ("55", "lb", "weight_kg", 24.94758),
        ("55", "lbs", "weight_kg", 24.94758),
        ("55", "[lb_av]", "weight_kg", 24.94758),
        ("55", "kg", "weight_kg", 55),
        ("50", "in", "height_cm", 127),
        ("1.28", "m", "height_cm", 128),
        ("0.15", "fraction", "bsa_percent", 15),
        ("0.07", "proportion", "bsa_percent", 7),
        ("15", "%", "bsa_percent", 15),
    ],
)
def test_the_unit_beside_a_figure_counts(text, unit, field, value):
    column = Column("figure", field, VALUE, "", "unit")
    assert read_cell(text, column, FIELDS[field], DAY, unit).low == pytest.approx(value, abs=1e-4)


@pytest.mark.parametrize(("unit", "field"), [("HOURS", "age_years"), ("stone", "weight_kg"), ("kg", "height_cm")])
def test_a_unit_that_is_not_known_leaves_the_cell_not_usable(unit, field):
    with pytest.raises(NotUsable, match=f"its unit '{unit}' is not known for .*; allowed: "):
        read_cell("50", Column("figure", field, VALUE, "", "unit"), FIELDS[field], DAY, unit)


@pytest.mark.parametrize("text", ["99", "99.0", "99,0"])
def test_a_code_that_the_user_named_is_not_recorded(text):
    assert read_cell(text, Column("age", "age_years", VALUE, missing=("99",)), FIELDS["age_years"], DAY) is None
    assert read_cell(text, Column("age", "age_years", VALUE), FIELDS["age_years"], DAY) == Interval(99, 99)


@pytest.mark.parametrize("text", ["8\u200b", "\ufeff8", "8\u00a0", "\u200e8", "8\u00ad", "\u20068"])
def test_signs_that_nobody_sees_do_not_count(text):
    assert read(text) == (8, 8)


def test_an_invisible_sign_that_means_something_is_named():
    assert "holds the invisible sign U+0007; not understood" in reason("8\a")


def test_a_formula_that_was_never_calculated_is_named():
    assert reason(f"{NEVER_CALCULATED} (=A1)") == (
        "a formula that was never calculated; open the file in a spreadsheet and save it"
    )


def test_a_day_in_a_column_of_ages_is_no_age():
    assert "which is a day" in reason("2018-11-22")
    assert "which is a day" in reason("22/11/2018")


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
        ("3 mild", "iga", "'3 mild' was given, and mild is 2, not 3"),
        ("III", "iga", "'III' was given, not understood"),
        (
            "~10",
            "bsa_percent",
            "'~10' was given, without a margin, write one, such as 10±2".replace(", write", "; write"),
        ),
        ("10+", "bsa_percent", "'10+' was given, not understood"),
        ("250", "platelets_per_ul", "'250' was given, very low per µL; if it is ×10⁹/L, write 250 ×10⁹/L"),
        ("1.5", "neutrophils_per_ul", "very low per µL"),
        ("#N/A", "age_years", "'#N/A' was given, not understood"),
        ("100.1", "bsa_percent", "'100.1' was given, out of range"),
        ("100.00001", "bsa_percent", "'100.00001' was given, out of range"),
        ("-1-5", "bsa_percent", "'-1-5' was given, not understood"),
        ("0.99", "weight_kg", "'0.99' was given, out of range"),
        ("400.1", "weight_kg", "'400.1' was given, out of range"),
        ("55 lb-60", "weight_kg", "'55 lb-60' was given, not understood"),
        ("55 stone", "weight_kg", "'55 stone' was given, not understood"),
        ("1.28", "height_cm", "'1.28' was given, out of range in cm; if it is in m, write 1.28 m"),
        ("maybe", "pregnant", "'maybe' was given, not understood"),
        ("2", "pregnant", "'2' was given, not understood"),
        ("yes/no", "pregnant", "'yes/no' was given, not understood"),
        (
            "250,000",
            "platelets_per_ul",
            "'250,000' was given, which may be 250000 or 250.000; write it without a comma",
        ),
        ("1,500-2,000", "neutrophils_per_ul", "which may be 1500 or 1.500"),
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
        (
            "03/04/2018",
            BORN,
            "'03/04/2018' may be day/month or month/day; allowed: YYYY-MM-DD, or name the order with --map dob_dmy=",
        ),
        (
            "13/14/2018",
            BORN,
            "'13/14/2018' is no date of birth; allowed: YYYY-MM-DD, 26 Nov 2014, 26/11/2014 or a year",
        ),
        ("22NOX2018", BORN, "is no date of birth"),
        ("2018-11-22T00:00:00Z", BORN, "is a moment in another time zone, not a day"),
        ("2018-11-22 00:00:00+01:00", BORN, "is a moment in another time zone, not a day"),
        ("2018-W47-4", BORN, "is no date of birth"),
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
    assert len(said) < LONGEST + 80
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
