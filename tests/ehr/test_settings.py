"""The settings of a site: what is read, and each fault in its words."""

import pytest

from ruxcheck.ehr.settings import VARIABLE, SettingsError, read_settings, settings_from_environment
from tests.ehr.building import RULES

JURISDICTIONS = tuple(RULES.jurisdictions)
OPEN = 'public_url = "http://localhost:8501"\nopen = true\n'
CLOSED = (
    'public_url = "https://rux.example.org/app/"\n[[clients]]\niss = "https://ehr.example.org"\nkeys = "keys.json"\n'
)


def written(folder, text: str):
    file = folder / "ehr.toml"
    file.write_text(text, "utf-8")
    return file


def test_without_the_variable_no_record_is_connected(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    assert settings_from_environment(JURISDICTIONS) is None


def test_the_variable_names_the_file(monkeypatch, tmp_path):
    monkeypatch.setenv(VARIABLE, str(written(tmp_path, CLOSED)))
    settings, folder = settings_from_environment(JURISDICTIONS)
    assert (settings.base, settings.jurisdiction, settings.oldest_observation_days) == (
        "https://rux.example.org/app",
        "us",
        90,
    )
    assert folder == tmp_path
    assert not settings.open
    assert not settings.patient_view


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Object missing required field `public_url`; docs/ehr.md lists every key"),
        ("public_url = ", "Invalid value"),
        (OPEN + "opne = true", "Object contains unknown field `opne`"),
        (OPEN + "oldest_observation_days = 0", "Expected `int` >= 1 - at `$.oldest_observation_days`"),
        (OPEN + 'jurisdiction = "xx"', "jurisdiction 'xx' has no label here; allowed: us, "),
        (OPEN + 'allowed_origins = ["*"]', "allowed_origins '*' is no origin; allowed: https://host"),
        (OPEN + '[[codes]]\nfield = "easi"\nsystem = "s"\ncode = "c"', "codes: field 'easi' cannot be mapped; allowed: iga, bsa_percent"),
        ('public_url = "rux.example.org"\nopen = true', "public_url 'rux.example.org' is no address"),
        (CLOSED.replace("https://rux", "http://rux"), "public_url 'http://rux.example.org/app/' is not encrypted"),
        ('public_url = "https://rux.example.org"\nopen = true', "open = true together with a public address would let anybody ask"),
        ('public_url = "https://rux.example.org"', "no clients, so nobody could ask; add [[clients]]"),
    ],
)  # fmt: skip
def test_each_fault_in_its_words(tmp_path, text, words):
    file = written(tmp_path, text)
    with pytest.raises(SettingsError) as told:
        read_settings(file, JURISDICTIONS)
    assert str(told.value).startswith(f"{file}: ")
    assert words in str(told.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(SettingsError, match=f"{VARIABLE}: '.*none.toml' cannot be read .*; name a TOML file, or unset"):
        read_settings(tmp_path / "none.toml", JURISDICTIONS)
