"""Fixtures for the guards that readers copy, and the option that proves that a guard guards.

`pytest examples/db/n_plus_one/guard.py` must pass. With `--guard-against before` every name that the guard
imported from an `after` module is the one of the `before` module. Then every test must fail, and one that
passes is the failure.
"""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator
from types import ModuleType

import pytest

from examples.harness import Bench
from examples.harness.services.shared import Services


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--guard-against",
        choices=["before"],
        help="swap what guards import from `after` for the same names of `before`: who passes then, fails",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--guard-against"):
        modules = {id(item.module): item.module for item in items if isinstance(item, pytest.Function)}
        for module in modules.values():
            _swap(module)
        must_fail = pytest.mark.xfail(strict=True, reason="every guard must fail on the before")
        for item in items:
            item.add_marker(must_fail)


def _swap(guard: ModuleType) -> None:
    """Put the before's functions where the guard has the after's.

    Raises:
        pytest.UsageError: The guard imports nothing from an `after`, or the before lacks a name.
    """
    swapped = 0
    for node in ast.walk(ast.parse(inspect.getsource(guard))):
        if not isinstance(node, ast.ImportFrom) or node.module is None:
            continue
        package, _, name = node.module.rpartition(".")
        if name.split("_")[0] != "after":
            continue
        before = _before(package, name)
        for alias in node.names:
            if not hasattr(before, alias.name):
                raise pytest.UsageError(
                    f"{guard.__file__}:{node.lineno}: {before.__name__} has no {alias.name!r}; "
                    f"before and after must share the names that guards import"
                )
            setattr(guard, alias.asname or alias.name, getattr(before, alias.name))
            swapped += 1
    if not swapped:
        raise pytest.UsageError(
            f"{guard.__file__}: a guard imports the function that it guards by "
            "`from examples.<section>.<rule>.after import <function>`; found no such import"
        )


def _before(package: str, after: str) -> ModuleType:
    """`before_django` for `after_django`; `before` where the fix is one of several for the same before."""
    try:
        return importlib.import_module(f"{package}.{after.replace('after', 'before', 1)}")
    except ModuleNotFoundError:
        return importlib.import_module(f"{package}.before")


@pytest.fixture(scope="session")
def services() -> Iterator[Services]:
    """The servers of this test run, each started when first asked for."""
    with Services.running() as services:
        yield services


@pytest.fixture
def bench(services: Services) -> Iterator[Bench]:
    """A bench with straight connections; what a test gets from it is gone after the test."""
    with Bench(services) as bench:
        yield bench
