"""`make serve`: the last build at once, then every change.

A builder's own server answers only after it has built everything, and throws that away when it ends: the
wait grows with the number of rules. This one keeps what it built below `.cache/serve`, shows it while the
next build is made beside it, and goes on showing it when that build fails.
"""

from __future__ import annotations

import gc
import hashlib
import io
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import click
from rulebook import generate
from rulebook.catalogue import Catalogue, settings
from rulebook.directives import DirectiveError
from rulebook.problems import ProblemError
from watchfiles import Change, DefaultFilter, watch

from ship.repository import ShipError

HOST = "127.0.0.1"
SOURCES = ("docs", "examples", "overrides", "ship", "CHANGELOG.md", "mkdocs.yml", "requirements.lock")
CODE = ("examples/harness", "overrides/rulebook", "ship")
"""What this process has imported; when it changes, the process starts again."""

KEPT = ".cache/serve"
"""Holds a folder for each port: what two servers build is not the same, and neither may take the other's."""

TURNS = ("a", "b")
"""Two folders by turns: one is shown while the other is built."""

_BUILDS = "builds"
_RELOAD = "reload.js"
_SCRIPT = """const address = new URL("{builds}", document.currentScript.src);
let builds;
// Only while it is seen: a browser has six connections for a host, and a tab that listens keeps one.
function listen() {{
  builds?.close();
  if (document.hidden) return;
  builds = new EventSource(address);
  builds.onmessage = ({{ data }}) => {{ if (data !== "{build}") location.reload(); }};
}}
addEventListener("visibilitychange", listen);
listen();
"""
_FIRST = (
    b"<!doctype html><meta http-equiv=refresh content=1><title>Building</title>The first build is on its way."
)


class Pages(SimpleHTTPRequestHandler):
    """Serves a folder as GitHub Pages does: below a prefix, and 404.html for what is missing."""

    def __init__(self, *arguments: Any, prefix: str, **options: Any) -> None:
        self.prefix = prefix
        super().__init__(*arguments, **options)  # which answers the request

    def translate_path(self, path: str) -> str:
        """The file at an address; one that does not exist for an address outside the prefix."""
        path = urlsplit(path).path
        inside = path.startswith(self.prefix)
        return super().translate_path(f"/{path.removeprefix(self.prefix)}" if inside else "/-")

    def list_directory(self, path: str | os.PathLike[str]) -> None:  # noqa: ARG002 - the base class gives it
        """Answer that a folder without an index is missing."""
        self.send_error(404)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own page, where it has one for this."""
        page = Path(self.directory, "404.html")
        if code == 404 and page.exists():
            self.answer(404, page.read_bytes())
        else:
            super().send_error(code, message, explain)

    def answer(self, status: int, body: bytes) -> None:
        """Send a whole page."""
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name that the base class gives
        """Stay silent."""


class PagesServer(ThreadingHTTPServer):
    """A server whose clients may hang up: a browser that closes a tab does so in the middle of an answer."""

    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Show what went wrong, unless a client hung up."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Shown:
    """The build that readers see, kept in a folder from one start to the next.

    Attributes:
        turn: The name of its folder; "" where nothing has been built yet.
        build: The digest of what it was built from.
    """

    def __init__(self, kept: Path) -> None:
        self.kept = kept
        self.turn = self.build = ""
        self._changed = threading.Condition()
        try:
            noted = json.loads((kept / "shown.json").read_text(encoding="utf-8"))
            if (kept / noted["turn"] / "index.html").is_file():
                self.turn, self.build = noted["turn"], noted["build"]
        except (OSError, ValueError, KeyError, TypeError):  # nothing is kept, or somebody touched it
            shutil.rmtree(kept, ignore_errors=True)

    @property
    def folder(self) -> Path:
        """The build's folder."""
        return self.kept / self.turn

    def show(self, turn: str, build: str) -> None:
        """Show another build from now on, and tell everybody who waits for one."""
        with self._changed:
            self.turn, self.build = turn, build
            self._changed.notify_all()
        note = self.kept / "shown.new"
        note.write_text(json.dumps({"turn": turn, "build": build}), encoding="utf-8")
        note.replace(self.kept / "shown.json")

    def other_than(self, build: str, seconds: float) -> str | None:
        """The build that is shown as soon as it is not `build`; None where it is that for so long."""
        with self._changed:
            return self.build if self._changed.wait_for(lambda: self.build != build, seconds) else None


class _Preview(Pages):
    """The build that is shown, and an address that tells its pages when to load again."""

    def __init__(self, *arguments: Any, shown: Shown, **options: Any) -> None:
        self.shown = shown
        super().__init__(*arguments, directory=str(shown.folder), **options)

    def do_GET(self) -> None:
        """Answer a page, or tell of builds until the browser goes."""
        if urlsplit(self.path).path == f"{self.prefix}{_BUILDS}":
            self._tell()
        else:
            super().do_GET()

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Answer all but the body, to GET and to HEAD."""
        if urlsplit(self.path).path == "/" != self.prefix:
            self.send_response(302)
            self.send_header("Location", self.prefix)
            self.end_headers()
        elif not self.shown.turn:
            self.answer(503, _FIRST)
        else:
            return super().send_head()
        return None

    def _tell(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        told = ""
        while True:  # until the browser hangs up, which a comment finds out
            build = self.shown.other_than(told, seconds=5)
            self.wfile.write(f"data: {build}\n\n".encode() if build else b":\n\n")
            told = build or told

    def end_headers(self) -> None:
        """End the headers; what a browser kept might be from another project on this port."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()


def serve(root: Path, port: int) -> None:
    """Serve the project on `port`, and build it again after every edit, until somebody interrupts.

    Raises:
        ShipError: The port is in use.
    """
    for number in (signal.SIGINT, signal.SIGTERM):  # a shell has its background jobs ignore the first
        signal.signal(number, signal.default_int_handler)
    logging.basicConfig(format="%(levelname)s: %(message)s", level=logging.WARNING)
    shown = Shown(root / KEPT / str(port))
    prefix = urlsplit(settings(root).get("site_url", "")).path or "/"
    try:
        server = PagesServer((HOST, port), partial(_Preview, shown=shown, prefix=prefix))
    except OSError as error:
        remedy = f"end what uses it, or choose another: make serve PORT={port + 1}"
        raise ShipError(f"{HOST}:{port}: {error.strerror}; {remedy}") from None
    url = f"http://{HOST}:{server.server_port}{prefix}"
    with server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        click.echo(f"{url}  (Ctrl-C ends)")
        try:
            _follow(root, shown, url)
        except KeyboardInterrupt:
            click.echo()
        server.shutdown()


def _follow(root: Path, shown: Shown, url: str) -> None:
    """Build after every change; after one of the code, in a process that imports it anew."""
    while True:
        watched = [root / source for source in SOURCES if (root / source).exists()]
        # The first, empty set comes once everything is watched: nothing changes unseen before or after.
        due = True
        for changes in watch(*watched, watch_filter=_sources(root), yield_on_timeout=True, rust_timeout=100):
            changed = {Path(path) for _, path in changes}
            if any(_is_code(root, path) for path in changed):
                _start_again(shown, urlsplit(url).port)
            if changed or due:
                due = False
                _update(root, shown, url)
            # An editor may put a new file in the place of an old one; nobody watches the new one yet.
            if not changed.isdisjoint(watched):
                break


def _is_code(root: Path, path: Path) -> bool:
    return path.suffix == ".py" and any(path.is_relative_to(root / folder) for folder in CODE)


def _start_again(shown: Shown, port: int | None) -> None:
    """Replace this process, unless the changed code cannot be imported."""
    command = [sys.executable, "-m", "ship", "serve"]
    tried = subprocess.run([*command, "--help"], check=False, capture_output=True, text=True)
    if tried.returncode:
        _say(tried.stderr.rstrip(), shown)
    else:
        os.execv(sys.executable, [*command, "--port", str(port)])


def _update(root: Path, shown: Shown, url: str) -> None:
    """Build what has changed and show it; where that fails, say why."""
    try:
        generated = None
        while generated != (digest := _digest(root, url)):  # edits may come meanwhile
            generated = digest
            generate.write(root, generate.plan(Catalogue.load(root)))
        if digest == shown.build:
            return
        turn = TURNS[shown.turn == TURNS[0]]
        _build(shown.kept / turn, url)
        script = _SCRIPT.format(builds=_BUILDS, build=digest)
        (shown.kept / turn / _RELOAD).write_text(script, encoding="utf-8")
        shown.show(turn, digest)
        # What this process keeps, and it keeps all that it can, is no garbage: the next build looks past it.
        gc.unfreeze()
        gc.collect()
        gc.freeze()
    except (ProblemError, DirectiveError, click.ClickException) as error:
        _say(str(error), shown)
    except Exception:  # whatever a theme, a plugin or our own code raises: the server goes on
        _say(traceback.format_exc().rstrip(), shown)


def _say(problem: str, shown: Shown) -> None:
    still = "The last build is still shown." if shown.turn else "There is no build to show yet."
    click.secho(f"{problem}\n{still}", fg="red", err=True)


def _build(folder: Path, url: str) -> None:
    # A second's import, which the last build need not wait for.
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    config = load_config(site_dir=str(folder))
    config.site_url = url
    config.extra_javascript.append(_RELOAD)
    config.plugins.on_startup(command="serve", dirty=False)
    build(config)
    config.plugins.on_shutdown()


def _digest(root: Path, url: str) -> str:
    """Stands for all that a build reads: paths, times of change and sizes."""
    read = [url]
    for path in _files(root):
        state = path.stat()
        read.append(f"{path.relative_to(root)} {state.st_mtime_ns} {state.st_size}")
    return hashlib.sha256("\n".join(sorted(read)).encode()).hexdigest()[:16]


def _files(root: Path) -> Iterator[Path]:
    is_source = _sources(root)
    for source in SOURCES:
        yield from [root / source] if (root / source).is_file() else []
        for folder, folders, names in os.walk(root / source):
            folders[:] = [name for name in folders if is_source(Change.modified, f"{folder}/{name}/")]
            yield from (
                Path(folder, name) for name in names if is_source(Change.modified, f"{folder}/{name}")
            )


def _sources(root: Path) -> DefaultFilter:
    """Leaves out what is generated, hidden or cached."""
    patterns = (*DefaultFilter.ignore_entity_patterns, r"^\.")
    written = [f"{root}/{folder}" for folder in generate.IGNORED]
    return DefaultFilter(ignore_entity_patterns=patterns, ignore_paths=written)
