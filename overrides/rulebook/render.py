"""HTML and text of every directive. What is shown is computed elsewhere; templates hold the structure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from examples.harness.quantities import WALL
from examples.harness.results import Results
from examples.harness.workload import Link
from rulebook import addresses, chart, evidence, history, playground, review, table, units
from rulebook.catalogue import SECTION, Catalogue, Rule
from rulebook.changelog import Release
from rulebook.directives import Directive, DirectiveError, UnreadRuleError
from rulebook.schema import CHECKLISTS
from rulebook.text import inline, plain

NOT_MEASURED = "not measured yet"

CHECKLIST_TITLES = {
    "before-optimizing": "Before optimizing",
    "common-optimizations": "Common optimizations",
    "after-optimizing": "After optimizing",
    "code-review": "Code review",
    "production": "Production",
    "decision": "Decision",
}

_templates = Environment(
    loader=PackageLoader("rulebook", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters.update(
    inline=inline, plain=plain, words=history.words, value=units.format_value, ratio=units.format_ratio
)
_templates.globals.update(evidence=evidence, units=units)


def directive(found: Directive, catalogue: Catalogue) -> Markup:
    """What takes the place of a directive: HTML for a block, escaped text for one inside a sentence.

    Raises:
        DirectiveError: It names a rule, a section or a value that does not exist.
    """
    options = dict(found.options)
    if found.rule is None:
        return _SITE[found.name](catalogue, options)
    rule = _rule(catalogue, found.rule)
    if found.spec.block:
        return _PAGE[found.name](rule, catalogue)
    if rule.results is None:
        return Markup(NOT_MEASURED)
    return escape(_TEXT[found.name](rule.results, options))


def links(found: Directive, catalogue: Catalogue) -> str:
    """Markdown below a block: links to files of the site, which the two builders resolve alike only there."""
    if found.name == "evidence" and found.rule and catalogue.rules[found.rule].results is not None:
        return f"[Raw data: {found.rule}.json](../data/{found.rule}.json){{ .rulebook-download download }}"
    return ""


def _rule(catalogue: Catalogue, rule_id: str) -> Rule:
    if rule_id in catalogue.rules:
        return catalogue.rules[rule_id]
    faults = [
        str(p) for p in catalogue.problems if rule_id in p.message or p.path.endswith(_page_name(rule_id))
    ]
    if faults:
        raise UnreadRuleError(f"the rule {rule_id} cannot be read: {'; '.join(faults)}")
    raise DirectiveError(f"no rule {rule_id!r}; use one of {', '.join(catalogue.rules) or 'none yet'}")


def _page_name(rule_id: str) -> str:
    section, _, slug = rule_id.partition("-")
    return f"/{section}/{slug}.md"


# A rule's own page


def header(rule: Rule, catalogue: Catalogue) -> Markup:
    """The badge line, the claim and the headline."""
    return _template(
        "header.html",
        rule=rule,
        section=rule.section,
        source=source_address(catalogue, str(rule.id.folder), tree=True),
        reviews=review.texts(rule, catalogue),
        headline=evidence.headline(rule.results) if rule.results else None,
        missing=NOT_MEASURED,
        megabytes=playground.megabytes(catalogue.root) if playground.offered(rule, catalogue.root) else None,
    )


_SHOWN: dict[str, tuple[Rule, Markup]] = {}
"""The evidence of each rule as it was read last: a server's next build hardly ever has another."""


def evidence_block(rule: Rule, _: Catalogue) -> Markup:
    """Charts, counts, Python versions, why this level, raw data."""
    known = _SHOWN.get(str(rule.id))
    if known is None or known[0] is not rule:
        known = _SHOWN[str(rule.id)] = rule, _evidence(rule)
    return known[1]


def _evidence(rule: Rule) -> Markup:
    results = rule.results
    if results is None:
        return _template("missing.html", missing=NOT_MEASURED)
    at = evidence.newest(results)
    headline = results.workload.quantity(at.quantity)
    quantities = [headline] if headline == WALL else [headline, WALL]
    plots = [plot for quantity in quantities if (plot := evidence.plot(results, quantity)) is not None]
    return _template(
        "evidence.html",
        rule=rule,
        results=results,
        at=at,
        network=evidence.link_words(at.rtt_ms, at.mbit_s),
        charts=[(plot, chart.svg(plot, f"rulebook-chart-{rule.id}-{plot.quantity.name}")) for plot in plots],
        tables=[
            (
                case,
                evidence.claim(results, replace(at, case=case.name)),
                evidence.grouped(evidence.table(results, case)),
            )
            for case in results.workload.cases
            if case.pays
        ],
        sizes=[units.format_size(size, results.workload.size_unit) for size in results.workload.sizes],
        strip=evidence.strip(results),
        break_even=evidence.break_even(results, {}),
    )


def risks(rule: Rule, _: Catalogue) -> Markup:
    """What the change can break."""
    return _template("risks.html", rule=rule)


def find(rule: Rule, catalogue: Catalogue) -> Markup:
    """The lints that find the before, and what they miss."""
    detector = source_address(catalogue, f"{rule.id.folder}/detector.yml")
    return _template("find.html", rule=rule, detector=detector)


def measured(rule: Rule, catalogue: Catalogue) -> Markup:
    """How the numbers came about: command, machine and versions for each Python, round trips."""
    results = rule.results
    if results is None:
        return _template("missing.html", missing=NOT_MEASURED)
    return _template(
        "measured.html",
        rule=rule,
        results=results,
        environments=[
            (python, _environment(results.environments[python], catalogue.repository))
            for python in reversed(results.pythons)
        ],
        links=_links(results),
    )


def references(rule: Rule, catalogue: Catalogue) -> Markup:
    """Sources, related rules, and the history of this one."""
    return _template(
        "references.html",
        rule=rule,
        measured=evidence.measured_on(rule.results) if rule.results else None,
        history=history.of(rule, catalogue),
        root=addresses.root(catalogue),
        ids=catalogue.current_ids,
    )


# Pages about many rules


def rules(catalogue: Catalogue, options: Mapping[str, str]) -> Markup:
    """The ranked table of one section, or of the whole catalogue by impact."""
    section = options.get("section")
    if section is not None and section not in SECTION:
        raise DirectiveError(f"section={section!r} is unknown; use one of {', '.join(SECTION)}")
    chosen = catalogue.strongest_first if section is None else catalogue.in_section(section)
    limit = options.get("limit", str(len(chosen)))
    if not re.fullmatch(r"[0-9]{1,6}", limit):
        raise DirectiveError(f"limit={limit!r} is not a number; write for example limit=5")
    caption = f"{SECTION[section].title}: rules by measured impact" if section else "Rules by measured impact"
    return _template("rules.html", rules=chosen[: int(limit)], caption=caption, with_section=section is None)


def all_rules(catalogue: Catalogue, _: Mapping[str, str]) -> Markup:
    """Every rule with all that readers choose by, strongest first, and the controls for choosing.

    What a control offers under its name stands in each row's data attribute of that name.
    """
    rows = table.rows(catalogue)
    return _template("all_rules.html", rows=rows, controls=table.controls(catalogue, rows))


def corrections(catalogue: Catalogue, _: Mapping[str, str]) -> Markup:
    """The rules that refute advice."""
    chosen = [rule for rule in catalogue.current if rule.correction]
    return _template("rules.html", rules=chosen, caption="Advice that does not hold", with_section=True)


def under_review(catalogue: Catalogue, _: Mapping[str, str]) -> Markup:
    """The rules that are in doubt today, and why."""
    return _template("under_review.html", rules=[rule for rule in catalogue.current if rule.under_review])


def sections(catalogue: Catalogue, _: Mapping[str, str]) -> Markup:
    """The sections with their rules counted and their strongest rule."""
    listed = [(section, catalogue.in_section(section.prefix)) for section in catalogue.sections]
    return _template("sections.html", sections=listed)


def symptoms(catalogue: Catalogue, _: Mapping[str, str]) -> Markup:
    """What people see, in their words, and the rules that explain it."""
    found: dict[str, list[Rule]] = {}
    for rule in catalogue.strongest_first:
        for symptom in rule.facts.symptoms:
            found.setdefault(symptom, []).append(rule)
    return _template("symptoms.html", symptoms=found)


def checklist(catalogue: Catalogue, options: Mapping[str, str]) -> Markup:
    """The items that rules contribute to one checklist, or to each of them."""
    name = options.get("list")
    if name is not None and name not in CHECKLISTS:
        raise DirectiveError(f"list={name!r} is unknown; use one of {', '.join(CHECKLISTS)}")
    lists = [
        (each, CHECKLIST_TITLES[each], items)
        for each in CHECKLISTS
        if name in (None, each)
        and (
            items := [
                (f"rulebook-check-{each}-{rule.id}-{number}", rule, item.text)
                for rule in catalogue.current
                for number, item in enumerate(rule.facts.checklist, start=1)
                if item.list == each
            ]
        )
    ]
    stacks = {stack for _, _, items in lists for _, rule, _ in items for stack in rule.facts.stacks}
    return _template(
        "checklist.html",
        lists=lists,
        with_titles=name is None,
        stacks=sorted(stacks, key=str.casefold),
        version=addresses.version(),
        short=addresses.short(catalogue),
    )


def changelog(catalogue: Catalogue, _: Mapping[str, str]) -> Markup:
    """Every release and what it changed."""
    root, ids = addresses.root(catalogue), catalogue.current_ids
    releases = [(one, release(one, root, ids)) for one in catalogue.changelog.releases]
    return _template("changelog.html", releases=releases)


def release(found: Release, root: str, ids: Mapping[str, str] | None = None) -> Markup:
    """What a release changed; the arguments are those of `history.words`."""
    return _template("release.html", release=found, root=root, ids=ids)


def redirect(name: str, target: str) -> str:
    """A page of its own that leads from a short name to an address relative to it."""
    return str(_template("redirect.html", name=name, target=target)) + "\n"


# Inside a sentence


def _size(results: Results, _: Mapping[str, str]) -> str:
    return evidence.reference_size(results)


def _rtt(results: Results, _: Mapping[str, str]) -> str:
    return units.format_rtt(results.workload.reference_link.rtt_ms)


_PAGE: dict[str, Callable[[Rule, Catalogue], Markup]] = {
    "header": header,
    "evidence": evidence_block,
    "risks": risks,
    "find": find,
    "measured": measured,
    "references": references,
}
_SITE: dict[str, Callable[[Catalogue, Mapping[str, str]], Markup]] = {
    "rules": rules,
    "all-rules": all_rules,
    "sections": sections,
    "symptoms": symptoms,
    "checklist": checklist,
    "corrections": corrections,
    "changelog": changelog,
    "under-review": under_review,
}
_TEXT: dict[str, Callable[[Results, Mapping[str, str]], str]] = {
    "ratio": evidence.chosen_ratio,
    "figure": evidence.chosen_figure,
    "size": _size,
    "rtt": _rtt,
    "break-even": evidence.break_even,
}


def source_address(catalogue: Catalogue, path: str, tree: bool = False) -> str:
    """Address of a file or folder in the repository, or "" where no repository is configured."""
    if not catalogue.repository:
        return ""
    return f"{catalogue.repository}/{'tree' if tree else 'blob'}/main/{quote(path)}"


def _template(name: str, /, **values: Any) -> Markup:
    return Markup(_templates.get_template(name).render(**values))


def _environment(facts: Mapping[str, Any], repository: str) -> list[tuple[str, str, str]]:
    """What a reader must know of the machine and the software: label, text, address or ""."""

    def versions(name: str) -> str:
        listed: Mapping[str, str] = facts.get(name) or {}
        return ", ".join(f"{package} {version}" for package, version in listed.items())

    interpreter = " ".join(str(facts[key]) for key in ("implementation", "version") if key in facts)
    details = [str(facts["compiler"])] if "compiler" in facts else []
    details += ["free-threaded"] if facts.get("gil") is False else []
    details += ["built without profile-guided optimization"] if facts.get("optimized") is False else []
    machine = [str(facts[key]) for key in ("cpu", "platform") if key in facts]
    if "cores" in facts:
        machine.insert(1, f"{facts['cores']} cores")
    commit = str(facts.get("commit", ""))
    changed = " with local changes" if facts.get("dirty") else ""
    address = f"{repository}/commit/{commit}" if repository and re.fullmatch(r"[0-9a-f]{40}", commit) else ""
    parallelism = facts.get("parallelism")
    rows = [
        ("Interpreter", f"{interpreter} ({', '.join(details)})" if details else interpreter, ""),
        ("Machine", ", ".join(machine), ""),
        ("Parallelism", f"two processes did the work of {parallelism}" if parallelism else "", ""),
        ("Processes", str(facts.get("processes", "")), ""),
        ("Packages", versions("packages"), ""),
        ("Services", versions("services"), ""),
        ("Commit", f"{commit[:10]}{changed}" if commit else "", address),
        ("Date", str(facts.get("date", "")), ""),
    ]
    return [row for row in rows if row[1]]


def _links(results: Results) -> list[tuple[str, str]]:
    """Every declared network with the round trip that was really there; nothing for local work."""
    rows: list[tuple[str, str]] = []
    if results.workload.links == (Link(),):
        return rows
    for link in results.workload.links:
        declared = evidence.link_words(link.rtt_ms, link.mbit_s) or "no added delay"
        seen = [
            series.rtt_measured_ms
            for series in results.series
            if series.rtt_measured_ms is not None
            and (series.at.rtt_ms, series.at.mbit_s) == (link.rtt_ms, link.mbit_s or 0)
        ]
        rows.append((declared, f"{sum(seen) / len(seen):.2f}\u00a0ms" if seen else "—"))
    return rows
