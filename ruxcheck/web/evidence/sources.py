"""The Sources page: records with their spec tables, documents, conflicts, and every figure with its source."""

from datetime import date
from functools import lru_cache

import pandas as pd
import streamlit as st

from ruxcheck.evidence.figures import Evidence
from ruxcheck.export.table import Rich, Table, bold, bullets, lines, link, marked_result, run, small, source_link
from ruxcheck.kernel.criteria import CANNOT_TELL, MET, NOT_MET
from ruxcheck.kernel.records import Documents, Note, Record, Rules
from ruxcheck.kernel.wording import heard_of, last_verified
from ruxcheck.store.evidence_files import load_evidence, load_registry
from ruxcheck.store.files import SpecTable
from ruxcheck.store.reading import load_documents
from ruxcheck.watch.standing import Watching
from ruxcheck.web.markup import paragraphs, show_html

READING = {"full": "the passage itself", "excerpt": "an excerpt or a copy"}
HEADS = {
    "because": "Because",
    "core": "By age, IGA and %BSA",
    "on": "On",
    "version": "Version",
    "criterion": "Criterion",
}


def records_table(rules: Rules, documents: Documents, today: date) -> Table:
    """Every label version and trial: since when, where that stands, when last seen, what is overdue or superseded."""
    latest = {record.jurisdiction: record for record in rules.labels}
    rows = tuple(_record(record, documents, today, latest) for record in rules.labels + rules.trials)
    return Table("Records", ("Record", "In force from", "Last verified", "Main source", "Not read"), rows)


def watching_table(now: Watching, today: date) -> Table:
    """Each official source: what it tells of, its state, when it was tried and reached, when a person accepted what it says."""
    heads = ("Source", "Record", "State", "Last tried", "Last reached", "Accepted as of", "Recruiting", "What is asked")
    rows = tuple(
        (each.id, each.record, each.state, each.tried, each.reached, each.accepted, each.recruiting, small(each.page))
        for each in now.sources
    )
    return Table("Official sources watched", heads, rows, above=(now.said(today),))


def _record(record: Record, documents: Documents, today: date, latest: dict[str, Record]) -> tuple:
    start = _start(record, documents) if record.kind == "label" else ", ".join(record.registry_ids)
    late: Rich | str = ""
    if record.kind == "label" and record is not latest[record.jurisdiction]:
        late = " superseded"
    elif record.is_overdue(today):
        late = run(" ", bold(f"overdue: more than {record.recheck_days} days ago"))
    seen = lines(run(last_verified(record, False), heard_of(record), late), small(record.checked_locator))
    gaps = lines(*(small(f"{gap.part}: {gap.what}") for gap in record.not_read))
    name = lines(run(bold(record.title), " ", small(record.id)), small(record.version))
    return name, start, seen, source_link(documents, record.source, ""), gaps


def _start(record: Record, documents: Documents) -> Rich:
    day = str(record.in_force_from)
    if record.in_force_from_latest != record.in_force_from:
        day = f"between {day} and {record.in_force_from_latest}"
    return lines(day, small(source_link(documents, record.in_force_source, record.in_force_locator)))


def spec_tables(tables: tuple[SpecTable, ...], rules: Rules, source: str) -> tuple[Table, ...]:
    """The spec tables of one record as clinicians read them, with field names instead of ids."""
    return tuple(_spec_table(spec, rules, source) for spec in tables)


def _spec_table(spec: SpecTable, rules: Rules, source: str) -> Table:
    heads = tuple(
        rules.fields[name].label if name in rules.fields else HEADS.get(name, name.capitalize())
        for name in spec.columns
    )
    rows = tuple(tuple(_cell(row[name], rules) for name in spec.columns) for row in spec.rows)
    return Table(spec.heading, heads, rows, source=source)


def _cell(text: str, rules: Rules) -> Rich | str:
    if text in (MET, NOT_MET, CANNOT_TELL):
        return marked_result(text)
    return rules.fields[text].label if text in rules.fields else text


def conflicts_table(documents: Documents, caption: str = "Conflicts") -> Table:
    """Each conflict: what each source says and where, how the tool handles it and why."""
    rows = tuple(
        (
            lines(bold(conflict.title), small(", ".join(conflict.concerns))),
            bullets(
                run(item.text, " ", small(source_link(documents, item.source, item.locator))) for item in conflict.says
            ),
            lines(conflict.handling, small(conflict.because)),
        )
        for conflict in documents.conflicts
    )
    return Table(caption, ("What", "What the sources say", "What the tool does, and why"), rows)


def chosen_conflicts(documents: Documents, *ids: str, caption: str = "Conflicts") -> Table:
    """These conflicts as the Sources page shows them. Raises LookupError for an id that is not there."""
    found = tuple(conflict for name in ids for conflict in documents.conflicts if conflict.id == name)
    if len(found) != len(ids):
        raise LookupError(f"conflicts {ids}; {len(found)} of them are in conflicts.toml")
    return conflicts_table(documents._replace(conflicts=found), caption)


def not_found_table(documents: Documents) -> Table:
    """What was searched for and not found, with the day of the last search."""
    return _noted("Searched for and not found", documents.not_found)


def known_trials_table(documents: Documents) -> Table:
    """Trials that are known and not evaluated here."""
    return _noted("Known trials, not evaluated here", documents.known_trials)


def _noted(caption: str, notes: tuple[Note, ...]) -> Table:
    return Table(caption, ("What", "Where"), tuple((note.statement, note.locator) for note in notes))


@st.dialog("Glossary", width="large")
def show_glossary() -> None:
    """What the terms and the methods on these pages mean."""
    terms = (text.partition(": ") for text in load_evidence().glossary)
    show_html(paragraphs(bullets(run(bold(term), f": {words}") for term, _, words in terms)))


def documents_table(documents: Documents) -> Table:
    """Every document with its citation, dates, licence and how much of it was read."""
    rows = tuple(
        (
            lines(_linked(source), small(source.citation)),
            source.published or "not read",
            source.accessed,
            READING[source.reading],
            source.licence or "not read",
        )
        for source in documents.sources.values()
    )
    return Table("Documents", ("Document", "Published", "Accessed", "Read", "Licence"), rows)


def _linked(source) -> Rich:
    return link(source.title, source.url) if source.url else run(source.title, " ", small(source.where))


# Every figure and every effect with its source: the table a reviewer checks the evidence pages against.

FIGURE_HEADS = ["study", "population", "arm", "endpoint", "time", "n", "N", "as printed", "SD", "SE", "low", "high", "unit", "P as printed", "count", "source", "place", "file", "row", "note"]  # fmt: skip
EFFECT_HEADS = ["study", "population", "arm", "endpoint", "time", "n", "N", "percent", "low", "high", "interval", "difference", "difference low", "difference high", "method", "NNT", "NNT low", "NNT high", "ratio", "source", "place"]  # fmt: skip


@lru_cache(maxsize=1)
def figure_rows() -> pd.DataFrame:
    """One row a figure, as printed, with the file and row of the data it stands in."""
    rows = [
        [
            *_named(r, words),
            r.n,
            r.N,
            r.value,
            r.sd,
            r.se,
            r.low,
            r.high,
            r.unit,
            r.p_printed,
            r.n_origin,
            *_placed(r),
            r.file,
            r.row,
            r.note,
        ]
        for words in (load_evidence(), load_registry())
        for r in words.figures
    ]
    return pd.DataFrame(rows, columns=FIGURE_HEADS).convert_dtypes()


@lru_cache(maxsize=1)
def effect_rows() -> pd.DataFrame:
    """One row an effect, in percentage points, with the methods of its interval and of its difference."""
    rows = [
        [*_named(e, words), e.n, e.N, e.printed, e.ci_low, e.ci_high, e.ci_method, e.rd, e.rd_low, e.rd_high, e.rd_method,
         e.nnt, e.nnt_low, e.nnt_high, e.rr, *_placed(e)]
        for words in (load_evidence(), load_registry())
        for e in words.effects
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=EFFECT_HEADS).convert_dtypes()


def _named(row, words: Evidence) -> list[str]:
    study, endpoint = words.studies[row.trial].title, words.endpoints[row.endpoint].label
    return [study, words.populations[row.population], words.arms[row.arm].label, endpoint, row.time]


def _placed(row) -> list[str]:
    return [load_documents().sources[row.source].title, row.locator]
