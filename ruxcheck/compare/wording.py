"""What a comparison finds, in a sentence: the two results and the limits that part them, and nothing else as a cause."""

from ruxcheck.compare.comparison import CAUTION, RULE, Cell, Comparison, Row
from ruxcheck.compare.label_differences import has_no_indication
from ruxcheck.kernel.criteria import NOT_MET, SEVERITY
from ruxcheck.kernel.possible_values import how_many
from ruxcheck.kernel.wording import failed_facts, not_reviewed, result_in_words


def finding(comparison: Comparison) -> str:
    """The sentence above the table: "Not met on 2025-09-01, met on 2026-11-22: the age limit went from 12 y or older to 2 y or older."

    Without a figure of the patient it tells which limits differ and gives no result.
    """
    left, right = comparison.results
    if left.record is None or right.record is None:
        return _sentence(_without_record(comparison))
    if not comparison.known:
        return _sentence(_limits(comparison) or _same_limits(comparison), *_rest(comparison))
    if left.core_reviewed != right.core_reviewed:
        words = f"{_verdicts(comparison, left.core_reviewed, right.core_reviewed)}: {'; '.join(_causes(comparison))}"
        return _sentence(words, _overall(comparison))
    return _sentence(*_same_core(comparison), *_rest(comparison))


def _sentence(*clauses: str) -> str:
    text = "; ".join(clause for clause in clauses if clause)
    return f"{text[:1].upper()}{text[1:]}."


def _same_core(comparison: Comparison) -> tuple[str, ...]:
    overall, limits = _overall(comparison), _limits(comparison)
    core = result_in_words(comparison.left.core_reviewed)
    if overall:
        return f"{core} on both by age, IGA and %BSA", overall, limits
    return (f"{core} on both", limits) if _rules(comparison) else ("the same result and the same limits on both",)


def _same_limits(comparison: Comparison) -> str:
    return "" if _rules(comparison) else "the same limits on both"


def _without_record(comparison: Comparison) -> str:
    """A side without a label first; the other keeps its own result."""
    results, sides = comparison.results, comparison.sides
    lacking = [number for number in (0, 1) if results[number].record is None]
    if len(lacking) == 2:
        return "no label record on either side, so nothing is established to compare"
    (here,) = lacking
    words = f"{results[here].title}, {sides[here].day}: no label record, so nothing is established there"
    return (
        f"{words}; {result_in_words(results[1 - here].core_reviewed)} {_where(comparison, 1 - here)}"
        if comparison.known
        else words
    )


def _where(comparison: Comparison, number: int) -> str:
    """What tells one side from the other: the label, or the day where it is the same country's."""
    left, right = comparison.sides
    if left.jurisdiction == right.jurisdiction:
        return f"on {comparison.sides[number].day}"
    return f"under the {comparison.results[number].record.title}"


def _verdicts(comparison: Comparison, left: str, right: str) -> str:
    """ "not met on 2025-09-01, met on 2026-11-22"; with label and day where both differ."""
    if left == right:
        return f"{result_in_words(left)} on both"
    one, other = comparison.sides
    apart = one.jurisdiction != other.jurisdiction and one.day != other.day
    days = [f" on {side.day}" if apart else "" for side in comparison.sides]
    texts = [
        f"{result_in_words(code)} {_where(comparison, number)}{days[number]}"
        for number, code in enumerate((left, right))
    ]
    return ", ".join(texts)


def _causes(comparison: Comparison) -> list[str]:
    """The core limits by which one side is worse than the other; a label without the indication is cause enough."""
    results = comparison.results
    worse = min((0, 1), key=lambda number: SEVERITY[results[number].core_reviewed])
    if has_no_indication(results[worse].record):
        return [_no_indication(comparison, worse)]
    if results[worse].core != results[worse].core_reviewed:
        return [not_reviewed(results[worse].record)]
    parted = [row for row in comparison.rows if row.kind == RULE and row.core and len({cell.counts_as for cell in row.cells}) > 1]  # fmt: skip
    deciding = [row for row in parted if row.cells[worse].counts_as == results[worse].core_reviewed]
    return [_cause(row, comparison) for row in deciding or parted]


def _no_indication(comparison: Comparison, number: int) -> str:
    return f"the {comparison.results[number].record.title} has no atopic dermatitis indication in the text read"


def _cause(row: Row, comparison: Comparison) -> str:
    """How a limit differs: along time for one country, else side by side."""
    left, right = comparison.sides
    sure = all(cell.limit and not cell.unsure for cell in row.cells)
    name = f"the {_inner(row.name)} limit"
    if sure and left.jurisdiction == right.jurisdiction:
        first, last = row.cells if left.day < right.day else reversed(row.cells)
        return f"{name} went from {first.limit} to {last.limit}"
    texts = [
        f"{_told(cell)} {_where(comparison, number)}{' (start day not read exactly)' if cell.unsure else ''}"
        for number, cell in enumerate(row.cells)
    ]
    return f"{name} is {', '.join(texts)}"


def _told(cell: Cell) -> str:
    return cell.limit or cell.silence


def _inner(name: str) -> str:
    """A name inside a sentence: "age", but "IGA" and "%BSA"."""
    return name[0].lower() + name[1:] if name[1:2].islower() else name


def _overall(comparison: Comparison) -> str:
    """What answered facts or unread text make of it, where that is more than the core result says."""
    left, right = comparison.results
    parted = left.core_reviewed == right.core_reviewed and left.overall != right.overall
    failed = any(failed_facts(result) and result.core_reviewed != NOT_MET for result in comparison.results)
    if not (parted or failed):
        return ""
    return f"with further facts and unread text, {_verdicts(comparison, left.overall, right.overall)}"


def _limits(comparison: Comparison) -> str:
    """The limits in figures that differ, left to right; of a label without the indication, only that."""
    lacking = [number for number in (0, 1) if has_no_indication(comparison.results[number].record)]
    if len(lacking) == 1:
        return _no_indication(comparison, lacking[0])
    words = "; ".join(
        f"{_inner(row.name)} {_told(row.left)} → {_told(row.right)}" for row in _rules(comparison) if _in_figures(row)
    )
    return f"limits that differ: {words}" if words else ""


def _rules(comparison: Comparison) -> list[Row]:
    return [row for row in comparison.differing if row.kind == RULE]


def _in_figures(row: Row) -> bool:
    return any(cell.limit for cell in row.cells)


def _rest(comparison: Comparison) -> tuple[str, str]:
    """How many conditions without a figure and how many cautions differ; of cautions that nobody has read, that."""
    records = [result.record for result in comparison.results]
    figures = [_in_figures(row) for row in _rules(comparison)]
    rules = 0 if any(map(has_no_indication, records)) else figures.count(False)
    cautions = sum(row.kind == CAUTION for row in comparison.differing)
    unread = next((f"the cautions of the {record.title} were not read" for record in records if not record.has("caution")), "")  # fmt: skip
    counts = ((rules, "further condition" if any(figures) else "condition"), (0 if unread else cautions, "caution"))
    words = " and ".join(how_many(count, word) for count, word in counts if count)
    verb = "differs" if sum(count for count, _ in counts) == 1 else "differ"
    return f"{words} {verb} in what was read" if words else "", unread if cautions else ""
