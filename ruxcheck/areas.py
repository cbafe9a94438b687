"""The stretch of age and %BSA that a record admits at a given IGA."""

from ruxcheck.criteria import CANNOT_TELL, INFINITY, MET, NOT_MET
from ruxcheck.frozen import Frozen
from ruxcheck.model import Record, Rules
from ruxcheck.values import Interval


class Area(Frozen):
    """What one record admits: age in years and %BSA from low to high, and whether the IGA fits.

    `severity` is the result for the IGA given: `not met` means that the area is closed. `bsa_read` is False where the
    record's area limits were not read, so that the whole of %BSA is drawn without being known to be admitted.
    """

    id: str
    short: str
    kind: str
    age_low: float
    age_high: float
    bsa_low: float
    bsa_high: float
    severity: str
    bsa_read: bool


def area_of(record: Record, iga: Interval, rules: Rules) -> Area:
    """The area one label or trial admits for a possible IGA; a label without this indication admits none."""
    ranges = {rule.field: rule.range for rule in record.criteria if rule.core and rule.range}
    closed = any(rule.range is None for rule in record.criteria)
    severity = NOT_MET if closed else (ranges["iga"].admits(iga) if "iga" in ranges else MET)
    ends: list[tuple[float, float]] = []
    for name in ("age_years", "bsa_percent"):
        field = rules.fields[name]
        low, high = ranges[name][:2] if name in ranges else (-INFINITY, INFINITY)
        ends.append((max(low, field.low), min(high, field.high)))
    ages, shares = ends
    return Area(record.id, record.short, record.kind, *ages, *shares, severity, "bsa_percent" in ranges)


def open_areas(records: tuple[Record, ...], iga: Interval, rules: Rules) -> tuple[Area, ...]:
    """The areas that this IGA leaves open, certain ones and ones that cannot be told."""
    areas = (area_of(record, iga, rules) for record in records)
    return tuple(area for area in areas if area.severity in (MET, CANNOT_TELL))
