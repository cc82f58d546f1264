"""`make serve` as a contributor uses it: a process, requests, edits, mistakes and interruptions."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx
import pytest

from ship.serving import Shown
from tests.command import BIN, ROOT

LIMIT_S = 60
PAGE = "docs/db/n-plus-one.md"
RESULTS = "examples/db/n_plus_one/results.json"


class Serving:
    """A server that runs, and what it has said."""

    def __init__(self, root: Path, port: int = 0) -> None:
        self.root = root
        self.process = subprocess.Popen(
            [BIN / "python", "-m", "ship", "serve", "--port", str(port)],
            cwd=root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().split(" ")[0]
        self.said: list[str] = []
        self.listener = threading.Thread(target=self.said.extend, args=[self.process.stdout])
        self.listener.start()

    def get(self, address: str = "") -> httpx.Response:
        """What a browser gets; connecting waits for a process that starts again."""
        with httpx.Client(transport=httpx.HTTPTransport(retries=5)) as client:
            return client.get(self.url + address)

    def shows(self, text: str, address: str = "db/n-plus-one/") -> bool:
        """Whether a page has this text."""
        return text in self.get(address).text

    def interrupt(self) -> int:
        """Press Ctrl-C; gives the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.end()

    def end(self) -> int:
        """Wait for the end, and for the last that is said."""
        status = self.process.wait(LIMIT_S)
        self.listener.join()
        assert self.process.stdout is not None
        self.process.stdout.close()
        return status


def eventually(happens: Callable[[], bool]) -> None:
    """Wait until it does."""
    end = time.monotonic() + LIMIT_S
    while not happens():
        assert time.monotonic() < end
        time.sleep(0.02)


def edit(file: Path, old: str, new: str) -> None:
    """Change a file as an editor does: whole."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@contextmanager
def served(root: Path, port: int = 0) -> Iterator[Serving]:
    """A server for this project until the end of the block."""
    serving = Serving(root, port)
    try:
        yield serving
    finally:
        serving.process.kill()
        serving.end()


@pytest.fixture(scope="module")
def shown(committed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that has been served once, and its page with directives."""
    root = tmp_path_factory.mktemp("served") / "project"
    shutil.copytree(committed, root, symlinks=True)
    edit(root / "mkdocs.yml", "rules.example.org/", "rules.example.org/below/")
    edit(root / "mkdocs.yml", "plugins:", "markdown_extensions: [rulebook.extension]\nplugins:")
    with served(root) as serving:
        assert serving.get().status_code == 503  # and says that the first build is on its way
        eventually(lambda: serving.get().status_code == 200)
        assert serving.interrupt() == 0
        assert serving.said == ["\n"]
    return root


@pytest.fixture
def project(shown: Path, tmp_path: Path) -> Path:
    """A copy of its own."""
    return shutil.copytree(shown, tmp_path / "project", symlinks=True)


def test_the_last_build_is_shown_at_once_and_edits_follow(project: Path) -> None:
    title = re.search(r"^# (.*)$", (project / PAGE).read_text("utf-8"), re.MULTILINE)
    assert title is not None
    edit(project / PAGE, f"# {title[1]}", "# Changed while nothing was served")
    with served(project) as serving:
        assert serving.get().status_code == 200, "there is a build to show"
        eventually(lambda: serving.shows("Changed while nothing was served"))

        edit(project / PAGE, "# Changed while", "# Broken while\n\n<!-- rulebook: evidense -->\n\n#")
        eventually(lambda: any("evidense" in line for line in serving.said))
        assert serving.shows("Changed while nothing was served"), "the last build is still shown"
        edit(project / PAGE, "# Broken while\n\n<!-- rulebook: evidense -->\n\n#", "# Mended while")
        eventually(lambda: serving.shows("Mended while nothing was served"))
        assert serving.interrupt() == 0


def test_edits_leave_what_a_fresh_build_gives(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")  # or pages say when they were built
    plugin = "mkdocstrings: {handlers: {python: {paths: [overrides]}}}"
    edit(project / "mkdocs.yml", "plugins:", f"plugins:\n  - {plugin}")
    code = project / "overrides/library/counting.py"
    code.parent.mkdir(parents=True)
    code.with_name("__init__.py").touch()
    code.write_text(
        '"""What counts."""\n\n\ndef count() -> int:\n    """Count of old."""\n', encoding="utf-8"
    )
    (project / "docs/code.md").write_text("# Code\n\n::: library.counting\n", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    kept = project / f".cache/serve/{port}"

    def built() -> dict[Path, bytes]:
        folder = Shown(kept).folder
        files = (file for file in folder.rglob("*") if file.is_file())
        return {file.relative_to(folder): file.read_bytes() for file in files}

    with served(project, port) as serving:
        eventually(lambda: serving.shows("Count of old", "code/"))
        edit(code, "Count of old", "Count of late")
        eventually(lambda: serving.shows("Count of late", "code/"))
        edit(project / RESULTS, '"size_unit": "', '"size_unit": "late ')
        eventually(lambda: serving.shows("\u00a0late "))
        edit(project / PAGE, "\n# ", "\n# Now: ")
        eventually(lambda: serving.shows("Now: "))
        assert serving.interrupt() == 0
    after_edits = built()
    shutil.rmtree(kept)
    with served(project, port) as serving:
        eventually(lambda: serving.get().status_code == 200)
        assert serving.interrupt() == 0
    fresh = built()
    assert fresh.keys() == after_edits.keys()
    assert [path for path in fresh if fresh[path] != after_edits[path]] == []


def test_a_browser_is_told_of_the_next_build_and_pages_know_theirs(project: Path) -> None:
    with served(project) as serving, httpx.stream("GET", serving.url + "builds", timeout=LIMIT_S) as stream:
        lines = (line.removeprefix("data: ") for line in stream.iter_lines() if line.startswith("data"))
        first = next(lines)
        assert f'"{first}"' in serving.get("reload.js").text
        assert "reload.js" in serving.get().text
        edit(project / PAGE, "\n# ", "\n# Now: ")
        second = next(lines)
        assert second != first
        assert f'"{second}"' in serving.get("reload.js").text
        assert serving.shows("Now: ")


def test_changed_code_is_used_unless_it_cannot_be_imported(project: Path) -> None:
    shutil.copytree(ROOT / "ship", project / "ship")
    code = project / "ship/version.py"
    edit(project / PAGE, "\n# ", "\n# Once: ")
    with served(project) as serving:
        eventually(lambda: serving.shows("Once: "))  # from now on it is watching
        edit(code, "import re\n", "import re\nimport nowhere\n")
        eventually(lambda: any("No module named 'nowhere'" in line for line in serving.said))
        edit(code, "import nowhere\n", "")
        eventually(lambda: sum(line.startswith(serving.url) for line in serving.said) == 1)
        edit(project / PAGE, "\n# ", "\n# Again: ")
        eventually(lambda: serving.shows("Again: "))


def test_a_file_that_an_editor_replaces_is_watched_on(project: Path) -> None:
    with served(project) as serving:
        eventually(lambda: serving.shows(serving.url, "sitemap.xml"))  # from now on it is watching
        for name in ("First", "Second"):
            new = project / "mkdocs.new"
            text = (project / "mkdocs.yml").read_text(encoding="utf-8")
            new.write_text(re.sub("(?m)^site_name: .*$", f"site_name: {name}", text), encoding="utf-8")
            new.replace(project / "mkdocs.yml")
            eventually(partial(serving.shows, f"{name}</title>"))


def test_what_is_not_there_is_the_site_s_own_page(project: Path) -> None:
    with served(project) as serving:
        missing = serving.get("no/such/page/")
        assert (missing.status_code, "404" in missing.text) == (404, True)
        assert serving.get("assets/").status_code == 404, "a folder is not listed"
        assert serving.get("../../mkdocs.yml").status_code == 404
        raw = serving.url.split("/")[2]
        assert httpx.get(f"http://{raw}/%2e%2e/%2e%2e/mkdocs.yml").status_code == 404
        for ask in (httpx.get, httpx.head):
            assert ask(f"http://{raw}/").headers["location"] == "/below/"
            assert ask(serving.url).status_code == 200


def test_a_kept_build_that_somebody_touched_is_made_again(project: Path) -> None:
    (project / ".cache/serve/0/shown.json").write_text(json.dumps({"turn": "z"}), encoding="utf-8")
    with served(project) as serving:
        eventually(lambda: serving.get().status_code == 200)


def test_a_port_in_use_is_said_with_the_remedy(project: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with served(project, port) as serving:
            assert serving.process.wait(LIMIT_S) == 1
            assert serving.url == "Error:"
