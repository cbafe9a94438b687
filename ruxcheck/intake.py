"""Which column of somebody's table holds what: by its name, or as the user says."""

import re

from ruxcheck.frozen import Frozen
from ruxcheck.model import Rules

VALUE, LOW, HIGH, MONTHS, BORN, BIRTH_YEAR = "value", "low", "high", "months", "born", "birth year"
OTHER_END = {LOW: HIGH, HIGH: LOW}
ALIASES = {
    "age": ("age_years", VALUE),
    "age_months": ("age_years", MONTHS),
    "dob": ("age_years", BORN),
    "date_of_birth": ("age_years", BORN),
    "birth_date": ("age_years", BORN),
    "birth_year": ("age_years", BIRTH_YEAR),
    "year_of_birth": ("age_years", BIRTH_YEAR),
    "bsa": ("bsa_percent", VALUE),
    "weight": ("weight_kg", VALUE),
    "height": ("height_cm", VALUE),
}


class IntakeError(ValueError):
    """A list cannot be used as it is: what is wrong, what is allowed, what to do."""


class OptionError(IntakeError):
    """What the user asked for does not fit the list or this tool; the message names the option."""


class Column(Frozen):
    """One column of the list: its `name` there, the field it tells of, and how (`value`, `low`, `born`, ...)."""

    name: str
    field: str
    reads: str
    title: str = ""

    @property
    def said(self) -> str:
        """How the user knows this column, where an engine had to give it another name."""
        return self.title or self.name


def mapping(columns: list[str], rules: Rules, given: dict[str, str] | None = None) -> tuple[Column, ...]:
    """The columns that tell of a field, by their names or as `given` (name of an input to column) says.

    Names are compared without case, spaces and signs: "Age", "%BSA" and "date of birth" are known. What is given for a
    field comes before what other columns would tell of it by their names. Raises IntakeError for a header that stands
    twice, for no known column at all, for two columns that tell the same, and OptionError for a `given` that names no input,
    no column, or one column for two inputs.
    """
    refuse_repeated(columns)
    chosen = _chosen(columns, rules, given or {})
    told = [(column, chosen.get(column) or _by_name(column, rules, chosen)) for column in columns]
    found = tuple(Column(column, *known) for column, known in told if known)
    if not found:
        raise IntakeError(
            f"no column is known by its name; the list has {_listed(columns)}; allowed names: {_listed(names(rules))}; or name them with --map"
        )
    return _without_clash(found)


def names(rules: Rules) -> list[str]:
    """Every column name that is known, the plain ones of the patient's figures first."""
    return [*ALIASES, *rules.fields]


def _chosen(columns: list[str], rules: Rules, given: dict[str, str]) -> dict[str, tuple[str, str]]:
    """What the columns that the user named tell of: field and how it is read, by column."""
    chosen: dict[str, tuple[str, str]] = {}
    for name, column in given.items():
        known = known_as(name, rules)
        if column not in columns:
            raise OptionError(f"--map {name}={column}: there is no such column; the list has {_listed(columns)}")
        if known is None:
            raise OptionError(f"--map {name}: not an input of this tool; allowed: {_listed(names(rules))}")
        if column in chosen:
            raise OptionError(f"--map {name}={column}: this column was named for another input; allowed: for one input")
        chosen[column] = known
    return chosen


def _by_name(column: str, rules: Rules, chosen: dict[str, tuple[str, str]]) -> tuple[str, str] | None:
    """What a column tells of by its name; nothing where the user named another one for that, unless it is the other end."""
    known = known_as(column, rules)
    rivals = {reads for field, reads in chosen.values() if known and field == known[0]}
    return known if not rivals or rivals == {OTHER_END.get(known[1])} else None


def known_as(name: str, rules: Rules) -> tuple[str, str] | None:
    """The field that a column of this name tells of, and how it is read; None where the name is not known."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")
    if plain in ALIASES:
        return ALIASES[plain]
    if plain in rules.fields:
        return plain, VALUE
    start, _, end = plain.rpartition("_")
    field, reads = ALIASES.get(start, (start, VALUE))
    # an end is a figure in the field's unit: the low end of an age in months would be taken for years
    return (field, end) if end in (LOW, HIGH) and reads == VALUE and field in rules.fields else None


def refuse_repeated(columns: list[str]) -> None:
    """Raises IntakeError where a header stands twice."""
    for name in dict.fromkeys(columns):
        if columns.count(name) > 1:
            raise IntakeError(
                f"the header '{name[:40]}' stands {columns.count(name)} times; each name may stand once; rename one"
            )


def _without_clash(found: tuple[Column, ...]) -> tuple[Column, ...]:
    """Each field told once: by one column, or by a low and a high one."""
    for field in dict.fromkeys(column.field for column in found):
        columns = [column for column in found if column.field == field]
        if len(columns) > 1 and sorted(column.reads for column in columns) != [HIGH, LOW]:
            told = " and ".join(f"'{column.name}'" for column in columns)
            raise IntakeError(
                f"{told} both tell of {field}; allowed: one column, or {field}_low with {field}_high; leave one out or name it with --map"
            )
        if len(columns) == 1 and columns[0].reads in (LOW, HIGH):
            raise IntakeError(
                f"'{columns[0].name}' is one end of a range; {field}_low and {field}_high are needed together"
            )
    return found


def _listed(texts: list[str]) -> str:
    return ", ".join(f"'{text[:40]}'" for text in texts[:60]) + (" ..." if len(texts) > 60 else "")
