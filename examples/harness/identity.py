"""One rule, five addresses, and the only place that maps between them.

| of the rule `async-serial-await` | |
|---|---|
| page | `docs/async/serial-await.md` |
| address | `/async/serial-await/` |
| folder | `examples/async_/serial_await` |
| package | `examples.async_.serial_await` |
"""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

_ID = re.compile(r"(?P<section>[a-z]+)-(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)")


def _module(name: str) -> str:
    name = name.replace("-", "_")
    return f"{name}_" if keyword.iskeyword(name) else name


def _plain(module: str) -> str:
    return module.removesuffix("_").replace("_", "-")


@dataclass(frozen=True, order=True)
class RuleId:
    """The permanent name of a rule: its section's prefix and its slug."""

    section: str
    slug: str

    @classmethod
    def parse(cls, text: str) -> RuleId:
        """Read an id such as `db-n-plus-one`.

        Raises:
            ValueError: `text` is not a prefix and a slug of lower-case words joined by hyphens.
        """
        match = _ID.fullmatch(text)
        if match is None:
            raise ValueError(
                f"{text!r} is not a rule id; expected <section>-<slug> in lower-case words "
                "joined by hyphens, for example db-n-plus-one"
            )
        return cls(match["section"], match["slug"])

    @classmethod
    def of_page(cls, page: PurePosixPath) -> RuleId:
        """The id that belongs to a page, given relative to the project: `docs/db/n-plus-one.md`."""
        return cls.parse(f"{page.parent.name}-{page.stem}")

    @classmethod
    def of_folder(cls, folder: PurePosixPath) -> RuleId:
        """The id that belongs to an examples folder: `examples/db/n_plus_one`."""
        return cls.parse(f"{_plain(folder.parent.name)}-{_plain(folder.name)}")

    def __str__(self) -> str:
        return f"{self.section}-{self.slug}"

    @property
    def page(self) -> PurePosixPath:
        """The Markdown page, relative to the project."""
        return PurePosixPath("docs", self.section, f"{self.slug}.md")

    @property
    def address(self) -> str:
        """The path on the site, under the version's root."""
        return f"/{self.section}/{self.slug}/"

    @property
    def folder(self) -> PurePosixPath:
        """The examples folder, relative to the project."""
        return PurePosixPath("examples", _module(self.section), _module(self.slug))

    @property
    def package(self) -> str:
        """The importable package of the examples folder."""
        return ".".join(self.folder.parts)


def discover(root: Path) -> list[RuleId]:
    """Every rule below `root` that can be measured: each folder with a `workload.py`, sorted by id."""
    workloads = (root / "examples").glob("*/*/workload.py")
    return sorted(
        RuleId.of_folder(PurePosixPath(path.parent.relative_to(root).as_posix())) for path in workloads
    )
