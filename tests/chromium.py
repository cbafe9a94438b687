"""Find a Chromium to test with: one that is installed, else Playwright's own, else Debian's package; else say so."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"]  # fmt: skip


def find() -> str | None:
    """The path of a Chromium on this machine, or None."""
    installed = next((path for name in NAMES if (path := shutil.which(name))), None)
    return installed or _of_playwright()


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


def install() -> str:
    """Install a Chromium where none is found. Exits with what was tried where that fails."""
    if found := find():
        return found
    attempts = [[sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"]]
    if shutil.which("apt-get"):
        sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
        attempts += [[*sudo, "apt-get", "update"], [*sudo, "apt-get", "install", "--yes", "chromium"]]
    for command in attempts:
        print("no browser found; trying:", " ".join(command), flush=True)
        subprocess.run(command, check=False)
        if found := find():
            return found
    sys.exit("no browser: install Chromium or Chrome so that it stands in PATH, then run make test again")


if __name__ == "__main__":
    print("browser:", install())
