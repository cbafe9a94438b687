"""Official sources on this machine: answers in the shapes that were read of them, made by hand, and every way to fail."""

import copy
import gzip
import http.client
import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from ruxcheck.watch.fetch import Fetcher
from ruxcheck.watch.outcome import look
from ruxcheck.watch.proposal import read_seen
from ruxcheck.watch.sources import Watched, read_watched
from ruxcheck.watch.standing import WATCHED as FILE

WATCHED: Watched = read_watched(FILE)
BY_ID = {source.id: source for source in WATCHED.sources}
SET_ID = BY_ID["us-label"].identity
LABEL = {
    "meta": {"last_updated": "2026-09-29", "results": {"total": 1}},
    "results": [
        {
            "set_id": SET_ID, "id": "af30042b", "version": "14", "effective_time": "20260630",
            "indications_and_usage": ["1 INDICATIONS Patients 2 years of age and older"], "boxed_warning": ["WARNING: SERIOUS INFECTIONS"],
            "dosage_and_administration": ["Not more than 20% body surface area", "One 60 gram tube per week"], "openfda": {"brand_name": ["X"]},
        }
    ],
}  # fmt: skip
SUBMISSIONS = {
    "results": [
        {
            "application_number": "NDA215309",
            "submissions": [
                {"submission_type": "SUPPL", "submission_number": number, "submission_status": "AP",
                 "submission_status_date": day, "submission_class_code": "LABELING"}
                for number, day in (("9", "20260630"), ("7", "20250918"))
            ],
        }
    ]
}  # fmt: skip
HISTORY = {
    "data": {
        "spl": {"title": "OPZELURA", "setid": SET_ID},
        "history": [
            {"spl_version": n, "published_date": day} for n, day in (("14", "Jul 02, 2026"), ("13", "May 05, 2025"))
        ],
    },
    "metadata": {"total_elements": 2},
}
PRODUCTS = [
    {
        "drug_code": 103333,
        "brand_name": "OPZELURA",
        "drug_identification_number": "02550000",
        "last_update_date": "2026-01-05",
    }
]
STATUS = {"status": "Marketed", "history_date": "2024-12-01", "external_status_code": 1}
MEDICINES = {
    "meta": {"total_records": 2},
    "data": [
        {"name_of_medicine": "Other", "medicine_status": "Authorised"},
        {
            "name_of_medicine": "Opzelura", "medicine_status": "Authorised", "therapeutic_indication": "non-segmental vitiligo from 12 years",
            "opinion_adopted_date": "23/02/2023", "marketing_authorisation_date": "19/04/2023",
        },
    ],
}  # fmt: skip
OPINIONS = {
    "data": [
        {"name_of_medicine": name, "post_authorisation_opinion_date": day}
        for name, day in (("Opzelura", "17/10/2024"), ("Other", "01/02/2026"), ("Opzelura", "20/03/2025"))
    ]
}
NOTICES = [
    {"noc_number": number, "noc_br_brand_id": number, "noc_br_brandname": name, "noc_br_product_id": 1, "noc_br_din": "02550000"}
    for number, name in ((30001, "OTHER"), (30002, "OPZELURA"), (30003, "Opzelura"), (30002, "OPZELURA"))
]  # fmt: skip
NOTICE = {
    "noc_date": "2025-10-15", "noc_status_with_conditions": "", "noc_on_submission_type": "SNDS", "noc_reason_supplement": "New indication",
}  # fmt: skip
LETTERS = {
    "meta": {"total_records": 2, "timestamp": "2026-11-30"},
    "data": [
        {"name_of_medicine": "Other", "dissemination_date": "01/02/2026"},
        {"name_of_medicine": "Another; Opzelura", "dissemination_date": "05/03/2026", "dhpc_type": "Adverse event", "regulatory_outcome": ""},
    ],
}  # fmt: skip


def study(nct: str) -> dict:
    return {
        "protocolSection": {
            "identificationModule": {"nctId": nct},
            "statusModule": {
                "overallStatus": "COMPLETED",
                "lastUpdatePostDateStruct": {"date": "2025-03-01"},
                "versionHolder": "1",
            },
            "eligibilityModule": {"eligibilityCriteria": "Inclusion:\n* IGA 2 to 3", "minimumAge": "12 Years"},
        },
        "derivedSection": {"miscInfoModule": {"versionHolder": "2026-11-01"}},
    }


def faithful() -> dict[str, object]:
    """The answer of every source, by its id; "ca-status", "ca-notice" and "study-interface" are further addresses of a source."""
    answers = {
        "us-label": LABEL, "us-submissions": SUBMISSIONS, "us-versions": HISTORY, "ca-products": PRODUCTS, "ca-status": STATUS,
        "eu-medicine": MEDICINES, "eu-opinions": OPINIONS, "ca-notices": NOTICES, "ca-notice": NOTICE, "eu-letters": LETTERS,
        "study-interface": {"apiVersion": "2.0.3", "dataTimestamp": "2026-11-30T09:00:05"},
    }  # fmt: skip
    answers |= {each.id: study(each.identity) for each in WATCHED.sources if each.kind == "clinicaltrials"}
    return copy.deepcopy(answers)


class Raw:
    """An answer byte by byte: status, headers and body, `times` before the faithful one comes again."""

    def __init__(self, body: bytes = b"", status: int = 200, times: int = 99, late_s: float = 0, **headers: str):
        self.body, self.status, self.times, self.late_s = body, status, times, late_s
        self.headers = {"Content-Type": "application/json"} | {
            name.replace("_", "-"): text for name, text in headers.items()
        }


class Official:
    """The server, what it answers by the id of a source, and everything that was asked of it."""

    def __init__(self, port: int):
        self.port, self.answers, self.asked, self.slept = port, faithful(), [], []
        self.raw: dict[str, Raw] = {}

    def fetcher(self, timeout_s: float = 1) -> Fetcher:
        """A fetcher that reaches this server under every name, waits for nothing and gives up after a second."""

        def connect(_host: str) -> http.client.HTTPConnection:
            return http.client.HTTPConnection("localhost", self.port, timeout=timeout_s)

        return Fetcher("watch@example.org", connect, self.slept.append)

    def answer_to(self, path: str) -> object:
        """The faithful answer; a notice has the number that is asked about."""
        found = self.answers[self.id_of(path)]
        number = parse_qs(urlsplit(path).query).get("id", ["0"])[0]
        return {"noc_number": int(number)} | found if self.id_of(path) == "ca-notice" else found

    def id_of(self, path: str) -> str:
        for part, name in (("/status/", "ca-status"), ("/noticeofcompliancemain/", "ca-notice"), ("/v2/version", "study-interface")):
            if part in path:
                return name
        return next((each.id for each in WATCHED.sources if urlsplit(each.url).path == path.partition("?")[0]), "")


@contextmanager
def official():
    """An official server of this test alone."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self):
            here.asked.append((self.path, dict(self.headers)))
            raw = here.raw.get(here.id_of(self.path))
            if raw is None or not raw.times:
                raw = Raw(json.dumps(here.answer_to(self.path)).encode())
            raw.times -= 1
            time.sleep(raw.late_s)
            self.send_response(raw.status)
            for name, text in raw.headers.items():
                self.send_header(name, text)
            if "Content-Length" not in raw.headers:
                self.send_header("Content-Length", str(len(raw.body)))
            self.end_headers()
            self.wfile.write(raw.body)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("localhost", 0), Answers) as server:
        here = Official(server.server_port)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield here
        server.shutdown()


def packed(content: bytes) -> Raw:
    return Raw(gzip.compress(content), Content_Encoding="gzip")


def states(server, seen: Path, only: str = "") -> dict[str, str]:
    return {each.id: each.state for each in outcomes(server, seen, only)}


def outcomes(server, seen: Path, only: str = ""):
    return look(WATCHED, read_seen(seen, WATCHED), server.fetcher(), only)


def one(server, seen: Path, source: str):
    return next(each for each in outcomes(server, seen, BY_ID[source].record) if each.id == source)
