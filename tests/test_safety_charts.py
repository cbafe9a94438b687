"""The safety pictures show the data rows and nothing else, and the page says them with their sources."""

from html import escape
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from ruxcheck.charts.events import COLUMNS as EVENT_COLUMNS
from ruxcheck.charts.events import counted, event_intervals, event_rows
from ruxcheck.charts.exposure import COLUMNS as LEVEL_COLUMNS
from ruxcheck.charts.exposure import END, level_in_words, levels
from ruxcheck.charts.frame import ARM_EDGES, ARM_FILLS, ARM_SHAPES
from ruxcheck.charts.headed import keyed
from ruxcheck.effect_words import difference_in_words, number_needed_in_words
from ruxcheck.evidence_files import load_evidence
from ruxcheck.records import load, load_documents
from ruxcheck.ui import exposure_figures, safety_figures, safety_tables

ROOT = Path(__file__).parents[1]
EVIDENCE, DOCUMENTS = load_evidence(), load_documents()
PICTURES = {
    "events": safety_figures.events,
    "site_events": safety_figures.site_events,
    "differences": safety_figures.differences,
    "two_counts": safety_figures.two_counts,
    "special_interest": safety_figures.special_interest,
    "exposure": exposure_figures.exposure,
    "children": exposure_figures.children,
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


@pytest.mark.parametrize("build", [safety_figures.events, safety_figures.site_events])
def test_every_arm_of_every_event_is_said_with_its_count_and_interval(build):
    picture, rows = build()
    assert len(rows) == 3 * len({row.endpoint for row in rows})
    for row in rows:
        effect = safety_figures.event(row.endpoint, row.arm)
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
    effect = safety_figures.event(endpoint, arm)
    assert (effect.n, effect.N, effect.printed) == (n, total, printed)


def test_the_axis_ends_where_its_title_says():
    picture, _ = safety_figures.events()
    (title,) = {mark["encoding"]["x"]["axis"]["title"] for mark in marks(picture.spec)}
    (domain,) = {tuple(mark["encoding"]["x"]["scale"]["domain"]) for mark in marks(picture.spec)}
    assert title == f"Patients, of 100 (axis ends at {domain[1]})"
    assert domain == (0, safety_figures.END)


def test_an_interval_beyond_the_axis_is_refused():
    rows = event_rows([("Any", safety_figures.event("teae", "vehicle"))])
    with pytest.raises(ValueError, match="the axis ends at 30"):
        event_intervals(rows, 30)


@pytest.mark.parametrize(("chart", "columns"), [(event_intervals, EVENT_COLUMNS), (levels, LEVEL_COLUMNS)])
def test_wrong_columns_are_refused_by_name(chart, columns):
    wrong = pd.DataFrame([["x"] * len(columns)], columns=["mistake", *columns[1:]])
    with pytest.raises(ValueError, match="mistake"):
        chart(wrong, 100)


def test_headings_stand_above_the_first_row_of_each_group():
    rows = pd.DataFrame(
        [["A", "x", "1"], ["A", "y", "2"], ["B", "x", "3"], ["", "z", "4"]], columns=["group", "label", "words"]
    )
    keys = keyed(rows)[1]
    assert [key.split("|", 1)[1] for key in keys] == ["A", "x|1", "y|2", "B", "x|3", "z|4"]
    assert len(set(keys)) == len(keys)


def test_every_difference_is_said_and_only_those_that_leave_out_zero_have_a_number():
    picture, _ = safety_figures.differences()
    said = dict(line.split(": ", 1) for line in safety_figures.numbers_needed())
    for words, effect in safety_figures.compared():
        assert difference_in_words(effect) in picture.alt
        needed = number_needed_in_words(effect, "lower is better")
        assert bool(needed) is not (effect.rd_low <= 0 <= effect.rd_high)
        assert said[words] == (needed or safety_figures.no_number(effect))
        assert effect.rd_low >= -20
        assert effect.rd_high <= 20


def test_poster_and_label_differ_by_one_patient_an_arm_and_only_one_leaves_out_zero():
    picture, rows = safety_figures.two_counts()
    poster, label = ({row.arm: row.n for row in rows if row.source == source} for source in safety_figures.PAIRS)
    assert {arm: abs(poster[arm] - label[arm]) for arm in poster} == {"vehicle": 1, "rux-1.5": 1}
    effects = [safety_figures.event("teae", "rux-1.5", source) for source in safety_figures.PAIRS]
    assert [effect.nnt is None for effect in effects] == [False, True]
    for effect in effects:
        assert difference_in_words(effect) in picture.finding
        assert effect.counts in picture.alt


def test_none_of_29_is_said_with_what_it_leaves_open_and_compared_with_nothing():
    picture, (row,) = safety_figures.special_interest()
    effect = EVIDENCE.effect(trial="must-paediatric", endpoint="aesi")
    assert (row.n, row.N) == (0, 29)
    assert picture.finding.endswith("up to 11.9 of 100")
    assert f"{effect.ci_high:.1f}" == "11.9"
    assert "Clopper-Pearson (exact)" in picture.footer
    assert effect.rd is None
    assert "no comparison" in picture.footer


def test_every_mean_level_is_drawn_once_and_said_with_its_sd():
    picture, rows = exposure_figures.exposure()
    means = EVIDENCE.find(endpoint="css", statistic="mean")
    assert {row for row in rows if row.endpoint == "css"} == set(means)
    for row in means:
        assert level_in_words(row) in picture.alt
    drawn = {
        (cell["mean"], cell["top"]) for cells in picture.spec["datasets"].values() for cell in cells if "mean" in cell
    }
    assert {mean for mean, _ in drawn} == {row.number for row in means}
    assert {top for _, top in drawn if top} == {row.number + row.sd for row in means if row.sd is not None}
    assert all(row.number + (row.sd or 0) <= END for row in means)


@pytest.mark.parametrize(
    ("population", "mean", "sd", "patients"),
    [("age-12-15", "43.8", 67.7, 14), ("age-16-17", "20.2", 23.0, 7), ("age-18-and-older", "179", 438, 19),
     ("bsa-25-to-under-40", "30.9", 32.8, 28), ("bsa-40-and-more", "274", 539, 12)],
)  # fmt: skip
def test_levels_read_off_table_3(population, mean, sd, patients):
    (row,) = EVIDENCE.find(population=population, endpoint="css")
    assert (row.value, row.sd, row.N) == (mean, sd, patients)


def test_the_finding_on_levels_counts_what_it_says():
    picture, rows = exposure_figures.exposure()
    means = [row for row in rows if row.endpoint == "css"]
    with_sd = [row for row in means if row.sd is not None]
    wide = [row for row in with_sd if row.sd > row.number]
    assert f"larger than the mean in {len(wide)} of {len(with_sd)} groups" in picture.finding
    assert max(means, key=lambda row: row.number).value in picture.finding
    assert "does not say that every patient is below it" in picture.alt


def test_the_reference_is_drawn_at_its_value_and_described_in_both_ways():
    picture, _ = exposure_figures.exposure()
    both = exposure_figures.reference()
    assert {row.value for row in both} == {"281"}
    drawn = [cell["nM"] for cells in picture.spec["datasets"].values() for cell in cells if "nM" in cell]
    assert drawn == [281]
    words = exposure_figures.how_to_read(EVIDENCE, DOCUMENTS)
    assert len(both) == 2
    assert all(row.note in words for row in both)
    assert "does not mean that every patient is below it" in words


def test_a_level_without_an_sd_says_so():
    (row,) = EVIDENCE.find(endpoint="css", source="hamad-2025")
    assert level_in_words(row) == f"mean {row.value} nM (SD not found)"


def test_a_table_mixes_no_denominators():
    rows = EVIDENCE.find(endpoint="upper-respiratory-tract-infection", time="52 weeks", arm="rux-1.5")
    with pytest.raises(ValueError, match=r"\[159, 598\]"):
        safety_tables.groups_table("x", rows, {"rux-1.5": "1.5%"}, EVIDENCE, DOCUMENTS)


def test_a_conflict_that_is_not_there_is_told():
    with pytest.raises(LookupError, match="nothing-of-the-kind"):
        safety_tables.chosen_conflicts(DOCUMENTS, "nothing-of-the-kind")


@pytest.fixture(scope="module")
def page() -> AppTest:
    app = AppTest.from_file(str(ROOT / "ruxcheck/ui/main.py"), default_timeout=20).run()
    return app.switch_page(str(ROOT / "pages/safety.py")).run()


def html_of(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def test_the_page_runs(page):
    assert not page.exception
    assert page.title[0].value.startswith("Safety")


def test_the_page_shows_every_row_of_both_label_tables_as_printed(page):
    shown = html_of(page)
    rows = [row for row in EVIDENCE.find(source="us-pi-v14") if row.locator in ("6.1 Table 1", "6.1 Table 2")]
    assert len(rows) == 28
    for row in rows:
        assert EVIDENCE.endpoints[row.endpoint].label in shown
        assert f">{safety_tables.as_printed(row)}<" in shown


def test_the_page_shows_the_boxed_warning_in_the_records_words(page):
    shown = html_of(page)
    label = next(record for record in load().labels if record.id == "us/2026-06-30")
    boxed = next(caution for caution in label.cautions if caution.id == "boxed-warning")
    for part in boxed.statement.split(". "):
        assert part in shown
    assert "mainly oral JAK inhibitors" in shown
    assert DOCUMENTS.sources[boxed.source].url in shown


@pytest.mark.parametrize("name", [*safety_figures.CONFLICTS, *safety_figures.LATER_CONFLICTS, "reference-281-nm"])
def test_the_page_shows_the_conflict(page, name):
    conflict = next(conflict for conflict in DOCUMENTS.conflicts if conflict.id == name)
    shown = html_of(page)
    assert escape(conflict.title) in shown
    assert escape(conflict.handling) in shown


def test_the_page_shows_every_long_term_group(page):
    shown = html_of(page)
    for row in EVIDENCE.find(trial="true-ad-lts", endpoint="adverse-event"):
        assert f">{row.n} ({row.value})<" in shown
        assert f"N\u00a0{row.N}" in shown
