"""Tables and figures on a page, each with what can be downloaded; a fold makes what it holds when it is opened."""

import re
from collections.abc import Callable
from functools import partial
from html import unescape
from html.parser import HTMLParser

import pandas as pd
import streamlit as st
from markupsafe import Markup

from ruxcheck.charts.images import Draft, draft_of, pictures_possible
from ruxcheck.charts.theme import Picture, reserved_height, with_theme_colours
from ruxcheck.evidence.figures import Evidence, Figure
from ruxcheck.export.table import Sheet
from ruxcheck.kernel.possible_values import how_many
from ruxcheck.kernel.records import Documents
from ruxcheck.web import downloads
from ruxcheck.web.downloads import DownloadItem, slug
from ruxcheck.web.markup import screen_reader_text, show_html, source_link, table

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


# Tables on a page: shown, and downloadable one by one or with the page.


def show_table(html: Markup, key: str, source: str = IN_ROWS) -> None:
    """Show a piece of HTML with a button for each table in it; `source` is the source line of a table without its own."""
    show_html(html)
    if captions := captions_of(html):
        _buttons(downloads.register(key, lambda: sheets_of(html, source)), captions)


def show_fixed(made: Callable[[], Markup], key: str) -> None:
    """Show a piece of HTML that no visitor changes, as `show_table` does; made once for everybody, so never from what was entered."""
    if key not in _fixed:
        html = made()
        _fixed[key] = (html, captions_of(html))
    html, captions = _fixed[key]
    show_html(html)
    if captions:
        _buttons(downloads.register(key, lambda: sheets_of(html)), captions)


_fixed: dict[str, tuple[Markup, list[str]]] = {}


def table_in_expander(label: str, made: Callable[[], Markup], key: str, expanded: bool = False) -> None:
    """The same below a line that opens it; made when it is opened, and among the page's downloads all the same."""
    with _expander(label, key, expanded) as box:
        table_if(box.open, made, key)


def table_if(wanted: bool, made: Callable[[], Markup], key: str) -> None:
    """The same where it is wanted; among the page's downloads in any case."""
    item = downloads.register(key, lambda: sheets_of(made()))
    if wanted:
        html = made()
        show_html(html)
        _buttons(item, captions_of(html))


def _expander(label: str, key: str, expanded: bool):
    """A fold that stays as the visitor left it: one whose label changes is a new one to Streamlit, and would begin as at first."""
    labelled, begun, left = st.session_state.get(f"{key}_fold", (label, expanded, expanded))
    begun = begun if labelled == label else left
    box = st.expander(label, begun, key=f"{key}_open", on_change="rerun")
    st.session_state[f"{key}_fold"] = (label, begun, box.open)
    return box


def show_frame(frame: pd.DataFrame, caption: str, key: str) -> None:
    """Show rows that no visitor changes, and that can be sorted and searched; each row says its source."""
    _frame(frame, caption, key)
    _buttons(downloads.register(key, lambda: (_sheet(frame, caption),)), [caption])


@st.cache_data(max_entries=8, show_spinner=False)
def _frame(_rows: pd.DataFrame, caption: str, key: str) -> None:
    st.dataframe(_rows, hide_index=True, key=key, alt=caption)


def _sheet(frame: pd.DataFrame, caption: str) -> Sheet:
    cells = frame.astype(object).where(frame.notna(), None)
    return Sheet(caption, (IN_ROWS,), tuple(frame.columns), tuple(cells.itertuples(index=False, name=None)))


def _buttons(item: DownloadItem, captions: list[str]) -> None:
    if len(captions) == 1:
        return _button("CSV", item, 0, captions[0])
    with st.container(horizontal=True, gap="small"):
        for number, caption in enumerate(captions):
            _button(f"CSV: {caption}", item, number, caption)
    return None


def _button(label: str, item: DownloadItem, number: int, caption: str) -> None:
    of = "" if caption in label else caption
    made, key = partial(downloads.page_downloads().csv, item, number), f"{item.name}_{number}"
    downloads.download_button(
        label, made, f"{slug(caption)}.csv", "text/csv", key, of, type="tertiary", icon=":material/download:"
    )


# A figure on an evidence page: the picture, its rows as a table, and what can be downloaded.

HEADS = ("Study", "Group", "Endpoint", "Time", "n/N", "As printed", "Count", "Where")
BEHIND = "The figures behind this picture"
PICTURES_MISSING = (
    'SVG, and PNG for a page: `pip install ".[pictures]"` on the server. PNG: in the corner of the picture.'
)


def show_figures(
    shown: Picture, rows: tuple[Figure, ...], evidence: Evidence, documents: Documents, key: str, keep: bool = True
) -> None:
    """Draw a picture of figures, with their table and downloads; `keep` as in `show_with`."""
    show_picture(
        shown,
        counted(rows) + screen_reader_text(shown.finding),
        lambda: figures_table(rows, evidence, documents),
        lambda: sheet_of(shown, Figure._fields, rows),
        key,
        keep,
    )


def counted(rows: tuple[Figure, ...]) -> str:
    """ "1 figure", "3 figures"."""
    return how_many(len(rows), "figure")


def show_picture(
    shown: Picture, what: str, table_html: Callable[[], Markup], sheet: Callable[[], Sheet], key: str, keep: bool = True
) -> None:
    """Draw a picture; its table and what can be downloaded stand below it and are made when they are opened.

    `what` says how much the table holds. While it changes, what it opens is closed: it does not hold what a patient changes.
    What is sent for a picture is kept for the next visitor, unless `keep` is False: a patient's figures are never kept.
    """
    draw = _kept if keep else _drawn
    # by name: the cache looks up the name of what is given by place each time again
    draw(_shown=shown, key=key, alt=shown.alt, paper=st.context.theme.type or "light")
    table_and_downloads(key, what, shown.finding, table_html, sheet, partial(draft_of, shown))


def table_and_downloads(
    key: str,
    what: str,
    finding: str,
    table_html: Callable[[], Markup],
    sheet: Callable[[], Sheet],
    drawn: Callable[[str], Draft],
) -> None:
    """Add a figure to the page's downloads, and offer its table and its files below it; `drawn` makes its picture for a state."""
    item = downloads.register(key, lambda: (sheet(),), drawn)
    with st.expander(f"Table and downloads: {what}", key=f"{key}_open", on_change="rerun") as box:
        if box.open:
            show_html(table_html())
            _downloads(item, finding)


def _drawn(_shown: Picture, key: str, alt: str, paper: str) -> None:
    with st.container(
        key=f"{key}_reserved_{reserved_height(_shown.spec)}"
    ):  # style.py keeps that many px for it until it is drawn
        st.vega_lite_chart(with_theme_colours(_shown.spec, paper), key=key, alt=alt)


# the text says every number of the picture: while it is the same, what was sent once is sent again as it was
_kept = st.cache_data(max_entries=256, show_spinner=False)(_drawn)


def _downloads(item: DownloadItem, of: str) -> None:
    here, key = downloads.page_downloads(), item.name
    with st.container(horizontal=True, gap="small"):
        downloads.download_button("CSV", partial(here.csv, item), f"{key}.csv", "text/csv", f"{key}_csv", of)
        if pictures_possible():
            downloads.download_button("SVG", partial(here.svg, item), f"{key}.svg", "image/svg+xml", f"{key}_svg", of)
            downloads.download_button("PNG", partial(here.png, item), f"{key}.png", "image/png", f"{key}_png", of)
            downloads.download_button(
                "Slide", partial(here.slide, item), f"{key}-16x9.png", "image/png", f"{key}_slide", of
            )
        else:
            st.caption(PICTURES_MISSING)


def figures_table(rows: tuple[Figure, ...], evidence: Evidence, documents: Documents, caption: str = BEHIND) -> Markup:
    """The figures as printed, with their counts, how the counts came about, and where they stand."""
    return table(caption, HEADS, [_row(row, evidence, documents) for row in rows])


def _row(row: Figure, evidence: Evidence, documents: Documents) -> tuple:
    printed = " ".join(part for part in (row.value or "", row.unit) if part) + (
        f" (SD {row.sd_printed})" if row.sd_printed else ""
    )
    if row.low is not None:
        printed += f" ({row.low:g} to {row.high:g})"
    endpoint = evidence.endpoints[row.endpoint]
    return (
        evidence.studies[row.trial].title,
        Markup("{}<br><small>{}</small>").format(evidence.arms[row.arm].label, evidence.populations[row.population]),
        Markup('<span title="{}">{}</span>').format(endpoint.definition, endpoint.label),
        row.time,
        row.counts,
        Markup("{}<br><small>{}</small>").format(printed, row.note) if row.note else printed,
        Markup("<small>{}</small>").format(row.n_origin),
        source_link(documents, row.source, row.locator),
    )


def sheet_of(shown: Picture, header: tuple[str, ...], rows) -> Sheet:
    """The rows of a picture as a sheet under its finding and its source line."""
    return Sheet(shown.finding, (shown.footer,), header, tuple(tuple(row) for row in rows))
