"""The kept answers to four questions, as note and as report: `python -m tests.golden_files` writes them again after a
change that is meant. Rules fingerprint, version and looks are left out, so that only what is said can differ."""

import re
from datetime import date
from pathlib import Path

from ruxcheck import __version__
from ruxcheck.export.document import Document
from ruxcheck.export.note import note
from ruxcheck.export.patient_report import printable
from ruxcheck.export.render import as_html
from ruxcheck.kernel.check import Query
from ruxcheck.kernel.parsing import parse_value
from ruxcheck.store.evidence_files import load_evidence
from ruxcheck.store.reading import load, load_documents

FOLDER = Path(__file__).parent / "golden"
TODAY, IN_A_WINDOW = date(2026, 11, 22), date(2025, 9, 18)
CHILD = {"age_years": "8", "iga": "3", "bsa_percent": "20", "weight_kg": "55 lb", "height_cm": "1.28 m"}
ADULT = {"age_years": "30", "iga": "3", "bsa_percent": "20", "pregnant": "yes", "body_surface_m2": "1.8"}
CASES = {
    "child": (CHILD, TODAY, ("us", "ca")),
    "adult": (ADULT, TODAY, ("us", "eu")),
    "window": ({"age_years": "8", "bsa_percent": "15-25"}, IN_A_WINDOW, ("us", "ca")),
    "empty": ({}, TODAY, ("au",)),
}


def question(case: str) -> Query:
    """What one of the four cases asks."""
    typed, day, jurisdictions = CASES[case]
    fields = load().fields
    return Query({name: parse_value(fields[name], text) for name, text in typed.items()}, day, jurisdictions, typed)


def document(case: str, **more) -> Document:
    """The report about one of the four cases."""
    asked = question(case)
    return printable(asked, asked.answer(load()), load(), load_documents(), load_evidence(), **more)


def files() -> dict[str, str]:
    """Every kept file by name."""
    kept = {}
    for case in CASES:
        asked = question(case)
        kept[f"note-{case}.txt"] = _lasting(note(asked, asked.answer(load()), load(), load_documents()))
        kept[f"report-{case}.html"] = _lasting(as_html(document(case)).decode())
    return kept


def _lasting(text: str) -> str:
    text = re.sub("<style>.*?</style>", "<style>STYLE</style>", text, flags=re.DOTALL)
    for changing, kept in ((load().sha256, "RULES"), (load().sha256[:12], "RULES"), (__version__, "VERSION")):
        text = text.replace(changing, kept)
    return text


if __name__ == "__main__":
    for name, text in files().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
