"""Tables on a page: shown, laid on the shelf, and downloadable one by one."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from ruxcheck.sheet import Sheet
from ruxcheck.ui import shelf
from ruxcheck.ui.bundle import Item, slug
from ruxcheck.ui.html_sheets import IN_ROWS, captions_of, sheets_of


def show_table(html: str, key: str, source: str = IN_ROWS) -> None:
    """Show a piece of HTML with a button for each table in it; `source` is the source line of a table without its own."""
    st.html(html)
    if captions := captions_of(html):
        _buttons(shelf.put(key, lambda: sheets_of(html, source)), captions)


def show_fixed(made: Callable[[], str], key: str) -> None:
    """Show a piece of HTML that no visitor changes, as `show_table` does; made once for everybody, so never from what was entered."""
    if key not in _fixed:
        html = made()
        _fixed[key] = (html, captions_of(html))
    html, captions = _fixed[key]
    st.html(html)
    if captions:
        _buttons(shelf.put(key, lambda: sheets_of(html)), captions)


_fixed: dict[str, tuple[str, list[str]]] = {}


def fold_table(label: str, made: Callable[[], str], key: str, expanded: bool = False) -> None:
    """The same below a line that opens it; made when it is opened, and on the shelf all the same."""
    with _fold(label, key, expanded) as box:
        table_where(box.open, made, key)


def table_where(wanted: bool, made: Callable[[], str], key: str) -> None:
    """The same where it is wanted; on the shelf in any case."""
    item = shelf.put(key, lambda: sheets_of(made()))
    if wanted:
        html = made()
        st.html(html)
        _buttons(item, captions_of(html))


def _fold(label: str, key: str, expanded: bool):
    """A fold that stays as the visitor left it: one whose label changes is a new one to Streamlit, and would begin anew."""
    labelled, begun, left = st.session_state.get(f"{key}_fold", (label, expanded, expanded))
    begun = begun if labelled == label else left
    box = st.expander(label, begun, key=f"{key}_open", on_change="rerun")
    st.session_state[f"{key}_fold"] = (label, begun, box.open)
    return box


def show_frame(frame: pd.DataFrame, caption: str, key: str) -> None:
    """Show rows that no visitor changes, and that can be sorted and searched; each row says its source."""
    _frame(frame, caption, key)
    _buttons(shelf.put(key, lambda: (_sheet(frame, caption),)), [caption])


@st.cache_data(max_entries=8, show_spinner=False)
def _frame(_rows: pd.DataFrame, caption: str, key: str) -> None:
    st.dataframe(_rows, hide_index=True, key=key, alt=caption)


def _sheet(frame: pd.DataFrame, caption: str) -> Sheet:
    cells = frame.astype(object).where(frame.notna(), None)
    return Sheet(caption, (IN_ROWS,), tuple(frame.columns), tuple(cells.itertuples(index=False, name=None)))


def _buttons(item: Item, captions: list[str]) -> None:
    if len(captions) == 1:
        return _button("CSV", item, 0, captions[0])
    with st.container(horizontal=True, gap="small"):
        for number, caption in enumerate(captions):
            _button(f"CSV: {caption}", item, number, caption)
    return None


def _button(label: str, item: Item, number: int, caption: str) -> None:
    of = "" if caption in label else caption
    made, key = partial(shelf.here().csv, item, number), f"{item.name}_{number}"
    shelf.download(
        label, made, f"{slug(caption)}.csv", "text/csv", key, of, type="tertiary", icon=":material/download:"
    )
