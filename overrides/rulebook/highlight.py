"""`pymdownx.highlight` with a memory: `rulebook.highlight`.

A server builds every page again after each edit, and hardly any code has changed. Highlighting was a
sixth of that work.
"""

from __future__ import annotations

from typing import Any

from pymdownx.highlight import Highlight, HighlightExtension

BOUND = 10_000
"""Blocks of code that are remembered; a thousand rules have fewer."""

_DONE: dict[tuple[str, str], str] = {}


class _Remembering(Highlight):
    def highlight(self, src: str, language: str, *args: Any, **options: Any) -> Any:
        """What `Highlight.highlight` gives, computed once for each code under each setting."""
        if options.get("inline"):  # an element of the page's own tree
            return super().highlight(src, language, *args, **options)
        # Blocks are numbered for anchors of lines, which this site does not use.
        options.pop("code_block_count", None)
        settings = {name: value for name, value in vars(self).items() if name != "md"}
        key = src, repr((language, args, options, settings))
        if key not in _DONE:
            if len(_DONE) >= BOUND:
                _DONE.clear()
            _DONE[key] = super().highlight(src, language, *args, **options)
        return _DONE[key]


class RememberingHighlight(HighlightExtension):
    """The extension, with the same settings as the one below it."""

    def get_pymdownx_highlighter(self) -> type[Highlight]:
        """The class that the other extensions highlight with."""
        return _Remembering


def makeExtension(**kwargs: Any) -> RememberingHighlight:  # noqa: N802 - the name that Markdown looks for
    """The entry point for `markdown_extensions`."""
    return RememberingHighlight(**kwargs)
