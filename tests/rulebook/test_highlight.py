"""Code that was highlighted once is not highlighted again, and looks as it would without the memory."""

from __future__ import annotations

import re

import pytest
from markdown import Markdown
from rulebook import highlight

BLOCKS = """\
``` python title="before.py" hl_lines="2"
def total(prices):
    return sum(prices)
```

``` text
total  12
```

``` python linenums="7"
pass
```
"""


def html(extension: str, **settings: object) -> str:
    """What a page with the blocks becomes under one extension for highlighting."""
    extensions = [extension, "pymdownx.superfences"]
    return str(Markdown(extensions=extensions, extension_configs={extension: settings}).convert(BLOCKS))


def text(markup: str) -> str:
    """What a reader sees of it."""
    return re.sub("<[^>]+>", "", markup)


@pytest.mark.parametrize(
    "settings", [{}, {"pygments_lang_class": True}, {"noclasses": True}, {"linenums": True}]
)
def test_neither_the_memory_nor_fewer_elements_change_the_text(settings: dict[str, object]) -> None:
    wanted = html("pymdownx.highlight", **settings)
    assert "before.py" in wanted
    first = html("rulebook.highlight", **settings)
    assert text(first) == text(wanted)
    assert html("rulebook.highlight", **settings) == first


def test_only_what_has_a_color_is_an_element_and_what_is_alike_is_one() -> None:
    code = '``` python\nassert total[0] not in names, f"{total}, not"\n```'
    markup = Markdown(extensions=["rulebook.highlight", "pymdownx.superfences"]).convert(code)
    assert re.findall(r'<span class="(\w+)">(.*?)</span>', markup) == [
        ("k", "assert"),
        ("mi", "0"),
        ("k", "not"),
        ("k", "in"),
        ("s", 'f"{'),
        ("s", '}, not"'),
    ]


def test_a_second_build_highlights_nothing_and_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(highlight, "_DONE", {})
    first = html("rulebook.highlight")
    assert len(highlight._DONE) == 3
    kept = list(highlight._DONE.values())
    assert html("rulebook.highlight") == first
    assert [id(value) for value in highlight._DONE.values()] == [id(value) for value in kept]
    monkeypatch.setattr(highlight, "BOUND", 3)
    assert html("rulebook.highlight", linenums=True) != first
    assert len(highlight._DONE) <= 3
