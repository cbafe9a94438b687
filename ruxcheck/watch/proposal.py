"""What was seen, accepted and proposed, as files: `data/seen/`, `state.json`, and a folder for each day with something to read."""

import difflib
import json
import os
import tempfile
from datetime import date
from pathlib import Path

from ruxcheck.kernel.records import Rules
from ruxcheck.watch.outcome import CHANGED, GONE, NEWER, UNCHANGED, Outcome, report
from ruxcheck.watch.sources import Values, Watched, WatchError

STATE, REPORT, OUTCOMES, PATCH = "state.json", "report.md", "report.json", "change.patch"
PROPOSALS = "proposals"
CHECKED_ON, VALUES = "checked_on", "values"


def read_seen(folder: Path, watched: Watched) -> dict[str, Values]:
    """The values accepted last, by source; nothing for one that was never accepted. Raises WatchError for a broken file."""
    return {source.id: entry[VALUES] for source in watched.sources if (entry := seen_entry(folder, source.id))}


def seen_entry(folder: Path, source_id: str) -> dict:
    """One file of `data/seen/`: the day on which the source was last found so, and its values; empty where there is none."""
    file = folder / f"{source_id}.json"
    try:
        entry = json.loads(file.read_text("utf-8"))
        date.fromisoformat(entry[CHECKED_ON])
        if not all(isinstance(value, str) for value in entry[VALUES].values()):
            raise ValueError("a value is no text")
        return entry
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise WatchError(
            f"{file}: not as the watcher writes it ({error}); take it back from version control"
        ) from error


def seen_text(values: Values, day: str) -> str:
    """The content of such a file."""
    return json.dumps({CHECKED_ON: day, VALUES: values}, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def read_by_hand(folder: Path, watched: Watched) -> dict[str, str]:
    """The day on which a person last looked up each page that no machine can read, where one did. Raises WatchError."""
    entries = {each.id: seen_entry(folder, each.id) for each in watched.by_hand}
    return {name: entry[CHECKED_ON] for name, entry in entries.items() if entry}


def write_whole(file: Path, text: str) -> None:
    """Write a file whole or not at all: a crash leaves the older one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        os.replace(beside, file)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


# The state of every source, for the pages: when it was last tried, and when last reached.


def read_state(folder: Path) -> dict:
    """By source: `tried`, `reached`, `state`; empty where no run has ended. Raises WatchError for a broken file."""
    file = folder / STATE
    try:
        told = json.loads(file.read_text("utf-8"))["sources"]
        for entry in told.values():
            date.fromisoformat(entry["tried"])
        return told
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise WatchError(
            f"{file}: not as the watcher writes it ({error}); delete it, the next run writes it anew"
        ) from error


def write_state(folder: Path, outcomes: list[Outcome], day: str) -> None:
    """Put this run into the state; sources that it did not ask stay as they were."""
    known = read_state(folder)
    for outcome in outcomes:
        before = known.get(outcome.id, {}).get("reached")
        reached = {"reached": day} if outcome.is_reached else {"reached": before} if before else {}
        known[outcome.id] = {"record": outcome.record, "state": outcome.state, "tried": day} | reached
    write_whole(folder / STATE, json.dumps({"sources": known}, indent=2, sort_keys=True) + "\n")


# A proposal: a report to read, the same for programs, and a patch that touches `data/seen/` alone.


def write_proposal(folder: Path, outcomes: list[Outcome], day: str, rules: Rules, seen: Path) -> Path | None:
    """The folder of the day's proposal; None where no source differs. An empty difference is never proposed."""
    if not any(outcome.state in (CHANGED, NEWER, GONE) for outcome in outcomes):
        return None
    place = folder / PROPOSALS / day
    write_whole(place / REPORT, report(outcomes, day, rules))
    write_whole(
        place / OUTCOMES, json.dumps({"day": day, "outcomes": [each._asdict() for each in outcomes]}, indent=2) + "\n"
    )
    write_whole(place / PATCH, patch(outcomes, day, seen))
    return place


def patch(outcomes: list[Outcome], day: str, seen: Path) -> str:
    """For `git apply`: the new values of what changed, and the day of what did not; never a rule."""
    return "".join(_patched(outcome, day, seen) for outcome in outcomes if outcome.state in (CHANGED, UNCHANGED))


def _patched(outcome: Outcome, day: str, seen: Path) -> str:
    file = seen / f"{outcome.id}.json"
    before = file.read_text("utf-8") if file.exists() else ""
    now = seen_text(outcome.now, day)
    if now == before:
        return ""
    name = f"data/seen/{outcome.id}.json"
    head = f"diff --git a/{name} b/{name}\n" + ("" if before else "new file mode 100644\n")
    old = f"a/{name}" if before else "/dev/null"
    lines = difflib.unified_diff(before.splitlines(True), now.splitlines(True), old, f"b/{name}")
    return head + "".join(lines)


def accept(place: Path, seen: Path, watched: Watched) -> list[str]:
    """Take the values of a proposal as seen; the ids that were written. Raises WatchError where they do not fit what is stored."""
    try:
        told = json.loads((place / OUTCOMES).read_text("utf-8"))
        day, outcomes = date.fromisoformat(told["day"]).isoformat(), [Outcome(**each) for each in told["outcomes"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WatchError(f"{place}: no proposal of the watcher ({error}); allowed: a folder in {PROPOSALS}/") from error
    known, stored = {source.id for source in watched.sources}, read_seen(seen, watched)
    taken = [outcome for outcome in outcomes if outcome.state in (CHANGED, UNCHANGED)]
    for outcome in taken:
        if outcome.id not in known:
            raise WatchError(f"{place}: '{outcome.id[:40]}' is not watched; allowed: {', '.join(sorted(known))}")
        if stored.get(outcome.id, {}) != outcome.before:
            raise WatchError(
                f"{place}: {outcome.id} was accepted otherwise since; run watch again and read its new proposal"
            )
    for outcome in taken:
        write_whole(seen / f"{outcome.id}.json", seen_text(outcome.now, day))
    return [outcome.id for outcome in taken]
