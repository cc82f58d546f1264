"""Builds the working tree, committed or not, in a copy: no test touches what `make serve` shows."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property, partial
from pathlib import Path

from bs4 import BeautifulSoup
from rulebook import generate
from rulebook.catalogue import Catalogue

from ship.serving import Pages, PagesServer
from tests.command import BIN, ROOT

BUILDERS = {
    "mkdocs": ["mkdocs", "build", "--strict", "--quiet"],
    "zensical": ["zensical", "build", "--strict", "--clean"],
}
PREFIX = "/measured-python/"
SITE_URL = f"https://measured-python.github.io{PREFIX}"


@dataclass(frozen=True)
class Site:
    """A built site.

    Attributes:
        folder: What would be uploaded.
        url: Where it is served, with a slash at the end.
    """

    folder: Path
    url: str

    @property
    def builder(self) -> str:
        """Who built it: `build_all` gives each a folder of its name."""
        return self.folder.parent.name

    @cached_property
    def pages(self) -> dict[str, BeautifulSoup]:
        """Every HTML file by its address below `url`: "" is the home page, "db/n-plus-one/" a rule."""
        files = sorted(self.folder.rglob("*.html"))
        return {
            file.relative_to(self.folder).as_posix().removesuffix("index.html"): parsed(file)
            for file in files
        }

    @property
    def articles(self) -> dict[str, BeautifulSoup]:
        """The pages that people read: all but the redirects of renamed rules."""
        return {
            address: page
            for address, page in self.pages.items()
            if page.find("meta", attrs={"http-equiv": "refresh"}) is None
        }


@cache
def parsed(file: Path) -> BeautifulSoup:
    """The elements of a built page. Reading all of them takes longer than building them.

    They stay until the end, so the garbage collector need not go over them for each page that is read: that
    was half of the time.
    """
    gc.disable()
    try:
        return BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
    finally:
        gc.freeze()
        gc.enable()


def copy_project(target: Path) -> Path:
    """Copy what a build reads into `target`, which must not exist, and generate the rest."""
    leftovers = shutil.ignore_patterns("__pycache__", ".*")

    def ignore(folder: str, names: list[str]) -> set[str]:
        generated = {"data", "l"} if Path(folder) == ROOT / "docs" else set()
        return leftovers(folder, names) | generated

    for name in ("docs", "examples", "overrides"):
        shutil.copytree(ROOT / name, target / name, ignore=ignore)
    for file in (*ROOT.glob("*.md"), ROOT / "LICENSE", ROOT / "mkdocs.yml", ROOT / "pyproject.toml"):
        if file.exists():
            shutil.copy2(file, target)
    generate.write(target, generate.plan(Catalogue.load(target)))
    return target


def build_all(folder: Path, write: Callable[[Path], Path] = copy_project) -> dict[str, Path]:
    """Build what `write` puts into a folder with every builder, at once; gives the sites by builder."""

    def build(builder: str) -> Path:
        project = write(folder / builder)
        run(BUILDERS[builder], project)
        return project / "site"

    with ThreadPoolExecutor() as pool:
        return dict(zip(BUILDERS, pool.map(build, BUILDERS), strict=True))


def environment(**extra: str) -> dict[str, str]:
    """The environment of a build: this interpreter's tools first, the default address."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("SITE_")}
    path = os.pathsep.join([str(BIN), inherited.get("PATH", "")])
    return {**inherited, "PATH": path, "NO_MKDOCS_2_WARNING": "1", **extra}


def run(command: list[str], folder: Path, **extra: str) -> str:
    """Run one of the environment's tools in `folder` and give what it printed.

    Raises:
        AssertionError: It failed; the message is its output.
    """
    done = subprocess.run(
        [str(BIN / command[0]) if (BIN / command[0]).exists() else command[0], *command[1:]],
        cwd=folder,
        env=environment(**extra),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(command)} failed:\n{done.stdout}"
    return done.stdout


@contextmanager
def serve(folder: Path, handler: type[Pages] = Pages) -> Iterator[str]:
    """Serve `folder` on a free port; gives the address of its root."""
    server = PagesServer(("127.0.0.1", 0), partial(handler, directory=str(folder), prefix=PREFIX))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{PREFIX}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
