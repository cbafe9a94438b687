"""The frame: `uvicorn app:app` (or `streamlit run app.py`, a little slower at each edit)."""

import streamlit as st

from ruxcheck.ui.lifespan import lifespan, load_or_stop

load_or_stop()
app = st.App("ruxcheck/ui/main.py", lifespan=lifespan)
