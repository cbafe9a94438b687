"""The frame: `uvicorn app:app` (or `streamlit run app.py`, a little slower at each edit)."""

import streamlit as st
from starlette.middleware import Middleware

from ruxcheck.web import http, session
from ruxcheck.web.http import CompressedFiles, OwnOrigin, SecurityHeaders, fault
from ruxcheck.web.lifespan import lifespan, load_or_stop

load_or_stop()
app = st.App(
    "ruxcheck/web/main.py",
    lifespan=lifespan,
    routes=http.routes(),
    middleware=[Middleware(part) for part in (SecurityHeaders, OwnOrigin, CompressedFiles, http.FrontPage)],
    exception_handlers={500: fault},
)
session.stop_where_it_cannot_work()
