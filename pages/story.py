"""Story: the evidence in ten steps, for teaching."""

import streamlit as st

from ruxcheck.story import load_story
from ruxcheck.ui import presenter, story_figures, story_view
from ruxcheck.ui.lecture_files import lecture_files
from ruxcheck.ui.markup import literal

steps = load_story()
at = story_view.chosen(steps)
step = steps[at]

with st.container(horizontal=True, vertical_alignment="center", key="story_controls"):
    st.html(story_view.progress(steps, at), width="stretch")
    story_view.controls(steps, at)
    presenting = presenter.toggle()

st.title(literal(step.heading))
words, picture = st.columns([2, 3], gap="large")
with words:
    st.html(story_view.said(step))
with picture:
    story_figures.show(step.figure, st.context.theme.type or "light", presenting)
# in a room there is space beside the picture, on a phone the picture comes first
with words if presenting else picture:
    st.html(story_view.rests_on(step))
if presenting:
    story_view.remote(steps, at)
else:
    lecture_files()
st.html(story_view.overview(steps, at))
