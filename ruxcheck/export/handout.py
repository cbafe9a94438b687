"""The handout for a class: the story with its pictures, the cases to answer, and the answers on pages of their own."""

from datetime import date

from ruxcheck import __version__
from ruxcheck.export.document import Citations, Document, Drawing, Facts, Heading, Paragraph, reference_blocks
from ruxcheck.export.table import INTENDED_USE, Table, lines, marked_result
from ruxcheck.teaching.cases import Case
from ruxcheck.teaching.story import FactBase, Step, places_of
from ruxcheck.teaching.wording import AnswerText, CaseAnswers, CaseQuestions, PatientText, case_answers, case_questions

TITLE = "Ruxolitinib cream in atopic dermatitis: a story and cases for teaching"
BOX = "□"
HOW = (
    "Answer each record first: met, not met or cannot tell. What is not recorded is not assumed. The answers, as the rules "
    "give them, stand in the last part. Every patient is invented."
)


def handout(
    on: date, steps: tuple[Step, ...], drawings: dict[str, Drawing], cases: tuple[Case, ...], behind: FactBase
) -> Document:
    """The handout as of a day, for `as_html` or `as_pdf` (`render.py`).

    `drawings` are the pictures by the name a step gives; a step without one keeps its text. The same data give the same
    handout on every machine.
    """
    rules, citations = behind.rules, Citations(behind.documents)
    story = [
        block for number, step in enumerate(steps, 1) for block in _step(number, step, drawings, behind, citations)
    ]
    blocks = (
        Heading(1, TITLE),
        Paragraph(INTENDED_USE),
        Heading(2, f"The story in {len(steps)} steps"),
        *story,
        Heading(2, "Cases", new_page=True),
        Paragraph(HOW),
        *(block for number, case in enumerate(cases, 1) for block in _questions(number, case_questions(case, rules))),
        Heading(2, "Answers", new_page=True),
        *(block for number, case in enumerate(cases, 1) for block in _answers(number, case_answers(case, rules))),
        *reference_blocks(citations),
        Heading(2, "This handout"),
        Facts((("RuxCheck", __version__), ("Rules", rules.sha256), ("As of", str(on)))),
    )
    return Document(
        f"{TITLE}, as of {on}", on, f"As of {on} · rules {rules.sha256[:12]} · RuxCheck {__version__}", blocks
    )


def _step(number: int, step: Step, drawings: dict[str, Drawing], behind: FactBase, citations: Citations) -> list:
    """One step: heading, text, picture, and the documents it rests on."""
    places = "; ".join(citations.place(source, locator) for source, locator in places_of(step, behind))
    drawing = [drawings[step.figure]] if step.figure in drawings else []
    return [Heading(3, f"{number}. {step.heading}"), Paragraph(step.text), *drawing, Paragraph(f"Rests on: {places}.")]


def _questions(number: int, questions: CaseQuestions) -> list:
    blocks: list = [Heading(3, f"Case {number}: {questions.title}")]
    for patient in questions.patients:
        blocks += [Paragraph(patient.words), _boxes(number, patient, questions.about)]
    return blocks


def _boxes(number: int, patient: PatientText, about: str) -> Table:
    """What is asked about one patient, with boxes to tick."""
    entered = ", ".join(f"{name} {value}" for name, value in patient.inputs)
    heads = ("Record", "Met", "Not met", "Cannot tell")
    rows = tuple((name, BOX, BOX, BOX) for name in patient.records)
    return Table(f"Case {number}, on {patient.on}: {entered}. {about}", heads, rows, widths=(55, 15, 15, 15))


def _answers(number: int, answers: CaseAnswers) -> list:
    rows = tuple(_answer(row) for row in answers.rows)
    caption = f"Case {number}: {answers.title}"
    return [Table(caption, ("Record", "Result", "Why"), rows, widths=(36, 18, 46)), Paragraph(answers.teaches)]


def _answer(row: AnswerText) -> tuple:
    cautions = (f"Caution that applies: {text}" for text in row.cautions)
    return lines(row.record, f"on {row.on}"), marked_result(row.result), lines(row.reason, *cautions, *row.more)
