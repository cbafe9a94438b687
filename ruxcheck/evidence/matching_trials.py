"""Evidence in patients like this one: trials that would have admitted the patient, in one line each, or the nearest."""

from ruxcheck.evidence.figures import (
    ALL_ARMS,
    APPROVED_STRENGTH,
    COMPARATOR,
    NEWCOMBE,
    Effect,
    Evidence,
    Study,
    arm_in_words,
    arms_in_words,
    percent_in_words,
)
from ruxcheck.kernel import Frozen
from ruxcheck.kernel.criteria import CANNOT_TELL, MET, Range
from ruxcheck.kernel.possible_values import Interval
from ruxcheck.kernel.results import RecordResult, Report
from ruxcheck.kernel.wording import CORE_NAMES

NOT_SETTLED = "Not settled yet: age, IGA and %BSA together decide which trial had patients like this."
NO_COUNTS = "neither n nor N is printed"
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
    study: str = ""


class NearestTrial(Frozen):
    """The randomised trial that comes nearest where none that fits reports a benefit, and what of it does not carry over to this patient."""

    title: str
    differs: tuple[str, ...]
    study: str


def matching_trials(report: Report, evidence: Evidence) -> tuple[MatchingTrial, ...]:
    """One voice for each trial whose criteria on age, IGA and %BSA this patient meets."""
    return tuple(voice for result in report.trials if result.core == MET for voice in _voice(result, evidence))


def nearest_trial(report: Report, evidence: Evidence) -> NearestTrial | None:
    """Where no trial that fits reports a benefit: the randomised one with the fewest failed criteria; None while one is open."""
    is_open = any(result.core == CANNOT_TELL for result in report.trials)
    if is_open or not report.trials or any(trial.benefit for trial in matching_trials(report, evidence)):
        return None
    studies = {study.record: study.id for study in evidence.studies.values() if study.compared and study.benefit}
    randomised = [result for result in report.trials if result.id in studies]
    result = min(randomised, key=lambda trial: (len(trial.failed_core), _gap(trial, report)))
    differs = tuple(
        f"{CORE_NAMES[item.criterion.field]} {item.value} (trial: {item.criterion.limit})"
        for item in result.failed_core
    )
    return NearestTrial(result.record.title, differs, studies[result.id])


def no_match_in_words(report: Report, evidence: Evidence) -> str:
    """Why no trial says what benefit to expect: the patient fits none that reports it, or too little is known.

    Empty where a trial that fits reports a benefit.
    """
    near, matching = nearest_trial(report, evidence), matching_trials(report, evidence)
    if near is None:
        return "" if matching else NOT_SETTLED
    admitted = "No randomised trial" if matching else "No trial"
    return (
        f"{admitted} here admitted a patient like this. Nearest randomised: {near.title}; its results do not apply at "
        f"{'; '.join(near.differs)}."
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
    harm = _chosen(evidence, study, study.harm, study.harm_source or (benefit.source if benefit else ""))
    others = _other_counts(evidence, harm) if harm else ()
    sources = tuple(dict.fromkeys(chosen.source for chosen in (benefit, harm, *others) if chosen))
    counted = (f"another source counts {arms_in_words(o, _comparator(evidence, o))}" for o in others)
    harms = "; ".join([_line(evidence, harm), *counted])
    return [MatchingTrial(result.record.title, study.design, _line(evidence, benefit), harms, sources, study.id)]


def drawn_effects(study: Study, evidence: Evidence) -> tuple[tuple[str, Effect], ...]:
    """The benefit and the harm that stand for a study, each with its words and, where arms were compared, vehicle first.

    Left out are figures without counts, which have no interval, and those of patients on several strengths together.
    """
    benefit = _chosen(evidence, study, study.benefit)
    harm = _chosen(evidence, study, study.harm, study.harm_source or (benefit.source if benefit else ""))
    counted = [
        effect
        for effect in (benefit, harm)
        if effect and effect.n is not None and effect.arm != ALL_ARMS and NO_COUNTS not in effect.n_origin
    ]
    return tuple(
        (f"{evidence.endpoints[effect.endpoint].label}, {_short_time(effect)}", arm)
        for effect in counted
        for arm in ([_comparator(evidence, effect)] if effect.rd is not None else []) + [effect]
    )


def _other_counts(evidence: Evidence, chosen: Effect) -> tuple[Effect, ...]:
    """The same difference where another source counts other patients: neither is right enough to stand alone."""
    place = {name: getattr(chosen, name) for name in ("trial", "population", "endpoint", "time", "arm", "rd_method")}
    same = [effect for effect in evidence.effects_of(**place) if effect.rd is not None]
    return tuple(effect for effect in same if (effect.n, effect.N) != (chosen.n, chosen.N))


def _short_time(effect: Effect) -> str:
    return effect.time.partition(" ")[0].replace("-", " ") + "s" if "-week" in effect.time else effect.time


def _line(evidence: Evidence, chosen: Effect | None) -> str:
    if chosen is None:
        return ""
    endpoint = chosen.endpoint
    name = f"{evidence.endpoints[endpoint].label}, {chosen.time}"
    if NO_COUNTS in chosen.n_origin:
        place = {"trial": chosen.trial, "endpoint": endpoint, "time": chosen.time, "arm": COMPARATOR}
        beside = "".join(f" and {percent_in_words(other)}% on vehicle" for other in evidence.effects_of(**place))
        return f"{name}: {percent_in_words(chosen)}% on 1.5%{beside}, as printed; without counts there is no interval"
    if chosen.rd is None:
        return f"{name}: {arm_in_words(chosen)}; no comparison"
    return f"{name}: {arms_in_words(chosen, _comparator(evidence, chosen))}"


def _comparator(evidence: Evidence, effect: Effect) -> Effect:
    place = {name: getattr(effect, name) for name in ("trial", "population", "endpoint", "time", "source")}
    return evidence.effect(arm=effect.comparator, **place)


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
