"""What the page on growth says of bounds: what they keep, what they lose, and where lists hide."""

from __future__ import annotations

import weakref
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import wraps
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples.memory.unbounded_growth import (
    after,
    after_clients,
    after_labels,
    after_recent,
    before,
    before_clients,
    before_labels,
    before_recent,
    growth,
    guard,
    what_is_lost,
    when_not,
)
from examples.memory.unbounded_growth.traffic import Request
from examples.memory.unbounded_growth.workload import forget
from tests.examples.files import said

MODULES = [
    *(before, before_clients, before_labels, before_recent),
    *(after, after_clients, after_labels, after_recent),
]


@pytest.fixture(autouse=True)
def _new_modules() -> Iterator[None]:
    for module in MODULES:
        forget(module)
    yield
    for module in MODULES:
        forget(module)


@pytest.mark.parametrize("version", [before, after])
@pytest.mark.parametrize(
    ("microseconds", "slow"),
    [(0, 0), (-5, 0), (499_999, 0), (500_000, 0), (500_001, 1), (10**15, 1)],
)
def test_slow_begins_above_the_bound(version: ModuleType, microseconds: int, slow: int) -> None:
    assert version.report() == {}
    version.observe("/", microseconds)
    assert version.report() == {"/": (1, microseconds, slow)}


@pytest.mark.parametrize("version", [before_recent, after_recent])
@pytest.mark.parametrize("noted", [0, 1, 19, 20, 21, 100])
def test_the_last_errors_are_the_same_and_the_caller_may_change_them(version: ModuleType, noted: int) -> None:
    for number in range(noted):
        version.note(str(number))
    expected = [str(number) for number in range(noted)][-20:]
    shown = version.recent()
    assert shown == expected
    shown.clear()
    assert version.recent() == expected


STEPS = st.tuples(st.sampled_from("abc"), st.sampled_from([0, 1, 20, 59, 60, 61]))


@given(steps=st.lists(STEPS, max_size=25))
@settings(max_examples=40)
def test_clients_are_let_in_and_refused_alike(steps: list[tuple[str, int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        answers = []
        for version in (before_clients, after_clients):
            forget(version)
            patch.setattr(version, "LIMIT", 2)
            now, told = 0.0, []
            for client, later in steps:
                now += later
                told.append(version.allow(client, now))
            answers.append(told)
        assert answers[0] == answers[1]
        assert all(kept and now - kept[-1] < 60 for kept in after_clients.hits.values())


def test_a_bound_in_time_is_no_bound_on_the_clients_of_one_minute() -> None:
    for number in range(5_000):
        after_clients.allow(f"client {number}", number / 100)
    assert len(after_clients.hits) == 5_000
    after_clients.allow("one more", 200.0)
    assert len(after_clients.hits) == 1


def test_a_refused_client_is_dropped_a_minute_after_its_last_hit_that_counted() -> None:
    for _ in range(after_clients.LIMIT):
        after_clients.allow("crawler", 0.0)
    assert not after_clients.allow("crawler", 59.0)
    assert after_clients.allow("crawler", 60.0)


def test_paths_that_match_no_route_need_one_name_for_all() -> None:
    for path in ("/wp-login.php", "/.env"):
        after_labels.count(Request("unmatched", path, 404))
    assert len(after_labels.requests) == 1
    assert after_labels.by_status() == {404: 2}


def by_default() -> Callable[[int], object]:
    def seen(number: int, kept: list[int] = []) -> None:  # noqa: B006
        kept.append(number + 1_000)

    return seen


def by_closure() -> Callable[[int], object]:
    def remembered(function: Callable[[int], int]) -> Callable[[int], int]:
        results = []

        @wraps(function)
        def call(number: int) -> int:
            results.append(function(number))
            return results[-1]

        return call

    return remembered(lambda number: number + 1_000)


def by_class() -> Callable[[int], object]:
    class Job:
        done: list[int] = []  # noqa: RUF012

        def run(self, number: int) -> None:
            self.done.append(number + 1_000)

    return lambda number: Job().run(number)


def by_the_wrong_bound() -> Callable[[int], object]:
    kept: dict[str, list[int]] = {"/cart": []}

    def observe(number: int) -> None:
        kept["/cart"].append(number + 1_000)
        while len(kept) > 100:  # routes, of which there is one
            kept.popitem()

    return observe


def by_deque() -> Callable[[int], object]:
    kept: deque[int] = deque(maxlen=100)
    return lambda number: kept.append(number + 1_000)


@pytest.mark.parametrize(
    ("hidden", "exponent"),
    [(by_default, 1), (by_closure, 1), (by_class, 1), (by_the_wrong_bound, 1), (by_deque, 0)],
)
def test_growth_is_found_wherever_the_list_hides(
    hidden: Callable[[], Callable[[int], object]], exponent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growth, "START", 200)
    assert round(growth.exponent(hidden())) == exponent


@pytest.mark.parametrize(
    ("serve", "bounded"),
    [
        (lambda number: before_clients.allow(f"client {number}", float(number)), False),
        (lambda number: after_clients.allow(f"client {number}", float(number)), True),
        (lambda number: before_labels.count(Request("/orders/{id}", f"/orders/{number}", 200)), False),
        (lambda number: after_labels.count(Request("/orders/{id}", f"/orders/{number}", 200)), True),
        (lambda number: before_recent.note(f"order {number}"), False),
        (lambda number: after_recent.note(f"order {number}"), True),
    ],
)
def test_the_guard_tells_keys_that_grow_from_those_that_do_not(
    serve: Callable[[int], object], bounded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "observe", lambda _, number: serve(number))
    with nullcontext() if bounded else pytest.raises(AssertionError):
        guard.test_requests_leave_nothing_behind()


class Session:
    """Something large that a function has at hand while it fails."""


def fail(held: list[weakref.ref[Session]]) -> None:
    session = Session()
    held.append(weakref.ref(session))
    raise LookupError("order 7")


def test_an_error_that_is_kept_keeps_what_its_function_had_at_hand() -> None:
    errors: deque[Exception] = deque(maxlen=20)
    held: list[weakref.ref[Session]] = []
    try:
        fail(held)
    except LookupError as error:
        errors.append(error)
    assert held[0]() is not None
    errors[0].__traceback__ = None
    assert held[0]() is None


@pytest.mark.parametrize("steps", [[1], [5_000], [999, 1_000, 1_001], [7] * 100, [*range(0, 10**6, 997)]])
def test_counts_by_millisecond_give_the_exact_percentile(steps: list[int]) -> None:
    assert when_not.p99_counted(steps) == when_not.p99_kept(steps)
    for version in (when_not.p99_counted, when_not.p99_kept):
        with pytest.raises(IndexError):
            version([])


@pytest.mark.parametrize("script", [growth, what_is_lost])
def test_what_the_page_shows_is_what_happens(script: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    script.main()
    assert capsys.readouterr().out.splitlines() == said(script)
