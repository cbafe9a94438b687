"""The groups of patients that the made-up registry is mixed from, with the baseline figures of the trials.

Ages, IGA and %BSA run through what `data/outcomes/` holds of `true-ad-baseline`, `true-ad3`, `must-adult`,
`must-paediatric` and `phase1-paediatric`, between the limits of entry of these trials. Without a source, made up: the
shares of the groups, the IGA of both maximum-use trials, and the group outside all trials.
"""

import argparse
import sys
from collections.abc import Callable, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ruxcheck.evidence.figures import ALL_ARMS, Evidence, Figure
from ruxcheck.intake.columns import IntakeError
from ruxcheck.intake.files import BATCH_ROWS
from ruxcheck.kernel import Frozen
from ruxcheck.screening.written import whole_or_nothing
from ruxcheck.store.evidence_files import load_displays, load_evidence
from ruxcheck.store.reading import load

Curve = tuple[tuple[float, float], ...]
"""Points (share of patients below, value) of a distribution, straight between them."""


class Group(Frozen):
    """Patients of one kind: their share of the registry, their ages and %BSA, and the shares of IGA 0 to 4."""

    share: float
    ages: Curve
    iga: tuple[float, ...]
    areas: Curve


def groups() -> tuple[Group, ...]:
    """Patients like those of five trials, and one group of babies, clear skin and severe disease that no trial took."""
    known, part = load_evidence(), load_displays()["sample"].ids
    adults, children, babies = part["adults"], part["children"], part["small_area"]
    adults_extensive, children_extensive = part["adult_maximum_use"], part["child_maximum_use"]
    limits, spread = _entry(adults, "bsa_percent"), _figure(known, adults, "baseline-bsa", arm=ALL_ARMS).sd
    moderate = _figure(known, babies, "baseline-iga-3").number / 100
    return (
        Group(
            0.4,
            _ages_with_adolescents(known, adults),
            _mild_or_moderate(known, adults),
            _area_of(known, adults, limits),
        ),
        Group(
            0.2,
            _evenly(*_entry(children, "age_years")),
            _mild_or_moderate(known, children),
            _around(_figure(known, children, "baseline-bsa").number, spread, *limits),
        ),
        Group(
            0.08,
            _ages(known, adults_extensive),
            (0, 0, 0.2, 0.6, 0.2),
            _printed(known, adults_extensive, "baseline-bsa", part["label"]),
        ),
        Group(
            0.05,
            _ages(known, children_extensive),
            (0, 0, 0, 0.6, 0.4),
            _printed(known, children_extensive, "bsa-mean", part["label"]),
        ),
        Group(
            0.12,
            _evenly(*_entry(babies, "age_years")),
            (0, 0, 1 - moderate, moderate, 0),
            _through(_figure(known, babies, "baseline-bsa")),
        ),
        Group(0.15, ((0, 0.3), (0.25, 2), (1, 90)), (0.15, 0.3, 0.15, 0.15, 0.25), ((0, 0.2), (0.6, 6), (1, 95))),
    )


def _figure(known: Evidence, trial: str, endpoint: str, **where) -> Figure:
    (figure,) = known.find(trial=trial, endpoint=endpoint, time="baseline", **where)
    return figure


def _entry(trial: str, field: str) -> tuple[float, float]:
    """The limits of entry of a trial on a field."""
    record = load().trial(trial)
    admitted = next(rule.range for rule in record.criteria if rule.field == field)
    return admitted.low, admitted.high


def _ages_with_adolescents(known: Evidence, trial: str) -> Curve:
    age, teenagers = (
        _figure(known, trial, endpoint, arm=ALL_ARMS) for endpoint in ("baseline-age", "baseline-age-12-17")
    )
    return (0, age.low), (teenagers.number / 100, 18), (0.5, age.number), (1, age.high)


def _mild_or_moderate(known: Evidence, trial: str) -> tuple[float, ...]:
    mild, moderate = (_figure(known, trial, f"baseline-iga-{score}", arm=ALL_ARMS).number / 100 for score in (2, 3))
    return 0, 0, mild, moderate, 0


def _area_of(known: Evidence, trial: str, limits: tuple[float, float]) -> Curve:
    area = _figure(known, trial, "baseline-bsa", arm=ALL_ARMS)
    return _around(area.number, area.sd, *limits)


def _ages(known: Evidence, trial: str) -> Curve:
    """From the youngest to the oldest admitted, half of the patients below the printed median."""
    low, high = _entry(trial, "age_years")
    return (0, low), (0.5, _figure(known, trial, "baseline-age").number), (1, high)


def _printed(known: Evidence, trial: str, endpoint: str, label: str) -> Curve:
    """The area as the label prints it, with mean, standard deviation and range."""
    area = _figure(known, trial, endpoint, source=label)
    return _around(area.number, area.sd, area.low, area.high)


def _through(area: Figure) -> Curve:
    return (0, area.low), (0.5, area.number), (1, area.high)


def _evenly(low: float, high: float) -> Curve:
    return (0, low), (1, high)


def _around(mean: float, spread: float, low: float, high: float) -> Curve:
    """A sixth of the patients below the mean less one standard deviation, a sixth above the mean and one."""
    points = ((1 / 6, mean - spread), (0.5, mean), (5 / 6, mean + spread))
    return (0, low), *(point for point in points if low < point[1] < high), (1, high)


# A made-up registry to try the screening on: no row is a person, and every id says so.

BLANK, MISTYPED = 0.05, 0.005
OTHER_FORM = 0.06  # of ages under 3, %BSA and IGA: "18 months", "12%", "15-25", "2-3"
FACTS = {"diagnosis_ad": 0.97, "immunocompromised": 0.03, "topical_rx_inadequate_or_inadvisable": 0.75}
NONSENSE = {
    "age_years": ("adult", "-3", "200", "about 30"),
    "iga": ("III", "5", "3.5"),
    "bsa_percent": ("ca. 10", "10+", "120", "large"),
    "weight_kg": ("n.k.", "7O", "0"),
    "height_cm": ("1.7", "tall"),
} | dict.fromkeys(FACTS, ("see letter", "maybe"))
AGES_OF_SIZE = (0, 2, 6, 12, 17, 40, 120)
HEIGHTS, MASS_INDEXES = (55, 87, 116, 150, 170, 170, 165), (17, 16.5, 15.5, 18, 21, 26, 25)
Draw = Callable[[int], np.ndarray]


def parts(rows: int, seed: int) -> Iterator[pa.Table]:
    """A made-up registry as texts, the way people type them, part by part; the same for the same rows and seed."""
    kinds = groups()
    for number, start in enumerate(range(0, rows, BATCH_ROWS)):
        # only even shares are drawn: they are the same in every version of NumPy
        draw = np.random.default_rng([seed, number]).random
        yield _part(start, min(BATCH_ROWS, rows - start), draw, kinds)


def _part(start: int, rows: int, draw: Draw, kinds: tuple[Group, ...]) -> pa.Table:
    chosen = np.searchsorted(np.cumsum([kind.share for kind in kinds])[:-1], draw(rows), side="right")
    ages = _along([kind.ages for kind in kinds], chosen, draw(rows))
    scores = _along([_steps(kind.iga) for kind in kinds], chosen, draw(rows)).astype(int)
    areas = _along([kind.areas for kind in kinds], chosen, draw(rows))
    heights, weights = _sizes(ages, draw, rows)
    texts = {
        "age_years": _ages_typed(ages, draw(rows)),
        "iga": _scores_typed(scores, draw(rows)),
        "bsa_percent": _areas_typed(areas, draw(rows)),
        "weight_kg": _text(np.round(weights, 1)),
        "height_cm": _text(np.round(heights)),
    } | {name: pc.if_else(pa.array(draw(rows) < share), "yes", "no") for name, share in FACTS.items()}
    numbers = pc.utf8_lpad(_text(np.arange(start + 1, start + rows + 1)), 6, "0")
    ids = pc.binary_join_element_wise("synthetic-", numbers, "")
    return pa.table({"id": ids} | {name: _spoilt(cells, name, draw(rows)) for name, cells in texts.items()})


def _along(curves: list[Curve], chosen: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """For every row the value of its group's distribution at its share."""
    values = np.empty(len(chosen))
    for number, curve in enumerate(curves):
        rows = chosen == number
        at, reached = zip(*curve)
        values[rows] = np.interp(shares[rows], at, reached)
    return values


def _steps(weights: tuple[float, ...]) -> Curve:
    """The shares of whole scores as a distribution: the whole part of the value is the score."""
    ends = np.cumsum((0, *weights)) / sum(weights)
    return tuple((end, score) for score, end in enumerate(ends))


def _sizes(ages: np.ndarray, draw: Draw, rows: int) -> tuple[np.ndarray, np.ndarray]:
    heights = np.interp(ages, AGES_OF_SIZE, HEIGHTS) * (0.92 + 0.16 * draw(rows))
    return heights, np.interp(ages, AGES_OF_SIZE, MASS_INDEXES) * (0.8 + 0.45 * draw(rows)) * (heights / 100) ** 2


def _ages_typed(ages: np.ndarray, shares: np.ndarray) -> pa.Array:
    """Whole years for adults, one decimal for children, never rounded up onto a birthday; some small children in months."""
    typed = _text(np.where(ages < 18, np.floor(ages * 10) / 10, np.floor(ages)))
    months = pc.binary_join_element_wise(_text(np.floor(ages * 12)), "months", " ")
    return pc.if_else(pa.array((ages < 3) & (shares < OTHER_FORM * 8)), months, typed)


def _scores_typed(scores: np.ndarray, shares: np.ndarray) -> pa.Array:
    between = pc.binary_join_element_wise(_text(scores), _text(scores + 1), "-")
    return pc.if_else(pa.array((scores < 4) & (shares < OTHER_FORM / 3)), between, _text(scores))


def _areas_typed(areas: np.ndarray, shares: np.ndarray) -> pa.Array:
    """Whole percent, one decimal where small; some with a sign, some as an estimate with a margin."""
    figures = np.where(areas < 5, np.round(areas, 1), np.round(areas))
    typed = _text(figures)
    estimates = pc.binary_join_element_wise(_text(figures - 5), _text(figures + 5), "-")
    signed = pc.if_else(pa.array(shares < OTHER_FORM), pc.binary_join_element_wise(typed, "%", ""), typed)
    return pc.if_else(pa.array((shares > 1 - OTHER_FORM) & (figures >= 5) & (figures <= 95)), estimates, signed)


def _spoilt(cells: pa.Array, name: str, shares: np.ndarray) -> pa.Array:
    """The cells with some left blank and some that nobody can read."""
    nonsense = pa.array(NONSENSE[name])
    which = pa.array((shares * 1e6).astype(int) % len(nonsense))
    mistyped = pa.array((shares >= BLANK) & (shares < BLANK + MISTYPED))
    return pc.if_else(pa.array(shares < BLANK), "", pc.if_else(mistyped, nonsense.take(which), cells))


def _text(figures: np.ndarray) -> pa.Array:
    """Figures as typed: without a needless ".0"."""
    rounded = pa.array(np.round(figures, 1) if figures.dtype == float else figures)
    return pc.replace_substring_regex(pc.cast(rounded, pa.string()), r"\.0$", "")


def main(arguments: list[str] | None = None) -> int:
    """Write a registry; 0 when it is written, 2 with one line when it cannot be."""
    options = argparse.ArgumentParser(prog="python -m ruxcheck.screening.sample", description="A made-up registry.")
    options.add_argument("--rows", type=int, default=1000)
    options.add_argument("--seed", type=int, default=11)
    options.add_argument("--out", required=True, help="a file ending in .csv or .parquet")
    given = options.parse_args(arguments)
    if given.rows < 1 or given.seed < 0:
        options.error("--rows: 1 or more; --seed: 0 or more")
    try:
        with whole_or_nothing(given.out) as sink:
            for part in parts(given.rows, given.seed):
                sink.write(part)
    except IntakeError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
