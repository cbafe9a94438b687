"""The labs: numbers equal to the effects, made-up sizes made again and named so, readings by the real rules, zero events by arithmetic."""

from datetime import date
from pathlib import Path

import pytest
from markupsafe import escape
from streamlit.testing.v1 import AppTest

from ruxcheck.evidence.effects import difference, proportion_interval
from ruxcheck.evidence.figures import HYPOTHETICAL, difference_in_words, interval_in_words
from ruxcheck.kernel.check import check_record
from ruxcheck.kernel.parsing import InputError
from ruxcheck.kernel.possible_values import Interval
from ruxcheck.store.evidence_files import load_evidence, load_hypothetical, load_results
from ruxcheck.store.files import DataErrors
from ruxcheck.store.reading import load, load_documents
from ruxcheck.teaching.labs import (
    MOST,
    TAIL,
    TEACHING,
    age_interpretations,
    area_interpretations,
    chance_of_none,
    judged_differently,
    needed_in_words,
    older_label,
    pair_of,
    ratio_in_words,
    relative_change_in_words,
    resized_pairs,
    upper_bound,
    whole_patients,
    with_open_bound,
)
from ruxcheck.web.markup import table_html
from ruxcheck.web.teaching import labs, labs_figures
from ruxcheck.web.teaching.labs_figures import RATES, none_seen

ROOT = Path(__file__).parents[2]
EVIDENCE, DOCUMENTS, RULES = load_evidence(), load_documents(), load()
RESULTS = load_results()
BY_ID = {result.id: result for result in RESULTS}
RESULT_IDS = list(BY_ID)
TODAY = date(2026, 11, 22)


def pair(name: str):
    return pair_of(BY_ID[name], EVIDENCE)


# ---------------------------------------------------------------- framing


@pytest.mark.parametrize(
    ("name", "treated", "vehicle"),
    [
        ("success", "253/481", "28/244"),
        ("easi-75", "298/481", "48/244"),
        ("itch", "158/307", "25/158"),
        ("success-children", "74/131", "7/65"),
        ("related", "25/499", "28/250"),
        ("stopped", "3/499", "8/250"),
        ("any", "131/499", "84/250"),
        ("any-label", "132/499", "83/250"),
        ("stopped-children", "1/130", "0/65"),
    ],
)
def test_each_result_has_both_arms_as_counted(name, treated, vehicle):
    assert (pair(name).treated.counts, pair(name).vehicle.counts) == (treated, vehicle)


@pytest.mark.parametrize("name", RESULT_IDS)
def test_every_frame_keeps_interval_and_counts(name):
    treated, vehicle = pair(name)
    pictures = [labs_figures.absolute(name), labs_figures.icons(name)]
    pictures += [shown for shown in (labs_figures.number(name), labs_figures.relative(name)) if shown]
    for picture, rows in pictures:
        assert {row.counts for row in rows} == {treated.counts, vehicle.counts}
        assert treated.counts in picture.alt
        assert vehicle.counts in picture.alt
    for picture, _ in pictures[:2]:
        assert difference_in_words(treated) in picture.alt


@pytest.mark.parametrize("name", RESULT_IDS)
def test_a_number_needed_and_a_ratio_are_drawn_only_where_the_effects_give_one(name):
    treated = pair(name).treated
    assert (labs_figures.number(name) is None) == (treated.nnt is None)
    assert (labs_figures.relative(name) is None) == (treated.rr is None)


@pytest.mark.parametrize(
    ("name", "frame", "why"),
    [
        ("any-label", "number", "the interval of the difference holds zero, 6.7 fewer of 100 (13.8 fewer to 0.1 more)"),
        ("stopped-children", "number", "the interval of the difference holds zero"),
        ("stopped-children", "relative", "an arm without any event leaves nothing to divide by"),
    ],
)
def test_a_frame_that_cannot_be_given_says_why(name, frame, why):
    assert f"cannot be given: {why}" in labs.not_given(name, frame, EVIDENCE)


@pytest.mark.parametrize(
    ("name", "ratio", "change"),
    [
        ("success", "4.6 times as many (3.2 to 6.6)", "358.4% more (220.2 to 556.1)"),
        ("any", "0.78 times as many (0.62 to 0.98)", "21.9% fewer (1.9 to 37.8)"),
        ("any-label", "0.80 times as many (0.63 to 1.00)", "20.3% fewer (36.6% fewer to 0.2% more)"),
        ("stopped-children", "cannot be given: an arm without any event leaves nothing to divide by", ""),
    ],
)
def test_a_ratio_in_words(name, ratio, change):
    treated = pair(name).treated
    assert (ratio_in_words(treated), relative_change_in_words(treated)) == (ratio, change)


def test_the_table_holds_every_result_in_every_frame_whatever_is_chosen():
    shown = table_html(labs.frames_table("any", EVIDENCE, DOCUMENTS))
    for result in RESULTS:
        treated, vehicle = pair_of(result, EVIDENCE)
        direction = EVIDENCE.endpoints[treated.endpoint].direction
        for text in (interval_in_words(treated), interval_in_words(vehicle), needed_in_words(treated, direction)):
            assert escape(text) in shown


# ---------------------------------------------------------------- made-up sizes


@pytest.mark.parametrize("name", RESULT_IDS)
def test_each_result_has_its_made_up_sizes_rounded_to_whole_patients(name):
    real, made_up = pair(name), resized_pairs(BY_ID[name], load_hypothetical())
    assert [(treated.N, vehicle.N) for treated, vehicle in made_up] == [(10, 10), (100, 100), (1000, 1000)]
    for resized in made_up:
        for counted, row in zip(real, resized):
            assert abs(row.n - row.N * counted.n / counted.N) <= 0.5


@pytest.mark.parametrize("name", RESULT_IDS)
def test_the_intervals_of_made_up_sizes_are_those_of_the_one_method(name):
    for treated, vehicle in resized_pairs(BY_ID[name], load_hypothetical()):
        for row in (treated, vehicle):
            low, high, method = proportion_interval(row.n, row.N)
            assert (row.ci_low, row.ci_high, row.ci_method) == (
                pytest.approx(low, abs=1e-4),
                pytest.approx(high, abs=1e-4),
                method,
            )
        expected = difference(treated.n, treated.N, vehicle.n, vehicle.N)
        assert (treated.rd, treated.rd_low, treated.rd_high) == pytest.approx(expected, abs=1e-4)


def test_every_made_up_row_says_so_and_none_is_among_the_evidence():
    assert len(load_hypothetical()) == len(RESULTS) * 3 * 2
    assert all(row.n_origin.startswith(f"{HYPOTHETICAL}: ") for row in load_hypothetical())
    assert not [effect for effect in EVIDENCE.effects if HYPOTHETICAL in effect.n_origin]


@pytest.mark.parametrize("name", RESULT_IDS)
@pytest.mark.parametrize("build", [labs_figures.sizes_arms, labs_figures.sizes_differences])
def test_made_up_sizes_are_named_in_title_marks_table_and_file(name, build):
    picture, rows = build(name)
    assert picture.finding.startswith("HYPOTHETICAL")
    marks, figures = [values for values in picture.spec["datasets"].values() if "kind" in values[0]]
    for cells in (marks, figures):
        made_up = [cell for cell in cells if cell["kind"] == HYPOTHETICAL]
        assert len(made_up) == len(cells) * 3 // 4
        assert all(cell["label"].startswith("HYPOTHETICAL") for cell in made_up)
    assert [row[0] for row in labs.effects_rows(picture, rows).rows] == ["COUNTED"] * 2 + ["HYPOTHETICAL"] * 6
    assert table_html(labs.sizes_table(name, EVIDENCE)).count("<td>HYPOTHETICAL</td>") == 3


def test_made_up_sizes_of_other_figures_are_refused(copy_of_data):
    with pytest.raises(DataErrors, match=r"hypothetical\.csv: missing, or made from other figures .* run make derive"):
        load_hypothetical(copy_of_data())


# ---------------------------------------------------------------- disagreement


@pytest.mark.parametrize(
    ("patient", "at_least", "over"),
    [
        ("34%", "not met", "not met"),
        ("35%", "met", "not met"),
        ("36%", "met", "met"),
        ("30 to 40%", "cannot tell", "cannot tell"),
    ],
)
def test_patients_around_35_percent_under_both_readings(patient, at_least, over):
    rows = {(row.reading, row.patient): row for row in area_interpretations(RULES, "must-paediatric", TODAY)}
    assert rows["35% or more", patient].result == at_least
    assert rows["above 35%", patient].result == over
    assert rows["35% or more", patient].taken
    assert not rows["above 35%", patient].taken


def test_only_the_bound_itself_is_judged_differently():
    assert judged_differently(area_interpretations(RULES, "must-paediatric", TODAY)) == ("35%",)


def test_the_other_reading_changes_one_bound_of_the_record_and_nothing_else():
    record = next(trial for trial in RULES.trials if trial.id == "must-paediatric")
    other = with_open_bound(record, "bsa_percent", RULES)
    changed = [(a.id, a.range, b.range) for a, b in zip(record.criteria, other.criteria) if a != b]
    ((name, inside, outside),) = changed
    assert (name, inside._replace(low_outside=True)) == ("area", outside)
    patient = TEACHING | {"bsa_percent": Interval(35.1, 35.1)}
    assert check_record(patient, other, TODAY, RULES).core == "met"


@pytest.mark.parametrize(("age", "then", "now"), [("8 y", "not met", "met"), ("12 y", "met", "met")])
def test_two_children_under_the_older_label_and_under_todays(age, then, now):
    rows = [row for row in age_interpretations(RULES, "us", TODAY) if row.patient == age]
    assert [(row.reading, row.result, row.taken) for row in rows] == [
        ("12 y or older, as of 2024-12-07", then, False),
        ("2 y or older, as of 2026-11-22", now, True),
    ]


def test_the_older_label_is_the_last_one_with_another_age_limit():
    assert older_label(RULES, "us").id == "us/2022-07-18"


def test_the_choice_of_the_count_changes_whether_there_is_a_number_needed():
    shown = table_html(labs.counts_table(EVIDENCE, DOCUMENTS))
    for text in ("131/499: 26.3 of 100", "84/250: 33.6 of 100", "132/499: 27 of 100", "83/250: 33 of 100"):
        assert text in shown
    assert "one fewer for every 13.6 (6.9 to 211.2) treated" in shown
    assert "cannot be given: the interval of the difference holds zero" in shown


# ---------------------------------------------------------------- zero events


def test_the_closed_form_is_the_exact_interval_of_the_counted_group():
    effect = none_seen()
    assert (effect.n, effect.N, effect.ci_method) == (0, 29, "Clopper-Pearson")
    assert upper_bound(29) == pytest.approx(effect.ci_high, abs=1e-4)


@pytest.mark.parametrize("patients", [1, 10, 29, 100, 300, 1000])
def test_at_the_upper_bound_the_chance_of_none_is_the_tail(patients):
    assert upper_bound(patients) == pytest.approx(proportion_interval(0, patients)[1])
    assert chance_of_none(upper_bound(patients), patients).of_100 == pytest.approx(100 * TAIL)


@pytest.mark.parametrize(
    ("rate", "of_100"), [(0, 100), (1, 74.7), (2, 55.7), (5, 22.6), (10, 4.7), (20, 0.2), (100, 0)]
)
def test_the_chance_of_none_among_29(rate, of_100):
    assert round(chance_of_none(rate, 29).of_100, 1) == of_100


def test_the_picture_has_every_rate_and_the_counted_bound():
    picture, rows = labs_figures.chances()
    assert [round(row.rate, 1) for row in rows] == [1, 2, 5, 10, 11.9, 20]
    assert set(RATES) < {row.rate for row in rows}
    assert "True rate 11.9 of 100: none seen in 2.5 of 100 trials" in picture.alt


def test_only_the_counted_group_is_drawn_as_counted():
    picture, rows = labs_figures.bounds()
    assert [(row.patients, row.counted) for row in rows] == [
        (10, False),
        (29, True),
        (100, False),
        (300, False),
        (1000, False),
    ]
    assert "Counted, 0 of 29: up to 11.9 of 100" in picture.alt
    assert picture.alt.count("HYPOTHETICAL, 0 of") == 4


@pytest.mark.parametrize(
    ("patients", "bound", "none_seen"),
    [
        (1, "up to 97.5 of 100", "99.0"),
        (300, "up to 1.2 of 100", "4.9"),
        (1000, "up to 0.37 of 100", "fewer than 0.1"),
        (MOST, "up to 0.0037 of 100", "fewer than 0.1"),
    ],
)
def test_no_event_among_other_numbers_of_patients_is_never_said_to_be_impossible(patients, bound, none_seen):
    shown = table_html(labs.none_of(patients))
    assert f"<caption>HYPOTHETICAL, no event in {patients:,} patients: {bound}</caption>" in shown
    assert f"True rate, 1 of 100</td><td>none seen in {none_seen} of 100 trials" in shown
    assert "seen in 0.0 of" not in shown


@pytest.mark.parametrize(("typed", "patients"), [("1", 1), (" 50 ", 50), ("2,000", 2000), (str(MOST), MOST)])
def test_a_number_of_patients_is_read(typed, patients):
    assert whole_patients(typed) == patients


@pytest.mark.parametrize("typed", ["0", "-1", "1.5", "50 %", "1e3", "", "many", str(MOST + 1), "²"])
def test_what_is_no_number_of_patients_is_refused_in_words(typed):
    with pytest.raises(InputError, match="allowed: a whole number from 1 to 100,000"):
        whole_patients(typed)


# ---------------------------------------------------------------- the page


def opened(lab: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "ruxcheck/web/main.py"), default_timeout=20).run()
    app.switch_page(str(ROOT / "pages/labs.py"))
    app.query_params["lab"] = lab
    return app.run()


def html_of(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def test_the_page_runs_and_its_result_can_be_chosen():
    app = opened("framing")
    assert not app.exception
    app.selectbox(key="labs_result").set_value("any-label").run()
    assert not app.exception
    assert "cannot be given" in app.info[0].value


def test_each_disagreement_says_what_the_sources_say_what_is_taken_and_why():
    app = opened("disagreement")
    assert not app.exception
    shown = html_of(app)
    for name in ("teae-131-or-132", "must-paediatric-area", "us-age-in-news-and-policies"):
        conflict = next(conflict for conflict in DOCUMENTS.conflicts if conflict.id == name)
        for text in (*(said.text for said in conflict.says), conflict.handling, conflict.because):
            assert escape(text) in shown


def test_a_typed_number_of_patients_is_answered_and_named_hypothetical():
    app = opened("zero")
    app.text_input(key="labs_patients").set_value("50").run()
    assert not app.exception
    assert "HYPOTHETICAL, no event in 50 patients: up to 7.1 of 100" in html_of(app)
    app.text_input(key="labs_patients").set_value("1.5").run()
    assert "a whole number from 1 to 100,000" in app.error[0].value


def test_an_address_that_names_no_lab_is_explained():
    app = opened("nothing")
    assert not app.exception
    assert "framing, disagreement, zero" in app.warning[0].value
