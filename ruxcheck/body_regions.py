"""Counting affected body surface by region or by palm: a help to fill in %BSA, never filled in by itself."""

from functools import lru_cache

from ruxcheck.criteria import INFINITY, MET, Range
from ruxcheck.frozen import Frozen
from ruxcheck.records import DATA, parsed_files
from ruxcheck.values import Interval


class Palm(Frozen):
    """The share of one palm with fingers, as percent of the patient's own body surface."""

    percent: Interval
    statement: str
    source: str
    locator: str


class Region(Frozen):
    """One region: percent of body surface of one side, by column of its chart; `sides` is 2 for paired regions."""

    id: str
    label: str
    percent: tuple[float, ...]
    sides: int = 1

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """What is counted apart, as (id, name): left and right of a paired region, else the region itself."""
        if self.sides == 1:
            return ((self.id, self.label),)
        return tuple((f"{self.id}-{side}", f"{self.label}, {side}") for side in ("right", "left"))


class RegionChart(Frozen):
    """Shares of the body surface by region, one column for each stretch of age in years."""

    id: str
    title: str
    note: str
    source: str
    locator: str
    columns: tuple[tuple[str, Range], ...]
    regions: tuple[Region, ...]

    def column_for(self, age_years: Interval) -> int | None:
        """The column in which every possible age lies; None where none holds them all."""
        return next((i for i, (_, ages) in enumerate(self.columns) if ages.admits(age_years) == MET), None)

    def shares(self, column: int) -> dict[str, float]:
        """Percent of body surface of each counted part by its id."""
        return {part: region.percent[column] for region in self.regions for part, _ in region.parts}


class BodyRegions(Frozen):
    """The palm and every chart of `data/body_regions.toml`."""

    palm: Palm
    charts: tuple[RegionChart, ...]

    def chart_for(self, age_years: Interval) -> tuple[RegionChart, int] | None:
        """The chart and column for a possible age; None where no verified chart covers it (16 and 17 years, or an age range across columns)."""
        found = ((chart, chart.column_for(age_years)) for chart in self.charts)
        return next(((chart, column) for chart, column in found if column is not None), None)

    def of_palms(self, count: float) -> Interval:
        """%BSA of so many palms, from the measured to the usual share."""
        return Interval(*(min(round(count * share, 1), 100) for share in self.palm.percent))


def affected(shares: dict[str, float], parts: dict[str, float]) -> float:
    """%BSA from the affected percent of each part by its id. Raises ValueError for a part of no chart or outside 0 to 100."""
    for part, percent in parts.items():
        if part not in shares or not 0 <= percent <= 100:
            raise ValueError(f"{part}: {percent} was given; allowed: 0 to 100 percent of {', '.join(shares)}")
    return round(sum(shares[part] * percent / 100 for part, percent in parts.items()), 1)


@lru_cache(maxsize=4)
def load_regions(folder: str = DATA) -> BodyRegions:
    """The charts of a data folder, checked as a whole. Raises DataErrors with every fault found."""
    entry = parsed_files(folder, "regions")[0]["body_regions.toml"]
    palm = entry["palm"]
    share = Interval(palm["low_percent"], palm["high_percent"])
    return BodyRegions(
        Palm(share, palm["statement"], palm["source"], palm["locator"]),
        tuple(_chart(chart) for chart in entry["charts"]),
    )


def _chart(entry: dict) -> RegionChart:
    columns = tuple(
        (column["ages"], Range(column["min"], column.get("max", INFINITY), False, True)) for column in entry["columns"]
    )
    regions = tuple(Region(**region | {"percent": tuple(region["percent"])}) for region in entry["regions"])
    return RegionChart(**entry | {"columns": columns, "regions": regions})
