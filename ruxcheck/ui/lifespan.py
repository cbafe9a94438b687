"""What the server does once, before the first visitor."""

import asyncio
import gc
import sys
from contextlib import asynccontextmanager
from datetime import date

import streamlit as st
from starlette.formparsers import MultiPartParser

from ruxcheck.body_regions import load_regions
from ruxcheck.cases import load_cases
from ruxcheck.charts import amount
from ruxcheck.check import check
from ruxcheck.evidence_files import load_evidence, load_hypothetical
from ruxcheck.records import DataErrors, load, load_documents
from ruxcheck.story import load_story
from ruxcheck.ui import (
    collector,
    efficacy_figures,
    fit_panels,
    labels_figures,
    labs_figures,
    maximum_use_figures,
    periods_figure,
    safety_figures,
    story_figures,
    trials_figures,
)


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
    fit_panels.prepare(check({}, date.today(), rules), rules)
    for figures in (
        amount,
        efficacy_figures,
        safety_figures,
        maximum_use_figures,
        trials_figures,
        labels_figures,
        labs_figures,
        periods_figure,
        story_figures,
    ):
        figures.prepare()
    gc.collect()
    collector.keep_aside()
    looking = asyncio.create_task(collector.look_through_regularly())
    yield {}
    looking.cancel()


def keep_uploads_in_memory() -> None:
    """An upload of any allowed size stays in memory; the server would write a long one to a temporary file on its way."""
    MultiPartParser.spool_max_size = (st.get_option("server.maxUploadSize") + 1) << 20
