"""The picture of the labels page, built once a day."""

from datetime import date
from functools import lru_cache

from ruxcheck.charts.frame import Picture
from ruxcheck.charts.label_timeline import on_day, timeline_picture
from ruxcheck.label_difference import has_no_indication
from ruxcheck.label_versions import Version, age_limit, area_limit, versions
from ruxcheck.model import Rules
from ruxcheck.records import load
from ruxcheck.sheet import Sheet
from ruxcheck.ui.figure import sheet_of
from ruxcheck.values import how_many


@lru_cache(maxsize=4)
def label_versions(until: date, where: tuple[str, ...] = ()) -> tuple[Picture, tuple[Version, ...]]:
    """Every label version read, or those of some jurisdictions, from the year of the first one until the day given.

    A day outside the versions widens the axis.
    """
    rules = load()
    shown = tuple(version for version in versions(rules) if not where or version.record.jurisdiction in where)
    first = date(min(until, *(version.earliest for version in shown)).year, 1, 1)
    last = max(until, *(version.certain for version in shown))
    footer = (
        f"Source: {how_many(len(shown), 'label version')} read; what dates each start stands in the table. "
        "Dashed: the start day was not read and lies in this stretch."
    )
    return timeline_picture(shown, first, last, finding_of(shown, rules), footer), shown


def finding_of(shown: tuple[Version, ...], rules: Rules) -> str:
    """The newest version read of each jurisdiction in one sentence."""
    newest = {version.record.jurisdiction: version.record for version in shown}
    told = [f"{record.short} {age_limit(record)}" for record in newest.values() if not has_no_indication(record)]
    without = [rules.jurisdictions[name].name for name, record in newest.items() if has_no_indication(record)]
    return f"Newest versions read: {', '.join(told)}; no atopic dermatitis indication in {_and(without)}"


def _and(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def label_versions_on(until: date, on: date) -> tuple[Picture, tuple[Version, ...]]:
    """The picture with its line at the day asked about."""
    shown, rows = label_versions(until)
    return on_day(shown, on), rows


def versions_sheet(shown: Picture, rows: tuple[Version, ...]) -> Sheet:
    """The versions of the picture as rows to take away."""
    header = ("label", "from_earliest", "from_latest", "until", "age", "area", "source", "locator")
    return sheet_of(shown, header, [_cells(row) for row in rows])


def _cells(row: Version) -> tuple:
    record = row.record
    dated = (record.in_force_source, record.in_force_locator)
    return (record.id, row.earliest, row.certain, row.until, age_limit(record), area_limit(record), *dated)


def prepare() -> None:
    """Build the picture before the first visitor."""
    label_versions(date.today())
