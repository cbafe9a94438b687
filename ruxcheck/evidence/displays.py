"""What the pages show of the figures: which rows, in which order, with which words; chosen in `data/displays.toml`, never in code."""

from collections.abc import Iterator
from types import MappingProxyType

from ruxcheck.evidence.figures import COMPARATOR, Evidence, Figure
from ruxcheck.kernel import Frozen
from ruxcheck.kernel.records import Record, Rules

NOTHING: dict[str, str] = MappingProxyType({})  # type: ignore[assignment]  # a default that nobody can add to


class Display(Frozen):
    """What one picture, table or page shows.

    `ids` names a trial, source, criterion or other entry of the data by the part it plays here; `words` gives entries, in
    order, the words they carry here. `where` are one or more selections of figures by column (a value, or a list of them;
    `direction` is the endpoint's), which together find exactly `rows` figures. With `label`, only figures count that the
    newest label version of that jurisdiction carries.
    """

    id: str
    title: str = ""
    note: str = ""
    ids: dict[str, str] = NOTHING
    words: dict[str, str] = NOTHING
    conflicts: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()
    label: str = ""
    where: tuple[dict, ...] = ()
    rows: int = 0


class Result(Frozen):
    """A result that can be told in several frames: its words, in whom, and where the counts of both arms stand."""

    id: str
    words: str
    whom: str
    trial: str
    population: str
    endpoint: str
    time: str
    source: str

    @property
    def named(self) -> str:
        """ "IGA treatment success, 2 to 11 y"."""
        return f"{self.words}, {self.whom}"

    @property
    def place(self) -> dict[str, str]:
        """Where the counts of both arms stand among the figures and effects."""
        names = ("trial", "population", "endpoint", "time", "source")
        return {name: getattr(self, name) for name in names}

    def is_of(self, row: Figure) -> bool:
        """Whether a figure is an arm of this result."""
        return all(getattr(row, name) == value for name, value in self.place.items())


def displays_of(entry: dict) -> dict[str, Display]:
    """The displays by their ids, from the content of `displays.toml`, which was checked before."""
    lists = ("conflicts", "records", "jurisdictions", "where")
    return {
        item["id"]: Display(**item | {name: tuple(item.get(name, ())) for name in lists}) for item in entry["displays"]
    }


def results_of(entry: dict) -> tuple[Result, ...]:
    """The results of the framing lab in their order, from the content of `displays.toml`."""
    return tuple(Result(**item) for item in entry["results"])


def newest_label(rules: Rules, jurisdiction: str) -> Record:
    """The newest label version of a jurisdiction, whichever day is asked about."""
    return [record for record in rules.labels if record.jurisdiction == jurisdiction][-1]


def selected(display: Display, evidence: Evidence, rules: Rules) -> tuple[Figure, ...]:
    """The figures of a display, one selection after the other, each in file order."""
    return tuple(row for rows in selections(display, evidence, rules) for row in rows)


def selections(display: Display, evidence: Evidence, rules: Rules) -> tuple[tuple[Figure, ...], ...]:
    """The figures of each selection of a display by itself."""
    carried = newest_label(rules, display.label).figures if display.label else None
    rows = [
        (row, row._asdict() | {"direction": evidence.endpoints[row.endpoint].direction}) for row in evidence.figures
    ]
    return tuple(tuple(row for row, cells in rows if _matches(cells, where, carried)) for where in display.where)


def _matches(cells: dict, where: dict, carried: tuple[str, ...] | None) -> bool:
    return (carried is None or cells["source"] in carried) and all(
        cells[name] in value if isinstance(value, list) else cells[name] == value for name, value in where.items()
    )


# What the parsed data files hold, for the checks that look across them.


def figure_rows(parsed: dict[str, dict]) -> Iterator[dict[str, str]]:
    """The rows of every file of figures, as the texts of their cells."""
    return (row for path in parsed if path.startswith("outcomes/") for row in parsed[path]["rows"])


def approved_arms(parsed: dict[str, dict]) -> set[str]:
    """The arms whose strength a label approves."""
    return {arm["id"] for arm in parsed["vocabulary.toml"]["arms"] if arm["approved"]}


def known_ids(parsed: dict[str, dict]) -> dict[str, set[str]]:
    """The ids of every list of the data files; under "label" the jurisdictions that have a label version."""
    words, records = parsed["vocabulary.toml"], [path for path in parsed if path.startswith(("trials/", "labels/"))]
    parts = ("criteria", "cautions", "notes")
    return {
        "trial": {item["id"] for item in words["studies"]},
        "population": {item["id"] for item in words["populations"]},
        "arm": {item["id"] for item in words["arms"]},
        "endpoint": {item["id"] for item in words["endpoints"]},
        "source": {item["id"] for item in parsed["sources.toml"]["sources"]},
        "conflict": {item["id"] for item in parsed["conflicts.toml"]["conflicts"]},
        "jurisdiction": {item["id"] for item in parsed["jurisdictions.toml"]["jurisdictions"]},
        "label": {path.split("/")[1] for path in records if path.startswith("labels/")},
        "record": {path.removesuffix(".toml").split("/", 1)[1] for path in records},
        "part of a record": {item["id"] for path in records for part in parts for item in parsed[path].get(part, ())},
    }


# What must agree between displays.toml and the other files: every id exists, and no selection loses or gains a figure unseen.

COLUMNS = ("trial", "population", "arm", "endpoint", "time", "statistic", "source", "locator", "direction")
# which displays the pages draw, and the parts that entries must play in them
NEEDED: dict[str, tuple[str, ...]] = {
    "label": (),
    "efficacy": ("pooled",),
    "efficacy-differences": (),
    "efficacy-early-itch": (),
    "efficacy-statements": (),
    "efficacy-sleep": (),
    "efficacy-after-week-8": (),
    "safety-events": ("trial", "source"),
    "safety-two-counts": (),
    "safety-statements": (),
    "safety-label-adults": (),
    "safety-label-adults-text": (),
    "safety-label-children": (),
    "safety-label-children-statements": (),
    "safety-children-stopped": (),
    "safety-children-special-interest": (),
    "safety-boxed-warning": ("caution",),
    "safety-levels": (),
    "safety-special-interest": ("trial",),
    "safety-single-arm": (),
    "safety-long-term": (),
    "safety-long-term-any-dose": (),
    "safety-long-term-children": (),
    "safety-long-term-children-special-interest": (),
    "exposure": ("by_arm",),
    "exposure-children": ("trial", "publication"),
    "maximum-use": ("record", "summary", "publication", "design", "long_term", "tube_limit"),
    "maximum-use-amounts": (),
    "labs-counts": (),
    "labs-area": ("record",),
    "labs-age": (),
    "story": ("trial",),
    "story-map": (),
    "story-labels": (),
    "sample": ("adults", "children", "adult_maximum_use", "child_maximum_use", "small_area", "label"),
}


def display_faults(parsed: dict[str, dict]) -> Iterator[str]:
    """Every disagreement as "file: entry: what is wrong; what is allowed or to do"."""
    entry, known, approved = parsed["displays.toml"], known_ids(parsed), approved_arms(parsed)
    direction = {item["id"]: item["direction"] for item in parsed["vocabulary.toml"]["endpoints"]}
    rows = [row | {"direction": direction[row["endpoint"]]} for row in figure_rows(parsed)]
    items = {item["id"]: item for item in entry["displays"]}
    for name, parts in NEEDED.items():
        if name not in items:
            yield f"displays.toml: displays '{name}' is missing; a page draws it; add it"
            continue
        for part in parts:
            if part not in items[name].get("ids", {}):
                yield f"displays.toml: displays '{name}' names no {part}; a page needs it; add it to ids"
    for item in items.values():
        unknown = _unknown_ids(item, known)
        yield from (f"displays.toml: displays '{item['id']}': {fault}" for fault in unknown)
        if not unknown and (fault := _count_fault(item, rows, parsed)):
            yield f"displays.toml: displays '{item['id']}': {fault}"
    for result in entry["results"]:
        yield from (
            f"displays.toml: results '{result['id']}': {fault}" for fault in _result_faults(result, rows, approved)
        )


def _unknown_ids(item: dict, known: dict[str, set[str]]) -> list[str]:
    anything = set().union(*known.values())
    named = [("ids", name, anything) for name in item.get("ids", {}).values()]
    named += [("words", name, anything) for name in item.get("words", {})]
    named += [("conflicts", name, known["conflict"]) for name in item.get("conflicts", ())]
    named += [("records", name, known["record"]) for name in item.get("records", ())]
    named += [("jurisdictions", name, known["jurisdiction"]) for name in item.get("jurisdictions", ())]
    named += [("label", item["label"], known["jurisdiction"])] if "label" in item else []
    found = [
        f"{key}: '{name}' is unknown; allowed are ids of the other data files"
        for key, name, ids in named
        if name not in ids
    ]
    if item.get("label") in known["jurisdiction"] - known["label"]:
        found.append(f"label: '{item['label']}' has no label version; allowed: {', '.join(sorted(known['label']))}")
    for where in item.get("where", ()):
        for column, value in where.items():
            if column not in COLUMNS:
                found.append(f"where: '{column}' is no column; allowed: {', '.join(COLUMNS)}")
            for name in value if isinstance(value, list) else [value]:
                if column in known and name not in known[column]:
                    found.append(f"where: {column} '{name}' is unknown; allowed are ids of the other data files")
    return found


def _count_fault(item: dict, rows: list[dict], parsed: dict[str, dict]) -> str:
    """Words for a selection that finds another number of figures than is stated."""
    wheres, stated = item.get("where", ()), item.get("rows", 0)
    if bool(wheres) != bool(stated):
        return "where and rows belong together; state in rows how many figures where finds"
    carried = _carried(item["label"], parsed) if "label" in item else None
    found = sum(_matches(row, where, carried) for where in wheres for row in rows)
    if found == stated:
        return ""
    words = f"finds {found} figures, rows says {stated}"
    if carried is not None:
        return (
            f"{words}; the newest label version of '{item['label']}' carries the figures of {', '.join(carried)}: where those "
            "of an older version still stand in it, name that source under figures in the label's file, else enter the new ones"
        )
    return f"{words}; no figure may leave or join a display unseen: correct where, or rows if the change is meant"


def _carried(jurisdiction: str, parsed: dict[str, dict]) -> tuple[str, ...]:
    """The sources whose figures the newest label version of a jurisdiction carries."""
    folder = f"labels/{jurisdiction}/"
    versions = [entry for path, entry in parsed.items() if path.startswith(folder)]
    newest = max(versions, key=lambda entry: str(entry["in_force_from"]))
    return tuple(newest.get("figures") or (newest["source"],))


def _result_faults(result: dict, rows: list[dict], approved: set[str]) -> Iterator[str]:
    place = {name: result[name] for name in ("trial", "population", "endpoint", "time", "source")}
    for kind, arms in (("an approved strength", approved), ("the comparator", {COMPARATOR})):
        found = [row for row in rows if row["arm"] in arms and row["n"] and _matches(row, place, None)]
        if len(found) != 1:
            yield f"{len(found)} counts on {kind} at {', '.join(place.values())}; exactly one is needed"
