"""What the watcher writes, what a person accepts, and what the command and the pages say of it."""

import json
import subprocess
from datetime import date

import pytest

from ruxcheck.cli import watch as command
from ruxcheck.cli.options import RunError, UsageError, option_parser
from ruxcheck.store.files import DATA, file_contents, fingerprint
from ruxcheck.store.reading import load
from ruxcheck.watch import proposal
from ruxcheck.watch.outcome import (
    CHANGED,
    UNCHANGED,
    UNREACHABLE,
    look,
)
from ruxcheck.watch.proposal import read_seen, read_state, write_proposal, write_state
from ruxcheck.watch.sources import WatchError, read_watched
from ruxcheck.watch.standing import Watching, watching
from tests.watch.official import BY_ID, WATCHED, Raw, one, outcomes

RULES = load()
DAY = "2026-11-28"
IDS = list(BY_ID)


# ---------------------------------------------------------------- what is written


@pytest.fixture
def tree(tmp_path, seen):  # noqa: ARG001 (what stands in it)
    """A repository with the accepted values in it, as git has it."""
    root = tmp_path
    for arguments in (("init", "-q"), ("add", "-A")):
        subprocess.run(["git", *arguments], cwd=root, check=True)
    return root


def test_the_report_marks_figures_side_by_side_and_names_criteria_and_the_patch_applies(server, seen, tree):
    server.answers["us-label"]["results"][0]["indications_and_usage"] = [
        "1 INDICATIONS Patients 12 years | <b>and</b> older"
    ]
    place = write_proposal(tree / "watch", outcomes(server, seen), DAY, RULES, seen)
    told = (place / proposal.REPORT).read_text()
    assert "| us-label | us | changed | differs from what was accepted |" in told
    assert "Criteria that may be affected: age, severity, area, " in told
    assert (
        "| **1** INDICATIONS Patients **2** years of age and older | **1** INDICATIONS Patients **12** years \\| \\<b\\>and\\</b\\> older |"
        in told
    )
    subprocess.run(["git", "apply", "--check", place / proposal.PATCH], cwd=tree, check=True)
    before = fingerprint(file_contents(DATA))
    subprocess.run(["git", "apply", place / proposal.PATCH], cwd=tree, check=True)
    assert read_seen(seen, WATCHED)["us-label"]["indications_and_usage"].startswith("1 INDICATIONS Patients 12")
    assert fingerprint(file_contents(DATA)) == before
    touched = {line.split()[-1] for line in (place / proposal.PATCH).read_text().splitlines() if line.startswith("+++")}
    assert all(name.startswith("b/data/seen/") for name in touched)


def test_the_first_proposal_makes_new_files(server, tmp_path):
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    place = write_proposal(
        tmp_path / "watch", look(WATCHED, {}, server.fetcher()), DAY, RULES, tmp_path / "data" / "seen"
    )
    subprocess.run(["git", "apply", "--check", place / proposal.PATCH], cwd=tmp_path, check=True)
    assert (place / proposal.PATCH).read_text().count("new file mode 100644") == len(IDS)


def test_nothing_differs_and_nothing_is_proposed_but_a_failure_neither(server, seen, tmp_path):
    assert write_proposal(tmp_path, outcomes(server, seen), DAY, RULES, seen) is None
    server.raw["us-label"] = Raw(b"", 503)
    assert write_proposal(tmp_path, outcomes(server, seen), DAY, RULES, seen) is None
    assert not (tmp_path / proposal.PROPOSALS).exists()


def test_only_unchanged_moves_the_day_on(server, seen):
    server.raw["us-submissions"] = Raw(b"", 503)
    server.raw["ca-products"] = Raw(b"{}")
    server.answers["eu-medicine"]["data"][1]["medicine_status"] = "Withdrawn"
    text = proposal.patch(outcomes(server, seen), DAY, seen)
    assert "us-submissions" not in text
    assert "ca-products" not in text
    assert text.count(f'+  "checked_on": "{DAY}",') == len(IDS) - 2


def test_state_keeps_when_a_source_was_last_reached(server, seen, tmp_path):
    write_state(tmp_path, outcomes(server, seen), "2026-11-21")
    server.raw["us-label"] = Raw(b"", 503)
    write_state(tmp_path, outcomes(server, seen, "us"), DAY)
    told = read_state(tmp_path)
    assert told["us-label"] == {"record": "us", "state": UNREACHABLE, "tried": DAY, "reached": "2026-11-21"}
    assert told["eu-medicine"]["tried"] == "2026-11-21"


def test_a_crash_in_mid_write_leaves_the_older_file(tmp_path, monkeypatch):
    file = tmp_path / "state.json"
    proposal.write_whole(file, "older")
    monkeypatch.setattr(proposal.os, "replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        proposal.write_whole(file, "newer")
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]
    assert file.read_text() == "older"


def test_a_proposal_is_accepted_once_and_not_over_something_newer(server, seen, tree):
    server.answers["us-label"]["results"][0]["version"] = "15"
    place = write_proposal(tree / "watch", outcomes(server, seen), DAY, RULES, seen)
    assert "us-label" in proposal.accept(place, seen, WATCHED)
    assert one(server, seen, "us-label").state == UNCHANGED
    with pytest.raises(WatchError, match="us-label was accepted otherwise since; run watch again"):
        proposal.accept(place, seen, WATCHED)
    with pytest.raises(WatchError, match="no proposal of the watcher"):
        proposal.accept(tree, seen, WATCHED)


@pytest.mark.parametrize("name", ["../../etc/passwd", "another"])
def test_a_proposal_names_no_file(seen, tmp_path, name):
    place = tmp_path / "made"
    told = {
        "day": DAY,
        "outcomes": [{"id": name, "record": "us", "state": CHANGED, "words": "", "before": {}, "now": {"a": "b"}}],
    }
    proposal.write_whole(place / proposal.OUTCOMES, json.dumps(told))
    with pytest.raises(WatchError, match="is not watched"):
        proposal.accept(place, seen, WATCHED)


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"checked_on": "x", "values": {}}', '{"checked_on": "2026-11-01", "values": {"a": 1}}']
)
def test_a_broken_file_of_what_was_seen_is_told(seen, text):
    (seen / "us-label.json").write_text(text)
    with pytest.raises(WatchError, match=r"us-label\.json: not as the watcher writes it"):
        read_seen(seen, WATCHED)


# ---------------------------------------------------------------- the command, and the pages


def run(server, *arguments: str) -> int:
    commands = dict.fromkeys(("serve", "check", "screen", "labels", "evidence", "watch", "validate", "completion"))
    return command.watch(option_parser(commands).parse_args(["watch", *arguments]), RULES, server and server.fetcher())


@pytest.fixture
def at(monkeypatch, seen):
    monkeypatch.setattr(command, "SEEN", seen)
    return seen


@pytest.mark.usefixtures("at")
def test_the_command_asks_prints_writes_and_accepts(server, tmp_path, capsys):
    out = str(tmp_path / "watch")
    server.answers["us-label"]["results"][0]["version"] = "15"
    assert run(server, "--out", out, "--only", "us", "--dry-run") == 10
    assert not (tmp_path / "watch").exists()
    assert run(server, "--out", out, "--only", "us") == 10
    printed = capsys.readouterr()
    assert "us-label: changed (differs from what was accepted)" in printed.out
    place = str(tmp_path / "watch" / "proposals" / date.today().isoformat())
    assert printed.err.strip() == f"to read: {place}"
    assert run(None, "accept", place) == 0
    assert "no rule was changed" in capsys.readouterr().out
    assert run(server, "--out", out, "--only", "us") == 0
    assert capsys.readouterr().err.strip() == "nothing to read"


@pytest.mark.usefixtures("at")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--only", "xx"), "--only: 'xx' is not watched; allowed: ca, ch, eu, gb, "),
        (
            ("accept",),
            "watch: 'accept' was given; allowed: watch, watch accept FOLDER, or watch done with ca-monograph, ",
        ),
        (("now",), "watch: 'now' was given"),
        (("done", "us-label"), "watch: 'done us-label' was given"),
    ],
)
def test_what_the_command_does_not_take(server, arguments, words):
    with pytest.raises(UsageError) as told:
        run(server, *arguments)
    assert str(told.value).startswith(words)


def test_a_page_read_by_hand_is_dated(server, at, tmp_path, capsys, monkeypatch):
    from ruxcheck.watch import standing

    monkeypatch.setattr(standing, "SEEN", at)
    today = date.today().isoformat()
    assert run(server, "--only", "gb", "--dry-run") == 0
    assert "an indication in atopic dermatitis; last read never)" in capsys.readouterr().out
    assert run(None, "done", "gb-leaflet") == 0
    assert capsys.readouterr().out == "gb-leaflet: read by hand today; no rule was changed\n"
    run(server, "--only", "gb", "--dry-run")
    assert f"last read {today})" in capsys.readouterr().out
    assert next(each for each in watching(tmp_path / "c").sources if each.id == "gb-leaflet").accepted == today


@pytest.mark.usefixtures("at")
def test_without_a_contact_nobody_is_asked(tmp_path):
    with pytest.raises(UsageError, match="--contact: none was given"):
        run(None, "--out", str(tmp_path))


@pytest.mark.usefixtures("at")
@pytest.mark.parametrize(
    "text", ["{", '{"sources": []}', '{"sources": {"us-label": 1}}', '{"sources": {"us-label": {"tried": "soon"}}}']
)
def test_a_broken_state_is_told_and_the_pages_go_on_as_without_one(server, tmp_path, text):
    (tmp_path / "state.json").write_text(text)
    assert watching(tmp_path).last_run is None
    with pytest.raises(RunError, match=r"state\.json: not as the watcher writes it .*; delete it"):
        run(server, "--out", str(tmp_path), "--only", "eu")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "missing required field `sources`"),
        ('sources = []\ncontakt = "x"', "unknown field `contakt`"),
        ('[[sources]]\nid = "../x"\nrecord = "us"\nkind = "openfda-drug-label"\nurl = "https://api.fda.gov/"\nidentity = "x"', "$.sources[0].id"),
        ('[[sources]]\nid = "x"\nrecord = "us"\nkind = "rss"\nurl = "https://api.fda.gov/"\nidentity = "x"', "Invalid enum value 'rss'"),
        ('[[sources]]\nid = "x"\nrecord = "us"\nkind = "openfda-drug-label"\nurl = "http://api.fda.gov/"\nidentity = "x"', "x: 'http://api.fda.gov/' is not asked"),
    ],
)  # fmt: skip
def test_a_file_of_sources_that_cannot_be_used(tmp_path, text, words):
    (tmp_path / "watch.toml").write_text(text)
    with pytest.raises(WatchError) as told:
        read_watched(tmp_path / "watch.toml")
    assert words in str(told.value)


@pytest.mark.parametrize("file", ["data/watch.toml", "data/seen/us-label.json"])
def test_what_is_watched_is_no_rule(file):
    assert file.removeprefix("data/") not in file_contents(DATA)
    assert {each.record for each in WATCHED.sources} <= {record.jurisdiction for record in RULES.labels} | {
        trial.id for trial in RULES.trials
    }


def test_the_pages_say_whether_the_watcher_runs_and_what_is_proposed(server, seen, tmp_path):
    assert watching(tmp_path / "none").said(date(2026, 11, 28)).startswith("The watcher has not run here")
    server.answers["us-label"]["results"][0]["version"] = "15"
    write_state(tmp_path, outcomes(server, seen), "2099-01-01")
    now = watching(tmp_path)
    assert now.has_proposal("us")
    assert not now.has_proposal("ca")
    assert now.said(date(2099, 1, 15)) == "The watcher ran last on 2099-01-01. It proposes; a person reads and decides."
    assert now.said(date(2099, 1, 16)) == "The watcher is silent since 2099-01-01: later changes are not checked."
    assert Watching((), None).last_run is None


def test_whether_a_trial_recruits_is_told_with_its_day_or_not_checked(seen, tmp_path, monkeypatch):
    from ruxcheck.watch import standing

    assert watching(tmp_path / "a").recruiting("true-ad3") == "Recruiting, by the registry: NCT04921969 not checked."
    assert watching(tmp_path / "a").recruiting("true-ad4") == "Recruiting, by the registry: not checked."
    monkeypatch.setattr(standing, "SEEN", seen)
    assert watching(tmp_path / "b").recruiting("true-ad3") == (
        "Recruiting, by the registry: NCT04921969 completed, as of 2026-11-01."
    )


def test_the_shipped_files_say_only_what_was_read():
    assert {source.id for source in WATCHED.sources if source.kind == "clinicaltrials"} == {
        name.lower() for trial in RULES.trials for name in trial.registry_ids if name.startswith("NCT")
    }
