"""The handout and the slides of a lecture: everything of story and cases, answers apart, pictures with their source."""

import io
import re
import zipfile
from datetime import date

import pytest

from ruxcheck.charts.images import pictures_possible
from ruxcheck.export.document import Drawing, Heading, Paragraph, Table
from ruxcheck.export.handout import BOX, handout
from ruxcheck.export.render import as_html
from ruxcheck.store.evidence_files import load_cases, load_evidence, load_story
from ruxcheck.store.reading import load, load_documents
from ruxcheck.teaching.cases import questions
from ruxcheck.teaching.story import FactBase
from ruxcheck.web.teaching.story import slides_zip

RULES, STORY, CASES = load(), load_story(), load_cases()
ON = date(2026, 11, 22)
PICTURE = Drawing("<svg/>", "what it shows", "finding and source")
MADE = handout(ON, STORY, {"result": PICTURE}, CASES, FactBase(RULES, load_documents(), load_evidence()))


def part(heading: str) -> list:
    """The blocks between a main heading and the next."""
    starts = [place for place, block in enumerate(MADE.blocks) if isinstance(block, Heading) and block.level == 2]
    first = next(place for place in starts if MADE.blocks[place].text.startswith(heading))
    return list(MADE.blocks[first : next((place for place in starts if place > first), None)])


def test_every_step_is_told_with_its_words_its_picture_and_its_sources():
    blocks = part("The story")
    told = [block.text for block in blocks if isinstance(block, Heading | Paragraph)]
    for number, step in enumerate(STORY, 1):
        assert f"{number}. {step.heading}" in told
        assert step.text in told
    assert sum(text.startswith("Rests on: ") for text in told) == len(STORY)
    assert blocks.count(PICTURE) == 1


def test_every_case_is_asked_with_empty_boxes_and_without_an_answer():
    tables = [block for block in part("Cases") if isinstance(block, Table)]
    asked = [len(questions(case, RULES)) for case in CASES]
    assert sum(len(table.rows) for table in tables) == sum(asked)
    assert {cell for table in tables for row in table.rows for cell in row[1:]} == {BOX}
    words = " ".join(block.text for block in part("Cases") if isinstance(block, Paragraph))
    assert not any(case.teaches in words for case in CASES)


def test_the_answers_are_those_of_the_rules_and_begin_a_page_of_their_own():
    blocks = part("Answers")
    assert blocks[0].new_page
    given = [row[1].more for block in blocks if isinstance(block, Table) for row in block.rows]
    assert given == [question.answer for case in CASES for question in questions(case, RULES)]
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == [case.teaches for case in CASES]


def test_on_paper_the_answers_begin_a_new_page():
    pypdf = pytest.importorskip("pypdf")
    pytest.importorskip("typst")
    from ruxcheck.export.render import as_pdf

    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(as_pdf(MADE))).pages]
    last_case, first_answer = (f"Case {number}: {CASES[number - 1].title}" for number in (len(CASES), 1))
    answers = next(page for page, text in enumerate(pages) if re.search(r"^Answers", text, re.M))
    assert pages[answers].startswith("Answers")
    assert last_case in pages[answers - 1]
    assert first_answer in pages[answers]


def test_the_same_data_make_the_same_bytes():
    assert as_html(MADE) == as_html(handout(ON, STORY, {"result": PICTURE}, CASES, FactBase(RULES, load_documents(), load_evidence())))  # fmt: skip


@pytest.mark.skipif(not pictures_possible(), reason="the optional extra: pictures")
def test_the_slides_hold_every_step_and_lab_as_png_and_svg_with_its_source():
    archive = zipfile.ZipFile(io.BytesIO(slides_zip()))
    names = archive.namelist()
    for number, step in enumerate(STORY, 1):
        assert {f"story-{number:02}-{step.id}.{kind}" for kind in ("png", "svg")} <= set(names)
    assert {f"lab-{name}.png" for name in ("framing-absolute", "disagreement-counts", "zero-bounds")} <= set(names)
    for name in names:
        content = archive.read(name)
        if name.endswith(".png"):
            assert [int.from_bytes(content[place : place + 4]) for place in (16, 20)] == [1920, 1080], name
        elif name.endswith(".svg"):
            said = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", content.decode()))
            assert "As of " in said, name
            assert re.search(r"Source|Labels:|Rule:|Entry:|Arithmetic|Exact", said), name
    assert "RuxCheck: slides" in archive.read("README.txt").decode()
