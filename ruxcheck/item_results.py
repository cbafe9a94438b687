"""The answer about one criterion or caution of a record, for one patient."""

from ruxcheck.criteria import Criterion
from ruxcheck.frozen import Frozen
from ruxcheck.model import Caution


class CriterionResult(Frozen):
    """One criterion for one patient: the value in words beside the limit, the result, and what would settle a `cannot tell`.

    `answered` is False where nobody gave the value; `estimated` where the tool's own estimate of the amount stands in for it;
    `applies` is False where the criterion is for other patients than this one, by age.
    """

    criterion: Criterion
    result: str
    value: str
    answered: bool
    would_settle: str = ""
    sentence: str = ""
    estimated: bool = False
    applies: bool = True

    def as_json(self) -> dict:
        rule = self.criterion
        return {
            "id": rule.id,
            "part": rule.part,
            "field": rule.field,
            "result": self.result,
            "value": self.value,
            "limit": rule.limit,
            "statement": rule.statement,
            "source": rule.source,
            "locator": rule.locator,
            "core": rule.core,
            "when": rule.when.words if rule.when else None,
            "would_settle": self.would_settle or None,
            "sentence": self.sentence or None,
            "estimated": self.estimated,
        }


class CautionResult(Frozen):
    """One warning of a label; `applies` is "yes", "no", "not asked", or "always" where no fact about the patient decides it."""

    caution: Caution
    applies: str

    def as_json(self) -> dict:
        caution = self.caution
        told = {"id": caution.id, "statement": caution.statement, "locator": caution.locator}
        return told | {
            "source": caution.source,
            "level": caution.level,
            "field": caution.field,
            "applies": self.applies,
        }
