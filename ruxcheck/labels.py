"""Which label version is in force on a day: the only date logic of the tool."""

from datetime import date

from ruxcheck.model import Record


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
