"""What the pages on caches inside a process claim: keys, shared answers, threads, bounds, and what stays."""

from __future__ import annotations

import gc
import json
import re
import weakref
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from examples.caching.bounded import after as bounded
from examples.caching.bounded import after_sizing, after_uncached, before_dict, find_it, traffic
from examples.caching.bounded import before as unbounded
from examples.caching.bounded.routes import NAMES
from examples.caching.lru_cache import after as cached
from examples.caching.lru_cache import after_traps, before_traps, index_pages
from examples.caching.lru_cache import before as parsed
from tests.command import ROOT, run

REQUIREMENTS = st.sampled_from(["", ">=3.8", ">=3.13", "==3.12.*", "<3", "nonsense", ">=3.8,", "!=3.12.1"])
FILLED = [re.sub("{.*?}", "7", name) for name in NAMES] + ["/categories/tea"]
PATHS = st.one_of(
    st.sampled_from(FILLED),
    st.text(alphabet="/orders79é.\n", max_size=12),
    st.sampled_from(["/static/" + "x" * 500, "/orders/" + "9" * 500]),
)


@pytest.fixture(autouse=True)
def _empty() -> Iterator[None]:
    """Every test begins and ends with empty caches."""
    for function in (cached.supports, unbounded.route_of, bounded.route_of):
        function.cache_clear()
    before_dict.known.clear()
    yield
    for function in (cached.supports, unbounded.route_of, bounded.route_of):
        function.cache_clear()
    before_dict.known.clear()


# caching-lru-cache


@given(requirements=st.lists(REQUIREMENTS))
def test_the_cache_changes_no_release(requirements: list[str]) -> None:
    files = [
        {"filename": f"shop-1.{number}-py3-none-any.whl", "requires-python": requires}
        for number, requires in enumerate(requirements)
    ]
    page, python = json.dumps({"files": files}), Version("3.12.1")
    assert cached.newest(page, python) == parsed.newest(page, python)


def test_another_python_is_another_question() -> None:
    page = json.dumps({"files": [{"filename": "shop-2-py3-none-any.whl", "requires-python": ">=3.13"}]})
    assert cached.newest(page, Version("3.12.1")) is None
    assert cached.newest(page, Version("3.13.0")) == Version("2")


def test_a_requirement_that_cannot_be_read_is_an_answer_and_kept() -> None:
    assert not cached.supports("nonsense", Version("3.12.1"))
    assert not cached.supports("nonsense", Version("3.12.1"))
    assert cached.supports.cache_info().hits == 1


def test_the_workload_has_as_many_different_requirements_as_it_says() -> None:
    different = index_pages.requirements()
    assert len(different) == len(set(different)) == index_pages.DIFFERENT


def test_an_error_is_computed_again() -> None:
    calls: list[str] = []

    @lru_cache(maxsize=8)
    def fail(key: str) -> None:
        calls.append(key)
        raise ValueError(key)

    for _ in range(2):
        with pytest.raises(ValueError, match="x"):
            fail("x")
    assert calls == ["x", "x"]


def test_with_one_argument_an_int_has_its_own_entry_and_true_shares_one_with_a_float() -> None:
    @lru_cache(maxsize=8)
    def shown(value: object) -> str:
        return repr(value)

    assert [shown(1), shown(True), shown(1.0)] == ["1", "True", "True"]


def test_with_two_arguments_whatever_is_equal_is_one_entry() -> None:
    @lru_cache(maxsize=8)
    def shown(value: object, _: str) -> str:
        return repr(value)

    assert {shown(value, "") for value in (1, 1.0, True, Decimal("1.00"))} == {"1"}
    assert [shown(0.0, ""), shown(-0.0, "")] == ["0.0", "0.0"]


def test_typed_looks_at_the_types_of_the_arguments_alone() -> None:
    @lru_cache(maxsize=8, typed=True)
    def shown(value: object, _: str) -> str:
        return repr(value)

    assert [shown(value, "") for value in (1, 1.0, True)] == ["1", "1.0", "True"]
    assert [shown((1,), ""), shown((True,), "")] == ["(1,)", "(1,)"]
    assert [str(shown(Decimal(text), "")) for text in ("5.0", "5.00")] == ["Decimal('5.0')"] * 2


def test_each_spelling_of_a_call_is_an_entry() -> None:
    @lru_cache(maxsize=8)
    def add(a: int, b: int) -> int:
        return a + b

    assert add(1, 2) == add(1, b=2) == add(a=1, b=2) == add(b=2, a=1)
    assert add.cache_info().misses == 4


def test_a_caller_that_changes_its_answer_changes_that_of_all() -> None:
    before_traps.languages("pt").append("fr")
    assert before_traps.languages("pt") == ["pt", "fr"]
    assert isinstance(after_traps.languages("pt"), tuple)


def test_a_list_as_argument_raises_before_the_function_is_entered() -> None:
    cents: Sequence[int] = [1]
    with pytest.raises(TypeError, match="unhashable"):
        before_traps.total(cents)
    assert after_traps.total(cents) == 1


def test_two_threads_that_ask_at_once_compute_both() -> None:
    inside = Barrier(2)

    @lru_cache(maxsize=8)
    def report(_: str) -> object:
        inside.wait(timeout=30)  # breaks unless both threads are in here
        return object()

    with ThreadPoolExecutor(2) as threads:
        one, other = threads.map(report, ["May", "May"])
    assert one is not other
    assert report.cache_info().misses == 2


# caching-bounded


@given(paths=st.lists(PATHS))
def test_no_cache_changes_a_count(paths: list[str]) -> None:
    expected = after_uncached.requests_by_route(paths)
    for version in (unbounded, bounded, before_dict):
        assert version.requests_by_route(paths) == expected


def test_a_long_path_is_matched_and_not_kept() -> None:
    long = "/static/" + "x" * bounded.LONGEST
    assert bounded.requests_by_route([long, long]) == {"/static/{file}": 2}
    assert bounded.route_of.cache_info().currsize == 0


def test_threads_never_push_a_cache_over_its_bound() -> None:
    @lru_cache(maxsize=16)
    def same(key: int) -> int:
        return key

    def ask(first: int) -> bool:
        return all(
            same(key) == key and same.cache_info().currsize <= 16 for key in range(first, first + 2_000)
        )

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(ask, range(0, 400, 100)))
    assert same.cache_info().currsize == 16


@pytest.mark.parametrize(("maxsize", "hits"), [(99, 0), (100, 900), (101, 900)])
def test_a_round_longer_than_the_bound_never_hits(maxsize: int, hits: int) -> None:
    keys = [b"%d" % (number % 100) for number in range(1_000)]
    assert after_sizing.hits(keys, maxsize) == hits


def test_the_monitor_comes_round_with_more_pages_than_the_bound() -> None:
    assert bounded.route_of.cache_parameters()["maxsize"] == 1_024 < traffic.CYCLE


def test_a_larger_bound_never_hits_less() -> None:
    found = [after_sizing.hits(traffic.visited(5_000), maxsize) for maxsize in (0, 1, 16, 256, 4_096)]
    assert found == sorted(found)
    assert found[0] == 0


def test_without_parentheses_the_bound_is_128_and_cache_has_none() -> None:
    @lru_cache
    def default(key: int) -> int:
        return key

    assert default.cache_parameters()["maxsize"] == 128
    assert unbounded.route_of.cache_parameters()["maxsize"] is None


class Document:
    """Something large, which a cache may hold."""


@pytest.mark.parametrize("decorate", [cache, lru_cache(maxsize=2)], ids=["cache", "lru_cache"])
def test_arguments_and_answers_live_until_others_push_them_out(decorate: Callable[..., Any]) -> None:
    function = decorate(lambda _: Document())
    argument = Document()
    held = [weakref.ref(argument), weakref.ref(function(argument))]
    del argument
    gc.collect()
    assert all(reference() is not None for reference in held)
    for other in range(2):
        function(other)
    gc.collect()
    assert all(reference() is None for reference in held) is (decorate is not cache)
    function.cache_clear()
    gc.collect()
    assert all(reference() is None for reference in held)


def test_an_evicted_answer_comes_back_as_another_object() -> None:
    @lru_cache(maxsize=1)
    def document(_: str) -> Document:
        return Document()

    first = document("a")
    assert document("a") is first
    document("b")
    assert document("a") is not first


def test_the_collector_finds_caches_wherever_they_are() -> None:
    hidden = {"somewhere": lru_cache(maxsize=3)(str.upper)}
    assert any(each is hidden["somewhere"] for each in find_it.caches())


CACHED = """
@cache
def a1(path: str): ...
@functools.cache
def a2(path): ...
@lru_cache(maxsize=None)
def a3(path: str | None = None): ...
@functools.lru_cache(None)
def a4(size: int, path: str): ...
@lru_cache(
    typed=True, maxsize=None
)
def a5(path: bytes): ...
@cache
def a6(*, path: str): ...
class Site:
    @cache
    def a7(self, path: str): ...
@cache
def b1(): ...
@cache
def b2(workers: int): ...
@lru_cache
def b3(path: str): ...
@lru_cache(maxsize=128)
def b4(path: str | None): ...
@lru_cache(1024, typed=True)
def b5(path: str): ...
class Page:
    @cache
    def b6(self): ...
"""


def test_the_detector_wants_a_text_and_no_bound(tmp_path: Path) -> None:
    file = tmp_path / "cached.py"
    file.write_text(CACHED, encoding="utf-8")
    detector = ROOT / "examples/caching/bounded/detector.yml"
    matches = json.loads(run("ast-grep", "scan", "--rule", detector, "--json=compact", file).stdout)
    names = [re.findall(r"def (\w+)", match["text"])[0] for match in matches]
    assert names == [f"a{number}" for number in range(1, 8)]


def test_ruff_reports_no_missing_bound_and_offers_cache_for_one(tmp_path: Path) -> None:
    file = tmp_path / "cached.py"
    file.write_text(
        "import functools\n\n@functools.lru_cache(maxsize=None)\ndef one(path: str): ...\n\n"
        "@functools.cache\ndef other(path: str): ...\n",
        encoding="utf-8",
    )
    found = run("ruff", "check", "--isolated", "--no-cache", "--preview", "--target-version=py311",
                "--output-format=json", "--select=UP,B,RUF,PERF,FURB,PLW,PLR,S", file)  # fmt: skip
    assert [report["code"] for report in json.loads(found.stdout)] == ["UP033"]
