"""Evidence beside the answer: benefit and harm of the trial that would have admitted the patient, or of the nearest randomised one."""

from functools import lru_cache

import streamlit as st

from ruxcheck.charts.proportions import events_picture, icons_picture
from ruxcheck.charts.theme import Picture
from ruxcheck.evidence.figures import Effect, Figure, arm_in_words, arms_in_words
from ruxcheck.evidence.matching_trials import (
    MatchingTrial,
    drawn_effects,
    matching_trials,
    nearest_trial,
    no_match_in_words,
)
from ruxcheck.export.table import Rich, bold, lines, run, small
from ruxcheck.kernel.results import Report
from ruxcheck.store.evidence_files import load_evidence
from ruxcheck.store.reading import load_documents
from ruxcheck.web.display import show_figures
from ruxcheck.web.evidence.safety import figures_of
from ruxcheck.web.markup import paragraphs, show_html

Shown = tuple[Picture, tuple[Figure, ...]]
END = 100  # benefit and harm on one denominator: all patients of the arm


def evidence_panel(report: Report) -> None:
    """Draw the first trial that fits with benefit and harm, and say the others; where none has figures, the nearest randomised one."""
    evidence = load_evidence()
    matching = matching_trials(report, evidence)
    told = [trial for trial in matching if trial.benefit or trial.harm]
    drawn = [trial for trial in told if benefit_and_harm(trial.study)]
    near = None if drawn else nearest_trial(report, evidence)
    study = drawn[0].study if drawn else near.study if near else ""
    st.header("Evidence in patients like this")
    if not drawn and (why := no_match_in_words(report, evidence)):
        show_html(paragraphs(why))
    if study:
        show_figures(*benefit_and_harm(study), evidence, load_documents(), f"evidence_{study}")
        with st.expander("The same, of 100 patients", key=f"icons_of_{study}", on_change="rerun") as box:
            if box.open:
                for number, shown in enumerate(icons(study)):
                    show_figures(*shown, evidence, load_documents(), f"icons_{study}_{number}")
    show_html(paragraphs(*_told(told, drawn[:1]), *_silent(matching)))


@lru_cache(maxsize=16)
def benefit_and_harm(study: str) -> Shown | None:
    """Both arms' benefit and harm on one axis of 100 patients; None where no figure with counts was read."""
    evidence = load_evidence()
    effects = drawn_effects(evidence.studies[study], evidence) if study else ()
    if not effects:
        return None
    rows = figures_of([effect for _, effect in effects])
    finding = f"{evidence.studies[study].title}: {_findings(effects)[0]}"
    sources = ", ".join(dict.fromkeys(load_documents().sources[row.source].title for row in rows))
    footer = f"Source: {sources}; {evidence.studies[study].design}."
    return events_picture(list(effects), finding, footer, END), rows


def _findings(effects: tuple) -> list[str]:
    """Each endpoint in a few words: "IGA treatment success, week 8, 56% v 11% on vehicle: 46 more per 100 (95% CI 33 to 56 more)"."""
    found: dict[str, list[Effect]] = {}
    for name, effect in effects:
        found.setdefault(name, []).append(effect)
    return [
        f"{name}, {arms_in_words(arms[1], arms[0]) if len(arms) > 1 else arm_in_words(arms[0])}"
        for name, arms in found.items()
    ]


@lru_cache(maxsize=16)
def icons(study: str) -> tuple[Shown, ...]:
    """The same as icons of 100, one picture an endpoint."""
    evidence = load_evidence()
    effects = drawn_effects(evidence.studies[study], evidence)
    names = dict.fromkeys(name for name, _ in effects)
    pictures = []
    for name, words in zip(names, _findings(effects)):
        arms = [effect for of, effect in effects if of == name]
        footer = (
            f"Source: {load_documents().sources[arms[0].source].title}. Each figure is rounded once, from its count."
        )
        pictures.append((icons_picture(arms, words, footer), figures_of(arms)))
    return tuple(pictures)


def _told(trials: list[MatchingTrial], drawn: list[MatchingTrial]) -> list[Rich]:
    """What stands beside the picture in words: of the trial drawn the harm, with another source's count; of others both."""
    return [
        lines(
            run(bold(trial.title), " ", small(trial.design)),
            "" if trial in drawn else trial.benefit,
            trial.harm,
        )
        for trial in trials
    ]


def _silent(trials: tuple[MatchingTrial, ...]) -> list[Rich]:
    silent = ", ".join(trial.title for trial in trials if not (trial.benefit or trial.harm))
    return [small(f"Also admits this patient, results not read: {silent}.")] if silent else []


def prepare() -> None:
    """Build the picture of every study once, so that no visitor waits for it."""
    for study in load_evidence().studies.values():
        if study.benefit or study.harm:
            benefit_and_harm(study.id)
