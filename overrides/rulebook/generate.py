"""What a build needs and nobody writes by hand: navigation, data, redirects, short addresses, cards."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from examples.harness.identity import RuleId
from rulebook import addresses, cards, evidence, feed, playground, render
from rulebook import page as pages
from rulebook.catalogue import CONFIGURATION, SECTIONS, Catalogue, Rule, configuration, is_redirect
from rulebook.files import Changes, together
from rulebook.problems import Problem, ProblemError
from rulebook.search import search_json
from rulebook.text import plain

DATA = "docs/data"
IGNORED = (f"{DATA}/", f"docs/{addresses.SHORT}/", f"docs/{cards.FOLDER}/")
"""What is written before each build and not committed."""

COMMAND = "python -m rulebook generate"
FIRST = ("profile", "Profile first")
"""The section that opens the navigation, under a title that says why."""

_MOVED = "This rule is now called"

Plan = dict[str, str | bytes | None]
"""Files by path: the text or the bytes that each must hold, or None for one that must go."""


def plan(catalogue: Catalogue) -> Plan:
    """Every generated file as it must be.

    Raises:
        ProblemError: A rule cannot be read, `mkdocs.yml` has no place for the navigation, or a redirect would
            overwrite a page.
    """
    # What is missing yet is left out. What is there and cannot be read would vanish from the site.
    unread = [problem for problem in catalogue.problems if (catalogue.root / problem.path).exists()]
    if unread:
        raise ProblemError(unread[0])
    wanted: Plan = {
        CONFIGURATION: _configuration(catalogue),
        f"{DATA}/rules.json": rules_json(catalogue),
        f"{DATA}/search.json": search_json(catalogue),
        f"docs/{feed.FEED}": feed.atom(catalogue),
    }
    for rule in catalogue.rules.values():
        if rule.results is not None:
            results = (catalogue.root / rule.id.folder / "results.json").read_text(encoding="utf-8")
            wanted |= {f"{DATA}/{name}.json": results for name in (rule.id, *rule.facts.aliases)}
    wanted |= _redirects(catalogue) | _short_addresses(catalogue) | cards.cards(catalogue)
    wanted |= playground.data(catalogue)
    written = [path for folder in IGNORED for path in pages.below(catalogue.root, folder.rstrip("/"), "")]
    written += filter(partial(is_own, catalogue.root), pages.below(catalogue.root, "docs", ".md"))
    for path in written:
        wanted.setdefault(path, None)
    return wanted


def stale(root: Path, wanted: Plan) -> list[str]:
    """The paths that differ from what they must be, sorted."""
    return sorted(path for path, text in wanted.items() if _bytes(root / path) != _encoded(text))


def write(root: Path, wanted: Plan) -> list[str]:
    """Write and remove what is stale, all of it or nothing; gives its paths."""
    with together(root) as files:
        return put(files, root, wanted)


def put(files: Changes, root: Path, wanted: Plan) -> list[str]:
    """The same as a part of other changes."""
    changed = stale(root, wanted)
    for path in changed:
        content = wanted[path]
        if content is None:
            files.remove(path)
        else:
            files.write(path, content)
    return changed


def committed(paths: Iterable[str]) -> list[str]:
    """Those that are under version control."""
    return [path for path in paths if not path.startswith(IGNORED)]


def is_own(root: Path, path: str) -> bool:
    """Whether this page is a redirect from here, not one that somebody wrote for a page that is no rule's."""
    return is_redirect(root / path) and f"\n{_MOVED} " in (root / path).read_text("utf-8", errors="replace")


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
    configuration(catalogue.root)  # or it is refused
    text = pages.text(catalogue.root, CONFIGURATION)
    text = _between(text, "nav", navigation(catalogue))
    hidden = [*_redirects(catalogue), *(rule.page.path for rule in catalogue.rules.values() if rule.retired)]
    lines = sorted(path.removeprefix("docs/") for path in hidden)
    return _between(text, "redirects", lines, optional=not lines)


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
            path = str(RuleId.parse(alias).page)
            if (catalogue.root / path).exists() and not is_redirect(catalogue.root / path):
                message = f"aliases: {alias} has a page of its own; remove the page {path} or the alias"
                raise ProblemError(Problem(rule.page.path, rule.line("aliases", number), message))
            target = rule.id.address.lstrip("/")
            found[path] = (
                f"---\ntemplate: redirect.html\ntitle: Moved\nredirect: {target}\n---\n\n"
                f"# Moved\n\n{_MOVED} {rule.id}.\n"
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
