"""The answer about one patient, as typed results and as the JSON contract."""

from datetime import date

from ruxcheck import __version__
from ruxcheck.amount import Amount
from ruxcheck.criteria import CANNOT_TELL, NOT_MET
from ruxcheck.frozen import Frozen
from ruxcheck.item_results import CautionResult, CriterionResult
from ruxcheck.margin import Margin
from ruxcheck.model import Jurisdiction, Record
from ruxcheck.values import Field, Interval, Profile, value_in_words

CORE_FIELDS = ("age_years", "iga", "bsa_percent")


class RecordResult(Frozen):
    """What one label or trial says about one patient; `record` is None where no label is in force."""

    record: Record | None
    core: str
    overall: str
    parts: dict[str, str]
    criteria: tuple[CriterionResult, ...] = ()
    cautions: tuple[CautionResult, ...] = ()
    overdue: bool = False
    margins: tuple[Margin, ...] = ()
    also_possible: Record | None = None
    jurisdiction: str = ""
    title: str = ""
    explanation: str = ""

    @classmethod
    def without_record(cls, jurisdiction: Jurisdiction, earliest: date | None) -> "RecordResult":
        why = f"The earliest label version read starts {earliest}." if earliest else jurisdiction.no_record
        return cls(
            None,
            CANNOT_TELL,
            CANNOT_TELL,
            {},
            jurisdiction=jurisdiction.id,
            title=jurisdiction.name,
            explanation=f"Not established here. {why}",
        )

    @property
    def id(self) -> str | None:
        return self.record.id if self.record else None

    @property
    def deciding(self) -> CriterionResult | None:
        """The core criterion that decides a result other than met: the first that is as bad as the result."""
        return next((item for item in self.criteria if item.criterion.core and item.result == self.core), None)

    @property
    def failed_core(self) -> tuple[CriterionResult, ...]:
        """The criteria on age, IGA and %BSA that this patient does not meet."""
        return tuple(item for item in self.criteria if item.criterion.core and item.result == NOT_MET)

    @property
    def to_confirm(self) -> tuple[CriterionResult, ...]:
        """Criteria beyond age, IGA and %BSA that nobody has answered and that could still count."""
        return tuple(item for item in self.criteria if not item.criterion.core and item.result == CANNOT_TELL)

    @property
    def applying(self) -> tuple[CautionResult, ...]:
        """Cautions that a fact about this patient brings into force."""
        return tuple(item for item in self.cautions if item.applies == "yes")

    def as_json(self) -> dict:
        if self.record is None:
            told = {"kind": "label", "id": None, "jurisdiction": self.jurisdiction, "core": self.core}
            return told | {
                "overall": self.overall,
                "reason": "no record",
                "title": self.title,
                "explanation": self.explanation,
            }
        told = self._identity() | {"core": self.core, "overall": self.overall, "parts": self.parts}
        never = next((item for item in self.criteria if item.criterion.range is None), None)
        if never and self.core == NOT_MET:
            told["reason"] = never.criterion.statement
        return told | {
            "criteria": [item.as_json() for item in self.criteria],
            "to_confirm": [item.criterion.statement for item in self.to_confirm],
            "cautions": [item.as_json() for item in self.cautions],
            "not_read": [gap._asdict() for gap in self.record.not_read],
            "margins": [margin.as_json() for margin in self.margins],
        }

    def _identity(self) -> dict:
        record = self.record
        if record.kind == "trial":
            told = {"kind": "trial", "id": record.id, "title": record.title, "registry_ids": list(record.registry_ids)}
        else:
            told = {
                "kind": "label",
                "id": record.id,
                "jurisdiction": record.jurisdiction,
                "title": record.title,
                "version": record.version,
                "in_force_from": str(record.in_force_from),
            }
            if record.in_force_from_latest != record.in_force_from:
                told["in_force_from_latest"] = str(record.in_force_from_latest)
            if self.also_possible:
                told["also_possible"] = self.also_possible.id
        return told | {"checked_on": str(record.checked_on), "overdue": self.overdue}


class Report(Frozen):
    """Every label and trial for one patient on one day; `rules` is the fingerprint of the facts used.

    `amount` is the estimated amount of cream, None where nothing known allows one.
    """

    as_of: date
    rules: str
    profile: Profile
    results: tuple[RecordResult, ...]
    not_checked: tuple[str, ...]
    amount: Amount | None = None

    @property
    def labels(self) -> tuple[RecordResult, ...]:
        return tuple(result for result in self.results if result.record is None or result.record.kind == "label")

    @property
    def trials(self) -> tuple[RecordResult, ...]:
        return tuple(result for result in self.results if result.record and result.record.kind == "trial")

    def as_json(self, fields: dict) -> dict:
        """The stable contract: absent facts are left out, a core value that is not recorded is its whole domain."""
        core = {name: list(self.profile.get(name) or fields[name].domain) for name in CORE_FIELDS}
        facts = {
            name: _fact(fields[name], value)
            for name, value in self.profile.items()
            if name not in CORE_FIELDS and value != fields[name].domain
        }
        return {
            "as_of": str(self.as_of),
            "rules": self.rules,
            "version": __version__,
            "profile": core | {"facts": facts},
            "amount": self.amount.as_json() if self.amount else None,
            "results": [result.as_json() for result in self.results],
            "not_checked": list(self.not_checked) + self._gaps(),
        }

    def _gaps(self) -> list[str]:
        return [
            f"{result.record.title}, {gap.part}: {gap.what}"
            for result in self.results
            if result.record
            for gap in result.record.not_read
        ]


def _fact(field: Field, value: Interval):
    return value_in_words(field, value) if field.kind == "yesno" else list(value)
