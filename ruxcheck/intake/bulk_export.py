"""A bulk export of a health record as a list: one row a patient, from NDJSON of Patient, Observation and Condition."""

import os
from collections.abc import Iterator
from datetime import date

import msgspec
import pyarrow as pa

from ruxcheck.ehr.fhir import Reference, Resources, recorded_patient
from ruxcheck.ehr.settings import EhrSettings
from ruxcheck.intake.columns import IntakeError
from ruxcheck.intake.files import BATCH_ROWS, PatientList, lines_of
from ruxcheck.kernel.parsing import CORE_INPUTS
from ruxcheck.kernel.records import Rules

ENDING = ".ndjson"
READ_KINDS = ("Patient", "Observation", "Condition")
FACTS = ("weight_kg", "height_cm", "body_surface_m2", "itch_nrs", "diagnosis_ad")
ID, NOT_TAKEN = "patient", "not_taken"


class _Head(msgspec.Struct):
    """Whose a line is, before it is read."""

    resourceType: str | None = None
    id: str | None = None
    subject: Reference | None = None

    @property
    def patient(self) -> str:
        if self.resourceType == "Patient":
            return self.id or ""
        return (self.subject.reference or "").rpartition("/")[2] if self.subject else ""


def open_export(path: str, measured_on: date, rules: Rules, settings: EhrSettings) -> PatientList:
    """Open an export, its kinds of resources in one file and in any order; figures as of a day, by the codes of the site.

    The column `not_taken` says per patient what was left out and why. Raises IntakeError for a file that cannot be read, a
    line that is no JSON, and a file without patients.
    """
    lines: dict[str, list[bytes]] = {}
    decoder = msgspec.json.Decoder(_Head)
    try:
        for number, line in lines_of(path, path):
            head = _head(decoder, line, path, number)
            if head.resourceType in READ_KINDS and head.patient:
                lines.setdefault(head.patient, []).append(line)
    except OSError as error:
        raise IntakeError(f"{path}: cannot be read ({error.strerror})") from None
    if not lines:
        raise IntakeError(f"{path}: no Patient and no Observation of one; needed is NDJSON, a resource a line")
    columns = [ID, *CORE_INPUTS, *FACTS, NOT_TAKEN]
    return PatientList(columns, _batches(lines, columns, measured_on, rules, settings), len(lines))


def is_export(path: str) -> bool:
    """Whether a file is one by its name."""
    return os.path.splitext(path)[1].lower() == ENDING


def _head(decoder: msgspec.json.Decoder, line: bytes, path: str, number: int) -> _Head:
    try:
        return decoder.decode(line)
    except msgspec.ValidationError:
        return _Head()  # JSON, and no resource that is read
    except (msgspec.DecodeError, RecursionError):
        raise IntakeError(f"{path}: line {number} is no JSON; needed is NDJSON, a resource a line") from None


def _batches(
    lines: dict[str, list[bytes]], columns: list[str], on: date, rules: Rules, settings: EhrSettings
) -> Iterator[pa.RecordBatch]:
    patients = list(lines)
    for start in range(0, len(patients), BATCH_ROWS):
        rows = [_row(each, lines[each], on, rules, settings) for each in patients[start : start + BATCH_ROWS]]
        yield pa.RecordBatch.from_arrays([pa.array(cells, pa.string()) for cells in zip(*rows)], columns)


def _row(patient_id: str, lines: list[bytes], on: date, rules: Rules, settings: EhrSettings) -> tuple[str, ...]:
    resources = Resources(*(msgspec.json.decode(line) for line in lines))
    patient = recorded_patient(resources, on, rules.fields, settings, patient_id)
    figures = [patient.typed.get(field, "") for field in (*CORE_INPUTS.values(), *FACTS)]
    return patient_id, *figures, "; ".join(f"{item.what}: {item.why}" for item in patient.ignored)
