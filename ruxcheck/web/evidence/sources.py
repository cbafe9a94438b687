"""The Sources page: records with their spec tables, documents, conflicts, and every figure with its source."""

from datetime import date
from functools import lru_cache

import pandas as pd
from markupsafe import Markup, escape

from ruxcheck.kernel.criteria import CANNOT_TELL, MET, NOT_MET
from ruxcheck.kernel.records import Documents, Record, Rules
from ruxcheck.store.evidence_files import load_evidence
from ruxcheck.store.files import SpecTable
from ruxcheck.store.reading import load_documents
from ruxcheck.web.markup import bullet_list, result_mark, source_link, table

READING = {"full": "the passage itself", "excerpt": "an excerpt or a copy"}
HEADS = {"because": "Because", "core": "Core result", "on": "On", "version": "Version", "criterion": "Criterion"}


def records_table(rules: Rules, documents: Documents, today: date) -> Markup:
    """Every label version and trial: since when, where that stands, when last seen, what is overdue or superseded."""
    latest = {record.jurisdiction: record for record in rules.labels}
    rows = [_record(record, documents, today, latest) for record in rules.labels + rules.trials]
    return table("Records", ("Record", "In force from", "Last seen as current", "Main source", "Not read"), rows)


def _record(record: Record, documents: Documents, today: date, latest: dict[str, Record]) -> tuple:
    start = _start(record, documents) if record.kind == "label" else escape(", ".join(record.registry_ids))
    late = (
        Markup(" <b>overdue: seen more than {} days ago</b>").format(record.recheck_days)
        if record.is_overdue(today)
        else ""
    )
    if record.kind == "label" and record is not latest[record.jurisdiction]:
        late = " superseded"
    seen = Markup("{}{}<br><small>{}</small>").format(record.checked_on, late, record.checked_locator)
    gaps = Markup("<br>").join(Markup("<small>{}: {}</small>").format(gap.part, gap.what) for gap in record.not_read)
    name = Markup("<b>{}</b> <small>{}</small><br><small>{}</small>").format(record.title, record.id, record.version)
    return name, start, seen, source_link(documents, record.source, ""), gaps


def _start(record: Record, documents: Documents) -> Markup:
    day = str(record.in_force_from)
    if record.in_force_from_latest != record.in_force_from:
        day = f"between {day} and {record.in_force_from_latest}"
    return Markup("{}<br><small>{}</small>").format(
        day, source_link(documents, record.in_force_source, record.in_force_locator)
    )


def spec_html(tables: tuple[SpecTable, ...], rules: Rules) -> Markup:
    """The spec tables of one record as clinicians read them, with field names instead of ids."""
    return Markup().join(_spec_table(spec, rules) for spec in tables)


def _spec_table(spec: SpecTable, rules: Rules) -> Markup:
    heads = tuple(
        rules.fields[name].label if name in rules.fields else HEADS.get(name, name.capitalize())
        for name in spec.columns
    )
    rows = [
        Markup("<tr>") + Markup().join(_cell(row[name], rules) for name in spec.columns) + Markup("</tr>")
        for row in spec.rows
    ]
    return table(spec.heading, heads, rows)


def _cell(text: str, rules: Rules) -> Markup:
    if text in (MET, NOT_MET, CANNOT_TELL):
        return Markup('<td class="result">{}{}</td>').format(result_mark(text), text)
    return Markup("<td>{}</td>").format(rules.fields[text].label if text in rules.fields else text)


def conflicts_list(documents: Documents, caption: str = "Conflicts") -> Markup:
    """Each conflict: what each source says and where, how the tool handles it and why."""
    rows = []
    for conflict in documents.conflicts:
        said = bullet_list(
            [
                Markup("{} <small>{}</small>").format(item.text, source_link(documents, item.source, item.locator))
                for item in conflict.says
            ]
        )
        handled = Markup("{}<br><small>{}</small>").format(conflict.handling, conflict.because)
        what = Markup("<b>{}</b><br><small>{}</small>").format(conflict.title, ", ".join(conflict.concerns))
        rows.append((what, said, handled))
    return table(caption, ("What", "What the sources say", "What the tool does, and why"), rows)


def documents_table(documents: Documents) -> Markup:
    """Every document with its citation, dates, licence and how much of it was read."""
    rows = [
        (
            Markup("{}<br><small>{}</small>").format(_linked(source), source.citation),
            source.published or "not read",
            source.accessed,
            READING[source.reading],
            source.licence or "not read",
        )
        for source in documents.sources.values()
    ]
    return table("Documents", ("Document", "Published", "Accessed", "Read", "Licence"), rows)


def _linked(source) -> Markup:
    title = escape(source.title)
    if not source.url:
        return Markup("{} <small>{}</small>").format(title, source.where)
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(source.url, title)


# Every figure and every effect with its source: the table a reviewer checks the evidence pages against.

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
