"""The safety page shows the label's own tables, the boxed warning in the record's words, and every disagreement."""

from pathlib import Path

import pytest
from markupsafe import escape
from streamlit.testing.v1 import AppTest

from ruxcheck.store.evidence_files import load_displays, load_evidence
from ruxcheck.store.reading import load, load_documents
from ruxcheck.web.evidence import safety

ROOT = Path(__file__).parents[2]
EVIDENCE, DOCUMENTS, DISPLAYS = load_evidence(), load_documents(), load_displays()


@pytest.fixture(scope="module")
def page() -> AppTest:
    app = AppTest.from_file(str(ROOT / "ruxcheck/web/main.py"), default_timeout=20).run()
    app.switch_page(str(ROOT / "pages/safety.py")).run()
    for name in ("conflicts", "later_conflicts", "level_conflicts", "cautions", "levels", "single_arm"):
        app.session_state[f"safety_{name}_open"] = True
    return app.run()


def html_of(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def test_the_page_runs(page):
    assert not page.exception
    assert page.title[0].value.startswith("Safety")


def test_the_page_shows_every_row_of_both_label_tables_as_printed(page):
    shown = html_of(page)
    rows = [row for row in EVIDENCE.find(source="us-pi-v14") if row.locator in ("6.1 Table 1", "6.1 Table 2")]
    assert len(rows) == 28
    for row in rows:
        assert EVIDENCE.endpoints[row.endpoint].label in shown
        assert f">{escape(safety.as_printed(row))}<" in shown


def test_the_page_shows_the_boxed_warning_in_the_records_words(page):
    shown = html_of(page)
    label = next(record for record in load().labels if record.id == "us/2026-06-30")
    boxed = next(caution for caution in label.cautions if caution.id == "boxed-warning")
    for part in boxed.statement.split(". "):
        assert part in shown
    assert "malignancies reported with the cream itself" in shown
    assert DOCUMENTS.sources[boxed.source].url in shown


@pytest.mark.parametrize(
    "name", [*DISPLAYS["safety-events"].conflicts, *DISPLAYS["safety-long-term"].conflicts, "reference-281-nm"]
)
def test_the_page_shows_the_conflict(page, name):
    conflict = next(conflict for conflict in DOCUMENTS.conflicts if conflict.id == name)
    shown = html_of(page)
    assert escape(conflict.title) in shown
    assert escape(conflict.handling) in shown


def test_the_page_shows_every_long_term_group(page):
    shown = html_of(page)
    for row in EVIDENCE.find(trial="true-ad-lts", endpoint="adverse-event"):
        assert f">{row.n} ({row.value})<" in shown
        assert f"N\u00a0{row.N}" in shown
