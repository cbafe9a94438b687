"""What `data/` holds, as frozen, typed records, and which label version is in force on a day."""

from datetime import date

from ruxcheck.kernel import Frozen
from ruxcheck.kernel.criteria import INFINITY, Criterion, Range
from ruxcheck.kernel.possible_values import Field


class Usage(Frozen):
    """One way to say how much cream an application takes at certain ages.

    Either `g_per_percent`, grams for 1% of body surface, or `mg_per_cm2`, milligrams on each cm2 of skin; the other is None.
    """

    id: str
    ages: Range
    statement: str
    source: str
    locator: str
    g_per_percent: float | None = None
    mg_per_cm2: float | None = None

    def grams_per_percent(self, surface_m2: float) -> float:
        """Grams for 1% of a body of this surface: 1% of 1 m2 is 100 cm2."""
        if self.g_per_percent is not None:
            return self.g_per_percent
        return self.mg_per_cm2 * surface_m2 * 100 / 1000


class AmountFacts(Frozen):
    """The facts of `data/amount.toml`: applications a day, the assumption, what was observed, and the table by age.

    `bands` give grams for 1% from fingertip units for the whole body; they stand in where no body size is known.
    `spread` says how far single patients were from the means.
    """

    applications_per_day: int
    applications_source: str
    applications_locator: str
    body_surface: Usage
    assumed: Usage
    observed: tuple[Usage, ...]
    bands: tuple[Usage, ...]
    spread: Usage
    fingertip_g: float
    fingertip: Usage


def amount_facts_of(entry: dict) -> AmountFacts:
    """Typed facts from the parsed `amount.toml`, checked before."""
    finger = entry["fingertip"]
    return AmountFacts(
        applications_per_day=entry["applications_per_day"],
        applications_source=entry["applications_source"],
        applications_locator=entry["applications_locator"],
        body_surface=_usage("body surface", entry["body_surface"]),
        assumed=_usage("assumed", entry["assumed"]),
        observed=tuple(_usage(item["id"], item) for item in entry["observed"]),
        bands=tuple(_band(finger, band) for band in finger["bands"]),
        spread=_usage("spread", entry["spread"]),
        fingertip_g=finger["g"],
        fingertip=_usage("fingertip", finger),
    )


def _usage(name: str, item: dict) -> Usage:
    outside = (item.get(key, False) for key in ("min_exclusive", "max_exclusive"))
    ages = Range(item.get("min", 0), item.get("max", INFINITY), *outside)
    amount = {key: item[key] for key in ("g_per_percent", "mg_per_cm2") if key in item}
    return Usage(name, ages, item["statement"], item["source"], item["locator"], **amount)


def _band(finger: dict, band: dict) -> Usage:
    """One row of the table by age: each ends where the next begins."""
    ages = Range(band["min"], band.get("max", INFINITY), False, True)
    words = f"{band['units']:g} fingertip units of {finger['g']:g} g for the whole body, {band['ages']}"
    return Usage(
        f"fingertips from {band['min']:g}",
        ages,
        words,
        finger["bands_source"],
        finger["bands_locator"],
        band["units"] * finger["g"] / 100,
    )


# What `data/` holds, as frozen, typed records: labels, trials, sources, conflicts.

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
    when it was read exactly); both are None for a trial. `checked_on` is the latest day any source showed the record to be
    the current one, press included; `verified_on` is the latest day a label text or an authority's own record showed it
    (None: never, or a trial). `recheck_days` after `verified_on`, or `checked_on` without it, the record is overdue. `figures` are the sources whose figures a label version
    carries: its own, unless the data say that those of an older version still stand in it.
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
    figures: tuple[str, ...] = ()
    verified_on: date | None = None

    def is_overdue(self, on: date) -> bool:
        return (on - (self.verified_on or self.checked_on)).days > self.recheck_days

    @property
    def fields(self) -> frozenset[str]:
        """Every field that a criterion or a caution of the record asks about."""
        named = [rule.field for rule in self.criteria] + [rule.when.field for rule in self.criteria if rule.when]
        return frozenset(field for field in named + [item.field for item in self.cautions] if field)

    @property
    def is_unread(self) -> bool:
        """Whether text that counts was not read, so that overall is at best `cannot tell`."""
        return any(gap.part in COUNTED_PARTS or not self.has(gap.part) for gap in self.not_read)

    @property
    def unreviewed_parts(self) -> tuple[str, ...]:
        """Dosing and cautions, where nobody has read any of their text: what fits such a label is not known to be within it."""
        parts = (gap.part for gap in self.not_read if gap.part in ("dosing", "caution") and not self.has(gap.part))
        return tuple(dict.fromkeys(parts))

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

    def trial(self, name: str) -> Record:
        """The trial with this id. Raises StopIteration where there is none; data that names one is checked at start."""
        return next(record for record in self.trials if record.id == name)


class Documents(Frozen):
    """What stands behind the rules: every source by id, every conflict between them, what was searched for and not found,
    and trials that are known and not evaluated here.
    """

    sources: dict[str, Source]
    conflicts: tuple[Conflict, ...]
    not_found: tuple[Note, ...] = ()
    known_trials: tuple[Note, ...] = ()


# Which label version is in force on a day: the only date logic of the tool.


class NoLabelInForce(LookupError):
    """No label version that was read is in force in this jurisdiction on that day; `earliest` is the first known day, or None."""

    def __init__(self, jurisdiction: str, day: date, earliest: date | None):
        self.earliest = earliest
        known = f"the earliest version read starts {earliest}" if earliest else "no version was read at all"
        super().__init__(f"{jurisdiction}: no label in force on {day}; {known}")


def label_on(labels: tuple[Record, ...], jurisdiction: str, day: date) -> tuple[Record, ...]:
    """The label version in force on a day, or every version that may be.

    Returns one record, or two (older first) on a day inside the window in which the newer one's start lies; the day it
    started at the latest is outside that window. Raises NoLabelInForce before the first version is certain to be in force.
    """
    versions = [record for record in labels if record.jurisdiction == jurisdiction]
    certain = [record for record in versions if record.in_force_from_latest <= day]
    if not certain:
        raise NoLabelInForce(jurisdiction, day, versions[0].in_force_from_latest if versions else None)
    possible = [record for record in versions if record.in_force_from <= day < record.in_force_from_latest]
    return (certain[-1], *possible)


def day(value: date | str | None) -> date | None:
    """A date from TOML (a date) or from the snapshot (its ISO text)."""
    return date.fromisoformat(value) if isinstance(value, str) else value
