"""From a file to what is screened: opened, put together, its columns told apart and looked through; or what has to be asked."""

from collections.abc import Callable

from ruxcheck.intake.columns import Column, OptionError, look_alikes, mapping, plain_name
from ruxcheck.intake.files import PatientList, ReadAs, open_list
from ruxcheck.intake.long_form import in_one_shape
from ruxcheck.intake.survey import Question, Survey
from ruxcheck.kernel import Frozen
from ruxcheck.kernel.records import Rules

NO_CODE = "none"
EVENTS = ("redcap_event_name", "event_name")  # REDCap


class Said(Frozen):
    """What the user said about a list: how the file is read, which column tells of which input, whether rows are put together,
    and which codes mean not recorded (None: nothing said)."""

    read_as: ReadAs = ReadAs()
    given: tuple[tuple[str, str], ...] = ()
    long: str | None = None
    missing: tuple[str, ...] | None = None


class Prepared(Frozen):
    """A list ready to be screened: its columns that tell of a field, its rows, and in words how both were concluded."""

    columns: tuple[Column, ...]
    source: PatientList
    notes: tuple[str, ...]


def prepared_file(path: str, said: Said, rules: Rules, on_pass: Callable[[int], None] | None = None) -> Prepared:
    """A list at a path, looked through once before the pass that screens it; `on_pass` is told the rows seen so far.

    Raises Undecided for the first question that is open, and IntakeError or OptionError as opening and mapping do.
    """

    def opened() -> PatientList:
        return in_one_shape(open_list(path, rules, said.read_as), said.long, path)

    source = opened()

    def look(survey: Survey) -> None:
        nonlocal source
        rows = 0
        for batch in source.batches:
            survey.add(batch)
            rows += batch.num_rows
            if on_pass:
                on_pass(rows)
        source = opened()
        source = source._replace(rows=source.rows or rows)  # a text tells only at its end how long it is

    columns, notes = prepared_columns(source.columns, said, rules, look)
    return Prepared(columns, source, (*source.notes, *notes))


def prepared_columns(
    names: list[str], said: Said, rules: Rules, look: Callable[[Survey], None]
) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """The columns that tell of a field, as a look through the whole list settles them, and what was concluded, in words.

    `look` shows the list to the survey, and is asked only where there is something to look at. Raises as `prepared_file`.
    """
    survey = Survey(with_codes(mapping(names, rules, dict(said.given)), said.missing))
    if survey.seen:
        look(survey)
    columns, notes, questions = settled(survey, said)
    if questions:
        raise questions[0].undecided
    return columns, (*notes, *unread_in_words(names, columns, rules))


def settled(survey: Survey, said: Said) -> tuple[tuple[Column, ...], tuple[str, ...], tuple[Question, ...]]:
    """What a look through the list settled, without the questions that its user has answered."""
    columns, notes, questions = survey.settled(column for _, column in said.given)
    if said.missing is not None:
        questions = tuple(question for question in questions if question.option != "--missing")
    return columns, notes, questions


def with_codes(columns: tuple[Column, ...], missing: tuple[str, ...] | None) -> tuple[Column, ...]:
    """The columns, in each of which these codes mean not recorded. Raises OptionError for a code that is no whole number."""
    codes = tuple(code for code in missing or () if code != NO_CODE)
    for code in codes:
        if not code.removeprefix("-").isdigit():
            raise OptionError(f"--missing: '{code}' was given; allowed: whole numbers such as 99, or {NO_CODE}")
    return tuple(column._replace(missing=codes) for column in columns) if codes else columns


def unread_in_words(names: list[str], columns: tuple[Column, ...], rules: Rules) -> tuple[str, ...]:
    """What is kept and not read although it matters: events of a record, and names that look like figures that are asked for."""
    told: tuple[str, ...] = ()
    if any(plain_name(name) in EVENTS for name in names):
        told = ("a record has a row for each event: every row is judged by itself, with what stands in it",)
    alike = look_alikes(names, columns, rules)
    if not alike:
        return told
    listed = ", ".join(f"'{name[:40]}'" for name in alike[:20])
    return (
        *told,
        f"not read, though the name looks like a figure that counts: {listed}; name it with --map if it does",
    )
