"""What the server does once, before the first visitor."""

import gc
from contextlib import asynccontextmanager
from datetime import date

from ruxcheck.check import check
from ruxcheck.evidence_files import load_evidence
from ruxcheck.records import load, load_documents
from ruxcheck.ui import (
    efficacy_figures,
    fit_panels,
    labels_figures,
    maximum_use_figures,
    periods_figure,
    safety_figures,
    trials_figures,
)


@asynccontextmanager
async def lifespan(app):  # noqa: ARG001 (the framework passes itself)
    """Load and check the facts, so that bad data stops the server, and prepare what every visitor needs.

    Streamlit runs a full garbage collection after every rerun, which walks every object of every import; freezing what
    will live as long as the process takes two thirds of the time off each edit.
    """
    rules = load()
    load_documents()
    load_evidence()
    fit_panels.prepare(check({}, date.today(), rules), rules)
    for figures in (
        efficacy_figures,
        safety_figures,
        maximum_use_figures,
        trials_figures,
        labels_figures,
        periods_figure,
    ):
        figures.prepare()
    gc.collect()
    gc.freeze()
    yield {}
