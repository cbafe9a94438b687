"""The note says what was asked and answered, holds nobody's name, and its first block reads back."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruxcheck import __version__
from ruxcheck.export.note import HEAD, NoteError, exact_words, input_lines, note, read_note
from ruxcheck.kernel.check import Query
from ruxcheck.kernel.json_contract import as_json
from ruxcheck.kernel.parsing import parse_value
from ruxcheck.kernel.possible_values import ANSWERS, Interval, plain
from ruxcheck.store.reading import load, load_documents

RULES, DOCUMENTS = load(), load_documents()
FIELDS = RULES.fields
ON = date(2026, 11, 22)


def asked_for(on: date = ON, jurisdictions: tuple = ("us", "ca"), **typed: str) -> Query:
    return Query({name: parse_value(FIELDS[name], text) for name, text in typed.items()}, on, jurisdictions, typed)


def note_for(asked: Query) -> str:
    return note(asked, asked.answer(RULES), RULES, DOCUMENTS)


def test_every_field_has_its_own_name_so_that_a_note_reads_back():
    labels = [field.label for field in FIELDS.values()]
    assert sorted(labels) == sorted(set(labels))
    assert not any(": " in label for label in labels)


def figures(field):
    if field.kind == "yesno":
        return st.sampled_from([ANSWERS["yes"], ANSWERS["no"]])
    steps = 1 if field.kind == "integer" else 100
    ends = st.integers(int(field.low * steps), int(field.high * steps)).map(lambda n: plain(n / steps))
    inside = ends.filter(lambda value: field.low <= value <= field.high)
    return st.tuples(inside, inside).map(lambda pair: Interval(*sorted(pair))) | inside.map(lambda v: Interval(v, v))


PROFILES = st.fixed_dictionaries({}, optional={name: figures(field) for name, field in FIELDS.items()})
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
PLACES = st.lists(st.sampled_from(list(RULES.jurisdictions)), min_size=1, max_size=4, unique=True).map(tuple)


@given(PROFILES, DAYS, PLACES)
@settings(max_examples=150, deadline=None)
def test_a_note_reads_back_to_the_same_report(profile, on, places):
    asked = Query({name: value for name, value in profile.items() if value != FIELDS[name].domain}, on, places, {})
    again = read_note(note_for(asked), RULES)
    assert again == asked
    assert as_json(again.answer(RULES), FIELDS) == as_json(asked.answer(RULES), FIELDS)


@pytest.mark.parametrize(
    ("field", "typed", "line"),
    [
        ("age_years", "8", "Age: 8 y"),
        ("age_years", "8 y 6 months", "Age: 8 y 6 mo (typed: 8 y 6 months)"),
        ("age_years", "8.3", "Age: 8.3 y"),
        ("bsa_percent", "12", "%BSA: 12%"),
        ("bsa_percent", "15-25", "%BSA: 15 to 25% (typed: 15-25)"),
        ("iga", "3", "IGA: 3"),
        ("weight_kg", "55 lb", "Weight: 24.9476 kg (typed: 55 lb)"),
        ("height_cm", "1.28 m", "Height: 128 cm (typed: 1.28 m)"),
        ("pregnant", "no", "Pregnant: no"),
    ],
)
def test_an_input_is_told_with_how_it_was_typed(field, typed, line):
    assert line in input_lines(asked_for(**{field: typed}), RULES)


def test_an_estimate_keeps_the_figure_it_was_made_from():
    asked = Query({"bsa_percent": Interval(15, 25)}, ON, ("us",), {"bsa_percent": "20, estimate ±5"})
    assert "%BSA: 15 to 25% (typed: 20, estimate ±5)" in input_lines(asked, RULES)


def test_nothing_recorded_is_said_for_each_core_figure():
    lines = input_lines(asked_for(), RULES)
    assert lines == [
        "Age: not recorded",
        "IGA: not recorded",
        "%BSA: not recorded",
        "Labels asked: us, ca",
        "As of: 2026-11-22",
    ]


@pytest.mark.parametrize("field", [field for field in FIELDS.values() if field.kind != "yesno"], ids=lambda f: f.id)
def test_the_ends_of_every_domain_read_back(field):
    for end in field.domain:
        value = Interval(end, end)
        assert parse_value(field, exact_words(field, value)) == value


@pytest.mark.parametrize(
    "words",
    [
        "Within label on age, IGA and BSA: United States label 2026-06-30",
        "SPL version 14; in force from 2026-06-30; last verified against a label on 2026-09-29",
        "never verified against a label, last heard of on 2025-10-15",
        "Not eligible: TRuE-AD1 and TRuE-AD2",
        "Age 8 y, limit 12 y or older",
        "Nearest changes: ",
        "To confirm: The diagnosis is atopic dermatitis",
        "Not read, dosing: The whole of dosing",
        "NOT CHECKED",
        "https://dailymed.nlm.nih.gov",
        "it gives no advice",
        f"RuxCheck {__version__}",
        f"Rules {RULES.sha256}",
    ],
)
def test_a_note_holds_what_a_record_needs(words):
    text = note_for(asked_for(age_years="8", iga="3", bsa_percent="12"))
    assert words in " ".join(text.split())


def test_a_note_names_a_jurisdiction_without_a_record_and_never_calls_it_not_met():
    text = note_for(asked_for(jurisdictions=("au",), age_years="8", iga="3", bsa_percent="12"))
    assert "No label on record: Australia label\n  Not established here." in text


def test_the_amount_stands_in_a_note_only_where_it_was_asked_for():
    core = {"age_years": "30", "iga": "3", "bsa_percent": "20"}
    assert "table of fingertip units by age" in note_for(asked_for(**core))
    told = note_for(asked_for(**core, body_surface_m2="1.8"))
    assert "151 to 155 g in 2 weeks" in told
    assert "one 60 g tube in 1 week: estimate over; reached at 15.5 to 15.9% of body surface" in " ".join(told.split())
    assert "AMOUNT" not in note_for(asked_for(iga="3"))


def test_a_caution_that_applies_and_a_failed_fact_are_told():
    text = note_for(asked_for(age_years="30", iga="3", bsa_percent="10", immunocompromised="yes"))
    assert "Not immunocompromised: answered yes, not met" in text


BLOCK = "Age: 8 y\nIGA: 3\n%BSA: 12%\nLabels asked: us\nAs of: 2026-11-22"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "does not begin with"),
        ("Age: 8 y", "does not begin with"),
        (f"{HEAD}\nLabels asked: us", "'As of' is missing or no day"),
        (f"{HEAD}\nAs of: tomorrow\nLabels asked: us", "'As of' is missing or no day"),
        (f"{HEAD}\nAs of: 2026-11-22", "'Labels asked' is missing"),
        (f"{HEAD}\n{BLOCK.replace('us', 'xx')}", "'xx' is not a jurisdiction; allowed: us"),
        (f"{HEAD}\n{BLOCK}\nAge: 9 y", "each input once"),
        (f"{HEAD}\n{BLOCK}\nShoe size: 38", "'Shoe size' is not an input of this tool; allowed: Age"),
        (f"{HEAD}\n{BLOCK}\nno colon here", "cannot be read"),
        (f"{HEAD}\n{BLOCK.replace('12%', '120%')}", "%BSA: '120%' was given, out of range"),
    ],
)
def test_what_is_no_note_is_refused_in_words(text, words):
    with pytest.raises(NoteError, match=re.escape(words)):
        read_note(text, RULES)


def test_a_note_reads_back_after_a_record_system_changed_its_line_ends_and_margins():
    asked = asked_for(age_years="8", iga="3", bsa_percent="15-25")
    pasted = "\r\n".join("   " + line for line in note_for(asked).split("\n"))
    assert read_note(pasted, RULES).profile == asked.profile
