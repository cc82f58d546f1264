"""What RFC 4287 demands of an Atom feed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

ATOM = "{http://www.w3.org/2005/Atom}"
_ONCE = ("id", "title", "updated")
_AT_MOST_ONCE = (
    "content",
    "generator",
    "icon",
    "logo",
    "published",
    "rights",
    "source",
    "subtitle",
    "summary",
)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_ABSOLUTE = re.compile(r"https?://[^\s/]+/\S*")


def faults(feed: str) -> list[str]:
    """What is wrong with a feed; every element that the document holds is looked at."""
    root = ElementTree.fromstring(feed)
    if root.tag != f"{ATOM}feed":
        return [f"the root is {root.tag}"]
    entries = root.findall(f"{ATOM}entry")
    found = [*_of_any(root), *(fault for entry in entries for fault in _of_any(entry))]
    found += [f"no author: {one.tag}" for one in entries if not _has_author(one) and not _has_author(root)]
    if not any(link.get("rel") == "self" for link in root.findall(f"{ATOM}link")):
        found.append("no link to the feed itself")
    ids = Counter(one.findtext(f"{ATOM}id") for one in (root, *entries))
    return found + [f"the id {name} is there {count} times" for name, count in ids.items() if count > 1]


def _of_any(element: Element) -> Iterator[str]:
    counted = Counter(child.tag.removeprefix(ATOM) for child in element)
    yield from (f"{counted[name]} of {name}" for name in _ONCE if counted[name] != 1)
    yield from (f"{counted[name]} of {name}" for name in _AT_MOST_ONCE if counted[name] > 1)
    yield from (f"not of Atom: {child.tag}" for child in element if not child.tag.startswith(ATOM))
    for child in element:
        name, text = child.tag.removeprefix(ATOM), child.text or ""
        if name == "id" and not _ABSOLUTE.fullmatch(text):
            yield f"the id {text!r} is no absolute address"
        if name in ("updated", "published") and not _TIME.fullmatch(text):
            yield f"{name} is {text!r}"
        if name in ("title", "content") and (len(child) or child.get("type", "text") not in ("text", "html")):
            yield f"{name} holds elements"
        if name == "link" and not _ABSOLUTE.fullmatch(child.get("href", "")):
            yield f"a link to {child.get('href')!r}"
    alternate = Counter(
        (link.get("type"), link.get("hreflang"))
        for link in element.findall(f"{ATOM}link")
        if link.get("rel", "alternate") == "alternate"
    )
    yield from (f"{count} alternate links of {kind}" for kind, count in alternate.items() if count > 1)
    if element.tag == f"{ATOM}entry" and not alternate and not counted["content"]:
        yield "neither content nor an alternate link"


def _has_author(element: Element) -> bool:
    authors = element.findall(f"{ATOM}author")
    return bool(authors) and all(len(author.findall(f"{ATOM}name")) == 1 for author in authors)
