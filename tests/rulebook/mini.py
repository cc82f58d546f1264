"""A good project with two rules, written into a folder, for tests to read or to break."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from examples.harness.identity import RuleId
from examples.harness.quantities import QUERIES, WALL
from examples.harness.results import CaseInfo, Conditions, Results, Run, Series, WorkloadInfo, write
from examples.harness.workload import Link

RULE = RuleId.parse("db-n-plus-one")
OTHER = RuleId.parse("async-serial-await")
PYTHONS = ("3.11", "3.12", "3.13")
SIZES = (1, 10, 100, 1000)
LINKS = (Link(), Link(0.5), Link(2))

FRONT_MATTER = """\
id: db-n-plus-one
title: Fetch related rows in one query
summary: One lazy load per row sends one query per row, so the page waits for every one of them.
impact: critical
saves: latency
cost: "O(n) queries → 2"
effort: minutes
applies: {python: ">=3.11", sqlalchemy: ">=2.0"}
stacks: [sqlalchemy, postgresql]
symptoms:
  - The page gets slower with every row it shows
  - The database log repeats one query
keywords: [lazy loading, select_related]
checklist:
  - {list: code-review, text: No attribute of a lazy relation is read in a loop}
detects:
  - {tool: ruff, name: blocking-sleep-in-async-function, code: ASYNC251}
misses: A lazy load in a template.
related: {see_also: [async-serial-await]}
risks:
  - "`selectinload` sends the ids back as parameters."
since: "0.1"
reviewed: 2026-11-21
review_by: 2099-11-21
status: measured
sources:
  - {title: Relationship loading techniques, url: "https://docs.sqlalchemy.org/en/20/orm/queryguide/relationships.html"}
"""

BODY = """\
# Fetch related rows in one query

<!-- rulebook: header db-n-plus-one -->

## Before and after

<div class="rulebook-pair" markdown>

**Before: one query per row**

``` python title="before.py"
--8<-- "examples/db/n_plus_one/before.py"
```

**After: one query for all rows**

``` python title="after.py"
--8<-- "examples/db/n_plus_one/after.py:main"
```

</div>

## Evidence

<!-- rulebook: evidence db-n-plus-one -->

## Why

Each row asks for its relation alone, and every question waits for a round trip.

## When not to

With few rows the two are alike: <!-- rulebook: ratio db-n-plus-one size=1 -->.

``` python title="when_not.py"
--8<-- "examples/db/n_plus_one/when_not.py"
```

## Risks

<!-- rulebook: risks db-n-plus-one -->

## Find it

<!-- rulebook: find db-n-plus-one -->

## Keep it fixed

``` python title="guard.py"
--8<-- "examples/db/n_plus_one/guard.py"
```

## How it was measured

<!-- rulebook: measured db-n-plus-one -->

## References

<!-- rulebook: references db-n-plus-one -->
"""

CODE = '"""Says what it does."""\n\n# --8<-- [start:main]\nANSWER = 42\n# --8<-- [end:main]\n'

MKDOCS = """\
site_name: Mini
site_url: https://rules.example.org/
repo_url: https://code.example.org/rules
custom: !!python/name:material.extensions.emoji.twemoji
nav:
  - index.md
  # <rulebook: nav, written by `python -m rulebook generate`>
  # </rulebook: nav>
  - method.md
"""

SERIAL = {
    "db-n-plus-one": "async-serial-await",
    "Fetch related rows in one query": "Await independent calls together",
    "examples/db/n_plus_one": "examples/async_/serial_await",
    "The page gets slower with every row it shows": "Each call is fast and the page is slow",
    "impact: critical": "impact: critical",
    "see_also: [async-serial-await]": "see_also: [db-n-plus-one]",
}


def results(
    rule: RuleId = RULE, factor: float = 20.0, pythons: Sequence[str] = PYTHONS, **workload: Any
) -> Results:
    """Results in which the after is `factor` times faster at the reference, and equal at size 1."""
    info = WorkloadInfo(
        size_unit="orders",
        sizes=SIZES,
        links=LINKS,
        reference_size=100,
        reference_link=Link(0.5),
        reference_why="A list page of a shop shows that many orders.",
        headline=WALL.name,
        quantities=(WALL, QUERIES),
        cases=(
            CaseInfo("SQLAlchemy", ("before", "after")),
            CaseInfo("one order", ("before", "after"), pays=False),
        ),
    )
    info = replace(info, **workload)
    series = [
        Series(
            Conditions(case.name, size, link.rtt_ms, link.mbit_s or 0, python, WALL.name),
            variant,
            "second",
            tuple(Run((sample,)) for sample in samples),
        )
        for case in info.cases
        for size in info.sizes
        for link in info.links
        for python in pythons
        for variant, samples in wall(size, link, factor).items()
    ]
    series += [
        Series.counted(Conditions(case.name, size, 0.5, 0, python, QUERIES.name), variant, "integer", count)
        for case in info.cases
        for size in info.sizes
        for python in pythons
        for variant, count in (("before", 1 + size), ("after", 2))
    ]
    environments = {
        python: {
            "python": f"{python}.1",
            "machine": {"cpu": "a CPU"},
            "packages": {"sqlalchemy": "2.0"},
            "commit": "abc",
        }
        for python in pythons
    }
    return Results(str(rule), info, environments, tuple(sorted(series, key=lambda s: (s.at, s.variant))))


def wall(size: int, link: Link, factor: float, rounds: int = 9) -> dict[str, tuple[float, ...]]:
    """Interleaved samples with a few per cent of noise, the same each time."""
    noise = random.Random(size)
    slow = 0.001 * (1 + link.rtt_ms) * (1 if size == 1 else size * factor / 100)
    fast = 0.001 * (1 + link.rtt_ms) * (1 if size == 1 else size / 100)
    return {
        "before": tuple(slow * noise.uniform(0.97, 1.03) for _ in range(rounds)),
        "after": tuple(fast * noise.uniform(0.97, 1.03) for _ in range(rounds)),
    }


def page(front_matter: str = FRONT_MATTER, body: str = BODY) -> str:
    """The text of a rule's page."""
    return f"---\n{front_matter}---\n\n{body}"


@cache
def files() -> dict[str, str]:
    """The text of every file of the project by its path."""
    serial = page()
    for old, new in SERIAL.items():
        serial = serial.replace(old, new)
    found = {"mkdocs.yml": MKDOCS, "docs/index.md": "# Mini\n\n<!-- rulebook: rules limit=5 -->\n"}
    for rule, text in ((RULE, page()), (OTHER, serial)):
        found[str(rule.page)] = text
        for name in ("__init__", "before", "after", "workload", "guard", "when_not"):
            found[f"{rule.folder}/{name}.py"] = CODE
        with TemporaryDirectory() as folder:
            write(results(rule), Path(folder, "results.json"))
            found[f"{rule.folder}/results.json"] = Path(folder, "results.json").read_text(encoding="utf-8")
    for prefix, title in (("db", "Database"), ("async", "Async patterns")):
        index = f"# {title} {{ #section-{prefix} }}\n\n<!-- rulebook: rules section={prefix} -->\n"
        found[f"docs/{prefix}/index.md"] = index
    return found


def tell(root: Path, text: str) -> None:
    """Write a changelog that says the same of a release, of a rule in it, and of what is not released yet."""
    said = f"- {text}\n- [x {text}](docs/index.md) **{text}**\n- `{RULE}`: {text}\n"
    head = f"# Changelog\n\n## Unreleased\n\n{said}\n## 0.2.0, 2027-01-02\n\n{said}"
    (root / "CHANGELOG.md").write_text(head, encoding="utf-8")


def project(root: Path) -> Path:
    """Write the project and give its folder back."""
    for path, text in files().items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root
