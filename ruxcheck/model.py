"""What `data/` holds, as frozen, typed records: labels, trials, sources, conflicts."""

from datetime import date

from ruxcheck.amount_facts import AmountFacts
from ruxcheck.criteria import Criterion
from ruxcheck.frozen import Frozen
from ruxcheck.values import Field

COUNTED_PARTS = ("entry", "indication", "dosing")


class Caution(Frozen):
    """A warning of a label; with a `field` it applies when that yes/no fact is answered `applies_if`. It never changes a result."""

    id: str
    statement: str
    source: str
    locator: str
    level: str
    field: str | None = None
    applies_if: str = "yes"


class NotRead(Frozen):
    """Text of a source that nobody here has read: which part of the record, and what."""

    part: str
    what: str


class Note(Frozen):
    """A fact kept beside the rules and never evaluated."""

    id: str
    statement: str
    source: str
    locator: str


class Period(Frozen):
    """A stretch of a trial's design, from week to week."""

    start_week: int
    end_week: int
    title: str
    source: str
    locator: str


class Record(Frozen):
    """One trial, or one label version in one jurisdiction.

    `in_force_from` is the earliest day the version may have started, `in_force_from_latest` the latest (the same day
    when it was read exactly); both are None for a trial. `checked_on` is the latest day a source showed the record to
    be the current one; after `recheck_days` more it is overdue.
    """

    kind: str
    id: str
    title: str
    short: str
    source: str
    checked_on: date
    checked_locator: str
    recheck_days: int
    criteria: tuple[Criterion, ...]
    cautions: tuple[Caution, ...]
    not_read: tuple[NotRead, ...]
    notes: tuple[Note, ...]
    seed: bool = False
    rank: int = 0
    registry_ids: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    jurisdiction: str = ""
    version: str = ""
    in_force_from: date | None = None
    in_force_from_latest: date | None = None
    in_force_source: str = ""
    in_force_locator: str = ""

    def is_overdue(self, on: date) -> bool:
        return (on - self.checked_on).days > self.recheck_days

    @property
    def is_unread(self) -> bool:
        """Whether text that counts was not read, so that overall is at best `cannot tell`."""
        return any(gap.part in COUNTED_PARTS or not self.has(gap.part) for gap in self.not_read)

    def has(self, part: str) -> bool:
        """Whether any text of this part of the record was read."""
        return any(rule.part == part for rule in self.criteria) or (part == "caution" and bool(self.cautions))


class Source(Frozen):
    """One document. `published` is None when no date was read; `reading` says whether the passage itself or an excerpt was read."""

    id: str
    title: str
    citation: str
    reading: str
    accessed: date
    url: str = ""
    where: str = ""
    published: date | None = None
    licence: str = ""


class Statement(Frozen):
    """What one source says in a conflict."""

    source: str
    locator: str
    text: str


class Conflict(Frozen):
    """Sources that disagree on one figure or rule, and how the tool handles it."""

    id: str
    title: str
    concerns: tuple[str, ...]
    says: tuple[Statement, ...]
    handling: str
    because: str


class Jurisdiction(Frozen):
    """A country or union by its two-letter id; `no_record` says why none of its labels is recorded here, if none is."""

    id: str
    name: str
    authority: str
    no_record: str = ""


class Rules(Frozen):
    """Everything in `data/` that decides a result; `sha256` is the fingerprint of the whole of `data/`."""

    fields: dict[str, Field]
    jurisdictions: dict[str, Jurisdiction]
    labels: tuple[Record, ...]
    trials: tuple[Record, ...]
    not_checked: tuple[str, ...]
    amount_facts: AmountFacts
    sha256: str

    @property
    def field_names(self) -> dict[str, str]:
        """What each field is called on screen, by its id."""
        return {field.id: field.label for field in self.fields.values()}


class Documents(Frozen):
    """What stands behind the rules: every source by id, and every conflict between them."""

    sources: dict[str, Source]
    conflicts: tuple[Conflict, ...]
