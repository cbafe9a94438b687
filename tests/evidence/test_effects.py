"""Intervals and differences against published worked examples and against formulas written out by hand."""

import math

import pytest

from ruxcheck.evidence.effects import difference, mantel_haenszel, number_needed, proportion_interval, ratio
from ruxcheck.evidence.figures import MANTEL_HAENSZEL, NEWCOMBE, PUBLISHED
from ruxcheck.store.evidence_files import load_evidence

EVIDENCE = load_evidence()
Z = 1.959963984540054


def wilson_by_hand(n: int, total: int) -> tuple[float, float]:
    p, spread = n / total, Z**2 / total
    centre, half = p + spread / 2, Z * math.sqrt(p * (1 - p) / total + spread / (4 * total))
    return (centre - half) / (1 + spread), (centre + half) / (1 + spread)


def newcombe_by_hand(n: int, total: int, n0: int, total0: int) -> tuple[float, float]:
    p, p0 = n / total, n0 / total0
    (low, high), (low0, high0) = wilson_by_hand(n, total), wilson_by_hand(n0, total0)
    below = math.sqrt((p - low) ** 2 + (high0 - p0) ** 2)
    above = math.sqrt((high - p) ** 2 + (p0 - low0) ** 2)
    return p - p0 - below, p - p0 + above


def test_newcombes_published_example():
    estimate, low, high = difference(56, 70, 48, 80)
    assert (round(estimate / 100, 4), round(low / 100, 4), round(high / 100, 4)) == (0.2, 0.0524, 0.3339)


@pytest.mark.parametrize("counts", [(253, 481, 28, 244), (131, 499, 84, 250), (0, 499, 6, 250), (74, 131, 7, 65)])
def test_differences_agree_with_the_formula_to_four_decimals(counts):
    _, low, high = difference(*counts)
    by_hand = newcombe_by_hand(*counts)
    assert (low / 100, high / 100) == pytest.approx(by_hand, abs=5e-5)


@pytest.mark.parametrize(("n", "total"), [(253, 481), (28, 244), (1, 29), (28, 29)])
def test_proportions_are_wilson(n, total):
    low, high, method = proportion_interval(n, total)
    assert method == "Wilson"
    assert (low / 100, high / 100) == pytest.approx(wilson_by_hand(n, total), abs=5e-5)


@pytest.mark.parametrize(
    ("n", "low", "high"), [(0, 0, 100 * (1 - 0.025 ** (1 / 29))), (29, 100 * 0.025 ** (1 / 29), 100)]
)
def test_none_and_all_are_exact(n, low, high):
    found = proportion_interval(n, 29)
    assert found[2] == "Clopper-Pearson"
    assert found[:2] == pytest.approx((low, high), abs=1e-9)


def test_no_event_in_29_reads_up_to_11_9():
    assert round(proportion_interval(0, 29)[1], 1) == 11.9


def test_one_stratum_gives_the_crude_difference():
    assert mantel_haenszel([(56, 70, 48, 80)])[0] == pytest.approx(difference(56, 70, 48, 80)[0])


def test_strata_are_weighted_by_their_size():
    strata = [(136, 253, 19, 126), (117, 228, 9, 118)]
    weights = [253 * 126 / 379, 228 * 118 / 346]
    crude = [136 / 253 - 19 / 126, 117 / 228 - 9 / 118]
    expected = 100 * sum(w * d for w, d in zip(weights, crude)) / sum(weights)
    estimate, low, high = mantel_haenszel(strata)
    assert estimate == pytest.approx(expected)
    assert low < estimate < high


@pytest.mark.parametrize(
    ("rd", "low", "high", "needed"),
    [
        (25.0, 20.0, 50.0, (4.0, 2.0, 5.0)),
        (-10.0, -20.0, -5.0, (10.0, 5.0, 20.0)),
        (5.0, -1.0, 10.0, (None, None, None)),
        (5.0, 0.0, 10.0, (None, None, None)),
    ],
)
def test_a_number_needed_only_where_the_interval_leaves_out_zero(rd, low, high, needed):
    assert number_needed(rd, low, high) == needed


def test_a_ratio_with_a_zero_is_not_given():
    assert ratio(0, 499, 6, 250) == (None, None, None)
    assert ratio(253, 481, 28, 244)[0] == pytest.approx((253 / 481) / (28 / 244))


def test_single_arm_and_long_term_results_are_never_compared():
    compared = {effect.trial for effect in EVIDENCE.effects if effect.rd is not None}
    assert compared == {"true-ad", "true-ad1", "true-ad2", "true-ad3"}
    assert not [effect for effect in EVIDENCE.effects if effect.nnt is not None and effect.trial not in compared]


def test_both_kinds_of_difference_stand_under_their_names():
    for study, printed in (
        ("true-ad1", (38.9, 30.3, 47.4)),
        ("true-ad2", (44.1, 36.2, 52.0)),
        ("true-ad3", (45.7, 34.7, 56.8)),
    ):
        found = {e.rd_method: e for e in EVIDENCE.effects_of(trial=study, endpoint="iga-ts", arm="rux-1.5", week=8)}
        published = found[PUBLISHED]
        assert (published.rd, published.rd_low, published.rd_high) == printed
        assert round(found[NEWCOMBE].rd, 1) == {"true-ad1": 38.7, "true-ad2": 43.7, "true-ad3": 45.7}[study]


@pytest.mark.parametrize("endpoint", ["iga-ts", "easi-75", "itch-nrs4"])
def test_the_pooled_trials_have_the_stratified_difference_beside_the_simple_one(endpoint):
    found = [e.rd_method for e in EVIDENCE.effects_of(trial="true-ad", endpoint=endpoint, arm="rux-1.5", week=8)]
    assert {NEWCOMBE, f"{MANTEL_HAENSZEL} over TRuE-AD1 and TRuE-AD2, Sato variance"} <= set(found)


def test_a_count_is_compared_with_the_vehicle_of_its_own_source():
    teae = {e.source: e for e in EVIDENCE.effects_of(trial="true-ad", endpoint="teae", arm="rux-1.5")}
    assert round(teae["poster-true-ad"].rd, 1) == round(100 * (131 / 499 - 84 / 250), 1)
    assert round(teae["us-pi-2024"].rd, 1) == round(100 * (132 / 499 - 83 / 250), 1)
    assert teae["us-pi-2024"].nnt is None, "its interval holds zero"
