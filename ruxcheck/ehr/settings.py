"""What a site says of its health record: who may ask, and which codes stand for IGA, %BSA and itch. Bad settings stop the start."""

import os
import tomllib
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import msgspec

from ruxcheck.store.schema import Strict

VARIABLE = "RUXCHECK_EHR"
LOOPBACK = ("127.0.0.1", "::1", "localhost")
MAPPED = ("iga", "bsa_percent", "itch_nrs", "diagnosis_ad")
Text = Annotated[str, msgspec.Meta(min_length=1)]


class SettingsError(Exception):
    """The settings cannot be used; the message names the file, what is wrong, what is allowed and what to do."""


class Client(Strict, kw_only=True):
    """One health record that may ask: `iss` as its tokens name it, and the file with its public keys (JWK Set)."""

    iss: Text
    keys: Text


class Code(Strict, kw_only=True):
    """A code of the site for a field; `values` gives the figure for coded answers, by their code."""

    field: Text
    system: Text
    code: Text
    values: dict[str, float] = msgspec.field(default_factory=dict)


class Medication(Strict, kw_only=True):
    """A further code of the site for the cream."""

    system: Text
    code: Text


class EhrSettings(Strict, kw_only=True):
    """The file that `RUXCHECK_EHR` names. `public_url` is the address under which browsers and records reach this server.

    `oldest_observation_days`: what was observed earlier is not taken. `figures_in_link`: whether the link into the dashboard
    carries age, IGA and %BSA. `open`: no tokens are asked for, on this machine alone.
    """

    public_url: Text
    jurisdiction: Text = "us"
    open: bool = False
    patient_view: bool = False
    figures_in_link: bool = True
    oldest_observation_days: Annotated[int, msgspec.Meta(ge=1, le=3650)] = 90
    allowed_origins: list[Text] = msgspec.field(default_factory=list)
    clients: list[Client] = msgspec.field(default_factory=list)
    codes: list[Code] = msgspec.field(default_factory=list)
    medications: list[Medication] = msgspec.field(default_factory=list)

    @property
    def base(self) -> str:
        """The public address without a slash at its end."""
        return self.public_url.rstrip("/")


def settings_from_environment(jurisdictions: tuple[str, ...]) -> tuple[EhrSettings, Path] | None:
    """The settings and the folder of their file; None where the variable is not set. Raises SettingsError."""
    named = os.environ.get(VARIABLE, "")
    return (read_settings(Path(named), jurisdictions), Path(named).parent) if named else None


def read_settings(file: Path, jurisdictions: tuple[str, ...]) -> EhrSettings:
    """The checked settings of a file. Raises SettingsError for a file that cannot be read, a wrong key and a wrong value."""
    try:
        settings = msgspec.convert(tomllib.loads(file.read_text("utf-8")), EhrSettings)
    except OSError as error:
        raise SettingsError(
            f"{VARIABLE}: '{file}' cannot be read ({error.strerror}); name a TOML file, or unset {VARIABLE}"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise SettingsError(f"{file}: {error}; docs/ehr.md lists every key") from error
    for fault in _faults(settings, jurisdictions):
        raise SettingsError(f"{file}: {fault}")
    return settings


def _faults(settings: EhrSettings, jurisdictions: tuple[str, ...]):
    address = urlsplit(settings.public_url)
    loopback = address.hostname in LOOPBACK
    if address.scheme not in ("http", "https") or not address.hostname or address.query or address.fragment:
        yield f"public_url '{settings.public_url}' is no address; allowed: https://host or https://host/path"
    elif address.scheme == "http" and not loopback:
        yield f"public_url '{settings.public_url}' is not encrypted; allowed: https, or http on this machine alone"
    if settings.jurisdiction not in jurisdictions:
        yield f"jurisdiction '{settings.jurisdiction}' has no label here; allowed: {', '.join(jurisdictions)}"
    if settings.open and not loopback:
        yield "open = true together with a public address would let anybody ask; allowed: on 127.0.0.1, ::1 or localhost; name clients"
    if not settings.open and not settings.clients:
        yield "no clients, so nobody could ask; add [[clients]] with iss and keys, or open = true on this machine alone"
    for origin in settings.allowed_origins:
        parts = urlsplit(origin)
        if origin == "*" or not parts.netloc or parts.path or parts.query:
            yield f"allowed_origins '{origin}' is no origin; allowed: https://host or https://host:port"
    for code in settings.codes:
        if code.field not in MAPPED:
            yield f"codes: field '{code.field}' cannot be mapped; allowed: {', '.join(MAPPED)}"


def codes_in_use(jurisdictions: tuple[str, ...]) -> EhrSettings:
    """The settings whose codes are read: those of the environment, else only codes that hold everywhere. Raises SettingsError."""
    configured = settings_from_environment(jurisdictions)
    return configured[0] if configured else EhrSettings(public_url="http://localhost", open=True)
