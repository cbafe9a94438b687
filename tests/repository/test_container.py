"""The container files: linted always; built, started and asked where there is an engine (`make container`)."""

import re

import yaml

from ruxcheck import __version__
from tests.written import ROOT, files

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
LINES = [line for line in re.sub(r"\\\n\s*", "", DOCKERFILE).splitlines() if line and not line.startswith("#")]
STEPS = [tuple(line.split(" ", 1)) for line in LINES]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
APPS = ("app-1", "app-2")


def of(kind: str) -> list[str]:
    return [rest for step, rest in STEPS if step == kind]


def test_every_step_is_one_that_exists():
    allowed = {"FROM", "ENV", "WORKDIR", "COPY", "RUN", "USER", "EXPOSE", "HEALTHCHECK", "CMD"}
    assert {step for step, _ in STEPS} <= allowed


def test_it_runs_not_as_root_with_a_health_check_and_one_command():
    kinds = [step for step, _ in STEPS]
    assert of("USER") == ["ruxcheck"]
    assert kinds.index("USER") > max(place for place, kind in enumerate(kinds) if kind in ("RUN", "COPY"))
    assert "/_stcore/health" in of("HEALTHCHECK")[0]
    assert len(of("CMD")) == 1


def test_the_base_has_a_version_and_every_package_its_hash():
    assert re.fullmatch(r"python:3\.\d+-slim", of("FROM")[0])
    assert all("--require-hashes" in step for step in of("RUN") if "pip install" in step)


def test_what_is_copied_is_there_and_nothing_else_reaches_the_build():
    copied = {source.rstrip("/") for step in of("COPY") for source in step.split()[:-1]}
    known = files()
    assert [source for source in copied if not any(f == source or f.startswith(f"{source}/") for f in known)] == []
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert ignored[0] == "*"
    assert {line[1:] for line in ignored if line.startswith("!")} == copied


def test_everything_the_package_needs_from_the_top_is_copied():
    copied = " ".join(of("COPY"))
    for name in ("app.py", "data", "pages", "samples", "tests/spec", ".streamlit/config.toml", "ruxcheck"):
        assert name in copied


def test_the_services_write_nowhere_and_may_do_nothing():
    for name, service in COMPOSE["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "privileged" not in service
    assert all(COMPOSE["services"][name]["image"] == f"ruxcheck:{__version__}" for name in APPS)
    assert COMPOSE["services"]["proxy"]["ports"] == ["127.0.0.1:8501:8080"]


def test_the_proxy_is_the_one_that_the_document_explains():
    proxy = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    documented = (ROOT / "docs" / "serving.md").read_text(encoding="utf-8")
    for line in ("hash $process consistent;", "client_max_body_size 201m;", "proxy_set_header Host $http_host;"):
        assert line in proxy
        assert line in documented
    assert [f"server {name}:8501;" in proxy for name in APPS] == [True, True]
