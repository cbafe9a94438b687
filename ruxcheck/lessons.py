"""Whether a case shows what it says it shows: one function a kind of lesson, from the case to what is wrong, or None."""

from collections.abc import Callable
from functools import partial

from ruxcheck.cases import Case, said_by
from ruxcheck.criteria import CANNOT_TELL, INFINITY, MET, NOT_MET
from ruxcheck.frozen import Frozen
from ruxcheck.model import Rules
from ruxcheck.report import RecordResult
from ruxcheck.values import Interval


class Kind(Frozen):
    """A kind of lesson: how it is checked, and what it needs beside the record."""

    fault: Callable
    needs: tuple[str, ...] = ()


class Shown(Frozen):
    """A case and what the record of its lesson says about the first patient."""

    case: Case
    rules: Rules
    result: RecordResult

    @property
    def verdict(self) -> str:
        return self.of(self.result)

    def of(self, result: RecordResult) -> str:
        """The result that the case asks for."""
        return getattr(result, self.case.asked_of)

    @property
    def value(self) -> Interval | None:
        """What is known of the field of the lesson."""
        return self.case.patients[0].asked.profile.get(self.case.lesson.field)

    def with_value(self, field: str, value: Interval | None) -> str:
        """The result with another value of a field; None takes it away."""
        asked = self.case.patients[0].asked
        profile = {name: known for name, known in asked.profile.items() if name != field}
        profile |= {field: value} if value else {}
        return self.of(said_by(asked._replace(profile=profile), self.case.lesson.record, self.rules))


def fault(case: Case, rules: Rules) -> str | None:
    """Why a case does not show its lesson; None where it does. Its kind and what that needs were checked before."""
    result = said_by(case.patients[0].asked, case.lesson.record, rules)
    return KINDS[case.lesson.kind].fault(Shown(case, rules, result))


def _on_bound(shown: Shown) -> str | None:
    field = shown.case.lesson.field
    on = any(margin.field.id == field and margin.distance == 0 for margin in shown.result.margins)
    return None if on else f"{field} does not lie on a bound where the result changes"


def _fails_on(shown: Shown) -> str | None:
    failed = [item.criterion.field for item in shown.result.failed_core]
    told = f"not met by {', '.join(map(str, failed))}" if failed else shown.result.core
    return None if failed == [shown.case.lesson.field] else f"the result is {told}"


def _changes(shown: Shown) -> str | None:
    if len(shown.case.patients) < 2:
        return "there is no second patient; add then"
    later = shown.of(said_by(shown.case.patients[1].asked, shown.case.lesson.record, shown.rules))
    return None if later != shown.verdict else f"both patients give {later}"


def _straddles(shown: Shown) -> str | None:
    if shown.value is None or shown.value.is_point:
        return "the field holds no estimate with two ends"
    ends = {shown.with_value(shown.case.lesson.field, Interval(end, end)) for end in shown.value}
    if ends != {MET, NOT_MET}:
        return f"the ends of the estimate give {' and '.join(sorted(ends))}"
    return None if shown.verdict == CANNOT_TELL else f"the estimate gives {shown.verdict}"


def _settled(shown: Shown) -> str | None:
    if shown.value is None or shown.value.is_point:
        return "the field holds no estimate with two ends"
    return None if shown.verdict != CANNOT_TELL else f"the estimate gives {CANNOT_TELL}"


def _missing(shown: Shown) -> str | None:
    field = shown.case.lesson.field
    if shown.value is not None:
        return f"{field} is recorded"
    can_give = {shown.with_value(field, Interval(point, point)) for point in _points(shown, field)}
    return None if {MET, NOT_MET} <= can_give else f"filling it gives only {', '.join(sorted(can_give))}"


def _points(shown: Shown, field: str) -> list[float]:
    """The ends of the field's domain and every bound of the record on it: between them nothing changes."""
    bounds = {
        end for item in shown.result.criteria if item.criterion.field == field for end in item.criterion.range[:2]
    }
    return sorted({end for end in bounds if abs(end) != INFINITY} | set(shown.rules.fields[field].domain))


def _caution(shown: Shown) -> str | None:
    caution = shown.case.lesson.caution
    applying = {item.caution.id: item.caution.field for item in shown.result.applying}
    if caution not in applying:
        return f"caution '{caution}' does not apply"
    without = shown.with_value(applying[caution], None)
    return None if without == shown.verdict else f"without its fact the result is {without}"


def _amount_binds(shown: Shown) -> str | None:
    area = [item.result for item in shown.result.criteria if item.criterion.field == "bsa_percent"]
    tubes = [item.result for item in shown.result.criteria if item.estimated and item.applies]
    if area != [MET]:
        return "the area limit is not met"
    return None if tubes == [NOT_MET] else "the estimated amount does not exceed the tube limit"


def _no_indication(shown: Shown) -> str | None:
    without = any(item.criterion.range is None for item in shown.result.criteria)
    return None if without else "the record has an atopic dermatitis indication, or there is no record"


def _no_record(shown: Shown) -> str | None:
    return f"{shown.result.id} answers" if shown.result.record else None


def _apart(shown: Shown) -> str | None:
    lesson, asked = shown.case.lesson, shown.case.patients[0].asked
    other = said_by(asked, lesson.other, shown.rules)
    apart = (shown.of(shown.result), shown.of(other)) == (MET, NOT_MET)
    return None if apart else f"{lesson.record} gives {shown.verdict} and {lesson.other} {shown.of(other)}"


def _open_day(shown: Shown) -> str | None:
    if shown.result.also_possible is None:
        return "only one version is possible on that day"
    return None if shown.verdict == CANNOT_TELL else f"both versions give {shown.verdict}"


on_a_field = partial(Kind, needs=("field",))
KINDS = {
    "on_bound": on_a_field(_on_bound),
    "fails_on": on_a_field(_fails_on),
    "changes": Kind(_changes),
    "straddles": on_a_field(_straddles),
    "settled": on_a_field(_settled),
    "missing": on_a_field(_missing),
    "caution": Kind(_caution, ("caution",)),
    "amount_binds": Kind(_amount_binds),
    "no_indication": Kind(_no_indication),
    "no_record": Kind(_no_record),
    "apart": Kind(_apart, ("other",)),
    "open_day": Kind(_open_day),
}
