"""Front matter with an attack in every field that the schema has, and what may come of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import yaml
from bs4 import BeautifulSoup
from pydantic import BaseModel, ValidationError
from rulebook.schema import FrontMatter

from tests.rulebook import mini

Path = tuple[str | int, ...]

MARK = "evil"
"""Occurs in every attack, and in nothing else."""

ATTACKS = (
    "<script>evil(1)</script>.",
    "\"'><img src=x onerror=evil(2)>.",
    "<x onfocus=evil(3) tabindex=1 autofocus>.",
    "`</code><script>evil(4)</script>`.",
    "**<img src=x onerror=evil(5)>**.",
    "</title></textarea></style></script><svg onload=evil(6)>.",
    "javascript:evil(7).",
    "data:text/html,<script>evil(8)</script>.",
    "https://a.org/\" onmouseover=\"evil(9).",
    "[x](javascript:evil(10)).",
    "![x](x\" onerror=\"evil(11)).",
    "x { onclick=evil(12) }.",
    "{{ evil }}{% raw %}.",
    "&lt;script&gt;evil(13)&lt;/script&gt;.",
    "]]></script><script>evil(14)</script><!--.",
    "x' onclick='evil(15)' '.",
    "<details open ontoggle=evil(16)>.",
    "../../evil.",
    "<x onfocus=evil(17)> then `code` and <x onblur=evil(18)>.",
)  # fmt: skip

ACTIVE = {
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "link",
    "meta",
    "base",
    "form",
    "template",
    "img",
    "details",
}
ADDRESSES = {
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "poster",
    "srcset",
    "xlink:href",
    "srcdoc",
    "ping",
}


def fields(annotation: Any = FrontMatter, path: Path = ()) -> Iterator[Path]:
    """The path of every text in the front matter that is not one of a few words: keys, values and items."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        yield from fields(arguments[0], path)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            yield from fields(field.annotation, (*path, name))
    elif origin is list:
        yield from fields(arguments[0], (*path, 0))
    elif origin is dict:
        yield (*path, "<key>")
        yield from fields(arguments[1], (*path, "<value>"))
    elif annotation is str:
        yield path
    elif origin in (UnionType, Union):
        for part in arguments:
            yield from fields(part, path)
    else:
        assert origin is Literal or annotation in (date, NoneType), f"{path}: teach this test {annotation}"


def put(facts: Mapping[str, Any], path: Path, text: str) -> dict[str, Any]:
    """The facts with other text at one place, which need not be there yet."""

    def at(value: Any, rest: Path) -> Any:
        if not rest:
            return text
        if rest == ("<key>",):
            return {**(value or {}), text: ">=1"}
        if rest[0] == "<value>":
            return {**(value or {}), "other": at(None, rest[1:])}
        if rest[0] == 0:
            items = value or [EXAMPLES.get(path[0], {})]
            return [at(items[0], rest[1:]), *items[1:]]
        return {**(value or {}), rest[0]: at((value or {}).get(rest[0]), rest[1:])}

    changed: dict[str, Any] = at(facts, path)
    if path in (("reason",), ("replacement",)):
        changed = {"reason": "Gone."} | changed | {"status": "retired"}
    return changed


EXAMPLES: Mapping[str | int, Any] = {"sources": {"title": "T", "url": "https://example.org/"}}
FACTS: Mapping[str, Any] = yaml.safe_load(mini.FRONT_MATTER)
ALL = list(fields())


def accepted(facts: Mapping[str, Any]) -> bool:
    """Whether the schema lets these facts through."""
    try:
        FrontMatter.model_validate(facts)
    except ValidationError:
        return False
    return True


def open_fields() -> dict[Path, list[str]]:
    """The fields that take any of the attacks, with those that they take."""
    taken = {path: [attack for attack in ATTACKS if accepted(put(FACTS, path, attack))] for path in ALL}
    return {path: attacks for path, attacks in taken.items() if attacks}


def poisoned(paths: Sequence[Path], attack: str) -> dict[str, Any]:
    """The facts with an attack in all these fields at once."""
    facts = dict(FACTS)
    for path in paths:
        facts = put(facts, path, attack)
    return facts


def past_the_schema(facts: Mapping[str, Any]) -> FrontMatter:
    """The facts as if the schema had let them through."""

    def construct(annotation: Any, value: Any) -> Any:
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            return construct(arguments[0], value)
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            known = {
                name: construct(annotation.model_fields[name].annotation, one) for name, one in value.items()
            }
            return annotation.model_construct(**known)
        if origin is list:
            return [construct(arguments[0], item) for item in value]
        return value

    found: FrontMatter = construct(FrontMatter, facts)
    return found


OWN_FORM = {"class", "role", "aria-label", "autocomplete", "hidden"}
"""What our forms have, for they send nothing anywhere: they choose among what is there."""


def faults(html: str, *, fragment: bool = True) -> list[str]:
    """What in a page could run because of an attack; `fragment` says that it holds nothing of a theme."""
    found = []
    for element in BeautifulSoup(html, "html.parser").find_all(True):
        icon = not fragment and element.name == "link" and element.get("rel") == ["icon"]
        own = element.name == "details" or (element.name == "form" and set(element.attrs) <= OWN_FORM)
        if (fragment and element.name in ACTIVE and not own) or MARK in element.name:
            found.append(f"an element: {str(element)[:120]}")
        if element.name in ("script", "style") and MARK in element.text:
            found.append(f"in a script: {element.text[:120]}")
        for name, value in element.attrs.items():
            text = " ".join(value) if isinstance(value, list) else str(value)
            address = re.sub(r"[\x00-\x20]", "", text).lower()
            if name.startswith("on") or MARK in name:
                found.append(f"an attribute: {str(element)[:120]}")
            elif name == "style" and MARK in text:
                found.append(f"a style: {text}")
            elif name in ADDRESSES and not _harmless(address, icon=icon):
                found.append(f"an address: {text}")
    return found


def _harmless(address: str, *, icon: bool) -> bool:
    """Whether an address leads to a page, a mailbox or, for a page's icon, to the picture in it."""
    if icon and MARK not in address and address.startswith(("data:image/svg+xml,", "data:,")):
        return True
    return re.match(r"(?!https?:|mailto:)[a-z][a-z0-9+.-]*:", address) is None
