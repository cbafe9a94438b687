"""The shape of every data file, as strict msgspec structures; `docs/data.md` explains the keys."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

Text = Annotated[str, Meta(min_length=1)]
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


class TrialFile(RecordFile, kw_only=True):
    rank: int
    registry_ids: Annotated[list[Text], Meta(min_length=1)]
    seed: bool = False


class LabelFile(RecordFile, kw_only=True):
    version: Text
    in_force_from: date
    in_force_source: Id
    in_force_locator: Text
    in_force_from_latest: date | None = None
    cautions: list[CautionEntry] = []


class FieldEntry(Strict, kw_only=True):
    id: Id
    kind: Literal["number", "integer", "yesno"]
    label: Text
    question: Text
    core: bool = False
    unit: str = ""
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


class VocabularyFile(Strict, kw_only=True):
    not_checked: Annotated[list[Text], Meta(min_length=1)]


# the structure behind each list or table of a file, so that a message can name the keys that are allowed there
STRUCTURES = {
    "criteria": CriterionEntry,
    "sentences": Sentence,
    "when": When,
    "amount_limits": AmountLimit,
    "cautions": CautionEntry,
    "not_read": NotReadEntry,
    "notes": Fact,
    "fields": FieldEntry,
    "sources": SourceEntry,
    "jurisdictions": JurisdictionEntry,
    "conflicts": ConflictEntry,
    "says": SaidEntry,
}


def structure_of(path: str) -> type[Struct] | None:
    """The structure a data file must have, by its relative path; None for a file this tool does not read."""
    fixed = {
        "fields.toml": FieldsFile,
        "sources.toml": SourcesFile,
        "jurisdictions.toml": JurisdictionsFile,
        "conflicts.toml": ConflictsFile,
        "vocabulary.toml": VocabularyFile,
    }
    folder, _, rest = path.rpartition("/")
    if not rest.endswith(".toml"):
        return None
    if folder == "trials":
        return TrialFile
    return LabelFile if folder.startswith("labels/") else fixed.get(path)
