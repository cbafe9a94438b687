"""HTML builders: each returns Markup, in which every text is escaped by type; and the one function that shows it."""

import re
from typing import Literal

import streamlit as st
from markupsafe import Markup, escape

from ruxcheck.export.table import Rich, Table, paragraph

FIRST_TAG = re.compile(r"^<(\w+)")

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


def table_html(table: Table) -> Markup:
    """A table as HTML, with what is said above and below it."""
    head = Markup().join(Markup('<th scope="col">{}</th>').format(name) for name in table.heads)
    body = Markup().join(_row(row, table) for row in table.rows)
    shown = Markup(
        '<div class="rux rux-scroll" tabindex="0" role="region" aria-label="{}"><table class="rux-table">'
        "<caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
    ).format(table.caption, table.caption, head, body)
    look = Markup('<div class="rux-{}">{}</div>').format(table.look, shown) if table.look else shown
    above, below = (paragraphs(*texts) if texts else "" for texts in (table.above, table.notes))
    return Markup("{}{}{}").format(above, look, below)


def _row(row: tuple, table: Table) -> Markup:
    """A row; its last cell reaches over the columns for which it has none."""
    rest = len(table.heads) - len(row) + 1
    cells = (
        Markup("<td{}{}>{}</td>").format(
            _look(cell, column, table),
            Markup(' colspan="{}"').format(rest) if rest > 1 and column == len(row) - 1 else "",
            "" if cell is None else f"{cell:.2f}" if isinstance(cell, float) else cell,
        )
        for column, cell in enumerate(row)
    )
    return Markup("<tr>{}</tr>").format(Markup().join(cells))


def _look(cell, column: int, table: Table) -> Markup | str:
    if isinstance(cell, Rich) and cell.kind == "result":
        return Markup(' class="result"')
    if column in table.unbroken:
        return Markup(' class="figure"')
    return Markup(' class="roomy"') if column in table.roomy else ""


def show_html(markup: Markup, width: Literal["stretch", "content"] | int = "stretch") -> None:
    """Show ready HTML on the page. Raises TypeError for plain text, which might hold what somebody typed."""
    if not isinstance(markup, Markup):
        raise TypeError(f"'{str(markup)[:40]}' is plain text; allowed: Markup; build it with this module's functions")
    # it is replaced whole at each change: a browser may translate it, which it must not do with what the framework redraws
    st.html(FIRST_TAG.sub(r'<\1 translate="yes"', str(markup), count=1), width=width)


def paragraphs(*texts) -> Markup:
    """Paragraphs, headings and lists in the page's type; a plain text is a paragraph, and escaped."""
    blocks = Markup().join(text if _is_block(text) else paragraph(text) for text in texts)
    return Markup('<div class="rux">{}</div>').format(blocks)


def _is_block(text) -> bool:
    return isinstance(text, Rich) and text.kind in ("bullets", "heading", "paragraph")
