"""The Labels page: versions along time, what is in force on a day, and what differs between two."""

from datetime import date
from functools import lru_cache

from markupsafe import Markup

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
from ruxcheck.export.table import Rich, Table, bold, bullets, italic, lines, run, small, source_link
from ruxcheck.kernel.possible_values import how_many, listed
from ruxcheck.kernel.records import Documents, NoLabelInForce, Record, Rules
from ruxcheck.kernel.wording import LEVELS, last_verified
from ruxcheck.store.reading import load
from ruxcheck.web.display import rows_behind
from ruxcheck.web.markup import paragraphs


@lru_cache(maxsize=8)  # two pictures a day, and three days are today somewhere on earth
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
    texts = [f"{record.short} {age_limit(record)}" for record in newest.values() if not has_no_indication(record)]
    without = [rules.jurisdictions[name].name for name, record in newest.items() if has_no_indication(record)]
    return f"Newest versions read: {', '.join(texts)}; no atopic dermatitis indication in {listed(without)}"


def label_versions_on(until: date, on: date) -> tuple[Picture, tuple[Version, ...]]:
    """The picture with its line at the day asked about."""
    shown, rows = label_versions(until)
    return with_day_line(shown, on), rows


def versions_rows(shown: Picture, rows: tuple[Version, ...]) -> Table:
    """The versions of the picture as rows to take away."""
    header = ("label", "from_earliest", "from_latest", "until", "age", "area", "source", "locator")
    return rows_behind(shown, header, [_cells(row) for row in rows])


def _cells(row: Version) -> tuple:
    record = row.record
    dated = (record.in_force_source, record.in_force_locator)
    return (record.id, row.earliest, row.certain, row.until, age_limit(record), area_limit(record), *dated)


def prepare() -> None:
    """Build the picture before the first visitor."""
    label_versions(date.today())


# The labels page in tables: what is in force on a day, every version, and what differs between two.

LONG = 40  # characters; a column with a longer text gets room: on a phone it scrolls rather than stands thin
ON_HEADS = ("Where", "Age", "Area", "Amount", "Version in force", "Last verified")


def on_day_table(rules: Rules, documents: Documents, on: date) -> Table:
    """For each jurisdiction the version in force on a day, or both that may be, with age, area and amount."""
    rows: list[tuple] = []
    for name, found in in_force(rules, on).items():
        where = bold(rules.jurisdictions[name].name)
        if isinstance(found, NoLabelInForce):
            rows.append((where, f"no version read was in force; the earliest one starts {found.earliest}"))
            continue
        both = small(" (may be in force: the start day of the newer was not read)") if len(found) > 1 else ""
        rows += [_version_row(where, record, both, documents, on) for record in found]
    roomy = {
        column for row in rows for column, cell in enumerate(row) if len(row) == len(ON_HEADS) and len(str(cell)) > LONG
    }
    return Table("Age, area and amount, country by country", ON_HEADS, tuple(rows), roomy=tuple(sorted(roomy)))


def _version_row(where: Rich, record: Record, both: Rich | str, documents: Documents, on: date) -> tuple:
    overdue = record.is_overdue(on)
    late = bold("overdue") if overdue else ""
    ahead = small("seen after the day asked about") if record.checked_on > on else ""
    dated = small(f"{record.version}; ", source_link(documents, record.source, ""))
    return (
        where,
        age_limit(record),
        area_limit(record),
        lines(*amount_limits(record)),
        lines(run(record.id.partition("/")[2], both), dated),
        lines(last_verified(record, overdue), late, ahead),
    )


def without_record(rules: Rules) -> Markup:
    """The jurisdictions of which no label could be recorded, and why."""
    without = [place for place in rules.jurisdictions.values() if place.no_record]
    return paragraphs(bullets(run(bold(place.name), f": {place.no_record}") for place in without))


def versions_table(shown: tuple[Version, ...], documents: Documents) -> Table:
    """Every bar of the picture as a row, with what dates its start."""
    rows = []
    for version in shown:
        record = version.record
        since = f"between {version.earliest} and {version.certain}" if version.has_window else str(version.certain)
        dated = source_link(documents, record.in_force_source, record.in_force_locator)
        until = version.until or "no later one read"
        rows.append((named(record), since, until, age_limit(record), area_limit(record), dated))
    return Table("Label versions", ("Version", "In force from", "Until", "Age", "Area", "What dates it"), tuple(rows))


def difference_table(first: Record, second: Record, rules: Rules, documents: Documents) -> Table:
    """What differs between two versions, side by side, then what is the same in one line."""
    changes = difference(first, second)
    changed = [_change_row(item, first, second, rules, documents) for item in changes if item.status != SAME]
    same = "; ".join(subject(change, rules) for change in changes if change.status == SAME)
    note = run(bold("The same in both:"), f" {same}.") if same else "Nothing is the same in both."
    heads = ("What", f"First: {named(first)}", f"Second: {named(second)}")
    rows = (*changed, *_unread_rows(first, second)) or (("Nothing differs in what was read.",),)
    return Table("What differs", heads, rows, (note,), roomy=(1, 2))


def _change_row(change: Change, first: Record, second: Record, rules: Rules, documents: Documents) -> tuple:
    return (
        lines(bold(subject(change, rules)), small(f"{change.part}, {change.status}")),
        _side(change.first, first, change.part, documents),
        _side(change.second, second, change.part, documents),
    )


def _side(items: tuple, record: Record, part: str, documents: Documents) -> Rich:
    if not items:
        return italic(absent_in_words(record, part))
    return lines(*(line for item in items for line in _item(item, part, documents)))


def _item(item, part: str, documents: Documents) -> tuple[Rich | str, Rich]:
    strong = f"label: {LEVELS[item.level]}" if part == "caution" else limits((item,))
    statement = run(item.statement, " ", small(source_link(documents, item.source, item.locator)))
    return bold(strong) if strong else "", statement


def _unread_rows(first: Record, second: Record) -> list[tuple]:
    sides = [unread_only(first, second), unread_only(second, first)]
    if not any(sides):
        return []
    cells = [
        lines(*(run(bold(gap.part), f": {gap.what}") for gap in gaps)) if gaps else italic("nothing more")
        for gaps in sides
    ]
    return [(bold("Not read"), *cells)]
