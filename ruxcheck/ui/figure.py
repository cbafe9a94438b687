"""A figure on an evidence page: the picture, its rows as a table, and what can be downloaded."""

from collections.abc import Callable
from functools import partial
from html import escape

import streamlit as st

from ruxcheck.charts.export import Draft, draft, pictures_possible
from ruxcheck.charts.frame import Picture, on_paper
from ruxcheck.charts.room import room
from ruxcheck.evidence import Evidence, Figure
from ruxcheck.model import Documents
from ruxcheck.sheet import Sheet
from ruxcheck.ui import shelf
from ruxcheck.ui.bundle import Item
from ruxcheck.ui.markup import heard, located, table
from ruxcheck.values import how_many

HEADS = ("Study", "Group", "Endpoint", "Time", "n/N", "As printed", "Count", "Where")
BEHIND = "The figures behind this picture"
PICTURES_MISSING = (
    'SVG, and PNG for a page: `pip install ".[pictures]"` on the server. PNG: in the corner of the picture.'
)


def show(
    shown: Picture, rows: tuple[Figure, ...], evidence: Evidence, documents: Documents, key: str, keep: bool = True
) -> None:
    """Draw a picture of figures, with their table and downloads; `keep` as in `show_with`."""
    show_with(
        shown,
        counted(rows) + heard(shown.finding),
        lambda: figures_table(rows, evidence, documents),
        lambda: sheet_of(shown, Figure._fields, rows),
        key,
        keep,
    )


def counted(rows: tuple[Figure, ...]) -> str:
    """ "1 figure", "3 figures"."""
    return how_many(len(rows), "figure")


def show_with(
    shown: Picture, what: str, table_html: Callable[[], str], sheet: Callable[[], Sheet], key: str, keep: bool = True
) -> None:
    """Draw a picture; its table and what can be downloaded stand below it and are made when they are opened.

    `what` says how much the table holds. While it changes, what it opens is closed: it does not hold what a patient changes.
    What is sent for a picture is kept for the next visitor, unless `keep` is False: a patient's figures are never kept.
    """
    draw = _kept if keep else _drawn
    # by name: the cache looks up the name of what is given by place anew each time
    draw(_shown=shown, key=key, alt=shown.alt, paper=st.context.theme.type or "light")
    below(key, what, shown.finding, table_html, sheet, partial(draft, shown))


def below(
    key: str,
    what: str,
    finding: str,
    table_html: Callable[[], str],
    sheet: Callable[[], Sheet],
    drawn: Callable[[str], Draft],
) -> None:
    """Lay a figure on the shelf, and offer its table and its files below it; `drawn` makes its picture for a state."""
    item = shelf.put(key, lambda: (sheet(),), drawn)
    with st.expander(f"Table and downloads: {what}", key=f"{key}_open", on_change="rerun") as box:
        if box.open:
            st.html(table_html())
            _downloads(item, finding)


def _drawn(_shown: Picture, key: str, alt: str, paper: str) -> None:
    with st.container(key=f"{key}_room_{room(_shown.spec)}"):  # style.py keeps that many px for it until it is drawn
        st.vega_lite_chart(on_paper(_shown.spec, paper), key=key, alt=alt)


# the text says every number of the picture: while it is the same, what was sent once is sent again as it was
_kept = st.cache_data(max_entries=256, show_spinner=False)(_drawn)


def _downloads(item: Item, of: str) -> None:
    here, key = shelf.here(), item.name
    with st.container(horizontal=True, gap="small"):
        shelf.download("CSV", partial(here.csv, item), f"{key}.csv", "text/csv", f"{key}_csv", of)
        if pictures_possible():
            shelf.download("SVG", partial(here.svg, item), f"{key}.svg", "image/svg+xml", f"{key}_svg", of)
            shelf.download("PNG", partial(here.png, item), f"{key}.png", "image/png", f"{key}_png", of)
            shelf.download("Slide", partial(here.slide, item), f"{key}-16x9.png", "image/png", f"{key}_slide", of)
        else:
            st.caption(PICTURES_MISSING)


def figures_table(rows: tuple[Figure, ...], evidence: Evidence, documents: Documents, caption: str = BEHIND) -> str:
    """The figures as printed, with their counts, how the counts came about, and where they stand."""
    return table(caption, HEADS, [_row(row, evidence, documents) for row in rows])


def _row(row: Figure, evidence: Evidence, documents: Documents) -> str:
    printed = " ".join(part for part in (row.value or "", row.unit) if part) + (
        f" (SD {row.sd_printed})" if row.sd_printed else ""
    )
    if row.low is not None:
        printed += f" ({row.low:g} to {row.high:g})"
    endpoint = evidence.endpoints[row.endpoint]
    cells = [
        escape(evidence.studies[row.trial].title),
        f"{escape(evidence.arms[row.arm].label)}<br><small>{escape(evidence.populations[row.population])}</small>",
        f'<span title="{escape(endpoint.definition)}">{escape(endpoint.label)}</span>',
        escape(row.time),
        row.counts,
        f"{escape(printed)}<br><small>{escape(row.note)}</small>" if row.note else escape(printed),
        f"<small>{escape(row.n_origin)}</small>",
        located(documents, row.source, row.locator),
    ]
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def sheet_of(shown: Picture, header: tuple[str, ...], rows) -> Sheet:
    """The rows of a picture as a sheet under its finding and its source line."""
    return Sheet(shown.finding, (shown.footer,), header, tuple(tuple(row) for row in rows))
