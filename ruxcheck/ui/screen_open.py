"""One row of a list as inputs of the form on the Check page."""

from ruxcheck.asked import Asked
from ruxcheck.lists.screening import Asked as AskedOfList
from ruxcheck.model import Rules
from ruxcheck.ui.facts_form import key_of
from ruxcheck.values import Field, Interval, Profile, plain, value_in_words

TEXT_BOXES = {"age_years": "age", "bsa_percent": "bsa"}


def form_of(profile: Profile, asked: Asked | AskedOfList, rules: Rules) -> dict:
    """Every input of the form, by its key in the session: what the row tells, and empty what it does not.

    The day and the labels are those that the list was screened for, so that the page gives the answer of the row.
    """
    state = {"months": "", "estimate": False, "iga": _score(profile.get("iga"))}
    # an address that was open before must not come over the row
    state |= {"on": asked.on, "jurisdictions": list(asked.jurisdictions), "address_read": True}
    for field in rules.fields.values():
        if field.id != "iga":
            state[TEXT_BOXES.get(field.id) or key_of(field)] = _typed(field, profile.get(field.id))
    return state


def not_carried(profile: Profile, rules: Rules) -> str:
    """What the form has no place for: it takes one IGA score, so a range is left open; empty where everything has one."""
    score = profile.get("iga")
    if score is None or score.is_point:
        return ""
    return f"IGA {value_in_words(rules.fields['iga'], score)} is a range and the form takes one score, so IGA is left open there."


def in_words(profile: Profile, rules: Rules) -> str:
    """ "Age 8 y, IGA 3, %BSA 12%"; "nothing that could be read"."""
    told = [
        f"{field.label}{':' if field.kind == 'yesno' else ''} {value_in_words(field, profile[field.id])}"
        for field in rules.fields.values()
        if field.id in profile
    ]
    return ", ".join(told) or "nothing that could be read"


def _score(value: Interval | None) -> int | None:
    return int(value.low) if value and value.is_point else None


def _typed(field: Field, value: Interval | None) -> str | None:
    """What somebody would type for these values, with the unit where the form offers several."""
    if field.kind == "yesno":
        return {0.0: "no", 1.0: "yes"}[value.low] if value else None
    if value is None:
        return ""
    ends = dict.fromkeys(f"{_rounded(end):g}" for end in value)
    return "-".join(ends) + (f" {field.unit}" if field.units else "")


def _rounded(figure: float) -> float:
    """Four decimals, which is what may be typed, but never onto a whole number that it is not."""
    rounded = plain(figure)
    if rounded == figure or rounded != int(rounded):
        return rounded
    return rounded + 0.0001 if figure > rounded else rounded - 0.0001
