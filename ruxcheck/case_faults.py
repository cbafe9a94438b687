"""What must agree in the file of teaching cases: inputs that can be read, records that exist, lessons that are shown."""

from collections.abc import Iterator

from ruxcheck import lessons
from ruxcheck.cases import case_of
from ruxcheck.model import Rules
from ruxcheck.parsing import InputError

MOST_WORDS = 50
NEEDS = ("field", "other", "caution")


def faults(parsed: dict[str, dict], rules: Rules) -> list[str]:
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
    wrong = lessons.fault(case, rules)
    if wrong:
        told = f"lesson {case.lesson.kind} is not shown on '{case.lesson.record}': {wrong}"
        yield f"{told}; change the inputs, the day or the lesson"


def _texts(entry: dict) -> Iterator[str]:
    told = {"vignette": entry["vignette"], "then: words": entry.get("then", {}).get("words", "")}
    for name, text in told.items():
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
    if lesson["kind"] not in lessons.KINDS:
        yield f"lesson '{lesson['kind']}' is not known; allowed: {', '.join(lessons.KINDS)}"
        return
    needs = lessons.KINDS[lesson["kind"]].needs
    for key in NEEDS:
        if (key in lesson) != (key in needs):
            yield f"lesson {lesson['kind']} {'needs' if key in needs else 'has no'} {key}; {'add' if key in needs else 'remove'} it"
    for record in (lesson["record"], lesson.get("other", lesson["record"])):
        if record not in entry["ask"]:
            yield f"lesson is about '{record}', which the case does not ask about; allowed: {', '.join(entry['ask'])}"
