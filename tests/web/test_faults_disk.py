"""A disk that is full while the command line writes: one line in words, exit code 1, nothing half-written, the older file as it was."""

import os
import resource
import subprocess
import sys

import pytest

from tests.browser.conftest import ROOT

SAMPLE = str(ROOT / "samples" / "registry.csv")
CHECK = ("check", "--age", "8", "--iga", "3", "--bsa", "20")
SMALL = 8_192  # bytes that a file may grow to: less than any report or screened list


def run(*arguments: str, output=subprocess.PIPE, **options) -> subprocess.CompletedProcess:
    # -B: byte code cut off at the limit would stay behind and break every later start
    command = [sys.executable, "-B", "-m", "ruxcheck", *arguments]
    return subprocess.run(command, cwd=ROOT, stdout=output, stderr=subprocess.PIPE, text=True, check=False, **options)


def no_room() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, SMALL))


@pytest.mark.parametrize("older", [b"older", None], ids=["over an older file", "new"])
@pytest.mark.parametrize("ending", ["html", "pdf"])
def test_a_report_that_does_not_fit_is_not_written(tmp_path, ending, older):
    pytest.importorskip("typst" if ending == "pdf" else "html")
    path = tmp_path / f"report.{ending}"
    if older:
        path.write_bytes(older)
    done = run(*CHECK, "--report", str(path), preexec_fn=no_room)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"--report: '{path}' was not written: File too large\n"
    assert_only(tmp_path, path, older)


@pytest.mark.parametrize("older", [b"older", None], ids=["over an older file", "new"])
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_screened_list_that_does_not_fit_is_not_written(tmp_path, ending, older):
    path = tmp_path / f"screened.{ending}"
    if older:
        path.write_bytes(older)
    done = run("screen", SAMPLE, "--out", str(path), preexec_fn=no_room)
    assert (done.returncode, done.stdout) == (1, "")
    last = done.stderr.splitlines()[-1]
    assert last.startswith(f"--out: '{path}' cannot be written (")
    assert last.endswith("File too large); nothing was kept")
    assert "Traceback" not in done.stderr
    assert_only(tmp_path, path, older)


def assert_only(folder, path, older: bytes | None) -> None:
    assert os.listdir(folder) == ([path.name] if older else [])
    assert older is None or path.read_bytes() == older


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device that is always full")
@pytest.mark.parametrize(
    "arguments",
    [CHECK, (*CHECK, "--json"), (*CHECK, "--note"), ("labels",), ("labels", "--json"), ("evidence",), ("validate",)],
    ids=" ".join,
)
def test_an_answer_that_cannot_be_printed_is_said_in_one_line(arguments):
    with open("/dev/full", "w") as full:
        done = run(*arguments, output=full)
    assert done.returncode == 1
    assert done.stderr == "standard output: No space left on device; nothing more was written\n"
