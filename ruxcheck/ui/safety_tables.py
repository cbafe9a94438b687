"""Adverse events as tables: label tables with vehicle beside, long-term groups without a comparison, conflicts, cautions."""

from html import escape

from ruxcheck.evidence import Evidence, Figure
from ruxcheck.model import Caution, Documents, Record
from ruxcheck.ui.catalogue import conflicts_list
from ruxcheck.ui.markup import listed, located, table


def groups_table(
    caption: str, rows: tuple[Figure, ...], groups: dict[str, str], evidence: Evidence, documents: Documents
) -> str:
    """One row an event, one column a group: n (percent as printed); `groups` maps arms to the words of their column."""
    events = dict.fromkeys(row.endpoint for row in rows)
    body = [_event(event, rows, tuple(groups), evidence) for event in events]
    places = dict.fromkeys((row.source, row.locator) for row in rows)
    where = "; ".join(located(documents, *place) for place in places)
    heads = tuple(_head(words, {row.N for row in rows if row.arm == arm and row.N}) for arm, words in groups.items())
    return table(caption, ("Event", *heads), body) + f'<div class="rux"><p><small>Source: {where}</small></p></div>'


def _head(words: str, sizes: set[int]) -> str:
    """A column's words with its one denominator. Raises ValueError where a column mixes several."""
    if len(sizes) > 1:
        raise ValueError(f"{words}: several denominators, {sorted(sizes)}; make one table for each")
    return f"{words}, N\u00a0{sizes.pop()}" if sizes else words


def _event(event: str, rows: tuple[Figure, ...], arms: tuple[str, ...], evidence: Evidence) -> str:
    of_event = {row.arm: row for row in rows if row.endpoint == event}
    cells = "".join(f'<td class="figure">{as_printed(of_event[arm]) if arm in of_event else ""}</td>' for arm in arms)
    return f"<tr><td>{escape(evidence.endpoints[event].label)}</td>{cells}</tr>"


def as_printed(row: Figure) -> str:
    """ "13 (3)" with the percent as its source prints it; "4 (&lt;1)"; the count alone where no percent is printed."""
    value = escape(row.value or "")
    if row.n is None:
        return f"({value})"
    return f"{row.n} ({value})" if value else str(row.n)


def statements(rows: tuple[Figure, ...], evidence: Evidence, documents: Documents) -> str:
    """What sources say in words only: each event with the words, and the place once below."""
    items = [f"{escape(evidence.endpoints[row.endpoint].label)}: {escape(row.note)}" for row in rows]
    places = dict.fromkeys((row.source, row.locator) for row in rows)
    where = "; ".join(located(documents, *place) for place in places)
    return f'<div class="rux">{listed(items)}<p><small>Source: {where}</small></p></div>'


def chosen_conflicts(documents: Documents, *ids: str, caption: str = "Conflicts") -> str:
    """These conflicts as the Sources page shows them. Raises LookupError for an id that is not there."""
    found = tuple(conflict for name in ids for conflict in documents.conflicts if conflict.id == name)
    if len(found) != len(ids):
        raise LookupError(f"conflicts {ids}; {len(found)} of them are in conflicts.toml")
    return conflicts_list(documents._replace(conflicts=found), caption)


def boxed_warning(record: Record, documents: Documents) -> str:
    """The boxed warning in the record's words with its version, day and place, and what the box asks for."""
    boxed = next(caution for caution in record.cautions if caution.id == "boxed-warning")
    others = tuple(item for item in record.cautions if "boxed warning" in item.locator and item is not boxed)
    said = [f"{escape(part.strip().rstrip('.'))}." for part in boxed.statement.split(". ")]
    return (
        f'<div class="rux"><p><b>{escape(record.title)}</b>, {escape(record.version)}, in force from {record.in_force_from}, '
        f"last seen as current on {record.checked_on}. {located(documents, boxed.source, boxed.locator)}</p>{listed(said)}"
        "<p>Two facts stand together: the warning is on the cream's label, and its data come mainly from another way of "
        "giving JAK inhibitors. The next section shows how much reaches the blood from the cream.</p></div>"
    ) + cautions_table("What the boxed warning asks for", others, documents)


def cautions_table(caption: str, cautions: tuple[Caution, ...], documents: Documents) -> str:
    """Cautions in the record's words, each with its level and place."""
    rows = [
        f"<tr><td>{escape(caution.statement)}</td><td>{escape(caution.level)}</td>"
        f"<td>{located(documents, caution.source, caution.locator)}</td></tr>"
        for caution in cautions
    ]
    return table(caption, ("What the label says", "Level", "Where"), rows)


def under_one_percent(rows: tuple[Figure, ...], evidence: Evidence) -> str:
    """The events that the label lists with a percent and no count, as one sentence."""
    listed_rows = [row for row in rows if row.n is None]
    names = ", ".join(evidence.endpoints[row.endpoint].label.lower() for row in listed_rows)
    return f"Listed without a count, {listed_rows[0].value}% on 1.5% and none on vehicle: {names}."
