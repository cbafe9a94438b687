"""The table behind every picture: each figure with its number, and no unit without one."""

import pytest

from ruxcheck.store.evidence_files import load_evidence, load_registry
from ruxcheck.store.reading import load_documents
from ruxcheck.web.display import HEADS, figures_table

COUNTED, PRINTED = HEADS.index("n/N"), HEADS.index("As printed")
BOTH = [pytest.param(load_evidence(), id="published"), pytest.param(load_registry(), id="registry")]


def cells(evidence):
    table = figures_table(evidence.figures, evidence, load_documents())
    return zip(evidence.figures, table.rows, strict=True)


@pytest.mark.parametrize("evidence", BOTH)
def test_what_was_counted_stands_in_the_table_also_where_it_is_a_number_enrolled(evidence):
    for figure, row in cells(evidence):
        counted = str(row[COUNTED])
        assert figure.n is None or counted.split("/")[0] == str(figure.n), figure
        assert figure.n is not None or counted in ("", f"N {figure.N}"), figure
    assert any(figure.n is not None and not figure.N for figure in load_evidence().figures)


@pytest.mark.parametrize("evidence", BOTH)
def test_a_unit_stands_only_beside_a_number(evidence):
    for figure, row in cells(evidence):
        printed = str(row[PRINTED])
        if figure.value is None and figure.low is None and figure.sd is None:
            assert printed in ("", figure.note), figure
        if figure.value is not None:
            assert printed.startswith(f"{figure.value} {figure.unit}".strip()), figure
