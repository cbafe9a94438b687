"""The columns and cells of a list: which column holds which field, and each cell read as possible values."""

import re
from datetime import date
from decimal import Decimal
from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc

from ruxcheck.kernel import Frozen
from ruxcheck.kernel.parsing import CORE_INPUTS, InputError, parse_value
from ruxcheck.kernel.possible_values import Field, Interval
from ruxcheck.kernel.records import Rules

VALUE, LOW, HIGH, MONTHS, BORN, BIRTH_YEAR = "value", "low", "high", "months", "born", "birth year"
OTHER_END = {LOW: HIGH, HIGH: LOW}
AGE = CORE_INPUTS["age"]
ALIASES = {
    "age": (AGE, VALUE),
    "age_months": (AGE, MONTHS),
    "dob": (AGE, BORN),
    "date_of_birth": (AGE, BORN),
    "birth_date": (AGE, BORN),
    "birth_year": (AGE, BIRTH_YEAR),
    "year_of_birth": (AGE, BIRTH_YEAR),
    "bsa": (CORE_INPUTS["bsa"], VALUE),
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
    def label(self) -> str:
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
    texts = [(column, chosen.get(column) or _by_name(column, rules, chosen)) for column in columns]
    found = tuple(Column(column, *known) for column, known in texts if known)
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
    if known is None:
        return None
    rivals = {reads for field, reads in chosen.values() if field == known[0]}
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


# One cell of a list, read as possible values; a cell that cannot be read is named and never guessed.

MISSING = {"", "?", "-", ".", "na", "n/a", "nan", "null", "none", "nat", "unknown", "not recorded", "missing"}
WORDS = {"true": "yes", "y": "yes", "1": "yes", "1.0": "yes", "false": "no", "n": "no", "0": "no", "0.0": "no"}
LONGEST = 40
EXACT = re.compile(r"-?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3},\d{3}(?![\d.,])", re.ASCII)
DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]\d{2}:\d{2}.*)?", re.ASCII)
YEAR = re.compile(r"([1-9]\d{3})(?:\.0)?", re.ASCII)


class NotUsable(ValueError):
    """A cell that cannot be read; its words say what stands there and what is allowed."""


def read_cell(text: str, column: Column, field: Field, measured_on: date) -> Interval | None:
    """The possible values of a cell; None where nothing is recorded.

    A birth year alone gives a range of ages, a date of birth the exact age on `measured_on`. Raises NotUsable for
    everything else that cannot be read, or lies outside the field's domain.
    """
    plain = " ".join(text.split())
    if plain.lower() in MISSING:
        return None
    try:
        value = _read(plain, column, field, measured_on)
    except InputError as error:
        raise NotUsable(_short(error)) from None
    return None if value == field.domain else value


def as_typed(cell) -> str:
    """A cell of any type as it would be typed: 8 for 8.0, yes for true."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "replace")
    figure = float(cell) if isinstance(cell, Decimal) else cell
    return str(int(figure)) if isinstance(figure, float) and figure.is_integer() else str(figure)


def _read(text: str, column: Column, field: Field, measured_on: date) -> Interval:
    if column.reads == BIRTH_YEAR or (column.reads == BORN and YEAR.fullmatch(text)):
        year = _year(text)
        return _age_of(date(year, 12, 31), date(year, 1, 1), measured_on, text)
    if column.reads == BORN:
        return _age_of(_born(text), _born(text), measured_on, text)
    if field.kind == "yesno":
        return parse_value(field, WORDS.get(text.lower(), text))
    _refuse_thousands(text, field)
    is_months = column.reads == MONTHS
    exact = _exact(text, field, 12 if is_months else 1)
    return exact or parse_value(field, f"{text} months" if is_months and text[-1].isdigit() else text)


def _refuse_thousands(text: str, field: Field) -> None:
    """A comma between three digits is a decimal sign, unless without it the figure is possible too: then it is not guessed."""
    for figure in THOUSANDS.findall(text):
        if float(figure.replace(",", "")) <= field.high:
            ways = f"{figure.replace(',', '')} or {figure.replace(',', '.')}"
            raise NotUsable(f"'{text[:LONGEST]}' was given, which may be {ways}; allowed: no comma")


def _exact(text: str, field: Field, parts: int) -> Interval | None:
    """A plain figure in the domain, with all the digits that programs write and nobody types; None for everything else."""
    if not EXACT.fullmatch(text):
        return None
    figure = float(text.replace(",", ".")) / parts
    inside = field.low <= figure <= field.high
    if not inside and not field.units:  # with other units there is more to say
        raise NotUsable(f"'{text[:LONGEST]}' was given, out of range")
    return Interval(figure, figure) if inside and (field.kind == "number" or figure.is_integer()) else None


def _born(text: str) -> date:
    found = DAY.fullmatch(text)
    try:
        return date.fromisoformat(found[1] if found else "")
    except ValueError:
        raise NotUsable(f"'{text[:LONGEST]}' is no date of birth; allowed: YYYY-MM-DD or a year") from None


def _year(text: str) -> int:
    found = YEAR.fullmatch(text)
    if not found:
        raise NotUsable(f"'{text[:LONGEST]}' is no birth year; allowed: four digits")
    return int(found[1])


def _age_of(latest: date, earliest: date, measured_on: date, text: str) -> Interval:
    """The ages of somebody born between two days, on the day of measuring."""
    if earliest > measured_on:
        raise NotUsable(f"'{text[:LONGEST]}' lies after {measured_on}; allowed: born on or before it")
    ages = Interval(age_in_years(min(latest, measured_on), measured_on), age_in_years(earliest, measured_on))
    if ages.high > 120:
        raise NotUsable(f"'{text[:LONGEST]}' gives an age of {ages.high:.0f} years; allowed: 0 to 120")
    return ages


def age_in_years(born: date, on: date) -> float:
    """Completed years, and the part of the running year of life: 8.0 on the eighth birthday, below 8 on the day before.

    Somebody born on 29 February has the birthday on 1 March in other years.
    """
    years = on.year - born.year
    if _birthday(born, on.year) > on:
        years -= 1
    last, following = _birthday(born, born.year + years), _birthday(born, born.year + years + 1)
    return years + (on - last).days / (following - last).days


def _birthday(born: date, year: int) -> date:
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def _short(error: InputError) -> str:
    """The reason without the field's name, which the column already says, and without what is allowed."""
    return str(error).partition(": ")[2].rpartition("; allowed: ")[0]


# From the cells of a batch to possible values by column; a cell that cannot be read is told beside its row.

WHY = "not_usable"
KEPT = 100_000


class Reader:
    """Reads the batches of one list; what a cell means is worked out once for every text that occurs."""

    def __init__(self, columns: tuple[Column, ...], fields: dict[str, Field], measured_on: date):
        self.columns, self.fields, self.measured_on = columns, fields, measured_on
        self._known: dict[tuple[str, str], tuple[float | None, float | None, str | None]] = {}

    def values(self, batch: pa.RecordBatch) -> tuple[pa.Table, pa.Array]:
        """`<field>_low` and `<field>_high` for every field told of, empty for not recorded, and per row what was not usable."""
        arrays: dict[str, pa.Array] = {}
        reasons = []
        for column in self.columns:
            low, high, why = self._column(batch.column(column.name), column)
            if column.reads != HIGH:
                arrays[f"{column.field}_low"] = low
            if column.reads != LOW:
                arrays[f"{column.field}_high"] = high
            reasons.append(why)
        self._order_ends(arrays, reasons)
        return pa.table(arrays), reduce(_joined, reasons)

    def _column(self, cells: pa.Array, column: Column) -> tuple[pa.Array, pa.Array, pa.Array]:
        field = self.fields[column.field]
        if column.reads in (VALUE, LOW, HIGH) and _is_number(cells.type) and field.kind == "number":
            return self._numbers(cells, column, field)
        encoded = _each_once(cells, column)
        read = [self._read(cell, column, field) for cell in encoded.dictionary.to_pylist()]
        types = (pa.float64(), pa.float64(), pa.string())
        return tuple(pa.array(part, kind).take(encoded.indices) for part, kind in zip(zip(*read), types))

    def _numbers(self, cells: pa.Array, column: Column, field: Field) -> tuple[pa.Array, pa.Array, pa.Array]:
        """Numbers inside the domain as they are; only those outside are looked at one by one."""
        figures = pc.cast(cells, pa.float64(), safe=False)
        inside = pc.and_(pc.greater_equal(figures, field.low), pc.less_equal(figures, field.high))
        usable = pc.if_else(inside, figures, pa.scalar(None, pa.float64()))
        odd = pc.if_else(inside, None, figures)
        encoded = pc.dictionary_encode(odd, null_encoding="encode")
        why = [None if odd is None else self._read(odd, column, field)[2] for odd in encoded.dictionary.to_pylist()]
        return usable, usable, pa.array(why, pa.string()).take(encoded.indices)

    def _read(self, cell, column: Column, field: Field) -> tuple[float | None, float | None, str | None]:
        text = "" if cell is None else as_typed(cell)
        key = (column.name, text)
        if key not in self._known:
            if len(self._known) > KEPT:  # a list of endless texts must not fill the memory
                self._known.clear()
            if len(text) > LONGEST:
                return self._told(text, column, field)
            self._known[key] = self._told(text, column, field)
        return self._known[key]

    def _told(self, text: str, column: Column, field: Field) -> tuple[float | None, float | None, str | None]:
        try:
            value = read_cell(text, column, field, self.measured_on)
        except NotUsable as error:
            return None, None, _reason(column.label, str(error))
        if value and column.reads in (LOW, HIGH) and not value.is_point:
            return None, None, _reason(column.label, f"'{text[:LONGEST]}' is a range; allowed: one figure")
        return (None, None, None) if value is None else (value.low, value.high, None)

    def _order_ends(self, arrays: dict[str, pa.Array], reasons: list[pa.Array]) -> None:
        """A low end above its high end says nothing: both become not recorded, and the row says so."""
        for column in (column for column in self.columns if column.reads == LOW):
            other = next(other for other in self.columns if other.field == column.field and other.reads == HIGH)
            why = _reason(f"{column.label}, {other.label}", "the low end lies above the high end")
            low, high = (f"{column.field}_{end}" for end in (LOW, HIGH))
            crossed = pc.fill_null(pc.greater(arrays[low], arrays[high]), False)
            none = pa.scalar(None, pa.float64())
            arrays[low], arrays[high] = (pc.if_else(crossed, none, arrays[name]) for name in (low, high))
            reasons.append(pc.if_else(crossed, why, pa.scalar(None, pa.string())))


def _reason(column: str, why: str) -> str:
    """Why a cell was not usable, in one line; a semicolon with a blank stands between reasons alone."""
    return " ".join(f"{column}: {why}".split()).replace("; ", ", ")


def _each_once(cells: pa.Array, column: Column) -> pa.DictionaryArray:
    """Every different cell once, days and times as text. Raises IntakeError for a column that holds nothing of the kind."""
    try:
        if pa.types.is_temporal(cells.type):
            cells = pc.cast(cells, pa.string())  # the day on which it was at its place, not in Greenwich
        return pc.dictionary_encode(cells, null_encoding="encode")
    except pa.ArrowException:
        raise IntakeError(
            f"column '{column.label}' holds {cells.type}; allowed: numbers, texts, days, yes or no"
        ) from None


def _joined(one: pa.Array, other: pa.Array) -> pa.Array:
    """Two reasons of each row as one text; empty where there is neither."""
    both = pc.binary_join_element_wise(one, other, "; ")
    return pc.coalesce(both, one, other)


def _is_number(kind: pa.DataType) -> bool:
    return pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
