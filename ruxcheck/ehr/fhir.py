"""A patient from FHIR R4: age, figures and diagnosis with the day and place each came from, and what was left out and why."""

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from ruxcheck.ehr.settings import EhrSettings
from ruxcheck.kernel import Frozen
from ruxcheck.kernel.parsing import InputError, parse_value
from ruxcheck.kernel.possible_values import YES, Field, Interval, Profile, plain, value_in_words

SNOMED, ICD10, LOINC = "http://snomed.info/sct", "http://hl7.org/fhir/sid/icd-10-cm", "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
AD_CODES = {(SNOMED, code) for code in ("24079001", "200775004")} | {
    (ICD10, f"L20.{code}") for code in ("0", "81", "82", "83", "84", "89", "9")
}
# codes that mean the same everywhere; those for IGA, %BSA and itch are a site's own
STANDARD = {(LOINC, "29463-7"): "weight_kg", (LOINC, "8302-2"): "height_cm", (LOINC, "8277-6"): "body_surface_m2"}
SCORE = {"{score}": 1.0, "1": 1.0, "": 1.0}
UNITS = {
    "weight_kg": {"kg": 1.0, "g": 0.001, "[lb_av]": 0.45359237, "lb": 0.45359237, "lbs": 0.45359237},
    "height_cm": {"cm": 1.0, "m": 100.0, "mm": 0.1, "[in_i]": 2.54, "in": 2.54},
    "body_surface_m2": {"m2": 1.0, "m²": 1.0},
    "bsa_percent": {"%": 1.0},
    "iga": SCORE,
    "itch_nrs": SCORE,
}
TAKEN_STATUS = ("final", "amended", "corrected")
NOT_NOW, DOUBTED = (
    ("inactive", "remission", "resolved"),
    ("refuted", "entered-in-error", "unconfirmed", "provisional", "differential"),
)
MOST_RESOURCES = 2000
DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T.*)?", re.ASCII | re.DOTALL)


class Coding(msgspec.Struct):
    """A code of a system."""

    system: str | None = None
    code: str | None = None
    display: str | None = None


class Concept(msgspec.Struct):
    """A thing by its codes and in words."""

    coding: list[Coding | None] | None = None
    text: str | None = None

    @property
    def codings(self) -> list[Coding]:
        return [each for each in self.coding or () if each]

    @property
    def codes(self) -> set[tuple[str, str]]:
        return {(each.system or "", each.code or "") for each in self.codings}

    @property
    def texts(self) -> list[str]:
        return [text for text in (self.text, *(each.display for each in self.codings)) if text]


class Quantity(msgspec.Struct):
    """A measured figure."""

    value: float | None = None
    comparator: str | None = None
    unit: str | None = None
    system: str | None = None
    code: str | None = None


class Reference(msgspec.Struct):
    """A pointer to another resource; its words may be all there is."""

    reference: str | None = None
    display: str | None = None


class Period(msgspec.Struct):
    """A stretch of time."""

    start: str | None = None
    end: str | None = None


class Patient(msgspec.Struct):
    """What is read of a patient; never the name."""

    id: str | None = None
    birthDate: str | None = None


class Observation(msgspec.Struct):
    """What is read of an observation."""

    status: str | None = None
    code: Concept | None = None
    subject: Reference | None = None
    effectiveDateTime: str | None = None
    effectiveInstant: str | None = None
    effectivePeriod: Period | None = None
    valueQuantity: Quantity | None = None
    valueInteger: int | None = None
    valueCodeableConcept: Concept | None = None

    @property
    def day(self) -> str:
        period = self.effectivePeriod.start if self.effectivePeriod else None
        return self.effectiveDateTime or self.effectiveInstant or period or ""


class Condition(msgspec.Struct):
    """What is read of a condition."""

    code: Concept | None = None
    subject: Reference | None = None
    clinicalStatus: Concept | None = None
    verificationStatus: Concept | None = None


class Found(Frozen):
    """One figure that was taken: its field, its possible values, its words as typed, where it came from and of which day."""

    field: str
    value: Interval
    typed: str
    source: str
    day: str


class Ignored(Frozen):
    """Something that was sent and not taken, and why; never in the words of the record."""

    what: str
    why: str


class RecordedPatient(Frozen):
    """One patient of a record: `found` and `ignored`; `patient_id` is empty where no Patient was sent."""

    found: tuple[Found, ...]
    ignored: tuple[Ignored, ...]
    patient_id: str = ""
    has_patient: bool = False

    @property
    def profile(self) -> Profile:
        return {item.field: item.value for item in self.found}

    @property
    def typed(self) -> dict[str, str]:
        return {item.field: item.typed for item in self.found}

    def day_of(self, field: str) -> str:
        """The day of a figure; empty where it has none."""
        return next((item.day for item in self.found if item.field == field), "")


class Resources:
    """Every resource in what was sent, whatever it was wrapped in, and what could not be read on the way."""

    def __init__(self, *sent: object):
        self.all: list[dict] = []
        self.ignored: list[Ignored] = []
        for part in sent:
            self._add(part, depth=0)

    def of(self, kind: str) -> Iterator[dict]:
        return (resource for resource in self.all if resource.get("resourceType") == kind)

    def _add(self, part: object, depth: int) -> None:
        if part is None:
            return
        if isinstance(part, list):
            for each in part[:MOST_RESOURCES]:
                self._add(each, depth)
        elif not isinstance(part, dict):
            self._ignore("a part of what was sent", "no FHIR resource")
        elif part.get("resourceType") == "Bundle" and depth < 2:
            self._add_bundle(part, depth)
        elif part.get("resourceType") == "OperationOutcome":
            self._ignore("an OperationOutcome", "the record reports an error in place of data")
        elif not isinstance(part.get("resourceType"), str):
            self._ignore("a part of what was sent", "no resourceType")
        elif len(self.all) < MOST_RESOURCES:
            self.all.append(part)
        elif len(self.all) == MOST_RESOURCES:
            self._ignore("further resources", f"more than {MOST_RESOURCES}")

    def _add_bundle(self, bundle: dict, depth: int) -> None:
        links = bundle.get("link")
        relations = (
            [link.get("relation") for link in links if isinstance(link, dict)] if isinstance(links, list) else []
        )
        if "next" in relations:
            self._ignore("further pages of a Bundle", "only the page that was sent is read")
        entries = bundle.get("entry")
        for entry in entries[:MOST_RESOURCES] if isinstance(entries, list) else ():
            self._add(entry.get("resource") if isinstance(entry, dict) else entry, depth + 1)

    def _ignore(self, what: str, why: str) -> None:
        if Ignored(what, why) not in self.ignored:
            self.ignored.append(Ignored(what, why))


def read_as(resource: dict, kind: type):
    """A resource as one of the structures above; None where a part that is read has another shape."""
    try:
        return msgspec.convert(resource, kind)
    except (msgspec.ValidationError, ValueError, OverflowError):
        return None


def recorded_patient(
    resources: Resources, on: date, fields: dict[str, Field], settings: EhrSettings, patient_id: str = ""
) -> RecordedPatient:
    """What a record says of one patient on a day: the newest figure of each field, as old as the site allows.

    Where two figures of the same newest day disagree, both are possible. `patient_id` names whose record was asked for; what
    belongs to somebody else is never taken.
    """
    return _Reader(on, fields, settings, patient_id).read(resources)


class _NotTaken(Exception):
    """Why an observation is not taken."""


class _Reader:
    def __init__(self, on: date, fields: dict[str, Field], settings: EhrSettings, patient_id: str):
        self.on, self.fields, self.settings, self.patient_id = on, fields, settings, patient_id
        self.known = STANDARD | {(code.system, code.code): code.field for code in settings.codes}
        self.coded = {(code.system, code.code): code.values for code in settings.codes}
        self.oldest = on - timedelta(days=settings.oldest_observation_days)
        self.ignored: list[Ignored] = []

    def read(self, resources: Resources) -> RecordedPatient:
        self.ignored += resources.ignored
        patients = [patient for each in resources.of("Patient") if (patient := read_as(each, Patient))]
        unread = sum(1 for _ in resources.of("Patient")) - len(patients)
        if unread:
            self._ignore("a Patient", "its shape cannot be read")
        ids = {patient.id for patient in patients if patient.id}
        if self.patient_id:
            if any(each != self.patient_id for each in ids):
                self._ignore("a Patient", "another patient than the one asked about")
            patients = [patient for patient in patients if patient.id in (None, self.patient_id)]
        elif len(ids) > 1:
            self._ignore("several Patients", "one patient at a time; no figure was taken")
            return RecordedPatient((), tuple(self.ignored))
        self.patient_id = self.patient_id or next(iter(ids), "")
        found = [*self._age(patients), *self._figures(resources), *self._diagnosis(resources)]
        return RecordedPatient(tuple(found), tuple(self.ignored), self.patient_id, bool(patients))

    def _ignore(self, what: str, why: str) -> None:
        if Ignored(what, why) not in self.ignored:
            self.ignored.append(Ignored(what, why))

    def _age(self, patients: list[Patient]) -> Iterator[Found]:
        births = {patient.birthDate for patient in patients if patient.birthDate}
        if len(births) != 1:
            self._ignore("the age", "several dates of birth" if births else "no date of birth")
            return
        born = days_of(births.pop())
        if born is None or born[0] > self.on:
            self._ignore("the age", "the date of birth is no day up to the one asked about")
            return
        earliest, latest = born[0], min(born[1], self.on)
        ages = [completed_months(latest, self.on), completed_months(earliest, self.on)]
        typed = "-".join(dict.fromkeys(f"{months // 12}y{months % 12}m" for months in ages))
        try:
            value = parse_value(self.fields["age_years"], typed)
        except InputError:
            self._ignore("the age", "over 120 years")
            return
        exactness = "the date of birth" if born[0] == born[1] else "a part of the date of birth"
        yield Found("age_years", value, typed, exactness, "")

    def _is_theirs(self, subject: Reference | None) -> bool:
        named = (subject.reference or "").rpartition("/")[2] if subject else ""
        return not named or not self.patient_id or named.removeprefix("urn:uuid:") == self.patient_id

    def _figures(self, resources: Resources) -> Iterator[Found]:
        newest: dict[str, tuple[date, list[float], str]] = {}
        for resource in resources.of("Observation"):
            observation = read_as(resource, Observation)
            if observation is None:
                self._ignore("an Observation", "its shape cannot be read")
                continue
            for pair in sorted(observation.code.codes if observation.code else ()):
                field = self.known.get(pair)
                if field is None or field == "diagnosis_ad":
                    continue
                try:
                    day, figure = self._figure(observation, pair, field)
                except _NotTaken as why:
                    self._ignore(f"{self.fields[field].label}, an Observation", str(why))
                    break
                if field not in newest or day > newest[field][0]:
                    newest[field] = (day, [figure], f"Observation, code {pair[1]}")
                elif day == newest[field][0]:
                    newest[field][1].append(figure)
                break
        for field, (day, figures, source) in newest.items():
            value = Interval(min(figures), max(figures))
            typed = "-".join(dict.fromkeys(f"{plain(end)}" for end in value))
            yield Found(field, value, typed, source, day.isoformat())

    def _figure(self, observation: Observation, pair: tuple[str, str], field: str) -> tuple[date, float]:
        """The day and the figure of an observation. Raises _NotTaken."""
        if not self._is_theirs(observation.subject):
            raise _NotTaken("of another patient")
        if observation.status not in TAKEN_STATUS:
            raise _NotTaken("its status is neither final, amended nor corrected")
        days = days_of(observation.day)
        if days is None:
            raise _NotTaken("without a day")
        if days[0] > self.on + timedelta(days=1):  # a day ahead in another time zone is today
            raise _NotTaken("later than the day asked about")
        if days[0] < self.oldest:
            raise _NotTaken(f"may be older than {self.settings.oldest_observation_days} days")
        figure, limits = self._value(observation, pair, field), self.fields[field]
        if not limits.low <= figure <= limits.high or (limits.kind == "integer" and figure != int(figure)):
            raise _NotTaken(f"out of range; possible is {limits.low:g} to {limits.high:g}")
        return days[0], plain(round(figure, 4))

    def _value(self, observation: Observation, pair: tuple[str, str], field: str) -> float:
        quantity, concept = observation.valueQuantity, observation.valueCodeableConcept
        if quantity is not None and quantity.value is not None:
            if quantity.comparator:
                raise _NotTaken("a bound and no figure")
            unit = quantity.code if quantity.system == UCUM else quantity.unit or quantity.code
            factor = UNITS[field].get((unit or "").strip())
            if factor is None:
                raise _NotTaken("its unit is not known for it")
            return quantity.value * factor
        if observation.valueInteger is not None:
            if UNITS[field] is not SCORE:
                raise _NotTaken("without a unit")
            return float(observation.valueInteger)
        figures = {self.coded.get(pair, {}).get(code) for _, code in concept.codes} - {None} if concept else set()
        if len(figures) != 1:
            raise _NotTaken("its coded answer is not mapped" if concept else "without a figure that can be read")
        return figures.pop()

    def _diagnosis(self, resources: Resources) -> Iterator[Found]:
        for resource in resources.of("Condition"):
            condition = read_as(resource, Condition)
            if condition is None:
                self._ignore("a Condition", "its shape cannot be read")
            elif condition.code and is_ad(condition.code, self.settings) and self._stands(condition):
                yield Found("diagnosis_ad", YES, "yes", "Condition", "")
                return

    def _stands(self, condition: Condition) -> bool:
        if not self._is_theirs(condition.subject):
            self._ignore("a Condition", "of another patient")
            return False
        clinical = {code for _, code in condition.clinicalStatus.codes} if condition.clinicalStatus else set()
        verified = {code for _, code in condition.verificationStatus.codes} if condition.verificationStatus else set()
        if clinical & set(NOT_NOW) or verified & set(DOUBTED):
            self._ignore("atopic dermatitis, a Condition", "not active, or not confirmed")
            return False
        return True


def is_ad(concept: Concept, settings: EhrSettings) -> bool:
    """Whether a code means atopic dermatitis; words alone do not settle it."""
    own = {(code.system, code.code) for code in settings.codes if code.field == "diagnosis_ad"}
    return bool(concept.codes & (AD_CODES | own))


def days_of(text: str) -> tuple[date, date] | None:
    """The first and the last day that a FHIR date means: "2018-03" is the whole of March. None for anything else."""
    found = DAY.fullmatch(text or "")
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        if day:
            return (date(year, month, day),) * 2
        last = calendar.monthrange(year, month)[1] if month else 31
        return date(year, month or 1, 1), date(year, month or 12, last)
    except ValueError:
        return None


def completed_months(born: date, on: date) -> int:
    """Whole months of life; somebody born on 29 February has the birthday on 1 March in other years."""
    return (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)


def told_of(patient: RecordedPatient, fields: dict[str, Field]) -> list[str]:
    """Where each figure came from, a line each, then what was not taken and why."""
    lines = []
    for item in patient.found:
        field, day = fields[item.field], f", {item.day}" if item.day else ""
        lines.append(f"{field.label} {value_in_words(field, item.value)}: {item.source}{day}")
    return [*lines, *(f"Not taken: {item.what}: {item.why}" for item in patient.ignored)]


class NotFhir(ValueError):
    """A text holds no resources; the message says what is allowed."""


def sent_in(text: str) -> list[object]:
    """The resources in a text: one JSON document, or one a line (NDJSON). Raises NotFhir where a line is neither."""
    try:
        return [msgspec.json.decode(text)]
    except (msgspec.DecodeError, RecursionError):
        pass
    sent = []
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            if line.strip():
                sent.append(msgspec.json.decode(line))
        except (msgspec.DecodeError, RecursionError):
            raise NotFhir(
                f"line {number} is no JSON; allowed: a FHIR Bundle, or resources as NDJSON, one a line"
            ) from None
    if not sent:
        raise NotFhir("nothing in it; allowed: a FHIR Bundle, or resources as NDJSON, one a line")
    return sent
