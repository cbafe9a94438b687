"""Small pieces of HTML, with every text escaped: nothing typed or stored is ever interpreted."""

import re
from html import escape

from ruxcheck.kernel.criteria import CANNOT_TELL, MET, NOT_MET
from ruxcheck.kernel.records import Documents
from ruxcheck.kernel.wording import SYMBOLS

CLASSES = {MET: "met", NOT_MET: "not-met", CANNOT_TELL: "cannot-tell"}

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]()<>#+-!|$:~&."})


def literal(text: str) -> str:
    """The text as Markdown shows it letter by letter: what somebody typed never becomes a link, a picture or a formula."""
    return text.translate(MARKDOWN)


def heard(of: str) -> str:
    """What a label says to those who hear it and the style hides from sight: which of many alike this one is."""
    return f" :gray[of {literal(of)}]" if of else ""


def unbroken(words: str) -> str:
    """The words escaped, with each day kept on one line."""
    return DAY.sub(r'<span class="rux-day">\g<0></span>', escape(words))


def shape(result: str) -> str:
    """The mark of a result: a disc, a square or a dashed frame, each with its own sign."""
    return f'<span class="rux-shape {CLASSES[result]}" aria-hidden="true">{SYMBOLS[result]}</span>'


def located(documents: Documents, source: str, locator: str) -> str:
    """Where a fact stands, as a link to its document where that has an address."""
    document = documents.sources[source]
    title = escape(document.title)
    text = f"{escape(locator)} <small>({title})</small>" if locator else title
    if not document.url:
        return text
    return f'<a href="{escape(document.url)}" target="_blank" rel="noopener noreferrer">{text}</a>'


def table(caption: str, heads: tuple[str, ...], rows: list[str]) -> str:
    """A table whose cells are ready HTML rows; `caption` and `heads` are plain text."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "".join(rows)
    return (
        f'<div class="rux rux-scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="rux-table">'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def prose(*paragraphs: str) -> str:
    """Ready HTML paragraphs in the page's type."""
    return '<div class="rux">' + "".join(f"<p>{text}</p>" for text in paragraphs) + "</div>"


def listed(items: list[str]) -> str:
    """A list of ready HTML items."""
    return f'<ul class="rux">{"".join(f"<li>{item}</li>" for item in items)}</ul>'
