"""A document as HTML, for paper, screen and phone alike, and as tagged PDF on A4 or Letter paper."""

import html
import json
import os
import re
from base64 import b64encode
from collections.abc import Callable

from markupsafe import Markup

from ruxcheck.export.document import Bullets, Document, Drawing, Facts, Heading, Paragraph, References
from ruxcheck.export.replace import whole_file
from ruxcheck.export.table import Rich, Table
from ruxcheck.kernel.wording import SYMBOLS

HERE = os.path.dirname(os.path.abspath(__file__))
STYLE, TEMPLATE = (os.path.join(HERE, name) for name in ("document.css", "document.typ"))  # of HTML, of PDF
SHORT = 4  # rows of a table that is better kept on one page


# A document as one HTML file: no script, nothing loaded from outside, made for paper, screen and phone alike.

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# what a browser may load for this page: pictures that are part of it, its own styles, and nothing else
ALLOWED = Markup("default-src 'none'; img-src data:; style-src 'unsafe-inline'")


def as_html(document: Document) -> bytes:
    """The document as a self-contained HTML page in UTF-8; every text in it is shown as it is written, never interpreted."""
    body = Markup("\n").join(_WRITERS[type(block)](block) for block in document.blocks)
    foot = f'@page {{ @bottom-left {{ content: "{_in_css(document.footer)}"; }} }}'
    head = Markup(
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="{}"><meta name="referrer" content="no-referrer">'
    ).format(ALLOWED)
    return (
        Markup(
            '<!doctype html>\n<html lang="en-GB">\n<head>{}\n<title>{}</title>\n<style>\n{}{}</style>\n</head>\n'
            "<body>\n<main>\n{}\n</main>\n<footer>{}</footer>\n</body>\n</html>\n"
        ).format(head, _text(document.title), Markup(_content(STYLE)), Markup(foot), body, _said(document.footer))
    ).encode()


def _content(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()


def _text(text: str) -> Markup:
    """The text letter by letter, without the control characters that HTML does not allow; written as it always was, byte for byte."""
    return Markup(
        html.escape("".join(letter if letter.isprintable() or letter == " " else "\ufffd" for letter in text))
    )


def _said(text: str) -> Markup:
    """A text of the page; a day in it stays on one line."""
    return Markup(DAY.sub(r"<time>\g<0></time>", str(_text(text))))


def _in_css(text: str) -> str:
    """The text inside a quoted CSS string, every sign that is no letter or digit by its number."""
    return "".join(letter if letter.isalnum() else f"\\{ord(letter):06x}" for letter in text)


def _heading(block: Heading) -> Markup:
    look = ' class="new-page"' if block.new_page else ""
    return Markup("<h{}{}>{}</h{}>").format(block.level, look, _said(block.text), block.level)


def _paragraph(block: Paragraph) -> Markup:
    return Markup("<p>{}</p>").format(_said(block.text))


def _bullets(block: Bullets) -> Markup:
    return Markup("<ul>{}</ul>").format(
        Markup().join(Markup("<li>{}</li>").format(_said(item)) for item in block.items)
    )


def _facts(block: Facts) -> Markup:
    pairs = Markup().join(
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(_text(name), _lines(value)) for name, value in block.pairs
    )
    return Markup("<dl>{}</dl>").format(pairs)


def _table(block: Table) -> Markup:
    columns = Markup().join(Markup('<col style="width:{}%">').format(width) for width in block.widths)
    heads = Markup().join(Markup('<th scope="col">{}</th>').format(_text(head)) for head in block.heads)
    rows = Markup("\n").join(Markup("<tr>{}</tr>").format(_cells(row, block)) for row in block.rows)
    return Markup(
        "<table{}><caption>{}</caption><colgroup>{}</colgroup>\n<thead><tr>{}</tr></thead>\n<tbody>\n{}\n"
        "</tbody></table>"
    ).format(_looks(block), _said(block.caption), columns, heads, rows)


def _looks(block: Table) -> Markup:
    names = ("short" if len(block.rows) <= SHORT else "", "named" if block.named_rows else "")
    return Markup(' class="{}"').format(" ".join(name for name in names if name)) if any(names) else Markup()


def _cells(row: tuple, block: Table) -> Markup:
    first = Markup('<th scope="row">{}</th>').format(_lines(row[0]))
    return first + Markup().join(
        Markup('<td data-head="{}">{}</td>').format(_text(block.heads[number]), _lines(cell))
        for number, cell in enumerate(row[1:], start=1)
    )


def _lines(cell: str | Rich) -> Markup:
    """The first line of a cell, with its mark where it is a result, and the others smaller below it."""
    first, *others = _parts(cell)
    result = _result(first) if isinstance(first, Rich) else Markup("<span>{}</span>").format(_said(first))
    return result + Markup().join(Markup("<small>{}</small>").format(_said(line)) for line in others)


def _parts(cell: str | Rich) -> tuple:
    """The lines of a cell; each is a text or a result."""
    return cell.parts if isinstance(cell, Rich) and cell.kind == "lines" else (cell,)


def _result(cell: Rich) -> Markup:
    """A result with its mark: a circle, a square or a dashed frame, each with its own sign."""
    code, words = cell.more, cell.parts[1]
    return Markup('<b class="{}"><i aria-hidden="true">{}</i> {}</b>').format(
        code.replace(" ", "-"), SYMBOLS[code], _text(words)
    )


def _drawing(block: Drawing) -> Markup:
    """The image as part of the page: inside an image nothing can run or load anything, and its ids stay its own.

    On a phone it is wider than the screen; the keyboard reaches it to scroll.
    """
    data = b64encode(block.svg.encode()).decode()
    caption = Markup("<figcaption>{}</figcaption>").format(_said(block.caption)) if block.caption else ""
    return Markup('<figure tabindex="0"><img src="data:image/svg+xml;base64,{}" alt="{}">{}</figure>').format(
        data, _text(block.alt), caption
    )


def _references(block: References) -> Markup:
    return Markup("<ol>{}</ol>").format(
        Markup().join(Markup("<li>{}</li>").format(_reference(*entry)) for entry in block.entries)
    )


def _reference(title: str, citation: str, address: str) -> Markup:
    link = Markup('<small><a href="{}">{}</a></small>').format(_text(address), _text(address)) if address else ""
    return Markup("<span>{}</span><small>{}</small>{}").format(_said(title), _said(citation), link)


_WRITERS: dict[type, Callable[..., str]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Facts: _facts,
    Table: _table,
    Drawing: _drawing,
    References: _references,
}


# A document as PDF: tagged for screen readers, with its own fonts inside, the same bytes on every machine.

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
    inputs = {"document": json.dumps(_told(document)), "paper": PAPERS[paper]}
    fonts = typst.Fonts(include_system_fonts=False)
    made = typst.compile(
        _content(TEMPLATE).encode(), font_paths=fonts, format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"]
    )
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
    """A block with its kind, a tuple as a list, a cell of several lines too, a text as far as it can be drawn."""
    if isinstance(value, Rich):
        return (
            {"result": value.more, "words": _plain(value.parts[1])} if value.kind == "result" else _plain(value.parts)
        )
    if hasattr(value, "_asdict"):
        kind = type(value).__name__.lower()
        return {"kind": kind} | {name: _plain(part) for name, part in value._asdict().items()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return "".join(map(_drawable, value)) if isinstance(value, str) else value


def _drawable(letter: str) -> str:
    known = letter.isprintable() and any(ord(letter) in letters for letters in DRAWABLE)
    return letter if known or letter in "\n\N{NO-BREAK SPACE}" else f"[U+{ord(letter):04X}]"


# A report as a file: HTML or PDF by its ending, written whole or not at all.


def save(document: Document, path: str, paper: str) -> None:
    """Write a document to a path that ends in .html or .pdf; an older file there is replaced, and keeps its rights.

    `paper` is "a4" or "letter"; HTML fits either. Raises OSError where the file cannot be written, and PrintingUnavailable
    where PDF cannot be made; then nothing has changed.
    """
    content = as_pdf(document, paper) if path.lower().endswith(".pdf") else as_html(document)
    with whole_file(path) as beside, open(beside, "wb") as file:
        file.write(content)
