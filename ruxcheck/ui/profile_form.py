"""The patient's figures, the labels and the day: drawn by every page that needs them, kept for the session."""

from datetime import date
from typing import Literal

import streamlit as st

from ruxcheck.asked import Asked
from ruxcheck.model import Rules
from ruxcheck.ui import address, anew, facts_form
from ruxcheck.ui.count_bsa import count_bsa
from ruxcheck.ui.typed import LIVE, Given, read
from ruxcheck.values import Field, Interval

ESTIMATE = 5
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 1, 1)


def profile_form(rules: Rules) -> Asked:
    """Draw the form and read it; what cannot be read is said below its box and counts as not recorded."""
    address.restore(rules)
    age = _age(rules.fields["age_years"])
    given = {
        "age_years": age,
        "iga": _iga(rules.fields["iga"]),
        "bsa_percent": _bsa(rules.fields["bsa_percent"]),
    }
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if st.button("Count", key="count_bsa", help="Count %BSA by palm or by region"):
            count_bsa(age[0] if age else rules.fields["age_years"].domain)
        facts = facts_form.facts_form(rules)
        jurisdictions, on = labels_form(rules)
    read_in = {name: value for name, value in (given | facts).items() if value}
    profile = {name: value for name, (value, _) in read_in.items()}
    asked = Asked(profile, on, jurisdictions, {name: typed for name, (_, typed) in read_in.items()})
    address.keep(asked)
    return asked


def _age(field: Field) -> Given | None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        years = _box("Age, years", "age", "8, 8.5 or 8-9", field.help)
        months = _box("and months", "months", "0 to 11", None, width=110)
    if months and months.strip():
        return read(field, f"{years.strip()} y {months.strip()} months" if years else f"{months.strip()} months")
    return read(field, years)


def _iga(field: Field) -> Given | None:
    scale = {int(score): word for score, word in field.scale}
    ends = (field.low, field.high)
    chosen = st.segmented_control(
        "IGA",
        list(scale),
        key="iga",
        format_func=lambda score: f"{score} {scale[score]}" if score in ends else str(score),
        help=field.help,
        persist_state="session",
        width="stretch",
    )
    st.caption(
        " · ".join(f"**{score} {word}**" if score == chosen else f"{score} {word}" for score, word in scale.items())
    )
    return None if chosen is None else (Interval(chosen, chosen), str(chosen))


def _bsa(field: Field) -> Given | None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        typed = _box("%BSA affected", "bsa", "12 or 15-25", field.help)
        estimate = st.toggle(
            f"estimate ±{ESTIMATE}",
            key="estimate",
            persist_state="session",
            help=f"Takes the figure as {ESTIMATE} points more or less",
        )
    given = read(field, typed)
    if given and estimate and given[0].is_point:
        figure = given[0].low
        around = Interval(max(figure - ESTIMATE, field.low), min(figure + ESTIMATE, field.high))
        return around, f"{given[1]}, estimate ±{ESTIMATE}"
    return given


def _box(label: str, key: str, placeholder: str, tip: str | None, width: int | Literal["stretch"] = "stretch") -> str:
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


def labels_form(rules: Rules) -> tuple[tuple[str, ...], date]:
    """Draw the choice of labels and of the day, and read it."""
    with_record = list(dict.fromkeys(record.jurisdiction for record in rules.labels))
    # set here and not as widget defaults: the address may have set them before, and then a default would be a second word
    if not anew.is_returning():
        st.session_state.setdefault("jurisdictions", with_record)
        st.session_state.setdefault("on", date.today())
    with st.popover("Labels, date"):
        chosen = st.pills(
            "Labels of (none chosen: all with a record)",
            list(rules.jurisdictions),
            selection_mode="multi",
            key="jurisdictions",
            format_func=lambda name: rules.jurisdictions[name].name,
            persist_state="session",
        )
        on = st.date_input(
            "as of", key="on", format="YYYY-MM-DD", min_value=FIRST_DAY, max_value=LAST_DAY, persist_state="session"
        )
    return tuple(name for name in rules.jurisdictions if name in (chosen or with_record)), on or date.today()
