"""The reference's pages know of the code what mkdocstrings' own handler would, though less is parsed."""

from __future__ import annotations

from types import ModuleType, SimpleNamespace

from mkdocstrings_handlers import documented, python

from tests.command import ROOT


def handler(of: ModuleType) -> python.PythonHandler:
    """A handler for this project."""
    tool = SimpleNamespace(config_file_path=ROOT / "mkdocs.yml")
    settings = {"paths": [".", "overrides"], "options": {"docstring_style": "google"}}
    found = of.get_handler(settings, tool, theme="material", custom_templates=None, mdx=[], mdx_config={})
    assert isinstance(found, python.PythonHandler)
    return found


def test_a_documented_name_is_what_it_is_to_mkdocstrings_own_handler() -> None:
    ours, theirs = handler(documented), handler(python)
    options = theirs.get_options({})
    names = documented.names(ROOT / "docs")
    assert len(names) >= 10
    for name in names:
        found = ours.collect(name, options).as_json(full=True)
        assert found == theirs.collect(name, options).as_json(full=True), name
    few, all_of_them = (len(one._lines_collection.keys()) for one in (ours, theirs))
    assert few < all_of_them / 3
