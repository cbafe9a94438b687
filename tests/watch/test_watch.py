"""The watcher against sources on this machine: every state of every source, and what counts as a change."""

import json

import pytest

from ruxcheck.store.reading import load
from ruxcheck.watch import fetch
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
from ruxcheck.watch.proposal import read_seen
from tests.watch.official import BY_ID, WATCHED, Raw, one, outcomes, packed, states

RULES = load()
DAY = "2026-11-28"
IDS = list(BY_ID)


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
        ("ca-notices", lambda a: a.append({"noc_number": 30009, "noc_br_brandname": "OPZELURA"}), "notices"),
        ("ca-notices", lambda a: a.pop(), None),  # one product of a notice that has several
        ("eu-letters", lambda a: a["data"].append({"name_of_medicine": "OPZELURA", "dissemination_date": "01/12/2026"}), "letters"),
        ("eu-letters", lambda a: a.update(data=a["data"][:1]), "letters"),  # no letter names it any more
        ("eu-letters", lambda a: a["data"].reverse(), None),
    ],
)  # fmt: skip
def test_a_change_of_each_source(server, seen, source, change, field):
    change(server.answers[source])
    found = one(server, seen, source)
    assert (found.state, found.differing) == ((CHANGED, [field]) if field else (UNCHANGED, []))


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
    server.answers["ca-notices"] = []
    server.answers["eu-medicine"] = {"data": []}
    assert {one(server, seen, name).state for name in ("ca-products", "ca-notices", "eu-medicine")} == {GONE}


def test_a_notice_is_the_one_that_was_asked_about(server, seen):
    server.answers["ca-notice"]["noc_number"] = 7
    assert one(server, seen, "ca-notices").state == NOT_UNDERSTOOD


def test_studies_of_another_interface_are_not_compared_and_its_version_is_asked_once(server, seen):
    outcomes(server, seen)
    assert [path for path, _ in server.asked if "version" in path] == ["/api/v2/version"]
    server.answers["study-interface"]["apiVersion"] = "3.0.0"
    studies = [each for each in outcomes(server, seen) if each.id in IDS and BY_ID[each.id].kind == "clinicaltrials"]
    assert {each.state for each in studies} == {NOT_UNDERSTOOD}
    assert {each.words for each in studies} == {"version 3.0.0 of the interface; what was accepted comes from version 2"}


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
