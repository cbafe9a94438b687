"""Small lists as people have them, each with the right answer: the same on every engine and from the page."""

from collections import Counter
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from ruxcheck.intake.columns import IntakeError, OptionError, Undecided
from ruxcheck.intake.files import ReadAs
from ruxcheck.intake.prepare import Said, prepared_file
from ruxcheck.intake.worker import read_apart
from ruxcheck.screening.run import ScreeningOptions, run
from ruxcheck.store.reading import load

RULES = load()
REAL = Path(__file__).parents[1] / "lists" / "real"
ON = date(2026, 11, 30)
# core results of the United States label (2 years and older, up to 20%), row by row
MET, NOT_MET, CANNOT_TELL = "met", "not met", "cannot tell"
AS_IT_IS = Said()
ENGINES = ("pandas", "polars", "duckdb")


def screened(path: Path, said: Said = AS_IT_IS, engine: str = "polars"):
    """The results of one label by row, how the list was read in words, and the summary."""
    prepared = prepared_file(str(path), said, RULES)
    parts: list[pa.Table] = []
    summary = run(prepared.source, prepared.columns, ScreeningOptions(ON, ("us",), ON, engine), RULES, parts.append)
    table = pa.concat_tables(parts)
    return table.column("label_us_core").cast(pa.string()).to_pylist(), prepared.notes, summary


def given(*pairs: tuple[str, str], **more) -> Said:
    return Said(given=pairs, **more)


LISTS = [
    pytest.param("c01_cdisc_ageu.csv", AS_IT_IS, [MET, MET, NOT_MET], id="the unit of an age beside it"),
    pytest.param("c02_unit_column_weight.csv", AS_IT_IS, [MET], id="units of weight and height beside them"),
    pytest.param(
        "c03_bsa_is_m2.csv", given(("body_surface_m2", "bsa")), [CANNOT_TELL] * 2, id="body surface, and so named"
    ),
    pytest.param("c03_bsa_is_m2.csv", given(("bsa", "bsa")), [MET] * 2, id="affected area after all"),
    pytest.param("c05_header_semicolons.csv", AS_IT_IS, [MET] * 2, id="semicolons in a quoted header"),
    pytest.param("c06_sep_hint.csv", AS_IT_IS, [MET], id="the hint of a spreadsheet"),
    pytest.param("c08_trailing_commas.csv", AS_IT_IS, [MET], id="separators at the end"),
    pytest.param("c14_redcap_labels.csv", AS_IT_IS, [MET], id="a grade with its word, boxes in words"),
    pytest.param("c17_utf16.csv", AS_IT_IS, [MET], id="UTF-16 with its mark"),
    pytest.param("c20_long_cell.csv", AS_IT_IS, [MET, MET], id="a long cell over many lines"),
    pytest.param(
        "c22_dob_forms.csv", AS_IT_IS, [MET] * 7 + [CANNOT_TELL] * 2 + [NOT_MET, CANNOT_TELL], id="dates of birth"
    ),
    pytest.param(
        "c25_bsa_forms.csv",
        AS_IT_IS,
        [MET] * 4 + [CANNOT_TELL] * 2 + [MET] * 3 + [CANNOT_TELL] * 2 + [MET] * 2 + [CANNOT_TELL] * 2,
        id="areas as people write them",
    ),
    pytest.param("c26_iga_forms.csv", AS_IT_IS, [MET] * 5 + [CANNOT_TELL] * 4, id="grades as people write them"),
    pytest.param("c35_empty_quotes_row.csv", AS_IT_IS, [MET], id="rows without any value"),
    pytest.param("c36_rescreen_hash.csv", AS_IT_IS, [MET], id="lines above the header"),
    pytest.param("c39_lb_column.csv", AS_IT_IS, [MET], id="units in the header"),
    pytest.param("c41_sum_of_regions.csv", AS_IT_IS, [MET], id="the noise of a sum"),
    pytest.param("x01_percent_format.xlsx", AS_IT_IS, [MET, MET, MET], id="cells that show percent"),
    pytest.param("x02_hidden_first_sheet.xlsx", AS_IT_IS, [MET], id="a hidden sheet before the visible one"),
    pytest.param(
        "x02_hidden_first_sheet.xlsx", Said(ReadAs(sheet="archive 2019")), [NOT_MET], id="the hidden one, by name"
    ),
    pytest.param("x10_error_cells.xlsx", AS_IT_IS, [CANNOT_TELL] * 3, id="cells in error"),
    pytest.param("x22_blank_rows_total.xlsx", AS_IT_IS, [MET, MET], id="blank rows and a total"),
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("name", "said", "core"), LISTS)
def test_a_list_is_answered_as_its_author_meant_it(name, said, core, engine):
    assert screened(REAL / name, said, engine)[0] == core


def test_every_list_is_tested():
    assert {case.values[0] for case in LISTS} == {path.name for path in REAL.iterdir()}


@pytest.mark.parametrize("path", sorted(REAL.iterdir()), ids=lambda path: path.name)
def test_an_upload_holds_the_same_rows_as_the_file(path):
    mapped = Said(given=(("bsa", "bsa"),)) if path.name.startswith("c03") else AS_IT_IS
    source = prepared_file(str(path), mapped, RULES).source
    held = read_apart(path.name, path.read_bytes(), AS_IT_IS)
    rows = [row for batch in source.batches for row in batch.to_pylist()]
    assert [row for batch in held.batches for row in batch.to_pylist()] == rows


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("c08_trailing_commas.csv", "2 columns without a name and without a value: left out"),
        ("c17_utf16.csv", "read as UTF-16 text"),
        ("c36_rescreen_hash.csv", "2 lines above the header that begin with #: not read"),
        ("x02_hidden_first_sheet.xlsx", "sheet 'patients'"),
        ("x02_hidden_first_sheet.xlsx", "hidden and not read: archive 2019"),
    ],
)
def test_how_a_file_was_read_is_said(name, note):
    assert note in screened(REAL / name)[1]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("c35_empty_quotes_row.csv", ["2 rows without any value: left out"]),
        (
            "x22_blank_rows_total.xlsx",
            ["36 rows without any value: left out", "1 row that begin with a word such as Total: left out"],
        ),
    ],
)
def test_what_is_no_patient_is_left_out_and_counted(name, told):
    assert screened(REAL / name)[2].left_out == told


@pytest.mark.parametrize(
    ("name", "reasons"),
    [
        (
            "c25_bsa_forms.csv",
            {
                "bsa: '10+' was given, not understood",
                "bsa: '~10' was given, without a margin, write one, such as 10±2, or a range",
                "bsa: 'ten' was given, not understood",
                "bsa: '100.0000001' was given, out of range",
                "bsa: '0x10' was given, not understood",
                "bsa: '1_0' was given, not understood",
            },
        ),
        (
            "x10_error_cells.xlsx",
            {
                "age: '#N/A' was given, not understood",
                "age: '#VALUE!' was given, not understood",
                "iga: '#REF!' was given, not understood",
            },
        ),
    ],
)
def test_what_could_not_be_read_is_named(name, reasons):
    assert set(screened(REAL / name)[2].reasons) == reasons


def written(tmp_path: Path, text: str, name: str = "list.csv") -> Path:
    (tmp_path / name).write_text(text)
    return tmp_path / name


ASKED = [
    pytest.param(
        "age,iga,bsa,weight_kg,height_cm\n30,3,1.84,70,175\n8,3,0.94,25,128\n",
        "--map",
        ["body_surface_m2=bsa", "bsa=bsa"],
        id="figures that agree with the body surface",
    ),
    pytest.param(
        "age,iga,bsa\n30,3,1.84\n40,3,2.05\n",
        "--map",
        ["body_surface_m2=bsa", "bsa=bsa"],
        id="all below 3, two decimals",
    ),
    pytest.param("age,iga,bsa\n30,3,0.15\n8,3,0.02\n", "--map", ["bsa_fraction=bsa", "bsa=bsa"], id="shares"),
    pytest.param("age,iga,%BSA\n30,3,0.15\n", "--map", ["bsa_fraction=%BSA", "bsa=%BSA"], id="shares, called percent"),
    pytest.param(
        "dob,iga,bsa\n43426,3,12\n41969,3,12\n",
        "--map",
        ["dob_excel1900=dob", "dob_excel1904=dob", "dob_sas=dob"],
        id="dates as numbers of days",
    ),
    pytest.param("age,iga,bsa\n8,3,12\n99,3,99\n", "--missing", ["99", "none"], id="a code for not recorded"),
    pytest.param("A list of 2026\n\nage,iga,bsa\n8,3,12\n", "--header-row", ["3"], id="a title above the header"),
    pytest.param(
        "USUBJID,PARAMCD,AVAL\nS1,IGA,3\nS1,BSA,12\n", "--long", ["yes", "no"], id="one measurement a row, CDISC"
    ),
    pytest.param(
        "person_id,measurement_concept_id,measurement_date,value_as_number\n1,7,2026-01-01,3\n",
        "--long",
        ["yes", "no"],
        id="one measurement a row, OMOP",
    ),
]


@pytest.mark.parametrize(("text", "option", "answers"), ASKED)
def test_what_could_be_meant_in_two_ways_is_asked(tmp_path, text, option, answers):
    with pytest.raises(Undecided) as asked:
        prepared_file(str(written(tmp_path, text)), AS_IT_IS, RULES)
    assert (asked.value.option, [answer for answer, _ in asked.value.answers]) == (option, answers)
    assert f"; say which: {option} {answers[0]}" in str(asked.value)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("age,iga,bsa\n30,3,1.5\n8,3,12\n", id="one above 3"),
        pytest.param("age,iga,bsa\n30,3,1.5\n8,3,2\n", id="one decimal"),
        pytest.param("age,iga,bsa\n30,3,1\n8,3,1\n", id="whole figures of 1"),
        pytest.param("age,iga,bsa\n30,3,0.5\n8,3,1.5\n", id="a figure above 1"),
        pytest.param("age,iga,bsa\n99,3,12\n8,3,99\n", id="99 in different rows"),
        pytest.param("age,iga,bsa_percent\n30,3,1.84\n", id="a name that says percent"),
        pytest.param("dob,iga,bsa\n43426,3,12\n2018-11-22,3,12\n", id="a number among dates"),
        pytest.param("age,iga,bsa\n,,\n8,,\n", id="nothing to look at"),
    ],
)
def test_what_can_be_meant_in_one_way_is_not_asked(tmp_path, text):
    assert prepared_file(str(written(tmp_path, text)), AS_IT_IS, RULES).columns


@pytest.mark.parametrize(
    ("text", "said", "core"),
    [
        ("age,iga,bsa\n30,3,0.15\n8,3,0.25\n", given(("bsa_fraction", "bsa")), [MET, NOT_MET]),
        ("age,iga,bsa\n8,3,12\n99,3,99\n", Said(missing=("99",)), [MET, CANNOT_TELL]),
        ("age,iga,bsa\n8,3,12\n99,3,99\n", Said(missing=("none",)), [MET, NOT_MET]),
        ("A list\n\nage,iga,bsa\n8,3,12\n", Said(ReadAs(header_row=3)), [MET]),
        ("dob,iga,bsa\n43426,3,12\n", given(("dob_excel1900", "dob")), [MET]),
        ("years,iga,bsa\n24,3,12\n18,3,12\n", given(("age_months", "years")), [MET, NOT_MET]),
        ("born,iga,bsa\n03/04/2024,3,12\n", given(("dob_dmy", "born")), [MET]),
    ],
)
def test_what_was_said_counts(tmp_path, text, said, core):
    assert screened(written(tmp_path, text), said)[0] == core


def test_the_order_of_dates_follows_from_those_that_prove_it_and_is_said(tmp_path):
    text = "dob,iga,bsa\n26/11/2014,3,12\n03/12/2024,3,12\n"  # the second is two years old on 3 December
    core, notes, _ = screened(written(tmp_path, text))
    assert core == [MET, NOT_MET]
    assert "'dob': dates are read day first, as 1 of them can only be; 1 could be either" in notes


def test_dates_of_both_orders_settle_nothing(tmp_path):
    text = "dob,iga,bsa\n26/11/2014,3,12\n11/26/2014,3,12\n03/04/2014,3,12\n"
    core, notes, summary = screened(written(tmp_path, text))
    assert core == [MET, MET, CANNOT_TELL]
    assert notes == ("'dob': 1 dates such as 03/04/2014 cannot be read, for the column holds dates of both orders",)
    assert "may be day/month or month/day" in next(iter(summary.reasons))


def test_what_looks_like_a_figure_and_is_not_read_is_named(tmp_path):
    notes = screened(written(tmp_path, "age,iga,bsa,weight_stone,site\n8,3,12,4,x\n"))[1]
    assert notes == (
        "not read, though the name looks like a figure that counts: 'weight_stone'; name it with --map if it does",
    )


def test_two_columns_for_one_figure_are_refused(tmp_path):
    with pytest.raises(IntakeError, match="'bsa' and '%BSA' both tell of bsa_percent"):
        screened(written(tmp_path, "age,iga,bsa,%BSA\n8,3,12,12\n"))


LONG = """USUBJID,AGE,AGEU,PARAMCD,AVAL,AVISIT
S1,96,MONTHS,IGA,3,BASELINE
S1,96,MONTHS,BSA,12,BASELINE
S1,96,MONTHS,IGA,1,WEEK 8
S1,96,MONTHS,BSA,30,WEEK 8
S2,18,MONTHS,IGA,3,BASELINE
S2,18,MONTHS,BSA,12,BASELINE
S3,30,YEARS,IGA,3,BASELINE
S3,30,YEARS,BSA,12,BASELINE
S3,30,YEARS,BSA,15,BASELINE
"""


def test_one_measurement_a_row_is_put_together_by_patient_and_visit(tmp_path):
    core, notes, summary = screened(written(tmp_path, LONG), Said(long="yes"))
    assert core == [MET, NOT_MET, NOT_MET, CANNOT_TELL]
    assert notes == ("9 measurements put together into 4 rows, one for each USUBJID and AVISIT",)
    assert Counter(summary.reasons) == {"BSA: '12 / 15' was given, not understood": 1}


def test_measurements_may_bring_their_unit(tmp_path):
    text = "USUBJID,AGE,VSTESTCD,VSORRES,VSORRESU\nS1,8,WEIGHT,55,LB\nS1,8,HEIGHT,50,IN\nS1,8,IGA,3,\nS1,8,BSA,12,%\n"
    prepared = prepared_file(str(written(tmp_path, text)), Said(long="yes"), RULES)
    (row,) = [row for batch in prepared.source.batches for row in batch.to_pylist()]
    assert (row["WEIGHT"], row["HEIGHT"], row["BSA"]) == ("55 LB", "50 IN", "12 %")
    assert screened(tmp_path / "list.csv", Said(long="yes"))[0] == [MET]


def test_concepts_of_omop_are_named_as_columns(tmp_path):
    text = "person_id,measurement_concept_id,measurement_date,value_as_number,year_of_birth\n" + "".join(
        f"1,{code},2026-01-01,{value},1990\n" for code, value in ((701, 3), (702, 12))
    )
    said = Said(given=(("iga", "701"), ("bsa", "702")), long="yes")
    assert screened(written(tmp_path, text), said)[0] == [MET]


@pytest.mark.parametrize(
    ("text", "said", "words"),
    [
        ("age\n8\n", Said(long="yes"), "--long yes: the list has no columns of CDISC or OMOP"),
        ("age\n8\n", Said(long="maybe"), "--long: 'maybe' was given; allowed: yes or no"),
        ("age\n8\n", Said(missing=("ninety",)), "--missing: 'ninety' was given; allowed: whole numbers"),
        ("age\n8\n", Said(ReadAs(encoding="klingon")), "--encoding: 'klingon' is not known"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(tmp_path, text, said, words):
    with pytest.raises(OptionError, match=words):
        prepared_file(str(written(tmp_path, text)), said, RULES)


def test_json_lines_are_read(tmp_path):
    text = '{"age": 8, "iga": 3, "bsa": 12.5}\n\n{"iga": 3, "age": "18 months", "visits": [1, 2], "bsa": null}\n'
    core, _, _ = screened(written(tmp_path, text, "list.jsonl"))
    assert core == [MET, NOT_MET]


@pytest.mark.parametrize("text", ["[1]\n", "8\n", '{"age": 8\n', "age,iga\n"])
def test_a_line_that_is_no_object_is_refused(tmp_path, text):
    with pytest.raises(IntakeError, match="line 1 is no JSON object; needed is one patient a line"):
        screened(written(tmp_path, text, "list.jsonl"))


def test_our_own_output_can_be_read_again(tmp_path):
    text = "# RuxCheck 0.1.0\n# as of 2026-11-30, rules abc\nid,age,iga,bsa\na,8,3,12\n"
    assert screened(written(tmp_path, text))[0] == [MET]


def test_a_record_with_several_events_is_told_about(tmp_path):
    text = "record_id,redcap_event_name,age,iga,bsa,smoker___1\n1,baseline_arm_1,8,3,12,0\n1,week_8_arm_1,,1,2,\n"
    core, notes, _ = screened(written(tmp_path, text))
    assert core == [MET, NOT_MET]  # the second has IGA 1, and no age
    assert notes == ("a record has a row for each event: every row is judged by itself, with what stands in it",)
