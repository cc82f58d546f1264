"""Code that was highlighted once is not highlighted again, and looks as it would without the memory."""

from __future__ import annotations

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


@pytest.mark.parametrize(
    "settings", [{}, {"pygments_lang_class": True}, {"noclasses": True}, {"linenums": True}]
)
def test_the_memory_changes_nothing(settings: dict[str, object]) -> None:
    wanted = html("pymdownx.highlight", **settings)
    assert "before.py" in wanted
    assert html("rulebook.highlight", **settings) == wanted
    assert html("rulebook.highlight", **settings) == wanted


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
