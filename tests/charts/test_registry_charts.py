"""The registry's results drawn: over the weeks by arm, every endpoint of one trial, to week 52, and harms by term."""

import pytest

from ruxcheck.charts import proportions
from ruxcheck.evidence.figures import difference_in_words, interval_in_words
from ruxcheck.store.evidence_files import load_registry
from ruxcheck.web.evidence import efficacy, safety

REGISTRY = load_registry()
TRIALS = sorted({row.trial for row in REGISTRY.figures})
COURSES = [
    (trial, endpoint)
    for trial in TRIALS
    for endpoint in (*efficacy.ENDPOINTS, efficacy.SLEEP)
    if efficacy.over_weeks(trial, endpoint)
]


def layers(picture) -> dict[str, dict]:
    return {layer["mark"]["type"]: layer["encoding"] for layer in picture.spec["layer"]}


def rows_drawn(picture) -> list[dict]:
    return max(picture.spec["datasets"].values(), key=len)


def test_every_trial_and_endpoint_with_weeks_has_its_course():
    assert set(COURSES) >= {(trial, "iga-ts") for trial in TRIALS}
    assert efficacy.over_weeks("true-ad3", "itch-nrs4") is not None
    assert {trial for trial, endpoint in COURSES if endpoint == efficacy.SLEEP} == {"true-ad1", "true-ad2"}


@pytest.mark.parametrize(("trial", "endpoint"), COURSES)
def test_a_course_holds_each_arm_and_week_with_its_interval_and_the_words_say_it(trial, endpoint):
    picture, rows = efficacy.over_weeks(trial, endpoint)
    for row in rows_drawn(picture):
        effect = next(e for e in REGISTRY.effects_of(trial=trial, endpoint=endpoint, arm=row["arm"], week=row["week"]))
        assert (row["low"], row["high"]) == (effect.ci_low, effect.ci_high)
        assert interval_in_words(effect) in picture.alt
        assert any((found.n, found.N) == (effect.n, effect.N) for found in rows)
    assert {row["week"] for row in rows_drawn(picture)} >= {8}


@pytest.mark.parametrize(
    ("trial", "finding", "printed"),
    [
        ("true-ad1", "-67.24% on 1.5%, -37.00% on vehicle", "-30.4% (95% CI -37.68 to -23.06; P <0.0001)"),
        ("true-ad2", "-67.39% on 1.5%, -23.63% on vehicle", "-43.5% (95% CI -50.51 to -36.53; P <0.0001)"),
    ],
)
def test_scorad_is_shown_at_every_week_with_its_spread_and_the_printed_difference(trial, finding, printed):
    picture, rows = efficacy.scorad_over_weeks(trial)
    assert picture.finding.endswith(finding)
    assert printed in picture.footer
    means = [row for row in rows if row.statistic == "mean"]
    assert [(row["value"], row["arm"]) for row in rows_drawn(picture)] == [(row.number, row.arm) for row in means]
    assert sorted({row.week for row in means}) == [2, 4, 8]
    assert all(f"(SD {row.sd_printed or row.sd}, N {row.N})" in picture.alt for row in means)


def test_scorad_is_not_drawn_where_a_record_has_none():
    assert efficacy.scorad_over_weeks("true-ad3") is None


@pytest.mark.parametrize(("trial", "endpoint"), COURSES)
def test_a_line_joins_points_of_one_arm_only_and_no_name_covers_another(trial, endpoint):
    picture, _ = efficacy.over_weeks(trial, endpoint)
    assert layers(picture)["line"]["stroke"]["field"] == "arm"
    places = sorted(row["text_at"] for row in rows_drawn(picture) if row["week"] == 8)
    assert all(higher - lower >= proportions.APART - 1e-9 for lower, higher in zip(places, places[1:], strict=False))


def test_rows_of_a_course_are_refused_by_their_columns():
    rows = proportions.pd.DataFrame([["vehicle", 2, 2, 1, 0, 2, ""]], columns=proportions.WEEKS_COLUMNS[:-1])
    with pytest.raises(ValueError, match="text_at"):
        proportions.weeks_chart(rows)


@pytest.mark.parametrize("trial", TRIALS)
def test_every_responder_endpoint_stands_in_its_rank_with_its_printed_p_or_that_none_is_printed(trial):
    picture, _ = efficacy.every_endpoint(trial)
    compared = [e for e in REGISTRY.effects_of(trial=trial, arm="rux-1.5", week=8) if e.rd is not None]
    assert len(rows_drawn(picture)) == len(compared)
    ranks = [label.split(", ")[-2] for label in (row["label"] for row in rows_drawn(picture))]
    assert ranks == sorted(ranks, key=["primary", "key secondary", "not ranked"].index)
    for effect in compared:
        assert f"{REGISTRY.endpoints[effect.endpoint].label}, " in picture.alt
        assert difference_in_words(effect) in picture.alt


def test_what_is_not_significant_is_drawn_as_what_is():
    picture, _ = efficacy.every_endpoint("true-ad3")
    itch = next(row for row in rows_drawn(picture) if row["label"].startswith("Itch"))
    assert itch["label"].endswith("P = 0.1685")
    assert itch["low"] < 0 < itch["high"]
    colours = {layer["mark"].get("color") for layer in picture.spec["layer"] if layer["mark"]["type"] == "point"}
    assert len(colours) == 1


@pytest.mark.parametrize("trial", ["true-ad1", "true-ad2"])
def test_the_course_to_week_52_says_how_many_were_seen_at_each_visit(trial):
    picture, rows = efficacy.to_week_52(trial)
    sizes = [row.N for row in rows]
    assert [row["label"] for row in rows_drawn(picture)] == [
        f"Week {week}, N {size}" for week, size in zip(range(8, 53, 4), sizes, strict=True)
    ]
    assert "no vehicle group after week 8" in picture.footer


def test_without_a_record_of_the_long_term_nothing_is_drawn():
    assert efficacy.to_week_52("true-ad3") is None


def test_the_labels_reactions_stand_on_both_arms_and_are_sorted_by_their_difference():
    picture, _ = safety.reactions()
    differences, _ = safety.reaction_differences()
    found = [row["rd"] for row in rows_drawn(differences)]
    assert found == sorted(found, reverse=True)
    assert rows_drawn(differences)[0]["label"] == "Nasopharyngitis"
    assert rows_drawn(differences)[0]["text"] == "1.8 more of 100 (0.5 fewer to 3.7 more)"
    assert {row["arm"] for row in rows_drawn(picture)} == {"vehicle", "rux-1.5"}
    assert safety.THRESHOLD in picture.footer
    assert safety.THRESHOLD in differences.footer
