"""The evidence in a report: what the trials that would have admitted this patient found."""

from ruxcheck.document import Heading, Paragraph, Table
from ruxcheck.document_sources import Citations
from ruxcheck.evidence import Evidence
from ruxcheck.model import Rules
from ruxcheck.report import Report
from ruxcheck.speaks import Voice, voices, without_in_words

UNREAD = "no figure read"


def evidence_blocks(report: Report, rules: Rules, evidence: Evidence, citations: Citations) -> list:
    """One row for each trial that fits this patient, or the nearest trial and what of it does not carry over."""
    told = voices(report, evidence)
    rows = tuple(_row(voice, citations) for voice in told if voice.benefit or voice.harm)
    silent = [voice.title for voice in told if not (voice.benefit or voice.harm)]
    blocks: list = [Heading(2, "Evidence that speaks about this patient")]
    if rows:
        heads = ("Trial", "Benefit", "Harm", "Figures in")
        caption = "Trials whose criteria on age, IGA and %BSA are met; intervals are 95%"
        blocks.append(Table(caption, heads, rows, (26, 32, 32, 10)))
    if silent:
        blocks.append(Paragraph(f"Also met, results not read: {', '.join(silent)}."))
    return blocks if told else [*blocks, Paragraph(without_in_words(report, rules.field_names))]


def _row(voice: Voice, citations: Citations) -> tuple[str, ...]:
    figures = " ".join(citations.mark(source) for source in voice.sources)
    return f"{voice.title}\n{voice.design}", voice.benefit or UNREAD, voice.harm or UNREAD, figures
