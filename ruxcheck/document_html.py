"""A document as one HTML file: no script, nothing loaded from outside, made for paper, screen and phone alike."""

import re
from base64 import b64encode
from collections.abc import Callable
from html import escape

from ruxcheck.document import Bullets, Document, Drawing, Facts, Heading, Paragraph, References, Table
from ruxcheck.document_style import STYLE
from ruxcheck.summary import SYMBOLS

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# what a browser may load for this page: pictures that are part of it, its own styles, and nothing else
ALLOWED = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def as_html(document: Document) -> bytes:
    """The document as a self-contained HTML page in UTF-8; every text in it is shown as it is written, never interpreted."""
    body = "\n".join(_WRITERS[type(block)](block) for block in document.blocks)
    foot = f'@page {{ @bottom-left {{ content: "{_in_css(document.footer)}"; }} }}'
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{ALLOWED}"><meta name="referrer" content="no-referrer">'
    )
    return (
        f'<!doctype html>\n<html lang="en-GB">\n<head>{head}\n<title>{_text(document.title)}</title>\n'
        f"<style>{STYLE}{foot}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n"
        f"<footer>{_said(document.footer)}</footer>\n</body>\n</html>\n"
    ).encode()


def _text(text: str) -> str:
    """The text letter by letter, without the control characters that HTML does not allow."""
    return escape("".join(letter if letter.isprintable() or letter == " " else "\ufffd" for letter in text))


def _said(text: str) -> str:
    """A text of the page; a day in it stays on one line."""
    return DAY.sub(r"<time>\g<0></time>", _text(text))


def _in_css(text: str) -> str:
    """The text inside a quoted CSS string, every sign that is no letter or digit by its number."""
    return "".join(letter if letter.isalnum() else f"\\{ord(letter):06x}" for letter in text)


def _heading(block: Heading) -> str:
    look = ' class="new-page"' if block.new_page else ""
    return f"<h{block.level}{look}>{_said(block.text)}</h{block.level}>"


def _paragraph(block: Paragraph) -> str:
    return f"<p>{_said(block.text)}</p>"


def _bullets(block: Bullets) -> str:
    return f"<ul>{''.join(f'<li>{_said(item)}</li>' for item in block.items)}</ul>"


def _facts(block: Facts) -> str:
    pairs = "".join(f"<div><dt>{_text(name)}</dt><dd>{_lines(value)}</dd></div>" for name, value in block.pairs)
    return f"<dl>{pairs}</dl>"


def _table(block: Table) -> str:
    columns = "".join(f'<col style="width:{width}%">' for width in block.widths)
    heads = "".join(f'<th scope="col">{_text(head)}</th>' for head in block.heads)
    rows = "\n".join(f"<tr>{_cells(row, block)}</tr>" for row in block.rows)
    return (
        f"<table{_looks(block)}><caption>{_said(block.caption)}</caption><colgroup>{columns}</colgroup>\n"
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>"
    )


def _looks(block: Table) -> str:
    names = ("short" if block.is_short else "", "named" if block.named_rows else "")
    return f' class="{" ".join(name for name in names if name)}"' if any(names) else ""


def _cells(row: tuple[str, ...], block: Table) -> str:
    first = f'<th scope="row">{_lines(row[0])}</th>'
    return first + "".join(
        f'<td data-head="{_text(block.heads[number])}">{_lines(cell, number in block.results)}</td>'
        for number, cell in enumerate(row[1:], start=1)
    )


def _lines(cell: str, is_result: bool = False) -> str:
    """The first line of a cell, with its mark where it is a result, and the others smaller below it."""
    first, *others = cell.split("\n")
    said = _result(first) if is_result else f"<span>{_said(first)}</span>"
    return said + "".join(f"<small>{_said(line)}</small>" for line in others)


def _result(word: str) -> str:
    """A result with its mark: a circle, a square or a dashed frame, each with its own sign."""
    mark = f'<i aria-hidden="true">{SYMBOLS[word]}</i> ' if word in SYMBOLS else ""
    return f'<b class="{word.replace(" ", "-")}">{mark}{_text(word)}</b>'


def _drawing(block: Drawing) -> str:
    """The image as part of the page: inside an image nothing can run or load anything, and its ids stay its own.

    On a phone it is wider than the screen; the keyboard reaches it to scroll.
    """
    data = b64encode(block.svg.encode()).decode()
    caption = f"<figcaption>{_said(block.caption)}</figcaption>" if block.caption else ""
    return (
        f'<figure tabindex="0"><img src="data:image/svg+xml;base64,{data}" alt="{_text(block.alt)}">{caption}</figure>'
    )


def _references(block: References) -> str:
    return f"<ol>{''.join(f'<li>{_reference(*entry)}</li>' for entry in block.entries)}</ol>"


def _reference(title: str, citation: str, address: str) -> str:
    link = f'<small><a href="{_text(address)}">{_text(address)}</a></small>' if address else ""
    return f"<span>{_said(title)}</span><small>{_said(citation)}</small>{link}"


_WRITERS: dict[type, Callable[..., str]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Facts: _facts,
    Table: _table,
    Drawing: _drawing,
    References: _references,
}
