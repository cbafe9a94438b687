"""The patient form: age, IGA and %BSA, further facts, body size, labels and day."""

import json
from datetime import date
from typing import Literal

import streamlit as st
from markupsafe import Markup

from ruxcheck.kernel.check import Query
from ruxcheck.kernel.criteria import NOT_MET
from ruxcheck.kernel.parsing import CORE_FIELDS, CORE_INPUTS, FIRST_DAY, LAST_DAY, InputError, parse_value
from ruxcheck.kernel.possible_values import ANSWERS, Field, Interval, value_in_words
from ruxcheck.kernel.records import Rules
from ruxcheck.kernel.results import RecordResult, Report
from ruxcheck.web import link, session
from ruxcheck.web.body_surface import count_bsa
from ruxcheck.web.link import key_of
from ruxcheck.web.markup import escape_markdown, show_html

LIVE = "400ms"  # an answer follows the typing by itself after this pause
Given = tuple[Interval, str]
"""Possible values and how they were typed."""


def read_box(field: Field, typed: str | None) -> Given | None:
    """The possible values of what was typed, and the typing; None where nothing was, or where it cannot be read, which is said."""
    if not typed or not typed.strip():
        return None
    try:
        value = parse_value(field, typed)
    except InputError as error:
        st.error(escape_markdown(str(error)))
        return None
    return None if value == field.domain else (value, " ".join(typed.split()))


# Further facts, three-way and never preset: yes, no, or left unanswered.

BODY_SIZE = "Body size"  # asked where the amount of cream stands, not among the facts


def read_facts(rules: Rules) -> dict[str, Given]:
    """What was answered, whether or not the questions are in sight."""
    fields = (field for field in rules.fields.values() if not field.core)
    return {field.id: value for field in fields if (value := _answer(field)) is not None}


def confirm_form(result: RecordResult, rules: Rules) -> None:
    """The facts that the first label still needs, as yes or no right below its verdict; none where the figures rule it out."""
    asked = _asked_beside(result, rules)
    if not asked:
        return
    still = sum(item.criterion.field in asked for item in result.to_confirm)
    with st.container(key="confirm", gap="xsmall"):
        st.markdown(f"**To confirm: {still}**" if still else "**All confirmed**")
        for name in asked:
            _question(rules.fields[name])


def _asked_beside(result: RecordResult, rules: Rules) -> list[str]:
    if result.record is None or result.core == NOT_MET:
        return []
    names = dict.fromkeys(item.criterion.field for item in result.criteria if item.applies and not item.criterion.core)
    return [name for name in names if name and rules.fields[name].kind == "yesno"]


def facts_form(query: Query, rules: Rules, confirms: bool) -> None:
    """Draw the questions when opened: those whose answers can still change a result, and those that were answered.

    What only trials ask stands apart, in a fold: a clinician who asks about a label is not asked for a trial's washouts.
    """
    texts = [field for field in rules.fields.values() if not field.core and field.group != BODY_SIZE]
    answered = {field.id for field in texts if field.id in query.profile}
    # the label stays as it is while answers are given: a popover whose label changes is drawn again, and closed
    with st.popover("More facts", key="facts_open", on_change="rerun") as box:
        if box.open:
            report = query.answer(rules)
            beside = [] if query.is_empty or not confirms else _asked_beside(report.labels[0], rules)
            _questions([field for field in texts if field.id not in beside], answered, report)
    if answered:
        st.caption(f"{len(answered)} answered")


def body_size_form(rules: Rules) -> None:
    """Weight, height and body surface, each with its units; `read_facts` reads them wherever they are drawn."""
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
                if not session.is_returning():
                    st.session_state.setdefault(_unit_key(field), field.unit)
                st.segmented_control(
                    f"Unit of {field.label.lower()}",
                    units,
                    key=_unit_key(field),
                    persist_state="session",
                    label_visibility="collapsed",
                )


def _questions(fields: list[Field], answered: set[str], report: Report) -> None:
    of_labels = {name for result in report.labels if result.record for name in result.record.fields}
    asked = answered.union(*(result.open_fields for result in report.results))
    first = [field for field in fields if field.id in asked and field.id in of_labels]
    rest = [field for field in fields if field.id in asked and field.id not in of_labels]
    with st.container(key="facts", gap="xsmall"):
        st.caption(
            "Leave open what you do not know: it is listed as to confirm. Only what can still change a result is asked."
        )
        if not first and not rest:
            st.markdown("No further fact changes a result of this patient.")
        _asked(first)
        if rest:
            # its label stays while answers are given, as that of the popover
            with st.expander("Asked by trials only", key="facts_of_trials", on_change="rerun") as box:
                if box.open:
                    _asked(rest)


def _asked(fields: list[Field]) -> None:
    for group in dict.fromkeys(field.group for field in fields):
        st.markdown(f"**{group}**")
        for field in (field for field in fields if field.group == group):
            _question(field)


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
    return read_box(field, given)


# The patient's figures, the labels and the day: drawn by every page that needs them, kept for the session.

ESTIMATE = 5


def profile_form(rules: Rules, confirms: bool = False, top=None) -> Query:
    """Draw the form and read it; what cannot be read is said below its box and counts as not recorded.

    `confirms` is for a page that asks the facts of the first label itself, with `confirm_form`; `top` is a container for what
    is not about the patient, below the figures without it.
    """
    link.read_address(rules)
    with st.container(key="inputs", horizontal=True, vertical_alignment="bottom", gap="small"):
        age = _age(rules.fields["age_years"])
        given = {"age_years": age, "iga": _iga(rules.fields["iga"]), "bsa_percent": _bsa(rules.fields["bsa_percent"])}
        if st.button("Estimate BSA", key="count_bsa", help="Count %BSA on a body figure or by palm"):
            count_bsa(age[0] if age else rules.fields["age_years"].domain)
        facts = st.container(width="content")  # which questions are worth asking depends on the labels beside it
        with top or st.container(horizontal=True, width="content", gap="small"):
            jurisdictions, on = labels_form(rules, with_home=True)
            session.patients_form(form_keys(rules))
    read_in = {name: value for name, value in (given | read_facts(rules)).items() if value}
    profile = {name: value for name, (value, _) in read_in.items()}
    query = Query(profile, on, jurisdictions, {name: typed for name, (_, typed) in read_in.items()})
    with facts:
        facts_form(query, rules, confirms)
    link.write_address(query)
    return query


def answered_mark(rules: Rules) -> None:
    """Say on the page for which figures and facts it now stands, as they were typed: the last thing drawn, when all above is an answer to them."""
    typed_in = {"years": "age", "months": "months", "bsa": "bsa", "iga": "iga"}
    marks = {name: _stands(key) for name, key in typed_in.items()}
    others = ["estimate", *(key_of(field) for field in rules.fields.values() if not field.core)]
    marks["facts"] = json.dumps({key: text for key in others if (text := _stands(key))})
    attributes = Markup(" ").join(Markup('data-{}="{}"').format(name, text) for name, text in marks.items())
    show_html(Markup('<span class="rux-answered" hidden {}></span>').format(attributes), width="content")


def _stands(key: str) -> str:
    """What stands in a box as its text, as the browser reads it: a number chosen, a text typed, "true" for a toggle that is on."""
    held = st.session_state.get(key)
    return "" if held is None or held is False else str(held).strip().replace("True", "true")


def _age(field: Field) -> Given | None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", width=236):
        years = _box("Age, years", "age", "years", field.help, width=128)
        months = _box("and months", "months", "months", None, width=96)
    if months and months.strip():
        return read_box(field, f"{years.strip()} y {months.strip()} months" if years else f"{months.strip()} months")
    return read_box(field, years)


def _iga(field: Field) -> Given | None:
    scale = {int(score): word for score, word in field.scale}
    chosen = st.segmented_control(
        "IGA",
        list(scale),
        key="iga",
        format_func=lambda score: f"{score} {scale[score]}",
        help=field.help,
        persist_state="session",
        width="content",
        wrap=True,
    )
    return None if chosen is None else (Interval(chosen, chosen), str(chosen))


def _bsa(field: Field) -> Given | None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", width=264):
        typed = _box("%BSA affected", "bsa", "%", field.help, width=132)
        estimate = st.toggle(
            f"estimate ±{ESTIMATE}",
            key="estimate",
            persist_state="session",
            help=f"Takes the figure as {ESTIMATE} points more or less",
        )
    given = read_box(field, typed)
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


def day_banner(on: date) -> None:
    """Where another day than today is asked about, say so until it is reset."""
    today = session.today()
    if on == today:
        return
    later = (
        " It is in the future: answered as of the newest record of each label; a newer label may exist by then."
        if on > today
        else ""
    )
    with st.container(key="day_banner", horizontal=True, vertical_alignment="center"):
        st.info(f"As of {on}, not today.{later}")
        st.button("Back to today", on_click=_set_day, args=(today,))


def _set_day(day: date) -> None:
    st.session_state["on"] = day


def fold_line(query: Query, rules: Rules) -> None:
    """On a phone, what stands in the form as one line once all three figures do; a tap opens the form again (script.js)."""
    if not all(name in query.profile for name in CORE_FIELDS):
        return
    age, iga, bsa = (value_in_words(rules.fields[name], query.profile[name]) for name in CORE_FIELDS)
    words = '<button type="button" class="rux-edit">{}, IGA {}, {} <u>edit</u></button>'
    show_html(Markup(words).format(age, iga, bsa))


def labels_form(rules: Rules, with_home: bool = False) -> tuple[tuple[str, ...], date]:
    """Draw the choice of labels and of the day, and read it; the clinician's own country, where it is asked for, comes first."""
    with_record = list(dict.fromkeys(record.jurisdiction for record in rules.labels))
    names = {name: jurisdiction.name for name, jurisdiction in rules.jurisdictions.items()}
    # set here and not as widget defaults: the address may have set them before, and then a default would be a second word
    if not session.is_returning():
        st.session_state.setdefault("home", session.remembered_country(rules))
        st.session_state.setdefault("jurisdictions", with_record)
        st.session_state.setdefault("on", session.today())
    with st.popover("Country and date"):
        home = _home(names) if with_home else None
        chosen = st.pills(
            "Other labels (none chosen: all with a record)"
            if with_home
            else "Labels of (none chosen: all with a record)",
            list(rules.jurisdictions),
            selection_mode="multi",
            key="jurisdictions",
            format_func=names.get,
            persist_state="session",
        )
        on = st.date_input(
            "as of", key="on", format="YYYY-MM-DD", min_value=FIRST_DAY, max_value=LAST_DAY, persist_state="session"
        )
    named = [name for name in rules.jurisdictions if name in (chosen or with_record) and name != home]
    return (*([home] if home else []), *named), on or session.today()


def _home(names: dict[str, str]) -> str | None:
    """The country whose label is told first; the browser keeps the choice, and nothing of the patient (script.js)."""
    home = st.pills(
        "Your country", list(names), key="home", format_func=names.get, persist_state="session", required=True
    )
    show_html(Markup('<span class="rux-unseen" data-home="{}"></span>').format(home or ""))
    return home


def form_state(typed: dict[str, str], rules: Rules) -> dict:
    """What stands in the form for these inputs, by the keys of its widgets; a range of scores is left open, for one is chosen."""
    state: dict = {}
    for name, text in typed.items():
        field = rules.fields[name]
        if name == "iga":
            state |= {"iga": int(text)} if text.isdigit() else {}
        else:
            state[next((short for short, of in CORE_INPUTS.items() if of == name), key_of(field))] = text
            state |= {_unit_key(field): field.unit} if field.units else {}
    return state


def form_keys(rules: Rules) -> tuple[str, ...]:
    """The keys of everything that is entered about a patient."""
    facts = (field for field in rules.fields.values() if not field.core)
    return (
        *session.CORE_KEYS,
        *(key for field in facts for key in (key_of(field), *([_unit_key(field)] if field.units else []))),
    )
