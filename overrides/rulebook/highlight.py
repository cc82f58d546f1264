"""`pymdownx.highlight` with a memory, and with elements for color only: `rulebook.highlight`.

A server builds every page again after each edit, and hardly any code has changed. Highlighting was a
sixth of that work. And two thirds of the elements of a rule's page stood around names, dots and brackets
that look like the code around them: a browser styles and lays out each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pygments.filter import Filter
from pygments.lexer import Lexer
from pygments.token import Keyword, Name, Operator, Punctuation, String, Text, Whitespace, _TokenType
from pymdownx.highlight import Highlight, HighlightExtension

BOUND = 10_000
"""Blocks of code that are remembered; a thousand rules have fewer."""

PLAIN = (Keyword.Constant, Name, Name.Variable, Name.Variable.Magic, Name.Function.Magic)
"""Kinds of text that get no color of their own, besides whitespace, operators and punctuation."""

STRINGS = (String.Affix, String.Double, String.Interpol, String.Single)
"""Kinds that have the color of a string, and follow one another without a gap."""

Token = tuple[_TokenType, str]

_DONE: dict[tuple[str, str], str] = {}


class _Colored(Filter):
    """Keeps the kinds of text that the style sheet tells apart: one element holds what looks alike."""

    _KINDS = (
        dict.fromkeys((*PLAIN, Whitespace, Operator, Punctuation), Text)
        | dict.fromkeys(STRINGS, String)
        | {Operator.Word: Keyword}
    )

    def filter(self, lexer: Any, stream: Iterable[Token]) -> Iterator[Token]:  # noqa: ARG002 - the base's
        return ((self._KINDS.get(kind, kind), text) for kind, text in stream)


class _Remembering(Highlight):
    def get_lexer(self, *args: Any) -> tuple[Lexer, str]:
        """What `Highlight.get_lexer` gives, its kinds of text made fewer."""
        lexer, name = super().get_lexer(*args)
        lexer.add_filter(_Colored())
        return lexer, name

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
