"""The shape of the files on amounts of cream and on shares of the body surface."""

from typing import Annotated

from msgspec import Meta

from ruxcheck.schema_records import Bounds, Id, Strict, Text

Positive = Annotated[float, Meta(gt=0, lt=1000)]  # an upper end too, because TOML knows inf


class SaidEntry(Strict, kw_only=True):
    statement: Text
    source: Id
    locator: Text


class AssumedEntry(SaidEntry, kw_only=True):
    mg_per_cm2: Positive


class ObservedEntry(Bounds, kw_only=True):
    id: Id
    statement: Text
    source: Id
    locator: Text
    g_per_percent: Positive | None = None
    mg_per_cm2: Positive | None = None


class BandEntry(Strict, kw_only=True):
    ages: Text
    units: Positive
    min: float
    max: float | None = None


class FingertipEntry(SaidEntry, kw_only=True):
    g: Positive
    bands: Annotated[list[BandEntry], Meta(min_length=1)]
    bands_source: Id
    bands_locator: Text


class AmountFile(Strict, kw_only=True):
    applications_per_day: Annotated[int, Meta(gt=0)]
    applications_source: Id
    applications_locator: Text
    body_surface: SaidEntry
    assumed: AssumedEntry
    observed: list[ObservedEntry]
    spread: SaidEntry
    fingertip: FingertipEntry


class PalmEntry(SaidEntry, kw_only=True):
    low_percent: Positive
    high_percent: Positive


class ColumnEntry(Strict, kw_only=True):
    ages: Text
    min: float
    max: float | None = None


class RegionEntry(Strict, kw_only=True):
    id: Id
    label: Text
    percent: Annotated[list[Positive], Meta(min_length=1)]
    sides: Annotated[int, Meta(ge=1, le=2)] = 1


class ChartEntry(Strict, kw_only=True):
    id: Id
    title: Text
    note: Text
    source: Id
    locator: Text
    columns: Annotated[list[ColumnEntry], Meta(min_length=1)]
    regions: Annotated[list[RegionEntry], Meta(min_length=1)]


class RegionsFile(Strict, kw_only=True):
    palm: PalmEntry
    charts: Annotated[list[ChartEntry], Meta(min_length=1)]
