"""A page offers to run its rule exactly where the standard library and one thread are enough for that."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rulebook import generate, playground
from rulebook.catalogue import Catalogue, Rule

from examples.harness.measure import load, reference_place
from tests.command import ROOT
from tests.rulebook import mini

RULES = list(Catalogue.load(ROOT).rules.values())
OFFERED = [rule for rule in RULES if playground.offered(rule, ROOT)]

each_offered = pytest.mark.parametrize("rule", OFFERED, ids=lambda rule: str(rule.id))

RUN = """
import json, sys
from examples.harness import playground
found = []
for workload, size in json.loads(sys.argv[1]):
    events = []
    playground.run(workload, size, lambda event: events.append(json.loads(event)))
    found.append(events)
print(json.dumps(found))
"""


def run(folder: Path, *workloads: tuple[str, int]) -> list[list[dict[str, Any]]]:
    """The events of runs in a Python that sees nothing but the standard library and the files of a folder."""
    command = [sys.executable, "-S", "-B", "-c", RUN, json.dumps(workloads)]
    environment = {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def delivered(folder: Path, *data: str) -> Path:
    """Write what pages get into a folder, as their worker does."""
    for text in data:
        content = json.loads(text)
        for path, source in content.get("files", content).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(source, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """By rule: what its pair gives at the least size, from the delivered files alone."""
    folder = delivered(tmp_path_factory.mktemp("browser"), *playground.data(Catalogue.load(ROOT)).values())
    workloads = [(f"{rule.id.package}.workload", min(load(rule.id).sizes)) for rule in OFFERED]
    return dict(zip([str(rule.id) for rule in OFFERED], run(folder, *workloads), strict=True))


def test_some_rules_are_offered_and_others_are_not() -> None:
    assert {"memory-generators", "profile-first"} <= {str(rule.id) for rule in OFFERED}
    for rule in RULES:
        if {"postgresql", "redis", "fastapi", "multiprocessing"} & {*rule.facts.stacks}:
            assert rule not in OFFERED


@each_offered
def test_what_the_page_shows_is_what_runs(rule: Rule) -> None:
    data = json.loads(playground.data(Catalogue.load(ROOT))[f"{playground.DATA}/{rule.id}.json"])
    case = reference_place(load(rule.id)).case
    for name, variant in (("before", case.before), ("after", case.after)):
        path = data[name]
        assert variant.__name__ == path.removesuffix(".py").replace("/", "."), (
            "the first case compares something else than before.py and after.py"
        )
        lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
        assert data["files"][path].splitlines() == [line for line in lines if "--8<--" not in line]
    assert data["reference"] in data["sizes"]


@each_offered
def test_it_needs_nothing_else_and_counts_what_the_workload_expects(
    rule: Rule, events: dict[str, list[dict[str, Any]]]
) -> None:
    first, *others = events[str(rule.id)]
    assert "error" not in first, first
    assert first["equal"], first["answers"]
    found = {event["quantity"]["name"]: event["values"] for event in others}
    case, size = reference_place(load(rule.id)).case, min(load(rule.id).sizes)
    for number, variant in enumerate(("before", "after")):
        for quantity, count in case.expected(variant, size).items():
            assert found[quantity.name][number] == count
    assert list(found)[-3:] == ["calls", "peak_memory", "wall"]
    assert all(value > 0 for name in ("calls", "peak_memory", "wall") for value in found[name])


def workload(pair: str) -> str:
    """A workload whose two sides are given by an expression."""
    return f"""
from contextlib import nullcontext
from examples.harness import Case, Reference, Workload
before, after = {pair}
case = Case(before=before, after=after, setup=lambda bench, size: nullcontext(lambda variant: variant(size)))
WORKLOAD = Workload(
    cases={{"one": case}}, sizes=(1, 2, 3), size_unit="things", reference=Reference(size=3, why="")
)
"""


def test_answers_that_differ_are_told_and_what_is_raised_is_shown(tmp_path: Path) -> None:
    harness = playground.data(Catalogue.load(ROOT))[f"{playground.DATA}/harness.json"]
    folder = delivered(tmp_path, harness)
    pairs = {
        "differ": "str, lambda size: [size]",
        "alike": "int, int",
        "raises": "int, None",
        "exits": "int, __import__('sys').exit",
        "broken": "(",
    }
    for name, pair in pairs.items():
        (folder / f"{name}.py").write_text(workload(pair), encoding="utf-8")
    found = dict(zip(pairs, run(folder, *((name, 3) for name in pairs)), strict=True))
    assert found["differ"][0] == {"equal": False, "answers": ["'3'", "[3]"]}
    assert len(found["alike"]) == 4
    assert found["alike"][1]["values"] == [1, 1], "the workload's own call enters one function"
    for name, error in (
        ("raises", "TypeError: 'NoneType' object is not callable"),
        ("exits", "SystemExit: 3"),
        ("broken", "SyntaxError: '(' was never closed"),
    ):
        assert found[name][-1]["error"].splitlines()[-1] == error


def offers(root: Path, source: str) -> bool:
    """Whether a project whose workload imports a helper with this source offers to run it."""
    (root / playground.PYTHON).mkdir(parents=True, exist_ok=True)
    folder = root / mini.RULE.folder
    package = mini.RULE.package
    (folder / "workload.py").write_text(
        f"from {package} import helper\nfrom examples.harness import Workload\n"
    )
    (folder / "helper.py").write_text(source)
    return playground.offered(Catalogue.load(root).rules[str(mini.RULE)], root)


@pytest.mark.parametrize(
    ("source", "offered"),
    [
        ("import json\nfrom collections import abc\n", True),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import httpx\n", True),
        ("def shown():\n    import rich\n", True),
        ("import httpx\n", False),
        ("import json, asyncio\n", False),
        ("from concurrent.futures import ThreadPoolExecutor\n", False),
        ("try:\n    import orjson\nexcept ImportError:\n    import json\n", False),
        ("from . import before\n", False),
        ("def broken(:\n", False),
        ("\0", False),
    ],
)  # fmt: skip
def test_the_imports_decide(root: Path, source: str, offered: bool) -> None:
    assert offers(root, source) is offered
    data = f"{playground.DATA}/{mini.RULE}.json"
    assert (data in generate.plan(Catalogue.load(root))) is offered


def test_a_project_without_the_interpreter_offers_nothing(root: Path) -> None:
    assert offers(root, "import json\n")
    assert playground.data(Catalogue.load(root))
    (root / playground.PYTHON).rmdir()
    assert not playground.data(Catalogue.load(root))
