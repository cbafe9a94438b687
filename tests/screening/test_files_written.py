"""Writing a screened list: whole or not at all, and no cell that a spreadsheet would run."""

import csv
import errno
import os
import resource
import stat
import subprocess
import sys
import uuid
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from ruxcheck.export.table import harmless
from ruxcheck.intake.columns import IntakeError, OptionError
from ruxcheck.intake.files import open_list
from ruxcheck.screening.written import Sink, neutralised, whole_or_nothing
from ruxcheck.store.reading import load

ROOT = Path(__file__).parents[2]
ENDINGS = (".csv", ".parquet")
in_both = pytest.mark.parametrize("ending", ENDINGS)
TABLE = pa.table({"name": ["a", "b"], "age": [8.0, None]})
CELLS = {
    "=1+1": "'=1+1",
    "=cmd|' /C calc'!A0": "'=cmd|' /C calc'!A0",
    "+cmd": "'+cmd",
    "@SUM(A1)": "'@SUM(A1)",
    "-2+3": "'-2+3",
    "- none": "'- none",
    "-": "-",
    "=": "'=",
    "\tx": "'\tx",
    "\rx": "'\rx",
    "\nx": "'\nx",
    "=a\nb": "'=a\nb",
    "a\n=b": "a\n=b",
    "-0,4": "'-0,4",
    "-1e5": "'-1e5",
    "-.5": "'-.5",
    "-5\n": "'-5\n",
    "-5%": "'-5%",
    "+-5": "'+-5",
    "-0.4": "-0.4",
    "-5": "-5",
    "+5": "+5",
    "+٣": "+٣",
    "5": "5",
    "<1": "<1",
    " =1": " =1",
    "'=1": "'=1",
    "a=1": "a=1",
    "8 y": "8 y",
    "": "",
}
TEXT_TYPES = [pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.large_binary(), pa.binary_view()]
CATEGORIES = [pa.dictionary(pa.int32(), pa.string()), pa.dictionary(pa.uint8(), pa.string())]


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_of_a_list_is_as_harmless_as_one_of_a_sheet(cell):
    table = neutralised(pa.table({"note": [cell, None]}))
    assert table.column("note").to_pylist() == [CELLS[cell], None]
    assert harmless(cell) == CELLS[cell]


@pytest.mark.parametrize("kind", [*TEXT_TYPES, *CATEGORIES], ids=str)
def test_so_is_every_cell_of_a_column_whatever_kind_of_text_it_holds(kind):
    cells = (
        pa.array([*CELLS, None]).cast(kind) if kind not in CATEGORIES else pa.array([*CELLS, None]).dictionary_encode()
    )
    assert neutralised(pa.table({"note": cells})).column("note").to_pylist() == [*CELLS.values(), None]


@pytest.mark.parametrize("cell", [cell for cell in CELLS if cell])
def test_so_is_every_name_of_a_column(cell):
    assert neutralised(pa.table({cell: ["x"], "age": [8]})).column_names == [CELLS[cell], "age"]


def test_cells_stay_in_their_rows_over_several_parts():
    parts = [["=1", "a"], ["b", None], ["=1", "=2"]]
    table = pa.table({"note": pa.chunked_array([pa.array(part, pa.string()) for part in parts])})
    assert neutralised(table).column("note").to_pylist() == ["'=1", "a", "b", None, "'=1", "'=2"]


def test_figures_days_and_empty_columns_stay_as_they_are():
    table = pa.table(
        {"n": [-1.5], "on": [date(2026, 11, 22)], "yes": [True], "none": pa.nulls(1), "d": [Decimal("-1.5")]}
    )
    assert neutralised(table).equals(table)


def test_a_parquet_file_keeps_cells_as_they_are(tmp_path):
    out = str(tmp_path / "out.parquet")
    with whole_or_nothing(out) as sink:
        sink.write(pa.table({"=x": [*CELLS]}))
    assert parquet.read_table(out).column("=x").to_pylist() == [*CELLS]


def rows_of(path: str) -> list[list[str]]:
    with open(path, newline="", encoding="utf-8-sig") as file:
        return list(csv.reader(file))


def test_a_csv_file_holds_header_and_rows_as_text(tmp_path):
    out = str(tmp_path / "out.csv")
    table = pa.table(
        {
            "name": ['with "quotes", a comma', "two\nlines", None],
            "n": [8.0, 0.1, None],
            "whole": [2**53 + 1, -1, None],
            "yes": [True, False, None],
            "on": [date(2026, 11, 22), None, None],
            "at": [datetime(2026, 11, 22, 9, 30), None, None],
            "clock": [time(9, 30), None, None],
            "long": [timedelta(seconds=1), None, None],
            "exact": [Decimal("1.50"), None, None],
            "none": pa.nulls(3),
            "word": pa.array(["a", "b", None]).dictionary_encode(),
            "code": pa.array([1.5, 2.0, None]).dictionary_encode(),
        }
    )
    with whole_or_nothing(out) as sink:
        sink.write(table)
    day, clock = "2026-11-22 09:30:00.000000", "09:30:00.000000"
    first = [
        'with "quotes", a comma',
        "8",
        str(2**53 + 1),
        "true",
        "2026-11-22",
        day,
        clock,
        "1000000",
        "1.50",
        "",
        "a",
    ]
    assert rows_of(out) == [
        table.column_names,
        [*first, "1.5"],
        ["two\nlines", "0.1", "-1", "false", "", "", "", "", "", "", "b", "2"],
        [""] * 12,
    ]


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        pytest.param([[1, 2], None], "[1, 2]", id="lists"),
        pytest.param([{"a": 1, "b": b"x"}, None], '{"a": 1, "b": "78"}', id="records"),
        pytest.param([b"\xff\xfe", None], "fffe", id="bytes that are no text"),
        pytest.param(["=1+1", None], "'=1+1", id="a formula"),
    ],
)
def test_what_is_no_text_is_written_as_text_and_parquet_keeps_it(tmp_path, cells, text):
    with whole_or_nothing(str(tmp_path / "out.csv")) as sink:
        sink.write(pa.table({"visits": cells, "age": [8, 9]}))
    assert rows_of(str(tmp_path / "out.csv")) == [["visits", "age"], [text, "8"], ["", "9"]]
    with whole_or_nothing(str(tmp_path / "out.parquet")) as sink:
        sink.write(pa.table({"visits": cells}))
    assert parquet.read_table(tmp_path / "out.parquet").column("visits").to_pylist() == cells


@in_both
def test_parts_are_joined_in_their_order(tmp_path, ending):
    out = str(tmp_path / f"out{ending}")
    with whole_or_nothing(out) as sink:
        for number in range(5):
            sink.write(pa.table({"n": [number]}))
    assert os.listdir(tmp_path) == [f"out{ending}"]
    found = (
        [row[0] for row in rows_of(out)[1:]] if ending == ".csv" else parquet.read_table(out).column("n").to_pylist()
    )
    assert [int(number) for number in found] == [0, 1, 2, 3, 4]


@in_both
@pytest.mark.parametrize(
    ("first", "later"),
    [
        pytest.param(pa.array([None], pa.string()), pa.array(["=1"]), id="text, empty at first"),
        pytest.param(pa.array([None], pa.float64()), pa.array([8.5]), id="numbers, empty at first"),
        pytest.param(pa.array(["a"]).dictionary_encode(), pa.array(["=b"]).dictionary_encode(), id="other categories"),
        pytest.param(
            pa.array(["a"]).cast(pa.dictionary(pa.int8(), pa.string())),
            pa.array(["b"]).dictionary_encode(),
            id="categories counted otherwise",
        ),
    ],
)
def test_a_later_part_may_be_stored_otherwise(tmp_path, ending, first, later):
    out = str(tmp_path / f"out{ending}")
    with whole_or_nothing(out) as sink:
        sink.write(pa.table({"x": first}))
        sink.write(pa.table({"x": later}))
    rows = rows_of(out)[1:] if ending == ".csv" else parquet.read_table(out).column("x").to_pylist()
    assert len(rows) == 2


@pytest.fixture
def kept(tmp_path):
    """Where the result goes, with an earlier result there, and what the folder then holds."""

    def make(ending: str) -> str:
        (tmp_path / f"out{ending}").write_text("an earlier result")
        return str(tmp_path / f"out{ending}")

    yield make
    (only,) = os.listdir(tmp_path)
    assert (tmp_path / only).read_text() == "an earlier result"


@in_both
@pytest.mark.parametrize(
    "trouble",
    [IntakeError("the list is broken"), KeyboardInterrupt(), MemoryError(), SystemExit(3), ZeroDivisionError()],
    ids=lambda trouble: type(trouble).__name__,
)
@pytest.mark.parametrize("written", [0, 1])
def test_trouble_on_the_way_leaves_the_earlier_result_alone(kept, ending, trouble, written):
    def interrupted(sink: Sink) -> None:
        for _ in range(written):
            sink.write(TABLE)
        raise trouble

    with pytest.raises(type(trouble)), whole_or_nothing(kept(ending)) as sink:
        interrupted(sink)


@in_both
@pytest.mark.parametrize("method", ["write", "close"])
def test_a_full_disk_leaves_nothing_of_the_result(kept, ending, method, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Sink, method, full)
    with pytest.raises(IntakeError) as refused, whole_or_nothing(kept(ending)) as sink:
        sink.write(TABLE)
    assert str(refused.value).endswith("cannot be written (No space left on device); nothing was kept")


@in_both
def test_a_file_that_may_not_grow_leaves_nothing_of_the_result(tmp_path, ending):
    code = (
        "import sys, pyarrow as pa\n"
        "from ruxcheck.screening.written import whole_or_nothing\n"
        "with whole_or_nothing(sys.argv[1]) as sink:\n"
        "    for number in range(50):\n"
        "        sink.write(pa.table({'x': [str(n * 7919 + number) for n in range(20_000)]}))\n"
    )
    out = tmp_path / f"out{ending}"
    done = subprocess.run(
        [sys.executable, "-c", code, str(out)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)),
    )
    assert done.stderr.splitlines()[-1].endswith("nothing was kept")
    assert os.listdir(tmp_path) == []


@in_both
def test_a_result_replaces_an_earlier_one(tmp_path, ending):
    out = tmp_path / f"out{ending}"
    out.write_text("an earlier result")
    with whole_or_nothing(str(out)) as sink:
        sink.write(TABLE)
        assert out.read_text() == "an earlier result"
    assert out.read_bytes() != b"an earlier result"
    assert os.listdir(tmp_path) == [out.name]


@pytest.mark.parametrize("name", ["out.xlsx", "out.json", "out", "out.csv.gz", ".csv"])
def test_a_name_that_cannot_be_written_is_refused(tmp_path, name):
    with pytest.raises(OptionError, match=r"allowed: a file ending in \.parquet or \.csv"), whole_or_nothing(name):
        pass
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("name", ["out.CSV", "out.Parquet"])
def test_an_ending_may_be_written_in_capitals(tmp_path, name):
    with whole_or_nothing(str(tmp_path / name)) as sink:
        sink.write(TABLE)
    assert os.listdir(tmp_path) == [name]


def test_a_place_that_cannot_be_written_is_refused(tmp_path):
    (tmp_path / "file").write_text("no folder")
    (tmp_path / "folder.csv").mkdir()
    for name, words in {
        "nowhere/out.csv": "cannot be written (No such file or directory); nothing was kept",
        "file/out.csv": "cannot be written (Not a directory); nothing was kept",
        "folder.csv": "is a folder; choose the name of a file",
    }.items():
        with pytest.raises(IntakeError) as refused, whole_or_nothing(str(tmp_path / name)):
            pass
        assert str(refused.value) == f"--out: '{tmp_path / name}' {words}"
    assert sorted(os.listdir(tmp_path)) == ["file", "folder.csv"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_refused(tmp_path):
    os.chmod(tmp_path, 0o500)
    with pytest.raises(IntakeError, match="Permission denied"), whole_or_nothing(str(tmp_path / "out.csv")):
        pass


def test_a_uuid_is_written_as_people_write_it(tmp_path):
    one = uuid.UUID("12345678-1234-5678-1234-567812345678")
    with whole_or_nothing(str(tmp_path / "out.csv")) as sink:
        sink.write(pa.table({"id": pa.array([one.bytes], pa.uuid())}))
    assert rows_of(str(tmp_path / "out.csv")) == [["id"], [str(one)]]


def test_a_spreadsheet_knows_the_letters_by_the_mark(tmp_path):
    with whole_or_nothing(str(tmp_path / "out.csv")) as sink:
        sink.write(pa.table({"name": ["Zoë"]}))
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@in_both
def test_a_new_file_has_the_rights_of_the_umask_and_an_old_one_keeps_its_own(tmp_path, ending):
    before = os.umask(0o027)
    try:
        for name in ("new", "old"):
            out = tmp_path / f"{name}{ending}"
            if name == "old":
                out.write_bytes(b"x")
                os.chmod(out, 0o604)
            with whole_or_nothing(str(out)) as sink:
                sink.write(pa.table({"n": [1]}))
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / f"new{ending}").stat().st_mode) == 0o640
    assert stat.S_IMODE((tmp_path / f"old{ending}").stat().st_mode) == 0o604


@in_both
def test_a_read_only_file_is_never_replaced(tmp_path, ending):
    out = tmp_path / f"kept{ending}"
    out.write_bytes(b"x")
    os.chmod(out, 0o444)
    with pytest.raises(IntakeError, match="the file that is there is read-only"), whole_or_nothing(str(out)):
        pass
    assert out.read_bytes() == b"x"
    assert os.listdir(tmp_path) == [f"kept{ending}"]


@in_both
def test_a_symbolic_link_is_followed_to_what_it_names(tmp_path, ending):
    (tmp_path / "there").mkdir()
    target, link = tmp_path / "there" / f"real{ending}", tmp_path / f"link{ending}"
    link.symlink_to(target)
    with whole_or_nothing(str(link)) as sink:
        sink.write(pa.table({"n": [1]}))
    assert link.is_symlink()
    assert target.stat().st_size
    assert os.listdir(tmp_path / "there") == [f"real{ending}"]


@in_both
def test_what_is_no_plain_file_is_never_replaced(tmp_path, ending):
    os.mkfifo(tmp_path / f"pipe{ending}")
    with pytest.raises(IntakeError, match="no plain file"), whole_or_nothing(str(tmp_path / f"pipe{ending}")):
        pass


def test_a_name_that_is_no_text_is_written_and_read(tmp_path):
    out = os.path.join(str(tmp_path), os.fsdecode(b"l\xffst.csv"))
    with whole_or_nothing(out) as sink:
        sink.write(pa.table({"age": [8]}))
    assert open_list(out, load()).columns == ["age"]
