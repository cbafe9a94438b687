"""Rows to take away: the words of the state, cells that no spreadsheet runs, and tables of the page as plain text."""

import io
from datetime import date

import pandas as pd
import pytest
from markupsafe import Markup

from ruxcheck import __version__
from ruxcheck.export.table import Sheet, harmless, state_of, state_on
from ruxcheck.kernel.check import Query
from ruxcheck.kernel.possible_values import NO, Interval
from ruxcheck.store.reading import load
from ruxcheck.web.display import captions_of, sheets_of
from ruxcheck.web.markup import table

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
    sheet = Sheet(
        "Area, =as printed", ("Source: a\nlabel.",), ("what", "n"), ((address, 3), ("=1", None), ("a\nb", 1.5))
    )
    text = sheet.as_csv(WORDS)
    assert text.splitlines()[:3] == ["# Area, =as printed", "# Source: a label.", f"# {WORDS}"]
    read = pd.read_csv(io.StringIO(text), comment="#")
    assert list(read.columns) == ["what", "n"]
    assert list(read["what"]) == [address, "'=1", "a\nb"]
    assert read["n"].tolist()[0::2] == [3, 1.5]
    assert read["n"].isna().tolist() == [False, True, False]


def test_no_part_of_a_line_above_the_rows_runs_as_a_formula():
    text = Sheet("a,=1;@b", (), ("x",), ()).as_csv(WORDS)
    assert text.startswith("# a, =1; @b\n")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("one<br>two", "one; two"),
        ("<b>Age</b> <small>median (range)</small>", "Age, median (range)"),
        ("one<br><small>two</small>", "one; two"),
        (
            '<a href="https://a.org/x?b=1&amp;c=2">2.1 <small>(Label)</small></a>',
            "2.1 (Label) <https://a.org/x?b=1&c=2>",
        ),
        ('<span class="rux-shape met" aria-hidden="true"><b>x</b><br></span>met', "met"),
        ("5.9 (SD 6.5) <sup><b>1</b></sup>", "5.9 (SD 6.5) [1]"),
        ("<ul><li>one</li><li>two</li></ul>", "one; two"),
        ("N\u00a0499 &lt;1 &amp;\n more", "N 499 <1 & more"),
        ("", ""),
    ],
)
def test_a_cell_becomes_plain_text(cell, text):
    (sheet,) = sheets_of(table("Caption", ("What", "More"), [Markup(f"<tr><td>{cell}</td><td>1</td></tr>")]))
    assert sheet.rows == ((text, "1"),)
    assert (sheet.caption, sheet.header) == ("Caption", ("What", "More"))


def test_text_around_tables_becomes_their_notes_and_short_rows_are_filled():
    first = table(
        "A & B",
        ("x", "y", "z"),
        [Markup('<tr><td>1</td><td colspan="2">both</td></tr>'), Markup("<tr><td>2</td></tr>")],
    )
    second = table("C", ("x",), [Markup("<tr><td>3</td></tr>")])
    html = f"<p>Before.</p>{first}<p><b>1</b> a note</p><p><small>Source: label</small></p>{second}<div>After.</div>"
    assert captions_of(html) == ["A & B", "C"]
    one, two = sheets_of(html, "Source: elsewhere.")
    assert one.notes == ("Before.", "1 a note", "Source: label")
    assert one.rows == (("1", "both", ""), ("2", "", ""))
    assert two == Sheet("C", ("After.", "Source: elsewhere."), ("x",), (("3",),))
    assert sheets_of("<p>No table.</p>") == ()
