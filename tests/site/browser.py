"""Finds the Chromium that the tests drive; `python -m tests.site.browser` installs one if none is there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
    "microsoft-edge",
)
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
REMEDY = (
    "No Chromium or Chrome was found, and none could be installed. Install one (Debian and Ubuntu: "
    "apt-get install chromium; macOS: brew install --cask chromium), or name one: "
    "BROWSER=/path/to/chrome make test"
)


def find() -> str | None:
    """The path of a Chromium or Chrome: `$BROWSER`, then the `PATH`, then Playwright's own; else None."""
    named = os.environ.get("BROWSER", "")
    # Desktops set BROWSER to whatever opens links; only a Chromium can run these tests.
    names = [named] if any(word in named.lower() for word in ("chrom", "edge")) else []
    for name in (*names, *COMMANDS, *APPLICATIONS):
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _attempts() -> list[list[str]]:
    attempts = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        packages = ["chromium", "fonts-liberation"]
        attempts.append(["apt-get", "update", "-qq"])
        attempts.append(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages])
    return attempts


def install() -> str:
    """Find a browser, or install one: Playwright's own, else Debian's when we may.

    Raises:
        SystemExit: Neither worked; the message says what to do.
    """
    path = find()
    for command in [] if path else _attempts():
        print("Looking for a browser:", " ".join(command), flush=True)
        subprocess.run(command, check=False)
        if path := find():
            break
    if path is None:
        raise SystemExit(REMEDY)
    return path


if __name__ == "__main__":
    install()
