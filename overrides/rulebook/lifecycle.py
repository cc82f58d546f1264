"""What happens to a rule after it was published: another name, a doubt, its end. Its address stays."""

from __future__ import annotations

import ast
import json
import posixpath
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

import yaml

from examples.harness.identity import RuleId
from rulebook import generate, scaffold, schema
from rulebook import page as pages
from rulebook.catalogue import SECTION, Catalogue, Rule, is_redirect
from rulebook.check import check
from rulebook.files import Changes, together
from rulebook.page import Page
from rulebook.published import LIST

HISTORY = ("CHANGELOG.md", LIST, "overrides/", "tests/rulebook/")
"""What a new name leaves alone: what was true once, and code whose examples are rules of its own."""


class RefusedError(ValueError):
    """A command that was not carried out, and changed nothing; the message says why and what to do."""


def retire(root: Path, rule: str, reason: str, replacement: str | None = None) -> list[str]:
    """Keep a rule's page for those who have its address, and leave it out of everything else.

    Gives the paths that have changed.

    Raises:
        RefusedError: There is no such rule, or what is asked makes a problem that was not there.
    """
    if _rule(root, rule).retired:
        raise RefusedError(f"{rule} is retired already; if that was interrupted, run: {generate.COMMAND}")
    return _set(root, rule, status="retired", replacement=replacement, reason=reason)


def review(root: Path, rule: str, reason: str) -> list[str]:
    """Put a banner on a rule's page and list it as under review; otherwise as `retire`."""
    _refuse_retired(_rule(root, rule))
    return _set(root, rule, status="under-review", reason=reason)


def reviewed(root: Path, rule: str, today: date) -> list[str]:
    """End a rule's review, and set the next one for a year later; otherwise as `retire`."""
    _refuse_retired(_rule(root, rule))
    next_one = scaffold.year_after(today)
    return _set(root, rule, status="measured", reason=None, reviewed=today, review_by=next_one)


def rename(root: Path, old: str, new: str) -> list[str]:
    """Give a rule another id: page, folder, results and every mention; the old address leads to the new one.

    Gives the paths that have changed, those of the moved files under their new names.

    Raises:
        RefusedError: Something is uncommitted or in the way, or the project would not be whole afterwards.
    """
    root = root.resolve()
    tracked = _tracked(root)  # first: where a renaming was killed, the rule may have either name
    names = Names(_rule(root, old).id, _id(new))
    _refuse_taken(root, names, tracked)
    texts = dict(_renamed(root, names, tracked))
    with together(root) as files:
        if (root / names.new.page).exists():
            files.remove(str(names.new.page))  # the redirect of a rule that gets its former name back
        for path, text in scaffold.section(names.new).items():
            if not (root / path).exists():
                files.write(path, text)
        files.move(str(names.old.page), str(names.new.page))
        files.move(str(names.old.folder), str(names.new.folder))
        for path, text in texts.items():
            files.write(names.moved(path), _sorted_imports(root, text, names.moved(path)))
        changed = {*map(names.moved, texts), *_settled(root, files, set())}
    return sorted(changed)


class Names(NamedTuple):
    """The former and the new name of a rule."""

    old: RuleId
    new: RuleId

    def moved(self, path: str) -> str:
        """Where a file is after the renaming."""
        if path == str(self.old.page):
            return str(self.new.page)
        if path.startswith(f"{self.old.folder}/"):
            return f"{self.new.folder}{path.removeprefix(str(self.old.folder))}"
        return path

    def put(self, text: str, path: str) -> str:
        """The text with every mention of the rule under its new name.

        Short forms such as `api/rows` also occur in code as addresses that an example serves, so they count
        in pages, settings and tests only.
        """
        old, new = self
        forms = [(str(old), str(new)), (str(old.folder), str(new.folder)), (old.package, new.package)]
        if path.endswith((".md", ".yml")) or path.startswith("tests/"):
            forms.append((f"{old.section}/{old.slug}", f"{new.section}/{new.slug}"))
            forms.append(("/".join(old.folder.parts[1:]), "/".join(new.folder.parts[1:])))
        for before, after in forms:
            text = re.sub(rf"(?<![\w-]){re.escape(before)}(?![\w-])", after, text)
        return text


def _id(text: str) -> RuleId:
    try:
        return RuleId.parse(text)
    except ValueError as error:
        raise RefusedError(str(error)) from None


def _rule(root: Path, rule: str) -> Rule:
    catalogue = Catalogue.load(root)
    if rule in catalogue.rules:
        return catalogue.rules[rule]
    page = str(_id(rule).page)
    faults = [str(problem) for problem in catalogue.problems if problem.path == page]
    raise RefusedError(faults[0] if faults else f"no rule {rule!r}; `rulebook check` names what is wrong")


def _refuse_retired(rule: Rule) -> None:
    if rule.retired:
        raise RefusedError(f"{rule.id} is retired; set status: measured in {rule.page.path} to bring it back")


def _set(root: Path, rule: str, **values: str | date | None) -> list[str]:
    """Change keys of a rule's front matter, and what is generated from them."""
    page = _rule(root, rule).page
    text = _with_keys(page, values)
    _, problems, _ = schema.parse(pages.split(page.path, text))
    if problems:
        raise RefusedError(problems[0].message)
    known = _errors(root)
    with together(root) as files:
        files.write(page.path, text)
        return sorted({page.path, *_settled(root, files, known)})


def _settled(root: Path, files: Changes, known: set[tuple[str, str]]) -> list[str]:
    """Generate what a build needs, and give what of it is committed; refuse what makes new problems."""
    changed = generate.put(files, root, generate.plan(Catalogue.load(root)))
    if new := sorted(_errors(root) - known):
        raise RefusedError("then this would be wrong: " + "; ".join(": ".join(each) for each in new[:3]))
    return generate.committed(changed)


def _errors(root: Path) -> set[tuple[str, str]]:
    return {(problem.path, problem.message) for problem in check(root) if not problem.warning}


def _with_keys(page: Page, values: dict[str, str | date | None]) -> str:
    """The text of the page with keys of its front matter set, or removed where the value is None."""
    for key, value in values.items():
        _, node = pages.load_front_matter(page)
        page = replace(page, front_matter=_with_key(page.front_matter, node, key, value))
    return f"---\n{page.front_matter}---\n{page.body}"


def _with_key(text: str, node: yaml.MappingNode, key: str, value: str | date | None) -> str:
    keys = {each.value: (each, held) for each, held in node.value}
    written = str(value) if key != "reason" else json.dumps(value, ensure_ascii=False)
    lines = text.split("\n")
    if key in keys:
        name, held = keys[key]
        if value is not None and held.end_mark.line == name.start_mark.line:
            start, end = held.start_mark.index, held.end_mark.index
            return f"{text[:start].rstrip(' ')} {written}{text[end:]}"
        after = [
            each.start_mark.line for each, _ in node.value if each.start_mark.line > name.start_mark.line
        ]
        lines[name.start_mark.line : min(after, default=len(lines) - 1)] = (
            [] if value is None else [f"{key}: {written}"]
        )
    elif value is not None:
        lines.insert(keys["status"][1].end_mark.line + 1, f"{key}: {written}")
    return "\n".join(lines)


# Renaming


def _tracked(root: Path) -> list[str]:
    """Every file under version control, which must hold all that the folder holds."""
    if dirty := _git(root, "status", "--porcelain", "--untracked-files=all", "-z", "--", "."):
        first = ", ".join(entry[3:] for entry in dirty[:3])
        raise RefusedError(
            f"not committed: {first}; commit it, or put it aside, also what a killed renaming left, with: "
            "git stash --include-untracked"
        )
    return _git(root, "ls-files", "-z")


def _git(root: Path, *words: str) -> list[str]:
    done = subprocess.run(
        ["git", "--no-optional-locks", "-C", root, *words], capture_output=True, check=False
    )
    if done.returncode:
        raise RefusedError(
            "the project is no Git working tree; rename in a clone, where it can be taken back"
        )
    return [part for part in done.stdout.decode("utf-8", "surrogateescape").split("\0") if part]


def _refuse_taken(root: Path, names: Names, tracked: list[str]) -> None:
    if names.new.section not in SECTION:
        raise RefusedError(f"{names.new.section!r} is no section; use one of {', '.join(SECTION)}")
    catalogue = Catalogue.load(root)
    if errors := _errors(root):
        raise RefusedError(f"mend this first: {': '.join(min(errors))}")
    former = str(names.new) in catalogue.rules[str(names.old)].facts.aliases
    for path in (names.new.folder, *(() if former else (names.new.page,))):
        if (root / path).exists():
            known = any(one == str(path) or one.startswith(f"{path}/") for one in tracked)
            remedy = "exists already; choose another id" if known else "holds what Git ignores; remove it"
            raise RefusedError(f"{path} {remedy}")
    if not former:
        for rule in catalogue.rules.values():
            if str(names.new) in rule.facts.aliases:
                raise RefusedError(f"{names.new} is a former id of {rule.id}; choose another id")


def _renamed(root: Path, names: Names, tracked: list[str]) -> Iterator[tuple[str, str]]:
    """Every file that a renaming changes, by its present path, with its new text."""
    results = f"{names.old.folder}/results.json"
    for path in tracked:
        if (
            path.startswith(HISTORY)
            or (path.endswith(".json") and path != results)
            or is_redirect(root / path)
        ):
            continue
        try:
            text = (root / path).read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue  # a picture
        if path == results:
            new = text.replace(f'"rule": "{names.old}"', f'"rule": "{names.new}"', 1)
        else:
            new = _mentions(root, text, path, names)
        if new != text:
            yield path, new


def _mentions(root: Path, text: str, path: str, names: Names) -> str:
    """The text of a page, a setting or a program under the new name."""
    new = text
    if path.startswith("docs/") and path.endswith(".md"):
        new = _links(new, path, names)
    new = names.put(new, path)
    if path == str(names.old.page):
        page = pages.split(path, new)
        aliases = Catalogue.load(root).rules[str(names.old)].facts.aliases
        kept = [alias for alias in aliases if alias != str(names.new)]
        new = _with_keys(page, {"aliases": f"[{', '.join([*kept, str(names.old)])}]"})
    if path.endswith(".py"):
        _refuse_short_import(text, path, names)
    return new


def _links(text: str, path: str, names: Names) -> str:
    """A page with its relative links to other pages as they must be after the renaming."""
    here, then = posixpath.dirname(path), posixpath.dirname(names.moved(path))

    def put(match: re.Match[str]) -> str:
        file = posixpath.normpath(posixpath.join(here, match["target"]))
        if names.moved(file) == file and here == then:
            return match[0]
        return f"]({posixpath.relpath(names.moved(file), then)}"

    return re.sub(r"\]\((?P<target>(?![a-z]+:|[/#])[^\s()#]+)", put, text)


def _refuse_short_import(text: str, path: str, names: Names) -> None:
    """`from examples.db import n_plus_one` does not hold the package's name in one piece."""
    package, _, module = names.old.package.rpartition(".")
    if module not in text:
        return
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.ImportFrom)
            and node.module == package
            and module in [a.name for a in node.names]
        ):
            message = f"{path}:{node.lineno}: write `from {names.old.package} import …` there first"
            raise RefusedError(f"{message}, which can be renamed")


def _sorted_imports(root: Path, text: str, path: str) -> str:
    """A program with its imports in the order of their new names, as the linter asks."""
    if not path.endswith(".py"):
        return text
    commands = [["check", "--select=I", "--fix", "--quiet"]]
    if path.startswith("tests/"):
        commands.append(["format", "--quiet"])
    for command in commands:
        ruff = [sys.executable, "-m", "ruff", *command, "--no-cache", "--stdin-filename", path, "-"]
        done = subprocess.run(ruff, cwd=root, input=text, capture_output=True, text=True, check=False)
        text = done.stdout if done.returncode == 0 else text
    return text
