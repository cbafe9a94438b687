"""One side of a comparison: the label that is asked, or the two versions that may be, and what it says on each subject."""

from datetime import date

from ruxcheck.check import check, check_record
from ruxcheck.criteria import CANNOT_TELL, MET, Criterion, worst
from ruxcheck.frozen import Frozen
from ruxcheck.item_results import CautionResult, CriterionResult
from ruxcheck.label_difference import SAME, absent_in_words, difference, limits
from ruxcheck.model import Caution, Record, Rules
from ruxcheck.report import RecordResult
from ruxcheck.values import Profile

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
    told = [_limit(items) if items else absent_in_words(record, part) for items, record in versions]
    return f"either {' or '.join(told)}" if told[0] != told[1] else told[0]


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
