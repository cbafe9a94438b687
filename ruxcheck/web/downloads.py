"""Downloads: what one visitor sees on one page, kept unmade until it is asked for, one by one or as a zip of everything."""

import io
import re
import zipfile
from collections.abc import Callable
from itertools import zip_longest

import streamlit as st

from ruxcheck.charts.images import Draft, Image, page_images, pictures_possible, slide_images
from ruxcheck.export.table import INTENDED_USE, State, Table, state_on
from ruxcheck.kernel import Frozen
from ruxcheck.store.reading import load
from ruxcheck.web import session
from ruxcheck.web.markup import screen_reader_text

DAY_ZERO = (1980, 1, 1, 0, 0, 0)  # of every file, so that the same state gives the same bytes
ABOUT_CSV = (
    "CSV files are UTF-8 text. The lines above the header that begin with # say what the rows show, where they come from, "
    "and the state; statistics programs skip them as comments. A text that a spreadsheet would run as a formula has an "
    "apostrophe in front."
)
PICTURES_MISSING = 'This server cannot make PNG and SVG files; pip install ".[pictures]" adds what is missing.'


class DownloadItem(Frozen):
    """A figure, or a piece of the page with tables.

    `tables` makes the rows of a figure, or the tables of a piece; `drawn` makes the picture of a figure with the words of
    the state in it, and is None for tables. `name` is unique on its page.
    """

    name: str
    tables: Callable[[], tuple[Table, ...]]
    drawn: Callable[[str], Draft] | None = None


class Part(Frozen):
    """The files of one figure or of one table by name, and its rows."""

    files: dict[str, str | bytes]
    table: Table


def slug(text: str) -> str:
    """The text as part of a file name: "Label, Table 1" is "label-table-1"."""
    return re.sub("[^a-z0-9]+", "-", text.lower()).strip("-")[:60].rstrip("-")


def zipped(page: str, items: list[DownloadItem], state: State) -> bytes:
    """Every file of these items and README.txt; the same bytes for the same items and state."""
    figures = _figures([item for item in items if item.drawn], state)
    tables = _tables([table for item in items if not item.drawn for table in item.tables()], state)
    files: dict[str, str | bytes] = {"README.txt": _readme(page, {"FIGURES": figures, "TABLES": tables}, state)}
    for part in figures + tables:
        files |= part.files
    return packed(files)


def packed(files: dict[str, str | bytes]) -> bytes:
    """Files by name in one zip; the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(_entry(name), content)
    return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, DAY_ZERO)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _figures(items: list[DownloadItem], state: State) -> list[Part]:
    """The files of every figure; all images in one go, because the converter takes longer to start than to draw."""
    drawn = page_images([item.drawn(state.words) for item in items]) if items and pictures_possible() else ()
    return [_figure(item, image, state) for item, image in zip_longest(items, drawn)]


def _figure(item: DownloadItem, image: Image | None, state: State) -> Part:
    (table,) = item.tables()
    path = f"figures/{item.name}"
    files: dict[str, str | bytes] = {f"{path}.csv": table.as_csv(state.words)}
    if image:
        files |= {f"{path}.svg": image.svg, f"{path}.png": image.png}
    return Part(files, table)


def _tables(tables: list[Table], state: State) -> list[Part]:
    """The file of every table under its caption, with a number where several have the same."""
    parts: dict[str, Part] = {}
    for table in tables:
        stem, number = f"tables/{slug(table.caption)}", 1
        while (name := f"{stem}-{number}.csv" if number > 1 else f"{stem}.csv") in parts:
            number += 1
        parts[name] = Part({name: table.as_csv(state.words)}, table)
    return list(parts.values())


def _readme(page: str, listed: dict[str, list[Part]], state: State) -> str:
    """What the files are, the state, and what they are meant for."""
    blocks = [f"RuxCheck: {page}", f"{state.words}.", INTENDED_USE]
    for folder, parts in listed.items():
        blocks += ["\n".join([folder, *(line for part in parts for line in _lines(part))])] if parts else []
    blocks += [ABOUT_CSV] if pictures_possible() else [ABOUT_CSV, PICTURES_MISSING]
    return "\n\n".join(blocks) + "\n"


def _lines(part: Part) -> list[str]:
    """The files of a part, and below them what they show and where it comes from."""
    sources = [note for note in part.table.comments if note.startswith("Source:")]
    texts = (part.table.caption, *sources, f"Rows: {len(part.table.rows)}")
    return [*part.files, *(f"    {line}" for line in texts)]


# What one visitor sees on one page, ready to be taken away: figures and tables lie here unmade until somebody asks for them.

LABEL = "Download everything on this page"


class PageDownloads:
    """The items of one page in one run, and the state they were shown in."""

    def __init__(self, page: str, state: State):
        self.page, self.state = page, state
        self.items: list[DownloadItem] = []

    def csv(self, item: DownloadItem, number: int = 0) -> str:
        """One table of an item as CSV."""
        return item.tables()[number].as_csv(self.state.words)

    def svg(self, item: DownloadItem) -> str:
        """A figure as a vector image."""
        return page_images([item.drawn(self.state.words)])[0].svg

    def png(self, item: DownloadItem) -> bytes:
        """A figure as pixels."""
        return page_images([item.drawn(self.state.words)])[0].png

    def slide(self, item: DownloadItem) -> bytes:
        """A figure as a 16:9 slide, in pixels."""
        return slide_images([item.drawn(self.state.words)])[0].png

    def everything(self) -> bytes:
        """One zip file with every item."""
        return zipped(self.page, self.items, self.state)


def start(page: str) -> None:
    """No downloads yet for a page that begins to be drawn; its state is today's, without a patient, until the page says otherwise."""
    # a new one each time: buttons of the run before still know theirs
    st.session_state["page_downloads"] = PageDownloads(page, state_on(load(), session.today()))


def set_state(state: State) -> None:
    """What the page that is being drawn depends on; said before anything that depends on it is drawn."""
    page_downloads().state = state


def page_downloads() -> PageDownloads:
    """The downloads of this visitor's page."""
    return st.session_state["page_downloads"]


def register(
    name: str, tables: Callable[[], tuple[Table, ...]], drawn: Callable[[str], Draft] | None = None
) -> DownloadItem:
    """Add a figure or a piece with tables to the page's downloads, as `DownloadItem` says."""
    item = DownloadItem(name, tables, drawn)
    page_downloads().items.append(item)
    return item


def download_everything_button() -> None:
    """The button for all of it, where there is anything."""
    kept = page_downloads()
    if kept.items:
        name = f"ruxcheck-{slug(kept.page)}-{kept.state.on}.zip"
        download_button(LABEL, kept.everything, name, "application/zip", "everything")


def download_button(
    label: str, made: Callable[[], str | bytes], name: str, kind: str, key: str, of: str = "", **look
) -> None:
    """A button for one file, which is made when it is clicked; `of` tells those who hear the page what it is a file of."""
    st.download_button(
        label + screen_reader_text(of), made, name, kind, key=f"{key}_download", on_click="ignore", **look
    )
