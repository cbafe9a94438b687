"""The first block of a note: what was asked, written so that a person can read it and the tool can read it back."""

import re
from datetime import date

from ruxcheck.asked import Asked
from ruxcheck.model import Rules
from ruxcheck.parsing import InputError, parse_value
from ruxcheck.report import CORE_FIELDS
from ruxcheck.values import Field, Interval, plain, value_in_words

HEAD = "RuxCheck: ruxolitinib cream in atopic dermatitis"
LABELS, AS_OF = "Labels asked", "As of"
TYPED = re.compile(r" \(typed: [^)]*\)$")
NOT_RECORDED = "not recorded"


class NoteError(ValueError):
    """A text is not a note of this tool; the message names the line and what is allowed."""


def input_lines(asked: Asked, rules: Rules) -> list[str]:
    """The inputs, one a line, with how they were typed where that says more; then the labels and the day."""
    names = [*CORE_FIELDS, *(name for name in rules.fields if name in asked.profile and name not in CORE_FIELDS)]
    told = [_line(rules.fields[name], asked) for name in names]
    return [*told, f"{LABELS}: {', '.join(asked.jurisdictions)}", f"{AS_OF}: {asked.on}"]


def exact_words(field: Field, value: Interval) -> str:
    """The value in words that read back as exactly this value: "8 y", "15 to 25%", "24.9476 kg"."""
    words = value_in_words(field, value)
    try:
        if parse_value(field, words) == value:
            return words
    except InputError:
        pass  # words that round, such as months of an age typed as a decimal
    ends = [f"{plain(end)}" for end in (value.low, value.high)]
    space = "" if field.unit in ("%", "") else " "
    return ("-".join(dict.fromkeys(ends))) + space + field.unit


def _line(field: Field, asked: Asked) -> str:
    value = asked.profile.get(field.id)
    if value is None or value == field.domain:
        return f"{field.label}: {NOT_RECORDED}"
    words = exact_words(field, value)
    typed = asked.typed.get(field.id, "")
    said = typed.strip("() ") and _same(typed) not in (
        _same(words),
        _same(words.removesuffix(f" {field.unit}").removesuffix("%")),
    )
    return f"{field.label}: {words}" + (f" (typed: {typed.replace(')', '')})" if said else "")


def _same(text: str) -> str:
    return "".join(text.lower().split())


def read_note(text: str, rules: Rules) -> Asked:
    """What a note asked, from its first block; the rest of the text is not read.

    Raises NoteError where the text does not begin with a note's head, a line is unknown or stands twice, a value cannot
    be read, or the day or the labels are missing.
    """
    lines = [line.strip() for line in text.strip().splitlines()]
    if not lines or lines[0] != HEAD:
        raise NoteError(f"The text does not begin with '{HEAD}'; paste the note from its first line on")
    block = lines[1 : lines.index("")] if "" in lines else lines[1:]
    given = _pairs(block)
    day, labels = _day(given.pop(AS_OF, None)), given.pop(LABELS, None)
    if labels is None:
        raise NoteError(f"The line '{LABELS}' is missing; allowed: the ids of the labels asked, such as us, ca")
    known = tuple(_jurisdiction(name.strip(), rules) for name in labels.split(","))
    by_label = {field.label: field for field in rules.fields.values()}
    read = {
        by_label[name].id: _value(by_label[name], text) for name, text in given.items() if _is_field(name, by_label)
    }
    profile = {name: value for name, value in read.items() if value != rules.fields[name].domain}
    return Asked(profile, day, known, {})


def _pairs(block: list[str]) -> dict[str, str]:
    given: dict[str, str] = {}
    for line in block:
        name, colon, text = line.partition(": ")
        if not colon or name in given:
            raise NoteError(f"'{line[:60]}' cannot be read; allowed: each input once, as 'Age: 8 y'")
        given[name] = TYPED.sub("", text)
    return given


def _is_field(name: str, by_label: dict[str, Field]) -> bool:
    if name not in by_label:
        raise NoteError(f"'{name[:60]}' is not an input of this tool; allowed: {', '.join(by_label)}")
    return True


def _value(field: Field, text: str) -> Interval:
    if text == NOT_RECORDED:
        return field.domain
    try:
        return parse_value(field, text)
    except InputError as error:
        raise NoteError(str(error)) from error


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        raise NoteError(f"The line '{AS_OF}' is missing or no day; allowed: YYYY-MM-DD") from None


def _jurisdiction(name: str, rules: Rules) -> str:
    if name not in rules.jurisdictions:
        raise NoteError(f"'{name[:20]}' is not a jurisdiction; allowed: {', '.join(rules.jurisdictions)}")
    return name
