"""The command `screen`: what it writes and says, how it ends, and what it leaves when it is interrupted."""

import csv
import os
import pty
import re
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from ruxcheck import __version__
from ruxcheck.screening.run import NAMES
from ruxcheck.store.reading import load

ROOT = Path(__file__).parents[2]
LISTS = ROOT / "tests" / "lists"
DAY = ("--on", "2026-11-22")
HEADER = ["patient", "Age", "IGA", "%BSA", "pregnant", "note"]
DAYS = ("YYYY-MM-DD", "2026-11-22")
# longer than what is read at once: the first rows are written before the last one turns out to be short
BREAKS = "age,note\n" + f"8,{'x' * 100}\n" * 200_000 + "8\n"


@pytest.fixture
def screened(cli, tmp_path):
    """Screen a sample or a text; the rows of the result by column, and what was said."""

    def run(patients: str, *options: str, ending: str = ".csv") -> tuple[list[dict], str]:
        if "\n" in patients:
            (tmp_path / "list.csv").write_text(patients)
        path = tmp_path / "list.csv" if "\n" in patients else LISTS / patients
        out = tmp_path / f"out{ending}"
        answer = cli("screen", str(path), "--out", str(out), *DAY, *options)
        assert (answer.code, answer.out) == (0, ""), answer.err
        return rows_of(out), answer.err

    return run


def rows_of(path: Path) -> list[dict]:
    if path.suffix == ".parquet":
        return parquet.read_table(path).to_pylist()
    with open(path, newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
@pytest.mark.parametrize("patients", ["comma.csv", "semicolon.csv", "tab.tsv", "bar.txt", "text.xlsx"])
def test_every_kind_of_list_gives_the_same_result(screened, patients, ending):
    rows, said = screened(patients, ending=ending)
    assert [list(row)[:6] for row in rows] == [HEADER] * 4
    assert [row["Age"] for row in rows] == ["8", "18 months", "abc", ""]
    assert [row["label_us_core"] for row in rows] == ["met", "not met", "cannot tell", "cannot tell"]
    assert [row["trial_true_ad3_core"] for row in rows] == ["met", "not met", "cannot tell", "cannot tell"]
    assert [row["label_us_because"] for row in rows] == ["diagnosis", "age", "age", "age"]
    assert rows[2]["not_usable"] == (
        "Age: 'abc' was given, not understood; IGA: '9' was given, out of range; pregnant: 'maybe' was given, not understood"
    )
    assert [row["not_usable"] or "" for row in rows[:2] + rows[3:]] == ["", "", ""]
    assert {(row["rules"], row["version"], row["as_of"]) for row in rows} == {(load().sha256, __version__, DAY[1])}
    assert "4 rows\n" in said


def test_days_numbers_and_true_or_false_of_a_workbook_are_read(screened):
    rows, said = screened("typed.xlsx")
    assert "dob -> age_years (born)" in said
    assert [row["label_us_core"] for row in rows] == ["met", "not met", "cannot tell", "cannot tell"]
    assert [row["patient"] for row in rows] == ["1234567", "1234568", "p3", "4.5"]
    assert [row["not_usable"] for row in rows] == [
        "",
        "",
        "",
        "dob: '43426' is no date of birth, allowed: YYYY-MM-DD, 26 Nov 2014, 26/11/2014 or a year; IGA: '2.5' was given, not a whole number; "
        "%BSA: '-1' was given, out of range; platelets_per_ul: 'n.k.' was given, not understood; "
        "pregnant: 'maybe' was given, not understood",
    ]


def test_in_csv_a_cell_that_would_run_gets_an_apostrophe_and_in_parquet_it_stays(screened):
    assert screened("comma.csv")[0][3]["note"] == "'=1+1"
    assert screened("comma.csv", ending=".parquet")[0][3]["note"] == "=1+1"


def test_the_result_has_the_columns_of_the_contract(screened):
    rows, _ = screened("comma.csv")
    records = [f"label_{name}" for name in ("us", "ca", "eu", "gb", "ch")]
    records += [f"trial_{trial.id}".replace("-", "_") for trial in load().trials]
    results = [f"{record}_{what}" for record in records for what in ("core", "overall", "because")]
    assert list(rows[0]) == [*HEADER, *results, "not_usable", "rules", "version", "as_of"]


@pytest.mark.parametrize("engine", [name for name in NAMES if name != "spark"])
def test_every_engine_gives_the_same_result(screened, engine):
    rows, said = screened("comma.csv", "--engine", engine)
    assert rows == screened("comma.csv")[0]
    assert f" rows a second on {engine}; written to " in said


def test_what_is_said_on_the_way(screened):
    _, said = screened("comma.csv", "--jurisdiction", "us", "eu")
    lines = said.splitlines()
    assert lines[:4] == ["Age -> age_years", "IGA -> iga", "%BSA -> bsa_percent", "pregnant -> pregnant"]
    assert lines[4] == "4 rows"
    assert [line.split() for line in lines[6:8]] == [
        ["United", "States", "label", "1", "1", "2"],
        ["European", "Union", "and", "EEA", "label", "0", "4", "0"],
    ]
    assert "1 row with a cell that was not usable, taken as not recorded" in lines
    assert "  1 x Age: 'abc' was given, not understood" in lines
    assert re.fullmatch(r"[\d,]+ rows a second on polars; written to .*out\.csv", lines[-1])
    assert "\r" not in said


@pytest.mark.parametrize(
    ("text", "options", "results"),
    [
        pytest.param("dob,iga,bsa\n2024-11-22,3,12\n", (), ["met"], id="the 2nd birthday is the day asked about"),
        pytest.param("dob,iga,bsa\n2024-11-23,3,12\n", (), ["not met"], id="the day before it"),
        pytest.param(
            "dob,iga,bsa\n2024-11-22,3,12\n", ("--measured-on", "2026-11-21"), ["not met"], id="measured the day before"
        ),
        pytest.param(
            "dob,iga,bsa\n2024-11-23,3,12\n", ("--measured-on", "2026-11-23"), ["met"], id="measured the day after"
        ),
        pytest.param(
            "years,iga,bsa\n8,3,12\n1,3,12\n", ("--map", "age=years"), ["met", "not met"], id="a named column"
        ),
        pytest.param(
            "a,b,c\n8,3,12\n", ("--map", "age=a", "iga=b", "--map", "bsa=c"), ["met"], id="named in two options"
        ),
        pytest.param("a=b,iga,bsa\n8,3,12\n", ("--map", "age=a=b"), ["met"], id="a column with an equals sign"),
        pytest.param("age,dob,iga,bsa\n1,2018-11-22,3,12\n", ("--map", "dob=dob"), ["met"], id="birth rather than age"),
    ],
)
def test_how_ages_and_columns_may_be_told(screened, text, options, results):
    assert [row["label_us_core"] for row in screened(text, *options)[0]] == results


def test_the_day_decides_which_label_answers(cli, tmp_path):
    (tmp_path / "list.csv").write_text("age,iga,bsa\n8,3,12\n")
    for day, result in {"2025-09-17": "not met", "2025-09-18": "cannot tell", "2025-09-19": "met"}.items():
        out = tmp_path / f"{day}.csv"
        assert cli("screen", str(tmp_path / "list.csv"), "--out", str(out), "--on", day).code == 0
        assert (rows_of(out)[0]["label_us_core"], rows_of(out)[0]["as_of"]) == (result, day)


def test_without_a_day_it_is_today(cli, tmp_path):
    before = date.today()
    assert cli("screen", str(LISTS / "comma.csv"), "--out", str(tmp_path / "out.csv")).code == 0
    assert str(before) <= rows_of(tmp_path / "out.csv")[0]["as_of"] <= str(date.today())


def test_only_the_jurisdictions_asked_for_have_columns(screened):
    rows, _ = screened("comma.csv", "--jurisdiction", "ca", "au", "ca")
    labels = [name for name in rows[0] if name.startswith("label_") and name.endswith("_core")]
    assert labels == ["label_ca_core", "label_au_core"]


OUT = "RESULT"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        pytest.param((), ("--out",), id="no result named"),
        pytest.param(("--out",), ("--out", "expected one argument"), id="a result without a name"),
        pytest.param(("--out", "a.csv", "--out", "b.csv"), ("--out", "'b.csv'", "allowed: once"), id="two results"),
        pytest.param(("--out", "out.xlsx"), ("--out", "'out.xlsx'", ".parquet or .csv"), id="another kind of result"),
        pytest.param(("--out", "out"), ("--out", "'out'", ".parquet or .csv"), id="a result without an ending"),
        pytest.param(("--out", OUT, "--on", "soon"), ("--on", "'soon'", *DAYS), id="no day"),
        pytest.param(("--out", OUT, *DAY, *DAY), ("--on", "'2026-11-22'", "allowed: once"), id="two days"),
        pytest.param(("--out", OUT, "--measured-on", "soon"), ("--measured-on", "'soon'", *DAYS), id="no day measured"),
        pytest.param(
            ("--out", OUT, "--measured-on", "2026-01-01", "--measured-on", "2026-01-02"),
            ("--measured-on", "'2026-01-02'", "allowed: once"),
            id="two days measured",
        ),
        pytest.param(
            ("--out", OUT, "--jurisdiction", "xx"), ("--jurisdiction", "'xx'", "us, ca, eu"), id="unknown place"
        ),
        pytest.param(("--out", OUT, "--jurisdiction"), ("--jurisdiction", "expected at least one"), id="no place"),
        pytest.param(("--out", OUT, "--engine", "dask"), ("--engine", "'dask'", "pandas, polars, duckdb"), id="engine"),
        pytest.param(
            ("--out", OUT, "--engine", "pandas", "--engine", "polars"), ("--engine", "allowed: once"), id="two engines"
        ),
        pytest.param(("--out", OUT, "--map", "age"), ("--map", "'age'", "INPUT=COLUMN"), id="no column"),
        pytest.param(("--out", OUT, "--map", "=Age"), ("--map", "'=Age'", "INPUT=COLUMN"), id="no input"),
        pytest.param(("--out", OUT, "--map", "age="), ("--map", "'age='", "INPUT=COLUMN"), id="an empty column"),
        pytest.param(("--out", OUT, "--map", "age=x"), ("--map age=x", "no such column", "'Age'"), id="no such column"),
        pytest.param(("--out", OUT, "--map", "pain=Age"), ("--map pain", "not an input", "'age'"), id="no such input"),
        pytest.param(
            ("--out", OUT, "--map", "age=Age", "age=IGA"), ("--map", "'age=IGA'", "allowed: once"), id="an input twice"
        ),
        pytest.param(
            ("--out", OUT, "--map", "age=Age", "iga=Age"), ("--map iga=Age", "for one input"), id="a column twice"
        ),
        pytest.param(("--out", OUT, "--json"), ("--json", "allowed"), id="an option of another command"),
        pytest.param(("--out", OUT, "more.csv"), ("more.csv", "allowed"), id="two lists"),
    ],
)
def test_a_wrong_option_is_refused_in_one_line(cli, tmp_path, monkeypatch, options, words):
    monkeypatch.chdir(tmp_path)
    code, out, err = cli("screen", str(LISTS / "comma.csv"), *(f"{OUT}.csv" if o == OUT else o for o in options))
    last = err.splitlines()[-1]
    assert (code, out) == (2, "")
    assert [line for line in err.splitlines()[:-1] if " -> " not in line] == []
    assert [word for word in words if word not in last] == []
    assert os.listdir(tmp_path) == []


def test_the_name_of_the_result_is_looked_at_before_the_list(cli):
    code, out, err = cli("screen", "nobody.csv", "--out", "out.doc")
    assert (code, out, err) == (2, "", "--out: 'out.doc' was given; allowed: a file ending in .parquet or .csv\n")


def test_no_list_at_all_is_refused(cli):
    code, out, err = cli("screen", "--out", "out.csv")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "PATIENTS" in err


def test_the_list_itself_is_no_place_for_the_result(cli, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("age\n8\n")
    os.symlink(path, tmp_path / "link.csv")
    for out in (path, tmp_path / "link.csv"):
        code, said, err = cli("screen", str(path), "--out", str(out))
        assert (code, said, path.read_text()) == (2, "", "age\n8\n")
        assert err == f"--out: '{out}' is the list itself, which stays as it is; choose another name\n"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        pytest.param("list.csv", None, "there is no such file; check the path", id="no file"),
        pytest.param("list.xls", "age\n8\n", "'.xls' is not a kind of list this tool reads", id="an old workbook"),
        pytest.param("list.json", "[]", "'.json' is not a kind of list this tool reads", id="another kind"),
        pytest.param("list.csv", "", "the file is empty", id="empty"),
        pytest.param("list.csv", "age,iga\n", "at least one patient is needed", id="header only"),
        pytest.param("list.csv", "age,iga,age\n8,3,8\n", "the header 'age' stands 2 times", id="a header twice"),
        pytest.param("list.csv", 'a,"b\nc","b\nc"\n1,2,3\n', "the header 'b c' stands 2 times", id="on two lines"),
        pytest.param(
            "list.csv", "years,grade\n8,3\n", "no column is known by its name; the list has 'years'", id="none"
        ),
        pytest.param("list.csv", "age,dob\n8,2018-11-22\n", "'age' and 'dob' both tell of age_years", id="a clash"),
        pytest.param("list.csv", "age_low,iga\n8,3\n", "'age_low' is one end of a range", id="half a range"),
        pytest.param("list.csv", "age;iga,bsa\n8;3,1\n", "two separators fit its header equally", id="separators"),
        pytest.param("list.csv", "age,iga\n8\n", "line 2 has 1 cells, the header has 2", id="a short row"),
        pytest.param("list.csv", 'age,iga\n8,"3\n9,2\n', "line 2 opens a quote that does not end", id="an open quote"),
        pytest.param("list.csv", "age,rules\n8,x\n", "the list already has a column 'rules'", id="a name of ours"),
        pytest.param("list.parquet", "age\n8\n", "not a readable Parquet file", id="no Parquet"),
        pytest.param("list.xlsx", "age\n8\n", "not a readable Excel file", id="no workbook"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_in_one_line(cli, tmp_path, name, content, words):
    if content is not None:
        (tmp_path / name).write_text(content)
    before = os.listdir(tmp_path)
    code, out, err = cli("screen", str(tmp_path / name), "--out", str(tmp_path / "out.csv"))
    said = [line for line in err.splitlines() if " -> " not in line]
    assert (code, out, len(said)) == (1, "", 1)
    assert words in said[0]
    assert os.listdir(tmp_path) == before


def test_a_folder_is_no_list(cli, tmp_path):
    (tmp_path / "folder.csv").mkdir()
    code, _, err = cli("screen", str(tmp_path / "folder.csv"), "--out", str(tmp_path / "out.csv"))
    assert (code, err) == (1, f"{tmp_path / 'folder.csv'}: a folder, not a file; name the file in it\n")


def test_a_place_that_cannot_be_written_is_told(cli, tmp_path):
    out = tmp_path / "nowhere" / "out.csv"
    code, _, err = cli("screen", str(LISTS / "comma.csv"), "--out", str(out))
    assert code == 1
    assert err.splitlines()[-1] == f"--out: '{out}' cannot be written (No such file or directory); nothing was kept"


def test_a_list_that_breaks_on_the_way_leaves_the_earlier_result(cli, tmp_path):
    (tmp_path / "list.csv").write_text(BREAKS)
    (tmp_path / "out.csv").write_text("an earlier result")
    code, _, err = cli("screen", str(tmp_path / "list.csv"), "--out", str(tmp_path / "out.csv"))
    assert (code, "line 200002 has 1 cells" in err) == (1, True)
    assert sorted(os.listdir(tmp_path)) == ["list.csv", "out.csv"]
    assert (tmp_path / "out.csv").read_text() == "an earlier result"


def test_the_types_of_a_parquet_list_stay_in_the_result(cli, tmp_path):
    table = pa.table({"id": pa.array([1, 2], pa.int16()), "age": [8.0, None], "visits": [[1], []]})
    parquet.write_table(table, tmp_path / "list.parquet")
    assert cli("screen", str(tmp_path / "list.parquet"), "--out", str(tmp_path / "out.parquet")).code == 0
    assert parquet.read_table(tmp_path / "out.parquet").select(table.column_names).equals(table)


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "ruxcheck", "screen", *arguments]


def test_the_exit_codes_of_the_process(tmp_path):
    cases = {
        0: [str(LISTS / "comma.csv"), "--out", str(tmp_path / "out.csv")],
        1: [str(LISTS / "nobody.csv"), "--out", str(tmp_path / "out.csv")],
        2: [str(LISTS / "comma.csv"), "--out", "out.doc"],
    }
    for code, arguments in cases.items():
        done = subprocess.run(command(*arguments), cwd=ROOT, capture_output=True, text=True)
        assert (done.returncode, done.stdout) == (code, ""), done.stderr


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_interrupted_it_ends_with_130_and_leaves_the_earlier_result(tmp_path, ending):
    (tmp_path / "list.csv").write_bytes(b"age,iga,bsa\n" + b"8,3,12\n" * 3_000_000)
    out = tmp_path / f"out{ending}"
    out.write_text("an earlier result")
    running = subprocess.Popen(
        command(str(tmp_path / "list.csv"), "--out", str(out)), cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 60
    while len(os.listdir(tmp_path)) < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130, said
    assert said.splitlines()[-1] == f"interrupted: '{out}' was not written"
    assert sorted(os.listdir(tmp_path)) == ["list.csv", out.name]
    assert out.read_text() == "an earlier result"


def on_a_terminal(*arguments: str) -> tuple[int, str]:
    """The exit code and what a terminal shows of standard error."""
    ours, theirs = pty.openpty()
    running = subprocess.Popen(command(*arguments), cwd=ROOT, stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 65536):
            shown += part
    except OSError:
        pass  # a terminal that nobody holds open ends so
    os.close(ours)
    assert running.communicate(timeout=60)[0] == b""
    return running.returncode, shown.decode().replace("\r\n", "\n")


def test_on_a_terminal_a_bar_is_drawn_and_its_line_left(tmp_path):
    rows = 300_000
    table = pa.table({"age": [8.0] * rows, "iga": [3] * rows, "bsa": [12.0] * rows})
    parquet.write_table(table, tmp_path / "list.parquet")
    code, shown = on_a_terminal(str(tmp_path / "list.parquet"), "--out", str(tmp_path / "out.parquet"))
    assert code == 0
    drawn = [part.strip() for part in shown.split("\r")]
    assert any(part.startswith("Looking through: 300,000 rows") for part in drawn)
    screening = [part for part in drawn if part.startswith("Screening: [")]
    assert screening[0].startswith("Screening: [####")
    assert screening[0].endswith(" s left")
    assert screening[-1].startswith(f"Screening: [{'#' * 30}] 300,000 rows")
    assert "\n300,000 rows\n" in shown


def test_on_a_terminal_a_text_shows_how_many_rows_are_done(tmp_path):
    code, shown = on_a_terminal(str(LISTS / "comma.csv"), "--out", str(tmp_path / "out.csv"))
    assert code == 0
    assert f"Screening: [{'#' * 30}] 4 rows" in shown


def test_what_breaks_on_a_terminal_is_told_on_its_own_line(tmp_path):
    (tmp_path / "list.csv").write_text(BREAKS)
    code, shown = on_a_terminal(str(tmp_path / "list.csv"), "--out", str(tmp_path / "out.csv"))
    assert code == 1
    assert "Looking through: 131,072 rows" in shown
    assert (
        shown.rstrip()
        .split("\n")[-1]
        .startswith(f"{tmp_path / 'list.csv'}: its rows do not fit its header: line 200002")
    )
