"""The shape of a trial or label file, as strict msgspec structures; `docs/data.md` explains the keys."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

Text = Annotated[str, Meta(pattern=r"\S")]
Tile = Annotated[str, Meta(min_length=1, max_length=24)]
Id = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_.-]*$")]
Answer = Literal["yes", "no"]
Part = Literal["entry", "indication", "dosing"]
Level = Literal["avoid", "not recommended", "stop", "weigh", "monitor", "reminder"]


class Strict(Struct, forbid_unknown_fields=True):
    """Every key must be known."""


class Bounds(Strict, kw_only=True):
    min: float | None = None
    max: float | None = None
    min_exclusive: bool = False
    max_exclusive: bool = False


class Sentence(Bounds, kw_only=True):
    text: Text


class When(Bounds, kw_only=True):
    field: Id
    requires: Answer | None = None


class AmountLimit(Strict, kw_only=True):
    tube_g: Annotated[int, Meta(gt=0)]
    tubes: Annotated[int, Meta(gt=0)]
    days: Annotated[int, Meta(gt=0)]


class Fact(Strict, kw_only=True):
    id: Id
    statement: Text
    locator: Text
    source: Id | None = None


class CriterionEntry(Bounds, kw_only=True):
    id: Id
    statement: Text
    locator: Text
    source: Id | None = None
    part: Part
    field: Id | None = None
    requires: Answer | None = None
    never: bool = False
    limit: Text | None = None
    if_not: Literal["cannot tell"] | None = None
    when: When | None = None
    sentences: list[Sentence] = []
    amount_limits: list[AmountLimit] = []


class CautionEntry(Fact, kw_only=True):
    level: Level
    field: Id | None = None
    applies_if: Answer = "yes"


class NotReadEntry(Strict, kw_only=True):
    part: Literal["entry", "indication", "dosing", "caution"]
    what: Text


class RecordFile(Strict, kw_only=True):
    title: Text
    short: Tile
    source: Id
    checked_on: date
    checked_locator: Text
    recheck_days: Annotated[int, Meta(gt=0)] | None = None
    criteria: Annotated[list[CriterionEntry], Meta(min_length=1)]
    not_read: list[NotReadEntry] = []
    notes: list[Fact] = []


class PeriodEntry(Strict, kw_only=True):
    start_week: Annotated[int, Meta(ge=0)]
    end_week: Annotated[int, Meta(gt=0)]
    title: Text
    locator: Text
    source: Id | None = None


class TrialFile(RecordFile, kw_only=True):
    rank: int
    registry_ids: Annotated[list[Text], Meta(min_length=1)]
    seed: bool = False
    periods: list[PeriodEntry] = []


class LabelFile(RecordFile, kw_only=True):
    version: Text
    in_force_from: date
    in_force_source: Id
    in_force_locator: Text
    in_force_from_latest: date | None = None
    cautions: list[CautionEntry] = []
