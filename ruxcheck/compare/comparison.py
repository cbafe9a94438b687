"""One patient under two labels: each side, subject by subject, and what differs between them."""

from datetime import date, timedelta
from itertools import pairwise

from ruxcheck.compare.label_differences import SAME, Change, absent_in_words, difference, limits, subject
from ruxcheck.kernel import Frozen
from ruxcheck.kernel.check import check, check_record
from ruxcheck.kernel.criteria import CANNOT_TELL, MET, NOT_MET, Criterion, worst
from ruxcheck.kernel.possible_values import Profile
from ruxcheck.kernel.records import Caution, Record, Rules
from ruxcheck.kernel.results import CautionResult, CriterionResult, RecordResult
from ruxcheck.kernel.wording import PART_NAMES

NO_RECORD = "no label record: not established here"
HAS_INDICATION = "atopic dermatitis indication in the text read"


class Side(Frozen):
    """Which label is asked: a jurisdiction by its id, and the day."""

    jurisdiction: str
    day: date


class Cell(Frozen):
    """What one side says on one subject.

    `items` are its rules or cautions for this patient; `earlier` those of the version before where that one may still
    be in force and says otherwise (`unsure`). `result` is that of the rules together, `limit` every limit that is
    possible; `silence` says why there is no rule at all.
    """

    result: str = ""
    value: str = ""
    limit: str = ""
    items: tuple = ()
    earlier: tuple = ()
    unsure: bool = False
    silence: str = ""

    @property
    def counts_as(self) -> str:
        """The result as it enters the whole: a rule that does not stand there stops nobody."""
        return self.result or MET


class SideText(Frozen):
    """All that may be in force for one side: the result and, where the version before is possible too, what that one says otherwise.

    `unsure` are the rules and cautions of either version that the other has not, or has in other words.
    """

    result: RecordResult
    earlier_rules: tuple[CriterionResult, ...] = ()
    earlier_cautions: tuple[CautionResult, ...] = ()
    unsure: tuple = ()

    @property
    def record(self) -> Record | None:
        """One record with every rule and caution that may be in force; None without a label."""
        record = self.result.record
        if record is None or not self.unsure:
            return record
        return record._replace(
            criteria=record.criteria + tuple(item.criterion for item in self.earlier_rules),
            cautions=record.cautions + tuple(item.caution for item in self.earlier_cautions),
        )


def text_of(profile: Profile, side: Side, rules: Rules) -> SideText:
    """What the label of a side says about a patient. Raises as `check` does."""
    result = check(profile, side.day, rules, (side.jurisdiction,)).labels[0]
    older = result.also_possible
    if older is None:
        return SideText(result)
    changes = [change for change in difference(older, result.record) if change.status != SAME]
    before = check_record(profile, older, side.day, rules)
    only_before = [item for change in changes for item in change.first if item not in change.second]
    return SideText(
        result,
        tuple(item for item in before.criteria if item.criterion in only_before),
        tuple(item for item in before.cautions if item.caution in only_before),
        tuple(item for change in changes for item in change.items),
    )


def rule_cell(rules: tuple[Criterion, ...], text: SideText) -> Cell:
    """What a side says on a subject of the indication or of dosing."""
    here = tuple(item for item in text.result.criteria if item.criterion in rules)
    earlier = tuple(item for item in text.earlier_rules if item.criterion in rules)
    unsure = any(rule in text.unsure for rule in rules)
    return Cell(
        result=_together(here, earlier),
        value="; ".join(dict.fromkeys(item.value for item in here or earlier)),
        limit=_either_limit(here, earlier, rules[0].part, text) if unsure else _limit(here),
        items=here,
        earlier=earlier,
        unsure=unsure,
    )


def _together(here: tuple[CriterionResult, ...], earlier: tuple[CriterionResult, ...]) -> str:
    """The worst of the rules; of rules that only the version before has, only `met` is certain."""
    if here:
        return worst(item.result for item in here)
    return MET if worst(item.result for item in earlier) == MET else CANNOT_TELL


def _either_limit(here: tuple, earlier: tuple, part: str, text: SideText) -> str:
    """Both limits that are possible, the earlier version's first; a version without the rule says why. Empty where none is a figure."""
    if not _limit(earlier + here):
        return ""
    versions = ((earlier, text.result.also_possible), (here, text.result.record))
    texts = [_limit(items) if items else absent_in_words(record, part) for items, record in versions]
    return f"either {' or '.join(texts)}" if texts[0] != texts[1] else texts[0]


def _limit(items: tuple[CriterionResult, ...]) -> str:
    return limits(tuple(item.criterion for item in items))


def caution_cell(cautions: tuple[Caution, ...], text: SideText) -> Cell:
    """What a side warns of on a subject."""
    return Cell(
        items=tuple(
            item for item in text.result.cautions if item.caution in cautions and item not in text.earlier_cautions
        ),
        earlier=tuple(item for item in text.earlier_cautions if item.caution in cautions),
        unsure=any(caution in text.unsure for caution in cautions),
    )


def silence(text: SideText, part: str, other: tuple = ()) -> str:
    """Why a side says nothing on a subject of which the `other` has these rules; for each of two possible versions."""
    if text.result.record is None:
        return NO_RECORD
    if any(isinstance(rule, Criterion) and rule.range is None for rule in other):
        return HAS_INDICATION
    possible = (text.result.record, text.result.also_possible)
    return " or ".join(dict.fromkeys(absent_in_words(record, part) for record in possible if record))


# One patient under two labels: two days, two places, or both; subject by subject, what differs before what is the same.

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
        _result_row("Result on age, IGA and %BSA", "", (left.core_reviewed, right.core_reviewed), texts),
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
