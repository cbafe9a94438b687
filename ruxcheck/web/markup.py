"""HTML builders: each returns Markup, in which every text is escaped by type; and the one function that shows it."""

import re
from collections.abc import Iterable, Sequence
from typing import Literal

import streamlit as st
from markupsafe import Markup, escape

from ruxcheck.kernel.criteria import CANNOT_TELL, MET, NOT_MET
from ruxcheck.kernel.records import Documents
from ruxcheck.kernel.wording import SYMBOLS

CLASSES = {MET: "met", NOT_MET: "not-met", CANNOT_TELL: "cannot-tell"}

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]()<>#+-!|$:~&."})


def escape_markdown(text: str) -> str:
    """The text as Markdown shows it letter by letter: what somebody typed never becomes a link, a picture or a formula."""
    return text.translate(MARKDOWN)


def screen_reader_text(of: str) -> str:
    """What a label says to those who hear it and the style hides from sight: which of many alike this one is."""
    return f" :gray[of {escape_markdown(of)}]" if of else ""


def with_days_unbroken(words: str) -> Markup:
    """The words escaped, with each day kept on one line."""
    return Markup(DAY.sub(r'<span class="rux-day">\g<0></span>', str(escape(words))))


def result_mark(result: str) -> Markup:
    """The mark of a result: a disc, a square or a dashed frame, each with its own sign."""
    return Markup('<span class="rux-shape {}" aria-hidden="true">{}</span>').format(CLASSES[result], SYMBOLS[result])


def source_link(documents: Documents, source: str, locator: str) -> Markup:
    """Where a fact stands, as a link to its document where that has an address."""
    document = documents.sources[source]
    title = escape(document.title)
    text = Markup("{} <small>({})</small>").format(locator, title) if locator else title
    if not document.url:
        return text
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(document.url, text)


def table(caption: str, heads: tuple[str, ...], rows: Sequence[Markup | tuple]) -> Markup:
    """A table; a row is its cells, or ready HTML where a cell has a class or is wide. Every plain text is escaped."""
    head = Markup().join(Markup('<th scope="col">{}</th>').format(name) for name in heads)
    body = Markup().join(row if isinstance(row, Markup) else _row(row) for row in rows)
    return Markup(
        '<div class="rux rux-scroll" tabindex="0" role="region" aria-label="{}"><table class="rux-table">'
        "<caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
    ).format(caption, caption, head, body)


def _row(cells: tuple) -> Markup:
    return Markup("<tr>{}</tr>").format(Markup().join(Markup("<td>{}</td>").format(cell) for cell in cells))


def show_html(markup: Markup, width: Literal["stretch", "content"] | int = "stretch") -> None:
    """Show ready HTML on the page. Raises TypeError for plain text, which might hold what somebody typed."""
    if not isinstance(markup, Markup):
        raise TypeError(f"'{str(markup)[:40]}' is plain text; allowed: Markup; build it with this module's functions")
    st.html(markup, width=width)


def paragraphs(*texts: str) -> Markup:
    """Paragraphs in the page's type; what is no HTML yet is escaped."""
    return Markup('<div class="rux">{}</div>').format(Markup().join(Markup("<p>{}</p>").format(text) for text in texts))


def bullet_list(items: Iterable[str]) -> Markup:
    """A list; what is no HTML yet is escaped."""
    return Markup('<ul class="rux">{}</ul>').format(Markup().join(Markup("<li>{}</li>").format(item) for item in items))
