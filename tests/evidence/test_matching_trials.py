"""Which evidence speaks about a patient, and what is said where none does."""

from datetime import date

import pytest

from ruxcheck.evidence.matching_trials import matching_trials, nearest_trial
from ruxcheck.kernel.check import check
from ruxcheck.kernel.parsing import parse_value
from ruxcheck.store.evidence_files import load_evidence
from ruxcheck.store.reading import load

RULES, EVIDENCE = load(), load_evidence()
LABELS = RULES.field_names


def report_for(age: str = "?", iga: str = "?", bsa: str = "?"):
    typed = {"age_years": age, "iga": iga, "bsa_percent": bsa}
    profile = {name: parse_value(RULES.fields[name], text) for name, text in typed.items()}
    return check(profile, date(2026, 11, 22), RULES)


@pytest.mark.parametrize(
    ("age", "iga", "bsa", "titles"),
    [
        ("30", "3", "8", {"TRuE-AD1 and TRuE-AD2", "Phase 2 trial in adults"}),
        ("8", "2", "5", {"TRuE-AD3"}),
        ("7", "3", "40", {"Paediatric maximum-use trial"}),
        ("30", "4", "40", {"Adult and adolescent maximum-use trial"}),
        ("1", "3", "10", set()),
        ("30", "3", "15-25", set()),
    ],
)
def test_the_trials_that_admit_the_patient_speak(age, iga, bsa, titles):
    assert {voice.title for voice in matching_trials(report_for(age, iga, bsa), EVIDENCE)} == titles


def test_a_compared_trial_gives_the_difference_with_its_interval_from_one_source():
    voice = matching_trials(report_for("30", "3", "8"), EVIDENCE)[0]
    effect = EVIDENCE.effect(
        trial="true-ad", endpoint="iga-ts", arm="rux-1.5", population="efficacy", rd_method="Newcombe, unadjusted"
    )
    assert f"{effect.printed} of 100 ({effect.ci_low:.1f} to {effect.ci_high:.1f})" in voice.benefit
    assert f"{effect.rd:.1f} more of 100 ({effect.rd_low:.1f} to {effect.rd_high:.1f}) than on vehicle" in voice.benefit
    harm = EVIDENCE.effect(trial="true-ad", endpoint="teae", arm="rux-1.5", source="poster-true-ad")
    assert f"{harm.printed} of 100" in voice.harm


def test_a_single_arm_trial_is_told_without_comparison():
    voice = matching_trials(report_for("7", "3", "40"), EVIDENCE)[0]
    assert voice.benefit.endswith("no comparison")
    assert "vehicle" not in voice.benefit + voice.harm


def test_a_harm_whose_difference_may_go_either_way_is_told_in_both_directions():
    voice = matching_trials(report_for("8", "2", "5"), EVIDENCE)[0]
    assert "fewer to" in voice.harm
    assert "more" in voice.harm


@pytest.mark.parametrize(
    ("age", "iga", "bsa", "title", "differs"),
    [
        ("1", "3", "10", "TRuE-AD3", ("Age 1 y (trial: 2 to under 12 y)",)),
        ("30", "3", "22", "TRuE-AD1 and TRuE-AD2", ("%BSA 22% (trial: 3 to 20%)",)),
        ("8", "4", "30", "Paediatric maximum-use trial", ("%BSA 30% (trial: 35% or more)",)),
    ],
)
def test_where_none_fits_the_nearest_says_what_does_not_carry_over(age, iga, bsa, title, differs):
    found = nearest_trial(report_for(age, iga, bsa), LABELS)
    assert (found.title, found.differs) == (title, differs)


def test_nothing_is_called_nearest_while_something_is_open():
    assert nearest_trial(report_for("30"), LABELS) is None
    assert nearest_trial(report_for("30", "3", "8"), LABELS) is None
