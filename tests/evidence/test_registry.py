"""The registry records: every percent and interval computed again by another library, printed figures kept, faults refused in words."""

import math

import pytest
from scipy import stats

from ruxcheck.evidence.effects import interval_faults
from ruxcheck.evidence.figures import NEWCOMBE, json_rows
from ruxcheck.store.evidence_files import load_registry

REGISTRY = load_registry()
TRIALS = ("true-ad1", "true-ad2", "true-ad3")
PERCENTS = [row for row in REGISTRY.figures if row.statistic == "percent" and row.n is not None]
Z = stats.norm.ppf(0.975)


def wilson(n: int, total: int) -> tuple[float, float]:
    share, square = n / total, Z * Z / total
    middle, spread = share + square / 2, Z * math.sqrt(share * (1 - share) / total + square / (4 * total))
    return (middle - spread) / (1 + square), (middle + spread) / (1 + square)


def exact(n: int, total: int) -> tuple[float, float]:
    low = 0.0 if n == 0 else stats.beta.ppf(0.025, n, total - n + 1)
    return low, 1.0 if n == total else stats.beta.ppf(0.975, n + 1, total - n)


@pytest.mark.parametrize("trial", TRIALS)
def test_every_percent_is_its_n_of_n(trial):
    rows = [row for row in PERCENTS if row.trial == trial]
    assert rows
    for row in rows:
        decimals = len(row.value.partition(".")[2])
        assert abs(100 * row.n / row.N - row.number) <= 0.5000001 * 10**-decimals, row


@pytest.mark.parametrize("trial", TRIALS)
def test_every_printed_interval_is_the_exact_one(trial):
    rows = [row for row in PERCENTS if row.trial == trial and row.low is not None]
    assert rows
    for row in rows:
        assert (row.low, row.high) == pytest.approx([100 * end for end in exact(row.n, row.N)], abs=0.0501), row


def test_every_interval_of_ours_computes_with_another_library():
    counted = [effect for effect in REGISTRY.effects if effect.n is not None]
    assert len(counted) > 250
    for effect in counted:
        ends = exact(effect.n, effect.N) if effect.n in (0, effect.N) else wilson(effect.n, effect.N)
        assert (effect.ci_low, effect.ci_high) == pytest.approx([100 * end for end in ends], abs=0.0001), effect


def test_every_difference_of_ours_computes_with_another_library():
    compared = [effect for effect in REGISTRY.effects if effect.rd is not None]
    assert compared
    for effect in compared:
        place = {name: getattr(effect, name) for name in ("trial", "population", "endpoint", "time", "source")}
        vehicle = REGISTRY.effect(arm="vehicle", **place)
        one, other = effect.n / effect.N, vehicle.n / vehicle.N
        (low, high), (low0, high0) = wilson(effect.n, effect.N), wilson(vehicle.n, vehicle.N)
        down, up = math.hypot(one - low, high0 - other), math.hypot(high - one, other - low0)
        assert effect.rd_method == NEWCOMBE
        found = (effect.rd, effect.rd_low, effect.rd_high)
        assert found == pytest.approx(
            [100 * (one - other), 100 * (one - other - down), 100 * (one - other + up)], abs=0.0001
        )


def test_arms_that_were_not_randomised_against_each_other_are_not_compared():
    later = [effect for effect in REGISTRY.effects if "long-term" in effect.population]
    assert later
    assert not any(effect.rd for effect in later)


@pytest.mark.parametrize(
    ("arm", "n", "total", "percent", "odds_ratio", "p_value"),
    [
        ("vehicle", 11, 37, 29.7, (None, None, None), None),
        ("rux-0.75", 30, 80, 37.5, (1.41, 0.61, 3.268), "0.4198"),
        ("rux-1.5", 33, 76, 43.4, (1.8, 0.779, 4.174), "0.1685"),
    ],
)
def test_itch_of_the_children_at_week_8_stands_in_the_json_with_what_is_printed(
    arm, n, total, percent, odds_ratio, p_value
):
    where = {"trial": "true-ad3", "endpoint": "itch-nrs4", "week": 8, "arm": arm}
    (row,) = [row for row in json_rows(REGISTRY) if all(row[name] == value for name, value in where.items())]
    assert (row["n"], row["N"], row["percent"], row["p_printed"]) == (n, total, percent, p_value)
    assert (row["odds_ratio"], row["odds_ratio_low"], row["odds_ratio_high"]) == odds_ratio
    assert row["source"] == "registry-record-true-ad3"


@pytest.mark.parametrize("trial", TRIALS)
def test_the_primary_endpoint_and_the_key_secondary_ones_are_named(trial):
    ranks = {row.endpoint: REGISTRY.endpoints[row.endpoint].rank for row in REGISTRY.find(trial=trial, week=8)}
    assert ranks["iga-ts"] == "primary"
    assert ranks["easi-75"] == ranks["itch-nrs4"] == "key secondary"
    assert ranks.get("easi-90", "") == ""


ROW = {"statistic": "percent", "n": "11", "N": "37", "low": "15.873", "high": "46.980"}


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        pytest.param({}, [], id="as printed"),
        pytest.param({"low": "15.874"}, ["registry/x.csv, row 2: the interval printed for 11 of 37 is 15.874 to 46.980, the exact one is 15.873 to 46.980; correct what was mistyped"], id="a digit off"),
        pytest.param({"n": "12"}, ["registry/x.csv, row 2: the interval printed for 12 of 37 is 15.873 to 46.980, the exact one is 18.014 to 49.785; correct what was mistyped"], id="another n"),
        pytest.param({"low": "", "high": ""}, [], id="no interval printed"),
        pytest.param({"n": ""}, [], id="no n"),
        pytest.param({"statistic": "odds-ratio"}, [], id="not a percent"),
    ],
)  # fmt: skip
def test_an_interval_that_does_not_recompute_is_refused_in_words(changed, fault):
    assert list(interval_faults("registry/x.csv", [ROW | changed])) == fault
