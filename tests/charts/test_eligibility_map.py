"""The fit map shows exactly the limits of the records, and says in words what it draws."""

from datetime import date

import pytest

from ruxcheck.charts.eligibility_map import alt_text, area_rows, eligibility_map_spec
from ruxcheck.kernel.check import area_of, check, open_areas
from ruxcheck.kernel.possible_values import Interval
from ruxcheck.store.reading import load

RULES = load()
REPORT = check({}, date(2026, 11, 22), RULES)
RECORDS = tuple(result.record for result in REPORT.results if result.record)
BY_ID = {record.id: record for record in RECORDS}
WHOLE_SCALE = RULES.fields["iga"].domain


@pytest.mark.parametrize(
    ("record", "age", "bsa", "bsa_read"),
    [
        ("us/2026-06-30", (2, 120), (0, 20), True),
        ("ca/2025-10-15", (2, 120), (0, 100), False),
        ("true-ad", (12, 120), (3, 20), True),
        ("must-paediatric", (2, 12), (35, 100), True),
        ("phase2-adult", (18, 71), (3, 20), True),
    ],
)
def test_an_area_is_what_the_record_admits(record, age, bsa, bsa_read):
    area = area_of(BY_ID[record], Interval(3, 3), RULES)
    assert area.ages[:2] == age
    assert area.shares[:2] == bsa
    assert area.bsa_read is bsa_read


@pytest.mark.parametrize(
    ("iga", "open_ids"),
    [
        (Interval(1, 1), set()),
        (Interval(2, 2), {"us/2026-06-30", "ca/2025-10-15", "true-ad", "true-ad3", "must-adult", "phase1-paediatric", "phase2-adult"}),
        (Interval(4, 4), {"must-paediatric", "must-adult", "phase1-paediatric"}),
    ],
)  # fmt: skip
def test_the_iga_opens_and_closes_areas(iga, open_ids):
    assert {area.id for area in open_areas(RECORDS, iga, RULES)} == open_ids


def test_an_unknown_iga_leaves_every_area_with_this_indication_in_doubt():
    areas = open_areas(RECORDS, WHOLE_SCALE, RULES)
    assert {area.severity for area in areas} == {"cannot tell"}
    assert not {area.id for area in areas} & {"eu/2023-04-19", "gb/2023-11-13", "ch/2026-11-22"}


@pytest.mark.parametrize("kind", ["label", "trial"])
def test_every_area_and_the_patient_are_in_the_picture(kind):
    areas = open_areas(RECORDS, Interval(3, 3), RULES)
    spec = eligibility_map_spec(areas, kind, (Interval(8, 8), Interval(15, 25)))
    assert spec["datasets"]["patient"] == [{"age_low": 8, "age_high": 8, "bsa_low": 15, "bsa_high": 25}]
    drawn = {row["name"].split(",")[0] for rows in spec["datasets"].values() for row in rows if "name" in row}
    assert drawn == {area.short for area in areas if area.kind == kind}


def test_a_patient_of_whom_nothing_is_known_is_not_drawn():
    assert eligibility_map_spec((), "label")["datasets"]["patient"] == []


def test_one_patient_does_not_show_up_in_the_next_picture():
    areas = open_areas(RECORDS, Interval(3, 3), RULES)
    eligibility_map_spec(areas, "label", (Interval(8, 8), Interval(12, 12)))
    assert eligibility_map_spec(areas, "label")["datasets"]["patient"] == []


def test_names_do_not_run_into_each_other():
    rows = area_rows(tuple(area for area in open_areas(RECORDS, Interval(3, 3), RULES) if area.kind == "trial"))
    places = list(zip(rows["age_low"], rows["name_top"].round(3)))
    assert len(set(places)) == len(places)


def test_the_text_says_every_area_in_figures_and_the_patient():
    areas = open_areas(RECORDS, Interval(3, 3), RULES)
    said = alt_text(areas, "label", "Age 8 y, %BSA 20%")
    assert "US label: age 2 y or older, 20% or less of body surface" in said
    assert "Canada label: age 2 y or older, area limits not read" in said
    assert said.endswith("Patient: Age 8 y, %BSA 20%.")
    assert "no record admits this IGA" in alt_text((), "trial", "Age 8 y")
