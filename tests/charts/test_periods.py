"""The design of every trial along its weeks is what its record says."""

import pandas as pd
import pytest

from ruxcheck.charts.timelines import period_timeline
from ruxcheck.store.reading import load
from ruxcheck.web.evidence.trials import periods_picture

TRIALS = {record.id: record for record in load().trials}


@pytest.mark.parametrize("trial", TRIALS)
def test_every_period_is_drawn_and_told_from_its_record(trial):
    picture, record = periods_picture(trial), TRIALS[trial]
    drawn = [(cell["start"], cell["end"]) for rows in picture.spec["datasets"].values() for cell in rows]
    assert drawn == [(period.start_week, period.end_week) for period in record.periods]
    for period in record.periods:
        assert f"Week {period.start_week} to {period.end_week} {period.title}" in picture.alt


def test_the_first_weeks_read_as_the_sources_say():
    assert [(p.start_week, p.end_week) for p in TRIALS["true-ad"].periods] == [(0, 8), (8, 52)]
    assert [(p.start_week, p.end_week) for p in TRIALS["must-paediatric"].periods] == [(0, 4), (4, 8), (8, 52)]
    assert [(p.start_week, p.end_week) for p in TRIALS["true-ad4"].periods] == [(0, 8), (8, 24)]


def test_wrong_columns_are_refused_by_name():
    with pytest.raises(ValueError, match=r"columns .*'week'.*; allowed are"):
        period_timeline(pd.DataFrame({"week": [1]}))
