"""One rule, five addresses."""

from __future__ import annotations

import keyword
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.harness.identity import RuleId, discover

WORD = st.from_regex(r"[a-z][a-z0-9]{0,6}", fullmatch=True)
IDS = st.builds(
    lambda section, words: RuleId(section, "-".join(words)),
    st.from_regex(r"[a-z]{1,8}", fullmatch=True),
    st.lists(WORD, min_size=1, max_size=4),
)


def test_every_address_of_a_rule() -> None:
    rule = RuleId.parse("async-serial-await")
    assert rule.page == PurePosixPath("docs/async/serial-await.md")
    assert rule.address == "/async/serial-await/"
    assert rule.folder == PurePosixPath("examples/async_/serial_await")
    assert rule.package == "examples.async_.serial_await"


@given(rule=IDS)
def test_every_address_leads_back(rule: RuleId) -> None:
    assert RuleId.parse(str(rule)) == rule
    assert RuleId.of_page(rule.page) == rule
    assert RuleId.of_folder(rule.folder) == rule


@given(rule=IDS)
def test_every_package_can_be_imported(rule: RuleId) -> None:
    assert all(part.isidentifier() and not keyword.iskeyword(part) for part in rule.package.split("."))


@pytest.mark.parametrize("text", ["", "db", "db-", "DB-x", "db_x", "db-n--plus", "d1-x", "db-x ", "-x"])
def test_other_text_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="for example db-n-plus-one"):
        RuleId.parse(text)


def test_rules_are_the_folders_with_a_workload(tmp_path: Path) -> None:
    for folder in ("db/n_plus_one", "async_/serial_await", "harness/services"):
        (tmp_path / "examples" / folder).mkdir(parents=True)
    for folder in ("db/n_plus_one", "async_/serial_await"):
        (tmp_path / "examples" / folder / "workload.py").touch()
    assert [str(rule) for rule in discover(tmp_path)] == ["async-serial-await", "db-n-plus-one"]
