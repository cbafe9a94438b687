"""The line under every picture: where its figures come from, in whom, how many, when, and how gaps were filled."""

from ruxcheck.charts.frame import short_name
from ruxcheck.evidence import Evidence, Figure
from ruxcheck.model import Documents


def source_line(rows: tuple[Figure, ...], evidence: Evidence, documents: Documents) -> str:
    """ "Source: ...; efficacy population; n/N vehicle 28/244, 1.5% 253/481; week 8; missing counted as non-response"."""
    parts = [
        "Source: " + _once(documents.sources[row.source].title for row in rows),
        _once(evidence.populations[row.population] for row in rows),
        _counts(rows),
        _once(row.time for row in rows),
        _once(row.imputation for row in rows),
        "counts derived from printed percentages" if any("printed percent" in row.n_origin for row in rows) else "",
    ]
    return "; ".join(part for part in parts if part) + "."


def _once(texts) -> str:
    return ", ".join(dict.fromkeys(text for text in texts if text))


def _counts(rows: tuple[Figure, ...]) -> str:
    one_study = len({row.trial for row in rows}) == 1
    named = (f"{short_name(row.arm)} {row.counts}" if one_study else row.counts for row in rows if row.counts)
    counts = ", ".join(dict.fromkeys(named))
    return f"n/N {counts}" if counts else "n/N not printed"
