"""Faults of the world around a running server: broken files, slow and rude visitors, uploads that never end, signals."""

import contextlib
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time

import pytest
from websockets.exceptions import ConnectionClosed

from ruxcheck.web.check.list_upload import most_megabytes
from tests.browser.conftest import ROOT, free_port
from tests.own_server import OwnServer, Visitor

MEGABYTE = b"x" * (1 << 20)
PATIENT = {"Age, years": "8", "%BSA affected": "12"}
PAGES = ("", "compare", "labels", "sources", "trials")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server on a copy of the app, with a folder of its own for temporary files."""
    folder = tmp_path_factory.mktemp("faults")
    shutil.copytree(ROOT, folder / "app", ignore=shutil.ignore_patterns(".*venv", ".git", "screenshots"))
    (folder / "temporary").mkdir()
    with OwnServer(folder / "app", TMPDIR=str(folder / "temporary")) as running:
        yield running


@pytest.fixture
def temporary(server):
    return server.folder.parent / "temporary"


@contextlib.contextmanager
def broken(path, text: str):
    """A file with other content, for a while."""
    before = path.read_bytes()
    path.write_text(text)
    try:
        yield
    finally:
        path.write_bytes(before)


def ask(server: OwnServer, page: str = "") -> str:
    """What a new visitor who enters a child is shown; nothing of it may break."""
    with Visitor(server, page) as visitor:
        for label, text in PATIENT.items():
            if label in visitor.widgets:
                visitor.edit(label, text)
        assert not visitor.broken
        return " ".join(visitor.shown)


def test_a_running_server_answers_from_the_data_it_was_started_with_and_a_new_start_says_what_is_broken(server):
    shown = ask(server)
    data = server.folder / "data"
    with broken(data / "labels/us/2026-06-30.toml", 'title = "no'), broken(data / "body_regions.toml", "[["):
        assert ask(server) == shown
        for page in PAGES:
            ask(server, page)
        with Visitor(server) as visitor:
            visitor.click("Estimate BSA")
            assert not visitor.broken
        command = [sys.executable, "-m", "uvicorn", "app:app", "--port", str(free_port())]
        again = subprocess.run(command, cwd=server.folder, capture_output=True, text=True, timeout=60, check=False)
    assert again.returncode != 0
    assert "data/labels/us/2026-06-30.toml" in again.stderr
    assert "data/body_regions.toml" in again.stderr
    assert "Traceback" not in again.stderr + server.words()


def seconds_of(visitor: Visitor) -> float:
    return statistics.median(visitor.edit("Age, years", str(age)) for age in range(2, 11))


def deaf(server: OwnServer) -> Visitor:
    """A visitor whose connection takes in some kilobytes and then waits until they are read."""
    wire = socket.socket()
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
    wire.connect(("127.0.0.1", server.port))
    return Visitor(server, sock=wire, max_queue=1, ping_interval=None, close_timeout=0.2)


def test_visitors_who_do_not_read_hold_nobody_up_and_get_their_answer_when_they_do(server):
    with Visitor(server) as brisk, contextlib.ExitStack() as others:
        slow = [others.enter_context(deaf(server)) for _ in range(3)]
        alone = seconds_of(brisk)
        for area in range(5, 20):
            for visitor in slow:
                visitor.states["%BSA affected"] = visitor.text("%BSA affected", str(area))
                visitor.ask()
            time.sleep(0.05)
        assert seconds_of(brisk) < 10 * alone
        for visitor in slow:
            while "19%" not in " ".join(visitor.shown):
                visitor.read()
            assert not visitor.broken


def test_a_visitor_who_sends_what_is_no_message_is_cut_off_alone(server):
    with Visitor(server) as other, Visitor(server) as rude:
        rude.socket.send(b"\xff" * 100)
        with pytest.raises(ConnectionClosed):
            rude.read()
        other.edit("Age, years", "8")
        assert not other.broken


def test_an_upload_that_is_announced_too_large_is_refused_before_it_is_sent(server):
    with Visitor(server, "screen") as visitor:
        wire = visitor.upload(iter(()), declared=(most_megabytes() << 20) + 1)
        assert wire.getresponse().status == 413


def test_an_upload_that_does_not_end_is_cut_at_the_limit_and_leaves_nothing(server, temporary):
    with Visitor(server, "screen") as visitor:
        before = server.memory_mb()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # the server need not hear the rest
            wire = visitor.upload(MEGABYTE for _ in range(most_megabytes() + 50))
            assert wire.getresponse().status == 413
        assert_nothing_stays(server, temporary, before)


def test_an_upload_that_breaks_off_leaves_nothing(server, temporary):
    with Visitor(server, "screen") as visitor:
        before = server.memory_mb()
        wire = visitor.upload(MEGABYTE for _ in range(most_megabytes() // 2))
        assert server.memory_mb() > before + most_megabytes() / 4
        assert server.open_files_below(temporary) == []
        wire.sock.close()
        assert_nothing_stays(server, temporary, before)


def assert_nothing_stays(server: OwnServer, temporary, before: float) -> None:
    """The server answers, holds no file of the upload, and has given its memory back."""
    deadline = time.monotonic() + 10
    while server.memory_mb() > before + most_megabytes() / 4 and time.monotonic() < deadline:
        ask(server)
    assert server.memory_mb() < before + most_megabytes() / 4
    assert os.listdir(temporary) == []
    assert server.open_files_below(temporary) == []
    assert "United States label" in ask(server)


def test_a_port_in_use_is_said_and_the_first_server_goes_on(server):
    with contextlib.closing(OwnServer(server.folder, server.port)) as second:
        second.begin()
        assert second.process.wait(timeout=60) != 0
        assert "address already in use" in second.words()
    assert "United States label" in ask(server)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "terminate"])
def test_a_start_that_is_interrupted_ends_at_once(server, sign):
    with contextlib.closing(OwnServer(server.folder)) as unborn:
        unborn.begin()
        time.sleep(0.5)
        assert unborn.end(sign) < 10


def test_a_server_that_is_told_to_end_does_so_while_visitors_are_connected(server):
    said = len(server.words())
    with Visitor(server), Visitor(server, "labels"):
        assert server.end(signal.SIGTERM) < 10
    assert "Traceback" not in server.words()[said:]
