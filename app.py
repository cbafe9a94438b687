"""The frame: `ruxcheck serve`, `uvicorn app:app`, or `streamlit run app.py` (a little slower at each edit)."""

from pathlib import Path

import streamlit as st

from ruxcheck.web import record_server, server, session
from ruxcheck.web.server import fault, lifespan, load_or_stop

load_or_stop()
app = st.App(
    Path(server.__file__).with_name("main.py"),
    lifespan=lifespan,
    routes=server.routes(),
    middleware=record_server.middleware(),
    exception_handlers={500: fault},
)
session.stop_where_it_cannot_work()
