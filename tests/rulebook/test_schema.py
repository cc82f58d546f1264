"""Every mistake in front matter becomes one line: file, line, key, what was expected, an example."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from rulebook import page as pages
from rulebook import schema
from rulebook.problems import ProblemError

from tests.rulebook.mini import FRONT_MATTER, page

PATH = "docs/db/n-plus-one.md"
END = FRONT_MATTER.count("\n") + 2


def problems(root: Path, text: str | bytes) -> list[str]:
    file = root / PATH
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    try:
        read = pages.read(root, PATH)
    except ProblemError as error:
        return [str(error.problem)]
    _, found, _ = schema.parse(read)
    return [str(problem) for problem in found]


def changed(old: str, new: str) -> str:
    assert FRONT_MATTER.count(old) == 1
    return page(FRONT_MATTER.replace(old, new))


def test_the_good_page_has_no_problem(tmp_path: Path) -> None:
    assert problems(tmp_path, page()) == []


def test_a_value_outside_an_enumeration_reads_as_published(tmp_path: Path) -> None:
    assert problems(tmp_path, changed("impact: critical", "impact: huge")) == [
        f"{PATH}:5: impact: expected one of critical, high, medium, low, none, reversed; got 'huge'. "
        "Write for example: impact: high"
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("effort: minutes\n", "", END - 1, "effort: missing; expected one of minutes, hours, design"),
        ("effort: minutes", "efort: minutes", 8, "efort: unknown key; did you mean effort?"),
        ("effort: minutes", "effort: minutes\nzzz: 1", 9, "zzz: unknown key; remove it; known keys are id"),
        ("since: \"0.1\"", "since: 0.1", 23, "since: expected a release of the site, quoted; got 0.1"),
        ("2026-11-21", "2026-13-45", 24, "reviewed: expected a date, unquoted; got '2026-13-45'"),
        ("2099-11-21", "2026-11-20", 25, "review_by must be later than reviewed"),
        ('{python: ">=3.11", sqlalchemy: ">=2.0"}', '{sqlalchemy: ">=2.0"}', 9, "applies must name python"),
        ('sqlalchemy: ">=2.0"', 'sqlalchemy: "two"', 9, "applies.sqlalchemy: expected a mapping of"),
        ("  - The database log repeats one query\n", "", 11, "symptoms: expected a list of at least two"),
        ("  - The database log repeats one query", "  - 7", 13, "symptoms[1]: expected a list of at least"),
        ("list: code-review", "list: sometimes", 16, "checklist[0].list: expected one of before-optimizing"),
        ("list: code-review, text", "list: code-review, txt", 16, "checklist[0].text: missing"),
        ("code: ASYNC251", "code: async251", 18, "detects[0].code: expected Ruff's code, letters"),
        (", code: ASYNC251", "", 18, "detects[0]: a ruff rule needs its code, for example code: ASYNC251"),
        ("tool: ruff", "tool: ast-grep", 18, "detects[0]: an ast-grep detector has no code; remove the key"),
        ("see_also: [async", "see_also: [Async", 20, "related.see_also[0]: expected a list of rule ids"),
        ("see_also", "seealso", 20, "related.seealso: unknown key; did you mean see_also?"),
        ("\nrisks:\n  - \"`sel", "\nrisks: []\nkey:\n  - \"`sel", 21, "risks: expected a list of at least"),
        ('url: "https', 'url: "javascript', 28, "sources[0].url: expected a web address"),
        (", url: \"https://docs.sqlalchemy.org/en/20/orm/queryguide/relationships.html\"", "", 28,
         "sources[0].url: missing; expected a web address"),
        ("one query\nsummary", "one query and this goes on for much longer than that\nsummary", 3,
         "title: expected one imperative line of at most 60 characters"),
        ("every one of them.", "every one", 4, "summary: expected one sentence of at most 200 characters"),
        ("misses: A lazy", "misses: |\n  A\n  lazy", 19, "misses: expected what the lints do not see"),
        ("id: db-n-plus-one", "id: NPlusOne", 2, "id: expected <section>-<slug>"),
        ("id: db-n-plus-one", "id: [db]", 2, "id: expected <section>-<slug>"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    found = problems(tmp_path, changed(old, new))
    assert any(problem.startswith(f"{PATH}:{line}: {message}") for problem in found), found
    assert all("\n" not in problem and problem.startswith(f"{PATH}:") for problem in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"\xef\xbb\xbf" + page().encode(), f"{PATH}:1: starts with a byte order mark"),
        (page().replace("\n", "\r\n"), f"{PATH}:1: the line ends in CR LF"),
        (page().replace("minutes", "min\xfctes").encode("latin-1", "replace"), f"{PATH}:8: byte 0xfc is not"),
        (f"---\n{FRONT_MATTER}", f"{PATH}:1: the front matter never ends; close it"),
        ("# No front matter\n", f"{PATH}:1: front matter is missing"),
        ("", f"{PATH}:1: front matter is missing"),
        (changed("effort: minutes", "effort:\tminutes"), f"{PATH}:8: a tab in the front matter"),
        (changed("cost: \"O(n)", "cost: a: \"O(n)"), f"{PATH}:7: front matter is not YAML: mapping values"),
        (changed("effort: minutes", "effort: [minutes"), f"{PATH}:9: front matter is not YAML"),
        (changed("effort: minutes", "effort: minutes\neffort: hours"), f"{PATH}:9: effort: written twice"),
        (page("- a\n- b\n"), f"{PATH}:2: front matter is not a mapping"),
        (page("just words\n"), f"{PATH}:2: front matter is not a mapping"),
        (page("{[a]: b}\n"), f"{PATH}:2: front matter is not YAML"),
        (page("a: !!python/name:os.system\n"), f"{PATH}:2: front matter is not YAML"),
        (page("a: &b [*b]\n"), f"{PATH}:2: front matter refers to another value, *b"),
        (page("a: \x01\n"), f"{PATH}:2: holds the control character 0x01; remove it"),
        (page("a: " + "[" * 100_000 + "\n"), f"{PATH}:2: front matter is nested too deeply"),
    ],
    ids=[
        *("mark", "crlf", "latin", "open", "none", "empty", "tab", "colon", "bracket", "twice"),
        *("list", "text", "key", "tag", "loop", "control", "deep"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_front_matter_is_refused_without_a_traceback(
    tmp_path: Path, text: str | bytes, expected: str
) -> None:
    found = problems(tmp_path, text)
    assert any(problem.startswith(expected) for problem in found), found


def test_every_key_has_an_example_that_the_schema_accepts() -> None:
    for model in (schema.FrontMatter, schema.Source, schema.Detect, schema.ChecklistItem, schema.Related):
        for name, field in model.model_fields.items():
            assert field.description, name
            assert str((field.examples or [""])[0]).startswith(f"{name}: "), name


WITHOUT_LIBYAML = """
import sys
sys.modules["yaml._yaml"] = None  # as where PyYAML was built without it
import yaml
from rulebook import page
assert not yaml.__with_libyaml__
for value in sys.argv[1:]:
    try:
        print(page.load_yaml(f"first: 1\\nsecond: {value}", "a.md", 2, "it")[0]["second"])
    except page.ProblemError as error:
        print(str(error).partition("; ")[0])
"""


def test_without_libyaml_the_same_is_read_and_the_same_refused() -> None:
    values = [
        "2026-01-01",
        "2026-99-99",
        r'"\ud800"',
        r'"\UFFFFFFFF"',
        r'"\U00110000"',
        "*a",
        "[" * 30,
        "a: b",
    ]
    command = [sys.executable, "-c", WITHOUT_LIBYAML, *values]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == [
        "2026-01-01",
        "2026-99-99",
        *["a.md:3: it is not YAML: while parsing a scalar found invalid Unicode character escape code"] * 3,
        "a.md:3: it refers to another value, *a",
        "a.md:3: it is nested too deeply",
        "a.md:3: it is not YAML: mapping values are not allowed here",
    ], done.stderr
