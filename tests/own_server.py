"""A server of a test's own, to be broken: killed, started again on the same port, starved, looked into. And its visitors."""

import http.client
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.stream import Session
from tests.browser.conftest import ROOT, _wait_until_healthy, free_port

EDGE = "edge"
HEAD = f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; filename="list.csv"\r\n\r\n'.encode()


class OwnServer:
    """The app of a folder in its own process, on a port that stays the same over restarts; ended at the end of `with`."""

    def __init__(self, folder: Path = ROOT, port: int | None = None, **environment: str):
        self.folder, self.port = folder, port or free_port()
        self.environment = os.environ | environment
        self.address = f"http://localhost:{self.port}"
        self.said = tempfile.TemporaryFile("w+")  # noqa: SIM115 (closed with the process)
        self.process = None

    def __enter__(self) -> "OwnServer":
        self.start()
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        self.kill()
        self.said.close()

    def start(self) -> None:
        self.begin()
        _wait_until_healthy(self.address, self.process)

    def begin(self) -> None:
        """Start without waiting for an answer."""
        command = [sys.executable, "-m", "uvicorn", "app:app", "--port", str(self.port), "--log-level", "warning"]
        self.process = subprocess.Popen(
            command, cwd=self.folder, env=self.environment, stdout=self.said, stderr=subprocess.STDOUT
        )

    def kill(self) -> None:
        """No time to say goodbye to anybody."""
        if self.process:
            self.process.kill()
            self.process.wait()

    def end(self, sign: int) -> float:
        """Send a signal; the seconds until the process has ended."""
        started = time.monotonic()
        self.process.send_signal(sign)
        self.process.wait(timeout=30)
        return time.monotonic() - started

    def words(self) -> str:
        """What the process has printed so far."""
        self.said.seek(0)
        return self.said.read()

    def memory_mb(self) -> float:
        """What the process holds in memory (Linux)."""
        pages = Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20

    def open_files_below(self, folder: Path) -> list[str]:
        """Files of a folder that the process holds open, the deleted ones too (Linux)."""
        held = Path(f"/proc/{self.process.pid}/fd")
        links = [os.readlink(link) for link in held.iterdir() if link.is_symlink()]
        return [link for link in links if link.startswith(str(folder))]


class Visitor(Session):
    """One visitor without a browser: knows its session, what it was shown, and whether anything broke."""

    def __init__(self, server: OwnServer, page: str = "", **wire):
        self.id, self.shown, self.broken = "", [], []
        self.port = server.port
        super().__init__(server.port, page, **wire)

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def _finished(self, raw: bytes) -> bool:
        message = ForwardMsg.FromString(raw)
        if message.WhichOneof("type") == "new_session":
            self.id = message.new_session.initialize.session_id
            self.shown, self.broken = [], []
        return super()._finished(raw)

    def _note(self, element) -> None:
        super()._note(element)
        if element.WhichOneof("type") == "html":
            self.shown.append(element.html.body)
        if element.WhichOneof("type") == "exception":
            self.broken.append(element.exception.message)

    def text(self, label: str, text: str) -> WidgetState:
        return WidgetState(id=self.widgets[label], string_value=text)

    def click(self, label: str) -> None:
        self.states[label] = WidgetState(id=self.widgets[label], trigger_value=True)
        self.rerun()
        del self.states[label]

    def upload(self, parts: Iterator[bytes], declared: int | None = None) -> http.client.HTTPConnection:
        """Send a file past the browser's checks, straight to where uploads go; the connection, on which the answer is to be read.

        With `declared` that length is announced and nothing is sent.
        """
        wire = http.client.HTTPConnection("localhost", self.port, timeout=30)
        wire.request("GET", "/_stcore/health")
        answer = wire.getresponse()
        answer.read()
        cookie = answer.headers["Set-Cookie"].partition(";")[0]
        wire.putrequest("PUT", f"/_stcore/upload_file/{self.id}/{secrets.token_hex(8)}")
        headers = {
            "Cookie": cookie,
            "X-Xsrftoken": cookie.partition("=")[2],
            "Content-Type": f"multipart/form-data; boundary={EDGE}",
        }
        length = {"Transfer-Encoding": "chunked"} if declared is None else {"Content-Length": str(declared)}
        for name, value in (headers | length).items():
            wire.putheader(name, value)
        wire.endheaders()
        if declared is None:
            for part in (HEAD, *parts):
                wire.send(b"%x\r\n%b\r\n" % (len(part), part))
        return wire
