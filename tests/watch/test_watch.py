"""The watcher against sources on this machine: every state of every source, what is proposed, and what never is."""

import json
import subprocess
from datetime import date
from pathlib import Path

import pytest

from ruxcheck.cli import watch as command
from ruxcheck.cli.options import RunError, UsageError, option_parser
from ruxcheck.store.files import DATA, file_contents, fingerprint
from ruxcheck.store.reading import load
from ruxcheck.watch import fetch, proposal
from ruxcheck.watch.outcome import (
    BY_HAND,
    CHANGED,
    GONE,
    NEWER,
    NOT_UNDERSTOOD,
    UNCHANGED,
    UNREACHABLE,
    exit_code,
    look,
)
from ruxcheck.watch.proposal import read_seen, read_state, seen_text, write_proposal, write_state
from ruxcheck.watch.sources import WatchError, read_watched
from ruxcheck.watch.standing import Watching, watching
from tests.watch.official import BY_ID, WATCHED, Raw, official, packed

RULES = load()
DAY = "2026-11-28"
IDS = list(BY_ID)


@pytest.fixture
def server():
    with official() as here:
        yield here


@pytest.fixture
def seen(tmp_path, server):
    """A folder of `data/seen/` in which everything that the server answers was accepted."""
    folder = tmp_path / "data" / "seen"
    for outcome in look(WATCHED, {}, server.fetcher()):
        if outcome.now:
            proposal.write_whole(folder / f"{outcome.id}.json", seen_text(outcome.now, "2026-11-01"))
    server.asked.clear()
    return folder


def states(server, seen: Path, only: str = "") -> dict[str, str]:
    return {each.id: each.state for each in outcomes(server, seen, only)}


def outcomes(server, seen: Path, only: str = ""):
    return look(WATCHED, read_seen(seen, WATCHED), server.fetcher(), only)


def one(server, seen: Path, source: str):
    return next(each for each in outcomes(server, seen, BY_ID[source].record) if each.id == source)


def test_what_was_accepted_is_unchanged_and_the_rest_is_for_a_person(server, seen):
    found = states(server, seen)
    assert {name: found[name] for name in IDS} == dict.fromkeys(IDS, UNCHANGED)
    assert [name for name, state in found.items() if state == BY_HAND] == [each.id for each in WATCHED.by_hand]


def test_without_anything_accepted_each_source_is_proposed_once(server, tmp_path):
    found = states(server, tmp_path / "none")
    assert {found[name] for name in IDS} == {CHANGED}


@pytest.mark.parametrize("source", IDS)
@pytest.mark.parametrize(
    ("raw", "state", "words"),
    [
        pytest.param(lambda: Raw(b"", 503), UNREACHABLE, "status 503", id="out of order"),
        pytest.param(lambda: Raw(b"", 429, Retry_After="3600"), UNREACHABLE, "status 429", id="too many"),
        pytest.param(lambda: Raw(b"", 403), UNREACHABLE, "status 403", id="forbidden"),
        pytest.param(lambda: Raw(b'{"results": [', Content_Length="900"), UNREACHABLE, "cut off", id="cut off"),
        pytest.param(lambda: Raw(b'{"error": {"code": "NOT_FOUND"}}', 404), GONE, "no such record any more", id="not found"),
        pytest.param(lambda: Raw(b"<html>", Content_Type="text/html"), NOT_UNDERSTOOD, "not JSON, by its content type", id="HTML"),
        pytest.param(lambda: Raw(b"<html>"), NOT_UNDERSTOOD, "not JSON", id="HTML as JSON"),
        pytest.param(lambda: Raw(b"[" * 100 + b"]" * 100), NOT_UNDERSTOOD, "nested more than 60 deep", id="deep"),
        pytest.param(lambda: Raw(b"[" * 90_000), NOT_UNDERSTOOD, "not JSON", id="endless"),
        pytest.param(lambda: Raw(b'{"other": 1}'), NOT_UNDERSTOOD, "another shape", id="another shape"),
        pytest.param(lambda: Raw(b"7"), NOT_UNDERSTOOD, "another shape", id="a number"),
        pytest.param(lambda: Raw(b"not gzip", Content_Encoding="gzip"), NOT_UNDERSTOOD, "cannot be undone", id="broken gzip"),
        pytest.param(lambda: Raw(b"", 302, Location="https://elsewhere.example.org/"), NOT_UNDERSTOOD, "to another host", id="sent away"),
        pytest.param(lambda: Raw(b"", 301, Location="http://api.fda.gov/"), NOT_UNDERSTOOD, "to another host", id="sent to http"),
    ],
)  # fmt: skip
def test_every_failure_is_a_state_and_never_a_change(server, seen, source, raw, state, words):
    server.raw[source] = raw()
    found = one(server, seen, source)
    assert (found.state, found.now) == (state, {})
    assert words in found.words


def test_a_redirect_without_an_end_stops(server, seen):
    server.raw["us-label"] = Raw(b"", 302, Location=BY_ID["us-label"].url)
    assert one(server, seen, "us-label").words == "it sends from one address to the next without an end"


def test_a_moment_out_of_order_is_waited_for_politely(server, seen):
    server.raw["us-label"] = Raw(b"", 503, times=1, Retry_After="7")
    assert one(server, seen, "us-label").state == UNCHANGED
    assert 7.0 in server.slept
    server.raw["us-label"] = Raw(b"", 429, times=2, Retry_After="86400")
    assert one(server, seen, "us-label").state == UNCHANGED
    assert max(server.slept) == fetch.LONGEST_WAIT_S
    server.raw["us-label"] = Raw(b"", 503, times=3)
    assert one(server, seen, "us-label").state == UNREACHABLE


def test_a_slow_server_is_given_up(server, seen):
    server.raw["eu-medicine"] = Raw(b"{}", late_s=0.3)
    found = look(WATCHED, read_seen(seen, WATCHED), server.fetcher(timeout_s=0.05), "eu")[0]
    assert (found.state, found.words) == (UNREACHABLE, "no answer (TimeoutError)")


@pytest.mark.parametrize("compressed", [False, True])
def test_too_much_is_not_read(server, seen, monkeypatch, compressed):
    monkeypatch.setattr(fetch, "MOST_UNPACKED" if compressed else "MOST_SENT", 1 << 20)
    bomb = b'"' + b"0" * (8 << 20) + b'"'
    server.raw["us-label"] = packed(bomb) if compressed else Raw(bomb)
    assert one(server, seen, "us-label").words == "larger than 1 MB"


def test_compressed_answers_are_read(server, seen):
    server.raw["us-label"] = packed(json.dumps(server.answers["us-label"]).encode())
    assert one(server, seen, "us-label").state == UNCHANGED


def test_one_request_a_second_for_each_host_with_a_contact_and_nothing_but_get(server, seen):
    outcomes(server, seen)
    studies = [each for each in IDS if BY_ID[each].kind == "clinicaltrials"]
    assert sum(0.5 < wait <= 1 for wait in server.slept) >= len(studies) - 1
    agents = {headers["User-Agent"] for _, headers in server.asked}
    assert agents == {f"RuxCheck/{fetch.__version__} label watch (watch@example.org)"}


@pytest.mark.parametrize(
    "url",
    [
        "http://api.fda.gov/x",
        "https://elsewhere.example.org/x",
        "https://api.fda.gov:8080/x",
        "file:///etc/passwd",
        "https://api.fda.gov@elsewhere.example.org/",
    ],
)
def test_other_hosts_and_schemes_are_not_asked(server, url):
    with pytest.raises(fetch.NotUnderstood, match=r"is not asked; allowed: https and api\.fda\.gov"):
        server.fetcher().json(url)
    assert not server.asked


# ---------------------------------------------------------------- what changed


def test_one_changed_word_of_the_indication_is_one_proposal(server, seen):
    server.answers["us-label"]["results"][0]["indications_and_usage"] = [
        "1 INDICATIONS Patients 12 years of age and older"
    ]
    found = outcomes(server, seen)
    assert [each.id for each in found if each.state == CHANGED] == ["us-label"]
    assert next(each for each in found if each.id == "us-label").differing == ["indications_and_usage"]
    assert exit_code(found) == 10


@pytest.mark.parametrize(
    "change",
    [
        lambda answers: answers["us-label"]["meta"].update(last_updated="2026-11-27"),
        lambda answers: answers["us-label"]["results"][0].update(openfda={}),
        lambda answers: answers["us-label"]["results"][0].pop("openfda"),
        lambda answers: answers["us-label"].update(results=[dict(reversed(answers["us-label"]["results"][0].items()))]),
        lambda answers: answers["us-label"]["results"][0].update(
            boxed_warning=["WARNING:  SERIOUS\tINFECTIONS\u200b "]
        ),
        lambda answers: answers["nct03745638"]["derivedSection"]["miscInfoModule"].update(versionHolder="2026-11-28"),
        lambda answers: answers["nct03745638"]["protocolSection"]["statusModule"].update(versionHolder="2"),
        lambda answers: answers["us-submissions"]["results"][0]["submissions"].reverse(),
        lambda answers: answers["us-versions"]["data"]["history"].reverse(),
        lambda answers: answers["us-versions"]["metadata"].update(total_elements=99),
        lambda answers: answers["eu-medicine"].update(data=answers["eu-medicine"]["data"][::-1]),
        lambda answers: answers.update({"eu-medicine": answers["eu-medicine"]["data"]}),
        lambda answers: answers.update({"ca-status": [answers["ca-status"]]}),
    ],
)
def test_order_build_days_and_blanks_are_no_change(server, seen, change):
    change(server.answers)
    found = outcomes(server, seen)
    assert {each.state for each in found} == {UNCHANGED, BY_HAND}
    assert exit_code(found) == 0


@pytest.mark.parametrize(
    ("source", "change", "field"),
    [
        ("us-submissions", lambda a: a["results"][0]["submissions"].append({"submission_type": "SUPPL", "submission_number": "10"}), "submissions"),
        ("ca-products", lambda a: a[0].update(last_update_date="2026-11-20"), "products"),
        ("eu-opinions", lambda a: a["data"].append({"name_of_medicine": "Opzelura", "post_authorisation_opinion_date": "01/11/2026"}), "opinions"),
        ("eu-medicine", lambda a: a["data"][1].update(therapeutic_indication="atopic dermatitis"), "therapeutic_indication"),
        ("nct04921969", lambda a: a["protocolSection"]["statusModule"].update(overallStatus="TERMINATED"), "overall_status"),
        ("us-label", lambda a: a["results"][0].pop("boxed_warning"), "boxed_warning"),
    ],
)  # fmt: skip
def test_a_change_of_each_source(server, seen, source, change, field):
    change(server.answers[source])
    found = one(server, seen, source)
    assert (found.state, found.differing) == (CHANGED, [field])


@pytest.mark.parametrize(
    ("source", "change"),
    [
        ("us-label", lambda a: a["results"][0].update(set_id="another")),
        ("us-label", lambda a: a["results"].append({})),
        ("us-submissions", lambda a: a["results"][0].update(application_number="NDA202192")),
        ("us-versions", lambda a: a["data"]["spl"].update(setid="another")),
        ("ca-products", lambda a: a[0].update(brand_name="JAKAVI")),
        ("nct04921969", lambda a: a["protocolSection"]["identificationModule"].update(nctId="NCT00000000")),
    ],
)
def test_an_answer_about_something_else_is_not_understood(server, seen, source, change):
    change(server.answers[source])
    assert one(server, seen, source).state == NOT_UNDERSTOOD


def test_a_product_or_medicine_that_is_no_longer_listed_is_gone(server, seen):
    server.answers["ca-products"] = []
    server.answers["eu-medicine"] = {"data": []}
    assert (one(server, seen, "ca-products").state, one(server, seen, "eu-medicine").state) == (GONE, GONE)


def test_a_version_that_is_listed_before_its_text_is_there_has_a_state_of_its_own(server, seen):
    server.answers["us-versions"]["data"]["history"].insert(0, {"spl_version": "15", "published_date": "Nov 20, 2026"})
    found = outcomes(server, seen, "us")
    told = next(each for each in found if each.id == "us-versions")
    assert (told.state, told.words) == (NEWER, "version 15 is listed, its text is not there yet")
    assert exit_code(found) == 12
    server.answers["us-label"]["results"][0]["version"] = "15"
    assert one(server, seen, "us-versions").state == CHANGED


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ((), 0),
        ((UNCHANGED, BY_HAND), 0),
        ((UNREACHABLE,), 20),
        ((NOT_UNDERSTOOD, UNREACHABLE), 21),
        ((NEWER, UNREACHABLE), 12),
        ((GONE, NEWER), 11),
        ((CHANGED, GONE, NOT_UNDERSTOOD), 10),
    ],
)
def test_a_code_for_each_class(found, code):
    from ruxcheck.watch.outcome import Outcome

    assert exit_code([Outcome("x", "us", state, "", {}, {}) for state in found]) == code


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
    commands = dict.fromkeys(("check", "screen", "labels", "evidence", "watch", "validate"))
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
