"""Files made to break the reader: each is refused in words, in bounded time and memory, on the command line and by upload.

The process that reads has no more than 4 GB here either: what needs more fails by the limit of the system, not of the test.
"""

import io
import os
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from ruxcheck.intake import workbooks
from ruxcheck.intake.columns import IntakeError
from ruxcheck.intake.files import open_upload
from ruxcheck.intake.prepare import Said
from ruxcheck.intake.worker import MOST_SECONDS, read_apart
from ruxcheck.store.reading import load

ROOT = Path(__file__).parents[2]
LISTS = ROOT / "tests" / "lists"


def workbook(sheet: bytes) -> bytes:
    """The workbook of the tests with another sheet in it, however large: packed part by part."""
    out = io.BytesIO()
    with zipfile.ZipFile(LISTS / "text.xlsx") as good, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bad:
        for entry in good.infolist():
            is_sheet = entry.filename.startswith("xl/worksheets/sheet")
            bad.writestr(entry.filename, sheet if is_sheet else good.read(entry.filename))
    return out.getvalue()


HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
HEADER = b'<row r="1"><c r="A1" t="inlineStr"><is><t>age</t></is></c></row>'


def many_rows() -> bytes:
    """A few hundred KB that unfold to five million rows."""
    block = b"<row><c><v>8</v></c></row>" * 100_000
    return workbook(HEAD + HEADER + block * 50 + b"</sheetData></worksheet>")


def a_row_far_below() -> bytes:
    """One row whose number says that two thousand million empty ones lie above it."""
    return workbook(HEAD + HEADER + b'<row r="2000000000"><c><v>8</v></c></row></sheetData></worksheet>')


def entities() -> bytes:
    """A billion laughs: ten words that each hold ten of the one before."""
    names = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    sheet = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{names}]>'.encode() + HEAD
    return workbook(
        sheet + b'<row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row></sheetData></worksheet>'
    )


def many_columns() -> bytes:
    return (",".join(f"c{number}" for number in range(100_000)) + "\n" + ",".join(["8"] * 100_000) + "\n").encode()


def parquet_of(table: pa.Table, **options) -> bytes:
    out = io.BytesIO()
    parquet.write_table(table, out, **options)
    return out.getvalue()


def a_long_text_a_million_times() -> bytes:
    """One text of a megabyte, kept once and pointed at by every row: a few KB that unfold to a terabyte."""
    words = pa.DictionaryArray.from_arrays(pa.array([0] * 1_000_000, pa.int32()), pa.array(["x" * (1 << 20)]))
    table = pa.table({"age": pa.array([8] * 1_000_000), "note": words})
    return parquet_of(table, compression="zstd", store_schema=False)  # so that it is read as plain text


def a_map() -> bytes:
    rows = 200_000
    maps = pa.array([[("a", 1), ("b", 2)]] * rows, pa.map_(pa.string(), pa.int64()))
    return parquet_of(pa.table({"age": maps, "iga": [3] * rows}), compression="zstd")


def a_long_line() -> bytes:
    return b'{"age": 8, "note": "' + b"x" * (40 << 20) + b'"}\n'


def deep_json() -> bytes:
    return b'{"age": ' + b"[" * 200_000 + b"]" * 200_000 + b"}\n"


BOMBS = {
    "rows.xlsx": (many_rows, "more than 1,0"),
    "far.xlsx": (a_row_far_below, "no visible sheet holds rows|more than 1,048,576 rows"),
    "laughs.xlsx": (entities, "not a readable Excel file"),
    "columns.csv": (many_columns, "100,000 columns"),
    "text.parquet": (a_long_text_a_million_times, "unfolds to more than the memory there is|MB of rows"),
    "map.parquet": (a_map, "column 'age' holds map"),
    "line.jsonl": (a_long_line, "line 1 is longer than 16 MB"),
    "deep.jsonl": (deep_json, "line 1 is no JSON object"),
}
SECONDS = 60


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("bombs")
    for name, (make, _) in BOMBS.items():
        (folder / name).write_bytes(make())
    return {name: folder / name for name in BOMBS}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_small_until_it_is_opened(made, name):
    assert made[name].stat().st_size < 50 << 20


@pytest.mark.parametrize("name", [name for name in BOMBS if name != "map.parquet"])
def test_an_upload_is_refused_in_words(made, name):
    started = time.monotonic()
    with pytest.raises(IntakeError, match=BOMBS[name][1]):
        read_apart(name, made[name].read_bytes(), Said())
    assert time.monotonic() - started < MOST_SECONDS


LIMITED = (
    "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (4 << 30,) * 2); "
    "from ruxcheck.cli.main import main; sys.exit(main(sys.argv[1:]))"
)


@pytest.mark.parametrize("name", BOMBS)
def test_the_command_line_refuses_it_too_and_leaves_nothing(made, name, tmp_path):
    command = [sys.executable, "-c", LIMITED, "screen", str(made[name]), "--out", str(tmp_path / "out.parquet")]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert run.returncode in (1, 2)
    assert "Traceback" not in run.stderr
    assert os.listdir(tmp_path) == []


def test_what_a_workbook_unfolds_to_is_read_off_its_directory(made, monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 100 << 20)
    with pytest.raises(IntakeError, match="unfolds to 247 MB; allowed: 100 MB; save it as CSV UTF-8 or Parquet"):
        open_upload("rows.xlsx", made["rows.xlsx"].read_bytes(), load())


def test_others_can_be_served_while_a_bomb_is_read(made):
    """The work is done in another process: this one is free for everybody else."""
    content, waits = made["rows.xlsx"].read_bytes(), []

    def read() -> None:
        with pytest.raises(IntakeError):
            read_apart("rows.xlsx", content, Said())

    reading = threading.Thread(target=read)
    reading.start()
    while reading.is_alive():
        before = time.monotonic()
        time.sleep(0.01)
        waits.append(time.monotonic() - before)
    assert max(waits) < 0.3
    assert len(waits) > 10
