"""Free text from front matter and results, made safe for HTML; its only Markdown is `code` and **strong**."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

# Code comes first: the asterisks of `f(**options)` mark nothing.
_MARK = re.compile(r"`(?P<code>[^`]+)`|\*\*(?P<strong>(?:`[^`]+`|[^*`])+)\*\*")


def inline(text: str) -> Markup:
    """The text with every special character escaped, code spans as `<code>`, strong words as `<strong>`."""
    result = Markup("")
    position = 0
    for match in _MARK.finditer(text):
        result += escape(text[position : match.start()])
        if match["code"]:
            result += Markup("<code>{}</code>").format(match["code"])
        else:
            result += Markup("<strong>{}</strong>").format(inline(match["strong"]))
        position = match.end()
    return result + escape(text[position:])


def plain(text: str) -> str:
    """The text without the marks of code spans and strong words."""
    return _MARK.sub(lambda match: match["code"] or plain(match["strong"]), text)
