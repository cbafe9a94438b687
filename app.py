"""The frame: `uvicorn app:app` (or `streamlit run app.py`, a little slower at each edit)."""

import streamlit as st
from starlette.middleware import Middleware

from ruxcheck.ui import front_page, login, own_files
from ruxcheck.ui.compressed import Compressed
from ruxcheck.ui.headers import Headers, fault
from ruxcheck.ui.lifespan import lifespan, load_or_stop
from ruxcheck.ui.origins import OwnOrigin

load_or_stop()
app = st.App(
    "ruxcheck/ui/main.py",
    lifespan=lifespan,
    routes=own_files.routes(),
    middleware=[Middleware(part) for part in (Headers, OwnOrigin, Compressed, front_page.FrontPage)],
    exception_handlers={500: fault},
)
login.stop_where_it_cannot_work()
