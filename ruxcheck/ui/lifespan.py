"""What the server does once, before the first visitor."""

import gc
from contextlib import asynccontextmanager

from ruxcheck.charts.fit_map import fit_map_spec
from ruxcheck.records import load


@asynccontextmanager
async def lifespan(app):  # noqa: ARG001 (the framework passes itself)
    """Load and check the facts, so that bad data stops the server, and import what every page needs.

    Streamlit runs a full garbage collection after every rerun, which walks every object of every import; freezing what
    will live as long as the process takes two thirds of the time off each edit.
    """
    load()
    fit_map_spec((), "label")
    gc.collect()
    gc.freeze()
    yield {}
