"""No event in so many patients: what is still possible, by arithmetic alone. Rates are of 100 patients."""

import re

from ruxcheck.frozen import Frozen
from ruxcheck.parsing import InputError

TAIL = 0.025  # outside each end of an exact two-sided 95% interval
MOST = 100_000


class Chance(Frozen):
    """How many of 100 such trials would see no event, were this the true rate."""

    rate: float
    patients: int
    of_100: float


class Bound(Frozen):
    """The upper end of the exact 95% interval after no event; `counted` is False where nobody counted such a group."""

    patients: int
    high: float
    counted: bool


def chance_of_none(rate: float, patients: int) -> Chance:
    """The chance that none of so many patients has an event, each of them with this rate."""
    return Chance(rate, patients, 100 * (1 - rate / 100) ** patients)


def upper_bound(patients: int) -> float:
    """The rate at which no event has a chance of TAIL: the upper end of the exact interval (Clopper-Pearson) of 0 of N."""
    return 100 * (1 - TAIL ** (1 / patients))


def whole_patients(typed: str) -> int:
    """A number of patients from what was typed. Raises InputError for anything but a whole number from 1 to MOST."""
    text = typed.strip().replace(",", "").replace(" ", "")
    if not re.fullmatch(r"[0-9]{1,6}", text) or not 1 <= int(text) <= MOST:
        raise InputError(
            f"Patients: '{typed.strip()[:24]}' cannot be used; allowed: a whole number from 1 to {MOST:,}, such as 50"
        )
    return int(text)
