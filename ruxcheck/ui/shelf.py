"""What one visitor sees on one page, ready to be taken away: figures and tables lie here unmade until somebody asks for them."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from ruxcheck.charts.export import Draft, images
from ruxcheck.charts.slides import slides
from ruxcheck.records import load
from ruxcheck.sheet import Sheet
from ruxcheck.state import State, state_on
from ruxcheck.ui import bundle
from ruxcheck.ui.bundle import Item
from ruxcheck.ui.markup import heard

LABEL = "Download everything on this page"


class Shelf:
    """The items of one page in one run, and the state they were shown in."""

    def __init__(self, page: str, state: State):
        self.page, self.state = page, state
        self.items: list[Item] = []

    def csv(self, item: Item, number: int = 0) -> str:
        """One sheet of an item as CSV."""
        return item.sheets()[number].as_csv(self.state.words)

    def svg(self, item: Item) -> str:
        """A figure as a vector image."""
        return images([item.drawn(self.state.words)])[0].svg

    def png(self, item: Item) -> bytes:
        """A figure as pixels."""
        return images([item.drawn(self.state.words)])[0].png

    def slide(self, item: Item) -> bytes:
        """A figure as a 16:9 slide, in pixels."""
        return slides([item.drawn(self.state.words)])[0].png

    def everything(self) -> bytes:
        """One zip file with every item."""
        return bundle.zipped(self.page, self.items, self.state)


def start(page: str) -> None:
    """An empty shelf for a page that begins to be drawn; its state is today's, without a patient, until the page says otherwise."""
    # a new one each time: buttons of the run before still know theirs
    st.session_state["shelf"] = Shelf(page, state_on(load(), date.today()))


def about(state: State) -> None:
    """What the page that is being drawn depends on; said before anything that depends on it is drawn."""
    here().state = state


def here() -> Shelf:
    """The shelf of this visitor's page."""
    return st.session_state["shelf"]


def put(name: str, sheets: Callable[[], tuple[Sheet, ...]], drawn: Callable[[str], Draft] | None = None) -> Item:
    """Lay a figure or a piece with tables on the shelf, as `Item` says."""
    item = Item(name, sheets, drawn)
    here().items.append(item)
    return item


def offer() -> None:
    """The button for all of it, where there is anything."""
    shelf = here()
    if shelf.items:
        name = f"ruxcheck-{bundle.slug(shelf.page)}-{shelf.state.on}.zip"
        download(LABEL, shelf.everything, name, "application/zip", "everything")


def download(label: str, made: Callable[[], str | bytes], name: str, kind: str, key: str, of: str = "", **look) -> None:
    """A button for one file, which is made when it is clicked; `of` tells those who hear the page what it is a file of."""
    st.download_button(label + heard(of), made, name, kind, key=f"{key}_download", on_click="ignore", **look)
