"""Fail when a requirement that was read before is parsed again."""

import json

import pytest
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from examples.caching.lru_cache.after import newest


def test_a_repeated_requirement_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    parse = SpecifierSet.__init__

    def count(self: SpecifierSet, specifiers: str) -> None:
        parsed.append(specifiers)
        parse(self, specifiers)

    monkeypatch.setattr(SpecifierSet, "__init__", count)
    wheels = [f"shop-1.{number}-py3-none-any.whl" for number in range(5)]
    files = [{"filename": wheel, "requires-python": ">=3.8.7"} for wheel in wheels]
    page = json.dumps({"files": files})
    assert newest(page, Version("3.12.1")) == Version("1.4")
    assert newest(page, Version("3.12.1")) == Version("1.4")
    assert len(parsed) <= 1
