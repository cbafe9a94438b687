"""The shape of every data file, as strict msgspec structures; `docs/data.md` explains the keys."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, get_args

import msgspec
from msgspec import Meta, Struct

Text = Annotated[str, Meta(pattern=r"\S")]
Tile = Annotated[str, Meta(min_length=1, max_length=24)]
Id = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_.-]*$")]
Answer = Literal["yes", "no"]
Part = Literal["entry", "indication", "dosing"]
Level = Literal[
    "contraindicated",
    "avoid",
    "not recommended",
    "stop",
    "interrupt",
    "weigh",
    "insufficient data",
    "monitor",
    "reminder",
]


class Strict(Struct, forbid_unknown_fields=True):
    """Every key must be known."""


class Bounds(Strict, kw_only=True):
    min: float | None = None
    max: float | None = None
    min_exclusive: bool = False
    max_exclusive: bool = False


class Sentence(Bounds, kw_only=True):
    text: Text


class WhenEntry(Bounds, kw_only=True):
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
    when: WhenEntry | None = None
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
    verified_on: date | None = None
    figures: Annotated[list[Id], Meta(min_length=1)] | None = None
    in_force_from: date
    in_force_source: Id
    in_force_locator: Text
    in_force_from_latest: date | None = None
    cautions: list[CautionEntry] = []


# The shape of the files that list fields, sources, jurisdictions, conflicts and texts.


class FieldEntry(Strict, kw_only=True):
    id: Id
    kind: Literal["number", "integer", "yesno"]
    label: Text
    question: Text
    core: bool = False
    unit: str = ""
    units: dict[str, Annotated[float, Meta(gt=0)]] = {}
    unit_needed_below: Annotated[float, Meta(gt=0)] | None = None
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
    no_record: Text | None = None


class JurisdictionsFile(Strict, kw_only=True):
    jurisdictions: list[JurisdictionEntry]


class ConflictSideEntry(Strict, kw_only=True):
    source: Id
    locator: Text
    text: Text


class ConflictEntry(Strict, kw_only=True):
    id: Id
    title: Text
    concerns: Annotated[list[Text], Meta(min_length=1)]
    says: Annotated[list[ConflictSideEntry], Meta(min_length=1)]
    handling: Text
    because: Text


class ConflictsFile(Strict, kw_only=True):
    conflicts: list[ConflictEntry]
    not_found: list[Fact] = []
    known_trials: list[Fact] = []


class LabelledEntry(Strict):
    id: Id
    label: Text


class EndpointEntry(LabelledEntry):
    definition: Text
    unit: str
    direction: Literal["higher is better", "lower is better", "none"]


class ArmEntry(LabelledEntry):
    approved: bool
    short: Text = ""
    drawn_as: str = ""


class RegistryEndpoint(EndpointEntry):
    rank: Literal["primary", "key secondary", ""] = ""


class RegistryPopulation(LabelledEntry):
    compared: bool = True


class RegistryFile(Strict, kw_only=True):
    endpoints: list[RegistryEndpoint]
    populations: list[RegistryPopulation]


class StudyEntry(Strict, kw_only=True):
    id: Id
    title: Text
    design: Text
    strata: list[Id] = []
    record: Id | None = None
    compared: bool = False
    benefit: Id | None = None
    harm: Id | None = None
    harm_source: Id | None = None


class VocabularyFile(Strict):
    not_checked: Annotated[list[Text], Meta(min_length=1)]
    endpoints: list[EndpointEntry]
    arms: list[ArmEntry]
    studies: list[StudyEntry]
    populations: list[LabelledEntry]
    glossary: list[LabelledEntry] = []


# The shape of the files on amounts of cream and on shares of the body surface.

Positive = Annotated[float, Meta(gt=0, lt=1000)]  # an upper end too, because TOML knows inf


class SourcedEntry(Strict, kw_only=True):
    statement: Text
    source: Id
    locator: Text


class AssumedEntry(SourcedEntry, kw_only=True):
    mg_per_cm2: Positive


class ObservedEntry(Bounds, kw_only=True):
    id: Id
    statement: Text
    source: Id
    locator: Text
    g_per_percent: Positive | None = None
    mg_per_cm2: Positive | None = None


class BandEntry(Strict, kw_only=True):
    ages: Text
    units: Positive
    min: float
    max: float | None = None


class FingertipEntry(SourcedEntry, kw_only=True):
    g: Positive
    bands: Annotated[list[BandEntry], Meta(min_length=1)]
    bands_source: Id
    bands_locator: Text


class AmountFile(Strict, kw_only=True):
    applications_per_day: Annotated[int, Meta(gt=0)]
    applications_source: Id
    applications_locator: Text
    body_surface: SourcedEntry
    assumed: AssumedEntry
    observed: list[ObservedEntry]
    spread: SourcedEntry
    fingertip: FingertipEntry


class PalmEntry(SourcedEntry, kw_only=True):
    low_percent: Positive
    high_percent: Positive


class ColumnEntry(Strict, kw_only=True):
    ages: Text
    min: float
    max: float | None = None


class RegionEntry(LabelledEntry, kw_only=True):
    percent: Annotated[list[Positive | Annotated[list[Positive], Meta(min_length=2, max_length=2)]], Meta(min_length=1)]
    sides: Annotated[int, Meta(ge=1, le=2)] = 1
    view: Literal["front", "back"] | None = None


class ChartEntry(SourcedEntry, kw_only=True):
    id: Id
    title: Text
    columns: Annotated[list[ColumnEntry], Meta(min_length=1)]
    regions: Annotated[list[RegionEntry], Meta(min_length=1)]


class RegionsFile(Strict, kw_only=True):
    palm: PalmEntry
    charts: Annotated[list[ChartEntry], Meta(min_length=1)]


# The shape of the file of teaching cases.


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


# The shape of the guided story.


class ReferenceEntry(Strict, kw_only=True):
    record: Text | None = None
    conflict: Id | None = None
    amount: Id | None = None
    study: Id | None = None
    endpoint: Id | None = None
    arm: Id | None = None
    time: Text | None = None
    population: Id | None = None
    statistic: Text | None = None
    source: Id | None = None


class StepEntry(Strict, kw_only=True):
    id: Id
    heading: Text
    text: Text
    figure: Id
    rests_on: Annotated[list[ReferenceEntry], Meta(min_length=1)]


class StoryFile(Strict, kw_only=True):
    steps: Annotated[list[StepEntry], Meta(min_length=1)]


# The shape of the file that chooses what the pages show of the figures.


class DisplayEntry(Strict, kw_only=True):
    id: Id
    title: Text = ""
    note: Text = ""
    ids: dict[str, Id] = {}
    words: dict[Id, Text] = {}
    conflicts: list[Id] = []
    records: list[Id] = []
    jurisdictions: list[Id] = []
    label: Id | None = None
    where: list[dict[str, Text | list[Text]]] = []
    rows: Annotated[int, Meta(gt=0)] | None = None


class ResultEntry(Strict, kw_only=True):
    id: Id
    words: Text
    whom: Text
    trial: Id
    population: Id
    endpoint: Id
    time: Text
    source: Id


class DisplaysFile(Strict, kw_only=True):
    displays: list[DisplayEntry]
    results: Annotated[list[ResultEntry], Meta(min_length=1)]


# Which structure a data file, or a list within it, must have.

FILES: dict[str, type[Struct]] = {
    "fields.toml": FieldsFile,
    "sources.toml": SourcesFile,
    "jurisdictions.toml": JurisdictionsFile,
    "conflicts.toml": ConflictsFile,
    "vocabulary.toml": VocabularyFile,
    "amount.toml": AmountFile,
    "body_regions.toml": RegionsFile,
    "cases.toml": CasesFile,
    "story.toml": StoryFile,
    "displays.toml": DisplaysFile,
    "registry.toml": RegistryFile,
}


def structure_of(path: str) -> type[Struct] | None:
    """The structure a data file must have, by its relative path; None for a file this tool does not read."""
    folder, _, rest = path.rpartition("/")
    if not rest.endswith(".toml"):
        return None
    if folder == "trials":
        return TrialFile
    return LabelFile if re.fullmatch("labels/[^/]+", folder) else FILES.get(path)


def _structures(kind: type[Struct]) -> Iterator[tuple[str, type[Struct]]]:
    """The structure behind each list or table of a structure, by its key."""
    for field in msgspec.structs.fields(kind):
        for within in _structures_in(field.type):
            yield field.encode_name, within
            yield from _structures(within)


def _structures_in(kind) -> Iterator[type[Struct]]:
    if isinstance(kind, type) and issubclass(kind, Struct):
        yield kind
    for part in get_args(kind):
        yield from _structures_in(part)


# the structure behind each list or table of any file, so that a message can name the keys that are allowed there
STRUCTURES = dict(pair for kind in (*FILES.values(), TrialFile, LabelFile) for pair in _structures(kind))  # type: ignore[arg-type]
