"""A case taken elsewhere: to the Check page when asked for, and into the files that leave the page."""

from pathlib import Path

import streamlit as st

from ruxcheck.cases import Case, Patient
from ruxcheck.model import Rules
from ruxcheck.state import State, state_of
from ruxcheck.ui.screen_open import TEXT_BOXES, form_of

CHECK = Path(__file__).parents[2] / "pages" / "check.py"


def open_on_check_page(case: Case, rules: Rules) -> None:
    """A button for each patient of a case that fills the form of the Check page; nothing enters the address."""
    for number, patient in enumerate(case.patients):
        which = f", {'first' if number == 0 else 'second'} patient" if len(case.patients) > 1 else ""
        if st.button(f"Open on Check a patient{which}", key=f"case_open_{number}"):
            st.session_state.update(_form(patient, rules))
            st.switch_page(CHECK)


def _form(patient: Patient, rules: Rules) -> dict:
    """Every input of the form; age and %BSA as they were typed."""
    asked = patient.asked
    typed = {box: asked.typed.get(field, "") for field, box in TEXT_BOXES.items()}
    return form_of(asked.profile, asked, rules) | typed


def state_of_case(case: Case, rules: Rules) -> State:
    """The state of every patient of a case, because the tables of one page hold them all."""
    first, *others = (state_of(rules, patient.asked) for patient in case.patients)
    inputs = "; ".join([first.inputs, *(f"then as of {state.on}: {state.inputs}" for state in others)])
    return first._replace(inputs=f"invented patient, {inputs}")
