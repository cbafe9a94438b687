"""No text becomes HTML unescaped: what is shown as HTML is Markup, and nothing else escapes by hand."""

import ast
from pathlib import Path

import pytest
from markupsafe import Markup, escape

from ruxcheck.export.table import HTML, Rich, Table, bullets, joined, link, source_link, term
from ruxcheck.kernel.records import Documents, Source
from ruxcheck.web.markup import paragraphs, show_html, table_html, with_days_unbroken

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*ROOT.glob("ruxcheck/**/*.py"), *ROOT.glob("pages/*.py")])
HOSTILE = "<img src=x onerror=alert(1)> & \"'"
ESCAPED = "&lt;img src=x onerror=alert(1)&gt; &amp; &#34;&#39;"
# the report's bytes are kept as they always were: this one function spells quotes as the standard library does
BY_HAND = {"ruxcheck/export/render.py"}


@pytest.mark.parametrize("text", ["<b>bold</b>", "", "8 y"])
def test_plain_text_is_never_shown_as_html(text):
    with pytest.raises(TypeError, match="is plain text; allowed: Markup"):
        show_html(text)


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(lambda text: paragraphs(text), id="prose"),
        pytest.param(lambda text: paragraphs(bullets([text])), id="list"),
        pytest.param(lambda text: with_days_unbroken(text), id="days kept on one line"),
        pytest.param(lambda text: table_html(Table(text, (text,), ((text,),), (text,), (text,))), id="table"),
        pytest.param(lambda text: escape(source_link(_documents(text), "id", text)), id="source"),
        pytest.param(lambda text: escape(link(text, f"https://example.org/?{text}")), id="link"),
        pytest.param(lambda text: escape(term(text, text)), id="term"),
        pytest.param(lambda text: escape(joined(text, ["a", "b"])), id="joined"),
        *(
            pytest.param(lambda text, kind=kind: escape(Rich(kind, (text,), text)), id=f"words of the kind {kind}")
            for kind in HTML
        ),
    ],
)
def test_a_text_is_escaped_by_every_builder(made):
    html = made(HOSTILE)
    assert isinstance(html, Markup)
    assert ESCAPED in html
    assert "<img" not in html


def test_what_is_html_already_is_not_escaped_again():
    assert "<b>once</b>" in paragraphs(Markup("<b>{}</b>").format("once"))


def _documents(text: str) -> Documents:
    source = Source("id", text, text, "full", None, url=f"https://example.org/?{text}")
    return Documents({"id": source}, ())


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_escapes_by_hand_and_html_is_shown_in_one_place(path):
    tree, place = ast.parse(path.read_text(encoding="utf-8")), path.relative_to(ROOT).as_posix()
    by_hand = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "html" and node.names[0].name == "escape"
    ]
    by_hand += [node for node in ast.walk(tree) if isinstance(node, ast.Import) and node.names[0].name == "html"]
    assert not by_hand or place in BY_HAND, f"{place}: html.escape; build Markup and let it escape"
    shown = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "html" and ast.unparse(node) == "st.html"]  # fmt: skip
    assert not shown or place == "ruxcheck/web/markup.py", f"{place}: st.html; use show_html, which refuses plain text"
