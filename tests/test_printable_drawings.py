"""Charts on their way into the printable report."""

import re
from html import unescape

from ruxcheck.areas import open_areas
from ruxcheck.charts.drawings import drawings
from ruxcheck.charts.fit_map import fit_map_spec
from ruxcheck.charts.frame import titled
from ruxcheck.document_typst import as_pdf
from ruxcheck.records import load
from tests.golden_files import question
from tests.test_printable_pdf import small, squeezed, text_of


def test_a_chart_loses_no_word_on_its_way():
    rules, asked = load(), question("child")
    areas = open_areas(rules.labels[3:] + rules.trials, asked.profile["iga"], rules)
    place = asked.profile["age_years"], asked.profile["bsa_percent"]
    shown = titled(fit_map_spec(areas, "trial", place), "The finding", "The source", "The map in words")
    (drawn,) = drawings((shown,))
    written = re.findall(r">([^<]+)</text>", drawn.svg)
    text = text_of(as_pdf(small(drawn)))
    assert {"Age, years", "%BSA", "TRuE-AD3"} <= set(written)
    assert all(squeezed(unescape(words)) in text for words in written)
    assert "The finding" not in drawn.svg
    assert text.count("Thefinding.Thesource") == 1
    assert drawn.alt == "The map in words"
