"""How much cream the affected skin takes, as possible values, against the tube limits of a label."""

from math import inf, sqrt

from ruxcheck.kernel import Frozen
from ruxcheck.kernel.criteria import CANNOT_TELL, MET, NOT_MET, Criterion, Range
from ruxcheck.kernel.possible_values import Field, Interval, Profile
from ruxcheck.kernel.records import AmountFacts, Usage

GIVEN, MOSTELLER, BY_AGE = "given", "Mosteller", "table by age"
MOSTELLER_DIVISOR = 3600


class Amount(Frozen):
    """Grams of cream for one patient, from the lowest to the highest of the estimates that fit the age.

    `basis` says where the body surface comes from: given, by Mosteller's formula from weight and height, or the table
    by age; `surface_m2` is None with the table, and then the amount never settles a label's limit. `usages` are the
    estimates, the assumption first.
    """

    basis: str
    surface_m2: Interval | None
    bsa_percent: Interval
    usages: tuple[Usage, ...]
    applications_per_day: int
    fingertip_g: float

    @property
    def per_percent(self) -> Interval:
        """Grams for 1% of body surface at one application."""
        ends = [grams for usage in self.usages for grams in self.of_usage(usage)]
        return Interval(min(ends), max(ends))

    def of_usage(self, usage: Usage) -> Interval:
        """Grams for 1% of body surface at one application by one estimate."""
        low, high = self.surface_m2 or (0, 0)
        return Interval(usage.grams_per_percent(low), usage.grams_per_percent(high))

    @property
    def per_application(self) -> Interval:
        return self._grams(1)

    def over(self, days: int) -> Interval:
        """Grams in so many days of use as the label has it."""
        return self._grams(self.applications_per_day * days)

    def _grams(self, applications: int) -> Interval:
        # rounded once, at the end: a rounded application, multiplied, would miss a limit it lies on
        ends = zip(self.per_percent, self.bsa_percent)
        return Interval(*(rounded(rate * percent * applications) for rate, percent in ends))

    @property
    def fingertip_units(self) -> Interval:
        """Fingertip units at one application."""
        return Interval(*(grams / self.fingertip_g for grams in self.per_application))

    def reaches(self, grams: float, days: int) -> Interval:
        """The affected %BSA at which so many grams are used up in so many days: from the highest to the lowest estimate."""
        times = self.applications_per_day * days
        return Interval(*(rounded(grams / (times * rate)) for rate in (self.per_percent.high, self.per_percent.low)))


class TubeLimit(Frozen):
    """One tube limit for one patient: what may be used in so many days, what is estimated, and where the estimate lies.

    `result` is `met` for an estimate within the limit, `not met` for one over it, else `cannot tell`: it settles no criterion.
    `grams` is None where the amount cannot be estimated; `reached_at` is the %BSA at which the limit is reached.
    """

    tube_g: int
    tubes: int
    days: int
    result: str
    grams: Interval | None = None
    reached_at: Interval | None = None

    @property
    def limit_g(self) -> int:
        return self.tube_g * self.tubes


def amount_of(profile: Profile, facts: AmountFacts, fields: dict[str, Field]) -> Amount | None:
    """The amount for one patient; None where %BSA is not recorded, or neither a body size nor an age that the facts speak of."""
    age, bsa = profile.get("age_years") or fields["age_years"].domain, _answered(profile, fields["bsa_percent"])
    if bsa is None:
        return None
    basis, surface = body_surface(profile, fields)
    if surface:
        usages = (facts.assumed, *_at(facts.observed, age))
    else:
        # the table reaches back to 3 months only: an age that may lie before it has no estimate
        bands = (
            _at(facts.bands, age) if age != fields["age_years"].domain and age.low >= facts.bands[0].ages.low else ()
        )
        usages = (*bands, *(usage for usage in _at(facts.observed, age) if usage.g_per_percent and bands))
    return Amount(basis, surface, bsa, usages, facts.applications_per_day, facts.fingertip_g) if usages else None


def body_surface(profile: Profile, fields: dict[str, Field]) -> tuple[str, Interval | None]:
    """Body surface in m2 and where it comes from: as given, else Mosteller's square root of cm times kg over 3600."""
    given, weight, height = (_answered(profile, fields[name]) for name in ("body_surface_m2", "weight_kg", "height_cm"))
    if given:
        return GIVEN, given
    if weight and height:
        return MOSTELLER, Interval(*(_mosteller(kg, cm) for kg, cm in zip(weight, height)))
    return BY_AGE, None


def _mosteller(kg: float, cm: float) -> float:
    return sqrt(kg * cm / MOSTELLER_DIVISOR)


# From which ages on which weights and heights are no longer asked about. The tool's own bounds against slips of the hand, far
# beyond what is rare; from no source, and no answer rests on them.
_USUAL = (
    (0, {"weight_kg": Interval(1.5, 35), "height_cm": Interval(35, 115)}),
    (2, {"weight_kg": Interval(5, 70), "height_cm": Interval(60, 150)}),
    (6, {"weight_kg": Interval(8, 150), "height_cm": Interval(80, 200)}),
    (12, {"weight_kg": Interval(15, 300), "height_cm": Interval(100, 250)}),
)
_USUAL_KG_PER_M2 = Interval(8, 90)
_USUAL_SURFACE_RATIO = Interval(2 / 3, 3 / 2)


def doubtful_pairs(profile: Profile, fields: dict[str, Field]) -> tuple[tuple[str, str], ...]:
    """Pairs of fields whose figures hardly belong to one person, such as 250 kg at 8 years: a reason to ask, never to correct.

    Empty where a figure is missing, or where any possible value of the two would pass.
    """
    age, weight, height, given = (
        _answered(profile, fields[name]) for name in ("age_years", "weight_kg", "height_cm", "body_surface_m2")
    )
    found = []
    for name, value in (("weight_kg", weight), ("height_cm", height)):
        if age and value and _is_apart(value, _usual(name, age)):
            found.append((name, "age_years"))
    if weight and height:
        bulk = Interval(weight.low / (height.high / 100) ** 2, weight.high / (height.low / 100) ** 2)
        if _is_apart(bulk, _USUAL_KG_PER_M2):
            found.append(("weight_kg", "height_cm"))
        formula = Interval(*(_mosteller(kg, cm) for kg, cm in zip(weight, height)))
        if given and _is_apart(Interval(given.low / formula.high, given.high / formula.low), _USUAL_SURFACE_RATIO):
            found.append(("body_surface_m2", "weight_kg"))
    return tuple(found)


def _usual(name: str, age: Interval) -> Interval:
    """The usual figures at every age that is possible."""
    starts = [start for start, _ in _USUAL]
    bands = [
        usual[name] for (start, usual), end in zip(_USUAL, (*starts[1:], inf)) if start <= age.high and age.low < end
    ]
    return Interval(min(band.low for band in bands), max(band.high for band in bands))


def _is_apart(value: Interval, usual: Interval) -> bool:
    return value.high < usual.low or value.low > usual.high


def tube_limits(amount: Amount | None, rule: Criterion) -> tuple[TubeLimit, ...]:
    """Each tube limit of a criterion against the amount, a guide only: means of groups are no bound on one patient."""
    return tuple(_tube_limit(amount, **limit) for limit in rule.amount_limits)


def _tube_limit(amount: Amount | None, tube_g: int, tubes: int, days: int) -> TubeLimit:
    if amount is None:
        return TubeLimit(tube_g, tubes, days, CANNOT_TELL)
    grams = amount.over(days)
    result = Range(high=tube_g * tubes).admits(grams) if amount.surface_m2 else CANNOT_TELL
    return TubeLimit(tube_g, tubes, days, result, grams, amount.reaches(tube_g * tubes, days))


def _at(usages: tuple[Usage, ...], age: Interval) -> tuple[Usage, ...]:
    """The usages that an age may fall under."""
    return tuple(usage for usage in usages if usage.ages.admits(age) != NOT_MET)


def _answered(profile: Profile, field: Field) -> Interval | None:
    value = profile.get(field.id)
    return value if value != field.domain else None


def rounded(figure: float) -> float:
    """Without the dust of binary fractions, so that an amount exactly on a limit is on it."""
    return round(figure, 6)


# Counting affected body surface by region or by palm: a help to fill in %BSA, never filled in by itself.


class Palm(Frozen):
    """The share of one palm with fingers, as percent of the patient's own body surface."""

    percent: Interval
    statement: str
    source: str
    locator: str


class Region(Frozen):
    """One region: percent of body surface of one side, by column of its chart.

    A share is a range where no chart gives it exactly. `sides` is 2 for paired regions; `view` is "front" or "back" for a
    region that lies on one of them alone, and None for one that is seen from both.
    """

    id: str
    label: str
    percent: tuple[Interval, ...]
    sides: int = 1
    view: str | None = None

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """What is counted apart, as (id, name): right and left of a paired region, front and back of one seen from both."""
        found = [(self.id, self.label)]
        if self.sides == 2:
            found = [(f"{part}-{side}", f"{name}, {side}") for part, name in found for side in ("right", "left")]
        if self.view is None:
            found = [(f"{part}-{view}", f"{name}, {view}") for part, name in found for view in ("front", "back")]
        return tuple(found)

    def share(self, column: int) -> Interval:
        """Percent of body surface of one counted part; front and back are taken as half each."""
        halves = 2 if self.view is None else 1
        return Interval(*(end / halves for end in self.percent[column]))


class RegionChart(Frozen):
    """Shares of the body surface by region, one column for each stretch of age in years."""

    id: str
    title: str
    statement: str
    source: str
    locator: str
    columns: tuple[tuple[str, Range], ...]
    regions: tuple[Region, ...]

    def column_for(self, age_years: Interval) -> int | None:
        """The column in which every possible age lies; None where none holds them all."""
        return next((i for i, (_, ages) in enumerate(self.columns) if ages.admits(age_years) == MET), None)

    def shares(self, column: int) -> dict[str, Interval]:
        """Percent of body surface of each counted part by its id."""
        return {part: region.share(column) for region in self.regions for part, _ in region.parts}


class BodyRegions(Frozen):
    """The palm and every chart of `data/body_regions.toml`."""

    palm: Palm
    charts: tuple[RegionChart, ...]

    def chart_for(self, age_years: Interval) -> tuple[RegionChart, int] | None:
        """The chart and column for a possible age; None where no single column covers it, as for an age range across columns."""
        found = ((chart, chart.column_for(age_years)) for chart in self.charts)
        return next(((chart, column) for chart, column in found if column is not None), None)

    def of_palms(self, count: float) -> Interval:
        """%BSA of so many palms, from the measured to the usual share."""
        return Interval(*(min(round(count * share, 1), 100) for share in self.palm.percent))


def affected(shares: dict[str, Interval], parts: dict[str, float]) -> Interval:
    """%BSA, from lowest to highest, of the affected percent of each part by its id. Raises ValueError for a part of no chart or outside 0 to 100."""
    for part, percent in parts.items():
        if part not in shares or not 0 <= percent <= 100:
            raise ValueError(f"{part}: {percent} was given; allowed: 0 to 100 percent of {', '.join(shares)}")
    ends = zip(*(shares[part] for part in parts)) if parts else ((), ())
    return Interval(
        *(min(round(sum(share * parts[part] / 100 for part, share in zip(parts, end)), 1), 100) for end in ends)
    )
