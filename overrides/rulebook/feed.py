"""The releases as an Atom feed (RFC 4287): what the changelog's page shows, an entry for each release."""

from __future__ import annotations

from datetime import date
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from rulebook import addresses, render
from rulebook.catalogue import Catalogue, settings
from rulebook.changelog import Release

FEED = "data/feed.xml"
"""Where it stands in every version of the site; whoever follows it reads that of the latest."""

PAGE = "changelog/"
NEVER = date(1970, 1, 1)
"""When a feed without releases was updated, since it must say so."""


def atom(catalogue: Catalogue) -> str:
    """The feed. Every link leads into the frozen version of its release, and is the entry's id, too."""
    own = f"{catalogue.site}/{addresses.LATEST}/{FEED}"
    name = settings(catalogue.root).get("site_name", "")
    releases = [release for release in catalogue.changelog.releases if release.day]
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en"})
    _text(feed, "id", own)
    _text(feed, "title", f"{name}: releases")
    _text(feed, "updated", _time(max((release.day or NEVER for release in releases), default=NEVER)))
    _text(SubElement(feed, "author"), "name", name)
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": own})
    SubElement(
        feed,
        "link",
        {"rel": "alternate", "type": "text/html", "href": f"{catalogue.site}/{addresses.LATEST}/{PAGE}"},
    )
    feed.extend(_entry(release, name, f"{catalogue.site}/{release.folder}/") for release in releases)
    indent(feed)
    written: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return f"{written.decode()}\n"


def _entry(release: Release, name: str, root: str) -> Element:
    entry = Element("entry")
    address = f"{root}{PAGE}#{release.anchor}"
    _text(entry, "id", address)
    _text(entry, "title", f"{name} {release.version}")
    _text(entry, "updated", _time(release.day or NEVER))
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": address})
    _text(entry, "content", str(render.release(release, root)), type="html")
    return entry


def _text(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = text


def _time(day: date) -> str:
    return f"{day}T00:00:00Z"
