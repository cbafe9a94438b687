"""The figures against what stands in their sources: values read off by hand, sums, and the known disagreements."""

from collections import defaultdict

import pytest

from ruxcheck.evidence.figures import KEYS, PRINTED, json_rows
from ruxcheck.store.evidence_files import load_evidence
from ruxcheck.store.reading import load_documents
from ruxcheck.store.strict import EXCEPTION
from tests.anchors import ANCHORS

EVIDENCE = load_evidence()


@pytest.mark.parametrize(("source", "trial", "arm", "endpoint", "week", "n", "total", "value"), ANCHORS)
def test_a_figure_reads_as_its_source_prints_it(source, trial, arm, endpoint, week, n, total, value):
    rows = EVIDENCE.find(source=source, trial=trial, arm=arm, endpoint=endpoint, week=week, value=value)
    found = [row for row in rows if n in (None, row.n) and total in (None, row.N)]
    assert len(found) == 1, f"{len(found)} rows"


def totals(endpoint: str, population: str = "randomised") -> dict[str, int]:
    rows = EVIDENCE.find(trial="true-ad", endpoint=endpoint, population=population, source="poster-true-ad")
    return {row.arm: row.n for row in rows if row.n is not None}


@pytest.mark.parametrize(
    "endpoint",
    sorted(
        {
            row.endpoint
            for row in EVIDENCE.figures
            if row.trial == "true-ad" and row.source == "poster-true-ad" and row.population == "randomised" and row.arm == "all"
            and {"vehicle", "rux-0.75", "rux-1.5", "all"} <= totals(row.endpoint).keys()
        }
    ),
)  # fmt: skip
def test_arms_add_to_the_total(endpoint):
    counted = totals(endpoint)
    assert counted["vehicle"] + counted["rux-0.75"] + counted["rux-1.5"] == counted["all"]


def test_the_reasons_for_stopping_add_to_all_who_stopped():
    counted = {
        row.endpoint: row.n for row in EVIDENCE.find(trial="true-ad", source="poster-true-ad", arm="all") if row.n
    }
    reasons = [n for name, n in counted.items() if name.startswith("discontinued-")]
    assert sum(reasons) == counted["discontinued"] == 130
    assert counted["completed"] + counted["discontinued"] == 1249


def test_the_two_trials_add_to_the_pooled_counts():
    for endpoint in ("iga-ts", "easi-75", "itch-nrs4"):
        by_arm = defaultdict(dict)
        for row in EVIDENCE.find(endpoint=endpoint, week=8):
            if (
                row.trial in ("true-ad", "true-ad1", "true-ad2")
                and row.n is not None
                and not row.population.startswith("prior")
            ):
                by_arm[row.arm][row.trial] = row.n
        complete = {arm: counts for arm, counts in by_arm.items() if len(counts) == 3}
        assert {"vehicle", "rux-1.5"} <= complete.keys()
        for counts in complete.values():
            assert counts["true-ad1"] + counts["true-ad2"] == counts["true-ad"]


def test_percentages_that_do_not_recompute_name_their_conflict():
    named = {row.n_origin.removeprefix(EXCEPTION) for row in EVIDENCE.figures if row.n_origin.startswith(EXCEPTION)}
    assert named == {"teae-27-percent-rounding", "true-ad3-52-weeks-denominator"}
    assert named <= {conflict.id for conflict in load_documents().conflicts}


def test_both_counts_of_adverse_events_are_kept_under_their_sources():
    rows = {row.source: (row.n, row.N) for row in EVIDENCE.find(trial="true-ad", endpoint="teae", arm="rux-1.5")}
    assert rows["poster-true-ad"] == (131, 499)
    assert rows["us-pi-2024"] == (132, 499)


def test_the_flares_total_is_flagged_because_the_arms_force_another_spread():
    rows = {
        row.arm: row
        for row in EVIDENCE.find(trial="true-ad", endpoint="baseline-flares-12-months", population="randomised")
    }
    sizes = {"vehicle": 250, "rux-0.75": 500, "rux-1.5": 499}
    mean = sum(size * rows[arm].number for arm, size in sizes.items()) / 1249
    squares = sum((size - 1) * rows[arm].sd ** 2 + size * (rows[arm].number - mean) ** 2 for arm, size in sizes.items())
    forced = (squares / 1248) ** 0.5
    assert rows["all"].sd == 6.5
    assert forced == pytest.approx(16.5, abs=0.1)
    assert rows["all"].note


def test_every_figure_has_a_place_and_only_the_approved_strength_is_called_approved():
    assert all(row.source and row.locator for row in EVIDENCE.figures)
    assert all("not an approved strength" in arm.label for name, arm in EVIDENCE.arms.items() if "0.75" in name)
    assert EVIDENCE.arms["rux-1.5"].approved


def test_the_json_rows_have_exactly_the_contracts_keys():
    rows = json_rows(EVIDENCE)
    assert rows
    assert all(tuple(row) == KEYS + PRINTED for row in rows)
    pooled = [
        r
        for r in rows
        if (r["trial"], r["endpoint"], r["arm"], r["population"]) == ("true-ad", "iga-ts", "rux-1.5", "efficacy")
    ]
    assert {row["rd_method"].split(",")[0].split()[0] for row in pooled} == {"Newcombe", "Mantel-Haenszel"}
