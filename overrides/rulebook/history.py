"""What happened to the rules, release by release: found by rule, put into words, checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from markupsafe import Markup

from examples.harness.identity import RuleId
from rulebook import evidence, prose
from rulebook import page as pages
from rulebook.catalogue import SECTION, Catalogue, Rule
from rulebook.changelog import FILE, Entry, Release
from rulebook.diff import Change
from rulebook.evidence import Headline
from rulebook.problems import Problem
from rulebook.text import inline

_STATUS = {"measured": "Holds again.", "under-review": "Under review.", "retired": "Retired."}
_RULE = re.compile(rf"`(?P<rule>(?:{'|'.join(SECTION)})-[a-z0-9]+(?:-[a-z0-9]+)*)`")
_LINK = re.compile(rf"\[(?P<label>[^\[\]]+)\]\((?P<target>docs/[^()\s]+|https://[^()\s]+)\)|{_RULE.pattern}")


def of(rule: Rule, catalogue: Catalogue) -> list[tuple[Release, list[Entry]]]:
    """What the changelog says of a rule under any of its ids, the newest release first."""
    by_rule = catalogue.changelog.by_rule
    said = [one for name in (str(rule.id), *rule.facts.aliases) for one in by_rule.get(name, ())]
    found = (
        (one, [entry for release, entry in said if release is one]) for one in catalogue.changelog.releases
    )
    return [(release, entries) for release, entries in found if entries]


def words(text: str, root: str, known: Mapping[str, str] | None = None) -> Markup:
    """An entry as HTML in which only code, strong words, ids of rules and links mean anything.

    Args:
        text: What the entry says.
        root: Address of a version of the site, with a slash at the end.
        known: `Catalogue.current_ids`, for pages, whose builders make links; None for what leaves the site.
    """
    result = Markup("")
    position = 0
    for match in _LINK.finditer(text):
        result += inline(text[position : match.start()])
        rule, target, shown = match["rule"], match["target"], inline(match["label"] or f"`{match['rule']}`")
        if rule and known is not None:
            one = known.get(rule)  # none of a page that cannot be read
            result += Markup('<autoref identifier="{}">{}</autoref>').format(one, shown) if one else shown
        else:
            result += Markup('<a href="{}">{}</a>').format(_address(rule, target, root), shown)
        position = match.end()
    return result + inline(text[position:])


def _address(rule: str | None, target: str, root: str) -> str:
    if rule:
        return root + RuleId.parse(rule).address.lstrip("/")
    if not target.startswith("docs/"):
        return target
    file, mark, anchor = target.partition("#")
    return root + pages.address(file).lstrip("/") + mark + anchor


def news(changes: Iterable[Change]) -> list[str]:
    """The lines that a release adds to the changelog: what changed in each rule since the one before."""
    return [
        f"- `{change.id}`: {' '.join(said)}\n"
        for change in changes
        if (said := list(_news(change.before, change.after)))
    ]


def _news(before: Rule | None, after: Rule | None) -> Iterator[str]:
    if after is None:
        return
    if before is None:
        measured = f", {evidence.headline(after.results).text}" if after.results else ""
        yield f"New: impact {after.facts.impact}{measured}."
        return
    if before.id != after.id:
        yield f"Renamed from `{before.id}`."
    if (before.facts.status, before.facts.reason) != (after.facts.status, after.facts.reason):
        yield " ".join(filter(None, [_STATUS[after.facts.status], after.facts.reason]))
    if before.facts.impact != after.facts.impact:
        yield f"Impact: {before.facts.impact} → {after.facts.impact}."
    if before.facts.summary != after.facts.summary:
        yield f"Says now: {after.facts.summary}"
    if before.results and after.results and before.results != after.results:
        yield f"Measured again: {_moved(*map(evidence.headline, (before.results, after.results)))}."


def _moved(before: Headline, after: Headline) -> str:
    if before.words != after.words:
        return f"{before.text} → {after.text}"
    numbers = dict.fromkeys(filter(None, [before.number, after.number]))
    return " ".join(filter(None, [" → ".join(numbers), after.words]))


def problems(catalogue: Catalogue) -> Iterator[Problem]:
    """Rules and pages that the changelog names and that are not there, and numbers that somebody typed."""
    known = catalogue.current_ids
    for release in catalogue.changelog.releases:
        for entry in release.entries:
            named = [*entry.rules, *(match["rule"] for match in _RULE.finditer(entry.text))]
            for rule in named:
                if rule not in known and not (catalogue.root / RuleId.parse(rule).page).is_file():
                    message = f"no rule {rule}; write the id of one, also a former id, or no backticks"
                    yield Problem(FILE, entry.line, message)
            for match in _LINK.finditer(entry.text):
                file = (match["target"] or "").partition("#")[0]
                there = file.endswith(".md") and (catalogue.root / file).is_file()
                if file.startswith("docs/") and not there:
                    message = f"the link to {file} leads to no page; mend the path or remove it"
                    yield Problem(FILE, entry.line, message)
            if entry.rules and not release.version and (found := prose.NUMBER.search(prose.only(entry.text))):
                message = f"the number {found[0].strip()!r} is typed; `make release` writes what was measured"
                yield Problem(FILE, entry.line, message)
