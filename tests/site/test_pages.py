"""What is true of the built files, on both builders, without a browser."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup
from rulebook.catalogue import Catalogue
from rulebook.feed import FEED
from rulebook.impact import BYSTANDER_RATIO, THRESHOLDS

from tests.command import ROOT
from tests.rulebook import atom
from tests.site.building import BUILDERS, SITE_URL, Site

PUBLISHED = {".html", ".css", ".js", ".json", ".svg", ".png", ".map", ".xml", ".gz", ".inv", ".txt"}
PUBLISHED |= {".mjs", ".wasm", ".zip"}  # Python for the browser


def _links(page: BeautifulSoup) -> Iterator[str]:
    for tag, attribute in (("a", "href"), ("link", "href"), ("script", "src"), ("img", "src")):
        for element in page.find_all(tag):
            if value := element.get(attribute):
                yield str(value)


def _target(address: str, link: str) -> tuple[str, str] | None:
    """The address below the site's root that a link leads to and its fragment; None for another host."""
    url = urlsplit(urljoin(SITE_URL + address, link))
    prefix = urlsplit(SITE_URL)
    if url.scheme not in ("http", "https") or url.netloc != prefix.netloc:
        return None
    path = urlsplit(urljoin(SITE_URL, url.path)).path  # without the dots that an absolute address may hold
    assert path.startswith(prefix.path), f"{address}: {link} leads out of the site"
    return unquote(path.removeprefix(prefix.path)), unquote(url.fragment)


def test_every_internal_link_and_anchor_leads_somewhere(site: Site) -> None:
    anchors = {
        address: {str(element["id"]) for element in page.find_all(id=True)}
        for address, page in site.pages.items()
    }
    broken = []
    for address, page in site.pages.items():
        for link in _links(page):
            target = _target(address, link)
            if target is None:
                continue
            path, fragment = target
            if path not in anchors and not (path and (site.folder / path).is_file()):
                broken.append(f"{address or 'home'}: {link} leads nowhere")
            elif fragment and path in anchors and fragment not in anchors[path]:
                broken.append(f"{address or 'home'}: {link}: no such anchor")
    assert not broken, "\n".join(sorted(set(broken)))


def test_every_page_says_what_it_is(site: Site) -> None:
    titles: dict[str, str] = {}
    for address, page in site.articles.items():
        assert page.html is not None
        assert page.html.get("lang") == "en", address
        assert page.title is not None, address
        title = page.title.get_text(strip=True)
        assert title.endswith("· Measured Python") or address == "", f"{address}: {title}"
        assert title not in titles, f"{address} and {titles.get(title)} share the title {title!r}"
        titles[title] = address
        description = page.find("meta", attrs={"name": "description"})
        assert description is not None, address
        assert 20 <= len(str(description["content"])) <= 320, f"{address}: {description['content']}"


def test_a_link_to_a_page_previews_it(site: Site) -> None:
    rules = Catalogue.load(ROOT).rules
    for address, page in site.articles.items():
        said = {
            str(meta.get("property") or meta.get("name")): str(meta["content"])
            for meta in page.find_all("meta", content=True)
        }
        assert page.title is not None
        assert page.title.get_text().startswith(said["og:title"]), address
        assert said["og:description"] == said["description"], address
        assert said["twitter:card"] == "summary_large_image"
        target = _target(address, said["og:image"])
        assert target is not None, address
        rule = page.select_one("[data-rulebook-id]")
        assert target[0] == f"cards/{rule['data-rulebook-id'] if rule else 'index'}.png"
        assert (site.folder / target[0]).is_file(), address
        canonical = page.find("link", rel="canonical")
        if address != "404.html":
            assert canonical is not None, address
            assert canonical["href"] == said["og:url"] == SITE_URL + address
    assert len(list((site.folder / "cards").iterdir())) == len(rules) + 1


def test_every_page_leads_to_the_changelog_and_to_a_feed_only_once_there_is_a_release(site: Site) -> None:
    assert atom.faults((site.folder / FEED).read_text("utf-8")) == []
    for address, page in site.articles.items():
        assert not page.select("link[type='application/atom+xml']"), address
        assert page.select_one("footer a:-soup-contains(Changelog)"), address


def test_every_id_and_every_lint_has_a_short_address(site: Site) -> None:
    short = {address.split("/")[1]: page for address, page in site.pages.items() if address.startswith("l/")}
    rules = Catalogue.load(ROOT).rules
    for rule in rules.values():
        names = [str(rule.id), *rule.facts.aliases]
        names += [name for detect in rule.facts.detects for name in (detect.code, detect.name) if name]
        for name in names:
            link = short[name].select_one("main a")
            assert link is not None
            target = _target(f"l/{name}/", str(link["href"]))
            assert target is not None
            assert target[0] in (rule.id.address.lstrip("/"), "rules/"), name
            refresh = short[name].find("meta", attrs={"http-equiv": "refresh"})
            assert refresh is not None
            assert refresh["content"] == f"0; url={link['href']}"


def test_headings_form_an_outline(site: Site) -> None:
    for address, page in site.articles.items():
        levels = [int(heading.name[1]) for heading in page.find_all(re.compile(r"^h[1-6]$"))]
        assert levels, address
        assert levels[0] == 1, f"{address}: the first heading is an h{levels[0]}"
        assert levels.count(1) == 1, f"{address}: {levels.count(1)} h1"
        steps = pairwise(levels)
        assert all(deeper - level <= 1 for level, deeper in steps), (
            f"{address}: a level is left out: {levels}"
        )


def test_ids_are_unique_on_their_page(site: Site) -> None:
    for address, page in site.articles.items():
        ids = [str(element["id"]) for element in page.find_all(id=True)]
        assert sorted(set(ids)) == sorted(ids), (
            f"{address}: {sorted({name for name in ids if ids.count(name) > 1})}"
        )


def test_navigation_follows_the_measured_rank(site: Site) -> None:
    catalogue = Catalogue.load(ROOT)
    assert catalogue.rules
    home = _navigation(site, "")
    ranked = [f"{section.prefix}/" for section in catalogue.sections if section.prefix != "profile"]
    assert [address for address in home if address in ranked] == ranked
    assert home.index("profile/") < home.index(ranked[0]), "Profile first opens the site"
    for section in catalogue.sections:
        rules = [rule.id.address.strip("/") + "/" for rule in catalogue.in_section(section.prefix)]
        shown = [address for address in _navigation(site, f"{section.prefix}/") if address in rules]
        assert shown == rules


def _navigation(site: Site, address: str) -> list[str]:
    links = site.pages[address].select(".md-nav--primary > .md-nav__list a")
    targets = [_target(address, str(link["href"])) for link in links]
    return [target[0] for target in targets if target]


def test_every_rule_has_its_page_and_its_data(site: Site) -> None:
    for rule in Catalogue.load(ROOT).rules.values():
        page = site.pages[rule.id.address.strip("/") + "/"]
        assert page.h1 is not None
        assert page.h1["id"] == str(rule.id)
        assert page.h1.get_text().startswith(rule.facts.title)


def test_only_what_a_reader_needs_is_published(site: Site) -> None:
    files = [file.relative_to(site.folder) for file in site.folder.rglob("*") if file.is_file()]
    strange = [file.as_posix() for file in files if file.suffix not in PUBLISHED]
    # Zensical ships the licences of its scripts beside them.
    assert set(strange) <= {"assets/javascripts/LICENSE"}


def test_no_path_of_the_building_machine_is_published(site: Site) -> None:
    private = [str(ROOT), str(site.folder.parent), sys.prefix]
    for file in site.folder.rglob("*"):
        if file.suffix in {".html", ".css", ".js", ".json", ".xml", ".svg"}:
            text = file.read_text(encoding="utf-8")
            assert not [path for path in private if path in text], file


def test_both_builders_make_the_same_pages(built: dict[str, Path]) -> None:
    sites = [Site(built[builder], "") for builder in BUILDERS]
    assert sites[0].pages.keys() == sites[1].pages.keys()
    for address, page in sites[0].pages.items():
        assert _text(page) == _text(sites[1].pages[address]), address


def _text(page: BeautifulSoup) -> list[str]:
    """The words of the main part, without the marks that link to headings."""
    article = page.find("article") or page.find("main")
    assert article is not None
    marks = article.select(".headerlink, script, style")
    hidden = {id(text) for mark in marks for text in mark.find_all(string=True)}
    shown = (text for text in article.find_all(string=True) if id(text) not in hidden)
    return [word for text in shown for word in text.split()]


def test_the_thresholds_on_the_method_page_are_those_of_the_code() -> None:
    method = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
    written = re.findall(r"^\| at least `([\d.]+)×` \| (\w+) \|$", method, re.MULTILINE)
    assert written == [(f"{least:g}", level) for least, level in THRESHOLDS]
    assert f"gain at least `{BYSTANDER_RATIO:g}×`" in method
