"""What differs between two label versions, of the same country or of two: rule by rule, caution by caution."""

from datetime import date

from ruxcheck.kernel import Frozen
from ruxcheck.kernel.criteria import Criterion
from ruxcheck.kernel.possible_values import how_many
from ruxcheck.kernel.records import Caution, NoLabelInForce, NotRead, Record, Rules, label_on
from ruxcheck.kernel.wording import PART_NAMES

CHANGED, ONLY_SECOND, ONLY_FIRST, SAME = "different", "only in the second", "only in the first", "the same"
ORDER = (CHANGED, ONLY_SECOND, ONLY_FIRST, SAME)
PARTS = ("indication", "dosing", "caution")


class Change(Frozen):
    """One subject in two labels: its rules or cautions in the first and in the second, and how they compare.

    A subject is a field (age, amount) or, for a caution without one, its id; it may be one rule in one label and two in
    the other. `part` is "indication", "dosing" or "caution".
    """

    part: str
    status: str
    first: tuple
    second: tuple

    @property
    def items(self) -> tuple:
        return self.first + self.second


def difference(first: Record, second: Record) -> tuple[Change, ...]:
    """Every subject of two label records, what differs before what is the same, rules before cautions."""
    rules = [_change(*pair) for pair in _paired(first.criteria, second.criteria)]
    cautions = [_change(*pair) for pair in _paired(first.cautions, second.cautions)]
    return tuple(sorted(rules + cautions, key=_place))


def _place(change: "Change") -> tuple:
    """Differences before what is the same; rules before cautions; changed ones before those of one label only."""
    return change.status == SAME, change.part == "caution", ORDER.index(change.status), PARTS.index(change.part)


def unread_only(record: Record, other: Record) -> tuple[NotRead, ...]:
    """What was not read of this record and is not listed in the same words for the other."""
    return tuple(gap for gap in record.not_read if gap not in other.not_read)


def _paired(first: tuple, second: tuple) -> list[tuple[tuple, tuple]]:
    """The items of both sides grouped by what they are about: the same id, or the same field."""
    groups: list[tuple[set, tuple[list, ...]]] = []
    for side, items in enumerate((first, second)):
        for item in items:
            keys = {("id", item.id), ("field", item.field or item.id)}
            touching = [group for group in groups if group[0] & keys]
            groups = [group for group in groups if not group[0] & keys]
            held = tuple([each for group in touching for each in group[1][which]] for which in (0, 1))
            held[side].append(item)
            groups.append((keys.union(*(group[0] for group in touching)), held))
    return [(tuple(held[0]), tuple(held[1])) for _, held in groups]


def _change(first: tuple, second: tuple) -> Change:
    item = (first or second)[0]
    part = "caution" if isinstance(item, Caution) else item.part
    if not first or not second:
        return Change(part, ONLY_SECOND if second else ONLY_FIRST, first, second)
    same = sorted(map(_content, first)) == sorted(map(_content, second))
    return Change(part, SAME if same else CHANGED, first, second)


def _content(item: Criterion | Caution) -> tuple:
    """What counts as a change: of a rule its limit, of a caution its level and what it says; never where it stands."""
    if isinstance(item, Caution):
        return (item.level, item.statement, item.field or "", item.applies_if)
    amounts = sorted(str(sorted(amount.items())) for amount in item.amount_limits)
    return (item.part, item.limit, item.when.words if item.when else "", item.if_not, amounts)


def subject(change: Change, rules: Rules) -> str:
    """What a change is about, in a word or two: "Age", "Amount within the label's tube limit", "Lipids"."""
    item = change.items[0]
    if change.part == "caution":
        return _titled(item.id)
    return rules.fields[item.field].label if item.field else "Indication"


def _titled(name: str) -> str:
    abbreviation = len(name) <= 4 or any(sign.isdigit() for sign in name)
    return name.upper() if abbreviation else name.replace("-", " ").capitalize()


def limits(items: tuple[Criterion, ...]) -> str:
    """The limits of a figure in words, "12 y or older"; empty for a yes/no condition, whose statement says it all."""
    texts = [item.limit for item in items if item.limit not in ("yes", "no")]
    return "; ".join(texts)


def absent_in_words(record: Record, part: str) -> str:
    """Why a record says nothing on a subject: not in its text, or its text not read; silence is never taken for absence."""
    if part != "caution" and has_no_indication(record):
        return "no atopic dermatitis indication in the text read"
    unread = any(gap.part == part for gap in record.not_read)
    if not record.has(part):
        return "not read"
    return "not in what was read, and not all of this part was read" if unread else "not in it"


def has_no_indication(record: Record) -> bool:
    """Whether the text read gives no atopic dermatitis indication at all."""
    return any(rule.range is None for rule in record.criteria)


def in_short(first: Record, second: Record, rules: Rules) -> str:
    """The comparison in one sentence: what differs first, with the limits before and after."""
    changes = difference(first, second)
    texts = [
        f"{word} has no atopic dermatitis indication"
        for word, record in _named(first, second)
        if has_no_indication(record)
    ]
    texts += [
        f"{subject(change, rules)} {limits(change.first)} → {limits(change.second)}"
        for change in changes
        if change.status == CHANGED and change.part != "caution" and limits(change.first) and limits(change.second)
    ]
    texts += [_counted(changes, CHANGED)]
    for status, (word, lacking) in zip((ONLY_SECOND, ONLY_FIRST), _named(first, second)):
        counted = _counted(changes, status)
        texts += [f"{counted}{_reservation(changes, status, word, lacking)}" if counted else ""]
    text = "; ".join(part for part in texts if part) or "nothing differs in what was read"
    return text[0].upper() + text[1:]


def _named(first: Record, second: Record) -> tuple[tuple[str, Record], tuple[str, Record]]:
    return ("the first", first), ("the second", second)


def _reservation(changes: tuple[Change, ...], status: str, word: str, lacking: Record) -> str:
    """What keeps "only in one" from meaning "new": text of the other label that nobody has read."""
    parts = {change.part for change in changes if change.status == status}
    unread = parts & {gap.part for gap in lacking.not_read}
    names = " and ".join(PART_NAMES[part] for part in PARTS if part in unread)
    return f" (of {word}, some text on {names} was not read)" if unread else ""


def _counted(changes: tuple[Change, ...], status: str) -> str:
    """ "2 rules and 1 caution only in the second"; empty where there is none."""
    found = [change for change in changes if change.status == status]
    cautions = sum(change.part == "caution" for change in found)
    counts = ((len(found) - cautions, "rule"), (cautions, "caution"))
    words = " and ".join(how_many(count, word) for count, word in counts if count)
    return f"{words} {status}" if words else ""


# The label versions along time, and the few facts a clinician asks of each: age, area, amount.

NO_INDICATION = "no atopic dermatitis indication"
AREA_UNREAD = "area limit not read"
AMOUNT_UNREAD = "not read"


class Version(Frozen):
    """One label version: since when for certain, since when at the earliest, and until when (None: no later one was read)."""

    record: Record
    earliest: date
    certain: date
    until: date | None

    @property
    def has_window(self) -> bool:
        """Whether the start day itself was not read."""
        return self.certain != self.earliest


def versions(rules: Rules) -> tuple[Version, ...]:
    """Every label version, by jurisdiction and start; each runs until the next one may have started."""
    return tuple(
        Version(record, record.in_force_from, record.in_force_from_latest, _next_start(record, rules))
        for record in rules.labels
    )


def _next_start(record: Record, rules: Rules) -> date | None:
    later = [
        other.in_force_from
        for other in rules.labels
        if other.jurisdiction == record.jurisdiction and other.in_force_from > record.in_force_from
    ]
    return min(later, default=None)


def in_force(rules: Rules, on: date) -> dict[str, tuple[Record, ...] | NoLabelInForce]:
    """For each jurisdiction with a record, the version or the two possible versions of a day, or why there is none."""
    found: dict[str, tuple[Record, ...] | NoLabelInForce] = {}
    for jurisdiction in dict.fromkeys(record.jurisdiction for record in rules.labels):
        try:
            found[jurisdiction] = label_on(rules.labels, jurisdiction, on)
        except NoLabelInForce as none_in_force:
            found[jurisdiction] = none_in_force
    return found


def age_limit(record: Record) -> str:
    """ "12 y or older"; a label without this indication has none."""
    return NO_INDICATION if has_no_indication(record) else _limit(record, "age_years") or "age not read"


def area_limit(record: Record) -> str:
    """ "20% or less", or that the limit was not read; empty where the label has no such indication."""
    if has_no_indication(record):
        return ""
    return _limit(record, "bsa_percent") or AREA_UNREAD


def amount_limits(record: Record) -> tuple[str, ...]:
    """The tube limits as the record states them; "not read" where dosing was not read."""
    if has_no_indication(record):
        return ()
    limits = tuple(rule.statement for rule in record.criteria if rule.amount_limits)
    return limits or (AMOUNT_UNREAD,)


def _limit(record: Record, field: str) -> str:
    return next((rule.limit for rule in record.criteria if rule.field == field), "")


def named(record: Record) -> str:
    """ "United States label 2026-06-30"."""
    return f"{record.title} {record.id.partition('/')[2]}"
