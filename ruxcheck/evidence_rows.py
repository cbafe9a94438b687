"""The effects as rows for other programs, and as a table for people."""

from ruxcheck.effect_names import NEWCOMBE
from ruxcheck.evidence import Effect, Evidence

KEYS = (
    "trial", "endpoint", "week", "population", "arm", "n", "N", "percent", "n_origin", "ci_low", "ci_high", "comparator",
    "rd", "rd_low", "rd_high", "rd_method", "nnt", "nnt_low", "nnt_high", "source", "locator",
)  # fmt: skip


def json_rows(evidence: Evidence) -> list[dict]:
    """The stable contract of `evidence --json`: one row an effect, percentages in points, absent values null."""
    return [{key: getattr(effect, key) for key in KEYS} for effect in evidence.effects]


def text_rows(evidence: Evidence) -> list[str]:
    """One line an effect that fits 100 columns: where, whom, n/N, percent and interval, and the difference."""
    return [_line(effect) for effect in evidence.effects]


def _line(effect: Effect) -> str:
    where = f"{effect.trial} {effect.endpoint}, {effect.time}"[:36]
    interval = f"{effect.ci_low:.1f}-{effect.ci_high:.1f}" if effect.ci_low is not None else ""
    rd = f"{effect.rd:+.1f} ({effect.rd_low:.1f}, {effect.rd_high:.1f})" if effect.rd is not None else ""
    mark = "" if effect.rd_method in (None, NEWCOMBE) else effect.rd_method.split()[0][:9]
    printed = effect.printed or ""
    return f"{where:<37}{effect.arm[:9]:<10}{effect.counts:>8}{printed:>6} {interval:<11}{rd} {mark}".rstrip()[:100]
