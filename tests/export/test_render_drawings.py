"""Charts on their way into the printable report."""

import re
from html import unescape

from ruxcheck.charts.eligibility_map import eligibility_map_spec
from ruxcheck.charts.images import vector_images
from ruxcheck.charts.theme import titled
from ruxcheck.export.render import as_pdf
from ruxcheck.kernel.check import open_areas
from ruxcheck.store.reading import load
from tests.export.test_render_pdf import small, squeezed, text_of
from tests.golden_files import question


def test_a_chart_loses_no_word_on_its_way():
    rules, asked = load(), question("child")
    areas = open_areas(rules.labels[3:] + rules.trials, asked.profile["iga"], rules)
    place = asked.profile["age_years"], asked.profile["bsa_percent"]
    shown = titled(eligibility_map_spec(areas, "trial", place), "The finding", "The source", "The map in words")
    (drawn,) = vector_images((shown,))
    written = re.findall(r">([^<]+)</text>", drawn.svg)
    text = text_of(as_pdf(small(drawn)))
    assert {"Age, years", "%BSA", "TRuE-AD3"} <= set(written)
    assert all(squeezed(unescape(words)) in text for words in written)
    assert "The finding" not in drawn.svg
    assert text.count("Thefinding.Thesource") == 1
    assert drawn.alt == "The map in words"
