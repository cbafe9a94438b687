"""The form of the Check page: what cannot be read, typed or linked, is said in words and counts as nothing."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

MAIN = str(Path(__file__).parents[2] / "ruxcheck/web/main.py")


def opened(**link: str | list[str]) -> AppTest:
    page = AppTest.from_file(MAIN, default_timeout=30)
    page.query_params.update(link)
    return page.run()


def said(page: AppTest) -> str:
    """Every notice, without the signs that keep what was typed literal."""
    return " ".join(notice.value for notice in [*page.error, *page.warning]).replace("\\", "")


@pytest.mark.parametrize(("link", "words"), [
    ({"age": "abc"}, "'abc' was given, not understood"),
    ({"iga": "7"}, "'7' was given, out of range"),
    ({"iga": "2-3"}, "iga holds a range"),
    ({"bsa": ["1", "2"]}, "bsa stands more than once"),
    ({"on": "yesterday"}, "'yesterday' is not a day"),
    ({"on": "1900-01-01"}, "outside 2000 to 2100"),
    ({"jurisdiction": "zz"}, "'zz' is unknown"),
    ({"fact": "pregnant:perhaps"}, "'perhaps' was given, not understood"),
    ({"fact": "pregnant:?"}, "allowed: yes or no"),
    ({"fact": "nonsense:yes"}, "'nonsense' is unknown"),
])  # fmt: skip
def test_a_malformed_link_is_explained_and_leaves_the_form_empty(link, words):
    page = opened(**({"age": "8"} | link))
    assert "The link could not be read, so the form is empty." in said(page)
    assert words in said(page)
    assert not page.text_input(key="age").value
    assert not any('class="rux-tile' in piece.proto.body for piece in page.get("html"))


@pytest.mark.parametrize("name", ["utm_source", "utm_campaign", "fbclid", "gclid", "_ga", "mc_cid", "igshid", "ref"])
def test_what_others_add_to_a_link_does_not_count(name):
    page = opened(**{name: "x", "age": "8", "iga": "3", "bsa": "20"})
    assert page.text_input(key="age").value == "8"
    assert said(page) == said(opened(age="8", iga="3", bsa="20"))
    assert not opened(**{name: "x"}).warning


def test_a_name_that_is_no_input_is_told_and_the_others_count():
    page = opened(patient="Smith", age="8", iga="3", bsa="20")
    assert "'patient' in the link is not an input and was not read; allowed: age, iga, bsa, on" in said(page)
    assert "Smith" not in said(page)
    assert page.text_input(key="age").value == "8"


@pytest.mark.parametrize(("box", "typed", "words"), [
    ("age", "130", "'130' was given, out of range"),
    ("age", "abc", "'abc' was given, not understood"),
    ("months", "12", "'8 y 12 months' was given"),
    ("bsa", "101", "'101' was given, out of range"),
    ("bsa", "-5", "'-5' was given, not understood"),
    ("bsa", "nan", "'nan' was given, not understood"),
    ("bsa", "~10", "without a margin; write one, such as 10±2"),
    ("bsa", "20.00004", "with more than 4 decimals"),
])  # fmt: skip
def test_what_cannot_be_read_is_said_and_nothing_is_lost(box, typed, words):
    page = opened(age="8", iga="3", bsa="20")
    page.text_input(key=box).set_value(typed).run()
    assert words in said(page)
    assert page.text_input(key=box).value == typed
    assert page.button_group(key="iga").value == 3
    assert any('class="rux-tile' in piece.proto.body for piece in page.get("html"))
