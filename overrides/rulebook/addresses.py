"""Where a rule is found for good: its page in the version that is being built, and short names for it."""

from __future__ import annotations

import os

from rulebook.catalogue import Catalogue, Rule

LATEST = "latest"
"""What leads to the newest release wherever several versions are served."""

SHORT = "l"
"""The folder of the short addresses: `/l/db-n-plus-one/`, `/l/ASYNC210/`."""


def version() -> str:
    """The release that mike is building, such as `0.2`, or "" for a site without versions."""
    return os.environ.get("MIKE_DOCS_VERSION", "")


def root(catalogue: Catalogue) -> str:
    """Address of the version that is being built, with a slash at the end; it keeps its content for good."""
    return "/".join(part for part in (catalogue.site, version()) if part) + "/"


def permanent(rule: Rule, catalogue: Catalogue) -> str:
    """Address of the rule's page as this version has it."""
    return root(catalogue) + rule.id.address.lstrip("/")


def short(catalogue: Catalogue) -> str:
    """Address below which this version's short names stand."""
    return f"{root(catalogue)}{SHORT}/"


def names(catalogue: Catalogue) -> dict[str, str]:
    """What each short name leads to, below the root of the site: ids, former ids, lint codes and lint names.

    A lint that several rules name leads to the table of all rules, where it is chosen.
    """
    found = {str(rule.id): rule.id.address.lstrip("/") for rule in catalogue.rules.values()}
    lints: dict[str, list[Rule]] = {}
    codes: dict[str, str] = {}
    for rule in catalogue.rules.values():
        for alias in rule.facts.aliases:
            found.setdefault(alias, rule.id.address.lstrip("/"))
        for detect in rule.facts.detects:
            codes[detect.name] = detect.code or ""
            for name in filter(None, (detect.code, detect.name)):
                lints.setdefault(name, []).append(rule)
    for name, rules in lints.items():
        several = f"rules/?lint={codes.get(name) or name}"
        found.setdefault(name, rules[0].id.address.lstrip("/") if len(rules) == 1 else several)
    return found
