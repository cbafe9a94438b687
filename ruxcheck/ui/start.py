"""Nothing entered yet: three lines about the page, and what each input would settle."""

from html import escape

from ruxcheck import summary
from ruxcheck.report import RecordResult, Report

INTRODUCTION = (
    "Type age, IGA or %BSA: each label and trial answers as soon as one figure settles something.",
    "A result is met, not met or cannot tell; what you leave out is never assumed.",
    "Every answer names its label version, its day and the place in the source.",
)

HEADS = ("Record", "Age settles", "IGA settles", "%BSA settles")


def start_text(report: Report) -> str:
    """The introduction and, for each record, the limits on age, IGA and %BSA that the inputs will meet. No verdict."""
    lines = "".join(f"<p>{line}</p>" for line in INTRODUCTION)
    rows = "".join(limits_row(result) for result in report.results if result.record)
    head = "".join(f'<th scope="col">{name}</th>' for name in HEADS)
    return f'<div class="rux">{lines}<table class="rux-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def limits_row(result: RecordResult) -> str:
    """The limits of one record on age, IGA and %BSA."""
    limits = {item.criterion.field: item.criterion.limit for item in result.criteria if item.criterion.core}
    name = escape(summary.heading(result))
    if None in limits:
        return f'<tr><td>{name}</td><td colspan="3">for {escape(limits[None])}</td></tr>'
    cells = "".join(
        f"<td>{escape(limits.get(field, 'not read'))}</td>" for field in ("age_years", "iga", "bsa_percent")
    )
    return f"<tr><td>{name}</td>{cells}</tr>"
