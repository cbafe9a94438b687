"""Tables and figures on a page, each with what can be downloaded; a fold makes what it holds when it is opened."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st
from markupsafe import Markup

from ruxcheck.charts.images import Draft, draft_of, pictures_possible
from ruxcheck.charts.theme import Picture, reserved_height, with_theme_colours
from ruxcheck.evidence.figures import Evidence, Figure
from ruxcheck.export.table import Table, lines, small, source_link, term
from ruxcheck.kernel.possible_values import how_many
from ruxcheck.kernel.records import Documents
from ruxcheck.web import downloads
from ruxcheck.web.downloads import DownloadItem, slug
from ruxcheck.web.markup import screen_reader_text, show_html, table_html

# Tables on a page: shown, and downloadable one by one or with the page.


Tables = Table | tuple[Table, ...]


def show_table(tables: Tables, key: str) -> None:
    """Show a table, or several that belong together, with a button for each."""
    _show(_all(tables), downloads.register(key, lambda: _all(tables)))


def show_fixed(made: Callable[[], Tables], key: str) -> None:
    """The same for tables that no visitor changes; made once for everybody, so never from what was entered."""
    if key not in _fixed:
        tables = _all(made())
        _fixed[key] = (tables, _html(tables))
    tables, html = _fixed[key]
    show_html(html)
    _buttons(downloads.register(key, lambda: tables), tables)


_fixed: dict[str, tuple[tuple[Table, ...], Markup]] = {}


def holding(table: Table, wanted: str) -> Table:
    """The rows of a table that hold every word that is wanted, in whatever case; all of them where nothing is."""
    words = wanted.lower().split()
    rows = tuple(row for row in table.rows if all(word in " ".join(map(str, row)).lower() for word in words))
    return table._replace(rows=rows)


def table_in_expander(label: str, made: Callable[[], Tables], key: str, expanded: bool = False) -> None:
    """The same below a line that opens it; made when it is opened, and among the page's downloads all the same."""
    with _expander(label, key, expanded) as box:
        table_if(box.open, made, key)


def table_if(wanted: bool, made: Callable[[], Tables], key: str) -> None:
    """The same where it is wanted; among the page's downloads in any case."""
    item = downloads.register(key, lambda: _all(made()))
    if wanted:
        _show(_all(made()), item)


def _all(tables: Tables) -> tuple[Table, ...]:
    return (tables,) if isinstance(tables, Table) else tables


def _html(tables: tuple[Table, ...]) -> Markup:
    return Markup().join(table_html(table) for table in tables)


def _show(tables: tuple[Table, ...], item: DownloadItem) -> None:
    show_html(_html(tables))
    _buttons(item, tables)


def _expander(label: str, key: str, expanded: bool):
    """A fold that stays as the visitor left it until the page asks otherwise; one whose label changes is a new one to Streamlit."""
    labelled, asked, begun, left = st.session_state.get(f"{key}_fold", (label, expanded, expanded, expanded))
    if asked != expanded:
        begun = expanded
    elif labelled != label:
        begun = left
    box = st.expander(label, begun, key=f"{key}_open", on_change="rerun")
    st.session_state[f"{key}_fold"] = (label, expanded, begun, box.open)
    return box


def show_frame(frame: pd.DataFrame, caption: str, key: str) -> None:
    """Show rows that no visitor changes, and that can be sorted and searched; each row says its source."""
    _frame(frame, caption, key)
    _button("CSV", downloads.register(key, lambda: (_rows_of(frame, caption),)), 0, caption)


@st.cache_data(max_entries=8, show_spinner=False)
def _frame(_rows: pd.DataFrame, caption: str, key: str) -> None:
    st.dataframe(_rows, hide_index=True, key=key, alt=caption)


def _rows_of(frame: pd.DataFrame, caption: str) -> Table:
    cells = frame.astype(object).where(frame.notna(), None)
    return Table(caption, tuple(frame.columns), tuple(cells.itertuples(index=False, name=None)))


def _buttons(item: DownloadItem, tables: tuple[Table, ...]) -> None:
    if len(tables) == 1:
        return _button("CSV", item, 0, tables[0].caption)
    with st.container(horizontal=True, gap="small"):
        for number, table in enumerate(tables):
            _button(f"CSV: {table.caption}", item, number, table.caption)
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
MAGNIFIED = "_large"  # how the key of a picture in presenter size ends
PICTURES_MISSING = (
    'SVG, and PNG for a page: `pip install ".[pictures]"` on the server. PNG: in the corner of the picture.'
)


def show_figures(
    shown: Picture, rows: tuple[Figure, ...], evidence: Evidence, documents: Documents, key: str, keep: bool = True
) -> None:
    """Draw a picture of figures, with their table and downloads; `keep` as in `show_picture`."""
    show_picture(
        shown,
        counted(rows) + screen_reader_text(shown.finding),
        lambda: figures_table(rows, evidence, documents),
        lambda: rows_behind(shown, Figure._fields, rows),
        key,
        keep,
    )


def counted(rows: tuple[Figure, ...]) -> str:
    """ "1 figure", "3 figures"."""
    return how_many(len(rows), "figure")


def show_picture(
    shown: Picture, what: str, table: Callable[[], Table], rows: Callable[[], Table], key: str, keep: bool = True
) -> None:
    """Draw a picture; its table and what can be downloaded stand below it and are made when they are opened.

    `what` says how much the table holds. While it changes, what it opens is closed: it does not hold what a patient changes.
    What is sent for a picture is kept for the next visitor, unless `keep` is False: a patient's figures are never kept.
    """
    draw = _kept if keep else _drawn
    # by name: the cache looks up the name of what is given by place each time again
    draw(_shown=shown, key=key, alt=shown.alt, paper=st.context.theme.type or "light")
    table_and_downloads(key, what, shown.finding, table, rows, partial(draft_of, shown))


def table_and_downloads(
    key: str,
    what: str,
    finding: str,
    table: Callable[[], Table],
    rows: Callable[[], Table],
    drawn: Callable[[str], Draft],
) -> None:
    """Add a figure to the page's downloads, and offer its table and its rows below it; `drawn` makes its picture for a state."""
    item = downloads.register(key, lambda: (rows(),), drawn)
    with st.expander(f"Table and downloads: {what}", key=f"{key}_open", on_change="rerun") as box:
        if box.open:
            show_html(table_html(table()))
            _downloads(item, finding)


def _drawn(_shown: Picture, key: str, alt: str, paper: str) -> None:
    spec = _shown.untitled
    if key.endswith(MAGNIFIED):
        spec = _shown.spec  # for a room, where the finding is said elsewhere, and the source stands below the picture
    else:
        show_html(picture_heading(_shown))
    # the stylesheet keeps that many px for it until it is drawn
    with st.container(key=f"{key}_reserved_{reserved_height(spec)}"):
        st.vega_lite_chart(with_theme_colours(spec, paper), key=key, alt=alt)
    if not key.endswith(MAGNIFIED):
        show_html(Markup('<div class="rux"><small>{}</small></div>').format(_shown.source))


def picture_heading(shown: Picture) -> Markup:
    """The finding over the whole width, below it in small print in whom, how many and when."""
    about = Markup("<small>{}</small>").format(shown.about) if shown.about else ""
    return Markup('<div class="rux rux-finding"><p>{}</p>{}</div>').format(shown.finding, about)


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


def figures_table(rows: tuple[Figure, ...], evidence: Evidence, documents: Documents, caption: str = BEHIND) -> Table:
    """The figures as printed, with their counts, how the counts came about, and where they stand."""
    return Table(caption, HEADS, tuple(_row(row, evidence, documents) for row in rows))


def _row(row: Figure, evidence: Evidence, documents: Documents) -> tuple:
    printed = f"{row.value} {row.unit}".strip() if row.value else ""
    printed += f" (SD {row.sd_printed})" if row.sd_printed else ""
    if row.low is not None:
        limits = f"{row.low:g} to {'no upper end printed' if row.high is None else f'{row.high:g}'}"
        printed = f"{printed} ({limits})" if printed else f"{limits} {row.unit}".strip()
    endpoint = evidence.endpoints[row.endpoint]
    return (
        evidence.studies[row.trial].title,
        lines(evidence.arms[row.arm].label, small(evidence.populations[row.population])),
        term(endpoint.label, endpoint.definition),
        row.time,
        row.counts or ("" if row.n is None else str(row.n)),  # a number enrolled is of nobody
        lines(printed, small(row.note)) if row.note else printed,
        small(row.n_origin),
        source_link(documents, row.source, row.locator),
    )


def rows_behind(shown: Picture, heads: tuple[str, ...], rows) -> Table:
    """The rows of a picture under its finding and its source line, to take away."""
    return Table(shown.finding, heads, tuple(tuple(row) for row in rows), source=shown.footer)
