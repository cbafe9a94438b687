"""From starting the server to the first answer about a patient, against an empty Streamlit app started the default way."""

import contextlib
import statistics
import time

from benchmarks.stream import ROOT, Session, default_start, our_start, serving

STARTS = 5
EMPTY_PORT, OUR_PORT = 8751, 8752


def measure() -> list[tuple[str, float, str]]:
    """Rows of (what, value, note): medians, each server alone on the machine."""
    empty_app = default_start(ROOT / "benchmarks" / "empty_app.py", EMPTY_PORT)
    empty = statistics.median(_answered(empty_app, EMPTY_PORT, "figure") for _ in range(STARTS))
    ours = statistics.median(_answered(our_start(OUR_PORT), OUR_PORT, "%BSA affected") for _ in range(STARTS))
    return [
        ("empty app, start to first answer, s", empty, "baseline"),
        ("our app, start to first answer, s", ours, "data checked, every fixed picture built"),
        ("our app / empty app, start", ours / empty, "reported"),
    ]


def _answered(command: list[str], port: int, label: str) -> float:
    """Seconds from the start of the process to the answer to one edit of a first visitor."""
    started = time.perf_counter()
    with serving(command, port), contextlib.closing(Session(port)) as session:
        session.edit(label, "12")
        return time.perf_counter() - started
