"""The Labels page: versions along time, what is in force on a day, and what differs between two."""

from datetime import date
from functools import lru_cache

from markupsafe import Markup, escape

from ruxcheck.charts.theme import Picture
from ruxcheck.charts.timelines import label_timeline_picture, with_day_line
from ruxcheck.compare.label_differences import (
    SAME,
    Change,
    Version,
    absent_in_words,
    age_limit,
    amount_limits,
    area_limit,
    difference,
    has_no_indication,
    in_force,
    limits,
    named,
    subject,
    unread_only,
    versions,
)
from ruxcheck.export.table import Sheet
from ruxcheck.kernel.possible_values import how_many
from ruxcheck.kernel.records import Documents, NoLabelInForce, Record, Rules
from ruxcheck.kernel.wording import LEVELS
from ruxcheck.store.reading import load
from ruxcheck.web.display import sheet_of
from ruxcheck.web.markup import bullet_list, source_link, table


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
    return label_timeline_picture(shown, first, last, finding_of(shown, rules), footer), shown


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
    return with_day_line(shown, on), rows


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


# The labels page in tables: what is in force on a day, every version, and what differs between two.

WIDE, LONG = (
    Markup('style="min-width:11rem"'),
    40,
)  # on a phone a long text scrolls sideways rather than standing in a thin column
ON_HEADS = ("Where", "Age", "Area", "Amount", "Version in force", "Last seen as current")


def on_day_table(rules: Rules, documents: Documents, on: date) -> Markup:
    """For each jurisdiction the version in force on a day, or both that may be, with age, area and amount."""
    rows = []
    for name, found in in_force(rules, on).items():
        where = escape(rules.jurisdictions[name].name)
        if isinstance(found, NoLabelInForce):
            told = f"no version read was in force; the earliest one starts {found.earliest}"
            rows.append(Markup('<tr><td><b>{}</b></td><td colspan="5">{}</td></tr>').format(where, told))
            continue
        both = (
            Markup(" <small>(may be in force: the start day of the newer was not read)</small>")
            if len(found) > 1
            else ""
        )
        rows += [_version_row(where, record, both, documents, on) for record in found]
    return table("Age, area and amount, country by country", ON_HEADS, rows)


def _version_row(where: str, record: Record, both: str, documents: Documents, on: date) -> Markup:
    late = Markup("<br><b>overdue: as last seen on {}</b>").format(record.checked_on) if record.is_overdue(on) else ""
    ahead = Markup("<br><small>seen after the day asked about</small>") if record.checked_on > on else ""
    source = source_link(documents, record.source, "")
    cells = [
        Markup("<b>{}</b>").format(where),
        escape(age_limit(record)),
        escape(area_limit(record)),
        Markup("<br>").join(amount_limits(record)),
        Markup("{}{}<br><small>{}; {}</small>").format(record.id.partition("/")[2], both, record.version, source),
        Markup("{}{}{}").format(record.checked_on, late, ahead),
    ]
    return Markup("<tr>{}</tr>").format(
        Markup().join(
            Markup("<td {}>{}</td>").format(WIDE, cell) if len(cell) > LONG else Markup("<td>{}</td>").format(cell)
            for cell in cells
        )
    )


def without_record(rules: Rules) -> Markup:
    """The jurisdictions of which no label could be recorded, and why."""
    return bullet_list([Markup("<b>{}</b>: {}").format(place.name, place.no_record) for place in rules.jurisdictions.values() if place.no_record])  # fmt: skip


def versions_table(shown: tuple[Version, ...], documents: Documents) -> Markup:
    """Every bar of the picture as a row, with what dates its start."""
    rows = []
    for version in shown:
        record = version.record
        since = f"between {version.earliest} and {version.certain}" if version.has_window else str(version.certain)
        dated = source_link(documents, record.in_force_source, record.in_force_locator)
        until = version.until or "no later one read"
        rows.append((named(record), since, until, age_limit(record), area_limit(record), dated))
    return table("Label versions", ("Version", "In force from", "Until", "Age", "Area", "What dates it"), rows)


def difference_table(first: Record, second: Record, rules: Rules, documents: Documents) -> Markup:
    """What differs between two versions, side by side, then what is the same in one line."""
    changes = difference(first, second)
    rows: list[Markup | tuple] = [
        _change_row(change, first, second, rules, documents) for change in changes if change.status != SAME
    ]
    rows += _unread_rows(first, second)
    same = [subject(change, rules) for change in changes if change.status == SAME]
    line = Markup("<p><b>The same in both:</b> {}.</p>").format('; '.join(same)) if same else Markup("<p>Nothing is the same in both.</p>")  # fmt: skip
    heads = ("What", f"First: {named(first)}", f"Second: {named(second)}")
    shown = table("What differs", heads, rows) if rows else Markup("<p>Nothing differs in what was read.</p>")
    return Markup('{}<div class="rux">{}</div>').format(shown, line)


def _change_row(change: Change, first: Record, second: Record, rules: Rules, documents: Documents) -> Markup:
    what = Markup("<b>{}</b><br><small>{}, {}</small>").format(subject(change, rules), change.part, change.status)
    cells = [
        _side(change.first, first, change.part, documents),
        _side(change.second, second, change.part, documents),
    ]
    return Markup("<tr><td>{}</td><td {}>{}</td><td {}>{}</td></tr>").format(what, WIDE, cells[0], WIDE, cells[1])


def _side(items: tuple, record: Record, part: str, documents: Documents) -> Markup:
    if not items:
        return Markup("<i>{}</i>").format(absent_in_words(record, part))
    return Markup("<br>").join(_item(item, part, documents) for item in items)


def _item(item, part: str, documents: Documents) -> Markup:
    strong = f"label: {LEVELS[item.level]}" if part == "caution" else limits((item,))
    head = Markup("<b>{}</b><br>").format(strong) if strong else ""
    return Markup("{}{} <small>{}</small>").format(
        head, item.statement, source_link(documents, item.source, item.locator)
    )


def _unread_rows(first: Record, second: Record) -> list[tuple]:
    sides = [unread_only(first, second), unread_only(second, first)]
    if not any(sides):
        return []
    cells = [
        Markup("<br>").join(Markup("<b>{}</b>: {}").format(gap.part, gap.what) for gap in gaps)
        if gaps
        else Markup("<i>nothing more</i>")
        for gaps in sides
    ]
    return [(Markup("<b>Not read</b>"), *cells)]
