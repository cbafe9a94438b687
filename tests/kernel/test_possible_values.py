"""How figures read in words."""

import pytest

from ruxcheck.kernel.possible_values import how_many, number_in_words, value_in_words
from ruxcheck.store.reading import load

FIELDS = load().fields


@pytest.mark.parametrize(
    ("age_years", "words"),
    [
        pytest.param(8, "8 y", id="a whole number of years"),
        pytest.param(8.5833, "8 y 7 mo", id="a month as it is kept, a little short"),
        pytest.param(11.9167, "11 y 11 mo", id="a month as it is kept, a little over"),
        pytest.param(0.0833, "1 mo", id="one month"),
        pytest.param(0.05, "less than 1 mo", id="not yet a month"),
        pytest.param(11.9973, "11 y 11 mo", id="the day before a birthday is not the birthday"),
        pytest.param(1.9973, "1 y 11 mo", id="the day before the second birthday"),
        pytest.param(12.0027, "12 y", id="the day after a birthday"),
    ],
)
def test_an_age_reads_in_completed_months(age_years, words):
    assert number_in_words(FIELDS["age_years"], age_years) == words


def test_a_range_of_ages_names_both_ends():
    field = FIELDS["age_years"]
    assert value_in_words(field, field.domain._replace(low=11.9973, high=12.5)) == "11 y 11 mo to 12 y 6 mo"


@pytest.mark.parametrize(
    ("number", "noun", "words"),
    [
        (0, ("row",), "0 rows"),
        (1, ("row",), "1 row"),
        (2, ("row",), "2 rows"),
        (1_000_000, ("row",), "1,000,000 rows"),
        (1, ("further criterion", "further criteria"), "1 further criterion"),
        (11, ("further criterion", "further criteria"), "11 further criteria"),
    ],
)
def test_a_count_reads_with_its_noun(number, noun, words):
    assert how_many(number, *noun) == words
