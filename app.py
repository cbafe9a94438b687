"""The frame: `streamlit run app.py` or `uvicorn app:app`."""

import streamlit as st

from ruxcheck.ui.lifespan import lifespan

app = st.App("ruxcheck/ui/main.py", lifespan=lifespan)
