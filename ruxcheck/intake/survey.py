"""A look through whole columns before any row is read: what only all rows together can tell, and what has to be asked."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from ruxcheck.intake.cells import SERIAL, order_of
from ruxcheck.intake.columns import (
    AGE,
    BORN,
    BSA,
    DAY_FIRST,
    MONTH_FIRST,
    VALUE,
    Column,
    Undecided,
    plain_name,
)
from ruxcheck.intake.reader import as_texts, is_number
from ruxcheck.kernel import Frozen
from ruxcheck.kernel.possible_values import how_many

# bounds of this tool: body surface is told from affected area by figures below this, or by agreeing with weight and height
LARGEST_M2, AGREES_WITHIN, AGREES_IN = 3.0, 0.1, 0.9
SERIAL_FROM, SERIAL_TO = 10_000, 60_000
CODES = (99, 999)
ORDER_WORDS = {DAY_FIRST: "day first", MONTH_FIRST: "month first"}


class Question(Frozen):
    """What has to be said about a list before it is screened: the columns it is about, what is strange, and the answers.

    An answer is what `option` takes: an input and its column, or the code that means "not recorded".
    """

    columns: tuple[str, ...]
    words: str
    answers: tuple[tuple[str, str], ...]
    option: str = "--map"

    @property
    def undecided(self) -> Undecided:
        return Undecided(self.option, self.words, self.answers)


@dataclass
class Seen:
    """What the cells of one column showed so far; two of them add up, whichever part of the list they saw."""

    figures: int = 0
    largest: float = 0.0
    is_fraction: bool = False
    decimals: int = 0
    day_first: int = 0
    month_first: int = 0
    either: int = 0
    serials: int = 0
    others: int = 0
    pairs: int = 0
    agree: int = 0
    codes: dict[int, int] = field(default_factory=dict)

    def add(self, other: "Seen") -> None:
        """Count what another part of the list showed."""
        for name in ("figures", "day_first", "month_first", "either", "serials", "others", "pairs", "agree"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.largest, self.decimals = max(self.largest, other.largest), max(self.decimals, other.decimals)
        self.is_fraction |= other.is_fraction
        for code, count in other.codes.items():
            self.codes[code] = self.codes.get(code, 0) + count


class Survey:
    """Counts, batch by batch, what decides how whole columns are meant."""

    def __init__(self, columns: tuple[Column, ...]):
        self.columns = columns
        self.seen: dict[str, Seen] = {column.name: Seen() for column in columns if _is_looked_at(column)}

    def add(self, batch: pa.RecordBatch) -> None:
        """Look at one batch of the list."""
        for column in self.columns:
            if column.name in self.seen and (column.field == BSA or column.reads == BORN):
                counts = as_texts(batch.column(column.name), column.label).value_counts().to_pylist()
                for text, count in ((entry["values"].strip(), entry["counts"]) for entry in counts):
                    _look(self.seen[column.name], text, count, column)
        self._count_codes(batch)
        self._count_body_surface(batch)

    def merge(self, seen: dict[str, Seen]) -> None:
        """Count what was seen elsewhere."""
        for name, counts in seen.items():
            self.seen[name].add(counts)

    def _one(self, field_id: str) -> Column | None:
        return next((c for c in self.columns if c.field == field_id and c.reads == VALUE), None)

    def _count_codes(self, batch: pa.RecordBatch) -> None:
        """In how many rows a code such as 99 stands for age and %BSA at once."""
        age, bsa = self._one(AGE), self._one(BSA)
        if age is None or bsa is None or age.missing:
            return
        ages, areas = (_figures(batch, column) for column in (age, bsa))
        seen = self.seen[age.name].codes
        for code in CODES:
            count = int(((ages == code) & (areas == code)).sum())
            if count:
                seen[code] = seen.get(code, 0) + count

    def _count_body_surface(self, batch: pa.RecordBatch) -> None:
        """In how many rows the %BSA agrees with the body surface that follows from weight and height."""
        bsa, weight, height = self._one(BSA), self._one("weight_kg"), self._one("height_cm")
        if bsa is None or weight is None or height is None or bsa.name not in self.seen:
            return
        areas, kg, cm = (_figures(batch, column) for column in (bsa, weight, height))
        usable = (areas > 0) & (kg > 0) & (cm > 0)
        expected = np.sqrt(kg[usable] * cm[usable] / 3600)
        self.seen[bsa.name].pairs += len(expected)
        self.seen[bsa.name].agree += int((np.abs(areas[usable] - expected) <= AGREES_WITHIN * expected).sum())

    def settled(
        self, confirmed: Iterable[str] = ()
    ) -> tuple[tuple[Column, ...], tuple[str, ...], tuple[Question, ...]]:
        """The columns as the whole list settles them, what was concluded in words, and what has to be asked.

        Columns in `confirmed` were named by the user as what they are: about their unit nothing is asked.
        """
        columns, notes, questions = [], [], []
        asked = set(confirmed)
        for column in self.columns:
            seen = self.seen.get(column.name)
            if seen is not None and column.reads == BORN:
                column, told, question = _order(column, seen)
                notes += told
                questions += question if column.name not in asked else []
            elif seen is not None and column.field == BSA and column.name not in asked and not column.unit_column:
                questions += _area(column, seen)
            columns.append(column)
        questions += self._codes(asked)
        return tuple(columns), tuple(notes), tuple(questions)

    def _codes(self, asked: set[str]) -> list[Question]:
        age, bsa = self._one(AGE), self._one(BSA)
        if age is None or bsa is None or age.missing or {age.name, bsa.name} <= asked:
            return []
        coded = self.seen[age.name].codes
        if not coded:
            return []
        (code, count), *_ = coded.items()
        return [
            Question(
                (age.name, bsa.name),
                f"'{age.name}' and '{bsa.name}' are both {code} in the same {how_many(count, 'row')}, as a code for not recorded would be",
                ((str(code), "not recorded"), ("none", "real figures")),
                "--missing",
            )
        ]


def _is_looked_at(column: Column) -> bool:
    if column.reads == BORN:
        return not column.unit
    # of an age only codes for not recorded are looked for
    return column.reads == VALUE and (column.field == AGE or (column.field == BSA and not column.unit))


def _look(seen: Seen, text: str, count: int, column: Column) -> None:
    if column.reads == BORN:
        _look_at_day(seen, text, count)
        return
    figure = _number(text)
    if figure is not None:
        seen.figures += count
        seen.largest = max(seen.largest, figure)
        seen.is_fraction |= 0 < figure < 1
        seen.decimals = max(seen.decimals, len(text.replace(",", ".").partition(".")[2].rstrip("0")))


def _look_at_day(seen: Seen, text: str, count: int) -> None:
    order = order_of(text)
    if order == DAY_FIRST:
        seen.day_first += count
    elif order == MONTH_FIRST:
        seen.month_first += count
    elif order == "":
        seen.either += count
    elif SERIAL.fullmatch(text) and SERIAL_FROM <= float(text) <= SERIAL_TO:
        seen.serials += count
    elif text:
        seen.others += count


def _number(text: str) -> float | None:
    try:
        figure = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return figure if math.isfinite(figure) else None


def _figures(batch: pa.RecordBatch, column: Column) -> np.ndarray:
    """The figures of a column, NaN where a cell holds none."""
    cells = batch.column(column.name)
    if is_number(cells.type):
        return cells.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)
    encoded = as_texts(cells, column.label).dictionary_encode()
    figures = [np.nan if (figure := _number(text)) is None else figure for text in encoded.dictionary.to_pylist()]
    return np.array(figures, float)[encoded.indices.to_numpy()]


def _order(column: Column, seen: Seen) -> tuple[Column, list[str], list[Question]]:
    """The order of day and month, where all dates of a column that prove one prove the same."""
    name = column.name
    if seen.serials and not seen.others and not (seen.day_first or seen.month_first or seen.either):
        answers = (
            (f"dob_excel1900={name}", "days since 1900, as Excel counts"),
            (f"dob_excel1904={name}", "days since 1904, as old Excel for Mac counted"),
            (f"dob_sas={name}", "days since 1960, as SAS counts"),
        )
        return column, [], [Question((name,), f"column '{name}' holds numbers of days and no dates", answers)]
    if not seen.either:
        return column, [], []
    if bool(seen.day_first) == bool(seen.month_first):
        mixed = "dates of both orders" if seen.day_first else "no date that shows the order"
        return (
            column,
            [f"'{name}': {seen.either:,} dates such as 03/04/2014 cannot be read, for the column holds {mixed}"],
            [],
        )
    order = DAY_FIRST if seen.day_first else MONTH_FIRST
    proof = seen.day_first or seen.month_first
    told = f"'{name}': dates are read {ORDER_WORDS[order]}, as {proof:,} of them can only be; {seen.either:,} could be either"
    return column._replace(unit=order), [told], []


def _area(column: Column, seen: Seen) -> list[Question]:
    """What a column of affected area may hold instead: shares of 1, or the whole body surface in m2."""
    name, answers = column.name, []
    says_percent = "percent" in plain_name(name) or "%" in name
    is_surface = not says_percent and (
        (seen.pairs and seen.agree >= AGREES_IN * seen.pairs)
        or (seen.figures and seen.largest < LARGEST_M2 and seen.decimals == 2 and seen.largest > 1)
    )
    is_share = seen.figures and seen.largest <= 1 and seen.is_fraction
    if is_share:
        answers.append((f"bsa_fraction={name}", "shares: 0.15 is 15%"))
    if is_surface:
        answers.append((f"body_surface_m2={name}", "the body surface in m2"))
    if not answers:
        return []
    what = (
        "its figures agree with the body surface of weight and height"
        if seen.agree
        else f"its figures go up to {seen.largest:g}"
    )
    words = f"column '{name}' may not be the affected area in %: {what}"
    return [Question((name,), words, (*answers, (f"bsa={name}", "the affected area in %")))]
