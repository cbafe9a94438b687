"""Evidence in patients like this one: trials that would have admitted the patient, in one line each, or the nearest."""

from ruxcheck.evidence.figures import ALL_ARMS, APPROVED_STRENGTH, NEWCOMBE, Effect, Evidence, Study
from ruxcheck.evidence.wording import difference_in_words, interval_in_words
from ruxcheck.kernel import Frozen
from ruxcheck.kernel.criteria import MET, NOT_MET, Range
from ruxcheck.kernel.possible_values import Interval
from ruxcheck.kernel.results import RecordResult, Report

WHOLE = ("efficacy", "intention-to-treat", "safety", "safety-2-11", "randomised")


class MatchingTrial(Frozen):
    """What one trial says: its title, one line on benefit and one on harm, empty where no source read gives a figure.

    `sources` are the documents those figures stand in.
    """

    title: str
    design: str
    benefit: str
    harm: str
    sources: tuple[str, ...] = ()


class NearestTrial(Frozen):
    """The trial that comes nearest where none fits, and what of it does not carry over to this patient."""

    title: str
    differs: tuple[str, ...]


def matching_trials(report: Report, evidence: Evidence) -> tuple[MatchingTrial, ...]:
    """One voice for each trial whose criteria on age, IGA and %BSA this patient meets."""
    return tuple(voice for result in report.trials if result.core == MET for voice in _voice(result, evidence))


def nearest_trial(report: Report, labels: dict[str, str]) -> NearestTrial | None:
    """Where no trial fits: the one with the fewest failed criteria; None while something is still open or a trial fits."""
    if any(result.core != NOT_MET for result in report.trials) or not report.trials:
        return None
    result = min(report.trials, key=lambda trial: (len(trial.failed_core), _gap(trial, report)))
    differs = tuple(
        f"{labels[item.criterion.field]} {item.value}, trial {item.criterion.limit}" for item in result.failed_core
    )
    return NearestTrial(result.record.title, differs)


def no_match_in_words(report: Report, labels: dict[str, str]) -> str:
    """Why no trial speaks: the patient fits none, or too little is known; `labels` names the fields."""
    near = nearest_trial(report, labels)
    if near is None:
        return "Not settled yet: age, IGA and %BSA together decide which trial speaks about this patient."
    return (
        f"No trial here admitted a patient like this. Nearest: {near.title}; its results do not carry over "
        f"in {'; '.join(near.differs)}."
    )


def _gap(result: RecordResult, report: Report) -> float:
    """How far the failed figures lie from what the trial admits, each against the figure itself, added up."""
    return sum(_distance(item.criterion.range, report.profile[item.criterion.field]) for item in result.failed_core)


def _distance(admitted: Range, value: Interval) -> float:
    outside = max(admitted.low - value.high, value.low - admitted.high, 0)
    return outside / max(value.high, 1)


def _voice(result: RecordResult, evidence: Evidence) -> list[MatchingTrial]:
    study = next((s for s in evidence.studies.values() if s.record == result.id and (s.benefit or s.harm)), None)
    if study is None:
        return [MatchingTrial(result.record.title, "", "", "")]
    benefit = _chosen(evidence, study, study.benefit)
    harm = _chosen(evidence, study, study.harm, benefit.source if benefit else "")
    sources = tuple(dict.fromkeys(chosen.source for chosen in (benefit, harm) if chosen))
    return [MatchingTrial(result.record.title, study.design, _line(evidence, benefit), _line(evidence, harm), sources)]


def _line(evidence: Evidence, chosen: Effect | None) -> str:
    if chosen is None:
        return ""
    endpoint = chosen.endpoint
    name = f"{evidence.endpoints[endpoint].label}, {chosen.time}"
    if chosen.rd is None:
        return f"{name}: {interval_in_words(chosen)}, {chosen.counts}; no comparison"
    return f"{name}: {interval_in_words(chosen)} on 1.5%, {difference_in_words(chosen)} than on vehicle"


def _chosen(evidence: Evidence, study: Study, endpoint: str, source: str = "") -> Effect | None:
    """The figure of the whole study, of the preferred source if it has one: with its crude difference where arms may be
    compared, else the latest figure alone."""
    effects = [
        e for e in evidence.effects_of(trial=study.id, endpoint=endpoint) if e.arm in (APPROVED_STRENGTH, ALL_ARMS)
    ]
    if study.compared:
        effects = [e for e in effects if e.rd_method == NEWCOMBE and e.population in WHOLE]
    effects = [e for e in effects if e.source == source] or effects
    return effects[-1] if effects else None
