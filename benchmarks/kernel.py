"""The kernel alone: one patient against every label in force and every trial, and loading the facts."""

import statistics
import time
from datetime import date

from ruxcheck.kernel.check import check
from ruxcheck.kernel.possible_values import Interval
from ruxcheck.store.build import build_rules
from ruxcheck.store.files import DATA, file_contents, fingerprint
from ruxcheck.store.reading import load
from ruxcheck.store.strict import parse_strictly

RUNS = 2000


def measure() -> list[tuple[str, float, str]]:
    """Rows of (what, value, note): medians of many different patients, and of strict loading."""
    rules, day = load(), date(2026, 11, 22)
    patients = [_patient(number) for number in range(RUNS)]
    one = 1000 * statistics.median(_seconds(lambda patient=patient: check(patient, day, rules)) for patient in patients)
    loads = 1000 * statistics.median(_seconds(_load_strictly) for _ in range(9))
    return [
        ("one patient, all records, ms", one, "under 1"),
        ("load and validate the whole of data/, ms", loads, "under 150"),
    ]


def _patient(number: int) -> dict[str, Interval]:
    area = number % 100
    return {
        "age_years": Interval(number % 90, number % 90),
        "iga": Interval(number % 5, number % 5),
        "bsa_percent": Interval(area, min(100, area + 10 * (number % 2))),
    }


def _load_strictly() -> None:
    content = file_contents(DATA)
    build_rules(parse_strictly(content), fingerprint(content))


def _seconds(work) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
