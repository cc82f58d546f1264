"""What a build needs and nobody writes by hand: navigation, data, redirects, short addresses, cards."""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path

from examples.harness.identity import RuleId
from rulebook import addresses, cards, evidence, render
from rulebook.catalogue import SECTIONS, Catalogue, Rule, is_redirect
from rulebook.problems import Problem, ProblemError
from rulebook.text import plain

CONFIGURATION = "mkdocs.yml"
DATA = "docs/data"
IGNORED = (f"{DATA}/", f"docs/{addresses.SHORT}/", f"docs/{cards.FOLDER}/")
"""What is written before each build and not committed."""

COMMAND = "python -m rulebook generate"
FIRST = ("profile", "Profile first")
"""The section that opens the navigation, under a title that says why."""

Plan = dict[str, str | bytes | None]
"""Files by path: the text or the bytes that each must hold, or None for one that must go."""


def plan(catalogue: Catalogue) -> Plan:
    """Every generated file as it must be.

    Raises:
        ProblemError: A rule cannot be read, `mkdocs.yml` has no place for the navigation, or a redirect would
            overwrite a page.
    """
    unread = [problem for problem in catalogue.problems if problem.path.startswith("docs/")]
    if unread:
        raise ProblemError(unread[0])
    wanted: Plan = {CONFIGURATION: _configuration(catalogue), f"{DATA}/rules.json": rules_json(catalogue)}
    for rule in catalogue.rules.values():
        if rule.results is not None:
            results = catalogue.root / rule.id.folder / "results.json"
            wanted[f"{DATA}/{rule.id}.json"] = results.read_text(encoding="utf-8")
    wanted |= _redirects(catalogue) | _short_addresses(catalogue) | cards.cards(catalogue)
    docs = catalogue.root / "docs"
    written = [*docs.glob("data/*.json"), *docs.glob(f"{addresses.SHORT}/*/index.html")]
    written += docs.glob(f"{cards.FOLDER}/*.png")
    there = [*written, *(path for path in docs.rglob("*.md") if is_redirect(path))]
    for path in there:
        wanted.setdefault(path.relative_to(catalogue.root).as_posix(), None)
    return wanted


def stale(root: Path, wanted: Plan) -> list[str]:
    """The paths that differ from what they must be, sorted."""
    return sorted(path for path, text in wanted.items() if _bytes(root / path) != _encoded(text))


def write(root: Path, wanted: Plan) -> list[str]:
    """Write and remove what is stale; gives its paths."""
    changed = stale(root, wanted)
    for path in changed:
        data = _encoded(wanted[path])
        file = root / path
        if data is None:
            file.unlink()
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary = file.with_name(f".{file.name}.new")
        temporary.write_bytes(data)
        temporary.replace(file)
    return changed


def navigation(catalogue: Catalogue) -> list[str]:
    """The lines of the navigation between its two comments: sections in order, rules by rank."""
    titles = {section.prefix: section.title for section in SECTIONS} | dict([FIRST])
    lines = []
    for prefix in sorted(titles, key=lambda prefix: prefix != FIRST[0]):
        entries = [f"{prefix}/index.md"] if (catalogue.root / f"docs/{prefix}/index.md").is_file() else []
        entries += [
            f"{json.dumps(plain(rule.facts.title), ensure_ascii=False)}: {_inside_docs(rule)}"
            for rule in catalogue.in_section(prefix)
        ]
        if entries:
            lines += [f"- {titles[prefix]}:", *(f"    - {entry}" for entry in entries)]
    return lines


def rules_json(catalogue: Catalogue) -> str:
    """All rules in rank order as `data/rules.json`, for linters, editors and agents.

    An object with `format` (rises when a key changes its meaning), `site`, and `rules`: a list of objects
    that hold every key of the front matter under its name and beside them `address` (path on the site),
    `section` (title), `headline` (the measured claim in words, or null), `ratio` (what the level relies
    on, or null), `why_impact` (the steps to the level), `source` (folder in the repository) and `data`
    (path of the raw results, or null).
    """
    rules = [
        {
            **rule.facts.model_dump(mode="json"),
            "address": rule.id.address,
            "section": rule.section.title,
            "headline": evidence.headline(rule.results).text if rule.results else None,
            "ratio": float(f"{rule.impact.ratio:.3g}") if rule.impact else None,
            "why_impact": list(rule.impact.steps) if rule.impact else [],
            "source": str(rule.id.folder),
            "data": f"/data/{rule.id}.json" if rule.results else None,
        }
        for rule in catalogue.rules.values()
    ]
    data = {"format": 1, "site": catalogue.site, "rules": rules}
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def _configuration(catalogue: Catalogue) -> str:
    text = _text(catalogue.root / CONFIGURATION)
    if text is None:
        raise ProblemError(Problem(CONFIGURATION, 0, "missing; it holds the navigation"))
    text = _between(text, "nav", navigation(catalogue))
    redirects = sorted(path.removeprefix("docs/") for path in _redirects(catalogue))
    return _between(text, "redirects", redirects, optional=not redirects)


def _between(text: str, name: str, lines: list[str], *, optional: bool = False) -> str:
    """The text with the lines between `# <rulebook: name …>` and `# </rulebook: name>`, indented alike."""
    pattern = (
        rf"^(?P<indent>[ ]*)# <rulebook: {name}\b.*>\n(?P<old>(?:.*\n)*?)(?P=indent)# </rulebook: {name}>$"
    )
    match = re.search(pattern, text, re.MULTILINE)
    if match is None:
        if optional:
            return text
        where = "in not_in_nav" if name == "redirects" else "in nav"
        message = (
            f"no place for generated lines; write {where} the two comments # <rulebook: {name}, written by "
            f"`{COMMAND}`> and # </rulebook: {name}>"
        )
        raise ProblemError(Problem(CONFIGURATION, 0, message))
    new = "".join(f"{match['indent']}{line}\n" for line in lines)
    return text[: match.start("old")] + new + text[match.end("old") :]


def _redirects(catalogue: Catalogue) -> Plan:
    """A page at the address of every former id."""
    found: Plan = {}
    for rule in catalogue.rules.values():
        for number, alias in enumerate(rule.facts.aliases):
            old = RuleId.parse(alias)
            path = str(old.page)
            if (catalogue.root / path).exists() and not is_redirect(catalogue.root / path):
                message = f"aliases: {alias} has a page of its own; remove the page {path} or the alias"
                raise ProblemError(Problem(rule.page.path, rule.line("aliases", number), message))
            target = posixpath.relpath(rule.id.address, old.address)
            found[path] = (
                f"---\ntemplate: redirect.html\ntitle: Moved\nredirect: {target}/\n"
                "search:\n  exclude: true\n---\n\n"
                f"# Moved\n\nThis rule is now called {rule.id}.\n"
            )
    return found


def _short_addresses(catalogue: Catalogue) -> Plan:
    """A page for each short name. Builders copy it, so a thousand cost no build time."""
    return {
        f"docs/{addresses.SHORT}/{name}/index.html": render.redirect(name, f"../../{target}")
        for name, target in addresses.names(catalogue).items()
    }


def _inside_docs(rule: Rule) -> str:
    return str(rule.id.page.relative_to("docs"))


def _encoded(content: str | bytes | None) -> bytes | None:
    return content.encode() if isinstance(content, str) else content


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
