"""The printable report as one HTML file: well formed, complete in itself, and nothing in it interpreted."""

import re
from base64 import b64decode
from html import unescape
from html.parser import HTMLParser

import pytest

from ruxcheck.export.document import Drawing, Table
from ruxcheck.export.patient_report import printable
from ruxcheck.export.render import as_html
from ruxcheck.kernel.records import Documents
from ruxcheck.store.evidence_files import load_evidence
from ruxcheck.store.reading import load, load_documents
from tests.export.test_patient_report import NASTY, blocks
from tests.golden_files import CASES, document, question

VOID = {"meta", "col", "img", "br"}
cases = pytest.mark.parametrize("case", CASES)


class Strict(HTMLParser):
    """Every element with its attributes; an end tag without its start tag, or the reverse, is an error."""

    def __init__(self, page: bytes):
        super().__init__(convert_charrefs=True)
        self.elements, self.open, self.text = [], [], ""
        self.feed(page.decode())
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        assert len(dict(attrs)) == len(attrs), f"an attribute twice in {tag}"
        self.elements.append((tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data

    def all(self, *tags: str) -> list[dict]:
        return [attributes for tag, attributes, _ in self.elements if tag in tags]


@cases
def test_the_page_is_well_formed_in_its_language_and_loads_nothing(case):
    page = as_html(document(case))
    told = Strict(page)
    assert told.all("html") == [{"lang": "en-GB"}]
    assert told.all("script", "link", "iframe", "object", "form", "base") == []
    assert all(
        set(attributes) <= {"href"} and tag == "a" for tag, attributes, _ in told.elements if "href" in attributes
    )
    assert all(
        name not in attributes for _, attributes, _ in told.elements for name in ("src", "onload", "onclick", "id")
    )
    assert not re.search(r"url\(|@import", page.decode())


@cases
def test_every_table_has_a_caption_heads_and_named_rows(case):
    told = Strict(as_html(document(case)))
    assert len(told.all("table")) == len(told.all("caption")) == len(blocks(Table, document(case)))
    assert {attributes["scope"] for attributes in told.all("th")} == {"col", "row"}
    assert len(told.all("tr")) == len([None for cell in told.all("th") if cell["scope"] == "row"]) + len(
        told.all("table")
    )


@cases
def test_addresses_can_be_read_on_paper(case):
    told = Strict(as_html(document(case)))
    for attributes in told.all("a"):
        assert attributes["href"] in told.text


def test_a_drawing_is_part_of_the_page_and_is_told_in_words():
    svg, said = '<svg xmlns="http://www.w3.org/2000/svg"><text>é</text></svg>', 'A "map" & <more>'
    (image,) = Strict(as_html(document("empty", drawings=(Drawing(svg, said, "A finding"),)))).all("img")
    kind, data = image["src"].split(",")
    assert (kind, b64decode(data).decode()) == ("data:image/svg+xml;base64", svg)
    assert image["alt"] == said


def test_what_was_typed_is_shown_letter_by_letter():
    asked = question("child")._replace(typed={"age_years": NASTY})
    page = as_html(printable(asked, asked.answer(load()), load(), load_documents(), load_evidence()))
    assert f"8 y (typed: {NASTY.replace(')', '')})" in Strict(page).text
    assert b"<script" not in page


def test_what_the_data_say_is_shown_letter_by_letter():
    documents = load_documents()
    sources = {name: source._replace(title=f"{source.title} {NASTY}") for name, source in documents.sources.items()}
    asked = question("child")
    told = printable(asked, asked.answer(load()), load(), Documents(sources, documents.conflicts), load_evidence())
    page = as_html(told)
    assert NASTY in Strict(page).text
    assert b"<script" not in page
    assert b"\x00" not in as_html(told._replace(footer="a\x00b"))


def test_the_foot_of_a_printed_page_cannot_leave_its_quotes():
    page = unescape(as_html(document("empty")._replace(footer='"; } body { display: none } </style>')).decode())
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert "display: none }" not in style.split("@bottom-left { content:")[-1]
