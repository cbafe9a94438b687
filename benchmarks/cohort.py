"""A million patients on every engine, in one run against a kernel written by hand for NumPy that knows the same rules by heart."""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet

from benchmarks.numpy_kernel import core_codes
from benchmarks.stream import ROOT
from ruxcheck.kernel.criteria import CANNOT_TELL, MET, NOT_MET
from ruxcheck.screening.rules import screen
from ruxcheck.store.reading import load

ROWS, RUNS, BLANKS = 1_000_000, 7, 0.05
ON = date(2026, 11, 22)
CODES = {NOT_MET: 0, CANNOT_TELL: 1, MET: 2}
TARGETS = {"polars": "at most 1.5", "pandas": "at most 10", "duckdb": "at most 12", "spark local[2]": "reported"}
GROWTH = (100_000, 1_000_000, 10_000_000)


def measure() -> list[tuple[str, float, str]]:
    """Rows of (what, value, note): every engine with all records and all columns, alternating with the baseline."""
    figures = patients(ROWS)
    baseline = partial(core_codes, *figures.values())
    engines = {name: make(figures) for name, make in ENGINES.items()}
    _agree(engines["polars"](), baseline())
    spent = {name: [] for name in ("numpy", *engines)}
    for _ in range(RUNS):
        for name, work in {"numpy": baseline, **engines}.items():
            spent[name].append(_seconds(work))
    base = statistics.median(spent["numpy"])
    rows = [("numpy kernel, 12 core codes, ms", 1000 * base, "baseline")]
    for name in engines:
        seconds = statistics.median(spent[name])
        rows.append((f"{name}, 36 columns / numpy", seconds / base, TARGETS[name]))
        rows.append((f"{name}, million rows a second and core", ROWS / seconds / 1e6 / os.cpu_count(), "reported"))
    return [*rows, *_wrongly_excluded(figures), *_growth()]


def patients(rows: int) -> dict[str, np.ndarray]:
    """Ages, IGA and both ends of %BSA, one value in twenty not recorded."""
    random = np.random.default_rng(7)
    age, iga = np.round(random.uniform(0, 80, rows), 1), random.integers(0, 5, rows).astype(float)
    low = np.round(random.uniform(0, 60, rows), 1)
    high = np.minimum(low + random.choice([0.0, 0.0, 5.0], rows), 100)
    blanks = random.random((3, rows)) < BLANKS
    for values, blank in ((age, blanks[0]), (iga, blanks[1]), (low, blanks[2]), (high, blanks[2])):
        values[blank] = np.nan
    return {"age_years": age, "iga": iga, "bsa_percent_low": low, "bsa_percent_high": high}


def _polars(figures):
    import polars

    frame = polars.DataFrame(figures, nan_to_null=True)
    return lambda: screen(frame, load(), ON)


def _pandas(figures):
    import pandas

    frame = pandas.DataFrame(figures).convert_dtypes(convert_integer=False)
    return lambda: screen(frame, load(), ON)


def _duckdb(figures):
    import duckdb

    table = pa.table({name: pa.array(values, from_pandas=True) for name, values in figures.items()})
    connection = duckdb.connect()
    connection.register("arrow", table)
    connection.execute("create table patients as select * from arrow")
    return lambda: screen(connection.table("patients"), load(), ON).to_arrow_table()


def _spark(figures):
    from ruxcheck.screening.spark import session

    spark = session()
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/patients.parquet"
        parquet.write_table(pa.table({n: pa.array(v, from_pandas=True) for n, v in figures.items()}), path)
        frame = spark.read.parquet(path).cache()
        frame.count()  # all of it is held from here on
    return lambda: screen(frame, load(), ON).write.format("noop").mode("overwrite").save()


ENGINES = {"polars": _polars, "pandas": _pandas, "duckdb": _duckdb, "spark local[2]": _spark}


def _agree(answer, codes: dict[str, np.ndarray]) -> None:
    """The baseline is only a baseline while it gives the same core results."""
    for name, expected in codes.items():
        found = answer[name].cast(str).replace_strict(CODES, return_dtype=int).to_numpy()
        if not (found == expected).all():
            sys.exit(f"benchmarks/numpy_kernel.py: {name} is no longer what the records say; correct it by hand")


def _wrongly_excluded(figures: dict[str, np.ndarray]) -> list[tuple[str, float, str]]:
    """How many patients a two-valued tool, for which a blank fails every rule, calls "not eligible" although it cannot be told."""
    three_valued = core_codes(*figures.values())
    blank = np.isnan(np.array(list(figures.values()))).any(axis=0)
    rows = []
    for name in ("label_us_core", "trial_true_ad_core"):
        wrong = (blank & (three_valued[name] == CODES[CANNOT_TELL])).sum()
        rows.append((f"{name}: called not eligible for a blank", float(wrong), f"of {len(blank):,}, teaching figure"))
    return rows


def _growth() -> list[tuple[str, float, str]]:
    """Seconds and peak memory of the command on lists of growing length, each in a process of its own."""
    rows = []
    for count in GROWTH:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.cohort", str(count)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        seconds, megabytes = map(float, done.stdout.split())
        rows.append((f"Parquet to Parquet, {count:,} rows, s", seconds, "grows in line"))
        rows.append((f"peak memory, {count:,} rows, MB", megabytes, "bounded"))
    return rows


def _one_file(count: int) -> None:
    """Screen one list of so many rows as the command does; prints seconds and peak memory in MB."""
    path = f"{tempfile.gettempdir()}/ruxcheck-benchmark-{os.getpid()}"
    writer, left = None, count
    while left:
        figures = patients(min(left, ROWS))
        table = pa.table({name: pa.array(values, from_pandas=True) for name, values in figures.items()})
        writer = writer or parquet.ParquetWriter(f"{path}.parquet", table.schema)
        writer.write_table(table, row_group_size=131_072)
        left -= table.num_rows
    writer.close()
    # what making the list took is not what screening it takes: the peak is that of a fresh process
    started = time.perf_counter()
    command = [sys.executable, "-m", "ruxcheck", "screen", f"{path}.parquet", "--out", f"{path}-out.parquet"]
    subprocess.run([*command, "--on", str(ON)], check=True, stderr=subprocess.DEVNULL)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    for name in (f"{path}.parquet", f"{path}-out.parquet"):
        os.remove(name)
    print(seconds, peak)


def _seconds(work) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    _one_file(int(sys.argv[1]))
