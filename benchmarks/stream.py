"""The app's own websocket protocol, without a browser: what a rerun costs the server."""

import contextlib
import os
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect

ROOT = Path(__file__).parents[1]


def default_start(script: Path, port: int) -> list[str]:
    """How Streamlit's documentation starts a script."""
    return ["streamlit", "run", str(script), "--server.port", str(port), "--server.headless", "true"]


def our_start(port: int, compressed: str = "false") -> list[str]:
    """How the README starts the app; `compressed` "true" has messages compressed, as docs/serving.md says for slow lines."""
    quiet = ["--log-level", "warning", "--no-access-log"]
    return ["uvicorn", "app:app", "--port", str(port), *quiet, "--ws-per-message-deflate", compressed]


@contextlib.contextmanager
def serving(command: list[str], port: int):
    """A server in its own process, stopped at the end; yields its port once it answers."""
    process = subprocess.Popen(
        [sys.executable, "-m", *command], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(f"http://localhost:{port}/_stcore/health")
        yield port
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait(address: str) -> None:
    for _ in range(600):
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=2):
            return
        time.sleep(0.1)
    raise RuntimeError(f"no answer from {address}")


class Session:
    """One visitor: opens a page, changes widgets, waits for the script to finish."""

    def __init__(self, port: int, page: str = "", **wire):
        address = f"ws://localhost:{port}/_stcore/stream"
        self._open = contextlib.ExitStack()
        self.socket = self._open.enter_context(connect(address, subprotocols=["streamlit"], max_size=None, **wire))
        self.page = page
        self.widgets: dict[str, str] = {}
        self.states: dict[str, WidgetState] = {}
        self.rerun()

    def rerun(self) -> float:
        """Ask for a rerun with the present widget states; returns the seconds until the script finished."""
        started = time.perf_counter()
        self.ask()
        self.read()
        return time.perf_counter() - started

    def ask(self) -> None:
        """Ask for a rerun, and do not wait for it."""
        message = BackMsg()
        message.rerun_script.query_string = ""
        message.rerun_script.page_name = self.page
        message.rerun_script.widget_states.widgets.extend(self.states.values())
        self.socket.send(message.SerializeToString())

    def read(self) -> None:
        """Read what the server sends until a run has finished."""
        while not self._finished(self.socket.recv()):
            pass

    def _finished(self, raw: bytes) -> bool:
        message = ForwardMsg.FromString(raw)
        if message.WhichOneof("type") == "delta":
            self._note(message.delta.new_element)
        return message.WhichOneof("type") == "script_finished"

    def _note(self, element) -> None:
        kind = element.WhichOneof("type")
        if kind and hasattr(getattr(element, kind), "id") and hasattr(getattr(element, kind), "label"):
            self.widgets[getattr(element, kind).label] = getattr(element, kind).id

    def edit(self, label: str, text: str) -> float:
        """Type into a text box and wait for the answer; seconds."""
        self.states[label] = WidgetState(id=self.widgets[label], string_value=text)
        return self.rerun()

    def close(self) -> None:
        self._open.close()


def memory_mb(port: int) -> float:
    """What the server process listening on this port holds in memory (Linux)."""
    listing = subprocess.run(["pgrep", "-f", f"port {port}"], capture_output=True, text=True, check=True).stdout.split()
    pages = Path(f"/proc/{listing[0]}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20


def median_ms(seconds: list[float]) -> float:
    return 1000 * statistics.median(seconds)
