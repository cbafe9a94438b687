"""One step of the story on screen: where one is, the words, and what they rest on."""

from html import escape

import streamlit as st

from ruxcheck.evidence_files import load_evidence
from ruxcheck.records import load, load_documents
from ruxcheck.story import Step
from ruxcheck.story_numbers import Facts, places_of
from ruxcheck.ui.markup import literal, located, unbroken

STEP = "step"


def chosen(steps: tuple[Step, ...]) -> int:
    """Which step the address asks for; the first where it asks for none, or, said in words, for one that does not exist."""
    ids = [step.id for step in steps]
    asked = st.query_params.get(STEP, ids[0])
    if asked in ids:
        return ids.index(asked)
    st.warning(
        literal(f"The address asks for step '{asked[:40]}'; allowed: {', '.join(ids)}. The first step is shown.")
    )
    return 0


def controls(steps: tuple[Step, ...], at: int, keys: tuple[str, str] = ("Left", "Right")) -> None:
    """Back and next, by button and by arrow key."""
    _go("Back", steps[max(at - 1, 0)], keys[0], at == 0)
    _go("Next", steps[min(at + 1, len(steps) - 1)], keys[1], at == len(steps) - 1)


def remote(steps: tuple[Step, ...], at: int) -> None:
    """The same for the keys that a presenter's remote control sends; not seen."""
    with st.container(key="away_story_remote"):
        controls(steps, at, ("PageUp", "PageDown"))


def _go(label: str, step: Step, shortcut: str, disabled: bool) -> None:
    st.button(
        label, key=f"story_{label}_{shortcut}", shortcut=shortcut, disabled=disabled, on_click=_open, args=(step.id,)
    )


def _open(step: str) -> None:
    st.query_params[STEP] = step


def progress(steps: tuple[Step, ...], at: int) -> str:
    """Where one is, in words and as a bar with one part for each step."""
    told = f"Step {at + 1} of {len(steps)}"
    parts = "".join(f'<i class="{"done" if number <= at else ""}"></i>' for number in range(len(steps)))
    bar = (
        f'role="progressbar" aria-label="Story" aria-valuemin="1" aria-valuemax="{len(steps)}" aria-valuenow="{at + 1}"'
    )
    return f'<div class="rux rux-progress"><b>{told}</b><span {bar} aria-valuetext="{told}">{parts}</span></div>'


def said(step: Step) -> str:
    """The text of a step."""
    return f'<div class="rux rux-words"><p>{unbroken(step.text)}</p></div>'


def rests_on(step: Step) -> str:
    """The documents that every number of a step is taken from, as links."""
    documents = load_documents()
    facts = Facts(load(), documents, load_evidence())
    links = "; ".join(located(documents, source, "") for source, _ in places_of(step, facts))
    return f'<div class="rux rux-rests"><p><small>Rests on: {links}</small></p></div>'


def overview(steps: tuple[Step, ...], at: int) -> str:
    """Every step as a link to its address."""
    # plain links: a page link to the page one is on changes what is shown, but not the address
    items = (
        f'<li><a href="?{STEP}={step.id}" target="_self"{" aria-current=step" if number == at else ""}>{escape(step.heading)}</a></li>'
        for number, step in enumerate(steps)
    )
    return f'<nav class="rux rux-steps" aria-label="All steps"><h2>All steps</h2><ol>{"".join(items)}</ol></nav>'
