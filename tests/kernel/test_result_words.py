"""Another wording of a verdict or a result is a change in one table: every face says it alike, codes stay codes."""

import json

import pytest

from ruxcheck.cli.main import report_table
from ruxcheck.export.note import note
from ruxcheck.export.patient_report import printable
from ruxcheck.export.render import as_html
from ruxcheck.kernel import wording
from ruxcheck.kernel.criteria import NOT_MET
from ruxcheck.kernel.json_contract import as_json
from ruxcheck.store.evidence_files import load_evidence
from ruxcheck.store.reading import load, load_documents
from ruxcheck.web.check.verdict import tile
from tests.golden_files import question


@pytest.fixture
def told():
    """What each face says of the child of the golden files, whom one label and some trials do not admit."""

    def faces() -> dict[str, str]:
        asked, rules, documents = question("child"), load(), load_documents()
        report = asked.answer(rules)
        assert NOT_MET in {result.core for result in report.results}
        return {
            "tile": "".join(tile(result, rules.field_names) for result in report.results),
            "note": note(asked, report, rules, documents),
            "report": as_html(printable(asked, report, rules, documents, load_evidence(), notices=())).decode(),
            "terminal": report_table(report, rules, []),
            "json": json.dumps(as_json(report, rules.fields)),
        }

    return faces


def test_one_verdict_worded_anew_changes_on_every_face_and_in_no_code(told, monkeypatch):
    before = told()
    monkeypatch.setitem(wording.VERDICTS, ("trial", NOT_MET), "Ruled out")
    after = told()
    assert after["json"] == before["json"]
    for face in ("tile", "note", "terminal", "report"):
        assert before[face].count("Not eligible") == after[face].count("Ruled out") > 0
        assert "Not eligible" not in after[face]


def test_one_result_worded_anew_changes_in_the_tables_and_in_no_code(told, monkeypatch):
    before = told()
    monkeypatch.setitem(wording.RESULT_WORDS, NOT_MET, "ruled out")
    after = told()
    assert after["json"] == before["json"]
    assert "✘</i> not met</b>" in before["report"]
    assert "✘</i> not met</b>" not in after["report"]
    assert "✘</i> ruled out</b>" in after["report"]
