"""A small site with an attack in every field that takes one, built as the real one is: nothing of it runs.

The same site holds a rule that was renamed, one that is retired and one under review.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, expect
from rulebook import generate
from rulebook.catalogue import Catalogue
from rulebook.directives import SPECS

from examples.harness.identity import RuleId
from examples.harness.results import write
from tests.command import ROOT
from tests.rulebook import mini, poison
from tests.rulebook.poison import FACTS, MARK, faults
from tests.site import building
from tests.site.building import Site
from tests.site.conftest import Faults
from tests.site.test_search import opened, results

MANY = "\n\n".join(f"<!-- rulebook: {name} -->" for name, spec in SPECS.items() if not spec.takes_rule)
PAGES = 5
"""Rules that share the attacks, since a title and a summary have room for a few each."""


def attacked(target: Path) -> Path:
    """Write the project: the real configuration and theme around rules that are full of attacks."""
    for folder in ("overrides/theme", "docs/assets"):
        shutil.copytree(ROOT / folder, target / folder)
    above = (ROOT / "mkdocs.yml").read_text("utf-8").partition("nav:\n  - index.md\n")[0]
    nav = "nav:\n  - index.md\n  - tags.md\n  # <rulebook: nav>\n  # </rulebook: nav>\n"
    (target / "mkdocs.yml").write_text(above + nav, "utf-8")
    (target / "docs/index.md").write_text(f"# Home\n\n{MANY}\n", "utf-8")
    shutil.copy(ROOT / "docs/tags.md", target / "docs")
    taken = poison.open_fields()
    for number in range(PAGES):
        facts = dict(FACTS)
        for path, attacks in taken.items():
            some = attacks[number::PAGES] or attacks[:1]
            joined = poison.put(facts, path, " ".join(some))
            facts = joined if poison.accepted(joined) else poison.put(facts, path, some[0])
        write_rule(
            target,
            RuleId("db", f"attack-{number}"),
            {**facts, "status": ("retired", "under-review")[number % 2]},
        )
    write_rule(target, mini.RULE, {**FACTS, "aliases": ["db-lazy-load"]})
    (target / "docs/db/index.md").write_text(
        "# Database { #section-db }\n\n<!-- rulebook: rules section=db -->\n"
    )
    mini.tell(target, " ".join(poison.ATTACKS))
    generate.write(target, generate.plan(Catalogue.load(target)))
    return target


def write_rule(target: Path, name: RuleId, facts: dict[str, object]) -> None:
    """Write one rule's page and results."""
    facts = {**facts, "id": str(name), "related": {}}
    body = mini.BODY.replace(str(mini.RULE), str(name)).replace(str(FACTS["title"]), str(facts["title"]))
    body = "\n".join(line for line in body.split("\n") if "8<" not in line)
    for path in (name.page, name.folder / "results.json"):
        (target / path).parent.mkdir(parents=True, exist_ok=True)
    (target / name.page).write_text(mini.page(yaml.safe_dump(facts, width=9999), body), "utf-8")
    write(mini.results(name), target / name.folder / "results.json")


@pytest.fixture(scope="module")
def attacked_sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """By builder: the small site."""
    return building.build_all(tmp_path_factory.mktemp("attacked"), attacked)


@pytest.fixture(scope="module", params=list(building.BUILDERS))
def small(request: pytest.FixtureRequest, attacked_sites: dict[str, Path]) -> Iterator[Site]:
    """Each of the two, served."""
    folder = attacked_sites[request.param]
    with building.serve(folder) as url:
        yield Site(folder, url)


def test_no_attack_becomes_markup_in_any_page(small: Site) -> None:
    shown = 0
    for address, page in small.pages.items():
        assert not faults(str(page), fragment=False), address
        shown += page.text.count(MARK)
    assert shown > 150


def test_no_attack_runs_in_a_browser(small: Site, chromium: Browser) -> None:
    found = Faults()
    context = chromium.new_context()
    page = context.new_page()
    page.add_init_script("window.evil = number => console.error(`attack ${number}`)")
    found.watch(page, small.url)
    for address in ["db/", "tags/", *(f"db/attack-{number}/" for number in range(PAGES)), ""]:
        page.goto(small.url + address)
        page.keyboard.press("Tab")  # an element with the focus may run, too
    shown = results(opened(page), MARK)
    expect(shown.first).to_contain_text(MARK)
    assert not faults("".join(one.inner_html() for one in shown.all()), fragment=True)
    context.close()
    assert not found, "\n".join(found)


def test_a_renamed_rule_is_found_at_its_former_address(small: Site) -> None:
    page = small.pages["db/lazy-load/"]
    refresh = page.find("meta", attrs={"http-equiv": "refresh"})
    assert refresh is not None
    assert refresh["content"] == f"0; url=../{mini.RULE.slug}/"
    canonical = page.find("link", rel="canonical")
    assert canonical is not None
    assert canonical["href"] == f"{building.SITE_URL}db/{mini.RULE.slug}/"
    data = [(small.folder / f"data/{name}.json").read_bytes() for name in ("db-lazy-load", mini.RULE)]
    assert data[0] == data[1]


def test_a_retired_rule_keeps_its_page_and_stands_in_no_list(small: Site) -> None:
    rules = Catalogue.load(small.folder.parent).rules
    retired = [rule for rule in rules.values() if rule.retired]
    assert retired
    for rule in retired:
        address = rule.id.address.strip("/") + "/"
        banner = small.pages[address].select_one(".rulebook-banner")
        assert banner is not None
        assert banner.text.startswith("Retired.")
        for other in ("", "db/", mini.RULE.address.strip("/") + "/"):
            assert not small.pages[other].select(f'a[href*="{rule.id.slug}/"]'), f"{other} links to {rule.id}"
