"""The made-up registry: the shipped file is what the generator makes, and it is spoilt in the ways that it says."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as parquet
import pytest

from ruxcheck.intake.cells import MISSING
from ruxcheck.intake.columns import mapping
from ruxcheck.intake.files import BATCH_ROWS
from ruxcheck.intake.prepare import Said
from ruxcheck.intake.worker import read_upload
from ruxcheck.screening import sample
from ruxcheck.screening.run import ScreeningOptions, run
from ruxcheck.screening.sample import groups
from ruxcheck.store.reading import load

SHIPPED = Path(__file__).parents[2] / "samples" / "registry.csv"
DAY = date(2026, 11, 22)


def registry(rows: int, seed: int) -> pa.Table:
    return pa.concat_tables(sample.parts(rows, seed))


MANY = registry(100_000, 2)
FIELDS = [name for name in MANY.column_names if name != "id"]


def blanks(table, name: str) -> float:
    return sum(cell == "" for cell in table.column(name).to_pylist()) / table.num_rows


def test_the_shipped_file_is_what_the_generator_makes(tmp_path):
    """After a change that is meant: python -m ruxcheck.screening.sample --out samples/registry.csv"""
    assert sample.main(["--out", str(tmp_path / "again.csv")]) == 0
    assert (tmp_path / "again.csv").read_bytes() == SHIPPED.read_bytes()
    assert read_upload(SHIPPED.name, SHIPPED.read_bytes(), Said(), load()).rows == 1000


@pytest.mark.parametrize("name", FIELDS)
def test_about_one_cell_in_twenty_of_a_field_is_blank(name):
    assert blanks(MANY, name) == pytest.approx(0.05, abs=0.003)
    assert blanks(registry(1000, 11), name) == pytest.approx(0.05, abs=0.01)


def test_no_row_could_be_taken_for_a_person():
    ids = MANY.column("id").to_pylist()
    assert ids[0] == "synthetic-000001"
    assert all(name.startswith("synthetic-") for name in ids)
    assert len(set(ids)) == len(ids)


def test_what_cannot_be_read_is_the_nonsense_alone_and_every_piece_of_it():
    held = read_upload("many.csv", csv_of(MANY), Said(), load())
    summary = run(held.source(), mapping(held.columns, load()), ScreeningOptions(DAY, (), DAY, "polars"), load(), list)
    told = {(reason.partition(": ")[0], reason.split("'")[1]) for reason in summary.reasons}
    assert told == {(name, text) for name, texts in sample.NONSENSE.items() for text in texts}


def csv_of(table) -> bytes:
    lines = [",".join(table.column_names), *(",".join(row.values()) for row in table.to_pylist())]
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    ("name", "form"), [("age_years", "months"), ("bsa_percent", "%"), ("bsa_percent", "-"), ("iga", "2-3")]
)
def test_people_type_in_more_forms_than_one(name, form):
    assert any(form in cell for cell in MANY.column(name).to_pylist())


def test_the_groups_follow_the_printed_baseline_figures():
    true_ad, true_ad3, adults, children, first, _ = groups()
    assert true_ad.ages == ((0, 12), (0.196, 18), (0.5, 32), (1, 85))
    assert true_ad.iga == (0, 0, 0.25, 0.75, 0)
    assert [value for _, value in true_ad.areas] == pytest.approx([3, 9.8 - 5.4, 9.8, 9.8 + 5.4, 20])
    assert true_ad3.iga == (0, 0, 0.24, 0.76, 0)
    assert adults.areas == ((0, 25), (0.5, 37.5), (5 / 6, 53.6), (1, 90))
    assert children.areas == ((0, 35), (1 / 6, pytest.approx(38.3)), (0.5, 58.9), (5 / 6, 79.5), (1, 92))
    assert first.areas == ((0, 1.7), (0.5, 12.2), (1, 20.4))
    assert sum(group.share for group in groups()) == pytest.approx(1)


def test_no_child_is_rounded_up_onto_a_birthday():
    """11.96 years is 11.9, not 12: a made-up row must not change its age group by its spelling."""
    texts = sample._ages_typed(sample.np.array([11.96, 17.99, 1.999, 30.7]), sample.np.array([1.0] * 4))
    assert texts.to_pylist() == ["11.9", "17.9", "1.9", "30"]


def test_the_same_seed_gives_the_same_rows_and_another_seed_others():
    assert registry(50, 3).equals(registry(50, 3))
    assert not registry(50, 3).equals(registry(50, 4))


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_a_registry_larger_than_one_part_is_written_whole(tmp_path, ending):
    out = tmp_path / f"large{ending}"
    assert sample.main(["--rows", str(BATCH_ROWS + 5), "--seed", "1", "--out", str(out)]) == 0
    table = arrow_csv.read_csv(out) if ending == ".csv" else parquet.read_table(out)
    assert table.num_rows == BATCH_ROWS + 5
    assert table.column("id")[-1].as_py() == f"synthetic-{BATCH_ROWS + 5:06}"


@pytest.mark.parametrize("arguments", [["--rows", "0"], ["--seed", "-1"]])
def test_what_makes_no_registry_is_refused(tmp_path, arguments, capsys):
    with pytest.raises(SystemExit):
        sample.main([*arguments, "--out", str(tmp_path / "none.csv")])
    assert "--rows: 1 or more" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_told_in_one_line(tmp_path, capsys):
    assert sample.main(["--out", str(tmp_path / "registry.docx")]) == 2
    assert "allowed: a file ending in" in capsys.readouterr().err


def test_blank_is_one_of_the_ways_to_say_not_recorded():
    assert "" in MISSING
