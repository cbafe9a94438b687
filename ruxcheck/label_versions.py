"""The label versions along time, and the few facts a clinician asks of each: age, area, amount."""

from datetime import date

from ruxcheck.frozen import Frozen
from ruxcheck.label_difference import has_no_indication
from ruxcheck.labels import NoLabelInForce, label_on
from ruxcheck.model import Record, Rules

NO_INDICATION = "no atopic dermatitis indication"
AREA_UNREAD = "area limit not read"
AMOUNT_UNREAD = "not read"


class Version(Frozen):
    """One label version: since when for certain, since when at the earliest, and until when (None: no later one was read)."""

    record: Record
    earliest: date
    certain: date
    until: date | None

    @property
    def has_window(self) -> bool:
        """Whether the start day itself was not read."""
        return self.certain != self.earliest


def versions(rules: Rules) -> tuple[Version, ...]:
    """Every label version, by jurisdiction and start; each runs until the next one may have started."""
    return tuple(
        Version(record, record.in_force_from, record.in_force_from_latest, _next_start(record, rules))
        for record in rules.labels
    )


def _next_start(record: Record, rules: Rules) -> date | None:
    later = [
        other.in_force_from
        for other in rules.labels
        if other.jurisdiction == record.jurisdiction and other.in_force_from > record.in_force_from
    ]
    return min(later, default=None)


def in_force(rules: Rules, on: date) -> dict[str, tuple[Record, ...] | NoLabelInForce]:
    """For each jurisdiction with a record, the version or the two possible versions of a day, or why there is none."""
    found: dict[str, tuple[Record, ...] | NoLabelInForce] = {}
    for jurisdiction in dict.fromkeys(record.jurisdiction for record in rules.labels):
        try:
            found[jurisdiction] = label_on(rules.labels, jurisdiction, on)
        except NoLabelInForce as none_in_force:
            found[jurisdiction] = none_in_force
    return found


def age_limit(record: Record) -> str:
    """ "12 y or older"; a label without this indication has none."""
    return NO_INDICATION if has_no_indication(record) else _limit(record, "age_years") or "age not read"


def area_limit(record: Record) -> str:
    """ "20% or less", or that the limit was not read; empty where the label has no such indication."""
    if has_no_indication(record):
        return ""
    return _limit(record, "bsa_percent") or AREA_UNREAD


def amount_limits(record: Record) -> tuple[str, ...]:
    """The tube limits as the record states them; "not read" where dosing was not read."""
    if has_no_indication(record):
        return ()
    told = tuple(rule.statement for rule in record.criteria if rule.amount_limits)
    return told or (AMOUNT_UNREAD,)


def _limit(record: Record, field: str) -> str:
    return next((rule.limit for rule in record.criteria if rule.field == field), "")


def named(record: Record) -> str:
    """ "United States label 2026-06-30"."""
    return f"{record.title} {record.id.partition('/')[2]}"
