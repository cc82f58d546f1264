"""One thing broken at a time in a good project: each is refused with file, line and remedy."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from rulebook.check import check

from tests.rulebook import mini
from tests.rulebook.breaking import (
    FOLDER,
    OTHER,
    PAGE,
    RESULTS,
    Break,
    add,
    at,
    both,
    edit,
    measured,
    moved,
    raw,
    recorded,
    refused,
    remove,
    run,
)

CLOSING = mini.FRONT_MATTER.count("\n") + 2
"""The line of the second `---` of the good page."""
PAIR = '<div class="rulebook-pair" markdown>'
AFTER = f'``` python title="after.py"\n--8<-- "{FOLDER}/after.py:main"\n```\n'
WHY = "Each row asks for its relation alone, and every question waits for a round trip."

BROKEN: dict[str, tuple[Break, str, str]] = {
    "missing field": (
        edit(PAGE, "effort: minutes\n", ""),
        f"{PAGE}:{CLOSING - 1}: effort: missing; expected one of minutes, hours, design.",
        "Write for example: effort: minutes",
    ),
    "unknown field": (
        edit(PAGE, "effort: minutes", "effort: minutes\nauthor: me"),
        f"{PAGE}:9: author: unknown key",
        "remove it; known keys are id, title",
    ),
    "misspelt field": (
        edit(PAGE, "misses:", "mises:"),
        f"{PAGE}:19: mises: unknown key",
        "did you mean misses?",
    ),
    "unknown level": (
        edit(PAGE, "impact: critical", "impact: huge"),
        f"{PAGE}:5: impact: expected one of critical, high, medium, low, none, reversed; got 'huge'",
        "Write for example: impact: high",
    ),
    "wrong impact": (
        edit(PAGE, "impact: critical", "impact: low"),
        f"{PAGE}:5: impact: the results give critical, got low. The ratio to rely on is 19.7×",
        "Write impact: critical",
    ),
    "impact after a new measurement": (
        measured(factor=2.0),
        f"{PAGE}:5: impact: the results give medium, got critical",
        "Write impact: medium",
    ),
    "id of another page": (
        edit(PAGE, "id: db-n-plus-one", "id: db-n-plus-two"),
        f"{PAGE}:2: id: expected db-n-plus-one, which follows from the path; got db-n-plus-two",
        "Write id: db-n-plus-one, or move the page to docs/db/n-plus-two.md",
    ),
    "duplicate id": (
        edit(OTHER, "id: async-serial-await", "id: db-n-plus-one"),
        f"{OTHER}:2: id: expected async-serial-await",
        "Write id: async-serial-await",
    ),
    "duplicate title": (
        both(
            edit(OTHER, "title: Await independent calls together", "title: Fetch related rows in one query"),
            edit(OTHER, "# Await independent calls together", "# Fetch related rows in one query"),
        ),
        f"{PAGE}:3: title: async-serial-await has the same one",
        "say what differs",
    ),
    "file name that is no id": (
        moved(PAGE, "docs/db/N_Plus.md"),
        "docs/db/N_Plus.md: the file's name gives no rule id",
        "rename the file",
    ),
    "alias of an existing rule": (
        edit(PAGE, "status: measured", "status: measured\naliases: [async-serial-await]"),
        f"{PAGE}:27: aliases: async-serial-await is a rule of its own",
        "remove the alias",
    ),
    "alias twice": (
        both(
            edit(PAGE, "status: measured", "status: measured\naliases: [db-lazy]"),
            edit(OTHER, "status: measured", "status: measured\naliases: [db-lazy]"),
        ),
        f"{PAGE}:27: aliases: db-lazy is an alias of async-serial-await too",
        "keep one of them",
    ),
    "heading unlike the title": (
        edit(PAGE, "# Fetch related rows in one query\n", "# Fetch rows\n"),
        f"{at('# Fetch related')}: the heading differs from the title",
        "expected # Fetch related rows in one query, got # Fetch rows",
    ),
    "no first heading": (
        edit(PAGE, "# Fetch related rows in one query\n", ""),
        f"{PAGE}:{CLOSING + 1}: no first heading",
        "write # Fetch related rows in one query",
    ),
    "unknown heading": (
        edit(PAGE, "## Why\n", "## Background\n\nx\n\n## Why\n"),
        f"{at('## Why')}: unknown heading 'Background'",
        "use ###, or one of Before and after, Evidence",
    ),
    "missing heading": (
        edit(PAGE, "## Keep it fixed\n", ""),
        f"{PAGE}:{int(at('## How it was').rpartition(':')[2]) - 1}: expected the heading",
        "## Keep it fixed here, got ## How it was measured; keep their order",
    ),
    "missing last heading": (
        edit(PAGE, "## References\n\n<!-- rulebook: references db-n-plus-one -->\n", ""),
        PAGE,
        "the heading ## References is missing; add it",
    ),
    "header of another rule": (
        edit(PAGE, "rulebook: header db-n-plus-one", "rulebook: header async-serial-await"),
        f"{at('rulebook: header')}: header: expected this page's id db-n-plus-one, got async-serial-await",
        "write db-n-plus-one",
    ),
    "risks of another rule": (
        edit(PAGE, "rulebook: risks db-n-plus-one", "rulebook: risks async-serial-await"),
        f"{at('rulebook: risks')}: risks: expected this page's id db-n-plus-one",
        "write db-n-plus-one",
    ),
    "no header": (
        edit(PAGE, "<!-- rulebook: header db-n-plus-one -->\n", ""),
        f"{PAGE}:{CLOSING + 1}: below the title stands",
        "<!-- rulebook: header db-n-plus-one -->; add it",
    ),
    "no evidence": (
        edit(PAGE, "<!-- rulebook: evidence db-n-plus-one -->\n", ""),
        f"{at('## Evidence')}: ## Evidence lacks its directive",
        "add <!-- rulebook: evidence db-n-plus-one -->",
    ),
    "pair without its wrapper": (
        edit(PAGE, f"{PAIR}\n", ""),
        f"{at('## Before and after')}: ## Before and after lacks its wrapper",
        f"put the pair between {PAIR} and </div>",
    ),
    "wrapper that does not end": (
        edit(PAGE, "</div>\n", ""),
        f"{at(PAIR)}: the wrapper does not end in ## Before and after",
        "add </div> below the pair",
    ),
    "after below the wrapper": (
        edit(PAGE, f"{AFTER}\n</div>\n", f"</div>\n\n{AFTER}"),
        f"{at(PAIR)}: the wrapper holds no after",
        'put the code block with title="after.py" into it',
    ),
    "page without folder": (
        moved(FOLDER, "elsewhere"),
        f"{PAGE}: the page has no examples folder {FOLDER}",
        "create it, or start with: make new-rule",
    ),
    "folder without page": (
        remove(PAGE),
        f"{FOLDER}: the folder has no page {PAGE}",
        "write it, or remove the folder",
    ),
    "folder outside the sections": (
        add("examples/misc/thing/workload.py", "WORKLOAD = None\n"),
        "examples/misc/thing: 'misc' is no section",
        "move the folder into one of async, db, api",
    ),
    "missing example": (remove(f"{FOLDER}/after.py"), f"{FOLDER}/after.py: missing", "see CONTRIBUTING.md"),
    "missing guard": (remove(f"{FOLDER}/guard.py"), f"{FOLDER}/guard.py: missing", "every rule has it"),
    "missing results": (
        remove(RESULTS),
        f"{RESULTS}: no results yet",
        "record them with: make measure RULE=db-n-plus-one",
    ),
    "results from another rule": (
        recorded(lambda data: data.update(rule="async-serial-await")),
        f"{RESULTS}: rule: expected db-n-plus-one, got async-serial-await: results of another rule",
        "record it again with: make measure RULE=db-n-plus-one",
    ),
    "results that are no JSON": (
        add(RESULTS, "}"),
        f"{RESULTS}:",
        "not JSON (Extra data: line",
    ),
    "results that lack a key": (
        recorded(lambda data: data.pop("workload")),
        f"{RESULTS}: a key is missing or has the wrong shape",
        "record the file again",
    ),
    "results with words for samples": (
        recorded(lambda data: data["benchmarks"][0]["runs"][0].update(values=["fast"])),
        f"{RESULTS}: benchmarks[0], the series 'SQLAlchemy' after wall at 1: samples that are not numbers",
        "record it again with: make measure RULE=db-n-plus-one",
    ),
    "results without the reference": (
        recorded(lambda data: data["workload"].update(reference_size=5)),
        f"{RESULTS}: the reference conditions were not measured",
        "record it again",
    ),
    "results that are no numbers": (
        recorded(lambda data: data["benchmarks"][0]["runs"][0].update(values=[float("nan")])),
        f"{RESULTS}: benchmarks[0], the series 'SQLAlchemy' after wall at 1: samples",
        "that no measurement gives, such as nan; record it again",
    ),
    "rule outside the sections": (
        moved(PAGE, "docs/databases/n-plus-one.md"),
        "docs/databases/n-plus-one.md:2: a rule outside the sections",
        "move it into docs/ + async, db, api",
    ),
    "Python not measured": (
        measured(pythons=("3.11", "3.13")),
        f"{RESULTS}: Python 3.12 was not measured",
        "record it with: python -m examples measure db-n-plus-one --python 3.12",
    ),
    "quick results": (
        recorded(lambda data: data["environments"]["3.13"].update(quick=True)),
        f"{RESULTS}: Python 3.13 was measured with --quick",
        "record it in full with: make measure RULE=db-n-plus-one",
    ),
    "long why": (
        edit(PAGE, WHY, "word " * 121),
        f"{at('## Why')}: ## Why has 121 words, at most 120",
        "keep the mechanism, move the rest",
    ),
    "number in prose": (
        edit(PAGE, WHY, f"{WHY} It takes 12.4 ms less."),
        f"{at(WHY)}: the number '12.4' is typed in prose",
        "<!-- rulebook: ratio db-n-plus-one -->, write it as a word",
    ),
    "ratio in prose": (
        edit(PAGE, WHY, f"{WHY} It is 3× faster."),
        f"{at(WHY)}: the number '3×' is typed in prose",
        "let a directive print it",
    ),
    "number in the summary": (
        edit(PAGE, "so the page waits", "so 100 pages wait"),
        f"{PAGE}:4: summary: the number '100' is typed",
        "say it in words",
    ),
    "include of a missing file": (
        edit(PAGE, f"{FOLDER}/guard.py", f"{FOLDER}/gard.py"),
        f"{at(f'{FOLDER}/guard.py')}: includes '{FOLDER}/gard.py'",
        "which does not exist; write a path from the project's folder",
    ),
    "include of a missing section": (
        edit(PAGE, "after.py:main", "after.py:body"),
        f"{at('after.py:main')}: includes section 'body' of {FOLDER}/after.py",
        "mark it there with # --8<-- [start:body]",
    ),
    "include by line numbers": (
        edit(PAGE, "after.py:main", "after.py:1:3"),
        f"{at('after.py:main')}: includes lines 1:3 of {FOLDER}/after.py",
        "mark a section and name it",
    ),
    "include from outside the examples": (
        edit(PAGE, f"{FOLDER}/before.py", "examples/../mkdocs.yml"),
        f"{at(f'{FOLDER}/before.py')}: includes 'examples/../mkdocs.yml', which is outside examples/",
        "include a file that is run",
    ),
    "code typed into the page": (
        edit(PAGE, WHY, f"{WHY}\n\n``` python\nx = 1\n```"),
        f"{PAGE}:{int(at(WHY).rpartition(':')[2]) + 2}: a code block that is not an include",
        f'write for example --8<-- "{FOLDER}/before.py"',
    ),
    "code typed into a guide": (
        raw("docs/guide.md", b"# Guide\n\n``` text\n3 cores busy\n```\n"),
        "docs/guide.md:3: a code block that is not an include",
        "put the code into a file that is run",
    ),
    "number in a guide": (
        raw("docs/guide.md", b"# Guide\n\nProcesses are 1.8x faster.\n"),
        "docs/guide.md:3: the number '1.8x' is typed in prose",
        "let a directive print it",
    ),
    "unknown directive": (
        edit(PAGE, WHY, f"{WHY} <!-- rulebook: ration db-n-plus-one -->"),
        f"{at(WHY)}: <!-- rulebook: ration db-n-plus-one -->: unknown directive 'ration'",
        "did you mean ratio?",
    ),
    "directive about an unknown rule": (
        edit(PAGE, "ratio db-n-plus-one size=1 ", "ratio db-n-plus-two size=1 "),
        f"{at('ratio db-n-plus-one size=1 ')}: <!-- rulebook: ratio db-n-plus-two size=1 -->: no rule",
        "use one of async-serial-await, db-n-plus-one",
    ),
    "directive about a size that was not measured": (
        edit(PAGE, "ratio db-n-plus-one size=1 ", "ratio db-n-plus-one size=2 "),
        f"{at('ratio db-n-plus-one size=1 ')}: <!-- rulebook: ratio db-n-plus-one size=2 -->: size=2 was not",
        "use one of 1, 10, 100, 1000",
    ),
    "unknown directive elsewhere": (
        edit("docs/index.md", "rules limit=5", "rules limit=few"),
        "docs/index.md:3: <!-- rulebook: rules limit=few -->: limit='few' is not a number",
        "write for example limit=5",
    ),
    "related rule that does not exist": (
        edit(PAGE, "see_also: [async-serial-await]", "see_also: [async-gone]"),
        f"{PAGE}:20: related.see_also: no rule async-gone",
        "use an existing id or remove it",
    ),
    "rules that wait for each other": (
        both(
            edit(PAGE, "see_also: [async-serial-await]", "do_first: [async-serial-await]"),
            edit(OTHER, "see_also: [db-n-plus-one]", "do_first: [db-n-plus-one]"),
        ),
        f"{PAGE}:20: related.do_first: goes round in a circle, db-n-plus-one → async-serial-await",
        "remove one of them",
    ),
    "malformed code": (
        edit(PAGE, "code: ASYNC251", "code: async-251"),
        f"{PAGE}:18: detects[0].code: expected Ruff's code, letters then digits; got 'async-251'",
        "Write for example: code: ASYNC251",
    ),
    "detector without file": (
        edit(
            PAGE,
            "  - {tool: ruff, name: blocking-sleep-in-async-function, code: ASYNC251}",
            "  - {tool: ast-grep, name: db-n-plus-one}",
        ),
        f"{PAGE}:17: detects: {FOLDER}/detector.yml is missing",
        "write it or remove the ast-grep entry",
    ),
    "file of a detector that no page names": (
        add(f"{FOLDER}/detector.yml", "id: db-n-plus-one\n"),
        f"{FOLDER}/detector.yml: the page does not name it",
        "add to detects: {tool: ast-grep, name: db-n-plus-one}",
    ),
    "source without address": (
        edit(PAGE, 'url: "https://docs.sqlalchemy.org/en/20/orm/queryguide/relationships.html"', "note: x"),
        f"{PAGE}:28: sources[0].url: missing; expected a web address",
        "Write for example: url:",
    ),
    "section without index": (
        remove("docs/db/index.md"),
        "docs/db/index.md: the section has rules and no index page",
        "start one with: # Database { #section-db }",
    ),
    "section that cannot be linked to": (
        edit("docs/db/index.md", " { #section-db }", ""),
        "docs/db/index.md:1: links cannot reach the page",
        "write its first heading as: # Database { #section-db }",
    ),
    "placeholder in the page": (
        edit(PAGE, WHY, "TODO(rule): the mechanism"),
        f"{at(WHY)}: content missing",
        "the mechanism",
    ),
    "placeholder in the code": (
        edit(f"{FOLDER}/before.py", "Says what it does.", "TODO(rule): say it"),
        f"{FOLDER}/before.py:1: content missing",
        "say it",
    ),
    "windows line ends": (
        raw(PAGE, mini.page().replace("\n", "\r\n").encode()),
        f"{PAGE}:1: the line ends in CR LF",
        "save the file with LF line ends",
    ),
    "byte order mark elsewhere": (
        raw("docs/index.md", b"\xef\xbb\xbf# Home\n"),
        "docs/index.md:1: starts with a byte order mark",
        "save the file as UTF-8 without one",
    ),
}


def test_the_good_project_passes(root: Path) -> None:
    result = run(root, "check")
    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.parametrize(("change", "place", "remedy"), BROKEN.values(), ids=BROKEN)
def test_a_broken_rule_is_refused_with_place_and_remedy(
    root: Path, change: Break, place: str, remedy: str
) -> None:
    change(root)
    refused(root, place, remedy)


def test_a_review_that_is_due_is_a_warning(root: Path) -> None:
    (problem, _) = check(root, date(2100, 1, 1))
    assert problem.warning
    assert str(problem) == (
        f"{OTHER}:25: warning: review_by: 2099-11-21 has passed; review the rule and set both dates"
    )
    assert not check(root, date(2099, 11, 21))


def test_only_the_named_rule_is_reported(root: Path) -> None:
    for path in (PAGE, OTHER):
        edit(path, "impact: critical", "impact: low")(root)
    result = run(root, "check", "db-n-plus-one")
    assert result.exit_code == 1
    assert PAGE in result.output
    assert OTHER not in result.output


@pytest.mark.parametrize("name", ["db-gone", "DB", "../../etc", ""])
def test_a_rule_that_does_not_exist_does_not_pass(root: Path, name: str) -> None:
    result = run(root, "check", name)
    assert result.exit_code == 2
    assert f"no rule {name!r}; name one by its id" in result.output


def test_every_problem_is_reported_at_once(root: Path) -> None:
    edit(PAGE, "impact: critical", "impact: low")(root)
    edit(OTHER, "effort: minutes", "effort: days")(root)
    remove(f"{FOLDER}/guard.py")(root)
    assert len({problem.path for problem in check(root)}) == 3


def test_names_versions_and_code_are_no_numbers_in_prose(root: Path) -> None:
    text = (
        "ASYNC210, HTTP/2, HTTP/1.1, Python 3.11, Python 3.11 and 3.12, PEP 703, RFC 9110, PostgreSQL 18, "
        "UTF-8, SHA-256, SQLAlchemy 2, `42`, O(n), [two](https://example.org/2024/7), [x][db-n-plus-one], "
        "<!-- rulebook: ratio db-n-plus-one -->, x86_64, IPv4, base64, psycopg 3 and `x = 1`."
    )
    edit(PAGE, WHY, text)(root)
    assert check(root) == []


def test_there_are_many_ways_to_break_a_rule() -> None:
    assert len(BROKEN) >= 25
