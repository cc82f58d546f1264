"""Plain Material search over the pages of a built site: its own indexer and its own worker, as a baseline."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace
from typing import Any, cast

from material.plugins.search.plugin import SearchIndex  # type: ignore[import-untyped]
from playwright.sync_api import Page

from tests.site.building import Site

# What Material for MkDocs uses where a project configures nothing.
CONFIG = {
    "lang": ["en"],
    "separator": r"[\s\-]+",
    "pipeline": ["stopWordFilter"],
    "fields": {"title": {"boost": 1e3}, "text": {"boost": 1e0}, "tags": {"boost": 1e6}},
}

# The messages of Material's own page to its own worker.
ANSWERS = """async ([script, setup, queries]) => {
    const worker = new Worker(script);
    const ask = message => new Promise(resolve => {
        worker.onmessage = ({ data }) => resolve(data.data);
        worker.postMessage(message);
    });
    await ask({ type: 0, data: { ...setup, options: { suggest: false } } });
    const answers = [];
    for (const query of queries) answers.push((await ask({ type: 2, data: query })).items);
    worker.terminate();
    return answers;
}"""


def index(site: Site) -> dict[str, Any]:
    """What Material's search plugin writes for these pages."""
    entries = SearchIndex(**CONFIG)
    for file in sorted(site.folder.rglob("index.html")):
        address = file.parent.relative_to(site.folder).as_posix() + "/"
        article = re.search("<article[^>]*>(.*)</article>", file.read_text(encoding="utf-8"), re.DOTALL)
        if article:  # not a redirect
            page = SimpleNamespace(content=article[1], toc=[], url=address, meta={}, title=address)
            entries.add_entry_from_context(page)
    return cast("dict[str, Any]", json.loads(entries.generate_search_index(None)))


def answers(site: Site, tab: Page, queries: list[str]) -> list[list[str]]:
    """For each query the addresses of the pages that Material's search lists, best first."""
    scripts = (site.folder / "assets/javascripts/workers").glob("search.*.min.js")
    script = f"{site.url}assets/javascripts/workers/{next(scripts).name}"
    found = tab.evaluate(ANSWERS, [script, index(site), queries])
    return [[re.sub("#.*", "", group[0]["location"]) for group in groups] for groups in found]
