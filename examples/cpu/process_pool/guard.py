"""Fails when a task of the pool runs in the process of its caller."""

import os
from operator import call

from examples.cpu.process_pool.after import run_all


def test_no_task_runs_in_the_process_of_its_caller() -> None:
    processes = run_all(call, [os.getpid] * 8, workers=2)  # each: os.getpid()
    assert os.getpid() not in processes
