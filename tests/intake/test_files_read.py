"""Reading a list: every kind of file gives the same rows, and every file that cannot be used is refused by words."""

import os
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import polars
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from ruxcheck.intake.columns import IntakeError
from ruxcheck.intake.files import BATCH_ROWS
from ruxcheck.intake.files import open_list as open_with_rules
from ruxcheck.intake.files import open_upload as open_upload_with_rules
from ruxcheck.intake.text_files import BLOCK_BYTES
from ruxcheck.store.reading import load

LISTS = Path(__file__).parents[1] / "lists"
NAMES = ["patient", "Age", "IGA", "%BSA", "pregnant", "note"]
ROWS = [
    ("p1", "8", "3", "12", "no", "first, of two"),
    ("p2", "18 months", "2-3", "7,5", "", 'with "quotes"'),
    ("p3", "abc", "9", "", "maybe", "on two\nlines"),
    ("p4", "", "?", "15-25", "yes", "=1+1"),
]
SAME = ["comma.csv", "semicolon.csv", "tab.tsv", "bar.txt", "text.xlsx"]


RULES = load()


def open_list(path: str):
    return open_with_rules(path, RULES)


def open_upload(name: str, content: bytes):
    return open_upload_with_rules(name, content, RULES)


def rows_of(source) -> list[tuple]:
    return [tuple(row.values()) for batch in source.batches for row in batch.to_pylist()]


@pytest.fixture
def written(tmp_path):
    """A file of some bytes or text; its path."""

    def write(content: bytes | str, name: str = "list.csv") -> str:
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return str(tmp_path / name)

    return write


def refusal(path: str) -> str:
    """Why a list is refused, when it is opened or on the way."""
    with pytest.raises(IntakeError) as refused:
        rows_of(open_list(path))
    assert str(refused.value).startswith(f"{path}: ")
    return str(refused.value)


@pytest.mark.parametrize("name", SAME)
def test_every_kind_of_file_gives_the_same_rows(name):
    source = open_list(str(LISTS / name))
    assert (source.columns, rows_of(source)) == (NAMES, ROWS)


@pytest.mark.parametrize("name", SAME)
def test_a_list_in_memory_is_read_as_a_file_is(name):
    source = open_upload(name, (LISTS / name).read_bytes())
    assert (source.columns, rows_of(source)) == (NAMES, ROWS)


@pytest.mark.parametrize(("name", "rows"), [("comma.csv", None), ("text.xlsx", None)])
def test_how_many_rows_is_known_beforehand_where_the_file_tells(name, rows):
    assert open_list(str(LISTS / name)).rows == rows


@pytest.mark.parametrize(
    ("text", "names", "rows"),
    [
        pytest.param("age,iga\n8,3\n", ["age", "iga"], [("8", "3")], id="plain"),
        pytest.param("age,iga\n8,3", ["age", "iga"], [("8", "3")], id="no line end at the end"),
        pytest.param("age,iga\r\n8,3\r\n", ["age", "iga"], [("8", "3")], id="Windows line ends"),
        pytest.param("age,iga\r8,3\r9,2\r", ["age", "iga"], [("8", "3"), ("9", "2")], id="old Mac line ends"),
        pytest.param("\ufeffage,iga\n8,3\n", ["age", "iga"], [("8", "3")], id="byte order mark"),
        pytest.param('\ufeff"age","iga"\n8,3\n', ["age", "iga"], [("8", "3")], id="byte order mark and quotes"),
        pytest.param("age\n8\n", ["age"], [("8",)], id="one column"),
        pytest.param("age\n8\n\n9\n", ["age"], [("8",), ("9",)], id="a row without any value"),
        pytest.param("age,iga\n8,3\n\n9,2\n\n", ["age", "iga"], [("8", "3"), ("9", "2")], id="empty lines"),
        pytest.param("age,iga\n,\n8,3\n", ["age", "iga"], [("8", "3")], id="a row of empty cells"),
        pytest.param(" age , iga\n 8 ,3\n", ["age", "iga"], [(" 8 ", "3")], id="blanks: cells stay as they are"),
        pytest.param('age, "iga"\n8,3\n', ["age", "iga"], [("8", "3")], id="a blank before quotes in the header"),
        pytest.param("age,iga,,\n8,3,,\n", ["age", "iga"], [("8", "3")], id="separators at the end"),
        pytest.param(",age,iga\n1,8,3\n", ["", "age", "iga"], [("1", "8", "3")], id="row numbers without a name"),
        pytest.param("sep=;\nage;iga\n8;3\n", ["age", "iga"], [("8", "3")], id="the hint of a spreadsheet"),
        pytest.param("# a\n# b, c\nage,iga\n8,3\n", ["age", "iga"], [("8", "3")], id="comments above the header"),
        pytest.param("#,age,iga\n1,8,3\n", ["#", "age", "iga"], [("1", "8", "3")], id="a header that begins with #"),
        pytest.param(
            'age,iga,"Other (a; b; c; d; e)"\n8,3,x\n',
            ["age", "iga", "Other (a; b; c; d; e)"],
            [("8", "3", "x")],
            id="separators in quotes",
        ),
        pytest.param(
            "id,age,iga\nTotal,,\na,8,3\n", ["id", "age", "iga"], [("a", "8", "3")], id="a sum below the table"
        ),
        pytest.param('"Age, years",iga\n8,3\n', ["Age, years", "iga"], [("8", "3")], id="separator in a quoted name"),
        pytest.param('"a;b;c",iga\n8,3\n', ["a;b;c", "iga"], [("8", "3")], id="another separator in a quoted name"),
        pytest.param('"a ""b""";iga\n8;3\n', ['a "b"', "iga"], [("8", "3")], id="quotes in a quoted name"),
        pytest.param('"Age\nyears",iga\n8,3\n', ["Age\nyears", "iga"], [("8", "3")], id="a quoted name on two lines"),
        pytest.param("Age, in years;iga;bsa\n8;3;1\n", ["Age, in years", "iga", "bsa"], [("8", "3", "1")], id="most"),
        pytest.param('age,iga\n"8","3,5"\n', ["age", "iga"], [("8", "3,5")], id="separator in a quoted cell"),
        pytest.param('age,note\n8,"a\nb"\n9,c\n', ["age", "note"], [("8", "a\nb"), ("9", "c")], id="line break"),
        pytest.param(
            'age,note\n8,5" tall\n9,c\n', ["age", "note"], [("8", '5" tall'), ("9", "c")], id="a sign of inches"
        ),
        pytest.param('age,iga\n8,"3"x\n', ["age", "iga"], [("8", "3x")], id="letters behind a closed quote"),
        pytest.param("id,age\n007,8\n", ["id", "age"], [("007", "8")], id="leading zeros"),
        pytest.param("age,name\n8,Zoë\n", ["age", "name"], [("8", "Zoë")], id="letters beyond ASCII"),
        pytest.param("age,note\n8,a\0b\n", ["age", "note"], [("8", "a\0b")], id="a null letter"),
        pytest.param("age,note\n8,NULL\n", ["age", "note"], [("8", "NULL")], id="the word NULL"),
    ],
)
def test_how_text_with_separators_may_be_written(written, text, names, rows):
    source = open_list(written(text))
    assert (source.columns, rows_of(source)) == (names, rows)


@pytest.mark.parametrize("ending", ["list.CSV", "list.Txt", "list.TSV"])
def test_the_ending_may_be_written_in_capitals(written, ending):
    assert rows_of(open_list(written("age\n8\n", ending))) == [("8",)]


def test_a_very_long_cell_is_read_whole(written):
    text = "x" * 3_000_000
    assert rows_of(open_list(written(f"age,note\n8,{text}\n9,y\n"))) == [("8", text), ("9", "y")]


def test_a_long_list_comes_in_parts_in_its_order(written):
    numbers = [str(number) for number in range(3 * BATCH_ROWS + 5)]
    batches = list(open_list(written("age\n" + "\n".join(numbers))).batches)
    assert max(batch.num_rows for batch in batches) <= BATCH_ROWS
    assert [cell for batch in batches for cell in batch.column("age").to_pylist()] == numbers


def test_a_cell_with_line_breaks_may_begin_in_one_part_and_end_in_the_next(written):
    note, rows = f"{'x' * 50}\n{'y' * 50}", 200_000
    batches = list(open_list(written("age,note\n" + f'8,"{note}"\n' * rows)).batches)
    assert sum(batch.num_rows for batch in batches) == rows
    assert {text for batch in batches for text in batch.column("note").unique().to_pylist()} == {note}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "the file is empty; a header and rows are needed", id="empty"),
        pytest.param("age,iga", "a header without rows; at least one patient is needed", id="header only"),
        pytest.param("\nage,iga\n8,3\n", "its first line is empty", id="empty first line"),
        pytest.param(
            "größe,age\n8,3\n".encode("latin-1"),
            "not UTF-8 text; its words show the right one; say which: --encoding cp1252",
            id="latin-1",
        ),
        pytest.param("größe,age\n8,3\n".encode("latin-1"), "--encoding cp1252 (reads größe)", id="as it would be read"),
        pytest.param("age,iga\n8,3\n".encode("utf-16-le"), "--encoding utf-16-le", id="UTF-16 without a mark"),
        pytest.param("age,iga\n8,3\n".encode("utf-16-be"), "--encoding utf-16-be", id="UTF-16 the other way"),
        pytest.param("age,name\n8,Zoë\n".encode("latin-1"), "--encoding cp1252 (reads Zoë)", id="latin-1 in a row"),
        pytest.param(
            "Registry of 2026\n\nage,iga\n8,3\n",
            "no column is known by the first line; say which: --header-row 3",
            id="a title",
        ),
        pytest.param("age,,\n8,,x\n", "column 3 holds values and has no name; name it, or remove it", id="no name"),
        pytest.param(
            "age;iga,bsa\n8,3,1\n", "two separators fit its header equally; use one of comma, semic", id="two"
        ),
        pytest.param("age\tiga|bsa\n8\n", "two separators fit its header equally", id="tab and bar"),
        pytest.param(
            "age,iga,bsa\n8,3,1\n9,2\n", "do not fit its header: line 3 has 2 cells, the header has 3", id="short"
        ),
        pytest.param("age,iga\n8,3\n9,2,1\n", "line 3 has 3 cells, the header has 2; a text that holds", id="long"),
        pytest.param("age,iga\n8,UTF8,Empty CSV\n", "line 2 has 3 cells, the header has 2", id="words of the reader"),
        pytest.param("age,iga\n\n8\n", "line 3 has 1 cells, the header has 2", id="short after an empty line"),
        pytest.param('age,note\n8,"a\nb"\n9\n', "line 4 has 1 cells, the header has 2", id="short after a line break"),
        pytest.param("age,iga\n7;5;3\n", "line 2 has 1 cells, the header has 2", id="rows with another separator"),
        pytest.param(
            'age,iga\n8,"3\n9,2\n10,3\n', "line 2 opens a quote that does not end as it should", id="open quote"
        ),
        pytest.param('age,iga\n8,3\n9,"2', "line 3 opens a quote", id="an open quote in the last row"),
        pytest.param('age,iga\n8,"3\n9,"2"\n', "line 2 opens a quote", id="a quote that swallows a row"),
        pytest.param(
            '"age,iga\n8,3\n', "its first line is empty, or has quotes that do not end", id="open in the header"
        ),
    ],
)
def test_a_text_that_cannot_be_used_is_refused_by_words(written, content, words):
    assert words in refusal(written(content))


def test_a_row_in_the_middle_of_a_long_list_is_found(written):
    rows = ["8,3"] * 600_000
    rows[500_000] = "8,3,John Smith"
    said = refusal(written("age,note\n" + "\n".join(rows)))
    assert "line 500002 has 3 cells" in said
    assert "John" not in said


def test_a_row_longer_than_a_block_is_refused(written):
    assert "a row is longer than 16 MB" in refusal(written("age,note\n8," + "x" * (2 * BLOCK_BYTES) + "\n9,y\n"))


@pytest.mark.parametrize("text", ["age,iga,age\n8,3,8\n", "age,Age \n", '"age","age"\n8,8\n'])
def test_a_header_that_stands_twice_is_left_to_the_mapping(written, text):
    source = open_list(written(text))
    assert [name.lower() for name in source.columns].count("age") == 2


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("list.xls", "'.xls' is not a kind of list this tool reads; allowed: .csv, .tsv, .txt, .parquet, .xlsx"),
        ("list.json", "'.json' is not a kind of list this tool reads"),
        ("list.csv.gz", "'.gz' is not a kind of list this tool reads"),
        ("list", "'no ending' is not a kind of list this tool reads"),
    ],
)
def test_another_kind_of_file_is_refused(written, name, words):
    path = written("age\n8\n", name)
    assert words in refusal(path)
    with pytest.raises(IntakeError, match="is not a kind of list"):
        open_upload(name, b"age\n8\n")


def test_a_path_that_is_no_file_is_refused(tmp_path):
    os.mkdir(tmp_path / "folder.csv")
    assert "a folder, not a file; name the file in it" in refusal(str(tmp_path / "folder.csv"))
    assert "there is no such file; check the path" in refusal(str(tmp_path / "nobody.csv"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_refused(written):
    path = written("age\n8\n")
    os.chmod(path, 0)
    assert "cannot be read (Permission denied)" in refusal(path)


def test_a_file_that_cannot_be_read_is_refused(written, monkeypatch):
    def broken(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("ruxcheck.intake.text_files.layout_of", broken)
    assert "cannot be read (Input/output error)" in refusal(written("age\n8\n"))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("header-only.xlsx", "no visible sheet holds rows below a header; at least one patient is needed"),
        ("nothing.xlsx", "no visible sheet holds rows below a header"),
    ],
)
def test_a_workbook_without_rows_is_refused(name, words):
    assert words in refusal(str(LISTS / name))


def test_a_workbook_with_a_header_twice_is_left_to_the_mapping():
    assert open_list(str(LISTS / "header-twice.xlsx")).columns == ["age", "iga", "age"]


@pytest.mark.parametrize("content", [b"age,iga\n8,3\n", b"PK\x03\x04 no workbook", b"\0" * 100])
def test_a_workbook_that_is_none_is_refused(written, content):
    assert "not a readable Excel file" in refusal(written(content, "list.xlsx"))


def test_cells_of_a_workbook_are_what_was_typed():
    source = open_list(str(LISTS / "typed.xlsx"))
    assert source.columns == ["patient", "dob", "IGA", "%BSA", "platelets_per_ul", "pregnant"]
    assert rows_of(source) == [
        ("1234567", "2018-11-22", "3", "12.5", "1250000", "True"),
        ("1234568", "2024-11-23 09:30:00", "2", "3", "250000.5", "False"),
        ("p3", "unknown", "", "15-25", "", ""),
        ("4.5", "43426", "2.5", "-1", "n.k.", "maybe"),
    ]


def test_excel_without_its_reader_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    assert 'reading Excel needs an optional extra: pip install ".[screen]"' in refusal(str(LISTS / "text.xlsx"))


def saved(table: pa.Table, path: Path, **options) -> str:
    parquet.write_table(table, path, **options)
    return str(path)


def test_the_types_of_a_parquet_file_stay(tmp_path):
    table = pa.table(
        {
            "age": [8.0, None],
            "iga": pa.array([3, None], pa.int8()),
            "bsa": pa.array([Decimal("1.50"), None]),
            "dob": [date(2018, 11, 22), None],
            "seen": [datetime(2026, 11, 22, 9), None],
            "pregnant": [True, None],
            "site": pa.array(["a", None]).dictionary_encode(),
            "visits": [[1, 2], [3]],
        }
    )
    source = open_list(saved(table, tmp_path / "list.parquet"))
    assert (source.columns, source.rows) == (table.column_names, 2)
    assert pa.Table.from_batches(source.batches).equals(table)


def test_a_parquet_file_comes_in_parts_whatever_its_own_are(tmp_path):
    table = pa.table({"age": range(2 * BATCH_ROWS + 7)})
    for rows in (100_000, 1_000_000):
        batches = list(open_list(saved(table, tmp_path / "list.parquet", row_group_size=rows)).batches)
        assert max(batch.num_rows for batch in batches) <= BATCH_ROWS
        assert pa.Table.from_batches(batches).equals(table)


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(lambda content: content[: len(content) // 2], id="cut in the middle"),
        pytest.param(lambda content: content[:-4], id="without its end"),
        pytest.param(lambda content: b"PAR1" + content[4:-8] + b"\xff\xff\xff\x7fPAR1", id="a wrong length"),
        pytest.param(lambda _: b"age,iga\n8,3\n", id="a text by another name"),
        pytest.param(lambda _: b"PAR1PAR1", id="nothing between"),
        pytest.param(lambda content: content[:40] + b"\xff" * 3000 + content[3040:], id="broken pages"),
    ],
)
def test_a_broken_parquet_file_is_refused_by_words(tmp_path, broken):
    path = tmp_path / "list.parquet"
    saved(pa.table({"age": [float(number % 90) for number in range(50_000)]}), path)
    path.write_bytes(broken(path.read_bytes()))
    said = refusal(str(path))
    assert "not a readable Parquet file (" in said
    assert said.endswith("); write it again")


def test_a_column_of_128_bit_integers_that_nobody_reads_is_left_out_and_said(tmp_path):
    big = polars.Series([2**100], dtype=polars.Int128)
    polars.DataFrame({"age": [8], "big": big}).write_parquet(tmp_path / "list.parquet")
    source = open_list(str(tmp_path / "list.parquet"))
    assert (source.columns, rows_of(source)) == (["age"], [(8,)])
    assert source.notes == ("integers of 128 bits, left out: big",)
