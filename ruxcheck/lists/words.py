"""The summary of a screened list in words."""

from ruxcheck.lists.screening import RESULTS, Summary
from ruxcheck.model import Rules
from ruxcheck.values import how_many

REASONS = 20


def record_name(prefix: str, rules: Rules) -> str:
    """ "United States label" for `label_us`, "TRuE-AD3" for `trial_true_ad3`."""
    kind, _, name = prefix.partition("_")
    if kind == "label":
        return f"{rules.jurisdictions[name].name} label"
    return next(trial.short for trial in rules.trials if trial.id.replace("-", "_") == name)


def summary_lines(summary: Summary, rules: Rules) -> list[str]:
    """Rows, core results by record with `cannot tell` beside the others, and what was not usable, most frequent first."""
    lines = [how_many(summary.rows, "row"), f"{'core result':<28}" + "".join(f"{result:>14}" for result in RESULTS)]
    for prefix, counts in summary.results.items():
        lines.append(f"{record_name(prefix, rules):<28}" + "".join(f"{counts[result]:>14,}" for result in RESULTS))
    lines.append(f"{how_many(summary.not_usable_rows, 'row')} with a cell that was not usable, taken as not recorded")
    lines += [f"  {count:,} x {reason}" for reason, count in summary.reasons.most_common(REASONS)]
    return lines + (
        [f"  and {len(summary.reasons) - REASONS:,} further reasons"] if len(summary.reasons) > REASONS else []
    )
