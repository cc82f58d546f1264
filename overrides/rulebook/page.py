"""A Markdown file as front matter and body, with the line numbers of both."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml

from rulebook import prose
from rulebook.problems import Problem, ProblemError

try:  # in C: in Python, YAML is more than half of loading a catalogue
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # a CPython for which PyYAML has no wheel, where it was built without libyaml
    from yaml import SafeLoader  # type: ignore[assignment]

DEEPEST = 20
"""Levels of YAML; a rule needs three, a detector ten."""

QUOTE = "quote the text if it holds a colon, a # or starts with a special character"


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
        lines = [f"{line}\n" for line in self.body.split("\n")]
        for heading, following in zip(outline, [*outline[1:], None], strict=False):
            if heading.level == 2 and heading.text == title:
                first = heading.line - self.body_line + 1
                last = following.line - self.body_line if following else len(lines)
                return sum(map(len, lines[:first])), sum(map(len, lines[:last]))
        raise KeyError(title)


def text(root: Path, path: str) -> str:
    """The text of the file at `path` below `root`.

    Raises:
        ProblemError: It cannot be opened, or is not plain UTF-8 with LF line ends.
    """

    def refuse(at: int, message: str) -> ProblemError:
        return ProblemError(Problem(path, data.count(b"\n", 0, at) + 1, message))

    try:
        data = (root / path).read_bytes()
    except OSError as error:
        message = f"cannot be read ({error.strerror}); put a readable file there, or remove it"
        raise ProblemError(Problem(path, 0, message)) from None
    if data.startswith(b"\xef\xbb\xbf"):
        raise refuse(0, "starts with a byte order mark; save the file as UTF-8 without one")
    try:
        found = data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise refuse(error.start, message) from None
    if match := re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", data):
        if match[0] == b"\r":
            raise refuse(match.start(), "the line ends in CR LF; save the file with LF line ends")
        raise refuse(match.start(), f"holds the control character 0x{match[0][0]:02x}; remove it")
    if match := re.search(rb"^(?:<{7}|>{7}) ", data, re.MULTILINE):
        raise refuse(match.start(), "holds both sides of a merge conflict; keep one and remove the marks")
    return found


def below(root: Path, folder: str, suffix: str) -> list[str]:
    """Every file below a folder whose name ends in `suffix`, sorted; none where there is no such folder.

    Raises:
        ProblemError: A folder cannot be listed: what cannot be seen must not pass for absent.
    """

    def refuse(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            path = Path(error.filename).relative_to(root).as_posix()
            raise ProblemError(Problem(path, 0, f"cannot be listed ({error.strerror}); make it readable"))

    return sorted(
        Path(here, name).relative_to(root).as_posix()
        for here, _, names in os.walk(root / folder, onerror=refuse)
        for name in names
        if name.endswith(suffix)
    )


def address(path: str) -> str:
    """The address of the page at `path`, from the root of the site on: `docs/db/index.md` is at `/db/`."""
    name = path.removeprefix("docs").removesuffix(".md")
    return name.removesuffix("index") if name.endswith("/index") else f"{name}/"


def read(root: Path, path: str) -> Page:
    """Read the page at `path` below `root`.

    Raises:
        ProblemError: The file is not plain UTF-8 with LF line ends, or its front matter does not end.
    """
    return split(path, text(root, path))


def split(path: str, content: str) -> Page:
    """The page whose file at `path` holds `content`.

    Raises:
        ProblemError: The front matter does not end.
    """
    lines = content.split("\n")
    if lines[0].rstrip() != "---":
        return Page(path, "", content, 1)
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() == "---":
            return Page(path, "\n".join(lines[1 : number - 1]) + "\n", "\n".join(lines[number:]), number + 1)
    message = "the front matter never ends; close it with a line of three hyphens: ---"
    raise ProblemError(Problem(path, 1, message))


class _Loader(SafeLoader):
    """YAML's safe subset; a date that no calendar has stays text, so that the schema can report it."""

    def date(self, node: yaml.ScalarNode) -> object:
        try:
            return self.construct_yaml_timestamp(node)
        except (ValueError, AttributeError):
            return node.value


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.date)


def load_front_matter(page: Page) -> tuple[dict[str, object], yaml.MappingNode]:
    """The front matter as data, and as nodes that know their lines.

    Raises:
        ProblemError: It is missing, is not YAML, is not a mapping, or repeats a key.
    """
    if not page.front_matter:
        message = "front matter is missing; start the file with --- and the keys of a rule, then ---"
        raise ProblemError(Problem(page.path, 1, message))
    if "\t" in page.front_matter:
        line = page.front_matter.count("\n", 0, page.front_matter.index("\t")) + 2
        raise ProblemError(
            Problem(page.path, line, "a tab in the front matter; YAML is indented with spaces")
        )
    return load_yaml(page.front_matter, page.path, 2, "front matter")


def load_yaml(text: str, path: str, first: int, name: str) -> tuple[dict[str, object], yaml.MappingNode]:
    """A YAML mapping as data and as nodes; `first` is the line on which `text` starts, `name` what it is.

    Raises:
        ProblemError: It is not YAML, is not a mapping, or repeats a key.
    """
    node = compose(text, path, first, name)
    try:
        data = _Loader("").construct_document(node)
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(error, path, first, name) from None
    except (ValueError, KeyError) as error:  # a tag such as !!int before something else, too many digits
        message = f"{name} holds a value that cannot be read ({error}); quote it and write no tags"
        raise ProblemError(Problem(path, first, message)) from None
    return data, node


def compose(text: str, path: str, first: int, name: str) -> yaml.MappingNode:
    """A YAML mapping as nodes, with whatever tags its program knows; otherwise as `load_yaml`."""
    try:
        _refuse_depth_and_references(text, path, first, name)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(error, path, first, name) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + first
        message = f"{name} holds a control character ({error.reason}); remove it"
        raise ProblemError(Problem(path, line, message)) from None
    if not isinstance(node, yaml.MappingNode):
        message = f"{name} is not a mapping; write one `key: value` a line"
        raise ProblemError(Problem(path, first, message))
    _refuse_duplicates(node, path, first)
    return node


def _refuse_depth_and_references(text: str, path: str, first: int, name: str) -> None:
    """Refuse what would end the process or fill its memory: libyaml recurses without a limit."""
    depth = 0
    for event, line in _events(text, path, first, name):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            message = f"{name} is nested too deeply; write plain keys and lists"
            raise ProblemError(Problem(path, line, message))
        if isinstance(event, yaml.AliasEvent):
            message = (
                f"{name} refers to another value, *{event.anchor}; quote the text, or write the value out"
            )
            raise ProblemError(Problem(path, line, message))


def _events(text: str, path: str, first: int, name: str) -> Iterator[tuple[yaml.Event, int]]:
    """What the text is made of, each with its line; refuses the escapes that only libyaml itself refuses."""
    line = first
    try:
        for event in yaml.parse(text, Loader=_Loader):
            line = (event.start_mark.line if event.start_mark else 0) + first
            if isinstance(event, yaml.ScalarEvent):
                event.value.encode()
            yield event, line
    except (ValueError, OverflowError):  # half of a character, or a number that no character has
        what = "while parsing a scalar found invalid Unicode character escape code"
        raise ProblemError(Problem(path, line, f"{name} is not YAML: {what}; {QUOTE}")) from None


def _not_yaml(error: yaml.MarkedYAMLError, path: str, first: int, name: str) -> ProblemError:
    mark = error.problem_mark or error.context_mark
    what = " ".join(filter(None, [error.context, error.problem]))
    return ProblemError(
        Problem(path, (mark.line if mark else 0) + first, f"{name} is not YAML: {what}; {QUOTE}")
    )


def line_of(node: yaml.Node, location: tuple[int | str, ...], first: int = 2) -> int:
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
    return line + first


def _refuse_duplicates(node: yaml.Node, path: str, first: int) -> None:
    if isinstance(node, yaml.MappingNode):
        keys: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + first
            if str(key.value) in keys:
                message = f"{key.value}: written twice, first on line {keys[key.value]}; keep one"
                raise ProblemError(Problem(path, line, message))
            keys[str(key.value)] = line
            _refuse_duplicates(value, path, first)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_duplicates(item, path, first)
