"""What a workload gets from its bench."""

from __future__ import annotations

import asyncio
import os
import time

import httpx
import psutil  # type: ignore[import-untyped]
import pytest

from examples.harness import CPU, QUERIES, STALL, Bench, Link, demo, stall_meter
from examples.harness.meters import cpu_seconds, peak_memory
from examples.harness.services.shared import IDLE, UPSTREAM, Services


def test_one_event_loop_serves_the_whole_set_up(bench: Bench) -> None:
    async def loop() -> asyncio.AbstractEventLoop:
        return asyncio.get_running_loop()

    assert bench.run(loop()) is bench.run(loop())


def test_an_application_runs_in_a_process_of_its_own(bench: Bench) -> None:
    served = bench.serve(UPSTREAM)
    assert httpx.get(f"{served.url}/items/7").json() == {"id": 7, "name": "item 7", "price": 700}
    assert served.pid != os.getpid()
    assert bench.pids == [served.pid]


def test_an_application_is_warm_for_the_next_set_up_and_gone_with_the_run() -> None:
    with Services() as services:
        with Bench(services, Link(rtt_ms=0.1)) as bench:
            first = bench.serve(UPSTREAM)
        with pytest.raises(httpx.ConnectError):
            httpx.get(first.url)  # the link is gone
        with Bench(services) as bench, Bench(services) as beside:
            again, other = bench.serve(UPSTREAM), bench.serve(UPSTREAM, SHOP="other")
            third = beside.serve(UPSTREAM)
            assert again.pid == first.pid
            assert len({again.pid, other.pid, third.pid}) == 3
            assert httpx.get(f"{again.url}/items/7").status_code == 200
    assert not any(psutil.pid_exists(one.pid) for one in (first, other, third))


def test_an_application_that_has_died_is_not_served_again(services: Services) -> None:
    with Bench(services) as bench:
        first = bench.serve(UPSTREAM, SHOP="to die")
        psutil.Process(first.pid).kill()
    while services._idle[-1].running:
        time.sleep(0.01)
    with Bench(services) as bench:
        assert httpx.get(f"{bench.serve(UPSTREAM, SHOP='to die').url}/items/7").status_code == 200


def test_a_demonstration_uses_the_servers_that_run(services: Services) -> None:
    with demo() as bench:
        assert bench.upstream() == services.upstream.url
    assert httpx.get(f"{services.upstream.url}/items/7").status_code == 200


def test_only_so_many_applications_wait_to_be_used_again() -> None:
    with Services() as services:
        with Bench(services) as bench:
            served = [bench.serve(UPSTREAM, SHOP=str(number)) for number in range(IDLE + 1)]
        assert sum(psutil.pid_exists(one.pid) for one in served) == IDLE


def test_straight_connections_have_no_proxy(bench: Bench, services: Services) -> None:
    assert bench.upstream() == services.upstream.url
    with Bench(services, Link(rtt_ms=0.1)) as delayed:
        assert delayed.upstream() != services.upstream.url


def test_reports_belong_into_a_call(bench: Bench) -> None:
    with pytest.raises(RuntimeError, match=r"bench\.record\('stall', …\) outside a call"):
        bench.record(STALL, 0.1)
    with pytest.raises(RuntimeError, match=r"bench\.count\('queries', …\) outside a call"):
        bench.count(QUERIES, 1)
    with bench.calling() as recorded:
        bench.record(STALL, 0.1)
        bench.count(QUERIES, 1)
        bench.count(QUERIES, 2)
    assert recorded == {STALL: 0.1}
    assert bench.counts()["queries"] == 3


def test_counts_are_counted_and_samples_recorded(bench: Bench) -> None:
    with bench.calling():
        with pytest.raises(ValueError, match=r"report it with bench\.count"):
            bench.record(QUERIES, 1)
        with pytest.raises(ValueError, match=r"report it with bench\.record"):
            bench.count(CPU, 1)


def test_the_stall_meter_sees_a_blocked_loop(bench: Bench) -> None:
    async def stalled(block: float) -> float:
        async with stall_meter() as meter:
            await asyncio.sleep(0.005)
            # What blocks here is seen even though nothing runs between it and the end of the block.
            time.sleep(block)  # noqa: ASYNC251
        return meter.longest

    assert bench.run(stalled(0.2)) >= 0.19


def test_peak_memory_is_that_of_the_call_alone() -> None:
    kept = bytearray(5_000_000)
    assert 1_000_000 <= peak_memory(lambda: len(bytes(1_000_000))) < 1_100_000
    assert len(kept) == 5_000_000


def test_cpu_time_of_a_served_process_counts(bench: Bench) -> None:
    served = bench.serve(UPSTREAM)
    alone, together = cpu_seconds(), cpu_seconds([served.pid])
    # It has imported a web framework by now.
    assert together - alone > 0.01
