"""One patient under two labels: two days, two places, or both; subject by subject, what differs before what is the same."""

from datetime import date, timedelta
from itertools import pairwise

from ruxcheck.compare_sides import Cell, Side, SideText, caution_cell, rule_cell, silence, text_of
from ruxcheck.criteria import NOT_MET, Criterion
from ruxcheck.frozen import Frozen
from ruxcheck.label_difference import SAME, Change, difference, subject
from ruxcheck.model import Record, Rules
from ruxcheck.report import RecordResult
from ruxcheck.summary import PART_NAMES
from ruxcheck.values import Profile

RESULT, RULE, CAUTION = "result", "rule", "caution"
KINDS = (RESULT, RULE, CAUTION)


class Row(Frozen):
    """One subject on both sides; `kind` is "result", "rule" or "caution", `differs` whether limit, wording or result do."""

    kind: str
    name: str
    part: str
    core: bool
    left: Cell
    right: Cell
    differs: bool

    @property
    def cells(self) -> tuple[Cell, Cell]:
        return self.left, self.right

    @property
    def result_differs(self) -> bool:
        """Whether the sides judge the patient otherwise; a condition that one side has and nobody failed is no such case."""
        results = {self.left.result, self.right.result}
        return len(results) > 1 and (all(results) or NOT_MET in results)


class Comparison(Frozen):
    """Both sides with their whole result, and every subject; `known` is False where nothing is known of the patient."""

    sides: tuple[Side, Side]
    left: RecordResult
    right: RecordResult
    rows: tuple[Row, ...]
    known: bool

    @property
    def results(self) -> tuple[RecordResult, RecordResult]:
        return self.left, self.right

    @property
    def differing(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.differs)

    @property
    def same(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.differs)


def compare(profile: Profile, left: Side, right: Side, rules: Rules) -> Comparison:
    """What the label of each side says about one patient, side by side. Raises as `check` does.

    Where no label is in force on a side its cells say so: nothing is established there, which is not a result.
    """
    texts = (text_of(profile, left, rules), text_of(profile, right, rules))
    rows = sorted(_results(texts) + _subjects(texts, rules), key=_place)
    return Comparison((left, right), texts[0].result, texts[1].result, tuple(rows), bool(profile))


def day_before_change(rules: Rules, jurisdiction: str, on: date) -> date:
    """The day before the limits on age, IGA or %BSA last changed, which is what a comparison usually looks for.

    The day before the newest version where its limits are those of the first one read; the day itself where none had started.
    """
    started = [r for r in rules.labels if r.jurisdiction == jurisdiction and r.in_force_from <= on]
    changed = [newer for older, newer in pairwise(started) if _core_limits(older) != _core_limits(newer)]
    newest = (changed or started)[-1:]
    return newest[0].in_force_from - timedelta(days=1) if newest else on


def _core_limits(record: Record) -> set[tuple]:
    return {(rule.field, rule.limit) for rule in record.criteria if rule.core}


def _place(row: Row) -> tuple:
    """Results that differ, then rules of another result, of another limit, then cautions; last what is the same."""
    return not row.differs, KINDS.index(row.kind), not row.result_differs, not row.core


def _results(texts: tuple[SideText, SideText]) -> list[Row]:
    """The results of the label as a whole and of its parts; none where neither side has a label."""
    left, right = (text.result for text in texts)
    if left.record is None and right.record is None:
        return []
    return [
        _result_row("Result on age, IGA and %BSA", "", (left.core, right.core), texts),
        _result_row("Result with further facts and unread text", "", (left.overall, right.overall), texts),
        *(
            _result_row(f"Result of the {PART_NAMES[part]}", part, (left.parts.get(part), right.parts.get(part)), texts)
            for part in ("indication", "dosing")
        ),
    ]


def _result_row(name: str, part: str, words: tuple, texts: tuple[SideText, SideText]) -> Row:
    left, right = (
        Cell(result=word) if word and text.result.record else Cell(silence=silence(text, part))
        for word, text in zip(words, texts)
    )
    return Row(RESULT, name, part, True, left, right, left != right)


def _subjects(texts: tuple[SideText, SideText], rules: Rules) -> list[Row]:
    left, right = (text.record for text in texts)
    if left is None and right is None:
        return []
    # a side without a label is laid beside the other as a label without a word
    return [_row(change, texts, rules) for change in difference(left or _wordless(right), right or _wordless(left))]


def _wordless(record: Record) -> Record:
    return record._replace(criteria=(), cautions=())


def _row(change: Change, texts: tuple[SideText, SideText], rules: Rules) -> Row:
    cell = caution_cell if change.part == CAUTION else rule_cell
    left, right = (
        cell(items, text) if items else Cell(silence=silence(text, change.part, change.items))
        for items, text in zip((change.first, change.second), texts)
    )
    differs = change.status != SAME or left.result != right.result or left.unsure != right.unsure
    core = any(item.core for item in change.items if isinstance(item, Criterion))
    kind = CAUTION if change.part == CAUTION else RULE
    return Row(kind, subject(change, rules), change.part, core, left, right, differs)
