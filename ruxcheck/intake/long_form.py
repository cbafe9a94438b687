"""Lists with one measurement a row, as clinical data standards keep them, put together: one row a patient and visit."""

from collections.abc import Iterator

import pyarrow as pa

from ruxcheck.intake.columns import IntakeError, OptionError, Undecided, plain_name
from ruxcheck.intake.files import PatientList
from ruxcheck.intake.reader import as_texts
from ruxcheck.intake.workbooks import as_batches
from ruxcheck.kernel import Frozen

MOST_MEASUREMENTS = 10_000_000
YES, NO = "yes", "no"
BETWEEN = " / "


class Shape(Frozen):
    """Where a list keeps whose a measurement is, of which visit, what was measured, its value and its unit.

    `visit` and `unit` may be empty; the names are those of the list.
    """

    kind: str
    subject: str
    visit: tuple[str, ...]
    code: str
    value: str
    unit: str = ""


def shape_of(columns: list[str]) -> Shape | None:
    """The shape of a list with one measurement a row: CDISC ADaM or SDTM, or the measurement table of OMOP."""
    named = {plain_name(name): name for name in columns}

    def first(*names: str) -> str:
        return next((named[name] for name in names if name in named), "")

    def visits(*names: str) -> tuple[str, ...]:
        return tuple(named[name] for name in names if name in named)

    if "usubjid" in named and "paramcd" in named and (value := first("aval", "avalc")):
        return Shape("CDISC ADaM", named["usubjid"], visits("avisit", "adt"), named["paramcd"], value)
    prefix = next((name.removesuffix("testcd") for name in named if name.endswith("testcd")), None)
    if prefix and "usubjid" in named and (value := first(f"{prefix}stresn", f"{prefix}stresc", f"{prefix}orres")):
        unit = first(f"{prefix}orresu" if value == named.get(f"{prefix}orres") else f"{prefix}stresu")
        return Shape(
            "CDISC SDTM", named["usubjid"], visits("visit", f"{prefix}dtc"), named[f"{prefix}testcd"], value, unit
        )
    if {"person_id", "measurement_concept_id", "value_as_number"} <= named.keys():
        code, value = named["measurement_concept_id"], named["value_as_number"]
        return Shape("OMOP", named["person_id"], visits("measurement_date"), code, value)
    return None


def in_one_shape(source: PatientList, answer: str | None, name: str) -> PatientList:
    """The list as it is, or put together where it keeps one measurement a row and its user said so.

    `answer` is "yes", "no" or None for nothing said. Raises Undecided where nothing was said of such a list, OptionError for
    a "yes" about another one and any other answer, and IntakeError for more measurements than memory should hold.
    """
    if answer not in (YES, NO, None):
        raise OptionError(f"--long: '{answer}' was given; allowed: {YES} or {NO}")
    shape = shape_of(source.columns)
    if shape is None and answer == YES:
        raise OptionError(
            "--long yes: the list has no columns of CDISC or OMOP with one measurement a row; leave it out"
        )
    if shape is None or answer == NO:
        return source
    by = " and ".join((shape.subject, *shape.visit))
    if answer is None:
        answers = ((YES, f"put together, one row for each {by}"), (NO, "every row is a patient"))
        words = f"{name}: one measurement a row, as {shape.kind} keeps them ({shape.code}, {shape.value})"
        raise Undecided("--long", words, answers)
    return _together(source, shape, by)


class _Visit:
    """What one patient's rows of one visit hold: measurements by code, and the cells that are the same in all of them."""

    def __init__(self) -> None:
        self.measured: dict[str, list[str]] = {}
        self.same: dict[str, str | None] = {}

    def add(self, code: str, value: str, others: dict[str, str]) -> None:
        values = self.measured.setdefault(code, [])
        if value and value not in values:
            values.append(value)
        for name, cell in others.items():
            if self.same.setdefault(name, cell) != cell:
                self.same[name] = None


def _together(source: PatientList, shape: Shape, by: str) -> PatientList:
    visits: dict[tuple[str, ...], _Visit] = {}
    codes: dict[str, None] = {}
    rows = 0
    key_names = (shape.subject, *shape.visit)
    own = {*key_names, shape.code, shape.value, shape.unit}
    others = [name for name in source.columns if name not in own]
    for batch in source.batches:
        rows += batch.num_rows
        if rows > MOST_MEASUREMENTS:
            raise IntakeError(
                f"more than {MOST_MEASUREMENTS:,} measurements; put the list together before, one row a visit"
            )
        for key, code, value, cells in _measurements(batch, shape, key_names, others):
            codes[code] = None
            visits.setdefault(key, _Visit()).add(code, value, dict(zip(others, cells)))
    differing = [name for name in others if any(visit.same.get(name) is None for visit in visits.values())]
    kept = [name for name in others if name not in differing and name not in codes]
    columns = [*key_names, *codes, *kept]

    def wide() -> Iterator[list[str]]:
        for key, visit in visits.items():
            figures = [BETWEEN.join(visit.measured.get(code, ())) for code in codes]
            yield [*key, *figures, *(visit.same[name] or "" for name in kept)]

    notes = [f"{rows:,} measurements put together into {len(visits):,} rows, one for each {by}"]
    if differing:
        notes.append(f"not kept, for they differ within a row put together: {', '.join(differing)}")
    return PatientList(columns, as_batches(wide(), columns), len(visits), (*source.notes, *notes), source.left_out)


def _measurements(batch: pa.RecordBatch, shape: Shape, key_names: tuple[str, ...], others: list[str]):
    def texts(name: str) -> list[str]:
        return as_texts(batch.column(name), name).to_pylist()

    keys = zip(*(texts(name) for name in key_names))
    values = texts(shape.value)
    if shape.unit:
        values = [f"{value} {unit}".strip() if value else "" for value, unit in zip(values, texts(shape.unit))]
    cells = zip(*(texts(name) for name in others)) if others else ((),) * batch.num_rows
    yield from zip(keys, texts(shape.code), values, cells)
