"""Teaching cases: invented patients and what is asked about each. The answers come from the rules and are written nowhere."""

from functools import lru_cache

from ruxcheck.asked import Asked
from ruxcheck.build import day
from ruxcheck.cli_options import FIELDS
from ruxcheck.frozen import Frozen
from ruxcheck.model import Rules
from ruxcheck.parsing import parse_value
from ruxcheck.records import DATA, load, parsed_files
from ruxcheck.report import RecordResult


class Lesson(Frozen):
    """What a case shows, so that it can be checked: a kind of `lessons.KINDS` and the record it shows it on."""

    kind: str
    record: str
    field: str = ""
    other: str = ""
    caution: str = ""


class Patient(Frozen):
    """An invented patient on a day: the words a class reads, and the same as a question to the tool."""

    words: str
    asked: Asked


class Case(Frozen):
    """One or two patients (the second is the first with a change), the records asked about, and what that teaches.

    `ask` holds jurisdictions and ids of trials; `asked_of` names the result that is asked for, "core" or "overall".
    """

    id: str
    title: str
    patients: tuple[Patient, ...]
    ask: tuple[str, ...]
    asked_of: str
    teaches: str
    lesson: Lesson


class Question(Frozen):
    """One record asked about one patient of a case, with everything the tool says of it."""

    case: Case
    number: int
    record: str
    result: RecordResult

    @property
    def patient(self) -> Patient:
        return self.case.patients[self.number]

    @property
    def answer(self) -> str:
        """What the tool says: met, not met or cannot tell."""
        return getattr(self.result, self.case.asked_of)

    @property
    def id(self) -> str:
        """Unique among all questions of all cases."""
        return f"{self.case.id}/{self.number}/{self.record}"


@lru_cache(maxsize=4)
def load_cases(folder: str = DATA) -> tuple[Case, ...]:
    """The cases of a data folder, checked as a whole. Raises DataErrors with every fault found."""
    rules = load(folder)
    entries = parsed_files(folder, "cases")[0]["cases.toml"]["cases"]
    return tuple(case_of(entry, rules) for entry in entries)


def case_of(entry: dict, rules: Rules) -> Case:
    """A case from its entry in the file. Raises InputError for an input that the command line would refuse too."""
    inputs, on = entry["inputs"], day(entry["on"])
    patients = [Patient(entry["vignette"], _asked(inputs, on, entry["ask"], rules))]
    if then := entry.get("then"):
        changed = inputs | then | {"facts": inputs.get("facts", {}) | then.get("facts", {})}
        patients.append(Patient(then["words"], _asked(changed, day(then.get("on")) or on, entry["ask"], rules)))
    return Case(
        id=entry["id"],
        title=entry["title"],
        patients=tuple(patients),
        ask=tuple(entry["ask"]),
        asked_of=entry.get("asked_of", "core"),
        teaches=entry["teaches"],
        lesson=Lesson(**entry["lesson"]),
    )


def _asked(inputs: dict, on, ask: list[str], rules: Rules) -> Asked:
    typed = {field: inputs[name] for name, field in FIELDS.items()} | inputs.get("facts", {})
    read = {name: parse_value(rules.fields[name], text) for name, text in typed.items()}
    known = {name: value for name, value in read.items() if value != rules.fields[name].domain}
    jurisdictions = [name for name in ask if name in rules.jurisdictions]
    jurisdictions = jurisdictions or [record.jurisdiction for record in rules.labels]
    return Asked(known, on, tuple(dict.fromkeys(jurisdictions)), {name: typed[name] for name in known})


def questions(case: Case, rules: Rules) -> tuple[Question, ...]:
    """Every question of a case, patient by patient, with the tool's answer."""
    return tuple(
        Question(case, number, record, said_by(patient.asked, record, rules))
        for number, patient in enumerate(case.patients)
        for record in case.ask
    )


def said_by(asked: Asked, record: str, rules: Rules) -> RecordResult:
    """What one record, a jurisdiction's label or a trial by its id, says to a question."""
    return next(result for result in asked.answer(rules).results if _key(result) == record)


def _key(result: RecordResult) -> str:
    if result.record is None:
        return result.jurisdiction
    return result.record.jurisdiction or result.record.id
