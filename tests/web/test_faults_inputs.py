"""A thousand link parameters and a thousand things typed: every page that reads them stands, and says what it could not read."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from ruxcheck.web.link import TRACKING

ROOT = Path(__file__).parents[2]
PAGES = ("check", "compare", "trials")
NO_INPUT = " in the link is not an input and was not read; allowed: "
UNREAD = "The link could not be read, so the form is empty. "


def runs(number: int) -> settings:
    """So many examples on each page, the same ones every time."""
    return settings(
        max_examples=number,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


GOOD = ["8", "٣", "８", "12.5", "15-25", "?", "11y11m", "18 months", "8 to 9", "7,5", "3", "0", "100", "120"]
ODD = [
    "", " ", "NaN", "inf", "-inf", "1e999", "1e5", "-3", "0x10", "1_000", "½", "²", "8-", "--", "–", "to", "8\n9",
    "\x00", "\x1b[31m", "\u202e8", "e\u0301", "🦠", "\ufffd", "9" * 400, "9" * 5000, "a" * 5000, "[8]", "{}", "None", "true",
    "<b>8</b>", "$8$", ":material/home:", "{{8}}", "%00", "yes", "maybe", "zz",
]  # fmt: skip
DAYS = ["2026-11-22", "2024-02-29", "2000-01-01", "2100-01-01"]
NO_DAYS = [
    "2026-02-29",
    "0000-00-00",
    "1999-12-31",
    "2100-01-02",
    "9999-12-31",
    "2026-W01-1",
    "20261122",
    "2026-11-22T00:00",
]
FACTS = [
    "pregnant:yes",
    "weight_kg:55 lb",
    "height_cm:1.28 m",
    "itch_nrs:5",
    "pregnant:",
    "pregnant:?",
    "weight_kg:1e999",
    ":",
]
# what a browser cannot send as text, such as half of a surrogate pair, arrives as the replacement sign
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
TEXTS = st.one_of(st.sampled_from(GOOD + ODD + DAYS + NO_DAYS + FACTS), ANY_TEXT)
OF_ITS_KIND = {
    "age": GOOD, "bsa": GOOD, "iga": ["0", "3", "4", "5", "2-3"], "on": DAYS + NO_DAYS, "jurisdiction": ["us", "ca", "eu", "xx"],
    "fact": FACTS,
}  # fmt: skip
NAMES = st.one_of(
    st.sampled_from([*OF_ITS_KIND] * 4 + ["AGE", "age[]", "months", "keep", "", "embed", "\ufffd", "a" * 300]), ANY_TEXT
)
PARAMETERS = NAMES.flatmap(
    lambda name: st.tuples(st.just(name), st.sampled_from(OF_ITS_KIND[name]) | TEXTS if name in OF_ITS_KIND else TEXTS)
)
LINKS = st.lists(PARAMETERS, min_size=2, max_size=5)
BOXES = ("age", "months", "bsa", "fact_weight_kg", "fact_height_cm", "fact_body_surface_m2")


@pytest.fixture(scope="module", params=PAGES)
def app(request) -> AppTest:
    """One of the pages that read links and boxes."""
    app = AppTest.from_file(str(ROOT / "ruxcheck/web/main.py"), default_timeout=60).run()
    return app.switch_page(str(ROOT / f"pages/{request.param}.py")).run()


def follow(app: AppTest, link: list[tuple[str, str]]) -> None:
    """Open a link as if nothing had been read in this session before."""
    app.session_state["address_read"] = False
    app.session_state["address_problem"] = ""
    app.query_params.clear()
    for name, text in link:
        app.query_params[name] = [*app.query_params.get(name, []), text]
    app.run()


def said(elements) -> list[str]:
    """What stands on the page, without the signs that keep it from being read as Markdown."""
    return [element.value.replace("\\", "") for element in elements]


def fill(app: AppTest, typed: dict[str, str]) -> None:
    app.session_state["address_read"] = True
    app.session_state["address_problem"] = ""
    for key, text in typed.items():
        app.session_state[key] = text
    app.run()


@runs(100)  # of 2 to 5 parameters, on three pages
@given(link=LINKS)
def test_no_link_breaks_a_page_and_what_cannot_be_read_is_explained(app, link):
    follow(app, link)
    assert not app.exception
    unread = [text for text in said(app.warning) if text.startswith(UNREAD) or NO_INPUT in text]
    if unread:
        assert 40 < len(unread[0]) < 1500
    else:
        assert {name for name, _ in link if not TRACKING.fullmatch(name)} <= {*OF_ITS_KIND, "embed"}


@runs(60)  # of 6 boxes, on three pages
@given(typed=st.fixed_dictionaries(dict.fromkeys(BOXES, TEXTS)))
def test_nothing_typed_breaks_a_page_and_what_cannot_be_read_is_explained(app, typed):
    fill(app, typed)
    assert not app.exception
    for text in said(app.error):
        assert "was given, " in text
        assert "; allowed: " in text


@pytest.mark.parametrize("typed", [text for text in ODD if text.strip()], ids=lambda text: ascii(text)[:20])
def test_what_is_no_figure_is_never_taken_for_one(app, typed):
    fill(app, dict.fromkeys(BOXES, "") | {"bsa": typed})
    assert any(text.startswith("%BSA") for text in said(app.error))
    assert not app.exception
