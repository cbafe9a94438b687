"""Further facts, three-way and never preset: yes, no, or left unanswered."""

import streamlit as st

from ruxcheck.model import Rules
from ruxcheck.ui import anew
from ruxcheck.ui.typed import LIVE, Given, read
from ruxcheck.values import ANSWERS, Field

BODY_SIZE = "Body size"  # asked where the amount of cream stands, not among the facts


def facts_form(rules: Rules) -> dict[str, Given]:
    """Draw the questions when opened; answers count whether or not they are in sight."""
    fields = [field for field in rules.fields.values() if not field.core]
    asked = [field for field in fields if field.group != BODY_SIZE]
    answers = {field.id: value for field in fields if (value := _answer(field)) is not None}
    answered = sum(field.id in answers for field in asked)
    # the label stays as it is while answers are given: a popover whose label changes is drawn anew, and closed
    with st.popover("More facts", key="facts_open", on_change="rerun") as box:
        if box.open:
            _questions(asked)
    if answered:
        st.caption(f"{answered} answered")
    return answers


def body_size_form(rules: Rules) -> None:
    """Weight, height and body surface, each with its units; `facts_form` reads them wherever they are drawn."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="body_size"):
        for field in (field for field in rules.fields.values() if field.group == BODY_SIZE):
            st.text_input(
                f"{field.question}, {field.unit}" if not field.units else field.question,
                key=key_of(field),
                placeholder=field.examples.partition(",")[0],
                help=field.help or None,
                live=LIVE,
                persist_state="session",
                autocomplete="off",
                max_chars=24,
                width=130,
            )
            if field.units:
                units = [field.unit, *(unit for unit, _ in field.units)]
                if not anew.is_returning():
                    st.session_state.setdefault(_unit_key(field), field.unit)
                st.segmented_control(
                    f"Unit of {field.label.lower()}",
                    units,
                    key=_unit_key(field),
                    persist_state="session",
                    label_visibility="collapsed",
                )


def _questions(fields: list[Field]) -> None:
    with st.container(key="facts", gap="xsmall"):
        st.caption("Leave open what you do not know: it is listed as to confirm.")
        for group in dict.fromkeys(field.group for field in fields):
            st.markdown(f"**{group}**")
            for field in (field for field in fields if field.group == group):
                _question(field)


def key_of(field: Field) -> str:
    return f"fact_{field.id}"


def _unit_key(field: Field) -> str:
    return f"unit_{field.id}"


def typed(field: Field) -> str:
    """What was typed or chosen for a fact, with the unit chosen beside it where the text names none; empty for nothing."""
    text = (st.session_state.get(key_of(field)) or "").strip()
    if not field.units:
        return text
    unit = st.session_state.get(_unit_key(field)) or field.unit
    bare = text[-1:].isdigit()
    return f"{text} {unit}" if bare and unit != field.unit else text


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


def _answer(field: Field) -> Given | None:
    given = typed(field)
    if field.kind == "yesno":
        return (ANSWERS[given], given) if given else None
    return read(field, given)
