"""What the search of the site knows of every page: `data/search.json`, which a reader's browser indexes."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

from rulebook import evidence, prose
from rulebook import page as pages
from rulebook.catalogue import SECTION, Catalogue, Rule, is_redirect, rule_pages
from rulebook.page import Page
from rulebook.text import plain

SYNONYMS = Path(__file__).with_name("synonyms.txt")
KINDS = {"guides": "Guide", "reference": "Reference"}
"""What a result is called, by the first part of its address; pages at the root are called pages."""

Document = dict[str, str | list[str]]


def search_json(catalogue: Catalogue) -> str:
    """Every page as `data/search.json`.

    An object with `synonyms`, a list of groups, and `columns`: for each of the following names a list with
    a value for each page, or null. Like things stand together, which saves a fifth of a large file. Every
    page has its `address` (below the root of the site), `kind` (section of a rule, or what else the page
    is) and `title`, and most a `summary`; rules have `id`, `impact`, `number` and `gain` (the headline in
    two parts), `codes` (former ids and lints), `symptoms`, `keywords` and `stacks`; other pages `headings`
    and `keywords` (names that their code documents). The items of checklists are left out: a quarter of
    the file for next to nothing, since other words of the rule say the same.
    """
    documents = [*map(_rule, catalogue.current), *_pages(catalogue)]
    names = dict.fromkeys(name for document in documents for name in document)
    columns = {name: [document.get(name) or None for document in documents] for name in names}
    data = {"synonyms": synonyms(), "columns": columns}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def synonyms() -> list[list[str]]:
    """The groups of the table beside this file."""
    lines = SYNONYMS.read_text(encoding="utf-8").splitlines()
    return [[word.strip() for word in line.split(",")] for line in lines if line and not line.startswith("#")]


def _rule(rule: Rule) -> Document:
    facts = rule.facts
    headline = evidence.short_headline(rule.results) if rule.results else None
    lints = [name for lint in facts.detects for name in (lint.code, lint.name) if name]
    return {
        "address": rule.id.address.lstrip("/"),
        "kind": rule.section.title,
        "title": plain(facts.title),
        "summary": plain(facts.summary),
        "id": str(rule.id),
        "impact": facts.impact,
        "number": headline.number if headline else "",
        "gain": headline.words if headline else "",
        "codes": [*facts.aliases, *lints],
        "symptoms": [plain(text) for text in facts.symptoms],
        "keywords": [plain(text) for text in facts.keywords],
        "stacks": facts.stacks,
    }


def _pages(catalogue: Catalogue) -> Iterator[Document]:
    """The pages that are no rule's, but for the home page, which leads to all of them."""
    root = catalogue.root
    rules = set(rule_pages(root))
    for path in pages.below(root, "docs", ".md"):
        if path in rules or path == "docs/index.md" or is_redirect(root / path):
            continue
        page = pages.read(root, path)
        facts = pages.load_front_matter(page)[0] if page.front_matter else {}
        address = pages.address(path).lstrip("/")
        first, _, rest = address.partition("/")
        yield {
            "address": address,
            "kind": "Section" if first in SECTION and not rest else KINDS.get(first, "Page"),
            "title": str(facts.get("title") or next((heading.text for heading in page.headings), address)),
            "summary": str(facts.get("description", "")),
            "headings": [plain(heading.text) for heading in page.headings[1:]],
            "keywords": [name for module in _modules(page) for name in _names(root, module)],
        }


def _modules(page: Page) -> list[str]:
    """The modules whose documentation the page shows."""
    return re.findall(r"^::: ([\w.]+)$", prose.without_fences(page.body), re.MULTILINE)


def _names(root: Path, module: str) -> list[str]:
    """What a module offers: its own name and its public functions and classes."""
    path = module.replace(".", "/")
    candidates = (root / base / f"{path}.py" for base in ("", "overrides"))
    file = next((file for file in candidates if file.is_file()), None)
    tree = ast.parse(file.read_text(encoding="utf-8"), filename=str(file)) if file else ast.Module([], [])
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    names = [node.name for node in tree.body if isinstance(node, kinds)]
    return [module, *(name for name in names if not name.startswith("_"))]
