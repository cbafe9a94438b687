"""Many sessions at once on the Check page, against an empty Streamlit app started the default way, in one run."""

import statistics

from benchmarks.stream import ROOT, default_start, memory_mb, our_start, serving
from benchmarks.visitors import Visitor, crowd
from tests.small_proxy import SmallProxy

COUNTS = (1, 10, 50, 100)
EDITS = {1: 20, 10: 8, 50: 8, 100: 6}
EMPTY_PORT, OUR_PORT, COMPRESSED_PORT, SECOND_PORT = 8721, 8722, 8723, 8724


def measure() -> list[tuple[str, float, str]]:
    """Rows of (what, value, note): latency of an edit by number of sessions with 2 s think time, memory, errors."""
    with serving(our_start(OUR_PORT), OUR_PORT) as port:
        ours = _by_count("Check page", port)
    ours += _behind_a_proxy()
    with serving(our_start(COMPRESSED_PORT, "true"), COMPRESSED_PORT) as port:
        crowd(port, 1, 3)
        visitors = crowd(port, 50, EDITS[50], compressed=True)
        ours += _told("Check page, compressed, 50 sessions", visitors)
    with serving(default_start(ROOT / "benchmarks" / "empty_app.py", EMPTY_PORT), EMPTY_PORT) as port:
        return [*ours, *_by_count("empty app", port, label="figure", first={})]


def _behind_a_proxy() -> list[tuple[str, float, str]]:
    """A hundred sessions on two processes behind one address; proxy, visitors and processes share the processors."""
    with (
        serving(our_start(OUR_PORT), OUR_PORT) as one,
        serving(our_start(SECOND_PORT), SECOND_PORT) as two,
        SmallProxy([one, two]) as proxy,
    ):
        for port in (one, two):
            crowd(port, 1, 3)
        return _told("Check page, two processes, 100 sessions", crowd(proxy.port, 100, EDITS[100]))


def _by_count(what: str, port: int, **typed) -> list[tuple[str, float, str]]:
    crowd(port, 1, 3, **typed)  # the first session of a server pays for what all others share
    empty_mb = memory_mb(port)
    rows = []
    for count in COUNTS:
        visitors = crowd(port, count, EDITS[count], **typed)
        rows += _told(f"{what}, {count} sessions", visitors)
    grown = memory_mb(port) - empty_mb
    return [*rows, (f"{what}, memory for one more session, MB", grown / COUNTS[-1], "reported")]


def _told(what: str, visitors: list[Visitor]) -> list[tuple[str, float, str]]:
    seconds = [second for visitor in visitors for second in visitor.seconds]
    errors = sum(len(visitor.errors) for visitor in visitors)
    goals = {"Check page, 50": "under 150", "Check page, two": "under 300"}
    goal = next((told for start, told in goals.items() if what.startswith(start)), "reported")
    return [
        (f"{what}, median edit, ms", 1000 * statistics.median(seconds), "reported"),
        (f"{what}, 95th percentile, ms", 1000 * statistics.quantiles(seconds, n=20)[-1], goal),
        (f"{what}, errors", errors, "0"),
    ]
