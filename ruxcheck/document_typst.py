"""A document as PDF: tagged for screen readers, with its own fonts inside, the same bytes on every machine."""

import json
import os

from ruxcheck.document import SHORT, Document
from ruxcheck.summary import SYMBOLS

TEMPLATE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "document.typ")
PAPERS = {"a4": "a4", "letter": "us-letter"}
# what the fonts that come with the typesetter can draw; anything else is written as its number instead of being lost
DRAWABLE = (
    range(0x20, 0x483),  # Latin, Greek and Cyrillic
    range(0x1E00, 0x2000),  # the same with further accents
    range(0x2010, 0x2040),  # dashes, quotation marks
    range(0x2070, 0x20C0),  # small figures, currencies
    range(0x2190, 0x2300),  # arrows, mathematics
    range(0x2500, 0x2600),  # shapes
    range(0x2713, 0x2719),  # ticks and crosses
)
# the typesetter keeps what it worked out for its last documents, 20 MB each; so many blank ones after each push it out
KEPT = 11


class PrintingUnavailable(Exception):
    """PDF cannot be made here; the message says what is missing, how to get it, and what works without."""


def as_pdf(document: Document, paper: str = "a4") -> bytes:
    """The document as PDF/UA-1 on "a4" or "letter". Raises PrintingUnavailable where the typesetter is not installed."""
    try:
        import typst  # an optional extra, 84 MB: imported only when used
    except ImportError as error:
        raise PrintingUnavailable(
            'PDF needs the package typst, which is not installed: pip install ".[report]"; '
            "without it, save the report as HTML and print that to PDF from any browser"
        ) from error
    with open(TEMPLATE, "rb") as file:
        template = file.read()
    inputs = {"document": json.dumps(_told(document)), "paper": PAPERS[paper]}
    fonts = typst.Fonts(include_system_fonts=False)
    made = typst.compile(template, font_paths=fonts, format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"])
    for _ in range(KEPT):
        typst.compile(b"", font_paths=fonts, format="pdf")
    return made


def _told(document: Document) -> dict:
    """The document as the template reads it: plain lists and words, and the mark of each result."""
    day = document.day
    return {
        "title": _plain(document.title),
        "day": {"year": day.year, "month": day.month, "day": day.day},
        "footer": _plain(document.footer),
        "signs": SYMBOLS,
        "short": SHORT,
        "blocks": _plain(document.blocks),
    }


def _plain(value):
    """A block with its kind, a tuple as a list, a text as far as it can be drawn."""
    if hasattr(value, "_asdict"):
        kind = type(value).__name__.lower()
        return {"kind": kind} | {name: _plain(part) for name, part in value._asdict().items()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return "".join(map(_drawable, value)) if isinstance(value, str) else value


def _drawable(letter: str) -> str:
    known = letter.isprintable() and any(ord(letter) in letters for letters in DRAWABLE)
    return letter if known or letter in "\n\N{NO-BREAK SPACE}" else f"[U+{ord(letter):04X}]"
