"""The amount of cream in a report: grams, the tube limits they are held against, and what the estimate rests on."""

from ruxcheck import amount_words, summary
from ruxcheck.amount import Amount, TubeLimit, tube_limits
from ruxcheck.amount_facts import Usage
from ruxcheck.document import Facts, Heading, Paragraph, Table
from ruxcheck.document_sources import Citations
from ruxcheck.model import Rules
from ruxcheck.report import Report

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
    week, fortnight = (amount_words.grams_in_words(amount.over(days)) for days in (7, 14))
    return Facts((
        ("Body surface", amount_words.surface_in_words(amount)),
        ("One application", f"{amount_words.grams_in_words(amount.per_application)}, "
                            f"{amount_words.ends_in_words(amount.fingertip_units)} fingertip units"),
        ("1 week", f"{week} at {amount.applications_per_day} applications a day"),
        ("2 weeks", f"{fortnight} at {amount.applications_per_day} applications a day"),
    ))  # fmt: skip


def _limits(report: Report, citations: Citations) -> Table | None:
    """Each tube limit that may apply to this patient."""
    rows = tuple(
        (summary.heading(result), *_limit(limit), citations.place(item.criterion.source, item.criterion.locator))
        for result in report.labels
        for item in result.criteria
        if item.criterion.amount_limits and item.applies
        for limit in tube_limits(report.amount, item.criterion)
    )
    heads = ("Label", "Tube limit", "Estimate in that time", "Result", "Reached at", "Where")
    return Table("Tube limits against the estimate", heads, rows, (22, 20, 17, 14, 16, 11), (3,)) if rows else None


def _limit(limit: TubeLimit) -> tuple[str, ...]:
    reached = f"{amount_words.ends_in_words(limit.reached_at)}% of body surface"
    return amount_words.tube_in_words(limit), amount_words.grams_in_words(limit.grams), limit.result, reached


def _basis(amount: Amount, rules: Rules, citations: Citations) -> Table:
    """The estimates from the lowest to the highest of which the figures run, how far patients differ, and the units."""
    facts = rules.amount_facts
    uses = [*(("Estimate", usage) for usage in amount.usages)]
    uses += [("Single patients", facts.spread), ("Fingertip unit", facts.fingertip)]
    rows = tuple(_use(name, usage, citations) for name, usage in uses)
    return Table("What the estimate rests on", ("What", "In words", "Where"), rows, (16, 56, 28))


def _use(name: str, usage: Usage, citations: Citations) -> tuple[str, ...]:
    return name, usage.statement, citations.titled_place(usage.source, usage.locator)
