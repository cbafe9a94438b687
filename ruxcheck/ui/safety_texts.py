"""The fixed words and tables of the safety page, each piece as ready HTML."""

from ruxcheck.evidence_files import load_evidence
from ruxcheck.records import load_documents
from ruxcheck.ui import safety_figures as figures
from ruxcheck.ui.markup import listed, prose
from ruxcheck.ui.maximum_use_figures import us_label
from ruxcheck.ui.safety_tables import groups_table, statements, under_one_percent

IN_WORDS = prose("<b>Said in words only</b>")


def numbers_needed() -> str:
    """For how many patients treated there is one event fewer, or why there is no such number."""
    return f'<div class="rux"><b>Numbers needed, against vehicle</b>{listed(list(figures.numbers_needed()))}</div>'


def first_weeks() -> str:
    """What sources say in words only of the first 8 weeks."""
    where = {"trial": "true-ad", "population": "safety", "statistic": "statement"}
    said = _statements(where | {"source": figures.POSTER}, where | {"source": "hcp-ae"})
    return prose("<b>Said in words only, for these 8 weeks</b>") + said


def label_adults() -> str:
    """The label's first table and what stands below it."""
    rows = load_evidence().find(source=us_label().source, locator="6.1 Table 1")
    below = under_one_percent(figures.beneath_table_1(), load_evidence())
    return _table("Label, Table 1: TRuE-AD1/2, 12 years and older, 8 weeks", rows) + prose(below)


def label_children() -> str:
    """The label's table of children, what the maker's page adds, and what is said in words only."""
    rows = load_evidence().find(source=us_label().source, locator="6.1 Table 2")
    stopped = load_evidence().find(trial="true-ad3", endpoint="teae-discontinued")
    in_words = {"trial": "true-ad3", "population": "age-2-11", "statistic": "statement", "source": us_label().source}
    return (
        _table("Label, Table 2: TRuE-AD3, 2 to 11 years, 8 weeks", rows)
        + _table("TRuE-AD3, 8 weeks: maker's page, not in the label's table", stopped)
        + IN_WORDS
        + _statements(in_words, {"trial": "true-ad3", "endpoint": "aesi"})
    )


def long_term_groups() -> str:
    """To 52 weeks by group, and why the groups are not compared."""
    rows = tuple(row for row in _long_term() if row.arm in figures.LONG_TERM and row.endpoint in figures.LONG)
    return prose(
        "In TRuE-AD1 and TRuE-AD2 nobody stayed on vehicle after week 8. The groups began in different ways; they stand side by "
        "side to be read, not to be compared."
    ) + _table("TRuE-AD1/2 by group", rows, figures.LONG_TERM)


def long_term_any_dose() -> str:
    """To 52 weeks, everybody who was ever on 1.5%."""
    rows = tuple(row for row in _long_term() if row.population == "any-1.5-exposure")
    return _table("TRuE-AD1/2: maker's page, not label content", rows, {"rux-1.5": "Ever on 1.5%"})


def long_term_children() -> str:
    """To 52 weeks, children, with what is said in words only."""
    rows = load_evidence().find(trial="true-ad3-lts", population="any-1.5-exposure", time="52 weeks")
    whom = "TRuE-AD3, 2 to 11 years: maker's page, not label content"
    said = _statements({"trial": "true-ad3-lts", "endpoint": "aesi"})
    return _table(whom, rows, {"rux-1.5": "Ever on 1.5%, as printed"}) + said


def _long_term() -> tuple:
    return tuple(
        row for row in load_evidence().find(trial="true-ad-lts", time="52 weeks") if row.statistic == "percent"
    )


def _table(caption: str, rows: tuple, groups: dict[str, str] = figures.BESIDE_VEHICLE) -> str:
    return groups_table(caption, rows, groups, load_evidence(), load_documents())


def _statements(*chosen: dict[str, str]) -> str:
    return "".join(statements(load_evidence().find(**where), load_evidence(), load_documents()) for where in chosen)
