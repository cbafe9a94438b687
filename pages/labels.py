"""Labels: every version read along time, what is in force on a day, and what differs between two."""

import streamlit as st

from ruxcheck.compare.label_differences import in_short, named
from ruxcheck.export.table import state_on
from ruxcheck.kernel.possible_values import how_many
from ruxcheck.store.reading import load, load_documents
from ruxcheck.web import downloads, session
from ruxcheck.web.display import show_picture, show_table
from ruxcheck.web.evidence import labels
from ruxcheck.web.evidence.labels import label_versions, label_versions_on, versions_rows
from ruxcheck.web.markup import escape_markdown, show_html

rules, documents = load(), load_documents()
today = session.today()
first_day = min(version.earliest for version in label_versions(today)[1])

st.title("Labels: for whom, where, and since when")
if first_day < today:
    on = st.slider("As of", first_day, today, today, format="YYYY-MM-DD", key="labels_as_of")
else:
    on = today
    st.info(
        f"As of {today}, today by this server's clock and your time zone. The first version read here starts on {first_day}: no earlier day to choose."
    )
downloads.set_state(state_on(rules, on))
shown, versions = label_versions_on(today, on)
show_picture(
    shown,
    how_many(len(versions), "version"),
    lambda: labels.versions_table(versions, documents),
    lambda: versions_rows(shown, versions),
    "label_versions",
)

st.header(f"In force on {on}")
show_table(labels.on_day_table(rules, documents, on), "labels_on_day")
with st.expander("Countries without a label record, and why"):
    show_html(labels.without_record(rules))

st.header("What differs between two versions")
ids = {record.id: record for record in rules.labels}
newest = [record.id for record in rules.labels if record.jurisdiction == rules.labels[0].jurisdiction][-2:]
left, right = st.columns(2, gap="medium")
chosen = [
    column.selectbox(
        label, list(ids), index=list(ids).index(default), key=key, format_func=lambda name: named(ids[name])
    )
    for column, label, key, default in zip(
        (left, right), ("First version", "Second version"), ("labels_first", "labels_second"), newest
    )
]
first, second = (ids[name] for name in chosen)
if first is second:
    st.info("Choose two different versions.")
else:
    st.markdown(f"**{escape_markdown(in_short(first, second, rules))}**")
    st.caption(
        "Rules and cautions as recorded here, in our own words. Where a text was not read, its silence proves nothing: "
        "the table says so in place of the rule."
    )
    show_table(labels.difference_table(first, second, rules, documents), "labels_difference")
