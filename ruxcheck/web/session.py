"""A visitor's session: memory given back, the notice of a lost session, the login, the last patients and the one carried over."""

import asyncio
import gc
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from ruxcheck.evidence.matching_trials import matching_trials
from ruxcheck.kernel.check import check
from ruxcheck.kernel.parsing import CORE_FIELDS, InputError, parse_value
from ruxcheck.kernel.possible_values import Profile, value_in_words
from ruxcheck.kernel.records import Rules
from ruxcheck.store.evidence_files import load_evidence
from ruxcheck.web.markup import escape_markdown, paragraphs, show_html

SECONDS_BETWEEN = 60


def today() -> date:
    """The visitor's day, by the time zone of the browser: a birthday and a new label begin there, not where the server stands.

    The server's day where no browser tells one.
    """
    zone = st.context.timezone
    try:
        return datetime.now(ZoneInfo(zone)).date() if zone else date.today()
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a name that this machine does not know, or that is none
        return date.today()


def freeze_garbage() -> None:
    """Put what exists out of the collector's way: at start, and as each page begins to be drawn.

    Streamlit collects in full after every rerun, and walks all that the imports and every open session hold: with fifty
    visitors that was half of the server's time. Putting aside costs nothing; no object is looked at.
    """
    gc.freeze()


def collect_garbage() -> None:
    """Look through what was put aside too, in about 0.1 s: what nobody holds any more is gone then."""
    gc.unfreeze()
    gc.collect()


async def look_through_regularly() -> None:
    """Do so once a minute: what visitors left goes within that time, and the next page puts the rest aside again."""
    while True:
        await asyncio.sleep(SECONDS_BETWEEN)
        collect_garbage()


# A session that begins where another was before: the server was started again, or the page was left for too long.

LOST, RETURNING = "session_lost", "session_returning"
WHAT_IS_GONE = (
    "The connection was lost and the server began a new session. What stands in the boxes of this page came back from your browser, "
    "and the answer rests on that alone: look it over. Answers under More facts, entries on other pages and a list with its results "
    "are gone unless they are kept in the address."
)


def begin() -> None:
    """Before a page is drawn: where this browser comes from a session that is no more, say what is gone until that is closed."""
    if LOST not in st.session_state:
        st.session_state[LOST] = st.session_state[RETURNING] = _came_from_another_session()
    _notice()


def is_returning() -> bool:
    """Whether the browser is about to give back what stands in its boxes: nothing may be preset over it in this one run."""
    return st.session_state.get(RETURNING, False)


COUNTRY = "ruxcheck_country"  # the one cookie of our own: the country chosen, never a patient's figure


def remembered_country(rules: Rules) -> str:
    """The country that this browser chose before; without one the first on record."""
    kept = st.context.cookies.get(COUNTRY, "")
    return kept if kept in rules.jurisdictions else next(iter(rules.jurisdictions))


def settle() -> None:
    """After a page is drawn: what came back is known by its keys only now, so the page is drawn once more."""
    if is_returning():
        st.session_state[RETURNING] = False
        st.rerun()


@st.fragment(run_every=timedelta(days=1))
def _notice() -> None:
    """What is gone. A part of its own: closed, it goes alone, and nothing else on the page moves or is drawn again.

    Drawn where nothing is gone, too: on a new connection a browser asks for its page at once only where something on it
    renews itself. Without it an old answer would stand there until somebody types, and half of it would vanish then.
    """
    if st.session_state[LOST]:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.warning(WHAT_IS_GONE, width="stretch")
            st.button("Close this notice", key="close_session_lost", on_click=_close)


def _came_from_another_session() -> bool:
    """On a new connection the browser names, third, the session it had; were that still here, its state would be too."""
    named = st.context.headers.get("Sec-WebSocket-Protocol", "").split(",")
    return bool("".join(named[2:]).strip())


def _close() -> None:
    st.session_state[LOST] = False


# Signing in through the framework's own OpenID Connect: off until `.streamlit/secrets.toml` holds a section `[auth]`.

WHY = "This server shows its pages only to those who have signed in."


def stop_where_it_cannot_work() -> None:
    """End the process where somebody asked for a login that would not be there: never leave it out in silence."""
    files = [file for file in st.get_option("secrets.files") if Path(file).exists()]
    if files and not st.secrets.load_if_toml_exists():
        sys.exit(f"{', '.join(files)}: cannot be read; allowed: TOML. Correct or remove it (docs/serving.md, Login).")
    missing = [name for name in ("authlib", "httpx") if not find_spec(name)] if configured() else []
    if missing:
        sys.exit(
            f"secrets.toml: [auth] asks for a login, which needs {' and '.join(missing)}, not installed here. "
            "Install requirements-login.txt or remove [auth] (docs/serving.md, Login)."
        )


def configured() -> bool:
    """Whether visitors have to sign in."""
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets


def ask_first() -> bool:
    """Whether a login is configured; where it is, who has not signed in sees a way to do so and nothing else."""
    restricted = configured()
    if restricted and st.user.get("is_logged_in") is not True:
        _ask()
        st.stop()
    return restricted


def _ask() -> None:
    st.set_page_config(page_title="RuxCheck")
    st.title("RuxCheck")
    show_html(paragraphs(WHY))
    for provider in _providers():
        where = f" with {escape_markdown(provider)}" if provider else ""
        st.button(f"Sign in{where}", key=f"sign_in_{provider}", on_click=st.login, args=(provider,))


def offer_way_out() -> None:
    """A button to sign out, for who has signed in."""
    st.button("Sign out", key="sign_out", on_click=st.logout)


def _providers() -> list[str | None]:
    """The names of the sections below `[auth]` that are providers, or the one without a name."""
    sections = st.secrets["auth"].items()
    return [name for name, value in sections if isinstance(value, Mapping) and "client_id" in value] or [None]


# The patient entered on another page: an evidence page shows first what speaks of this one, and says so.


def carried_over(rules: Rules, studies: Iterable[str], key: str, otherwise: str) -> None:
    """Preselect, under the key of a choice, the first of these studies that would have admitted the patient; once a patient.

    `studies` are the choices of the page; `otherwise` is chosen where none of them fits.
    """
    evidence, patient = load_evidence(), entered(rules)
    report = check(patient, today(), rules, ()) if patient else None
    fitting = list(matching_trials(report, evidence)) if report else []
    choices = list(studies)
    found = next((trial.study for trial in fitting if trial.study in choices), "")
    texts = {name: value_in_words(rules.fields[name], value) for name, value in patient.items()}
    words = ", ".join(f"IGA {text}" if name == "iga" else text for name, text in texts.items())
    if st.session_state.get(f"{key}_for") != (words, found):
        st.session_state[f"{key}_for"] = (words, found)
        if found:
            st.session_state[key] = found
    st.session_state.setdefault(key, otherwise)
    if patient:
        shown = (
            "what would have admitted this patient is shown first"
            if found
            else "none of these would have admitted this patient"
        )
        st.caption(f"Patient entered: {escape_markdown(words)}; {shown}.")


def entered(rules: Rules) -> Profile:
    """Age, IGA and %BSA as they stand in the form, drawn here or not; what cannot be read counts as not recorded."""
    state = {key: str(st.session_state.get(key) or "").strip() for key in ("age", "months", "bsa")}
    age = f"{state['age']} y {state['months']} months" if state["months"] and state["age"] else state["age"]
    texts = {"age_years": age or (state["months"] and f"{state['months']} months"), "bsa_percent": state["bsa"]}
    if st.session_state.get("iga") is not None:
        texts["iga"] = str(st.session_state["iga"])
    profile = {}
    for name in CORE_FIELDS:
        with suppress(InputError):
            if texts.get(name):
                profile[name] = parse_value(rules.fields[name], texts[name])
    return profile


# One patient after another: everything is cleared at once, and the last few can be called back while the page is open.

RECENT, MOST_RECENT = "recent_patients", 5
CORE_KEYS = ("age", "months", "iga", "bsa", "estimate")


def patients_form(keys: tuple[str, ...]) -> None:
    """Draw the button that empties the form, and the last patients; `keys` are those of everything entered."""
    st.button("New patient", key="new_patient", on_click=_clear, args=(keys,))
    recent = st.session_state.get(RECENT, [])
    if recent:
        with st.popover("Last patients"):
            st.caption("Kept in memory while this page is open, and nowhere else.")
            for number, patient in enumerate(recent):
                st.button(_named(patient), key=f"recent_{number}", on_click=_call_back, args=(keys, number))


def _clear(keys: tuple[str, ...]) -> None:
    """Keep what stands in the form among the last patients, and empty it: figures left from the last patient would be taken for this one's."""
    patient = {key: st.session_state[key] for key in keys if st.session_state.get(key) not in (None, "", False)}
    if any(key in patient for key in CORE_KEYS):
        st.session_state[RECENT] = [patient, *st.session_state.get(RECENT, [])][:MOST_RECENT]
    _fill_in(keys, {})


def _call_back(keys: tuple[str, ...], number: int) -> None:
    patient = st.session_state[RECENT][number]
    replace_patient(keys, patient)
    st.session_state[RECENT] = [other for other in st.session_state[RECENT] if other != patient]


def replace_patient(keys: tuple[str, ...], patient: dict) -> None:
    """Put another patient into the form, as values of its widgets by key; the one who stood there is among the last patients."""
    _clear(keys)
    _fill_in(keys, patient)


def _fill_in(keys: tuple[str, ...], patient: dict) -> None:
    empty = {"iga": None, "estimate": False} | dict.fromkeys(("age", "months", "bsa"), "")
    for key in keys:
        if key in patient or key in st.session_state:
            st.session_state[key] = patient.get(key, empty.get(key))


def _named(patient: dict) -> str:
    """ "8 y, IGA 3, 15%", from what was typed."""
    months = f" {patient['months']} mo" if "months" in patient else ""
    parts = (
        f"{patient['age']}{' y' if patient['age'][-1].isdigit() else ''}{months}"
        if "age" in patient
        else months.strip(),
        f"IGA {patient['iga']}" if "iga" in patient else "",
        f"{patient['bsa']}%" if "bsa" in patient else "",
    )
    return escape_markdown(", ".join(part for part in parts if part) or "facts only")
