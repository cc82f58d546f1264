"""The table of all rules: what readers choose by, and what each control offers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from examples.harness.results import version_order
from rulebook import evidence
from rulebook.catalogue import Catalogue, Rule
from rulebook.evidence import Headline
from rulebook.schema import EFFORTS, LEVELS, SAVES


@dataclass(frozen=True)
class Row:
    """One rule as the table shows it."""

    rule: Rule

    @property
    def headline(self) -> Headline | None:
        """What was measured; None without results."""
        return evidence.short_headline(self.rule.results) if self.rule.results else None

    @property
    def gain(self) -> float:
        """The number of the headline, to sort by; below 1 where advice loses, 0 without results."""
        results = self.rule.results
        found = results.ratio(results.reference()) if results else None
        return found.median if found else 0.0

    @property
    def pythons(self) -> str:
        """On which versions the headline holds, in words."""
        return evidence.holds_on(self.rule.results) if self.rule.results else ""

    @cached_property
    def choices(self) -> Mapping[str, Sequence[str]]:
        """What the rule is found under, by the name of the control."""
        facts, results = self.rule.facts, self.rule.results
        lints = [detect.code or detect.tool for detect in facts.detects]
        return {
            "section": [self.rule.id.section],
            "impact": [facts.impact],
            "saves": [facts.saves],
            "effort": [facts.effort],
            "stack": facts.stacks,
            "python": evidence.pythons_that_hold(results) if results else [],
            "lint": ["any", *lints] if lints else ["none"],
        }


@dataclass(frozen=True)
class Control:
    """One thing to choose by: its name in the address, its label, and its options as value and text."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]


def rows(catalogue: Catalogue) -> list[Row]:
    """Every rule, the greatest effect first."""
    return [Row(rule) for rule in catalogue.strongest_first]


def controls(catalogue: Catalogue, shown: Sequence[Row]) -> list[Control]:
    """The controls, each with the options under which a rule is found, in the order in which they sort."""

    def values(name: str) -> set[str]:
        return {value for row in shown for value in row.choices[name]}

    def control(name: str, label: str, order: Iterable[str]) -> Control:
        offered = values(name)
        return Control(name, label, [(value, value) for value in order if value in offered])

    lints = {detect.code: detect.name for row in shown for detect in row.rule.facts.detects if detect.code}
    return [
        Control("section", "Section", [(one.prefix, one.title) for one in catalogue.sections]),
        control("impact", "Impact", LEVELS),
        control("saves", "Saves", SAVES),
        control("effort", "Effort", EFFORTS),
        control("stack", "Stack", sorted(values("stack"), key=str.casefold)),
        control("python", "Holds on Python", sorted(values("python"), key=version_order)),
        Control(
            "lint",
            "Found by",
            [
                ("any", "a linter"),
                *((code, f"{code} {name}") for code, name in sorted(lints.items())),
                ("ast-grep", "our detector"),
                ("none", "no linter"),
            ],
        ),
    ]
