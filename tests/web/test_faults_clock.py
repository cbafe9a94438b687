"""The clock of the server set elsewhere: to before any label, to a leap day, to a year in which every record is overdue."""

import json
import os
import subprocess
import sys
from datetime import date

import pytest

from ruxcheck.charts.timelines import epoch_milliseconds
from ruxcheck.web.evidence.labels import label_versions_on
from tests.browser.conftest import ROOT

CLOCK = str(ROOT / "tests" / "moved_clock")
BEFORE, FIRST, SECOND, LEAP, LATER = "2020-02-29", "2021-09-21", "2021-09-22", "2028-02-29", "2030-01-01"
DAYS = (BEFORE, FIRST, SECOND, LEAP, LATER)
# every page on every day, in one process: what it shows and what went wrong
WALK = """
import json, os, sys
from pathlib import Path
from streamlit.testing.v1 import AppTest

def html(app):
    return " ".join(element.proto.body for element in app.get("html"))

def told(app):
    words = [*app.info, *app.caption, *app.markdown, *app.header]
    return {"broken": [str(fault.message) for fault in app.exception], "shown": html(app) + " ".join(word.value for word in words)}

root, seen = Path.cwd(), {}
for day in sys.argv[1:]:
    os.environ["RUXCHECK_TEST_TODAY"] = day
    app = AppTest.from_file(str(root / "ruxcheck/web/main.py"), default_timeout=60).run()
    app.text_input(key="age").set_value("8")
    app.text_input(key="bsa").set_value("20")
    app.segmented_control(key="iga").set_value(3)
    seen[day] = {"check": told(app.run())}
    for page in sorted(root.glob("pages/*.py")):
        if page.stem != "check":
            seen[day][page.stem] = told(app.switch_page(str(page)).run())
print(json.dumps(seen))
"""


def moved(day: str = "2026-11-22") -> dict[str, str]:
    """The environment of a process whose clock shows another day."""
    return os.environ | {"PYTHONPATH": f"{CLOCK}{os.pathsep}{ROOT}", "RUXCHECK_TEST_TODAY": day}


@pytest.fixture(scope="module")
def seen() -> dict:
    command = [sys.executable, "-c", WALK, *DAYS]
    done = subprocess.run(command, cwd=ROOT, env=moved(), capture_output=True, text=True, timeout=300, check=True)
    return json.loads(done.stdout)


def command_line(day: str, *arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "ruxcheck", *arguments]
    return subprocess.run(command, cwd=ROOT, env=moved(day), capture_output=True, text=True, check=True)


@pytest.mark.parametrize("day", DAYS)
def test_every_page_stands_on_every_day(seen, day):
    assert {page: told["broken"] for page, told in seen[day].items()} == {page: [] for page in seen[day]}


def test_in_2030_every_label_says_when_it_was_last_seen(seen):
    shown = seen[LATER]["check"]["shown"]
    for last_seen in ("since 2026-09-29", "since 2023-04-19", "since 2023-11-13"):
        assert f"not verified against a label {last_seen}" in shown
    assert "never verified against a label, last heard of on 2025-10-15" in shown
    assert "Overdue: not verified against a label since 2026-09-29." in seen[LATER]["compare"]["shown"]


def test_before_any_label_none_is_made_up(seen):
    shown = seen[BEFORE]["check"]["shown"]
    assert "The earliest label version read starts 2021-09-21." in shown
    assert "as last seen" not in shown


@pytest.mark.parametrize("day", [BEFORE, FIRST])
def test_where_there_is_no_earlier_day_the_labels_page_says_so_in_place_of_the_slider(seen, day):
    assert f"As of {day}, today by this server's clock and your time zone." in seen[day]["labels"]["shown"]
    assert "this server's clock" not in seen[SECOND]["labels"]["shown"]


@pytest.mark.parametrize(("day", "overdue"), [(LATER, {True}), ("2026-11-22", {False, True})])
def test_the_command_line_says_overdue_by_the_same_clock(day, overdue):
    answer = json.loads(command_line(day, "check", "--age", "8", "--iga", "3", "--bsa", "20", "--json").stdout)
    assert answer["as_of"] == day
    assert {result["overdue"] for result in answer["results"] if result["kind"] == "label"} == overdue


def test_the_note_of_2030_says_how_old_the_records_are():
    note = command_line(LATER, "check", "--age", "8", "--iga", "3", "--bsa", "20", "--note").stdout
    assert "not verified against a label since 2026-09-29" in " ".join(note.split())


@pytest.mark.parametrize("day", [BEFORE, FIRST, "2026-11-22", LATER])
def test_the_picture_of_label_versions_holds_every_version_and_the_day(day):
    on = date.fromisoformat(day)
    shown, versions = label_versions_on(on, on)
    first, last = shown.spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    for moment_of in (on, *(version.earliest for version in versions), *(version.certain for version in versions)):
        assert first <= epoch_milliseconds(moment_of) <= last
