"""The results of a screened list: counts, attrition, cells not usable, and one row opened on the Check page."""

from functools import partial

import numpy as np
import pandas as pd
import streamlit as st
from markupsafe import Markup

from ruxcheck.charts.results import attrition_picture, counted, step_name
from ruxcheck.export.table import Table, result_mark, run, source_link
from ruxcheck.intake.reader import WHY
from ruxcheck.kernel.check import Query
from ruxcheck.kernel.criteria import CANNOT_TELL, MET, NOT_MET
from ruxcheck.kernel.possible_values import Field, Interval, Profile, how_many, plain, value_in_words
from ruxcheck.kernel.records import Documents, Rules
from ruxcheck.kernel.wording import not_reviewed
from ruxcheck.screening.run import RESULTS, ScreeningOptions, record_name
from ruxcheck.screening.upload import (
    MOST_PLAIN_ROWS,
    AttritionStep,
    ScreenedList,
    as_csv,
    as_parquet,
    is_zipped,
    profile_of,
    rows_where,
)
from ruxcheck.web import downloads
from ruxcheck.web.check.list_upload import RUNS
from ruxcheck.web.display import rows_behind, show_picture, show_table
from ruxcheck.web.link import TYPED_INPUTS, key_of
from ruxcheck.web.markup import paragraphs, show_html

RECORD = "screen_record"
SOURCE = "Source: the list of this session, screened by the rules of each record."
MOST_REASONS = 10
STEP_HEADS = ("After", "Met so far", "Cannot tell", "Not met", "Newly not met", "Where")
STEP_COLUMNS = ("step", "criterion", "rows", "met", "cannot_tell", "not_met", "newly_not_met", "source", "locator")


def name_of(prefix: str, found: ScreenedList, rules: Rules) -> str:
    """ "United States label 2026-06-30", "TRuE-AD3", "Australia label"."""
    record = found.attrition.records.get(prefix)
    day = record.id.partition("/")[2] if record else ""
    return f"{record_name(prefix, rules)} {day}".strip()


def record_form(found: ScreenedList, rules: Rules) -> str:
    """The record whose steps are shown, by what its columns start with."""
    # the widget is remembered when the list is dropped, and with it whatever it holds: names, not the answer
    names = {prefix: name_of(prefix, found, rules) for prefix in found.attrition.records}
    if st.session_state.get(RECORD) not in names:
        st.session_state[RECORD] = next(iter(names))
    return st.selectbox(
        "Step by step for", list(names), key=RECORD, format_func=names.get, persist_state="session", width=420
    )


def show_steps(found: ScreenedList, prefix: str, rules: Rules, documents: Documents) -> None:
    """The picture of one record's criteria, and what a tool that knows only yes and no would have made of the list."""
    steps = found.attrition.steps(prefix, found.summary.results[prefix])
    name, record = name_of(prefix, found, rules), found.attrition.records[prefix]
    footer = (
        f"Source: {documents.sources[record.source].title}; a list of {how_many(found.summary.rows, 'row')}, as of {found.options.on}. "
        "Core criteria in the order of the record; cells left blank or not usable count as not recorded."
    )
    shown = attrition_picture(name, steps, rules.field_names, footer)
    show_picture(
        shown,
        how_many(len(steps), "step"),
        partial(_steps_table, steps, rules, documents),
        lambda: rows_behind(shown, STEP_COLUMNS, _step_rows(steps, rules)),
        "screen_steps",
        keep=False,
    )
    show_html(two_valued(steps[-1], name))


def two_valued(last: AttritionStep, name: str) -> Markup:
    """What a tool that takes a missing value for "no" would say of this list, in one paragraph."""
    refused = last.not_met + last.cannot_tell
    if not last.cannot_tell:
        return paragraphs(Markup("<b>Nothing is open</b> for {}: every row is met or not met.").format(name))
    return paragraphs(
        Markup(
            "<b>What two values would hide.</b> A tool that takes a missing value for “no” would call {:,} "
            "of these {:,} patients “not eligible” for {}. It cannot be told of {:,} of these ({:.1f}%): "
            "what is missing, or only estimated, could still settle them either way."
        ).format(refused, last.rows, name, last.cannot_tell, 100 * last.cannot_tell / refused)
    )


def _newly(steps: tuple[AttritionStep, ...]) -> list[int]:
    """How many rows each step takes away for good."""
    return [step.not_met - before for step, before in zip(steps, (0, *(step.not_met for step in steps)))]


def _steps_table(steps: tuple[AttritionStep, ...], rules: Rules, documents: Documents) -> Table:
    rows = []
    for step, newly in zip(steps, _newly(steps)):
        where = source_link(documents, step.criterion.source, step.criterion.locator) if step.criterion else ""
        counts = [counted(count, step.rows) for count in (step.met, step.cannot_tell, step.not_met, newly)]
        rows.append((step_name(step, rules.field_names), *counts, where))
    return Table("Rows after each core criterion", STEP_HEADS, tuple(rows))


def _step_rows(steps: tuple[AttritionStep, ...], rules: Rules) -> tuple[tuple, ...]:
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


def show_results(found: ScreenedList, rules: Rules) -> None:
    """Every record with how many rows are met, not met, and cannot be told."""
    heads = ("Record", *(f"{result.capitalize()}" for result in RESULTS))
    rows = tuple(
        (
            name_of(prefix, found, rules),
            *(
                run(result_mark(_mark(prefix, result, found)), counted(counts[result], found.summary.rows))
                for result in RESULTS
            ),
        )
        for prefix, counts in found.summary.results.items()
    )
    records = found.attrition.records.values()
    notes = tuple(f"Met says only that the indication fits: {not_reviewed(r)}." for r in records if r.unreviewed_parts)
    show_table(
        Table("Results on age, IGA and %BSA by record", heads, rows, notes=notes, source=SOURCE), "screen_results"
    )


def _mark(prefix: str, result: str, found: ScreenedList) -> str:
    """A label whose dosing was not read never looks met."""
    record = found.attrition.records.get(prefix)
    return CANNOT_TELL if result == MET and record and record.unreviewed_parts else result


def show_reasons(found: ScreenedList) -> None:
    """The cells that could not be read, by what is wrong with them, most frequent first."""
    summary = found.summary
    if not summary.reasons:
        show_html(paragraphs("Every cell that was filled in could be read."))
        return
    show_html(
        paragraphs(
            f"{counted(summary.not_usable_rows, summary.rows)} of the rows hold a cell that is not usable; it counts as not recorded."
        )
    )
    rows = tuple((f"{count:,}", reason) for reason, count in summary.reasons.most_common(MOST_REASONS))
    caption = f"Cells that were not usable ({_how_many(len(summary.reasons))})"
    show_table(Table(caption, ("Cells", "Column, cell and reason"), rows, source=SOURCE), "screen_reasons")


def _how_many(reasons: int) -> str:
    if reasons > MOST_REASONS:
        return f"the {MOST_REASONS} most frequent of {reasons:,} reasons"
    return "1 reason" if reasons == 1 else f"{reasons} reasons"


# One row of a list as inputs of the form on the Check page.


def form_of(profile: Profile, query: Query | ScreeningOptions, rules: Rules) -> dict:
    """Every input of the form, by its key in the session: what the row tells, and empty what it does not.

    The day and the labels are those that the list was screened for, so that the page gives the answer of the row.
    """
    boxes = {field: box for box, field in TYPED_INPUTS.items()}
    state = {"months": "", "estimate": False, "iga": _score(profile.get("iga"))}
    # an address that was open before must not come over the row
    state |= {"on": query.on, "jurisdictions": list(query.jurisdictions), "address_read": True}
    for field in rules.fields.values():
        if field.id != "iga":
            state[boxes.get(field.id) or key_of(field)] = _typed(field, profile.get(field.id))
    return state


def not_carried(profile: Profile, rules: Rules) -> str:
    """What the form has no place for: it takes one IGA score, so a range is left open; empty where everything has one."""
    score = profile.get("iga")
    if score is None or score.is_point:
        return ""
    return f"IGA {value_in_words(rules.fields['iga'], score)} is a range and the form takes one score, so IGA is left open there."


def in_words(profile: Profile, rules: Rules) -> str:
    """ "Age 8 y, IGA 3, %BSA 12%"; "nothing that could be read"."""
    texts = [
        f"{field.label}{':' if field.kind == 'yesno' else ''} {value_in_words(field, profile[field.id])}"
        for field in rules.fields.values()
        if field.id in profile
    ]
    return ", ".join(texts) or "nothing that could be read"


def _score(value: Interval | None) -> int | None:
    return int(value.low) if value and value.is_point else None


def _typed(field: Field, value: Interval | None) -> str | None:
    """What somebody would type for these values, with the unit where the form offers several."""
    if field.kind == "yesno":
        return {0.0: "no", 1.0: "yes"}[value.low] if value else None
    if value is None:
        return ""
    ends = dict.fromkeys(f"{_rounded(end):g}" for end in value)
    return "-".join(ends) + (f" {field.unit}" if field.units else "")


def _rounded(figure: float) -> float:
    """Four decimals, which is what may be typed, but never onto a whole number that it is not."""
    rounded = plain(figure)
    if rounded == figure or rounded != int(rounded):
        return rounded
    return rounded + 0.0001 if figure > rounded else rounded - 0.0001


# The rows of a screened list: looked through a thousand at a time, opened one by one, taken away whole.

PAGE = 1000
ALL, UNUSABLE = "all", "with a cell not usable"
WHICH = (ALL, CANNOT_TELL, MET, NOT_MET, UNUSABLE)


def show_rows(found: ScreenedList, prefix: str, name: str, rules: Rules) -> bool:
    """A page of rows with the result of one record; True when one was asked to be opened on the Check page."""
    label = f"Rows, by the result of {name}"
    which = st.segmented_control(label, WHICH, default=ALL, key="screen_which", required=True)
    places = _places(found, prefix, which)
    start = _start(len(places), which)
    shown = places[start : start + PAGE]
    st.caption(_told(start, len(shown), len(places), found.summary.rows))
    if not len(shown):
        return False
    # the table's own download is hidden by the stylesheet: it would leave formulas as they are
    picked = st.dataframe(
        _frame(found, prefix, shown),
        key=f"screen_rows_{st.session_state[RUNS]}_{prefix}_{WHICH.index(which)}_{start}",
        on_select="rerun",
        selection_mode="single-row",
        height=420,
        hide_index=False,
        alt=f"Rows of the list with the result of {name}",
    )
    chosen = picked.selection.rows
    return _open_form(found, int(shown[chosen[0]]), rules) if chosen else False


def _places(found: ScreenedList, prefix: str, which: str) -> np.ndarray:
    if which == ALL:
        return np.arange(found.summary.rows)
    where = rows_where(found, WHY, None) if which == UNUSABLE else rows_where(found, f"{prefix}_core", which)
    return where.to_numpy()


def _start(rows: int, which: str) -> int:
    """The first to show, counted from 0; asked for where they do not fit one page."""
    if rows <= PAGE:
        return 0
    return int(st.number_input("Begin at", 1, rows, step=PAGE, key=f"screen_from_{which}_{rows}", width=200)) - 1


def _told(start: int, shown: int, places: int, rows: int) -> str:
    if not shown:
        return "No row of the list."
    of = f"{places:,} of {how_many(rows, 'row')}" if places < rows else how_many(rows, "row")
    part = f"; {start + 1:,} to {start + shown:,} of them are shown" if shown < places else ""
    return f"{of}{part}. Select one, with the keyboard by Shift and Space, to open it on the Check page."


def _frame(found: ScreenedList, prefix: str, places: np.ndarray) -> pd.DataFrame:
    """The columns of the list, the result of the record and why, and what was not usable; numbered as in the list."""
    ours = [f"{prefix}_core", f"{prefix}_overall", f"{prefix}_because", WHY]
    frame = found.table.select([*found.own[:1], *ours, *found.own[1:]]).take(places).to_pandas()
    frame[ours] = frame[ours].astype(object).fillna("")
    return frame.set_index(pd.Index(places + 1, name="row"))


def _open_form(found: ScreenedList, place: int, rules: Rules) -> bool:
    """What is read of the chosen row, and the button that takes it to the Check page."""
    profile = profile_of(found, place, rules)
    heading = Markup("<b>Row {:,}</b>: {}.").format(place + 1, in_words(profile, rules))
    show_html(paragraphs(Markup("{} {}").format(heading, not_carried(profile, rules))))
    form = form_of(profile, found.options, rules)
    return st.button("Open this row on the Check page", key="screen_open", on_click=_fill, args=(form,))


def _fill(form: dict) -> None:
    """Before anything is drawn: the keys of the form may not change once their boxes are."""
    st.session_state.update(form)


def offer_files(found: ScreenedList) -> None:
    """The whole list with every result, as files that are made when they are clicked."""
    zipped = is_zipped(found)
    name, kind = ("screened.csv.zip", "application/zip") if zipped else ("screened.csv", "text/csv")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        downloads.download_button("Screened list as CSV", partial(as_csv, found), name, kind, "screen_csv")
        kind = "application/vnd.apache.parquet"
        downloads.download_button(
            "Screened list as Parquet", partial(as_parquet, found), "screened.parquet", kind, "screen_parquet"
        )
    more = f" Above {MOST_PLAIN_ROWS:,} rows the CSV comes zipped." if zipped else ""
    st.caption(
        "Every row and column of the list, with the core and overall result of every record and what decides it. In CSV, cells that a "
        f"spreadsheet would run as formulas have an apostrophe in front. Rows leave this page in these two files alone.{more}"
    )
