"""The columns of a list: which tells of which field, in which unit, and which look as if they did and are not read."""

import re
from collections import Counter

from ruxcheck.kernel import Frozen
from ruxcheck.kernel.parsing import CORE_INPUTS
from ruxcheck.kernel.possible_values import Field
from ruxcheck.kernel.records import Rules

VALUE, LOW, HIGH, BORN, BIRTH_YEAR = "value", "low", "high", "born", "birth year"
OTHER_END = {LOW: HIGH, HIGH: LOW}
AGE, BSA = CORE_INPUTS["age"], CORE_INPUTS["bsa"]
# in which order day and month of a date of birth stand, or from which day a number of days counts
DAY_FIRST, MONTH_FIRST = "dmy", "mdy"
SERIALS = {"excel1900": (1899, 12, 30), "excel1904": (1904, 1, 1), "sas": (1960, 1, 1)}
ORDERS = (DAY_FIRST, MONTH_FIRST, *SERIALS)
SHARE = "fraction"
ALIASES = {
    "age": (AGE, VALUE, ""),
    "age_months": (AGE, VALUE, "months"),
    "age_weeks": (AGE, VALUE, "weeks"),
    "age_days": (AGE, VALUE, "days"),
    "dob": (AGE, BORN, ""),
    "date_of_birth": (AGE, BORN, ""),
    "birth_date": (AGE, BORN, ""),
    "birthdate": (AGE, BORN, ""),
    "birth_datetime": (AGE, BORN, ""),
    "brthdtc": (AGE, BORN, ""),
    **{f"dob_{order}": (AGE, BORN, order) for order in ORDERS},
    "birth_year": (AGE, BIRTH_YEAR, ""),
    "year_of_birth": (AGE, BIRTH_YEAR, ""),
    "bsa": (BSA, VALUE, ""),
    "bsa_fraction": (BSA, VALUE, SHARE),
    "weight": ("weight_kg", VALUE, ""),
    "height": ("height_cm", VALUE, ""),
}
# how people and programs write units, in small letters without signs, by the unit that a cell may be typed with
UNIT_WORDS = {
    "years": ("y", "yr", "yrs", "year", "years", "a"),
    "months": ("mo", "mos", "mth", "mths", "month", "months"),
    "weeks": ("wk", "wks", "week", "weeks"),
    "days": ("d", "day", "days"),
    "kg": ("kg", "kgs", "kilogram", "kilograms"),
    "lb": ("lb", "lbs", "pound", "pounds", "lb_av"),
    "cm": ("cm", "centimeter", "centimeters", "centimetre", "centimetres"),
    "m": ("m", "meter", "meters", "metre", "metres"),
    "in": ("in", "inch", "inches", "in_i"),
    "%": ("%", "percent", "pct", "per_cent"),
    SHARE: ("fraction", "share", "proportion"),
}
AGE_UNITS = ("years", "months", "weeks", "days")
# REDCap writes each box of a set of boxes as a column of its own, 1 where it is ticked
CHECKBOX = "___1"


class IntakeError(ValueError):
    """A list cannot be used as it is: what is wrong, what is allowed, what to do."""


def first_line(error: Exception) -> str:
    """What a library says of a fault, as far as it fits a line of ours."""
    return (str(error).splitlines() or ["no reason given"])[0][:160]


class OptionError(IntakeError):
    """What the user asked for does not fit the list or this tool; the message names the option."""


class Undecided(IntakeError):
    """A list can be read in several ways, and which is right is for its user to say; never guessed.

    `option` is asked about on the command line, `answers` are what may be said with it and what that means.
    """

    def __init__(self, option: str, words: str, answers: tuple[tuple[str, str], ...]):
        ways = ", or ".join(f"{option} {answer}{f' ({meaning})' if meaning else ''}" for answer, meaning in answers)
        super().__init__(f"{words}; say which: {ways}")
        self.option, self.words, self.answers = option, words, answers


class Column(Frozen):
    """One column of the list: its `name` there, the field it tells of, and how (`value`, `low`, `born`, ...).

    `unit` is that of its bare figures ("": the field's own), or for a date of birth the order of day and month ("": as each
    cell settles it); `unit_column` names a column that holds the unit row by row; cells in `missing` say nothing.
    """

    name: str
    field: str
    reads: str
    unit: str = ""
    unit_column: str = ""
    missing: tuple[str, ...] = ()
    title: str = ""

    @property
    def label(self) -> str:
        """How the user knows this column, where an engine had to give it another name."""
        return self.title or self.name


def mapping(columns: list[str], rules: Rules, given: dict[str, str] | None = None) -> tuple[Column, ...]:
    """The columns that tell of a field, by their names or as `given` (name of an input to column) says.

    Names are compared without case, spaces and signs: "Age", "%BSA" and "Weight (lbs)" are known. What is given for a
    field comes before what other columns would tell of it by their names. Raises IntakeError for a header that stands
    twice, for no known column at all, for two columns that tell the same, and OptionError for a `given` that names no input,
    no column, or one column for two inputs.
    """
    refuse_repeated(columns)
    chosen = _chosen(columns, rules, given or {})
    texts = [(column, chosen.get(column) or _by_name(column, rules, chosen)) for column in columns]
    found = tuple(Column(column, *known) for column, known in texts if known)
    if not found:
        raise IntakeError(
            f"no column is known by its name; the list has {_listed(columns)}; allowed names: {_listed(names(rules))}; or name them with --map"
        )
    return with_unit_columns(_without_clash(found), columns)


def names(rules: Rules) -> list[str]:
    """Every column name that is known, the plain ones of the patient's figures first."""
    return [*ALIASES, *rules.fields]


def _chosen(columns: list[str], rules: Rules, given: dict[str, str]) -> dict[str, tuple[str, str, str]]:
    """What the columns that the user named tell of: field, how it is read and its unit, by column."""
    chosen: dict[str, tuple[str, str, str]] = {}
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


def _by_name(column: str, rules: Rules, chosen: dict[str, tuple[str, str, str]]) -> tuple[str, str, str] | None:
    """What a column tells of by its name; nothing where the user named another one for that, unless it is the other end."""
    known = known_as(column, rules)
    if known is None:
        return None
    rivals = {reads for field, reads, _ in chosen.values() if field == known[0]}
    return known if not rivals or rivals == {OTHER_END.get(known[1])} else None


def known_as(name: str, rules: Rules) -> tuple[str, str, str] | None:
    """The field that a column of this name tells of, how it is read, and its unit; None where the name is not known."""
    bare = plain_name(name.strip().removesuffix(CHECKBOX))
    if bare in ALIASES:
        return ALIASES[bare]
    if bare in rules.fields:
        return bare, VALUE, ""
    start, _, end = bare.rpartition("_")
    field, reads, unit = ALIASES.get(start, (start, VALUE, ""))
    # an end is a figure in the field's unit: the low end of an age in months would be taken for years
    if end in (LOW, HIGH):
        return (field, end, "") if (reads, unit) == (VALUE, "") and field in rules.fields else None
    return _with_unit(bare, rules)


def plain_name(name: str) -> str:
    """A name as names are compared: "Weight (lbs)" is weight_lbs."""
    return re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")


def _with_unit(bare: str, rules: Rules) -> tuple[str, str, str] | None:
    """What a name with a unit at its end tells of: "weight_lbs", "age_in_months", "height_m"."""
    for stem in ("age", "bsa", "weight", "height"):
        rest = bare.removeprefix(f"{stem}_").removeprefix("in_")
        if rest != bare and bare.startswith(f"{stem}_"):
            field, unit = ALIASES[stem][0], unit_named(rest)
            known = units_of(rules.fields[field])
            if unit in known:
                return field, VALUE, "" if unit == known[0] else unit
    return None


def unit_named(text: str) -> str | None:
    """The unit that a word stands for, as it may be typed; None where it is not known."""
    word = text.strip().strip("[]().").lower()
    return next((unit for unit, words in UNIT_WORDS.items() if word in words), None)


def units_of(field: Field) -> tuple[str, ...]:
    """The units in which the figures of a field may stand, its own first."""
    if field.is_age:
        return AGE_UNITS
    return (field.unit, SHARE) if field.id == BSA else (field.unit, *dict(field.units))


def with_unit_columns(found: tuple[Column, ...], columns: list[str]) -> tuple[Column, ...]:
    """The same, each with the column that holds its unit row by row, where the list has one: AGEU, weight_unit."""
    taken = {column.name for column in found}
    others = {plain_name(name): name for name in columns if name not in taken}

    def unit_column(column: Column) -> str:
        stems = {plain_name(column.name), column.field, column.field.rpartition("_")[0]}
        ends = ("u", "_u", "unit", "_unit", "_units", "_uom")
        return next((others[stem + end] for stem in stems for end in ends if stem + end in others), "")

    return tuple(
        column._replace(unit_column=unit_column(column)) if column.reads == VALUE and has_units(column) else column
        for column in found
    )


def has_units(column: Column) -> bool:
    """Whether the figures of a column may stand in several units."""
    return column.field in (AGE, BSA, "weight_kg", "height_cm")


def names_read(found: tuple[Column, ...]) -> list[str]:
    """The names of the columns that are read, those with units among them, each once."""
    return list(dict.fromkeys(name for column in found for name in (column.name, column.unit_column) if name))


def look_alikes(columns: list[str], found: tuple[Column, ...], rules: Rules) -> list[str]:
    """The columns that are not read although a word in their name is that of a figure this tool asks for."""
    read = names_read(found)
    words = {"age", "birth", "dob", "iga", "viga", "bsa", "weight", "wt", "height", "ht"} | {
        name for name, field in rules.fields.items() if field.kind != "yesno"
    }
    return [name for name in columns if name not in read and set(plain_name(name).split("_")) & words]


def refuse_repeated(columns: list[str]) -> None:
    """Raises IntakeError where a header stands twice."""
    for name, count in Counter(columns).items():
        if count > 1:
            raise IntakeError(f"the header '{name[:40]}' stands {count} times; each name may stand once; rename one")


def _without_clash(found: tuple[Column, ...]) -> tuple[Column, ...]:
    """Each field told once: by one column, or by a low and a high one."""
    for field in dict.fromkeys(column.field for column in found):
        columns = [column for column in found if column.field == field]
        if len(columns) > 1 and sorted(column.reads for column in columns) != [HIGH, LOW]:
            words = " and ".join(f"'{column.name}'" for column in columns)
            raise IntakeError(
                f"{words} both tell of {field}; allowed: one column, or {field}_low with {field}_high; leave one out or name it with --map"
            )
        if len(columns) == 1 and columns[0].reads in (LOW, HIGH):
            raise IntakeError(
                f"'{columns[0].name}' is one end of a range; {field}_low and {field}_high are needed together"
            )
    return found


def _listed(texts: list[str]) -> str:
    return ", ".join(f"'{text[:40]}'" for text in texts[:60]) + (" ..." if len(texts) > 60 else "")
