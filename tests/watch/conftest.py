"""A server of official sources for one test, and everything that it answers accepted."""

import pytest

from ruxcheck.watch import proposal
from ruxcheck.watch.outcome import look
from ruxcheck.watch.proposal import seen_text
from tests.watch.official import WATCHED, official


@pytest.fixture
def server():
    with official() as here:
        yield here


@pytest.fixture
def seen(tmp_path, server):
    """A folder of `data/seen/` in which everything that the server answers was accepted."""
    folder = tmp_path / "data" / "seen"
    for outcome in look(WATCHED, {}, server.fetcher()):
        if outcome.now:
            proposal.write_whole(folder / f"{outcome.id}.json", seen_text(outcome.now, "2026-11-01"))
    server.asked.clear()
    return folder
