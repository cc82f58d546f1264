"""What is installed is what the lock names, byte for byte, and everything in it has a licence."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from ship import licences, links
from tests.command import BIN, ROOT

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def uv(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([BIN / "uv", *words], capture_output=True, text=True, check=False)


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """The Python of an empty environment."""
    made = uv("venv", "--quiet", "--python", sys.executable, tmp_path / "environment")
    assert made.returncode == 0, made.stderr
    return tmp_path / "environment/bin/python"


def install(python: Path, lock: str) -> subprocess.CompletedProcess[str]:
    file = python.parents[2] / "requirements.lock"
    file.write_text(lock, encoding="utf-8")
    return uv("pip", "sync", "--quiet", "--python", python, "--require-hashes", file)


def test_the_lock_alone_is_enough(python: Path) -> None:
    done = install(python, LOCK)
    assert done.returncode == 0, done.stderr
    fits = uv("pip", "check", "--python", python)
    assert fits.returncode == 0, fits.stderr
    # uv came with the bootstrap, before there was anything to read the lock.
    here = {line for line in packages(BIN / "python") if not line.startswith("uv==")}
    assert packages(python) == here, "the environment holds something else than the lock"


def packages(python: Path) -> set[str]:
    """What an environment holds, but for this project itself."""
    return set(uv("pip", "freeze", "--python", python, "--exclude-editable").stdout.splitlines())


def test_a_package_with_other_bytes_is_refused(python: Path) -> None:
    pin = r"^colorama==.*\n(?:    --hash=.*\n)+"
    [colorama] = re.findall(pin, LOCK, re.MULTILINE)
    forged = re.sub(r"sha256:[0-9a-f]{64}", f"sha256:{'0' * 64}", colorama)
    done = install(python, forged)
    assert done.returncode != 0
    assert "Hash mismatch" in done.stderr
    bare = install(python, colorama.split(" ")[0] + "\n")
    assert bare.returncode != 0
    assert "hash" in bare.stderr


def test_the_locks_pin_everything_and_name_no_host() -> None:
    for name in licences.LOCKS:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert "--index" not in text
        entries = re.split(r"^(?=\S)", text, flags=re.MULTILINE)[1:]
        assert all(re.match(r"[a-z0-9._-]+==\S+ .*\\\n    --hash=sha256:", entry) for entry in entries), name


def test_the_list_of_licences_is_fresh_and_has_no_gap() -> None:
    text = (ROOT / licences.LIST).read_text(encoding="utf-8")
    assert text == licences.render(ROOT), f"write it again with: {licences.COMMAND}"
    missing = [name for name in licences.locked(ROOT) if name not in licences.listed(ROOT)]
    assert not missing, "packages that name no licence"


def test_what_is_copied_into_the_pages_is_listed_with_its_licence(tmp_path: Path) -> None:
    (tmp_path / "docs/assets/widget").mkdir(parents=True)
    note = "name: widget\nversion: 1\nlicence: MIT\n\nCopyright\n"
    (tmp_path / "docs/assets/widget/widget.txt").write_text(note, encoding="utf-8")
    for name in licences.LOCKS:
        (tmp_path / name).write_text("one-that_is.missing==1 \\\n    --hash=sha256:0\n", encoding="utf-8")
    (tmp_path / licences.LIST).write_text("| one-that-is-missing | 0BSD |\n", encoding="utf-8")
    rows = licences.render(tmp_path).splitlines()[-2:]
    assert rows == ["| one-that-is-missing | 0BSD |", "| widget | MIT |"]


def test_one_issue_is_opened_renewed_and_closed(tmp_path: Path) -> None:
    report = tmp_path / "links.md"
    assert links.commands("", report) == []
    assert [words[:3] for words in links.commands("7", report)] == [("issue", "close", "7")]
    report.write_text("broken", encoding="utf-8")
    assert [words[:3] for words in links.commands("7", report)] == [("issue", "edit", "7")]
    assert [words[:2] for words in links.commands("", report)] == [("label", "create"), ("issue", "create")]


def test_a_report_of_many_broken_links_fits_into_the_issue(tmp_path: Path) -> None:
    report = tmp_path / "links.md"
    line = "* [ERROR] <https://example.org/é> | Not found\n"
    full = line * (links.LONGEST // len(line))
    report.write_text(full, encoding="utf-8")
    links.fit(report, "There are more.")
    assert report.read_text(encoding="utf-8") == full
    report.write_text(full + line, encoding="utf-8")
    links.fit(report, "There are more.")
    cut = report.read_text(encoding="utf-8")
    assert len(full) - 3 * len(line) < len(cut) <= links.LONGEST
    kept, _, last = cut.partition("\n\n")
    assert set(f"{kept}\n".splitlines(keepends=True)) == {line}
    assert last == "There are more.\n"
