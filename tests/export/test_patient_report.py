"""The printable report: what stands in it."""

import re
from datetime import date

import pytest

from ruxcheck.evidence.matching_trials import matching_trials
from ruxcheck.export.document import Bullets, Document, Facts, Heading, Paragraph, References
from ruxcheck.export.note import input_lines
from ruxcheck.export.patient_report import printable
from ruxcheck.export.table import Table
from ruxcheck.kernel.amount import tube_limits
from ruxcheck.kernel.check import Query
from ruxcheck.kernel.criteria import CANNOT_TELL
from ruxcheck.kernel.parsing import parse_value
from ruxcheck.kernel.wording import ESTIMATES, heading
from ruxcheck.store.evidence_files import load_evidence
from ruxcheck.store.reading import load, load_documents
from ruxcheck.web.check.amount import limits_table
from ruxcheck.web.markup import table_html
from tests import golden_files
from tests.golden_files import CASES, document, question

NASTY = '#import "x": * <script>alert(1)</script> $x$ *b* _i_ @ref \\ & `raw` // --'
cases = pytest.mark.parametrize("case", CASES)


def blocks(kind, told: Document) -> list:
    return [block for block in told.blocks if isinstance(block, kind)]


def words(told: Document) -> str:
    """Every text of a document, cell by cell."""

    def texts(value):
        return (
            value if isinstance(value, str) else " | ".join(texts(part) for part in value if not isinstance(part, int))
        )

    return texts(told.blocks)


@pytest.mark.parametrize("name", golden_files.files())
def test_an_answer_reads_as_it_was_kept(name):
    kept = (golden_files.FOLDER / name).read_text(encoding="utf-8")
    assert golden_files.files()[name] == kept, "where the change is meant: python -m tests.golden_files"


def test_no_kept_file_is_of_a_case_that_is_gone():
    assert {path.name for path in golden_files.FOLDER.iterdir()} == set(golden_files.files())


@cases
def test_the_inputs_stand_first_as_in_the_note(case):
    first = blocks(Facts, document(case))[0]
    assert [f"{name}: {value}" for name, value in first.pairs] == input_lines(question(case), load())


@cases
def test_every_record_stands_in_the_first_table_with_core_and_overall(case):
    results = question(case).answer(load()).results
    rows = blocks(Table, document(case))[0].rows
    assert [(row[0].parts[0], row[1].more, row[3].more) for row in rows] == [
        (heading(result), result.mark, result.overall) for result in results
    ]


@cases
def test_every_criterion_that_counts_here_stands_with_its_result(case):
    told = words(document(case))
    for result in question(case).answer(load()).results:
        shown = [item for item in result.criteria if item.criterion.core or result.record.kind == "label"]
        for item in shown:
            assert f"{item.criterion.statement}" in told
            assert f"| {item.value}" in told


@cases
def test_headings_go_down_one_level_at_a_time_from_one_title(case):
    levels = [block.level for block in blocks(Heading, document(case))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:]))


@cases
def test_what_was_not_read_and_not_checked_is_said(case):
    report, told = question(case).answer(load()), document(case)
    bullets = [item for block in blocks(Bullets, told) for item in block.items]
    gaps = [gap.what for result in report.results if result.record for gap in result.record.not_read]
    assert all(any(gap in item for item in bullets) for gap in gaps)
    assert set(report.not_checked) <= set(bullets)


@cases
def test_sources_are_numbered_in_the_order_in_which_they_are_named(case):
    told = document(case)
    named = dict.fromkeys(re.findall(r"\[(\d+)\]", words(told)))
    assert list(named) == [str(number) for number in range(1, len(blocks(References, told)[0].entries) + 1)]


@cases
def test_the_end_names_version_rules_and_day(case):
    told = document(case)
    assert blocks(Facts, told)[-1].pairs[1] == ("Rules", load().sha256)
    assert told.day == question(case).on
    assert told.footer.startswith(f"As of {told.day} · rules {load().sha256[:12]} · RuxCheck ")


def test_an_overdue_label_is_as_last_seen():
    assert "never verified against a label, last heard of on 2025-10-15" in str(
        blocks(Table, document("child"))[0].rows[1][0]
    )


def test_a_caution_that_applies_comes_before_the_others():
    captions = [block.caption for block in blocks(Table, document("adult"))]
    first = captions.index("Cautions that apply to this patient; they do not change a result")
    assert captions[first + 1] == "Other cautions of the label"
    assert "Cautions that apply" not in words(document("child"))


def test_the_amount_shows_every_tube_limit_for_this_age():
    report = question("adult").answer(load())
    limits = next(block for block in blocks(Table, document("adult")) if block.caption.startswith("Tube limits"))
    expected = [
        (CANNOT_TELL, ESTIMATES[limit.result])
        for item in report.labels[0].criteria
        if item.criterion.amount_limits and item.applies
        for limit in tube_limits(report.amount, item.criterion)
    ]
    assert [(row[3].more, row[3].parts[1]) for row in limits.rows] == expected
    assert "Tube limits" not in words(document("empty"))


def test_screen_and_report_say_the_same_estimate_just_under_a_tube_limit():
    typed = {"age_years": "30", "iga": "2", "bsa_percent": "11.9", "body_surface_m2": "2.0"}
    rules, documents = load(), load_documents()
    profile = {name: parse_value(rules.fields[name], text) for name, text in typed.items()}
    asked = Query(profile, date(2026, 11, 22), ("us",), typed)
    report = asked.answer(rules)
    limits = [
        (result, limit, item.criterion.locator)
        for result in report.labels
        for item in result.criteria
        if item.criterion.amount_limits and item.applies
        for limit in tube_limits(report.amount, item.criterion)
    ]
    assert "<td>just under 100 to 103 g</td>" in table_html(limits_table(limits, documents))
    told = printable(asked, report, rules, documents, load_evidence(), notices=())
    table = next(block for block in blocks(Table, told) if block.caption == "Tube limits against the estimate")
    assert [row[2] for row in table.rows] == ["50 to 51.3 g", "just under 100 to 103 g"]


def test_a_rough_guide_by_age_says_that_it_counts_towards_nothing():
    assert "it counts towards no result" in words(document("window"))
    assert "it counts towards no result" not in words(document("child"))


def test_the_evidence_that_speaks_is_what_the_screen_says():
    told = words(document("child"))
    for voice in matching_trials(question("child").answer(load()), load_evidence()):
        assert voice.benefit in told
        assert voice.harm in told
    assert "Not settled yet" in words(document("empty"))


def test_conflicts_are_those_about_the_records_of_the_answer():
    told = next(block for block in blocks(Table, document("empty")) if block.caption.startswith("Conflicts"))
    trials = {trial.id for trial in load().trials}
    expected = [conflict.title for conflict in load_documents().conflicts if trials & set(conflict.concerns)]
    assert [row[0] for row in told.rows] == expected


def test_a_notice_stands_below_the_title():
    assert document("empty", notices=("2999-01-01 is in the future",)).blocks[2] == Paragraph(
        "2999-01-01 is in the future"
    )
