"""The router: page settings, the login where one is configured, navigation on top, and the line that stands under every page."""

from pathlib import Path

import streamlit as st

try:
    from ruxcheck import HOME, __version__
except (
    ModuleNotFoundError
):  # this file is a part of the app; started alone it is given neither its package nor its settings
    st.error("This file cannot be started alone. In the folder above ruxcheck/: streamlit run app.py, or make run.")
    st.stop()
from ruxcheck.export.table import INTENDED_USE
from ruxcheck.store.reading import load
from ruxcheck.web import downloads, session
from ruxcheck.web.evidence.sources import show_glossary

PAGES = Path(HOME) / "pages"
ICON = Path(__file__).with_name("icon.png")

session.freeze_garbage()
st.set_page_config(layout="wide", page_icon=str(ICON), menu_items={})
restricted = session.ask_first()
page = st.navigation(
    {
        "Check": [
            st.Page(PAGES / "check.py", title="Check a patient", default=True),
            st.Page(PAGES / "compare.py", title="Compare", url_path="compare"),
            st.Page(PAGES / "screen.py", title="Screen a list", url_path="screen"),
        ],
        "Evidence": [
            st.Page(PAGES / "efficacy.py", title="Efficacy", url_path="efficacy"),
            st.Page(PAGES / "safety.py", title="Safety", url_path="safety"),
            st.Page(PAGES / "maximum_use.py", title="Maximum use", url_path="maximum-use"),
            st.Page(PAGES / "trials.py", title="Trials", url_path="trials"),
            st.Page(PAGES / "labels.py", title="Labels", url_path="labels"),
        ],
        "Teach": [
            st.Page(PAGES / "story.py", title="Story", url_path="story"),
            st.Page(PAGES / "cases.py", title="Cases", url_path="cases"),
            st.Page(PAGES / "labs.py", title="Teaching labs", url_path="labs"),
        ],
        "Sources": [st.Page(PAGES / "sources.py", title="Sources", url_path="sources")],
    },
    position="top",
)
st.set_page_config(page_title=f"{page.title} · RuxCheck")
downloads.start(page.title)
session.begin()
page.run()
session.settle()
with st.container(horizontal=True, gap="small"):
    if st.button("Glossary", key="glossary", shortcut="G"):
        show_glossary()
    downloads.download_everything_button()
st.caption(
    f"{INTENDED_USE} Nothing entered is stored or sent elsewhere. RuxCheck {__version__}, rules {load().sha256[:12]}."
)
if restricted:
    session.offer_way_out()
