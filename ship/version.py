"""Versions of the project, and the tags of its releases."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple, Self

from ship.repository import ShipError, git


class Version(NamedTuple):
    """A release: MAJOR.MINOR.PATCH, in the order of releases."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a version such as `1.4.0`.

        Raises:
            ShipError: It is none.
        """
        match = re.fullmatch(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", text)
        if match is None:
            raise ShipError(f"{text!r} is no version; write three numbers, for example 1.4.0")
        return cls(*map(int, match.groups()))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    @property
    def tag(self) -> str:
        """The tag of the release: `v1.4.0`."""
        return f"v{self}"

    @property
    def folder(self) -> str:
        """Where the site of the release lies: `1.4`. A patch takes the place of what it mends."""
        return f"{self.major}.{self.minor}"


def released(root: Path) -> list[Version]:
    """Every release that is tagged, oldest first."""
    found = []
    for tag in git(root, "tag", "--list", "v*").split():
        try:
            found.append(Version.parse(tag.removeprefix("v")))
        except ShipError:
            continue  # a tag of something else
    return sorted(found)
