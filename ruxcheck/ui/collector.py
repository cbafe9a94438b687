"""What the garbage collector looks through after each rerun: what that rerun brought, and not all that is open."""

import gc
from itertools import count

RUNS_BETWEEN = 1000  # about 35 KB of circular leavings a run wait for so long


def begin_run() -> None:
    """As a page begins to be drawn: what exists is put out of the collector's way, and all of it looked through now and then.

    Streamlit collects in full after every rerun, and walks all that the imports and every open session hold: with fifty
    visitors that was half of the server's time. Putting aside costs nothing; looking through all takes about 0.1 s.
    """
    if next(_runs) % RUNS_BETWEEN == 0:
        gc.unfreeze()
        gc.collect()
    gc.freeze()


_runs = count(1)
