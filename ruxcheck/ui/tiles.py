"""The first lines: one tile a record, readable from two metres; on a phone one line a record."""

from html import escape

from ruxcheck import summary
from ruxcheck.criteria import MET, NOT_MET
from ruxcheck.report import RecordResult
from ruxcheck.ui.markup import CLASSES, shape

HEADING = '<h2 class="rux-unseen">Results</h2>'


def tiles(results: tuple[RecordResult, ...], others: tuple[RecordResult, ...], labels: dict[str, str]) -> str:
    """A tile for each result and one that lists the others, as one piece of HTML, announced politely when it changes."""
    inner = "".join(tile(result, labels) for result in results) + _others(others, labels)
    return f'<div class="rux rux-tiles" role="region" aria-label="Results" aria-live="polite">{HEADING}{inner}</div>'


def tile(result: RecordResult, labels: dict[str, str]) -> str:
    """One record: its name, the result as shape and word, the deciding reason, what applies, when it was last seen."""
    lines = [
        f"<h3>{_heading(result)}</h3>",
        f'<div class="word">{shape(result.core)}{result.core.upper()}</div>',
        *_paragraphs("why", [summary.parts_line(result), _sentence(summary.reason(result, labels))]),
        *_paragraphs("more", [summary.near_margin(result)]),
        *_paragraphs(
            "caution",
            [f"⚠ {summary.caution_in_words(item)}" for item in result.applying],
        ),
        *_paragraphs(
            "caution",
            [f"✘ {item.criterion.statement}: {summary.answer_in_words(item)}" for item in summary.failed_facts(result)],
        ),
        *_paragraphs("more wide", [_foot(result)]),
    ]
    return f'<section class="rux-tile rux-{CLASSES[result.core]}">{"".join(lines)}</section>'


def _heading(result: RecordResult) -> str:
    """The full name; on a phone the short one, so that a record keeps to its line."""
    full = summary.heading(result)
    short = full.replace(result.record.title, result.record.short) if result.record else full
    return f'<span class="rux-desk">{escape(full)}</span><span class="rux-phone">{escape(short)}</span>'


def _paragraphs(kind: str, texts: list[str]) -> list[str]:
    return [f'<p class="{kind}">{escape(text)}</p>' for text in texts if text]


def _foot(result: RecordResult) -> str:
    if result.record is None:
        return ""
    told = (
        [summary.as_last_seen(result) or f"checked {result.record.checked_on}"] if result.record.kind == "label" else []
    )
    if result.core != NOT_MET and result.to_confirm:
        told.append(summary.facts_to_confirm(result))
    if result.core == MET and result.overall != MET and not result.to_confirm:
        told.append("parts of the text were not read")
    return " · ".join(told)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _others(results: tuple[RecordResult, ...], labels: dict[str, str]) -> str:
    lines = [
        f'<p class="why" title="{escape(summary.reason(result, labels))}">{shape(result.core)} <b>{escape(result.record.short)}</b> {result.core}</p>'
        for result in results
    ]
    return f'<section class="rux-tile rux-others"><h3>Further trials</h3>{"".join(lines)}</section>'
