"""A figure on an evidence page: the picture, its rows as a table, and what can be downloaded."""

import csv
import io
from collections.abc import Callable
from html import escape
from importlib.util import find_spec

import streamlit as st

from ruxcheck.charts.frame import Picture, on_paper
from ruxcheck.evidence import Evidence, Figure
from ruxcheck.model import Documents
from ruxcheck.ui.markup import located, table

HEADS = ("Study", "Group", "Endpoint", "Time", "n/N", "As printed", "Count", "Where")


def show(
    shown: Picture, rows: tuple[Figure, ...], evidence: Evidence, documents: Documents, key: str, keep: bool = True
) -> None:
    """Draw a picture of figures, with their table and downloads; `keep` as in `show_with`."""
    what = f"{len(rows)} figure{'s' if len(rows) > 1 else ''}"
    show_with(shown, what, lambda: figures_table(rows, evidence, documents), lambda: as_csv(rows, shown), key, keep)


def show_with(
    shown: Picture, what: str, table_html: Callable[[], str], csv_text: Callable[[], str], key: str, keep: bool = True
) -> None:
    """Draw a picture; its table and what can be downloaded stand below it and are made when they are opened.

    What is sent for a picture is kept for the next visitor, unless `keep` is False: a patient's figures are never kept.
    """
    draw = _kept if keep else _drawn
    draw(shown, key, shown.alt, st.context.theme.type or "light")
    with st.expander(f"Table and downloads: {what}", key=f"{key}_open", on_change="rerun") as box:
        if box.open:
            st.html(table_html())
            _downloads(shown, csv_text, key)


def _drawn(_shown: Picture, key: str, alt: str, paper: str) -> None:
    st.vega_lite_chart(on_paper(_shown.spec, paper), key=key, alt=alt)


# the text says every number of the picture: while it is the same, what was sent once is sent again as it was
_kept = st.cache_data(max_entries=256, show_spinner=False)(_drawn)


def _downloads(shown: Picture, csv_text: Callable[[], str], key: str) -> None:
    with st.container(horizontal=True, gap="small"):
        _download("CSV", csv_text, f"{key}.csv", "text/csv")
        if svg_possible():
            _download("SVG", lambda: as_svg(shown), f"{key}.svg", "image/svg+xml")
        st.caption("PNG: in the corner of the picture.")


def _download(label: str, made, name: str, kind: str) -> None:
    st.download_button(label, made, name, kind, key=f"{name}_download", on_click="ignore")


def figures_table(rows: tuple[Figure, ...], evidence: Evidence, documents: Documents) -> str:
    """The figures as printed, with their counts, how the counts came about, and where they stand."""
    return table("The figures behind this picture", HEADS, [_row(row, evidence, documents) for row in rows])


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


def as_csv(rows: tuple[Figure, ...], shown: Picture) -> str:
    """The figures as CSV with the finding and the source line above them."""
    return rows_as_csv(shown, Figure._fields, rows)


def rows_as_csv(shown: Picture, header: tuple[str, ...], rows) -> str:
    """Any rows as CSV with the finding and the source line of their picture above them; None is empty."""
    out = io.StringIO()
    out.write(f"# {shown.finding}\n# {shown.footer}\n")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(["" if value is None else value for value in row] for row in rows)
    return out.getvalue()


def svg_possible() -> bool:
    """Whether the optional converter (`pip install vl-convert-python`) is there."""
    return find_spec("vl_convert") is not None


def as_svg(shown: Picture) -> str:
    """The picture as a vector image, at a width for a page."""
    import vl_convert  # an optional extra, 84 MB: imported only when used

    return vl_convert.vegalite_to_svg(shown.spec | {"width": 640} if "width" in shown.spec else shown.spec)
