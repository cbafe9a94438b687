"""What may be typed for one input, and the words that refuse the rest."""

import pytest

from ruxcheck.kernel.parsing import InputError, parse_value
from ruxcheck.kernel.possible_values import NO, NOT_ASKED, YES, plain
from ruxcheck.store.reading import load

FIELDS = load().fields
TYPED = [
    ("age_years", "8", 8, 8),
    ("age_years", "8.5", 8.5, 8.5),
    ("age_years", "7,5", 7.5, 7.5),
    ("age_years", " 12 ", 12, 12),
    ("age_years", "8 y", 8, 8),
    ("age_years", "8 years", 8, 8),
    ("age_years", "11y11m", 11.9167, 11.9167),
    ("age_years", "11 y 11 mo", 11.9167, 11.9167),
    ("age_years", "11 Years 6 Months", 11.5, 11.5),
    ("age_years", "18 months", 1.5, 1.5),
    ("age_years", "23 months", 1.9167, 1.9167),
    ("age_years", "24 months", 2, 2),
    ("age_years", "1 month", 0.0833, 0.0833),
    ("age_years", "6m", 0.5, 0.5),
    ("age_years", "6-18 months", 0.5, 1.5),
    ("age_years", "6 months - 2 y", 0.5, 2),
    ("age_years", "11y6m-12y6m", 11.5, 12.5),
    ("age_years", "8-9", 8, 9),
    ("age_years", "8–9", 8, 9),
    ("age_years", "8 to 9", 8, 9),
    ("age_years", "8-9 y", 8, 9),
    ("age_years", "8-8", 8, 8),
    ("age_years", "0", 0, 0),
    ("age_years", "120", 120, 120),
    ("age_years", "1440 months", 120, 120),
    ("age_years", "0-120", 0, 120),
    ("age_years", "?", 0, 120),
    ("iga", "0", 0, 0),
    ("iga", "4", 4, 4),
    ("iga", "3.0", 3, 3),
    ("iga", "2-3", 2, 3),
    ("iga", "2 to 3", 2, 3),
    ("iga", " ? ", 0, 4),
    ("bsa_percent", "0", 0, 0),
    ("bsa_percent", "100", 100, 100),
    ("bsa_percent", "12", 12, 12),
    ("bsa_percent", "12%", 12, 12),
    ("bsa_percent", "12 %", 12, 12),
    ("bsa_percent", "12.5", 12.5, 12.5),
    ("bsa_percent", "12,5%", 12.5, 12.5),
    ("bsa_percent", "15-25%", 15, 25),
    ("bsa_percent", "15%-25%", 15, 25),
    ("bsa_percent", "15 – 25 %", 15, 25),
    ("bsa_percent", "2,5-7,5", 2.5, 7.5),
    ("bsa_percent", "?", 0, 100),
    ("itch_nrs", "5", 5, 5),
    ("itch_nrs", "4-6", 4, 6),
    ("itch_nrs", "?", 0, 10),
    ("ad_duration_years", "0.25", 0.25, 0.25),
    ("ad_duration_years", "2 y", 2, 2),
    ("dlqi", "30", 30, 30),
    ("haemoglobin_g_dl", "10.5 g/dL", 10.5, 10.5),
    ("target_lesion_cm2", "10 cm²", 10, 10),
    ("weight_kg", "24.5 kg", 24.5, 24.5),
    ("weight_kg", "24,5kg", 24.5, 24.5),
    ("weight_kg", "24-26", 24, 26),
    ("weight_kg", "55 lb", 24.9476, 24.9476),
    ("weight_kg", "55lb", 24.9476, 24.9476),
    ("weight_kg", "55-60 lb", 24.9476, 27.2155),
    ("weight_kg", "55 lb - 60 lb", 24.9476, 27.2155),
    ("weight_kg", "20 kg - 55 lb", 20, 24.9476),
    ("weight_kg", "?", 1, 400),
    ("height_cm", "128 cm", 128, 128),
    ("height_cm", "125-130", 125, 130),
    ("height_cm", "1.28 m", 128, 128),
    ("height_cm", "1,28 m", 128, 128),
    ("height_cm", "1.2-1.3 m", 120, 130),
    ("height_cm", "50 in", 127, 127),
    ("height_cm", "?", 30, 250),
    ("body_surface_m2", "0.95", 0.95, 0.95),
    ("body_surface_m2", "0,95 m2", 0.95, 0.95),
    ("body_surface_m2", "0.9-1", 0.9, 1),
    ("body_surface_m2", "?", 0.1, 4),
]


@pytest.mark.parametrize(
    ("field", "typed", "low", "high"), [pytest.param(*row, id=f"{row[0]} '{row[1]}'") for row in TYPED]
)
def test_typed_text_is_read_as_possible_values(field, typed, low, high):
    assert parse_value(FIELDS[field], typed) == (low, high)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("yes", YES), ("no", NO), ("YES", YES), (" No ", NO), ("?", NOT_ASKED)],
)
def test_a_yes_no_question_takes_an_answer_or_a_question_mark(typed, answer):
    assert parse_value(FIELDS["pregnant"], typed) == answer


HOW = {
    "age_years": "8, 8.5, 11y11m, 18 months, a range such as 8-9, or ? for not recorded; 0 to 120 years",
    "iga": "a whole number, a range such as 2-3, or ? for not recorded; 0 to 4",
    "bsa_percent": "12, 12.5, a range such as 15-25, or ? for not recorded; 0 to 100%",
    "itch_nrs": "12, 12.5, a range such as 15-25, or ? for not recorded; 0 to 10",
    "pregnant": "yes, no or ?",
    "weight_kg": "25, 24.5, 55 lb, a range such as 24-26, or ? for not recorded; 1 to 400 kg",
    "height_cm": "128, 1.28 m, 50 in, a range such as 125-130, or ? for not recorded; 30 to 250 cm",
    "body_surface_m2": "0.95, a range such as 0.9-1, or ? for not recorded; 0.1 to 4 m2",
}
REFUSED = [
    ("age_years", "-1", "not understood"),
    ("age_years", "–1", "not understood"),
    ("age_years", "121", "out of range"),
    ("age_years", "130", "out of range"),
    ("age_years", "1441 months", "out of range"),
    ("age_years", "9" * 40, "out of range"),
    ("age_years", "100-130", "out of range"),
    ("age_years", "9-8", "the lower end comes first"),
    ("age_years", "18-6 months", "the lower end comes first"),
    ("age_years", "8-9-10", "not understood"),
    ("age_years", "8-", "not understood"),
    ("age_years", "-", "not understood"),
    ("age_years", "11y12m", "not understood"),
    ("age_years", "11m11y", "not understood"),
    ("age_years", "8.5 weeks", "not understood"),
    ("age_years", "8%", "not understood"),
    ("age_years", "abc", "not understood"),
    ("age_years", "nan", "not understood"),
    ("age_years", "inf", "not understood"),
    ("age_years", "1e1", "not understood"),
    ("age_years", "8.", "not understood"),
    ("age_years", "1,000.5", "out of range"),
    ("age_years", "??", "not understood"),
    ("iga", "5", "out of range"),
    ("iga", "-1", "not understood"),
    ("iga", "2.5", "not a whole number"),
    ("iga", "2-3.5", "not a whole number"),
    ("iga", "3-2", "the lower end comes first"),
    ("iga", "mildly", "not understood"),
    ("iga", "3 mild", "and mild is 2, not 3"),
    ("bsa_percent", "20.00004", "with more than 4 decimals"),
    ("bsa_percent", "~10", "without a margin; write one, such as 10±2, or a range"),
    ("bsa_percent", "10+", "not understood"),
    ("bsa_percent", "100.1", "out of range"),
    ("bsa_percent", "101", "out of range"),
    ("bsa_percent", "-0.1", "not understood"),
    ("bsa_percent", "25-15", "the lower end comes first"),
    ("bsa_percent", "95-105", "out of range"),
    ("bsa_percent", "12 y", "not understood"),
    ("bsa_percent", "%", "not understood"),
    ("itch_nrs", "11", "out of range"),
    ("pregnant", "maybe", "not understood"),
    ("pregnant", "1", "not understood"),
    ("weight_kg", "0", "out of range"),
    ("weight_kg", "0.9", "out of range"),
    ("weight_kg", "400.1", "out of range in kg; if it is in lb, write 400.1 lb"),
    ("weight_kg", "900", "out of range"),
    ("weight_kg", "-5", "not understood"),
    ("weight_kg", "55 stone", "not understood"),
    ("weight_kg", "60-55 lb", "the lower end comes first"),
    ("weight_kg", "55 lb - 20 kg", "the lower end comes first"),
    ("height_cm", "1.28", "out of range in cm; if it is in m, write 1.28 m"),
    ("height_cm", "1.2-1.3", "out of range in cm; if it is in m, write 1.2 m"),
    ("height_cm", "29.9", "out of range in cm; if it is in in, write 29.9 in"),
    ("height_cm", "250.1", "out of range"),
    ("height_cm", "2.6 m", "out of range"),
    ("height_cm", "128-1.3 m", "out of range"),
    ("height_cm", "1.28 kg", "not understood"),
    ("body_surface_m2", "0.09", "out of range"),
    ("body_surface_m2", "4.01", "out of range"),
    ("body_surface_m2", "18000", "out of range"),
    ("body_surface_m2", "9500 cm2", "not understood"),
]


@pytest.mark.parametrize(
    ("field", "typed", "why"), [pytest.param(*row, id=f"{row[0]} '{row[1][:20]}'") for row in REFUSED]
)
def test_anything_else_is_refused_with_what_is_allowed(field, typed, why):
    with pytest.raises(InputError) as refused:
        parse_value(FIELDS[field], typed)
    assert str(refused.value) == f"{FIELDS[field].label}: '{typed}' was given, {why}; allowed: {HOW[field]}"


@pytest.mark.parametrize("typed", ["", " ", "\t"])
@pytest.mark.parametrize("field", list(HOW))
def test_nothing_is_not_read_as_not_recorded(field, typed):
    with pytest.raises(InputError, match="nothing was given"):
        parse_value(FIELDS[field], typed)


@pytest.mark.parametrize(("typed", "birthday"), [("1.9999", 2), ("23.99 months", 2), ("11y11.9m", 12), ("17,9999", 18)])
def test_no_age_is_rounded_up_to_a_birthday(typed, birthday):
    assert parse_value(FIELDS["age_years"], typed).high < birthday


@pytest.mark.parametrize("field", list(FIELDS.values()), ids=lambda field: field.id)
def test_what_a_field_says_is_allowed_lies_in_its_domain(field):
    assert parse_value(field, "?") == field.domain == (field.low, field.high)
    if field.kind != "yesno":
        assert [parse_value(field, f"{plain(end)}").low for end in field.domain] == list(field.domain)
