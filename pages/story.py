"""Story: the evidence in ten steps, for teaching."""

import streamlit as st

from ruxcheck.store.evidence_files import load_story
from ruxcheck.web.markup import escape_markdown, show_html
from ruxcheck.web.teaching import story
from ruxcheck.web.teaching.story import lecture_files

steps = load_story()
at = story.chosen(steps)
step, ids = steps[at], [step.id for step in steps]

with st.container(horizontal=True, vertical_alignment="center", key="story_controls"):
    show_html(story.progress(len(steps), at), width="stretch")
    story.controls(ids, at, story.open_step)
    presenting = story.toggle()

st.title(escape_markdown(step.heading))
words, picture = st.columns([2, 3], gap="large")
with words:
    show_html(story.step_text(step))
with picture:
    story.show(step.figure, st.context.theme.type or "light", presenting)
# in a room there is space beside the picture, on a phone the picture comes first
with words if presenting else picture:
    show_html(story.rests_on(step))
if presenting:
    story.remote(ids, at, story.open_step)
else:
    lecture_files()
show_html(story.overview(steps, at))
