"""The story: ten short steps, every number of a text a value of its row, every picture drawn; a wrong one is refused in words."""

import os
import shutil

import pytest
from streamlit.testing.v1 import AppTest

from ruxcheck.charts.images import SMALLEST, magnified_picture
from ruxcheck.cli.derive import write as derive
from ruxcheck.store.evidence_files import load_evidence, load_story
from ruxcheck.store.files import DATA, DataErrors
from ruxcheck.store.reading import load, load_documents
from ruxcheck.teaching.story import (
    PICTURES,
    DataReference,
    FactBase,
    behind,
    number_faults,
    numbers_in,
    places_of,
    values_of,
)
from ruxcheck.web.teaching import story

STEPS = load_story()
FACTS = FactBase(load(), load_documents(), load_evidence())
BY_ID = {step.id: step for step in STEPS}
ORDER = ("question", "design", "patients", "result", "difference", "itch", "harms", "exposure", "labels", "unknown")


def sizes(part) -> list[float]:
    """Every size of words in a specification."""
    if isinstance(part, list):
        return [size for item in part for size in sizes(item)]
    if not isinstance(part, dict):
        return []
    named = [part[key] for key in ("fontSize", "labelFontSize", "titleFontSize") if key in part]
    return named + [size for value in part.values() for size in sizes(value)]


def changed(folder: str, name: str, old: str, new: str) -> None:
    path = os.path.join(folder, name)
    with open(path, encoding="utf-8") as file:
        text = file.read()
    assert old in text
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text.replace(old, new, 1))


def test_the_story_has_ten_steps_in_this_order():
    assert tuple(step.id for step in load_story()) == ORDER


@pytest.mark.parametrize("step", STEPS, ids=ORDER)
def test_a_step_is_short_and_rests_on_named_documents(step):
    assert len(step.text.split()) <= 60
    assert len(step.heading) <= 62, "a longer heading takes a second line in a room"
    assert {source for source, _ in places_of(step, FACTS)} <= FACTS.documents.sources.keys()


@pytest.mark.parametrize("step", STEPS, ids=ORDER)
def test_every_number_of_a_step_is_a_value_of_what_it_rests_on(step):
    assert number_faults((step,), FACTS) == []


@pytest.mark.parametrize("step", STEPS, ids=ORDER)
def test_a_number_that_is_no_value_is_named_with_its_place(step):
    (fault,) = number_faults((step._replace(text=f"{step.text} Also 7777."),), FACTS)
    assert f"story.toml: steps '{step.id}': the number 7777 in its text is no value of what it rests on" in fault
    assert fault.endswith("correct it, or add its row to rests_on")


@pytest.mark.parametrize("step", STEPS, ids=ORDER)
def test_without_what_it_rests_on_the_numbers_of_a_step_are_refused(step):
    other = DataReference("conflict", "phase1-scalp")
    assert number_faults((step._replace(rests_on=(other,)),), FACTS)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        pytest.param("52.6 of 100 (48.1 to 57.0)", ["52.6", "48.1", "57.0"], id="of 100 is free"),
        pytest.param("100 patients", ["100"], id="100 alone is not"),
        pytest.param("since 2025-09-18", ["2025-09-18"], id="a day is one number"),
        pytest.param("253/481, 20%, 2:2:1", ["253", "481", "20", "2", "2", "1"], id="signs between"),
        pytest.param("at the end 52.", ["52"], id="a full stop is no decimal point"),
        pytest.param("no number", [], id="none"),
    ],
)
def test_numbers_are_read_from_a_text(text, numbers):
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    ("step", "values"),
    [
        pytest.param("result", {"253", "481", "52.6", "48.1", "57.0", "8", "0", "1", "2"}, id="counts, interval, definition"),
        pytest.param("difference", {"41.1", "34.7", "46.7", "2.4", "2.1", "2.9", "4.6"}, id="difference, NNT, ratio"),
        pytest.param("patients", {"32.0", "9.8", "5.4", "12", "85"}, id="printed value, SD and range"),
        pytest.param("question", {"2", "20", "3", "35"}, id="bounds of records"),
        pytest.param("labels", {"2025-09-18", "2025-09-19", "2025-10-15", "2021"}, id="days and years"),
        pytest.param("harms", {"132", "83"}, id="a conflict"),
        pytest.param("exposure", {"0.07", "281"}, id="an amount, a reference"),
    ],
)  # fmt: skip
def test_the_values_of_a_step_are_those_of_its_rows(step, values):
    assert values <= values_of(BY_ID[step], FACTS)


def test_a_trial_s_name_is_no_number_but_only_where_the_step_rests_on_it():
    step = BY_ID["result"]._replace(text="TRuE-AD3 is not in it.")
    assert "the number 3 in its text" in number_faults((step,), FACTS)[0]
    assert number_faults((BY_ID["itch"]._replace(text="TRuE-AD1 and TRuE-AD2."),), FACTS) == []


@pytest.mark.parametrize("step", STEPS, ids=ORDER)
def test_every_figure_of_a_step_is_exactly_one_row(step):
    for reference in step.rests_on:
        if reference.where:
            assert FACTS.evidence.find(**dict(reference.where)) == (behind(reference, FACTS),)


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        pytest.param("story.toml", "253 of 481", "254 of 481", ["'result'", "the number 254 in its text"], id="a text"),
        pytest.param("story.toml", "41.1 more of 100 with", "42.1 more of 100 with", ["'difference'", "42.1 in its heading"], id="a heading"),
        pytest.param("outcomes/true-ad-efficacy.csv", "percent,253,481,52.6", "percent,254,481,52.8", ["'result'", "the number 253"], id="a row"),
        pytest.param("trials/must-paediatric.toml", "min = 35", "min = 40", ["'question'", "the number 35 in its text"], id="a bound"),
    ],
)  # fmt: skip
def test_one_changed_number_stops_it(name, old, new, words, copy_of_data):
    folder = copy_of_data()
    changed(folder, name, old, new)
    with pytest.raises(DataErrors) as raised:
        derive(folder)
    assert [error for error in raised.value.errors if all(word in str(error) for word in words)], raised.value


def test_a_changed_story_is_not_shown_beside_effects_of_other_figures(copy_of_data):
    folder = copy_of_data()
    shutil.copytree(os.path.join(DATA, "derived"), os.path.join(folder, "derived"))
    changed(folder, "story.toml", "253 of 481", "254 of 481")
    with pytest.raises(DataErrors, match="run make derive"):
        load_story(folder)


def test_the_story_reads_the_same_with_and_without_its_snapshot(copy_of_data):
    folder = copy_of_data()
    derive(folder)
    from_snapshot = load_story(folder)
    os.remove(os.path.join(folder, "derived", "story.json"))
    load_story.cache_clear()
    assert load_story(folder) == from_snapshot == STEPS


def test_every_picture_that_may_be_named_is_drawn():
    assert {story.MAP, *story.DRAWN} == set(PICTURES)


@pytest.mark.parametrize("paper", ["light", "dark"])
@pytest.mark.parametrize("step", STEPS, ids=ORDER)
def test_a_picture_has_its_finding_source_line_and_rows(step, paper):
    picture, rows = story.shown(step.figure, paper)
    assert picture.finding
    assert picture.footer in picture.alt
    assert rows


@pytest.mark.parametrize("name", PICTURES)
def test_in_a_room_no_word_is_small_and_the_source_line_stays(name):
    picture, _ = story.shown(name)
    shown = magnified_picture(picture, story.MAGNIFIED)
    title = shown.spec["title"]
    assert " ".join(title["text"]) == picture.footer
    assert title["fontSize"] * story.MAGNIFIED == 15
    assert min(sizes(shown.spec | {"title": {}}), default=SMALLEST) >= SMALLEST
    assert SMALLEST * story.MAGNIFIED >= 18
    assert shown.alt == picture.alt


def test_the_map_holds_the_label_and_both_trials_at_an_iga_that_all_admit():
    picture, areas = story.shown("map")
    assert [(area.id, area.severity) for area in areas] == [
        ("us/2026-06-30", "met"),
        ("true-ad", "met"),
        ("must-paediatric", "met"),
    ]
    assert "US label: age 2 y or older" in picture.alt
    assert "Paediatric max. use: age 2 to under 12 y, 35% or more of body surface" in picture.alt


def opened(step: str) -> AppTest:
    app = AppTest.from_file("../../ruxcheck/web/main.py", default_timeout=20).run()
    app.switch_page("../../pages/story.py")
    app.query_params["step"] = step
    return app.run()


@pytest.mark.parametrize("step", STEPS, ids=ORDER)
def test_each_step_opens_by_its_id(step):
    app = opened(step.id)
    assert not app.exception
    assert app.title[0].value.replace("\\", "") == step.heading
    assert not app.warning


def test_an_unknown_step_is_said_and_the_first_is_shown():
    app = opened("last*one*")
    assert app.warning[0].value.replace("\\", "") == (
        f"The address asks for step 'last*one*'; allowed: {', '.join(ORDER)}. The first step is shown."
    )
    assert app.title[0].value.startswith("For whom is the cream labelled")
