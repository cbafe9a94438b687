"""What the server does once, before the first visitor."""

import asyncio
import gc
import sys
from contextlib import asynccontextmanager
from datetime import date

import streamlit as st
from starlette.formparsers import MultiPartParser

from ruxcheck.charts import exposure
from ruxcheck.kernel.check import check
from ruxcheck.store.evidence_files import load_cases, load_evidence, load_hypothetical, load_regions, load_story
from ruxcheck.store.files import DataErrors
from ruxcheck.store.reading import load, load_documents
from ruxcheck.web import session
from ruxcheck.web.check import margins
from ruxcheck.web.evidence import efficacy, labels, maximum_use, safety, trials
from ruxcheck.web.teaching import labs_figures, story


def load_or_stop() -> None:
    """Load and check everything in `data/`; where something is wrong, end the process with the words of every fault.

    What is loaded here is kept: files that change later count from the next start on.
    """
    try:
        load(), load_documents(), load_evidence(), load_hypothetical(), load_cases(), load_story(), load_regions()
    except DataErrors as errors:
        # the words say which file and what to do; where in our code it was noticed helps nobody
        sys.exit(str(errors))


@asynccontextmanager
async def lifespan(app):  # noqa: ARG001 (the framework passes itself)
    """Prepare what every visitor needs, and keep it out of the collector's way."""
    keep_uploads_in_memory()
    rules = load()
    margins.prepare(check({}, date.today(), rules), rules)
    for prepare in (
        exposure.prepare,
        efficacy.prepare,
        safety.prepare,
        maximum_use.prepare,
        trials.prepare,
        labels.prepare,
        labs_figures.prepare,
        trials.prepare_periods,
        story.prepare,
    ):
        prepare()
    gc.collect()
    session.keep_aside()
    looking = asyncio.create_task(session.look_through_regularly())
    yield {}
    looking.cancel()


def keep_uploads_in_memory() -> None:
    """An upload of any allowed size stays in memory; the server would write a long one to a temporary file on its way."""
    MultiPartParser.spool_max_size = (st.get_option("server.maxUploadSize") + 1) << 20
