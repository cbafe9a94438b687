"""A printable document as frozen blocks: what is said, apart from how HTML or PDF says it."""

from datetime import date

from ruxcheck.export.table import Rich, Table, lines
from ruxcheck.kernel import Frozen
from ruxcheck.kernel.records import Conflict, Documents, Source
from ruxcheck.kernel.results import Report


class Heading(Frozen):
    """A heading; level 1 is the title of the document and stands once, at its start. On paper it may begin a new page."""

    level: int
    text: str
    new_page: bool = False


class Paragraph(Frozen):
    """Running text."""

    text: str


class Bullets(Frozen):
    """A list without numbers."""

    items: tuple[str, ...]


class Facts(Frozen):
    """Short statements, each with its name: ("Age", "8 y")."""

    pairs: tuple[tuple[str, str | Rich], ...]


class Drawing(Frozen):
    """A vector image with the text that says the same to people who do not see it, and its caption."""

    svg: str
    alt: str
    caption: str


class Reference(Frozen):
    """One document that was relied on; `address` is empty where none was recorded."""

    title: str
    citation: str
    address: str


class References(Frozen):
    """The documents relied on, numbered from 1 in this order."""

    entries: tuple[Reference, ...]


class Document(Frozen):
    """A whole document: title, the day it speaks of, the line at the foot of every page, and its blocks."""

    title: str
    day: date
    footer: str
    blocks: tuple


# What a report rests on: documents numbered as they are first named, and where they disagree.

READ = {"full": "the passage itself was read", "excerpt": "an excerpt or a copy was read"}


class Citations:
    """The documents of one report; each has its number from the place where the report first names it."""

    def __init__(self, documents: Documents):
        self._sources = documents.sources
        self._numbers: dict[str, int] = {}

    def mark(self, source: str) -> str:
        """The number of a document in the list at the end: "[3]"."""
        return f"[{self._numbers.setdefault(source, len(self._numbers) + 1)}]"

    def titled(self, source: str) -> str:
        """ "[3] United States prescribing information, Opzelura, SPL version 14"."""
        return f"{self.mark(source)} {self._sources[source].title}"

    def place(self, source: str, locator: str) -> str:
        """Where a fact stands: "2.1 [3]"."""
        return f"{locator} {self.mark(source)}".strip()

    def titled_place(self, source: str, locator: str) -> Rich:
        """The same with the title of the document on a line below."""
        return lines(locator, self.titled(source))

    def cited(self) -> tuple[Source, ...]:
        """The documents named so far, in the order of their numbers."""
        return tuple(self._sources[name] for name in self._numbers)


def conflict_blocks(report: Report, documents: Documents, citations: Citations) -> list:
    """The conflicts between sources that concern a record of this answer: who says what, and what the tool does."""
    relevant = {result.record.jurisdiction or result.record.id for result in report.results if result.record}
    rows = [_conflict(conflict, citations) for conflict in documents.conflicts if relevant & set(conflict.concerns)]
    if not rows:
        return []
    heads = ("On what", "What the sources say", "What the tool does, and why")
    table = Table("Conflicts that concern the labels and trials above", heads, tuple(rows), widths=(26, 40, 34))
    return [Heading(2, "Sources that disagree"), table]


def _conflict(conflict: Conflict, citations: Citations) -> tuple:
    words = "; ".join(f"{item.text} ({citations.place(item.source, item.locator)})" for item in conflict.says)
    return conflict.title, words, lines(conflict.handling, conflict.because)


def reference_blocks(citations: Citations) -> list:
    """Every document named in the report, with its address where one was recorded."""
    entries = tuple(_reference(source) for source in citations.cited())
    return [Heading(2, "Sources"), References(entries)] if entries else []


def _reference(source: Source) -> Reference:
    texts = [
        source.citation,
        f"published {source.published}" if source.published else "",
        f"accessed {source.accessed}",
    ]
    texts += [READ[source.reading], "" if source.url else source.where]
    return Reference(source.title, "; ".join(text for text in texts if text), source.url)


def not_checked_blocks(report: Report) -> list:
    """What no result covers."""
    gaps = "What was not read of a label or trial stands under its heading above."
    return [Heading(2, "Not checked"), Bullets(report.not_checked), Paragraph(gaps)]
