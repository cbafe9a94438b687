"""The one card of an answer: what the label of the site says of this patient, with figures, days, evidence and warning."""

from urllib.parse import urlencode
from uuid import uuid4

from ruxcheck.ehr.fhir import RecordedPatient
from ruxcheck.ehr.settings import EhrSettings
from ruxcheck.evidence.figures import Evidence
from ruxcheck.export.note import summary_lines
from ruxcheck.export.table import INTENDED_USE, as_markdown
from ruxcheck.kernel import Frozen, wording
from ruxcheck.kernel.check import Query
from ruxcheck.kernel.criteria import MET, NOT_MET
from ruxcheck.kernel.parsing import CORE_INPUTS
from ruxcheck.kernel.records import Documents, Rules
from ruxcheck.kernel.results import RecordResult, Report

LONGEST_SUMMARY = 139
WARNING, INFO = "warning", "info"
OVERRIDES = {
    "figures-out-of-date": "The figures in the record are out of date",
    "considered": "Considered outside the label on purpose",
    "other-diagnosis": "Ordered for another diagnosis",
    "not-useful": "Not useful here",
}


class Knowledge(Frozen):
    """What every answer rests on."""

    rules: Rules
    documents: Documents
    evidence: Evidence


def card_for(
    query: Query, patient: RecordedPatient, knowledge: Knowledge, settings: EhrSettings, interrupts: bool = True
) -> dict | None:
    """The card for one patient. Where it `interrupts` an order, None within the label, for which nobody need be stopped;
    where it does not, as in a chart that is opened, always a card and never more than information.
    """
    report = query.answer(knowledge.rules)
    own = report.labels[0]
    if interrupts and own.verdict == MET:
        return None
    return {
        "uuid": str(uuid4()),
        "summary": summary(own, knowledge.rules),
        "detail": "\n\n".join(_blocks(report, patient, knowledge)),
        "indicator": WARNING if interrupts and own.verdict == NOT_MET else INFO,
        "source": _source(own, knowledge.documents, settings),
        "overrideReasons": override_reasons(settings),
        "links": [{"label": "Open in RuxCheck", "url": dashboard_url(query, settings), "type": "absolute"}],
    }


def summary(own: RecordResult, rules: Rules) -> str:
    """One sentence of at most 139 characters, cut between words."""
    said = f"Ruxolitinib cream: {wording.standing(own)}, {wording.heading(own)}"
    if own.verdict == NOT_MET:
        said += f". {wording.reason(own, rules.field_names).partition('; ')[0]}"
    if len(said) <= LONGEST_SUMMARY:
        return said
    return f"{said[: LONGEST_SUMMARY - 1].rpartition(' ')[0]}…"


def _blocks(report: Report, patient: RecordedPatient, knowledge: Knowledge) -> list[str]:
    rules = knowledge.rules
    own = report.labels[0]
    verdict, *rest = (as_markdown(line) for line in summary_lines(report, *knowledge))
    core = [item for item in own.criteria if item.criterion.core and item.criterion.field]
    against = [
        f"- {wording.SYMBOLS[item.result]} {as_markdown(rules.field_names[item.criterion.field])} {as_markdown(item.value)}"
        f"{_as_of(patient.day_of(item.criterion.field))}; the label says {as_markdown(item.criterion.limit)}"
        for item in core
    ]
    ignored = [f"- {as_markdown(item.what)}: {as_markdown(item.why)}" for item in patient.ignored]
    blocks = [f"**{verdict}**", "\n".join([*against, *(f"- {line}" for line in rest)])]
    if ignored:
        blocks.append("\n".join(["Not taken from the record:", "", *ignored]))
    blocks.append(f"{as_markdown(INTENDED_USE)} Rules {report.rules[:12]}, as of {report.as_of}.")
    return [block for block in blocks if block]


def _as_of(day: str) -> str:
    return f" ({day})" if day else ""


def _source(own: RecordResult, documents: Documents, settings: EhrSettings) -> dict:
    if own.record is None:
        return {"label": "RuxCheck", "url": settings.base}
    source = documents.sources[own.record.source]
    return {"label": f"RuxCheck: {source.title}", "url": source.url or settings.base}


def override_reasons(settings: EhrSettings) -> list[dict]:
    """Why a clinician may set the card aside."""
    system = f"{settings.base}/cds-services/override-reasons"
    return [{"code": code, "system": system, "display": words} for code, words in OVERRIDES.items()]


def dashboard_url(query: Query, settings: EhrSettings) -> str:
    """The dashboard with age, IGA, %BSA, day and country; an age and never a date of birth. Without the figures where the site wants so."""
    given = [("jurisdiction", settings.jurisdiction), ("on", str(query.on))]
    if settings.figures_in_link:
        given += [
            (name, query.typed[field])
            for name, field in CORE_INPUTS.items()
            # a score is chosen there, and a range of scores is no choice
            if field in query.typed and (field != "iga" or query.profile[field].is_point)
        ]
    return f"{settings.base}/?{urlencode(given)}"
