"""The safety pictures show the data rows and nothing else, and the page says them with their sources."""

from pathlib import Path

import pandas as pd
import pytest

from ruxcheck.charts.exposure import LEVEL_COLUMNS, level_chart
from ruxcheck.charts.proportions import EVENT_COLUMNS, counted, event_chart, event_rows, with_headings
from ruxcheck.charts.theme import ARM_EDGES, ARM_FILLS, ARM_SHAPES
from ruxcheck.evidence.figures import difference_in_words, number_needed_in_words
from ruxcheck.store.evidence_files import load_displays, load_evidence
from ruxcheck.store.reading import load_documents
from ruxcheck.web.evidence import exposure, safety
from ruxcheck.web.evidence.sources import chosen_conflicts

ROOT = Path(__file__).parents[2]
EVIDENCE, DOCUMENTS = load_evidence(), load_documents()
PICTURES = {
    "events": safety.events,
    "site_events": safety.site_events,
    "differences": safety.differences,
    "two_counts": safety.two_counts,
    "special_interest": safety.special_interest,
    "exposure": exposure.exposure,
    "children": exposure.children,
}


def marks(spec: dict) -> list[dict]:
    """Every layer of a picture that draws something, nested ones too."""
    return [mark for layer in spec.get("layer", [spec]) for mark in (marks(layer) if "layer" in layer else [layer])]


@pytest.mark.parametrize("name", PICTURES)
def test_finding_and_source_stand_inside_the_picture_and_in_its_text(name):
    picture, rows = PICTURES[name]()
    title = picture.spec["title"]
    assert " ".join(title["text"]) == picture.finding
    assert " ".join(title["subtitle"]) == picture.footer
    assert picture.alt.startswith(picture.finding)
    assert picture.alt.endswith(picture.footer)
    for source in {row.source for row in rows if row.endpoint != "ic50"}:
        assert DOCUMENTS.sources[source].title in picture.footer


@pytest.mark.parametrize("name", PICTURES)
def test_every_channel_is_spelt_out_and_no_text_has_a_colour_of_its_own(name):
    for mark in marks(PICTURES[name]()[0].spec):
        assert mark["mark"]["type"] != "text" or "color" not in mark["mark"]
        for channel in ("x", "y"):
            field = mark["encoding"].get(channel, {})
            assert not field.get("aggregate")
            if field.get("type") == "quantitative" and "scale" in field:
                assert field["scale"]["domain"][0] in (0, -20)


@pytest.mark.parametrize("name", ["events", "site_events", "exposure"])
def test_each_arm_keeps_its_look(name):
    points = [mark for mark in marks(PICTURES[name]()[0].spec) if mark["mark"]["type"] == "point"]
    for point in points:
        for channel, look in (("stroke", ARM_EDGES), ("fill", ARM_FILLS), ("shape", ARM_SHAPES)):
            scale = point["encoding"][channel]["scale"]
            assert dict(zip(scale["domain"], scale["range"])) == look
            assert point["encoding"][channel]["legend"] is None


@pytest.mark.parametrize("build", [safety.events, safety.site_events])
def test_every_arm_of_every_event_is_said_with_its_count_and_interval(build):
    picture, rows = build()
    assert len(rows) == 3 * len({row.endpoint for row in rows})
    for row in rows:
        effect = safety.event(row.endpoint, row.arm)
        assert (effect.n, effect.N, effect.printed) == (row.n, row.N, row.value)
        assert counted(effect) in picture.alt
        assert f"{row.N}" in picture.footer
    drawn = [row["percent"] for rows_ in picture.spec["datasets"].values() for row in rows_]
    assert sorted(drawn) == sorted(row.number for row in rows)


@pytest.mark.parametrize(
    ("endpoint", "arm", "n", "total", "printed"),
    [
        ("teae", "rux-1.5", 131, 499, "26.3"),
        ("teae", "vehicle", 84, 250, "33.6"),
        ("teae-related", "rux-0.75", 23, 500, "4.6"),
        ("teae-discontinued", "rux-1.5", 3, 499, "0.6"),
        ("application-site-pruritus", "rux-1.5", 0, 499, "0.0"),
    ],
)
def test_counts_read_off_the_poster(endpoint, arm, n, total, printed):
    effect = safety.event(endpoint, arm)
    assert (effect.n, effect.N, effect.printed) == (n, total, printed)


def test_the_axis_ends_where_its_title_says():
    picture, _ = safety.events()
    (title,) = {mark["encoding"]["x"]["axis"]["title"] for mark in marks(picture.spec)}
    (domain,) = {tuple(mark["encoding"]["x"]["scale"]["domain"]) for mark in marks(picture.spec)}
    assert title == f"Patients, of 100 (axis ends at {domain[1]})"
    assert domain == (0, safety.END)


def test_an_interval_beyond_the_axis_is_refused():
    rows = event_rows([("Any", safety.event("teae", "vehicle"))])
    with pytest.raises(ValueError, match="the axis ends at 30"):
        event_chart(rows, 30)


@pytest.mark.parametrize(("chart", "columns"), [(event_chart, EVENT_COLUMNS), (level_chart, LEVEL_COLUMNS)])
def test_wrong_columns_are_refused_by_name(chart, columns):
    wrong = pd.DataFrame([["x"] * len(columns)], columns=["mistake", *columns[1:]])
    with pytest.raises(ValueError, match="mistake"):
        chart(wrong, 100)


def test_headings_stand_above_the_first_row_of_each_group():
    rows = pd.DataFrame(
        [["A", "x", "1"], ["A", "y", "2"], ["B", "x", "3"], ["", "z", "4"]], columns=["group", "label", "words"]
    )
    keys = with_headings(rows)[1]
    assert [key.split("|", 1)[1] for key in keys] == ["A", "x|1", "y|2", "B", "x|3", "z|4"]
    assert len(set(keys)) == len(keys)


def test_every_difference_is_said_and_only_those_that_leave_out_zero_have_a_number():
    picture, _ = safety.differences()
    said = dict(line.split(": ", 1) for line in safety.numbers_needed())
    for words, effect in safety.compared():
        assert difference_in_words(effect) in picture.alt
        needed = number_needed_in_words(effect, "lower is better")
        assert bool(needed) is not (effect.rd_low <= 0 <= effect.rd_high)
        if effect.endpoint != "teae":
            assert said[words] == (needed or safety.no_number(effect))
        assert effect.rd_low >= -20
        assert effect.rd_high <= 20


def test_a_disputed_count_gives_the_difference_by_each_source_and_no_number_needed():
    said = dict(line.split(": ", 1) for line in safety.numbers_needed())
    assert said["Any adverse event"] == (
        "no number needed; the count is disputed: poster 7.3 fewer of 100 (0.5 to 14.4), "
        "label of 2021-2024 6.7 fewer of 100 (13.8 fewer to 0.1 more)"
    )


def test_serious_events_and_flow_are_counts_by_trial_and_arm_as_the_registry_prints_them():
    first, second, third = safety.serious_events()
    assert [table.rows[0] for table in (first, second, third)] == [("Deaths", "0", "0", "0")] * 3
    assert [table.rows[1] for table in (first, second, third)] == [
        ("Any serious adverse event", *counts) for counts in (("2", "9", "6"), ("0", "8", "4"), ("0", "0", "3"))
    ]
    assert ("Serious: cerebrovascular accident", "0", "1", "1") in second.rows
    assert second.heads == ("Event", "Vehicle, N\u00a0124", "0.75%, N\u00a0301", "1.5%, N\u00a0298")
    flow = {table.caption: {row[0]: row[1:] for row in table.rows} for table in safety.flow("randomised")}
    assert [counts["Completed the period"] for counts in flow.values()] == [
        ("95", "222", "225"),
        ("105", "209", "224"),
        ("49", "120", "115"),
    ]


def test_poster_and_label_differ_by_one_patient_an_arm_and_only_one_leaves_out_zero():
    picture, rows = safety.two_counts()
    poster, label = (
        {row.arm: row.n for row in rows if row.source == source}
        for source in load_displays()["safety-two-counts"].words
    )
    assert {arm: abs(poster[arm] - label[arm]) for arm in poster} == {"vehicle": 1, "rux-1.5": 1}
    effects = [safety.event("teae", "rux-1.5", source) for source in load_displays()["safety-two-counts"].words]
    assert [effect.nnt is None for effect in effects] == [False, True]
    for effect in effects:
        assert difference_in_words(effect) in picture.finding
        assert effect.counts in picture.alt


def test_none_of_29_is_said_with_what_it_leaves_open_and_compared_with_nothing():
    picture, (row,) = safety.special_interest()
    effect = EVIDENCE.effect(trial="must-paediatric", endpoint="aesi")
    assert (row.n, row.N) == (0, 29)
    assert picture.finding.endswith("up to 11.9 of 100")
    assert f"{effect.ci_high:.1f}" == "11.9"
    assert "Clopper-Pearson (exact)" in picture.footer
    assert effect.rd is None
    assert "no comparison" in picture.footer


def test_a_table_mixes_no_denominators():
    rows = EVIDENCE.find(endpoint="upper-respiratory-tract-infection", time="52 weeks", arm="rux-1.5")
    with pytest.raises(ValueError, match=r"\[159, 598\]"):
        safety.groups_table("x", rows, {"rux-1.5": "1.5%"}, EVIDENCE, DOCUMENTS)


def test_a_conflict_that_is_not_there_is_told():
    with pytest.raises(LookupError, match="nothing-of-the-kind"):
        chosen_conflicts(DOCUMENTS, "nothing-of-the-kind")
