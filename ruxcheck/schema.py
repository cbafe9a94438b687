"""Which structure a data file, or a list within it, must have."""

import re

from msgspec import Struct

from ruxcheck import schema_amounts as of_amount
from ruxcheck import schema_cases as of_case
from ruxcheck import schema_lists as of_list
from ruxcheck import schema_records as of_record
from ruxcheck import schema_story as of_story

# the structure behind each list or table of a file, so that a message can name the keys that are allowed there
STRUCTURES: dict[str, type[Struct]] = {
    "criteria": of_record.CriterionEntry,
    "sentences": of_record.Sentence,
    "when": of_record.When,
    "amount_limits": of_record.AmountLimit,
    "cautions": of_record.CautionEntry,
    "not_read": of_record.NotReadEntry,
    "notes": of_record.Fact,
    "periods": of_record.PeriodEntry,
    "fields": of_list.FieldEntry,
    "sources": of_list.SourceEntry,
    "jurisdictions": of_list.JurisdictionEntry,
    "conflicts": of_list.ConflictEntry,
    "says": of_list.SaidEntry,
    "endpoints": of_list.EndpointEntry,
    "arms": of_list.ArmEntry,
    "studies": of_list.StudyEntry,
    "populations": of_list.PopulationEntry,
    "body_surface": of_amount.SaidEntry,
    "assumed": of_amount.AssumedEntry,
    "observed": of_amount.ObservedEntry,
    "spread": of_amount.SaidEntry,
    "fingertip": of_amount.FingertipEntry,
    "bands": of_amount.BandEntry,
    "palm": of_amount.PalmEntry,
    "charts": of_amount.ChartEntry,
    "columns": of_amount.ColumnEntry,
    "regions": of_amount.RegionEntry,
    "cases": of_case.CaseEntry,
    "inputs": of_case.InputsEntry,
    "then": of_case.ThenEntry,
    "lesson": of_case.LessonEntry,
    "steps": of_story.StepEntry,
    "rests_on": of_story.ReferenceEntry,
}


def structure_of(path: str) -> type[Struct] | None:
    """The structure a data file must have, by its relative path; None for a file this tool does not read."""
    fixed: dict[str, type[Struct]] = {
        "fields.toml": of_list.FieldsFile,
        "sources.toml": of_list.SourcesFile,
        "jurisdictions.toml": of_list.JurisdictionsFile,
        "conflicts.toml": of_list.ConflictsFile,
        "vocabulary.toml": of_list.VocabularyFile,
        "amount.toml": of_amount.AmountFile,
        "body_regions.toml": of_amount.RegionsFile,
        "cases.toml": of_case.CasesFile,
        "story.toml": of_story.StoryFile,
    }
    folder, _, rest = path.rpartition("/")
    if not rest.endswith(".toml"):
        return None
    if folder == "trials":
        return of_record.TrialFile
    return of_record.LabelFile if re.fullmatch("labels/[^/]+", folder) else fixed.get(path)
