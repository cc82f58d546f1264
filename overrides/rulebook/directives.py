"""`<!-- rulebook: name id key=value key="two words" -->`: found, parsed and checked against what exists."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rulebook import prose

_COMMENT = re.compile(r"<!--[ \t]*rulebook\b(?P<colon>:?)(?P<text>.*?)(?:-->|\Z)", re.DOTALL)
_TOKEN = re.compile(r'(?P<key>[a-z]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]+))|(?P<word>[^\s="]+)')


class DirectiveError(ValueError):
    """A directive that cannot be carried out; the message says what was expected."""


class UnreadRuleError(DirectiveError):
    """A directive about a rule whose page is broken, which is reported there."""


@dataclass(frozen=True)
class Spec:
    """What a directive takes.

    Attributes:
        block: Whether it stands alone and gives HTML; an inline one gives text inside a sentence.
        takes_rule: Whether a rule's id follows the name.
        options: The allowed keys, each with an example of a value.
        required: The keys that must be given.
    """

    block: bool
    takes_rule: bool = True
    options: Mapping[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ()


_WHERE = {
    "case": '"SQLAlchemy"',
    "size": "100",
    "rtt": "0.5",
    "mbit": "100",
    "python": "3.13",
    "quantity": "wall",
}

SPECS: Mapping[str, Spec] = {
    "header": Spec(block=True),
    "evidence": Spec(block=True),
    "risks": Spec(block=True),
    "find": Spec(block=True),
    "measured": Spec(block=True),
    "references": Spec(block=True),
    "rules": Spec(block=True, takes_rule=False, options={"section": "db", "limit": "5"}),
    "all-rules": Spec(block=True, takes_rule=False),
    "sections": Spec(block=True, takes_rule=False),
    "symptoms": Spec(block=True, takes_rule=False),
    "checklist": Spec(block=True, takes_rule=False, options={"list": "code-review"}),
    "corrections": Spec(block=True, takes_rule=False),
    "changelog": Spec(block=True, takes_rule=False),
    "under-review": Spec(block=True, takes_rule=False),
    "ratio": Spec(block=False, options={**_WHERE, "variant": "after"}),
    "figure": Spec(block=False, options={**_WHERE, "variant": "before"}, required=("variant",)),
    "size": Spec(block=False),
    "rtt": Spec(block=False),
    "break-even": Spec(block=False, options={"case": '"SQLAlchemy"', "rtt": "0.5"}),
}
OWN_PAGE = ("header", "evidence", "risks", "find", "measured", "references")
"""The directives that belong on the page of the rule that they name."""


@dataclass(frozen=True)
class Directive:
    """A directive as written.

    Attributes:
        name: Which one.
        rule: The id that it names, or None.
        options: Its arguments.
        source: The whole comment.
        start: Offset of the comment in the text.
        end: Offset after it.
    """

    name: str
    rule: str | None
    options: Mapping[str, str]
    source: str
    start: int
    end: int

    @property
    def spec(self) -> Spec:
        """What the directive takes."""
        return SPECS[self.name]


@dataclass(frozen=True)
class Comment:
    """A comment that starts like a directive, with its place in the text."""

    source: str
    start: int
    end: int
    alone: bool

    def parse(self) -> Directive:
        """Read the comment.

        Raises:
            DirectiveError: It is not a directive with the arguments that its name takes.
        """
        match = _COMMENT.fullmatch(self.source)
        if match is None or not self.source.endswith("-->") or "\n" in self.source:
            raise DirectiveError("the comment does not end on its line; close it with -->")
        if not match["colon"]:
            raise DirectiveError("a colon is missing; write <!-- rulebook: … -->")
        words, options = _tokens(match["text"])
        if not words:
            raise DirectiveError(f"no directive is named; use one of {', '.join(SPECS)}")
        name, *arguments = words
        if name not in SPECS:
            raise DirectiveError(f"unknown directive {name!r}{_closest(name, SPECS)}")
        spec = SPECS[name]
        if spec.takes_rule and len(arguments) != 1:
            raise DirectiveError(f"{name} takes one rule id; write <!-- rulebook: {name} db-n-plus-one -->")
        if not spec.takes_rule and arguments:
            raise DirectiveError(f"{name} takes no {arguments[0]!r}; {_options(spec)}")
        for key in options:
            if key not in spec.options:
                raise DirectiveError(f"{name} does not know the argument {key!r}; {_options(spec)}")
        for key in spec.required:
            if key not in options:
                raise DirectiveError(f"{name} needs {key}; write for example {key}={spec.options[key]}")
        if spec.block and not self.alone:
            raise DirectiveError(f"{name} gives a block; put it on a line of its own")
        return Directive(
            name, arguments[0] if arguments else None, options, self.source, self.start, self.end
        )


def scan(text: str) -> Iterator[Comment]:
    """Every comment that starts like a directive, outside code."""
    masked = prose.without_code(text)
    for match in _COMMENT.finditer(masked):
        before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        end = text.find("\n", match.end())
        after = text[match.end() : len(text) if end == -1 else end]
        yield Comment(
            text[slice(*match.span())], *match.span(), alone=not before.strip() and not after.strip()
        )


def _tokens(text: str) -> tuple[list[str], dict[str, str]]:
    words: list[str] = []
    options: dict[str, str] = {}
    position = 0
    text = text.strip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or (match.end() < len(text) and not text[match.end()].isspace()):
            raise DirectiveError(f'cannot read {text[position:]!r}; write key=value or key="two words"')
        if match["key"] is None:
            words.append(match["word"])
        elif match["key"] in options:
            raise DirectiveError(f"the argument {match['key']!r} is given twice; keep one")
        else:
            options[match["key"]] = match["bare"] if match["quoted"] is None else match["quoted"]
        position = match.end()
        while position < len(text) and text[position].isspace():
            position += 1
    return words, options


def _options(spec: Spec) -> str:
    if not spec.options:
        return "it takes no arguments; remove it"
    return f"it takes {', '.join(f'{key}={example}' for key, example in spec.options.items())}"


def _closest(name: str, known: Mapping[str, object]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]}?" if close else f"; use one of {', '.join(known)}"
