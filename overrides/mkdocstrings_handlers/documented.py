"""mkdocstrings' Python handler, which parses what the pages document: `handlers: documented:`.

Its own parses the whole package of every name. The rules' examples are one package, of which the reference
shows a few modules; to parse the others was a sixth of a build. And a server, which builds again after every
edit, compiles no template twice. What was parsed is not kept: rendering resolves aliases in it for good.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from contextlib import suppress
from pathlib import Path
from types import CodeType
from typing import Any, ClassVar

from griffe import GriffeLoader, Module, ModuleFinder, Parser, load_extensions
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from mkdocstrings import CollectorItem
from mkdocstrings_handlers.python import PythonConfig, PythonHandler, PythonOptions


class DocumentedHandler(PythonHandler):
    """Gives what its base does: around a documented name, all that stands in the same packages is known."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.env.bytecode_cache = _Compiled()

    def collect(self, identifier: str, options: PythonOptions) -> CollectorItem:
        """What a name stands for."""
        package = identifier.partition(".")[0]
        if options and package not in self._modules_collection:
            loader = GriffeLoader(
                extensions=load_extensions(*self.normalize_extension_paths(options.extensions)),
                search_paths=self._paths,
                docstring_parser=Parser(options.docstring_style) if options.docstring_style else None,
                modules_collection=self._modules_collection,
                lines_collection=self._lines_collection,
            )
            loader.finder = _Finder(self._paths, names(self.base_dir / "docs"))
            with suppress(ImportError):  # which the base reports
                loader.load(package, try_relative_path=False)
                loader.resolve_aliases(implicit=False, external=self.config.load_external_modules)
        return super().collect(identifier, options)


class _Finder(ModuleFinder):
    """Finds the modules of those packages that hold one of `names` at any depth."""

    def __init__(self, paths: list[str], names: list[str]) -> None:
        super().__init__(paths)
        self.names = names

    def submodules(self, module: Module) -> list[tuple[tuple[str, ...], Path]]:
        """The name below `module` and the file of each."""
        return [(name, file) for name, file in super().submodules(module) if self._asked(module, name, file)]

    def _asked(self, module: Module, name: tuple[str, ...], file: Path) -> bool:
        package = ".".join([module.name, *(name if file.stem == "__init__" else name[:-1])])
        return any(one.startswith(f"{package}.") for one in self.names)


class _Compiled(BytecodeCache):
    """The templates' code, for the rest of the process."""

    code: ClassVar[dict[tuple[str, str], CodeType | None]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a template, unless it has changed."""
        bucket.code = self.code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        self.code[bucket.key, bucket.checksum] = bucket.code


def names(docs: Path) -> list[str]:
    """What the pages below `docs` document."""
    return [
        name
        for page in sorted(docs.rglob("*.md"))
        for name in re.findall(r"^ *::: +(\S+)", page.read_text(encoding="utf-8"), re.MULTILINE)
    ]


def get_handler(handler_config: MutableMapping[str, Any], tool_config: Any, **kwargs: Any) -> PythonHandler:
    """The entry point that mkdocstrings looks for."""
    folder = Path(tool_config.config_file_path or "mkdocs.yml").parent
    return DocumentedHandler(config=PythonConfig.from_data(**handler_config), base_dir=folder, **kwargs)
