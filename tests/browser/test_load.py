"""A fresh server: its first visitor; then several at once over the real protocol: everybody is answered, nothing fails, and no memory is left behind."""

import contextlib

import pytest
from playwright.sync_api import expect

from benchmarks.stream import memory_mb
from benchmarks.visitors import crowd
from tests.browser.conftest import running_server

VISITORS, EDITS, THINK_SECONDS = 10, 4, 0.2
ROUNDS = 4


@pytest.fixture(scope="module")
def fresh_server():
    with running_server() as address:
        yield address


def test_a_deep_link_to_a_fresh_server_shows_the_page_in_its_frame(browser, fresh_server):
    with contextlib.closing(browser.new_page()) as page:
        page.goto(f"{fresh_server}/sources")
        expect(page.get_by_role("heading", level=1, name="Sources")).to_be_visible(timeout=30_000)
        expect(page.get_by_role("navigation", name="App pages").get_by_role("button", name="Check")).to_be_visible()


def test_visitors_come_and_go_and_the_server_stays_as_it_is(fresh_server):
    port = int(fresh_server.rpartition(":")[2])
    memory = []
    for _ in range(ROUNDS):
        visitors = crowd(port, VISITORS, EDITS, think=THINK_SECONDS)
        assert [error for visitor in visitors for error in visitor.errors] == []
        assert all(len(visitor.seconds) == EDITS for visitor in visitors)
        memory.append(memory_mb(port))
    # sessions that were left are kept for two minutes: what each round adds is theirs, and it is little
    grown = memory[-1] - memory[1]
    assert grown < 1.0 * VISITORS * (ROUNDS - 2), (
        f"{grown:.0f} MB for {VISITORS * (ROUNDS - 2)} sessions; memory {memory}"
    )
