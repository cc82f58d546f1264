"""No text of the front matter becomes markup, script or an address that runs, wherever it is shown."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from markdown import Markdown
from rulebook import generate, render
from rulebook import page as pages
from rulebook.catalogue import CONFIGURATION, Catalogue
from rulebook.directives import SPECS, scan
from rulebook.feed import FEED
from rulebook.text import plain

from tests.command import ROOT
from tests.rulebook import atom, mini, poison
from tests.rulebook.poison import ALL, ATTACKS, FACTS, MARK, faults, past_the_schema, poisoned

OPEN = poison.open_fields()
ID = str(mini.RULE)


def extensions() -> list[str]:
    """The Markdown extensions of the site, by name."""
    settings = pages.compose(pages.text(ROOT, "mkdocs.yml"), "mkdocs.yml", 1, "the configuration")
    (listed,) = (value for key, value in settings.value if key.value == "markdown_extensions")
    return [one.value if isinstance(one, yaml.ScalarNode) else one.value[0][0].value for one in listed.value]


EXTENSIONS = extensions()
DIRECTIVES = {
    name: f"<!-- rulebook: {name}{f' {ID}' if spec.takes_rule else ''}"
    f"{' variant=before' if 'variant' in spec.required else ''} -->"
    for name, spec in SPECS.items()
}


def converted(root: Path, text: str) -> str:
    settings = {"rulebook.extension": {"root": str(root)}, "pymdownx.snippets": {"base_path": [str(root)]}}
    return str(Markdown(extensions=EXTENSIONS, extension_configs=settings).convert(text))


@pytest.fixture
def attacked(root: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Catalogue:
    """A catalogue in which every field of one rule and every entry of the changelog hold the attack."""
    mini.tell(root, request.param)
    catalogue = Catalogue.load(root)
    facts = past_the_schema({**poisoned(list(OPEN), request.param), "status": "under-review"})
    rule = replace(catalogue.rules[ID], facts=facts)
    changed = replace(catalogue, rules={**catalogue.rules, ID: rule})
    monkeypatch.setattr(Catalogue, "load", lambda _: changed)
    return changed


def test_every_field_of_the_schema_is_open_or_takes_no_attack() -> None:
    assert len(ALL) > 20
    assert {path[0] for path in ALL} >= {"title", "summary", "risks", "applies", "sources", "reason"}
    closed = {path for path in ALL if path not in OPEN}
    assert {path[0] for path in closed} <= {
        "id", "stacks", "detects", "related", "since", "aliases", "replacement", "sources", "applies"
    }  # fmt: skip
    assert ("sources", 0, "url") in closed
    assert ("sources", 0, "title") in OPEN


@pytest.mark.parametrize(
    "attack", [attack for attack in ATTACKS if "<script>" in attack and "`" not in attack]
)
@pytest.mark.parametrize("path", ALL, ids=lambda path: ".".join(map(str, path)))
def test_script_is_refused_in_every_field(path: poison.Path, attack: str) -> None:
    assert not poison.accepted(poison.put(FACTS, path, attack))


@pytest.mark.parametrize("attacked", ATTACKS, indirect=True)
def test_no_field_becomes_markup_in_any_directive(attacked: Catalogue) -> None:
    page = "# T\n\n"
    for name, text in DIRECTIVES.items():
        (comment,) = scan(text)
        assert not faults(str(render.directive(comment.parse(), attacked))), name
        page += f"{'' if SPECS[name].block else 'a '}{text}\n\n"
    html = converted(attacked.root, page)
    assert not faults(html)
    rule = attacked.rules[ID]
    retired = replace(rule, facts=rule.facts.model_copy(update={"status": "retired"}))
    banner = str(render.header(retired, attacked))
    assert not faults(banner)
    assert "<strong>Retired.</strong> " in banner
    assert html.count(MARK) >= 15


@pytest.mark.parametrize("attacked", ATTACKS, indirect=True)
def test_no_field_becomes_markup_in_any_generated_file(attacked: Catalogue) -> None:
    rule = attacked.rules[ID]
    for path, text in generate.plan(attacked).items():
        if path.startswith("docs/cards/"):
            assert isinstance(text, bytes)  # a picture
            continue
        assert isinstance(text, str)
        if path.endswith(".md"):
            assert not faults(converted(attacked.root, text.split("---\n", 2)[2])), path
        elif path == f"docs/{FEED}":
            assert not atom.faults(text)
            (content,) = ElementTree.fromstring(text).iter(f"{atom.ATOM}content")
            assert content.text is not None
            assert not faults(content.text)
            assert content.text.count(MARK) >= 3
        elif path.endswith(".json"):
            assert json.loads(text), path
        elif path == CONFIGURATION:
            (entry,) = navigation(text)["Database"][1:]
            assert entry == {plain(rule.facts.title): "db/n-plus-one.md"}
        elif path.startswith("docs/l/"):
            assert not faults(text, fragment=False), path
        else:
            pytest.fail(f"teach this test what may stand in {path}")
    (told,) = [one for one in json.loads(generate.rules_json(attacked))["rules"] if one["id"] == ID]
    for name, value in rule.facts.model_dump(mode="json", warnings=False).items():
        assert told[name] == value


def navigation(text: str) -> dict[str, Any]:
    loaded = yaml.safe_load(text.partition("nav:\n")[2])
    return {title: pages for entry in loaded if isinstance(entry, dict) for title, pages in entry.items()}


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<p>evil</p>", None),
        ("<code>&lt;script&gt;evil()&lt;/script&gt;</code>", None),
        ("<a href='https://a.org/evil'>x</a>", None),
        ("<script>evil()</script>", "an element"),
        ("<p onclick='evil()'>x</p>", "an attribute"),
        ("<a href=' java\nscript:evil()'>x</a>", "an address"),
        ("<p style='background:url(evil)'>x</p>", "a style"),
        ("<x-evil>", "an element"),
    ],
)
def test_the_judge_knows_what_runs(html: str, fault: str | None) -> None:
    assert [found.split(":")[0] for found in faults(html)][:1] == ([fault] if fault else [])
