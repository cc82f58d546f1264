"""Fails when the pool's tasks share a process with each other or with the caller."""

import os
from multiprocessing import get_context
from threading import Barrier

from examples.cpu.process_pool.after import run_all


def process_of_both(meeting: Barrier) -> int:
    """The process that runs this, once the other worker has come as well."""
    meeting.wait(timeout=60)
    return os.getpid()


def test_two_tasks_run_in_two_processes_of_their_own() -> None:
    with get_context("spawn").Manager() as manager:
        meeting = manager.Barrier(2)  # so that one quick worker cannot do both
        processes = run_all(process_of_both, [meeting, meeting], workers=2)
    assert len({os.getpid(), *processes}) == 3
