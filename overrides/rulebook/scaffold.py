"""A new rule: a page and a folder that run, in which every missing piece of content says what it must be."""

from __future__ import annotations

import re
from datetime import date
from importlib import metadata, resources
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from examples.harness.identity import RuleId
from rulebook import generate, schema
from rulebook import page as pages
from rulebook.catalogue import SECTION, Catalogue
from rulebook.files import together
from rulebook.schema import Saves

_templates = Environment(
    loader=PackageLoader("rulebook", "templates/new"), undefined=StrictUndefined, keep_trailing_newline=True
)


def slug(title: str) -> str:
    """A slug from a title: the first four words that say something."""
    little = {"a", "an", "the", "in", "of", "for", "to", "with", "and", "or", "on", "at"}
    words = [word for word in re.findall(r"[a-z0-9]+", title.lower()) if word not in little]
    return "-".join(words[:4]) or "rule"


def files(rule: RuleId, title: str, saves: Saves, today: date) -> dict[str, str]:
    """The text of every file of a new rule, by its path in the project.

    Raises:
        ValueError: The id's section does not exist, or the title is none.
    """
    if rule.section not in SECTION:
        raise ValueError(f"{rule.section!r} is no section; use one of {', '.join(SECTION)}")
    values = {
        "rule": rule,
        "title": title,
        "saves": saves,
        "since": ".".join(metadata.version("measured-python").split(".")[:2]),
        "reviewed": today,
        "review_by": year_after(today),
    }
    found = section(rule) | {f"{rule.folder}/__init__.py": ""}
    for template in sorted(
        resources.files("rulebook").joinpath("templates/new").iterdir(), key=lambda t: t.name
    ):
        name = template.name.removesuffix(".jinja")
        path = str(rule.page) if name == "page.md" else f"{rule.folder}/{name}"
        found[path] = _templates.get_template(template.name).render(values)
    _, problems, _ = schema.parse(pages.split(str(rule.page), found[str(rule.page)]))
    if problems:
        raise ValueError(problems[0].message)
    return dict(sorted(found.items()))


def section(rule: RuleId) -> dict[str, str]:
    """What the section of a rule must hold beside its rules, by path: an index page and a package."""
    its = SECTION[rule.section]
    index = f"# {its.title} {{ #{its.anchor} }}\n\n{its.description}\n"
    index += f"\n<!-- rulebook: rules section={its.prefix} -->\n"
    return {its.page: index, f"{rule.folder.parent}/__init__.py": ""}


def year_after(today: date) -> date:
    """When what is reviewed today is due again."""
    return today.replace(year=today.year + 1, day=min(today.day, 28))


def write(root: Path, new: dict[str, str]) -> list[str]:
    """Write the files, those that rules share only where they are missing, and what a build needs of them.

    Gives the paths that are to be committed.

    Raises:
        FileExistsError: The page or a file of the folder is there already; nothing is written then.
        ProblemError: Another rule cannot be read, or the navigation has no place; the same.
    """
    for path in new:
        if Path(path).stem not in ("__init__", "index") and (root / path).exists():
            raise FileExistsError(f"{path} exists already; choose another id, or edit what is there")
    written = [path for path in new if not (root / path).exists()]
    with together(root) as changes:
        for path in written:
            changes.write(path, new[path])
        generated = generate.put(changes, root, generate.plan(Catalogue.load(root)))
    return written + generate.committed(generated)
