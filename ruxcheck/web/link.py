"""The address of a page: what it shows, and the inputs of the form while the user asks for that."""

import re
from datetime import date
from urllib.parse import urlencode

import streamlit as st

from ruxcheck.kernel.check import Query
from ruxcheck.kernel.parsing import CORE_FIELDS, CORE_INPUTS, FIRST_DAY, LAST_DAY, InputError, parse_value
from ruxcheck.kernel.possible_values import Field, plain
from ruxcheck.kernel.records import Rules
from ruxcheck.web.markup import escape_markdown

CASE_PARAMETER = "case"


LAB_PARAMETER = "lab"


STEP_PARAMETER = "step"


def from_address(name: str, ids: list[str], widget: str) -> str:
    """The id that the address names; without one the first, or, for who comes from another page, the one shown last.

    `widget` is the key of the control that changes it. The address is written only where it says more than none would:
    each writing is a step of the browser's history, and one on arrival would hold whoever wants to go back.
    """
    values, last = st.query_params.get_all(name), f"{name}_last"
    if len(values) == 1 and values[0] in ids:
        shown = values[0]
    else:
        was_here = widget in st.session_state
        shown = ids[0] if was_here else st.session_state.get(last, ids[0])
        if not values and shown != ids[0]:
            st.query_params[name] = shown
    st.session_state[last] = shown
    return shown


# Inputs in the page's address: only while the user asks for it, and read back with the same care as typing.

# a score is chosen and not typed
TYPED_INPUTS = {name: field for name, field in CORE_INPUTS.items() if field != "iga"}
# what other pages keep in theirs: who goes back before such a page has settled finds it in the address of the page before
OF_OTHER_PAGES = {CASE_PARAMETER, LAB_PARAMETER, STEP_PARAMETER}


OURS = (*CORE_INPUTS, "on", "jurisdiction", "fact")
# what mail programs, search engines and social networks add to a link that is passed on
TRACKING = re.compile(r"utm_\w+|_\w+|\w*clid|gad_\w+|mc_[ce]id|igsh(id)?|ref(errer)?|source|lang|embed", re.ASCII)


class ForeignName(Exception):
    """A name in the address that is no input; those that are count all the same."""


class BadAddress(ValueError):
    """The address holds something that is not an input of this page."""


def read_address(rules: Rules) -> None:
    """Once a session, fill the form from the address; a malformed address is explained and leaves the form empty."""
    if st.session_state.get("address_read"):
        if st.session_state.get("address_problem"):
            st.warning(escape_markdown(st.session_state["address_problem"]))
        return
    st.session_state["address_read"] = True
    given = {name: st.query_params.get_all(name) for name in st.query_params if name not in OF_OTHER_PAGES}
    if not given:
        return
    try:
        ours = {name: texts for name, texts in given.items() if name in OURS}
        foreign = [name for name in given if name not in OURS and not TRACKING.fullmatch(name)]
        if ours:
            st.session_state.update(_state_from(ours, rules) | {"keep": True})
        if foreign:
            raise ForeignName(
                f"'{foreign[0][:20]}' in the link is not an input and was not read; allowed: {', '.join(OURS)}."
            )
    except ForeignName as said:
        st.session_state["address_problem"] = str(said)
        st.warning(escape_markdown(str(said)))
    except (BadAddress, InputError) as error:
        st.session_state["address_problem"] = f"The link could not be read, so the form is empty. {error}"
        st.query_params.clear()
        st.warning(escape_markdown(st.session_state["address_problem"]))


def _state_from(given: dict[str, list[str]], rules: Rules) -> dict:
    state: dict = {}
    for name, texts in given.items():
        if name == "jurisdiction":
            state["jurisdictions"] = [_known(text, rules.jurisdictions) for text in texts]
            state["home"] = state["jurisdictions"][0]
        elif name == "fact":
            state |= dict(_fact(text, rules) for text in texts)
        else:
            state |= _single(name, texts, rules)
    return state


def _single(name: str, texts: list[str], rules: Rules) -> dict:
    if len(texts) != 1:
        raise BadAddress(f"{name[:20]} stands more than once; allowed: once.")
    text = texts[0]
    if name in TYPED_INPUTS:
        parse_value(rules.fields[TYPED_INPUTS[name]], text)
        return {name: text}
    if name == "iga":
        value = parse_value(rules.fields["iga"], text)
        if not value.is_point:
            raise BadAddress("iga holds a range; allowed: 0 to 4.")
        return {"iga": value.low}
    return {"on": _day(text)}


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadAddress(f"on: '{text[:20]}' is not a day; allowed: YYYY-MM-DD.") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise BadAddress(f"on: {day} is outside {FIRST_DAY.year} to {LAST_DAY.year}.")
    return day


def _known(text: str, allowed) -> str:
    if text not in allowed:
        raise BadAddress(f"'{text[:20]}' is unknown; allowed: {', '.join(allowed)}.")
    return text


def _fact(text: str, rules: Rules) -> tuple[str, str]:
    name, _, answer = text.partition(":")
    field = rules.fields[_known(name, [field.id for field in rules.fields.values() if not field.core])]
    parse_value(field, answer)
    if field.kind == "yesno" and answer not in ("yes", "no"):
        raise BadAddress(f"fact {name}: '{answer[:20]}' was given; allowed: yes or no.")
    return key_of(field), answer


def write_address(query: Query) -> None:
    """Write the inputs into the address while that is switched on, and take them out when it is switched off."""
    if not st.session_state.get("keep"):
        if st.query_params:
            st.query_params.clear()
        return
    wanted = params(query)
    if {name: st.query_params.get_all(name) for name in st.query_params} != wanted:
        st.query_params.from_dict(wanted)


def link(query: Query) -> str:
    """The address that opens this page with these inputs, jurisdictions and day."""
    here = (st.context.url or "").partition("?")[0]
    return f"{here}?{urlencode(params(query), doseq=True)}"


def params(query: Query) -> dict[str, list[str]]:
    """The inputs as names and values of an address."""
    core = {name: [_text(query.profile[field])] for name, field in CORE_INPUTS.items() if field in query.profile}
    facts = [f"{name}:{typed}" for name, typed in query.typed.items() if name not in CORE_FIELDS]
    row = core | {"on": [str(query.on)], "jurisdiction": list(query.jurisdictions)}
    return row | ({"fact": facts} if facts else {})


def _text(value) -> str:
    ends = [f"{plain(end)}" for end in value]
    return ends[0] if value.is_point else "-".join(ends)


def key_of(field: Field) -> str:
    return f"fact_{field.id}"
