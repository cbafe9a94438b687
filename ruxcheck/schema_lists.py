"""The shape of the files that list fields, sources, jurisdictions, conflicts and texts."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from ruxcheck.schema_records import Id, Strict, Text


class FieldEntry(Strict, kw_only=True):
    id: Id
    kind: Literal["number", "integer", "yesno"]
    label: Text
    question: Text
    core: bool = False
    unit: str = ""
    units: dict[str, Annotated[float, Meta(gt=0)]] = {}
    examples: Text | None = None
    min: float | None = None
    max: float | None = None
    step: Annotated[float, Meta(gt=0)] | None = None
    near: float | None = None
    at_least: str | None = None
    at_most: str | None = None
    values: dict[str, Text] = {}
    group: str = ""
    help: str = ""


class FieldsFile(Strict, kw_only=True):
    fields: list[FieldEntry]


class SourceEntry(Strict, kw_only=True):
    id: Id
    title: Text
    citation: Text
    reading: Literal["full", "excerpt"]
    accessed: date
    url: Annotated[str, Meta(pattern="^https?://")] | None = None
    where: Text | None = None
    published: date | None = None
    licence: Text | None = None


class SourcesFile(Strict, kw_only=True):
    sources: list[SourceEntry]


class JurisdictionEntry(Strict, kw_only=True):
    id: Annotated[str, Meta(pattern="^[a-z]{2}$")]
    name: Text
    authority: Text
    no_record: Text | None = None


class JurisdictionsFile(Strict, kw_only=True):
    jurisdictions: list[JurisdictionEntry]


class SaidEntry(Strict, kw_only=True):
    source: Id
    locator: Text
    text: Text


class ConflictEntry(Strict, kw_only=True):
    id: Id
    title: Text
    concerns: Annotated[list[Text], Meta(min_length=1)]
    says: Annotated[list[SaidEntry], Meta(min_length=1)]
    handling: Text
    because: Text


class ConflictsFile(Strict, kw_only=True):
    conflicts: list[ConflictEntry]


class EndpointEntry(Strict):
    id: Id
    label: Text
    definition: Text
    unit: str
    direction: Literal["higher is better", "lower is better", "none"]


class ArmEntry(Strict):
    id: Id
    label: Text
    approved: bool


class StudyEntry(Strict, kw_only=True):
    id: Id
    title: Text
    design: Text
    record: Id | None = None
    compared: bool = False
    benefit: Id | None = None
    harm: Id | None = None


class PopulationEntry(Strict):
    id: Id
    label: Text


class VocabularyFile(Strict):
    not_checked: Annotated[list[Text], Meta(min_length=1)]
    endpoints: list[EndpointEntry]
    arms: list[ArmEntry]
    studies: list[StudyEntry]
    populations: list[PopulationEntry]
