"""A criterion, its three results, and how results combine."""

from ruxcheck.kernel import Frozen
from ruxcheck.kernel.possible_values import Field, Interval, number_in_words, plain

MET = "met"
NOT_MET = "not met"
CANNOT_TELL = "cannot tell"
NOT_READ = "not read"
NOT_REVIEWED = "not reviewed"  # age, IGA and %BSA fit what was read, but not all that counts was read
SEVERITY = {NOT_MET: 0, CANNOT_TELL: 1, MET: 2}
INFINITY = float("inf")


class Range(Frozen):
    """The values that satisfy a criterion, in the field's unit; bounds are inside unless said otherwise."""

    low: float = -INFINITY
    high: float = INFINITY
    low_outside: bool = False
    high_outside: bool = False

    def admits(self, value: Interval) -> str:
        """`met` when every possible value is inside, `not met` when none is, otherwise `cannot tell`."""
        above = value.low > self.low if self.low_outside else value.low >= self.low
        below = value.high < self.high if self.high_outside else value.high <= self.high
        if above and below:
            return MET
        too_low = value.high <= self.low if self.low_outside else value.high < self.low
        too_high = value.low >= self.high if self.high_outside else value.low > self.high
        return NOT_MET if too_low or too_high else CANNOT_TELL

    def facing(self, value: Interval) -> "Range":
        """The bounds that these possible values cross; a bound that all of them satisfy needs no word."""
        low_side = self._replace(high=INFINITY, high_outside=False)
        high_side = self._replace(low=-INFINITY, low_outside=False)
        if low_side.admits(value) == MET:
            return high_side
        return low_side if high_side.admits(value) == MET else self


class When(Frozen):
    """A criterion applies only while this field lies in this range."""

    field: str
    range: Range
    words: str


class Criterion(Frozen):
    """One rule of a label or a trial, with the place in the source where it stands.

    `field` and `range` are None for a rule that nobody can satisfy (a label without this indication).
    `if_not` is the result where no possible value satisfies it: `not met`, or `cannot tell` for a condition of
    measurement. `limit` is the range in words; `sentences` say what a value in their range means.
    """

    id: str
    part: str
    statement: str
    source: str
    locator: str
    limit: str
    field: str | None = None
    range: Range | None = None
    when: When | None = None
    if_not: str = NOT_MET
    core: bool = False
    sentences: tuple[tuple[Range, str], ...] = ()
    amount_limits: tuple[dict, ...] = ()

    def judge(self, value: Interval | None, applies: Interval | None = None) -> str:
        """The result for the field's possible values; `applies` holds those of the field named in `when`.

        Outside `when` a criterion is met. Where it cannot be told whether it applies, only `met` is certain.
        """
        result = NOT_MET if self.range is None else self.range.admits(value)
        if result == NOT_MET:
            result = self.if_not
        if self.when is None or result == MET:
            return result
        applying = self.when.range.admits(applies)
        if applying == NOT_MET:
            return MET
        return result if applying == MET else CANNOT_TELL


def worst(results) -> str:
    """Kleene "and": not met before cannot tell before met; of no results at all, met."""
    return min(results, key=SEVERITY.__getitem__, default=MET)


def range_in_words(field: Field, admitted: Range) -> str:
    """The limit as a clinician reads it: "2 y or older", "3 to 20%", "from 2 to under 12 y", "no"."""
    if field.kind == "yesno":
        return "yes" if admitted.low == 1 else "no"
    low, high = (None if abs(end) == INFINITY else number_in_words(field, end) for end in admitted[:2])
    if high is None:
        return f"above {low}" if admitted.low_outside else f"{low} {field.at_least}"
    if low is None:
        return f"under {high}" if admitted.high_outside else f"{high} {field.at_most}"
    if low == high:
        return low
    start = f"over {plain(admitted.low):g}" if admitted.low_outside else f"{plain(admitted.low):g}"
    return f"{start} to {'under ' if admitted.high_outside else ''}{high}"
