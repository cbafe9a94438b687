"""Build-time: intervals, differences and numbers needed to treat, from the counts of `data/outcomes/`.

Proportions: Wilson, exact (Clopper-Pearson) where n is 0 or N. Differences against vehicle within one randomised study:
Newcombe's hybrid score interval, unadjusted. Pooled studies: Mantel-Haenszel over their strata beside the simple pooling.
Intervals are 95%. No p-value is computed. Needs statsmodels, which the app does not.
"""

import csv
import io
import math
from collections.abc import Iterable, Iterator

from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from ruxcheck.evidence.figures import (
    APPROVED_STRENGTH,
    COMPARATOR,
    MANTEL_HAENSZEL,
    NEWCOMBE,
    OTHER_STRENGTH,
    PUBLISHED,
    Effect,
    Figure,
    Study,
)

Z = 1.959963984540054
Three = tuple[float | None, float | None, float | None]
"""A figure and both ends of its interval; None where there is none."""


def effects(
    figures: list[Figure], studies: dict[str, Study], judged: set[str], apart: frozenset[str] = frozenset()
) -> Iterator[Effect]:
    """Every effect in the order of the figures; `judged` are the endpoints with a better direction.

    `apart` are populations whose arms were not randomised against each other: their figures are compared with nothing.
    """
    proportions = _proportions(figures, judged)
    for row, vehicle in compared(figures, studies, judged, apart):
        yield effect_of(row, vehicle)
        if vehicle and studies[row.trial].strata:
            yield from _stratified(row, proportions, [studies[name] for name in studies[row.trial].strata])
    yield from (_published(row) for row in figures if row.statistic == "difference")


def compared(
    figures: list[Figure], studies: dict[str, Study], judged: set[str], apart: frozenset[str] = frozenset()
) -> Iterator[tuple[Figure, Figure | None]]:
    """Every proportion in the order of the figures, with the vehicle arm that it is compared with, if any."""
    proportions = _proportions(figures, judged)
    vehicles = [row for row in proportions if row.arm == COMPARATOR]
    for row in proportions:
        treated = (
            studies[row.trial].compared
            and row.population not in apart
            and row.arm in (OTHER_STRENGTH, APPROVED_STRENGTH)
        )
        yield row, _vehicle_of(row, vehicles) if treated else None


def _proportions(figures: list[Figure], judged: set[str]) -> list[Figure]:
    counted = [row for row in figures if row.n is not None and row.N and row.statistic in ("percent", "count")]
    return [row for row in counted if row.endpoint in judged and row.week != 0]


def _vehicle_of(row: Figure, vehicles: list[Figure]) -> Figure | None:
    """The vehicle arm to compare with: of the same source, because sources count differently, or one that no source disputes."""
    same = [other for other in vehicles if _place(other) == _place(row)]
    own = [other for other in same if other.source == row.source]
    undisputed = same if len({(other.n, other.N) for other in same}) == 1 else []
    return next(iter(own or undisputed), None)


def _place(row: Figure) -> tuple:
    return (row.trial, row.population, row.endpoint, row.time)


def proportion_interval(n: int, total: int) -> tuple[float, float, str]:
    """The 95% interval of n of total in percent and the name of its method."""
    exact = n in (0, total)
    low, high = proportion_confint(n, total, alpha=0.05, method="beta" if exact else "wilson")
    return (0.0 if n == 0 else 100 * low, 100.0 if n == total else 100 * high, "Clopper-Pearson" if exact else "Wilson")


def difference(n: int, total: int, n0: int, total0: int) -> tuple[float, float, float]:
    """The risk difference of n of total against n0 of total0 with Newcombe's 95% interval, in percentage points."""
    low, high = confint_proportions_2indep(n, total, n0, total0, method="newcomb", compare="diff")
    return 100 * (n / total - n0 / total0), 100 * low, 100 * high


def ratio(n: int, total: int, n0: int, total0: int) -> tuple[float | None, float | None, float | None]:
    """The risk ratio with its 95% log interval; None where a zero count leaves it undefined."""
    if not n or not n0:
        return None, None, None
    low, high = confint_proportions_2indep(n, total, n0, total0, method="log", compare="ratio")
    return (n / total) / (n0 / total0), low, high


def mantel_haenszel(strata: list[tuple[int, int, int, int]]) -> tuple[float, float, float]:
    """The Mantel-Haenszel risk difference over strata of (n, N, n0, N0), 95% interval by Sato's variance, in points."""
    weights = [total * total0 / (total + total0) for _, total, _, total0 in strata]
    gained = sum((n * total0 - n0 * total) / (total + total0) for n, total, n0, total0 in strata)
    estimate = gained / sum(weights)
    p = sum((total**2 * n0 - total0**2 * n + total * total0 * (total0 - total) / 2) / (total + total0) ** 2 for n, total, n0, total0 in strata)  # fmt: skip
    q = sum((n * (total0 - n0) + n0 * (total - n)) / (2 * (total + total0)) for n, total, n0, total0 in strata)
    spread = Z * math.sqrt((estimate * p + q) / sum(weights) ** 2)
    return 100 * estimate, 100 * (estimate - spread), 100 * (estimate + spread)


def number_needed(rd: float, low: float, high: float) -> tuple[float | None, float | None, float | None]:
    """Patients for one more (or one fewer) event, with its interval; None where the interval of the difference holds zero."""
    if low <= 0 <= high:
        return None, None, None
    ends = sorted((abs(100 / low), abs(100 / high)))
    return abs(100 / rd), ends[0], ends[1]


def effect_of(row: Figure, vehicle: Figure | None) -> Effect:
    """The interval of one proportion, and its difference against a vehicle arm where one is given."""
    if vehicle is None:
        return _row(row, None, None, (None,) * 3, (None,) * 3)
    counts = (row.n, row.N, vehicle.n, vehicle.N)
    return _row(row, COMPARATOR, NEWCOMBE, difference(*counts), ratio(*counts))


def _stratified(row: Figure, proportions: list[Figure], studies: list[Study]) -> Iterator[Effect]:
    strata = []
    for study in studies:
        arms = {
            other.arm: other
            for other in proportions
            if (other.trial, other.population, other.endpoint, other.time)
            == (study.id, row.population, row.endpoint, row.time)
        }
        if row.arm not in arms or COMPARATOR not in arms:
            return
        strata.append((arms[row.arm].n, arms[row.arm].N, arms[COMPARATOR].n, arms[COMPARATOR].N))
    if sum(stratum[0] for stratum in strata) == row.n:
        method = f"{MANTEL_HAENSZEL} over {' and '.join(study.title for study in studies)}, Sato variance"
        yield _row(row, COMPARATOR, method, mantel_haenszel(strata), (None,) * 3)


def _published(row: Figure) -> Effect:
    printed = (row.number, row.low, row.high)
    return _row(row, COMPARATOR, PUBLISHED, printed, (None,) * 3)


def _row(row: Figure, comparator: str | None, method: str | None, rd: Three, rr: Three) -> Effect:
    has_counts = row.n is not None and bool(row.N)
    low, high, ci_method = proportion_interval(row.n, row.N) if has_counts else (None, None, "")
    nnt: Three = number_needed(*rd) if rd[0] is not None else (None,) * 3
    return Effect(
        row.trial, row.endpoint, row.time, row.week, row.population, row.arm, row.n, row.N,
        row.number if row.statistic == "percent" else None, (row.value or "") if row.statistic == "percent" else "", row.n_origin, low, high, ci_method,
        comparator, *rd, method, *rr, *nnt, row.source, row.locator,
    )  # fmt: skip


def interval_faults(path: str, rows: Iterable[dict[str, str]]) -> Iterator[str]:
    """Every printed interval of a percent that is not the exact (Clopper-Pearson) one of its n of N, as "file, row: ...".

    The registry prints exact intervals throughout, so one that differs is mistyped, or its n is. `rows` are the cells as texts.
    """
    for number, row in enumerate(rows, start=2):
        if row["statistic"] != "percent" or not (row["n"] and row["low"] and row["high"]):
            continue
        ends = proportion_confint(int(row["n"]), int(row["N"]), alpha=0.05, method="beta")
        printed = (row["low"], row["high"])
        exact = [f"{100 * end:.{len(text.partition('.')[2])}f}" for end, text in zip(ends, printed)]
        if exact != list(printed):
            yield (
                f"{path}, row {number}: the interval printed for {row['n']} of {row['N']} is {' to '.join(printed)}, "
                f"the exact one is {' to '.join(exact)}; correct what was mistyped"
            )


def as_csv(rows: Iterator[Effect]) -> str:
    """The effects as CSV text: numbers to four decimals, absent values empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(Effect._fields)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return out.getvalue()


def _cell(value) -> str:
    if value is None:
        return ""
    return f"{value:.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
