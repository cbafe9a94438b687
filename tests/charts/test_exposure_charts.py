"""Levels in the blood: every mean drawn once with its SD, and the reference described in both ways."""

from pathlib import Path

import pytest

from ruxcheck.charts.exposure import LEVEL_END, level_in_words
from ruxcheck.store.evidence_files import load_evidence
from ruxcheck.store.reading import load_documents
from ruxcheck.web.evidence import exposure

ROOT = Path(__file__).parents[2]
EVIDENCE, DOCUMENTS = load_evidence(), load_documents()


def test_every_mean_level_is_drawn_once_and_said_with_its_sd():
    picture, rows = exposure.exposure()
    means = EVIDENCE.find(endpoint="css", statistic="mean")
    assert {row for row in rows if row.endpoint == "css"} == set(means)
    for row in means:
        assert level_in_words(row) in picture.alt
    drawn = {
        (cell["mean"], cell["top"]) for cells in picture.spec["datasets"].values() for cell in cells if "mean" in cell
    }
    assert {mean for mean, _ in drawn} == {row.number for row in means}
    assert {top for _, top in drawn if top} == {row.number + row.sd for row in means if row.sd is not None}
    assert all(row.number + (row.sd or 0) <= LEVEL_END for row in means)


@pytest.mark.parametrize(
    ("population", "mean", "sd", "patients"),
    [("age-12-15", "43.8", 67.7, 14), ("age-16-17", "20.2", 23.0, 7), ("age-18-and-older", "179", 438, 19),
     ("bsa-25-to-under-40", "30.9", 32.8, 28), ("bsa-40-and-more", "274", 539, 12)],
)  # fmt: skip
def test_levels_read_off_table_3(population, mean, sd, patients):
    (row,) = EVIDENCE.find(population=population, endpoint="css")
    assert (row.value, row.sd, row.N) == (mean, sd, patients)


def test_the_finding_on_levels_counts_what_it_says():
    picture, rows = exposure.exposure()
    means = [row for row in rows if row.endpoint == "css"]
    with_sd = [row for row in means if row.sd is not None]
    wide = [row for row in with_sd if row.sd > row.number]
    assert f"larger than the mean in {len(wide)} of {len(with_sd)} groups" in picture.finding
    assert max(means, key=lambda row: row.number).value in picture.finding
    assert "does not say that every patient is below it" in picture.alt


def test_the_reference_is_drawn_at_its_value_and_described_in_both_ways():
    picture, _ = exposure.exposure()
    both = exposure.reference()
    assert {row.value for row in both} == {"281"}
    drawn = [cell["nM"] for cells in picture.spec["datasets"].values() for cell in cells if "nM" in cell]
    assert drawn == [281]
    words = exposure.how_to_read(EVIDENCE, DOCUMENTS)
    assert len(both) == 2
    assert all(row.note in words for row in both)
    assert "does not mean that every patient is below it" in words


def test_a_level_without_an_sd_says_so():
    (row,) = EVIDENCE.find(endpoint="css", source="hamad-2025")
    assert level_in_words(row) == f"mean {row.value} nM (SD not found)"
