"""A card for a draft order over HTTP: alone, and with ten dashboards in use beside it."""

import json
import os
import statistics
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

from benchmarks.stream import our_start, serving
from benchmarks.visitors import crowd
from ruxcheck.ehr.settings import VARIABLE
from tests.ehr.building import CODES_TOML, call, figures

PORT, CALLS, DASHBOARDS, EDITS = 8761, 300, 10, 8
SETTINGS = f'public_url = "http://localhost:{PORT}"\nopen = true\n{CODES_TOML}'


def measure() -> list[tuple[str, float, str]]:
    """Rows of (what, value, note): the 95th percentile of a call that gives a card, in ms."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ehr.toml"
        file.write_text(SETTINGS)
        os.environ[VARIABLE] = str(file)
        try:
            with serving(our_start(PORT), PORT):
                idle = _percentile([_call() for _ in range(CALLS)])
                busy = _beside_dashboards()
        finally:
            del os.environ[VARIABLE]
    return [
        ("a card, 95th percentile, ms", idle, "under 50"),
        (f"a card with {DASHBOARDS} dashboards in use, 95th percentile, ms", busy, "under 250"),
    ]


def _call() -> float:
    sent = json.dumps(call(**figures(bsa=45))).encode()
    request = urllib.request.Request(
        f"http://localhost:{PORT}/cds-services/ruxolitinib-cream", sent, {"content-type": "application/json"}
    )
    started = time.perf_counter()
    with urllib.request.urlopen(request) as answer:
        assert json.load(answer)["cards"]
    return 1000 * (time.perf_counter() - started)


def _beside_dashboards() -> float:
    used = threading.Thread(target=crowd, args=(PORT, DASHBOARDS, EDITS))
    used.start()
    times = []
    while used.is_alive():
        times.append(_call())
        time.sleep(0.05)
    return _percentile(times)


def _percentile(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]
