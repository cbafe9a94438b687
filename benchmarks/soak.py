"""A soak: visitors come, edit and go for half an hour; the memory of the server at its start and at its end.

`SOAK_MINUTES=2 python -m benchmarks soak` for a short one.
"""

import os
import statistics
import time

from benchmarks.stream import memory_mb, our_start, serving
from benchmarks.visitors import crowd

MINUTES = float(os.environ.get("SOAK_MINUTES", "30"))
VISITORS, EDITS, OUR_PORT = 20, 5, 8731


def measure() -> list[tuple[str, float, str]]:
    """Rows of (what, value, note): memory after the second third, after the last, their ratio, edits and errors."""
    with serving(our_start(OUR_PORT), OUR_PORT) as port:
        return soaked(port, MINUTES)


def soaked(port: int, minutes: float) -> list[tuple[str, float, str]]:
    """The rows for a server that runs. A third of the time is left for warming up: left sessions are kept for 2 minutes."""
    end, memory, edits, errors = time.monotonic() + 60 * minutes, [], 0, 0
    while time.monotonic() < end:
        visitors = crowd(port, VISITORS, EDITS)
        edits += sum(len(visitor.seconds) for visitor in visitors)
        errors += sum(len(visitor.errors) for visitor in visitors)
        memory.append(memory_mb(port))
    third = max(len(memory) // 3, 1)
    middle, last = statistics.median(memory[third : 2 * third] or memory), statistics.median(memory[-third:])
    return [
        ("soak, minutes", minutes, f"{VISITORS} visitors at a time"),
        ("soak, memory in the second third, MB", middle, "baseline"),
        ("soak, memory in the last third, MB", last, ""),
        ("soak, last third / second third", last / middle, "at most 1.05"),
        ("soak, edits", edits, "reported"),
        ("soak, errors", errors, "0"),
    ]
