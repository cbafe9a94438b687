"""Which label version is in force on a day, day by day around every start, and when a record is overdue."""

from datetime import date, timedelta

import pytest

from ruxcheck.kernel.records import NoLabelInForce, label_on
from ruxcheck.store.reading import load

RULES = load()
LABELS = RULES.labels
DAY = timedelta(days=1)
EACH = [pytest.param(record, id=record.id) for record in LABELS]
STARTS = [
    ("us", "2021-09-20", ()),
    ("us", "2021-09-21", ("us/2021-09-21",)),
    ("us", "2021-09-22", ("us/2021-09-21",)),
    ("us", "2022-07-17", ("us/2021-09-21",)),
    ("us", "2022-07-18", ("us/2022-07-18",)),
    ("us", "2025-09-17", ("us/2022-07-18",)),
    ("us", "2025-09-18", ("us/2022-07-18", "us/2025-09-18")),
    ("us", "2025-09-19", ("us/2025-09-18",)),
    ("us", "2026-06-29", ("us/2025-09-18",)),
    ("us", "2026-06-30", ("us/2026-06-30",)),
    ("us", "2999-01-01", ("us/2026-06-30",)),
    ("ca", "2024-10-15", ()),
    ("ca", "2024-10-16", ("ca/2024-10-16",)),
    ("ca", "2025-03-21", ("ca/2024-10-16",)),
    ("ca", "2025-03-22", ("ca/2024-10-16", "ca/2025-10-15")),
    ("ca", "2025-10-14", ("ca/2024-10-16", "ca/2025-10-15")),
    ("ca", "2025-10-15", ("ca/2025-10-15",)),
    ("eu", "2023-04-18", ()),
    ("eu", "2023-04-19", ("eu/2023-04-19",)),
    ("gb", "2023-11-12", ()),
    ("gb", "2023-11-13", ("gb/2023-11-13",)),
    ("ch", "2026-11-21", ()),
    ("ch", "2026-11-22", ("ch/2026-11-22",)),
    ("au", "2026-11-22", ()),
]


def in_force(jurisdiction: str, day: date, labels=LABELS) -> tuple[str, ...]:
    try:
        return tuple(record.id for record in label_on(labels, jurisdiction, day))
    except NoLabelInForce:
        return ()


@pytest.mark.parametrize(
    ("jurisdiction", "day", "expected"), [pytest.param(*row, id=f"{row[0]} {row[1]}") for row in STARTS]
)
def test_versions_in_force_on_a_day(jurisdiction, day, expected):
    assert in_force(jurisdiction, date.fromisoformat(day)) == expected


@pytest.mark.parametrize("record", EACH)
def test_every_start_is_in_the_table_with_the_day_before_it(record):
    days = {day for jurisdiction, day, _ in STARTS if jurisdiction == record.jurisdiction}
    starts = {record.in_force_from, record.in_force_from_latest}
    assert {str(start) for start in starts} | {str(start - DAY) for start in starts} <= days


@pytest.mark.parametrize("record", EACH)
def test_a_version_is_never_in_force_before_its_earliest_day_and_alone_from_its_latest(record):
    assert record.id not in in_force(record.jurisdiction, record.in_force_from - DAY)
    assert in_force(record.jurisdiction, record.in_force_from_latest) == (record.id,)


@pytest.mark.parametrize("record", EACH)
def test_on_every_day_of_its_window_a_version_stands_beside_the_older_one(record):
    length = (record.in_force_from_latest - record.in_force_from).days
    before = in_force(record.jurisdiction, record.in_force_from - DAY)
    days = [record.in_force_from + DAY * number for number in range(length)]
    assert {in_force(record.jurisdiction, day) for day in days} <= {(*before, record.id)}


@pytest.mark.parametrize("jurisdiction", ["us", "ca"])
def test_there_is_no_gap_between_versions(jurisdiction):
    first = next(record for record in LABELS if record.jurisdiction == jurisdiction)
    days = (date(2027, 1, 1) - first.in_force_from).days
    counts = {len(in_force(jurisdiction, first.in_force_from + DAY * number)) for number in range(days)}
    assert counts == {1, 2}


@pytest.mark.parametrize(
    ("jurisdiction", "day", "words"),
    [
        ("us", "2019-01-01", "us: no label in force on 2019-01-01; the earliest version read starts 2021-09-21"),
        ("ch", "2026-11-21", "ch: no label in force on 2026-11-21; the earliest version read starts 2026-11-22"),
        ("au", "2026-11-22", "au: no label in force on 2026-11-22; no version was read at all"),
    ],
)
def test_without_a_label_in_force_the_words_say_what_is_known(jurisdiction, day, words):
    with pytest.raises(NoLabelInForce) as none_in_force:
        label_on(LABELS, jurisdiction, date.fromisoformat(day))
    assert str(none_in_force.value) == words


def test_before_a_first_version_is_certain_none_is_in_force():
    window = {"in_force_from": date(2026, 1, 1), "in_force_from_latest": date(2026, 1, 31)}
    only = (next(record for record in LABELS if record.jurisdiction == "eu")._replace(**window),)
    with pytest.raises(NoLabelInForce) as none_in_force:
        label_on(only, "eu", date(2026, 1, 30))
    assert none_in_force.value.earliest == date(2026, 1, 31)
    assert in_force("eu", date(2026, 1, 31), only) == (only[0].id,)


@pytest.mark.parametrize(
    ("days_after_the_check", "overdue"),
    [(-1, False), (0, False), (179, False), (180, False), (181, True), (3650, True)],
)
def test_a_label_is_overdue_from_the_day_after_180_days(days_after_the_check, overdue):
    record = next(record for record in LABELS if record.id == "us/2026-06-30")
    assert record.recheck_days == 180
    assert record.is_overdue(record.checked_on + DAY * days_after_the_check) is overdue


@pytest.mark.parametrize("record", [pytest.param(record, id=record.id) for record in LABELS + RULES.trials])
def test_every_record_is_overdue_once_its_own_days_have_passed(record):
    last = (record.verified_on or record.checked_on) + DAY * record.recheck_days
    assert (record.is_overdue(last), record.is_overdue(last + DAY)) == (False, True)
