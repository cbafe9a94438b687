"""One patient under two labels: what differs comes first, nothing is a cause that is none, and no side answers otherwise than alone."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from ruxcheck.compare.comparison import CAUTION, NO_RECORD, RESULT, RULE, Side, compare, day_before_change
from ruxcheck.compare.wording import finding
from ruxcheck.kernel.check import check
from ruxcheck.kernel.criteria import CANNOT_TELL, MET, NOT_MET
from ruxcheck.kernel.parsing import parse_value
from ruxcheck.kernel.possible_values import Interval
from ruxcheck.store.reading import load

ROOT = Path(__file__).parents[2]
RULES = load()
TODAY = "2026-11-22"
US_BEFORE, US, WINDOW = "us 2025-09-01", f"us {TODAY}", "us 2025-09-18"
CA_WINDOW, CA, EU, AU = "ca 2025-05-01", f"ca {TODAY}", f"eu {TODAY}", f"au {TODAY}"
CHILD = {"age_years": "8", "iga": "3", "bsa_percent": "12"}
ADULT = CHILD | {"age_years": "30"}
WENT = "the age limit went from 12 y or older to 2 y or older"
COUNTS = "1 further condition and 23 cautions differ in what was read"
LIMITS = "limits that differ: age 12 y or older → 2 y or older"
NO_AD = "the European Union label has no atopic dermatitis indication in the text read"


def side(text: str) -> Side:
    jurisdiction, day = text.split()
    return Side(jurisdiction, date.fromisoformat(day))


def profile(typed: dict[str, str]) -> dict[str, Interval]:
    return {name: parse_value(RULES.fields[name], text) for name, text in typed.items()}


def compared(left: str, right: str, typed: dict[str, str], rules=RULES):
    return compare(profile(typed), side(left), side(right), rules)


def row(comparison, name: str):
    return next(row for row in comparison.rows if row.name == name)


@pytest.mark.parametrize(
    ("left", "right", "typed", "said"),
    [
        (US_BEFORE, US, CHILD, f"Not met on 2025-09-01, met on {TODAY}: {WENT}."),
        (US, US_BEFORE, CHILD, f"Met on {TODAY}, not met on 2025-09-01: {WENT}."),
        (US_BEFORE, US, ADULT, f"Met on both; {LIMITS}; {COUNTS}."),
        (US_BEFORE, US, {}, f"{LIMITS[0].upper()}{LIMITS[1:]}; {COUNTS}."),
        (US_BEFORE, US, CHILD | {"bsa_percent": "20"}, f"Not met on 2025-09-01, met on {TODAY}: {WENT}."),
        (US_BEFORE, US, CHILD | {"bsa_percent": "20.1"}, f"Not met on both; {LIMITS}; {COUNTS}."),
        (US_BEFORE, US, CHILD | {"age_years": "2"}, f"Not met on 2025-09-01, met on {TODAY}: {WENT}."),
        (US_BEFORE, US, CHILD | {"age_years": "1y11m"}, f"Not met on both; {LIMITS}; {COUNTS}."),
        (US_BEFORE, US, CHILD | {"age_years": "12"}, f"Met on both; {LIMITS}; {COUNTS}."),
        (US_BEFORE, US, CHILD | {"age_years": "11y11m"}, f"Not met on 2025-09-01, met on {TODAY}: {WENT}."),
        (US_BEFORE, US, CHILD | {"age_years": "10-14"}, f"Cannot tell on 2025-09-01, met on {TODAY}: {WENT}."),
        (US_BEFORE, US, {"iga": "3", "bsa_percent": "12"}, f"Cannot tell on both; {LIMITS}; {COUNTS}."),
        (US_BEFORE, US, {"age_years": "8", "bsa_percent": "12"}, f"Not met on 2025-09-01, cannot tell on {TODAY}: {WENT}."),
        (US_BEFORE, US, {"age_years": "8", "iga": "3"}, f"Not met on 2025-09-01, cannot tell on {TODAY}: {WENT}."),
        (US_BEFORE, US, CHILD | {"immunocompromised": "yes"}, f"Not met on 2025-09-01, met on {TODAY}: {WENT}; with further facts and unread text, not met on both."),
        (US_BEFORE, US, ADULT | {"immunocompromised": "yes"}, f"Met on both by age, IGA and %BSA; with further facts and unread text, not met on both; {LIMITS}; {COUNTS}."),
        ("us 2026-06-29", US, CHILD, "The same result and the same limits on both; 1 caution differs in what was read."),
        ("us 2026-07-01", US, CHILD, "The same result and the same limits on both."),
        ("us 2026-07-01", US, {}, "The same limits on both."),
        ("us 2021-10-01", US_BEFORE, ADULT, "Met on both; 1 condition and 1 caution differ in what was read."),
        (WINDOW, US_BEFORE, CHILD, "Cannot tell on 2025-09-18, not met on 2025-09-01: the age limit is either 12 y or older or 2 y or older on 2025-09-18 (start day not read exactly), 12 y or older on 2025-09-01."),
        ("us 2025-09-19", US, CHILD, "The same result and the same limits on both; 1 caution differs in what was read."),
        (CA_WINDOW, CA, CHILD, "Cannot tell on both; limits that differ: age either 12 y or older or 2 y or older → 2 y or older."),
        (CA_WINDOW, CA, ADULT, "Cannot tell on both; limits that differ: age either 12 y or older or 2 y or older → 2 y or older."),
        (CA_WINDOW, "ca 2025-10-14", CHILD, "The same result and the same limits on both."),
        (US, CA, CHILD, "Met under the United States label, cannot tell under the Canada label: the dosing limits and cautions of the Canada label were not reviewed."),
        (US, CA, CHILD | {"bsa_percent": "20.1"}, "Not met under the United States label, cannot tell under the Canada label: the %BSA limit is 20% or less under the United States label, not read under the Canada label."),
        ("ca 2025-03-21", US, CHILD, f"Not met under the Canada label on 2025-03-21, met under the United States label on {TODAY}: the age limit is 12 y or older under the Canada label, 2 y or older under the United States label."),
        (US, EU, CHILD, f"Met under the United States label, not met under the European Union label: {NO_AD}."),
        (US, EU, {"age_years": "8"}, f"Cannot tell under the United States label, not met under the European Union label: {NO_AD}."),
        (US, EU, CHILD | {"iga": "4"}, f"Not met on both; {NO_AD}; 26 cautions differ in what was read."),
        (EU, f"gb {TODAY}", CHILD, "The same result and the same limits on both; 7 cautions differ in what was read."),
        (US, AU, CHILD, f"Australia, {TODAY}: no label record, so nothing is established there; met under the United States label."),
        (US, AU, {}, f"Australia, {TODAY}: no label record, so nothing is established there."),
        ("us 2020-01-01", US, CHILD, f"United States, 2020-01-01: no label record, so nothing is established there; met on {TODAY}."),
        (AU, f"jp {TODAY}", CHILD, "No label record on either side, so nothing is established to compare."),
    ],
)  # fmt: skip
def test_the_finding(left, right, typed, said):
    assert finding(compared(left, right, typed)) == said


def test_value_limit_result_and_place_stand_on_each_side():
    age = row(compared(US_BEFORE, US, CHILD), "Age")
    assert (age.left.value, age.left.limit, age.left.result) == ("8 y", "12 y or older", NOT_MET)
    assert (age.right.value, age.right.limit, age.right.result) == ("8 y", "2 y or older", MET)
    assert age.left.items[0].criterion.locator == "indication, copy dated 07 Dec 2024"
    assert age.differs
    assert age.result_differs


def test_a_tube_limit_that_became_two_is_one_subject():
    tube = row(compared(US_BEFORE, US, CHILD), "Amount within the label's tube limit")
    assert (len(tube.left.items), len(tube.right.items)) == (1, 2)
    assert tube.differs
    assert not tube.result_differs


@pytest.mark.parametrize(
    ("left", "right", "name", "words"),
    [
        (US, CA, "%BSA", ("", "not read")),
        (US, CA, "Immunocompromised", ("", "not in what was read, and not all of this part was read")),
        (CA, US, "Topical corticosteroids, calcineurin inhibitors inadequate or not advisable", ("", "not in it")),
        (US, EU, "Age", ("", "no atopic dermatitis indication in the text read")),
        (US, EU, "Indication", ("atopic dermatitis indication in the text read", "")),
        (US, AU, "Age", ("", NO_RECORD)),
    ],
)
def test_silence_says_why(left, right, name, words):
    found = row(compared(left, right, CHILD), name)
    assert (found.left.silence, found.right.silence) == words
    assert found.differs


@pytest.mark.parametrize("other", [AU, "us 2020-01-01", "eu 2020-01-01"])
@pytest.mark.parametrize("typed", [CHILD, {}, CHILD | {"iga": "4"}])
def test_a_side_without_a_label_has_no_result_in_any_row(other, typed):
    comparison = compared(US, other, typed)
    assert comparison.right.record is None
    assert comparison.right.core == CANNOT_TELL
    assert {cell.silence for cell in (row.right for row in comparison.rows)} == {NO_RECORD}
    assert {row.right.result for row in comparison.rows} == {""}
    assert all(row.differs for row in comparison.rows)


def test_two_sides_without_a_label_leave_nothing_to_compare():
    assert compared(AU, f"jp {TODAY}", CHILD).rows == ()


def test_on_a_day_of_two_possible_versions_both_stand():
    comparison = compared(WINDOW, US, CHILD)
    age = row(comparison, "Age")
    assert age.left.limit == "either 12 y or older or 2 y or older"
    assert [item.criterion.limit for item in age.left.items + age.left.earlier] == ["2 y or older", "12 y or older"]
    assert not row(comparison, "Immunocompromised").left.unsure
    assert not row(comparison, "%BSA").differs
    assert comparison.left.also_possible.id == "us/2022-07-18"


def test_a_rule_that_only_the_version_before_has_is_certain_only_when_met():
    before, newer = (record for record in RULES.labels if record.id in ("us/2022-07-18", "us/2025-09-18"))
    thinner = newer._replace(criteria=tuple(rule for rule in newer.criteria if rule.field != "bsa_percent"))
    rules = RULES._replace(labels=(before, thinner))
    for bsa, result in (("12", MET), ("30", CANNOT_TELL), ("15-25", CANNOT_TELL)):
        area = row(compared(WINDOW, US_BEFORE, ADULT | {"bsa_percent": bsa}, rules), "%BSA")
        assert (area.left.result, area.left.items, len(area.left.earlier)) == (result, (), 1)
        assert area.left.limit == "either 20% or less or not in it"
        assert area.differs
    said = finding(compared(WINDOW, "us 2025-09-19", ADULT | {"bsa_percent": "30"}, rules))
    assert said.startswith(
        "Cannot tell on 2025-09-18, met on 2025-09-19: the %BSA limit is either 20% or less or not in it"
    )


def test_what_was_read_of_cautions_is_told_with_what_applies():
    comparison = compared(US_BEFORE, US, CHILD | {"pregnant": "yes"})
    pregnancy = row(comparison, "Pregnancy")
    assert pregnancy.right.items[0].applies == "yes"
    assert pregnancy.left.silence == "not in what was read, and not all of this part was read"
    assert [row.name for row in compared("us 2026-06-29", US, CHILD).differing] == ["Hypoglycaemia"]


def test_the_order_results_then_rules_then_cautions_then_the_same():
    comparison = compared(US_BEFORE, US, CHILD)
    kinds = [(row.differs, row.kind) for row in comparison.rows]
    order = [(True, RESULT), (True, RULE), (True, CAUTION), (False, RESULT), (False, RULE)]
    assert list(dict.fromkeys(kinds)) == order
    rules = [row.result_differs for row in comparison.differing if row.kind == RULE]
    assert rules == sorted(rules, reverse=True)
    assert rules[0]


@pytest.mark.parametrize(
    ("jurisdiction", "on", "before"),
    [
        ("us", TODAY, "2025-09-17"),
        ("us", "2024-01-01", "2022-07-17"),
        ("us", "2025-10-01", "2025-09-17"),
        ("us", "2020-01-01", "2020-01-01"),
        ("ca", TODAY, "2025-03-21"),
        ("eu", TODAY, "2023-04-18"),
        ("au", TODAY, TODAY),
    ],
)
def test_the_day_before_the_limits_last_changed(jurisdiction, on, before):
    assert day_before_change(RULES, jurisdiction, date.fromisoformat(on)) == date.fromisoformat(before)


FIGURES = {
    "age_years": ["1", "2", "8", "11y11m", "12", "10-14", "30"],
    "iga": ["0", "1", "2", "3", "4", "2-4"],
    "bsa_percent": ["0", "3", "20", "20.1", "15-25", "60"],
    "immunocompromised": ["yes", "no"],
    "amount_within_tube_limit": ["yes", "no"],
    "pregnant": ["yes", "no"],
    "weight_kg": ["25"],
    "height_cm": ["125"],
}
PATIENTS = st.fixed_dictionaries({}, optional={name: st.sampled_from(texts) for name, texts in FIGURES.items()})
EDGES = ["2021-09-20", "2021-09-21", "2025-03-22", "2025-09-17", "2025-09-18", "2025-09-19", "2025-10-15", "2026-06-30"]
DAYS = st.sampled_from([date.fromisoformat(text) for text in EDGES]) | st.dates(date(2020, 1, 1), date(2027, 12, 31))
ASKED = st.builds(Side, st.sampled_from(list(RULES.jurisdictions)), DAYS)


@settings(max_examples=150, deadline=None)
@given(PATIENTS, ASKED, ASKED)
def test_swapping_the_sides_swaps_the_rows_and_keeps_what_differs(typed, left, right):
    there, back = compare(profile(typed), left, right, RULES), compare(profile(typed), right, left, RULES)
    assert (there.left, there.right) == (back.right, back.left)
    mirrored = [row._replace(left=row.right, right=row.left) for row in back.rows]
    assert sorted(map(plainly, there.rows)) == sorted(map(plainly, mirrored))


def plainly(row) -> str:
    """A row as text, its items in no order."""
    cells = [cell._replace(items=sorted(map(repr, cell.items)), earlier=sorted(map(repr, cell.earlier))) for cell in row.cells]  # fmt: skip
    return repr((row.kind, row.name, row.part, row.core, *cells, row.differs))


@settings(max_examples=150, deadline=None)
@given(PATIENTS, ASKED, ASKED)
def test_a_side_answers_as_it_does_alone_and_every_rule_stands_once(typed, left, right):
    comparison = compare(profile(typed), left, right, RULES)
    for number, asked in enumerate((left, right)):
        (alone,) = check(profile(typed), asked.day, RULES, (asked.jurisdiction,)).labels
        assert comparison.results[number] == alone
        shown = [item for row in comparison.rows for item in row.cells[number].items]
        assert sorted(map(repr, shown)) == sorted(map(repr, alone.criteria + alone.cautions))


@settings(max_examples=150, deadline=None)
@given(PATIENTS, ASKED, ASKED)
def test_the_finding_names_no_rule_whose_result_is_the_same(typed, left, right):
    comparison = compare(profile(typed), left, right, RULES)
    said = finding(comparison)
    assert said.endswith(".")
    core = [row for row in comparison.rows if row.kind == RULE and row.core]
    if comparison.known and None not in (comparison.left.record, comparison.right.record):
        assert (comparison.left.core_reviewed == comparison.right.core_reviewed) == (" on both" in said.split(";")[0])
        for row in core:
            if (
                row.left.counts_as == row.right.counts_as
                and comparison.left.core_reviewed != comparison.right.core_reviewed
            ):
                assert f"the {row.name.lower()} limit" not in said.lower()
    if not comparison.known:
        assert not any(word in said.lower() for word in ("met on", "met under", "cannot tell"))


@pytest.mark.parametrize("module", ["comparison", "label_differences", "wording"])
def test_the_clock_is_never_read(module):
    text = (ROOT / "ruxcheck/compare" / f"{module}.py").read_text()
    assert "today(" not in text
    assert "now(" not in text


@pytest.fixture
def page() -> AppTest:
    app = AppTest.from_file(str(ROOT / "ruxcheck/web/main.py"), default_timeout=20).run()
    app.switch_page(str(ROOT / "pages/compare.py")).run()
    assert not app.exception
    return app


def html_of(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def choose(app: AppTest, first: str, second: str) -> None:
    for name, asked in (("first", side(first)), ("second", side(second))):
        app.selectbox(key=f"compare_{name}_place").set_value(asked.jurisdiction)
        app.date_input(key=f"compare_{name}_day").set_value(asked.day)
    app.run()


def sides_of(app: AppTest) -> list[tuple[str, str]]:
    return [
        (app.selectbox(key=f"compare_{name}_place").value, str(app.date_input(key=f"compare_{name}_day").value))
        for name in ("first", "second")
    ]


def test_the_page_starts_with_the_day_before_the_label_changed_and_gives_no_verdict(page):
    page.date_input(key="on").set_value(date(2025, 10, 1)).run()
    assert sides_of(page) == [("us", "2025-09-17"), ("us", "2025-10-01")]
    shown = html_of(page)
    assert "Limits that differ: age 12 y or older → 2 y or older" in shown
    assert 'class="rux-tile' not in shown
    assert 'class="rux-shape' not in shown


def test_the_sides_follow_the_form_until_somebody_chooses(page):
    page.pills(key="home").set_value("ca").run()
    assert sides_of(page)[0] == ("ca", "2025-03-21")
    choose(page, US_BEFORE, CA)
    page.date_input(key="on").set_value(date(2025, 10, 1)).run()
    assert sides_of(page) == [("us", "2025-09-01"), ("ca", TODAY)]


def test_the_page_compares_and_swaps(page):
    page.text_input(key="age").set_value("8")
    page.segmented_control(key="iga").set_value(3)
    page.text_input(key="bsa").set_value("12")
    choose(page, US_BEFORE, US)
    assert f"<h2>Not met on 2025-09-01, met on {TODAY}: {WENT}.</h2>" in html_of(page)
    page.button(key="compare_swap").click().run()
    assert sides_of(page) == [("us", TODAY), ("us", "2025-09-01")]
    assert f"<h2>Met on {TODAY}, not met on 2025-09-01: {WENT}.</h2>" in html_of(page)
    assert not page.exception


@pytest.mark.parametrize("sides", [(US, AU), (AU, AU), (WINDOW, CA_WINDOW), (US, EU), ("us 2090-01-01", US)])
def test_the_page_runs_for_every_kind_of_side(page, sides):
    for age in ("8", ""):
        page.text_input(key="age").set_value(age)
        choose(page, *sides)
        assert not page.exception
        assert finding(compared(*sides, {"age_years": age} if age else {})) in html_of(page)


def test_a_day_to_come_is_flagged(page):
    choose(page, US, "us 2090-01-01")
    assert "2090-01-01 is in the future" in page.info[0].value


def test_sides_are_kept_over_page_changes(page):
    choose(page, US_BEFORE, CA)
    page.switch_page(str(ROOT / "pages/labels.py")).run()
    page.switch_page(str(ROOT / "pages/compare.py")).run()
    assert sides_of(page) == [("us", "2025-09-01"), ("ca", TODAY)]


def test_inputs_kept_in_the_address_do_not_disturb_the_page():
    app = AppTest.from_file(str(ROOT / "ruxcheck/web/main.py"), default_timeout=20)
    app.query_params["age"] = "8"
    app.run().switch_page(str(ROOT / "pages/compare.py")).run()
    choose(app, US_BEFORE, US)
    assert not app.exception
    assert not app.warning
    assert app.text_input(key="age").value == "8"
    assert app.query_params["age"] == "8"
    assert f"cannot tell on {TODAY}: {WENT}." in html_of(app)
