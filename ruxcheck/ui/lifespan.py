"""What the server does once, before the first visitor."""

import gc
from contextlib import asynccontextmanager
from datetime import date

from ruxcheck.check import check
from ruxcheck.records import load, load_documents
from ruxcheck.ui import fit_panels


@asynccontextmanager
async def lifespan(app):  # noqa: ARG001 (the framework passes itself)
    """Load and check the facts, so that bad data stops the server, and prepare what every visitor needs.

    Streamlit runs a full garbage collection after every rerun, which walks every object of every import; freezing what
    will live as long as the process takes two thirds of the time off each edit.
    """
    rules = load()
    load_documents()
    fit_panels.prepare(check({}, date.today(), rules), rules)
    gc.collect()
    gc.freeze()
    yield {}
