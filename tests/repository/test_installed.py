"""The wheel, installed elsewhere: the main job runs from it, in a path with blanks and letters beyond ASCII, without a HOME."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import urllib.request
import zipfile
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

from ruxcheck import __version__
from tests.browser.conftest import _wait_until_healthy, free_port
from tests.written import ROOT, files

PLACE = "mit Leerzeichen & Ümläut"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Built from what is in the repository, in a copy of it."""
    source = tmp_path_factory.mktemp("source")
    for name in files():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, source / name)
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def place(wheel, tmp_path_factory) -> Path:
    """An environment elsewhere with the wheel; the libraries it needs are those of this one, so that nothing is loaded twice."""
    folder = tmp_path_factory.mktemp("home") / PLACE
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    (library,) = folder.glob("lib/*/site-packages")
    (library / "libraries.pth").write_text(sysconfig.get_paths()["purelib"], encoding="utf-8")
    install = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o222)  # nothing may be written where it is installed
    return folder


def listing(folder: Path) -> set[tuple[str, int]]:
    return {(str(path), path.stat().st_mtime_ns) for path in folder.rglob("*")}


@pytest.fixture
def ruxcheck(place, tmp_path):
    """The installed command, run elsewhere by somebody without a HOME; its answer."""

    def run(*arguments: str) -> subprocess.CompletedProcess:
        before = listing(place)
        command = [str(place / "bin" / "ruxcheck"), *arguments]
        done = subprocess.run(command, cwd=tmp_path, env={}, capture_output=True, encoding="utf-8", check=False)
        assert listing(place) == before
        return done

    return run


def test_the_wheel_is_small_and_holds_one_copy_of_everything(wheel):
    assert wheel.stat().st_size < 2 << 20
    held = zipfile.ZipFile(wheel).namelist()
    assert len(held) == len(set(held))
    for name in ("app.py", "pages/check.py", "data/fields.toml", "data/derived/rules.json", "samples/registry.csv"):
        assert f"ruxcheck/installed/{name}" in held
    assert not [name for name in held if "/tests/" in name and "/tests/spec/" not in name]


def test_every_file_of_the_package_is_in_the_wheel(wheel):
    held = set(zipfile.ZipFile(wheel).namelist())
    ours = {name for name in files() if name.startswith("ruxcheck/")}
    brought = {
        f"ruxcheck/installed/{name}"
        for name in files()
        if name.startswith(("data/", "pages/", "samples/", "tests/spec/"))
    }
    assert (ours | brought) - held == set()


def test_one_patient_is_answered(ruxcheck):
    done = ruxcheck("check", "--age", "8", "--iga", "3", "--bsa", "15", "--json", "--on", "2026-11-30")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["version"] == __version__


@pytest.mark.parametrize("command", [("labels",), ("evidence", "--json"), ("validate",), ("completion", "bash")])
def test_the_other_commands_answer(ruxcheck, command):
    assert (ruxcheck(*command).returncode, ruxcheck(*command).stderr) == (0, "")


def test_a_list_is_screened(ruxcheck, place, tmp_path):
    (sample,) = place.glob("lib/*/site-packages/ruxcheck/installed/samples/registry.csv")
    done = ruxcheck("screen", str(sample), "--out", "Ergebnis ü.parquet")
    assert done.returncode == 0, done.stderr
    assert parquet.read_table(tmp_path / "Ergebnis ü.parquet").num_rows == 1000


def test_the_version_is_told(ruxcheck):
    assert ruxcheck("--version").stdout.strip() == __version__


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--port", "x"], "--port: 'x' was given; allowed: 1 to 65535"),
        (["--frame-origin", "lms.example.org"], "'lms.example.org' was given; allowed: origins without a path"),
        (["--frame-origin", "https://lms.example.org/course"], "allowed: origins without a path"),
        (["--frame-origin", "http://lms.example.org"], "allowed: origins without a path"),
        (["--frame-origin", "https://a.org;script-src *"], "allowed: origins without a path"),
    ],
)
def test_an_option_that_cannot_be_used_is_refused(ruxcheck, options, words):
    done = ruxcheck("serve", *options)
    assert done.returncode in (1, 2)
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_the_app_is_served_below_a_base_path_and_framed_by_whom_it_allows(place, tmp_path):
    port = free_port()
    options = ["--port", str(port), "--base-path", "/rux/", "--frame-origin", "https://lms.example.org"]
    command = [str(place / "bin" / "ruxcheck"), "serve", *options]
    before = listing(place)
    server = subprocess.Popen(command, cwd=tmp_path, env={}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        address = f"http://localhost:{port}/rux"
        _wait_until_healthy(address, server)
        with urllib.request.urlopen(f"{address}/", timeout=10) as answer:
            policy = answer.headers["content-security-policy"]
            assert answer.headers["x-frame-options"] is None
            assert b"ruxcheck.js" in answer.read()
        assert "frame-ancestors https://lms.example.org;" in f"{policy};"
    finally:
        server.terminate()
        said = server.communicate(timeout=30)[1].decode()
    assert said.strip() == f"RuxCheck: http://127.0.0.1:{port}/rux"
    assert listing(place) == before
    assert os.listdir(tmp_path) == []
