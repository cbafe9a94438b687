"""Teaching cases: the answers come from the rules, each case shows what it says, and its words hold no number of their own."""

import re
from datetime import date

import pytest

from ruxcheck.kernel.criteria import CANNOT_TELL, MET, NOT_MET
from ruxcheck.store.evidence_files import load_cases
from ruxcheck.store.reading import load
from ruxcheck.teaching import cases
from ruxcheck.teaching.cases import case_of, questions
from ruxcheck.teaching.wording import case_answers, case_questions

RULES, CASES = load(), load_cases()
EACH = [pytest.param(case, id=case.id) for case in CASES]
NAMED = {case.id: case for case in CASES}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NUMBER = re.compile(r"\d+(?:\.\d+)?")

# what the cases are there for, each answer by patient and record
EXPECTED = {
    "palm-by-palm": {"us": MET, "true-ad3": MET},
    "birthday-next-month": {"true-ad3": MET, "true-ad": NOT_MET},
    "birthday-today": {"true-ad3": NOT_MET, "true-ad": MET, "us": MET},
    "us-two-days": {"us": NOT_MET, "then us": MET},
    "ca-two-days": {"ca": NOT_MET, "then ca": CANNOT_TELL},
    "ca-july": {"ca": CANNOT_TELL},
    "us-one-day": {"us": CANNOT_TELL, "then us": MET},
    "severe": {"us": NOT_MET, "true-ad": NOT_MET},
    "almost-clear": {"us": NOT_MET, "true-ad": NOT_MET},
    "widespread": {"must-paediatric": MET, "us": NOT_MET, "true-ad3": NOT_MET},
    "two-palms": {"us": MET, "true-ad": NOT_MET},
    "by-eye": {"us": CANNOT_TELL, "then us": MET},
    "wide-range": {"us": MET, "true-ad": MET},
    "no-score": {"us": CANNOT_TELL, "true-ad3": CANNOT_TELL},
    "two-gaps": {"us": NOT_MET, "must-paediatric": CANNOT_TELL},
    "breastfeeding": {"us": MET},
    "medicine-list": {"us": MET},
    "count-the-cream": {"us": CANNOT_TELL},
    "across-the-ocean": {"us": MET, "eu": NOT_MET},
    "australia": {"au": CANNOT_TELL},
}


def answers(case) -> dict[str, str]:
    return {("then " if q.number else "") + q.record: q.answer for q in questions(case, RULES)}


@pytest.mark.parametrize("case", EACH)
def test_the_tool_answers_every_question_of_a_case(case):
    assert answers(case) == EXPECTED[case.id]


def test_every_case_is_in_the_table():
    assert list(NAMED) == list(EXPECTED)


@pytest.mark.parametrize("case", EACH)
def test_a_case_shows_its_lesson(case):
    assert cases.fault(case, RULES) is None


def test_every_kind_of_lesson_is_taught():
    assert {case.lesson.kind for case in CASES} == set(cases.KINDS)


def numbers_of(case) -> set[str]:
    """Every number that the inputs, the days and the records of a case hold."""
    told = [text for patient in case.patients for text in (*patient.query.typed.values(), str(patient.query.on))]
    for question in questions(case, RULES):
        for record in filter(None, (question.result.record, question.result.also_possible)):
            told += [str(record.in_force_from), str(record.in_force_from_latest)]
            told += [rule.limit for rule in record.criteria]
            told += [str(limit) for rule in record.criteria for limit in rule.amount_limits]
    days = {day for text in told for day in DAY.findall(text)}
    return days | {number for text in told for number in NUMBER.findall(DAY.sub("", text))}


def numbers_in(text: str) -> set[str]:
    return set(DAY.findall(text)) | set(NUMBER.findall(DAY.sub("", text).replace("CYP3A4", "")))


@pytest.mark.parametrize("case", EACH)
def test_every_number_in_the_words_is_an_input_a_day_or_a_bound(case):
    words = [case.title, case.teaches, *(patient.words for patient in case.patients)]
    assert set().union(*map(numbers_in, words)) <= numbers_of(case)


@pytest.mark.parametrize("case", EACH)
def test_a_case_names_nobody_and_gives_nothing_away_in_its_title(case):
    texts = " ".join([case.title, *(patient.words for patient in case.patients)]).lower()
    assert not re.search(r"\b(mr|mrs|ms|dr|eligible|prescribe)\b", texts)
    assert not any(re.search(rf"\b{result}\b", texts) for result in (MET, CANNOT_TELL))


def test_questions_for_paper_hold_no_answer():
    asked = case_questions(NAMED["us-two-days"], RULES)
    first, then = asked.patients
    assert first.inputs == (("Age", "8 y"), ("IGA", "3"), ("%BSA", "12%"))
    assert (first.on, first.records) == (date(2025, 9, 17), ("United States label 2022-07-18",))
    assert (then.on, then.records) == (date(2025, 9, 19), ("United States label 2025-09-18",))
    assert asked.about == "By age, IGA and %BSA alone"


@pytest.mark.parametrize(
    ("case", "records"),
    [
        pytest.param("ca-july", ("Canada label 2024-10-16 or 2025-10-15, either is possible",), id="two versions"),
        pytest.param("australia", ("Australia label, no version recorded",), id="no record"),
        pytest.param("widespread", ("Paediatric maximum-use trial", "United States label 2026-06-30", "TRuE-AD3"), id="trials"),
    ],
)  # fmt: skip
def test_a_question_names_the_record_and_its_version(case, records):
    assert case_questions(NAMED[case], RULES).patients[0].records == records


def test_what_is_not_recorded_is_said():
    assert ("IGA", "not recorded") in case_questions(NAMED["no-score"], RULES).patients[0].inputs


@pytest.mark.parametrize(
    ("case", "result", "reason"),
    [
        pytest.param("severe", NOT_MET, "IGA 4, limit 2 to 3", id="a failed limit"),
        pytest.param("by-eye", CANNOT_TELL, "%BSA 15 to 25%: 20% or less would be met", id="what would settle it"),
        pytest.param("no-score", CANNOT_TELL, "IGA not recorded; met with IGA 2 to 3", id="a gap"),
        pytest.param("count-the-cream", CANNOT_TELL, "4 facts are open", id="an estimated amount"),
        pytest.param("australia", CANNOT_TELL, "Not established here", id="no record"),
    ],
)
def test_answers_for_paper_give_result_and_reason(case, result, reason):
    row = case_answers(NAMED[case], RULES).rows[0]
    assert row.result == result
    assert reason in row.reason


def test_an_answer_names_the_margin_and_the_caution():
    near = case_answers(NAMED["palm-by-palm"], RULES).rows[0]
    assert any("exactly on the limit" in text for text in near.more)
    assert case_answers(NAMED["medicine-list"], RULES).rows[0].cautions == ("Strong CYP3A4 inhibitor (label: avoid)",)


def test_a_margin_of_the_core_result_is_left_out_where_another_result_is_asked_for():
    assert not any("changes the answer" in text for text in case_answers(NAMED["count-the-cream"], RULES).rows[0].more)


ENTRY = {
    "id": "invented",
    "title": "Invented",
    "vignette": "An invented patient.",
    "inputs": {"age": "8", "iga": "3", "bsa": "12"},
    "on": date(2026, 11, 22),
    "ask": ["us", "true-ad3", "eu"],
    "teaches": "Nothing.",
}


def invented(lesson: dict, then: dict | None = None, on: date = ENTRY["on"], **inputs) -> str | None:
    """What is wrong with a case of these inputs for a lesson on the United States label."""
    entry = ENTRY | {"inputs": ENTRY["inputs"] | inputs, "on": on, "lesson": {"record": "us"} | lesson}
    return cases.fault(case_of(entry | ({"then": {"words": "Then."} | then} if then else {}), RULES), RULES)


AREA = {"field": "bsa_percent"}
HEAVY = {"weight_kg": "80", "height_cm": "180"}


@pytest.mark.parametrize(
    ("lesson", "changed", "fault"),
    [
        pytest.param({"kind": "on_bound"} | AREA, {"bsa": "20"}, None, id="on the bound"),
        pytest.param({"kind": "on_bound"} | AREA, {"bsa": "19.9"}, "does not lie on a bound", id="just inside it"),
        pytest.param({"kind": "on_bound"} | AREA, {"bsa": "20.1"}, "does not lie on a bound", id="just outside it"),
        pytest.param({"kind": "fails_on"} | AREA, {"bsa": "21"}, None, id="one failed criterion"),
        pytest.param({"kind": "fails_on"} | AREA, {"bsa": "21", "iga": "4"}, "not met by iga, bsa_percent", id="two failed"),
        pytest.param({"kind": "fails_on"} | AREA, {}, "the result is met", id="none failed"),
        pytest.param({"kind": "changes"}, {"then": {"bsa": "21"}}, None, id="a change of the result"),
        pytest.param({"kind": "changes"}, {"then": {"bsa": "19"}}, "both patients give met", id="a change without effect"),
        pytest.param({"kind": "changes"}, {}, "there is no second patient", id="one patient"),
        pytest.param({"kind": "straddles"} | AREA, {"bsa": "15-25"}, None, id="an estimate across the limit"),
        pytest.param({"kind": "straddles"} | AREA, {"bsa": "15-20"}, "the ends of the estimate give met", id="an estimate up to it"),
        pytest.param({"kind": "straddles"} | AREA, {"bsa": "20"}, "holds no estimate", id="no estimate"),
        pytest.param({"kind": "straddles"} | AREA, {"bsa": "15-25", "iga": "?"}, "the ends of the estimate give cannot tell and not met", id="another gap"),
        pytest.param({"kind": "settled"} | AREA, {"bsa": "15-20"}, None, id="settled up to the limit"),
        pytest.param({"kind": "settled"} | AREA, {"bsa": "15-20.1"}, "the estimate gives cannot tell", id="settled no more"),
        pytest.param({"kind": "settled"} | AREA, {"bsa": "?"}, "holds no estimate", id="not recorded is no estimate"),
        pytest.param({"kind": "missing"} | AREA, {"bsa": "?"}, None, id="a gap"),
        pytest.param({"kind": "missing"} | AREA, {"bsa": "?", "iga": "4"}, "filling it gives only not met", id="a gap that does not matter"),
        pytest.param({"kind": "missing"} | AREA, {}, "bsa_percent is recorded", id="no gap"),
        pytest.param({"kind": "caution", "caution": "cyp3a4"}, {"facts": {"strong_cyp3a4_inhibitor": "yes"}}, None, id="a caution that applies"),
        pytest.param({"kind": "caution", "caution": "cyp3a4"}, {"facts": {"strong_cyp3a4_inhibitor": "no"}}, "'cyp3a4' does not apply", id="one that does not"),
        pytest.param({"kind": "caution", "caution": "cyp3a4"}, {}, "'cyp3a4' does not apply", id="one not asked"),
        pytest.param({"kind": "amount_binds"}, {"age": "40", "bsa": "18", "facts": HEAVY}, None, id="over the tube limit within the area"),
        pytest.param({"kind": "amount_binds"}, {"age": "40", "bsa": "5", "facts": HEAVY}, "does not exceed", id="within both"),
        pytest.param({"kind": "amount_binds"}, {"age": "40", "bsa": "21", "facts": HEAVY}, "the area limit is not met", id="over the area"),
        pytest.param({"kind": "amount_binds"}, {"age": "40", "bsa": "18"}, "does not exceed", id="no body size"),
        pytest.param({"kind": "no_indication", "record": "eu"}, {}, None, id="a label without the indication"),
        pytest.param({"kind": "no_indication"}, {}, "has an atopic dermatitis indication", id="a label with it"),
        pytest.param({"kind": "no_record"}, {"on": date(2021, 9, 20)}, None, id="the day before the first label"),
        pytest.param({"kind": "no_record"}, {"on": date(2021, 9, 21)}, "us/2021-09-21 answers", id="the day of the first label"),
        pytest.param({"kind": "apart", "other": "true-ad3"}, {"bsa": "2"}, None, id="under the area of the trial"),
        pytest.param({"kind": "apart", "other": "true-ad3"}, {"bsa": "3"}, "us gives met and true-ad3 met", id="on the bound of both"),
        pytest.param({"kind": "open_day"}, {"on": date(2025, 9, 18)}, None, id="a day with two versions"),
        pytest.param({"kind": "open_day"}, {"on": date(2025, 9, 19)}, "only one version is possible", id="the day after"),
        pytest.param({"kind": "open_day"}, {"on": date(2025, 9, 18), "age": "12"}, "both versions give met", id="two versions that agree"),
    ],
)  # fmt: skip
def test_a_lesson_is_shown_or_refused_in_words(lesson, changed, fault):
    found = invented(lesson, **changed)
    assert found is None if fault is None else fault in found


def test_cases_are_the_same_with_and_without_the_snapshot(copy_of_data):
    assert load_cases(copy_of_data()) == CASES
