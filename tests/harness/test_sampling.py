"""Samples are taken in rounds, every variant once a round, forwards and backwards by turns."""

from __future__ import annotations

import time
from itertools import groupby

import pytest

from examples.harness import BYSTANDER, CPU, STALL, WALL, Bench
from examples.harness.sampling import LONG_ENOUGH, SHORT, Plan, calibrate, order, sample


def test_rounds_alternate() -> None:
    assert order(["before", "after", "other"], 0) == ["before", "after", "other"]
    assert order(["before", "after", "other"], 1) == ["other", "after", "before"]


def test_every_variant_runs_once_a_round(bench: Bench) -> None:
    ran: list[str] = []

    def call(name: str) -> None:
        ran.append(name)
        time.sleep(LONG_ENOUGH)

    calls = {name: lambda name=name: call(name) for name in ("before", "after")}
    samples = sample(bench, calls, [WALL, CPU], Plan(rounds=4, fewest=4, budget=0))
    # A first call and one to calibrate each, then four rounds, in which a short call is made once untimed.
    assert [name for name, _ in groupby(ran)] == ["before", "after", *["before", "after"] * 2, "before"]
    assert ran.count("before") == ran.count("after") == 2 + 4 * 2
    assert {name: taken.loops for name, taken in samples.items()} == {"before": 1, "after": 1}
    assert [len(values) for taken in samples.values() for values in taken.values.values()] == [4, 4, 4, 4]


def test_a_short_call_is_looped_until_a_sample_is_long_enough(bench: Bench) -> None:
    ran: list[int] = []
    samples = sample(bench, {"before": lambda: ran.append(1)}, [WALL], Plan(rounds=1, fewest=1, budget=0))
    loops = samples["before"].loops
    assert loops > 1000
    assert len(ran) > 2 * loops - 1
    assert samples["before"].values[WALL][0] * loops > 0


def test_a_long_call_is_called_once() -> None:
    assert calibrate(lambda: time.sleep(LONG_ENOUGH)).loops == 1


def test_a_slow_first_call_does_not_decide_how_the_others_are_sampled() -> None:
    calls = iter([2 * LONG_ENOUGH])
    assert calibrate(lambda: time.sleep(next(calls, 0))).loops > 1


def test_only_a_long_call_goes_without_one_that_is_not_timed(bench: Bench) -> None:
    ran: list[int] = []

    def call() -> None:
        ran.append(1)
        time.sleep(SHORT)

    sample(bench, {"before": call}, [WALL], Plan(rounds=2, fewest=2, budget=0))
    assert len(ran) == 2 + 2


def test_out_of_time_the_fewest_rounds_are_taken(bench: Bench) -> None:
    ran: list[int] = []

    def call() -> None:
        ran.append(1)
        time.sleep(LONG_ENOUGH)

    sample(bench, {"before": call}, [WALL], Plan(rounds=50, fewest=5, budget=0))
    assert len(ran) == 2 + 5 * 2


def test_what_calls_record_is_the_mean_of_a_sample(bench: Bench) -> None:
    values = iter(range(1, 10**6))
    seen: list[float] = []

    def call() -> None:
        seen.append(next(values))
        bench.record(STALL, seen[-1])

    taken = sample(bench, {"before": call}, [WALL, STALL], Plan(rounds=1, fewest=1, budget=0))["before"]
    assert taken.values[STALL] == [pytest.approx(sum(seen[-taken.loops :]) / taken.loops)]


def test_a_value_that_no_call_records_is_an_error(bench: Bench) -> None:
    with pytest.raises(ValueError, match=r"before: the call recorded no 'bystander'.*bench\.record"):
        sample(bench, {"before": lambda: None}, [WALL, BYSTANDER], Plan(rounds=1, fewest=1, budget=0))


def test_the_order_is_balanced() -> None:
    turns = [order("ab", turn) for turn in range(6)]
    firsts = [name for name, *_ in turns]
    assert firsts.count("a") == firsts.count("b") == 3
    assert all(len(list(run)) == 1 for _, run in groupby(firsts))
