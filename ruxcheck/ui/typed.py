"""One thing typed into a box: read at once, and refused in words below the box."""

import streamlit as st

from ruxcheck.parsing import InputError, parse_value
from ruxcheck.ui.markup import literal
from ruxcheck.values import Field, Interval

LIVE = "400ms"  # an answer follows the typing by itself after this pause
Given = tuple[Interval, str]
"""Possible values and how they were typed."""


def read(field: Field, typed: str | None) -> Given | None:
    """The possible values of what was typed, and the typing; None where nothing was, or where it cannot be read, which is said."""
    if not typed or not typed.strip():
        return None
    try:
        value = parse_value(field, typed)
    except InputError as error:
        st.error(literal(str(error)))
        return None
    return None if value == field.domain else (value, " ".join(typed.split()))
