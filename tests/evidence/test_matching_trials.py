"""Which evidence speaks about a patient, and what is said where none does."""

from datetime import date

import pytest

from ruxcheck.evidence.matching_trials import matching_trials, nearest_trial, no_match_in_words
from ruxcheck.kernel.check import check
from ruxcheck.kernel.parsing import parse_value
from ruxcheck.store.evidence_files import load_evidence
from ruxcheck.store.reading import load

RULES, EVIDENCE = load(), load_evidence()


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


@pytest.mark.parametrize(
    ("age", "bsa", "benefit", "harm"),
    [
        (
            "8",
            "12",
            "IGA treatment success, week 8: 56% v 11% on vehicle: 46 more per 100 (95% CI 33 to 56 more)",
            "Application site reaction (grouped term), 8-week vehicle-controlled period: 5% v 2% on vehicle: "
            "3 more per 100 (95% CI 4 fewer to 8 more)",
        ),
        (
            "30",
            "8",
            "IGA treatment success, week 8: 53% v 11% on vehicle: 41 more per 100 (95% CI 35 to 47 more)",
            "Any treatment-emergent adverse event, 8-week vehicle-controlled period: 26% v 33% on vehicle: "
            "7 fewer per 100 (95% CI 14 fewer to 0.1 more); another source counts 26% v 34% on vehicle: "
            "7 fewer per 100 (95% CI 0.5 to 14 fewer)",
        ),
    ],
)
def test_a_compared_trial_gives_both_arms_and_the_difference_and_a_disputed_harm_both_counts(age, bsa, benefit, harm):
    voice = matching_trials(report_for(age, "3", bsa), EVIDENCE)[0]
    assert (voice.benefit, voice.harm) == (benefit, harm)


def test_a_single_arm_trial_is_told_without_comparison():
    voice = matching_trials(report_for("7", "3", "40"), EVIDENCE)[0]
    assert voice.benefit.endswith("no comparison")
    assert "vehicle" not in voice.benefit + voice.harm


@pytest.mark.parametrize(
    ("age", "iga", "bsa", "title", "differs"),
    [
        ("1", "3", "10", "TRuE-AD3", ("age 1 y (trial: 2 to under 12 y)",)),
        ("30", "3", "22", "TRuE-AD1 and TRuE-AD2", ("BSA 22% (trial: 3 to 20%)",)),
        ("8", "4", "30", "TRuE-AD3", ("IGA 4 (trial: 2 to 3)", "BSA 30% (trial: 3 to 20%)")),
    ],
)
def test_where_none_fits_the_nearest_says_what_does_not_carry_over(age, iga, bsa, title, differs):
    found = nearest_trial(report_for(age, iga, bsa), EVIDENCE)
    assert (found.title, found.differs) == (title, differs)


def test_where_the_only_trial_that_fits_reports_no_benefit_the_nearest_randomised_one_is_named_too():
    report = report_for("13", "4", "12")
    assert [voice.title for voice in matching_trials(report, EVIDENCE) if voice.harm] == ["Paediatric phase 1 trial"]
    assert nearest_trial(report, EVIDENCE).differs == ("IGA 4 (trial: 2 to 3)",)
    assert no_match_in_words(report, EVIDENCE) == (
        "No randomised trial here admitted a patient like this. Nearest randomised: TRuE-AD1 and TRuE-AD2; "
        "its results do not apply at IGA 4 (trial: 2 to 3)."
    )


def test_where_a_trial_that_fits_reports_a_benefit_nothing_is_called_nearest():
    assert no_match_in_words(report_for("30", "3", "8"), EVIDENCE) == ""


def test_nothing_is_called_nearest_while_something_is_open():
    assert nearest_trial(report_for("30"), EVIDENCE) is None
    assert nearest_trial(report_for("30", "3", "8"), EVIDENCE) is None
