"""What a screened list holds: every record with its results, the steps of one record, and the cells that were not usable."""

from functools import partial
from html import escape

import streamlit as st

from ruxcheck.charts.attrition import attrition_picture, counted, step_name
from ruxcheck.lists.answer import Answer
from ruxcheck.lists.attrition import Step
from ruxcheck.lists.screening import RESULTS
from ruxcheck.lists.words import record_name
from ruxcheck.model import Documents, Rules
from ruxcheck.sheet import Sheet
from ruxcheck.ui.figure import show_with
from ruxcheck.ui.markup import located, prose, shape, table
from ruxcheck.ui.tables import show_table
from ruxcheck.values import how_many

RECORD = "screen_record"
SOURCE = "Source: the list of this session, screened by the rules of each record."
MOST_REASONS = 10
STEP_HEADS = ("After", "Met so far", "Cannot tell", "Not met", "Newly not met", "Where")
STEP_COLUMNS = ("step", "criterion", "rows", "met", "cannot_tell", "not_met", "newly_not_met", "source", "locator")


def name_of(prefix: str, found: Answer, rules: Rules) -> str:
    """ "United States label 2026-06-30", "TRuE-AD3", "Australia label"."""
    record = found.attrition.records.get(prefix)
    day = record.id.partition("/")[2] if record else ""
    return f"{record_name(prefix, rules)} {day}".strip()


def record_form(found: Answer, rules: Rules) -> str:
    """The record whose steps are shown, by what its columns start with."""
    # the widget is remembered when the list is dropped, and with it whatever it holds: names, not the answer
    names = {prefix: name_of(prefix, found, rules) for prefix in found.attrition.records}
    if st.session_state.get(RECORD) not in names:
        st.session_state[RECORD] = next(iter(names))
    return st.selectbox(
        "Step by step for",
        list(names),
        key=RECORD,
        format_func=names.get,
        persist_state="session",
        width=420,
    )


def show_steps(found: Answer, prefix: str, rules: Rules, documents: Documents) -> None:
    """The picture of one record's criteria, and what a tool that knows only yes and no would have made of the list."""
    steps = found.attrition.steps(prefix, found.summary.results[prefix])
    name, record = name_of(prefix, found, rules), found.attrition.records[prefix]
    footer = (
        f"Source: {documents.sources[record.source].title}; a list of {how_many(found.summary.rows, 'row')}, as of {found.asked.on}. "
        "Core criteria in the order of the record; cells left blank or not usable count as not recorded."
    )
    shown = attrition_picture(name, steps, rules.field_names, footer)
    show_with(
        shown,
        how_many(len(steps), "step"),
        partial(_steps_table, steps, rules, documents),
        lambda: Sheet(shown.finding, (shown.footer,), STEP_COLUMNS, _step_rows(steps, rules)),
        "screen_steps",
        keep=False,
    )
    st.html(two_valued(steps[-1], name))


def two_valued(last: Step, name: str) -> str:
    """What a tool that takes a missing value for "no" would say of this list, in one paragraph."""
    refused = last.not_met + last.cannot_tell
    if not last.cannot_tell:
        return prose(f"<b>Nothing is open</b> for {escape(name)}: every row is met or not met.")
    return prose(
        f"<b>What two values would hide.</b> A tool that takes a missing value for “no” would call {refused:,} of these "
        f"{last.rows:,} patients “not eligible” for {escape(name)}. It cannot be told of {last.cannot_tell:,} of these "
        f"({100 * last.cannot_tell / refused:.1f}%): what is missing, or only estimated, could still settle them either way."
    )


def _newly(steps: tuple[Step, ...]) -> list[int]:
    """How many rows each step takes away for good."""
    return [step.not_met - before for step, before in zip(steps, (0, *(step.not_met for step in steps)))]


def _steps_table(steps: tuple[Step, ...], rules: Rules, documents: Documents) -> str:
    rows = []
    for step, newly in zip(steps, _newly(steps)):
        where = located(documents, step.criterion.source, step.criterion.locator) if step.criterion else ""
        counts = [counted(count, step.rows) for count in (step.met, step.cannot_tell, step.not_met, newly)]
        name = escape(step_name(step, rules.field_names))
        rows.append(f"<tr><td>{name}</td>{''.join(f'<td>{count}</td>' for count in counts)}<td>{where}</td></tr>")
    return table("Rows after each core criterion", STEP_HEADS, rows)


def _step_rows(steps: tuple[Step, ...], rules: Rules) -> tuple[tuple, ...]:
    return tuple(
        (
            number,
            step_name(step, rules.field_names),
            step.rows,
            step.met,
            step.cannot_tell,
            step.not_met,
            newly,
            step.criterion.source if step.criterion else None,
            step.criterion.locator if step.criterion else None,
        )
        for number, (step, newly) in enumerate(zip(steps, _newly(steps)), start=1)
    )


def show_results(found: Answer, rules: Rules) -> None:
    """Every record with how many rows are met, not met, and cannot be told."""
    heads = ("Record", *(f"{result.capitalize()}" for result in RESULTS))
    rows = [
        f"<tr><td>{escape(name_of(prefix, found, rules))}</td>"
        + "".join(f"<td>{shape(result)}{counted(counts[result], found.summary.rows)}</td>" for result in RESULTS)
        + "</tr>"
        for prefix, counts in found.summary.results.items()
    ]
    show_table(table("Core results by record", heads, rows), "screen_results", SOURCE)


def show_reasons(found: Answer) -> None:
    """The cells that could not be read, by what is wrong with them, most frequent first."""
    summary = found.summary
    if not summary.reasons:
        st.html(prose("Every cell that was filled in could be read."))
        return
    st.html(
        prose(
            f"{counted(summary.not_usable_rows, summary.rows)} of the rows hold a cell that is not usable; it counts as not recorded."
        )
    )
    rows = [
        f"<tr><td>{count:,}</td><td>{escape(reason)}</td></tr>"
        for reason, count in summary.reasons.most_common(MOST_REASONS)
    ]
    show_table(
        table(
            f"Cells that were not usable ({_how_many(len(summary.reasons))})",
            ("Cells", "Column, cell and reason"),
            rows,
        ),
        "screen_reasons",
        SOURCE,
    )


def _how_many(reasons: int) -> str:
    if reasons > MOST_REASONS:
        return f"the {MOST_REASONS} most frequent of {reasons:,} reasons"
    return "1 reason" if reasons == 1 else f"{reasons} reasons"
