"""Every figure and every effect with its source: the table a reviewer checks the evidence pages against."""

from functools import lru_cache

import pandas as pd

from ruxcheck.evidence_files import load_evidence
from ruxcheck.records import load_documents

FIGURE_HEADS = ["study", "population", "arm", "endpoint", "time", "n", "N", "as printed", "SD", "low", "high", "unit", "count", "source", "place", "file", "row", "note"]  # fmt: skip
EFFECT_HEADS = ["study", "population", "arm", "endpoint", "time", "n", "N", "percent", "low", "high", "interval", "difference", "difference low", "difference high", "method", "NNT", "NNT low", "NNT high", "ratio", "source", "place"]  # fmt: skip


@lru_cache(maxsize=1)
def figure_rows() -> pd.DataFrame:
    """One row a figure, as printed, with the file and row of the data it stands in."""
    rows = [
        [*_named(r), r.n, r.N, r.value, r.sd, r.low, r.high, r.unit, r.n_origin, *_placed(r), r.file, r.row, r.note]
        for r in load_evidence().figures
    ]
    return pd.DataFrame(rows, columns=FIGURE_HEADS).convert_dtypes()


@lru_cache(maxsize=1)
def effect_rows() -> pd.DataFrame:
    """One row an effect, in percentage points, with the methods of its interval and of its difference."""
    rows = [
        [*_named(e), e.n, e.N, e.printed, e.ci_low, e.ci_high, e.ci_method, e.rd, e.rd_low, e.rd_high, e.rd_method,
         e.nnt, e.nnt_low, e.nnt_high, e.rr, *_placed(e)]
        for e in load_evidence().effects
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=EFFECT_HEADS).convert_dtypes()


def _named(row) -> list[str]:
    words = load_evidence()
    study, endpoint = words.studies[row.trial].title, words.endpoints[row.endpoint].label
    return [study, words.populations[row.population], words.arms[row.arm].label, endpoint, row.time]


def _placed(row) -> list[str]:
    return [load_documents().sources[row.source].title, row.locator]
