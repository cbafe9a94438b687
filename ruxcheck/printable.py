"""The printable report about one patient: what was asked, what every record says and why, and what that rests on."""

from ruxcheck import __version__, summary
from ruxcheck.asked import Asked
from ruxcheck.document import Document, Drawing, Facts, Heading, Paragraph, Table
from ruxcheck.document_amount import amount_blocks
from ruxcheck.document_evidence import evidence_blocks
from ruxcheck.document_records import record_blocks, sentence
from ruxcheck.document_sources import Citations, conflict_blocks, not_checked_blocks, reference_blocks
from ruxcheck.evidence import Evidence
from ruxcheck.model import Documents, Rules
from ruxcheck.note import dated
from ruxcheck.note_inputs import input_lines
from ruxcheck.report import RecordResult, Report

TITLE = "RuxCheck report: ruxolitinib cream in atopic dermatitis"
INTENDED = "For health professionals and education. States what labels and trials say about the figures entered; it gives no advice."
MEANING = (
    "Met: every value that a figure could have satisfies the criterion. Not met: none does. Cannot tell: some do and some do "
    "not. A result rests on age, IGA and %BSA alone; the last column also counts further facts and what was not read."
)


def printable(
    asked: Asked,
    report: Report,
    rules: Rules,
    documents: Documents,
    evidence: Evidence,
    drawings: tuple[Drawing, ...] = (),
    notices: tuple[str, ...] = (),
) -> Document:
    """The report about one patient, for `document_html.as_html` or `document_typst.as_pdf`.

    `drawings` stand below the results, `notices` below the title. It holds no identifier and no advice; the same answer
    gives the same report on every day and machine.
    """
    citations = Citations(documents)
    blocks = (
        Heading(1, TITLE),
        *(Paragraph(text) for text in (INTENDED, *notices)),
        Heading(2, "What was entered"),
        _entered(asked, rules),
        Heading(2, "Results"),
        Paragraph(MEANING),
        _results(report, rules),
        *drawings,
        Heading(2, "Labels, criterion by criterion"),
        *(block for result in report.labels for block in record_blocks(result, rules, citations)),
        Heading(2, "Trials: would this patient have been admitted"),
        *(block for result in report.trials for block in record_blocks(result, rules, citations)),
        *amount_blocks(report, rules, citations),
        *evidence_blocks(report, rules, evidence, citations),
        *conflict_blocks(report, documents, citations),
        *not_checked_blocks(report),
        *reference_blocks(citations),
        Heading(2, "This report"),
        Facts((("RuxCheck", __version__), ("Rules", report.rules), ("As of", str(report.as_of)))),
    )
    footer = f"As of {report.as_of} · rules {report.rules[:12]} · RuxCheck {__version__}"
    return Document(f"{TITLE}, as of {report.as_of}", report.as_of, footer, blocks)


def _entered(asked: Asked, rules: Rules) -> Facts:
    lines = (line.partition(": ") for line in input_lines(asked, rules))
    return Facts(tuple((name, value) for name, _, value in lines))


def _results(report: Report, rules: Rules) -> Table:
    """One row a record: result, why, and the result with further facts."""
    rows = tuple(_row(result, rules) for result in report.results)
    caption = f"Labels and trials of ruxolitinib cream on {report.as_of}"
    return Table(caption, ("Record", "Result", "Why", "With further facts"), rows, (34, 14, 37, 15), (1, 3))


def _row(result: RecordResult, rules: Rules) -> tuple[str, ...]:
    told = [
        summary.reason(result, rules.field_names),
        summary.parts_line(result),
        summary.near_margin(result),
        *(
            f"{item.criterion.statement}: {summary.answer_in_words(item)}, not met"
            for item in summary.failed_facts(result)
        ),
        *(f"Caution that applies: {summary.caution_in_words(item)}" for item in result.applying),
    ]
    why = "\n".join(sentence(text) for text in told if text)
    return f"{summary.heading(result)}\n{_known(result)}".strip(), result.core, why, result.overall


def _known(result: RecordResult) -> str:
    """Version and dates of a label, registry numbers of a trial."""
    if result.record is None:
        return ""
    return sentence(dated(result)) or ", ".join(result.record.registry_ids)
