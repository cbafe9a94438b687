"""The design of a trial along its weeks, with its table and downloads."""

from functools import lru_cache
from html import escape

from ruxcheck.charts.frame import Picture
from ruxcheck.charts.periods import timeline_picture, weeks_in_words
from ruxcheck.model import Record
from ruxcheck.records import load, load_documents
from ruxcheck.ui.figure import sheet_of, show_with
from ruxcheck.ui.markup import located, table
from ruxcheck.values import how_many

HEADER = ("start_week", "end_week", "title", "source", "locator")


@lru_cache(maxsize=16)
def periods_picture(trial: str) -> Picture | None:
    """The periods of a trial; None where no source read gives them."""
    record = next(record for record in load().trials if record.id == trial)
    if not record.periods:
        return None
    told = ", then ".join(f"{p.title} (week {p.start_week} to {p.end_week})" for p in record.periods)
    sources = dict.fromkeys(load_documents().sources[period.source].title for period in record.periods)
    return timeline_picture(record.periods, f"{record.short}: {told}", f"Source: {', '.join(sources)}.")


def show_periods(record: Record) -> None:
    """Draw the design, or say that it was not read."""
    shown = periods_picture(record.id)
    if shown is None:
        return
    rows = [(p.start_week, p.end_week, p.title, p.source, p.locator) for p in record.periods]
    show_with(
        shown,
        how_many(len(rows), "period"),
        lambda: _table(record),
        lambda: sheet_of(shown, HEADER, rows),
        f"periods_{record.id}",
    )


def _table(record: Record) -> str:
    documents = load_documents()
    rows = [
        f"<tr><td>{weeks_in_words(p)}</td><td>{escape(p.title)}</td><td>{located(documents, p.source, p.locator)}</td></tr>"
        for p in record.periods
    ]
    return table("Design by weeks", ("Weeks", "What happened", "Where"), rows)


def prepare() -> None:
    """Build the picture of every trial once."""
    for record in load().trials:
        periods_picture(record.id)
