"""One question to the tool: what is known of a patient, the day, the jurisdictions, and how it was typed."""

from datetime import date

from ruxcheck.check import check
from ruxcheck.frozen import Frozen
from ruxcheck.model import Rules
from ruxcheck.report import Report
from ruxcheck.values import Profile


class Asked(Frozen):
    """Possible values by field id, the day asked about, the jurisdictions, and what was typed for each field.

    `typed` may hold more than the value tells ("20, estimate ±5"); a field that was not typed is absent from it.
    """

    profile: Profile
    on: date
    jurisdictions: tuple[str, ...]
    typed: dict[str, str]

    @property
    def is_empty(self) -> bool:
        return not self.profile

    def answer(self, rules: Rules) -> Report:
        """What every label and trial says. Raises as `check` does."""
        return check(self.profile, self.on, rules, self.jurisdictions)
