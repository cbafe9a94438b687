"""The frame: `uvicorn app:app` (or `streamlit run app.py`, a little slower at each edit)."""

import streamlit as st
from starlette.middleware import Middleware

from ruxcheck.web import server, session
from ruxcheck.web.server import CompressedFiles, FrontPage, OwnOrigin, SecurityHeaders, fault, lifespan, load_or_stop

load_or_stop()
app = st.App(
    "ruxcheck/web/main.py",
    lifespan=lifespan,
    routes=server.routes(),
    middleware=[Middleware(part) for part in (SecurityHeaders, OwnOrigin, CompressedFiles, FrontPage)],
    exception_handlers={500: fault},
)
session.stop_where_it_cannot_work()
