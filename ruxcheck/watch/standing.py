"""Where the watching stands, read from files alone: for the pages, which never ask a source."""

import time
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from ruxcheck.kernel import Frozen
from ruxcheck.store.files import DATA
from ruxcheck.watch.outcome import BY_HAND, CHANGED, GONE, NEWER
from ruxcheck.watch.proposal import CHECKED_ON, VALUES, read_by_hand, read_state, seen_entry
from ruxcheck.watch.sources import Watched, WatchError, read_watched

SEEN, WATCHED = Path(DATA) / "seen", Path(DATA) / "watch.toml"
FOLDER = Path(DATA).parent / "watch"
SILENT_AFTER_DAYS = 14
PROPOSED = (CHANGED, GONE, NEWER)
NEVER = "never"


class Standing(Frozen):
    """One source: days it was last tried, reached and accepted on ("never" where not), its state, and of a trial whether it recruits."""

    id: str
    record: str
    state: str
    tried: str
    reached: str
    accepted: str
    recruiting: str
    page: str


class Watching(Frozen):
    """Every source, and the day of the last run (None: none has ended here, or its file cannot be read)."""

    sources: tuple[Standing, ...]
    last_run: date | None

    def said(self, today: date) -> str:
        """Whether the watcher runs, in words."""
        if self.last_run is None:
            return "The watcher has not run here: whether a source changed is not checked."
        if today - self.last_run > timedelta(days=SILENT_AFTER_DAYS):
            return f"The watcher is silent since {self.last_run}: later changes are not checked."
        return f"The watcher ran last on {self.last_run}. It proposes; a person reads and decides."

    def recruiting(self, record: str) -> str:
        """Whether the registered studies of a trial recruit, each with the day; "not checked" where nobody accepted what the registry says."""
        told = [f"{each.page} {each.recruiting}" for each in self.sources if each.record == record and each.recruiting]
        return f"Recruiting, by the registry: {'; '.join(told) or 'not checked'}."

    def has_proposal(self, record: str) -> bool:
        """Whether a change of this record's source is proposed and not yet accepted."""
        return any(each.record == record and each.state in PROPOSED for each in self.sources)


def watching(folder: Path | None = None) -> Watching:
    """The standing from the files, read again once a minute at most."""
    return _read(folder or FOLDER, int(time.monotonic() // 60))


@lru_cache(maxsize=2)
def _read(folder: Path, _minute: int) -> Watching:
    watched = read_watched(WATCHED)
    try:
        state = read_state(folder)
    except WatchError:
        return Watching(_sources(watched, {}), None)
    days = [date.fromisoformat(entry["tried"]) for entry in state.values()]
    return Watching(_sources(watched, state), max(days, default=None))


def _sources(watched: Watched, state: dict) -> tuple[Standing, ...]:
    by_machine = [
        _standing(source.id, source.record, source.identity, state.get(source.id, {})) for source in watched.sources
    ]
    read_on = read_by_hand(SEEN, watched)
    by_hand = [
        Standing(
            each.id,
            each.record,
            BY_HAND,
            NEVER,
            NEVER,
            read_on.get(each.id, NEVER),
            "",
            f"{each.page}: {each.look_for}",
        )
        for each in watched.by_hand
    ]
    return (*by_machine, *by_hand)


def _standing(source_id: str, record: str, identity: str, told: dict) -> Standing:
    entry = seen_entry(SEEN, source_id)
    accepted, values = entry.get(CHECKED_ON, NEVER), entry.get(VALUES, {})
    state = told.get("state", "not checked")
    if state == CHANGED and accepted != NEVER and accepted >= told.get("tried", ""):
        state = "accepted"  # since the run that found it changed
    recruiting = ""
    if identity.startswith("NCT"):
        status = values.get("overall_status", "").replace("_", " ").lower()
        recruiting = f"{status}, as of {accepted}" if status else "not checked"
    return Standing(
        source_id, record, state, told.get("tried", NEVER), told.get("reached", NEVER), accepted, recruiting, identity
    )
