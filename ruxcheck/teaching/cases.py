"""Teaching cases: invented patients, what is asked about each, and whether a case shows what it says it shows."""

from collections.abc import Callable, Iterator
from functools import partial

from ruxcheck.kernel import Frozen
from ruxcheck.kernel.amount import amount_of, tube_limits
from ruxcheck.kernel.check import Query
from ruxcheck.kernel.criteria import CANNOT_TELL, INFINITY, MET, NOT_MET
from ruxcheck.kernel.parsing import CORE_INPUTS, InputError, parse_value
from ruxcheck.kernel.possible_values import Interval
from ruxcheck.kernel.records import Rules, day
from ruxcheck.kernel.results import RecordResult


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
    query: Query


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
        return self.result.core_reviewed if self.case.asked_of == "core" else self.result.overall

    @property
    def id(self) -> str:
        """Unique among all questions of all cases."""
        return f"{self.case.id}/{self.number}/{self.record}"


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


def _asked(inputs: dict, on, ask: list[str], rules: Rules) -> Query:
    typed = {field: inputs[name] for name, field in CORE_INPUTS.items()} | inputs.get("facts", {})
    read = {name: parse_value(rules.fields[name], text) for name, text in typed.items()}
    known = {name: value for name, value in read.items() if value != rules.fields[name].domain}
    jurisdictions = [name for name in ask if name in rules.jurisdictions]
    jurisdictions = jurisdictions or [record.jurisdiction for record in rules.labels]
    return Query(known, on, tuple(dict.fromkeys(jurisdictions)), {name: typed[name] for name in known})


def questions(case: Case, rules: Rules) -> tuple[Question, ...]:
    """Every question of a case, patient by patient, with the tool's answer."""
    return tuple(
        Question(case, number, record, said_by(patient.query, record, rules))
        for number, patient in enumerate(case.patients)
        for record in case.ask
    )


def said_by(query: Query, record: str, rules: Rules) -> RecordResult:
    """What one record, a jurisdiction's label or a trial by its id, says to a question."""
    return next(result for result in query.answer(rules).results if _key(result) == record)


def _key(result: RecordResult) -> str:
    if result.record is None:
        return result.jurisdiction
    return result.record.jurisdiction or result.record.id


# Whether a case shows what it says it shows: one function a kind of lesson, from the case to what is wrong, or None.


class Kind(Frozen):
    """A kind of lesson: how it is checked, and what it needs beside the record."""

    fault: Callable
    needs: tuple[str, ...] = ()


class Shown(Frozen):
    """A case and what the record of its lesson says about the first patient."""

    case: Case
    rules: Rules
    result: RecordResult

    @property
    def verdict(self) -> str:
        return self.of(self.result)

    def of(self, result: RecordResult) -> str:
        """The result that the case asks for."""
        return getattr(result, self.case.asked_of)

    @property
    def value(self) -> Interval | None:
        """What is known of the field of the lesson."""
        return self.case.patients[0].query.profile.get(self.case.lesson.field)

    def with_value(self, field: str, value: Interval | None) -> str:
        """The result with another value of a field; None takes it away."""
        question = self.case.patients[0].query
        profile = {name: known for name, known in question.profile.items() if name != field}
        profile |= {field: value} if value else {}
        return self.of(said_by(question._replace(profile=profile), self.case.lesson.record, self.rules))


def fault(case: Case, rules: Rules) -> str | None:
    """Why a case does not show its lesson; None where it does. Its kind and what that needs were checked before."""
    result = said_by(case.patients[0].query, case.lesson.record, rules)
    return KINDS[case.lesson.kind].fault(Shown(case, rules, result))


def _on_bound(shown: Shown) -> str | None:
    field = shown.case.lesson.field
    on = any(margin.field.id == field and margin.distance == 0 for margin in shown.result.margins)
    return None if on else f"{field} does not lie on a bound where the result changes"


def _fails_on(shown: Shown) -> str | None:
    failed = [item.criterion.field for item in shown.result.failed_core]
    words = f"not met by {', '.join(map(str, failed))}" if failed else shown.result.core
    return None if failed == [shown.case.lesson.field] else f"the result is {words}"


def _changes(shown: Shown) -> str | None:
    if len(shown.case.patients) < 2:
        return "there is no second patient; add then"
    later = shown.of(said_by(shown.case.patients[1].query, shown.case.lesson.record, shown.rules))
    return None if later != shown.verdict else f"both patients give {later}"


def _straddles(shown: Shown) -> str | None:
    if shown.value is None or shown.value.is_point:
        return "the field holds no estimate with two ends"
    ends = {shown.with_value(shown.case.lesson.field, Interval(end, end)) for end in shown.value}
    if ends != {MET, NOT_MET}:
        return f"the ends of the estimate give {' and '.join(sorted(ends))}"
    return None if shown.verdict == CANNOT_TELL else f"the estimate gives {shown.verdict}"


def _settled(shown: Shown) -> str | None:
    if shown.value is None or shown.value.is_point:
        return "the field holds no estimate with two ends"
    return None if shown.verdict != CANNOT_TELL else f"the estimate gives {CANNOT_TELL}"


def _missing(shown: Shown) -> str | None:
    field = shown.case.lesson.field
    if shown.value is not None:
        return f"{field} is recorded"
    can_give = {shown.with_value(field, Interval(point, point)) for point in _points(shown, field)}
    return None if {MET, NOT_MET} <= can_give else f"filling it gives only {', '.join(sorted(can_give))}"


def _points(shown: Shown, field: str) -> list[float]:
    """The ends of the field's domain and every bound of the record on it: between them nothing changes."""
    bounds = {
        end for item in shown.result.criteria if item.criterion.field == field for end in item.criterion.range[:2]
    }
    return sorted({end for end in bounds if abs(end) != INFINITY} | set(shown.rules.fields[field].domain))


def _caution(shown: Shown) -> str | None:
    caution = shown.case.lesson.caution
    applying = {item.caution.id: item.caution.field for item in shown.result.applying}
    if caution not in applying:
        return f"caution '{caution}' does not apply"
    without = shown.with_value(applying[caution], None)
    return None if without == shown.verdict else f"without its fact the result is {without}"


def _amount_binds(shown: Shown) -> str | None:
    area = [item.result for item in shown.result.criteria if item.criterion.field == "bsa_percent"]
    amount = amount_of(shown.case.patients[0].query.profile, shown.rules.amount_facts, shown.rules.fields)
    rules = [item.criterion for item in shown.result.criteria if item.estimated and item.applies]
    tubes = {limit.result for rule in rules for limit in tube_limits(amount, rule)}
    if area != [MET]:
        return "the area limit is not met"
    return None if tubes == {NOT_MET} else "the estimated amount does not exceed the tube limit"


def _no_indication(shown: Shown) -> str | None:
    without = any(item.criterion.range is None for item in shown.result.criteria)
    return None if without else "the record has an atopic dermatitis indication, or there is no record"


def _no_record(shown: Shown) -> str | None:
    return f"{shown.result.id} answers" if shown.result.record else None


def _apart(shown: Shown) -> str | None:
    lesson, questions = shown.case.lesson, shown.case.patients[0].query
    other = said_by(questions, lesson.other, shown.rules)
    apart = (shown.of(shown.result), shown.of(other)) == (MET, NOT_MET)
    return None if apart else f"{lesson.record} gives {shown.verdict} and {lesson.other} {shown.of(other)}"


def _open_day(shown: Shown) -> str | None:
    if shown.result.also_possible is None:
        return "only one version is possible on that day"
    return None if shown.verdict == CANNOT_TELL else f"both versions give {shown.verdict}"


on_a_field = partial(Kind, needs=("field",))
KINDS = {
    "on_bound": on_a_field(_on_bound),
    "fails_on": on_a_field(_fails_on),
    "changes": Kind(_changes),
    "straddles": on_a_field(_straddles),
    "settled": on_a_field(_settled),
    "missing": on_a_field(_missing),
    "caution": Kind(_caution, ("caution",)),
    "amount_binds": Kind(_amount_binds),
    "no_indication": Kind(_no_indication),
    "no_record": Kind(_no_record),
    "apart": Kind(_apart, ("other",)),
    "open_day": Kind(_open_day),
}


# What must agree in the file of teaching cases: inputs that can be read, records that exist, lessons that are shown.

MOST_WORDS = 50
NEEDS = ("field", "other", "caution")


def case_faults(parsed: dict[str, dict], rules: Rules) -> list[str]:
    """Every disagreement as "file: what is wrong; what is allowed or to do"; `rules` were built from the same files."""
    return [
        f"cases.toml: cases '{entry['id']}': {fault}"
        for entry in parsed["cases.toml"]["cases"]
        for fault in _case(entry, rules)
    ]


def _case(entry: dict, rules: Rules) -> Iterator[str]:
    found = [*_texts(entry), *_records(entry, rules), *_facts(entry, rules), *_then(entry), *_lesson(entry)]
    if found:
        yield from found
        return
    try:
        case = case_of(entry, rules)
    except InputError as error:
        yield str(error)
        return
    wrong = fault(case, rules)
    if wrong:
        words = f"lesson {case.lesson.kind} is not shown on '{case.lesson.record}': {wrong}"
        yield f"{words}; change the inputs, the day or the lesson"


def _texts(entry: dict) -> Iterator[str]:
    row = {"vignette": entry["vignette"], "then: words": entry.get("then", {}).get("words", "")}
    for name, text in row.items():
        if len(text.split()) > MOST_WORDS:
            yield f"{name} has {len(text.split())} words; allowed: at most {MOST_WORDS}; shorten it"


def _records(entry: dict, rules: Rules) -> Iterator[str]:
    known = [*rules.jurisdictions, *(trial.id for trial in rules.trials)]
    for name in dict.fromkeys(entry["ask"]):
        if name not in known:
            yield f"ask: '{name}' is no record; allowed: {', '.join(known)}"
        if entry["ask"].count(name) > 1:
            yield f"ask: '{name}' stands {entry['ask'].count(name)} times; each may stand once; remove one"


def _facts(entry: dict, rules: Rules) -> Iterator[str]:
    facts = [field.id for field in rules.fields.values() if not field.core]
    for inputs in (entry["inputs"], entry.get("then", {})):
        for name in inputs.get("facts", {}):
            if name not in facts:
                yield f"facts: '{name}' is no further fact of fields.toml; allowed: {', '.join(facts)}"


def _then(entry: dict) -> Iterator[str]:
    if "then" in entry and not entry["then"].keys() - {"words"}:
        yield "then changes nothing; give another age, iga, bsa, fact or day, or remove it"


def _lesson(entry: dict) -> Iterator[str]:
    lesson = entry["lesson"]
    if lesson["kind"] not in KINDS:
        yield f"lesson '{lesson['kind']}' is not known; allowed: {', '.join(KINDS)}"
        return
    needs = KINDS[lesson["kind"]].needs
    for key in NEEDS:
        if (key in lesson) != (key in needs):
            yield f"lesson {lesson['kind']} {'needs' if key in needs else 'has no'} {key}; {'add' if key in needs else 'remove'} it"
    for record in (lesson["record"], lesson.get("other", lesson["record"])):
        if record not in entry["ask"]:
            yield f"lesson is about '{record}', which the case does not ask about; allowed: {', '.join(entry['ask'])}"
