"""Each kind of file, broken in each way a person would: one clear line, and nothing written."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rulebook import render

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
    moved,
    raw,
    recorded,
    refused,
    remove,
    run,
)

Table = dict[str, tuple[Break, str, str]]

GOOD = mini.page()
INDEX = "docs/db/index.md"
DETECTOR = f"{FOLDER}/detector.yml"
DETECTS = "  - {tool: ruff, name: blocking-sleep-in-async-function, code: ASYNC251}\n"
SYMPTOM = "The database log repeats one query"
WHY = "Each row asks for its relation alone, and every question waits for a round trip."
STATUS = at("status: measured")
URL = "https://docs.sqlalchemy.org/en/20/orm/queryguide/relationships.html"


def front(old: str, new: str, message: str, remedy: str) -> tuple[Break, str, str]:
    """Other text in the front matter, reported on the line that holds it."""
    return edit(PAGE, old, new), f"{at(old)}: {message}", remedy


def body(text: str, message: str, remedy: str) -> tuple[Break, str, str]:
    """More text in a paragraph of the page."""
    return edit(PAGE, WHY, f"{WHY} {text}"), f"{at(WHY)}: {message}", remedy


def page(content: bytes, message: str, remedy: str) -> tuple[Break, str, str]:
    """Another page altogether."""
    return raw(PAGE, content), f"{PAGE}:{message}", remedy


def status(keys: str, message: str, remedy: str) -> tuple[Break, str, str]:
    """Another end of the rule's life."""
    line = int(STATUS.rpartition(":")[2]) + keys.partition(message.partition(":")[0])[0].count("\n")
    return edit(PAGE, "status: measured", keys), f"{PAGE}:{line}: {message}", remedy


def results(alter: Callable[[dict[str, Any]], object], message: str, remedy: str) -> tuple[Break, str, str]:
    """Another number or key in the results, which only a new measurement mends."""
    return (
        recorded(alter),
        f"{RESULTS}: {message}",
        f"{remedy}; record it again with: make measure RULE=db-n-pl",
    )


def sample(value: object) -> Callable[[dict[str, Any]], object]:
    """Another first sample."""
    return lambda data: data["benchmarks"][0]["runs"][0].update(values=[value])


def workload(**keys: object) -> Callable[[dict[str, Any]], object]:
    """Another description of what was run."""
    return lambda data: data["workload"].update(keys)


def environment(**keys: object) -> Callable[[dict[str, Any]], object]:
    """Other facts about the machine."""
    return lambda data: data["environments"]["3.13"].update(keys)


def detector(text: str) -> Break:
    """A detector that the page names."""
    return both(edit(PAGE, DETECTS, "  - {tool: ast-grep, name: db-n-plus-one}\n"), add(DETECTOR, text))


def put(path: str, source: str, most: int | None = None) -> Break:
    """The first bytes of another file in place of a file."""

    def change(root: Path) -> None:
        (root / path).write_bytes((root / source).read_bytes()[:most])

    return change


def link(path: str, target: str) -> Break:
    """A symbolic link in place of a file or folder."""

    def change(root: Path) -> None:
        (root / path).unlink(missing_ok=True)
        (root / path).symlink_to(target)

    return change


def folder(path: str) -> Break:
    """A folder in place of a file."""

    def change(root: Path) -> None:
        (root / path).unlink(missing_ok=True)
        (root / path).mkdir()

    return change


FRONT_MATTER: Table = {
    "a colon in a value": front(
        'cost: "O(n)', 'cost: a: "O(n)', "front matter is not YAML: mapping values", "quote the text"
    ),
    "an open bracket": (
        edit(PAGE, "effort: minutes", "effort: [minutes"),
        f"{PAGE}:9: front matter is not YAML",
        "quote the text",
    ),
    "an open quote": (
        edit(PAGE, 'since: "0.1"', 'since: "0.1'),
        f"{PAGE}:28: front matter is not YAML",
        "quote the text",
    ),
    "a tab": front(
        "effort: minutes", "effort:\tminutes", "a tab in the front matter", "indented with spaces"
    ),
    "a key twice": (
        edit(PAGE, "effort: minutes", "effort: minutes\neffort: hours"),
        f"{PAGE}:9: effort: written twice, first on line 8",
        "keep one",
    ),
    "an inner key twice": front(
        "{list: code-review,", "{list: code-review, list: production,", "list: written twice", "keep one"
    ),
    "a reference": front(
        "effort: minutes",
        "effort: *minutes",
        "front matter refers to another value, *minutes",
        "quote the text",
    ),
    "references that multiply": (
        edit(PAGE, "effort: minutes", "a: &a [x, x]\nb: &b [*a, *a]\neffort: [*b, *b]"),
        f"{PAGE}:9: front matter refers to another value, *a",
        "write the value out",
    ),
    "too many brackets": (
        edit(PAGE, "effort: minutes", f"effort: {'[' * 100_000}"),
        f"{PAGE}:8: front matter is nested too deeply",
        "write plain keys and lists",
    ),
    "a Python object": front(
        "effort: minutes", "effort: !!python/object/apply:os.system [id]", "front matter is not YAML", "quote"
    ),
    "a tag that does not fit": (
        edit(PAGE, "effort: minutes", "effort: !!int minutes"),
        f"{PAGE}:2: front matter holds a value that cannot be read",
        "quote it and write no tags",
    ),
    "a number of five thousand digits": (
        edit(PAGE, 'since: "0.1"', f"since: {'1' * 5000}"),
        f"{PAGE}:2: front matter holds a value that cannot be read",
        "quote it and write no tags",
    ),
    "a merge conflict": front(
        "effort: minutes",
        "<<<<<<< HEAD\neffort: minutes\n=======\neffort: hours\n>>>>>>> main",
        "holds both sides of a merge conflict",
        "keep one and remove the marks",
    ),
    "a list instead of keys": page(
        b"---\n- a\n- b\n---\n", "2: front matter is not a mapping", "`key: value`"
    ),
    "a value of the wrong type": front(
        "saves: latency", "saves: [latency]", "saves: expected one of", "saves: lat"
    ),
    "a number instead of a title": front(
        "title: Fetch related rows in one query",
        "title: 404",
        "title: expected one imperative line",
        "in quotes",
    ),
    "yes instead of a word": front(
        SYMPTOM, "yes", "symptoms[1]: expected a list of at least two", "in quotes"
    ),
    "nothing where a list belongs": front(
        "keywords: [lazy loading, select_related]",
        "keywords:",
        "keywords: expected a list of words; got None",
        "for",
    ),
    "text where a mapping belongs": front(
        "related: {see_also: [async-serial-await]}",
        "related: none",
        "related: expected a mapping of do_first",
        "Wr",
    ),
    "an unknown inner key": front(
        "{list: code-review,", "{list: code-review, who: me,", "checklist[0].who: unknown key", "remove it"
    ),
    "a title as long as a book": front(
        "title: Fetch related rows in one query",
        f"title: {'x' * 100_000}",
        "title: expected one",
        "(100000 char",
    ),
    "a risk as long as a book": front(
        '"`selectinload` sends the ids back as parameters."',
        "x " * 50_000 + "x",
        "risks[0]: expected",
        "at most 800",
    ),
    "a thousand keywords": front(
        "[lazy loading, select_related]",
        str(["a"] * 1000),
        "keywords: expected a list",
        "(1000 entries, at most 50)",
    ),
    "HTML in the title": front(
        "title: Fetch related rows in one query",
        "title: Fetch <b>rows</b>",
        "title: expected one imperative line",
        "HTML such as <b> would be shown as text; put it between backticks or remove it",
    ),
    "an ampersand in the title": front(
        "title: Fetch related rows in one query", "title: Fetch & go", "title: expected", "say it in words"
    ),
    "a quotation mark in the title": front(
        "title: Fetch related rows in one query",
        "title: 'Fetch \" onmouseover=alert(1)'",
        "title: expected",
        'it must not hold "; say it in words',
    ),
    "script in a symptom": front(
        SYMPTOM,
        "<script>alert(1)</script>",
        "symptoms[1]: expected",
        "HTML such as <script> would be shown as text",
    ),
    "an image in a risk": front(
        "`selectinload` sends the ids",
        "<img src=x onerror=alert(1)> sends",
        "risks[0]: expected",
        "HTML such as <img",
    ),
    "an address that runs": front(
        URL, "javascript:alert(1)", "sources[0].url: expected a web address", "https://"
    ),
    "an address with markup": front(
        URL, "https://a.org/<b>", "sources[0].url: expected a web address", "https://"
    ),
    "an id that is a path": front(
        "id: db-n-plus-one",
        "id: ../../etc/passwd",
        "id: expected <section>-<slug>",
        "Write for example: id: db-n-pl",
    ),
    "an alias that is a path": (
        edit(PAGE, "status: measured", "status: measured\naliases: [../../../x]"),
        f"{PAGE}:27: aliases[0]: expected a list of old ids",
        "Write for example: aliases: [db-lazy-load]",
    ),
    "half of a character": front(
        "misses: A lazy load in a template.",
        'misses: "\\ud800"',
        "front matter is not YAML: while parsing",
        "invalid Unicode character",
    ),
    "text that runs backwards": front(
        "misses: A lazy load in a template.",
        'misses: "a \\u202e b"',
        "misses: expected what",
        "control characters",
    ),
    "a key that steers the terminal": (
        edit(PAGE, "effort: minutes", 'effort: minutes\n"a\\e[2J\\nb": 1'),
        f"{PAGE}:9: a\\x1b[2J\\nb: unknown key",
        "remove it",
    ),
    "dates in the wrong order": (
        edit(PAGE, "review_by: 2099-11-21", "review_by: 2020-11-21"),
        f"{at('review_by: 2099')}: review_by must be later than reviewed",
        "for example a year",
    ),
    "a review in the future": front(
        "reviewed: 2026-11-21",
        "reviewed: 2098-11-21",
        "reviewed: 2098-11-21 lies ahead",
        "the day of the last review",
    ),
    "a date of no calendar": front(
        "reviewed: 2026-11-21",
        "reviewed: 2026-02-30",
        "reviewed: expected a date, unquoted; got '2026-02-30'",
        "Wri",
    ),
    "a date with a time": front(
        "reviewed: 2026-11-21",
        "reviewed: 2026-11-21 10:00:00",
        "reviewed: expected a date, unquoted",
        "reviewed: 2026",
    ),
    "a doubt without a reason": status(
        "status: under-review", "status under-review needs a reason", 'add for example reason: "It is …"'
    ),
    "a reason without a doubt": status(
        "status: measured\nreason: It is slow.",
        "reason belongs to status: under-review or retired",
        "remove it",
    ),
    "a replacement for a rule that holds": status(
        "status: measured\nreplacement: async-serial-await",
        "replacement belongs to status: retired",
        "remove it",
    ),
    "a replacement that does not exist": status(
        "status: retired\nreason: Gone.\nreplacement: db-gone",
        "replacement: no rule db-gone",
        "use an existing id",
    ),
    "a replacement by itself": status(
        "status: retired\nreason: Gone.\nreplacement: db-n-plus-one",
        "replacement: db-n-plus-one is this rule itself",
        "name another one",
    ),
    "a replacement that is retired": (
        both(
            edit(PAGE, "status: measured", "status: retired\nreason: Gone.\nreplacement: async-serial-await"),
            edit(OTHER, "status: measured", "status: retired\nreason: Gone."),
        ),
        f"{PAGE}:28: replacement: async-serial-await is retired, too",
        "name a rule that holds",
    ),
    "rules that supersede each other": (
        both(
            edit(PAGE, "see_also: [async-serial-await]", "supersedes: [async-serial-await]"),
            edit(OTHER, "see_also: [db-n-plus-one]", "supersedes: [db-n-plus-one]"),
        ),
        f"{PAGE}:20: related.supersedes: goes round in a circle, db-n-plus-one → async-serial-await",
        "remove one of them",
    ),
    "a rule before itself": front(
        "see_also: [async-serial-await]",
        "do_first: [db-n-plus-one]",
        "related.do_first: db-n-plus-one is this",
        "remo",
    ),
    "a related rule twice": front(
        "see_also: [async-serial-await]",
        "see_also: [async-serial-await, async-serial-await]",
        "related.see_also: async-serial-await is there twice",
        "keep one",
    ),
    "a rule that comes first and conflicts": front(
        "see_also: [async-serial-await]",
        "{do_first: [async-serial-await], conflicts: [async-serial-await]}".strip("{}"),
        "related.conflicts: async-serial-await is to be done first, too",
        "keep one of the two",
    ),
    "a related rule by its former id": (
        both(
            edit(PAGE, "see_also: [async-serial-await]", "see_also: [async-old]"),
            edit(OTHER, "status: measured", "status: measured\naliases: [async-old]"),
        ),
        f"{PAGE}:20: related.see_also: async-old is a former id",
        "write async-serial-await",
    ),
}

PAGES: Table = {
    "a byte order mark": page(
        b"\xef\xbb\xbf" + GOOD.encode(), "1: starts with a byte order mark", "save the file"
    ),
    "CR LF": page(GOOD.replace("\n", "\r\n").encode(), "1: the line ends in CR LF", "with LF line ends"),
    "one CR": page(
        GOOD.replace("\n## Why", "\r## Why").encode(), at("## Why")[len(PAGE) + 1 :][:-2], "LF line ends"
    ),
    "Latin-1": page(
        GOOD.replace("minutes", "min\xfctes").encode("latin-1", "replace"), "8: byte 0xfc is not", "UTF-8"
    ),
    "UTF-16": page(GOOD.encode("utf-16"), "1: byte 0xff is not UTF-8", "save the file as UTF-8"),
    "a zero byte": page(
        GOOD.replace("minutes", "min\0").encode(), "8: holds the control character 0x00", "remove it"
    ),
    "a control character": page(
        GOOD.replace("## Why", "## \x02Why").encode(), at("## Why")[len(PAGE) + 1 :], "0x02; remove it"
    ),
    "an empty page": page(b"", "1: front matter is missing", "start the file with ---"),
    "a page of blank lines": page(b"\n\n\n", "1: front matter is missing", "start the file with ---"),
    "no front matter": page(b"# Title\n", "1: front matter is missing", "start the file with ---"),
    "front matter without an end": page(
        b"---\nid: db-n-plus-one\n", "1: the front matter never ends", "three hyph"
    ),
    "front matter without a page": (
        raw(PAGE, GOOD.split("# Fetch")[0].encode()),
        f"{PAGE}:30: no first heading",
        "write # Fetch related rows in one query",
    ),
    "headings in another order": (
        edit(PAGE, "## Why\n", "## Risks\n"),
        f"{at('## Why')}: expected the heading ## Why here, got ## Risks",
        "keep their order",
    ),
    "a heading twice": (
        add(PAGE, "\n## References\n"),
        f"{PAGE}:{GOOD.count(chr(10)) + 2}: ## References is there twice",
        "keep one",
    ),
    "a directive without an end": (
        add(PAGE, "\n<!-- rulebook: ratio db-n-plus-one\n"),
        f"{PAGE}:{GOOD.count(chr(10)) + 2}: <!-- rulebook: ratio db-n-plus-one: the comment does not end",
        "close it with -->",
    ),
    "a directive without a colon": body(
        "<!-- rulebook ratio db-n-plus-one -->",
        "<!-- rulebook ratio db-n-plus-one -->: a colon is missing",
        "write <!",
    ),
    "a directive without a rule": body(
        "<!-- rulebook: ratio -->", "<!-- rulebook: ratio -->: ratio takes one rule id", "db-n-plus-one -->"
    ),
    "an unknown argument": body(
        "<!-- rulebook: ratio db-n-plus-one sice=1 -->",
        "<!-- rulebook: ratio db-n-plus-one sice=1 -->: ratio does not know the argument 'sice'",
        "it takes case=",
    ),
    "an argument that is no number": body(
        "<!-- rulebook: ratio db-n-plus-one size=many -->",
        "<!-- rulebook: ratio db-n-plus-one size=many",
        "1, 10, 100",
    ),
    "an argument that is endless": body(
        f"<!-- rulebook: ratio db-n-plus-one size={'9' * 5000} -->",
        "<!-- rulebook: ratio",
        "use one of 1, 10, 100",
    ),
    "an argument that is infinite": body(
        "<!-- rulebook: ratio db-n-plus-one size=inf -->",
        "<!-- rulebook: ratio db-n-plus-one size=inf",
        "1, 10, 100",
    ),
    "a limit of five thousand digits": (
        edit("docs/index.md", "limit=5", f"limit={'9' * 5000}"),
        "docs/index.md:3: <!-- rulebook: rules limit=999",
        "is not a number; write for example limit=5",
    ),
    "a limit in another script": (
        edit("docs/index.md", "limit=5", "limit=²"),
        "docs/index.md:3: <!-- rulebook: rules limit=² -->: limit='²' is not a number",
        "write for example limit=5",
    ),
    "an unknown section": (
        edit("docs/index.md", "limit=5", "section=dp"),
        "docs/index.md:3: <!-- rulebook: rules section=dp -->: section='dp' is unknown",
        "use one of async, db",
    ),
    "an include from above": (
        edit(PAGE, f'"{FOLDER}/guard.py"', '"../../../etc/passwd"'),
        f"{at(f'{FOLDER}/guard.py')}: includes '../../../etc/passwd', which is outside examples/",
        "include a file that is run",
    ),
    "an include from the root": (
        raw("docs/guide.md", b'# Guide\n\n--8<-- "/etc/passwd"\n'),
        "docs/guide.md:3: includes '/etc/passwd', which is outside the project",
        "include a file that is run",
    ),
    "an include through a link": (
        both(
            link(f"{FOLDER}/secret.txt", "/etc/passwd"),
            edit(PAGE, f"{FOLDER}/guard.py", f"{FOLDER}/secret.txt"),
        ),
        f"{at(f'{FOLDER}/guard.py')}: includes '{FOLDER}/secret.txt', which is outside examples/",
        "include a file that is run",
    ),
    "an include between single quotes": (
        edit(PAGE, f'"{FOLDER}/guard.py"', f"'{FOLDER}/gone.py'"),
        f"{at(f'{FOLDER}/guard.py')}: includes '{FOLDER}/gone.py', which does not exist",
        "write a path from the project's folder",
    ),
    "an include of a folder": (
        edit(PAGE, f'"{FOLDER}/guard.py"', f'"{FOLDER}"'),
        f"{at(f'{FOLDER}/guard.py')}: includes '{FOLDER}', which does not exist",
        "write a path from the project's folder",
    ),
    "a block of includes": (
        raw("docs/guide.md", b"# Guide\n\n--8<--\nmkdocs.yml\n--8<--\n"),
        "docs/guide.md:3: a block of includes",
        "write a line for each",
    ),
    "an include of another address": (
        raw("docs/guide.md", b'# Guide\n\n--8<-- "https://example.org/x.py"\n'),
        "docs/guide.md:3: includes 'https'",
        "which does not exist; write a path from the project's folder",
    ),
    "a link to a page that is gone": body(
        "See [that](../method.md).",
        "the link to ../method.md leads nowhere; there is no docs/method.md",
        "Mend the",
    ),
    "a link out of the site": body(
        "See [that](../../mkdocs.yml).",
        "the link to ../../mkdocs.yml leads out of docs/",
        "write a path from this page",
    ),
    "a link from the root": body(
        "See [that](/db/).", "the link to /db/ leads out of docs/", "write a path from"
    ),
    "a link to a rule that is gone": body(
        "See [that][db-gone].", "the link [db-gone]: no rule db-gone", "use an existing id or remove it"
    ),
    "a short link to a rule that is gone": body(
        "See [db-gone][].", "the link [db-gone]: no rule db-gone", "existing id"
    ),
    "a link by a former id": (
        both(
            edit(PAGE, WHY, f"{WHY} See [it][async-old]."),
            edit(OTHER, "status: measured", "status: measured\naliases: [async-old]"),
        ),
        f"{at(WHY)}: the link [async-old]: async-old is a former id",
        "write async-serial-await",
    ),
    "an empty guide": (
        raw("docs/guide.md", b""),
        "docs/guide.md:1: the page is empty",
        "write it, beginning with a",
    ),
    "a guide in Latin-1": (
        raw("docs/guide.md", b"# \xe9t\xe9\n"),
        "docs/guide.md:1: byte 0xe9 is not",
        "as UTF-8",
    ),
    "an empty section page": (
        raw(INDEX, b""),
        f"{INDEX}:1: the page is empty",
        "write it, beginning with a heading",
    ),
    "a section page with a mark": (
        raw(INDEX, b"\xef\xbb\xbf# Database { #section-db }\n"),
        f"{INDEX}:1: starts with a byte order mark",
        "save the file as UTF-8",
    ),
    "a page that leads nowhere": (
        link(PAGE, "gone.md"),
        f"{PAGE}: cannot be read (No such file",
        "put a readable file",
    ),
    "a page that leads to itself": (
        link(PAGE, "n-plus-one.md"),
        f"{PAGE}: cannot be read",
        "put a readable file there",
    ),
    "a page that is a folder": (
        folder(PAGE),
        f"{FOLDER}: the folder has no page {PAGE}",
        "write it, or remove the fold",
    ),
    "a page renamed by hand": (
        moved(PAGE, "docs/db/eager.md"),
        "docs/db/eager.md:2: id: expected db-eager, which follows from the path; got db-n-plus-one",
        f"or move the page to {PAGE}",
    ),
    "a folder renamed by hand": (
        moved(FOLDER, "examples/db/eager"),
        "examples/db/eager: the folder has no page docs/db/eager.md",
        "write it, or remove the folder",
    ),
    "a name with capitals": (
        moved(PAGE, "docs/db/N-Plus.md"),
        "docs/db/N-Plus.md: the file's name gives no rule id",
        "rename the file",
    ),
    "a name of two lines": (
        moved(PAGE, "docs/db/n\nplus.md"),
        "docs/db/n\\nplus.md: the file's name gives no rule id",
        "rename the file",
    ),
    "a name that is not UTF-8": (
        moved(PAGE, os.fsdecode(b"docs/db/\xff.md")),
        "docs/db/\\udcff.md: the file's name gives no rule id",
        "rename the file",
    ),
}

RECORDED: Table = {
    "deleted": (
        remove(RESULTS),
        f"{RESULTS}: no results yet",
        "record them with: make measure RULE=db-n-plus-one",
    ),
    "empty": (raw(RESULTS, b""), f"{RESULTS}:1: not JSON", "record it again with `make measure`"),
    "cut off": (
        put(RESULTS, RESULTS, most=3000),
        f"{RESULTS}:",
        "not JSON (",
    ),
    "not UTF-8": (
        raw(RESULTS, b'{"rule": "\xff"}'),
        f"{RESULTS}: not JSON",
        "record it again with `make measure`",
    ),
    "a list": (
        raw(RESULTS, b"[]"),
        f"{RESULTS}: a key is missing or has the wrong shape",
        "record the file again",
    ),
    "nested without end": (
        raw(RESULTS, b"[" * 100_000),
        f"{RESULTS}: not JSON (nested too deeply)",
        "record it again",
    ),
    "a number of five thousand digits": (
        raw(RESULTS, b"1" * 5000),
        f"{RESULTS}: not JSON (Exceeds the",
        "record it",
    ),
    "a merge conflict": (raw(RESULTS, b"<<<<<<< HEAD\n{}\n"), f"{RESULTS}:1: not JSON", "record it again"),
    "a folder": (
        folder(RESULTS),
        f"{RESULTS}: is a folder, expected a file",
        "record it again with: make measure RULE",
    ),
    "of another rule": (
        put(RESULTS, f"{mini.OTHER.folder}/results.json"),
        f"{RESULTS}: rule: expected db-n-plus-one, got async-serial-await: results of another rule",
        "record it again with: make measure RULE=db-n-plus-one",
    ),
    "NaN": results(
        sample(float("nan")), "benchmarks[0], the series 'SQLAlchemy' after wall at 1", "such as nan"
    ),
    "infinite": results(
        sample(float("inf")), "benchmarks[0]", "samples that no measurement gives, such as inf"
    ),
    "negative": results(sample(-0.5), "benchmarks[0]", "samples that no measurement gives, such as -0.5"),
    "an age of the universe": results(sample(1e18), "benchmarks[0]", "no measurement gives, such as 1e+18"),
    "less than light needs": results(sample(1e-15), "benchmarks[0]", "no measurement gives, such as 1e-15"),
    "true": results(sample(True), "benchmarks[0]", "samples that are not numbers"),
    "no samples": results(
        lambda data: data["benchmarks"][0].update(runs=[]),
        "benchmarks[0]",
        "a process without samples",
    ),
    "a variant of nothing": results(
        lambda data: data["benchmarks"][0]["metadata"].update(variant="later"),
        "benchmarks[0], the series 'SQLAlchemy' later wall at 1",
        "the workload has no such case or variant",
    ),
    "a unit that nobody knows": results(
        lambda data: data["benchmarks"][0]["metadata"].update(unit="parsec"),
        "benchmarks[0]",
        "the workload has no such quantity in the unit 'parsec'",
    ),
    "a Python without environment": results(
        lambda data: data["environments"].pop("3.12"),
        "benchmarks[",
        "Python 3.12 has no environment",
    ),
    "a size below one": results(
        workload(sizes=[0, 1, 10, 100]), "workload.sizes: expected numbers from 1", "100]"
    ),
    "sizes that are words": results(
        workload(sizes=["one", "two"]), "workload.sizes.0: input should be a valid integer", "got 'one'"
    ),
    "no workload": (
        recorded(lambda data: data.update(workload=None)),
        f"{RESULTS}: a key is missing or has the wrong shape",
        "record the file again with `make measure`",
    ),
    "a round trip into the past": results(
        workload(links=[{"rtt_ms": -1, "mbit_s": None}]),
        "workload.links: expected amounts from 0",
        "mbit_s=None)",
    ),
    "a headline of nothing": results(
        workload(headline="joy"), "the headline 'joy' is not among the", "quantities"
    ),
    "a reference that was not measured": results(
        workload(reference_size=5), "the reference conditions were not", "measured"
    ),
    "no environments": results(lambda data: data.update(environments={}), "holds no", "measurement"),
    "an environment that is a word": results(
        lambda data: data["environments"].update({"3.13": "mine"}),
        "environments.3.13: expected facts by name",
        "got 'mine'",
    ),
    "packages that are a word": results(
        environment(packages="all"), "environments.3.13.packages: expected versions by name", "got 'all'"
    ),
    "a date of no calendar": results(
        environment(date="2026-13-45"), "environments.3.13.date: expected a date such as", "got '2026-13-45'"
    ),
    "a Python of no version": (
        recorded(lambda data: data["environments"].update(newest={})),
        f"{RESULTS}: holds values of the wrong type (invalid literal",
        "record it again with: make measure RULE=db-n-plus-one",
    ),
}

CODE: Table = {
    "a detector that is no YAML": (
        detector("id: db-n-plus-one\nrule: {pattern: $A.b($$$)\n"),
        f"{DETECTOR}:3: the detector is not YAML",
        "quote the text",
    ),
    "an empty detector": (
        detector(""),
        f"{DETECTOR}:1: the detector is not a mapping",
        "write one `key: value`",
    ),
    "a detector of another rule": (
        detector("language: python\nid: db-other\nmessage: m\nrule: {pattern: a}\n"),
        f"{DETECTOR}:2: id: expected db-n-plus-one, got 'db-other'",
        "write id: db-n-plus-one",
    ),
    "a detector of another language": (
        detector("id: db-n-plus-one\nlanguage: java\nmessage: m\nrule: {pattern: a}\n"),
        f"{DETECTOR}:2: language: expected python, got 'java'",
        "write language: python",
    ),
    "a detector without a rule": (
        detector("id: db-n-plus-one\nlanguage: python\nmessage: m\n"),
        f"{DETECTOR}:1: rule: missing or of the wrong type",
        "write for example rule: {pattern",
    ),
    "a detector with a key twice": (
        detector("id: db-n-plus-one\nlanguage: python\nmessage: m\nrule: {}\nrule: {pattern: a}\n"),
        f"{DETECTOR}:5: rule: written twice, first on line 4",
        "keep one",
    ),
    "a detector with CR LF": (
        detector("id: db-n-plus-one\r\n"),
        f"{DETECTOR}:1: the line ends in CR LF",
        "save the file with LF",
    ),
    "an empty example": (
        raw(f"{FOLDER}/before.py", b""),
        f"{FOLDER}/before.py:1: empty",
        "write it, or take it from",
    ),
    "an example that is no Python": (
        edit(f"{FOLDER}/after.py", "ANSWER = 42", "ANSWER = = 42"),
        f"{FOLDER}/after.py:4: not Python: invalid syntax",
        "run the file to see where",
    ),
    "an example in Latin-1": (
        raw(f"{FOLDER}/guard.py", b'"""\xe9t\xe9"""\n'),
        f"{FOLDER}/guard.py:1: byte 0xe9 is not UTF-8",
        "as UTF-8",
    ),
    "an example with CR LF": (
        raw(f"{FOLDER}/guard.py", b"A = 1\r\n"),
        f"{FOLDER}/guard.py:1: the line ends in CR LF",
        "save the file with",
    ),
    "an example with a byte order mark": (
        raw(f"{FOLDER}/guard.py", b"\xef\xbb\xbfA = 1\n"),
        f"{FOLDER}/guard.py:1: starts with a byte order",
        "save the",
    ),
    "an example with a merge conflict": (
        raw(f"{FOLDER}/when_not.py", b"<<<<<<< HEAD\n"),
        f"{FOLDER}/when_not.py:1: holds both sides",
        "keep one",
    ),
    "a folder instead of an example": (
        folder(f"{FOLDER}/before.py"),
        f"{FOLDER}/before.py: missing; every rule has it",
        "see CONTRIBUTING.md",
    ),
}

SETTINGS: Table = {
    "no configuration": (
        remove("mkdocs.yml"),
        "mkdocs.yml: cannot be read (No such file",
        "put a readable file there",
    ),
    "configuration that is no YAML": (
        edit("mkdocs.yml", "site_name: Mini", "site_name: a: b"),
        "mkdocs.yml:1: the configuration is not YAML",
        "quote the text",
    ),
    "configuration with two navigations": (
        add("mkdocs.yml", "nav: []\n"),
        "mkdocs.yml:10: nav: written twice, first on line 5",
        "keep one",
    ),
    "configuration with CR LF": (
        raw("mkdocs.yml", mini.MKDOCS.replace("\n", "\r\n").encode()),
        "mkdocs.yml:1: the line ends in CR LF",
        "save the file with LF",
    ),
    "configuration in Latin-1": (
        raw("mkdocs.yml", b"site_name: \xe9\n"),
        "mkdocs.yml:1: byte 0xe9 is not",
        "as UTF-8",
    ),
    "empty configuration": (
        raw("mkdocs.yml", b""),
        "mkdocs.yml:1: the configuration is not a mapping",
        "write one `key",
    ),
    "a published address that is gone": (
        add("docs/published.txt", "# addresses\n/db/n-plus-one/\n/db/lazy-load/\n"),
        "docs/published.txt:3: /db/lazy-load/ leads nowhere any more",
        "add the old id to the aliases",
    ),
    "published data that are gone": (
        add("docs/published.txt", "/data/db-n-plus-one.json\n/data/db-lazy-load.json\n"),
        "docs/published.txt:2: /data/db-lazy-load.json leads nowhere",
        "add the old id to the aliases",
    ),
    "a published address that is none": (
        add("docs/published.txt", "db/n-plus-one\n"),
        "docs/published.txt:1: 'db/n-plus-one' is no address",
        "write for example /db/n-plus-one/",
    ),
    "no pages at all": (
        moved("docs", "pages"),
        f"{FOLDER}: the folder has no page {PAGE}",
        "write it, or remove the folder",
    ),
}

TABLES = {
    "front matter": FRONT_MATTER,
    "page": PAGES,
    "results": RECORDED,
    "code": CODE,
    "settings": SETTINGS,
}
CASES = {f"{kind}: {name}": case for kind, table in TABLES.items() for name, case in table.items()}


@pytest.mark.parametrize(("change", "place", "remedy"), CASES.values(), ids=CASES)
def test_a_broken_file_is_refused_with_place_and_remedy(
    root: Path, change: Break, place: str, remedy: str
) -> None:
    change(root)
    refused(root, place, remedy)


def test_a_broken_rule_is_reported_once_and_not_wherever_it_is_mentioned(root: Path) -> None:
    edit(PAGE, "effort: minutes", "effort: days")(root)
    add("docs/index.md", "<!-- rulebook: ratio db-n-plus-one -->\n")(root)
    lines = run(root, "check").output.splitlines()
    assert [line.split(" ")[0] for line in lines] == [f"{PAGE}:8:", "1"]


def test_a_rule_renamed_by_hand_throughout_is_missed_at_its_published_address(root: Path) -> None:
    assert run(root, "record-addresses").exit_code == 0
    for path in (PAGE, OTHER, RESULTS):
        text = (root / path).read_text("utf-8")
        (root / path).write_text(
            text.replace("db-n-plus-one", "db-eager").replace("n_plus_one", "eager"), "utf-8"
        )
    moved(PAGE, "docs/db/eager.md")(root)
    moved(FOLDER, "examples/db/eager")(root)
    lines = run(root, "check").output.splitlines()
    assert [line.split(" ")[1] for line in lines[:-1]] == ["/data/db-n-plus-one.json", "/db/n-plus-one/"]
    edit("docs/db/eager.md", "status: measured", "status: measured\naliases: [db-n-plus-one]")(root)
    assert run(root, "check").exit_code == 0


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Path]]:
    """`closed(path)`: a good project in which somebody without privileges may not look into one folder."""
    privileged = os.geteuid() == 0
    # Our own templates may lie where they may not look either: these are read before, and not again.
    monkeypatch.setattr(render._templates, "auto_reload", False)
    for command in ("check", "generate"):
        run(mini.project(tmp_path / command), command)
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary).resolve()

        def close(path: str) -> Path:
            mini.project(root)
            root.chmod(0o755)
            (root / path).chmod(0)
            if privileged:
                os.seteuid(65534)
            return root

        yield close
        if privileged:
            os.seteuid(0)
        for each in root.rglob("*"):
            each.chmod(stat.S_IRWXU)


@pytest.mark.parametrize(
    "path", ["docs/db", "docs", "examples/db", PAGE, RESULTS, f"{FOLDER}/guard.py", "mkdocs.yml"]
)
def test_what_may_not_be_read_is_named_and_not_taken_for_absent(
    closed: Callable[[str], Path], path: str
) -> None:
    root = closed(path)
    for command in ("check", "generate"):
        result = run(root, command)
        if command == "check" or not path.endswith("guard.py"):
            assert result.exit_code == 1, command
            assert result.output.startswith(f"{path}"), result.output
            assert "Permission denied" in result.output


def test_what_may_not_be_written_leaves_everything_as_it_was(root: Path) -> None:
    (root / "docs/data").write_text("in the way")
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    result = run(root, "generate")
    assert result.exit_code == 1
    assert (
        result.output
        == "docs/data: cannot be listed (Not a directory); make it readable\nNothing was written.\n"
    )
    assert before == {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_the_table_is_as_long_as_people_are_inventive() -> None:
    assert len(CASES) >= 120
