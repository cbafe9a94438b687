"""Several visitors at once over the real protocol: everybody is answered, nothing fails, and rounds of visitors leave no memory behind."""

from benchmarks.stream import memory_mb
from benchmarks.visitors import crowd
from tests.browser.conftest import running_server

VISITORS, EDITS, THINK_SECONDS = 10, 4, 0.2
ROUNDS = 4


def test_visitors_come_and_go_and_the_server_stays_as_it_is():
    with running_server() as address:
        port = int(address.rpartition(":")[2])
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
