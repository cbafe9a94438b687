"""The printable report about one patient: answer, labels and trials, amount of cream, evidence, sources."""

from ruxcheck import __version__
from ruxcheck.evidence.figures import Evidence
from ruxcheck.evidence.matching_trials import MatchingTrial, matching_trials, no_match_in_words
from ruxcheck.export.document import (
    Bullets,
    Citations,
    Document,
    Drawing,
    Facts,
    Heading,
    Paragraph,
    conflict_blocks,
    not_checked_blocks,
    reference_blocks,
)
from ruxcheck.export.note import dated, input_lines, summary_lines
from ruxcheck.export.table import Rich, Table, lines, marked_result, marked_verdict
from ruxcheck.kernel import wording
from ruxcheck.kernel.amount import Amount, TubeLimit, tube_limits
from ruxcheck.kernel.check import Query
from ruxcheck.kernel.criteria import CANNOT_TELL, NOT_MET
from ruxcheck.kernel.records import Documents, Record, Rules, Usage
from ruxcheck.kernel.results import CautionResult, CriterionResult, RecordResult, Report

HEADS = ("Criterion", "Patient", "Limit", "Result", "Where")
WIDTHS = (34, 13, 14, 13, 26)
ORDER = {applies: place for place, applies in enumerate(wording.APPLIES)}


def record_blocks(result: RecordResult, rules: Rules, citations: Citations) -> list:
    """Everything about one record and this patient."""
    head = Heading(3, f"{wording.heading(result)}: {wording.verdict(result)}")
    if result.record is None:
        return [head, Paragraph(result.explanation)]
    core = [item for item in result.criteria if item.criterion.core or item.criterion.field is None]
    about = "age, IGA and %BSA" if any(item.criterion.field for item in core) else "indication"
    gaps = tuple(f"Not read, {wording.PART_NAMES[gap.part]}: {gap.what}" for gap in result.record.not_read)
    blocks = [
        head,
        _facts(result, rules, citations),
        _criteria(f"{wording.heading(result)}: {about}", core, rules, citations),
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
    overdue = f"; overdue: {wording.last_verified(record, True)}" if result.overdue else ""
    pairs = [
        ("Why", sentence(wording.reason(result, rules.field_names))),
        ("Parts", sentence(wording.parts_line(result))),
        ("Nearest changes", sentence(wording.margins_in_words(result))),
        ("With further facts", _overall(result)),
        ("Main source", citations.titled(record.source)),
        ("Version", sentence(dated(result))),
        ("Start", _start(record, citations)),
        ("Registered as", ", ".join(record.registry_ids)),
        ("Checked on", f"{record.checked_on}: {record.checked_locator}{overdue}"),
    ]
    return Facts(tuple(pair for pair in pairs if pair[1]))


def _start(record: Record, citations: Citations) -> Rich | str:
    """Where the day a label version started stands; a trial's criteria have none."""
    if not record.in_force_source:
        return ""
    return citations.titled_place(record.in_force_source, sentence(record.in_force_locator))


def _overall(result: RecordResult) -> str:
    """The result with every further fact counted, and how many of them are open."""
    is_open = result.overall == CANNOT_TELL and result.to_confirm
    overall = wording.result_in_words(result.overall)
    return f"{overall}; {len(result.to_confirm)} to confirm" if is_open else overall


def _further(result: RecordResult) -> list[CriterionResult]:
    """Criteria beyond age, IGA and %BSA: all of a label; of a trial that is out of reach only those answered."""
    further = [item for item in result.criteria if not item.criterion.core and item.criterion.field]
    closed = result.record.kind == "trial" and result.core == NOT_MET
    return [item for item in further if item.answered] if closed else further


def _criteria(caption: str, items: list[CriterionResult], rules: Rules, citations: Citations) -> Table | None:
    rows = tuple(_criterion(item, rules, citations) for item in items)
    return Table(caption, HEADS, rows, widths=WIDTHS) if rows else None


def _criterion(item: CriterionResult, rules: Rules, citations: Citations) -> tuple:
    rule = item.criterion
    part = wording.PART_NAMES[rule.part]
    name = f"{rules.field_names[rule.field]}, {part}" if rule.field else sentence(part)
    texts = [name, rule.statement, sentence(item.sentence or item.would_settle)]
    value = lines(item.value, "estimated" if item.estimated else "")
    return (
        lines(*texts),
        value,
        rule.limit,
        marked_result(item.result),
        citations.titled_place(rule.source, rule.locator),
    )


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
        Table(caption, heads, rows, widths=widths, named_rows=rows is applying)
        for caption, rows in tables.items()
        if rows
    ]


def _caution(item: CautionResult, citations: Citations) -> tuple:
    caution = item.caution
    level, applies = wording.LEVELS[caution.level], wording.APPLIES[item.applies]
    return caution.statement, level, applies, citations.place(caution.source, caution.locator)


# The amount of cream in a report: grams, the tube limits they are held against, and what the estimate rests on.

ROUGH = "Without a body size the amount is a rough guide by age; it counts towards no result."


def amount_blocks(report: Report, rules: Rules, citations: Citations) -> list:
    """The estimated amount; nothing where neither body size nor affected area allows one."""
    amount = report.amount
    if amount is None or "bsa_percent" not in report.profile:
        return []
    blocks = [Heading(2, "Amount of cream, an estimate"), _grams(amount)]
    blocks += [Paragraph(ROUGH)] if amount.surface_m2 is None else []
    limits = _limits(report, citations)
    return [*blocks, *([limits] if limits else []), _basis(amount, rules, citations)]


def _grams(amount: Amount) -> Facts:
    week, fortnight = (wording.grams_in_words(amount.over(days)) for days in (7, 14))
    return Facts((
        ("Body surface", wording.surface_in_words(amount)),
        ("One application", f"{wording.grams_in_words(amount.per_application)}, "
                            f"{wording.ends_in_words(amount.fingertip_units)} fingertip units"),
        ("1 week", f"{week} at {amount.applications_per_day} applications a day"),
        ("2 weeks", f"{fortnight} at {amount.applications_per_day} applications a day"),
    ))  # fmt: skip


def _limits(report: Report, citations: Citations) -> Table | None:
    """Each tube limit that may apply to this patient."""
    rows = tuple(
        (wording.heading(answer), *_limit(limit), citations.place(item.criterion.source, item.criterion.locator))
        for answer in report.labels
        for item in answer.criteria
        if item.criterion.amount_limits and item.applies
        for limit in tube_limits(report.amount, item.criterion)
    )
    heads = ("Label", "Tube limit", "Estimate in that time", "Against the limit", "Reached at", "Where")
    return Table("Tube limits against the estimate", heads, rows, widths=(22, 20, 17, 14, 16, 11)) if rows else None


def _limit(limit: TubeLimit) -> tuple:
    reached = f"{wording.ends_in_words(limit.reached_at)}% of body surface"
    return (
        wording.tube_in_words(limit),
        wording.estimate_in_words(limit),
        marked_result(CANNOT_TELL, wording.ESTIMATES[limit.result]),
        reached,
    )


def _basis(amount: Amount, rules: Rules, citations: Citations) -> Table:
    """The estimates from the lowest to the highest of which the figures run, how far patients differ, and the units."""
    facts = rules.amount_facts
    uses = [*(("Estimate", usage) for usage in amount.usages)]
    uses += [("Single patients", facts.spread), ("Fingertip unit", facts.fingertip)]
    rows = tuple(_use(name, usage, citations) for name, usage in uses)
    return Table("What the estimate rests on", ("What", "In words", "Where"), rows, widths=(16, 56, 28))


def _use(name: str, usage: Usage, citations: Citations) -> tuple:
    return name, usage.statement, citations.titled_place(usage.source, usage.locator)


# The evidence in a report: what the trials that would have admitted this patient found.

UNREAD = "no figure read"


def evidence_blocks(report: Report, evidence: Evidence, citations: Citations) -> list:
    """One row for each trial that fits this patient, or the nearest trial and what of it does not carry over."""
    matching = matching_trials(report, evidence)
    rows = tuple(_evidence_row(voice, citations) for voice in matching if voice.benefit or voice.harm)
    silent = [voice.title for voice in matching if not (voice.benefit or voice.harm)]
    blocks: list = [Heading(2, "Evidence in patients like this")]
    if rows:
        heads = ("Trial", "Benefit", "Harm", "Figures in")
        caption = "Trials whose criteria on age, IGA and %BSA are met; intervals are 95%"
        blocks.append(Table(caption, heads, rows, widths=(26, 32, 32, 10)))
    if silent:
        blocks.append(Paragraph(f"Also met, results not read: {', '.join(silent)}."))
    why = no_match_in_words(report, evidence)
    return [*blocks, Paragraph(why)] if why else blocks


def _evidence_row(voice: MatchingTrial, citations: Citations) -> tuple:
    figures = " ".join(citations.mark(source) for source in voice.sources)
    return lines(voice.title, voice.design), voice.benefit or UNREAD, voice.harm or UNREAD, figures


# The printable report about one patient: what was asked, what every record says and why, and what that rests on.

TITLE = "RuxCheck report: ruxolitinib cream in atopic dermatitis"
INTENDED = "For health professionals and education. States what labels and trials say about the figures entered; it gives no advice."
MEANING = (
    "Met: every value that a figure could have satisfies the criterion. Not met: none does. Cannot tell: some do and some do "
    "not. A result rests on age, IGA and %BSA alone; the last column also counts further facts and what was not read."
)


def printable(
    query: Query,
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
        _entered(query, rules),
        Heading(2, "Summary"),
        Bullets(tuple(summary_lines(report, rules, documents, evidence))),
        Heading(2, "Results", new_page=True),
        Paragraph(MEANING),
        _results(report, rules),
        *drawings,
        Heading(2, "Labels, criterion by criterion"),
        *(block for result in report.labels for block in record_blocks(result, rules, citations)),
        Heading(2, "Trials: would this patient have been admitted"),
        *(block for result in report.trials for block in record_blocks(result, rules, citations)),
        *amount_blocks(report, rules, citations),
        *evidence_blocks(report, evidence, citations),
        *conflict_blocks(report, documents, citations),
        *not_checked_blocks(report),
        *reference_blocks(citations),
        Heading(2, "This report"),
        Facts((("RuxCheck", __version__), ("Rules", report.rules), ("As of", str(report.as_of)))),
    )
    footer = f"As of {report.as_of} · rules {report.rules[:12]} · RuxCheck {__version__}"
    return Document(f"{TITLE}, as of {report.as_of}", report.as_of, footer, blocks)


def _entered(query: Query, rules: Rules) -> Facts:
    lines = (line.partition(": ") for line in input_lines(query, rules))
    return Facts(tuple((name, value) for name, _, value in lines))


def _results(report: Report, rules: Rules) -> Table:
    """One row a record: result, why, and the result with further facts."""
    rows = tuple(_result_row(result, rules) for result in report.results)
    caption = f"Labels and trials of ruxolitinib cream on {report.as_of}"
    return Table(caption, ("Record", "Result", "Why", "With further facts"), rows, widths=(34, 14, 37, 15))


def _result_row(answer: RecordResult, rules: Rules) -> tuple:
    texts = [
        wording.reason(answer, rules.field_names),
        wording.parts_line(answer),
        wording.near_margin(answer),
        *(wording.answered_fact(item) for item in wording.failed_facts(answer)),
        *(f"Caution that applies: {wording.caution_in_words(item)}" for item in answer.applying),
    ]
    name = lines(wording.heading(answer), _known(answer))
    return (
        name,
        marked_verdict(answer),
        lines(*map(sentence, texts)),
        marked_result(answer.overall),
    )


def _known(result: RecordResult) -> str:
    """Version and dates of a label, registry numbers of a trial."""
    if result.record is None:
        return ""
    return sentence(dated(result)) or ", ".join(result.record.registry_ids)
