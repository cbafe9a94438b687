"""The groups of patients that the made-up registry is mixed from, with the baseline figures of the trials.

Ages, IGA and %BSA run through what `data/outcomes/` holds of `true-ad-baseline`, `true-ad3`, `must-adult`,
`must-paediatric` and `phase1-paediatric`, between the limits of entry of these trials. Without a source, made up: the
shares of the groups, the IGA of both maximum-use trials, and the group outside all trials.
"""

from ruxcheck.evidence import Evidence, Figure
from ruxcheck.evidence_files import load_evidence
from ruxcheck.frozen import Frozen
from ruxcheck.records import load

LABEL = "us-pi-v14"
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
    known = load_evidence()
    limits, spread = _entry("true-ad", "bsa_percent"), _figure(known, "true-ad", "baseline-bsa", arm="all").sd
    moderate = _figure(known, "phase1-paediatric", "baseline-iga-3").number / 100
    return (
        Group(0.4, _ages_of_true_ad(known), _mild_or_moderate(known, "true-ad"), _area_of(known, "true-ad", limits)),
        Group(
            0.2,
            _evenly(*_entry("true-ad3", "age_years")),
            _mild_or_moderate(known, "true-ad3"),
            _around(_figure(known, "true-ad3", "baseline-bsa").number, spread, *limits),
        ),
        Group(0.08, _ages(known, "must-adult"), (0, 0, 0.2, 0.6, 0.2), _printed(known, "must-adult", "baseline-bsa")),
        Group(
            0.05, _ages(known, "must-paediatric"), (0, 0, 0, 0.6, 0.4), _printed(known, "must-paediatric", "bsa-mean")
        ),
        Group(
            0.12,
            _evenly(*_entry("phase1-paediatric", "age_years")),
            (0, 0, 1 - moderate, moderate, 0),
            _through(_figure(known, "phase1-paediatric", "baseline-bsa")),
        ),
        Group(0.15, ((0, 0.3), (0.25, 2), (1, 90)), (0.15, 0.3, 0.15, 0.15, 0.25), ((0, 0.2), (0.6, 6), (1, 95))),
    )


def _figure(known: Evidence, trial: str, endpoint: str, **where) -> Figure:
    (figure,) = known.find(trial=trial, endpoint=endpoint, time="baseline", **where)
    return figure


def _entry(trial: str, field: str) -> tuple[float, float]:
    """The limits of entry of a trial on a field."""
    record = next(record for record in load().trials if record.id == trial)
    admitted = next(rule.range for rule in record.criteria if rule.field == field)
    return admitted.low, admitted.high


def _ages_of_true_ad(known: Evidence) -> Curve:
    age, teenagers = (
        _figure(known, "true-ad", endpoint, arm="all") for endpoint in ("baseline-age", "baseline-age-12-17")
    )
    return (0, age.low), (teenagers.number / 100, 18), (0.5, age.number), (1, age.high)


def _mild_or_moderate(known: Evidence, trial: str) -> tuple[float, ...]:
    mild, moderate = (_figure(known, trial, f"baseline-iga-{score}", arm="all").number / 100 for score in (2, 3))
    return 0, 0, mild, moderate, 0


def _area_of(known: Evidence, trial: str, limits: tuple[float, float]) -> Curve:
    area = _figure(known, trial, "baseline-bsa", arm="all")
    return _around(area.number, area.sd, *limits)


def _ages(known: Evidence, trial: str) -> Curve:
    """From the youngest to the oldest admitted, half of the patients below the printed median."""
    low, high = _entry(trial, "age_years")
    return (0, low), (0.5, _figure(known, trial, "baseline-age").number), (1, high)


def _printed(known: Evidence, trial: str, endpoint: str) -> Curve:
    """The area as the label prints it, with mean, standard deviation and range."""
    area = _figure(known, trial, endpoint, source=LABEL)
    return _around(area.number, area.sd, area.low, area.high)


def _through(area: Figure) -> Curve:
    return (0, area.low), (0.5, area.number), (1, area.high)


def _evenly(low: float, high: float) -> Curve:
    return (0, low), (1, high)


def _around(mean: float, spread: float, low: float, high: float) -> Curve:
    """A sixth of the patients below the mean less one standard deviation, a sixth above the mean and one."""
    points = ((1 / 6, mean - spread), (0.5, mean), (5 / 6, mean + spread))
    return (0, low), *(point for point in points if low < point[1] < high), (1, high)
