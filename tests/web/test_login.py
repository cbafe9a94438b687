"""The login: off unless configured, and then in front of every page."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from ruxcheck.web import session

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "pages").glob("*.py"))
CHECK = ROOT / "pages" / "check.py"
PROVIDER = {"client_id": "dummy", "client_secret": "dummy", "server_metadata_url": "https://id.example.org/x"}
AUTH = {"redirect_uri": "http://localhost:8501/oauth2callback", "cookie_secret": "dummy"}
ONE, TWO = AUTH | PROVIDER, AUTH | {"clinic": PROVIDER, "[x](y)": PROVIDER}


def opened(auth: dict | None = None, user: dict | None = None, path: Path = CHECK) -> AppTest:
    app = AppTest.from_file(str(ROOT / "ruxcheck/web/main.py"), default_timeout=30)
    app.user = user or {}
    if auth:
        app.secrets = {"auth": auth}
    return app.switch_page(str(path)).run()


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button if button.label.startswith("Sign")]


def test_without_configuration_nobody_is_asked():
    app = opened()
    assert app.title[0].value == "Ruxolitinib cream in atopic dermatitis"
    assert labels(app) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_with_a_configuration_every_page_asks_first_and_shows_nothing_else(path):
    app = opened(ONE, path=path)
    assert not app.exception
    assert [title.value for title in app.title] == ["RuxCheck"]
    assert labels(app) == ["Sign in"]
    assert not app.text_input
    assert not app.caption


@pytest.mark.parametrize("said", [False, None, "true", 1], ids=repr)
def test_only_a_plain_yes_of_the_framework_opens_the_pages(said):
    assert labels(opened(ONE, {"is_logged_in": said})) == ["Sign in"]


def test_each_provider_has_its_button_and_its_name_is_text():
    assert labels(opened(TWO)) == ["Sign in with clinic", r"Sign in with \[x\]\(y\)"]


def test_who_has_signed_in_sees_the_pages_and_a_way_out():
    app = opened(ONE, {"is_logged_in": True})
    assert app.title[0].value == "Ruxolitinib cream in atopic dermatitis"
    assert labels(app) == ["Sign out"]


@pytest.fixture
def secrets(tmp_path, monkeypatch):
    """Write a file of secrets that the framework reads."""
    file = tmp_path / "secrets.toml"
    kept = st.get_option("secrets.files")
    monkeypatch.setattr(st, "secrets", type(st.secrets)())

    def write(text: str) -> Path:
        file.write_text(text)
        return file

    st.config.set_option("secrets.files", [str(file)])
    yield write
    st.config.set_option("secrets.files", kept)


def test_without_a_file_of_secrets_the_app_starts(secrets):  # noqa: ARG001 (the file is not there)
    session.stop_where_it_cannot_work()
    assert not session.configured()


def test_other_secrets_ask_for_no_login(secrets):
    secrets("[other]\nkey = 1\n")
    session.stop_where_it_cannot_work()
    assert not session.configured()


def test_a_login_whose_libraries_are_missing_stops_the_start(secrets, monkeypatch):
    secrets("[auth]\nclient_id = 'x'\n")
    monkeypatch.setattr(session, "find_spec", lambda _name: None)
    with pytest.raises(SystemExit, match="needs authlib and httpx, not installed here"):
        session.stop_where_it_cannot_work()


def test_a_login_whose_libraries_are_there_starts(secrets, monkeypatch):
    secrets("[auth]\nclient_id = 'x'\n")
    monkeypatch.setattr(session, "find_spec", lambda name: name)
    session.stop_where_it_cannot_work()
    assert session.configured()


def test_secrets_that_cannot_be_read_stop_the_start_instead_of_opening_the_pages(secrets):
    file = secrets("[auth\n")
    with pytest.raises(SystemExit, match="cannot be read; allowed: TOML") as stopped:
        session.stop_where_it_cannot_work()
    assert str(file) in str(stopped.value)
