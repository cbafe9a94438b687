"""The patient's figures, the labels and the day: drawn by every page that needs them, kept for the session."""

from datetime import date

import streamlit as st

from ruxcheck.frozen import Frozen
from ruxcheck.parsing import InputError, parse_value
from ruxcheck.records import Rules
from ruxcheck.ui import address, facts_form
from ruxcheck.values import Field, Interval, Profile

IGA_SHORT = {0: "clear", 1: "almost clear", 2: "mild", 3: "moderate", 4: "severe"}
ESTIMATE = 5
LIVE = "400ms"


class Entered(Frozen):
    """What stands in the form: possible values of the fields that were entered, the day asked about, the jurisdictions."""

    profile: Profile
    on: date
    jurisdictions: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not self.profile


def profile_form(rules: Rules) -> Entered:
    """Draw the form and read it; what cannot be read is said below its box and counts as not recorded."""
    address.restore(rules)
    profile = {
        "age_years": _age(rules.fields["age_years"]),
        "iga": _iga(rules.fields["iga"]),
        "bsa_percent": _bsa(rules.fields["bsa_percent"]),
    }
    facts = facts_form.facts_form(rules)
    jurisdictions, on = _labels(rules)
    entered = Entered({name: value for name, value in (profile | facts).items() if value}, on, jurisdictions)
    address.keep(rules, entered)
    return entered


def read(field: Field, typed: str | None, place=st) -> Interval | None:
    """The possible values of what was typed; None where nothing was, or where it cannot be read, which is said."""
    if not typed or not typed.strip():
        return None
    try:
        value = parse_value(field, typed)
    except InputError as error:
        place.error(str(error))
        return None
    return None if value == field.domain else value


def _age(field: Field) -> Interval | None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        years = _box("Age, years", "age", "8, 8.5 or 8-9", field.help)
        months = _box("and months", "months", "0 to 11", None, width=110)
    if months and months.strip():
        return read(field, f"{years.strip()} y {months.strip()} months" if years else f"{months.strip()} months")
    return read(field, years)


def _iga(field: Field) -> Interval | None:
    chosen = st.segmented_control(
        "IGA",
        list(IGA_SHORT),
        key="iga",
        format_func=lambda score: f"{score} {IGA_SHORT[score]}" if score in (0, 4) else str(score),
        help=field.help,
        persist_state="session",
        width="stretch",
    )
    st.caption(
        " · ".join(f"**{score} {word}**" if score == chosen else f"{score} {word}" for score, word in IGA_SHORT.items())
    )
    return None if chosen is None else Interval(chosen, chosen)


def _bsa(field: Field) -> Interval | None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        typed = _box("%BSA affected", "bsa", "12 or 15-25", field.help)
        estimate = st.toggle(
            f"estimate ±{ESTIMATE}",
            key="estimate",
            persist_state="session",
            help=f"Takes the figure as {ESTIMATE} points more or less",
        )
    value = read(field, typed)
    if value and estimate and value.is_point:
        return Interval(max(value.low - ESTIMATE, field.low), min(value.high + ESTIMATE, field.high))
    return value


def _box(label: str, key: str, placeholder: str, tip: str | None, width: int | str = "stretch") -> str:
    return st.text_input(
        label,
        key=key,
        placeholder=placeholder,
        help=tip,
        width=width,
        type="phone",
        icon="",
        autocomplete="off",
        live=LIVE,
        persist_state="session",
        max_chars=24,
    )


def _labels(rules: Rules) -> tuple[tuple[str, ...], date]:
    with st.expander("Labels and date"):
        with_record = list(dict.fromkeys(record.jurisdiction for record in rules.labels))
        chosen = st.pills(
            "Labels of",
            list(rules.jurisdictions),
            selection_mode="multi",
            default=with_record,
            key="jurisdictions",
            format_func=lambda name: rules.jurisdictions[name].name,
            persist_state="session",
        )
        on = st.date_input(
            "as of",
            key="on",
            format="YYYY-MM-DD",
            min_value=date(2000, 1, 1),
            max_value=date(2100, 1, 1),
            persist_state="session",
        )
        st.toggle(
            "keep inputs in the address",
            key="keep",
            persist_state="session",
            help="Puts what you enter into the page's address, so that reload, bookmark and link restore it. Addresses end up in histories and logs.",
        )
    return tuple(name for name in rules.jurisdictions if name in (chosen or with_record)), on or date.today()
