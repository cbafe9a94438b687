"""The printable report as PDF: what can be read in it, by people and by screen readers, and that it is the same everywhere."""

import io
import os
import random
import re
import subprocess
import sys
from datetime import date
from functools import cache

import pytest

from ruxcheck.export.document import Document, Drawing, Facts, Heading, Paragraph, Reference, References
from ruxcheck.export.render import DRAWABLE, PrintingUnavailable, as_pdf
from ruxcheck.export.table import Rich, Table
from tests.export.test_patient_report import NASTY, blocks
from tests.golden_files import CASES, document

pytest.importorskip("typst", reason="the optional extra: report")
pypdf = pytest.importorskip("pypdf")

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="50"><text x="5" y="20" font-family="sans-serif">Inside</text></svg>'
DRAWING = Drawing(SVG, "What the drawing shows", "Its caption")
SIZES = {"a4": (595, 842), "letter": (612, 792)}
cases = pytest.mark.parametrize("case", CASES)


@cache
def printed(case: str, paper: str = "a4") -> bytes:
    return as_pdf(document(case, drawings=(DRAWING,)), paper)


def reader(pdf: bytes):
    return pypdf.PdfReader(io.BytesIO(pdf))


def lines_of(cell) -> list[str]:
    """What stands on each line of a cell."""
    return [str(line) for line in (cell.parts if isinstance(cell, Rich) and cell.kind == "lines" else (cell,))]


def squeezed(text: str) -> str:
    """Without any space: where a line ends is for the page to decide."""
    return "".join(text.split())


def text_of(pdf: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in reader(pdf).pages))


def structure(pdf: bytes) -> list:
    """Every element of the structure tree, as a dictionary with its kind under /S."""
    found, open_ = [], [reader(pdf).trailer["/Root"]["/StructTreeRoot"]]
    while open_:
        node = open_.pop().get_object()
        if isinstance(node, list):
            open_ += reversed(node)
        elif isinstance(node, dict):
            found += [node] if "/S" in node else []
            open_ += [node["/K"]] if "/K" in node else []
    return found


def tagged(told: Document) -> list[str]:
    return [str(node["/S"]) for node in structure(as_pdf(told))]


def small(*more) -> Document:
    return Document("Title", date(2026, 1, 2), "Foot", (Heading(1, "Title"), *more))


@cases
def test_every_heading_result_and_row_can_be_read(case):
    text = text_of(printed(case))
    told = document(case)
    for heading in blocks(Heading, told):
        assert squeezed(heading.text) in text
    for table in blocks(Table, told):
        assert squeezed(table.caption) in text
        for row in table.rows:
            assert all(squeezed(line) in text for cell in row for line in lines_of(cell))


@cases
def test_every_fact_and_address_can_be_read(case):
    text = text_of(printed(case))
    pairs = [pair for block in blocks(Facts, document(case)) for pair in block.pairs]
    assert all(squeezed(line) in text for pair in pairs for part in pair for line in lines_of(part))
    (references,) = blocks(References, document(case))
    assert all(squeezed(entry.address) in text for entry in references.entries)


@pytest.mark.parametrize("paper", SIZES)
def test_every_page_has_its_size_and_its_foot(paper):
    pages = reader(printed("child", paper)).pages
    for number, page in enumerate(pages, start=1):
        assert tuple(round(float(end)) for end in page.mediabox[2:]) == SIZES[paper]
        assert squeezed(document("child").footer) in squeezed(page.extract_text())
        assert f"page {number} of {len(pages)}" in page.extract_text()


def test_it_is_tagged_and_names_its_language_title_and_day():
    read = reader(printed("child"))
    root = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert read.metadata.title == document("child").title
    assert read.metadata.creation_date.date() == document("child").day
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()


def test_headings_tables_and_lists_are_what_they_look_like():
    kinds = [str(node["/S"]) for node in structure(printed("child"))]
    told = document("child")
    assert kinds.count("/Table") == len(blocks(Table, told))
    assert kinds.count("/TR") == sum(len(table.rows) + 1 for table in blocks(Table, told))
    assert kinds.count("/TH") == sum(len(table.heads) for table in blocks(Table, told))
    for level in (1, 2, 3):
        assert kinds.count(f"/H{level}") == len([block for block in blocks(Heading, told) if block.level == level])
    assert {"/L", "/LI", "/Link", "/Caption"} <= set(kinds)


def test_a_drawing_stays_a_vector_image_with_its_text_and_is_told_in_words():
    pdf = printed("empty")
    told = [str(node["/Alt"]) for node in structure(pdf) if "/Alt" in node]
    assert DRAWING.alt in told
    assert "InsideItscaption" in text_of(pdf)
    assert b"/Subtype/Image" not in pdf


def test_every_font_is_inside():
    fonts = {}
    for page in reader(printed("adult")).pages:
        fonts |= {
            str(font["/BaseFont"]): font
            for font in (entry.get_object() for entry in page["/Resources"]["/Font"].values())
        }
    assert fonts
    for font in fonts.values():
        (inner,) = font["/DescendantFonts"]
        assert {"/FontFile2", "/FontFile3"} & set(inner.get_object()["/FontDescriptor"])


def test_the_same_answer_is_the_same_file_elsewhere_and_later(tmp_path):
    code = (
        "import sys; from tests.golden_files import document; from tests.export.test_render_pdf import DRAWING, as_pdf;"
        "sys.stdout.buffer.write(as_pdf(document('child', drawings=(DRAWING,))))"
    )
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    elsewhere = os.environ | {"PYTHONPATH": root, "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "1"}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=elsewhere, capture_output=True, check=True)
    assert done.stdout == printed("child")


def test_texts_are_shown_letter_by_letter():
    told = small(
        Heading(2, NASTY),
        Paragraph(NASTY),
        Facts(((NASTY, NASTY),)),
        Table(NASTY, (NASTY, "Result"), ((NASTY, "met"),), (1, 1), (1,)),
        References((Reference(NASTY, NASTY, ""),)),
    )._replace(title=NASTY, footer=NASTY)
    pdf = as_pdf(told)
    assert text_of(pdf).count(squeezed(NASTY)) == 10
    assert reader(pdf).metadata.title == NASTY


def test_a_letter_that_no_font_has_is_written_as_its_number():
    assert "a[U+4E2D][U+202E][U+1F600]é✔b" in text_of(as_pdf(small(Paragraph("a中\u202e😀é✔b"))))


@pytest.mark.parametrize("seed", range(20))
def test_every_letter_that_is_not_replaced_can_be_drawn(seed):
    letters = [chr(number) for numbers in DRAWABLE for number in numbers]
    text = "".join(random.Random(seed).choices(letters, k=200))
    as_pdf(small(Heading(2, text), Paragraph(text), Table(text, (text,), ((f"{text}\n{text}",),), (1,))))


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1969, 12, 31), date(9999, 12, 31)])
def test_any_day_of_the_calendar_can_be_asked_about(day):
    assert reader(as_pdf(small()._replace(day=day))).metadata.creation_date.date() == day


def test_without_the_typesetter_it_says_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(PrintingUnavailable, match=re.escape('pip install ".[report]"')) as raised:
        as_pdf(small())
    assert "any browser" in str(raised.value)
