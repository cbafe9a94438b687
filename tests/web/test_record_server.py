"""The addresses for health records: off by default, and who may ask how."""

import json
import logging
import subprocess
import sys

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from ruxcheck.ehr.settings import VARIABLE, Client, EhrSettings
from ruxcheck.web.record_server import (
    CALL,
    CHECK,
    DESCRIPTION,
    DISCOVERY,
    FEEDBACK,
    MOST_BYTES,
    RecordServer,
    RecordService,
)
from tests.asgi import ask
from tests.browser.conftest import ROOT
from tests.ehr.building import CODES, call, figures

ORIGIN = "https://ehr.example.org"
OPEN = EhrSettings(public_url="http://localhost:8501", open=True, codes=CODES, allowed_origins=[ORIGIN])
JSON = {"content_type": "application/json"}
BODY = json.dumps(call(**figures(bsa=45))).encode()


async def pages(_scope, _receive, send):
    await send({"type": "http.response.start", "status": 299, "headers": []})
    await send({"type": "http.response.body", "body": b"pages"})


@pytest.fixture
def server(tmp_path):
    return RecordServer(pages, RecordService(OPEN, tmp_path))


def code_of(said) -> str:
    return json.loads(said.body)["issue"][0]["code"]


@pytest.mark.parametrize("path", [DISCOVERY, CALL, FEEDBACK, CHECK, DESCRIPTION, "/api/other", "/cds-services/other"])
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_without_settings_every_address_is_not_found_as_json(path, method):
    said = ask(RecordServer(pages, None), path, method)
    assert (said.status, said.headers["content-type"], code_of(said)) == (404, "application/json", "not-found")


@pytest.mark.parametrize("path", ["/", "/compare", "/apiary", "/cds-services2", "/_stcore/health"])
def test_everything_else_passes_on_to_the_pages(server, path):
    assert ask(server, path).status == 299


def test_discovery_call_feedback_check_and_description(server):
    assert json.loads(ask(server, DISCOVERY).body)["services"][0]["id"] == "ruxolitinib-cream"
    assert ask(server, f"{DISCOVERY}/").status == 200
    assert len(json.loads(ask(server, CALL, "POST", BODY, **JSON).body)["cards"]) == 1
    told = json.dumps({"feedback": [{"outcome": "accepted"}]}).encode()
    assert ask(server, FEEDBACK, "POST", told, **JSON).status == 200
    assert json.loads(ask(server, CHECK, "POST", b'{"age": "8"}', **JSON).body)["profile"]["age_years"] == [8, 8]
    assert json.loads(ask(server, DESCRIPTION).body)["openapi"] == "3.1.0"


@pytest.mark.parametrize(
    ("path", "method", "body", "headers", "status"),
    [
        (CALL, "GET", b"", {}, 405),
        (DISCOVERY, "POST", b"{}", JSON, 405),
        (CALL, "PUT", b"{}", JSON, 405),
        (CALL, "POST", b"{}", {}, 415),
        (CALL, "POST", b"{}", {"content_type": "text/plain"}, 415),
        (CALL, "POST", b"a=1", {"content_type": "application/x-www-form-urlencoded"}, 415),
        (CALL, "POST", b"{", JSON, 400),
        (CALL, "POST", b"\xff", JSON, 400),
        (CALL, "POST", b"NaN", JSON, 400),
        (CALL, "POST", b"[" * 5000 + b"]" * 5000, JSON, 400),
        (CALL, "POST", b" " * (MOST_BYTES + 1), JSON, 413),
        (CALL, "POST", b'""' + b" " * (MOST_BYTES - 2), JSON, 400),
        (CALL, "POST", BODY, {"content_type": "application/json; charset=utf-8"}, 200),
        (CALL, "POST", BODY, {"content_type": "application/fhir+json"}, 200),
    ],
)
def test_what_is_not_taken(server, path, method, body, headers, status):
    assert ask(server, path, method, body, **headers).status == status


def test_listed_origins_alone_are_answered_across_origins(server):
    ahead = ask(server, CALL, "OPTIONS", origin=ORIGIN, access_control_request_method="POST")
    assert ahead.status == 204
    assert ahead.headers["access-control-allow-origin"] == ORIGIN
    assert ahead.headers["access-control-allow-headers"] == "authorization, content-type"
    assert ahead.headers["vary"] == "Origin"
    assert ask(server, CALL, "POST", BODY, origin=ORIGIN, **JSON).headers["access-control-allow-origin"] == ORIGIN
    for stranger in ("https://elsewhere.example.org", "null", ORIGIN + ".evil.example.org"):
        refused = ask(server, DISCOVERY, origin=stranger)
        assert refused.status == 403
        assert "access-control-allow-origin" not in refused.headers


@pytest.mark.parametrize(
    ("host", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("192.0.2.7", {}, 401),
        ("127.0.0.1", {"x_forwarded_for": "192.0.2.7"}, 401),
        ("127.0.0.1", {"forwarded": "for=192.0.2.7"}, 401),
    ],
)
@pytest.mark.parametrize("path", [CALL, CHECK])
def test_open_means_open_to_this_machine(server, path, host, headers, status):
    body = BODY if path == CALL else b"{}"
    assert ask(server, path, "POST", body, host, **JSON, **headers).status == status


@pytest.fixture
def closed(tmp_path):
    key = ECKey.generate_key("P-384", {"kid": "k"})
    (tmp_path / "keys.json").write_text(json.dumps({"keys": [key.as_dict(private=False)]}))
    settings = EhrSettings(
        public_url="https://rux.example.org", clients=[Client(iss=ORIGIN, keys="keys.json")], codes=CODES
    )

    def token(aud: str = f"https://rux.example.org{CALL}", jti: str = "1") -> str:
        import time

        now = int(time.time())
        claims = {"iss": ORIGIN, "aud": aud, "exp": now + 60, "iat": now, "jti": jti}
        return "Bearer " + jwt.encode({"alg": "ES384", "kid": "k"}, claims, key, algorithms=["ES384"])

    return RecordServer(pages, RecordService(settings, tmp_path)), token


def test_a_client_needs_its_token_for_each_address(closed):
    server, token = closed
    missing = ask(server, CALL, "POST", BODY, **JSON)
    assert (missing.status, missing.headers["www-authenticate"]) == (401, "Bearer")
    assert ask(server, CALL, "POST", BODY, authorization=token(), **JSON).status == 200
    assert ask(server, CALL, "POST", BODY, authorization=token(), **JSON).status == 401
    assert ask(server, CHECK, "POST", b"{}", authorization=token(jti="2"), **JSON).status == 401
    assert (
        ask(server, CHECK, "POST", b"{}", authorization=token(f"https://rux.example.org{CHECK}", "3"), **JSON).status
        == 200
    )
    assert ask(server, DISCOVERY).status == 200


def test_the_log_holds_address_status_duration_and_issuer_and_nothing_of_a_patient(closed, caplog):
    server, token = closed
    with caplog.at_level(logging.INFO, "ruxcheck.ehr"):
        ask(server, CALL, "POST", BODY, authorization=token(), **JSON)
        ask(server, "/api/Plantedname", "POST", BODY, **JSON)
        ask(server, CALL, "POST", b'{"hook": "Plantedname"}', **JSON)
    lines = [record.getMessage() for record in caplog.records]
    assert lines[0].startswith(f"POST {CALL} 200 ")
    assert lines[0].endswith(f" ms {ORIGIN}")
    assert lines[1].startswith("POST another address 404 ")
    for planted in ("Plantedname", "2018-03-01", "p1", "o1"):
        assert planted not in "\n".join(lines)


def test_bad_settings_end_the_process_with_their_words(tmp_path):
    file = tmp_path / "ehr.toml"
    file.write_text('public_url = "https://rux.example.org"\n')
    done = subprocess.run(
        [sys.executable, "-c", "from ruxcheck.web.record_server import connected_or_stop; connected_or_stop()"],
        cwd=ROOT, env={"PATH": "", VARIABLE: str(file)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert (
        done.stderr.splitlines()[-1]
        == f"{file}: no clients, so nobody could ask; add [[clients]] with iss and keys, or open = true on this machine alone"
    )
    assert "Traceback" not in done.stderr
