"""Everything that can be wrong in the content, each with its place and its remedy."""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from examples.harness.identity import RuleId
from rulebook import history, prose, published, render
from rulebook import page as pages
from rulebook.catalogue import SECTION, Catalogue, Rule, configuration, is_redirect, rule_pages
from rulebook.directives import OWN_PAGE, Directive, DirectiveError, UnreadRuleError, scan
from rulebook.evidence import REQUIRED_PYTHONS
from rulebook.page import Page
from rulebook.problems import Problem, ProblemError
from rulebook.schema import Related

HEADINGS = (
    "Before and after",
    "Evidence",
    "Why",
    "When not to",
    "Risks",
    "Find it",
    "Keep it fixed",
    "How it was measured",
    "References",
)
FILES = ("__init__.py", "before.py", "after.py", "workload.py", "guard.py", "when_not.py")
DIRECTIVE_OF = {
    "Evidence": "evidence",
    "Risks": "risks",
    "Find it": "find",
    "How it was measured": "measured",
    "References": "references",
}
PAIR = '<div class="rulebook-pair" markdown>'
WHY_WORDS = 120
OF_THE_METHOD = ("docs/method.md", "docs/reference/")
"""Pages whose numbers are limits of this site, not results, and whose code is how to use its parts."""
PLACEHOLDER = re.compile(r"TODO\(rule\):?[ \t]*(?P<what>[^\"\n]*)")
_SNIPPET = re.compile(
    r"^[ \t>;]*-+8<-+(?:[ \t]+(?P<quote>[\"'])(?P<target>[^\n]*?)(?P=quote)|[ \t]*$)", re.MULTILINE
)
_LINK = re.compile(
    r"\[(?P<collapsed>[^\[\]\n]*)\](?:\([ ]*<?(?P<target>[^\s()<>]*)[^()\n]*\)|\[(?P<label>[^\[\]\n]*)\])"
)


def check(root: Path, today: date | None = None) -> list[Problem]:
    """Every problem of the project below `root`, sorted by place; warnings among them."""
    try:
        return _check(root.resolve(), today or date.today())
    except ProblemError as error:  # a folder that cannot be listed hides everything in it
        return [error.problem]


def _check(root: Path, today: date) -> list[Problem]:
    catalogue = Catalogue.load(root)
    problems = [*catalogue.problems, *_configuration(root), *_names(catalogue), *_folders(root)]
    problems += [*_section_pages(catalogue), *published.problems(catalogue), *history.problems(catalogue)]
    for rule in catalogue.rules.values():
        for part in _OF_RULE:
            problems += part(rule, catalogue)
        if rule.facts.review_by < today and not rule.retired:
            message = f"review_by: {rule.facts.review_by} has passed; review the rule and set both dates"
            problems.append(Problem(rule.page.path, rule.line("review_by"), message, warning=True))
        if rule.facts.reviewed > today + timedelta(days=1):  # the earth turns
            message = f"reviewed: {rule.facts.reviewed} lies ahead; write the day of the last review"
            problems.append(Problem(rule.page.path, rule.line("reviewed"), message))
    of_rules = set(rule_pages(root))
    for path in pages.below(root, "docs", ".md"):
        if not is_redirect(root / path):
            problems += _page(path, path in of_rules, catalogue)
    return sorted(set(problems))


def _configuration(root: Path) -> Iterator[Problem]:
    try:
        configuration(root)
    except ProblemError as error:
        yield error.problem


# Across rules


def _names(catalogue: Catalogue) -> Iterator[Problem]:
    """Every id and former id names one rule, and every id that is mentioned exists."""
    rules = catalogue.rules
    owners: dict[str, str] = {}
    for rule_id, rule in rules.items():
        for number, alias in enumerate(rule.facts.aliases):
            line = rule.line("aliases", number)
            if alias in rules or (catalogue.root / RuleId.parse(alias).folder).is_dir():
                yield Problem(
                    rule.page.path, line, f"aliases: {alias} is a rule of its own; remove the alias"
                )
            elif alias in owners:
                other = owners[alias]
                yield Problem(
                    rule.page.path, line, f"aliases: {alias} is an alias of {other} too; keep one of them"
                )
            owners[alias] = rule_id
        for name, ids in rule.facts.related.named().items():
            for number, other in enumerate(ids):
                line = rule.line("related", name, number)
                key = f"related.{name}"
                if other == rule_id:
                    yield Problem(rule.page.path, line, f"{key}: {other} is this rule itself; remove it")
                elif other in ids[:number]:
                    yield Problem(rule.page.path, line, f"{key}: {other} is there twice; keep one")
                elif other not in rules and not (catalogue.root / RuleId.parse(other).page).is_file():
                    yield Problem(rule.page.path, line, f"{key}: {_no_rule(other, catalogue)}")
                elif other in rules and rules[other].retired and name != "supersedes":
                    instead = rules[other].facts.replacement
                    fits = instead not in (None, rule_id, *ids)
                    remedy = f"name {instead} instead, or remove it" if fits else "remove it"
                    message = f"{key}: {other} is retired; {remedy}"
                    yield Problem(rule.page.path, line, message, warning=True)
        for other in sorted(set(rule.facts.related.do_first) & set(rule.facts.related.conflicts)):
            message = f"related.conflicts: {other} is to be done first, too; keep one of the two"
            yield Problem(rule.page.path, rule.line("related", "conflicts"), message)
        yield from _replacement(rule, catalogue)
    for name in Related.orders():
        yield from _cycles(catalogue, name)
    titles: dict[str, str] = {}
    for rule_id, rule in rules.items():
        first = titles.setdefault(rule.facts.title, rule_id)
        if first != rule_id:
            message = f"title: {first} has the same one; say what differs"
            yield Problem(rule.page.path, rule.line("title"), message)


def _no_rule(rule_id: str, catalogue: Catalogue) -> str:
    for rule in catalogue.rules.values():
        if rule_id in rule.facts.aliases:
            return f"{rule_id} is a former id; write {rule.id}"
    return f"no rule {rule_id}; use an existing id or remove it"


def _replacement(rule: Rule, catalogue: Catalogue) -> Iterator[Problem]:
    """Who is sent on from a retired rule arrives at one that holds."""
    instead = rule.facts.replacement
    if instead is None:
        return
    fault = None
    if instead == str(rule.id):
        fault = f"{instead} is this rule itself; name another one or remove the key"
    elif instead not in catalogue.rules:
        fault = _no_rule(instead, catalogue)
    elif catalogue.rules[instead].retired:
        fault = f"{instead} is retired, too; name a rule that holds"
    if fault:
        yield Problem(rule.page.path, rule.line("replacement"), f"replacement: {fault}")


def _cycles(catalogue: Catalogue, name: str) -> Iterator[Problem]:
    """No rule stands, through others, before itself."""

    def after(rule_id: str) -> list[str]:
        rule = catalogue.rules.get(rule_id)
        return rule.facts.related.named()[name] if rule else []

    for start, rule in catalogue.rules.items():
        waiting: list[tuple[str, tuple[str, ...]]] = [(first, (start, first)) for first in after(start)]
        seen: set[str] = set()
        while waiting:
            current, path = waiting.pop()
            if current == start and len(path) > 2:
                message = f"related.{name}: goes round in a circle, {' → '.join(path)}; remove one of them"
                yield Problem(rule.page.path, rule.line("related", name), message)
                break
            if current not in seen:
                seen.add(current)
                waiting += [(following, (*path, following)) for following in after(current)]


def _folders(root: Path) -> Iterator[Problem]:
    """Every examples folder has its page, and the other way round."""
    for path in rule_pages(root):
        try:
            rule = RuleId.of_page(PurePosixPath(path))
        except ValueError:
            continue
        if not (root / rule.folder).is_dir():
            message = (
                f"the page has no examples folder {rule.folder}; create it, or start with: make new-rule"
            )
            yield Problem(path, 0, message)
    files = map(PurePosixPath, pages.below(root, "examples", ".py"))
    of_rules = {file.parent for file in files if file.name in ("workload.py", "before.py")}
    for relative in sorted(folder for folder in of_rules if len(folder.parts) == 3):
        try:
            rule = RuleId.of_folder(relative)
        except ValueError as error:
            yield Problem(str(relative), 0, f"the folder's name gives no rule id: {error}; rename it")
            continue
        if rule.section not in SECTION:
            message = f"{rule.section!r} is no section; move the folder into one of {', '.join(SECTION)}"
            yield Problem(str(relative), 0, message)
        elif not (root / rule.page).is_file():
            yield Problem(
                str(relative), 0, f"the folder has no page {rule.page}; write it, or remove the folder"
            )


def _section_pages(catalogue: Catalogue) -> Iterator[Problem]:
    """Every section with rules has an index page whose heading can be linked to."""
    for section in catalogue.sections:
        heading = f"# {section.title} {{ #{section.anchor} }}"
        if not (catalogue.root / section.page).is_file():
            yield Problem(
                section.page, 0, f"the section has rules and no index page; start one with: {heading}"
            )
            continue
        text = (catalogue.root / section.page).read_text(encoding="utf-8", errors="replace").replace("\r", "")
        if not re.search(rf"^# .*\{{[^}}]*#{section.anchor}\b[^}}]*\}}[ \t]*$", text, re.MULTILINE):
            yield Problem(
                section.page, 1, f"links cannot reach the page; write its first heading as: {heading}"
            )


# One rule


def _impact(rule: Rule, _: Catalogue) -> Iterator[Problem]:
    if rule.impact is not None and rule.facts.impact != rule.impact.level:
        why = " ".join(rule.impact.steps)
        yield Problem(
            rule.page.path,
            rule.line("impact"),
            f"impact: the results give {rule.impact.level}, got {rule.facts.impact}. {why} "
            f"Write impact: {rule.impact.level}",
        )


def _files(rule: Rule, catalogue: Catalogue) -> Iterator[Problem]:
    folder = catalogue.root / rule.id.folder
    if not folder.is_dir():
        return
    for name in FILES:
        if not (folder / name).is_file():
            yield Problem(f"{rule.id.folder}/{name}", 0, "missing; every rule has it (see CONTRIBUTING.md)")
        elif not (folder / name).stat().st_size and name != "__init__.py":
            yield Problem(f"{rule.id.folder}/{name}", 1, "empty; write it, or take it from `rulebook new`")
    detector = folder / "detector.yml"
    names = [detect.name for detect in rule.facts.detects if detect.tool == "ast-grep"]
    for name in names:
        if name != str(rule.id):
            message = f"detects: the detector's name is the rule's id; write name: {rule.id}"
            yield Problem(rule.page.path, rule.line("detects"), message)
        elif not detector.is_file():
            message = (
                f"detects: {rule.id.folder}/detector.yml is missing; write it or remove the ast-grep entry"
            )
            yield Problem(rule.page.path, rule.line("detects"), message)
    if detector.is_file() and not names:
        message = f"the page does not name it; add to detects: {{tool: ast-grep, name: {rule.id}}}"
        yield Problem(f"{rule.id.folder}/detector.yml", 0, message)
    for path in (f"{rule.id.folder}/{file.name}" for file in sorted(folder.iterdir())):
        if path.endswith((".py", ".yml")):
            try:
                text = pages.text(catalogue.root, path)
                yield from _placeholders(path, text, 1)
                yield from _python(path, text) if path.endswith(".py") else _detector(path, text, rule)
            except ProblemError as error:
                yield error.problem


def _python(path: str, text: str) -> Iterator[Problem]:
    try:
        ast.parse(text)
    except (SyntaxError, RecursionError) as error:
        line = getattr(error, "lineno", None) or 1
        yield Problem(path, line, f"not Python: {getattr(error, 'msg', error)}; run the file to see where")


def _detector(path: str, text: str, rule: Rule) -> Iterator[Problem]:
    """What ast-grep needs to run a detector; whether it finds the before is for the tests of the examples."""
    data, node = pages.load_yaml(text, path, 1, "the detector")
    for key, expected in (("id", str(rule.id)), ("language", "python")):
        if data.get(key) != expected:
            line = pages.line_of(node, (key,), first=1)
            yield Problem(
                path, line, f"{key}: expected {expected}, got {data.get(key)!r:.60}; write {key}: {expected}"
            )
    for key, kind, example in (
        ("rule", dict, "rule: {pattern: time.sleep($$$)}"),
        ("message", str, "message: It …"),
    ):
        if not isinstance(data.get(key), kind) or not data[key]:
            line = pages.line_of(node, (key,), first=1)
            yield Problem(path, line, f"{key}: missing or of the wrong type; write for example {example}")


def _pythons(rule: Rule, _: Catalogue) -> Iterator[Problem]:
    """Every required Python was measured, and in full."""
    if rule.results is None:
        return
    path = f"{rule.id.folder}/results.json"
    for python, facts in rule.results.environments.items():
        if facts.get("quick"):
            remedy = f"record it in full with: make measure RULE={rule.id}"
            yield Problem(path, 0, f"Python {python} was measured with --quick; {remedy}")
    for python in REQUIRED_PYTHONS:
        if python not in rule.results.environments:
            remedy = f"python -m examples measure {rule.id} --python {python}"
            yield Problem(path, 0, f"Python {python} was not measured; record it with: {remedy}")


def _outline(rule: Rule, _: Catalogue) -> Iterator[Problem]:
    """The title, and the nine headings in their order."""
    page = rule.page
    titles = [heading for heading in page.headings if heading.level == 1]
    if not titles:
        yield Problem(page.path, page.body_line, f"no first heading; write # {rule.facts.title}")
    for heading in titles[:1]:
        if heading.text != rule.facts.title:
            message = (
                f"the heading differs from the title; expected # {rule.facts.title}, got # {heading.text}"
            )
            yield Problem(page.path, heading.line, message)
    for heading in titles[1:]:
        yield Problem(page.path, heading.line, "a second first-level heading; write ### or remove it")
    found = [heading for heading in page.headings if heading.level == 2]
    for heading in found:
        if heading.text not in HEADINGS:
            message = f"unknown heading {heading.text!r}; use ###, or one of {', '.join(HEADINGS)}"
            yield Problem(page.path, heading.line, message)
    known = [heading for heading in found if heading.text in HEADINGS]
    for heading, expected in zip(known, HEADINGS, strict=False):
        if heading.text != expected:
            message = f"expected the heading ## {expected} here, got ## {heading.text}; keep their order"
            yield Problem(page.path, heading.line, message)
            return
    for missing in HEADINGS[len(known) :]:
        yield Problem(page.path, page.line(len(page.body)), f"the heading ## {missing} is missing; add it")
    for heading in known[len(HEADINGS) :]:
        yield Problem(page.path, heading.line, f"## {heading.text} is there twice; keep one")


def _own_directives(rule: Rule, _: Catalogue) -> Iterator[Problem]:
    """The header stands above the first section, the others each in their own, all with the page's id."""
    page = rule.page
    found = [(directive.name, directive) for directive in _directives(page)]
    for name, directive in found:
        if name in OWN_PAGE and directive.rule != str(rule.id):
            line = page.line(directive.start)
            message = f"{name}: expected this page's id {rule.id}, got {directive.rule}; write {rule.id}"
            yield Problem(page.path, line, message)
    first = next((heading.line for heading in page.headings if heading.level == 2), page.line(len(page.body)))
    if not any(name == "header" and page.line(directive.start) < first for name, directive in found):
        message = f"below the title stands: <!-- rulebook: header {rule.id} -->; add it"
        yield Problem(page.path, page.body_line, message)
    for title, name in DIRECTIVE_OF.items():
        try:
            start, end = page.section(title)
        except KeyError:
            continue
        if not any(other == name and start <= directive.start < end for other, directive in found):
            message = f"## {title} lacks its directive; add <!-- rulebook: {name} {rule.id} -->"
            yield Problem(page.path, page.line(start) - 1, message)


def _pair(rule: Rule, _: Catalogue) -> Iterator[Problem]:
    """Before and after stand in one wrapper, which shows them side by side."""
    page = rule.page
    try:
        start, end = page.section("Before and after")
    except KeyError:
        return
    text = page.masked[start:end]
    opening = re.search(rf"^{re.escape(PAIR)}[ \t]*$", text, re.MULTILINE)
    if opening is None:
        message = f"## Before and after lacks its wrapper; put the pair between {PAIR} and </div>"
        yield Problem(page.path, page.line(start) - 1, message)
        return
    line = page.line(start + opening.start())
    closing = re.compile(r"^</div>[ \t]*$", re.MULTILINE).search(text, opening.end())
    if closing is None:
        message = "the wrapper does not end in ## Before and after; add </div> below the pair"
        yield Problem(page.path, line, message)
        return
    held = prose.fences(page.body[start + opening.end() : start + closing.start()])
    for side in ("before", "after"):
        if not any(f'title="{side}' in info for _, _, info, _ in held):
            message = f'the wrapper holds no {side}; put the code block with title="{side}.py" into it'
            yield Problem(page.path, line, message)


def _why(rule: Rule, _: Catalogue) -> Iterator[Problem]:
    try:
        start, end = rule.page.section("Why")
    except KeyError:
        return
    text = rule.page.body[start:end]
    words = len(re.sub(r"<!--.*?-->|\]\([^)]*\)|\]\[[^]]*\]", " x ", text, flags=re.DOTALL).split())
    if words > WHY_WORDS:
        message = f"## Why has {words} words, at most {WHY_WORDS}; keep the mechanism, move the rest"
        yield Problem(rule.page.path, rule.page.line(start) - 1, message)


def _numbers(rule: Rule, _: Catalogue) -> Iterator[Problem]:
    for key in ("summary", "misses"):
        for number in prose.NUMBER.findall(prose.only(getattr(rule.facts, key))):
            message = f"{key}: the number {number.strip()!r} is typed; say it in words"
            yield Problem(rule.page.path, rule.line(key), message)


_OF_RULE: tuple[Callable[[Rule, Catalogue], Iterator[Problem]], ...] = (
    _impact,
    _files,
    _pythons,
    _outline,
    _own_directives,
    _pair,
    _why,
    _numbers,
)


# Any page


def _page(path: str, of_rule: bool, catalogue: Catalogue) -> Iterator[Problem]:
    """Directives that can be carried out, includes that exist, nothing typed that is measured or run."""
    try:
        page = pages.read(catalogue.root, path)
    except ProblemError as error:
        yield error.problem
        return
    if not of_rule and not page.body.strip():
        yield Problem(
            path, page.body_line, "the page is empty; write it, beginning with a heading, or remove it"
        )
    if not of_rule and (found := re.search(r"^id:", page.front_matter, re.MULTILINE)):
        line = page.front_matter.count("\n", 0, found.start()) + 2
        yield Problem(path, line, f"a rule outside the sections; move it into docs/ + {', '.join(SECTION)}")
    yield from _placeholders(path, page.front_matter, 2)
    yield from _placeholders(path, page.body, page.body_line)
    for comment in scan(page.body):
        line = page.line(comment.start)
        try:
            render.directive(comment.parse(), catalogue)
        except UnreadRuleError:
            continue  # reported with its page, once
        except DirectiveError as error:
            yield Problem(path, line, f"{comment.source.splitlines()[0]}: {error}")
    if not path.startswith(OF_THE_METHOD):
        yield from _typed_numbers(page)
        yield from _typed_code(page)
    yield from _links(page, catalogue)
    for match in _SNIPPET.finditer(page.body):
        fault: str | None
        if match["target"] is None:
            fault = 'a block of includes; write a line for each, --8<-- "examples/db/n_plus_one/before.py"'
        else:
            fault = _include_fault(match["target"], catalogue.root, of_rule)
        if fault:
            yield Problem(path, page.line(match.end() - 1), fault)


def _links(page: Page, catalogue: Catalogue) -> Iterator[Problem]:
    """Links to files and to rules that are not there; the builders find what lies deeper, such as anchors."""
    root = catalogue.root
    for match in _LINK.finditer(page.masked):
        line = page.line(match.start())
        if label := match["label"] or (match["collapsed"] if match["label"] == "" else None):
            if (
                re.search(rf"^[ ]*\[{re.escape(label)}\]:", page.masked, re.MULTILINE)
                or label in catalogue.rules
            ):
                continue
            with suppress(ValueError):
                if RuleId.parse(label).section in SECTION and not (root / RuleId.parse(label).page).is_file():
                    yield Problem(page.path, line, f"the link [{label}]: {_no_rule(label, catalogue)}")
        elif target := re.split("[?#]", match["target"] or "", maxsplit=1)[0]:
            if re.match(r"[a-z]+:", target):
                continue
            file = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), unquote(target)))
            if target.startswith("/") or not file.startswith("docs/"):
                message = (
                    f"the link to {target} leads out of docs/; write a path from this page, or an address"
                )
                yield Problem(page.path, line, message)
            elif not file.startswith("docs/data/") and not (root / file).exists():
                message = (
                    f"the link to {target} leads nowhere; there is no {file}. Mend the path or remove it"
                )
                yield Problem(page.path, line, message)


def _typed_numbers(page: Page) -> Iterator[Problem]:
    """Numbers in prose that no directive prints."""
    for match in prose.NUMBER.finditer(prose.only(page.body)):
        yield Problem(
            page.path,
            page.line(match.start()),
            f"the number {match[0].strip()!r} is typed in prose; let a directive print it, for example "
            "<!-- rulebook: ratio db-n-plus-one -->, write it as a word, or put code between backticks",
        )


def _typed_code(page: Page) -> Iterator[Problem]:
    """Fences that show anything but files of the examples."""
    for start, _end, _info, content in prose.fences(page.body):
        lines = [line for line in content.split("\n") if line.strip()]
        if not lines or not all(_SNIPPET.match(line) for line in lines):
            message = (
                "a code block that is not an include; put the code into a file that is run and write "
                'for example --8<-- "examples/db/n_plus_one/before.py"'
            )
            yield Problem(page.path, page.body_line + start, message)


def _directives(page: Page) -> Iterator[Directive]:
    for comment in scan(page.body):
        try:
            yield comment.parse()
        except DirectiveError:
            continue  # reported with the page


def _include_fault(target: str, root: Path, of_rule: bool) -> str | None:
    name, _, section = target.partition(":")
    file = (root / name).resolve()
    if of_rule and not file.is_relative_to(root / "examples"):
        return f"includes {name!r}, which is outside examples/; include a file that is run"
    if not file.is_relative_to(root):
        return f"includes {name!r}, which is outside the project; include a file that is run"
    if not file.is_file():
        return f"includes {name!r}, which does not exist; write a path from the project's folder"
    if section and not re.fullmatch(r"[\d:,-]*", section):
        text = file.read_text(encoding="utf-8", errors="replace")
        for edge in ("start", "end"):
            if not re.search(rf"-+8<-+[ \t]+\[[ \t]*{edge}[ \t]*:[ \t]*{re.escape(section)}[ \t]*\]", text):
                return (
                    f"includes section {section!r} of {name}; mark it there with # --8<-- [{edge}:{section}]"
                )
    elif section:
        return f"includes lines {section} of {name}; line numbers move, so mark a section and name it"
    return None


def _placeholders(path: str, text: str, first: int) -> Iterator[Problem]:
    for match in PLACEHOLDER.finditer(text):
        what = match["what"].strip().rstrip("-> ") or "replace this placeholder"
        yield Problem(path, first + text.count("\n", 0, match.start()), f"content missing: {what}")


def exists(root: Path, rule: str) -> bool:
    """Whether there is a page or a folder of a rule with this id."""
    with suppress(ValueError):
        found = RuleId.parse(rule)
        return (root / found.page).exists() or (root / found.folder).exists()
    return False


def concerns(problem: Problem, rules: tuple[str, ...]) -> bool:
    """Whether a problem lies in the page or the folder of one of the rules; always where none is named."""
    ids = [RuleId.parse(rule) for rule in rules]
    return not ids or any(
        problem.path == str(rule.page) or f"{problem.path}/".startswith(f"{rule.folder}/") for rule in ids
    )
