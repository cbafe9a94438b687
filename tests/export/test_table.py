"""Rows to take away: the words of the state, cells that no spreadsheet runs, and tables as CSV and as HTML."""

import io
from datetime import date

import pandas as pd
import pytest

from ruxcheck import __version__
from ruxcheck.export.table import (
    Table,
    bold,
    breakable,
    bullets,
    harmless,
    joined,
    lines,
    link,
    marked_result,
    paragraph,
    raised,
    run,
    small,
    state_of,
    state_on,
    term,
)
from ruxcheck.kernel.check import Query
from ruxcheck.kernel.possible_values import NO, Interval
from ruxcheck.store.reading import load
from ruxcheck.web.markup import table_html

RULES = load()
DAY = date(2026, 11, 22)
EVERYWHERE = tuple(dict.fromkeys(record.jurisdiction for record in RULES.labels))
WORDS = "As of 2026-11-22; RuxCheck 9.9, rules 1a2b3c4d5e6f"
PATIENT = {"age_years": Interval(8, 8), "iga": Interval(3, 3), "bsa_percent": Interval(15, 25)}


@pytest.mark.parametrize(
    ("profile", "jurisdictions", "entered"),
    [
        (PATIENT, EVERYWHERE, "Age 8 y, IGA 3, %BSA 15 to 25%"),
        ({"age_years": Interval(8, 8), "pregnant": NO}, EVERYWHERE, f"Age 8 y, {RULES.fields['pregnant'].label}: no"),
        ({}, EVERYWHERE, "nothing"),
        (PATIENT, ("us", "ca"), "Age 8 y, IGA 3, %BSA 15 to 25%; labels asked: United States, Canada"),
    ],
)
def test_the_state_says_what_was_entered(profile, jurisdictions, entered):
    state = state_of(RULES, Query(profile, DAY, jurisdictions, {}))
    assert state.words == f"As of 2026-11-22; RuxCheck {__version__}, rules {RULES.sha256[:12]}; entered: {entered}"


def test_a_state_without_a_patient_names_day_version_and_rules():
    assert state_on(RULES, DAY).words == f"As of 2026-11-22; RuxCheck {__version__}, rules {RULES.sha256[:12]}"


@pytest.mark.parametrize(
    ("cell", "saved"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd", "'+cmd"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("- none", "'- none"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("-0.4", "-0.4"),
        ("+5", "+5"),
        ("<1", "<1"),
        ("8 y", "8 y"),
        (-0.4, -0.4),
        (None, ""),
    ],
)
def test_no_cell_runs_as_a_formula(cell, saved):
    assert harmless(cell) == saved


def test_a_csv_holds_caption_notes_and_state_above_its_rows_and_reads_back():
    address = "plain <https://example.org/label#section-2>"
    rows = ((address, 3), ("=1", None), ("a\nb", 1.5))
    text = Table("Area, =as printed", ("what", "n"), rows, source="Source: a\nlabel.").as_csv(WORDS)
    assert text.splitlines()[:3] == ["# Area, =as printed", "# Source: a label.", f"# {WORDS}"]
    read = pd.read_csv(io.StringIO(text), comment="#")
    assert list(read.columns) == ["what", "n"]
    assert list(read["what"]) == [address, "'=1", "a\nb"]
    assert read["n"].tolist()[0::2] == [3, 1.5]
    assert read["n"].isna().tolist() == [False, True, False]


def test_no_part_of_a_line_above_the_rows_runs_as_a_formula():
    text = Table("a,=1;@b", ("x",), (), source="").as_csv(WORDS)
    assert text.startswith("# a, =1; @b\n")


@pytest.mark.parametrize(
    ("cell", "text", "html"),
    [
        pytest.param(lines("one", "", "two"), "one; two", "one<br>two", id="lines"),
        pytest.param(run(bold("Age"), " ", small("median (range)")), "Age, median (range)", "<b>Age</b> <small>median (range)</small>", id="small print follows a comma"),
        pytest.param(lines("one", small("two")), "one; two", "one<br><small>two</small>", id="small print on a line of its own"),
        pytest.param(
            link(run("2.1 ", small("(Label)")), "https://a.org/x?b=1&c=2"),
            "2.1 (Label) <https://a.org/x?b=1&c=2>",
            '<a href="https://a.org/x?b=1&amp;c=2" target="_blank" rel="noopener noreferrer">2.1 <small>(Label)</small></a>',
            id="link",
        ),
        pytest.param(link("2.1", ""), "2.1", "2.1", id="no address"),
        pytest.param(marked_result("met"), "met", '<span class="rux-shape met" aria-hidden="true">✔</span>met', id="result"),
        pytest.param(run("5.9 (SD 6.5)", raised(1)), "5.9 (SD 6.5) [1]", "5.9 (SD 6.5) <sup><b>1</b></sup>", id="footnote"),
        pytest.param(bullets(["one", "two"]), "one; two", '<ul class="rux"><li>one</li><li>two</li></ul>', id="list"),
        pytest.param(run(paragraph("one"), "two"), "one; two", "<p>one</p>two", id="paragraph"),
        pytest.param(joined(" and ", ["a", "b", "c"]), "a and b and c", "a and b and c", id="joined"),
        pytest.param(term("IGA", "0 to 4"), "IGA", '<span title="0 to 4">IGA</span>', id="term"),
        pytest.param(breakable("date_of_<b>"), "date_of_<b>", "date_<wbr>of_<wbr>&lt;b&gt;", id="name"),
        pytest.param(run("N\u00a0499 <1 &\n more"), "N 499 <1 & more", "N\u00a0499 &lt;1 &amp;\n more", id="escaped"),
        pytest.param(run(), "", "", id="empty"),
    ],
)  # fmt: skip
def test_a_cell_is_written_as_text_and_as_html(cell, text, html):
    assert str(cell) == text
    assert cell.__html__() == html


def test_a_table_takes_what_stands_around_it_along_and_short_rows_are_filled():
    table = Table(
        "A & B",
        ("x", "N\u00a0250", "z"),
        (("1", "both"), ("2",)),
        notes=(run(bold(1), " a note"), bullets(["one", "two"])),
        above=("Before.",),
    )
    assert table.comments == ("Before.", "1 a note", "one", "two", "Source: each row says where it stands.")
    written = table.as_csv(WORDS).splitlines()
    assert written[0] == "# A & B"
    assert written[-3:] == ['"x","N 250","z"', '"1","both",""', '"2","",""']
    html = table_html(table)
    assert html.startswith('<div class="rux"><p>Before.</p></div>')
    assert '<tr><td>1</td><td colspan="2">both</td></tr><tr><td colspan="3">2</td></tr>' in html
    assert html.endswith('<div class="rux"><p><b>1</b> a note</p><ul class="rux"><li>one</li><li>two</li></ul></div>')


def test_columns_kept_on_one_line_or_given_room_and_results_have_their_look():
    table = Table("C", ("x", "y", "z"), (("a", 1.5, "long"), (marked_result("not met"), None, "")), unbroken=(1,), roomy=(2,))  # fmt: skip
    html = table_html(table._replace(look="sides"))
    assert html.startswith('<div class="rux-sides"><div class="rux rux-scroll"')
    assert '<tr><td>a</td><td class="figure">1.50</td><td class="roomy">long</td></tr>' in html
    assert '<td class="result"><span class="rux-shape not-met" aria-hidden="true">✘</span>not met</td>' in html
