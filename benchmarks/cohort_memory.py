"""Memory of `screen`: the peak of a process that screens a list, against one that screens a list of a tenth of the rows."""

import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FEW, MANY = 300_000, 3_000_000
KINDS = {".parquet": "Parquet to Parquet", ".csv": "CSV to CSV"}
MAKE = """
import sys, numpy, pyarrow, pyarrow.csv, pyarrow.parquet
path, rows = sys.argv[1], int(sys.argv[2])
draw = numpy.random.default_rng(1)
ages, areas = draw.uniform(0, 90, rows).round(3), draw.uniform(0, 60, rows).round(2)
patients = pyarrow.array(numpy.arange(rows)).cast(pyarrow.string())
table = pyarrow.table({"patient": patients, "age": ages, "iga": draw.integers(0, 5, rows), "bsa": areas})
(pyarrow.parquet.write_table if path.endswith(".parquet") else pyarrow.csv.write_csv)(table, path)
"""
SCREEN = """
import resource, sys
from ruxcheck.cli import main
assert main(["screen", sys.argv[1], "--out", sys.argv[2], "--on", "2026-11-22", "--engine", sys.argv[3]]) == 0
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def measure() -> list[tuple[str, float, str]]:
    """Rows of (what, value, note): peak memory of both lists and their ratio, by kind of file and engine."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            for number in (FEW, MANY):
                _child(MAKE, os.path.join(folder, f"{number}{kind}"), str(number))
        for kind, engine in (
            (".parquet", "polars"),
            (".parquet", "pandas"),
            (".parquet", "duckdb"),
            (".csv", "polars"),
        ):
            few, many = (_peak_mb(folder, f"{number}{kind}", kind, engine) for number in (FEW, MANY))
            what = f"{KINDS[kind]}, {engine}"
            rows += [
                (f"{what}, {FEW:,} rows, MB", few, "baseline"),
                (f"{what}, {MANY:,} rows, MB", many, ""),
                (f"{what}, ratio", many / few, "at most 2"),
            ]
    return rows


def _peak_mb(folder: str, name: str, kind: str, engine: str) -> float:
    return float(_child(SCREEN, os.path.join(folder, name), os.path.join(folder, f"out{kind}"), engine))


def _child(code: str, *arguments: str) -> str:
    """What a process prints; this one stays small, because a child counts the peak of its parent as its own."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
