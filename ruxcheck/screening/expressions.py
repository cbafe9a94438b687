"""The three results, and possible values, for a whole column of patients, and how they combine."""

from functools import reduce
from operator import and_, or_
from typing import Any

import narwhals as nw

from ruxcheck.kernel import Frozen
from ruxcheck.kernel.criteria import CANNOT_TELL, MET, NOT_MET, SEVERITY
from ruxcheck.kernel.possible_values import NOISE_DECIMALS, Field, Interval


class ThreeValued(Frozen):
    """One result for every patient of a table, as two answers to "is it met?": by all, and by any of the possible values.

    `met` is certain, `cannot tell` is possible and not certain, `not met` is not even possible. Each answer is a yes/no
    expression over the table, or True or False where it is the same for every patient. Neither is ever null.
    """

    certain: object
    possible: object


OPEN, ALWAYS = ThreeValued(False, True), ThreeValued(True, True)


def worst(results: list[ThreeValued]) -> ThreeValued:
    """Kleene "and", patient by patient; of no results at all, met."""
    return ThreeValued(every([each.certain for each in results]), every([each.possible for each in results]))


def agreed(one: ThreeValued, other: ThreeValued) -> ThreeValued:
    """The result where both say the same, elsewhere `cannot tell`."""
    return ThreeValued(every([one.certain, other.certain]), some([one.possible, other.possible]))


def every(answers: list) -> object:
    """Yes where every answer is yes; what is the same for all patients costs no column."""
    if any(answer is False for answer in answers):
        return False
    columns = [answer for answer in answers if answer is not True]
    return reduce(and_, columns) if columns else True


def some(answers: list) -> object:
    """Yes where at least one answer is yes."""
    if any(answer is True for answer in answers):
        return True
    columns = [answer for answer in answers if answer is not False]
    return reduce(or_, columns) if columns else False


def no(answer) -> object:
    """The opposite answer."""
    return not answer if isinstance(answer, bool) else ~answer


# From the columns of a table to possible values: for every field two columns, the lowest and the highest value it could be.

OURS = "_ruxcheck_"
TINY = nw.Int8


class TableError(ValueError):
    """A table cannot be screened; the message names the column, what is wrong with it and what to do."""


class Columns(Frozen):
    """The columns of a table that hold one field: the one with the low end, the one with the high end.

    A plain column holds both ends and has both names alike. None: the table has no column for that end.
    """

    low: str | None
    high: str | None

    @property
    def is_pair(self) -> bool:
        return self.low != self.high


def columns_of(schema: dict, fields: dict[str, Field]) -> dict[str, Columns]:
    """For each field that the table has, by id, its columns: `age_years`, or `age_years_low` and `age_years_high`.

    `schema` is the type of each column by name. One end alone is allowed: the other end is then not recorded.
    Raises TableError where a field comes in both forms and where a column holds no numbers.
    """
    found = {name: _columns(schema, name) for name in fields}
    found = {name: columns for name, columns in found.items() if columns.low or columns.high}
    for column in dict.fromkeys(name for columns in found.values() for name in columns if name):
        if not _is_number(schema[column]):
            raise TableError(
                f"column '{column}' holds {schema[column]}, not numbers; write figures as numbers, yes as 1 and no as 0"
            )
    return found


def _columns(schema: dict, field: str) -> Columns:
    low, high = (name if name in schema else None for name in (f"{field}_low", f"{field}_high"))
    if field not in schema:
        return Columns(low, high)
    if low or high:
        raise TableError(
            f"the table has both '{field}' and '{low or high}'; keep '{field}' alone, or low and high alone"
        )
    return Columns(field, field)


def _is_number(dtype) -> bool:
    """Whether a column can be read: numbers, yes/no, or nothing at all in any row."""
    return dtype.is_numeric() or dtype in (nw.Boolean, nw.Unknown)


def with_values(table, found: dict[str, Columns], fields: dict[str, Field]) -> tuple[Any, dict[str, Interval]]:
    """The table with two more columns for every field found, never null, and the possible values of every field.

    The ends of possible values are names of columns, or numbers for a field that the table does not have. A cell that
    is empty or cannot be used (`usable`) is not recorded: that end of the domain stands for it. A pair with the high
    end below the low one is wholly not recorded.
    """
    schema, ends = table.collect_schema(), {}
    for name, columns in found.items():
        for side, column in columns._asdict().items():
            ends[f"{OURS}{name}_{side}"] = _end(column, schema, fields[name], side)
    table = table.with_columns(**ends) if ends else table
    crossed = [name for name, columns in found.items() if columns.low and columns.high and columns.is_pair]
    table = table.with_columns(**_uncrossed(crossed, fields)) if crossed else table
    return table, {name: _ends(name) if name in found else field.domain for name, field in fields.items()}


def _ends(name: str) -> Interval:
    return Interval(*(f"{OURS}{name}_{side}" for side in Interval._fields))


def _end(column: str | None, schema: dict, field: Field, side: str) -> nw.Expr:
    """One end of the possible values: the figure in the cell where it can be used, else that end of the domain."""
    of_domain = getattr(field, side)
    if column is None:
        return _figure(of_domain, field)
    value = nw.col(column)
    if field.kind == "yesno":
        value, other = value.cast(TINY) if schema[column] == nw.Boolean else value, 1 - of_domain
        return nw.when(value == other).then(_figure(other, field)).otherwise(_figure(of_domain, field))
    # 8 and 8.0 alike, and exact decimals as everywhere else in the tool
    value = value if schema[column] == nw.Float64 else value.cast(nw.Float64)
    # a sum of regions is 20 and not 20.000000000000004
    value = value.round(NOISE_DECIMALS) if field.kind == "number" else value
    return nw.when(usable(value, field)).then(value).otherwise(_figure(of_domain, field))


def usable(value: nw.Expr, field: Field) -> nw.Expr:
    """Whether the figure in a cell can be used: inside the field's domain, and whole where only whole numbers or yes/no count.

    False or null where the cell is empty or NaN.
    """
    inside = (value >= field.low) & (value <= field.high)
    return inside if field.kind == "number" else inside & (value == value.floor())


def _figure(number: float, field: Field) -> nw.Expr:
    return nw.lit(int(number), TINY) if field.kind == "yesno" else nw.lit(float(number))


def _uncrossed(names: list[str], fields: dict[str, Field]) -> dict[str, nw.Expr]:
    """Both ends as they are where they are in order, else the whole domain."""
    columns = {}
    for name in names:
        ends, field = _ends(name), fields[name]
        in_order = nw.col(ends.low) <= nw.col(ends.high)
        for end, of_domain in zip(ends, field.domain):
            columns[end] = nw.when(in_order).then(nw.col(end)).otherwise(_figure(of_domain, field))
    return columns


# From results in yes/no columns to the columns that a reader sees.


class Choice(Frozen):
    """One column that says one of a few words a patient: the first word whose condition does not hold.

    `links` are pairs of a condition (a yes/no column, or True or False for all patients) and the word where it fails;
    the last fails for everybody left. `words` are all words it could hold, in the order in which they sort; the
    column holds the word, or with `coded` its place in that order.
    """

    links: tuple[tuple[object, str], ...]
    words: tuple[str, ...]
    coded: bool = False

    @property
    def open_links(self) -> list[tuple[object, str]]:
        """The links that some patient may come to; the last one needs no condition."""
        last = next(place for place, (condition, _) in enumerate(self.links) if condition is False)
        return [link for link in self.links[: last + 1] if link[0] is not True]


def result(judged: ThreeValued, coded: bool = False) -> Choice:
    """Not met, cannot tell or met, sorted in this order; `coded` 0, 1 or 2."""
    links = (judged.possible, NOT_MET), (judged.certain, CANNOT_TELL), (False, MET)
    return Choice(links, tuple(SEVERITY), coded)


def reason(links: tuple[tuple[object, str], ...]) -> Choice:
    """The words of `because`."""
    return Choice(links, tuple(dict.fromkeys(word for _, word in links)))


def column(choice: Choice, engine) -> nw.Expr:
    """The column of a choice as the engine stores words best."""
    if choice.coded:
        return _first(choice, lambda word: nw.lit(choice.words.index(word), TINY))
    # an enumeration keeps one small number a row and each word once: much faster than text where the engine has it
    kind = nw.Enum(choice.words) if engine.is_polars() or engine.is_duckdb() else nw.String
    return _first(choice, lambda word: nw.lit(word, kind))


def _first(choice: Choice, literal) -> nw.Expr:
    *conditional, (_, last) = choice.open_links
    column_ = literal(last)
    for condition, word in reversed(conditional):
        column_ = nw.when(condition).then(column_).otherwise(literal(word))
    return column_


# What pandas does better in another way; the rules are the same.


def figures(table: nw.DataFrame, found: dict[str, Columns]) -> nw.DataFrame:
    """The columns with fields alone, as NumPy keeps them, empty as NaN: no rule ever sees an empty cell, and these are the fastest."""
    native, pandas = table.to_native(), nw.get_native_namespace(table)
    names = dict.fromkeys(name for columns in found.values() for name in columns if name)
    filled = {name: native[name].to_numpy("float64", na_value=float("nan")) for name in names}
    return nw.from_native(pandas.DataFrame(filled, index=range(len(native))))


def with_choices(table: nw.DataFrame, wide: nw.DataFrame, choices: dict[str, Choice]):
    """The pandas table with a column for each choice: words as categories, of which each is kept once."""
    native, pandas = table.to_native(), nw.get_native_namespace(table)
    counted = wide.with_columns(**{name: _place(choice) for name, choice in choices.items()})
    places = {name: counted[name].to_numpy() for name in choices}
    columns = {
        name: places[name] if choice.coded else pandas.Categorical.from_codes(places[name], choice.words)
        for name, choice in choices.items()
    }
    return pandas.concat([native, pandas.DataFrame(columns, index=native.index)], axis=1)


def _place(choice: Choice) -> nw.Expr:
    """The place of each patient's word among the words, by sums and products.

    NumPy chooses between two values forty times slower than it multiplies: to the place of the first word, each
    condition that holds adds the step to the place of the next one.
    """
    *conditional, _ = links = choice.open_links
    places = [choice.words.index(word) for _, word in links]
    above = None
    for (condition, _), place, following in reversed(list(zip(conditional, places, places[1:]))):
        step = following - place
        above = condition.cast(TINY) * step if above is None else condition * (above + step)
    return nw.lit(places[0], TINY) if above is None else above + places[0]
