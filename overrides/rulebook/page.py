"""A Markdown file as front matter and body, with the line numbers of both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml

from rulebook import prose
from rulebook.problems import Problem, ProblemError

DEEPEST = 20
"""Levels of front matter; a rule needs three."""


@dataclass(frozen=True)
class Heading:
    """A heading of the body: its level, its text without attributes, its line in the file."""

    level: int
    text: str
    line: int


@dataclass(frozen=True)
class Page:
    """A page of the site.

    Attributes:
        path: Relative to the project, with forward slashes.
        front_matter: The YAML between the two `---` lines; empty where there is none.
        body: The Markdown below.
        body_line: The line of the file on which `body` starts.
    """

    path: str
    front_matter: str
    body: str
    body_line: int

    @cached_property
    def masked(self) -> str:
        """The body with code blanked out, every other character in its place."""
        return prose.without_code(self.body)

    @cached_property
    def headings(self) -> list[Heading]:
        """The headings outside code, in order."""
        text = prose.without_fences(self.body)
        found = re.finditer(r"^(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$", text, re.MULTILINE)
        return [Heading(len(m[1]), re.sub(r"\s*\{[^}]*\}$", "", m[2]), self.line(m.start())) for m in found]

    def line(self, offset: int) -> int:
        """The line of the file that holds the body's character at `offset`."""
        return self.body_line + self.body.count("\n", 0, offset)

    def section(self, title: str) -> tuple[int, int]:
        """Where in the body the text below the second-level heading `title` starts and ends.

        Raises:
            KeyError: There is no such heading.
        """
        outline = [heading for heading in self.headings if heading.level <= 2]
        lines = self.body.splitlines(keepends=True)
        for heading, following in zip(outline, [*outline[1:], None], strict=True):
            if heading.level == 2 and heading.text == title:
                first = heading.line - self.body_line + 1
                last = following.line - self.body_line if following else len(lines)
                return sum(map(len, lines[:first])), sum(map(len, lines[:last]))
        raise KeyError(title)


def read(root: Path, path: str) -> Page:
    """Read the page at `path` below `root`.

    Raises:
        ProblemError: The file is not plain UTF-8 with LF line ends, or its front matter does not end.
    """
    data = (root / path).read_bytes()

    def refuse(line: int, message: str) -> ProblemError:
        return ProblemError(Problem(path, line, message))

    if data.startswith(b"\xef\xbb\xbf"):
        raise refuse(1, "starts with a byte order mark; save the file as UTF-8 without one")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refuse(line, f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8") from None
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        raise refuse(line, "the line ends in CR LF; save the file with LF line ends")
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return Page(path, "", text, 1)
    for number, content in enumerate(lines[1:], start=2):
        if content.rstrip() == "---":
            return Page(path, "\n".join(lines[1 : number - 1]) + "\n", "\n".join(lines[number:]), number + 1)
    raise refuse(1, "the front matter never ends; close it with a line of three hyphens: ---")


class _Loader(yaml.CSafeLoader):  # in C: in Python, YAML was more than half of loading a catalogue
    """YAML's safe subset; a date that no calendar has stays text, so that the schema can report it."""

    def date(self, node: yaml.ScalarNode) -> object:
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError:
            return node.value


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.date)


def load_front_matter(page: Page) -> tuple[dict[str, object], yaml.MappingNode]:
    """The front matter as data, and as nodes that know their lines.

    Raises:
        ProblemError: It is missing, is not YAML, is not a mapping, or repeats a key.
    """

    def refuse(line: int, message: str) -> ProblemError:
        return ProblemError(Problem(page.path, line, message))

    if not page.front_matter:
        raise refuse(1, "front matter is missing; start the file with --- and the keys of a rule, then ---")
    for number, text in enumerate(page.front_matter.split("\n"), start=2):
        if "\t" in text:
            raise refuse(number, "a tab in the front matter; YAML is indented with spaces")
    try:
        _refuse_depth(page)
        loader = _Loader(page.front_matter)
        node = loader.get_single_node()
        data = loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(filter(None, [error.context, error.problem]))
        hint = "quote the text if it holds a colon, a # or starts with a special character"
        raise refuse((mark.line if mark else 0) + 2, f"front matter is not YAML: {what}; {hint}") from None
    except yaml.reader.ReaderError as error:
        line = page.front_matter.count("\n", 0, error.position) + 2
        raise refuse(line, f"front matter holds a control character ({error.reason}); remove it") from None
    if not isinstance(node, yaml.MappingNode) or not isinstance(data, dict):
        raise refuse(2, "front matter is not a mapping; write one `key: value` a line")
    _refuse_duplicates(node, page.path)
    return data, node


def _refuse_depth(page: Page) -> None:
    """Refuse nesting that would end the process: libyaml builds nodes by recursion, without a limit."""
    depth = 0
    for event in yaml.parse(page.front_matter, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            message = "front matter is nested too deeply; write the keys of a rule only"
            line = event.start_mark.line if event.start_mark else 0
            raise ProblemError(Problem(page.path, line + 2, message))


def line_of(node: yaml.Node, location: tuple[int | str, ...]) -> int:
    """The line in the file of the key or item at `location`, or of the nearest parent that is there."""
    line = node.start_mark.line
    for part in location:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == str(part):
                    line, node = key.start_mark.line, value
                    break
            else:
                break
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line
        else:
            break
    return line + 2


def _refuse_duplicates(node: yaml.Node, path: str, seen: frozenset[int] = frozenset()) -> None:
    if id(node) in seen:  # an alias to a parent
        return
    seen |= {id(node)}
    if isinstance(node, yaml.MappingNode):
        keys: dict[str, int] = {}
        for key, value in node.value:
            if key.value in keys:
                message = f"{key.value}: written twice, first on line {keys[key.value]}; keep one"
                raise ProblemError(Problem(path, key.start_mark.line + 2, message))
            keys[str(key.value)] = key.start_mark.line + 2
            _refuse_duplicates(value, path, seen)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_duplicates(item, path, seen)
