"""What GitHub reads under `.github/`: valid, safe, and calling commands that exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from check_jsonschema import main as check_jsonschema  # type: ignore[import-untyped]
from click.testing import CliRunner
from rulebook.catalogue import SECTIONS
from rulebook.schema import SAVES

from tests.command import ROOT, run

HERE = ROOT / ".github"
WORKFLOWS = sorted((HERE / "workflows").glob("*.yml"))


def read(file: Path) -> dict[str, Any]:
    # A key `on` is true in YAML 1.1; here it stays a word.
    loaded = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert isinstance(loaded, dict)
    return loaded


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("custom.github-workflows-require-timeout", WORKFLOWS),
        ("vendor.dependabot", [HERE / "dependabot.yml"]),
        ("vendor.github-issue-config", [HERE / "ISSUE_TEMPLATE/config.yml"]),
        ("vendor.github-issue-forms", sorted((HERE / "ISSUE_TEMPLATE").glob("[!c]*.yml"))),
    ],
)
def test_every_file_follows_its_schema(schema: str, files: list[Path]) -> None:
    assert files
    checked = CliRunner().invoke(check_jsonschema, ["--builtin-schema", schema, *map(str, files)])
    assert checked.exit_code == 0, checked.output


def test_no_workflow_is_open_to_attack() -> None:
    # The auditor sees most: actions pinned by commit, no permission by default, no injection, no cache.
    audited = run("zizmor", "--offline", "--no-progress", "--persona=auditor", HERE)
    assert audited.returncode == 0, audited.stdout + audited.stderr


def test_every_step_is_one_command_that_runs_here_too() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):(?!=)", makefile, re.MULTILINE))
    for file in WORKFLOWS:
        for job in read(file)["jobs"].values():
            for step in job["steps"]:
                if "uses" in step:
                    continue
                command = step["run"].strip()
                assert "\n" not in command, f"{file.name}: move this into the Makefile:\n{command}"
                assert "${{" not in command, f"{file.name}: hand this over in env: {command}"
                if command.startswith("make "):
                    assert command.removeprefix("make ") in targets, f"{file.name}: {command}"


def test_what_is_kept_when_a_step_fails_outlives_its_time() -> None:
    # A job that runs out of time is cancelled, and what asks `!cancelled()` with it; a step alone has failed.
    kept = []
    for file in WORKFLOWS:
        for name, job in read(file)["jobs"].items():
            for number, step in enumerate(job["steps"]):
                if "!cancelled()" in step.get("if", ""):
                    before = [int(one.get("timeout-minutes", 0)) for one in job["steps"][:number]]
                    assert 0 < sum(before) < int(job["timeout-minutes"]), f"{file.name}: {name}"
                    kept.append(f"{file.name}: {name}")
    assert kept == ["measure.yml: measure"]


def test_a_summary_is_not_longer_than_one_that_is_shown() -> None:
    for file in WORKFLOWS:
        for line in re.findall(r".*GITHUB_STEP_SUMMARY.*", file.read_text(encoding="utf-8")):
            match = re.search(r" --most (\d+) ", line)
            assert match and int(match[1]) <= 1024 * 1024, f"{file.name}: {line}"


def test_a_branch_that_a_run_pushes_is_that_of_one_attempt() -> None:
    pushing = [
        step["env"]["BRANCH"]
        for file in WORKFLOWS
        for job in read(file)["jobs"].values()
        for step in job["steps"]
        if step.get("run") == "make propose"
    ]
    assert pushing
    assert all(name.endswith("-${{ github.run_id }}-${{ github.run_attempt }}") for name in pushing)


def test_a_version_of_an_action_has_one_commit() -> None:
    found: dict[str, set[str]] = {}
    for file in WORKFLOWS:
        for line in re.findall(r"uses: (.+)", file.read_text(encoding="utf-8")):
            match = re.fullmatch(r"([\w-]+/[\w-]+)@([0-9a-f]{40}) # v\d+\.\d+\.\d+", line)
            assert match, f"{file.name}: pin a commit and name its version: {line}"
            found.setdefault(match[1], set()).add(line)
    assert all(len(lines) == 1 for lines in found.values()), found


def test_the_form_for_a_rule_offers_what_a_rule_can_say() -> None:
    fields = {field.get("id"): field for field in read(HERE / "ISSUE_TEMPLATE/rule.yml")["body"]}
    assert fields["section"]["attributes"]["options"] == [section.title for section in SECTIONS]
    assert fields["saves"]["attributes"]["options"] == list(SAVES)
