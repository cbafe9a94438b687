"""The efficacy pictures: right encodings, wrong rows refused by name, every number in the words equal to its data row."""

import re
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from ruxcheck.charts import forest_plot, proportions
from ruxcheck.charts.theme import ARM_FILLS, ARM_SHAPES, with_theme_colours
from ruxcheck.evidence.figures import difference_in_words, interval_in_words, number_needed_in_words
from ruxcheck.store.evidence_files import load_evidence, load_registry
from ruxcheck.web.evidence import efficacy as figures

ROOT = Path(__file__).parents[2]
EVIDENCE = load_evidence()
SHOWN = [
    pytest.param(build(*arguments), id=f"{build.__name__} {' '.join(arguments)}")
    for build, arguments in [
        *((figures.responders, (study, endpoint)) for study in figures.studies() for endpoint in figures.ENDPOINTS),
        *((figures.icons, (study, endpoint)) for study in figures.studies() for endpoint in figures.ENDPOINTS),
        *((figures.differences, (endpoint,)) for endpoint in figures.ENDPOINTS),
        *((build, ()) for build in (figures.prior_therapy, figures.early_itch, figures.itch_at_12_hours, figures.scorad)),
    ]
    if build(*arguments) is not None
]  # fmt: skip


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+/\d+|\d+\.\d+", text.replace("0.75%", "").replace("1.5%", "")))


def known_numbers(rows) -> set[str]:
    """Every way a number of these figures, or of the effects from them, may be written."""
    places = {(row.trial, row.population, row.endpoint, row.time) for row in rows}
    found = {row.counts for row in rows} | {str(row.value).lstrip("-") for row in rows}
    printed = [
        row.p_printed
        for row in (*EVIDENCE.figures, *load_registry().figures)
        if (row.trial, row.population, row.endpoint, row.time) in places
    ]
    found |= {p_value.lstrip("<") for p_value in printed}
    for effect in EVIDENCE.effects + load_registry().effects:
        if (effect.trial, effect.population, effect.endpoint, effect.time) in places:
            found |= {effect.counts, effect.printed}
            counted = 100 * effect.n / effect.N if effect.N else 0
            shown = (
                counted,
                effect.ci_low,
                effect.ci_high,
                effect.rd,
                effect.rd_low,
                effect.rd_high,
                effect.nnt,
                effect.nnt_low,
                effect.nnt_high,
            )
            found |= {f"{abs(number):.1f}" for number in shown if number is not None}
    return found


@pytest.mark.parametrize("shown", SHOWN)
def test_every_number_in_the_words_is_in_the_data(shown):
    picture, rows = shown
    assert rows
    assert numbers(picture.alt) <= known_numbers(rows)
    assert numbers(picture.finding) <= known_numbers(rows)


@pytest.mark.parametrize("shown", SHOWN)
def test_finding_and_source_stand_inside_the_picture(shown):
    picture, _ = shown
    title = picture.spec["title"]
    assert " ".join(title["text"]) == picture.finding
    assert " ".join(title["subtitle"]) == picture.footer
    assert picture.footer.startswith("Source: ")


@pytest.mark.parametrize(
    ("chart", "frame"),
    [
        (proportions.dot_interval_chart, pd.DataFrame({"arm": ["vehicle"]})),
        (proportions.icon_array, pd.DataFrame({"arm": ["vehicle"]})),
    ],
)
def test_wrong_columns_are_refused_by_name(chart, frame):
    with pytest.raises(ValueError, match=r"columns .*'arm'.*; allowed are"):
        chart(frame)


def test_wrong_columns_of_charts_with_an_axis_are_refused_by_name():
    with pytest.raises(ValueError, match=r"columns .*'rd'.*; allowed are"):
        forest_plot.forest(pd.DataFrame({"rd": [1.0]}), -10, 10)
    with pytest.raises(ValueError, match=r"columns .*'value'.*; allowed are"):
        proportions.dot_chart(pd.DataFrame({"value": [1.0]}), "points", 0, 1)


def encodings(spec: dict, mark: str) -> dict:
    return next(layer["encoding"] for layer in spec["layer"] if layer["mark"]["type"] == mark)


def test_proportions_run_from_0_to_100_and_every_arm_keeps_its_look():
    picture, _ = figures.responders("true-ad", "iga-ts")
    encoding = encodings(picture.spec, "point")
    assert encoding["x"]["scale"]["domain"] == [0, 100]
    assert dict(zip(encoding["fill"]["scale"]["domain"], encoding["fill"]["scale"]["range"])) == ARM_FILLS
    assert dict(zip(encoding["shape"]["scale"]["domain"], encoding["shape"]["scale"]["range"])) == ARM_SHAPES


def test_zero_is_drawn_in_the_forest():
    picture, _ = figures.differences("iga-ts")
    assert [{"rd": 0.0}] in list(picture.spec["datasets"].values())


def test_icons_have_the_same_hundred_for_every_arm():
    picture, _ = figures.icons("true-ad", "iga-ts")
    rows = next(iter(picture.spec["datasets"].values()))
    counted = {arm: [row["counted"] for row in rows if row["arm"] == arm] for arm in {row["arm"] for row in rows}}
    assert {len(icons_of_arm) for icons_of_arm in counted.values()} == {100}
    assert {arm: sum(icons_of_arm) for arm, icons_of_arm in counted.items()} == {
        "vehicle": 11,
        "rux-0.75": 45,
        "rux-1.5": 53,
    }


def test_where_no_publication_gives_a_figure_the_registry_record_does_with_its_printed_p():
    picture, rows = figures.responders("true-ad3", "itch-nrs4")
    assert {row.source for row in rows} == {"registry-record-true-ad3"}
    assert "1.5%, P = 0.1685 43.4 of 100" in picture.alt
    picture, _ = figures.differences("itch-nrs4")
    assert "TRuE-AD3, unadjusted 13.7 more of 100 (5.5 fewer to 30.3 more)" in picture.alt


def test_what_no_source_gives_is_not_drawn():
    assert figures.responders("true-ad4", "easi-75") is None
    assert figures.icons("true-ad4", "itch-nrs4") is None


def test_a_difference_that_may_go_either_way_is_told_in_both_directions_and_without_a_number_needed():
    effect = EVIDENCE.effect(trial="true-ad", endpoint="teae-serious", arm="rux-1.5", rd_method="Newcombe, unadjusted")
    assert effect.rd_low < 0 < effect.rd_high
    assert "fewer to" in difference_in_words(effect)
    assert "more)" in difference_in_words(effect)
    assert number_needed_in_words(effect, "lower is better") == ""


def test_no_event_is_told_as_up_to():
    effect = EVIDENCE.effect(trial="must-paediatric", endpoint="aesi")
    assert interval_in_words(effect) == "0 of 29: up to 11.9 of 100"


def test_dark_paper_changes_ink_and_nothing_else():
    picture, _ = figures.scorad()
    dark, light = (with_theme_colours(picture.spec, paper) for paper in ("dark", "light"))
    assert dark["config"]["text"]["color"] != light["config"]["text"]["color"]
    assert {key: part for key, part in dark.items() if key != "config"} == {
        k: v for k, v in light.items() if k != "config"
    }


def test_a_drawn_picture_carries_its_rows_where_they_are_used():
    picture, rows = figures.scorad()
    drawn = with_theme_colours(picture.spec, "light")
    assert "datasets" not in drawn
    assert [cell["value"] for cell in drawn["layer"][0]["data"]["values"]] == [row.number for row in rows]


def test_the_words_beside_the_forest_put_the_ratio_last():
    told = re.findall("<li>(.*?)</li>", figures.differences_in_words("iga-ts"))
    effect = EVIDENCE.effect(
        trial="true-ad", endpoint="iga-ts", population="efficacy", arm="rux-1.5", rd_method="Newcombe, unadjusted"
    )
    assert told[2] == f"Difference: {difference_in_words(effect)}."
    assert f"{effect.rr:.1f} ({effect.rr_low:.1f} to {effect.rr_high:.1f})" in told[4]


@pytest.mark.parametrize("page", ["efficacy", "sources"])
def test_the_page_runs(page):
    app = AppTest.from_file(str(ROOT / "ruxcheck/web/main.py"), default_timeout=20).run()
    app.switch_page(str(ROOT / "pages" / f"{page}.py")).run()
    assert not app.exception
    assert app.title[0].value.split(":")[0].lower() == page
