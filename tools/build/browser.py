"""Find a Chromium for the browser tests: Playwright's own, or the system's."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from .common import WORK, Failure, run, say

#: Headless, silent and at rest: no look-ups and no downloads of the browser's own.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def _runs(path: str) -> bool:
    """Tell whether the browser starts at all (a library that it needs may be missing)."""
    try:
        result = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return result.returncode == 0


#: Asked in a process of its own: a second Playwright cannot run beside one that runs already.
ASK_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


def _playwrights_own() -> str | None:
    """Return Playwright's own Chromium, fetching it where that works."""
    path = run([sys.executable, "-P", "-c", ASK_PLAYWRIGHT], "asking Playwright").strip()
    if not Path(path).exists():
        try:
            subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"],
                           capture_output=True, timeout=600, check=False)
        except subprocess.TimeoutExpired:
            return None
    return path if Path(path).exists() and _runs(path) else None


def _systems() -> str | None:
    """Return a Chromium or Chrome that the system has."""
    found = [shutil.which(name) for name in NAMES] + [MAC]
    return next((path for path in found if path and Path(path).exists() and _runs(path)), None)


def _from_debian() -> str | None:
    """Install Debian's chromium, where we may."""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    say("Installing the package chromium ...")
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "capture_output": True}
    for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", "-qq", *command], check=False, timeout=1200, **quiet)  # type: ignore[call-overload]
    return _systems()


def find_chromium() -> str:
    """Return the path of a Chromium that runs; raise Failure when none is to be had."""
    chosen = os.environ.get("PYORRERY_CHROMIUM")
    if chosen:
        return chosen
    note = WORK / "chromium.txt"
    if note.exists() and Path(note.read_text()).exists():
        return note.read_text()
    path = _playwrights_own() or _systems() or _from_debian()
    if not path:
        raise Failure("no Chromium found for the browser tests: install one "
                      "(`python3 -m playwright install chromium`, or Debian's package chromium), "
                      "or set PYORRERY_CHROMIUM to its path.")
    note.parent.mkdir(exist_ok=True)
    note.write_text(path)
    return path
