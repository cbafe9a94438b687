"""The participant flow of a trial: its finding, its boxes, and the same boxes as a picture to take away."""

import streamlit as st

from ruxcheck.charts.export import Draft
from ruxcheck.charts.flow_drawing import flow_svg
from ruxcheck.evidence import Evidence, Figure
from ruxcheck.flow_boxes import analysed, stages
from ruxcheck.model import Documents
from ruxcheck.participants import Flow, flow_of, studies_of
from ruxcheck.sheet import Sheet
from ruxcheck.ui.figure import below, counted, figures_table
from ruxcheck.ui.markup import heard, literal
from ruxcheck.ui.participant_boxes import flow_boxes, flow_in_words


def show_flow(trial: str, evidence: Evidence, documents: Documents) -> None:
    """Draw the flow of a trial with its table and downloads, or say that it was not read."""
    flow = flow_of(evidence, trial)
    if flow.started:
        st.markdown(f"**{literal(flow_in_words(flow))}**")
    st.html(flow_boxes(flow, evidence))
    rows = _with_parts(flow, trial, evidence)
    if rows:
        finding, footer = _told(flow, trial, rows, evidence, documents)
        below(
            f"flow_{trial}",
            counted(rows) + heard(finding),
            finding,
            lambda: figures_table(rows, evidence, documents),
            lambda: Sheet(finding, (footer,), Figure._fields, rows),
            lambda state: drawn(flow, finding, footer, evidence, state),
        )


def drawn(flow: Flow, finding: str, footer: str, evidence: Evidence, state: str) -> Draft:
    """The flow as a picture to take away."""
    boxes = stages(flow, evidence), analysed(flow, evidence)
    alt = "; ".join(box.heading for row in (*boxes[0], boxes[1]) for box in row if box.is_read)
    return Draft(flow_svg(*boxes, finding, footer, state), finding, f"{finding}. {alt}. {footer}")


def _with_parts(flow: Flow, trial: str, evidence: Evidence) -> tuple[Figure, ...]:
    """The figures of the flow, and those of the single studies of a pooled pair."""
    parts = [name for name in studies_of(evidence, trial) if name != trial]
    return flow.rows + tuple(row for name in parts for row in flow_of(evidence, name).rows if row not in flow.rows)


def _told(
    flow: Flow, trial: str, rows: tuple[Figure, ...], evidence: Evidence, documents: Documents
) -> tuple[str, str]:
    """Finding and source line of the picture."""
    title = evidence.studies[trial].title
    titles = ", ".join(dict.fromkeys(documents.sources[row.source].title for row in flow.rows or rows))
    return f"{title}: {flow_in_words(flow) or 'participant flow'}", f"Source: {titles}."
