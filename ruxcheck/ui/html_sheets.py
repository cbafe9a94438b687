"""The tables of a piece of the page as sheets: what is shown is what is taken away."""

import re
from html import unescape
from html.parser import HTMLParser

from ruxcheck.sheet import Sheet

BREAKING = {"br", "p", "div", "ul", "li", "h3"}
VOID = {"br", "hr", "img"}
CAPTION = re.compile(r"<caption>(.*?)</caption>")
SMALL = "\0"  # where small print begins
AFTER_WORDS = re.compile(rf"(?<=[\w)%>]) *{SMALL} *(?=[^\s(])")
IN_ROWS = "Source: each row says where it stands."


def captions_of(html: str) -> list[str]:
    """The captions of the tables in a piece of HTML, without reading the tables."""
    return [unescape(text) for text in CAPTION.findall(html)]


def sheets_of(html: str, source: str = IN_ROWS) -> tuple[Sheet, ...]:
    """Every table of a piece of our own HTML, in order; text around a table becomes its notes.

    Line breaks become "; ", links "text <address>", a raised number "[1]", small print follows a comma; marks hidden from
    screen readers are left out; a cell over several columns stands in the first of them. `source` is the source line of a
    table without one of its own.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.note()
    return tuple(table.sheet(source) for table in reader.tables)


class _Table:
    def __init__(self, notes: list[str]):
        self.caption, self.notes = "", notes
        self.header: list[str] = []
        self.rows: list[list[str]] = []

    def add(self, cells: list[str], are_heads: bool) -> None:
        if are_heads and not self.header:
            self.header = cells
        elif cells:
            self.rows.append(cells)

    def sheet(self, source: str) -> Sheet:
        own = any(note.startswith("Source:") for note in self.notes)
        rows = tuple((*row, *[""] * (len(self.header) - len(row))) for row in self.rows)
        return Sheet(self.caption, (*self.notes, *([] if own else [source])), tuple(self.header), rows)


class _Reader(HTMLParser):
    """Collects text until the element it belongs to ends."""

    def __init__(self):
        super().__init__()
        self.tables: list[_Table] = []
        self.before: list[str] = []  # text above the first table
        self.text: list[str] = []
        self.cells: list[str] = []
        self.links: list[str] = []
        self.are_heads, self.span, self.hidden = False, 1, 0

    def note(self) -> None:
        """The text since the last table belongs to it; what stands above the first one belongs to the first."""
        (self.tables[-1].notes if self.tables else self.before).extend(self.lines())

    def lines(self) -> list[str]:
        text = AFTER_WORDS.sub(", ", "".join(self.text)).replace(SMALL, " ")
        found = [" ".join(line.split()) for line in text.split("\n")]
        self.text = []
        return [line for line in found if line]

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.text.append(data.replace("\n", " "))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self.hidden or given.get("aria-hidden") == "true":
            self.hidden += tag not in VOID
            return
        if tag in BREAKING:
            self.text.append("\n")
        getattr(self, f"_begin_{tag}", _nothing)(given)

    def handle_endtag(self, tag: str) -> None:
        if self.hidden:
            self.hidden -= 1
            return
        if tag in BREAKING:
            self.text.append("\n")
        getattr(self, f"_end_{tag}", _nothing)(None)

    def _begin_table(self, _given) -> None:
        self.note()
        self.tables.append(_Table([] if self.tables else self.before))

    def _end_caption(self, _given) -> None:
        self.tables[-1].caption = " ".join(self.lines())

    def _begin_tr(self, _given) -> None:
        self.cells, self.are_heads = [], True

    def _end_tr(self, _given) -> None:
        self.tables[-1].add(self.cells, self.are_heads)

    def _begin_td(self, given: dict) -> None:
        self.span = int(given.get("colspan") or 1)

    def _end_td(self, _given) -> None:
        self.cells += ["; ".join(self.lines()), *[""] * (self.span - 1)]
        self.are_heads = False

    _begin_th = _begin_td

    def _end_th(self, _given) -> None:
        self.cells += ["; ".join(self.lines()), *[""] * (self.span - 1)]

    def _begin_a(self, given: dict) -> None:
        self.links.append(given.get("href") or "")

    def _end_a(self, _given) -> None:
        self.text.append(f" <{self.links.pop()}>")

    def _begin_small(self, _given) -> None:
        self.text.append(SMALL)

    def _begin_sup(self, _given) -> None:
        self.text.append(" [")

    def _end_sup(self, _given) -> None:
        self.text.append("]")


def _nothing(_given) -> None:
    """Elements that only change the look."""
