"""What the garbage collector looks through after each rerun: what that rerun brought, and not all that is open."""

import asyncio
import gc

SECONDS_BETWEEN = 60


def keep_aside() -> None:
    """Put what exists out of the collector's way: at start, and as each page begins to be drawn.

    Streamlit collects in full after every rerun, and walks all that the imports and every open session hold: with fifty
    visitors that was half of the server's time. Putting aside costs nothing; no object is looked at.
    """
    gc.freeze()


def look_through_all() -> None:
    """Look through what was put aside too, in about 0.1 s: what nobody holds any more is gone then."""
    gc.unfreeze()
    gc.collect()


async def look_through_regularly() -> None:
    """Do so once a minute: what visitors left goes within that time, and the next page puts the rest aside again."""
    while True:
        await asyncio.sleep(SECONDS_BETWEEN)
        look_through_all()
