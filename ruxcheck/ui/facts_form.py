"""Further facts, three-way and never preset: yes, no, or left unanswered."""

import streamlit as st

from ruxcheck.model import Rules
from ruxcheck.ui import profile_form
from ruxcheck.values import ANSWERS, Field, Interval


def facts_form(rules: Rules) -> dict:
    """Draw the questions when opened; answers count whether or not they are in sight."""
    fields = [field for field in rules.fields.values() if not field.core]
    answered = sum(bool(st.session_state.get(key_of(field))) for field in fields)
    # the label stays as it is while answers are given: a popover whose label changes is drawn anew, and closed
    with st.popover("More facts", key="facts_open", on_change="rerun") as box:
        if box.open:
            _questions(fields)
    if answered:
        st.caption(f"{answered} answered")
    return {field.id: value for field in fields if (value := _answer(field)) is not None}


def _questions(fields: list[Field]) -> None:
    with st.container(key="facts", gap="xsmall"):
        st.caption("Leave open what you do not know: it is listed as to confirm.")
        for group in dict.fromkeys(field.group for field in fields):
            st.markdown(f"**{group}**")
            for field in (field for field in fields if field.group == group):
                _question(field)


def key_of(field: Field) -> str:
    return f"fact_{field.id}"


def _question(field: Field) -> None:
    if field.kind == "yesno":
        st.segmented_control(
            field.question, ["yes", "no"], key=key_of(field), persist_state="session", help=field.help or None
        )
        return
    unit = f" ({field.unit})" if field.unit else ""
    st.text_input(
        field.question + unit,
        key=key_of(field),
        persist_state="session",
        autocomplete="off",
        max_chars=24,
        help=field.help or None,
    )


def _answer(field: Field) -> tuple[Interval, str] | None:
    given = st.session_state.get(key_of(field))
    if field.kind == "yesno":
        return (ANSWERS[given], given) if given else None
    return profile_form.read(field, given)
