"""The search of a plain Material site, asked by its own worker, as a baseline."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Page

from tests.site.building import Site

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


def answers(site: Site, tab: Page, queries: list[str]) -> list[list[str]]:
    """For each query the addresses of the pages that Material's search lists, best first."""
    scripts = (site.folder / "assets/javascripts/workers").glob("search.*.min.js")
    script = f"{site.url}assets/javascripts/workers/{next(scripts).name}"
    index = json.loads((site.folder / "search/search_index.json").read_text(encoding="utf-8"))
    found = tab.evaluate(ANSWERS, [script, index, queries])
    return [[re.sub("#.*", "", group[0]["location"]) for group in groups] for groups in found]
