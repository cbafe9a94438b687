"""The command `watch`: ask the official sources, write what a person should read, accept what a person has read."""

import argparse
import sys
from datetime import date
from pathlib import Path

from ruxcheck.cli.options import RunError, UsageError, once
from ruxcheck.kernel.records import Rules
from ruxcheck.watch.fetch import Fetcher
from ruxcheck.watch.outcome import exit_code, look
from ruxcheck.watch.proposal import accept, read_seen, write_proposal, write_state
from ruxcheck.watch.sources import Watched, WatchError, read_watched
from ruxcheck.watch.standing import FOLDER, SEEN, WATCHED


def watch(options: argparse.Namespace, rules: Rules, fetcher: Fetcher | None = None) -> int:
    """Run one look, or accept a proposal; the exit code tells the state that matters most. Raises RunError and UsageError."""
    folder = Path(once("--out", options.out) or FOLDER)
    try:
        watched = read_watched(WATCHED)
        if options.what:
            return _accept(options.what, watched)
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
        outcomes = look(watched, seen, fetcher or Fetcher(contact), only)
        for outcome in outcomes:
            print(f"{outcome.id}: {outcome.state} ({outcome.words})")
        if not options.dry_run:
            write_state(folder, outcomes, day)
            place = write_proposal(folder, outcomes, day, rules, SEEN)
            print(f"to read: {place}" if place else "nothing to read", file=sys.stderr)
        return exit_code(outcomes)
    except WatchError as error:
        raise RunError(str(error)) from error


def _accept(what: list[str], watched: Watched) -> int:
    if len(what) != 2 or what[0] != "accept":
        raise UsageError(f"watch: '{' '.join(what)}' was given; allowed: watch, or watch accept FOLDER")
    taken = accept(Path(what[1]), SEEN, watched)
    print(f"accepted as seen: {', '.join(taken) or 'nothing'}; no rule was changed")
    return 0
