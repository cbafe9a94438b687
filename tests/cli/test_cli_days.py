"""The day asked about: before the first label, inside a window, in the future."""

import json

import pytest


@pytest.fixture
def us_label(cli):
    """The United States result for an age on a day, at IGA 3 and 12%."""

    def read(age: str, day: str) -> dict:
        options = ("--age", age, "--iga", "3", "--bsa", "12", "--on", day, "--jurisdiction", "us", "--json")
        return json.loads(cli("check", *options).out)["results"][0]

    return read


def test_before_the_first_label_nothing_is_established(us_label):
    label = us_label("30", "2019-01-01")
    assert (label["id"], label["core"], label["reason"]) == (None, "cannot tell", "no record")
    assert label["explanation"] == "Not established here. The earliest label version read starts 2021-09-21."


def test_trials_are_answered_whatever_the_day(cli):
    def trials(day: str) -> dict:
        report = json.loads(cli("check", "--age", "30", "--on", day, "--json").out)
        return {item["id"]: item["core"] for item in report["results"] if item["kind"] == "trial"}

    assert trials("2019-01-01") == trials("2026-11-22")


@pytest.mark.parametrize(
    ("age", "day", "label", "core", "also_possible"),
    [
        pytest.param("8", "2025-09-17", "us/2022-07-18", "not met", None, id="child, the day before the window"),
        pytest.param("8", "2025-09-18", "us/2025-09-18", "cannot tell", "us/2022-07-18", id="child, in the window"),
        pytest.param("30", "2025-09-18", "us/2025-09-18", "met", "us/2022-07-18", id="adult: both versions agree"),
        pytest.param("1", "2025-09-18", "us/2025-09-18", "not met", "us/2022-07-18", id="infant: both versions agree"),
        pytest.param("8", "2025-09-19", "us/2025-09-18", "met", None, id="child, the day after the window"),
    ],
)
def test_inside_the_window_only_what_both_versions_say_is_said(us_label, age, day, label, core, also_possible):
    found = us_label(age, day)
    assert (found["id"], found["core"], found.get("also_possible")) == (label, core, also_possible)


def test_inside_the_window_the_age_says_what_it_depends_on(us_label):
    age = us_label("8", "2025-09-18")["criteria"][0]
    assert (age["id"], age["result"]) == ("age", "cannot tell")
    assert "started between 2025-09-18 and 2025-09-19" in age["would_settle"]
    assert "before it: 12 y or older" in age["would_settle"]


@pytest.mark.parametrize("command", ["check", "labels"])
def test_a_future_day_is_answered_with_a_notice(cli, command):
    notices = json.loads(cli(command, "--on", "2999-01-01", "--json").out)["notices"]
    assert len(notices) == 1
    assert notices[0].startswith("2999-01-01 is in the future")
    assert "2999-01-01 is in the future" in cli(command, "--on", "2999-01-01").out


def test_an_overdue_record_says_as_last_seen(cli, us_label):
    assert us_label("30", "2026-09-30")["overdue"] is False
    assert us_label("30", "2999-01-01")["overdue"] is True
    answer = cli("check", "--age", "30", "--on", "2999-01-01", "--jurisdiction", "us")
    assert "not verified against a label since 2026-09-29" in " ".join(answer.out.split())
