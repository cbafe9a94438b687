"""The shape of the file of teaching cases."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from ruxcheck.schema_records import Id, Strict, Text


class InputsEntry(Strict, kw_only=True):
    age: Text
    iga: Text
    bsa: Text
    facts: dict[str, Text] = {}


class ThenEntry(Strict, kw_only=True):
    words: Text
    age: Text | None = None
    iga: Text | None = None
    bsa: Text | None = None
    facts: dict[str, Text] = {}
    on: date | None = None


class LessonEntry(Strict, kw_only=True):
    kind: Id
    record: Id
    field: Id | None = None
    other: Id | None = None
    caution: Id | None = None


class CaseEntry(Strict, kw_only=True):
    id: Id
    title: Text
    vignette: Text
    inputs: InputsEntry
    on: date
    ask: Annotated[list[Id], Meta(min_length=1)]
    asked_of: Literal["core", "overall"] = "core"
    teaches: Text
    lesson: LessonEntry
    then: ThenEntry | None = None


class CasesFile(Strict, kw_only=True):
    cases: Annotated[list[CaseEntry], Meta(min_length=1)]
