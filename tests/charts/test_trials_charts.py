"""The trials page: arms, flow, baseline and the patient beside the trial, every number from its row."""

from pathlib import Path

import pandas as pd
import pytest
from markupsafe import escape
from streamlit.testing.v1 import AppTest

from ruxcheck.charts.eligibility_map import ENDS, POSITION_COLUMNS, patient_position_chart, spread, with_patient
from ruxcheck.charts.theme import ARM_FILLS
from ruxcheck.charts.timelines import DESIGN_COLUMNS as LANE_COLUMNS
from ruxcheck.charts.timelines import design_chart, design_rows
from ruxcheck.evidence.figures import ALL_ARMS
from ruxcheck.evidence.participants import baseline_figure, baseline_of, flow_of, printed, weeks_of
from ruxcheck.kernel.check import check_record
from ruxcheck.kernel.possible_values import Interval
from ruxcheck.store.evidence_files import load_evidence
from ruxcheck.store.reading import load, load_documents
from ruxcheck.web.evidence import trials as figures
from ruxcheck.web.evidence.trials import baseline_tables, flow_boxes, flow_in_words, iga_share, standing_words
from ruxcheck.web.markup import table_html

ROOT = Path(__file__).parents[2]
RULES, DOCUMENTS, EVIDENCE = load(), load_documents(), load_evidence()
TRIALS = [record.id for record in RULES.trials]
FLOWS = {trial: flow_of(EVIDENCE, trial) for trial in TRIALS}
DAY = RULES.trials[0].checked_on


def cell(endpoint: str, arm: str, population: str = "randomised") -> str:
    return printed(next(iter(EVIDENCE.find(trial="true-ad", endpoint=endpoint, arm=arm, population=population))))


@pytest.mark.parametrize(
    ("endpoint", "arm", "as_printed"),
    [
        ("baseline-age", "vehicle", "34.0 y (12 to 82)"),
        ("baseline-female", "rux-1.5", "308/499 (61.7%)"),
        ("baseline-bsa", "all", "9.8% (SD 5.4)"),
        ("baseline-flares-12-months", "all", "5.9 (SD 6.5)"),
        ("baseline-iga-3", "rux-0.75", "375/500 (75.0%)"),
    ],
)
def test_baseline_figures_read_as_the_poster_prints_them(endpoint, arm, as_printed):
    assert cell(endpoint, arm) == as_printed


def test_a_standard_deviation_keeps_the_decimals_of_its_mean():
    assert cell("baseline-bsa", "rux-1.5", "adolescents") == "10.4% (SD 6.0)"


def test_the_reasons_add_up_to_those_who_stopped_and_with_the_completed_to_all():
    flow = FLOWS["true-ad"]
    total = next(row for row in flow.started if row.arm == ALL_ARMS)
    assert sum(row.n for row in flow.reasons) == flow.stopped[0].n == 130
    assert flow.stopped[0].n + flow.completed[0].n == total.n == 1249
    assert sum(row.n for row in flow.started if row.arm != ALL_ARMS) == total.n


def test_the_boxes_hold_every_count_of_the_flow():
    for flow in FLOWS.values():
        boxes = flow_boxes(flow, EVIDENCE)
        assert all(str(row.n) in boxes for row in flow.rows)
    assert "By arm: not read" in flow_boxes(FLOWS["true-ad"], EVIDENCE)
    assert "Stopped, with reasons:</b> not read" in flow_boxes(FLOWS["true-ad3"], EVIDENCE)
    assert flow_boxes(FLOWS["true-ad4"], EVIDENCE) == '<div class="rux"><p>Participant flow: not read.</p></div>'


def test_the_flow_in_one_sentence():
    said = flow_in_words(FLOWS["true-ad"])
    assert (
        said
        == "1249 patients started; 1119 completed the first period; 130 stopped; 1208 are in the efficacy population"
    )


@pytest.mark.parametrize("trial", TRIALS)
def test_the_baseline_tables_hold_every_figure_and_every_note(trial):
    rows = baseline_of(EVIDENCE, trial)
    text = "".join(map(table_html, baseline_tables(rows, EVIDENCE, DOCUMENTS)))
    assert all(printed(row) in text for row in rows if row.statistic != "statement")
    assert all(escape(row.note) in text for row in rows)


def test_the_impossible_standard_deviation_is_flagged_by_its_note():
    text = "".join(map(table_html, baseline_tables(baseline_of(EVIDENCE, "true-ad"), EVIDENCE, DOCUMENTS)))
    assert "5.9 (SD 6.5) <sup>" in text
    assert "impossible" in text


@pytest.mark.parametrize("trial", ["true-ad", "true-ad3"])
def test_the_design_shows_each_arm_between_weeks_that_have_figures(trial):
    shown, rows = figures.design(trial)
    assert all(f"{row.n}" in shown.alt for row in rows)
    later = weeks_of(EVIDENCE, f"{trial}-lts")
    assert shown.footer.endswith(f"0, {later[0]}, {later[-1]}.")
    bar = shown.spec["layer"][0]["encoding"]
    assert bar["x"]["scale"]["domain"] == [0, later[-1]]
    looks = dict(zip(bar["fill"]["scale"]["domain"], bar["fill"]["scale"]["range"]))
    assert {arm: looks[arm] for arm in ARM_FILLS} == ARM_FILLS


@pytest.mark.parametrize("trial", ["true-ad4", "must-paediatric", "must-adult", "phase1-paediatric", "phase2-adult"])
def test_no_design_is_drawn_without_the_sizes_of_randomised_arms(trial):
    assert figures.design(trial) is None


def test_wrong_columns_are_refused_by_name():
    flow = FLOWS["true-ad3"]
    rows = design_rows(
        tuple(row for row in flow.started if row.arm != ALL_ARMS),
        tuple((EVIDENCE.arms[row.arm], row) for row in flow.went_on),
        (0, 8, 52),
    )
    assert list(rows.columns) == LANE_COLUMNS
    with pytest.raises(ValueError, match="patients"):
        design_chart(rows.rename(columns={"text": "patients"}), 52)
    with pytest.raises(ValueError, match="middel"):
        patient_position_chart(pd.DataFrame([], columns=[*POSITION_COLUMNS[:-1], "middel"]), RULES.fields["age_years"])


@pytest.mark.parametrize("trial", TRIALS)
@pytest.mark.parametrize("name", figures.STANDING)
def test_the_axis_shows_the_entry_limit_and_those_who_took_part(trial, name):
    shown, rows = figures.patient_position(trial, name)
    rule = next(rule for rule in figures.record_of(trial).criteria if rule.field == name)
    assert rule.limit in shown.finding
    assert DOCUMENTS.sources[rule.source].title in shown.footer
    assert all(printed(row) in shown.alt for row in rows)
    domains = {tuple(layer["encoding"]["x"]["scale"]["domain"]) for layer in shown.spec["layer"]}
    assert domains == {(0, ENDS[name])}


def test_one_standard_deviation_or_the_printed_range():
    area = baseline_figure(EVIDENCE, "true-ad", ("baseline-bsa",))
    age = baseline_figure(EVIDENCE, "true-ad", ("baseline-age",))
    assert spread(area) == pytest.approx((9.8 - 5.4, 9.8 + 5.4))
    assert spread(age) == (12, 85)
    assert baseline_figure(EVIDENCE, "true-ad3", ("baseline-age",)) is None


def test_one_patient_does_not_show_up_in_the_next_picture():
    field = RULES.fields["bsa_percent"]
    base = figures.patient_position("true-ad", field.id)[0]
    drawn = with_patient(base, Interval(15, 25), field)
    assert drawn.spec["datasets"]["patient"] == [{"row": "This patient", "low": 15, "high": 25, "middle": 20, "text": "15 to 25%"}]  # fmt: skip
    assert drawn.alt.endswith("This patient: 15 to 25%.")
    assert with_patient(base, None, field).spec["datasets"]["patient"] == []


def test_what_is_outside_is_said_with_its_limit():
    profile = {"age_years": Interval(8, 8), "iga": Interval(4, 4), "bsa_percent": Interval(12, 12)}
    result = check_record(profile, figures.record_of("true-ad"), DAY, RULES)
    text = standing_words(result, profile, RULES, EVIDENCE, DOCUMENTS)
    assert "Age <b>8 y</b>; the trial: 12 y or older" in text
    assert "IGA <b>4</b>; the trial: 2 to 3" in text
    assert "%BSA <b>" not in text
    assert "no share of the trial was read" in text


def test_the_share_with_this_iga_is_the_printed_one():
    row = EVIDENCE.find(trial="true-ad", endpoint="baseline-iga-3", arm="all")[0]
    (said,) = iga_share(EVIDENCE, "true-ad", Interval(3, 3), DOCUMENTS)
    assert f"{row.value} of 100 in the trial ({row.counts})" in str(said)
    assert iga_share(EVIDENCE, "true-ad", None, DOCUMENTS) == ()
    assert iga_share(EVIDENCE, "true-ad", Interval(2, 3), DOCUMENTS) == ()


def test_everything_can_be_prepared_once():
    figures.prepare()
    assert figures.design("true-ad") is figures.design("true-ad")


@pytest.fixture(scope="module")
def page():
    app = AppTest.from_file(str(ROOT / "ruxcheck/web/main.py"), default_timeout=20).run()
    return app.switch_page(str(ROOT / "pages" / "trials.py")).run()


def test_the_page_starts_with_the_first_trial_and_no_patient(page):
    assert not page.exception
    assert page.selectbox(key="trials_record").value == TRIALS[0]
    assert page.text_input(key="age").value in (None, "")


@pytest.mark.parametrize("number", range(len(TRIALS)))
def test_the_page_runs_for_every_trial_and_a_patient(page, number):
    page.text_input(key="age").set_value("8")
    page.text_input(key="bsa").set_value("12")
    page.selectbox(key="trials_record").select_index(number).run()
    assert not page.exception
