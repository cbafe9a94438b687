"""Sets of possible values: what is known of a patient, however little."""

import math
from collections.abc import Iterable

from ruxcheck.kernel import Frozen


class Interval(Frozen):
    """Every value the patient's figure could have, from `low` to `high`, both included.

    A measured 8 is (8, 8); an estimate "15 to 25" is (15, 25); a yes/no fact is 1 for yes, 0 for no.
    Unit and range are those of the field. There is no None: what is not recorded is the field's whole domain.
    """

    low: float
    high: float

    @property
    def is_point(self) -> bool:
        return self.low == self.high


YES = Interval(1, 1)
NO = Interval(0, 0)
NOT_ASKED = Interval(0, 1)
ANSWERS = {"yes": YES, "no": NO, "?": NOT_ASKED}


class Field(Frozen):
    """One input of the tool, as `data/fields.toml` defines it.

    `low` and `high` are the whole domain in `unit`; `step` is the smallest change worth typing; `near` is the
    margin at or below which a bound is worth a sentence (None: never); `scale` names the points of a scale; `units`
    are others that may be typed, each with its size in `unit`; a figure above 0 and below `unit_needed_below` needs its
    unit (None: never); `examples` show how to type it.
    """

    id: str
    kind: str
    label: str
    question: str
    low: float
    high: float
    core: bool = False
    unit: str = ""
    units: tuple[tuple[str, float], ...] = ()
    unit_needed_below: float | None = None
    examples: str = ""
    step: float = 1
    near: float | None = None
    at_least: str = "or more"
    at_most: str = "or less"
    scale: tuple[tuple[str, str], ...] = ()
    group: str = ""
    help: str = ""

    @property
    def domain(self) -> Interval:
        return Interval(self.low, self.high)

    @property
    def is_age(self) -> bool:
        return self.id == "age_years"


Profile = dict[str, Interval]
"""What is known of one patient: field id to possible values. A field that is absent is not recorded."""


def how_many(number: int, one: str, many: str = "") -> str:
    """A count with its noun: "1 row", "1,000 rows", "2 further criteria"; `many` where it does not just end in s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(names: Iterable[str]) -> str:
    """Names in a sentence, each once: "age, IGA and BSA"; empty for none."""
    *first, last = [*dict.fromkeys(names)] or [""]
    return f"{', '.join(first)} and {last}" if first else last


NOISE_DECIMALS = 10


def as_written(number: float) -> float:
    """A figure to ten decimals: 4.4 + 4.6 + 2.8 + 8.2 is 20 and not 20.000000000000004; 20.04 stays above 20."""
    return round(number, NOISE_DECIMALS)


def plain(number: float) -> float:
    """The same number without a needless ".0", rounded to four decimals (a month of age needs no more)."""
    rounded = round(number, 4)
    return int(rounded) if rounded == int(rounded) else rounded


def number_in_words(field: Field, number: float) -> str:
    """A figure with its unit, as a clinician writes it: "8 y", "11 y 11 mo", "12.5%", "3"."""
    if field.is_age and number != int(number):
        years, months = divmod(_whole_months(number), 12)
        parts = (f"{years} y" if years else "", f"{months} mo" if months else "")
        return " ".join(part for part in parts if part) or "less than 1 mo"
    space = "" if field.unit in ("%", "") else " "
    return f"{plain(number):g}{space}{field.unit}"


def _whole_months(age_years: float) -> int:
    """Completed months: the day before a birthday is not the birthday (8 y 7 mo is kept as 8.5833, a little short)."""
    return math.floor(age_years * 12 + 0.001)


def value_in_words(field: Field, value: Interval) -> str:
    """The possible values of a field in words: "8 y", "15 to 25%", "yes", "not recorded", "not asked"."""
    if field.kind == "yesno":
        return {YES: "yes", NO: "no"}.get(value, "not asked")
    if value == field.domain:
        return "not recorded"
    if value.is_point:
        return number_in_words(field, value.low)
    low = f"{plain(value.low):g}" if not field.is_age else number_in_words(field, value.low)
    return f"{low} to {number_in_words(field, value.high)}"
