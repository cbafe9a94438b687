"""What the batch is measured against: the core results of 22 November 2026, written by hand for NumPy arrays.

It knows the rules by heart, has no records, no words and no further facts; a rule changed in data/ has to be changed here.
Ages in years, IGA, and the low and high end of %BSA; not recorded is NaN. 0 is not met, 1 cannot tell, 2 met.
"""

import numpy as np

AGES, IGAS, AREAS = (0, 120), (0, 4), (0, 100)


def core_codes(age, iga, bsa_low, bsa_high) -> dict[str, np.ndarray]:
    """The core result of every label and trial as numbers of one byte, one a patient, by the name of its column."""
    age, iga, area = _possible(age, age, AGES), _possible(iga, iga, IGAS), _possible(bsa_low, bsa_high, AREAS)
    from_2, from_12, from_18 = (_at_least(age, years) for years in (2, 12, 18))
    mild_to_moderate, from_mild = _and(_at_least(iga, 2), _at_most(iga, 3)), _at_least(iga, 2)
    up_to_20, from_3_to_20 = _at_most(area, 20), _and(_at_least(area, 3), _at_most(area, 20))
    without_indication = np.zeros(len(bsa_low), np.int8)
    return {
        "label_us_core": _and(from_2, mild_to_moderate, up_to_20),
        "label_ca_core": _and(from_2, mild_to_moderate),
        "label_eu_core": without_indication,
        "label_gb_core": without_indication,
        "label_ch_core": without_indication,
        "trial_true_ad_core": _and(from_12, mild_to_moderate, from_3_to_20),
        "trial_must_paediatric_core": _and(from_2, _under(age, 12), _at_least(iga, 3), _at_least(area, 35)),
        "trial_true_ad3_core": _and(from_2, _under(age, 12), mild_to_moderate, from_3_to_20),
        "trial_true_ad4_core": _and(from_18, _at_least(iga, 3), _at_most(iga, 3), _at_least(area, 10), up_to_20),
        "trial_must_adult_core": _and(from_12, _under(age, 66), from_mild, _at_least(area, 25)),
        "trial_phase1_paediatric_core": _and(from_2, _under(age, 18), from_mild, _at_least(area, 8), up_to_20),
        "trial_phase2_adult_core": _and(from_18, _under(age, 71), mild_to_moderate, from_3_to_20),
    }


def _possible(low, high, domain):
    return np.where(np.isnan(low), domain[0], low), np.where(np.isnan(high), domain[1], high)


def _at_least(value, bound):
    """All possible values are, or some are, or none is: two yes/no answers, added."""
    return (value[0] >= bound).view(np.int8) + (value[1] >= bound).view(np.int8)


def _at_most(value, bound):
    return (value[0] <= bound).view(np.int8) + (value[1] <= bound).view(np.int8)


def _under(value, bound):
    return (value[0] < bound).view(np.int8) + (value[1] < bound).view(np.int8)


def _and(first, *others):
    worst = first
    for other in others:
        worst = np.minimum(worst, other)
    return worst
