"""The rows of a screened list: looked through a thousand at a time, opened one by one, taken away whole."""

from functools import partial
from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from ruxcheck.criteria import CANNOT_TELL, MET, NOT_MET
from ruxcheck.lists.answer import MOST_PLAIN_ROWS, Answer, as_csv, as_parquet, is_zipped, profile_of, rows_where
from ruxcheck.lists.usable import WHY
from ruxcheck.model import Rules
from ruxcheck.ui import shelf
from ruxcheck.ui.markup import prose
from ruxcheck.ui.screen_open import form_of, in_words, not_carried
from ruxcheck.ui.screen_run import RUNS
from ruxcheck.values import how_many

PAGE = 1000
ALL, UNUSABLE = "all", "with a cell not usable"
WHICH = (ALL, CANNOT_TELL, MET, NOT_MET, UNUSABLE)


def show_rows(found: Answer, prefix: str, name: str, rules: Rules) -> bool:
    """A page of rows with the result of one record; True when one was asked to be opened on the Check page."""
    label = f"Rows, by the core result of {name}"
    which = st.segmented_control(label, WHICH, default=ALL, key="screen_which", required=True)
    places = _places(found, prefix, which)
    start = _start(len(places), which)
    shown = places[start : start + PAGE]
    st.caption(_told(start, len(shown), len(places), found.summary.rows))
    if not len(shown):
        return False
    # the table's own download is hidden by the stylesheet: it would leave formulas as they are
    picked = st.dataframe(
        _frame(found, prefix, shown),
        key=f"screen_rows_{st.session_state[RUNS]}_{prefix}_{WHICH.index(which)}_{start}",
        on_select="rerun",
        selection_mode="single-row",
        height=420,
        hide_index=False,
        alt=f"Rows of the list with the result of {name}",
    )
    chosen = picked.selection.rows
    return _open_form(found, int(shown[chosen[0]]), rules) if chosen else False


def _places(found: Answer, prefix: str, which: str) -> np.ndarray:
    if which == ALL:
        return np.arange(found.summary.rows)
    where = rows_where(found, WHY, None) if which == UNUSABLE else rows_where(found, f"{prefix}_core", which)
    return where.to_numpy()


def _start(rows: int, which: str) -> int:
    """The first to show, counted from 0; asked for where they do not fit one page."""
    if rows <= PAGE:
        return 0
    return int(st.number_input("Begin at", 1, rows, step=PAGE, key=f"screen_from_{which}_{rows}", width=200)) - 1


def _told(start: int, shown: int, places: int, rows: int) -> str:
    if not shown:
        return "No row of the list."
    of = f"{places:,} of {how_many(rows, 'row')}" if places < rows else how_many(rows, "row")
    part = f"; {start + 1:,} to {start + shown:,} of them are shown" if shown < places else ""
    return f"{of}{part}. Select one, with the keyboard by Shift and Space, to open it on the Check page."


def _frame(found: Answer, prefix: str, places: np.ndarray) -> pd.DataFrame:
    """The columns of the list, the result of the record and why, and what was not usable; numbered as in the list."""
    ours = [f"{prefix}_core", f"{prefix}_overall", f"{prefix}_because", WHY]
    frame = found.table.select([*found.own[:1], *ours, *found.own[1:]]).take(places).to_pandas()
    frame[ours] = frame[ours].astype(object).fillna("")
    return frame.set_index(pd.Index(places + 1, name="row"))


def _open_form(found: Answer, place: int, rules: Rules) -> bool:
    """What is read of the chosen row, and the button that takes it to the Check page."""
    profile = profile_of(found, place, rules)
    told = f"<b>Row {place + 1:,}</b>: {escape(in_words(profile, rules))}."
    st.html(prose(f"{told} {escape(not_carried(profile, rules))}"))
    form = form_of(profile, found.asked, rules)
    return st.button("Open this row on the Check page", key="screen_open", on_click=_fill, args=(form,))


def _fill(form: dict) -> None:
    """Before anything is drawn: the keys of the form may not change once their boxes are."""
    st.session_state.update(form)


def offer_files(found: Answer) -> None:
    """The whole list with every result, as files that are made when they are clicked."""
    zipped = is_zipped(found)
    name, kind = ("screened.csv.zip", "application/zip") if zipped else ("screened.csv", "text/csv")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        shelf.download("Screened list as CSV", partial(as_csv, found), name, kind, "screen_csv")
        kind = "application/vnd.apache.parquet"
        shelf.download(
            "Screened list as Parquet", partial(as_parquet, found), "screened.parquet", kind, "screen_parquet"
        )
    more = f" Above {MOST_PLAIN_ROWS:,} rows the CSV comes zipped." if zipped else ""
    st.caption(
        "Every row and column of the list, with the core and overall result of every record and what decides it. In CSV, cells that a "
        f"spreadsheet would run as formulas have an apostrophe in front. Rows leave this page in these two files alone.{more}"
    )
