"""What one look at a source says: a state, never a verdict; and what differs from what was accepted last."""

import difflib
import re

from ruxcheck.export.table import as_markdown
from ruxcheck.kernel import Frozen
from ruxcheck.kernel.records import Rules
from ruxcheck.watch.fetch import Fetcher, Gone, NotUnderstood, Unreachable
from ruxcheck.watch.sources import Source, Values, Watched, ask

UNCHANGED, CHANGED, GONE, NEWER = "unchanged", "changed", "gone", "newer version listed"
UNREACHABLE, NOT_UNDERSTOOD, BY_HAND = "unreachable", "not understood", "by hand"
# the exit code of a run is that of the state that matters most, in this order
EXIT_CODES = {CHANGED: 10, GONE: 11, NEWER: 12, NOT_UNDERSTOOD: 21, UNREACHABLE: 20, BY_HAND: 0, UNCHANGED: 0}
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
VERSION = "version"


class Outcome(Frozen):
    """One source: its state, in words why, what was accepted before and what stands there now (both empty where it was not read)."""

    id: str
    record: str
    state: str
    words: str
    before: Values
    now: Values

    @property
    def is_reached(self) -> bool:
        return self.state in (UNCHANGED, CHANGED, NEWER, GONE)

    @property
    def differing(self) -> list[str]:
        """The fields that differ, in order."""
        return [name for name in {**self.before, **self.now} if self.before.get(name, "") != self.now.get(name, "")]


def look(
    watched: Watched, seen: dict[str, Values], fetcher: Fetcher, only: str = "", read_on: dict[str, str] | None = None
) -> list[Outcome]:
    """Ask every source, or those of one record, and compare; those to be read by hand stand at the end, with the day of `read_on`."""
    sources = [source for source in watched.sources if only in ("", source.record)]
    found = [_look_at(source, seen.get(source.id, {}), fetcher) for source in sources]
    found = [_told_ahead(outcome, sources, found) for outcome in found]
    by_hand = [each for each in watched.by_hand if only in ("", each.record)]
    for each in by_hand:
        last = (read_on or {}).get(each.id, "never")
        words = f"{each.page}: {each.look_for}; last read {last}"
        found.append(Outcome(each.id, each.record, BY_HAND, words, {}, {}))
    return found


def _look_at(source: Source, before: Values, fetcher: Fetcher) -> Outcome:
    try:
        now = ask(source, fetcher)
    except Gone as why:
        return Outcome(source.id, source.record, GONE, f"the source has no such record any more ({why})", before, {})
    except Unreachable as why:
        return Outcome(source.id, source.record, UNREACHABLE, str(why), before, {})
    except NotUnderstood as why:
        return Outcome(source.id, source.record, NOT_UNDERSTOOD, str(why), before, {})
    if now == before:
        return Outcome(source.id, source.record, UNCHANGED, "as accepted", before, now)
    words = "differs from what was accepted" if before else "nothing was accepted before"
    return Outcome(source.id, source.record, CHANGED, words, before, now)


def _told_ahead(outcome: Outcome, sources: list[Source], found: list[Outcome]) -> Outcome:
    """A list of versions may be ahead of the text: then the newer version is said, and nothing is proposed yet."""
    kinds = {source.id: source.kind for source in sources}
    if kinds.get(outcome.id) != "dailymed-history" or outcome.state != CHANGED:
        return outcome
    texts = [
        each
        for each in found
        if kinds.get(each.id) == "openfda-drug-label" and each.record == outcome.record and each.now
    ]
    listed = outcome.now.get(VERSION, "")
    if (
        texts
        and listed.isdigit()
        and any(text.now.get(VERSION, "").isdigit() and int(text.now[VERSION]) < int(listed) for text in texts)
    ):
        return outcome._replace(state=NEWER, words=f"version {listed} is listed, its text is not there yet")
    return outcome


def exit_code(outcomes: list[Outcome]) -> int:
    """The code of the state that matters most; 0 where nothing changed."""
    states = {outcome.state for outcome in outcomes}
    return next((code for state, code in EXIT_CODES.items() if state in states), 0)


# The report for a person: what differs, old and new side by side, and which rules it may touch.


def report(outcomes: list[Outcome], day: str, rules: Rules) -> str:
    """The outcomes as Markdown; what a server sent is escaped."""
    lines = [f"# What the sources said on {day}", "", "| source | record | state | why |", "| --- | --- | --- | --- |"]
    lines += [f"| {each.id} | {each.record} | {each.state} | {as_markdown(each.words)} |" for each in outcomes]
    lines += ["", "Nothing here changes a rule. A person reads, decides, and changes the record by hand."]
    for outcome in outcomes:
        if outcome.state in (CHANGED, NEWER, GONE):
            lines += _differences(outcome, rules)
    return "\n".join(lines) + "\n"


def _differences(outcome: Outcome, rules: Rules) -> list[str]:
    lines = ["", f"## {outcome.id} ({outcome.state})"]
    if touched := _criteria_of(outcome, rules):
        lines += ["", f"Criteria that may be affected: {', '.join(touched)}."]
    for name in outcome.differing:
        before, now = outcome.before.get(name, ""), outcome.now.get(name, "")
        lines += ["", f"### {as_markdown(name)}", "", "| before | now |", "| --- | --- |", *_side_by_side(before, now)]
    return lines


def _criteria_of(outcome: Outcome, rules: Rules) -> list[str]:
    """The criteria of the record's newest version, by name."""
    named = [
        record
        for record in (*rules.labels, *rules.trials)
        if outcome.record in (getattr(record, "jurisdiction", None), record.id)
    ]
    return [rule.id for rule in named[-1].criteria] if named else []


def _side_by_side(before: str, now: str) -> list[str]:
    """Changed lines beside each other; figures in bold, and what is new or taken away against an empty cell."""
    old, new = before.split("\n"), now.split("\n")
    rows: list[tuple[str, str]] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        left, right = old[i1:i2], new[j1:j2]
        height = max(len(left), len(right))
        rows += zip(left + [""] * (height - len(left)), right + [""] * (height - len(right)))
    return [f"| {_marked(left)} | {_marked(right)} |" for left, right in rows]


def _marked(text: str) -> str:
    return NUMBER.sub(lambda found: f"**{found[0]}**", as_markdown(text))
