"""One result in several frames: patients of 100, number needed, ratio; each with its interval, or with why it cannot be given."""

from ruxcheck.effect_names import NEWCOMBE
from ruxcheck.effect_words import difference_in_words, number_needed_in_words
from ruxcheck.evidence import Effect, Evidence, Figure
from ruxcheck.frozen import Frozen

TREATED, VEHICLE = "rux-1.5", "vehicle"


class Result(Frozen):
    """A result of the framing lab: its words, in whom, and where its counts stand."""

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
        """Whether a figure is the treated arm of this result."""
        return row.arm == TREATED and all(getattr(row, name) == value for name, value in self.place.items())


class Pair(Frozen):
    """Both arms of a result; `treated` carries the difference against `vehicle`, the ratio and the number needed."""

    treated: Effect
    vehicle: Effect

    @property
    def in_all(self) -> int:
        """Patients of both arms together."""
        return self.treated.N + self.vehicle.N


WEEKS, PERIOD = "week 8", "8-week VC period"
OLDER, CHILDREN = "12 y and older", "2 to 11 y"
RESULTS = (
    Result("success", "IGA treatment success", OLDER, "true-ad", "efficacy", "iga-ts", WEEKS, "poster-true-ad"),
    Result("easi-75", "EASI-75", OLDER, "true-ad", "efficacy", "easi-75", WEEKS, "poster-true-ad"),
    Result("itch", "Itch better by 4 points", OLDER, "true-ad", "baseline-itch-4", "itch-nrs4", WEEKS, "us-pi-v14"),
    Result("success-children", "IGA treatment success", CHILDREN, "true-ad3", "intention-to-treat", "iga-ts", WEEKS, "eichenfield-2025"),
    Result("related", "Treatment-related event", OLDER, "true-ad", "safety", "teae-related", PERIOD, "poster-true-ad"),
    Result("stopped", "Stopped because of an event", OLDER, "true-ad", "safety", "teae-discontinued", PERIOD, "poster-true-ad"),
    Result("any", "Any adverse event, as the poster counts", OLDER, "true-ad", "safety", "teae", PERIOD, "poster-true-ad"),
    Result("any-label", "Any adverse event, as the label of 2021-2024 counts", OLDER, "true-ad", "safety", "teae", PERIOD, "us-pi-2024"),
    Result("stopped-children", "Stopped because of an event", CHILDREN, "true-ad3", "safety", "teae-discontinued", PERIOD, "hcp-ae-paediatric"),
)  # fmt: skip


def pair_of(result: Result, evidence: Evidence) -> Pair:
    """Both arms of a result as counted. Raises LookupError where the figures do not hold exactly one of each."""
    treated = evidence.effect(arm=TREATED, rd_method=NEWCOMBE, **result.place)
    return Pair(treated, evidence.effect(arm=VEHICLE, **result.place))


def resized_pairs(result: Result, rows: tuple[Effect, ...]) -> tuple[Pair, ...]:
    """The hypothetical pairs of a result, smallest first."""
    own = [row for row in rows if all(getattr(row, name) == value for name, value in result.place.items())]
    return tuple(Pair(treated, vehicle) for vehicle, treated in zip(own[::2], own[1::2]))


def needed_in_words(effect: Effect, direction: str) -> str:
    """The number needed, or why there is none."""
    held = f"cannot be given: the interval of the difference holds zero, {difference_in_words(effect)}"
    return number_needed_in_words(effect, direction) or held


def ratio_in_words(effect: Effect) -> str:
    """ "4.6 times as many (3.2 to 6.6)", or why there is no ratio."""
    if effect.rr is None:
        return "cannot be given: an arm without any event leaves nothing to divide by"
    figures = [f"{value:.1f}" if effect.rr >= 2 else f"{value:.2f}" for value in _ratio(effect)]
    return f"{figures[0]} times as many ({figures[1]} to {figures[2]})"


def relative_change_in_words(effect: Effect) -> str:
    """The same ratio as a change in percent: "21.9% fewer (1.9 to 37.8)"; across no change both directions; empty without a ratio."""
    if effect.rr is None:
        return ""
    change, low, high = (100 * (value - 1) for value in _ratio(effect))
    if low > 0:
        return f"{change:.1f}% more ({low:.1f} to {high:.1f})"
    if high < 0:
        return f"{-change:.1f}% fewer ({-high:.1f} to {-low:.1f})"
    word = "more" if change > 0 else "fewer"
    return f"{abs(change):.1f}% {word} ({-low:.1f}% fewer to {high:.1f}% more)"


def _ratio(effect: Effect) -> tuple[float, float, float]:
    return effect.rr, effect.rr_low, effect.rr_high
