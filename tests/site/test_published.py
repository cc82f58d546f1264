"""Every address that was ever published leads somewhere in the site that is built now."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from rulebook.published import LIST, listed

from tests.command import ROOT
from tests.site.building import Site

PUBLISHED = list(listed(ROOT))
REFRESH = re.compile(r'<meta http-equiv="refresh" content="0; url=([^"]*)"')


def lost(site: Site, addresses: list[str]) -> list[str]:
    """The addresses where a reader finds nothing, or a redirect to nothing or to another redirect."""
    found = []
    for address in addresses:
        if (page := read(site, address)) is None:
            found.append(address)
        elif target := REFRESH.search(page):
            there = read(site, urljoin(address, target[1]))
            if there is None or REFRESH.search(there):
                found.append(f"{address} → {urljoin(address, target[1])}")
    return found


def read(site: Site, address: str) -> str | None:
    """The file that a server sends for an address, None for none."""
    file = site.folder / address.removeprefix("/")
    file = file / "index.html" if address.endswith("/") else file
    return file.read_text(encoding="utf-8") if file.is_file() else None


def test_the_list_holds_the_addresses_of_the_site() -> None:
    assert {"/", "/method/", "/data/rules.json"} <= set(PUBLISHED)
    assert len(PUBLISHED) > 90


def test_every_published_address_leads_somewhere(site: Site) -> None:
    assert not lost(site, PUBLISHED), f"give the heir of each in {LIST} the old id as an alias"


@pytest.mark.parametrize(
    ("redirect", "found"),
    [("../n-plus-one/", []), ("../gone/", ["/db/old/ → /db/gone/"]), ("../old/", ["/db/old/ → /db/old/"])],
)
def test_an_address_that_leads_nowhere_is_noticed(tmp_path: Path, redirect: str, found: list[str]) -> None:
    for path, text in {
        "db/n-plus-one/index.html": "<h1>Rule</h1>",
        "db/old/index.html": f'<meta http-equiv="refresh" content="0; url={redirect}">',
        "data/rules.json": "{}",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    there = ["/db/n-plus-one/", "/db/old/", "/data/rules.json"]
    assert lost(Site(tmp_path, ""), there) == found
    assert lost(Site(tmp_path, ""), ["/", "/db/lazy/", "/data/x.json"]) == ["/", "/db/lazy/", "/data/x.json"]
