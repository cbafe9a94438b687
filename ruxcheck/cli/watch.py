"""The command `watch`: ask the official sources, write what a person should read, accept what a person has read."""

import argparse
import sys
from datetime import date
from pathlib import Path

from ruxcheck.cli.options import RunError, UsageError, once
from ruxcheck.kernel.records import Rules
from ruxcheck.watch.fetch import Fetcher
from ruxcheck.watch.outcome import exit_code, look
from ruxcheck.watch.proposal import accept, read_by_hand, read_seen, seen_text, write_proposal, write_state, write_whole
from ruxcheck.watch.sources import Watched, WatchError, read_watched
from ruxcheck.watch.standing import FOLDER, SEEN, WATCHED


def watch(options: argparse.Namespace, rules: Rules, fetcher: Fetcher | None = None) -> int:
    """Run one look, or accept a proposal; the exit code tells the state that matters most. Raises RunError and UsageError."""
    folder = Path(once("--out", options.out) or FOLDER)
    try:
        watched = read_watched(WATCHED)
        if options.what:
            return _told_by_a_person(options.what, watched)
        only = once("--only", options.only) or ""
        records = sorted({each.record for each in watched.sources} | {each.record for each in watched.by_hand})
        if only and only not in records:
            raise UsageError(f"--only: '{only}' is not watched; allowed: {', '.join(records)}")
        contact = once("--contact", options.contact) or watched.contact
        if fetcher is None and not contact:
            raise UsageError(
                "--contact: none was given; name an address that the servers can write to, here or as contact in data/watch.toml"
            )
        day, seen = date.today().isoformat(), read_seen(SEEN, watched)
        outcomes = look(watched, seen, fetcher or Fetcher(contact), only, read_by_hand(SEEN, watched))
        for outcome in outcomes:
            print(f"{outcome.id}: {outcome.state} ({outcome.words})")
        if not options.dry_run:
            write_state(folder, outcomes, day)
            place = write_proposal(folder, outcomes, day, rules, SEEN)
            print(f"to read: {place}" if place else "nothing to read", file=sys.stderr)
        return exit_code(outcomes)
    except WatchError as error:
        raise RunError(str(error)) from error


def _told_by_a_person(what: list[str], watched: Watched) -> int:
    """`accept FOLDER`: its values are known now. `done ID`: a page that no machine reads was looked up today."""
    by_hand = [each.id for each in watched.by_hand]
    if len(what) == 2 and what[0] == "accept":
        taken = accept(Path(what[1]), SEEN, watched)
        print(f"accepted as seen: {', '.join(taken) or 'nothing'}; no rule was changed")
    elif len(what) == 2 and what[0] == "done" and what[1] in by_hand:
        write_whole(SEEN / f"{what[1]}.json", seen_text({}, date.today().isoformat()))
        print(f"{what[1]}: read by hand today; no rule was changed")
    else:
        raise UsageError(
            f"watch: '{' '.join(what)}' was given; allowed: watch, watch accept FOLDER, or watch done with {', '.join(by_hand)}"
        )
    return 0
