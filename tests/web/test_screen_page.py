"""The page that screens a list: what is read, what is said of it, and that nothing of it stays."""

import gc
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from starlette.formparsers import MultiPartParser
from streamlit.testing.v1 import AppTest

from ruxcheck.intake.worker import MOST_ROWS
from ruxcheck.web.check import list_upload
from ruxcheck.web.server import keep_uploads_in_memory
from tests.zips import files_of

ROOT = Path(__file__).parents[2]
PAGE = str(ROOT / "pages/screen.py")
LISTS = ROOT / "tests/lists"


@pytest.fixture
def page() -> AppTest:
    app = AppTest.from_file(str(ROOT / "ruxcheck/web/main.py"), default_timeout=30).run()
    app.switch_page(PAGE).run()
    assert not app.exception
    return app


def html_of(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def upload(app: AppTest, content: str | bytes, name: str = "list.csv") -> AppTest:
    app.file_uploader[0].upload(name, content.encode() if isinstance(content, str) else content).run()
    assert not app.exception
    return app


def screen(app: AppTest) -> AppTest:
    app.button(key="screen_run").click().run()
    assert not app.exception
    return app


def test_the_page_says_its_limits_and_where_the_rows_lie(page):
    shown = html_of(page)
    assert "nothing is written to a disk or sent on" in shown
    assert "within three minutes after this tab is closed" in shown
    assert page.file_uploader[0].label.endswith("up to 200 MB and 1,000,000 rows")
    assert page.code[0].value == "python -m ruxcheck screen FILE --out screened.parquet"


def test_an_upload_is_never_spooled_to_a_disk():
    keep_uploads_in_memory()
    assert MultiPartParser.spool_max_size > list_upload.most_megabytes() << 20


def test_the_sample_is_screened(page):
    page.button(key="screen_sample").click().run()
    assert "<b>registry.csv</b>: 1,000 rows, 9 columns" in html_of(page)
    screen(page)
    shown = html_of(page)
    assert "Results on age, IGA and %BSA by record" in shown
    assert "What two values would hide." in shown
    assert "Cells that were not usable (the 10 most frequent of" in shown
    assert len(page.dataframe[0].value) == 1000
    assert "to open it on the Check page" in page.caption[1].value
    assert not page.error
    assert not page.warning


def test_another_record_is_shown_step_by_step(page):
    page.button(key="screen_sample").click().run()
    screen(page)
    assert "for United States label" in html_of(page)
    assert page.selectbox(key="screen_record").label == "Step by step for"
    page.selectbox(key="screen_record").select("trial_true_ad").run()
    assert not page.exception
    assert "for TRuE-AD1/2" in html_of(page)
    assert "trial_true_ad_core" in page.dataframe[0].value.columns


@pytest.mark.parametrize("which", ["cannot tell", "met", "not met", "with a cell not usable"])
def test_rows_are_chosen_by_their_result(page, which):
    page.button(key="screen_sample").click().run()
    screen(page)
    page.segmented_control(key="screen_which").set_value(which).run()
    shown = page.dataframe[0].value
    assert 0 < len(shown) < 1000
    column = shown["not_usable"] if which == "with a cell not usable" else shown["label_us_core"]
    assert set(column) == {which} or (which == "with a cell not usable" and all(column))
    assert page.caption[1].value.startswith(f"{len(shown)} of 1,000 rows")


def test_more_rows_than_a_page_holds_are_shown_a_thousand_at_a_time(page):
    screen(upload(page, "age\n" + "8\n" * 2500))
    assert "1 to 1,000 of them are shown" in page.caption[1].value
    page.number_input[0].set_value(2001).run()
    assert "2,001 to 2,500 of them are shown" in page.caption[1].value
    assert list(page.dataframe[0].value.index[:2]) == [2001, 2002]


HOSTILE = 'age,iga,<script>alert(1)</script>\n<img src=x onerror=alert(1)>,3,**bold**\n[a](b),2,=1+1\n8,9,"a ""b"""\n'


def test_what_a_list_holds_is_never_interpreted(page):
    shown = html_of(screen(upload(page, HOSTILE, "**<b>x</b>**.csv")))
    assert "<script>" not in shown
    assert "<img" not in shown
    assert "&lt;img src=x onerror=alert(1)&gt;" in shown
    assert "**&lt;b&gt;x&lt;/b&gt;**.csv" in shown
    for element in (*page.markdown, *page.caption, *page.error):
        assert "img" not in element.value
        assert "script" not in element.value


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        ("age,iga,age\n8,3,9\n", "list.csv", "the header 'age' stands 2 times"),
        ("age,iga\n8,3,1,4\n", "list.csv", "its rows do not fit its header"),
        ("age,iga\n", "list.csv", "at least one patient is needed"),
        (b"PAR1 and nothing of the kind", "list.parquet", "not a readable Parquet file"),
        (b"no workbook", "list.xlsx", "not a readable Excel file"),
    ],
)
def test_a_list_that_cannot_be_read_is_explained_and_another_can_be_chosen(page, content, name, words):
    upload(page, content, name)
    assert words in page.error[0].value.replace("\\", "")
    upload(page, "age\n8\n")
    assert not page.error


def test_what_is_wrong_is_shown_letter_by_letter(page):
    upload(page, "<b>age</b>,[x](y),<b>age</b>\n1,2,3\n")
    assert r"\<b\>age\</b\>" in page.error[0].value


def test_a_list_too_long_is_refused_with_the_command(page):
    upload(page, "age\n" + "8\n" * (MOST_ROWS + 1), "my list.csv")
    assert "more than 1,000,000 rows" in page.error[0].value
    assert page.code[0].value == "python -m ruxcheck screen 'my list.csv' --out screened.parquet"


def test_a_column_that_this_tool_adds_is_refused_in_words(page):
    screen(upload(page, "age,label_us_core\n8,met\n"))
    assert "already has a column" in page.error[0].value.replace("\\", "")


def test_the_first_cells_are_shown_with_what_is_made_of_them(page):
    shown = html_of(upload(page, "Age,IGA,%BSA,remark\n18 months,III,15-25,x\n,3,12%,y\n"))
    assert "18 months<br><small>1 y 6 mo</small>" in shown
    assert "III<br><small>not usable, taken as not recorded: " in shown
    assert "15-25<br><small>15 to 25%</small>" in shown
    assert "(empty)<br><small>not recorded</small>" in shown
    assert "Kept beside the results and not read: remark." in shown


def test_the_user_says_which_column_is_which(page):
    upload(page, "years,score,area\n8,3,12\n")
    assert page.button(key="screen_run").disabled
    assert page.info[0].value == "Choose the column of at least one input."
    page.selectbox(key="screen_field_age_years").set_value(("years",)).run()
    page.selectbox(key="screen_field_iga").set_value(("score",)).run()
    page.selectbox(key="screen_field_bsa_percent").set_value(("area",)).run()
    screen(page)
    assert page.dataframe[0].value["label_us_core"].tolist() == ["met"]
    page.selectbox(key="screen_field_bsa_percent").set_value(()).run()
    assert page.warning[0].value.startswith("The choices have changed")
    screen(page)
    assert page.dataframe[0].value["label_us_core"].tolist() == ["cannot tell"]


def test_a_date_of_birth_is_counted_on_the_day_of_measuring(page):
    upload(page, "dob,iga,bsa\n2018-06-01,3,12\n")
    assert page.selectbox(key="screen_given_age_years").value == ("born", "")
    page.date_input(key="screen_measured_on").set_value(date(2019, 6, 1)).run()
    assert "2018-06-01<br><small>1 y</small>" in html_of(page)
    screen(page)
    assert page.dataframe[0].value["label_us_core"].tolist() == ["not met"]
    page.date_input(key="screen_measured_on").set_value(date(2020, 6, 1)).run()
    screen(page)
    assert page.dataframe[0].value["label_us_core"].tolist() == ["met"]


def test_the_form_of_an_age_follows_its_column(page):
    upload(page, "age,birth_year,iga\n8,2018,3\n")
    assert page.selectbox(key="screen_field_age_years").value == ("age",)
    assert [box.label for box in page.date_input] == ["as of"]
    page.selectbox(key="screen_field_age_years").set_value(("birth_year",)).run()
    assert page.selectbox(key="screen_given_age_years").value == ("birth year", "")
    assert "from the year of birth" in html_of(page)
    assert "not read: age (Age is read from another column)." in html_of(page)


def test_low_and_high_ends_are_taken_together(page):
    upload(page, "age,bsa_low,bsa_high,iga\n8,15,25,3\n8,5,,3\n")
    assert page.selectbox(key="screen_field_bsa_percent").value == ("bsa_low", "bsa_high")
    assert "15 and 25<br><small>15 to 25%</small>" in html_of(page)
    assert "5 and (empty)<br><small>5 to 100%</small>" in html_of(page)
    screen(page)
    assert page.dataframe[0].value["label_us_core"].tolist() == ["cannot tell", "cannot tell"]


def test_further_inputs_count_whether_or_not_they_are_in_sight(page):
    upload(page, "age,iga,bsa,immunocompromised,flag\n8,3,12,yes,no\n")
    assert page.expander[1].label == "Further inputs: 1 of 68 in this list"
    page.session_state["screen_others"] = True
    page.run().selectbox(key="screen_field_pregnant").set_value(("flag",)).run()
    page.session_state["screen_others"] = False
    page.run()
    assert page.expander[1].label == "Further inputs: 2 of 68 in this list"
    assert "Pregnan" in html_of(page)


def test_the_list_and_its_answer_are_kept_over_page_changes(page):
    page.button(key="screen_sample").click().run()
    page.selectbox(key="screen_field_bsa_percent").set_value(()).run()
    screen(page)
    before = html_of(page)
    page.switch_page(str(ROOT / "pages/labels.py")).run()
    page.switch_page(PAGE).run()
    assert not page.exception
    assert not page.warning
    assert html_of(page) == before


def test_the_labels_and_the_day_are_those_of_the_form(page):
    upload(page, "age,iga,bsa\n8,3,12\n")
    page.date_input(key="on").set_value(date(2025, 9, 1))
    page.pills(key="jurisdictions").set_value(["us"]).run()
    screen(page)
    assert page.header[0].value == "1 row as of 2025-09-01"
    assert page.dataframe[0].value["label_us_core"].tolist() == ["not met"]
    assert "Canada" not in html_of(page)


def test_the_files_of_the_page_say_what_was_asked_and_hold_no_row(page):
    upload(page, "id,age,iga,bsa\nA-SECRET,8,3,12\nB,middle-aged,3,12\n")
    screen(page)
    kept = page.session_state["page_downloads"]
    assert "entered: a list of 2 rows" in kept.state.words
    files = files_of(kept.everything())
    figures = {f"figures/screen_steps.{kind}" for kind in ("csv", "svg", "png")}
    tables = {"tables/results-on-age-iga-and-bsa-by-record.csv", "tables/cells-that-were-not-usable-1-reason.csv"}
    assert set(files) == {"README.txt", *figures, *tables}
    assert not any(b"A-SECRET" in content for content in files.values())


def test_dropping_the_rows_forgets_them(page):
    before = pa.total_allocated_bytes()
    upload(page, "id,age,iga,bsa\n" + "".join(f"somebody-{row},8,3,12\n" for row in range(50_000)))
    screen(page)
    assert pa.total_allocated_bytes() > before + 500_000
    page.button(key="screen_drop").click().run()
    gc.collect()
    assert pa.total_allocated_bytes() < before + 100_000
    assert page.file_uploader
    assert not page.dataframe


def click(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label.replace("\\", "") == label).click().run()
    assert not app.exception
    return app


def core_of(app: AppTest) -> list[str]:
    return screen(app).dataframe[0].value["label_us_core"].tolist()


def test_a_text_in_another_encoding_is_read_once_its_user_knows_the_words(page):
    upload(page, "age,iga,bsa,name\n8,3,12,Zoë\n".encode("cp1252"))
    assert page.radio(key="screen_how").label.replace("\\", "").endswith("not UTF-8 text; its words show the right one")
    assert page.button(key="screen_read").disabled
    page.radio(key="screen_how").set_value("cp1252").run()
    click(page, "Read the list")
    assert "Read as CP1252 text." in html_of(page)
    assert core_of(page) == ["met"]


def test_another_list_can_be_chosen_instead_of_an_answer(page):
    upload(page, "age,name\n8,Zoë\n".encode("cp1252"))
    click(page, "Choose another list")
    assert not page.radio
    assert page.file_uploader


def test_the_sheet_is_asked_where_several_hold_rows(page):
    upload(page, (LISTS / "two-sheets.xlsx").read_bytes(), "two.xlsx")
    assert page.radio(key="screen_how").label.endswith("2 sheets hold rows")
    page.radio(key="screen_how").set_value("'second'").run()
    click(page, "Read the list")
    assert "Sheet 'second'." in html_of(page).replace("&#39;", "'")
    assert core_of(page) == ["met"]


def test_a_list_with_one_measurement_a_row_is_put_together_when_its_user_says_so(page):
    text = "USUBJID,AGE,AGEU,PARAMCD,AVAL,AVISIT\nS1,96,MONTHS,IGA,3,BASELINE\nS1,96,MONTHS,BSA,12,BASELINE\n"
    upload(page, text)
    page.radio(key="screen_how").set_value("yes").run()
    click(page, "Read the list")
    assert "2 measurements put together into 1 rows" in html_of(page)
    assert core_of(page) == ["met"]


def test_shares_are_asked_about_before_anything_is_screened(page):
    upload(page, "age,iga,bsa\n8,3,0.15\n30,3,0.02\n")
    assert page.button(key="screen_run").disabled
    assert "may not be the affected area" in page.warning[0].value
    click(page, "Shares: 0.15 is 15%")
    assert page.selectbox(key="screen_given_bsa_percent").value == ("value", "fraction")
    assert "0.15<br><small>15%</small>" in html_of(page)
    assert core_of(page) == ["met", "met"]


def test_the_body_surface_is_not_taken_for_the_affected_area(page):
    upload(page, "age,iga,bsa,weight_kg,height_cm\n30,3,1.84,70,175\n8,3,0.94,25,128\n")
    click(page, "The body surface in m2")
    assert page.selectbox(key="screen_field_bsa_percent").value == ()
    assert page.session_state["screen_field_body_surface_m2"] == ("bsa",)
    assert core_of(page) == ["cannot tell", "cannot tell"]


def test_a_figure_that_looks_odd_may_be_what_it_says(page):
    upload(page, "age,iga,bsa\n8,3,0.15\n")
    click(page, "The affected area in %")
    assert not page.warning
    assert core_of(page) == ["met"]


def test_a_code_for_not_recorded_is_asked_about(page):
    upload(page, "age,iga,bsa\n8,3,12\n99,3,99\n")
    assert "both 99 in the same 1 row" in page.warning[0].value
    click(page, "Not recorded")
    assert core_of(page) == ["met", "cannot tell"]


def test_two_columns_that_could_be_one_figure_are_asked_about(page):
    upload(page, "age,iga,bsa,%BSA\n8,3,12,30\n")
    assert page.selectbox(key="screen_field_bsa_percent").value == ()
    assert "could both be" in page.warning[0].value
    page.selectbox(key="screen_field_bsa_percent").set_value(("bsa",)).run()
    assert not page.warning
    assert core_of(page) == ["met"]


def test_how_many_cells_of_each_column_are_read_and_ten_that_are_not(page):
    bad = "".join(f"word{number},3,12\n" for number in range(12))
    shown = html_of(upload(page, f"age,iga,bsa\n8,3,12\n,3,12\n{bad}"))
    assert "1 read, 1 not recorded<br><small>12 cells not usable: " in shown
    assert "word9" in shown
    assert "word10" not in shown


def test_units_beside_and_in_the_header_are_told(page):
    shown = html_of(upload(page, "AGE,AGEU,iga,bsa,Weight (lbs)\n96,MONTHS,3,12,55\n"))
    assert "unit in AGEU" in shown
    assert "Weight, in pounds" in shown
    assert "96<br><small>8 y</small>" in shown


def test_a_column_that_looks_like_a_figure_and_is_not_read_is_named(page):
    assert "weight_stone" in html_of(upload(page, "age,iga,bsa,weight_stone\n8,3,12,4\n"))
