"""What looking into a running service leaves behind, and what it does not see."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from examples.harness import Bench
from examples.profile.sampling import after, before
from examples.profile.sampling.refused import refused
from examples.profile.sampling.sampler import PY_SPY, REMEDY, py_spy
from examples.profile.sampling.service import Service, places
from examples.profile.sampling.waiting import request_that_waits
from examples.profile.sampling.workload import WEEKS, samplers


@pytest.fixture
def service(bench: Bench) -> Iterator[Service]:
    with Service(bench) as service:
        service.get(["/age/0"])
        yield service


def test_looking_changes_no_answer(service: Service, tmp_path: Path) -> None:
    expected = service.get(places(20))
    with after.profiled(service, tmp_path / "looks"):
        assert service.get(places(20)) == expected


def test_nobody_asked_nothing_found(service: Service, tmp_path: Path) -> None:
    with after.profiled(service, tmp_path / "looks"):
        time.sleep(0.2)
    assert "distance" not in after.hottest(tmp_path / "looks")


def test_an_error_ends_the_looking(service: Service, tmp_path: Path) -> None:
    with suppress(ZeroDivisionError), after.profiled(service, tmp_path / "looks"):
        looking = samplers()
        1 / 0  # noqa: B018 (an error of the one who looks)
    assert looking
    assert not samplers()
    assert service.get(places(1))


def test_a_service_whose_profiler_was_killed_goes_on(service: Service, tmp_path: Path) -> None:
    for _ in range(3):
        options = ["--rate", "1000", "--format", "raw", "--output", str(tmp_path / "looks")]
        command = [PY_SPY, "record", "--pid", str(service.pid), *options]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as looking:
            assert looking.stdout
            looking.stdout.readline()
            service.get(places(20))
            looking.kill()
        assert psutil.Process(service.pid).status() not in {psutil.STATUS_STOPPED, psutil.STATUS_TRACING_STOP}
        assert service.get(places(1))


def test_who_may_not_look_is_told_what_to_do() -> None:
    said = refused()
    assert "Permission" in said
    assert REMEDY in said


def test_there_must_be_a_python_to_look_into(tmp_path: Path) -> None:
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as other:
        record = ["record", "--pid", str(other.pid), "--format", "raw", "--output", str(tmp_path / "looks")]
        with pytest.raises(RuntimeError, match="Failed to find python version"), py_spy(*record):
            pass
        assert other.stdin
        other.stdin.close()


def test_a_coroutine_that_waits_is_on_no_stack(service: Service) -> None:
    with request_that_waits(service):
        dump = subprocess.check_output([PY_SPY, "dump", "--pid", str(service.pid)], text=True)
    assert "select" in dump
    assert "left_in_stock" not in dump


def test_the_restart_finds_what_is_slow_in_a_young_process(service: Service, tmp_path: Path) -> None:
    service.get([WEEKS])
    with before.profiled(service, tmp_path / "shop.prof"):
        old = service.pid
        assert service.get(["/age/7"]) == [b"7"]
    assert service.restarts == 2
    assert service.pid != old
    assert before.hottest(tmp_path / "shop.prof")


def test_a_container_that_is_stopped_writes_no_cprofile(service: Service, tmp_path: Path) -> None:
    service.restart("-m", "cProfile", "-o", str(tmp_path / "shop.prof"))
    process = psutil.Process(service.pid)
    os.kill(service.pid, signal.SIGTERM)  # as Docker, Kubernetes and systemd do
    psutil.wait_procs([process], timeout=10)
    assert not process.is_running()
    assert not (tmp_path / "shop.prof").exists()


def test_threads_that_wait_never_hold_the_lock(bench: Bench, tmp_path: Path) -> None:
    looks = tmp_path / "looks"
    with Service(bench, IDLE_THREADS="40") as service:
        record = ["record", "--pid", str(service.pid), "--gil", "--format", "raw", "--output", str(looks)]
        with py_spy(*record):
            service.get(places(100))
    assert "wait (threading" not in looks.read_text()
