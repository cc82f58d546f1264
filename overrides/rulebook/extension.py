"""The Python-Markdown extension that carries out the directives of a page: `rulebook.extension`.

Both builders hand a page's text over without front matter and without saying which page it is, so
everything that a directive needs stands in it. Includes are resolved before, fences set aside.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from rulebook import render
from rulebook.catalogue import Catalogue
from rulebook.directives import DirectiveError, scan


class RulebookExtension(Extension):
    """Directives of the project at `root`, by default the current folder."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {"root": [".", "The project's folder"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name that Markdown calls
        """Run directives between fences (25) and raw HTML (20), set the anchor before attributes (8)."""
        directives = _Directives(md, Path(self.getConfig("root")))
        md.preprocessors.register(directives, "rulebook", 22)
        md.treeprocessors.register(_Anchor(md, directives), "rulebook-anchor", 9)


class _Directives(Preprocessor):
    def __init__(self, md: Markdown, root: Path) -> None:
        super().__init__(md)
        self.root = root
        self.page_of: str | None = None

    def run(self, lines: list[str]) -> list[str]:
        self.page_of = None
        text = "\n".join(lines)
        parts: list[str] = []
        position = 0
        catalogue = None
        for comment in scan(text):
            catalogue = catalogue or Catalogue.load(self.root)
            try:
                directive = comment.parse()
                output = str(render.directive(directive, catalogue))
            except DirectiveError as error:
                raise DirectiveError(f"{self._place(comment.source)}: {error}") from None
            if directive.name == "header":
                self.page_of = directive.rule
            if directive.spec.block:
                indent = self._indent(text, comment.start)
                below = render.links(directive, catalogue)
                output = f"\n{indent}{self.md.htmlStash.store(output)}\n\n{indent}{below}\n"
            parts += [text[position : comment.start], output]
            position = comment.end
        return "".join([*parts, text[position:]]).split("\n")

    @staticmethod
    def _indent(text: str, start: int) -> str:
        return text[text.rfind("\n", 0, start) + 1 : start]

    def _place(self, source: str) -> str:
        """File and line of a directive, which no builder tells an extension."""
        for path in sorted((self.root / "docs").rglob("*.md")):
            content = path.read_text(encoding="utf-8", errors="replace")
            if source in content:
                line = content.count("\n", 0, content.index(source)) + 1
                return f"{path.relative_to(self.root).as_posix()}:{line}: {source}"
        return source


class _Anchor(Treeprocessor):
    """Gives the first heading of a rule's page the rule's id, so that links by id find it."""

    def __init__(self, md: Markdown, directives: _Directives) -> None:
        super().__init__(md)
        self.directives = directives

    def run(self, root: Element) -> None:
        heading = root.find("h1")
        if self.directives.page_of and heading is not None:
            heading.set("id", self.directives.page_of)


def makeExtension(**kwargs: Any) -> RulebookExtension:  # noqa: N802 - the name that Markdown looks for
    """The entry point for `markdown_extensions`."""
    return RulebookExtension(**kwargs)
