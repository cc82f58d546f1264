"""Free text from front matter and results, made safe for HTML; code spans are the only Markdown in it."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_CODE = re.compile(r"`([^`]+)`")


def inline(text: str) -> Markup:
    """The text with every special character escaped and code spans as `<code>`."""
    result = Markup("")
    position = 0
    for match in _CODE.finditer(text):
        result += escape(text[position : match.start()]) + Markup("<code>{}</code>").format(match[1])
        position = match.end()
    return result + escape(text[position:])


def plain(text: str) -> str:
    """The text without the marks of code spans."""
    return _CODE.sub(r"\1", text)
