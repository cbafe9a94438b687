"""One answer on the command line as a whole process, against an empty Python process, in one run."""

import statistics
import subprocess
import sys
import time

from benchmarks.stream import ROOT

RUNS = 60
CHECK = ["-m", "ruxcheck", "check", "--age", "8", "--iga", "3", "--bsa", "12", "--json"]


def measure() -> list[tuple[str, float, str]]:
    """Rows of (what, value, note). The two commands alternate, so that a busy moment meets both."""
    _seconds(CHECK)
    pairs = [(_seconds(["-c", "pass"]), _seconds(CHECK)) for _ in range(RUNS)]
    empty, ours = (1000 * statistics.median(column) for column in zip(*pairs))
    return [
        ("python -c pass, ms", empty, "baseline"),
        ("python -m ruxcheck check --json, ms", ours, ""),
        ("check / empty process", ours / empty, "at most 5"),
    ]


def _seconds(arguments: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - started
