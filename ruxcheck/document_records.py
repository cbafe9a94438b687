"""One label or trial in a report, criterion by criterion: value against limit, cautions, what was not read."""

from ruxcheck import summary
from ruxcheck.criteria import CANNOT_TELL, NOT_MET
from ruxcheck.document import Bullets, Facts, Heading, Paragraph, Table
from ruxcheck.document_sources import Citations
from ruxcheck.item_results import CautionResult, CriterionResult
from ruxcheck.model import Record, Rules
from ruxcheck.note import dated
from ruxcheck.report import RecordResult

HEADS = ("Criterion", "Patient", "Limit", "Result", "Where")
WIDTHS = (34, 13, 14, 13, 26)
ORDER = {applies: place for place, applies in enumerate(summary.APPLIES)}


def record_blocks(result: RecordResult, rules: Rules, citations: Citations) -> list:
    """Everything about one record and this patient."""
    head = Heading(3, f"{summary.heading(result)}: {result.core}")
    if result.record is None:
        return [head, Paragraph(result.explanation)]
    core = [item for item in result.criteria if item.criterion.core or item.criterion.field is None]
    about = "age, IGA and %BSA" if any(item.criterion.field for item in core) else "indication"
    gaps = tuple(f"Not read, {summary.PART_NAMES[gap.part]}: {gap.what}" for gap in result.record.not_read)
    blocks = [
        head,
        _facts(result, rules, citations),
        _criteria(f"{summary.heading(result)}: {about}", core, rules, citations),
        _criteria("Criteria that need further facts", _further(result), rules, citations),
        *_cautions(result, citations),
        Bullets(gaps) if gaps else None,
    ]
    return [block for block in blocks if block]


def sentence(text: str) -> str:
    """The text with its first letter as at the start of a sentence."""
    return text[:1].upper() + text[1:]


def _facts(result: RecordResult, rules: Rules, citations: Citations) -> Facts:
    """Why, how far from another answer, and since when and by what the record is known."""
    record = result.record
    overdue = f"; overdue, so {summary.as_last_seen(result)}" if result.overdue else ""
    pairs = [
        ("Why", sentence(summary.reason(result, rules.field_names))),
        ("Parts", sentence(summary.parts_line(result))),
        ("Nearest changes", sentence("; ".join(margin.words for margin in result.margins))),
        ("With further facts", _overall(result)),
        ("Main source", citations.titled(record.source)),
        ("Version", sentence(dated(result))),
        ("Start", _start(record, citations)),
        ("Registered as", ", ".join(record.registry_ids)),
        ("Checked on", f"{record.checked_on}: {record.checked_locator}{overdue}"),
    ]
    return Facts(tuple(pair for pair in pairs if pair[1]))


def _start(record: Record, citations: Citations) -> str:
    """Where the day a label version started stands; a trial's criteria have none."""
    if not record.in_force_source:
        return ""
    return sentence(citations.titled_place(record.in_force_source, record.in_force_locator))


def _overall(result: RecordResult) -> str:
    """The result with every further fact counted, and how many of them are open."""
    is_open = result.overall == CANNOT_TELL and result.to_confirm
    return f"{result.overall}; {len(result.to_confirm)} to confirm" if is_open else result.overall


def _further(result: RecordResult) -> list[CriterionResult]:
    """Criteria beyond age, IGA and %BSA: all of a label; of a trial that is out of reach only those answered."""
    further = [item for item in result.criteria if not item.criterion.core and item.criterion.field]
    closed = result.record.kind == "trial" and result.core == NOT_MET
    return [item for item in further if item.answered] if closed else further


def _criteria(caption: str, items: list[CriterionResult], rules: Rules, citations: Citations) -> Table | None:
    rows = tuple(_criterion(item, rules, citations) for item in items)
    return Table(caption, HEADS, rows, WIDTHS, (3,)) if rows else None


def _criterion(item: CriterionResult, rules: Rules, citations: Citations) -> tuple[str, ...]:
    rule = item.criterion
    part = summary.PART_NAMES[rule.part]
    name = f"{rules.field_names[rule.field]}, {part}" if rule.field else sentence(part)
    told = [name, rule.statement, sentence(item.sentence or item.would_settle)]
    value = f"{item.value}\nestimated" if item.estimated else item.value
    where = citations.titled_place(rule.source, rule.locator)
    return "\n".join(text for text in told if text), value, rule.limit, item.result, where


def _cautions(result: RecordResult, citations: Citations) -> list[Table]:
    """The cautions of a label, those that apply to this patient in a table of their own and first."""
    applying = tuple(_caution(item, citations) for item in result.applying)
    others = sorted((item for item in result.cautions if item.applies != "yes"), key=lambda item: ORDER[item.applies])
    tables = {
        "Cautions that apply to this patient; they do not change a result": applying,
        "Other cautions of the label": tuple(_caution(item, citations) for item in others),
    }
    heads, widths = ("Caution", "Label says", "For this patient", "Where"), (54, 15, 18, 13)
    return [
        Table(caption, heads, rows, widths, named_rows=rows is applying) for caption, rows in tables.items() if rows
    ]


def _caution(item: CautionResult, citations: Citations) -> tuple[str, ...]:
    caution = item.caution
    level, applies = summary.LEVELS[caution.level], summary.APPLIES[item.applies]
    return caution.statement, level, applies, citations.place(caution.source, caution.locator)
