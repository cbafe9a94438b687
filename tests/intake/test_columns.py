"""Which column of a list holds what: every name that is known, what the user names, and every header that is refused."""

import pytest

from ruxcheck.intake.columns import ALIASES, Column, IntakeError, OptionError, mapping, names
from ruxcheck.store.reading import load

RULES = load()


def told(columns: list[str], given: dict[str, str] | None = None) -> dict[str, tuple[str, str]]:
    """By column of the list: the field that it tells of and how."""
    return {column.name: (column.field, column.reads) for column in mapping(columns, RULES, given)}


@pytest.mark.parametrize(
    ("name", "field", "reads"),
    [
        ("age_years", "age_years", "value"),
        ("age", "age_years", "value"),
        ("Age", "age_years", "value"),
        ("AGE", "age_years", "value"),
        (" Age ", "age_years", "value"),
        ("Age (years)", "age_years", "value"),
        ("age.years", "age_years", "value"),
        ("age_months", "age_years", "value"),
        ("Age in months", "age_years", "value"),
        ("dob", "age_years", "born"),
        ("DOB", "age_years", "born"),
        ("Date of birth", "age_years", "born"),
        ("birth date", "age_years", "born"),
        ("birth_year", "age_years", "birth year"),
        ("Year of birth", "age_years", "birth year"),
        ("iga", "iga", "value"),
        ("IGA", "iga", "value"),
        ("bsa", "bsa_percent", "value"),
        ("%BSA", "bsa_percent", "value"),
        ("BSA %", "bsa_percent", "value"),
        ("bsa_percent", "bsa_percent", "value"),
        ("BSA-Percent", "bsa_percent", "value"),
        ("body_surface_m2", "body_surface_m2", "value"),
        ("weight", "weight_kg", "value"),
        ("Weight (kg)", "weight_kg", "value"),
        ("weight_lb", "weight_kg", "value"),
        ("height_cm", "height_cm", "value"),
        ("Height (m)", "height_cm", "value"),
        ("pregnant", "pregnant", "value"),
        ("Itch NRS", "itch_nrs", "value"),
        ("patient", None, None),
        ("vintage", None, None),
        ("", None, None),
        ("%", None, None),
    ],
)
def test_a_column_is_known_by_its_name(name, field, reads):
    assert told([name, "easi"]).get(name) == ((field, reads) if field else None)


@pytest.mark.parametrize("name", names(RULES))
def test_every_listed_name_is_known(name):
    assert told([name])[name][0] == ALIASES.get(name, (name,))[0]


@pytest.mark.parametrize(
    ("low", "high", "field"),
    [
        ("age_low", "age_high", "age_years"),
        ("age_years_low", "age_high", "age_years"),
        ("Age low", "Age high", "age_years"),
        ("bsa_low", "bsa_high", "bsa_percent"),
        ("%BSA low", "%BSA high", "bsa_percent"),
        ("iga_low", "iga_high", "iga"),
        ("weight_low", "weight_kg_high", "weight_kg"),
        ("itch_nrs_low", "itch_nrs_high", "itch_nrs"),
    ],
)
def test_a_range_may_stand_in_two_columns(low, high, field):
    assert told([low, high]) == {low: (field, "low"), high: (field, "high")}


@pytest.mark.parametrize("name", ["age_months_low", "dob_high", "birth_year_low", "pain_low", "_low", "low"])
def test_an_end_is_known_only_of_a_figure_in_its_own_unit(name):
    assert name not in told([name, "iga"])


def test_columns_are_told_in_the_order_of_the_list():
    assert mapping(["bsa", "site", "age", "iga"], RULES) == (
        Column("bsa", "bsa_percent", "value"),
        Column("age", "age_years", "value"),
        Column("iga", "iga", "value"),
    )


@pytest.mark.parametrize(
    ("columns", "given", "expected"),
    [
        pytest.param(["x", "y"], {"age": "x"}, {"x": ("age_years", "value")}, id="a name that is not known"),
        pytest.param(["x", "y"], {"DOB": "y"}, {"y": ("age_years", "born")}, id="a date of birth"),
        pytest.param(["iga"], {"bsa": "iga"}, {"iga": ("bsa_percent", "value")}, id="a name that says something else"),
        pytest.param(["a=b"], {"age": "a=b"}, {"a=b": ("age_years", "value")}, id="a column with an equals sign"),
        pytest.param(["age", "x"], {"age": "x"}, {"x": ("age_years", "value")}, id="another column than the named one"),
        pytest.param(["age", "dob"], {"age": "age"}, {"age": ("age_years", "value")}, id="age rather than birth"),
        pytest.param(["age", "dob"], {"dob": "dob"}, {"dob": ("age_years", "born")}, id="birth rather than age"),
        pytest.param(
            ["age", "age_low", "age_high"],
            {"age": "age"},
            {"age": ("age_years", "value")},
            id="age rather than a range",
        ),
        pytest.param(
            ["age", "low", "age_high"],
            {"age_low": "low"},
            {"low": ("age_years", "low"), "age_high": ("age_years", "high")},
            id="one end beside the other",
        ),
        pytest.param(
            ["x", "y"],
            {"bsa_low": "x", "bsa_high": "y"},
            {"x": ("bsa_percent", "low"), "y": ("bsa_percent", "high")},
            id="both ends",
        ),
    ],
)
def test_what_the_user_names_comes_first(columns, given, expected):
    assert told(columns, given) == expected


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        pytest.param(["age", "iga", "age"], "the header 'age' stands 2 times; each name may stand once", id="twice"),
        pytest.param(["", "age", ""], "the header '' stands 2 times", id="two without a name"),
        pytest.param(["x" * 99] * 3, f"the header '{'x' * 40}' stands 3 times", id="twice a long one"),
        pytest.param(
            ["a", "b"], "no column is known by its name; the list has 'a', 'b'; allowed names: 'age'", id="none"
        ),
        pytest.param([], "no column is known by its name", id="no column at all"),
        pytest.param(["age", "Age"], "'age' and 'Age' both tell of age_years; allowed: one column, or", id="two cases"),
        pytest.param(["age", "dob"], "'age' and 'dob' both tell of age_years", id="age and birth"),
        pytest.param(["%BSA", "bsa_percent"], "'%BSA' and 'bsa_percent' both tell of bsa_percent", id="two areas"),
        pytest.param(
            ["age", "age_low", "age_high"], "'age' and 'age_low' and 'age_high' both tell", id="figure, range"
        ),
        pytest.param(["age_low", "age_years_low", "age_high"], "both tell of age_years", id="one end twice"),
        pytest.param(["age_low", "iga"], "'age_low' is one end of a range; age_years_low and age_years_high", id="low"),
        pytest.param(["bsa_high"], "'bsa_high' is one end of a range", id="high alone"),
        pytest.param(["x" * 99], f"the list has '{'x' * 40}'; allowed", id="a long name is told in part"),
        pytest.param([f"c{n}" for n in range(70)], "'c59' ...; allowed", id="a long header is told in part"),
    ],
)
def test_a_header_that_cannot_be_used_is_refused_by_words(columns, words):
    with pytest.raises(IntakeError) as refused:
        mapping(columns, RULES)
    assert words in str(refused.value)
    assert not isinstance(refused.value, OptionError)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        pytest.param(
            {"age": "y"}, "--map age=y: there is no such column; the list has 'x', 'iga'", id="no such column"
        ),
        pytest.param({"age": "X"}, "--map age=X: there is no such column", id="the column in another case"),
        pytest.param(
            {"pain": "x"}, "--map pain: not an input of this tool; allowed: 'age', 'age_months'", id="no input"
        ),
        pytest.param(
            {"age": "x", "bsa": "x"}, "--map bsa=x: this column was named for another input", id="one for two"
        ),
    ],
)
def test_what_the_user_names_wrongly_is_refused_with_its_option(given, words):
    with pytest.raises(OptionError) as refused:
        mapping(["x", "iga"], RULES, given)
    assert words in str(refused.value)


def test_two_columns_named_for_one_field_are_refused():
    with pytest.raises(IntakeError, match="'x' and 'y' both tell of age_years"):
        mapping(["x", "y"], RULES, {"age": "x", "dob": "y"})
