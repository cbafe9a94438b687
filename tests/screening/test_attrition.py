"""The steps of a record over a list: exact, and the same as checking every row alone; and a list held in memory."""

import io
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from ruxcheck.charts.results import attrition_picture, counted, step_name
from ruxcheck.intake import worker as holding
from ruxcheck.intake.columns import IntakeError, mapping
from ruxcheck.intake.prepare import Said
from ruxcheck.intake.reader import WHY
from ruxcheck.intake.worker import TooLarge
from ruxcheck.intake.worker import read_upload as read_with_rules
from ruxcheck.kernel.check import Query, check
from ruxcheck.kernel.criteria import CANNOT_TELL, MET, NOT_MET, worst
from ruxcheck.kernel.parsing import parse_value
from ruxcheck.kernel.records import Rules
from ruxcheck.screening import upload as answers
from ruxcheck.screening.run import ScreeningOptions
from ruxcheck.screening.upload import AttritionStep, core_of
from ruxcheck.store.reading import load
from ruxcheck.web.check.list_results import form_of, name_of, not_carried, two_valued
from tests.cohort_rows import DAYS, random_rules

RULES = load()


def read_upload(name: str, content: bytes):
    return read_with_rules(name, content, Said(), RULES)


SAMPLE = Path(__file__).parents[2] / "samples" / "registry.csv"
ROWS = 250
HELD = read_upload("some.csv", b"".join(SAMPLE.read_bytes().splitlines(keepends=True)[: ROWS + 1]))


def screened(held=HELD, on=DAYS["today"], engine="polars", jurisdictions=(), rules=RULES) -> answers.ScreenedList:
    return answers.answer(held, mapping(held.columns, rules), ScreeningOptions(on, jurisdictions, on, engine), rules)


FOUND = screened()
PROFILES = [answers.profile_of(FOUND, place, RULES) for place in range(ROWS)]


def one_by_one(rules: Rules, on: date) -> dict[str, list[Counter]]:
    """By record, how the rows stand after each core criterion and in the core result, from `check` of each row."""
    standing = {}
    for profile in PROFILES:
        for result in check(profile, on, rules).results:
            core = [item.result for item in result.criteria if item.criterion.core]
            told = [worst(core[: number + 1]) for number in range(len(core))] + [result.core]
            standing.setdefault(prefix_of(result), []).append(told)
    return {prefix: [Counter(step) for step in zip(*rows)] for prefix, rows in standing.items()}


def prefix_of(result) -> str:
    if result.record and result.record.kind == "trial":
        return f"trial_{result.id.replace('-', '_')}"
    return f"label_{result.record.jurisdiction if result.record else result.jurisdiction}"


def assert_exact(found: answers.ScreenedList, rules: Rules, on: date) -> list[AttritionStep]:
    """Every record's steps against the rows one by one; the steps that merge two versions."""
    expected, merging = one_by_one(rules, on), []
    for prefix in found.attrition.records:
        *counts, core = expected[prefix]
        steps = found.attrition.steps(prefix, found.summary.results[prefix])
        told = [Counter({MET: step.met, CANNOT_TELL: step.cannot_tell, NOT_MET: step.not_met}) for step in steps]
        assert told == (counts if counts and counts[-1] == core else [*counts, core])
        assert all(step.rows == ROWS for step in steps)
        merging += [step for step in steps if step.criterion is None]
    return merging


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("engine", ["polars", "pandas"])
def test_every_step_of_every_record_counts_as_checking_each_row_alone(day, engine):
    assert_exact(screened(on=DAYS[day], engine=engine), RULES, DAYS[day])


def test_so_it_is_under_rules_of_any_kind_and_two_versions_are_merged_in_a_last_step():
    merging = []
    for seed in range(12):
        rules = random_rules(seed, RULES)
        merging += assert_exact(screened(on=DAYS["today"], rules=rules), rules, DAYS["today"])
    assert {step_name(step, RULES.field_names) for step in merging} == {"Both label versions that may be in force"}


def test_the_steps_are_the_core_criteria_in_the_order_of_the_record():
    record = next(label for label in RULES.labels if label.id == "us/2026-06-30")
    steps = FOUND.attrition.steps("label_us", FOUND.summary.results["label_us"])
    assert [step.criterion for step in steps] == list(core_of(record))
    assert [step_name(step, RULES.field_names) for step in steps] == [
        "Age 2 y or older",
        "IGA 2 to 3",
        "%BSA 20% or less",
    ]


def picture_of(steps: tuple[AttritionStep, ...]):
    return attrition_picture("US label", steps, RULES.field_names, "Source: a text.")


def some_steps(*counts: tuple[int, int, int]) -> tuple[AttritionStep, ...]:
    criteria = core_of(next(label for label in RULES.labels if label.id == "us/2026-06-30"))
    return tuple(AttritionStep(criterion, *count) for criterion, count in zip(criteria, counts))


def test_the_picture_says_its_numbers_in_words():
    shown = picture_of(some_steps((90, 8, 2), (60, 25, 15)))
    assert shown.finding == "US label: 60 (60.0%) of 100 rows meet every core criterion, 25 (25.0%) cannot be told"
    assert "met so far 90 (90.0%), cannot tell 8 (8.0%), not met 2 (2.0%)" in shown.alt
    assert "met so far 60 (60.0%), cannot tell 25 (25.0%), not met 15 (15.0%)" in shown.alt
    assert shown.alt.endswith("Source: a text.")


def values_of(spec: dict, name: str) -> list[dict]:
    """The rows of the layers that hold this column."""
    layers = [layer["data"]["values"] for layer in spec["layer"] if "values" in layer.get("data", {})]
    return next(rows for rows in layers if rows and name in rows[0])


def test_the_bars_of_a_step_run_from_0_to_100_and_none_is_empty():
    shown = picture_of(some_steps((100, 0, 0), (60, 25, 15), (0, 0, 100)))
    bars = values_of(shown.spec, "result")
    for number, results in enumerate([[MET], [MET, CANNOT_TELL, NOT_MET], [NOT_MET]]):
        of_step = [bar for bar in bars if bar["step"] == number]
        assert [bar["result"] for bar in of_step] == results
        ends = [end for bar in of_step for end in (bar["low"], bar["high"])]
        assert ends[0] == 0
        assert ends[-1] == pytest.approx(100)
        assert ends[1:-1:2] == ends[2::2]


def test_the_marks_are_silent_and_told_apart_without_colour():
    marks = [layer["mark"] for layer in picture_of(some_steps((60, 25, 15))).spec["layer"]]
    assert all(mark["aria"] is False for mark in marks)
    looks = {(mark.get("fill") == "transparent", tuple(mark["strokeDash"])) for mark in marks if mark["type"] == "bar"}
    assert len(looks) == 3


def test_percents_are_of_all_rows():
    assert counted(1, 3) == "1 (33.3%)"
    assert counted(1_234_567, 10_000_000) == "1,234,567 (12.3%)"


def test_what_a_tool_with_two_values_would_say_is_counted():
    (last,) = some_steps((60, 25, 15))
    text = two_valued(last, "the <label>")
    assert "would call 40 of these 100 patients “not eligible” for the &lt;label&gt;" in text
    assert "It cannot be told of 25 of these (62.5%)" in text
    assert "Nothing is open" in two_valued(some_steps((85, 0, 15))[0], "x")


def test_an_answer_keeps_the_list_in_its_order_and_drops_the_codes():
    names = FOUND.table.column_names
    assert names[: len(HELD.columns)] == HELD.columns == FOUND.own
    assert FOUND.table.column("id").to_pylist() == [f"synthetic-{row:06}" for row in range(1, ROWS + 1)]
    assert "label_us_age" not in names
    assert names[-4:] == [WHY, "rules", "version", "as_of"]
    assert FOUND.table.column("rules").to_pylist() == [RULES.sha256] * ROWS


@pytest.mark.parametrize("result", [MET, NOT_MET, CANNOT_TELL])
def test_rows_are_found_by_their_result(result):
    places = answers.rows_where(FOUND, "label_us_core", result).to_pylist()
    assert len(places) == FOUND.summary.results["label_us"][result]
    for place in places[:20]:
        assert Query(PROFILES[place], DAYS["today"], ("us",), {}).answer(RULES).results[0].core == result


def test_rows_with_an_unusable_cell_are_found():
    places = answers.rows_where(FOUND, WHY, None)
    assert len(places) == FOUND.summary.not_usable_rows > 0


def test_a_row_opened_in_the_form_says_what_the_list_says():
    for profile in PROFILES:
        form = form_of(profile, FOUND.options, RULES)
        read = {
            "iga": str(form["iga"]) if form["iga"] is not None else "",
            "age_years": form["age"],
            "bsa_percent": form["bsa"],
        }
        read |= {name.removeprefix("fact_"): text for name, text in form.items() if name.startswith("fact_")}
        again = {name: parse_value(RULES.fields[name], text) for name, text in read.items() if text}
        ranged = bool(not_carried(profile, RULES))
        assert ranged == ("iga" in profile and not profile["iga"].is_point)
        expected = {name: value for name, value in profile.items() if not (ranged and name == "iga")}
        assert again == {name: pytest.approx(value, abs=1e-4) for name, value in expected.items()}
        assert (form["months"], form["estimate"], form["on"]) == ("", False, DAYS["today"])


@pytest.mark.parametrize(
    ("figure", "typed"), [(2.99999, "2.9999"), (20.00001, "20.0001"), (8.0, "8"), (12.34567, "12.3457")]
)
def test_a_figure_is_never_rounded_onto_a_limit(figure, typed):
    held = read_upload("one.csv", f"bsa\n{figure}\n".encode())
    profile = answers.profile_of(screened(held), 0, RULES)
    assert form_of(profile, FOUND.options, RULES)["bsa"] == typed


def test_the_list_is_taken_away_as_csv_and_parquet():
    held = read_upload("bad.csv", b'age,iga,"=cmd()"\n8,3,=1+1\n30,2,plain\n')
    found = screened(held)
    table = pd.read_csv(io.BytesIO(answers.as_csv(found)), dtype=str, keep_default_na=False)
    assert table.columns[2] == "'=cmd()"
    assert table["'=cmd()"].tolist() == ["'=1+1", "plain"]
    assert table["label_us_core"].tolist() == ["cannot tell", "cannot tell"]
    whole = parquet.read_table(io.BytesIO(answers.as_parquet(found))).to_pylist()
    assert [row["=cmd()"] for row in whole] == ["=1+1", "plain"]
    assert whole[0]["label_us_core"] == "cannot tell"


def test_a_long_list_leaves_as_a_zipped_csv(monkeypatch):
    plain = answers.as_csv(FOUND)
    assert not answers.is_zipped(FOUND)
    monkeypatch.setattr(answers, "MOST_PLAIN_ROWS", ROWS - 1)
    with zipfile.ZipFile(io.BytesIO(answers.as_csv(FOUND))) as archive:
        assert archive.read("screened.csv") == plain


def test_a_list_too_long_for_the_page_is_refused_with_the_command(monkeypatch):
    monkeypatch.setattr(holding, "MOST_ROWS", ROWS - 1)
    with pytest.raises(TooLarge, match="more than 249 rows, too much for this page"):
        read_upload("some list.csv", SAMPLE.read_bytes())
    assert answers.command_for("some list.csv") == "python -m ruxcheck screen 'some list.csv' --out screened.parquet"


def test_rows_that_unpack_to_very_much_are_refused(monkeypatch):
    monkeypatch.setattr(holding, "MOST_BYTES", 1 << 14)
    with pytest.raises(TooLarge, match="MB of rows"):
        read_upload("rows.csv", SAMPLE.read_bytes())


def parquet_of(table: pa.Table) -> bytes:
    out = io.BytesIO()
    parquet.write_table(table, out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("twice.csv", b"age,iga,age\n8,3,9\n", "the header 'age' stands 2 times"),
        ("empty.csv", b"", "the file is empty"),
        ("header.csv", b"age,iga\n", "header"),
        ("ragged.csv", b"age,iga\n8,3,9,10\n", "ragged.csv"),
        ("broken.parquet", b"PAR1 nothing of the kind", "not a readable Parquet file"),
        ("none.parquet", parquet_of(pa.table({"age": pa.array([], pa.int64())})), "a header without rows"),
        ("list.docx", b"age\n8\n", "is not a kind of list this tool reads"),
        ("broken.xlsx", b"age\n8\n", "not a readable Excel file"),
        ("wide.csv", ",".join(f"c{n}" for n in range(600)).encode() + b"\n" + b"1," * 599 + b"1\n", "600 columns"),
    ],
)
def test_a_list_that_cannot_be_held_is_told_in_words(name, content, words):
    with pytest.raises(IntakeError, match=words):
        read_upload(name, content)


def test_the_name_of_a_record_carries_its_day():
    assert name_of("label_us", FOUND, RULES) == "United States label 2026-06-30"
    assert name_of("trial_true_ad3", FOUND, RULES) == "TRuE-AD3"
    assert name_of("label_au", screened(jurisdictions=("au",)), RULES) == "Australia label"
