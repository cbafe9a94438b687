"""The addresses for health records and programs: who may ask, how much and what; everything else passes on to the pages."""

import logging
import sys
import time
from datetime import date
from pathlib import Path

import msgspec
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from ruxcheck.ehr.api import check_patient, not_found, openapi
from ruxcheck.ehr.card import Knowledge
from ruxcheck.ehr.service import SERVICE, Answer, Feedback, answer, discovery, operation_outcome
from ruxcheck.ehr.settings import EhrSettings, SettingsError, settings_from_environment
from ruxcheck.ehr.tokens import TokenRefused, Verifier
from ruxcheck.store.evidence_files import load_evidence
from ruxcheck.store.reading import load, load_documents
from ruxcheck.web.server import CompressedFiles, FrontPage, OwnOrigin, SecurityHeaders, below_base

LOG = logging.getLogger("ruxcheck.ehr")
MOST_BYTES = 1 << 20
DISCOVERY, CALL, FEEDBACK = "/cds-services", f"/cds-services/{SERVICE}", f"/cds-services/{SERVICE}/feedback"
CHECK, DESCRIPTION = "/api/check", "/api/openapi.json"
METHODS = {DISCOVERY: "GET", CALL: "POST", FEEDBACK: "POST", CHECK: "POST", DESCRIPTION: "GET"}
THIS_MACHINE = ("127.0.0.1", "::1")


class _Stop(Exception):
    """A request that is answered at once: the status, and why in our words."""

    def __init__(self, status: int, code: str, words: str):
        self.answer = Answer(status, operation_outcome(code, words))


def _sent(said: Answer, headers: dict[str, str] | None = None) -> Response:
    return Response(msgspec.json.encode(said.body), said.status, headers, media_type="application/json")


class RecordService:
    """Answers for one site. Raises SettingsError where its keys cannot be used."""

    def __init__(self, settings: EhrSettings, folder: Path):
        self.settings, self.verifier, self.feedback = settings, Verifier(settings, folder), Feedback()
        self.knowledge = Knowledge(load(), load_documents(), load_evidence())
        if not LOG.handlers:
            LOG.addHandler(logging.StreamHandler())
        LOG.setLevel(logging.INFO)

    async def respond(self, request: Request, path: str) -> Response:
        """One answer, and one line in the log: address, status, duration, who asked; nothing of a patient."""
        started, who = time.perf_counter(), "-"
        cors: dict[str, str] = {}
        try:
            cors = self._cors(request.headers)
            if path not in METHODS:
                said = not_found()
            elif request.method == "OPTIONS":
                said = Answer(204, {})
            elif request.method != METHODS[path]:
                raise _Stop(405, "not-supported", f"The method is not offered here; allowed: {METHODS[path]}.")
            elif METHODS[path] == "GET":
                said = Answer(200, discovery(self.settings) if path == DISCOVERY else self._description())
            else:
                who = self._who(request, path)
                said = self._answer(path, await _body(request))
        except _Stop as stop:
            said = stop.answer
        told = path if path in METHODS else "another address"
        LOG.info("%s %s %d %.0f ms %s", request.method, told, said.status, 1000 * (time.perf_counter() - started), who)
        if said.status == 401:
            cors = cors | {"www-authenticate": "Bearer"}
        return Response(status_code=204, headers=cors) if said.status == 204 else _sent(said, cors)

    def _description(self) -> dict:
        return openapi(self.settings.base, self.knowledge.rules)

    def _answer(self, path: str, sent: object) -> Answer:
        if path == FEEDBACK:
            return self.feedback.take(sent)
        if path == CHECK:
            return check_patient(sent, date.today(), self.knowledge.rules)
        return answer(sent, date.today(), self.knowledge, self.settings)

    def _cors(self, headers: Headers) -> dict[str, str]:
        origin = headers.get("origin")
        if origin is None:
            return {}
        if origin not in self.settings.allowed_origins:
            raise _Stop(
                403, "forbidden", "The origin is not allowed; allowed_origins in the settings names those that are."
            )
        return {
            "access-control-allow-origin": origin,
            "access-control-allow-methods": "GET, POST, OPTIONS",
            "access-control-allow-headers": "authorization, content-type",
            "access-control-max-age": "600",
            "vary": "Origin",
        }

    def _who(self, request: Request, path: str) -> str:
        """The issuer of the token, or "this machine" where the settings are open to it."""
        if self.settings.open:
            host = request.client.host if request.client else ""
            if host not in THIS_MACHINE or "x-forwarded-for" in request.headers or "forwarded" in request.headers:
                raise _Stop(401, "login", "Open to this machine alone; name clients in the settings.")
            return "this machine"
        try:
            authorization = request.headers.get("authorization", "")
            return self.verifier.issuer(authorization, f"{self.settings.base}{path}", time.time())
        except TokenRefused as why:
            raise _Stop(401, "login", str(why)) from why


async def _body(request: Request) -> object:
    """What was sent, read as JSON. Raises _Stop for another kind, for more than a mebibyte, and for what is no JSON."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/json", "application/fhir+json"):
        raise _Stop(415, "not-supported", "The content type is not JSON; allowed: application/json.")
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MOST_BYTES:
            raise _Stop(413, "too-long", f"The request is larger than {MOST_BYTES} bytes.")
        parts.append(part)
    try:
        return msgspec.json.decode(b"".join(parts))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _Stop(400, "structure", "The request is no JSON, or nested too deeply.") from error


def middleware() -> list[Middleware]:
    """Everything that stands between a browser and the pages, from the outside in."""
    records = Middleware(RecordServer, service=connected_or_stop())
    return [
        Middleware(SecurityHeaders),
        records,
        *(Middleware(part) for part in (OwnOrigin, CompressedFiles, FrontPage)),
    ]


def connected_or_stop() -> RecordService | None:
    """The service for the settings that the environment names; None without any. Bad settings end the process with their words."""
    try:
        configured = settings_from_environment(tuple(load().jurisdictions))
        return RecordService(*configured) if configured else None
    except SettingsError as error:
        sys.exit(str(error))


class RecordServer:
    """Middleware that answers for the addresses above and lets everything else pass.

    Without a service each of them is "not found", as JSON. It stands before what refuses foreign origins, for it has a list of its own.
    """

    def __init__(self, app, service: RecordService | None):
        self.app, self.service = app, service
        self.prefixes = (below_base("cds-services"), below_base("api"))
        self.skip = len(below_base("")) - 1

    async def __call__(self, scope, receive, send):
        """Serve one connection."""
        path = scope.get("path", "")
        if scope["type"] != "http" or not any(path == own or path.startswith(f"{own}/") for own in self.prefixes):
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        response = (
            await self.service.respond(request, path[self.skip :].rstrip("/")) if self.service else _sent(not_found())
        )
        await response(scope, receive, send)
