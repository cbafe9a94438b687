"""How many rows of a list remain after each criterion of a record, and of how many it cannot be told."""

from collections import Counter

import numpy as np
import pyarrow as pa

from ruxcheck.cohort import as_column, asked_records
from ruxcheck.criteria import CANNOT_TELL, MET, NOT_MET, SEVERITY, Criterion
from ruxcheck.frozen import Frozen
from ruxcheck.lists.screening import Asked
from ruxcheck.model import Record, Rules


class Step(Frozen):
    """How the rows stand once a criterion and all before it are counted; together they are all rows of the list.

    `criterion` is None for a last step that merges two label versions, either of which may be in force.
    """

    criterion: Criterion | None
    met: int
    cannot_tell: int
    not_met: int

    @property
    def rows(self) -> int:
        return self.met + self.cannot_tell + self.not_met


class Attrition:
    """Counts batch by batch, for every record that a list is screened for with `codes`."""

    def __init__(self, rules: Rules, asked: Asked):
        versions = asked_records(rules, asked.on, asked.jurisdictions)
        self.records: dict[str, Record] = {prefix: found[-1] for prefix, found in versions.items() if found}
        self._counts = {prefix: np.zeros((len(core_of(record)), 3), int) for prefix, record in self.records.items()}

    def add(self, table: pa.Table) -> None:
        """Count one screened batch."""
        for prefix, record in self.records.items():
            standing = np.full(table.num_rows, SEVERITY[MET], np.int8)
            for number, rule in enumerate(core_of(record)):
                codes = table.column(f"{prefix}_{as_column(rule.id)}").to_numpy()
                standing = np.minimum(standing, codes)  # Kleene "and": the worse of both
                self._counts[prefix][number] += np.bincount(standing, minlength=len(SEVERITY))

    def steps(self, prefix: str, core: Counter) -> tuple[Step, ...]:
        """The core criteria of a record in its order; `core` is how often each core result occurs in the list."""
        counted = zip(core_of(self.records[prefix]), self._counts[prefix].tolist())
        steps = [
            Step(rule, counts[SEVERITY[MET]], counts[SEVERITY[CANNOT_TELL]], counts[SEVERITY[NOT_MET]])
            for rule, counts in counted
        ]
        merged = Step(None, core[MET], core[CANNOT_TELL], core[NOT_MET])
        return (*steps, merged) if not steps or steps[-1][1:] != merged[1:] else tuple(steps)


def core_of(record: Record) -> tuple[Criterion, ...]:
    """The criteria on age, IGA and %BSA, in the order of the record."""
    return tuple(rule for rule in record.criteria if rule.core)
