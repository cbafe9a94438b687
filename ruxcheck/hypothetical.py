"""Build-time: what the same proportions would leave open in trials of other sizes. Made up, and named so in every row."""

from collections.abc import Iterator

from ruxcheck.effect_names import HYPOTHETICAL
from ruxcheck.effects import compared, effect_of
from ruxcheck.evidence import Effect, Figure, Study
from ruxcheck.framing import RESULTS

SIZES = (20, 200, 2000)  # patients in both arms together, half of them in each


def hypothetical(figures: list[Figure], studies: dict[str, Study], judged: set[str]) -> Iterator[Effect]:
    """For every result of the framing lab and every size: the vehicle arm, then 1.5% against it, by the same methods as real counts."""
    for row, vehicle in compared(figures, studies, judged):
        if vehicle and any(result.is_of(row) for result in RESULTS):
            for in_all in SIZES:
                treated, untreated = (_resized(arm, in_all // 2) for arm in (row, vehicle))
                yield effect_of(untreated, None)
                yield effect_of(treated, untreated)


def _resized(row: Figure, size: int) -> Figure:
    """The same proportion in an arm of this size, rounded to whole patients, halves upwards."""
    n = (2 * row.n * size + row.N) // (2 * row.N)
    origin = f"{HYPOTHETICAL}: {row.counts} scaled to {size} patients an arm and rounded to whole patients"
    return row._replace(n=n, N=size, value=None, statistic="count", n_origin=origin)
