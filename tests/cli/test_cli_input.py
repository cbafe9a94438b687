"""What may be typed on the command line, and how everything else is refused in one line."""

import json

import pytest

AGE = ("8, 8.5, 11y11m, 18 months, a range such as 8-9, or ? for not recorded", "0 to 120 years")
IGA = ("a whole number, a range such as 2-3, or ? for not recorded", "0 to 4")
BSA = ("12, 12.5, a range such as 15-25, or ? for not recorded", "0 to 100%")
NAMES = ("NAME=yes, NAME=no or NAME=number", "pregnant", "itch_nrs")
DAY = ("YYYY-MM-DD", "2026-11-22")
ONCE = ("was given before", "allowed: once")


@pytest.fixture
def asked(cli):
    """The JSON answer to what was typed, on a fixed day and for the United States."""

    def read(*arguments: str) -> dict:
        answer = cli("check", "--jurisdiction", "us", "--on", "2026-11-22", "--json", *arguments)
        assert (answer.code, answer.err) == (0, "")
        return json.loads(answer.out)

    return read


@pytest.mark.parametrize(
    ("typed", "field", "values"),
    [
        pytest.param((), "age_years", [0, 120], id="age left out"),
        pytest.param((), "iga", [0, 4], id="IGA left out"),
        pytest.param((), "bsa_percent", [0, 100], id="%BSA left out"),
        pytest.param(("--age", "?"), "age_years", [0, 120], id="age not recorded"),
        pytest.param(("--iga", "?"), "iga", [0, 4], id="IGA not recorded"),
        pytest.param(("--bsa", "?"), "bsa_percent", [0, 100], id="%BSA not recorded"),
        pytest.param(("--age", "11y11m"), "age_years", [11.9167, 11.9167], id="years and months"),
        pytest.param(("--age", "11 months"), "age_years", [0.9167, 0.9167], id="months"),
        pytest.param(("--bsa", "7,5"), "bsa_percent", [7.5, 7.5], id="decimal comma"),
        pytest.param(("--bsa", "15-25"), "bsa_percent", [15, 25], id="range"),
    ],
)
def test_a_core_value_is_its_possible_values(asked, typed, field, values):
    assert asked(*typed)["profile"][field] == values


@pytest.mark.parametrize(
    ("typed", "facts"),
    [
        pytest.param((), {}, id="none answered"),
        pytest.param(("pregnant=no",), {"pregnant": "no"}, id="no"),
        pytest.param(("pregnant=yes", "smoker=no"), {"pregnant": "yes", "smoker": "no"}, id="two at once"),
        pytest.param(("pregnant=?",), {}, id="not asked is absent"),
        pytest.param(("itch_nrs=5",), {"itch_nrs": [5, 5]}, id="a number"),
        pytest.param(("itch_nrs=4-6",), {"itch_nrs": [4, 6]}, id="a range"),
        pytest.param(("itch_nrs=?",), {}, id="not recorded is absent"),
        pytest.param(("itch_nrs=0",), {"itch_nrs": [0, 0]}, id="a number of 0 is not a no"),
        pytest.param(("ad_duration_years=1",), {"ad_duration_years": [1, 1]}, id="a number of 1 is not a yes"),
        pytest.param(("dlqi=0-1",), {"dlqi": [0, 1]}, id="a range of 0 to 1 is not a question open"),
    ],
)
def test_facts_are_told_as_answered(asked, typed, facts):
    options = ("--fact", *typed) if typed else ()
    assert asked(*options)["profile"]["facts"] == facts


def test_facts_may_be_given_one_option_each(asked):
    report = asked("--fact", "pregnant=no", "--fact", "smoker=yes")
    assert report["profile"]["facts"] == {"pregnant": "no", "smoker": "yes"}


def test_an_answered_fact_counts_and_is_no_longer_to_confirm(asked):
    typed = ("--age", "30", "--iga", "3", "--bsa", "10", "--fact", "immunocompromised=yes")
    label = asked(*typed)["results"][0]
    assert (label["core"], label["overall"]) == ("met", "not met")
    assert "Not immunocompromised" not in label["to_confirm"]


def test_a_caution_applies_once_its_fact_is_answered(asked):
    def applies(*typed: str) -> str:
        cautions = asked(*typed)["results"][0]["cautions"]
        return next(item["applies"] for item in cautions if item["id"] == "pregnancy")

    assert [applies("--fact", f"pregnant={answer}") for answer in ("yes", "no", "?")] == ["yes", "no", "not asked"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        pytest.param(("--age=-8",), ("--age", "'-8'", *AGE), id="negative age"),
        pytest.param(("--age", "-8"), ("--age", "'-8'", *AGE), id="negative age as a word of its own"),
        pytest.param(("--age", "-8y"), ("--age", "'-8y'", *AGE), id="negative age with its unit"),
        pytest.param(("--age", "130"), ("--age", "'130'", "out of range", *AGE), id="age 130"),
        pytest.param(("--age", "abc"), ("--age", "'abc'", "not understood", *AGE), id="age in letters"),
        pytest.param(("--age", "nan"), ("--age", "'nan'", *AGE), id="age not a number"),
        pytest.param(("--age", "inf"), ("--age", "'inf'", *AGE), id="age without end"),
        pytest.param(("--age", "9" * 400), ("--age", "out of range", *AGE), id="age of 400 digits"),
        pytest.param(("--age", ""), ("--age", "nothing", *AGE), id="empty age"),
        pytest.param(("--age", "8\n9"), ("--age", *AGE), id="age on two lines"),
        pytest.param(("--age", "8", "--age", "30"), ("--age", "30"), id="age twice"),
        pytest.param(("--iga", "2.5"), ("--iga", "'2.5'", "not a whole number", *IGA), id="IGA 2.5"),
        pytest.param(("--iga", "5"), ("--iga", "'5'", "out of range", *IGA), id="IGA 5"),
        pytest.param(("--iga", "-1"), ("--iga", "'-1'", *IGA), id="negative IGA"),
        pytest.param(("--iga", "3-2"), ("--iga", "'3-2'", "the lower end comes first", *IGA), id="IGA reversed"),
        pytest.param(("--bsa", "101"), ("--bsa", "'101'", "out of range", *BSA), id="%BSA 101"),
        pytest.param(("--bsa", "25-15"), ("--bsa", "'25-15'", "the lower end comes first", *BSA), id="%BSA reversed"),
        pytest.param(("--bsa", "  "), ("--bsa", "nothing", *BSA), id="blank %BSA"),
        pytest.param(("--fact", "height=yes"), ("--fact", "'height=yes'", *NAMES), id="unknown fact"),
        pytest.param(("--fact", "pregnant"), ("--fact", "'pregnant'", *NAMES), id="fact without an answer"),
        pytest.param(("--fact", "pregnant="), ("--fact pregnant", "nothing", "yes, no or ?"), id="fact of nothing"),
        pytest.param(
            ("--fact", "pregnant=often"), ("--fact pregnant", "'often'", "yes, no or ?"), id="fact not yes/no"
        ),
        pytest.param(("--fact", "itch_nrs=11"), ("--fact itch_nrs", "'11'", "0 to 10"), id="number out of range"),
        pytest.param(("--fact", "iga=3"), ("--fact", "'iga=3'", *NAMES), id="a core value as a fact"),
        pytest.param(("--fact", "smoker=no", "smoker=yes"), ("--fact smoker", "'yes'", *ONCE), id="same fact twice"),
        pytest.param(("--jurisdiction", "xx"), ("--jurisdiction", "'xx'", "us, ca, eu"), id="unknown jurisdiction"),
        pytest.param(("--jurisdiction", "US"), ("--jurisdiction", "'US'", "us, ca, eu"), id="jurisdiction in capitals"),
        pytest.param(("--on", "2026-02-30"), ("--on", "'2026-02-30'", *DAY), id="no such day"),
        pytest.param(("--on", "22.11.2026"), ("--on", "'22.11.2026'", *DAY), id="day in another order"),
        pytest.param(("--on", "20261122"), ("--on", "'20261122'", *DAY), id="day without dashes"),
        pytest.param(("--on", "2026-W47-7"), ("--on", "'2026-W47-7'", *DAY), id="day of a week"),
        pytest.param(("--on", ""), ("--on", "''", *DAY), id="empty day"),
        pytest.param(("--weight", "30"), ("--weight", "allowed"), id="unknown option"),
        pytest.param(("eight",), ("eight", "allowed"), id="a word without an option"),
    ],
)
def test_anything_else_is_refused_in_one_line(cli, typed, words):
    code, out, err = cli("check", *typed)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert [word for word in words if word not in err] == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        pytest.param((), ("check | screen | labels | evidence | watch | validate",), id="no command"),
        pytest.param(("treat",), ("treat",), id="unknown command"),
        pytest.param(("labels", "--on", "soon"), ("--on", "'soon'", *DAY), id="labels on no day"),
        pytest.param(("validate", "--json"), ("--json",), id="an option of another command"),
    ],
)
def test_a_command_that_cannot_be_run_is_refused_in_one_line(cli, typed, words):
    code, out, err = cli(*typed)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert [word for word in (*words, "allowed") if word not in err] == []


def test_a_long_text_is_quoted_in_part(cli):
    said = cli("check", "--age", "9" * 400).err
    assert f"'{'9' * 40}' was given" in said
    assert "9" * 41 not in said
