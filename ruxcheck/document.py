"""A printable document as frozen blocks: what is said, apart from how HTML or PDF says it."""

from datetime import date

from ruxcheck.frozen import Frozen

SHORT = 4  # rows


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

    pairs: tuple[tuple[str, str], ...]


class Table(Frozen):
    """Rows of text below a caption and heads; the first cell names its row.

    A cell may hold several lines: the first says it, the others add to it. In the columns `results` the first line is a
    result, set with its mark. `widths` are the columns' shares of the width. With `named_rows` the first cells stand out.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    results: tuple[int, ...] = ()
    named_rows: bool = True

    @property
    def is_short(self) -> bool:
        """Whether it is better kept on one page."""
        return len(self.rows) <= SHORT


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
