"""The printable report: a new process that makes one against an empty Python process, the same again, and peak memory."""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from datetime import date

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RUNS = 9
AGAIN = 15
KINDS = {"html": "HTML", "pdf": "PDF", "maps": "PDF with two maps"}
TARGETS = {"html": 1.5, "pdf": 1.5, "maps": 4}


def measure() -> list[tuple[str, float, str]]:
    """Rows of (what, value, note): medians of whole processes, of the same work once more inside one, and peak memory."""
    empty = statistics.median(_seconds(["-c", "pass"])[0] for _ in range(RUNS))
    rows = [("python -c pass, s", empty, "baseline")]
    for kind, name in KINDS.items():
        whole = statistics.median(_seconds(["-m", "benchmarks.printable", kind, "0"])[0] for _ in range(RUNS))
        told = json.loads(_seconds(["-m", "benchmarks.printable", kind, str(AGAIN)])[1])
        rows += [
            (f"{name}, new process, s", whole, f"under {TARGETS[kind]}"),
            (f"{name} / empty process", whole / empty, "reported"),
            (f"{name}, again in the same process, ms", told["again_ms"], "reported"),
            (f"{name}, peak memory of the process, MB", told["peak_mb"], "reported"),
            (f"{name}, peak after {AGAIN} more, MB", told["later_mb"], "reported"),
        ]
    return rows


def _seconds(arguments: list[str]) -> tuple[float, str]:
    started = time.perf_counter()
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return time.perf_counter() - started, done.stdout


def main(kind: str, again: int) -> None:
    """Make one report and then others; print the median time of those and the peak memory after the first and the last."""
    _report(kind)
    first = _peak_mb()
    times = [_time_of_one(kind) for _ in range(again)]
    again_ms = 1000 * statistics.median(times) if times else None
    print(json.dumps({"again_ms": again_ms, "peak_mb": first, "later_mb": _peak_mb()}))


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _time_of_one(kind: str) -> float:
    started = time.perf_counter()
    _report(kind)
    return time.perf_counter() - started


def _report(kind: str) -> bytes:
    from ruxcheck.export.patient_report import printable
    from ruxcheck.export.render import as_html, as_pdf
    from ruxcheck.kernel.check import Query
    from ruxcheck.kernel.possible_values import Interval
    from ruxcheck.store.evidence_files import load_evidence
    from ruxcheck.store.reading import load, load_documents

    profile = {"age_years": Interval(8, 8), "iga": Interval(3, 3), "bsa_percent": Interval(20, 20)}
    asked = Query(profile, date(2026, 11, 22), ("us", "ca"), {})
    report = asked.answer(load())
    maps = _maps(report, profile, load()) if kind == "maps" else ()
    document = printable(asked, report, load(), load_documents(), load_evidence(), maps)
    return as_html(document) if kind == "html" else as_pdf(document)


def _maps(report, profile, rules) -> tuple:
    from ruxcheck.charts.eligibility_map import alt_text, eligibility_map_spec
    from ruxcheck.charts.images import vector_images
    from ruxcheck.charts.theme import titled
    from ruxcheck.kernel.check import open_areas

    areas = open_areas(tuple(result.record for result in report.results), profile["iga"], rules)
    placed = profile["age_years"], profile["bsa_percent"]
    return vector_images(
        tuple(
            titled(
                eligibility_map_spec(areas, kind, placed), kind, str(report.as_of), alt_text(areas, kind, "8 y, 20%")
            )
            for kind in ("label", "trial")
        )
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
